import { daysAfter, weekdayOf, type CivilDate } from "./civil-date.ts";
import { daysOffKnownFrom, daysOffKnownUntil, namedDays, type NamedDay } from "./days-off.ts";

/** Why offices rest on a day. */
export type DayOff = NamedDay | { kind: "weekend" };

const isWeekend = (day: CivilDate): boolean => [0, 6].includes(weekdayOf(day));

/**
 * Why offices rest on a day: the holiday or the day in lieu of one (Labour Code 2019, Art. 111(3), 112; NQ 28/2026/QH16), else the
 * weekend; null on a working day. A likely day counts as one, its `confirmed` says so. RangeError for a day that does not exist.
 */
export function dayOff(day: CivilDate, days: readonly NamedDay[] = namedDays): DayOff | null {
  const weekend = isWeekend(day);
  const listed = days.find(({ date }) => date === day);
  if (listed) return listed.kind === "makeUp" ? null : listed;
  return weekend ? { kind: "weekend" } : null;
}

/** Whether offices work on a day: Monday to Friday unless it is a day off, and a rest day that is worked instead of another. */
export const isWorkingDay = (day: CivilDate): boolean => dayOff(day) === null;

/** Whether holidays of this day are on the list; beyond it `dayOff` and `isWorkingDay` know weekends only. */
export const isKnown = (day: CivilDate): boolean => day >= daysOffKnownFrom && day <= daysOffKnownUntil;

/** Every day from one to another, both included, in order; none if `to` comes before `from`. RangeError for a day that does not exist. */
export function daysThrough(from: CivilDate, to: CivilDate): CivilDate[] {
  const days: CivilDate[] = [];
  for (let day = daysAfter(from, 0), last = daysAfter(to, 0); day <= last; day = daysAfter(day, 1)) days.push(day);
  return days;
}

/** The first `count` working days from a day on, itself included if it is one. RangeError for a day that does not exist. */
export function workingDaysAhead(from: CivilDate, count: number): CivilDate[] {
  const days: CivilDate[] = [];
  for (let day = daysAfter(from, 0); days.length < count; day = daysAfter(day, 1)) if (isWorkingDay(day)) days.push(day);
  return days;
}
