import * as fc from "fast-check";
import { afterAll, beforeAll, test } from "vitest";
import { startWorld, type World } from "../../support/world.ts";
import { play, type Seen } from "./model/play.ts";
import { setting, steps } from "./model/steps.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const seed = Number(process.env.MODEL_SEED ?? 20_261_121);
const numRuns = Number(process.env.MODEL_RUNS ?? 60);

test("every promise holds", { timeout: 86_400_000 }, async () => {
  const seen: Seen = new Set();
  await fc.assert(
    fc.asyncProperty(fc.record({ setting, steps }), (run) => play(world, run, { seen })),
    { seed, numRuns },
  );
  console.log([...seen].toSorted().join("\n"));
});
