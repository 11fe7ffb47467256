import * as fc from "fast-check";
import whole from "libphonenumber-js/metadata.max.json" with { type: "json" };
import { describe, expect, test } from "vitest";
import { formatPhone, parsePhone } from "../../../../shared/contact/phone.ts";
import kept from "../../../../shared/contact/phone-metadata.json" with { type: "json" };
import { testLandline, testPhone } from "../../../support/people.ts";
import { anyText, holds } from "../../support/property.ts";

const national = testPhone(1);
const e164 = `+84${national.slice(1)}`;

test("our copy of Vietnam's numbering plan is the one in the installed libphonenumber-js", () => {
  expect(kept).toEqual(whole.countries.VN);
});

describe("a phone number as people write it", () => {
  test.each([
    ["in one piece", national],
    ["in groups", `${national.slice(0, 4)} ${national.slice(4, 7)} ${national.slice(7)}`],
    ["with full stops", `${national.slice(0, 4)}.${national.slice(4, 7)}.${national.slice(7)}`],
    ["with dashes", `${national.slice(0, 3)}-${national.slice(3)}`],
    ["with +84", e164],
    ["with 84 and no plus", e164.slice(1)],
    ["with 0084", `00${e164.slice(1)}`],
    ["with +84 in brackets", `(+84) ${national.slice(1)}`],
    ["with +84 and the zero left in", `+84 ${national}`],
    ["without the zero in front", national.slice(1)],
    ["with no-break spaces", `${national.slice(0, 4)}\u00A0${national.slice(4)}`],
    ["in full-width digits", Array.from(national, (digit) => String.fromCodePoint(0xff10 + Number(digit))).join("")],
    ["with a direction mark copied along", `\u202A${national}\u202C`],
    ["with a word before it", `số ${national}`],
  ])("%s is the same mobile number", (_, typed) => {
    expect(parsePhone(typed)).toEqual({ e164, kind: "mobile" });
  });

  test.each([testLandline, testLandline.replaceAll(" ", ""), `+84 ${testLandline.slice(1)}`])("%s is a landline", (typed) => {
    expect(parsePhone(typed)).toEqual({ e164: "+842420000123", kind: "landline" });
  });

  test("every number of the test block is a mobile number of its own", () => {
    const block = Array.from({ length: 1_000 }, (_, n) => parsePhone(testPhone(n)));
    expect(block.every((phone) => phone?.kind === "mobile")).toBe(true);
    expect(new Set(block.map((phone) => phone?.e164)).size).toBe(1_000);
  });

  test.each([
    ["nothing", ""],
    ["words", "không có"],
    ["one digit short", national.slice(0, -1)],
    ["one digit more", `${national}0`],
    ["two numbers", `${national} hoặc ${testPhone(2)}`],
    ["a number of the United States", `+1${national.slice(1)}`],
    ["a number of Cambodia", `+855${national.slice(1)}`],
    ["a number of Laos", `+856${national.slice(1)}`],
    ["a free line (1800)", "1800 000 000"],
    ["a paid line (1900)", "1900 000 000"],
    ["an emergency number", "113"],
    ["a mobile number of before 2018 (11 digits, 016…)", `016${national.slice(2)}0`],
    ["a prefix nobody was given", `010${national.slice(3)}`],
    ["a plus in the middle", `${national.slice(0, 5)}+${national.slice(5)}`],
    ["Arabic-Indic digits", Array.from(national, (digit) => String.fromCodePoint(0x660 + Number(digit))).join("")],
    ["10,000 digits", "0".repeat(10_000)],
  ])("%s is no number this service can use", (_, typed) => {
    expect(parsePhone(typed)).toBeNull();
  });

  test("whatever is typed, the answer is a Vietnamese number or none", () => {
    holds(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^[+0-9 .()-]{0,16}$/)), (typed) => {
        const phone = parsePhone(typed);
        if (phone) expect(phone.e164).toMatch(/^\+84\d{9,10}$/);
      }),
      500,
    );
  });
});

describe("a phone number as we show it", () => {
  test("a mobile number in groups of four, three and three", () => {
    expect(formatPhone(e164)).toBe("0900 000 001");
  });

  test("a landline of Hà Nội with its area code apart", () => {
    expect(formatPhone("+842420000123")).toBe("024 2000 0123");
  });

  test("what is shown can be typed back", () => {
    holds(
      fc.property(fc.nat(999), (n) => {
        expect(formatPhone(parsePhone(testPhone(n))?.e164 ?? "").replaceAll(" ", "")).toBe(testPhone(n));
      }),
    );
    expect(parsePhone(formatPhone("+842420000123"))?.e164).toBe("+842420000123");
  });
});
