import { isStopped, listOf, mayCall, type Caller, type Entry } from "./caller.ts";

/** For how long a request that rests can be brought back by its owner. */
export const revivableForMs = 30 * 24 * 3_600_000;

/** Why nobody rings until somebody decides. */
export const restReasons = ["missed", "askedNotToCall", "wrongNumber", "answersTooOld"] as const;
type RestReason = (typeof restReasons)[number];

/** A caller who rests, as the desk may show them: no number, no name. */
export type Resting = {
  key: string;
  version: number;
  references: string[];
  because: RestReason[];
  danger: boolean;
  since: string;
  /** Until then the owner can bring it back with their reference; not given when only a person of ours can. */
  revivableUntil?: string;
  /** Whether ringing once more can be decided: not when the answers are too old to ring on. */
  mayRingAgain: boolean;
};

/** What there is to decide for a caller; null when they do not rest. */
export function restingOf(caller: Caller, now: Date): Resting | null {
  if (listOf(caller, now) !== "resting") return null;
  const resting = caller.entries.filter(({ state }) => state === "resting");
  const call = mayCall(caller, now);
  const tooOld = !call.may && call.because === "answersTooOld";
  const because = new Set(resting.map(reasonOf));
  const since = caller.entries.map(({ dueAt }) => dueAt).toSorted();
  const until = resting.filter((entry) => !isStopped(entry)).map(({ dueAt }) => Date.parse(dueAt) + revivableForMs);
  const latest = Math.max(...until);
  return {
    key: caller.key,
    version: caller.version,
    references: caller.entries.map(({ reference }) => reference),
    because: restReasons.filter((reason) => (reason === "answersTooOld" ? tooOld : because.has(reason))),
    danger: caller.entries.some(({ danger }) => danger),
    since: since[0] ?? "",
    ...(latest > now.getTime() ? { revivableUntil: new Date(latest).toISOString() } : {}),
    mayRingAgain: resting.length > 0 && !tooOld,
  };
}

const reasonOf = ({ turn }: Entry): RestReason => (turn === "askedNotToCall" || turn === "wrongNumber" ? turn : "missed");

/** Those who rest, longest first. */
export const restingOnes = (callers: readonly Caller[], now: Date): Resting[] =>
  callers.flatMap((caller) => restingOf(caller, now) ?? []).toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
