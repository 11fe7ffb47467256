import { createHash } from "node:crypto";
import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Message } from "../../shared/messages/message.ts";

export type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** The due index is spread over this many partitions; the sweep asks each. */
export const dueShards = 4;
const keptAfterMs = 7 * 24 * 3_600_000;

export const messageKey = (id: string) => ({ pk: `MESSAGE#${id}`, sk: "MESSAGE" });
export const dueShardOf = (id: string): string => `DUE#${(createHash("sha256").update(id).digest()[0] ?? 0) % dueShards}`;

/**
 * The write that promises a text. Every area puts it into the same transaction as the change that causes it,
 * so that neither can exist without the other.
 */
export const promise = (tableName: string, message: Message): TransactItem => ({
  Put: {
    TableName: tableName,
    Item: {
      ...messageKey(message.id),
      ...message,
      ...(message.state === "waiting" ? { dueShard: dueShardOf(message.id) } : {}),
      expiresAtSeconds: Math.floor((Date.parse(message.notAfter) + keptAfterMs) / 1_000),
    },
    ConditionExpression: "attribute_not_exists(pk)",
  },
});
