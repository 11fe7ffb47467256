/**
 * Promised texts, whatever happens: random interleavings of what people and machines do, processes cut off at any call, two networks
 * that fail in every way, a clock that jumps. `MODEL_RUNS` and `MODEL_SEED` run more, and others.
 */
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { messageStates } from "../../../shared/messages/message.ts";
import { startWorld, type World } from "../../support/world.ts";
import { Broken, play, type Seen } from "./model/play.ts";
import { sabotages } from "./model/sabotages.ts";
import { deeds, mostCutOff, setting, steps } from "./model/steps.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** With this one every sabotage is found out soon. */
const seed = Number(process.env.MODEL_SEED ?? 4);
const usualRuns = 60;
const numRuns = Number(process.env.MODEL_RUNS ?? usualRuns);
const timeout = 120_000 + numRuns * 5_000;
const run = fc.record({ setting, steps });

test("every promise holds, and nothing was left out", { timeout }, async () => {
  const seen: Seen = new Set();
  await fc.assert(fc.asyncProperty(run, (one) => play(world, one, { seen })), { seed, numRuns });
  const all = [...messageStates, ...deeds.map((deed) => `${deed} done`), ...mostCutOff.map((deed) => `${deed} cut off`)];
  if (numRuns >= usualRuns) expect(all.filter((one) => !seen.has(one))).toEqual([]);
});

describe("a sender", () => {
  test.for(sabotages)("$what is found out", { timeout }, async ({ sabotage, seen }) => {
    // Whatever else it does wrong is not what is asked here.
    const found = fc.asyncProperty(run, (one) => play(world, one, { sabotage }).then(() => true, (thrown: unknown) => !(thrown instanceof Broken && seen.test(thrown.message))));
    expect(await fc.check(found, { seed, numRuns: 200, endOnFailure: true })).toMatchObject({ failed: true });
  });
});
