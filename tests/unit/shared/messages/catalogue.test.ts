import { describe, expect, test } from "vitest";
import { stages } from "../../../../infra/stages.ts";
import { slotMoment } from "../../../../shared/hotline/slot-moment.ts";
import { languages } from "../../../../shared/language.ts";
import { catalogue, fillText, type TemplateName } from "../../../../shared/messages/catalogue.ts";
import { appointmentPath } from "../../../../shared/paths.ts";
import { formatReference } from "../../../../shared/reference.ts";
import { tellingWordsIn } from "../../../support/neutral-words.ts";

const templates = Object.keys(catalogue) as TemplateName[];
const longestOf = (all: readonly string[]): string => all.toSorted((a, b) => b.length - a.length)[0] ?? "";
const longestHost = longestOf(Object.values(stages).map(({ siteOrigin }) => new URL(siteOrigin).host));
const aWeek = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2026, 10, 22 + day, 3, 30)));
/** The longest values a text is ever sent with. */
const longest = Object.fromEntries(
  languages.map((language) => [
    language,
    {
      hint: formatReference("K7M4Q9TX").split(" ")[0] ?? "",
      code: "007193",
      time: longestOf(aWeek.map((day) => slotMoment(language, day))),
      link: `${longestHost}${appointmentPath(language, "A-Token_of22Characters")}`,
    },
  ]),
);
const texts = templates.flatMap((template) => languages.map((language) => ({ template, language, text: fillText(template, language, longest[language] ?? {}) })));

/** GSM 03.38, the basic table without its escape: each of these is one of the 160 characters of a single text. */
const gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

describe.each(texts)("the text “$template” in $language", ({ text, template, language }) => {
  test("is one text: 160 characters at most, all of the plain GSM alphabet", () => {
    expect(Array.from(text).filter((character) => !gsmBasic.includes(character))).toEqual([]);
    expect(text.length).toBeLessThanOrEqual(160);
  });

  test("begins with who it is from", () => {
    expect(text).toMatch(/^Duong Ve: /);
  });

  test("carries no marks, so that every old phone shows it", () => {
    expect(text).toMatch(/^[\x20-\x7E]+$/);
  });

  test("has nothing to tap on but, at its end, the short address of one's own appointment: no other link, no domain, no address", () => {
    const { link } = longest[language] ?? { link: "" };
    const rest = catalogue[template][language].endsWith(" {link}") ? text.slice(0, -link.length) : text;
    expect(rest).not.toMatch(/https?:|www\.|\/\/|@|\b[a-z0-9-]+\.[a-z]{2,}\b/i);
    expect(text).not.toMatch(/https?:|www\./i);
  });

  test("has no number beside the code that could be called or typed", () => {
    const [before, after] = catalogue[template][language].split(/\{\w+\}/);
    expect(`${before} ${after}`).not.toMatch(/\d(?:[ .-]?\d){2,}/);
  });

  test("says nothing that gives somebody away", () => {
    expect(tellingWordsIn(text)).toEqual([]);
  });

  test("leaves no gap to fill", () => {
    expect(text).not.toMatch(/[{}]|undefined|null/);
  });
});

test("a receipt never carries the whole reference", () => {
  for (const language of languages) expect(fillText("receipt", language, longest[language] ?? {})).not.toContain("Q9TX");
});

test("the short address of an appointment says nothing telling, whatever the site is called", () => {
  for (const language of languages) expect(tellingWordsIn(appointmentPath(language, ""))).toEqual([]);
});

test("half a text is never sent: a missing value is an error that names it", () => {
  expect(() => fillText("code", "vi", {})).toThrow("code");
  expect(() => fillText("receipt", "vi", { code: "123456" })).toThrow("hint");
});

test("a value is put in as it is, even if it looks like a pattern", () => {
  expect(fillText("code", "en", { code: "$&$1{hint}" })).toContain("$&$1{hint}");
});

test("values a text does not ask for are not sent", () => {
  expect(fillText("code", "vi", { code: "007193", hint: "K7M4" })).not.toContain("K7M4");
});
