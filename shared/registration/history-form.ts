import { treeOf, withStep, type Answers } from "../form/answers.ts";
import { schemaIssues } from "../form/issues.ts";
import { historyErrorCodes, historyFields, historyLimits, historyParts, historySchema, relativeFields, type History, type HistoryErrorCode, type HistoryPart } from "./history.ts";
import type { ApplicationState } from "./state.ts";

export type HistoryIssue = { path: string; code: HistoryErrorCode };

/** Where Mẫu 33 may still be filled in: until it is decided. The same list is the condition on the write. */
export const historyStates: readonly ApplicationState[] = ["submitted", "received", "awaitingFamily", "determining"];

/** The part that follows; none after the last. */
export const partAfter = (part: HistoryPart): HistoryPart | undefined => historyParts[historyParts.indexOf(part) + 1];

type Field = (typeof historyFields)[number];
export type AskedField = Exclude<Field, { kind: "known" }>;
/** What a part asks: all of it but what the application has told already. */
export const askedIn = (part: HistoryPart): AskedField[] => historyFields.flatMap((field) => (field.part === part && field.kind !== "known" ? [field] : []));

export const childName = (n: number): string => `children.${n}`;
const childNames = Array.from({ length: historyLimits.children }, (_, n) => childName(n));
/** The names of the boxes a relative is written in. */
const boxesOf = (relative: string): string[] => relativeFields.map((name) => `${relative}.${name}`);

/** The names a field is posted under. */
function inputsOf({ kind, name }: AskedField): string[] {
  if (kind === "relative") return boxesOf(name);
  return kind === "relatives" ? childNames.flatMap(boxesOf) : [name];
}

const filledIn = (answers: Answers, name: string): boolean => (answers[name] ?? "").trim() !== "";

/** Children move up where a row was left empty: what is wrong with one then stands at its own row. */
function movedUp(answers: Answers): Answers {
  const rows = childNames.filter((child) => boxesOf(child).some((name) => filledIn(answers, name)));
  const others = Object.entries(answers).filter(([name]) => !name.startsWith("children."));
  const children = rows.flatMap((child, n) => relativeFields.map((name): [string, string] => [`${childName(n)}.${name}`, answers[`${child}.${name}`] ?? ""]));
  return Object.fromEntries([...others, ...children]);
}

/** What was typed into a part, as typed. */
export const typedHistory = (part: HistoryPart, posted: ReadonlyMap<string, readonly string[]>): Answers =>
  movedUp(withStep({}, { fields: askedIn(part).flatMap((field) => inputsOf(field).map((name) => ({ name, kind: "line" }))) }, posted));

/** How many rows for children a page shows: those filled in, and some more, up to what the paper has room for. */
export function childRows(answers: Answers, more: number): number {
  const filled = childNames.filter((child) => boxesOf(child).some((name) => filledIn(answers, name))).length;
  return Math.min(filled + more, historyLimits.children);
}

export type ReadHistory = { filled: History; issues: readonly [] } | { filled?: undefined; issues: readonly HistoryIssue[] };

const isErrorCode = (text: string): text is HistoryErrorCode => historyErrorCodes.some((code) => code === text);

/** A part as it is kept, or everything that is wrong with it. What was left empty stays away. */
export function readHistory(answers: Answers): ReadHistory {
  const { children, ...rest } = treeOf(Object.entries(answers).filter(([name]) => filledIn(answers, name)));
  const parsed = historySchema.safeParse({ ...rest, ...(typeof children === "object" && children ? { children: Object.values(children) } : {}) });
  if (parsed.success) return { filled: parsed.data, issues: [] };
  return { issues: schemaIssues(parsed.error.issues, isErrorCode).map(({ path, code }) => ({ path, code: isErrorCode(code) ? code : "field.invalid" })) };
}

/** A kept history as answers, for showing it in its boxes again. */
export function answersOfHistory(history: History): Answers {
  const { father, mother, spouse, children = [], ...texts } = history;
  const relatives = Object.entries({ father, mother, spouse, ...Object.fromEntries(children.map((child, n) => [childName(n), child])) });
  const typed = [...Object.entries(texts), ...relatives.flatMap(([relative, given]) => Object.entries(given ?? {}).map(([name, value]): [string, string | undefined] => [`${relative}.${name}`, value]))];
  return Object.fromEntries(typed.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** What stands in a part of both, but not alike: the name of each box. */
export const differing = (part: HistoryPart, one: Answers, other: Answers): string[] =>
  askedIn(part).flatMap(inputsOf).filter((name) => (one[name] ?? "").trim() !== (other[name] ?? "").trim());
