import { isCivilDate } from "../calendar/civil-date.ts";
import { instantOf } from "../calendar/local-time.ts";
import { withStep, type Answers } from "../form/answers.ts";
import { lineSchema } from "../form/fields.ts";
import { recentDay } from "./act-form.ts";

/** What officers book; everything else an appointment can be comes with the case file. */
export const bookKinds = ["interview", "admission"] as const;
type BookKind = (typeof bookKinds)[number];

const bookErrorCodes = ["kind.missing", "at.missing", "at.past", "tooMany"] as const;
const fieldCodes = ["day.missing", "day.notReal", "text.characters", "text.tooLong"] as const;
type BookErrorCode = (typeof bookErrorCodes)[number] | (typeof fieldCodes)[number];
export type BookIssue = { path: string; code: BookErrorCode };

const step = { fields: [{ name: "kind", kind: "choice" }, { name: "on", kind: "day" }, { name: "at", kind: "line" }, { name: "address", kind: "line" }] };
export const typedBooking = (posted: ReadonlyMap<string, readonly string[]>): Answers => withStep({}, step, posted);

/** "8:30", "8h30", "14 giờ", "14": a time of day as people write it; null for anything else. */
export function timeOf(typed: string): { hour: number; minute: number } | null {
  const [, hour, minute = "0"] = /^(\d{1,2})(?:\s*(?:[:.hg]|giờ))?(?:\s*(\d{2}))?(?:\s*phút)?$/iu.exec(typed.trim()) ?? [];
  const time = { hour: Number(hour ?? 99), minute: Number(minute) };
  return time.hour < 24 && time.minute < 60 ? time : null;
}

type Booking = { kind: BookKind; at: Date; address: string | undefined };
export type ReadBooking = { booking: Booking; issues: readonly [] } | { booking?: undefined; issues: readonly BookIssue[] };

/** What was typed as an appointment to come, or everything that is wrong with it. */
export function readBooking(answers: Answers, now: Date): ReadBooking {
  const kind = bookKinds.find((one) => one === answers.kind);
  const day = recentDay(answers, "on");
  const time = timeOf(answers.at ?? "");
  const at = day && isCivilDate(day) && time ? instantOf(day, time.hour, time.minute) : null;
  const address = answers.address?.trim() ? lineSchema.safeParse(answers.address) : null;
  const issues: BookIssue[] = [
    ...(kind ? [] : [{ path: "kind", code: "kind.missing" as const }]),
    ...(day === undefined ? [{ path: "on", code: "day.missing" as const }] : isCivilDate(day) ? [] : [{ path: "on", code: "day.notReal" as const }]),
    ...(time ? [] : [{ path: "at", code: "at.missing" as const }]),
    ...(at && at <= now ? [{ path: "at", code: "at.past" as const }] : []),
    ...(address && !address.success ? [{ path: "address", code: address.error.issues.some(({ message }) => message === "text.tooLong") ? ("text.tooLong" as const) : ("text.characters" as const) }] : []),
  ];
  return kind && at && issues.length === 0 ? { booking: { kind, at, address: address?.data }, issues: [] } : { issues };
}
