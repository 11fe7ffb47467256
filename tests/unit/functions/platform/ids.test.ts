import { describe, expect, test } from "vitest";
import { ids } from "../../../../functions/platform/ids.ts";
import { parseReference, referenceAlphabet } from "../../../../shared/reference.ts";

const many = (make: () => string, count = 2_000) => Array.from({ length: count }, make);

describe("a one-time code", () => {
  const codes = many(ids.oneTimeCode);

  test("has six digits", () => {
    expect(codes.filter((code) => !/^\d{6}$/.test(code))).toEqual([]);
  });

  test("keeps its zeros in front", () => {
    expect(codes.some((code) => code.startsWith("0"))).toBe(true);
  });

  test("begins with every digit", () => {
    expect(new Set(codes.map((code) => code[0])).size).toBe(10);
  });
});

describe("a reference", () => {
  const references = many(ids.reference);

  test("is one that can be typed back", () => {
    expect(references.filter((reference) => parseReference(reference) !== reference)).toEqual([]);
  });

  test("uses the whole alphabet", () => {
    expect(new Set(references.join("")).size).toBe(referenceAlphabet.length);
  });
});

test.each(["message", "event", "idempotencyKey"] as const)("no %s id comes twice", (kind) => {
  expect(new Set(many(ids[kind])).size).toBe(2_000);
});

test("an idempotency key of our own form is one our API would take", () => {
  expect(ids.idempotencyKey()).toMatch(/^[\x21-\x7E]{16,64}$/);
});
