/**
 * The registrations table. Changes of an application, and of what is planned for it, name the version they were worked out from.
 *
 * | rows                                             | what                                                             |
 * |--------------------------------------------------|------------------------------------------------------------------|
 * | `APPLICATION#<reference>` APPLICATION            | the application, its state, how to reach its writer              |
 * | … APPOINTMENT#<id>                               | what is planned for it                                           |
 * | … CHAIN · EVENT#<at>#<id> · LOOK#<at>#<id>       | its key; what has happened to it, and who looked (../platform/trail.ts) |
 * | … HISTORY                                        | what was filled in of Mẫu 33 (history-store.ts)                  |
 * | `OFFICE#<unit>` APPLICATION#<reference>          | its line at the desk that works on it (case-store.ts)            |
 * | `FIND#<hash>` APPLICATION#<reference>            | the way to it from a phone or the number of a paper              |
 * | `LINK#<hash>`                                    | the way from a token or a short code to an appointment           |
 * | `CODE#<hash>` · `IDEMPOTENCY#<key>`              | one-time codes, and "sent before"                                |
 * | `BUDGET#<hash>`                                  | what askers have spent (../platform/budget.ts)                   |
 *
 * | pattern              | call                    | cost (WCU/RCU for a typical 2.5 kB application)                   |
 * |----------------------|-------------------------|-------------------------------------------------------------------|
 * | create               | TransactWriteItems of 8–10 | 2 × (3 application + 1 event + 1 chain + 1 idempotency + 1–2 message + 1 line + 2–4 ways) WCU + 2 for the line's indexes |
 * | findSubmission       | GetItem, consistent     | 1 RCU                                                             |
 * | findReach            | GetItem, consistent     | 1 RCU                                                             |
 * | readStatus           | Query of one key, twice | 1–2 RCU, and 0.5 for the latest looks                             |
 * | findStanding         | Query of one key, from the application to its last appointment | 1–2 RCU                    |
 * | findLinked           | GetItem, consistent     | 1 RCU                                                             |
 * | writeCode            | Transact of 2           | 4 WCU                                                             |
 * | spendTry / openWith  | UpdateItem / Transact   | 1 WCU / 4 WCU                                                     |
 * | write                | GetItem, TransactWriteItems | 1 RCU + 2 × (3 application + 1 a row or text + 1 chain) WCU; a booking writes 9; a move also 1 line and its indexes |
 *
 * What says something of a person is sealed under their key (`sealedFields`); what is asked for, compared or listed by stands in the clear.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { instantOf } from "../../shared/calendar/local-time.ts";
import { goneAt, isExpired } from "../../shared/privacy/declarations.ts";
import { forgetFileAt } from "../../shared/registration/forget-file.ts";
import type { RouteReason } from "../../shared/places/routing.ts";
import type { Message, MessageRef } from "../../shared/messages/message.ts";
import type { Application } from "../../shared/registration/application.ts";
import { shownLooks } from "../../shared/registration/looks.ts";
import { reachSchema, shownEventTypes, statusSchema, type Office, type Reach, type Receipt, type Status } from "../../shared/registration/receipt.ts";
import { applicationHeadSchema, keptAppointmentSchema, overAt, type KeptAppointment, type Standing, type WaitingText } from "../../shared/registration/standing.ts";
import { caseEventSchema, entrySchema, listedAt, listedDue, orderOf, unitOf, type CaseEvent, type Entry, type Staff } from "../../shared/registration/case.ts";
import type { Progress } from "../../shared/registration/course.ts";
import { moveOf, type ApplicationMove } from "../../shared/registration/state.ts";
import type { Way } from "./find-ways.ts";
import type { Outbox, TransactItem } from "../platform/outbox.ts";
import { transact } from "../platform/table.ts";
import { wrappedKeySchema, type DataKey, type KeyRing, type Keeper } from "../platform/keeper.ts";
import { closeFields, openFields, type RowKey } from "../platform/sealed-row.ts";
import { contentOf, createTrails, linkRowSchema, type NewEvent, type Trail } from "../platform/trail.ts";
import { historyItems, historyKey, openHistory, type HistoryChange, type KeptHistory } from "./history-store.ts";
import { rightItems, type RightChange } from "./rights-store.ts";

const submissionSchema = z.object({ reference: z.string(), digest: z.string(), expiresAtSeconds: z.int() });
export type Submission = z.infer<typeof submissionSchema>;

/** A one-time code that was asked for, or what stands in its place when nothing matched: from outside they are alike. */
const codeSchema = z.object({
  codeHash: z.string(),
  sentAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  triesLeft: z.int(),
  reference: z.string().optional(),
  usedAt: z.iso.datetime().optional(),
});
export type CodeRow = z.infer<typeof codeSchema>;

const area = "registrations";
/** The fields of each kind of row that say something of a person. */
const sealedFields = {
  application: ["application", "reach", "assisted", "course", "extendedTo", "missing", "determined", "notices", "hasDeterminationPaper", "sentAs", "texts"],
  appointment: ["kind", "address", "texts"],
  line: ["name", "birthYear"],
} as const;

type Item = Record<string, unknown>;
const keyOf = ({ pk, sk }: Item): RowKey => ({ pk: String(pk), sk: String(sk) });
/** The key that a row carries of its person. */
export const carriedKey = (ring: KeyRing, { key }: Item): DataKey => ring.open(wrappedKeySchema.parse(key));

export const openApplication = (key: DataKey, item: Item): Item => openFields(area, key, keyOf(item), item, sealedFields.application);
export const openLine = (ring: KeyRing, item: Item): Item => openFields(area, carriedKey(ring, item), keyOf(item), item, sealedFields.line);

const shownTypes: ReadonlySet<unknown> = new Set(shownEventTypes);
const shownEvent = z.object({ type: z.enum(shownEventTypes), at: z.iso.datetime() });
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
  | RightChange
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
/** A line as it stands in the table; it carries its person's key, for lists are read without what they lead to. */
export function lineItem(entry: Entry, key: DataKey): Item {
  const row = entryKey(unitOf(entry.office), entry.reference);
  return { ...row, ...closeFields(area, key, row, entrySchema.parse(entry), sealedFields.line), ...listedUnder(entry), key: key.wrapped };
}
export const applicationKey = (reference: string) => ({ pk: `APPLICATION#${reference}`, sk: "APPLICATION" });
export const submissionKey = (idempotencyKey: string) => ({ pk: `IDEMPOTENCY#${idempotencyKey}`, sk: "IDEMPOTENCY" });
export const linkKey = (hash: string) => ({ pk: `LINK#${hash}`, sk: "LINK" });
const appointmentMark = "APPOINTMENT#";
export const appointmentKey = (reference: string, id: string) => ({ pk: `APPLICATION#${reference}`, sk: `${appointmentMark}${id}` });
/** All a change needs to know of an application and its appointments; names and papers stay where they are. */
const standingFields = ["pk", "sk", "key", ...new Set([...Object.keys(applicationHeadSchema.shape), ...Object.keys(keptAppointmentSchema.shape)])];
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

/** An event as it is chained: its moment and place in the clear, what it says sealed. */
export const chained = (mark: string, { id, at, ...content }: Event): NewEvent => ({ sk: `${mark}${at}#${id}`, at, content });

export function createRegistrationStore(client: DynamoDBDocumentClient, TableName: string, outbox: Outbox, keeper: Keeper) {
  const trails = createTrails(client, TableName, area);

  const line = (entry: Entry, { key }: Trail): TransactItem => ({ Put: { TableName, Item: lineItem(entry, key), ConditionExpression: "attribute_not_exists(pk)" } });

  /** What a move changes of an application: set where there is something, removed where there is nothing. */
  const update = (before: Standing, plain: Item, from: readonly string[], { key }: Trail): TransactItem => {
    const values = closeFields(area, key, applicationKey(before.reference), plain, sealedFields.application);
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

  const moved = ({ move, before, after, to }: Extract<Change, { what: "progress" }>, now: Date, trail: Trail): TransactItem[] => {
    const { state, due, course, extendedTo, missing, determined, texts } = after;
    const values = { state, due, course, extendedTo, missing, determined, texts, ...(to ? { office: to.office } : {}) };
    const application = update(before, values, moveOf(move).from, trail);
    const Key = entryKey(unitOf(before.office), before.reference);
    const listed = { state, due: listedDue(due), at: listedAt(after, now) };
    if (to) return [application, { Delete: { TableName, Key, ConditionExpression: "attribute_exists(pk)" } }, line({ ...to.line, ...listed, office: to.office }, trail)];
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

  const itemsOf = (change: Change, now: Date, trail: Trail): TransactItem[] => {
    switch (change.what) {
      case "progress":
        return moved(change, now, trail);
      case "history":
        return historyItems(TableName, change, applicationKey(change.reference), trail.key);
      case "right":
        return rightItems(TableName, change, applicationKey(change.reference));
      case "event":
        return [];
      case "application": {
        const { texts, textsStopped } = change.after;
        return [update(change.before, { texts, ...(textsStopped ? { textsStopped } : {}) }, [change.before.state], trail)];
      }
      case "appointment": {
        const { reference, before, after } = change;
        const row = appointmentKey(reference, after.id);
        const unmoved = before ? { ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": before.version } } : { ConditionExpression: "attribute_not_exists(pk)" };
        return [{ Put: { TableName, Item: { ...row, ...closeFields(area, trail.key, row, after, sealedFields.appointment) }, ...unmoved } }];
      }
      case "link":
        return [{ Put: { TableName, Item: { ...linkKey(change.hash), ...change.link } } }];
      case "message":
        return [outbox.promise(change.message)];
      case "noMessage":
        return [outbox.withdraw(change.message, change.because, now)];
      case "noTexts":
        break;
    }
    return [outbox.stopPhone(change.phone, now)];
  };

  return {
    /** Writes all parts or none; false when something was no longer as it had been read. */
    async write(changes: readonly Change[], now: Date): Promise<boolean> {
      const events = changes.flatMap((change) => (change.what === "event" ? [chained("EVENT#", change.event)] : []));
      const failed = await trails.write(await keeper.ring(), applicationKey(referenceIn(changes)).pk, events, (trail) => changes.flatMap((change) => itemsOf(change, now, trail)), (before) => soonest([before, ...changes.flatMap((change) => forgetAtOf(change, now))]));
      return failed?.length === 0;
    },

    /** Application, audit event, idempotency record and promised text, all or none. */
    async create(item: NewApplication, nowSeconds: number): Promise<"created" | "submittedBefore" | "referenceTaken"> {
      const { reference } = item.receipt;
      const ring = await keeper.ring();
      const row = applicationKey(reference);
      const trail = trails.begin(ring, row.pk);
      const { receipt, progress, reach, texts, application, routed, assisted } = item;
      const head = { ...receipt, ...progress, version: 1, reach, texts, application, routed, assisted, sentAs: item.idempotencyKey };
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
            Item: { ...row, ...closeFields(area, trail.key, row, head, sealedFields.application), key: trail.key.wrapped },
            ConditionExpression: "attribute_not_exists(pk)",
          },
        },
        ...trails.append(ring, trail, [chained("EVENT#", item.event)], () => forgetFileAt({ ...progress, changedAt: item.event.at })),
        outbox.promise(item.message),
        line(item.line, trail),
        ...item.ways.map(({ hash, ...rest }): TransactItem => ({ Put: { TableName, Item: { ...findKey(hash, reference), ...rest } } })),
      ]);
      if (failed.length === 0) return "created";
      return failed.includes(0) ? "submittedBefore" : "referenceTaken";
    },

    /** What was filled in of Mẫu 33, part by part; no part when nothing ever was. */
    async findHistory(reference: string): Promise<KeptHistory> {
      const { Item } = await client.send(new GetCommand({ TableName, Key: historyKey(reference), ConsistentRead: true }));
      return Item ? openHistory(carriedKey(await keeper.ring(), Item), Item) : {};
    },

    async findSubmission(idempotencyKey: string, nowSeconds: number): Promise<Submission | null> {
      const { Item } = await client.send(new GetCommand({ TableName, Key: submissionKey(idempotencyKey), ConsistentRead: true }));
      const found = Item ? submissionSchema.parse(Item) : null;
      return found && found.expiresAtSeconds > nowSeconds ? found : null;
    },

    async findReach(reference: string): Promise<Reach | null> {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: applicationKey(reference), ConsistentRead: true, ProjectionExpression: "pk, sk, #key, reach", ExpressionAttributeNames: { "#key": "key" } }),
      );
      return Item ? reachSchema.parse(openApplication(carriedKey(await keeper.ring(), Item), Item).reach) : null;
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
      if (!main) return null;
      const key = carriedKey(await keeper.ring(), main);
      return { ...applicationHeadSchema.parse(openApplication(key, main)), appointments: openAppointments(key, Items, keeper.now()) };
    },

    /** What a token or a short code leads to, by its hash; null once its time has passed. */
    async findLinked(hash: string, now: Date): Promise<Link | null> {
      const { Item } = await client.send(new GetCommand({ TableName, Key: linkKey(hash), ConsistentRead: true }));
      const found = Item ? linkSchema.parse(Item) : null;
      return found && found.expiresAtSeconds > now.getTime() / 1_000 ? found : null;
    },

    async readStatus(reference: string): Promise<KeptStatus | null> {
      const query = { TableName, ExpressionAttributeValues: { ":pk": `APPLICATION#${reference}`, ":look": lookMark }, ConsistentRead: true };
      const [{ Items = [] }, { Items: looked = [] }] = await Promise.all([
        client.send(new QueryCommand({ ...query, KeyConditionExpression: "pk = :pk AND sk < :look" })),
        client.send(new QueryCommand({ ...query, KeyConditionExpression: "pk = :pk AND begins_with(sk, :look)", ScanIndexForward: false, Limit: shownLooks })),
      ]);
      const main = Items.find(({ sk }) => sk === "APPLICATION");
      if (!main) return null;
      const key = carriedKey(await keeper.ring(), main);
      const events = eventsIn(key, Items.filter(({ sk }) => String(sk).startsWith("EVENT#"))).filter(({ type }) => shownTypes.has(type));
      const looks = eventsIn(key, looked).flatMap(({ type, at, role, unit }) => (type === "lookedAt" && role && unit ? [{ at, role, unit }] : []));
      return { ...shownStatus.parse({ ...openApplication(key, main), looks, events: events.map(({ type, at }) => shownEvent.parse({ type, at })) }), appointments: openAppointments(key, Items, keeper.now()) };
    },

    async writeCode(pair: string, code: CodeRow, message: Message): Promise<boolean> {
      const failed = await transact(client, [
        {
          Put: {
            TableName,
            Item: { ...codeKey(pair), ...code, expiresAtSeconds: Math.floor(Date.parse(code.sentAt) / 1_000) + keptDays },
            ConditionExpression: "attribute_not_exists(pk)",
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
      const used: TransactItem = {
        Update: {
          TableName,
          Key: codeKey(pair),
          UpdateExpression: "SET usedAt = if_not_exists(usedAt, :at)",
          ConditionExpression: "codeHash = :hash",
          ExpressionAttributeValues: { ":at": look.at, ":hash": code.codeHash },
        },
      };
      const failed = await trails.write(await keeper.ring(), applicationKey(reference).pk, [chained("EVENT#", look)], () => [used]);
      return failed?.length === 0;
    },
  };
}

export type RegistrationStore = ReturnType<typeof createRegistrationStore>;

/** When something that a change says is to be forgotten, at the soonest: the nightly run then looks closely. */
function forgetAtOf(change: Change, now: Date): (string | null)[] {
  if (change.what === "appointment") return [goneAt("addresses", { appointmentOver: overAt(change.after).toISOString() })];
  if (change.what !== "progress") return [];
  const { state, course } = change.after;
  return [forgetFileAt({ state, course, changedAt: now.toISOString() }), ...(course ? [goneAt("history", { decided: instantOf(course.decidedOn, 0, 0).toISOString() })] : [])];
}
const soonest = (times: readonly (string | null | undefined)[]): string | null => times.flatMap((at) => at ?? []).toSorted()[0] ?? null;

/** The one application that all parts of a write are about. */
function referenceIn(changes: readonly Change[]): string {
  const named = changes.flatMap((change): string[] => {
    if (change.what === "application" || change.what === "progress") return [change.before.reference];
    if (change.what === "link") return [change.link.reference];
    return "reference" in change ? [change.reference] : [];
  });
  const [reference, ...others] = new Set(named);
  if (reference === undefined || others.length) throw new RangeError("a write is about one application");
  return reference;
}

/** What is planned for an application, as it stands in its rows; without what has had its time. */
export function openAppointments(key: DataKey, items: readonly Item[], now: Date): KeptAppointment[] {
  const rows = items.filter(({ sk }) => String(sk).startsWith(appointmentMark));
  return rows
    .map((row) => {
      const { pk: _pk, sk: _sk, ...rest } = openFields(area, key, keyOf(row), row, sealedFields.appointment);
      const kept = keptAppointmentSchema.parse(rest);
      const { address: _address, ...without } = kept;
      return isExpired("addresses", { appointmentOver: overAt(kept).toISOString() }, now) ? without : kept;
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

const storedEvent = caseEventSchema.strip();
/** What has happened to an application, or who looked, as it stands in these rows; what was forgotten of it is left out. */
export const eventsIn = (key: DataKey, items: readonly Item[]): CaseEvent[] =>
  linkRowSchema
    .array()
    .parse(items)
    .flatMap((row) => {
      const content = contentOf(area, key, row);
      return content === undefined ? [] : [storedEvent.parse({ ...Object(content), at: row.at })];
    });
