/**
 * The registrations table. Changes of an application, and of what is planned for it, name the version they were worked out from.
 *
 * | rows                                             | what                                                             |
 * |--------------------------------------------------|------------------------------------------------------------------|
 * | `APPLICATION#<reference>` APPLICATION            | the application, its state, how to reach its writer              |
 * | … APPOINTMENT#<id> · EVENT#<at>#<id>             | what is planned for it; what has happened to it                  |
 * | `LINK#<hash>`                                    | the way from a token or a short code to an appointment           |
 * | `CODE#<hash>` · `IDEMPOTENCY#<key>`              | one-time codes, and "sent before"                                |
 *
 * | pattern              | call                    | cost (WCU/RCU for a typical 2.5 kB application)                   |
 * |----------------------|-------------------------|-------------------------------------------------------------------|
 * | create               | TransactWriteItems of 4 | 2 × (3 application + 1 event + 1 idempotency + 1–2 message) WCU   |
 * | findSubmission       | GetItem, consistent     | 1 RCU                                                             |
 * | findReach            | GetItem, consistent     | 1 RCU                                                             |
 * | readStatus           | Query of one key        | 1–2 RCU                                                           |
 * | findStanding         | Query of one key, from the application to its last appointment | 1–2 RCU                    |
 * | findLinked           | GetItem, consistent     | 1 RCU                                                             |
 * | findCode / writeCode | GetItem / Transact of 2 | 1 RCU / 4 WCU                                                     |
 * | spendTry / openWith  | UpdateItem / Transact   | 1 WCU / 4 WCU                                                     |
 * | write                | TransactWriteItems      | 2 × (3 application + 1 a row or text) WCU; a booking writes 8     |
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Message, MessageRef } from "../../shared/messages/message.ts";
import type { Application } from "../../shared/registration/application.ts";
import { eventTypes, reachSchema, receiptSchema, statusSchema, type Reach, type Receipt, type Status } from "../../shared/registration/receipt.ts";
import { applicationHeadSchema, keptAppointmentSchema, type KeptAppointment, type Standing, type WaitingText } from "../../shared/registration/standing.ts";
import { applicationStates } from "../../shared/registration/state.ts";
import type { Outbox, TransactItem } from "../platform/outbox.ts";
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
export type Event = z.infer<typeof eventRow> & { id: string; by: "applicant" | "desk" };

/** The appointment a token or a short code leads to. `byText`: it was sent to the phone of the application, so whoever has it holds that phone. */
const linkSchema = z.object({ reference: z.string(), appointmentId: z.string(), byText: z.boolean().optional(), expiresAtSeconds: z.int() });
export type Link = z.infer<typeof linkSchema>;

/** The status as it is kept; its appointments still without the way to their pages. */
export type KeptStatus = Omit<Status, "appointments"> & { appointments: KeptAppointment[] };

/** One part of a write. `before` is what the change was worked out from; null when there was nothing. */
export type Change =
  | { what: "application"; before: Standing; after: Pick<Standing, "state" | "texts" | "textsStopped"> }
  | { what: "appointment"; reference: string; before: KeptAppointment | null; after: KeptAppointment }
  | { what: "link"; hash: string; link: Link }
  | { what: "event"; reference: string; event: Event }
  | { what: "message"; message: Message }
  | { what: "noMessage"; message: MessageRef; because: string }
  | { what: "noTexts"; phone: string };

const applicationKey = (reference: string) => ({ pk: `APPLICATION#${reference}`, sk: "APPLICATION" });
const submissionKey = (idempotencyKey: string) => ({ pk: `IDEMPOTENCY#${idempotencyKey}`, sk: "IDEMPOTENCY" });
const linkKey = (hash: string) => ({ pk: `LINK#${hash}`, sk: "LINK" });
const appointmentMark = "APPOINTMENT#";
const appointmentKey = (reference: string, id: string) => ({ pk: `APPLICATION#${reference}`, sk: `${appointmentMark}${id}` });
/** All a change needs to know of an application and its appointments; names and papers stay where they are. */
const standingFields = ["sk", ...new Set([...Object.keys(applicationHeadSchema.shape), ...Object.keys(keptAppointmentSchema.shape)])];
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
  texts: readonly WaitingText[];
};

export function createRegistrationStore(client: DynamoDBDocumentClient, TableName: string, outbox: Outbox) {
  const event = (reference: string, { id, ...rest }: Event): TransactItem => ({
    Put: { TableName, Item: { pk: `APPLICATION#${reference}`, sk: `EVENT#${rest.at}#${id}`, ...rest } },
  });

  const itemOf = (change: Change, now: Date): TransactItem => {
    switch (change.what) {
      case "application": {
        const { before, after } = change;
        const { textsStopped } = after;
        return {
          Update: {
            TableName,
            Key: applicationKey(before.reference),
            UpdateExpression: `SET #state = :state, texts = :texts${textsStopped ? ", textsStopped = :stopped" : ""} ADD version :one`,
            ConditionExpression: "version = :version AND #state = :was",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: { ":state": after.state, ":was": before.state, ":texts": after.texts, ":version": before.version, ":one": 1, ...(textsStopped ? { ":stopped": textsStopped } : {}) },
          },
        };
      }
      case "appointment": {
        const { reference, before, after } = change;
        const unmoved = before ? { ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": before.version } } : { ConditionExpression: "attribute_not_exists(pk)" };
        return { Put: { TableName, Item: { ...appointmentKey(reference, after.id), ...after }, ...unmoved } };
      }
      case "link":
        return { Put: { TableName, Item: { ...linkKey(change.hash), ...change.link } } };
      case "event":
        return event(change.reference, change.event);
      case "message":
        return outbox.promise(change.message);
      case "noMessage":
        return outbox.withdraw(change.message, change.because, now);
      case "noTexts":
        break;
    }
    return outbox.stopPhone(change.phone, now);
  };

  return {
    /** Writes all parts or none; false when something was no longer as it had been read. */
    async write(changes: readonly Change[], now: Date): Promise<boolean> {
      const failed = await transact(client, changes.map((change) => itemOf(change, now)));
      return failed.length === 0;
    },

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
            Item: { ...applicationKey(item.receipt.reference), ...item.receipt, version: 1, state: "submitted", reach: item.reach, texts: item.texts, application: item.application },
            ConditionExpression: "attribute_not_exists(pk)",
          },
        },
        event(item.receipt.reference, item.event),
        outbox.promise(item.message),
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

    /** How an application stands, with its appointments; null when there is none of this reference. */
    async findStanding(reference: string): Promise<Standing | null> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk AND sk BETWEEN :application AND :lastAppointment",
          ExpressionAttributeValues: { ":pk": `APPLICATION#${reference}`, ":application": "APPLICATION", ":lastAppointment": `${appointmentMark}~` },
          ProjectionExpression: standingFields.map((_, n) => `#f${n}`).join(", "),
          ExpressionAttributeNames: Object.fromEntries(standingFields.map((field, n) => [`#f${n}`, field])),
          ConsistentRead: true,
        }),
      );
      const main = Items.find(({ sk }) => sk === "APPLICATION");
      return main ? { ...applicationHeadSchema.parse(main), appointments: appointmentsIn(Items) } : null;
    },

    /** What a token or a short code leads to, by its hash; null once its time has passed. */
    async findLinked(hash: string, now: Date): Promise<Link | null> {
      const { Item } = await client.send(new GetCommand({ TableName, Key: linkKey(hash), ConsistentRead: true }));
      const found = Item ? linkSchema.parse(Item) : null;
      return found && found.expiresAtSeconds > now.getTime() / 1_000 ? found : null;
    },

    async readStatus(reference: string): Promise<KeptStatus | null> {
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
      return { ...statusSchema.omit({ appointments: true }).parse({ ...shown, events }), appointments: appointmentsIn(Items) };
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
        outbox.promise(message),
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
  };
}

export type RegistrationStore = ReturnType<typeof createRegistrationStore>;

function appointmentsIn(items: readonly Record<string, unknown>[]): KeptAppointment[] {
  const rows = items.filter(({ sk }) => String(sk).startsWith(appointmentMark));
  return rows.map(({ pk: _pk, sk: _sk, ...rest }) => keptAppointmentSchema.parse(rest)).toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
