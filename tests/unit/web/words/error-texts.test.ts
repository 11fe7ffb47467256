import { expect, test } from "vitest";
import { errorTexts } from "../../../../web/words/error-texts.ts";

const table = { "name.missing": "Enter a name", "field.invalid": "Enter this again" };

test("codes become the sentences of the table they are asked of, each once", () => {
  expect(errorTexts(table, ["name.missing", "name.missing"])).toEqual(["Enter a name"]);
});

test("a code without a sentence, even one every object answers to, says to enter it again", () => {
  expect(errorTexts(table, ["unheard", "constructor", "__proto__"])).toEqual(["Enter this again"]);
});

test("nothing wrong, nothing said", () => {
  expect(errorTexts(table, [])).toEqual([]);
});
