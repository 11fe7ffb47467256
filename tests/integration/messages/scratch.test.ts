import { afterAll, beforeAll, test } from "vitest";
import { startWorld, type World } from "../../support/world.ts";
import { play } from "./model/play.ts";
let world: World;
beforeAll(async () => { world = await startWorld(); });
afterAll(() => world.stop());
const yes = { mayText: "yes", agreed: true, hours: ["morning", "afternoon", "evening"] } as const;
const alone = (act: any) => ({ acts: [{ act }], order: [] });
const setting = { at: "2026-11-23T02:00:00.000Z", preferred: "sns", perSecond: 20, asked: "truly", names: "own" } as const;
test("same words that failed", async () => {
  await play(world, { setting, steps: [
    alone({ do: "book", who: 0, at: "soon", answers: yes }), alone({ do: "book", who: 0, at: "soon", answers: yes }), 
    { network: "sns", will: ["refuses"], tells: [] },
    alone({ do: "cancel", which: 0 }), alone({ do: "sweep", seconds: 0 }), alone({ do: "cancel", which: 1 }), alone({ do: "sweep", seconds: 0 }),
  ] as any });
});
test("there and back again", async () => {
  for (const will of [["refuses"], ["loses"], ["takesInSilence"]])
  await play(world, { setting, steps: [
    alone({ do: "book", who: 0, at: {day: 1, time: 1}, answers: yes }),
    { network: "sns", will, tells: [] }, alone({ do: "sweep", seconds: 0 }),
    alone({ do: "move", which: 0, to: {day: 1, time: 2} }),  alone({ do: "move", which: 0, to: {day: 1, time: 1} }), alone({ do: "sweep", seconds: 0 }),
  ] as any });
});
