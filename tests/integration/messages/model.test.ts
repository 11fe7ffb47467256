/**
 * Promised texts, whatever happens: random interleavings of everything people and machines do, with processes cut off at any call, two
 * networks that fail in every way, and a clock that jumps. `MODEL_RUNS` and `MODEL_SEED` run more, and others.
 */
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorld, type World } from "../../support/world.ts";
import { play, type Seen } from "./model/play.ts";
import { sabotages } from "./model/sabotages.ts";
import type { Sabotage } from "./model/service.ts";
import { setting, steps } from "./model/steps.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const seed = Number(process.env.MODEL_SEED ?? 20_261_123);
const numRuns = Number(process.env.MODEL_RUNS ?? 60);
const timeout = 120_000 + numRuns * 5_000;
const holds = (watched: { sabotage?: Sabotage; seen?: Seen } = {}) => fc.asyncProperty(fc.record({ setting, steps }), (run) => play(world, run, watched));

test("every promise holds", { timeout }, async () => {
  const seen: Seen = new Set();
  await fc.assert(holds({ seen }), { seed, numRuns });
  if (process.env.MODEL_SEEN) console.log([...seen].toSorted().join("\n"));
});

describe("a sender", () => {
  test.for(sabotages)("$what is found out", { timeout: 240_000 }, async ({ sabotage, seen }) => {
    const { failed, numRuns: needed, errorInstance } = await fc.check(holds({ sabotage }), { seed, numRuns: 300, endOnFailure: true });
    console.log(needed);
    expect(failed).toBe(true);
    expect(errorInstance).toMatchObject({ name: "Broken", message: expect.stringMatching(seen) });
  });
});
