/**
 * What is to be forgotten, and what is left of it. Asked by the nightly runs and by whoever carries out that somebody is forgotten.
 *
 * | pattern | call                                             | cost                                        |
 * |---------|--------------------------------------------------|---------------------------------------------|
 * | due     | Query of the `forget` index                      | 0.5 RCU for about 12                        |
 * | heads   | Query of the `forget` index, all pages           | 0.5 RCU for about 12                        |
 * | rowsUnder | Query of one key                               | 1 RCU a 4 kB                                |
 * | bury    | TransactWriteItems, forty events at a time       | 4 WCU an event                              |
 * | hush    | UpdateItem                                       | 1 WCU an event                              |
 * | putOff  | UpdateItem                                       | 1 WCU + 2 for the index                     |
 */
import { GetCommand, PutCommand, QueryCommand, type DynamoDBDocumentClient, type QueryCommandOutput } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { rowsOf, transact, updateIf } from "./table.ts";
import { chainKey, chainMark, headSchema, type Head, erasedKey, forgetLists, linkRowSchema, listedForget, type LinkRow } from "./trail.ts";

const dueRow = z.object({ pk: z.string() });
const buriedHead = z.object({ chain: z.string(), left: z.string().optional() });
const anchorKey = { pk: "ANCHOR", sk: "ANCHOR" };
const anchorRow = z.object({ digest: z.string() });
const eventMarks = /^(EVENT|LOOK)#/;
const atOnce = 40;

export function createForgetting(client: DynamoDBDocumentClient, TableName: string) {
  const rowsUnder = (pk: string) => rowsOf(client, { TableName, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": pk }, ConsistentRead: true });
  const eventsUnder = async (pk: string): Promise<LinkRow[]> =>
    (await rowsUnder(pk)).flatMap((row) => (eventMarks.test(String(row.sk)) ? [linkRowSchema.parse(row)] : []));

  return {
    rowsUnder,
    eventsUnder,

    /** Under which keys something is to be forgotten by now, longest due first. */
    async due(now: Date, limit: number): Promise<string[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: "forget",
          KeyConditionExpression: "forget = :list AND forgetAt <= :now",
          ExpressionAttributeValues: { ":list": forgetLists.due, ":now": now.toISOString() },
          Limit: limit,
        }),
      );
      return Items.map((item) => dueRow.parse(item).pk);
    },

    /** The ends of all chains there are, a page at a time; those of forgotten people too. What moves to the first list meanwhile is met there the second time. */
    async *heads(): AsyncGenerator<Head[]> {
      for (const list of [forgetLists.due, forgetLists.kept, forgetLists.due]) {
        let after: Record<string, unknown> | undefined;
        do {
          const page: QueryCommandOutput = await client.send(
            new QueryCommand({ TableName, IndexName: "forget", KeyConditionExpression: "forget = :list", ExpressionAttributeValues: { ":list": list }, ...(after ? { ExclusiveStartKey: after } : {}) }),
          );
          yield headSchema.array().parse(page.Items ?? []);
          after = page.LastEvaluatedKey;
        } while (after);
      }
    },

    /** The digest of the last anchor; "" when there is none. */
    async lastAnchor(): Promise<string> {
      const { Item } = await client.send(new GetCommand({ TableName, Key: anchorKey, ConsistentRead: true }));
      return Item ? anchorRow.parse(Item).digest : "";
    },

    async keepAnchor(digest: string): Promise<void> {
      await client.send(new PutCommand({ TableName, Item: { ...anchorKey, digest } }));
    },

    /** Takes what is left of a forgotten person's chain to where nothing leads to them, and all else away. Cut off, it is done again from where it was. */
    async bury(chain: string): Promise<void> {
      const pk = erasedKey(chain);
      const { left } = buriedHead.parse((await rowsUnder(pk)).find(({ sk }) => sk === chainKey(pk).sk));
      if (left === undefined) return;
      const rows = await rowsUnder(left);
      const isEvent = ({ sk }: Record<string, unknown>): boolean => eventMarks.test(String(sk));
      const events = rows.filter(isEvent).map((row) => linkRowSchema.parse(row)).filter((event) => event.chain === chain);
      // Somebody new may stand under the same key by now: what is theirs stays.
      const others = rows.some(({ sk }) => sk === chainMark) ? [] : rows.filter((row) => !isEvent(row));
      for (let from = 0; from < others.length; from += atOnce) await transact(client, others.slice(from, from + atOnce).map(({ pk: old, sk }) => ({ Delete: { TableName, Key: { pk: old, sk } } })));
      for (let from = 0; from < events.length; from += atOnce) {
        const some = events.slice(from, from + atOnce);
        await transact(
          client,
          some.flatMap(({ content: _content, ...row }) => [{ Put: { TableName, Item: { ...row, pk } } }, { Delete: { TableName, Key: { pk: row.pk, sk: row.sk } } }]),
        );
      }
      const { forget, forgetAt } = listedForget(null);
      await updateIf(client, { TableName, Key: chainKey(pk), UpdateExpression: "SET forget = :list, forgetAt = :until REMOVE #left", ExpressionAttributeNames: { "#left": "left" }, ExpressionAttributeValues: { ":list": forget, ":until": forgetAt } });
    },

    /** What an event says is gone; that there was one stays. */
    hush: ({ pk, sk }: Pick<LinkRow, "pk" | "sk">): Promise<boolean> => updateIf(client, { TableName, Key: { pk, sk }, UpdateExpression: "REMOVE content", ConditionExpression: "attribute_exists(pk)" }),

    /** When somebody is looked at again; null: when something changes. Not done when the chain has grown meanwhile, for that told it anew. */
    putOff: (pk: string, { seq, until }: { seq: number; until: string | null }): Promise<boolean> =>
      updateIf(client, {
        TableName,
        Key: chainKey(pk),
        UpdateExpression: "SET forget = :list, forgetAt = :until",
        ConditionExpression: "seq = :seq",
        ExpressionAttributeValues: { ":seq": seq, ":list": listedForget(until).forget, ":until": listedForget(until).forgetAt },
      }),
  };
}
export type Forgetting = ReturnType<typeof createForgetting>;

/** The chain that an erased key names; undefined for any other. */
export const chainIn = (pk: string): string | undefined => (pk.startsWith(erasedKey("")) ? pk.slice(erasedKey("").length) : undefined);
