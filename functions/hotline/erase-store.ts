/**
 * Forgets callers of the hotline table: what was said in calls goes after its time, and with the last of it the caller.
 *
 * | pattern | call                | cost                  |
 * |---------|---------------------|-----------------------|
 * | open    | Query of one key    | 1 RCU a 4 kB          |
 * | erase   | TransactWriteItems  | 10 WCU                |
 */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createForgetting } from "../platform/forgetting.ts";
import type { Keeper } from "../platform/keeper.ts";
import { transact } from "../platform/table.ts";
import { chainMark, createTrails, linkRowSchema, type Trail } from "../platform/trail.ts";
import { callerKeyOf, phoneKey } from "./store.ts";

/** Nobody is forgotten while something is open under their phone; `until`, when the rest of their row goes by itself. */
type Open = { isOpen: boolean; until: string | null };

export function createEraseStore(client: DynamoDBDocumentClient, TableName: string, keeper: Keeper) {
  const trails = createTrails(client, TableName, "hotline");
  const forgetting = createForgetting(client, TableName);

  return {
    forgetting,

    /** A caller's chain, what it still says, and whether something is open; null when there is none. */
    async open(pk: string) {
      const rows = await forgetting.rowsUnder(pk);
      const trail = trails.trailOf(await keeper.ring(), pk, rows.find(({ sk }) => sk === chainMark));
      const events = rows.flatMap((row) => (/^(EVENT|LOOK)#/.test(String(row.sk)) && row.content !== undefined ? [linkRowSchema.parse(row)] : []));
      const caller = rows.find(({ sk }) => sk === "CALLER");
      const ends = typeof caller?.expiresAtSeconds === "number" ? new Date(caller.expiresAtSeconds * 1_000).toISOString() : null;
      const open: Open = { isOpen: caller !== undefined && ends === null, until: ends };
      return trail && { trail, events, ...open };
    },

    /** The caller, their number and their key go in one write; false when something has happened since. */
    async erase(trail: Trail, { at, basis }: { at: Date; basis: string }): Promise<boolean> {
      const key = trail.pk.slice("CALLER#".length);
      const failed = await transact(client, [
        ...[callerKeyOf(key), phoneKey(key)].map((Key) => ({ Delete: { TableName, Key } })),
        ...trails.end(await keeper.ring(), trail, { at: at.toISOString(), basis }),
      ]);
      return failed.length === 0;
    },
  };
}
export type EraseStore = ReturnType<typeof createEraseStore>;
