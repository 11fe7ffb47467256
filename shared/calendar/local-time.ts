import type { CivilDate } from "./civil-date.ts";

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

/** Today in Vietnam. */
export const localDate = (instant: Date): CivilDate => localTime(instant).date;

/** Whole seconds until the day in Vietnam ends. */
export const secondsToMidnight = (instant: Date): number => 86_400 - (Math.floor((instant.getTime() + aheadMs) / 1_000) % 86_400);
