import type { CivilDate } from "./civil-date.ts";

/** The zone all people and offices of this service live in, by name. */
const timeZone = "Asia/Ho_Chi_Minh";

const reader = new Intl.DateTimeFormat("en-GB", {
  timeZone,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  weekday: "short",
  hourCycle: "h23",
});

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

export type LocalTime = { date: CivilDate; weekday: number; hour: number; minute: number };

/** What calendar and wall clock in Vietnam show at an instant. `weekday` counts from Sunday = 0. */
export function localTime(instant: Date): LocalTime {
  const part = Object.fromEntries(reader.formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    date: `${part.year}-${part.month}-${part.day}`,
    weekday: weekdays.indexOf(part.weekday ?? ""),
    hour: Number(part.hour),
    minute: Number(part.minute),
  };
}

/** Today in Vietnam. */
export const localDate = (instant: Date): CivilDate => localTime(instant).date;
