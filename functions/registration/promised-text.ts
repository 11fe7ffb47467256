import { mayContact } from "../../shared/contact/safe-contact.ts";
import { windows } from "../../shared/messages/lanes.ts";
import { newMessage, type Message } from "../../shared/messages/message.ts";
import { contactPhone, type Application } from "../../shared/registration/application.ts";
import { unitOf } from "../../shared/registration/case.ts";
import type { Reach } from "../../shared/registration/receipt.ts";
import type { Standing, WaitingText } from "../../shared/registration/standing.ts";
import type { Deps } from "./deps.ts";
import type { Change } from "./store.ts";

type TextDeps = Pick<Deps, "ids" | "now" | "seal">;
export type Text = Pick<Message, "template" | "reason" | "dueAt" | "notAfter"> & Partial<Pick<Message, "lane" | "values">>;

/** What a text about an application is made from: how to reach its writer, and whose desk is told if that fails. */
type About = Pick<Standing, "reference" | "office" | "reach">;

/** An application as its texts know it: they cannot tell its reference. */
export const subjectOf = (deps: Pick<Deps, "seal">, reference: string): string => deps.seal.hash("message-subject", reference);

/** How the applicant may be reached, as they answered at this moment. */
export const reachOf = (application: Application, at: Date): Reach => ({
  phone: contactPhone(application),
  language: application.language,
  contact: { ...application.contact, textsAgreed: application.consents.texts, askedAt: at.toISOString() },
});

/**
 * A neutral text about an application. Only the first half of the reference goes with it:
 * a phone in the wrong hands must not hold the whole key.
 */
export function promisedText(deps: TextDeps, about: About, template: "receipt" | "withdrawn"): Message {
  const at = deps.now();
  const notAfter = new Date(at.getTime() + windows.receipt.minutes * 60_000).toISOString();
  return messageOf(deps, about, { template, reason: "justDone", dueAt: at.toISOString(), notAfter, values: { hint: about.reference.slice(0, 4) } });
}

/** A neutral text that something has changed at the office; null when the person's answers leave no time in which it may be sent. */
export function tellingText(deps: TextDeps, about: About, template: "news" | "withdrawn"): Message | null {
  const at = deps.now();
  const notAfter = new Date(at.getTime() + windows.call.minutes * 60_000).toISOString();
  const answer = mayContact(about.reach.contact, { kind: "text", reason: "weBegin" }, at);
  if (!answer.may && answer.because !== "outsideSafeHours") return null;
  return messageOf(deps, about, { template, reason: "weBegin", dueAt: at.toISOString(), notAfter, values: { hint: about.reference.slice(0, 4) } });
}

/** A text of the catalogue, to whoever applied. */
export const messageOf = (deps: TextDeps, { reference, office, reach: { phone, language, contact } }: About, { lane = "notice", ...text }: Text): Message =>
  newMessage({ area: "registration", desk: unitOf(office), subject: subjectOf(deps, reference), id: deps.ids.message(), lane, language, to: phone, contact, ...text }, deps.now());

/** Promises as parts of a write. */
export const promises = (messages: readonly Message[]): Change[] => messages.map((message) => ({ what: "message", message }));

/** What a row remembers of texts that were promised, to be able to take them back. */
export const waiting = (messages: readonly Message[]): WaitingText[] => messages.map(({ id, notAfter }) => ({ id, notAfter }));

/** Those that may not have left yet. */
export const stillWaiting = (texts: readonly WaitingText[], now: Date): WaitingText[] => texts.filter(({ notAfter }) => notAfter >= now.toISOString());

/** Those texts that may still wait, taken back. */
export function takenBack(deps: Pick<Deps, "now" | "seal">, reference: string, texts: readonly WaitingText[], because: "moved" | "cancelled" | "ended" | "stopped"): Change[] {
  return stillWaiting(texts, deps.now()).map(({ id }) => ({ what: "noMessage", message: { area: "registration", subject: subjectOf(deps, reference), id }, because }));
}
