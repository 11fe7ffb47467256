import { localTime } from "../calendar/local-time.ts";
import type { Language } from "../language.ts";

const weekdays: Record<Language, readonly string[]> = {
  vi: ["Chu nhat", "thu Hai", "thu Ba", "thu Tu", "thu Nam", "thu Sau", "thu Bay"],
  en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
};
const two = (n: number): string => String(n).padStart(2, "0");

/** A time as a text says it, without marks: "14:30 thu Hai 23/11", "14:30 Mon 23/11". */
export function textMoment(language: Language, at: Date): string {
  const { date, weekday, hour, minute } = localTime(at);
  return `${two(hour)}:${two(minute)} ${weekdays[language][weekday]} ${date.slice(8, 10)}/${date.slice(5, 7)}`;
}
