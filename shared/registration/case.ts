import * as z from "zod";
import { routeReasons } from "../places/routing.ts";
import { storedApplicationSchema } from "./application.ts";
import { actFields, actNames } from "./acts.ts";
import { instantOf } from "../calendar/local-time.ts";
import { termSchema } from "../calendar/term.ts";
import { dueSchema, type Progress } from "./course.ts";
import type { History } from "./history.ts";
import { eventTypes, officeSchema, receiptSchema } from "./receipt.ts";
import { applicationHeadSchema, type KeptAppointment } from "./standing.ts";
import { roles } from "../staff/roles.ts";
import { applicationStates } from "./state.ts";

/** Where an application is worked on: a commune's office, or the queue of a province, by their codes. */
export const unitOf = ({ communeCode, provinceCode }: z.infer<typeof officeSchema>): string => communeCode ?? provinceCode;

/** Who of the staff did something, as history keeps it. */
const staffSchema = z.strictObject({ staffId: z.string(), name: z.string() });
export type Staff = z.infer<typeof staffSchema>;

/** One line of the desk's list: what an officer must know to choose whom to take next. */
export const entrySchema = z.strictObject({
  reference: z.string(),
  office: officeSchema,
  state: z.enum(applicationStates),
  receivedAt: z.iso.datetime(),
  /** What stands in the list's order: when something is due, or since when nothing is. */
  at: z.iso.datetime(),
  due: z.strictObject({ ...dueSchema.pick({ duty: true, at: true, article: true }).partial({ article: true }).shape, term: termSchema.optional() }).nullable(),
  name: z.string(),
  birthYear: z.string(),
  assisted: z.boolean().optional(),
});
export type Entry = z.infer<typeof entrySchema>;

/** What a line says of a deadline. */
export const listedDue = (due: Progress["due"]): Entry["due"] => due && { duty: due.duty, at: due.at, article: due.article, ...(due.clock ? { term: due.clock.term } : {}) };

/** Where a line stands in the desk's lists: by what is due or, while others have the next word, by the day they were given; else by when it came to rest. */
export const listedAt = ({ due, missing }: Pick<Progress, "due" | "missing">, now: Date): string => due?.at ?? (missing ? instantOf(missing.by, 0, 0).toISOString() : now.toISOString());

/** The line of an application, as it stands. */
export const entryOf = ({ reference, office, state, receivedAt, due, missing, application: { person }, assisted }: Omit<Entry, "at" | "due" | "name" | "birthYear" | "assisted"> & Pick<Progress, "due" | "missing"> & { application: { person: { fullName: string; birthDate: string } }; assisted?: unknown }, now: Date): Entry => ({
  reference,
  office,
  state,
  receivedAt,
  at: listedAt({ due, missing }, now),
  due: listedDue(due),
  name: person.fullName,
  birthYear: person.birthDate.slice(0, 4),
  ...(assisted ? { assisted: true } : {}),
});

/** The order of the lists, the same for no two lines; a list goes on after the order of its last one. */
export const orderOf = ({ at, reference }: Pick<Entry, "at" | "reference">): string => `${at} ${reference}`;

/** What has happened to an application, with what was recorded; `version` is that of the application after it. */
export const caseEventSchema = z.strictObject({
  type: z.enum(eventTypes),
  at: z.iso.datetime(),
  by: z.enum(["applicant", "desk"]),
  staff: staffSchema.optional(),
  /** In which role and where somebody looked: what the person is told of it. */
  role: z.enum(roles).optional(),
  unit: z.string().optional(),
  version: z.int().optional(),
  /** The unit that had the application then. */
  office: z.string().optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
});
export type CaseEvent = z.infer<typeof caseEventSchema>;

export const caseHeadSchema = z.object({
  ...applicationHeadSchema.shape,
  ...receiptSchema.shape,
  application: storedApplicationSchema,
  routed: z.enum(routeReasons),
  assisted: z.strictObject({ by: staffSchema, at: z.iso.datetime() }).optional(),
});

/** One application as the desk sees it. */
export type Case = z.infer<typeof caseHeadSchema> & { appointments: readonly KeptAppointment[]; events: readonly CaseEvent[]; /** What was filled in of Mẫu 33; absent when nothing was. */ history?: History };

/** The facts of an event that an act's form asks for, in the form's order. */
export const factsOf = ({ type, facts = {} }: Pick<CaseEvent, "type" | "facts">) => {
  const act = actNames.find((name) => name === type);
  return act ? actFields[act].flatMap((field) => (facts[field.name] === undefined ? [] : [{ field, value: facts[field.name] }])) : [];
};
