import * as z from "zod";
import { appointmentKinds, appointmentSchema, type Appointment } from "../appointment/appointment.ts";
import { progressSchema } from "./course.ts";
import { officeSchema, reachSchema } from "./receipt.ts";

/** Texts that were promised and may still wait: what takes them back must know them. */
const waitingTextSchema = z.strictObject({ id: z.string(), notAfter: z.iso.datetime() });
export type WaitingText = z.infer<typeof waitingTextSchema>;

/** An appointment as it is kept with its application. */
export const keptAppointmentSchema = z.strictObject({
  ...appointmentSchema.shape,
  cancelledAt: z.iso.datetime().optional(),
  texts: z.array(waitingTextSchema),
});
export type KeptAppointment = z.infer<typeof keptAppointmentSchema>;

/** Whose texts were stopped: those about this application, or every text to its phone. A code somebody asks for comes all the same. */
const textsStoppedFor = ["application", "phone"] as const;

export const applicationHeadSchema = z.object({
  reference: z.string(),
  /** Grows with every change of the application or of what is planned for it; each change names the version it was worked out from. */
  version: z.int(),
  ...progressSchema.shape,
  office: officeSchema,
  reach: reachSchema,
  texts: z.array(waitingTextSchema),
  textsStopped: z.enum(textsStoppedFor).optional(),
});

/** How an application stands, with its appointments: all that a change of either is worked out from, and no name or paper. */
export type Standing = z.infer<typeof applicationHeadSchema> & { appointments: readonly KeptAppointment[] };

/** What is still to come. */
export const plannedOf = ({ appointments }: Standing, now: Date): KeptAppointment[] => appointments.filter((one) => stateAt(one, now) === "planned");

/** When an appointment will have taken place. */
const endOf = ({ kind, at }: Pick<Appointment, "kind" | "at">): Date => new Date(Date.parse(at) + appointmentKinds[kind].minutes * 60_000);

/** Where an appointment stands at a moment: what was planned and has taken place is over. */
export const stateAt = (appointment: Pick<Appointment, "kind" | "at" | "state">, now: Date): Appointment["state"] =>
  appointment.state === "planned" && now >= endOf(appointment) ? "over" : appointment.state;

const linkOutlivesMs = 24 * 3_600_000;

/** When an appointment has taken place, or was cancelled. */
export function overAt(appointment: Pick<KeptAppointment, "kind" | "at" | "cancelledAt">): Date {
  const cancelled = appointment.cancelledAt === undefined ? Infinity : Date.parse(appointment.cancelledAt);
  return new Date(Math.min(endOf(appointment).getTime(), cancelled));
}

/** A link ends a day after its appointment has: whoever has just cancelled, or been there, can still see that. */
export const linkEndsAt = (appointment: Pick<KeptAppointment, "kind" | "at" | "cancelledAt">): Date => new Date(overAt(appointment).getTime() + linkOutlivesMs);

/** The texts that an application and its appointments know of. */
export const waitingTextsOf = ({ texts }: Pick<Standing, "texts">, appointments: readonly KeptAppointment[]): WaitingText[] => [...texts, ...appointments.flatMap((one) => one.texts)];
