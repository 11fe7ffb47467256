import * as z from "zod";
import { appointmentSchema } from "../appointment/appointment.ts";
import { contactRuleSchema } from "../contact/safe-contact.ts";
import { languages } from "../language.ts";
import { notices } from "./law-rules.ts";
import { applicationStates } from "./state.ts";

const clockSchema = z.strictObject({ startsAt: z.iso.datetime(), hours: z.int(), dueAt: z.iso.datetime(), article: z.string() });

/** What the applicant is promised on sending, and may see again after a one-time code: no name, no number, no paper. */
export const receiptSchema = z.strictObject({
  reference: z.string(),
  receivedAt: z.iso.datetime(),
  office: z.strictObject({ communeCode: z.string(), name: z.string() }),
  decision: clockSchema,
  notices: z.array(z.enum(notices)),
  hasDeterminationPaper: z.boolean(),
});
export type Receipt = z.infer<typeof receiptSchema>;

export const eventTypes = ["submitted", "viewed", "withdrawn", "appointmentBooked", "appointmentMoved", "appointmentCancelled", "appointmentConfirmed", "textsStopped"] as const;

/** An appointment that is still to come. `token` opens its own page, in words that say nothing of the application. */
const comingAppointmentSchema = z.strictObject({ ...appointmentSchema.pick({ kind: true, at: true, address: true }).shape, token: z.string() });
export type ComingAppointment = z.infer<typeof comingAppointmentSchema>;

/** Where an application is: the receipt, its state and what has happened to it. */
export const statusSchema = z.strictObject({
  ...receiptSchema.shape,
  state: z.enum(applicationStates),
  events: z.array(z.strictObject({ type: z.enum(eventTypes), at: z.iso.datetime() })),
  /** Absent when nothing is planned. */
  appointments: z.array(comingAppointmentSchema).optional(),
});
export type Status = z.infer<typeof statusSchema>;

/** What the store keeps beside the application for reaching the applicant. */
export const reachSchema = z.strictObject({ phone: z.string(), language: z.enum(languages), contact: contactRuleSchema });
export type Reach = z.infer<typeof reachSchema>;
