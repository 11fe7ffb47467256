import type { Log } from "./log.ts";
import { chainIn, type Forgetting } from "./forgetting.ts";

export type ForgetDeps = { log: Log; now: () => Date };
/** What one run did, in numbers only; `failed`: with whom something was wrong. */
export type Forgotten = { people: number; fields: number; failed: number };

const atOnce = 50;

/** What events under a key say goes once each has had its time; they are looked at again when the next has. How many there were comes back. */
export async function hushOver(forgetting: Forgetting, pk: string, { now, over }: { now: Date; over: (at: string) => string | null }): Promise<number> {
  const events = await forgetting.eventsUnder(pk);
  const said = events.filter(({ content }) => content !== undefined).map((event) => ({ event, goneAt: over(event.at) ?? "never" }));
  const past = said.filter((one) => one.goneAt <= now.toISOString());
  for (const { event } of past) await forgetting.hush(event);
  const next = said.filter((one) => !past.includes(one)).map((one) => one.goneAt).toSorted()[0];
  await forgetting.putOff(pk, { seq: Math.max(0, ...events.map(({ seq }) => seq)), until: next ?? null });
  return past.length;
}

/** Goes through what is due to be forgotten, a few people at a time, until nothing is or `until` has come: what is left is due tomorrow. */
export async function forgetAll({ log, now }: ForgetDeps, forgetting: Forgetting, until: Date, forgetOne: (pk: string) => Promise<Partial<Forgotten>>): Promise<Forgotten> {
  const done: Forgotten = { people: 0, fields: 0, failed: 0 };
  const seen = new Set<string>();
  for (;;) {
    const due = (await forgetting.due(now(), atOnce + seen.size)).filter((pk) => !seen.has(pk));
    if (due.length === 0 || now() >= until) break;
    for (const pk of due) {
      // Looked at once a run: whatever is wrong with one does not keep the others.
      seen.add(pk);
      try {
        const { people = 0, fields = 0 } = await forgetUnder(pk);
        done.people += people;
        done.fields += fields;
      } catch (thrown) {
        done.failed += 1;
        log.error("FORGETTING_FAILED", { errorName: thrown instanceof Error ? thrown.name : typeof thrown });
      }
    }
  }
  log.info("FORGOTTEN", { count: done.people, fields: done.fields });
  return done;

  async function forgetUnder(pk: string): Promise<Partial<Forgotten>> {
    const chain = chainIn(pk);
    if (chain === undefined) return forgetOne(pk);
    // Cut off while it was being forgotten.
    await forgetting.bury(chain);
    return {};
  }
}
