import * as z from "zod";
import { appointmentSchema } from "../appointment/appointment.ts";
import { clockSchema } from "../calendar/clock.ts";
import { contactRuleSchema } from "../contact/safe-contact.ts";
import { languages } from "../language.ts";
import { notices } from "./law-rules.ts";
import { actNames } from "./acts.ts";
import { courseSchema, dueSchema, progressSchema } from "./course.ts";
import { lookSchema } from "./looks.ts";
import { applicationStates } from "./state.ts";

/** Who has the application: the office of a commune or, until somebody has found out which it is, the queue of a province. */
export const officeSchema = z.strictObject({ communeCode: z.string().optional(), provinceCode: z.string(), name: z.string() });
export type Office = z.infer<typeof officeSchema>;

/** What the applicant is promised on sending, and may see again after a one-time code: no name, no number, no paper. */
export const receiptSchema = z.strictObject({
  reference: z.string(),
  receivedAt: z.iso.datetime(),
  office: officeSchema,
  decision: clockSchema,
  notices: z.array(z.enum(notices)),
  hasDeterminationPaper: z.boolean(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** What can happen to an application and is shown to whoever applied. */
export const shownEventTypes = ["submitted", "viewed", ...actNames, "appointmentBooked", "appointmentMoved", "appointmentCancelled", "appointmentConfirmed", "textsStopped", "historySaved", "historyCleared", "rightAsked", "rightAccepted", "rightRefused", "rightExtended", "rightDone", "rightTakenBack", "rightLifted"] as const;
export const eventTypes = [...shownEventTypes, "lookedAt", "told", "exportAsked", "exportAgreed", "exportRefused", "exportTaken"] as const;
export type EventType = (typeof eventTypes)[number];

/** An appointment that is still to come. `token` opens its own page, in words that say nothing of the application. */
const comingAppointmentSchema = z.strictObject({ ...appointmentSchema.pick({ kind: true, at: true, address: true }).shape, token: z.string() });
export type ComingAppointment = z.infer<typeof comingAppointmentSchema>;

/** Where an application is: the receipt, its state and what has happened to it. */
export const statusSchema = z.strictObject({
  ...receiptSchema.shape,
  state: z.enum(applicationStates),
  due: dueSchema.nullable(),
  missing: progressSchema.shape.missing,
  course: courseSchema.pick({ decidedOn: true, from: true, to: true, startedOn: true }).optional(),
  events: z.array(z.strictObject({ type: z.enum(shownEventTypes), at: z.iso.datetime() })),
  /** Who of the staff looked, the latest first, at most `shownLooks`. */
  looks: z.array(lookSchema),
  /** Absent when nothing is planned. */
  appointments: z.array(comingAppointmentSchema).optional(),
});
export type Status = z.infer<typeof statusSchema>;

/** What the store keeps beside the application for reaching the applicant. */
export const reachSchema = z.strictObject({ phone: z.string(), language: z.enum(languages), contact: contactRuleSchema });
export type Reach = z.infer<typeof reachSchema>;
