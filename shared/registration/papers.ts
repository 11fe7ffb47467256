import * as z from "zod";
import { appointmentSchema } from "../appointment/appointment.ts";
import { isCivilDate } from "../calendar/civil-date.ts";
import { lineSchema } from "../form/fields.ts";
import { regimeIds } from "../law/regimes.ts";
import { treatmentPlaces } from "../law/treatment-places.ts";
import { applicationSchema } from "./application.ts";
import { fullNameSchema, sexes } from "./fields.ts";
import { historySchema } from "./history.ts";

/** The papers of the registration desk. */
const paperCodes = ["application", "history", "receipt", "supplements", "apology", "decision", "commitment", "registerPage"] as const;
export type PaperCode = (typeof paperCodes)[number];
/** Those of one application. */
export const dossierCodes = paperCodes.filter((code) => code !== "registerPage");
export type DossierCode = (typeof dossierCodes)[number];

const day = z.string().refine(isCivilDate);
const instant = z.iso.datetime();
const regimeId = z.enum(regimeIds);

/** What any paper needs. `office` is the name of the office as people know it: "Công an phường …, thành phố …"; `madeAt` dates the paper. */
const every = { regimeId, office: lineSchema, madeAt: instant };

/** What papers say of an application: nothing of how its writer is reached, nothing of consents. */
const filedSchema = applicationSchema.pick({ relationship: true, applicant: true, person: true, treatment: true, determination: true });
export type Filed = z.infer<typeof filedSchema>;
const dossier = { ...every, reference: z.string(), receivedAt: instant, application: filedSchema };
/** Forms that NĐ 163/2026/NĐ-CP brought. */
const newDossier = { ...dossier, regimeId: z.literal("R2") };

const supplementSchema = z.strictObject({ what: lineSchema, by: day });

/** What is decided; a number is the office's to give. */
const decisionSchema = z.strictObject({
  number: lineSchema.optional(),
  decidedOn: day,
  from: day,
  to: day,
  place: z.enum(treatmentPlaces),
  facility: lineSchema.optional(),
});

const registerRowSchema = z.strictObject({
  fullName: fullNameSchema,
  birthDate: day,
  sex: z.enum(sexes),
  identityNumber: z.string(),
  residence: lineSchema,
  from: day.optional(),
  to: day.optional(),
  place: z.enum(treatmentPlaces),
  note: lineSchema.optional(),
});
const count = z.int().min(0);
/** Of the whole year, not of the page. */
const registerTotalsSchema = z.strictObject({ registered: count, home: count, publicFacility: count, reformSchool: count, privateFacility: count, inTreatment: count, completed: count });

/** A paper with all that stands on it. What may be absent is left as a dotted line, to be written by hand. */
export const paperSchema = z.discriminatedUnion("code", [
  z.strictObject({ code: z.literal("application"), ...dossier }),
  z.strictObject({ code: z.literal("history"), ...newDossier, history: historySchema }),
  z.strictObject({ code: z.literal("receipt"), ...dossier, dueAt: instant.optional(), appointment: appointmentSchema.pick({ at: true, address: true }).optional() }),
  z.strictObject({ code: z.literal("supplements"), ...dossier, supplements: z.array(supplementSchema).min(1).max(20) }),
  z.strictObject({ code: z.literal("apology"), ...dossier, dueAt: instant, newDueAt: instant, reason: lineSchema }),
  z.strictObject({ code: z.literal("decision"), ...dossier, decision: decisionSchema }),
  z.strictObject({ code: z.literal("commitment"), ...newDossier }),
  z.strictObject({
    code: z.literal("registerPage"),
    ...every,
    /** The year reported on; under R2 it began on 15/12 of the year before. */
    year: z.int().min(2022).max(2100),
    book: lineSchema.optional(),
    openedOn: day.optional(),
    rows: z.array(registerRowSchema).max(500),
    totals: registerTotalsSchema.optional(),
  }),
]);
export type Paper = z.infer<typeof paperSchema>;
export type PaperOf<C extends PaperCode> = Extract<Paper, { code: C }>;

/** A name for the file that tells nothing: the first half of the reference, or the year of the register, and the paper's place in the list. */
export function paperFileName(paper: Paper): string {
  const of = paper.code === "registerPage" ? String(paper.year) : paper.reference.slice(0, 4);
  return `dv-${of}-${paperCodes.indexOf(paper.code) + 1}.pdf`;
}
