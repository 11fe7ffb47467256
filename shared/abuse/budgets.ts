import { secondsToMidnight } from "../calendar/local-time.ts";

/**
 * How much of something there is in an hour or a day. `of`: whose it is. `target`: a phone, a reference, a pair of both. `asker`: one target asked
 * for from one source, so that using it up hinders nobody else. `source`: one address; behind that of a mobile network stand many people.
 */
type Budget = {
  of: "asker" | "target" | "source" | "service";
  per: "hour" | "day";
  /** A number, or the name of the stage's setting. */
  limit: number | "codesAnHour" | "codesADay";
};

export const budgets = {
  /** Used up: refused, and told. */
  codesOfAsker: { of: "asker", per: "day", limit: 5 },
  /** By phone and source: so many references may be tried with it. Half of one stands in a text. */
  pairsOfAsker: { of: "asker", per: "day", limit: 10 },
  callsOfAsker: { of: "asker", per: "day", limit: 3 },
  guessesOfAsker: { of: "asker", per: "hour", limit: 8 },
  /** Used up: taken in as ever, without the head start of danger. */
  dangerOfAsker: { of: "asker", per: "day", limit: 5 },
  dangerFromSource: { of: "source", per: "hour", limit: 10 },
  /** Used up: answered as ever, and no code is texted. Only a right pair spends it, so being told would tell that there is one. */
  codesToPhone: { of: "target", per: "day", limit: 15 },
  /** Used up: codes pause for everybody until the next hour or day; receipts and reminders never do. */
  codesAnHour: { of: "service", per: "hour", limit: "codesAnHour" },
  codesADay: { of: "service", per: "day", limit: "codesADay" },
  /** Used up: a proof first (functions/platform/challenge.ts). */
  codesFromSourceAnHour: { of: "source", per: "hour", limit: 20 },
  codesFromSourceADay: { of: "source", per: "day", limit: 60 },
  asksOfPhone: { of: "target", per: "day", limit: 30 },
  registrationsFromSource: { of: "source", per: "hour", limit: 60 },
  callsFromSource: { of: "source", per: "hour", limit: 60 },
  holdsFromSource: { of: "source", per: "hour", limit: 60 },
  guessesFromSource: { of: "source", per: "hour", limit: 30 },
  guessesAtReference: { of: "target", per: "hour", limit: 24 },
  /** Used up: whoever waits instead of working it out waits for the next hour. */
  waitsFromSource: { of: "source", per: "hour", limit: 60 },
} as const satisfies Record<string, Budget>;
export type BudgetName = keyof typeof budgets;

/** What is asked for that may need a proof, and what of it is free for a source. */
export const freeFor = {
  codes: ["codesFromSourceAnHour", "codesFromSourceADay"],
  registrations: ["registrationsFromSource"],
  calls: ["callsFromSource"],
  holds: ["holdsFromSource"],
  guesses: ["guessesFromSource"],
} as const satisfies Record<string, readonly BudgetName[]>;
export type Act = keyof typeof freeFor;

/** The limits a stage sets: what the whole service may use up. */
export type ServiceLimits = { codesAnHour: number; codesADay: number };
export const limitOf = (name: BudgetName, limits: ServiceLimits): number => {
  const { limit } = budgets[name];
  return typeof limit === "number" ? limit : limits[limit];
};

/** When the hour or the day (of Vietnam, both) that an instant falls into is over, and the next begins. */
export function periodEnd(per: Budget["per"], instant: Date): Date {
  const left = per === "day" ? secondsToMidnight(instant) : 3_600 - (Math.floor(instant.getTime() / 1_000) % 3_600);
  return new Date((Math.floor(instant.getTime() / 1_000) + left) * 1_000);
}
