import { appointmentKinds } from "../../shared/appointment/appointment.ts";
import { remindersOf } from "../../shared/appointment/reminders.ts";
import { isSafeHour, mayContact, nextSafeTime, safeHours, type ContactRule } from "../../shared/contact/safe-contact.ts";
import type { Language } from "../../shared/language.ts";
import { placeWords } from "../../shared/messages/catalogue.ts";
import { windows } from "../../shared/messages/lanes.ts";
import type { Message } from "../../shared/messages/message.ts";
import { textMoment } from "../../shared/messages/text-moment.ts";
import { appointmentPath, appointmentSide } from "../../shared/paths.ts";
import { formatShortCode } from "../../shared/reference.ts";
import type { KeptAppointment, Standing } from "../../shared/registration/standing.ts";
import type { Deps } from "./deps.ts";
import { shortCodeOf, textTokenOf, type AppointmentRef } from "./identify.ts";
import { messageOf, type Text } from "./promised-text.ts";

type TextDeps = Pick<Deps, "ids" | "now" | "seal" | "siteOrigin" | "way">;
type Told = Pick<KeptAppointment, "id" | "kind" | "at">;

/**
 * The text that tells of an appointment with its reminders, or that it is cancelled. None when the person's answers forbid it, when they
 * had texts stopped, or when no safe hour is left in which it would still help. When each leaves is the sender's to judge.
 */
export function appointmentTexts(deps: TextDeps, standing: Standing, appointment: Told, tell: Pick<Text, "reason"> & { template: "booked" | "cancelled" }): Message[] {
  const { reference, reach, textsStopped } = standing;
  if (textsStopped) return [];
  const now = deps.now();
  const values = valuesOf(deps, reach.language, { ...appointment, reference });
  return [...firstText(tell, appointment, now), ...(tell.template === "booked" ? reminderTexts(appointment, reach.contact, now) : [])]
    .filter((text) => mayPromise(reach.contact, text, now))
    .map((text) => messageOf(deps, standing, { ...text, values }));
}

/** A text about a time that has passed helps nobody. */
function firstText(tell: Pick<Text, "template" | "reason">, { at }: Told, now: Date): Text[] {
  const aDay = new Date(now.getTime() + windows.call.minutes * 60_000).toISOString();
  return [{ ...tell, dueAt: now.toISOString(), notAfter: tell.template === "cancelled" && aDay < at ? aDay : at }];
}

const reminderTexts = ({ at }: Told, { hours }: ContactRule, now: Date): Text[] =>
  remindersOf(new Date(at), now, hours).map(({ template, dueAt, notAfter }) => ({ template, dueAt, notAfter, lane: "reminder", reason: "weBegin" }));

/** Judged by the moment it is due: answers given long ago may be too old by then. */
function mayPromise(contact: ContactRule, { reason, dueAt, notAfter }: Text, now: Date): boolean {
  const answer = mayContact(contact, { kind: "text", reason }, new Date(dueAt));
  if (now.toISOString() >= notAfter || (!answer.may && answer.because !== "outsideSafeHours")) return false;
  // An answer to what was just done may leave at any hour of the day.
  return (answer.may && isSafeHour(safeHours, now)) || nextSafeTime(contact.hours, new Date(dueAt)).toISOString() < notAfter;
}

const valuesOf = (deps: TextDeps, language: Language, appointment: Told & AppointmentRef): Record<string, string> => ({
  ...(deps.way === "link"
    ? { link: `${new URL(deps.siteOrigin).host}${appointmentPath(language, textTokenOf(deps, appointment), undefined, appointmentSide)}` }
    : { short: formatShortCode(shortCodeOf(deps, appointment)) }),
  time: textMoment(language, new Date(appointment.at)),
  place: placeWords[appointmentKinds[appointment.kind].place][language],
});
