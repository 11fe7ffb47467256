import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openFuzz, type Fuzz } from "./play.ts";
import { declaredNames, hows } from "./typed.ts";
import { anyVisit } from "./visits.ts";

const whole = 20_000;
/** How many requests, and from which number they are made up: the same number asks the same again. */
const wanted = Number(process.env.FUZZ_REQUESTS ?? 900);
const seed = Number(process.env.FUZZ_SEED ?? 20_261_122);
/** A service of its own for so many requests: tables that grow and grow answer more slowly. */
const requestsEach = 2_500;
const visitsEach = 25;

test("whatever is asked, in whatever way, is answered as it should be, and written whole or not at all", { timeout: Math.max(60_000, wanted * 100) }, async () => {
  const rounds: Fuzz["asked"][] = [];
  const everyWay = new Set<string>();
  for (let left = wanted; left > 0; left -= requestsEach) rounds.push(await round(Math.min(left, requestsEach), seed + rounds.length, everyWay));
  if (wanted < whole) return;
  console.log(said(rounds));
  // What catches every other address is asked with odd ones, and counted by what answers them.
  expect([...everyWay].filter((way) => !way.endsWith("/*") && !rounds.some(({ byWay }) => byWay.has(way)))).toEqual([]);
  expect(declaredNames.filter((name) => !rounds.some(({ changed }) => changed.has(name)))).toEqual([]);
  expect(hows.filter((how) => !rounds.some(({ changed }) => [...changed.values()].some((ways) => ways.has(how))))).toEqual([]);
});

/** Asks until so many requests were answered. */
async function round(most: number, from: number, everyWay: Set<string>): Promise<Fuzz["asked"]> {
  const fuzz = await openFuzz();
  for (const way of fuzz.ways) everyWay.add(way.replace(" /en/", " /"));
  try {
    for (let batch = 0; fuzz.asked.requests < most; batch += 1) {
      await fc.assert(
        fc.asyncProperty(anyVisit, async (visit) => {
          const { faults, transcript } = await fuzz.play(visit);
          expect(faults, `FUZZ_SEED=${from}\n${transcript.join("\n")}`).toEqual([]);
        }),
        { numRuns: visitsEach, seed: from * 1_000 + batch },
      );
    }
    expect(await fuzz.torn()).toEqual([]);
    return fuzz.asked;
  } finally {
    await fuzz.stop();
  }
}

/** One line: how many requests, and for each way in how many of each class of status. */
function said(rounds: readonly Fuzz["asked"][]): string {
  const ways = new Map<string, Map<number, number>>();
  for (const { byWay } of rounds)
    for (const [way, counts] of byWay) {
      const all = ways.get(way) ?? new Map<number, number>();
      for (const [status, times] of counts) all.set(status, (all.get(status) ?? 0) + times);
      ways.set(way, all);
    }
  const shown = [...ways].toSorted().map(([way, counts]) => `${way} ${[...counts].toSorted().map(([status, times]) => `${status}xx ${times}`).join(" ")}`);
  return `${rounds.reduce((sum, { requests }) => sum + requests, 0)} requests: ${shown.join(" · ")}`;
}
