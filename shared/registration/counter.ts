import { isCivilDate, type CivilDate } from "../calendar/civil-date.ts";
import { instantOf, localDate, localTime } from "../calendar/local-time.ts";
import type { Answers, FormStep } from "../form/answers.ts";
import { regimes } from "../law/regimes.ts";
import { recentDay } from "./act-form.ts";
import { timeOf } from "./book-form.ts";

export type ReceivedErrorCode = "on.missing" | "on.notReal" | "on.future" | "on.tooLongAgo" | "at.missing" | "at.future";
type ReceivedIssue = { path: string; code: ReceivedErrorCode };

/** What the counter's first page asks beside the form: when the paper was received there. */
export const receivedStep = { fields: [{ name: "received.on", kind: "day" }, { name: "received.at", kind: "line" }] } as const satisfies FormStep;
const [{ name: onName }, { name: atName }] = receivedStep.fields;

/** The first day a law is known for. */
const receivedFrom: CivilDate = regimes.map(({ validFrom }) => validFrom).toSorted()[0] ?? "";

const two = (n: number): string => String(n).padStart(2, "0");

/** This moment, as it would be typed. */
export function receivedNow(now: Date): Answers {
  const { date, hour, minute } = localTime(now);
  const [year = "", month = "", day = ""] = date.split("-");
  return { [`${onName}.day`]: String(Number(day)), [`${onName}.month`]: String(Number(month)), [`${onName}.year`]: year, [atName]: `${two(hour)}:${two(minute)}` };
}

export type ReadReceived = { receivedAt: Date; issues: readonly [] } | { receivedAt?: undefined; issues: readonly ReceivedIssue[] };

/** When the paper was received, or everything that is wrong with what was typed: never to come, never before the first law that is known. */
export function readReceived(answers: Answers, now: Date): ReadReceived {
  const day = recentDay(answers, onName);
  const time = timeOf(answers[atName] ?? "");
  const at = day && isCivilDate(day) && time ? instantOf(day, time.hour, time.minute) : null;
  const dayIssue = dayIssueOf(day, localDate(now));
  const issues: ReceivedIssue[] = [
    ...(dayIssue ? [{ path: onName, code: dayIssue }] : []),
    ...(time ? [] : [{ path: atName, code: "at.missing" as const }]),
    ...(at && at > now && !dayIssue ? [{ path: atName, code: "at.future" as const }] : []),
  ];
  return at && issues.length === 0 ? { receivedAt: at, issues: [] } : { issues };
}

function dayIssueOf(day: CivilDate | undefined, today: CivilDate): ReceivedErrorCode | null {
  if (day === undefined) return "on.missing";
  if (!isCivilDate(day)) return "on.notReal";
  if (day > today) return "on.future";
  return day < receivedFrom ? "on.tooLongAgo" : null;
}
