import * as fc from "fast-check";
import { proofNames } from "../../../shared/abuse/proof.ts";
import { dayBoxes, inputNames, ownPhone } from "../../../shared/form/answers.ts";
import { callbackSteps } from "../../../shared/hotline/steps.ts";
import { workInputs } from "../../../shared/privacy/right-form.ts";
import { actFields } from "../../../shared/registration/acts.ts";
import { steps } from "../../../shared/registration/steps.ts";
import { typedFor } from "../../support/callers.ts";
import { typedInto } from "../../support/form-fields.ts";
import { callRequest } from "../../support/hotline.ts";
import { motherForSon, testPhone } from "../../support/people.ts";
import { nasty } from "./nasty.ts";
import type { Control, Form } from "./read-html.ts";

/** Forms as people fill them in, and as they do not. */

type Fields = [name: string, value: string][];

/** The names forms are declared with, whatever page shows them. */
export const declaredNames: readonly string[] = [
  ...new Set([
    ...[...steps, ...callbackSteps].flatMap(({ fields }) => fields.flatMap((field) => [...inputNames(field)])),
    ...Object.values(actFields).flatMap((fields) => fields.flatMap(({ name, kind }) => (kind === "day" ? dayBoxes.map((box) => `${name}.${box}`) : [name]))),
    ...Object.values(workInputs).flat(),
    ...Object.values(proofNames),
    ownPhone.name,
  ]),
];

/** What somebody types who answers as the examples do. */
const answers: ReadonlyMap<string, string> = new Map([...steps.flatMap((step) => typedInto(step, motherForSon())), ...callbackSteps.flatMap((step) => typedFor(step, callRequest({ phone: testPhone(613) })))]);
/** What the forms need not have answered, by the examples. */
const leftOut: ReadonlySet<string> = new Set([...steps, ...callbackSteps].flatMap(({ fields }) => fields.flatMap((field) => [...inputNames(field)])).filter((name) => !answers.has(name)));
/** And where no example says: by the end of a field's name. */
const byEnding: readonly (readonly [RegExp, (n: number) => string])[] = [
  [/\.day$/, () => "22"],
  [/\.month$/, () => "11"],
  [/\.year$/, () => "2026"],
  [/phone$/i, (n) => testPhone(n)],
  [/^(from|at)$/, () => "9:00"],
  [/^to$/, () => "11:30"],
  [/(date|day|on|until)$/i, () => "2026-11-23"],
  [/(months|age|times|seats|PerSlot|year|count|version)$/i, (n) => String(1 + (n % 6))],
  [/provinceCode$/, () => "01"],
  [/commune(Code)?$/, () => "Ba Đình"],
  [/code$/, () => "000000"],
  [/number$/i, (n) => String(100 + n)],
];

const typedIn = (name: string, n: number): string => byEnding.find(([ending]) => ending.test(name))?.[1](n) ?? `Lời để thử ${n}`;

/** `n` 0 answers as the examples do; others choose what they choose. */
function answered({ name, kind, value, options }: Control, n: number, known: Known): string[] {
  if (kind === "hidden") return [value];
  const example = answers.get(name);
  if (kind === "choices") return n % 4 === 3 ? [] : n === 0 && options.length > 1 ? options.slice(0, 2) : options.slice(0, 1 + (n % options.length));
  if (kind === "choice" || kind === "select") {
    const possible = options.filter(Boolean);
    if (n === 0 && example !== undefined && possible.includes(example)) return [example];
    return possible.length ? [possible[n % possible.length] ?? ""] : [];
  }
  if (n === 0 && leftOut.has(name)) return [value];
  return [value || (n % 5 === 4 ? "" : (known[name] ?? example ?? typedIn(name, n)))];
}
/** What only somebody who is here already can answer, by the name of its field. */
type Known = Readonly<Record<string, string>>;
export const filledIn = ({ controls }: Form, n: number, known: Known): Fields => controls.flatMap((control) => answered(control, n, known).map((value): [string, string] => [control.name, value]));

export const hows = ["replace", "remove", "repeat", "add", "alter", "raw", "flood"] as const;
export type Change = { how: (typeof hows)[number]; at: number; name: string; value: string };

export const anyChange: fc.Arbitrary<Change> = fc.record({
  how: fc.oneof({ weight: 12, arbitrary: fc.constant("replace" as const) }, { weight: 8, arbitrary: fc.constantFrom("remove", "repeat", "add", "alter", "raw") }, { weight: 1, arbitrary: fc.constant("flood" as const) }),
  at: fc.nat(200),
  name: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...declaredNames) }, { weight: 1, arbitrary: fc.constantFrom("sealed", "token", "csrf", "version", "lease", "__proto__", "constructor", "") }, { weight: 1, arbitrary: nasty.map((name) => name.slice(0, 200)) }),
  value: nasty,
});

/** The body of a form post; what is raw goes out as it is, though it be no form's. */
export function bodyOf(fields: Fields, changes: readonly Change[]): { body: string; changed: [name: string, how: Change["how"]][] } {
  const sent: [string, string, raw?: true][] = fields.map(([name, value]) => [name, value]);
  const changed: [string, Change["how"]][] = [];
  for (const { how, at, name, value } of changes) {
    const place = sent.length ? at % sent.length : 0;
    const [old = name, before = ""] = sent[place] ?? [];
    changed.push([how === "add" ? name : old, how]);
    if (how === "replace") sent[place] = [old, value];
    if (how === "remove") sent.splice(place, 1);
    if (how === "repeat") sent.splice(place, 0, [old, value]);
    if (how === "add") sent.push([name, value]);
    if (how === "alter") sent[place] = [old, `${before.slice(0, at % (before.length + 1))}${before[at % (before.length + 1)] === "A" ? "B" : "A"}${before.slice((at % (before.length + 1)) + 1)}`];
    if (how === "raw") sent[place] = [old, ["%", "%FF%C3", "%u0041", "%E1%BB", "a%00b", "x=y&&=&=", "+++", "%ED%A0%80"][at % 8] ?? "", true];
    if (how === "flood") for (let n = 0; n < 480 + (at % 60); n += 1) sent.push([at % 2 ? old : `x${n}`, "1"]);
  }
  const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
  return { body: sent.map(([name, value, raw]) => `${encoded(name)}=${raw ? value : encoded(value)}`).join("&"), changed };
}
