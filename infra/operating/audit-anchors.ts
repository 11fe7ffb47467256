import { anchorDigest, anchorOf, bucketOf, differingBuckets, type Anchor, type End } from "../../functions/platform/anchor.ts";
import type { KeptArea } from "../../functions/platform/keeper.ts";
import type { KeptEvent } from "./audit-chains.ts";

/** Where the tables no longer say what an anchor says they said. */
export type Drift = { area: KeptArea; moment: string; because: string };

/** A chain with its events in their order. */
type ChainEnds = { area: KeptArea; chain: string; events: readonly Pick<KeptEvent, "seq" | "at" | "link">[] };

/** What of these anchors cannot be worked out again from the chains; of each area the earliest first. Those of after the export are left out. */
export function driftsFrom(anchors: readonly Anchor[], chains: readonly ChainEnds[], exportedAt: string): Drift[] {
  const once = [...new Map(anchors.map((anchor) => [`${anchor.area} ${anchor.moment} ${anchor.digest}`, anchor])).values()];
  const byArea = Map.groupBy(once.filter(({ moment }) => moment <= exportedAt).toSorted((a, b) => (a.moment < b.moment ? -1 : 1)), ({ area }) => area);
  return [...byArea].flatMap(([area, own]) => {
    const sorted = chains.filter((chain) => chain.area === area).toSorted((a, b) => (a.chain < b.chain ? -1 : 1));
    return own.flatMap((anchor, n) => [...driftsAmong(anchor, own[n - 1]), ...driftFrom(anchor, sorted)]);
  });
}

function driftsAmong(anchor: Anchor, before: Anchor | undefined): Drift[] {
  const { area, moment } = anchor;
  if (anchorDigest(anchor) !== anchor.digest) return [{ area, moment, because: "the anchor itself was altered" }];
  if (before && anchor.before !== before.digest) return [{ area, moment, because: `an anchor between ${before.moment} and this one is missing, or was altered` }];
  return [];
}

function driftFrom(anchor: Anchor, chains: readonly ChainEnds[]): Drift[] {
  const { area, moment } = anchor;
  const ends = chains.flatMap(({ chain, events }): End[] => {
    const last = events.findLast(({ at }) => at <= moment);
    return last ? [{ chain, seq: last.seq, link: last.link }] : [];
  });
  const now = anchorOf(area, moment, ends, anchor.before);
  if (now.buckets === anchor.buckets && now.people === anchor.people && now.events === anchor.events) return [];
  return [{ area, moment, because: whatDiffers(anchor, now, chains, ends) }];
}

const named = 5;

/** As near as the buckets lead: to one chain, where only one can be it. */
function whatDiffers(then: Anchor, now: Anchor, chains: readonly ChainEnds[], ends: readonly End[]): string {
  const buckets = new Set(differingBuckets(then, now));
  const one = buckets.size === 1 ? ends.find(({ chain }) => buckets.has(bucketOf(chain)) && isWithout(chain, then, ends)) : undefined;
  if (one) return `the chain ${one.chain} was not there then`;
  const there = chains.filter(({ chain }) => buckets.has(bucketOf(chain))).map(({ chain }) => chain);
  const counts = `then ${then.people} people and ${then.events} events, now ${now.people} and ${now.events}`;
  if (now.people < then.people) return `chains that were taken away: ${then.people - now.people} (${counts})`;
  if (there.length === 1) return `the chain ${there[0]} is not as it was: an older one was put in its place (${counts})`;
  const many = there.length > named ? ` and ${there.length - named} more` : "";
  return `chains were replaced by older ones (${counts}), among ${there.slice(0, named).join(", ")}${many}`;
}

/** Whether the anchor's bucket of a chain is what it is without that chain. */
function isWithout(chain: string, then: Anchor, ends: readonly End[]): boolean {
  const bucket = bucketOf(chain);
  const rest = ends.filter((end) => bucketOf(end.chain) === bucket && end.chain !== chain);
  return !differingBuckets(then, anchorOf(then.area, then.moment, rest, "")).includes(bucket);
}
