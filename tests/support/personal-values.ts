import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { demoStaff } from "../../infra/local/demo-staff.ts";
import { referenceAlphabet, referenceLength, shortCodeLength, tokenAlphabet, tokenLength } from "../../shared/reference.ts";
import { historyFields } from "../../shared/registration/history.ts";
import { cleanText } from "../../shared/text.ts";
import { applications } from "../demo/people.ts";
import { himself, motherForSon } from "./people.ts";

/** What kind of personal value was found, and where in the text that was searched. */
export type Found = { kind: string; from: number; to: number };

/** Less than two words, or than six digits, can stand anywhere by chance. */
const isWords = (value: string): boolean => /\p{L}\S*\s+\S*\p{L}/u.test(value) && lettersIn(value).length >= 5;
const isDigits = (value: string): boolean => /(?:\d\D?){6}/.test(value);

/** Fields of forms and requests that say something of a person, and which of their values are told from anything else. */
const personalFields: ReadonlyMap<string, { kind: string; tells: (value: string) => boolean }> = new Map([
  ["fullName", { kind: "a name", tells: isWords }],
  ["otherName", { kind: "a name", tells: isWords }],
  // Also what things are called in code.
  ["name", { kind: "a name", tells: (value) => isWords(value) && /[^ -~]/.test(value) }],
  // A birth date that cannot be one is any day of the tests.
  ["birthDate", { kind: "a birth date", tells: (value) => isDigits(value) && value < "2020" }],
  ["street", { kind: "an address", tells: isWords }],
  ["number", { kind: "a paper's number", tells: isDigits }],
  ["note", { kind: "a note", tells: isWords }],
  ["reason", { kind: "a reason", tells: isWords }],
  ...historyFields.flatMap(({ kind, name }) => (kind === "line" || kind === "text" ? [[name, { kind: "a life", tells: isWords }] as const] : [])),
]);

/** What tests say of people, told apart by kind, as it is written there. */
export type PersonalValues = ReadonlyMap<string, ReadonlySet<string>>;

/** Every personal value that the tests in this folder use, from the people they share and from what each file writes itself. */
export function personalValues(): PersonalValues {
  const values = new Map<string, Set<string>>();
  const add = (field: string, value: string): void => {
    const { kind, tells } = personalFields.get(field) ?? {};
    const said = cleanText(legible(value));
    if (kind && tells?.(said)) values.set(kind, (values.get(kind) ?? new Set()).add(said));
  };
  const walk = (node: unknown): void => {
    for (const [field, value] of Object.entries(Object(node))) {
      if (typeof value === "string") add(field, value);
      else walk(value);
    }
  };
  walk([motherForSon(), himself(), applications, demoStaff]);
  for (const [, field = "", value = ""] of testSources().matchAll(written)) add(field, value);
  return values;
}

/** `fullName: "…"` of a request, `["person.fullName", "…"]` of a form. */
const written = new RegExp(`\\b(${[...personalFields.keys()].join("|")})"?\\s*[:,]\\s*"((?:[^"\\\\\\n]|\\\\.)*)"`, "g");

function testSources(): string {
  const folder = join(import.meta.dirname, "..");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file) && !/log-scan|personal-values/.test(file));
  return files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
}

const between = String.raw`[^a-z0-9]{0,3}`;
const alone = (pattern: string, beside = "a-z0-9"): string => `(?<![${beside}])(?:${pattern})(?![${beside}])`;

/** Found by their shape, in text without marks and capitals. */
const foldedShapes: Record<string, string> = {
  // The tests' own block, 0900 000 000 to 0900 000 999, however it is written.
  "a phone": `(?<!\\d)(?:(?:00|\\+)?84${between}|0)?${Array.from("900000").join(between)}(?:${between}\\d){3}(?!\\d)`,
  "a paper's number": alone(String.raw`0\d{11}`, "0-9"),
  "an e-mail address": String.raw`[a-z0-9][\w.+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}`,
  // No number of JSON, and no place in a file.
  "a one-time code": String.raw`(?<![\w.+-]|\d:|":)\d{6}(?![\w.:+-])`,
};
const letters = (alphabet: string, length: number): string => `[${alphabet}]{${length}}`;
/** Found by their shape in the text as it is: capitals make the difference. */
const shapes: Record<string, string> = {
  "a link's token": alone(letters(tokenAlphabet, tokenLength), "A-Za-z0-9"),
  "a code from a text": alone(Array.from({ length: shortCodeLength / 4 }, () => letters(referenceAlphabet, 4)).join(" ?"), "A-Za-z0-9"),
  "a reference": alone(`(?=\\d*[A-Z])${Array.from({ length: referenceLength / 4 }, () => letters(referenceAlphabet, 4)).join(" ?")}`, "A-Za-z0-9_"),
};

/** The same words with or without marks and capitals, whatever stands between them: "Nguyễn Văn", "nguyen-van", "NguyenVan". Short ones must stand alone. */
const inAnyDress = (value: string): string => {
  const whole = lettersIn(value);
  const words = /^\d+$/.test(whole) ? Array.from(whole) : (fold(value).plain.match(/[a-z0-9]+/g) ?? []);
  return whole.length < 10 ? alone(words.join(between)) : words.join(between);
};

/** A search for these values and for what is known by its shape. Ids that may stand anywhere, and hold any digits by chance, are passed over. */
export function createPersonalSearch(values: PersonalValues): (text: string) => Found[] {
  const inFolded = [...Object.entries(foldedShapes), ...[...values].map(([kind, of]): [string, string] => [kind, [...of].map(inAnyDress).join("|")])];
  const folded = inFolded.map(([kind, pattern]) => ({ kind, pattern: new RegExp(pattern, "g") }));
  const plain = Object.entries(shapes).map(([kind, pattern]) => ({ kind, pattern: new RegExp(pattern, "g") }));
  return (text) => {
    const { plain: withoutMarks, at } = fold(text);
    return [
      ...folded.flatMap(({ kind, pattern }) => [...withoutMarks.matchAll(pattern)].map(({ 0: hit, index }) => ({ kind, from: at[index] ?? 0, to: (at[index + hit.length - 1] ?? 0) + 1 }))),
      ...plain.flatMap(({ kind, pattern }) => [...text.matchAll(pattern)].map(({ 0: hit, index }) => ({ kind, from: index, to: index + hit.length }))),
    ];
  };
}

const uuid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;
const account = /(?<=arn:aws[\w-]*:[\w-]*:[\w-]*:)\d{12}/g;
const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

/** Text to be searched: escapes of JSON and of addresses undone, random ids and instants left out. */
export const legible = (text: string): string =>
  text
    .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/\\[nrt]/g, " ")
    .replace(/(?:%[\da-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"))
    .replace(uuid, "<id>")
    .replace(account, "<account>")
    .replace(instant, "<instant>");

const plainLetters = new Map<string, string>();
const plainLetter = (letter: string): string => {
  const known = plainLetters.get(letter);
  if (known !== undefined) return known;
  const plain = letter.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  plainLetters.set(letter, plain);
  return plain;
};

/** Letters without marks and capitals, and where each stood. */
function fold(text: string): { plain: string; at: number[] } {
  let plain = "";
  const at: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const letter = plainLetter(text.charAt(index));
    plain += letter;
    for (const _ of letter) at.push(index);
  }
  return { plain, at };
}

const lettersIn = (text: string): string => fold(text).plain.replace(/[^a-z0-9]/g, "");

/** The text with what was found in it blotted out. */
export function masked(text: string, found: readonly Found[]): string {
  let shown = "";
  let done = 0;
  for (const { kind, from, to } of found.toSorted((a, b) => a.from - b.from)) {
    if (to <= done) continue;
    shown += `${text.slice(done, from)}‹${kind}›`;
    done = to;
  }
  return shown + text.slice(done);
}
