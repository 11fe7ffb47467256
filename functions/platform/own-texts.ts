/**
 * What an area sees of the texts it promised: their story and, of those that did not arrive, whom to call instead. Numbers and values stay sealed.
 *
 * | pattern    | call                                        | cost                      |
 * |------------|---------------------------------------------|---------------------------|
 * | about      | Query of one subject                        | 0.5 RCU per 4 kB          |
 * | toCall     | Query of the `callInstead` index, one page  | 0.5 RCU per 4 kB          |
 * | called     | UpdateItem                                  | 1 WCU + 1 for the index   |
 */
import { QueryCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { callListOf, messageSchema, type Message, type MessageArea, type MessageRef } from "../../shared/messages/message.ts";
import { messageKey, subjectKey } from "./outbox.ts";
import { rowsOf, updateIf } from "./table.ts";

/** Somebody a text did not reach, and nobody has called since. */
export type ToCall = Pick<Message, "area" | "subject" | "id" | "template" | "state" | "because"> & { callInsteadAt: string };

const storedSchema = messageSchema.strip();
const toCallSchema = messageSchema.pick({ area: true, subject: true, id: true, template: true, state: true, because: true }).strip().extend({ callInsteadAt: z.string() });

export function createOwnTexts(client: DynamoDBDocumentClient, tableName: string, area: MessageArea) {
  return {
    /** Every text about one subject, oldest first. They are kept seven days after they could last be sent. */
    async about(subject: string): Promise<Message[]> {
      const rows = await rowsOf(client, {
        TableName: tableName,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :message)",
        ExpressionAttributeValues: { ":pk": subjectKey(area, subject), ":message": "MESSAGE#" },
        ConsistentRead: true,
      });
      return rows.map(parse).toSorted((a, b) => inOrder(`${a.createdAt} ${a.dueAt} ${a.id}`, `${b.createdAt} ${b.dueAt} ${b.id}`));
    },

    /** Whom to call instead, longest waiting first, at most `limit` texts; of one desk, if the area has several. */
    async toCall(limit: number, desk?: string): Promise<{ texts: ToCall[]; more: boolean }> {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: "callInstead",
          KeyConditionExpression: "callInstead = :list",
          ExpressionAttributeValues: { ":list": callListOf({ area, desk }) },
          Limit: limit,
        }),
      );
      return { texts: Items.map((item) => toCallSchema.parse(item)), more: LastEvaluatedKey !== undefined };
    },

    /** Somebody was told otherwise; done already, nothing changes. */
    called: (ref: MessageRef): Promise<boolean> =>
      updateIf(client, {
        TableName: tableName,
        Key: messageKey(ref),
        UpdateExpression: "REMOVE callInstead, callInsteadAt",
        ConditionExpression: "attribute_exists(callInstead)",
      }),
  };
}
export type OwnTexts = ReturnType<typeof createOwnTexts>;

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function parse(item: Record<string, unknown>): Message {
  const { pk: _pk, sk: _sk, dueShard: _shard, expiresAtSeconds: _expires, callInstead: _desk, sealed: _sealed, ...rest } = item;
  return storedSchema.parse(rest);
}
