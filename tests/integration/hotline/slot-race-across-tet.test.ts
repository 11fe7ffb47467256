import { afterAll, beforeAll, test } from "vitest";
import { createLeanClient } from "../../support/lean-client.ts";
import { raceOnDays, raceRounds } from "../../support/slot-race-rounds.ts";
import { startWorld, type World } from "../../support/world.ts";

let world: World;
let lean: ReturnType<typeof createLeanClient>;
beforeAll(async () => {
  world = await startWorld();
  lean = createLeanClient(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "");
});
afterAll(async () => {
  lean.stop();
  await world.stop();
});

// The first half of the rounds are run in slot-race.test.ts, at the same time.
test("200 people of every kind want a slot of 3 at once, on days around Tết: exactly 3 have it, the others are offered times, and counter, seats and callbacks agree", { timeout: 240_000 }, async () => {
  await raceOnDays(world, lean.client, "2027-01-13", raceRounds);
});
