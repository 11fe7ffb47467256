/** What was typed, by field name; a day under its three boxes; ticks and choices as "yes" or "a,b". Kept exactly as typed. */
export type Answers = Readonly<Record<string, string>>;

/** What reading a form needs to know of a question: the name it is posted under, and whether it is a "day" or "choices". */
export type FormField = { name: string; kind: string };
export type FormStep = { fields: readonly FormField[] };

export const dayBoxes = ["day", "month", "year"] as const;
export type DayBox = (typeof dayBoxes)[number];

/** The names a field is posted under. */
export const inputNames = ({ name, kind }: FormField): readonly string[] => (kind === "day" ? dayBoxes.map((box) => `${name}.${box}`) : [name]);

/** Asked beside a public form's first questions: whether nobody else uses this phone. Unanswered, others do. */
export const ownPhone = { name: "ownPhone", kind: "tick", value: "yes" } as const;
export const isOwnPhone = (answers: Answers): boolean => answers[ownPhone.name] === ownPhone.value;

/**
 * Answers after one page: what was posted for this step's fields replaces what was there, nothing else is taken.
 * A single answer sent twice with different values counts as not given.
 */
export function withStep(answers: Answers, step: FormStep, posted: ReadonlyMap<string, readonly string[]>): Answers {
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

/** Whether anything was ever typed or chosen for a step. */
export const isAnswered = (answers: Answers, step: FormStep): boolean =>
  step.fields.some((field) => inputNames(field).some((name) => answers[name] !== undefined));

/** What stands in the three boxes of a day, empty where nothing was typed. */
export const typedBoxes = (answers: Answers, name: string): Record<DayBox, string> => ({
  day: answers[`${name}.day`] ?? "",
  month: answers[`${name}.month`] ?? "",
  year: answers[`${name}.year`] ?? "",
});

/** A day from its boxes: "YYYY-MM-DD" if they hold numbers (a real day or not), else as typed; undefined if all are empty. */
export function typedDay(answers: Answers, name: string): string | undefined {
  const typed = typedBoxes(answers, name);
  const [day, month, year] = [typed.day.trim(), typed.month.trim(), typed.year.trim()];
  if (!day && !month && !year) return undefined;
  const numbers = /^\d{1,2}$/.test(day) && /^\d{1,2}$/.test(month) && /^\d{4}$/.test(year);
  return numbers ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : `${day}/${month}/${year}`;
}

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Named values as one object: "person.phone" becomes `phone` of `person`; what is undefined is left out, the last of two wins.
 * Names are a form's own, never a visitor's: no name can reach a prototype.
 */
export function treeOf(values: readonly (readonly [name: string, value: unknown])[]): Tree {
  const tree: Tree = {};
  for (const [name, value] of values) put(tree, name.split("."), value);
  return tree;
}

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
