import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { contextFor, createKeyRing, type KeptArea } from "../../functions/platform/keeper.ts";
import type { RootKey } from "../../functions/platform/root-key.ts";
import type { TransactItem } from "../../functions/platform/outbox.ts";
import { createTrails, erasedKey, type NewEvent } from "../../functions/platform/trail.ts";
import { keyLineOf, lineOf, type Line, type Lines } from "../../infra/operating/audit-lines.ts";
import { testRoot } from "./keepers.ts";
import type { Row } from "./world.ts";

const wrappingKey = Buffer.alloc(32, "a wrapping key of the tests");

/** Chains as the stores write them, in a table that is nothing but its rows. */
export function auditTable(area: KeptArea) {
  const ring = createKeyRing(area, new Map([[1, wrappingKey]]), 1);
  const trails = createTrails({} as DynamoDBDocumentClient, "table", area);
  const rows = new Map<string, Row>();
  const place = ({ pk, sk }: { pk: string; sk: string }) => `${pk} ${sk}`;
  const write = (items: readonly TransactItem[]): void => {
    for (const { Put, Delete } of items) {
      if (Put) rows.set(place(Put.Item as Row), Put.Item as Row);
      if (Delete) rows.delete(place(Delete.Key as Row));
    }
  };

  return {
    area,
    ring,
    /** Begins somebody's chain with these events, one write each; gives the chain's id. */
    begin(pk: string, events: readonly NewEvent[]): string {
      let trail = trails.begin(ring, pk);
      for (const event of events) {
        const items = trails.append(ring, trail, [event]);
        write(items);
        trail = trails.trailOf(ring, pk, rows.get(`${pk} CHAIN`)) ?? trail;
      }
      return trail.chain;
    },
    /** Forgets somebody as the law asks: what is left stands under nothing that leads to them. */
    forget(pk: string, at: string): void {
      const trail = trails.trailOf(ring, pk, rows.get(`${pk} CHAIN`));
      if (!trail) throw new RangeError(`nobody stands under ${pk}`);
      write(trails.end(ring, trail, { at, basis: "asked" }));
      for (const row of [...rows.values()].filter((one) => one.pk === pk)) {
        rows.delete(place(row));
        const { content: _content, ...left } = row;
        write([{ Put: { TableName: "table", Item: { ...left, pk: erasedKey(trail.chain) } } }]);
      }
    },
    rows: (): Row[] => [...rows.values()],
  };
}
type AuditTable = ReturnType<typeof auditTable>;

export const keyLineUnder = async (root: RootKey, area: KeptArea): Promise<Line> => keyLineOf(area, { version: 1, wrapped: await root.wrap(wrappingKey, contextFor(area, 1)) });

/** The lines that an export of these rows writes. */
export async function linesOf({ area }: Pick<AuditTable, "area">, rows: readonly Row[], at: string): Promise<Line[]> {
  return [{ what: "export", at, areas: [area] }, await keyLineUnder(testRoot, area), ...rows.map((row) => lineOf(area, row)), { what: "end", rows: rows.length }];
}

export const inMemory =
  (lines: readonly Line[]): Lines =>
  (which) =>
    which === "all" ? lines : lines.filter(({ what }) => what !== "event");
