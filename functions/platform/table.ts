import { setTimeout as wait } from "node:timers/promises";
import { ConditionalCheckFailedException, DynamoDBClient, TransactionCanceledException, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand, TransactWriteCommand, UpdateCommand, type QueryCommandInput, type QueryCommandOutput, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { TransactItem } from "./outbox.ts";

/** The one client; `AWS_ENDPOINT_URL_DYNAMODB` points it at any engine that speaks DynamoDB. */
export const createTableClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 4 }), { marshallOptions: { removeUndefinedValues: true } });

async function* pagesOf(client: DynamoDBDocumentClient, query: QueryCommandInput): AsyncGenerator<QueryCommandOutput> {
  let from: QueryCommandOutput["LastEvaluatedKey"];
  do {
    const page: QueryCommandOutput = await client.send(new QueryCommand({ ...query, ...(from ? { ExclusiveStartKey: from } : {}) }));
    yield page;
    from = page.LastEvaluatedKey;
  } while (from);
}

/** Every row that a query finds, on however many pages. */
export async function rowsOf(client: DynamoDBDocumentClient, query: QueryCommandInput): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const { Items = [] } of pagesOf(client, query)) rows.push(...Items);
  return rows;
}

/** How many rows a query finds; none of them travels. */
export async function countOf(client: DynamoDBDocumentClient, query: QueryCommandInput): Promise<number> {
  let count = 0;
  for await (const { Count = 0 } of pagesOf(client, { ...query, Select: "COUNT" })) count += Count;
  return count;
}

/** Reasons that pass by themselves. The SDK repeats a throttled request, but not a transaction another one collided with. */
const passing = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);
const codesOf = ({ CancellationReasons = [] }: TransactionCanceledException): string[] => CancellationReasons.map(({ Code }) => Code ?? "None");

/** Whether nothing was written because others were writing the same rows: it may be worked out again. */
export const isCollision = (thrown: unknown): boolean => thrown instanceof TransactionCanceledException && codesOf(thrown).some((code) => passing.has(code));

const pausesMs = [15, 40, 100, 250];

/**
 * Writes all items or none. The positions whose condition failed come back, none of them when it was written;
 * a collision with another transaction is tried again, and whatever else went wrong is thrown.
 */
export async function transact(client: DynamoDBDocumentClient, items: TransactItem[]): Promise<number[]> {
  for (const pause of [...pausesMs, null]) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: items }));
      return [];
    } catch (thrown) {
      if (!(thrown instanceof TransactionCanceledException)) throw thrown;
      const codes = codesOf(thrown);
      const failed = codes.flatMap((code, position) => (code === "ConditionalCheckFailed" ? [position] : []));
      if (failed.length) return failed;
      if (pause === null || !isCollision(thrown)) throw thrown;
      await wait(pause + Math.random() * pause);
    }
  }
  throw new RangeError("the last round returns or throws");
}

/** One conditional update. False when its condition does not hold; a collision with a transaction is tried again. */
export async function updateIf(client: DynamoDBDocumentClient, input: UpdateCommandInput): Promise<boolean> {
  for (const pause of [...pausesMs, null]) {
    try {
      await client.send(new UpdateCommand(input));
      return true;
    } catch (thrown) {
      if (thrown instanceof ConditionalCheckFailedException) return false;
      if (pause === null || !(thrown instanceof TransactionConflictException)) throw thrown;
      await wait(pause + Math.random() * pause);
    }
  }
  throw new RangeError("the last round returns or throws");
}
