import { daysAfter, monthsAfter, type CivilDate } from "./civil-date.ts";
import { namedDays, type NamedDay } from "./days-off.ts";
import { localDate, localTime } from "./local-time.ts";
import type { DayTerm, Pause } from "./term.ts";
import { dayOff, daysThrough, type DayOff } from "./working-days.ts";

/**
 * The hour from which what comes in counts as received on the next working day. Not confirmed: no text we have read sets it. 17:00 is
 * when offices commonly close; of two readings it is the one that promises no decision too early.
 */
const closingHour = 17;

export const isByWorkingDays = (term: DayTerm): boolean => "workingDays" in term;

/** Full days from one day to another that is not before it. */
export const daysBetween = (from: CivilDate, to: CivilDate): number => daysThrough(from, to).length - 1;

/**
 * The first day of a term, which is not counted (Civil Code 2015, Art. 147(2), (3)). What an office receives on a rest day, or when it
 * has closed, it receives on the next working day; other terms begin on the day itself.
 */
export function firstDay(at: Date, term: DayTerm, days: readonly NamedDay[]): CivilDate {
  const { date, hour } = localTime(at);
  if (!("workingDays" in term) || term.begins === "onEvent") return date;
  let first = hour < closingHour ? date : daysAfter(date, 1);
  while (dayOff(first, days)) first = daysAfter(first, 1);
  return first;
}

/** The days of one pause: all it touches; those until the supplement counts as received, that day included. `to` is null while it lasts. */
export const daysOfPause = ({ from, to }: Pause, term: DayTerm, days: readonly NamedDay[]): { from: CivilDate; to: CivilDate | null } => ({
  from: localDate(new Date(from)),
  to: to === null ? null : firstDay(new Date(to), term, days),
});

const lengthOf = (term: DayTerm, first: CivilDate): number => {
  if ("workingDays" in term) return term.workingDays;
  return "days" in term ? term.days : daysBetween(first, monthsAfter(first, term.months));
};

/** A day after the first. `rest` is why it was not counted, or, as the last day of a term by the calendar, why the end moved on. */
type TermDay = { date: CivilDate; isPaused: boolean; rest: DayOff | null };

/**
 * The days of a term after its first one, to its last one, or to the day before a pause that still lasts. Working days leave out rest
 * days; other days count them, but do not end on one (Civil Code 2015, Art. 148(5)); months are as many days as they have in the
 * calendar (Art. 148(3)).
 *
 * No day that a pause touches is counted, at either end. So nobody who must act is left with part of a day, as the first day of a
 * term is not counted either, and nobody who waits does so longer than the pause and the days it cuts into: no text we have read
 * says more. A pause can thus never bring the end forward.
 */
export function daysOfTerm(startsAt: Date, term: DayTerm, pauses: readonly Pause[], days: readonly NamedDay[]): TermDay[] {
  const first = firstDay(startsAt, term, days);
  const paused = pauses.map((pause) => daysOfPause(pause, term, days));
  const passed: TermDay[] = [];
  let left = lengthOf(term, first);
  for (let date = daysAfter(first, 1); ; date = daysAfter(date, 1)) {
    const pausedBy = paused.filter(({ from, to }) => from <= date && (to === null || date <= to));
    if (pausedBy.some(({ to }) => to === null)) return passed;
    const isPaused = pausedBy.length > 0;
    const off = dayOff(date, days);
    if (left > 0 && !isPaused && !(off && isByWorkingDays(term))) left -= 1;
    const matters = isByWorkingDays(term) || left === 0;
    passed.push({ date, isPaused, rest: isPaused || !matters ? null : off });
    if (left === 0 && !isPaused && !off) return passed;
  }
}

/**
 * The last working day that leaves so many full days before an end. Where the day itself is one of rest it is the working day before:
 * moving on, as ends do, would leave too few days.
 */
export function latestBefore(end: CivilDate, count: number, days: readonly NamedDay[] = namedDays): CivilDate {
  let latest = daysAfter(end, -count);
  while (dayOff(latest, days)) latest = daysAfter(latest, -1);
  return latest;
}
