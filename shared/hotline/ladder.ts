import { localTime } from "../calendar/local-time.ts";
import { isSafeHour, nextSafeTime, type SafeHours } from "../contact/safe-contact.ts";

export const outcomes = ["reached", "noAnswer", "busy", "someoneElse", "technical", "wrongNumber", "askedNotToCall"] as const;
export type Outcome = (typeof outcomes)[number];

/** Outcomes after which we ring again, and how long we leave the phone alone first. Minutes. */
export const coolDownMinutes = { noAnswer: 180, someoneElse: 180, busy: 30, technical: 15 } as const satisfies Partial<Record<Outcome, number>>;
export type Miss = keyof typeof coolDownMinutes;
export const isMiss = (outcome: Outcome): outcome is Miss => Object.hasOwn(coolDownMinutes, outcome);

/** A phone rings at most this often for what was asked; then it rests until the person, or a counsellor, decides. */
export const maxAttempts = 3;

export type Attempt = { at: string; outcome: Miss };

/** What failed on our side did not ring and is no attempt. */
export const ringsOf = (attempts: readonly Attempt[]): number => attempts.filter(({ outcome }) => outcome !== "technical").length;

/** Parts of a day, by the hour each begins: three calls fall into three of them where the safe hours allow. */
const partsBegin = [0, 8, 10, 12, 14, 17, 19, 21];
const partOf = (at: Date): number => partsBegin.findLastIndex((hour) => hour <= localTime(at).hour);

const halfHourMs = 30 * 60_000;
const searchHalfHours = 48 * 2;

/**
 * When to ring again after misses, the last of which has just happened; null when the ladder has ended.
 * Always after the cool-down and inside the safe hours; after silence, in a part of the day not tried yet, if the safe hours have one in the next two days.
 */
export function nextAttempt(attempts: readonly [Attempt, ...Attempt[]], hours: readonly SafeHours[]): Date | null {
  if (ringsOf(attempts) >= maxAttempts) return null;
  const last = attempts.reduce((late, attempt) => (attempt.at > late.at ? attempt : late));
  const earliest = nextSafeTime(hours, new Date(Date.parse(last.at) + coolDownMinutes[last.outcome] * 60_000));
  if (last.outcome === "busy" || last.outcome === "technical") return earliest;
  const tried = new Set(attempts.map(({ at }) => partOf(new Date(at))));
  const first = Math.ceil(earliest.getTime() / halfHourMs) * halfHourMs;
  const later = Array.from({ length: searchHalfHours }, (_, n) => new Date(first + n * halfHourMs));
  return [earliest, ...later].find((at) => isSafeHour(hours, at) && !tried.has(partOf(at))) ?? earliest;
}

/** The least and the most time until somebody rings again who was in danger. */
const followUpAfterMs = 12 * 3_600_000;
export const followUpWithinHours = 48;

/** When to ring again after talking to somebody in danger: the first safe time from 12 hours on, as a rule within 24, always within 48. */
export const dangerFollowUp = (reachedAt: Date, hours: readonly SafeHours[]): Date => nextSafeTime(hours, new Date(reachedAt.getTime() + followUpAfterMs));
