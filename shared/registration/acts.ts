import * as z from "zod";
import { isCivilDate } from "../calendar/civil-date.ts";
import { lineSchema, textSchema } from "../form/fields.ts";
import { treatmentPlaces } from "../law/treatment-places.ts";
import type { ApplicationMove } from "./state.ts";

/** What an officer can record about an application; the appointment book has forms of its own. */
export type Act = Exclude<ApplicationMove, "book">;

/** Everything that can be wrong with what an officer records; each code has its sentence in both languages. */
export const actErrorCodes = [
  "day.missing",
  "day.notReal",
  "day.future",
  "day.beforeReceipt",
  "day.beforeDecision",
  "day.beforeStart",
  "day.beforeEnd",
  "day.beforeCourseEnd",
  "day.beforeAfterCareEnd",
  "reissue.notMoved",
  "day.tooFar",
  "day.past",
  "until.beforeDue",
  "line.missing",
  "lines.missing",
  "lines.tooMany",
  "text.tooLong",
  "text.characters",
  "choice.missing",
  "months.tooFew",
  "months.tooMany",
  "months.missing",
  "place.notForAdult",
  "place.notUnderThisLaw",
  "place.unsettled",
  "place.foreigner",
  "place.home",
  "determination.none",
  "determination.tooOld",
  "commune.missing",
  "commune.same",
  "extended.before",
  "field.invalid",
] as const;
export type ActErrorCode = (typeof actErrorCodes)[number];
const codes: ReadonlySet<string> = new Set(actErrorCodes);
export const isActErrorCode = (text: string): text is ActErrorCode => codes.has(text);
const error = (code: ActErrorCode): { error: ActErrorCode } => ({ error: code });

const daySchema = z.string(error("day.missing")).min(1, { ...error("day.missing"), abort: true }).refine((day) => isCivilDate(day) && day >= "2000-01-01" && day < "2100-01-01", error("day.notReal"));
const missingLine = error("line.missing");
const needed = z.string(missingLine).min(1, { ...missingLine, abort: true }).pipe(lineSchema);
const optional = lineSchema.optional();

/** What is missing or promised, one thing a line; at most twenty. */
const linesSchema = z
  .array(textSchema(error("lines.missing")).pipe(lineSchema), error("lines.missing"))
  .min(1, error("lines.missing"))
  .max(20, error("lines.tooMany"));

export const determinationResults = ["confirmed", "notConfirmed"] as const;
export const courseTimes = ["first", "again"] as const;

/** The facts of each act, as an officer gives them. */
export const actSchemas = {
  withdraw: z.strictObject({ on: daySchema, note: optional }),
  receive: z.strictObject({ note: optional }),
  askForMore: z.strictObject({ items: linesSchema, by: daySchema }),
  supplement: z.strictObject({ on: daySchema }),
  arrangeDetermination: z.strictObject({ facility: needed, on: daySchema }),
  determine: z.strictObject({ result: z.enum(determinationResults, error("choice.missing")), on: daySchema, by: needed }),
  extend: z.strictObject({ until: daySchema, because: needed }),
  decide: z.strictObject({
    on: daySchema,
    number: optional,
    times: z.enum(courseTimes, error("choice.missing")),
    place: z.enum(treatmentPlaces, error("choice.missing")),
    facility: optional,
    from: daySchema,
    months: z.int(error("months.missing")).min(1, error("months.tooFew")).max(120, error("months.tooMany")).optional(),
  }),
  commit: z.strictObject({ on: daySchema }),
  handOver: z.strictObject({ facility: needed, on: daySchema }),
  start: z.strictObject({ on: daySchema }),
  reissue: z.strictObject({ on: daySchema, number: optional }),
  noticeOfEnd: z.strictObject({ on: daySchema }),
  complete: z.strictObject({ on: daySchema, number: optional }),
  openAfterCare: z.strictObject({ on: daySchema, number: optional }),
  endAfterCare: z.strictObject({ on: daySchema }),
  stop: z.strictObject({ on: daySchema, because: needed }),
  transfer: z.strictObject({ communeCode: z.string(error("commune.missing")).regex(/^\d{5}$/, error("commune.missing")), because: needed }),
} as const satisfies Record<Act, z.ZodType>;

export type ActFacts = { [A in Act]: z.infer<(typeof actSchemas)[A]> };
export const actNames = ["receive", "askForMore", "supplement", "arrangeDetermination", "determine", "decide", "commit", "handOver", "start", "reissue", "noticeOfEnd", "complete", "openAfterCare", "endAfterCare", "extend", "transfer", "stop", "withdraw"] as const satisfies readonly Act[];

/** One question of an act's form. */
export type ActField = { name: string; kind: "day" | "line" | "lines" | "number" | "commune" | "times" | "place" | "result"; optional?: true };
const day = (name = "on"): ActField => ({ name, kind: "day" });
const line = (name: string): ActField => ({ name, kind: "line" });
const maybe = (name: string): ActField => ({ name, kind: "line", optional: true });

/** What each act asks, in order. */
export const actFields: Record<Act, readonly ActField[]> = {
  withdraw: [day(), maybe("note")],
  receive: [maybe("note")],
  askForMore: [{ name: "items", kind: "lines" }, day("by")],
  supplement: [day()],
  arrangeDetermination: [line("facility"), day()],
  determine: [{ name: "result", kind: "result" }, day(), line("by")],
  extend: [day("until"), line("because")],
  decide: [day(), maybe("number"), { name: "times", kind: "times" }, { name: "place", kind: "place" }, maybe("facility"), day("from"), { name: "months", kind: "number", optional: true }],
  commit: [day()],
  handOver: [line("facility"), day()],
  start: [day()],
  reissue: [day(), maybe("number")],
  noticeOfEnd: [day()],
  complete: [day(), maybe("number")],
  openAfterCare: [day(), maybe("number")],
  endAfterCare: [day()],
  stop: [day(), line("because")],
  transfer: [{ name: "communeCode", kind: "commune" }, line("because")],
};

/** Acts the family is texted about, in neutral words; of the others they know because they are there. */
export const toldActs: ReadonlySet<Act> = new Set<Act>(["askForMore", "arrangeDetermination", "extend", "decide", "transfer", "stop", "withdraw"]);
