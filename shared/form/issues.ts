import type * as z from "zod";
import type { FormStep } from "./answers.ts";

/** One thing that is wrong: the dotted path of the value, and a code that has its sentence in both languages. */
export type Issue = { path: string; code: string };

/** What a schema found wrong. A message that is none of the area's error codes, and a key it does not know, get a general code. */
export const schemaIssues = (issues: readonly z.core.$ZodIssue[], isErrorCode: (text: string) => boolean): Issue[] =>
  issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join("."), code: "field.unknown" }))
      : [{ path: issue.path.join("."), code: isErrorCode(issue.message) ? issue.message : "field.invalid" }],
  );

/** The first asked step and field where the value at a path is put right: the field itself, one it is part of, or a part of it. */
export function fieldAt<S extends FormStep>(asked: readonly S[], path: string): { step: S; field: S["fields"][number] } | undefined {
  for (const step of asked) {
    const field = step.fields.find(({ name }) => path === name || path.startsWith(`${name}.`) || name.startsWith(`${path}.`));
    if (field) return { step, field };
  }
  return undefined;
}
