/**
 * The messages table. Access patterns and cost:
 *
 * | pattern   | call                                   | cost                          |
 * |-----------|----------------------------------------|-------------------------------|
 * | find      | GetItem, consistent                    | 1 RCU                         |
 * | findDue   | Query of the `due` index, one per shard| 0.5 RCU a shard when empty    |
 * | move      | UpdateItem on the state it must have   | 1 WCU + 1–2 for the due index |
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { messageMoves, messageSchema, type Message } from "../../shared/messages/message.ts";
import { dueShardOf, dueShards, messageKey } from "../platform/outbox.ts";

type Change = { because?: string; dueAt?: string; routeMessageId?: string; attempts?: number; firstTriedAt?: string };

const dueIndex = "due";

export function createMessageStore(client: DynamoDBDocumentClient, tableName: string) {
  return {
    async find(id: string): Promise<Message | null> {
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: messageKey(id), ConsistentRead: true }));
      return Item ? parse(Item) : null;
    },

    /** Ids of messages whose time has come, oldest first, at most `limit` of each shard. */
    async findDue(now: Date, limit: number): Promise<string[]> {
      const pages = await Promise.all(
        Array.from({ length: dueShards }, (_, shard) =>
          client.send(
            new QueryCommand({
              TableName: tableName,
              IndexName: dueIndex,
              KeyConditionExpression: "dueShard = :shard AND dueAt <= :now",
              ExpressionAttributeValues: { ":shard": `DUE#${shard}`, ":now": now.toISOString() },
              Limit: limit,
            }),
          ),
        ),
      );
      return pages.flatMap(({ Items = [] }) => Items.map(({ pk }) => String(pk).slice("MESSAGE#".length)));
    },

    /**
     * One move of the state table, written only if the message is where the move starts and was attempted as often as read.
     * False when it has moved meanwhile. A message that is done leaves the due index and forgets its values.
     */
    async move(message: Message, name: keyof typeof messageMoves, change: Change = {}): Promise<boolean> {
      const { from, to } = messageMoves[name];
      const open = to === "waiting" || to === "handing";
      const sets = { state: to, ...change, ...(open ? { dueShard: dueShardOf(message.id) } : {}) };
      const removes = open ? "" : " REMOVE dueShard, #values";
      const entries = Object.entries(sets).filter(([, value]) => value !== undefined);
      try {
        await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: messageKey(message.id),
            UpdateExpression: `SET ${entries.map((_, i) => `#n${i} = :v${i}`).join(", ")}${removes}`,
            ConditionExpression: "#state = :from AND #attempts = :attempts",
            ExpressionAttributeNames: {
              "#state": "state",
              "#attempts": "attempts",
              ...(open ? {} : { "#values": "values" }),
              ...Object.fromEntries(entries.map(([key], i) => [`#n${i}`, key])),
            },
            ExpressionAttributeValues: {
              ":from": from,
              ":attempts": message.attempts,
              ...Object.fromEntries(entries.map(([, value], i) => [`:v${i}`, value])),
            },
          }),
        );
        return true;
      } catch (thrown) {
        if (thrown instanceof ConditionalCheckFailedException) return false;
        throw thrown;
      }
    },
  };
}

export type MessageStore = ReturnType<typeof createMessageStore>;

function parse(item: Record<string, unknown>): Message {
  const { pk: _pk, sk: _sk, dueShard: _dueShard, expiresAtSeconds: _expires, ...message } = item;
  return messageSchema.parse(message);
}
