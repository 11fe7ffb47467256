import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { lineSchema, phoneSchema } from "../../../../shared/form/fields.ts";
import {
  birthDateSchema,
  daySchema,
  fullNameSchema,
  idNumberFits,
  identitySchema,
} from "../../../../shared/registration/fields.ts";
import { testLandline, testPhone } from "../../../support/people.ts";
import { anyText, holds } from "../../support/property.ts";

/** What becomes of an answer: what is kept, or why it is refused. */
const answer = (schema: z.ZodType, typed: unknown): unknown => {
  const parsed = schema.safeParse(typed);
  return parsed.success ? { kept: parsed.data } : { refused: [...new Set(parsed.error.issues.map(({ message }) => message))] };
};
const kept = (value: unknown) => ({ kept: value });
const refused = (...codes: string[]) => ({ refused: codes });

const hostile = [
  "<script>alert(1)</script>",
  "Mẫu <b>đậm</b>",
  "{{7*7}}",
  "C:\\Windows",
  '=HYPERLINK("http://example.com","Mẫu")',
  "+1+1",
  "-2+3",
  "@SUM(A1)",
  "\u0000Mẫu",
  "Mẫu\u0007",
] as const;

describe("a full name", () => {
  const name = (typed: unknown) => answer(fullNameSchema, typed);

  test.each(["Nguyễn Văn Mẫu", "Trần Thị Ví Dụ", "Lê", "Đỗ", "H'Mẫu Niê", "Anna O'Example", "Anna O’Example", "Jean-Luc Exemple", "John J. Example", "王小明", "Ольга Примерова", "Søren Ñandú", "محمد"])(
    "%s is a name",
    (typed) => {
      expect(name(typed)).toEqual(kept(typed.normalize("NFC")));
    },
  );

  test("typed decomposed, it is kept composed", () => {
    expect(name("Nguyễn Văn Mẫu".normalize("NFD"))).toEqual(kept("Nguyễn Văn Mẫu".normalize("NFC")));
  });

  test("spaces too many and invisible marks are dropped, not refused", () => {
    expect(name("  Nguyễn \u200B Văn\u202E\tMẫu ")).toEqual(kept("Nguyễn Văn Mẫu"));
  });

  test.each(hostile)("%j is refused as no name", (typed) => {
    expect(name(typed)).toEqual(refused("fullName.letters"));
  });

  test.each(["Mẫu 2", "0 Mẫu", "Mẫu²", "Mẫu①", "mau@example.com", "Mẫu, Văn", "Mẫu😀", "-Mẫu", ".", "'"])("%j is refused: not letters alone", (typed) => {
    expect(name(typed)).toEqual(refused("fullName.letters"));
  });

  test("a line break in a name is a space", () => {
    expect(name("Nguyễn\nVăn Mẫu")).toEqual(kept("Nguyễn Văn Mẫu"));
  });

  test.each(["", "   ", "\u200B\u200D", undefined, null, 7, ["Mẫu"], {}])("%j is a missing name", (typed) => {
    expect(name(typed)).toEqual({ refused: expect.arrayContaining(["fullName.missing"]) });
  });

  test("100 characters are the most; they are counted after cleaning", () => {
    expect(name("m".repeat(100))).toEqual(kept("m".repeat(100)));
    expect(name("m".repeat(101))).toEqual(refused("fullName.tooLong"));
    expect(name("ẫ".normalize("NFD").repeat(100))).toEqual(kept("ẫ".normalize("NFC").repeat(100)));
  });

  test("10,000 and a million characters are simply too long", () => {
    expect(name("m".repeat(10_000))).toEqual(refused("fullName.tooLong"));
    expect(name("m".repeat(1_000_000))).toEqual(refused("text.tooLong"));
  });

  test("what is kept would be kept again, unchanged", () => {
    const typed = fc.array(fc.constantFrom(...Array.from("NguyễnVănMẫuĐỗ '’.-"), "\u200B", "  "), { maxLength: 60 }).map((parts) => parts.join(""));
    holds(
      fc.property(typed, fc.constantFrom("NFC", "NFD"), (text, form) => {
        const first = fullNameSchema.safeParse(text.normalize(form));
        if (first.success) expect(name(first.data)).toEqual(kept(first.data));
      }),
    );
  });

  test("any text at all is either kept or refused", () => {
    holds(
      fc.property(fc.anything(), (typed) => {
        name(typed);
      }),
    );
    holds(
      fc.property(anyText, (typed) => {
        name(typed);
      }),
    );
  });
});

describe("a line of free text", () => {
  const line = (typed: unknown) => answer(lineSchema, typed);

  test.each(["12 phố Thí Nghiệm", "Số 7, ngõ 3/12, tổ 5 (gần chợ)", "Thôn Mẫu – xóm 2", "Cục CS QLHC về TTXH", "Đ/c: & số 9"])("%s is fine", (typed) => {
    expect(line(typed)).toEqual(kept(typed));
  });

  test.each(hostile)("%j is refused", (typed) => {
    expect(line(typed)).toEqual(refused("text.characters"));
  });

  test("a quotation or a link in the middle is only text", () => {
    expect(line('Nhà "Mẫu" https://example.com')).toEqual(kept('Nhà "Mẫu" https://example.com'));
  });

  test("a formula after a tab or an invisible mark is a formula still", () => {
    expect(line("\t=1+1")).toEqual(refused("text.characters"));
    expect(line("\u200B=1+1")).toEqual(refused("text.characters"));
  });

  test("200 characters are the most", () => {
    expect(line("a".repeat(200))).toEqual(kept("a".repeat(200)));
    expect(line("a".repeat(201))).toEqual(refused("text.tooLong"));
    expect(line("a".repeat(10_000))).toEqual(refused("text.tooLong"));
  });

  test.each(["", "  ", 5, null])("%j is no line", (typed) => {
    expect(answer(lineSchema, typed)).toHaveProperty("refused");
  });
});

describe("a day", () => {
  const issued = daySchema("determination.issuedOn.missing", "determination.issuedOn.notReal");

  test("is a real day of the calendar", () => {
    expect(answer(issued, "2024-02-29")).toEqual(kept("2024-02-29"));
  });

  test.each(["31/02/2026", "2026-02-31", "2023-02-29", "2026-2-3", "2026-11-21T00:00:00Z", " "])("%j is not real", (typed) => {
    expect(answer(issued, typed)).toEqual(refused("determination.issuedOn.notReal"));
  });

  test.each([undefined, null, 20261121, {}])("%j is missing", (typed) => {
    expect(answer(issued, typed)).toEqual(refused("determination.issuedOn.missing"));
  });

  test("of birth lies in 1900 or later", () => {
    expect(answer(birthDateSchema, "1900-01-01")).toEqual(kept("1900-01-01"));
    expect(answer(birthDateSchema, "1899-12-31")).toEqual(refused("birthDate.tooLongAgo"));
    expect(answer(birthDateSchema, "0098-09-02")).toEqual(refused("birthDate.tooLongAgo"));
  });
});

describe("a phone number", () => {
  const stored = `+84${testPhone(1).slice(1)}`;

  test.each([testPhone(1), ` ${testPhone(1)} `, stored, `84${testPhone(1).slice(1)}`, testPhone(1).replace(/^(\d{4})(\d{3})/, "$1 $2 ")])("%j is kept as E.164", (typed) => {
    expect(answer(phoneSchema, typed)).toEqual(kept(stored));
  });

  test("a landline is kept too", () => {
    expect(answer(phoneSchema, testLandline)).toEqual(kept("+842420000123"));
  });

  test.each([`+1${testPhone(1).slice(1)}`, "1900 000 000", "0900", "không có", "9".repeat(10_000), "<script>"])("%j is no Vietnamese number", (typed) => {
    expect(answer(phoneSchema, typed)).toEqual(refused("phone.notVietnamese"));
  });

  test.each(["", "   ", undefined, null, 900_000_001])("%j is missing", (typed) => {
    expect(answer(phoneSchema, typed)).toEqual(refused("phone.missing"));
  });

  test("what is kept would be kept again", () => {
    holds(
      fc.property(fc.nat(999), (n) => {
        expect(answer(phoneSchema, phoneSchema.parse(testPhone(n)))).toEqual(kept(phoneSchema.parse(testPhone(n))));
      }),
    );
  });
});

describe("an identity paper", () => {
  const paper = (change: Record<string, unknown>) => answer(identitySchema, { kind: "idNumber", number: "001098000002", ...change });

  test("a personal number has 12 digits; how they are grouped does not matter", () => {
    for (const number of ["001098000002", "001 098 000 002", "001-098-000002", "001.098.000.002", "\u200B001098000002"]) {
      expect(paper({ number })).toEqual(kept({ kind: "idNumber", number: "001098000002" }));
    }
  });

  test.each(["00109800000", "0010980000021", "00109800000A", "123456789", "C1234567", "００１０９８０００００２"])("%j is not 12 digits", (number) => {
    expect(paper({ number })).toEqual(refused("identity.number.twelveDigits"));
  });

  test.each(["passport", "foreignPassport"])("a %s has 5 to 15 letters and digits, kept in capitals", (kind) => {
    expect(paper({ kind, number: " c 123-4567 " })).toEqual(kept({ kind, number: "C1234567" }));
    expect(paper({ kind, number: "A1234" })).toEqual(kept({ kind, number: "A1234" }));
    expect(paper({ kind, number: "A12345678901234" })).toEqual(kept({ kind, number: "A12345678901234" }));
    expect(paper({ kind, number: "A123" })).toEqual(refused("identity.number.passport"));
    expect(paper({ kind, number: "A123456789012345" })).toEqual(refused("identity.number.passport"));
    expect(paper({ kind, number: "Ä12345" })).toEqual(refused("identity.number.passport"));
  });

  test.each(["", "  ", "---", undefined, 1098000002])("%j is a missing number", (number) => {
    expect(paper({ number })).toEqual(refused("identity.number.missing"));
  });

  test.each(["cmnd", "", undefined, "__proto__", "constructor"])("%j is no kind of paper", (kind) => {
    expect(paper({ kind })).toEqual(refused("identity.kind.missing"));
  });

  test("day and place of issue may be given, and must then be real", () => {
    expect(paper({ issuedOn: "2022-06-05", issuedBy: "Cục Thí Nghiệm" })).toEqual(
      kept({ kind: "idNumber", number: "001098000002", issuedOn: "2022-06-05", issuedBy: "Cục Thí Nghiệm" }),
    );
    expect(paper({ issuedOn: "2022-02-30" })).toEqual(refused("identity.issuedOn.notReal"));
  });
});

describe("whether a personal number can be somebody's", () => {
  test.each([
    ["1998-09-02", "male", "0", "98"],
    ["1998-09-02", "female", "1", "98"],
    ["1900-01-01", "male", "0", "00"],
    ["1999-12-31", "female", "1", "99"],
    ["2000-01-01", "male", "2", "00"],
    ["2010-05-01", "female", "3", "10"],
    ["2099-12-31", "male", "2", "99"],
    ["2100-01-01", "male", "4", "00"],
    ["2101-01-01", "female", "5", "01"],
  ] as const)("born %s, %s: digit %s, then %s", (birthDate, sex, digit, year) => {
    expect(idNumberFits(`001${digit}${year}000002`, birthDate, sex)).toBe(true);
    expect(idNumberFits(`001${digit}${year}000002`, birthDate, sex === "male" ? "female" : "male")).toBe(false);
  });

  test("the place of birth and the last six digits say nothing", () => {
    expect(idNumberFits("096098999999", "1998-09-02", "male")).toBe(true);
  });

  test("of the thousand ways to fill the three digits, exactly one fits a birth date and a sex", () => {
    const born = fc.record({ year: fc.integer({ min: 1900, max: 2199 }), sex: fc.constantFrom("male" as const, "female" as const) });
    holds(
      fc.property(born, ({ year, sex }) => {
        const fitting = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(3, "0")).filter((digits) => idNumberFits(`001${digits}000002`, `${year}-06-15`, sex));
        expect(fitting).toEqual([`${(year < 2000 ? 0 : year < 2100 ? 2 : 4) + (sex === "female" ? 1 : 0)}${String(year).slice(2)}`]);
      }),
      60,
    );
  });
});
