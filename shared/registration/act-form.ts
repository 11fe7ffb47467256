import type * as z from "zod";
import { typedBoxes, typedDay, withStep, type Answers } from "../form/answers.ts";
import { schemaIssues } from "../form/issues.ts";
import { findCommunes, type Candidate } from "../places/find-communes.ts";
import { findProvince } from "../places/places.ts";
import { actFields, actSchemas, isActErrorCode, type Act, type ActErrorCode, type ActFacts, type ActField } from "./acts.ts";

/** Where a commune is typed: its province and its name; the code is posted once it has been chosen. */
export const communeInputs = { province: "province", name: "commune" } as const;

const inputsOf = (act: Act): { name: string; kind: string }[] =>
  actFields[act].flatMap((field) => (field.kind === "commune" ? [field, { name: communeInputs.province, kind: "line" }, { name: communeInputs.name, kind: "line" }] : [field]));

/** Twenty lines of two hundred characters, with their ends. */
const longestLines = 4_100;

/** What was typed into an act's form, as typed. */
export function typedAct(act: Act, posted: ReadonlyMap<string, readonly string[]>): Answers {
  const lines = actFields[act].filter(({ kind }) => kind === "lines").map(({ name }): [string, string] => [name, (posted.get(name)?.[0] ?? "").slice(0, longestLines)]);
  return { ...withStep({}, { fields: inputsOf(act) }, posted), ...Object.fromEntries(lines.filter(([, text]) => text)) };
}

/** A day of our time may be typed with a year of two digits: 2/9/26. */
export function recentDay(answers: Answers, name: string): string | undefined {
  const { year } = typedBoxes(answers, name);
  return typedDay(/^\d{2}$/.test(year.trim()) ? { ...answers, [`${name}.year`]: `20${year.trim()}` } : answers, name);
}

/** The communes a typed name can mean; none when one was chosen, or nothing typed. */
export function communeCandidates(answers: Answers): readonly Candidate[] {
  const province = findProvince(answers[communeInputs.province] ?? "");
  const typed = answers[communeInputs.name] ?? "";
  if (!province || !typed) return [];
  const found = findCommunes(province, typed);
  return found.commune ? [{ commune: found.commune }] : found.candidates;
}

/** One commune, by a name that means nothing else. */
export const isPlain = (candidates: readonly Candidate[]): boolean => candidates.length === 1 && !candidates[0]?.formerly;

function valueOf(answers: Answers, { name, kind }: ActField): unknown {
  const typed = answers[name];
  if (kind === "day") return recentDay(answers, name);
  if (kind === "lines") return typed?.split(/\r?\n/u).map((line) => line.trim()).filter(Boolean);
  if (kind === "number") return typed === undefined || typed.trim() === "" ? undefined : Number(typed);
  if (kind !== "commune") return typed?.trim() === "" ? undefined : typed;
  const candidates = communeCandidates(answers);
  // What was chosen counts only as long as it is one of those the name can mean: somebody may have typed another since.
  if (typed !== undefined && (candidates.length === 0 ? !answers[communeInputs.name] : candidates.some(({ commune }) => commune.code === typed))) return typed;
  return isPlain(candidates) ? candidates[0]?.commune.code : undefined;
}

const schemas: { [A in Act]: z.ZodType<ActFacts[A]> } = actSchemas;

export type ReadAct<A extends Act> = { facts: ActFacts[A]; issues?: undefined } | { facts?: undefined; issues: { path: string; code: ActErrorCode }[] };

/** What was typed as the facts of an act, or everything that is wrong with its shape. */
export function readAct<A extends Act>(act: A, answers: Answers): ReadAct<A> {
  const candidate = Object.fromEntries(actFields[act].map((field) => [field.name, valueOf(answers, field)]).filter(([, value]) => value !== undefined));
  const parsed = schemas[act].safeParse(candidate);
  if (parsed.success) return { facts: parsed.data };
  const issues = schemaIssues(parsed.error.issues, isActErrorCode).map(({ path, code }) => ({ path: path.split(".")[0] ?? path, code: isActErrorCode(code) ? code : ("field.invalid" as const) }));
  return { issues: [...new Map(issues.map((issue) => [issue.path, issue])).values()] };
}
