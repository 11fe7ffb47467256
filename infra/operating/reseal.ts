import { setTimeout as wait } from "node:timers/promises";
import { ScanCommand, type DynamoDBDocumentClient, type ScanCommandOutput } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { wrappedKeySchema, type KeyRing } from "../../functions/platform/keeper.ts";
import { updateIf } from "../../functions/platform/table.ts";

/** A row that carries its person's key. */
const carrierSchema = z.object({ pk: z.string(), sk: z.string(), key: wrappedKeySchema });
type Carrier = z.infer<typeof carrierSchema>;

const parts = 8;
const rowsAPage = 200;

/** Every row of one part of a table that carries a key: nothing else of it travels. */
async function* carriersIn(client: DynamoDBDocumentClient, TableName: string, part: number): AsyncGenerator<Carrier> {
  let from: ScanCommandOutput["LastEvaluatedKey"];
  do {
    const page: ScanCommandOutput = await client.send(
      new ScanCommand({
        TableName,
        Segment: part,
        TotalSegments: parts,
        FilterExpression: "attribute_exists(#key.#wrapped)",
        ProjectionExpression: "pk, sk, #key",
        ExpressionAttributeNames: { "#key": "key", "#wrapped": "wrapped" },
        Limit: rowsAPage,
        ConsistentRead: true,
        ...(from ? { ExclusiveStartKey: from } : {}),
      }),
    );
    yield* carrierSchema.array().parse(page.Items ?? []);
    from = page.LastEvaluatedKey;
  } while (from);
}

const inAllParts = (work: (part: number) => Promise<void>): Promise<void[]> => Promise.all(Array.from({ length: parts }, (_, part) => work(part)));

/** How many rows stand under each wrapping key, by its number. Reads the whole table. */
export async function countRows(client: DynamoDBDocumentClient, table: string): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  await inAllParts(async (part) => {
    for await (const { key } of carriersIn(client, table, part)) counts.set(key.by, (counts.get(key.by) ?? 0) + 1);
  });
  return counts;
}

type Reseal = { ring: KeyRing; older: ReadonlySet<number>; perSecond: number; tell: (resealed: number) => void };

/**
 * Puts the person's key in every row that stands under one of the `older` wrapping keys under the newest in use. The person's key stays what it is, so
 * nothing it seals is touched; a row whose key is no longer the one that was read is left to the next pass. Cut off anywhere, it can be begun again.
 * Gives how many rows it has put there.
 */
export async function resealOnce(client: DynamoDBDocumentClient, TableName: string, { ring, older, perSecond, tell }: Reseal): Promise<number> {
  const pauseMs = (parts * 1_000) / perSecond;
  let resealed = 0;
  const reseal = async ({ pk, sk, key }: Carrier): Promise<void> => {
    const next = opened(ring, key);
    if (!next) return;
    const isMine = await updateIf(client, {
      TableName,
      Key: { pk, sk },
      UpdateExpression: "SET #key = :next",
      ConditionExpression: "#key.#by = :by AND #key.#wrapped = :wrapped",
      ExpressionAttributeNames: { "#key": "key", "#by": "by", "#wrapped": "wrapped" },
      ExpressionAttributeValues: { ":next": next, ":by": key.by, ":wrapped": key.wrapped },
    });
    if (isMine) tell((resealed += 1));
  };
  await inAllParts(async (part) => {
    for await (const row of carriersIn(client, TableName, part)) if (older.has(row.key.by)) await Promise.all([reseal(row), wait(pauseMs)]);
  });
  return resealed;
}

/** The same key under the newest wrapping key; null when it was damaged: it is counted as left, and keeps no other row from going on. */
function opened(ring: KeyRing, key: Carrier["key"]): Carrier["key"] | null {
  try {
    return ring.rewrap(key);
  } catch {
    return null;
  }
}
