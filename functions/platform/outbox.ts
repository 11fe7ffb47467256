import { createHash } from "node:crypto";
import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import type { ContactRule } from "../../shared/contact/safe-contact.ts";
import type { Lane } from "../../shared/messages/lanes.ts";
import type { Message, MessageRef, StoryEvent } from "../../shared/messages/message.ts";
import { currentRequest } from "./correlation.ts";
import type { Seal } from "./seal.ts";

export type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** The due index is spread over this many partitions a lane; the sweep asks each. */
export const dueShards = 4;
const keptAfterMs = 7 * 24 * 3_600_000;
/** A clock behind the one that promised may still open what it must send. */
const openableAfterMs = 3_600_000;

const areaMarks = { hotline: "HOTLINE", registration: "REGISTRATION" } as const;
const sealedFor = "message";

/** Everything an area promised about one subject stands together, under the area's own mark: neither side can reach the other's. */
export const subjectKey = (area: MessageRef["area"], subject: string): string => `${areaMarks[area]}#${subject}`;
export const messageKey = ({ area, subject, id }: MessageRef) => ({ pk: subjectKey(area, subject), sk: `MESSAGE#${id}` });
export const phoneKey = (seal: Seal, phone: string) => ({ pk: `PHONE#${seal.hash("phone", phone)}`, sk: "PHONE" });
export const dueShard = (lane: Lane, shard: number): string => `DUE#${lane}#${shard}`;
export const dueShardOf = ({ lane, id }: Pick<Message, "lane" | "id">): string => dueShard(lane, (createHash("sha256").update(id).digest()[0] ?? 0) % dueShards);

/** Which message a row's key names; null for a row that is none. */
export function refOf({ pk, sk }: Record<string, unknown>): MessageRef | null {
  const [mark, subject] = String(pk).split("#");
  const id = /^MESSAGE#(.+)$/.exec(String(sk))?.[1];
  const area = mark === areaMarks.hotline ? "hotline" : mark === areaMarks.registration ? "registration" : null;
  return area && subject && id ? { area, subject, id } : null;
}

/** Number and values as they were sealed. */
export const openSealed = (seal: Seal, sealed: string, now: Date): unknown => seal.open(sealedFor, sealed, now);

/**
 * The pen every area promises texts with. Its writes go into the same transaction as the change that causes them,
 * so that neither can exist without the other. It can promise, take back and change the answers a text is judged by, and nothing else.
 */
export function createOutbox(tableName: string, seal: Seal) {
  const change = (ref: MessageRef, { set, remove = "" }: { set: string; remove?: string }, values: Record<string, unknown>, event: StoryEvent): TransactItem => ({
    Update: {
      TableName: tableName,
      Key: messageKey(ref),
      UpdateExpression: `SET ${set}, story = list_append(story, :event)${remove} ADD revision :one`,
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeValues: { ...values, ":event": [event], ":one": 1 },
    },
  });
  return {
    promise: (message: Message): TransactItem => {
      const { to, values, ...rest } = message;
      const notAfter = Date.parse(message.notAfter);
      const { requestId } = currentRequest();
      return {
        Put: {
          TableName: tableName,
          Item: {
            ...messageKey(message),
            ...rest,
            ...(requestId === undefined ? {} : { causedBy: requestId }),
            ...(to === undefined ? {} : { sealed: seal.close(sealedFor, { to, values }, new Date(notAfter + openableAfterMs)) }),
            ...(message.state === "waiting" ? { dueShard: dueShardOf(message) } : {}),
            expiresAtSeconds: Math.floor((notAfter + keptAfterMs) / 1_000),
          },
          ConditionExpression: "attribute_not_exists(pk)",
        },
      };
    },
    /** Takes a text back, whatever became of it: if it still waits it can no longer be claimed, and if it failed nobody need call about it. */
    withdraw: (ref: MessageRef, because: string, at: Date): TransactItem =>
      change(ref, { set: "withdrawn = if_not_exists(withdrawn, :because)", remove: " REMOVE callInstead, callInsteadAt" }, { ":because": because }, { at: at.toISOString(), what: "withdrawn", because }),
    /** Newer answers about safe contact, for a text that may still wait. */
    amend: (ref: MessageRef, contact: ContactRule, at: Date): TransactItem => change(ref, { set: "contact = :contact" }, { ":contact": contact }, { at: at.toISOString(), what: "amended" }),
    /** No text but a code asked for goes to this phone any more, from either half of the service. */
    stopPhone: (phone: string, at: Date): TransactItem => ({
      Update: {
        TableName: tableName,
        Key: phoneKey(seal, phone),
        UpdateExpression: "SET stoppedAt = if_not_exists(stoppedAt, :at) REMOVE expiresAtSeconds ADD version :one",
        ExpressionAttributeValues: { ":at": at.toISOString(), ":one": 1 },
      },
    }),
  };
}
export type Outbox = ReturnType<typeof createOutbox>;
