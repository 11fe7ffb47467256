import { describe, expect, test } from "vitest";
import { stages } from "../../../../infra/stages.ts";
import { places } from "../../../../shared/appointment/appointment.ts";
import { textMoment } from "../../../../shared/messages/text-moment.ts";
import { languages, type Language } from "../../../../shared/language.ts";
import { catalogue, fillText, longestHost, placeWords, templateNames, templateSchema, ways, wordings, type Wording } from "../../../../shared/messages/catalogue.ts";
import { appointmentPath, appointmentSide } from "../../../../shared/paths.ts";
import { formatReference, formatShortCode, shortCodeLength, tokenAlphabet, tokenLength } from "../../../../shared/reference.ts";
import { tellingWordsIn } from "../../../support/neutral-words.ts";

const longestOf = (all: readonly string[]): string => all.toSorted((a, b) => b.length - a.length)[0] ?? "";
const aWeek = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2026, 10, 22 + day, 3, 30)));
const token = tokenAlphabet.slice(-tokenLength);
const host = "a-long-name-for-site.exp";

/** The longest values a text is ever sent with. */
const valuesOf = (language: Language): Record<string, string> => ({
  hint: formatReference("K7M4Q9TX").split(" ")[0] ?? "",
  code: "007193",
  time: longestOf(aWeek.map((day) => textMoment(language, day))),
  place: longestOf(places.map((place) => placeWords[place][language])),
  short: formatShortCode("K7M4Q9TXCDFG".slice(0, shortCodeLength)),
  link: `${host}${appointmentPath(language, token, undefined, appointmentSide)}`,
});
const placeholdersIn = (words: string): string[] => [...new Set(Array.from(words.matchAll(/\{(\w+)\}/g), ([, name]) => name ?? ""))];
const longest = Object.fromEntries(languages.map((language) => [language, valuesOf(language)]));
const without = (values: Record<string, string>, ...names: string[]): Record<string, string> => Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
const fill = ({ template, language, way }: Wording): string => fillText(template, language, without(longest[language] ?? {}, ...(way === "code" ? ["link"] : [])));

/** GSM 03.38, the basic table without its escape: each of these is one of the 160 characters of a single text. */
const gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

describe.each(wordings())("the text “$template” in $language, way back: $way", (wording) => {
  const { template, language, way, words } = wording;
  const text = fill(wording);
  const { link = "", short = "", code = "" } = longest[language] ?? {};

  test("is one text even with its longest values: 160 characters at most, all of the plain GSM alphabet", () => {
    expect(Array.from(text).filter((character) => !gsmBasic.includes(character))).toEqual([]);
    expect(text.length).toBeLessThanOrEqual(160);
  });

  test("begins with who it is from", () => {
    expect(text).toMatch(/^Duong Ve: [A-Z]/);
  });

  test("carries no marks, so that every old phone shows it", () => {
    expect(text).toMatch(/^[\x20-\x7E]+$/);
  });

  test("has nothing to tap on but, at its end, the short address of one's own appointment: no other link, no domain, no address", () => {
    expect(text.endsWith(`: ${link}`)).toBe(way === "link");
    const rest = way === "link" ? text.slice(0, -link.length) : text;
    expect(rest).not.toMatch(/\w\.\w|[a-z]\/|\/[a-z/]|@|http|www/i);
    expect(text).not.toMatch(/http|www/i);
  });

  test("has no number that could be called", () => {
    expect(words).not.toMatch(/\d(?:[ .-]?\d){2,}|\+/);
    expect(text.replace(link, "").replace(short, "").replace(code, "")).not.toMatch(/\d(?:[ .-]?\d){4,}/);
  });

  test("says nothing that gives somebody away", () => {
    expect(tellingWordsIn(text)).toEqual([]);
  });

  test("leaves no gap to fill and no space too many", () => {
    expect(text).not.toMatch(/[{}]|undefined|null| {2}|\s$/);
  });

  test("says how to get no more, if it begins something of ours", () => {
    const { stoppable } = catalogue[template];
    expect(/ngung nhan tin|stop texts/.test(words)).toBe(stoppable);
    if (stoppable) expect(placeholdersIn(words)).toContain(way === "link" ? "link" : "short");
  });

  test("asks for the same values in every language, and for its own way back only", () => {
    const other = wordings().filter((one) => one.template === template && one.way === way);
    expect(other.map((one) => one.language)).toEqual([...languages]);
    for (const one of other) expect(placeholdersIn(one.words).toSorted()).toEqual(placeholdersIn(words).toSorted());
    expect(placeholdersIn(words).filter((name) => name === "link" || name === "short")).toEqual(way ? [way === "link" ? "link" : "short"] : []);
  });

  test("is not sent by half: each missing value is an error that names it", () => {
    for (const name of placeholdersIn(words)) {
      const rest = without(longest[language] ?? {}, name, ...(way === "code" ? ["link"] : []));
      if (name !== "link") expect(() => fillText(template, language, rest)).toThrow(new RangeError(`text ${template} needs ${name}`));
    }
  });

  test("can be told from every other text of its language", () => {
    expect(wordings().filter((one) => one.language === language && one.words === words)).toEqual([wording]);
  });
});

test("both ways of one text differ in the way back only", () => {
  for (const { template, language } of wordings().filter(({ way }) => way === "link")) {
    const [byLink = [], byCode = []] = ways.map((way) =>
      placeholdersIn(wordings().find((one) => one.template === template && one.language === language && one.way === way)?.words ?? "").filter((name) => name !== "link" && name !== "short"),
    );
    expect(byLink.toSorted()).toEqual(byCode.toSorted());
  }
});

test("with no link the text carries the code to type, and with neither it is not sent", () => {
  expect(fillText("callMissed", "vi", { short: "K7M4 Q9TX CDFG" })).toContain("K7M4 Q9TX CDFG");
  expect(fillText("callMissed", "vi", { short: "K7M4 Q9TX CDFG", link: "d.example/lich-hen/1" })).not.toContain("K7M4 Q9TX CDFG");
  expect(() => fillText("callMissed", "vi", {})).toThrow("short");
});

test("wordings are all there are: each text in each language, by each way it has", () => {
  expect(templateNames.toSorted()).toEqual(Object.keys(catalogue).toSorted());
  expect(templateSchema.options).toEqual(templateNames);
  for (const template of templateNames) {
    for (const language of languages) {
      const own: unknown = catalogue[template][language];
      const found = wordings().filter((one) => one.template === template && one.language === language);
      expect(found.length === 1 ? found[0]?.words : Object.fromEntries(found.map(({ way, words }) => [way, words]))).toEqual(own);
    }
  }
});

test("every stage's site has a name short enough for every text", () => {
  expect(host).toHaveLength(longestHost);
  const tooLong = Object.values(stages).filter(({ siteOrigin }) => new URL(siteOrigin).host.length > longestHost);
  expect(tooLong.map(({ name }) => name)).toEqual([]);
});

test("a receipt never carries the whole reference", () => {
  for (const language of languages) {
    for (const template of ["receipt", "withdrawn"] as const) expect(fillText(template, language, longest[language] ?? {})).not.toContain("Q9TX");
  }
});

test("where is said in neutral words, for every place there is", () => {
  expect(Object.keys(placeWords).toSorted()).toEqual([...places].toSorted());
  for (const place of places) for (const language of languages) expect(tellingWordsIn(placeWords[place][language])).toEqual([]);
});

test("the short address of an appointment says nothing telling, whatever the site is called", () => {
  for (const language of languages) expect(tellingWordsIn(appointmentPath(language, token))).toEqual([]);
});

test("a value is put in as it is, even if it looks like a pattern", () => {
  expect(fillText("code", "en", { code: "$&$1{hint}" })).toContain("$&$1{hint}");
});

test("values a text does not ask for are not sent", () => {
  expect(fillText("code", "vi", { code: "007193", hint: "K7M4" })).not.toContain("K7M4");
});
