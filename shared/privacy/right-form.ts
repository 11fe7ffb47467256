import * as z from "zod";
import { textSchema } from "../form/fields.ts";
import { schemaIssues } from "../form/issues.ts";
import { refusalGroundNames, rightKinds, type MoveFacts, type Right, type RightAct, type RightKind } from "./rights.ts";

/** Everything that can be wrong with a request or with what is done about it. */
const rightErrorCodes = ["field.invalid", "kind.missing", "ground.missing", "text.missing", "note.missing", "text.tooLong", "text.characters"] as const;
export type RightErrorCode = (typeof rightErrorCodes)[number];
const error = (code: RightErrorCode): { error: RightErrorCode } => ({ error: code });
const isErrorCode = (text: string): text is RightErrorCode => rightErrorCodes.some((code) => code === text);

/** The longest text anybody may write here, in characters. */
export const longestRightText = 1_000;
const written = (missing: RightErrorCode) =>
  textSchema(error(missing)).pipe(
    z
      .string()
      .min(1, { ...error(missing), abort: true })
      .max(longestRightText, { ...error("text.tooLong"), abort: true })
      .regex(/^[^<>{}\\\p{Cc}]*$/u, error("text.characters")),
  );
const text = written("text.missing");
const kind = z.enum(rightKinds, error("kind.missing"));
/** What is wrong has to be said; of the rest it may be. */
const askSchema = z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("correct"), text }), z.strictObject({ kind: kind.exclude(["correct"]), text: text.optional() })], error("kind.missing"));

export type RightIssue = { path: string; code: RightErrorCode };
type Read<T> = { value: T; issues?: undefined } | { value?: undefined; issues: RightIssue[] };

function read<T>(schema: z.ZodType<T>, typed: Record<string, string>): Read<T> {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== "")));
  if (parsed.success) return { value: parsed.data };
  const issues = schemaIssues(parsed.error.issues, isErrorCode).map(({ path, code }) => ({ path: path || "kind", code: isErrorCode(code) ? code : ("kind.missing" as const) }));
  return { issues };
}

/** What somebody asks, or what is wrong with how they asked it. */
export const readAsked = (typed: { kind: string; text: string }): Read<{ kind: RightKind; text?: string | undefined }> => read(askSchema, typed);

const ground = z.enum(refusalGroundNames, error("ground.missing"));
const noted = z.strictObject({ note: written("note.missing") });
const maybeNoted = noted.partial();
const thirdParty = z
  .literal("yes")
  .optional()
  .transform((answer) => answer === "yes");

const workSchemas = {
  accept: maybeNoted.extend({ thirdParty }),
  refuse: maybeNoted.extend({ ground }),
  extend: noted,
  carryOut: maybeNoted,
  lift: maybeNoted,
} as const satisfies Record<RightAct, z.ZodType<MoveFacts & { note?: string | undefined }>>;

/** What has to be written about an act: why it is put off, and what was put right. */
export const needsNote = ({ kind: asked }: Pick<Right, "kind">, act: RightAct): boolean => act === "extend" || (act === "carryOut" && asked === "correct");

/** What an officer typed about an act, or what is wrong with it. */
export const readWork = (right: Pick<Right, "kind">, act: RightAct, typed: Record<string, string>): Read<MoveFacts & { note?: string | undefined }> =>
  read<MoveFacts & { note?: string | undefined }>(needsNote(right, act) ? noted : workSchemas[act], typed);

/** The fields of each act's form. */
export const workInputs = { accept: ["thirdParty", "note"], refuse: ["ground", "note"], extend: ["note"], carryOut: ["note"], lift: ["note"] } as const satisfies Record<RightAct, readonly string[]>;
