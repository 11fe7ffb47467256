/** A calendar day as "YYYY-MM-DD": no time, no zone. */
export type CivilDate = string;

const shape = /^\d{4}-\d{2}-\d{2}$/;

/** Year, month (1–12) and day of a real calendar day; null for 31/02 and for anything else. */
export function civilParts(text: string): { year: number; month: number; day: number } | null {
  if (!shape.test(text)) return null;
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? { year, month, day } : null;
}

export const isCivilDate = (text: string): boolean => civilParts(text) !== null;

/**
 * Full years lived on a day. Born on 29/02, a person turns a year older on 01/03 of a common year
 * (a term in years ends with its last day: Civil Code 2015, Art. 148).
 */
export function ageOn(born: CivilDate, day: CivilDate): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) < born.slice(5) ? years - 1 : years;
}

/** The last day of a term of months that begins on a day: the same day, or the month's last when there is none (Civil Code 2015, Art. 148). */
export function monthsAfter(day: CivilDate, months: number): CivilDate {
  const parts = civilParts(day);
  if (!parts) throw new RangeError(`not a day: ${day}`);
  const index = parts.year * 12 + (parts.month - 1) + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return [year, month + 1, Math.min(parts.day, lastDay)].map((n) => String(n).padStart(2, "0")).join("-");
}

/** Midnight of a real day, as milliseconds of UTC: days are added and weekdays read there, where none is longer or shorter. */
function midnight(day: CivilDate): number {
  if (!isCivilDate(day)) throw new RangeError(`not a day: ${day}`);
  return Date.parse(`${day}T00:00:00Z`);
}

/** The day so many days later, or earlier if `days` is negative. RangeError for a day that does not exist. */
export const daysAfter = (day: CivilDate, days: number): CivilDate => new Date(midnight(day) + days * 86_400_000).toISOString().slice(0, 10);

/** The day of the week, from Sunday = 0 to Saturday = 6. RangeError for a day that does not exist. */
export const weekdayOf = (day: CivilDate): number => new Date(midnight(day)).getUTCDay();
