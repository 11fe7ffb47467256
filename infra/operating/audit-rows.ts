import { QueryCommand, ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { keptAreas, readKeys, type KeptArea } from "../../functions/platform/keeper.ts";
import { chainMark, erasedKey } from "../../functions/platform/trail.ts";
import { keyLineOf, lineOf, type Line } from "./audit-lines.ts";

export type AuditTables = Partial<Record<KeptArea, string>>;

const segments = 4;
const eventMarks = { ":event": "EVENT#", ":look": "LOOK#" };
const ofTheAudit = { FilterExpression: "sk = :chain OR begins_with(sk, :event) OR begins_with(sk, :look)", ExpressionAttributeValues: { ":chain": chainMark, ...eventMarks } };

type Row = Record<string, unknown>;
/** What was read of a chain so far. While it is read, people go on writing. */
type Seen = { pk: Set<string>; heads: number; lastSeq: number; events: number };

/** Hands over all that the tables hold of the audit, in whatever order they give it; chains that moved meanwhile are read again. */
export async function readAudit(client: DynamoDBDocumentClient, tables: AuditTables, at: Date, take: (line: Line) => void): Promise<number> {
  const areas = keptAreas.filter((area) => tables[area] !== undefined);
  let rows = 0;
  take({ what: "export", at: at.toISOString(), areas });
  for (const area of areas) {
    const TableName = tables[area] ?? "";
    for (const key of await readKeys(client, TableName)) take(keyLineOf(area, key));
    const seen = new Map<string, Seen>();
    const takeRow = (row: Row): void => {
      const line = lineOf(area, row);
      rows += 1;
      take(line);
      if (line.what !== "odd") note(seen, line);
    };
    await Promise.all(Array.from({ length: segments }, (_, segment) => scan(client, TableName, segment, takeRow)));
    for (const [chain, { pk, heads, lastSeq, events }] of seen) {
      if (heads === 1 && lastSeq === events) continue;
      const found = await rowsAgain(client, TableName, chain, new Set([...pk, erasedKey(chain)]));
      take({ what: "again", area, chain });
      for (const row of found) takeRow(row);
    }
  }
  take({ what: "end", rows });
  return rows;
}

function note(seen: Map<string, Seen>, line: Extract<Line, { what: "head" | "event" }>): void {
  const one = seen.get(line.chain) ?? { pk: new Set(), heads: 0, lastSeq: 0, events: 0 };
  seen.set(line.chain, one);
  one.pk.add(line.pk);
  if (line.what === "event") one.events += 1;
  else Object.assign(one, { heads: one.heads + 1, lastSeq: line.seq });
}

async function scan(client: DynamoDBDocumentClient, TableName: string, Segment: number, take: (row: Row) => void): Promise<void> {
  let from: Row | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({ TableName, Segment, TotalSegments: segments, ConsistentRead: true, ...ofTheAudit, ...(from ? { ExclusiveStartKey: from } : {}) }),
    );
    for (const row of Items) take(row);
    from = LastEvaluatedKey;
  } while (from);
}

async function rowsAgain(client: DynamoDBDocumentClient, TableName: string, chain: string, keys: ReadonlySet<string>): Promise<Row[]> {
  const rows: Row[] = [];
  for (const pk of keys) {
    let from: Row | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({ TableName, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": pk }, ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) }),
      );
      rows.push(...Items.filter((row) => row.chain === chain && isOfTheAudit(String(row.sk))));
      from = LastEvaluatedKey;
    } while (from);
  }
  return rows;
}

const isOfTheAudit = (sk: string): boolean => sk === chainMark || Object.values(eventMarks).some((mark) => sk.startsWith(mark));
