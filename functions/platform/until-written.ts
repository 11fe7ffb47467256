import { setTimeout as wait } from "node:timers/promises";
import { Conflict } from "./errors.ts";
import { isCollision } from "./table.ts";

/** What a round of work gives when something it had read has moved meanwhile. */
export const overtaken = Symbol("overtaken");

const rounds = 40;
/** Others may keep writing the same rows for so many rounds of tries before somebody is told to come back. */
const collisions = 2;

/** Works something out from what is read and writes it; overtaken by another, reads and works it out again. */
export async function untilWritten<T>(work: () => Promise<T | typeof overtaken>): Promise<T> {
  let collided = 0;
  for (let round = 0; round < rounds; round += 1) {
    try {
      const result = await work();
      if (result !== overtaken) return result;
    } catch (thrown) {
      collided += 1;
      if (!isCollision(thrown) || collided > collisions) throw thrown;
    }
    await wait(Math.random() * Math.min(5 * (round + 1), 60));
  }
  throw new Conflict("overtaken every time");
}
