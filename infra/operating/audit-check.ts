import { existsSync } from "node:fs";
import { createKeyRing, contextFor, type DataKey, type KeptArea, type KeyRing } from "../../functions/platform/keeper.ts";
import type { Anchor } from "../../functions/platform/anchor.ts";
import { rootKeyOf, type RootKey } from "../../functions/platform/root-key.ts";
import { driftsFrom, type Drift } from "./audit-anchors.ts";
import { addAfterwards, isComplete, judge, keepEvent, wrongs, type Chain, type Judged } from "./audit-chains.ts";
import { bytesOf, isRow, type KeyLine, type Lines } from "./audit-lines.ts";
import { plainReason, Unasked } from "./plain-reason.ts";

/** The first thing that is wrong, in words. `chain` and `seq` are null where it is about more than one. */
type Fault = { area: KeptArea; chain: string | null; seq: number | null; because: string };
export type Verdict = { exportedAt: string; areas: readonly KeptArea[]; people: number; events: number; erased: number; forgotten: number; first: Fault | null; faults: number; drifts: readonly Drift[] };

/** What wrapped the wrapping keys of an area: each table has its own. */
export type RootOf = (area: KeptArea) => RootKey | Promise<RootKey>;

/** The wrapping keys of a file, opened: a ring for each area that has any. */
export async function ringsOf(keys: readonly KeyLine[], rootOf: RootOf): Promise<Map<KeptArea, KeyRing>> {
  const rings = [...Map.groupBy(keys, ({ area }) => area)].map(async ([area, own]): Promise<[KeptArea, KeyRing]> => {
    const opened = await Promise.all(own.map(async (key): Promise<[number, Buffer]> => [key.version, await unwrapped(key, rootOf)]));
    return [area, createKeyRing(area, new Map(opened), Math.max(...own.map(({ version }) => version)))];
  });
  return new Map(await Promise.all(rings));
}

async function unwrapped({ area, version, wrapped }: KeyLine, rootOf: RootOf): Promise<Buffer> {
  const root = await rootOf(area);
  try {
    return await root.unwrap(bytesOf(wrapped), contextFor(area, version));
  } catch (thrown) {
    throw new Unasked(`The root key does not open the wrapping key ${version} of ${area}: ${plainReason(thrown)}.`);
  }
}

/** The root keys as an operator names them: one for all areas, or `<area>=` before each. A file that is not there is none: it is not made here. */
export function rootKeysGiven(named: readonly string[]): RootOf {
  const given = new Map(named.map((one): [string, string] => {
    const [, of = "", key = ""] = /^(?:(\w+)=)?(.*)$/.exec(one) ?? [];
    const file = key.startsWith("file:") ? key.slice("file:".length) : null;
    if (file !== null && !existsSync(file)) throw new RangeError(`there is no file ${file}`);
    return [of, key];
  }));
  return (area) => {
    const key = given.get(area) ?? given.get("");
    if (key === undefined) throw new RangeError(`no root key is named for ${area}: --root-key ${area}=kms:<arn>`);
    return rootKeyOf(key);
  };
}

/** Goes through an audit that was taken out of the tables, with the root key or without. Throws RangeError for a file that is not whole. */
export async function checkAudit(lines: Lines, { rootOf, anchors = [] }: { rootOf?: RootOf | undefined; anchors?: readonly Anchor[] } = {}): Promise<Verdict> {
  const { chains, chainOf, keys, exportedAt, areas, odd, rows } = readHeads(lines);
  // An area may have keys and no chain, as the staff's: its root key is not asked for.
  const chained = new Set([...chains.values()].map(({ area }) => area));
  const rings = rootOf ? await ringsOf(keys.filter(({ area }) => chained.has(area)), rootOf) : null;
  const ringOf = (area: KeptArea): KeyRing | null => {
    const ring = rings?.get(area);
    if (rings && !ring) throw new RangeError(`the file holds no wrapping key of ${area}, or no end of a chain there`);
    return ring ?? null;
  };
  const { keyOf, letGo } = openKeys();
  let read = 0;
  const judgeNow = (chain: Chain): Judged => {
    const ring = ringOf(chain.area);
    keyOf(chain, ring);
    return judge(chain, ring, Date.parse(exportedAt));
  };
  for (const line of lines("all")) {
    if (isRow(line)) read += 1;
    if (line.what === "again") Object.assign(chainOf(line.area, line.chain), { events: [], found: [], judged: undefined });
    if (line.what !== "event") continue;
    const chain = chainOf(line.area, line.chain);
    if (chain.judged) addAfterwards(chain.judged, line, chain.heads[0]?.seq ?? 0);
    else keepEvent(chain, line, keyOf(chain, ringOf(line.area)));
    // Anchors are worked out from all events; else a chain is let go of as soon as it can be.
    if (anchors.length || chain.judged || !isComplete(chain)) continue;
    chain.judged = judgeNow(chain);
    chain.events = [];
    letGo(chain);
  }
  if (read !== rows) throw new RangeError(`the file is not whole: it has ${read} rows, and says ${rows}`);
  const verdict: Verdict = { exportedAt, areas, people: 0, events: 0, erased: 0, forgotten: 0, first: odd[0] ?? null, faults: odd.length, drifts: [] };
  for (const chain of chains.values()) {
    const { events, forgotten, isErased, found } = chain.judged ?? judgeNow(chain);
    const [first] = found;
    if (first) verdict.first ??= { area: chain.area, chain: chain.chain, seq: first.seq, because: wrongs[first.wrong] };
    verdict.faults += found.length;
    verdict.people += 1;
    verdict.events += events;
    verdict.erased += isErased ? 1 : 0;
    verdict.forgotten += forgotten;
  }
  return { ...verdict, drifts: driftsFrom(anchors, [...chains.values()], exportedAt) };
}

/** All but the events: these are many, and a key is known before what it seals. */
function readHeads(lines: Lines) {
  const chains = new Map<string, Chain>();
  const keys: KeyLine[] = [];
  const odd: Fault[] = [];
  let began: { at: string; areas: readonly KeptArea[] } | undefined;
  let rows: number | null = null;
  const chainOf = (area: KeptArea, chain: string): Chain => {
    const name = `${area} ${chain}`;
    const known = chains.get(name) ?? { area, chain, heads: [], events: [], found: [], keyOpens: true };
    chains.set(name, known);
    return known;
  };
  for (const line of lines("but events")) {
    if (line.what === "head") chainOf(line.area, line.chain).heads.push(line);
    else if (line.what === "again") chainOf(line.area, line.chain).heads = [];
    else if (line.what === "key") keys.push(line);
    else if (line.what === "odd") odd.push({ area: line.area, chain: null, seq: null, because: `the row ${line.pk} ${line.sk} cannot be read as one of the audit` });
    else if (line.what === "export") began = line;
    rows = line.what === "end" ? line.rows : null;
  }
  if (!began || rows === null) throw new RangeError("the file is not whole: its first or last line is missing");
  return { chains, chainOf, keys, odd, exportedAt: began.at, areas: began.areas, rows };
}

const keysAtHand = 20_000;

/** A person's key as long as their events are read; marks a chain whose key does not open. */
function openKeys() {
  const known = new Map<Chain, DataKey | null>();
  const keyOf = (chain: Chain, ring: KeyRing | null): DataKey | null => {
    const key = chain.heads[0]?.key;
    if (!ring || !key) return null;
    const found = known.get(chain);
    if (found !== undefined) return found;
    if (known.size >= keysAtHand) known.clear();
    const opened = open(ring, key);
    chain.keyOpens = opened !== null;
    known.set(chain, opened);
    return opened;
  };
  return { keyOf, letGo: (chain: Chain): unknown => known.delete(chain) };
}

function open(ring: KeyRing, { by, wrapped }: { by: number; wrapped: string }): DataKey | null {
  try {
    return ring.open({ by, wrapped: bytesOf(wrapped) });
  } catch {
    return null;
  }
}
