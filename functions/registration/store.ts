/**
 * The registrations table. Changes of an application, and of what is planned for it, name the version they were worked out from.
 *
 * | rows                                             | what                                                             |
 * |--------------------------------------------------|------------------------------------------------------------------|
 * | `APPLICATION#<reference>` APPLICATION            | the application, its state, how to reach its writer              |
 * | … APPOINTMENT#<id> · EVENT#<at>#<id>             | what is planned for it; what has happened to it                  |
 * | … LOOK#<at>#<id>                                 | who looked: after all else, so that families read none of it     |
 * | … HISTORY                                        | what was filled in of Mẫu 33 (history-store.ts)                  |
 * | `OFFICE#<unit>` APPLICATION#<reference>          | its line at the desk that works on it (case-store.ts)            |
 * | `FIND#<hash>` APPLICATION#<reference>            | the way to it from a phone or the number of a paper              |
 * | `LINK#<hash>`                                    | the way from a token or a short code to an appointment           |
 * | `CODE#<hash>` · `IDEMPOTENCY#<key>`              | one-time codes, and "sent before"                                |
 *
 * | pattern              | call                    | cost (WCU/RCU for a typical 2.5 kB application)                   |
 * |----------------------|-------------------------|-------------------------------------------------------------------|
 * | create               | TransactWriteItems of 7–9 | 2 × (3 application + 1 event + 1 idempotency + 1–2 message + 1 line + 2–4 ways) WCU + 2 for the line's indexes |
 * | findSubmission       | GetItem, consistent     | 1 RCU                                                             |
 * | findReach            | GetItem, consistent     | 1 RCU                                                             |
 * | readStatus           | Query of one key        | 1–2 RCU                                                           |
 * | findStanding         | Query of one key, from the application to its last appointment | 1–2 RCU                    |
 * | findLinked           | GetItem, consistent     | 1 RCU                                                             |
 * | findCode / writeCode | GetItem / Transact of 2 | 1 RCU / 4 WCU                                                     |
 * | spendTry / openWith  | UpdateItem / Transact   | 1 WCU / 4 WCU                                                     |
 * | write                | TransactWriteItems      | 2 × (3 application + 1 a row or text) WCU; a booking writes 8; a move also 1 line and its indexes |
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { RouteReason } from "../../shared/places/routing.ts";
import type { Message, MessageRef } from "../../shared/messages/message.ts";
import type { Application } from "../../shared/registration/application.ts";
import { reachSchema, shownEventTypes, statusSchema, type Office, type Reach, type Receipt, type Status } from "../../shared/registration/receipt.ts";
import { applicationHeadSchema, keptAppointmentSchema, type KeptAppointment, type Standing, type WaitingText } from "../../shared/registration/standing.ts";
import { entrySchema, listedAt, listedDue, orderOf, unitOf, type CaseEvent, type Entry, type Staff } from "../../shared/registration/case.ts";
import type { Progress } from "../../shared/registration/course.ts";
import { moveOf, type ApplicationMove } from "../../shared/registration/state.ts";
import type { Way } from "./find-ways.ts";
import type { Outbox, TransactItem } from "../platform/outbox.ts";
import { transact } from "../platform/table.ts";
import { historyItems, historyKey, keptHistorySchema, type HistoryChange, type KeptHistory } from "./history-store.ts";

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

const shownTypes: ReadonlySet<unknown> = new Set(shownEventTypes);
const shownEventRow = z.object({ type: z.enum(shownEventTypes), at: z.iso.datetime() });
export type Event = CaseEvent & { id: string };

/** The appointment a token or a short code leads to. `byText`: it was sent to the phone of the application, so whoever has it holds that phone. */
const linkSchema = z.object({ reference: z.string(), appointmentId: z.string(), byText: z.boolean().optional(), expiresAtSeconds: z.int() });
export type Link = z.infer<typeof linkSchema>;

const shownStatus = statusSchema.omit({ appointments: true, course: true }).extend({ course: statusSchema.shape.course.unwrap().strip().optional() }).strip();
/** The status as it is kept; its appointments still without the way to their pages. */
export type KeptStatus = Omit<Status, "appointments"> & { appointments: KeptAppointment[] };

/** One part of a write. `before` is what the change was worked out from; null when there was nothing. */
export type Change =
  | { what: "application"; before: Standing; after: Pick<Standing, "texts" | "textsStopped"> }
  /** A move of the application; `line` is its line at the desk when it goes to another office. */
  | { what: "progress"; move: ApplicationMove; before: Standing; after: Progress & Pick<Standing, "texts">; to?: { office: Office; line: Entry } }
  | { what: "appointment"; reference: string; before: KeptAppointment | null; after: KeptAppointment }
  | { what: "link"; hash: string; link: Link }
  | { what: "event"; reference: string; event: Event }
  | HistoryChange
  | { what: "message"; message: Message }
  | { what: "noMessage"; message: MessageRef; because: string }
  | { what: "noTexts"; phone: string };

export const entryMark = "APPLICATION#";
export const entryKey = (unit: string, reference: string) => ({ pk: `OFFICE#${unit}`, sk: `${entryMark}${reference}` });
/** Looks stand apart from what has happened: they grow with every opening of the page. */
export const lookMark = "LOOK#";
export const findKey = (hash: string, reference: string) => ({ pk: `FIND#${hash}`, sk: `${entryMark}${reference}` });
/** In the desk's indexes a line stands under its office, and under its province, by its state. */
export const listKey = (unit: string, state: Entry["state"]): string => `${unit}#${state}`;
const listedUnder = ({ office, state, at, reference }: Pick<Entry, "office" | "state" | "at" | "reference">) => ({
  byOffice: listKey(unitOf(office), state),
  byProvince: listKey(office.provinceCode, state),
  order: orderOf({ at, reference }),
});
/** A line as it stands in the table. */
export const lineItem = (entry: Entry) => ({ ...entryKey(unitOf(entry.office), entry.reference), ...entrySchema.parse(entry), ...listedUnder(entry) });
export const applicationKey = (reference: string) => ({ pk: `APPLICATION#${reference}`, sk: "APPLICATION" });
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
  progress: Progress;
  routed: RouteReason;
  line: Entry;
  /** Hashes of the phones and papers it can be found by. */
  ways: readonly Way[];
  assisted?: { by: Staff; at: string } | undefined;
};

export function createRegistrationStore(client: DynamoDBDocumentClient, TableName: string, outbox: Outbox) {
  const event = (reference: string, { id, ...rest }: Event): TransactItem => ({
    Put: { TableName, Item: { pk: `APPLICATION#${reference}`, sk: `EVENT#${rest.at}#${id}`, ...rest } },
  });

  const line = (entry: Entry): TransactItem => ({
    Put: {
      TableName,
      Item: lineItem(entry),
      ConditionExpression: "attribute_not_exists(pk)",
    },
  });

  /** What a move changes of an application: set where there is something, removed where there is nothing. */
  const update = (before: Standing, values: Record<string, unknown>, from: readonly string[]): TransactItem => {
    const known = Object.entries(values).filter(([, value]) => value !== undefined);
    const gone = Object.keys(values).filter((name) => values[name] === undefined);
    const states = Object.fromEntries(from.map((state, n) => [`:from${n}`, state]));
    return {
      Update: {
        TableName,
        Key: applicationKey(before.reference),
        UpdateExpression: [`SET ${known.map(([name]) => `#${name} = :${name}`).join(", ")}`, ...(gone.length ? [`REMOVE ${gone.map((name) => `#${name}`).join(", ")}`] : []), "ADD version :one"].join(" "),
        ConditionExpression: `version = :version AND #state IN (${Object.keys(states).join(", ")})`,
        ExpressionAttributeNames: Object.fromEntries([...Object.keys(values), "state"].map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: { ...Object.fromEntries(known.map(([name, value]) => [`:${name}`, value])), ...states, ":version": before.version, ":one": 1 },
      },
    };
  };

  const moved = ({ move, before, after, to }: Extract<Change, { what: "progress" }>, now: Date): TransactItem[] => {
    const { state, due, course, extendedTo, missing, determined, texts } = after;
    const values = { state, due, course, extendedTo, missing, determined, texts, ...(to ? { office: to.office } : {}) };
    const application = update(before, values, moveOf(move).from);
    const Key = entryKey(unitOf(before.office), before.reference);
    const listed = { state, due: listedDue(due), at: listedAt(after, now) };
    if (to) return [application, { Delete: { TableName, Key, ConditionExpression: "attribute_exists(pk)" } }, line({ ...to.line, ...listed, office: to.office })];
    const names = { ...listed, ...listedUnder({ ...listed, office: before.office, reference: before.reference }) };
    return [
      application,
      {
        Update: {
          TableName,
          Key,
          UpdateExpression: `SET ${Object.keys(names).map((name) => `#${name} = :${name}`).join(", ")}`,
          // Only the office that has it has its line: an application that has gone elsewhere is not moved from here.
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeNames: Object.fromEntries(Object.keys(names).map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: Object.fromEntries(Object.entries(names).map(([name, value]) => [`:${name}`, value])),
        },
      },
    ];
  };

  const itemsOf = (change: Change, now: Date): TransactItem[] => {
    if (change.what === "progress") return moved(change, now);
    return change.what === "history" ? historyItems(TableName, change, applicationKey(change.reference)) : [itemOf(change, now)];
  };

  const itemOf = (change: Exclude<Change, { what: "progress" | "history" }>, now: Date): TransactItem => {
    switch (change.what) {
      case "application": {
        const { texts, textsStopped } = change.after;
        return update(change.before, { texts, ...(textsStopped ? { textsStopped } : {}) }, [change.before.state]);
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
      const failed = await transact(client, changes.flatMap((change) => itemsOf(change, now)));
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
            Item: { ...applicationKey(item.receipt.reference), ...item.receipt, ...item.progress, version: 1, reach: item.reach, texts: item.texts, application: item.application, routed: item.routed, assisted: item.assisted },
            ConditionExpression: "attribute_not_exists(pk)",
          },
        },
        event(item.receipt.reference, item.event),
        outbox.promise(item.message),
        line(item.line),
        ...item.ways.map(({ hash, ...rest }): TransactItem => ({ Put: { TableName, Item: { ...findKey(hash, item.receipt.reference), ...rest } } })),
      ]);
      if (failed.length === 0) return "created";
      return failed.includes(0) ? "submittedBefore" : "referenceTaken";
    },

    /** What was filled in of Mẫu 33, part by part; no part when nothing ever was. */
    async findHistory(reference: string): Promise<KeptHistory> {
      const { Item = {} } = await client.send(new GetCommand({ TableName, Key: historyKey(reference), ConsistentRead: true }));
      return keptHistorySchema.parse(Item);
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
          KeyConditionExpression: "pk = :pk AND sk < :look",
          ExpressionAttributeValues: { ":pk": `APPLICATION#${reference}`, ":look": lookMark },
          ConsistentRead: true,
        }),
      );
      const main = Items.find(({ sk }) => sk === "APPLICATION");
      if (!main) return null;
      const events = Items.filter(({ sk, type }) => String(sk).startsWith("EVENT#") && shownTypes.has(type)).map((row) => shownEventRow.parse(row));
      return { ...shownStatus.parse({ ...main, events }), appointments: appointmentsIn(Items) };
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

export function appointmentsIn(items: readonly Record<string, unknown>[]): KeptAppointment[] {
  const rows = items.filter(({ sk }) => String(sk).startsWith(appointmentMark));
  return rows.map(({ pk: _pk, sk: _sk, ...rest }) => keptAppointmentSchema.parse(rest)).toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
