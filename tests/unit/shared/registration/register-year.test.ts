import { expect, test } from "vitest";
import { regimeOf } from "../../../../shared/law/regimes.ts";
import { registerPeriod, registerRegime, registerYearOn } from "../../../../shared/registration/register-year.ts";

test.each([
  ["2025-01-01", 2025],
  ["2025-12-31", 2025],
  ["2026-07-01", 2026],
  ["2026-12-14", 2026],
  ["2026-12-15", 2027],
  ["2027-01-01", 2027],
])("%s falls into the register of %i", (day, year) => {
  expect(registerYearOn(day)).toBe(year);
});

test.each([
  [2025, "2026-11-22", "R1"],
  [2026, "2026-03-01", "R1"],
  [2026, "2026-11-22", "R2"],
  [2027, "2026-12-20", "R2"],
])("the register of %i is kept on %s by the law %s", (year, today, id) => {
  expect(registerRegime(year, today).id).toBe(id);
});

test("a year begins in January and, under the law of today, in the December before", () => {
  expect(registerPeriod(regimeOf("R1"), 2025)).toEqual({ from: "2025-01-01", to: "2025-12-31" });
  expect(registerPeriod(regimeOf("R2"), 2026)).toEqual({ from: "2025-12-15", to: "2026-12-14" });
});
