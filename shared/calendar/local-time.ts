import { isCivilDate, type CivilDate } from "./civil-date.ts";

/**
 * Asia/Ho_Chi_Minh, the zone all people and offices of this service live in, is seven hours ahead of UTC all year since 13/06/1975.
 * A constant because a process's first `Intl` object costs a cold start 11 ms; a test holds it against the time-zone database.
 */
const aheadMs = 7 * 3_600_000;

export type LocalTime = { date: CivilDate; weekday: number; hour: number; minute: number };

/** What calendar and wall clock in Vietnam show at an instant. `weekday` counts from Sunday = 0. */
export function localTime(instant: Date): LocalTime {
  const shifted = new Date(instant.getTime() + aheadMs);
  return {
    date: shifted.toISOString().slice(0, 10),
    weekday: shifted.getUTCDay(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
  };
}

/**
 * The instant at which calendar and wall clock in Vietnam show a day, hour (0–23) and minute: the inverse of `localTime`.
 * RangeError for a day or a time of day that does not exist.
 */
export function instantOf(date: CivilDate, hour: number, minute: number): Date {
  const onClock = Number.isInteger(hour) && hour >= 0 && hour < 24 && Number.isInteger(minute) && minute >= 0 && minute < 60;
  if (!isCivilDate(date) || !onClock) throw new RangeError(`not a time: ${date} ${hour}:${minute}`);
  return new Date(Date.parse(`${date}T00:00:00Z`) + (hour * 60 + minute) * 60_000 - aheadMs);
}

/** Today in Vietnam. */
export const localDate = (instant: Date): CivilDate => localTime(instant).date;

/** Whole seconds until the day in Vietnam ends. */
export const secondsToMidnight = (instant: Date): number => 86_400 - (Math.floor((instant.getTime() + aheadMs) / 1_000) % 86_400);
