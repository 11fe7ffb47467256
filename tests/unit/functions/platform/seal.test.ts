import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSeal } from "../../../../functions/platform/seal.ts";
import { anyText, holds } from "../../support/property.ts";

const secret = "a secret for tests, long enough to be one";
const seal = createSeal(secret);
const now = new Date("2026-11-21T15:10:00.000Z");
const inFourHours = new Date("2026-11-21T19:10:00.000Z");
const answers = { key: "k1", answers: { "person.fullName": "Nguyễn Văn Mẫu" }, reviewing: false };
const closed = seal.close("form", answers, inFourHours);

/** The sealed text with one byte of its content replaced. */
const altered = (at: number, change: (byte: number) => number): string => {
  const [version, payload = ""] = closed.split(".");
  const bytes = Buffer.from(payload, "base64url");
  bytes[at] = change(bytes[at] ?? 0);
  return `${version}.${bytes.toString("base64url")}`;
};
const length = Buffer.from(closed.split(".")[1] ?? "", "base64url").length;

describe("a sealed value", () => {
  test("comes back as it was closed", () => {
    expect(seal.open("form", closed, now)).toEqual(answers);
  });

  test("comes back whatever it was", () => {
    holds(
      fc.property(fc.jsonValue(), anyText, (value, purpose) => {
        expect(seal.open(purpose, seal.close(purpose, value, inFourHours), now)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("opens in another process that has the same secret", () => {
    expect(createSeal(secret).open("form", closed, now)).toEqual(answers);
  });

  test("shows nothing of what is inside", () => {
    expect(closed).toMatch(/^1\.[A-Za-z0-9_-]+$/);
    expect(Buffer.from(closed.split(".")[1] ?? "", "base64url").toString("utf8")).not.toContain("Mẫu");
  });

  test("looks different every time", () => {
    expect(seal.close("form", answers, inFourHours)).not.toBe(closed);
  });

  test("opens for no other purpose", () => {
    expect(seal.open("status", closed, now)).toBeNull();
    expect(seal.open("", closed, now)).toBeNull();
  });

  test("opens with no other secret", () => {
    expect(createSeal(`${secret}!`).open("form", closed, now)).toBeNull();
  });

  test("opens until it expires, and not at that moment", () => {
    expect(seal.open("form", closed, new Date(inFourHours.getTime() - 1))).toEqual(answers);
    expect(seal.open("form", closed, inFourHours)).toBeNull();
  });

  test("does not open with any one bit flipped", () => {
    const opened = Array.from({ length: length * 8 }, (_, bit) => seal.open("form", altered(Math.floor(bit / 8), (byte) => byte ^ (1 << bit % 8)), now)).filter((value) => value !== null);
    expect(opened).toEqual([]);
  });

  test("does not open when any of its end is missing", () => {
    const opened = Array.from({ length: closed.length }, (_, end) => seal.open("form", closed.slice(0, end), now)).filter((value) => value !== null);
    expect(opened).toEqual([]);
  });

  test("does not open with bytes added", () => {
    const [version, payload = ""] = closed.split(".");
    const longer = Buffer.concat([Buffer.from(payload, "base64url"), Buffer.from([0])]).toString("base64url");
    expect(seal.open("form", `${version}.${longer}`, now)).toBeNull();
  });

  test("does not open under another version", () => {
    expect(seal.open("form", closed.replace(/^1/, "2"), now)).toBeNull();
    expect(seal.open("form", closed.replace(/^1\./, ""), now)).toBeNull();
  });

  test("never opens by chance, and never breaks what tries", () => {
    const token = fc.oneof(anyText, fc.base64String().map((text) => `1.${text}`), fc.uint8Array({ maxLength: 80 }).map((bytes) => `1.${Buffer.from(bytes).toString("base64url")}`));
    holds(
      fc.property(anyText, token, (purpose, text) => {
        expect(seal.open(purpose, text, now)).toBeNull();
      }),
      1_000,
    );
  });
});

describe("a hash", () => {
  test("is the same for the same text, in every process", () => {
    expect(createSeal(secret).hash("phone", "one")).toBe(seal.hash("phone", "one"));
  });

  test("differs by text, by purpose and by secret", () => {
    const all = [seal.hash("phone", "one"), seal.hash("phone", "two"), seal.hash("code", "one"), createSeal(`${secret}!`).hash("phone", "one")];
    expect(new Set(all).size).toBe(4);
  });

  test("does not contain what was hashed", () => {
    expect(seal.hash("code", "007193")).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
