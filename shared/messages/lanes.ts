/**
 * How a text travels, by its lane. `code`: somebody asked for it a moment ago and waits; at any hour, before all others, not counted.
 * `notice`: tells of what was done. `reminder`: comes before an appointment.
 */
export const lanes = ["code", "notice", "reminder"] as const;
export type Lane = (typeof lanes)[number];

type LaneRules = {
  /** How long after a try that certainly failed the next one comes, in seconds; the last step repeats. */
  retryAfterSeconds: readonly [number, ...number[]];
  /** Steps between these vary by a tenth either way, so that what failed together does not come back together. */
  jitterSteps: readonly number[];
  /** Held back at night, and counted against what one phone gets in a day. */
  held: boolean;
};

export const laneRules = {
  code: { retryAfterSeconds: [0, 25], jitterSteps: [], held: false },
  notice: { retryAfterSeconds: [0, 60, 600, 300], jitterSteps: [60, 600], held: true },
  reminder: { retryAfterSeconds: [0, 60, 600, 300], jitterSteps: [60, 600], held: true },
} as const satisfies Record<Lane, LaneRules>;

const jitter = 0.1;
/** Nothing is tried for longer than this after its first try. */
export const retryForMs = 4 * 3_600_000;

/** Milliseconds from failed try number `attempts` (from 1) to the next; `random` in [0, 1). */
export function retryDelayMs(lane: Lane, attempts: number, random: number): number {
  const { retryAfterSeconds, jitterSteps }: LaneRules = laneRules[lane];
  const seconds = retryAfterSeconds[Math.min(attempts, retryAfterSeconds.length) - 1] ?? 0;
  return Math.round(seconds * 1_000 * (jitterSteps.includes(seconds) ? 1 + jitter * (2 * random - 1) : 1));
}

/** From claim to the look at what became of it when nobody marked it. */
export const claimLostAfterMs = 5 * 60_000;
/** What the switch to the other route needs to see, and the wait for the sweep. */
const fallbackMs = 2 * 60_000;

/** The shortest time between `dueAt` and `notAfter` in which every step of the retries and a change of route still fit: milliseconds. */
export function leastWindowMs(lane: Lane): number {
  const { retryAfterSeconds, jitterSteps }: LaneRules = laneRules[lane];
  const steps = retryAfterSeconds.reduce((sum, seconds) => sum + seconds * (jitterSteps.includes(seconds) ? 1 + jitter : 1), 0);
  return steps * 1_000 + fallbackMs;
}

/** How long each kind of promise may still be handed over after it is due, in minutes. */
export const windows = {
  /** The life of a one-time code. */
  code: { lane: "code", minutes: 10 },
  /** A receipt of something done on a page. */
  receipt: { lane: "notice", minutes: 72 * 60 },
  /** What is said about a call. */
  call: { lane: "notice", minutes: 24 * 60 },
  /** The day before, until the second reminder takes over. */
  dayBefore: { lane: "reminder", minutes: 20 * 60 },
  /** Two hours before, until ten minutes before. */
  soonBefore: { lane: "reminder", minutes: 110 },
} as const satisfies Record<string, { lane: Lane; minutes: number }>;

/** Throws `RangeError` when a window is too short for the retries of its lane: the fallback would never run. Asked when a sender starts. */
export function checkWindows(all: Readonly<Record<string, { lane: Lane; minutes: number }>> = windows): void {
  for (const [name, { lane, minutes }] of Object.entries(all)) {
    if (minutes * 60_000 <= leastWindowMs(lane)) throw new RangeError(`window ${name}: ${minutes} minutes are too short for the retries of a ${lane}`);
  }
}
