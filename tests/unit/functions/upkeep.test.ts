import { expect, test } from "vitest";
import { checkCalendar } from "../../../functions/upkeep/check-calendar.ts";
import { daysOffKnownUntil } from "../../../shared/calendar/days-off.ts";

type Line = { code: string; fields: unknown };
function saidOn(day: string): Line[] {
  const lines: Line[] = [];
  const silent = () => {};
  checkCalendar({ log: { info: silent, warn: silent, error: (code, fields) => void lines.push({ code, fields }) }, now: () => new Date(`${day}T05:00:00+07:00`) });
  return lines;
}

test("sixty days before a year of which no list is kept, whoever is on duty is told that its days off are missing", () => {
  expect(daysOffKnownUntil < "2028-12-31").toBe(true);
  expect(saidOn("2027-11-02")).toEqual([{ code: "HOLIDAYS_TO_ENTER", fields: { count: expect.any(Number), because: "missing" } }]);
});

test("days that are only likely are told of too, with how many they are", () => {
  expect(saidOn("2026-11-22")).toEqual([{ code: "HOLIDAYS_TO_ENTER", fields: { count: 7, because: "unconfirmed" } }]);
});

test("nothing is said of a year that is still far", () => {
  expect(saidOn("2026-09-30")).toEqual([]);
});
