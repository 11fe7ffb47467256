import type { CivilDate } from "../calendar/civil-date.ts";
import type { Language } from "../language.ts";
import { findProvince, matchCommunes, suggestCommunes } from "../places/places.ts";
import { consentWording } from "./application.ts";
import { checkApplication, factsOf, type Checked, type Facts, type Issue } from "./law-rules.ts";
import { firstStep, steps, type Field, type Step, type StepId } from "./steps.ts";

/** What was typed, by field name; a day under its three boxes; ticks and choices as "yes" or "a,b". Kept exactly as typed. */
export type Answers = Readonly<Record<string, string>>;

export const dayBoxes = ["day", "month", "year"] as const;

/** The names a field is posted under. */
export const inputNames = (field: Field): readonly string[] => (field.kind === "day" ? dayBoxes.map((box) => `${field.name}.${box}`) : [field.name]);

/**
 * Answers after one page: what was posted for this step's fields replaces what was there, nothing else is taken.
 * A single answer sent twice with different values counts as not given.
 */
export function withStep(answers: Answers, step: Step, posted: ReadonlyMap<string, readonly string[]>): Answers {
  const rest = Object.entries(answers).filter(([name]) => !step.fields.some((field) => inputNames(field).includes(name)));
  const taken = step.fields.flatMap((field) =>
    inputNames(field).flatMap((name): [string, string][] => {
      const values = [...new Set(posted.get(name) ?? [])];
      if (field.kind === "choices") return values.length ? [[name, values.join(",")]] : [];
      const [value] = values;
      return values.length === 1 && value ? [[name, value.slice(0, 2_000)]] : [];
    }),
  );
  return Object.fromEntries([...rest, ...taken]);
}

/** What a ticked box posts. A consent posts the version of the words it stood under: ticked under older words, it is asked again. */
export const tickValue = (field: Field): string => (field.name.startsWith("consents.") ? consentWording : "yes");

function day(answers: Answers, name: string): string | undefined {
  const [d, m, y] = dayBoxes.map((box) => answers[`${name}.${box}`]?.trim() ?? "");
  if (!d && !m && !y) return undefined;
  return /^\d{1,2}$/.test(d ?? "") && /^\d{1,2}$/.test(m ?? "") && /^\d{4}$/.test(y ?? "") ? `${y}-${m?.padStart(2, "0")}-${d?.padStart(2, "0")}` : `${d}/${m}/${y}`;
}

/** The communes a typed name means in the chosen province, and those to offer when that is not one. */
export function communeChoices(answers: Answers, field: Field & { kind: "commune" }) {
  const province = findProvince(answers[field.province] ?? "");
  const typed = answers[field.name] ?? "";
  if (!province) return undefined;
  const matches = matchCommunes(province, typed);
  return { province, matches, offered: matches.length ? matches : suggestCommunes(province, typed) };
}

function valueOf(answers: Answers, field: Field): unknown {
  const typed = answers[field.name];
  if (field.kind === "day") return day(answers, field.name);
  if (field.kind === "tick") return typed === tickValue(field) || undefined;
  if (field.kind === "choices") return typed?.split(",");
  if (field.kind === "commune") {
    const found = communeChoices(answers, field)?.matches;
    return found?.length === 1 ? found[0]?.code : typed;
  }
  return typed?.trim() ? typed : undefined;
}

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** Field names are ours, never a visitor's: no name can reach a prototype. */
function put(tree: Tree, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    if (value !== undefined) tree[key] = value;
    return;
  }
  const child = tree[key];
  const next: Tree = isTree(child) ? child : {};
  tree[key] = next;
  put(next, rest, value);
}

function candidateOf(answers: Answers, language: Language, asked: readonly Step[]): Tree {
  const tree: Tree = { language };
  for (const step of asked) for (const field of step.fields) put(tree, field.name.split("."), valueOf(answers, field));
  put(tree, ["consents", "wording"], consentWording);
  put(tree, ["consents", "texts"], answers["contact.mayText"] === "yes" && answers["consents.texts"] === consentWording);
  return tree;
}

export type Form = {
  facts: Facts;
  /** The steps this person meets, in order. */
  asked: readonly Step[];
  issues: readonly (Issue & { step: StepId })[];
  application?: Checked["application"];
};

/** Everything that follows from the answers: which steps are asked, what is wrong and where, and the application once nothing is. */
export function readForm(answers: Answers, language: Language, today: CivilDate): Form {
  const facts = factsOf(candidateOf(answers, language, steps), today);
  const asked = steps.filter((step) => step.when?.(facts) ?? true);
  const { application, issues } = checkApplication(candidateOf(answers, language, asked), today);
  return { facts, asked, application, issues: issues.flatMap((issue) => placed(issue, answers, asked)) };
}

/** An issue with the step and the field where it is put right. */
function placed(issue: Issue, answers: Answers, asked: readonly Step[]): (Issue & { step: StepId })[] {
  for (const step of asked) {
    const field = step.fields.find(({ name }) => issue.path === name || issue.path.startsWith(`${name}.`) || name.startsWith(`${issue.path}.`));
    if (!field) continue;
    const several = field.kind === "commune" && (communeChoices(answers, field)?.offered.length ?? 0) > 0;
    const code = several && issue.code === "residence.communeCode.unknown" ? "residence.communeCode.choose" : issue.code;
    return [{ path: field.name, code, step: step.id }];
  }
  return [{ ...issue, step: firstStep.id }];
}

/** The first step that still needs the person, after which the form can be checked and sent. */
export const firstOpenStep = (form: Form): Step | undefined => form.asked.find((step) => form.issues.some((issue) => issue.step === step.id));

/**
 * What comes after a step was answered well: an earlier one that this answer has made wrong, else the next one;
 * once everything has been seen, only what is still open.
 */
export function stepAfter(form: Form, step: Step, reviewing: boolean): Step | undefined {
  const open = firstOpenStep(form);
  const next = form.asked.indexOf(step) + 1;
  return reviewing || (open && form.asked.indexOf(open) < next) ? open : form.asked[next];
}
