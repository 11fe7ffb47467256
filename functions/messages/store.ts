/**
 * The messages table, as its senders see it. Access patterns and cost:
 *
 * | rows                                     | what                                                            |
 * |------------------------------------------|-----------------------------------------------------------------|
 * | `HOTLINE#…`, `REGISTRATION#…` MESSAGE#id | one promised text, under what it is about                        |
 * | `PHONE#<keyed hash>`                     | what a phone got in 24 hours; that it wants nothing more         |
 * | `RECEIPT#<route>#<id>`                   | what a network calls a text, and what it said of it              |
 * | `NETWORK#…`                              | rates, health and choice of the routes (network-store.ts)        |
 *
 * | pattern          | call                                                | cost                                |
 * |------------------|-----------------------------------------------------|-------------------------------------|
 * | find, findPhone  | GetItem, consistent                                 | 1 RCU each                          |
 * | due              | Query of the `due` index, one a lane and shard      | 0.5 RCU each when nothing is due    |
 * | claim            | TransactWriteItems of message and phone             | 4 WCU (a code: 1) + 2 for the index |
 * | move             | UpdateItem on the state it must have                | 1 WCU + 1–2 for the index           |
 * | linkReceipt, noteReceipt | UpdateItem                                  | 1 WCU                               |
 */
import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { laneRules, lanes, type Lane } from "../../shared/messages/lanes.ts";
import { callListOf, isUnfinished, messageMoves, messageSchema, needsCall, type Message, type MessageMove, type MessageRef, type StoryEvent } from "../../shared/messages/message.ts";
import { dueShard, dueShardOf, dueShards, messageKey, openSealed, phoneKey, refOf, type TransactItem } from "../platform/outbox.ts";
import type { Seal } from "../platform/seal.ts";
import { countOf, transact, updateIf } from "../platform/table.ts";
import type { PhoneRecord } from "./gate.ts";
import type { Receipt } from "./routes/route.ts";

type Change = { because?: string; dueAt?: string; route?: string; routeMessageId?: string; attempts?: number; firstTriedAt?: string };

const dueIndex = "due";
const keptSeconds = 7 * 86_400;
const phoneKeptSeconds = 2 * 86_400;
const dayMs = 24 * 3_600_000;

/** A field a newer version writes does not keep an older one from sending. */
const storedSchema = messageSchema.strip();
const sealedSchema = z.object({ to: z.string(), values: z.record(z.string(), z.string()).optional() });
const phoneSchema = z.object({ version: z.int(), stoppedAt: z.string().optional(), sent: z.string().optional() });
/** What a phone got is sealed: ids and moments would lead from one half's texts to the other's. */
const sentSchema = z.array(z.object({ id: z.string(), at: z.string(), digest: z.string() })).catch([]);
const sealedSent = "sent";
const receiptSchema = z.object({
  ref: z.object({ area: z.enum(["hotline", "registration"]), subject: z.string(), id: z.string() }).optional(),
  delivered: z.boolean().optional(),
  undelivered: z.string().optional(),
});
/** What is known of a text under the name a network gave it. */
export type KnownReceipt = z.infer<typeof receiptSchema>;

const asksToCall = (message: Message, name: MessageMove, change: Change): boolean => needsCall({ ...message, ...change, state: messageMoves[name].to });

export function createMessageStore(client: DynamoDBDocumentClient, tableName: string, seal: Seal) {
  /** The update of one move; a message that is done leaves the due index and forgets number and values. */
  const updateOf = (message: Message, name: MessageMove, change: Change, at: Date) => {
    const { from, to }: { from: readonly string[]; to: Message["state"] } = messageMoves[name];
    const open = isUnfinished(to);
    const asks = asksToCall(message, name, change);
    const call = asks ? { callInstead: callListOf(message), callInsteadAt: message.callInsteadAt ?? at.toISOString() } : {};
    const sets = { state: to, ...change, ...(open ? { dueShard: dueShardOf(message) } : {}), ...call };
    const removes = [...(open ? [] : ["dueShard", "sealed"]), ...(asks ? [] : ["callInstead", "callInsteadAt"])];
    const entries = Object.entries(sets).filter(([, value]) => value !== undefined);
    const event: StoryEvent = {
      at: at.toISOString(),
      what: name,
      ...(change.because === undefined ? {} : { because: change.because }),
      ...(name === "claim" && change.route ? { route: change.route } : {}),
      ...((name === "wait" || name === "tryAgain") && change.dueAt ? { until: change.dueAt } : {}),
    };
    // What its area changes while the network is being asked must not keep the outcome from being written down.
    const sameReading = messageMoves[name].from.every((state) => state === "waiting");
    return {
      TableName: tableName,
      Key: messageKey(message),
      UpdateExpression: `SET ${entries.map((_, i) => `#n${i} = :v${i}`).join(", ")}, story = list_append(story, :event) REMOVE ${removes.map((_, i) => `#r${i}`).join(", ")}`,
      ConditionExpression: `#state IN (${from.map((_, i) => `:from${i}`).join(", ")}) AND #attempts = :attempts${sameReading ? " AND revision = :revision AND dueAt = :dueAt" : ""}${asks ? " AND attribute_not_exists(withdrawn)" : ""}`,
      ExpressionAttributeNames: {
        "#state": "state",
        "#attempts": "attempts",
        ...Object.fromEntries(entries.map(([key], i) => [`#n${i}`, key])),
        ...Object.fromEntries(removes.map((key, i) => [`#r${i}`, key])),
      },
      ExpressionAttributeValues: {
        ":attempts": message.attempts,
        ":event": [event],
        ...(sameReading ? { ":revision": message.revision, ":dueAt": message.dueAt } : {}),
        ...Object.fromEntries(from.map((state, i) => [`:from${i}`, state])),
        ...Object.fromEntries(entries.map(([, value], i) => [`:v${i}`, value])),
      },
    };
  };

  const parse = (item: Record<string, unknown>, now: Date): Message => {
    const { pk: _pk, sk: _sk, dueShard: _shard, expiresAtSeconds: _expires, callInstead: _desk, sealed, ...rest } = item;
    const opened = typeof sealed === "string" ? sealedSchema.safeParse(openSealed(seal, sealed, now)).data : undefined;
    return storedSchema.parse({ ...rest, ...opened });
  };

  return {
    async find(ref: MessageRef, now: Date): Promise<Message | null> {
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: messageKey(ref), ConsistentRead: true }));
      return Item ? parse(Item, now) : null;
    },

    /** A phone that was never texted has no row. */
    async findPhone(phone: string, now: Date): Promise<PhoneRecord> {
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: phoneKey(seal, phone), ConsistentRead: true }));
      if (!Item) return { version: 0, sent: [] };
      const { sent = "", ...row } = phoneSchema.parse(Item);
      return { ...row, sent: sentSchema.parse(seal.open(sealedSent, sent, now)) };
    },

    /** Messages of a lane whose time has come by `until`, oldest first, a batch at a time, each once. */
    async *due(lane: Lane, until: Date, perShard: number): AsyncGenerator<{ ref: MessageRef; dueAt: string }[]> {
      let shards: { shard: number; after?: Record<string, unknown> | undefined }[] = Array.from({ length: dueShards }, (_, shard) => ({ shard }));
      while (shards.length) {
        const pages = await Promise.all(
          shards.map(({ shard, after }) =>
            client.send(
              new QueryCommand({
                TableName: tableName,
                IndexName: dueIndex,
                KeyConditionExpression: "dueShard = :shard AND dueAt <= :until",
                ExpressionAttributeValues: { ":shard": dueShard(lane, shard), ":until": until.toISOString() },
                Limit: perShard,
                ...(after ? { ExclusiveStartKey: after } : {}),
              }),
            ),
          ),
        );
        const found = pages.flatMap(({ Items = [] }) => Items).toSorted((a, b) => (String(a.dueAt) < String(b.dueAt) ? -1 : 1));
        const batch = found.flatMap((item) => {
          const ref = refOf(item);
          return ref ? [{ ref, dueAt: String(item.dueAt) }] : [];
        });
        if (batch.length) yield batch;
        shards = pages.flatMap(({ LastEvaluatedKey }, i) => (LastEvaluatedKey ? [{ shard: shards[i]?.shard ?? 0, after: LastEvaluatedKey }] : []));
      }
    },

    /** How many open messages were due before each of these moments: what should be 0 five minutes on. */
    async countDue(before: Date): Promise<number> {
      const counts = await Promise.all(lanes.flatMap((lane) => Array.from({ length: dueShards }, (_, shard) => countShard(dueShard(lane, shard), before))));
      return counts.reduce((sum, count) => sum + count, 0);
    },

    /**
     * The last write before the network is called: this attempt is ours, and the phone has one text more today. False when the message,
     * the phone or its area's wish is no longer as read.
     */
    async claim(message: Message, { phone, digest, route, until, at }: { phone: PhoneRecord; digest: string; route: string; until: Date; at: Date }): Promise<boolean> {
      const change: Change = { attempts: message.attempts + 1, firstTriedAt: message.firstTriedAt ?? at.toISOString(), dueAt: until.toISOString(), route };
      const update = updateOf(message, "claim", change, at);
      if (!laneRules[message.lane].held || !message.to) return updateIf(client, update);
      const failed = await transact(client, [{ Update: update }, counted(message.to, message.id, phone, digest, at)]);
      return failed.length === 0;
    },

    /** One move of the state table, written only if the message is where the move starts and was attempted as often as read. False when it has moved meanwhile. */
    async move(message: Message, name: Exclude<MessageMove, "claim">, change: Change, at: Date): Promise<boolean> {
      if (await updateIf(client, updateOf(message, name, change, at))) return true;
      // Taken back since it was read, its outcome is written down all the same, and nobody need call.
      return asksToCall(message, name, change) && updateIf(client, updateOf({ ...message, withdrawn: "meanwhile" }, name, change, at));
    },

    /** Remembers what a network calls a text; what it already said of it comes back. */
    linkReceipt: (route: string, id: string, { area, subject, id: message }: MessageRef, at: Date): Promise<KnownReceipt> =>
      upsertReceipt(route, id, "#set = :value", { name: "ref", value: { area, subject, id: message } }, at),

    /** Writes down what a network said of a text; which text that is comes back once it is known. */
    noteReceipt: ({ route, id, status, because }: Receipt, at: Date): Promise<KnownReceipt> =>
      upsertReceipt(route, id, "#set = if_not_exists(#set, :value)", status === "delivered" ? { name: "delivered", value: true } : { name: "undelivered", value: because ?? "undelivered" }, at),
  };

  function countShard(shard: string, before: Date): Promise<number> {
    const ExpressionAttributeValues = { ":shard": shard, ":before": before.toISOString() };
    return countOf(client, { TableName: tableName, IndexName: dueIndex, KeyConditionExpression: "dueShard = :shard AND dueAt <= :before", ExpressionAttributeValues });
  }

  async function upsertReceipt(route: string, id: string, set: string, { name, value }: { name: string; value: unknown }, at: Date): Promise<KnownReceipt> {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk: `RECEIPT#${route}#${id}`, sk: "RECEIPT" },
        UpdateExpression: `SET ${set}, expiresAtSeconds = :expires`,
        ExpressionAttributeNames: { "#set": name },
        ExpressionAttributeValues: { ":value": value, ":expires": Math.floor(at.getTime() / 1_000) + keptSeconds },
        ReturnValues: "ALL_NEW",
      }),
    );
    return receiptSchema.parse(Attributes);
  }

  function counted(to: string, id: string, phone: PhoneRecord, digest: string, at: Date): TransactItem {
    const recent = phone.sent.filter((one) => one.id !== id && at.getTime() - Date.parse(one.at) < dayMs);
    return {
      Update: {
        TableName: tableName,
        Key: phoneKey(seal, to),
        UpdateExpression: "SET sent = :sent, expiresAtSeconds = :expires ADD version :one",
        // A stop written meanwhile has raised the version.
        ConditionExpression: phone.version === 0 ? "attribute_not_exists(pk)" : "version = :version AND attribute_not_exists(stoppedAt)",
        ExpressionAttributeValues: {
          ":sent": seal.close(sealedSent, [...recent, { id, at: at.toISOString(), digest }], new Date(at.getTime() + phoneKeptSeconds * 1_000)),
          ":expires": Math.floor(at.getTime() / 1_000) + phoneKeptSeconds,
          ":one": 1,
          ...(phone.version === 0 ? {} : { ":version": phone.version }),
        },
      },
    };
  }
}

export type MessageStore = ReturnType<typeof createMessageStore>;
