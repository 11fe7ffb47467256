import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ageOn, civilParts, daysAfter, isCivilDate, monthsAfter, weekdayOf } from "../../../../shared/calendar/civil-date.ts";
import { anyText, holds } from "../../support/property.ts";

/** The calendar as a child learns it: thirty days have April, June, September and November… */
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengthOf = (year: number, month: number) => (month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
const two = (n: number) => String(n).padStart(2, "0");
const written = (year: number, month: number, day: number) => `${year}-${two(month)}-${two(day)}`;

const dayIn = (from: number, to: number) =>
  fc
    .record({ year: fc.integer({ min: from, max: to }), month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 31 }) })
    .filter(({ year, month, day }) => day <= lengthOf(year, month))
    .map(({ year, month, day }) => written(year, month, day));

describe("a calendar day", () => {
  test.each(["2026-11-21", "2024-02-29", "2000-02-29", "1900-02-28", "1999-12-31", "0001-01-01", "9999-12-31"])("%s is real", (day) => {
    expect(isCivilDate(day)).toBe(true);
  });

  test.each([
    ["31 February", "2026-02-31"],
    ["29 February of a common year", "2026-02-29"],
    ["29 February 1900, a century that is no leap year", "1900-02-29"],
    ["31 April", "2026-04-31"],
    ["month 13", "2026-13-01"],
    ["month 0", "2026-00-10"],
    ["day 0", "2026-01-00"],
    ["a short month", "2026-1-01"],
    ["a two-digit year", "98-09-02"],
    ["the Vietnamese order", "02/09/1998"],
    ["a moment", "2026-11-21T00:00:00Z"],
    ["a space before", " 2026-11-21"],
    ["a line break after", "2026-11-21\n"],
    ["full-width digits", "２０２６-11-21"],
    ["nothing", ""],
  ])("%s is not (%j)", (_, text) => {
    expect(isCivilDate(text)).toBe(false);
    expect(civilParts(text)).toBeNull();
  });

  test("its parts are year, month and day", () => {
    expect(civilParts("2027-02-06")).toEqual({ year: 2027, month: 2, day: 6 });
  });

  test("from 1900 to 2100, exactly the days of the calendar are real", () => {
    const wrong: string[] = [];
    for (let year = 1900; year <= 2100; year++)
      for (let month = 0; month <= 13; month++)
        for (let day = 0; day <= 32; day++) {
          const real = month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(year, month);
          if (isCivilDate(written(year, month, day)) !== real) wrong.push(written(year, month, day));
        }
    expect(wrong).toEqual([]);
  });

  test("any text may be asked about", () => {
    holds(
      fc.property(anyText, (text) => {
        expect(isCivilDate(text)).toBe(civilParts(text) !== null);
      }),
    );
  });
});

describe("age", () => {
  test.each([
    ["the day before a birthday", "2008-11-21", "2026-11-20", 17],
    ["the birthday itself", "2008-11-21", "2026-11-21", 18],
    ["the day after", "2008-11-21", "2026-11-22", 18],
    ["the last day of the year", "2008-12-31", "2026-12-30", 17],
    ["the day of birth", "2026-11-21", "2026-11-21", 0],
    ["born on 29/02, on 28/02 of a common year", "2008-02-29", "2026-02-28", 17],
    ["born on 29/02, on 01/03 of a common year", "2008-02-29", "2026-03-01", 18],
    ["born on 29/02, on 28/02 of a leap year", "2008-02-29", "2028-02-28", 19],
    ["born on 29/02, on 29/02 of a leap year", "2008-02-29", "2028-02-29", 20],
    ["born on 01/03, on 29/02", "2008-03-01", "2028-02-29", 19],
    ["a person of 100", "1926-01-01", "2026-01-01", 100],
  ])("%s", (_, born, day, age) => {
    expect(ageOn(born, day)).toBe(age);
  });

  test("it is the number of birthdays lived through; 29/02 falls on 01/03 in a common year", () => {
    const birthday = (born: string, year: number) => (born.endsWith("02-29") && !isLeap(year) ? `${year}-03-01` : `${year}${born.slice(4)}`);
    const counted = (born: string, day: string) => {
      let age = 0;
      for (let year = Number(born.slice(0, 4)) + 1; birthday(born, year) <= day; year++) age++;
      return age;
    };
    holds(
      fc.property(dayIn(1900, 2010), dayIn(2011, 2100), (born, day) => {
        expect(ageOn(born, day)).toBe(counted(born, day));
      }),
      1_000,
    );
    holds(
      fc.property(fc.constantFrom("1904-02-29", "2000-02-29", "2008-02-29"), dayIn(2011, 2100), (born, day) => {
        expect(ageOn(born, day)).toBe(counted(born, day));
      }),
    );
  });

  test("nobody grows younger", () => {
    holds(
      fc.property(dayIn(1900, 2010), dayIn(2011, 2100), dayIn(2011, 2100), (born, a, b) => {
        const [earlier, later] = [a, b].toSorted() as [string, string];
        expect(ageOn(born, earlier)).toBeLessThanOrEqual(ageOn(born, later));
      }),
      500,
    );
  });
});

describe("a term of months", () => {
  test.each([
    ["2026-11-21", 6, "2027-05-21"],
    ["2026-11-21", 0, "2026-11-21"],
    ["2025-09-15", 6, "2026-03-15"],
    ["2025-12-31", 2, "2026-02-28"],
    ["2025-08-31", 6, "2026-02-28"],
    ["2027-08-31", 6, "2028-02-29"],
    ["2026-03-31", 1, "2026-04-30"],
    ["2028-02-29", 12, "2029-02-28"],
    ["2026-11-21", 24, "2028-11-21"],
  ])("from %s, %i months, ends on %s", (day, months, last) => {
    expect(monthsAfter(day, months)).toBe(last);
  });

  test("ends the right number of months away, on the same day or the month's last", () => {
    holds(
      fc.property(dayIn(1900, 2100), fc.integer({ min: 0, max: 240 }), (day, months) => {
        const last = monthsAfter(day, months);
        const a = civilParts(day);
        const b = civilParts(last);
        if (!a || !b) throw new Error(`${last} is not a day`);
        expect(b.year * 12 + b.month - (a.year * 12 + a.month)).toBe(months);
        expect(b.day).toBe(Math.min(a.day, lengthOf(b.year, b.month)));
      }),
      500,
    );
  });

  test("cannot begin on a day that does not exist", () => {
    expect(() => monthsAfter("2026-02-31", 6)).toThrow(RangeError);
    expect(() => monthsAfter("", 6)).toThrow(RangeError);
  });
});

describe("days later", () => {
  test.each([
    ["2026-11-21", 1, "2026-11-22"],
    ["2026-11-21", 0, "2026-11-21"],
    ["2026-11-21", -21, "2026-10-31"],
    ["2026-12-31", 1, "2027-01-01"],
    ["2027-02-28", 1, "2027-03-01"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2028-03-01", -1, "2028-02-29"],
    ["2026-11-21", 365, "2027-11-21"],
  ])("from %s, %i days, is %s", (day, days, later) => {
    expect(daysAfter(day, days)).toBe(later);
  });

  test("there and back again is the same day, and a week later is the same weekday", () => {
    holds(
      fc.property(dayIn(1900, 2100), fc.integer({ min: -4_000, max: 4_000 }), (day, days) => {
        expect(daysAfter(daysAfter(day, days), -days)).toBe(day);
        expect(weekdayOf(daysAfter(day, 7))).toBe(weekdayOf(day));
      }),
      500,
    );
  });

  test("one day at a time, no day of the calendar is left out or met twice", () => {
    holds(
      fc.property(dayIn(1900, 2100), (day) => {
        const next = daysAfter(day, 1);
        const a = civilParts(day);
        const b = civilParts(next);
        if (!a || !b) throw new Error(`${next} is not a day`);
        expect(next > day).toBe(true);
        expect(b.day).toBe(a.day === lengthOf(a.year, a.month) ? 1 : a.day + 1);
      }),
      500,
    );
  });

  test("cannot be counted from a day that does not exist", () => {
    expect(() => daysAfter("2026-02-31", 1)).toThrow(RangeError);
    expect(() => daysAfter("", 1)).toThrow(RangeError);
  });
});

describe("the day of the week", () => {
  test.each([
    ["2026-11-22", 0],
    ["2026-11-24", 2],
    ["2027-02-06", 6],
    ["2028-02-29", 2],
  ])("of %s is %i", (day, weekday) => {
    expect(weekdayOf(day)).toBe(weekday);
  });

  test("a day that does not exist has none", () => {
    expect(() => weekdayOf("2026-02-31")).toThrow(RangeError);
  });
});
