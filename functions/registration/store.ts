/**
 * The registrations table. Access patterns and what each costs (WCU/RCU for a typical 2.5 kB application):
 *
 * | pattern              | call                    | cost                                                              |
 * |----------------------|-------------------------|-------------------------------------------------------------------|
 * | create               | TransactWriteItems of 4 | 2 × (3 application + 1 event + 1 idempotency + 1–2 message) WCU   |
 * | findSubmission       | GetItem, consistent     | 1 RCU                                                             |
 * | findReach            | GetItem, consistent     | 1 RCU                                                             |
 * | readStatus           | Query of one key        | 1–2 RCU                                                           |
 * | findCode / writeCode | GetItem / Transact of 2 | 1 RCU / 4 WCU                                                     |
 * | spendTry / openWith  | UpdateItem / Transact   | 1 WCU / 4 WCU                                                     |
 * | withdraw             | TransactWriteItems of 3 | 2 × (3 + 1 + 1) WCU                                               |
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Message } from "../../shared/messages/message.ts";
import type { Application } from "../../shared/registration/application.ts";
import { eventTypes, reachSchema, receiptSchema, statusSchema, type Reach, type Receipt, type Status } from "../../shared/registration/receipt.ts";
import { applicationMoves, applicationStates } from "../../shared/registration/state.ts";
import { promise, type TransactItem } from "../platform/outbox.ts";
import { transact } from "../platform/table.ts";

const submissionSchema = z.object({ reference: z.string(), digest: z.string(), expiresAtSeconds: z.int() });
export type Submission = z.infer<typeof submissionSchema>;

/** A one-time code that was asked for, or what stands in its place when nothing matched: from outside they are alike. */
const codeSchema = z.object({
  codeHash: z.string(),
  sentAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  triesLeft: z.int(),
  day: z.string(),
  sentThatDay: z.int(),
  reference: z.string().optional(),
  usedAt: z.iso.datetime().optional(),
});
export type CodeRow = z.infer<typeof codeSchema>;

const applicationRow = z.object({ ...receiptSchema.shape, state: z.enum(applicationStates), reach: reachSchema });
const eventRow = z.object({ type: z.enum(eventTypes), at: z.iso.datetime() });
type Event = z.infer<typeof eventRow> & { id: string; by: "applicant" };

const applicationKey = (reference: string) => ({ pk: `APPLICATION#${reference}`, sk: "APPLICATION" });
const submissionKey = (idempotencyKey: string) => ({ pk: `IDEMPOTENCY#${idempotencyKey}`, sk: "IDEMPOTENCY" });
const codeKey = (pair: string) => ({ pk: `CODE#${pair}`, sk: "CODE" });
const keptDays = 24 * 3_600;

export type NewApplication = {
  application: Application;
  receipt: Receipt;
  reach: Reach;
  event: Event;
  message: Message;
  idempotencyKey: string;
  submission: Submission;
};

export function createRegistrationStore(client: DynamoDBDocumentClient, tables: { registrations: string; messages: string }) {
  const TableName = tables.registrations;
  const event = (reference: string, { id, ...rest }: Event): TransactItem => ({
    Put: { TableName, Item: { pk: `APPLICATION#${reference}`, sk: `EVENT#${rest.at}#${id}`, ...rest } },
  });

  return {
    /** Application, audit event, idempotency record and promised text, all or none. */
    async create(item: NewApplication, nowSeconds: number): Promise<"created" | "submittedBefore" | "referenceTaken"> {
      const failed = await transact(client, [
        {
          Put: {
            TableName,
            Item: { ...submissionKey(item.idempotencyKey), ...item.submission },
            ConditionExpression: "attribute_not_exists(pk) OR expiresAtSeconds <= :now",
            ExpressionAttributeValues: { ":now": nowSeconds },
          },
        },
        {
          Put: {
            TableName,
            Item: { ...applicationKey(item.receipt.reference), ...item.receipt, state: "submitted", reach: item.reach, application: item.application },
            ConditionExpression: "attribute_not_exists(pk)",
          },
        },
        event(item.receipt.reference, item.event),
        promise(tables.messages, item.message),
      ]);
      if (failed.length === 0) return "created";
      return failed.includes(0) ? "submittedBefore" : "referenceTaken";
    },

    async findSubmission(idempotencyKey: string, nowSeconds: number): Promise<Submission | null> {
      const { Item } = await client.send(new GetCommand({ TableName, Key: submissionKey(idempotencyKey), ConsistentRead: true }));
      const found = Item ? submissionSchema.parse(Item) : null;
      return found && found.expiresAtSeconds > nowSeconds ? found : null;
    },

    async findReach(reference: string): Promise<Reach | null> {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: applicationKey(reference), ConsistentRead: true, ProjectionExpression: "reach" }),
      );
      return Item ? reachSchema.parse(Item.reach) : null;
    },

    async readStatus(reference: string): Promise<Status | null> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": `APPLICATION#${reference}` },
          ConsistentRead: true,
        }),
      );
      const main = Items.find(({ sk }) => sk === "APPLICATION");
      if (!main) return null;
      const { reach: _reach, ...shown } = applicationRow.parse(main);
      const events = Items.filter(({ sk }) => String(sk).startsWith("EVENT#")).map((row) => eventRow.parse(row));
      return statusSchema.parse({ ...shown, events });
    },

    async findCode(pair: string): Promise<CodeRow | null> {
      const { Item } = await client.send(new GetCommand({ TableName, Key: codeKey(pair), ConsistentRead: true }));
      return Item ? codeSchema.parse(Item) : null;
    },

    /** Replaces the code that was read; false when another request replaced it meanwhile. */
    async writeCode(pair: string, code: CodeRow, replaces: CodeRow | null, message: Message): Promise<boolean> {
      const failed = await transact(client, [
        {
          Put: {
            TableName,
            Item: { ...codeKey(pair), ...code, expiresAtSeconds: Math.floor(Date.parse(code.sentAt) / 1_000) + keptDays },
            ...(replaces
              ? { ConditionExpression: "sentAt = :sentAt", ExpressionAttributeValues: { ":sentAt": replaces.sentAt } }
              : { ConditionExpression: "attribute_not_exists(pk)" }),
          },
        },
        promise(tables.messages, message),
      ]);
      return failed.length === 0;
    },

    /** Takes one try before anything is compared, so that parallel guesses cannot share one; null when none is left. */
    async spendTry(pair: string): Promise<CodeRow | null> {
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName,
            Key: codeKey(pair),
            UpdateExpression: "SET triesLeft = triesLeft - :one",
            ConditionExpression: "triesLeft > :zero",
            ExpressionAttributeValues: { ":one": 1, ":zero": 0 },
            ReturnValues: "ALL_NEW",
          }),
        );
        return codeSchema.parse(Attributes);
      } catch (thrown) {
        if (thrown instanceof ConditionalCheckFailedException) return null;
        throw thrown;
      }
    },

    /** Marks the code used and records the look, together. A used code may repeat its answer while `usedAt` stays as read. */
    async openWith(pair: string, code: CodeRow, reference: string, look: Event): Promise<boolean> {
      const failed = await transact(client, [
        {
          Update: {
            TableName,
            Key: codeKey(pair),
            UpdateExpression: "SET usedAt = if_not_exists(usedAt, :at)",
            ConditionExpression: "codeHash = :hash",
            ExpressionAttributeValues: { ":at": look.at, ":hash": code.codeHash },
          },
        },
        event(reference, look),
      ]);
      return failed.length === 0;
    },

    /** Moves a submitted application to withdrawn with its event and text; false when it was not in the state for it. */
    async withdraw(reference: string, done: Event, message: Message): Promise<boolean> {
      const move = applicationMoves.withdraw;
      const failed = await transact(client, [
        {
          Update: {
            TableName,
            Key: applicationKey(reference),
            UpdateExpression: "SET #state = :to",
            ConditionExpression: "#state = :from",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: { ":from": move.from, ":to": move.to },
          },
        },
        event(reference, done),
        promise(tables.messages, message),
      ]);
      return failed.length === 0;
    },
  };
}

export type RegistrationStore = ReturnType<typeof createRegistrationStore>;
