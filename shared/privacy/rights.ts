import * as z from "zod";
import { clockOf, clockSchema, type Clock } from "../calendar/clock.ts";
import type { ArticleCode } from "../law/article.ts";
import type { Role } from "../staff/roles.ts";

/** What somebody can ask about their data, in the order it is offered. Consent is withdrawn for one purpose at a time. */
export const rightKinds = ["view", "correct", "stopTexts", "withdrawConsent", "restrict", "object", "erase", "protect"] as const;
export type RightKind = (typeof rightKinds)[number];

type Rule = {
  /** Where the right stands. */
  article: ArticleCode;
  /** Days to carry it out in, and where somebody else has the data too (null: no such term is known). */
  days: number;
  withThirdParty: number | null;
  /** Days that it may be put off by, once. */
  extension: number;
};
const term = { days: 15, withThirdParty: 20, extension: 15 } as const;

/** The rights of Law 91/2025/QH15 with the days of NĐ 356/2025/NĐ-CP, Art. 5; everything is answered within two working days. */
export const rightRules: Record<RightKind, Rule> = {
  view: { article: "L91-4", days: 10, withThirdParty: 15, extension: 10 },
  correct: { article: "L91-4", days: 10, withThirdParty: 15, extension: 10 },
  stopTexts: { article: "L91-10", ...term },
  withdrawConsent: { article: "L91-10", ...term },
  restrict: { article: "L91-4", ...term },
  object: { article: "L91-4", ...term },
  erase: { article: "L91-14", days: 20, withThirdParty: 30, extension: 20 },
  protect: { article: "L91-4", days: 15, withThirdParty: null, extension: 15 },
};
const rightTermsArticle: ArticleCode = "ND356-5";
const answerWorkingDays = 2;

/** Why a request may be refused, each with where it stands. */
export const refusalGrounds = { procedure: "L91-19", life: "L91-19", otherLaw: "L91-19", notTheirs: "L91-4" } as const satisfies Record<string, ArticleCode>;
export type RefusalGround = keyof typeof refusalGrounds;
export const refusalGroundNames = ["procedure", "life", "otherLaw", "notTheirs"] as const satisfies readonly RefusalGround[];

export const rightStates = ["asked", "accepted", "extended", "refused", "done", "takenBack", "lifted"] as const;
export type RightState = (typeof rightStates)[number];

type Move = { from: readonly RightState[]; to: RightState; by: readonly ("applicant" | Role)[]; only?: RightKind };

/** Every move a request can make and who may make it; the same row is the condition on the write. */
const rightMoves = {
  accept: { from: ["asked"], to: "accepted", by: ["communeOfficer"] },
  refuse: { from: ["asked"], to: "refused", by: ["communeOfficer"] },
  extend: { from: ["accepted"], to: "extended", by: ["communeOfficer"] },
  carryOut: { from: ["accepted", "extended"], to: "done", by: ["communeOfficer"] },
  takeBack: { from: ["asked", "accepted", "extended"], to: "takenBack", by: ["applicant"] },
  /** A restriction holds until it is lifted. */
  lift: { from: ["done"], to: "lifted", by: ["applicant", "communeOfficer"], only: "restrict" },
} as const satisfies Record<string, Move>;
export type RightMove = keyof typeof rightMoves;
/** What the desk does with a request; it has a form for each. */
export const rightActs = ["accept", "refuse", "extend", "carryOut", "lift"] as const satisfies readonly RightMove[];
export type RightAct = (typeof rightActs)[number];

/** A request as it is kept: no word that anybody wrote. Those stand in the facts of its events. */
export const rightSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(rightKinds),
  state: z.enum(rightStates),
  version: z.int(),
  askedAt: z.iso.datetime(),
  answer: clockSchema,
  answeredAt: z.iso.datetime().optional(),
  ground: z.enum(refusalGroundNames).optional(),
  carryOut: clockSchema.optional(),
  /** Somebody else has the data too: it takes longer. */
  thirdParty: z.boolean().optional(),
  overAt: z.iso.datetime().optional(),
});
export type Right = z.infer<typeof rightSchema>;

const moves: Record<RightMove, Move> = rightMoves;
/** Whether somebody may make a move with a request. */
export function mayMoveRight({ kind, state }: Pick<Right, "kind" | "state">, name: RightMove, by: readonly ("applicant" | Role)[]): boolean {
  const { from, by: allowed, only } = moves[name];
  return from.includes(state) && allowed.some((actor) => by.includes(actor)) && (only === undefined || only === kind);
}

/** Whether anything is still to be done about it. */
export const isOpenRight = ({ state }: Pick<Right, "state">): boolean => moves.takeBack.from.includes(state);
/** What the law asks next, and by when; null when nothing. */
export const nextClock = (right: Right): Clock | null => (isOpenRight(right) ? (right.carryOut ?? right.answer) : null);
/** Whether the data of an application may only be kept, and not worked with. */
export const isRestricted = (rights: readonly Pick<Right, "kind" | "state">[]): boolean => rights.some(({ kind, state }) => kind === "restrict" && state === "done");

/** How long what was asked for may be seen, once it was carried out. */
const viewableDays = 10;
/** Whether the person may see their data now: for some days after the office has made sure that it is they who ask. */
export const isViewable = (rights: readonly Right[], now: Date): boolean =>
  rights.some(({ kind, state, overAt }) => kind === "view" && state === "done" && overAt !== undefined && now.getTime() < Date.parse(overAt) + viewableDays * 86_400_000);

/** What happens by itself as it is asked for; everything else a person at the office does. Consent to the handling goes with the application, while that may be withdrawn. */
export const doneByItself = (kind: RightKind, mayWithdraw: boolean): boolean => kind === "stopTexts" || (kind === "withdrawConsent" && mayWithdraw);

/** A request that was made just now: its first clock is that of the answer. */
export const askedRight = (id: string, kind: RightKind, at: Date): Right => ({
  id,
  kind,
  state: "asked",
  version: 1,
  askedAt: at.toISOString(),
  answer: clockOf(at, { workingDays: answerWorkingDays, article: rightTermsArticle }),
});

/**
 * The clock for carrying a request out. The decree does not say in what we read whether its days run from the request or from the answer: they
 * run from the request here, which is never later.
 */
function carryOutClock({ kind, askedAt, thirdParty }: Pick<Right, "kind" | "askedAt" | "thirdParty">, extended: boolean): Clock {
  const { days, withThirdParty, extension } = rightRules[kind];
  const normal = thirdParty ? (withThirdParty ?? days) : days;
  return clockOf(new Date(askedAt), { days: normal + (extended ? extension : 0), article: rightTermsArticle });
}

export type MoveFacts = { ground?: RefusalGround | undefined; thirdParty?: boolean | undefined };

/** A request after a move that `mayMoveRight` allows. RangeError for any other. */
export function movedRight(before: Right, name: RightMove, at: Date, { ground, thirdParty }: MoveFacts = {}): Right {
  const { from, to } = moves[name];
  if (!from.includes(before.state)) throw new RangeError(`no ${name} from ${before.state}`);
  const after: Right = { ...before, state: to, version: before.version + 1 };
  const iso = at.toISOString();
  switch (name) {
    case "accept": {
      const accepted = { ...after, answeredAt: iso, ...(thirdParty ? { thirdParty } : {}) };
      return { ...accepted, carryOut: carryOutClock(accepted, false) };
    }
    case "refuse":
      return { ...after, answeredAt: iso, overAt: iso, ...(ground ? { ground } : {}) };
    case "extend":
      return { ...after, carryOut: carryOutClock(after, true) };
    case "carryOut":
    case "takeBack":
    case "lift":
      break;
  }
  return { ...after, overAt: iso };
}

/** A request that was done as it was asked for. */
export const doneAtOnce = (id: string, kind: RightKind, at: Date): Right => ({ ...askedRight(id, kind, at), state: "done", answeredAt: at.toISOString(), overAt: at.toISOString() });

/** What each move is called among the events of an application. */
export const rightEvents = { ask: "rightAsked", accept: "rightAccepted", refuse: "rightRefused", extend: "rightExtended", carryOut: "rightDone", takeBack: "rightTakenBack", lift: "rightLifted" } as const satisfies Record<RightMove | "ask", string>;
