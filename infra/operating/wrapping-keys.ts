import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { addKey, createKeeper, learnedAfterMs, readKeys, type KeptArea } from "../../functions/platform/keeper.ts";
import type { RootKey } from "../../functions/platform/root-key.ts";
import { localTime } from "../../shared/calendar/local-time.ts";
import { countRows, resealOnce } from "./reseal.ts";

/** A table whose rows are sealed, and what wraps its wrapping keys. */
export type Kept = { client: DynamoDBDocumentClient; area: KeptArea; table: string; root: () => Promise<RootKey> };
type Options = { now: () => Date; perSecond: number; dryRun: boolean; say: (line: string) => void };
/** Does one thing with the wrapping keys of a table, and tells of it in numbers of keys and counts of rows; false when something is left to do. */
type Act = (kept: Kept, options: Options) => Promise<boolean>;

const learnedAfterMinutes = learnedAfterMs / 60_000;
const toldEveryMs = 3_000;
/** A writer may bring back a key it read before that was put under the newer one; each pass finds fewer. */
const mostPasses = 5;

const add: Act = async ({ client, area, table, root }, { now, say }) => {
  const before = (await readKeys(client, table)).at(-1);
  if (before && Date.parse(before.from) > now().getTime() - learnedAfterMs) {
    say(`${area}: key ${before.version} has only just been added, for use from ${moment(before.from)} on; no other was added`);
    return true;
  }
  const isAdded = await addKey(client, table, { area, root: await root(), now: now() });
  const after = (await readKeys(client, table)).at(-1);
  if (!isAdded || !after) {
    say(`${area}: somebody else was adding a key; no other was added`);
    return isAdded;
  }
  const isFirst = after.version === 1;
  say(`${area}: key ${after.version} was added, ${isFirst ? "and is in use" : `for use from ${moment(after.from)} on: in ${learnedAfterMinutes} minutes every running function knows it. Then reseal`}`);
  return true;
};

const status: Act = async ({ client, area, table }, { now, say }) => {
  const [keys, counts] = await Promise.all([readKeys(client, table), countRows(client, table)]);
  const current = inUse(keys, now());
  if (current === undefined) say(`${area}: no key yet; nothing can be stored: npm run keys -- add`);
  for (const { version, from } of keys) {
    const use = version === current ? "in use" : Date.parse(from) > now().getTime() ? "not in use yet" : "only opens";
    say(`${area}: key ${version}, from ${moment(from)}, ${use}: ${rows(counts.get(version) ?? 0)}`);
  }
  return tellUnknown(area, keys, counts, say) && current !== undefined;
};

const reseal: Act = async ({ client, area, table, root }, { now, perSecond, dryRun, say }) => {
  const keys = await readKeys(client, table);
  const ring = await createKeeper(client, table, { area, root: await root(), now }).ring();
  const waiting = keys.find(({ version }) => version > ring.current);
  if (waiting) say(`${area}: key ${waiting.version} is used from ${moment(waiting.from)} on; till then the newest in use is key ${ring.current}`);
  const older = new Set(keys.map(({ version }) => version).filter((version) => version < ring.current));
  const leftIn = (counts: ReadonlyMap<number, number>): number => [...older].reduce((sum, version) => sum + (counts.get(version) ?? 0), 0);

  let counts = await countRows(client, table);
  const all = leftIn(counts);
  let resealed = 0;
  for (let pass = 0; pass < mostPasses && leftIn(counts) > 0 && !dryRun; pass += 1) {
    const tell = atIntervals((done) => say(`${area}: ${resealed + done} of ${rows(all)}`));
    const done = await resealOnce(client, table, { ring, older, perSecond, tell });
    resealed += done;
    counts = await countRows(client, table);
    if (done === 0) break;
  }
  const left = leftIn(counts);
  const byKey = [...older].map((version) => `${counts.get(version) ?? 0} left under key ${version}`);
  say(`${area}: ${[`${dryRun ? 0 : resealed} of ${rows(all)}`, ...byKey].join(", ")}${older.size ? "" : `: there is no key older than ${ring.current}, which is in use`}`);
  if (left > 0 && !dryRun) say(`${area}: ${rows(left)} could not be put under key ${ring.current}: run it again; what is left even then was damaged, and does not open (infra/deploy.md, "Keys and secrets")`);
  return tellUnknown(area, keys, counts, say) && left === 0;
};

export const acts: Readonly<Record<string, Act>> = { add, status, reseal };

type Keys = Awaited<ReturnType<typeof readKeys>>;
const inUse = (keys: Keys, now: Date): number | undefined => (keys.findLast(({ from }) => from <= now.toISOString()) ?? keys[0])?.version;

/** Rows under a key that the table does not have: false when there are any. */
function tellUnknown(area: KeptArea, keys: Keys, counts: ReadonlyMap<number, number>, say: Options["say"]): boolean {
  const unknown = [...counts].filter(([by]) => !keys.some(({ version }) => version === by));
  for (const [by, count] of unknown) say(`${area}: ${rows(count)} under key ${by}, which the table does not have: they do not open. Bring its row KEYS back from a copy (infra/deploy.md, "Keys and secrets")`);
  return unknown.length === 0;
}

const rows = (count: number): string => `${count} ${count === 1 ? "row" : "rows"}`;

function moment(iso: string): string {
  const { date, hour, minute } = localTime(new Date(iso));
  return `${date} ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** Tells the first time, and then every few seconds at most. */
function atIntervals(tell: (done: number) => void): (done: number) => void {
  let toldAt = -Infinity;
  return (done) => {
    if (performance.now() - toldAt < toldEveryMs) return;
    toldAt = performance.now();
    tell(done);
  };
}
