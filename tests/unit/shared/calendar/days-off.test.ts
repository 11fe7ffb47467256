import { describe, expect, test } from "vitest";
import { isCivilDate, weekdayOf } from "../../../../shared/calendar/civil-date.ts";
import { daysOffKnownFrom, daysOffKnownUntil, namedDays, type NamedDay } from "../../../../shared/calendar/days-off.ts";

const isWeekend = ({ date }: NamedDay) => [0, 6].includes(weekdayOf(date));
const isExchanged = ({ name }: NamedDay) => name.vi.startsWith("Nghỉ hoán đổi");
const ofYear = (year: number, kind: NamedDay["kind"]) => namedDays.filter((day) => day.date.startsWith(`${year}-`) && day.kind === kind);

test("every entry is a real day inside the list's bounds, named in both languages and with its source", () => {
  for (const { date, name, source } of namedDays) {
    expect(isCivilDate(date)).toBe(true);
    expect(date >= daysOffKnownFrom && date <= daysOffKnownUntil).toBe(true);
    expect([name.vi, name.en, source].every(Boolean)).toBe(true);
  }
});

test("no day is listed twice, and they stand in order", () => {
  const dates = namedDays.map(({ date }) => date);
  expect(dates).toEqual([...new Set(dates)].toSorted());
});

describe.each([2026, 2027])("in %i", (year) => {
  test("there are the 12 days of the law: 11 of Labour Code Art. 112 and 24/11", () => {
    expect(ofYear(year, "holiday")).toHaveLength(12);
  });

  test("each holiday on a weekend has one day in lieu, the first free day after it", () => {
    const holidays = ofYear(year, "holiday");
    const substitutes = ofYear(year, "substitute").filter((day) => !isExchanged(day));
    expect(substitutes).toHaveLength(holidays.filter(isWeekend).length);
    expect(substitutes.some(isWeekend)).toBe(false);
  });

  test("what the law leaves to an announcement rests on one, or is not called confirmed: Tết but its first day, and the day beside 2/9", () => {
    const announced = ofYear(year, "holiday").filter(({ source }) => source.includes("112(3)"));
    expect(announced.map(({ date }) => date.slice(5, 7))).toEqual(["02", "02", "02", "02", "09"]);
    expect(announced.map(({ confirmed }) => confirmed)).toEqual(announced.map(({ source }) => source.startsWith("Ministry of Home Affairs")));
  });

  test("for each working day given away a rest day is worked, on the same announcement, and never a holiday", () => {
    const given = ofYear(year, "substitute").filter(isExchanged);
    const worked = ofYear(year, "makeUp");
    expect(worked.map(({ source }) => source)).toEqual(given.map(({ source }) => source));
    expect(worked.every(isWeekend)).toBe(true);
    expect(given.some(isWeekend)).toBe(false);
  });
});

test("the days off of 2026 are those announced, with their two exchanges; those of 2027 are not announced yet", () => {
  expect(namedDays.filter(({ date, confirmed }) => date.startsWith("2026-") && !confirmed)).toEqual([]);
  expect([...ofYear(2026, "substitute").filter(isExchanged), ...ofYear(2026, "makeUp")].map(({ date }) => date)).toEqual(["2026-01-02", "2026-08-31", "2026-01-10", "2026-08-22"]);
  expect(namedDays.filter(({ date, confirmed }) => date.startsWith("2027-") && !confirmed)).toHaveLength(7);
});

test.each([
  ["the Hùng Kings' Festival of 2026", "2026-04-26", "2026-04-27"],
  ["Labour Day 2027", "2027-05-01", "2027-05-03"],
  ["New Year 2028", "2028-01-01", "2028-01-03"],
])("%s falls on a weekend, %s, and is given on %s", (_, date, given) => {
  const listed = (day: string) => namedDays.find((one) => one.date === day);
  expect(listed(date)).toMatchObject({ kind: "holiday", confirmed: true });
  expect(listed(given)).toMatchObject({ kind: "substitute", confirmed: true });
});
