import { setTimeout as wait } from "node:timers/promises";
import { Conflict } from "../platform/errors.ts";

/** What a round of work gives when something it had read has moved meanwhile. */
export const overtaken = Symbol("overtaken");

const rounds = 20;

/** Works a change out from what is read and writes it; overtaken by another, reads and works it out again. */
export async function untilWritten<T>(work: () => Promise<T | typeof overtaken>): Promise<T> {
  for (let round = 0; round < rounds; round += 1) {
    const result = await work();
    if (result !== overtaken) return result;
    await wait(Math.random() * 5 * (round + 1));
  }
  throw new Conflict("overtaken every time");
}
