import * as fc from "fast-check";
import { routeNames, type RouteName } from "../../../../functions/messages/routes/route.ts";
import { safeHours, type SafeHours } from "../../../../shared/contact/safe-contact.ts";
import type { Cut } from "./process.ts";

/** How somebody answered about texts. */
export type Answers = { mayText: "yes" | "no"; agreed: boolean; hours: SafeHours[] };
/** So many days from today, at one of the times of the roster. */
export type When = { day: number; time: number };

/** What somebody or something does. `which` counts among those there are from the latest back, over and over. */
export type Act =
  | { do: "book"; who: number; at: When | "soon"; answers: Answers }
  | { do: "bookAgain" | "cancel" | "confirm"; which: number }
  | { do: "move"; which: number; to: When | "soon" }
  | { do: "stopTexts"; which: number; wholePhone: boolean }
  | { do: "ring"; outcome: "noAnswer" | "reached" | "askedNotToCall" }
  | { do: "closeSlots"; day: number }
  | { do: "register"; who: number; answers: Answers }
  | { do: "askCode" | "withdraw"; which: number }
  | { do: "sweep"; seconds: number }
  | { do: "wake"; which: number }
  | { do: "receipt"; which: number; named: "byThem" | "byUs" | "byNobody"; status: "delivered" | "undelivered" }
  | { do: "pass"; seconds: number };

/** Everything of it that somebody awaits. */
export const deeds: readonly Act["do"][] = ["book", "bookAgain", "cancel", "confirm", "move", "stopTexts", "ring", "closeSlots", "register", "askCode", "withdraw", "sweep", "wake", "receipt"];
/** What is done so often that some of it is cut off in every hundred runs. */
export const mostCutOff: readonly Act["do"][] = ["book", "move", "cancel", "sweep", "wake", "receipt"];

/** What a network does with the next texts it is handed. `takesInSilence`, `loses`: nobody hears what became of the text. */
const behaviours = ["takes", "takesSlowly", "isBusy", "refuses", "takesInSilence", "loses"] as const;
export type Behaviour = (typeof behaviours)[number];

export type Jump =
  | { to: "later"; minutes: number }
  | { to: "opening" | "closing" | "nextDue" | "lastMoment"; offMs: number }
  | { to: "afterTet" };

type Doing = { act: Act; cut?: Cut | undefined };
/** `acts` run at the same time; `order` says whose call is next each time somebody's must be. */
export type Step =
  | { acts: Doing[]; order: number[] }
  | { jump: Jump }
  | { network: RouteName; will: Behaviour[]; tells: boolean[] };

/** Where a run begins. `asked`: how the second network can be asked of a text. `names`: by what it calls one. */
export type Setting = { at: string; preferred: RouteName; perSecond: number; asked: "truly" | "never"; names: "own" | "ours" };

const nth = fc.nat(5);
/** Few people, so that much falls on one phone. */
const who = fc.constantFrom(0, 0, 0, 1);
const oftenTrue = fc.nat(5).map((n) => n < 5);
const hours: fc.Arbitrary<SafeHours[]> = fc.oneof(fc.subarray([...safeHours], { minLength: safeHours.length }), fc.subarray([...safeHours], { minLength: 1 }));
const answers: fc.Arbitrary<Answers> = fc.record({
  mayText: oftenTrue.map((yes) => (yes ? "yes" : "no")),
  agreed: oftenTrue,
  hours,
});
const when: fc.Arbitrary<When> = fc.record({ day: fc.nat(2), time: fc.nat(3) });
const whenOrSoon = fc.oneof({ weight: 4, arbitrary: when }, { weight: 1, arbitrary: fc.constant("soon" as const) });
const doing = <T extends string>(...verbs: [T, ...T[]]) => fc.constantFrom(...verbs);

const people: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: doing("book"), who, at: whenOrSoon, answers }) },
  { weight: 5, arbitrary: fc.record({ do: doing("cancel", "cancel", "cancel", "confirm", "bookAgain"), which: nth }) },
  { weight: 4, arbitrary: fc.record({ do: doing("move"), which: nth, to: whenOrSoon }) },
  { weight: 2, arbitrary: fc.record({ do: doing("stopTexts"), which: nth, wholePhone: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: doing("ring"), outcome: fc.constantFrom("noAnswer", "noAnswer", "reached", "askedNotToCall") }) },
  { weight: 1, arbitrary: fc.record({ do: doing("closeSlots"), day: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: doing("register"), who, answers }) },
  { weight: 2, arbitrary: fc.record({ do: doing("askCode", "askCode", "withdraw"), which: nth }) },
);
const senders: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: doing("sweep"), seconds: fc.constantFrom(0, 0, 0, 50) }) },
  { weight: 4, arbitrary: fc.record({ do: doing("wake"), which: fc.nat(15) }) },
);
const receipts: fc.Arbitrary<Act> = fc.record({
  do: doing("receipt"),
  which: fc.nat(2),
  named: fc.constantFrom("byThem", "byThem", "byUs", "byNobody"),
  status: fc.constantFrom("delivered", "undelivered"),
});
const cutIn = (calls: number): fc.Arbitrary<Cut | undefined> => fc.option(fc.record({ calls: fc.nat(calls), done: fc.boolean() }), { freq: 3, nil: undefined });
const byPeople = fc.record({ act: people, cut: cutIn(9) });
const bySenders = fc.record({ act: senders, cut: cutIn(24) });
const byNetworks = fc.record({ act: receipts, cut: cutIn(3) });
const passing = fc.record({ act: fc.record({ do: doing("pass"), seconds: fc.integer({ min: 1, max: 50 }) }) });

const alone: fc.Arbitrary<Step> = fc
  .oneof({ weight: 12, arbitrary: byPeople }, { weight: 8, arbitrary: bySenders }, { weight: 4, arbitrary: byNetworks })
  .map((one) => ({ acts: [one], order: [] }));
const beside = (first: Doing, others: readonly Doing[]): Doing[] => [first, ...others];
const others: fc.Arbitrary<Doing> = fc.oneof({ weight: 4, arbitrary: byPeople }, { weight: 4, arbitrary: bySenders }, { weight: 3, arbitrary: byNetworks }, { weight: 1, arbitrary: passing });
/** A sender, and what may come between its calls. */
const together: fc.Arbitrary<Step> = fc.record({
  acts: fc.tuple(bySenders, fc.array(others, { minLength: 1, maxLength: 2 })).map(([first, more]) => beside(first, more)),
  order: fc.array(fc.nat(3), { maxLength: 60, size: "max" }),
});

const offMs = fc.constantFrom(-1_000, -1, 0, 1, 60_000);
const jump: fc.Arbitrary<Jump> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ to: fc.constant("later" as const), minutes: fc.oneof({ weight: 3, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.constantFrom(60, 180, 600, 1_440, 4_320) }) }) },
  { weight: 6, arbitrary: fc.record({ to: fc.constantFrom("opening" as const, "closing" as const, "nextDue" as const, "nextDue" as const, "lastMoment" as const), offMs }) },
  { weight: 1, arbitrary: fc.constant({ to: "afterTet" as const }) },
);
const weather: fc.Arbitrary<Step> = fc.record({
  network: fc.constantFrom(...routeNames),
  will: fc.array(fc.constantFrom(...behaviours), { maxLength: 6, size: "max" }),
  tells: fc.array(fc.boolean(), { maxLength: 3 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 11, arbitrary: alone },
  { weight: 6, arbitrary: together },
  { weight: 6, arbitrary: jump.map((to) => ({ jump: to })) },
  { weight: 2, arbitrary: weather },
);

/** What seldom falls together by chance, and what may come between. */
const acting = (act: Act): Step => ({ acts: [{ act }], order: [] });
const swept = acting({ do: "sweep", seconds: 0 });
const stories: fc.Arbitrary<Step[]> = fc
  .record({ who, at: when, other: when, answers, between: step })
  .chain(({ who: one, at, other, answers: given, between }) => {
    const booked = acting({ do: "book", who: one, at, answers: given });
    const cancelled = acting({ do: "cancel", which: 0 });
    const missed = [acting({ do: "ring", outcome: "noAnswer" }), { jump: { to: "later" as const, minutes: 300 } }];
    return fc.constantFrom(
      [booked, swept, between, acting({ do: "move", which: 0, to: other }), acting({ do: "move", which: 0, to: at }), swept],
      [booked, cancelled, swept, between, booked, cancelled, swept],
      [acting({ do: "book", who: one, at: "soon", answers: given }), ...missed, ...missed, between, ...missed],
    );
  });
const chapters = fc.oneof({ weight: 24, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: stories });
export const steps = fc.noBias(fc.array(chapters, { minLength: 1, maxLength: 40, size: "max" })).map((all) => all.flat());

/** A morning; a Saturday night; the last evening before the days off of Tết; a quarter of an hour before the night. */
const beginnings = ["2026-11-23T02:00:00.000Z", "2026-11-28T15:10:00.000Z", "2027-02-04T10:00:00.000Z", "2026-11-25T13:45:00.000Z"];
export const setting: fc.Arbitrary<Setting> = fc.record({
  at: fc.constantFrom(...beginnings),
  preferred: fc.constantFrom(...routeNames),
  perSecond: fc.constantFrom(20, 1),
  asked: fc.constantFrom("truly", "truly", "never"),
  names: fc.constantFrom("own", "ours"),
});
