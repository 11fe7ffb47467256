import { isSafeHour, mayContact, nextSafeTime } from "../../shared/contact/safe-contact.ts";
import { laneRules } from "../../shared/messages/lanes.ts";
import type { Message } from "../../shared/messages/message.ts";

/** What one phone was handed in the last 24 hours, and whether it wants nothing more. `version` is the condition of the next write. */
export type PhoneRecord = { version: number; stoppedAt?: string | undefined; sent: readonly { id: string; at: string; digest: string }[] };

export type Decision = { do: "send" } | { do: "wait"; until: string; because: string } | { do: "stop"; because: string };

const dayMs = 24 * 3_600_000;
export const mostADay = 3;

const stop = (because: string): Decision => ({ do: "stop", because });

/** The last question before a text leaves: now, later, or never, and why. `digest` stands for its words. */
export function decide(message: Message, phone: PhoneRecord, digest: string, now: Date): Decision {
  if (message.withdrawn !== undefined) return stop(message.withdrawn);
  if (now.toISOString() > message.notAfter) return stop("tooLate");
  if (!message.to || !message.contact) return stop("noContactRule");
  const answer = mayContact(message.contact, { kind: "text", reason: message.reason }, now);
  if (!answer.may && answer.because !== "outsideSafeHours") return stop(answer.because);
  if (!laneRules[message.lane].held) return answer.may ? { do: "send" } : stop(answer.because);
  if (phone.stoppedAt !== undefined) return stop("stopped");

  const { hours } = message.contact;
  // A receipt too: what somebody pressed elsewhere lights up a phone others may hold.
  if (!isSafeHour(hours, now)) return waitUntil(message, nextSafeTime(hours, now), "quietHours");

  const others = phone.sent.filter(({ id, at }) => id !== message.id && now.getTime() - Date.parse(at) < dayMs);
  if (others.some((one) => one.digest === digest)) return stop("sameToday");
  const nth = others.map(({ at }) => at).toSorted().at(-mostADay);
  if (nth !== undefined) return waitUntil(message, nextSafeTime(hours, new Date(Date.parse(nth) + dayMs)), "enoughToday");
  return { do: "send" };
}

const waitUntil = ({ notAfter }: Message, at: Date, because: string): Decision => (at.toISOString() < notAfter ? { do: "wait", until: at.toISOString(), because } : stop(because));
