import * as z from "zod";

/**
 * Everything somebody can be expected for. `place` is how a text says where, in neutral words; the address is on the page.
 * `movedBy`: who may give it another time. The person may always cancel. `minutes` is how long it takes, for the calendar.
 */
export const appointmentKinds = {
  /** A counsellor rings. */
  call: { place: "phone", movedBy: "person", minutes: 30 },
  /** At the commune's office. */
  interview: { place: "agreed", movedBy: "desk", minutes: 60 },
  /** At a facility. */
  admission: { place: "agreed", movedBy: "desk", minutes: 120 },
  /** A counselling session face to face. */
  session: { place: "agreed", movedBy: "person", minutes: 60 },
  /** A visit for substitution treatment. */
  substitutionVisit: { place: "agreed", movedBy: "person", minutes: 30 },
  /** After treatment. */
  checkIn: { place: "agreed", movedBy: "person", minutes: 30 },
  /** About training and work. */
  vocational: { place: "agreed", movedBy: "person", minutes: 60 },
} as const satisfies Record<string, { place: Place; movedBy: "person" | "desk"; minutes: number }>;
export type AppointmentKind = keyof typeof appointmentKinds;
const kinds: [AppointmentKind, ...AppointmentKind[]] = ["call", "interview", "admission", "session", "substitutionVisit", "checkIn", "vocational"];

/** Where, in the words a text may use. */
export const places = ["phone", "agreed"] as const;
export type Place = (typeof places)[number];

const states = ["planned", "cancelled", "over"] as const;

/** One appointment. `at` is a UTC instant; `address` is shown on its page only, never in a text or a calendar entry. */
export const appointmentSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(kinds),
  state: z.enum(states),
  at: z.iso.datetime(),
  address: z.string().optional(),
  bookedAt: z.iso.datetime(),
  confirmedAt: z.iso.datetime().optional(),
  /** Grows with every change of time; an older calendar entry gives way to a newer one. */
  version: z.int(),
});
export type Appointment = z.infer<typeof appointmentSchema>;

/** Whether the person may do something with their appointment at this moment: while it is planned and has not begun, and the kind lets them. */
export const mayDo = ({ kind, state, at, confirmedAt }: Pick<Appointment, "kind" | "state" | "at" | "confirmedAt">, act: "confirm" | "move" | "cancel", now: Date): boolean =>
  state === "planned" && now.getTime() < Date.parse(at) && (act === "cancel" || (act === "move" ? appointmentKinds[kind].movedBy === "person" : confirmedAt === undefined));
