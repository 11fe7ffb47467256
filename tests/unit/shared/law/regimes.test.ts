import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysAfter } from "../../../../shared/calendar/civil-date.ts";
import { articleParts, instruments } from "../../../../shared/law/article.ts";
import { baseSalaryOn, regimeOf, regimeOn, regimes, type Confidence, type Regime } from "../../../../shared/law/regimes.ts";
import { treatmentPlaces } from "../../../../shared/law/treatment-places.ts";
import { languages } from "../../../../shared/language.ts";
import { words } from "../../../../web/words/words.ts";
import { holds } from "../../support/property.ts";

type Where = { article: string; confidence: Confidence };
const isWhere = (node: object): node is Where => "article" in node && "confidence" in node;
/** Every rule of a row with its path, however deep it stands. */
const rulesIn = (node: unknown, path: string): [string, Where][] =>
  typeof node === "object" && node !== null ? [...(isWhere(node) ? [[path, node] as [string, Where]] : []), ...Object.entries(node).flatMap(([key, value]) => rulesIn(value, `${path}.${key}`))] : [];
const allRules = regimes.flatMap((row) => rulesIn(row, row.id));

const read = "read" as const;
const at = (article: string, confidence: Confidence = read): Where => ({ article, confidence });
const is = <T>(value: T, article: string, confidence?: Confidence) => ({ is: value, ...at(article, confidence) });
const sixOrMore = { min: 6, max: null };

describe("what each law says, where it stands, and how sure we are", () => {
  const parameters: [path: string, old: unknown, current: unknown][] = [
    ["authority", is("communePeopleCommittee", "ND116-28-1"), is("communePolice", "L120-31-6")],
    ["ages", { treatableFrom: 12, adultFrom: 18, ...at("ND116-28-1") }, { treatableFrom: 12, adultFrom: 18, ...at("L120-31-6") }],
    ["duties.register", { workingDays: 5, begins: "onEvent", ...at("ND116-28-1") }, { hours: 24, ...at("ND163-89-1") }],
    ["duties.decide", { workingDays: 3, ...at("ND116-30-1") }, { hours: 24, ...at("ND163-91") }],
    ["duties.start", null, { workingDays: 2, begins: "onEvent", ...at("ND163-4-8") }],
    ["duties.monitor", null, { hours: 12, ...at("ND163-14") }],
    ["duties.transfer", null, { hours: 24, ...at("ND163-92-1c") }],
    ["duties.proposeAfterCare", { workingDays: 3, begins: "onEvent", ...at("ND116-77") }, { workingDays: 2, begins: "onEvent", ...at("ND163-134") }],
    ["duties.decideAfterCare", { workingDays: 2, ...at("ND116-78") }, { workingDays: 2, ...at("ND163-134") }],
    ["ahead.noticeOfEnd", null, { daysBeforeEnd: 30, ...at("ND163-93-2") }],
    ["ahead.certify", null, { daysBeforeEnd: 1, ...at("ND163-93-4") }],
    ["whileIncomplete", is("pauses", "ND118", "reported"), is("beginsAgain", "ND163-89-5", "unconfirmed")],
    ["duration", is({ first: sixOrMore, again: sixOrMore }, "ND116-28"), is({ first: { min: 24, max: 24 }, again: { min: 36, max: 36 } }, "L120-29")],
    ["homeAtMost", is(12, "L73", "unconfirmed"), null],
    ["determinationValid", null, is(6, "L120-31-1b")],
    ["places.home", is("everybody", "ND116-28-3"), is("everybody", "L120-30-1")],
    ["places.publicFacility", is("everybody", "ND116-28-3"), is("everybody", "L120-30-1")],
    ["places.reformSchool", null, is("minors", "L120-30-1")],
    ["places.privateFacility", is("everybody", "ND116-28-3"), is("everybody", "L120-30-1")],
    ["places.privateThenHome", null, is("everybody", "L120-30-1")],
    ["unsettledPlaces", is(["publicFacility"], "ND116-28-1"), is(["publicFacility"], "L120-31-6")],
    ["foreignerPlaces", null, is(["publicFacility", "privateFacility", "reformSchool"], "L120-40-2")],
    ["registerYearFrom", is("01-01", "ND116-28-5"), is("12-15", "ND163-89-5")],
    ["transition", null, { undecided: at("L120-56"), started: at("L120-56"), decided: at("L120-56", "unconfirmed") }],
    ["afterCareYears", is({ voluntary: 1, compulsory: 2 }, "L73", "unconfirmed"), is({ voluntary: 1, compulsory: 2 }, "L120-42")],
    ["oneOffSupport", is(1, "ND116-34-4b"), is(1, "ND163-131")],
    ["annex", "Phụ lục II, Nghị định 116/2021/NĐ-CP", "Phụ lục V, Nghị định 163/2026/NĐ-CP"],
    ["forms.application", "22", "20"],
    ["forms.history", undefined, "33"],
    ["forms.register", "23", "21"],
    ["forms.decision", "24", "22"],
    ["forms.delivery", undefined, "23"],
    ["forms.reception", undefined, "24"],
    ["forms.commitment", undefined, "25"],
    ["forms.transfer", "25", "26"],
    ["forms.service", undefined, "27"],
    ["forms.completion", "26a", "28"],
    ["forms.contract", "28", "29"],
    ["forms.facilityCompletion", "26b", "30"],
    ["forms.publicHandover", undefined, "31"],
    ["forms.substitution", undefined, "35"],
    ["forms.noticeOfEnd", undefined, "51"],
  ];
  const valueAt = (row: Regime, path: string): unknown => path.split(".").reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], row);

  test.each(parameters)("%s", (path, old, current) => {
    expect(valueAt(regimeOf("R1"), path)).toEqual(old);
    expect(valueAt(regimeOf("R2"), path)).toEqual(current);
  });

  test("no parameter is left out of this table", () => {
    const listed = parameters.map(([path]) => path);
    const parts = (row: Regime) => Object.entries(row).flatMap(([key, value]) => (["duties", "ahead", "places", "forms"].includes(key) ? Object.keys(value as object).map((part) => `${key}.${part}`) : [key]));
    const known = new Set([...listed, "id", "validFrom", "validTo"]);
    expect(regimes.flatMap(parts).filter((path) => !known.has(path))).toEqual([]);
  });
});

describe("the law by date", () => {
  test.each([
    ["2022-01-01", "R1"],
    ["2026-06-30", "R1"],
    ["2026-07-01", "R2"],
    ["2026-11-22", "R2"],
    ["2099-12-31", "R2"],
  ])("on %s it is %s", (day, id) => {
    expect(regimeOn(day).id).toBe(id);
  });

  test("of the day before the first row we know nothing, and say so", () => {
    expect(() => regimeOn("2021-12-31")).toThrow("2021-12-31");
  });

  test("each row begins the day after the one before it has ended, and only the last is open", () => {
    for (const [index, row] of regimes.entries()) {
      const next = regimes[index + 1];
      if (next && row.validTo === null) expect.unreachable(`${row.id} has no end`);
      expect(next && row.validTo ? daysAfter(row.validTo, 1) : null).toBe(next?.validFrom ?? row.validTo);
    }
  });

  test("every day since 2022 has exactly one law", () => {
    holds(
      fc.property(fc.nat(40_000), (count) => {
        const day = daysAfter("2022-01-01", count);
        expect(regimes.filter((row) => row.validFrom <= day && day <= (row.validTo ?? "9999-12-31"))).toEqual([regimeOn(day)]);
      }),
    );
  });

  test("a row is found by its name, and no name is made up", () => {
    expect(regimes.map(({ id }) => regimeOf(id))).toEqual(regimes);
    expect(() => regimeOf("R0")).toThrow("R0");
  });

  test("the base salary is 2 530 000 đ from 01/07/2026, as reported; before, we have no figure", () => {
    expect(baseSalaryOn("2026-07-01")).toEqual(is(2_530_000, "ND161", "reported"));
    expect(baseSalaryOn("2026-06-30")).toBeNull();
  });
});

describe("where a rule stands", () => {
  test.each(allRules)("%s names an article people can look up in both languages", (_, { article }) => {
    expect(articleParts(article)).not.toBeNull();
    for (const language of languages) expect(words[language].law.article(article)).toMatch(/\d{4}/);
  });

  test.each([
    ["L120-31-1b", { instrument: "L120", article: "31", clause: "1", point: "b" }, "Điều 31 khoản 1 điểm b, Luật 120/2025/QH15", "Art. 31(1)(b), Law 120/2025/QH15"],
    ["ND163-4-8", { instrument: "ND163", article: "4", clause: "8" }, "Điều 4 khoản 8, Nghị định 163/2026/NĐ-CP", "Art. 4(8), Decree 163/2026/NĐ-CP"],
    ["ND163-91", { instrument: "ND163", article: "91" }, "Điều 91, Nghị định 163/2026/NĐ-CP", "Art. 91, Decree 163/2026/NĐ-CP"],
    ["L73", { instrument: "L73" }, "Luật 73/2021/QH14", "Law 73/2021/QH14"],
  ])("%s is said in words", (code, parts, vietnamese, english) => {
    expect(articleParts(code)).toEqual(parts);
    expect(words.vi.law.article(code)).toBe(vietnamese);
    expect(words.en.law.article(code)).toBe(english);
  });

  test.each(["", "L120-", "L120-31b", "L999-1", "l120-31", "L120-31-1b-2", "L120-31-1bb", " L120", "Điều 31"])("“%s” is no article and stays as it is", (code) => {
    expect(articleParts(code)).toBeNull();
    for (const language of languages) expect(words[language].law.article(code)).toBe(code);
  });

  test("every instrument has its own name in both languages", () => {
    for (const language of languages) expect(new Set(instruments.map(words[language].law.article)).size).toBe(instruments.length);
  });

  test("an instrument without an article is never one we have read", () => {
    expect(allRules.filter(([, { article, confidence }]) => articleParts(article)?.article === undefined && confidence === "read")).toEqual([]);
  });

  test("what we have not read is said to be so, in both languages, and reported is not unconfirmed", () => {
    for (const [, { confidence }] of allRules) {
      if (confidence === "read") continue;
      for (const language of languages) expect(words[language].law.confidence[confidence]).toMatch(/chưa|not/);
    }
    for (const { law } of Object.values(words)) expect(law.confidence.reported).not.toBe(law.confidence.unconfirmed);
  });

  test("each law has its name in both languages", () => {
    for (const language of languages) expect(Object.keys(words[language].law.regimes).toSorted()).toEqual(regimes.map(({ id }) => id).toSorted());
  });
});

test("under every law somebody without a stable home, and a foreigner, has at least one place to go", () => {
  for (const row of regimes) {
    for (const own of [row.unsettledPlaces, row.foreignerPlaces]) expect((own?.is ?? treatmentPlaces).filter((place) => row.places[place]?.is === "everybody")).not.toEqual([]);
  }
});
