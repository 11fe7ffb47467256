import * as fc from "fast-check";
import { expect, test } from "vitest";
import { budgets, freeFor, limitOf, periodEnd, type BudgetName } from "../../../../shared/abuse/budgets.ts";
import { localTime } from "../../../../shared/calendar/local-time.ts";
import { solved } from "../../../support/proofs.ts";
import { holds } from "../../support/property.ts";

const names = Object.keys(budgets) as BudgetName[];

test.each([
  ["day", "2026-11-22T16:59:59.999Z", "2026-11-22T17:00:00.000Z"],
  ["day", "2026-11-22T17:00:00.000Z", "2026-11-23T17:00:00.000Z"],
  ["hour", "2026-11-22T16:59:59.999Z", "2026-11-22T17:00:00.000Z"],
  ["hour", "2026-11-22T17:00:00.000Z", "2026-11-22T18:00:00.000Z"],
] as const)("a %s that %s falls into ends at %s", (per, at, end) => {
  expect(periodEnd(per, new Date(at)).toISOString()).toBe(end);
});

test("whatever the instant, its hour and its day end when Vietnam's clock says so, and not before it", () => {
  holds(
    fc.property(fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }), (instant) => {
      const [hour, day] = [periodEnd("hour", instant), periodEnd("day", instant)];
      expect(hour > instant && hour <= day && hour.getTime() - instant.getTime() <= 3_600_000 && day.getTime() - instant.getTime() <= 24 * 3_600_000).toBe(true);
      expect(localTime(hour)).toMatchObject({ minute: 0 });
      expect(localTime(day)).toMatchObject({ hour: 0, minute: 0 });
    }),
  );
});

test("the service's limits are the stage's, and all others the table's", () => {
  const limits = { codesAnHour: 7, codesADay: 70 };
  const own = names.filter((name) => budgets[name].of === "service");
  expect(own.map((name) => limitOf(name, limits))).toEqual([7, 70]);
  for (const name of names.filter((one) => !own.includes(one))) expect(limitOf(name, limits)).toBe(budgets[name].limit);
});

test("what is free before a proof is counted by the source and nothing else", () => {
  for (const name of Object.values(freeFor).flat()) expect(budgets[name].of).toBe("source");
});

test("the work is ALTCHA's: its library 2.8.0 found the same key at the same counter", () => {
  const work = { cost: 50, keyLength: 32, keyPrefix: "00", nonce: "000102030405060708090a0b0c0d0e0f", salt: "f0e0d0c0b0a090807060504030201000" };
  expect(solved(work)).toEqual({ counter: 257, derivedKey: "00812837ad675a803b595ae41810f145983995e7cce66255bd5fab6c1e141959" });
});
