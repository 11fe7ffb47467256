import { remindersOf } from "../../shared/appointment/reminders.ts";
import { mayContact, nextSafeTime, type ContactRule } from "../../shared/contact/safe-contact.ts";
import type { Entry } from "../../shared/hotline/caller.ts";
import { textMoment } from "../../shared/messages/text-moment.ts";
import { slotStart } from "../../shared/hotline/slots.ts";
import type { Language } from "../../shared/language.ts";
import { placeWords, type TemplateName } from "../../shared/messages/catalogue.ts";
import { windows } from "../../shared/messages/lanes.ts";
import { newMessage, type Message } from "../../shared/messages/message.ts";
import { appointmentPath } from "../../shared/paths.ts";
import { formatShortCode } from "../../shared/reference.ts";
import type { Deps } from "./deps.ts";
import { linkHashOf, shortCodeOf, textTokenOf } from "./identify.ts";
import type { Change } from "./store.ts";

type TextDeps = Pick<Deps, "ids" | "now" | "seal" | "siteOrigin" | "way">;
export type About = { callerKey: string; reference: string; slotId?: string | undefined; language: Language; contact: ContactRule; textsStopped?: Entry["textsStopped"] };
type Text = Pick<Message, "template" | "reason"> & Partial<Pick<Message, "lane" | "dueAt" | "notAfter">>;

/**
 * The text a change promises, as a part of its write; none when the person's answers forbid it, or no safe hour is left for it.
 * `justDone` answers what somebody pressed a moment ago. When it leaves is the sender's to judge: at night it waits for a safe hour.
 */
export function promisedText(deps: TextDeps, to: string, about: About, template: TemplateName, reason: "justDone" | "weBegin"): Change[] {
  return promised(deps, to, about, [{ template, reason }]);
}

/** The reminders of a call at a chosen time, with the text that tells of it first. */
export function promisedAppointment(deps: TextDeps, to: string, about: About & { slotId: string }, { receipt }: { receipt: boolean }): Change[] {
  const reminders = remindersOf(slotStart(about.slotId), deps.now(), about.contact.hours);
  return promised(deps, to, about, [
    ...(receipt ? [{ template: "booked", reason: "justDone" } as const] : []),
    ...reminders.map(({ template, dueAt, notAfter }): Text => ({ template, dueAt, notAfter, lane: "reminder", reason: "weBegin" })),
  ]);
}

function promised(deps: TextDeps, to: string, about: About, texts: readonly Text[]): Change[] {
  if (about.textsStopped) return [];
  const messages = texts.flatMap((text): Change[] => {
    const message = messageOf(deps, to, about, text);
    return message ? [{ what: "message", message, reference: about.reference }] : [];
  });
  return messages.length ? [...messages, ...waysBack(deps, about)] : [];
}

function messageOf(deps: TextDeps, to: string, about: About, { template, reason, ...text }: Text): Message | null {
  const at = deps.now();
  // A text about a time that has passed helps nobody.
  const aboutTime = about.slotId !== undefined && (template === "booked" || template === "callOffer");
  const dueAt = text.dueAt ?? at.toISOString();
  const notAfter = text.notAfter ?? (aboutTime ? slotStart(about.slotId ?? "") : new Date(at.getTime() + windows.call.minutes * 60_000)).toISOString();
  const answer = mayContact(about.contact, { kind: "text", reason }, at);
  if (at.toISOString() >= notAfter || (!answer.may && answer.because !== "outsideSafeHours")) return null;
  if (nextSafeTime(about.contact.hours, at).toISOString() >= notAfter) return null;
  const { callerKey: subject, language, contact } = about;
  return newMessage({ area: "hotline", subject, id: deps.ids.message(), lane: text.lane ?? "notice", template, language, values: valuesOf(deps, about), to, reason, contact, dueAt, notAfter }, at);
}

function valuesOf(deps: TextDeps, { reference, slotId, language }: About): Record<string, string> {
  return {
    ...(deps.way === "link" ? { link: `${new URL(deps.siteOrigin).host}${appointmentPath(language, textTokenOf(deps, reference))}` } : { short: formatShortCode(shortCodeOf(deps, reference)) }),
    ...(slotId ? { time: textMoment(language, slotStart(slotId)), place: placeWords.phone[language] } : {}),
  };
}

/** The rows that let what a text carries be found: a code leads to the page of its link. */
const waysBack = (deps: TextDeps, { reference }: About): Change[] =>
  [textTokenOf(deps, reference), ...(deps.way === "code" ? [shortCodeOf(deps, reference)] : [])].map((token) => ({ what: "link", hash: linkHashOf(deps, token), reference, byText: true }));
