import { textMoment } from "../messages/text-moment.ts";
import type { Language } from "../language.ts";
import { appointmentPath } from "../paths.ts";
import { formatShortCode } from "../reference.ts";
import { catalogue, longestHost, placeWords, wordings, type Wording } from "./catalogue.ts";

/** Values as a text is sent with, each the longest of its kind; only the site's name may still be longer. */
const examples = (language: Language, host: string): Record<string, string> => ({
  hint: "K7M4",
  code: "007193",
  time: textMoment(language, new Date("2026-11-22T07:30:00Z")),
  place: Object.values(placeWords)
    .map((words) => words[language])
    .reduce((longest, words) => (words.length > longest.length ? words : longest)),
  short: formatShortCode("K7M4Q9TXCDFG"),
  link: `${host}${appointmentPath(language, "K7m4Q9txCdFgHj2n3p6r9W4Xq")}`,
});

const header = ["code", "brand", "kind", "wording", "variables", "example"];

/** RFC 4180: every cell in quotes. */
const csvLine = (cells: readonly string[]): string => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\r\n`;

/**
 * The list of wordings the operators register, as CSV: {P1}, {P2} … in the order they are met, each with its greatest length.
 * Throws `RangeError` for a brand name no operator would take, which could also begin a formula in the reader's spreadsheet.
 */
export function operatorFile(brandName: string, host: string): string {
  if (!/^[A-Za-z0-9]{1,11}$/.test(brandName)) throw new RangeError(`not a brand name: ${brandName}`);
  if (host.length > longestHost) throw new RangeError(`a link with ${host} does not fit into a text`);
  return [header, ...wordings().map((wording) => rowOf(wording, brandName, host))].map(csvLine).join("");
}

function rowOf({ template, language, way, words }: Wording, brandName: string, host: string): string[] {
  const values = examples(language, host);
  const longest = examples(language, "x".repeat(longestHost));
  const names = [...new Set(Array.from(words.matchAll(/\{(\w+)\}/g), ([, name]) => name ?? ""))];
  const filled = (value: (name: string) => string): string => words.replace(/\{(\w+)\}/g, (_, name: string) => value(name));
  return [
    [template, language, ...(way ? [way] : [])].join("-"),
    brandName,
    catalogue[template].purpose === "proof" ? "OTP" : "customer care",
    filled((name) => `{P${names.indexOf(name) + 1}}`),
    names.map((name, index) => `P${index + 1} ${name}: at most ${longest[name]?.length ?? 0} characters`).join("; "),
    filled((name) => values[name] ?? ""),
  ];
}
