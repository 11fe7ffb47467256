import type { clockVi } from "../vi/clock.ts";

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

export const clockEn: typeof clockVi = {
  title: "How the deadline was worked out",
  received: (at) => `Received at ${at}.`,
  began: (at) => `Began at ${at}.`,
  receivedLater: {
    closed: (day) => `The office had closed, so it counts as received on the next working day: ${day}.`,
    rest: (day) => `That was a day off, so it counts as received on the next working day: ${day}.`,
  },
  term: {
    hours: (count, article) => `The term is ${counted(count, "hour")}, counting nights and days off (${article}).`,
    workingDays: (count, article) => `The term is ${counted(count, "working day")} (${article}).`,
    days: (count, article) => `The term is ${counted(count, "day")}, counting days off (${article}).`,
    months: (count, article) => `The term is ${counted(count, "month")} (${article}).`,
  },
  firstDay: (day) => `The first day is not counted: ${day} (Art. 147, Civil Code 2015).`,
  skipped: (day, why) => `Not counted, ${day}: ${why}.`,
  movedOn: (day, why) => `Does not end on ${day}: ${why} (Art. 148, Civil Code 2015).`,
  weekend: "weekend",
  likely: (name) => `${name} (likely, not officially announced yet)`,
  makeUp: (day, why) => `Counts as a working day, ${day}: ${why}.`,
  paused: (from, to, why) => `Stood still from ${from} to ${to}: ${why}.`,
  pausedStill: (from, why) => `Standing still since ${from}: ${why}.`,
  resumedLater: (day) => `That was outside office hours, so it counts as received on the next working day: ${day}.`,
  notCounted: (from, to) => `Not counted: ${from} through ${to}.`,
  notCountedDay: (day) => `Not counted: ${day}.`,
  reasons: { supplement: "waiting for further papers", determination: "waiting for a medical facility’s determination" },
  dueAt: (at) => `Due by ${at}.`,
  dueEndOf: (day) => `Due by the end of the day (24:00): ${day}.`,
  mayChange: "Some days off are not officially announced yet, so this deadline may change.",
  unknown: "The public holidays of this time are not known yet, so this deadline may change.",
  left: {
    minutes: (count) => (count === 0 ? "less than 1 minute left" : `${counted(count, "minute")} left`),
    hours: (count) => `${counted(count, "hour")} left`,
    days: (count) => (count === 0 ? "until the end of today" : `${counted(count, "day")} left`),
    workingDays: (count) => `${counted(count, "working day")} left`,
  },
  late: {
    minutes: (count) => `${counted(count, "minute")} overdue`,
    hours: (count) => `${counted(count, "hour")} overdue`,
    days: (count) => `${counted(count, "day")} overdue`,
  },
};
