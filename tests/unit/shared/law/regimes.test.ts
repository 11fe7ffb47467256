import { describe, expect, test } from "vitest";
import { regimeOn } from "../../../../shared/law/regimes.ts";

describe("the law by date", () => {
  test("01/07/2026 is the first day of Law 120/2025", () => {
    expect(regimeOn("2026-07-01").id).toBe("R2");
  });

  test("30/06/2026 belongs to a law this service never worked under", () => {
    expect(() => regimeOn("2026-06-30")).toThrow("2026-06-30");
  });

  test("it is still in force on any later day", () => {
    expect(regimeOn("2026-11-21")).toBe(regimeOn("2026-07-01"));
    expect(regimeOn("2099-12-31")).toBe(regimeOn("2026-07-01"));
  });

  test("the commune police decide, within 24 hours (NĐ 163/2026, Art. 91)", () => {
    expect(regimeOn("2026-11-21")).toMatchObject({ authority: "communePolice", decisionWithin: { hours: 24, article: "ND163-91" } });
  });

  test("treatment starts within two working days of the decision (Art. 4(8))", () => {
    expect(regimeOn("2026-11-21").startWithin).toEqual({ workingDays: 2, article: "ND163-4-8" });
  });

  test("it takes people from 12, as adults from 18 (Law 120/2025, Art. 31(6))", () => {
    expect(regimeOn("2026-11-21").ages).toMatchObject({ treatableFrom: 12, adultFrom: 18 });
  });

  test("it lasts 24 months the first time and 36 after that (Art. 29)", () => {
    expect(regimeOn("2026-11-21").durationMonths).toMatchObject({ first: 24, again: 36 });
  });

  test("a determination paper is good for six months (Art. 31(1)(b))", () => {
    expect(regimeOn("2026-11-21").determinationValidMonths.months).toBe(6);
  });
});
