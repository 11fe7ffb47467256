import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { book } from "../../../functions/hotline/book.ts";
import { cancel, move } from "../../../functions/hotline/change.ts";
import type { Deps } from "../../../functions/hotline/deps.ts";
import { hold } from "../../../functions/hotline/hold.ts";
import { AskedTooOften, NoSeat, TooLate } from "../../../functions/hotline/refusals.ts";
import type { Change } from "../../../functions/hotline/store.ts";
import { daysAfter, type CivilDate } from "../../../shared/calendar/civil-date.ts";
import type { SlotId } from "../../../shared/hotline/slots.ts";
import { callerPhone, callRequest, hotlineOf, newKey, slotsWith, timeRequest, writeRows } from "../../support/hotline.ts";
import { startWorld, type World } from "../../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const times = ["10:00", "10:30"] as const;
const seats = 2;
type Step =
  | { do: "hold" | "book" | "move"; time: (typeof times)[number] }
  | { do: "soon" | "cancel" }
  | { do: "wait"; minutes: number };
const time = fc.constantFrom(...times);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("hold" as const), time }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("book" as const), time }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("move" as const), time }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("soon" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 6 }) }) },
);

/** What can be said to somebody who did nothing wrong. Anything else is a fault of ours. */
const answers = [NoSeat, AskedTooOften, TooLate];

/** The same store, each of its reads and writes done when the scheduler lets it, and every slot that is written looked at. */
function interleaved(deps: Deps, scheduler: fc.Scheduler, look: (slot: { taken: number; capacity: number; held: number }) => void): Deps {
  const { store } = deps;
  const inTurn = <A extends unknown[], R>(call: (...args: A) => Promise<R>): ((...args: A) => Promise<R>) => scheduler.scheduleFunction(call);
  const watched = async (changes: readonly Change[], now: Date): Promise<ReadonlySet<Change["what"]>> => {
    const failed = await store.write(changes, now);
    const written = failed.size === 0 ? changes : [];
    for (const change of written)
      if (change.what === "slot") look({ ...change.after, held: Object.values(change.after.holds).filter((until) => until > world.now().toISOString()).length });
    return failed;
  };
  return {
    ...deps,
    store: {
      ...store,
      write: inTurn(watched),
      findSlot: inTurn((id: SlotId) => store.findSlot(id)),
      findCaller: inTurn((key: string) => store.findCaller(key)),
      findCallback: inTurn((reference: string, now: Date) => store.findCallback(reference, now)),
      findSubmission: inTurn((key: string, nowSeconds: number) => store.findSubmission(key, nowSeconds)),
      findPhone: inTurn((key: string, now: Date) => store.findPhone(key, now)),
      readSlots: inTurn((date: CivilDate) => store.readSlots(date)),
    },
  };
}

test("however holds, bookings, moves and cancellations fall between each other's reads and writes: never more than the seats, and at the end counter, seats and callbacks agree", { timeout: 120_000 }, async () => {
  let run = 0;
  const one = fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 6 }), fc.scheduler(), async (people, scheduler) => {
    run += 1;
    const date = daysAfter("2026-11-23", run);
    world.moveTo(`${date}T02:00:00.000Z`);
    const plain = hotlineOf(world, `run ${run}`);
    await writeRows(plain, slotsWith(Object.fromEntries(times.map((at) => [`${date}T${at}`, seats]))));
    const seen: { taken: number; capacity: number; held: number }[] = [];
    const deps = interleaved(plain, scheduler, (slot) => void seen.push(slot));
    const references: string[] = [];

    const act = async (doing: Step, person: number, mine: { latest?: string }): Promise<void> => {
      const holdId = `hold-${person}`;
      if (doing.do === "wait") return world.forward(doing.minutes * 60_000);
      if (doing.do === "hold") return hold(deps, { slotId: `${date}T${doing.time}`, holdId });
      if (doing.do === "book" || doing.do === "soon") {
        // Every third person shares a phone with another.
        const phone = callerPhone(person % 3);
        const request = doing.do === "book" ? timeRequest(`${date}T${doing.time}`, { phone }) : callRequest({ phone });
        mine.latest = (await book(deps, { request, idempotencyKey: newKey(), holdId })).receipt.reference;
        references.push(mine.latest);
        return;
      }
      if (!mine.latest) return;
      if (doing.do === "move") await move(deps, { reference: mine.latest, to: `${date}T${doing.time}`, holdId });
      else await cancel(deps, mine.latest);
    };
    const live = people.map(async (steps, person) => {
      const mine: { latest?: string } = {};
      for (const doing of steps)
        try {
          await act(doing, person, mine);
        } catch (thrown) {
          if (!answers.some((answer) => thrown instanceof answer)) throw thrown;
        }
    });
    await scheduler.waitFor(Promise.all(live));

    expect(seen.filter(({ taken, held, capacity }) => taken + held > capacity)).toEqual([]);
    const day = await plain.store.readDay(date);
    const callbacks = await Promise.all(references.map((reference) => plain.store.findCallback(reference, world.now())));
    for (const { id, taken } of day.slots) {
      expect(day.seats.filter(({ slotId }) => slotId === id)).toHaveLength(taken);
      expect(callbacks.filter((callback) => callback?.state === "waiting" && callback.slotId === id)).toHaveLength(taken);
    }
  });
  await fc.assert(one, { seed: 20_261_121, numRuns: 150, endOnFailure: true });
});
