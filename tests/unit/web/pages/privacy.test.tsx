import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { languages } from "../../../../shared/language.ts";
import { declarationNames, declarationOf, declaredBy, fileEnds, keepers } from "../../../../shared/privacy/declarations.ts";
import { rightKinds } from "../../../../shared/privacy/rights.ts";
import { PrivacyPage, privacyWords } from "../../../../web/pages/privacy.tsx";
import { words } from "../../../../web/words/words.ts";
import { lostIds, textIn } from "../../../support/pages.ts";

const pageIn = async (language: "vi" | "en"): Promise<string> => {
  const page = <PrivacyPage frame={{ language, assetsVersion: "test" }} />;
  return (await page).toString();
};
const rowsIn = (html: string): string[][] => [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) => textIn(cell).trim()));

describe.each(languages)("the privacy page in %s", (language) => {
  const w = privacyWords[language];

  test("tells of everything that is declared, in its table, once, and of nothing else", async () => {
    const html = await pageIn(language);
    const tables = html.split("<table").slice(1).map((table) => rowsIn(table.slice(0, table.indexOf("</table>"))).slice(1));
    const named = tables.map((rows) => rows.flatMap(([names = ""]) => names.split("; ")).toSorted());
    expect(named).toEqual(keepers.map((keeper) => declaredBy(keeper).map((name) => w.declarations[name]).toSorted()));
    expect(named.flat().length).toBe(declarationNames.length);
  });

  test("says of each what for, on what ground, how long and who sees it", async () => {
    const rows = rowsIn(await pageIn(language));
    for (const name of declarationNames) {
      const { keeper, purpose, basis, seenBy } = declarationOf(name);
      const who = seenBy.map((viewer) => w.viewers[viewer]).join("; ");
      const own = rows.filter(([names = "", what]) => names.split("; ").includes(w.declarations[name]) && what === `${w.purposes[purpose]} (${w.bases[basis]})`);
      expect(own.map(([, , , seen]) => seen), `${keeper} ${name}`).toContain(who);
      for (const [, , life] of own) expect(life, name).not.toMatch(/undefined|^$/);
    }
  });

  test("says how long the whole is kept however it ends, and each right with its days", async () => {
    const text = textIn(await pageIn(language));
    for (const end of fileEnds) expect(text).toContain(w.fileEnds[end]);
    for (const kind of rightKinds) expect(text).toContain(words[language].rights.kinds[kind].name);
    expect(text).toContain(w.file.lead);
  });

  test("leads to all it points at, and is small", async () => {
    const html = await pageIn(language);
    expect(lostIds(html)).toEqual([]);
    expect(gzipSync(html).byteLength).toBeLessThan(7_000);
  });
});
