import * as z from "zod";
import { textSchema } from "../form/fields.ts";

/** Everything that can be wrong with a history; each code has its sentence in both languages. */
export const historyErrorCodes = ["field.invalid", "line.tooLong", "text.tooLong", "text.characters", "age.notReal", "children.tooMany"] as const;
export type HistoryErrorCode = (typeof historyErrorCodes)[number];
const error = (code: HistoryErrorCode): { error: HistoryErrorCode } => ({ error: code });

const missing = error("field.invalid");
const freeText = (most: number, tooLong: HistoryErrorCode) =>
  textSchema(missing)
    .pipe(
      z
        .string()
        .min(1, { ...missing, abort: true })
        .max(most, { ...error(tooLong), abort: true })
        .regex(/^[\p{L}\p{N}][^<>{}\\\p{Cc}]*$/u, error("text.characters")),
    )
    .optional();

/** The longest line and the longest text of a history, in characters. */
export const historyLimits = { line: 200, text: 500, children: 10 } as const;
const line = freeText(historyLimits.line, "line.tooLong");
const text = freeText(historyLimits.text, "text.tooLong");
const age = z
  .string(missing)
  .trim()
  .regex(/^(?:\d|[1-9]\d|1[0-2]\d)$/, error("age.notReal"))
  .optional();

const relativeSchema = z.strictObject({ fullName: line, age, occupation: line, residence: line });
export type HistoryRelative = z.infer<typeof relativeSchema>;
/** What Mẫu 33 asks of each relative, in its order. */
export const relativeFields = ["fullName", "age", "occupation", "residence"] as const satisfies readonly (keyof HistoryRelative)[];

/**
 * What Mẫu 33 (Annex V, NĐ 163/2026/NĐ-CP) asks beyond the application. Every field may stay away: a family fills in what it wishes, the rest
 * is written by hand at the counter.
 */
export const historySchema = z.strictObject({
  otherName: line,
  education: line,
  occupation: line,
  workplace: line,
  father: relativeSchema.optional(),
  mother: relativeSchema.optional(),
  spouse: relativeSchema.optional(),
  children: z.array(relativeSchema, missing).max(historyLimits.children, error("children.tooMany")).optional(),
  convictions: text,
  sanctions: text,
  substances: text,
  ways: text,
  firstTime: line,
  voluntaryBefore: text,
  afterCareDecision: text,
  compulsoryBefore: text,
  substitution: text,
});
export type History = z.infer<typeof historySchema>;

/** Three parts of the form: the person, the family, and what lies behind. */
export const historyParts = ["self", "family", "past"] as const;
export type HistoryPart = (typeof historyParts)[number];

/** Answers the application has already: the form shows them, it does not ask again. */
const known = ["fullName", "birthDate", "identity", "residence"] as const;
export type HistoryName = (typeof known)[number] | keyof History;
type HistoryField = { number: number; part: HistoryPart } & (
  | { kind: "known"; name: (typeof known)[number] }
  | { kind: "line" | "text"; name: Exclude<keyof History, RelativeName | "children"> }
  | { kind: "relative"; name: RelativeName }
  | { kind: "relatives"; name: "children" }
);
type RelativeName = "father" | "mother" | "spouse";

/** The fields of Mẫu 33 with their official numbers, in order: page and paper are both drawn from this. */
export const historyFields: readonly HistoryField[] = [
  { number: 1, part: "self", kind: "known", name: "fullName" },
  { number: 1, part: "self", kind: "line", name: "otherName" },
  { number: 2, part: "self", kind: "known", name: "birthDate" },
  { number: 3, part: "self", kind: "known", name: "identity" },
  { number: 4, part: "self", kind: "known", name: "residence" },
  { number: 5, part: "self", kind: "line", name: "education" },
  { number: 6, part: "self", kind: "line", name: "occupation" },
  { number: 7, part: "self", kind: "line", name: "workplace" },
  { number: 8, part: "family", kind: "relative", name: "father" },
  { number: 9, part: "family", kind: "relative", name: "mother" },
  { number: 10, part: "family", kind: "relative", name: "spouse" },
  { number: 11, part: "family", kind: "relatives", name: "children" },
  { number: 12, part: "past", kind: "text", name: "convictions" },
  { number: 13, part: "past", kind: "text", name: "sanctions" },
  { number: 14, part: "past", kind: "text", name: "substances" },
  { number: 15, part: "past", kind: "text", name: "ways" },
  { number: 16, part: "past", kind: "line", name: "firstTime" },
  { number: 17, part: "past", kind: "text", name: "voluntaryBefore" },
  { number: 18, part: "past", kind: "text", name: "afterCareDecision" },
  { number: 19, part: "past", kind: "text", name: "compulsoryBefore" },
  { number: 20, part: "past", kind: "text", name: "substitution" },
];
