import type { Deps } from "./deps.ts";

/** A message that should have had an outcome for this long is somebody's to look at. */
export const overdueAfterMs = 5 * 60_000;

const ages = [
  { minutes: 5, label: "5 min" },
  { minutes: 15, label: "15 min" },
  { minutes: 60, label: "1 h" },
  { minutes: 240, label: "4 h" },
] as const;

export type Unfinished = { olderThan: (typeof ages)[number]["label"]; count: number }[];

/** Promises without an outcome, by how long ago they were due: all 0 when all is well. The first count is the one the alarm looks at. */
export async function unfinished({ store, now }: Pick<Deps, "store" | "now">): Promise<Unfinished> {
  return Promise.all(ages.map(async ({ minutes, label }) => ({ olderThan: label, count: await store.countDue(new Date(now().getTime() - minutes * 60_000)) })));
}
