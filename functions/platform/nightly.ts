import { anchorOf, anchorReachesBackMs, type End } from "./anchor.ts";
import type { Forgotten } from "./forget-all.ts";
import type { Forgetting } from "./forgetting.ts";
import type { KeptArea } from "./keeper.ts";
import type { Log } from "./log.ts";

/** So long a run forgets; what is left is due at the next. */
const forgetsForMs = 8 * 60_000;

type NightlyDeps = { area: KeptArea; forgetting: Forgetting; log: Log; now: () => Date };

/**
 * What an area does by itself: forgets what has had its time, then says in the log, where nobody who writes its table can change it, where all chains end.
 * Throws at last, when somebody could not be forgotten: they are tried again at the next run.
 */
export async function runNightly(deps: NightlyDeps, forget: (until: Date) => Promise<Forgotten>): Promise<void> {
  const { failed } = await forget(new Date(deps.now().getTime() + forgetsForMs));
  await anchor(deps);
  if (failed > 0) throw new Error(`${failed} could not be forgotten`);
}

async function anchor({ area, forgetting, log, now }: NightlyDeps): Promise<void> {
  const moment = new Date(now().getTime() - anchorReachesBackMs).toISOString();
  const ends: End[] = [];
  for await (const heads of forgetting.heads()) {
    for (const { pk, chain, seq, link, at, left } of heads) {
      // What has happened since the moment is not in it yet.
      const end = at <= moment ? { seq, link } : [...(await forgetting.eventsUnder(pk)), ...(left === undefined ? [] : await forgetting.eventsUnder(left))].filter((event) => event.chain === chain && event.at <= moment).toSorted((a, b) => b.seq - a.seq)[0];
      if (end) ends.push({ chain, seq: end.seq, link: Buffer.from(end.link).toString("base64") });
    }
  }
  const { buckets, people, events, before, digest } = anchorOf(area, moment, ends, await forgetting.lastAnchor());
  log.info("ANCHORED", { area, moment, people, events, buckets, before, digest });
  await forgetting.keepAnchor(digest);
}
