import { expect, test } from "vitest";
import type { NamedDay } from "../../../../shared/calendar/days-off.ts";
import { holidaysMissing } from "../../../../shared/calendar/holidays-missing.ts";

const likely = (date: string): NamedDay => ({ date, name: { vi: "Nghỉ Quốc khánh", en: "National Day holiday" }, kind: "holiday", source: "a test", confirmed: false });

test.each([
  ["61 days before New Year, nothing is said of the new year yet", "2027-11-01", null],
  ["60 days before, it is", "2027-11-02", { year: 2028, missing: true, unconfirmed: [] }],
  ["so it is on New Year's Eve", "2027-12-31", { year: 2028, missing: true, unconfirmed: [] }],
  ["and in the year itself, as long as nobody has entered its days", "2028-01-04", { year: 2028, missing: true, unconfirmed: [] }],
])("%s", (_, today, found) => {
  expect(holidaysMissing(today, [])).toEqual(found);
});

test("a list that is whole and confirmed lacks nothing", () => {
  expect(holidaysMissing("2027-12-01", [], "2028-12-31")).toBeNull();
  expect(holidaysMissing("2027-12-01", [], "2028-12-30")).toMatchObject({ missing: true });
});

test("a day that is only likely is named until it is confirmed or past, and only in its year", () => {
  const days = [likely("2028-09-01")];
  const on = (today: string) => holidaysMissing(today, days, "2029-12-31");
  expect(on("2027-11-01")).toBeNull();
  expect(on("2027-11-02")).toEqual({ year: 2028, missing: false, unconfirmed: days });
  expect(on("2028-09-01")).toEqual({ year: 2028, missing: false, unconfirmed: days });
  expect(on("2028-09-02")).toBeNull();
  expect(holidaysMissing("2028-03-01", [{ ...likely("2028-09-01"), confirmed: true }], "2029-12-31")).toBeNull();
});

test("of the days we keep, in November 2026, Tết 2027 and the day beside 2/9/2027 await their announcement", () => {
  expect(holidaysMissing("2026-11-01")).toBeNull();
  expect(holidaysMissing("2026-11-22")).toMatchObject({ year: 2027, missing: false });
  expect(holidaysMissing("2026-11-22")?.unconfirmed.map(({ date }) => date)).toEqual(["2027-02-05", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11", "2027-09-03"]);
});

test("a day that does not exist cannot be asked about", () => {
  expect(() => holidaysMissing("2026-02-31")).toThrow(RangeError);
});
