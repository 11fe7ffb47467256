import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysAfter, weekdayOf } from "../../../../shared/calendar/civil-date.ts";
import { daysOffKnownFrom, daysOffKnownUntil, namedDays } from "../../../../shared/calendar/days-off.ts";
import { dayOff, daysThrough, isKnown, isWorkingDay, workingDaysAhead } from "../../../../shared/calendar/working-days.ts";
import { holds } from "../../support/property.ts";

/** Any day from the year before the list to the year after it. */
const anyDay = fc.integer({ min: 0, max: 1_460 }).map((days) => daysAfter("2025-01-01", days));

describe("a day", () => {
  test.each([
    ["a Monday", "2026-11-23"],
    ["the day after Culture Day", "2026-11-25"],
    ["a Friday", "2026-11-27"],
    ["a Saturday worked in exchange for Monday 31/08/2026", "2026-08-22"],
  ])("%s is worked", (_, day) => {
    expect(isWorkingDay(day)).toBe(true);
    expect(dayOff(day)).toBeNull();
  });

  test.each([
    ["a Saturday", "2026-11-21", "weekend"],
    ["a Sunday", "2026-11-22", "weekend"],
    ["Vietnam Culture Day, a Tuesday", "2026-11-24", "holiday"],
    ["the first day of Tết 2027, a Saturday", "2027-02-06", "holiday"],
    ["the Monday for which Saturday 22/08/2026 was worked", "2026-08-31", "substitute"],
    ["a likely day of Tết 2027", "2027-02-08", "holiday"],
    ["the Monday after the Hùng Kings' Festival fell on a Sunday", "2026-04-27", "substitute"],
    ["the Monday after 01/05/2027, a Saturday", "2027-05-03", "substitute"],
  ])("%s is a day off", (_, day, kind) => {
    expect(isWorkingDay(day)).toBe(false);
    expect(dayOff(day)).toMatchObject({ kind });
  });

  test("a day off says what it is in both languages, on which article, and whether that is certain", () => {
    expect(dayOff("2026-11-24")).toEqual({
      date: "2026-11-24",
      name: { vi: "Ngày Văn hóa Việt Nam", en: "Vietnamese Culture Day" },
      kind: "holiday",
      source: "NQ 28/2026/QH16",
      confirmed: true,
    });
    expect(dayOff("2027-02-09")).toMatchObject({ confirmed: false });
  });

  test("a Saturday worked in exchange for a Friday is a working day, and the Friday is none", () => {
    const exchange = { name: { vi: "hoán đổi", en: "exchange" }, source: "an announcement", confirmed: true };
    const days = [
      { ...exchange, date: "2027-03-05", kind: "substitute" as const },
      { ...exchange, date: "2027-03-13", kind: "makeUp" as const },
    ];
    expect(dayOff("2027-03-13", days)).toBeNull();
    expect(dayOff("2027-03-05", days)).toMatchObject({ kind: "substitute" });
    expect(dayOff("2027-03-14", days)).toEqual({ kind: "weekend" });
  });

  test("that does not exist cannot be asked about", () => {
    expect(() => dayOff("2026-02-31")).toThrow(RangeError);
    expect(() => isWorkingDay("")).toThrow(RangeError);
  });

  test("is worked exactly when it is no day off, and no weekend is worked without an exchange", () => {
    const worked = new Set(namedDays.filter(({ kind }) => kind === "makeUp").map(({ date }) => date));
    holds(
      fc.property(anyDay, (day) => {
        expect(isWorkingDay(day)).toBe(dayOff(day) === null);
        if ([0, 6].includes(weekdayOf(day))) expect(isWorkingDay(day)).toBe(worked.has(day));
      }),
      500,
    );
  });
});

describe("the list", () => {
  test("is whole for 2026 and 2027 and over the new year of 2028", () => {
    expect(["2026-01-01", "2026-11-22", "2027-12-31", "2028-01-03"].every(isKnown)).toBe(true);
    expect(["2025-12-31", "2028-01-04", "2030-01-01"].some(isKnown)).toBe(false);
  });

  test("beyond it only weekends are known", () => {
    holds(
      fc.property(anyDay, (day) => {
        expect(isKnown(day)).toBe(day >= daysOffKnownFrom && day <= daysOffKnownUntil);
        if (!isKnown(day)) expect(isWorkingDay(day)).toBe(![0, 6].includes(weekdayOf(day)));
      }),
      500,
    );
  });
});

describe("days from one to another", () => {
  test.each([
    ["2026-11-21", "2026-11-21", ["2026-11-21"]],
    ["2026-12-30", "2027-01-02", ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]],
    ["2026-11-21", "2026-11-20", []],
  ])("%s through %s", (from, to, days) => {
    expect(daysThrough(from, to)).toEqual(days);
  });

  test("there are as many as lie between, both ends counted, each a day after the one before", () => {
    holds(
      fc.property(anyDay, fc.integer({ min: 0, max: 400 }), (from, length) => {
        const days = daysThrough(from, daysAfter(from, length));
        expect(days).toEqual(Array.from({ length: length + 1 }, (_, index) => daysAfter(from, index)));
      }),
    );
  });

  test("neither end may be a day that does not exist", () => {
    expect(() => daysThrough("2026-02-31", "2026-03-02")).toThrow(RangeError);
    expect(() => daysThrough("2026-02-28", "2026-02-31")).toThrow(RangeError);
  });
});

describe("working days ahead", () => {
  test.each([
    ["a Saturday night before Culture Day", "2026-11-21", 3, ["2026-11-23", "2026-11-25", "2026-11-26"]],
    ["a working day counts itself", "2026-11-23", 2, ["2026-11-23", "2026-11-25"]],
    ["over Tết 2027, if it is as likely", "2027-02-04", 2, ["2027-02-04", "2027-02-12"]],
    ["over the new year of 2028", "2027-12-31", 2, ["2027-12-31", "2028-01-04"]],
    ["none", "2026-11-23", 0, []],
  ])("%s", (_, from, count, days) => {
    expect(workingDaysAhead(from, count)).toEqual(days);
  });

  test("are the working days of all days up to the last of them, none left out", () => {
    holds(
      fc.property(anyDay, fc.integer({ min: 1, max: 40 }), (from, count) => {
        const days = workingDaysAhead(from, count);
        expect(days).toHaveLength(count);
        expect(days).toEqual(daysThrough(from, days.at(-1) ?? from).filter(isWorkingDay));
      }),
    );
  });

  test("cannot begin on a day that does not exist", () => {
    expect(() => workingDaysAhead("2026-02-31", 1)).toThrow(RangeError);
  });
});
