import { daysAfter, monthsAfter, type CivilDate } from "../calendar/civil-date.ts";
import { regimeOn, type Regime } from "../law/regimes.ts";

/** The year of the register that a day falls into: under the law of today it begins in the December before. */
export function registerYearOn(day: CivilDate): number {
  const begins = regimeOn(day).registerYearFrom.is;
  const year = Number(day.slice(0, 4));
  return begins !== "01-01" && day.slice(5) >= begins ? year + 1 : year;
}

/** The law a year's register is kept by: that in force when the year ends or, while it runs, today's. */
export function registerRegime(year: number, today: CivilDate): Regime {
  const closes = `${year}-12-14`;
  return regimeOn(today < closes ? today : closes);
}

/** The first and the last day of a year of the register. */
export function registerPeriod({ registerYearFrom }: Pick<Regime, "registerYearFrom">, year: number): { from: CivilDate; to: CivilDate } {
  const begins = registerYearFrom.is;
  const from = `${begins === "01-01" ? year : year - 1}-${begins}`;
  return { from, to: daysAfter(monthsAfter(from, 12), -1) };
}
