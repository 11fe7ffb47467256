import { daysAfter, type CivilDate } from "./civil-date.ts";
import { daysOffKnownUntil, namedDays, type NamedDay } from "./days-off.ts";

/** A year whose days off are not settled: the list ends before it does, or some of its days are only likely. */
export type HolidaysMissing = { year: number; missing: boolean; unconfirmed: NamedDay[] };

const daysAhead = 60;

/**
 * What is to be entered in `days-off.ts`: of next year from 60 days before 1 January, and from then on until it is entered or past;
 * null when nothing is.
 */
export function holidaysMissing(today: CivilDate, days: readonly NamedDay[] = namedDays, knownUntil: CivilDate = daysOffKnownUntil): HolidaysMissing | null {
  const year = daysAfter(today, daysAhead).slice(0, 4);
  const missing = knownUntil < `${year}-12-31`;
  const unconfirmed = days.filter(({ date, confirmed }) => !confirmed && date.startsWith(year) && date >= today);
  return missing || unconfirmed.length > 0 ? { year: Number(year), missing, unconfirmed } : null;
}
