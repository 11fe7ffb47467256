import type { CivilDate } from "../calendar/civil-date.ts";

/**
 * The law as dated rows. A rule is looked up by the date of the legal event, never by the date a page was opened.
 * Articles: "L120" is Law 120/2025/QH15 on drug prevention and control, "ND163" is Decree 163/2026/NĐ-CP.
 */
export type Regime = {
  id: string;
  validFrom: CivilDate;
  validTo: CivilDate | null;
  authority: "communePolice";
  decisionWithin: { hours: number; article: string };
  startWithin: { workingDays: number; article: string };
  ages: { treatableFrom: number; adultFrom: number; article: string };
  durationMonths: { first: number; again: number; article: string };
  determinationValidMonths: { months: number; article: string };
  applicationForm: string;
};

const regimes: readonly Regime[] = [
  {
    id: "R2",
    validFrom: "2026-07-01",
    validTo: null,
    authority: "communePolice",
    decisionWithin: { hours: 24, article: "ND163-91" },
    startWithin: { workingDays: 2, article: "ND163-4-8" },
    ages: { treatableFrom: 12, adultFrom: 18, article: "L120-31-6" },
    durationMonths: { first: 24, again: 36, article: "L120-29" },
    determinationValidMonths: { months: 6, article: "L120-31-1b" },
    applicationForm: "Mẫu 20, Phụ lục V, NĐ 163/2026/NĐ-CP",
  },
];

/** The rules in force for an event on a day. Throws for a day before 01/07/2026: this service opened under Law 120/2025. */
export function regimeOn(day: CivilDate): Regime {
  const found = regimes.find((r) => r.validFrom <= day && (r.validTo === null || day <= r.validTo));
  if (!found) throw new RangeError(`no regime known for ${day}`);
  return found;
}
