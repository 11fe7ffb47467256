import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createPersonalSearch, legible, masked, personalValues, type PersonalValues } from "./personal-values.ts";

/** What a table may not say of anybody. References, codes and links are what it is asked by, and stand there hashed or as themselves. */
const personal: ReadonlySet<string> = new Set(["a name", "a birth date", "an address", "a paper's number", "a note", "a reason", "a life", "a phone", "an e-mail address"]);

/** Judges a text of a table or of a message: the kinds of personal values in it, and the text with them blotted out. */
function createRowScan(values: PersonalValues = personalValues()) {
  const search = createPersonalSearch(values);
  return (text: string): { kinds: string[]; shown: string } => {
    // An office is named after its place, and so are people of the tests.
    if (/^"(Công an|Ủy ban nhân dân|Bộ phận) /.test(text)) return { kinds: [], shown: text };
    const plain = legible(text);
    const found = search(plain).filter(({ kind }) => personal.has(kind));
    return { kinds: [...new Set(found.map(({ kind }) => kind))], shown: masked(plain, found) };
  };
}

/** What a run of the whole suite leaves at the least: with less, the scan has seen too little to say anything. */
const least = 3_000;

/** Scans what was kept of a run: each text once, whichever table it stood in. */
export function scanRows(folder: string, isWhole: boolean): { texts: number; faults: { where: string; kinds: string[]; shown: string }[]; missing: string[] } {
  const scan = createRowScan();
  const seen = new Map<string, string>();
  for (const where of readdirSync(folder)) for (const line of readFileSync(join(folder, where), "utf8").split("\n")) if (line) seen.set(line, where);
  const faults = [...seen].flatMap(([text, where]) => {
    const { kinds, shown } = scan(text);
    return kinds.length ? [{ where, kinds, shown }] : [];
  });
  return { texts: seen.size, faults, missing: isWhole && seen.size < least ? [`${least} texts of tables`] : [] };
}
