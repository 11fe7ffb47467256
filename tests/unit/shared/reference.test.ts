import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formatReference, parseReference, referenceAlphabet, referenceLength } from "../../../shared/reference.ts";
import { tellingWords } from "../../support/neutral-words.ts";
import { anyText, holds } from "../support/property.ts";

const reference = fc.array(fc.constantFrom(...Array.from(referenceAlphabet)), { minLength: referenceLength, maxLength: referenceLength }).map((letters) => letters.join(""));

test("no two characters of a reference can be taken for each other", () => {
  for (const alike of ["0OQ", "1IL", "5S", "8B", "2Z", "UV"]) {
    expect(Array.from(alike).filter((character) => referenceAlphabet.includes(character)).length).toBeLessThanOrEqual(1);
  }
  expect(referenceAlphabet).toBe(referenceAlphabet.toUpperCase());
  expect(new Set(referenceAlphabet).size).toBe(referenceAlphabet.length);
});

test("no half of a reference, which is all that a text carries, can be a telling word", () => {
  expect(tellingWords.filter((word) => /^\w{4}$/.test(word) && parseReference(`${word}${word}`) !== null)).toEqual([]);
  expect(referenceAlphabet).not.toMatch(/[AEIOUY]/);
});

test("a reference is too rare to be hit by trying", () => {
  expect(referenceAlphabet.length ** referenceLength).toBeGreaterThan(1e10);
});

test.each(["K7M4Q9TX", "k7m4q9tx", "K7M4 Q9TX", " k7m4-q9tx ", "K7M4–Q9TX", "k 7 m 4 q 9 t x", "K7M4.Q9TX", "K7M4\u00A0Q9TX"])("%j is read as K7M4Q9TX", (typed) => {
  expect(parseReference(typed)).toBe("K7M4Q9TX");
});

test.each(["", "K7M4", "K7M4Q9T", "K7M4Q9TXA", "K7M4Q9T0", "K7M4Q9TO", "K7M4Q9T1", "K7M4Q9TI", "K7M4/Q9TX", "<K7M4Q9TX>", "K7M4Q9TX\u0000", "Ｋ７Ｍ４Ｑ９ＴＸ"])(
  "%j cannot be a reference",
  (typed) => {
    expect(parseReference(typed)).toBeNull();
  },
);

test("it is shown in two halves of four", () => {
  expect(formatReference("K7M4Q9TX")).toBe("K7M4 Q9TX");
});

test("what is shown can be typed back", () => {
  holds(
    fc.property(reference, (one) => {
      expect(parseReference(formatReference(one))).toBe(one);
    }),
  );
  holds(
    fc.property(reference, (one) => {
      expect(parseReference(formatReference(one).toLowerCase())).toBe(one);
    }),
  );
});

test("anything may be typed: it is a reference or it is not", () => {
  holds(
    fc.property(anyText, (typed) => {
      const found = parseReference(typed);
      if (found !== null) expect(Array.from(found).every((character) => referenceAlphabet.includes(character))).toBe(true);
    }),
    1_000,
  );
});
