import type { CivilDate } from "./civil-date.ts";
import type { Clock } from "./clock.ts";
import { namedDays, type NamedDay } from "./days-off.ts";
import { localDate } from "./local-time.ts";
import { daysOfPause, daysOfTerm, firstDay, isByWorkingDays } from "./term-days.ts";
import type { DayTerm, Pause, Term } from "./term.ts";
import { dayOff, daysThrough, type DayOff } from "./working-days.ts";

/** One line of a clock's working. */
export type Step =
  | { step: "received" | "began"; at: string }
  | { step: "receivedLater"; on: CivilDate; because: "closed" | "rest" }
  | { step: "term"; term: Term }
  | { step: "firstDay"; on: CivilDate }
  | { step: "skipped" | "movedOn"; on: CivilDate; off: DayOff }
  | { step: "makeUp"; on: CivilDate; named: NamedDay }
  | { step: "paused"; pause: Pause; notCounted: { from: CivilDate; to: CivilDate | null } | null }
  | { step: "due"; at: string; inHours: boolean };

const makeUpOn = (on: CivilDate, days: readonly NamedDay[]): Step[] => days.filter(({ date, kind }) => date === on && kind === "makeUp").map((named) => ({ step: "makeUp", on, named }));

function skippedOn(on: CivilDate, days: readonly NamedDay[]): Step[] {
  const off = dayOff(on, days);
  return off ? [{ step: "skipped", on, off }] : [];
}

type Dated = { on: CivilDate; lines: Step[] };

/** How a term in days came to its end, day by day: every day that was left out and why, each pause, the end moved on. */
function dayByDay({ startsAt, term, pauses, dueAt }: Clock & { term: DayTerm }, days: readonly NamedDay[]): Step[] {
  const last = dueAt === null ? null : localDate(new Date(dueAt));
  const paused: Dated[] = pauses.map((pause) => {
    const notCounted = daysOfPause(pause, term, days);
    return { on: notCounted.from, lines: [{ step: "paused", pause, notCounted }] };
  });
  const passed: Dated[] = daysOfTerm(new Date(startsAt), term, pauses, days).map(({ date: on, isPaused, rest }) => {
    if (rest) return { on, lines: [{ step: isByWorkingDays(term) ? "skipped" : "movedOn", on, off: rest }] };
    const isWorked = isByWorkingDays(term) ? !isPaused : on === last;
    return { on, lines: isWorked ? makeUpOn(on, days) : [] };
  });
  return [...paused, ...passed].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).flatMap(({ lines }) => lines);
}

/** When a receipt counts as one, if later than it was, and the rest days before that; then the term and its first day. */
function beginning(startsAt: Date, term: DayTerm, days: readonly NamedDay[]): Step[] {
  const came = localDate(startsAt);
  const on = firstDay(startsAt, term, days);
  const later: Step[] = [
    { step: "receivedLater", on, because: dayOff(came, days) ? "rest" : "closed" },
    ...daysThrough(came, on).flatMap((day) => skippedOn(day, days)),
    ...makeUpOn(on, days),
  ];
  return [...(on === came ? [] : later), { step: "term", term }, { step: "firstDay", on }];
}

/**
 * The working of a clock, line by line, as somebody would check it with a calendar; without an end while it stands still. It is worked
 * out with the days off known now: a clock made before some were announced is to be made again first (`clockOf`).
 */
export function workingOf(clock: Clock, days: readonly NamedDay[] = namedDays): readonly Step[] {
  const { startsAt, term, pauses, dueAt } = clock;
  const isReceived = "workingDays" in term && term.begins !== "onEvent";
  return [
    { step: isReceived ? "received" : "began", at: startsAt },
    ...("hours" in term
      ? [{ step: "term", term } as const, ...pauses.map((pause) => ({ step: "paused", pause, notCounted: null }) as const)]
      : [...beginning(new Date(startsAt), term, days), ...dayByDay({ ...clock, term }, days)]),
    ...(dueAt === null ? [] : [{ step: "due", at: dueAt, inHours: "hours" in term } as const]),
  ];
}
