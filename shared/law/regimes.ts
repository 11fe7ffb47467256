import type { CivilDate } from "../calendar/civil-date.ts";
import type { Term } from "../calendar/term.ts";
import type { ArticleCode } from "./article.ts";
import type { TreatmentPlace } from "./treatment-places.ts";

/**
 * How sure we are of a rule: `read` in the text of the law; `reported` by offices, portals or the press; `unconfirmed` else.
 * Pages say so wherever it is not `read`.
 */
export type Confidence = "read" | "reported" | "unconfirmed";
type Where = { article: ArticleCode; confidence: Confidence };
/** What the law says, where, and how sure we are. */
export type Rule<T> = Where & { is: T };
/** A deadline of the law: so long after an event. */
export type Duty = Term & Where;
/** A deadline that is counted back from the end of a course, in days of 24 hours. */
type Ahead = Where & { daysBeforeEnd: number };

export const dutyIds = ["register", "decide", "start", "monitor", "transfer", "proposeAfterCare", "decideAfterCare"] as const;
export type DutyId = (typeof dutyIds)[number];
export const aheadIds = ["noticeOfEnd", "certify"] as const;
export type AheadId = (typeof aheadIds)[number];

export type FormId = "application" | "history" | "register" | "decision" | "delivery" | "reception" | "commitment" | "transfer" | "service" | "completion" | "facilityCompletion" | "contract" | "publicHandover" | "substitution" | "noticeOfEnd";

/** Months of a course: at least, and at most where the law says so. */
export type Months = { min: number; max: number | null };

export const regimeIds = ["R1", "R2"] as const;
type RegimeId = (typeof regimeIds)[number];

/** The law as one dated row. What it does not say is null. */
export type Regime = {
  id: RegimeId;
  validFrom: CivilDate;
  validTo: CivilDate | null;
  /** Where this law says what becomes of what began under the one before: a file not decided, a course begun, a course decided on. Null: nothing came before. */
  transition: Record<"undecided" | "started" | "decided", Where> | null;
  /** Whom people register with, and who decides. */
  authority: Rule<"communePeopleCommittee" | "communePolice">;
  /** In years: from when somebody can be treated, and until when a parent or representative files. */
  ages: Where & { treatableFrom: number; adultFrom: number };
  duties: Record<DutyId, Duty | null>;
  ahead: Record<AheadId, Ahead | null>;
  /** What the deadline for deciding does while papers are missing or the determination is awaited. */
  whileIncomplete: Rule<"pauses" | "beginsAgain">;
  duration: Rule<{ first: Months; again: Months }>;
  /** The longest course at home, in months. */
  homeAtMost: Rule<number> | null;
  /** How old a determination of addiction may be, in months. */
  determinationValid: Rule<number> | null;
  places: Record<TreatmentPlace, Rule<"everybody" | "minors"> | null>;
  /** Where people without a stable residence, and foreigners, can be treated; null: nothing of their own. */
  unsettledPlaces: Rule<readonly TreatmentPlace[]>;
  foreignerPlaces: Rule<readonly TreatmentPlace[]> | null;
  /** The first day of the register's year, as "MM-DD". */
  registerYearFrom: Rule<string>;
  /** Years of support and management after a voluntary and after a compulsory course. */
  afterCareYears: Rule<{ voluntary: number; compulsory: number }>;
  /** One payment to whoever has done three stages at home, in base salaries. */
  oneOffSupport: Rule<number>;
  annex: string;
  forms: Partial<Record<FormId, string>>;
};

const read = "read" as const;
const reported = "reported" as const;
const unconfirmed = "unconfirmed" as const;

/** Decree 116/2021/NĐ-CP under Law 73/2021/QH14, and Law 120/2025/QH15 with Decree 163/2026/NĐ-CP. A new law is a new row. */
export const regimes: readonly Regime[] = [
  {
    id: "R1",
    validFrom: "2022-01-01",
    validTo: "2026-06-30",
    transition: null,
    authority: { is: "communePeopleCommittee", article: "ND116-28-1", confidence: read },
    ages: { treatableFrom: 12, adultFrom: 18, article: "ND116-28-1", confidence: read },
    duties: {
      register: { workingDays: 5, begins: "onEvent", article: "ND116-28-1", confidence: read },
      decide: { workingDays: 3, article: "ND116-30-1", confidence: read },
      start: null,
      monitor: null,
      transfer: null,
      proposeAfterCare: { workingDays: 3, begins: "onEvent", article: "ND116-77", confidence: read },
      decideAfterCare: { workingDays: 2, article: "ND116-78", confidence: read },
    },
    ahead: { noticeOfEnd: null, certify: null },
    whileIncomplete: { is: "pauses", article: "ND118", confidence: reported },
    duration: { is: { first: { min: 6, max: null }, again: { min: 6, max: null } }, article: "ND116-28", confidence: read },
    homeAtMost: { is: 12, article: "L73", confidence: unconfirmed },
    determinationValid: null,
    places: {
      home: { is: "everybody", article: "ND116-28-3", confidence: read },
      publicFacility: { is: "everybody", article: "ND116-28-3", confidence: read },
      reformSchool: null,
      privateFacility: { is: "everybody", article: "ND116-28-3", confidence: read },
      privateThenHome: null,
    },
    unsettledPlaces: { is: ["publicFacility"], article: "ND116-28-1", confidence: read },
    foreignerPlaces: null,
    registerYearFrom: { is: "01-01", article: "ND116-28-5", confidence: read },
    afterCareYears: { is: { voluntary: 1, compulsory: 2 }, article: "L73", confidence: unconfirmed },
    oneOffSupport: { is: 1, article: "ND116-34-4b", confidence: read },
    annex: "Phụ lục II, Nghị định 116/2021/NĐ-CP",
    forms: { application: "22", register: "23", decision: "24", transfer: "25", completion: "26a", facilityCompletion: "26b", contract: "28" },
  },
  {
    id: "R2",
    validFrom: "2026-07-01",
    validTo: null,
    transition: {
      undecided: { article: "L120-56", confidence: read },
      started: { article: "L120-56", confidence: read },
      decided: { article: "L120-56", confidence: unconfirmed },
    },
    authority: { is: "communePolice", article: "L120-31-6", confidence: read },
    ages: { treatableFrom: 12, adultFrom: 18, article: "L120-31-6", confidence: read },
    duties: {
      register: { hours: 24, article: "ND163-89-1", confidence: read },
      decide: { hours: 24, article: "ND163-91", confidence: read },
      start: { workingDays: 2, begins: "onEvent", article: "ND163-4-8", confidence: read },
      monitor: { hours: 12, article: "ND163-14", confidence: read },
      transfer: { hours: 24, article: "ND163-92-1c", confidence: read },
      proposeAfterCare: { workingDays: 2, begins: "onEvent", article: "ND163-134", confidence: read },
      decideAfterCare: { workingDays: 2, article: "ND163-134", confidence: read },
    },
    ahead: {
      noticeOfEnd: { daysBeforeEnd: 30, article: "ND163-93-2", confidence: read },
      certify: { daysBeforeEnd: 1, article: "ND163-93-4", confidence: read },
    },
    // Art. 89(5) has the office say what is missing and names no pause: the file is received once it is whole.
    whileIncomplete: { is: "beginsAgain", article: "ND163-89-5", confidence: unconfirmed },
    duration: { is: { first: { min: 24, max: 24 }, again: { min: 36, max: 36 } }, article: "L120-29", confidence: read },
    homeAtMost: null,
    determinationValid: { is: 6, article: "L120-31-1b", confidence: read },
    places: {
      home: { is: "everybody", article: "L120-30-1", confidence: read },
      publicFacility: { is: "everybody", article: "L120-30-1", confidence: read },
      reformSchool: { is: "minors", article: "L120-30-1", confidence: read },
      privateFacility: { is: "everybody", article: "L120-30-1", confidence: read },
      privateThenHome: { is: "everybody", article: "L120-30-1", confidence: read },
    },
    unsettledPlaces: { is: ["publicFacility"], article: "L120-31-6", confidence: read },
    foreignerPlaces: { is: ["publicFacility", "privateFacility", "reformSchool"], article: "L120-40-2", confidence: read },
    registerYearFrom: { is: "12-15", article: "ND163-89-5", confidence: read },
    afterCareYears: { is: { voluntary: 1, compulsory: 2 }, article: "L120-42", confidence: read },
    oneOffSupport: { is: 1, article: "ND163-131", confidence: read },
    annex: "Phụ lục V, Nghị định 163/2026/NĐ-CP",
    forms: {
      application: "20",
      history: "33",
      register: "21",
      decision: "22",
      delivery: "23",
      reception: "24",
      commitment: "25",
      transfer: "26",
      service: "27",
      completion: "28",
      contract: "29",
      facilityCompletion: "30",
      publicHandover: "31",
      substitution: "35",
      noticeOfEnd: "51",
    },
  },
];

/** The row in force on a day. RangeError for a day no row covers. */
export function regimeOn(day: CivilDate, rows: readonly Regime[] = regimes): Regime {
  const found = rows.find((row) => row.validFrom <= day && (row.validTo === null || day <= row.validTo));
  if (!found) throw new RangeError(`no regime known for ${day}`);
  return found;
}

/** The row of a name. RangeError when there is none. */
export function regimeOf(id: string, rows: readonly Regime[] = regimes): Regime {
  const found = rows.find((row) => row.id === id);
  if (!found) throw new RangeError(`no regime ${id}`);
  return found;
}

/** The base salary on a day, in đồng a month (NĐ 161/2026/NĐ-CP from 01/07/2026); null for a day we have no figure of. */
export const baseSalaryOn = (day: CivilDate): Rule<number> | null => (day >= "2026-07-01" ? { is: 2_530_000, article: "ND161", confidence: reported } : null);
