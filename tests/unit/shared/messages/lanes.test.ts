import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkWindows, claimLostAfterMs, laneRules, lanes, leastWindowMs, retryDelayMs, retryForMs, windows, type Lane } from "../../../../shared/messages/lanes.ts";
import { holds } from "../../support/property.ts";

const minute = 60_000;
/** Waits between tries, in seconds: fewest and most, try by try. */
const steps: Record<Lane, [least: number, most: number][]> = {
  code: [
    [0, 0],
    [25, 25],
    [25, 25],
    [25, 25],
  ],
  notice: [
    [0, 0],
    [54, 66],
    [540, 660],
    [300, 300],
    [300, 300],
  ],
  reminder: [
    [0, 0],
    [54, 66],
    [540, 660],
    [300, 300],
    [300, 300],
  ],
};
const middle = 0.5;
const almostOne = 1 - Number.EPSILON;

describe.each(lanes)("the retries of a %s", (lane) => {
  test.each(steps[lane].map(([least, most], index) => ({ attempts: index + 1, least, most })))("after try $attempts come between $least and $most seconds", ({ attempts, least, most }) => {
    expect(retryDelayMs(lane, attempts, 0)).toBe(least * 1_000);
    expect(retryDelayMs(lane, attempts, middle)).toBe(((least + most) / 2) * 1_000);
    expect(retryDelayMs(lane, attempts, almostOne)).toBe(most * 1_000);
  });

  test("stay within their bounds for any chance, and are whole milliseconds", () => {
    holds(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: almostOne, noNaN: true }), (attempts, random) => {
        const [least, most] = steps[lane].at(Math.min(attempts, steps[lane].length) - 1) ?? [0, 0];
        const delay = retryDelayMs(lane, attempts, random);
        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(least * 1_000);
        expect(delay).toBeLessThanOrEqual(most * 1_000);
      }),
      1_000,
    );
  });

  test("do not all come back together where a network failed for many", () => {
    const varied = (attempts: number) => new Set([0, 0.25, 0.5, 0.75].map((random) => retryDelayMs(lane, attempts, random))).size;
    expect([1, 2, 3, 4].map((attempts) => varied(attempts) > 1)).toEqual(lane === "code" ? [false, false, false, false] : [false, true, true, false]);
  });

  test("are never nearer than those before the first pause: nobody is tried without end in one moment", () => {
    for (let attempts = 2; attempts < 60; attempts += 1) expect(retryDelayMs(lane, attempts, 0)).toBeGreaterThanOrEqual(25_000);
  });
});

test("a code goes out at any hour and is not counted; all else is held back at night and counted", () => {
  expect(lanes.filter((lane) => !laneRules[lane].held)).toEqual(["code"]);
});

test("nothing is tried for longer than four hours, and a lost claim is found long before", () => {
  expect(retryForMs).toBe(4 * 3_600_000);
  expect(claimLostAfterMs).toBe(5 * minute);
});

describe("the time a text may still be handed over", () => {
  test.each(Object.entries(windows))("%s: is longer than all its retries at their slowest and a change of route", (_, { lane, minutes }) => {
    const slowest = steps[lane].slice(0, laneRules[lane].retryAfterSeconds.length).reduce((sum, [, most]) => sum + most * 1_000, 0);
    expect(leastWindowMs(lane)).toBeCloseTo(slowest + 2 * minute, 3);
    expect(minutes * minute).toBeGreaterThan(leastWindowMs(lane));
  });

  test("the windows in use are accepted", () => {
    expect(() => checkWindows()).not.toThrow();
    expect(() => checkWindows({})).not.toThrow();
  });

  test.each(lanes)("one too short for the retries of a %s is refused by name, to the minute", (lane) => {
    const enough = Math.floor(leastWindowMs(lane) / minute) + 1;
    expect(() => checkWindows({ ...windows, ownName: { lane, minutes: enough } })).not.toThrow();
    expect(() => checkWindows({ ...windows, ownName: { lane, minutes: enough - 1 } })).toThrow(RangeError);
    expect(() => checkWindows({ ...windows, ownName: { lane, minutes: enough - 1 } })).toThrow("ownName");
    expect(() => checkWindows({ ownName: { lane, minutes: 0 } })).toThrow(RangeError);
  });

  test("a window exactly as long as the retries is too short: the last try needs time too", () => {
    for (const lane of lanes) expect(() => checkWindows({ exact: { lane, minutes: leastWindowMs(lane) / minute } })).toThrow("exact");
  });

  test("a code is handed over in its ten minutes of life or not at all; a second reminder not in the last ten minutes", () => {
    expect(windows.code).toEqual({ lane: "code", minutes: 10 });
    expect(windows.soonBefore.minutes).toBe(2 * 60 - 10);
  });
});
