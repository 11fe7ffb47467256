/**
 * The hotline table. Every change names what it was read as: a slot, caller or callback that moved meanwhile refuses the whole write.
 *
 * | rows                                  | what                                                                  |
 * |---------------------------------------|-----------------------------------------------------------------------|
 * | `DAY#<date>` SLOT · SHIFT · SEAT      | a day's half hours, who works, and whose call uses which seat          |
 * | `CALLER#<key>` CALLER · PHONE         | one phone's open requests, its number (read to ring or text)           |
 * | … CHAIN · EVENT#<at>#<id> · LOOK#…    | its key; what has happened, and who looked (../platform/trail.ts)      |
 * | `CALLBACK#<reference>`                | one request, found by its reference                                    |
 * | `LINK#<hash>` · `IDEMPOTENCY#<key>`   | ways back in, and "sent before"                                       |
 * | `BUDGET#<hash>`                       | what askers have spent (../platform/budget.ts)                        |
 *
 * | pattern               | call                                          | cost                                            |
 * |-----------------------|-----------------------------------------------|-------------------------------------------------|
 * | readSlots             | Query of one day's slots                      | 0.5–1 RCU a day, however many have booked        |
 * | readDay               | Query of one day                              | 0.5 RCU per 4 kB                                 |
 * | findCaller, findSlot… | GetItem, consistent                           | 1 RCU                                            |
 * | readQueue             | Query of the `queue` index, one page          | 0.5 RCU per 4 kB: about 4.5 for 60 callers       |
 * | countOpen             | Query of the `open` index, keys only, counted | 0.5 RCU per 4 kB                                 |
 * | write                 | GetItem a caller, TransactWriteItems          | 1 RCU + 2 WCU a row begun kB; a booking writes 8 to 13 rows |
 *
 * A caller, their number and what has happened are sealed under the caller's key; what the queue is ordered by stands in the clear.
 */
import { GetCommand, QueryCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { CivilDate } from "../../shared/calendar/civil-date.ts";
import { callbackSchema, type Callback } from "../../shared/hotline/callback.ts";
import { callerSchema, newCaller, placeInQueue, type Caller } from "../../shared/hotline/caller.ts";
import { outcomes } from "../../shared/hotline/ladder.ts";
import { shiftSchema, type Shift } from "../../shared/hotline/roster.ts";
import { newSlot, slotDate, slotSchema, slotTime, type Slot, type SlotId } from "../../shared/hotline/slots.ts";
import { isOpen } from "../../shared/hotline/state.ts";
import type { ContactRule } from "../../shared/contact/safe-contact.ts";
import type { Message, MessageRef } from "../../shared/messages/message.ts";
import type { Outbox, TransactItem } from "../platform/outbox.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { wrappedKeySchema, type DataKey, type Keeper, type KeyRing } from "../platform/keeper.ts";
import { closeValue, openValue } from "../platform/sealed-row.ts";
import { countOf, transact } from "../platform/table.ts";
import { contentOf, createTrails, linkRowSchema, type Trail } from "../platform/trail.ts";

const eventTypes = ["booked", "confirmed", "moved", "cancelled", "textsStopped", "revived", "slotClosed", "taken", "takenOver", "handedBack", "rang", "call", "note", "closed"] as const;

/** Something that happened to a caller, or somebody's look at their number. */
const eventSchema = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  type: z.enum(eventTypes),
  /** The counsellor; the caller themself when there is none. */
  by: z.strictObject({ staffId: z.string(), name: z.string() }).optional(),
  reference: z.string().optional(),
  outcome: z.enum(outcomes).optional(),
  leaseId: z.string().optional(),
  voicemail: z.boolean().optional(),
  note: z.string().optional(),
  because: z.string().optional(),
});
export type HotlineEvent = z.infer<typeof eventSchema>;

const seatSchema = z.strictObject({ slotId: z.string(), reference: z.string(), callerKey: z.string() });
export type Seat = z.infer<typeof seatSchema>;
export type Day = { slots: Slot[]; shifts: Shift[]; seats: Seat[] };

const submissionSchema = z.object({ reference: z.string(), digest: z.string(), expiresAtSeconds: z.int() });
export type Submission = z.infer<typeof submissionSchema>;

/** One part of a write. `before` is what the change was worked out from; null when there was nothing. */
export type Change =
  | { what: "slot"; before: Slot; after: Slot }
  | { what: "shift"; shift: Shift }
  | { what: "noShift"; shift: Shift }
  | { what: "seat"; seat: Seat }
  | { what: "noSeat"; seat: Seat }
  | { what: "caller"; before: Caller; after: Caller }
  | { what: "callback"; before: Callback | null; after: Callback }
  | { what: "phone"; callerKey: string; phone: string }
  | { what: "phoneUntil"; callerKey: string; expiresAtSeconds: number }
  | { what: "link"; hash: string; reference: string; byText?: true }
  | { what: "event"; callerKey: string; event: HotlineEvent }
  /** Somebody who does not hold a caller has opened their page. */
  | { what: "look"; callerKey: string; event: Pick<HotlineEvent, "id" | "at" | "by"> }
  | { what: "submission"; key: string; submission: Submission; nowSeconds: number }
  | { what: "message"; message: Message; reference: string }
  | { what: "noMessage"; message: MessageRef; because: string }
  | { what: "messageRule"; message: MessageRef; contact: ContactRule }
  | { what: "noTexts"; phone: string };

const slotKey = (id: SlotId) => ({ pk: `DAY#${slotDate(id)}`, sk: `SLOT#${slotTime(id)}` });
const shiftKey = ({ date, id }: Shift) => ({ pk: `DAY#${date}`, sk: `SHIFT#${id}` });
const seatKey = ({ slotId, reference }: Seat) => ({ pk: `DAY#${slotDate(slotId)}`, sk: `SEAT#${slotTime(slotId)}#${reference}` });
export const callerKeyOf = (key: string) => ({ pk: `CALLER#${key}`, sk: "CALLER" });
export const phoneKey = (key: string) => ({ pk: `CALLER#${key}`, sk: "PHONE" });
const callbackKey = (reference: string) => ({ pk: `CALLBACK#${reference}`, sk: "CALLBACK" });
const linkKey = (hash: string) => ({ pk: `LINK#${hash}`, sk: "LINK" });
const submissionKey = (key: string) => ({ pk: `IDEMPOTENCY#${key}`, sk: "IDEMPOTENCY" });

const days = 86_400;
/** How long rows outlive what they are about: seconds. */
const kept = { day: 90 * days, ended: 30 * days, event: 90 * days, link: 90 * days } as const;
const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1_000);

const dayEnds = (date: CivilDate): number => seconds(`${date}T00:00:00Z`) + kept.day;

const queues = { ring: "RING", rest: "REST" } as const;
const openMark = "OPEN";

const area = "hotline";
const callerPk = (key: string): string => `CALLER#${key}`;

export function createHotlineStore(client: DynamoDBDocumentClient, TableName: string, outbox: Outbox, keeper: Keeper) {
  const trails = createTrails(client, TableName, area);

  const get = async (Key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> =>
    (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

  /** An item put where nothing, or the same version as was read, must be. */
  const put = (key: { pk: string; sk: string }, item: Record<string, unknown>, version?: number): TransactItem => ({
    Put: {
      TableName,
      Item: { ...key, ...item },
      ...(version === undefined
        ? {}
        : version === 0
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : { ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": version } }),
    },
  });

  /** `keyOf` gives the key of a caller that a change is about. */
  const itemOf = (change: Exclude<Change, { what: "event" | "look" }>, now: Date, ring: KeyRing, keyOf: (callerKey: string) => DataKey): TransactItem => {
    switch (change.what) {
      case "slot":
        return put(slotKey(change.after.id), { ...change.after, expiresAtSeconds: dayEnds(slotDate(change.after.id)) }, change.before.version);
      case "shift":
        return put(shiftKey(change.shift), shiftItem(change.shift, ring.fresh()));
      case "noShift":
        return { Delete: { TableName, Key: shiftKey(change.shift) } };
      case "seat":
        return put(seatKey(change.seat), { ...change.seat, expiresAtSeconds: dayEnds(slotDate(change.seat.slotId)) });
      case "noSeat":
        return { Delete: { TableName, Key: seatKey(change.seat), ConditionExpression: "attribute_exists(pk)" } };
      case "caller":
        return put(callerKeyOf(change.after.key), callerItem(change.after, keyOf(change.after.key), now), change.before.version);
      case "callback":
        return put(callbackKey(change.after.reference), callbackItem(change.after), change.before?.version ?? 0);
      case "phone":
        return put(phoneKey(change.callerKey), phoneItem(change.callerKey, change.phone, keyOf(change.callerKey)));
      case "phoneUntil":
        return { Update: { TableName, Key: phoneKey(change.callerKey), UpdateExpression: "SET expiresAtSeconds = :at", ConditionExpression: "attribute_exists(pk)", ExpressionAttributeValues: { ":at": change.expiresAtSeconds } } };
      case "link":
        return put(linkKey(change.hash), { reference: change.reference, ...(change.byText ? { byText: true } : {}), expiresAtSeconds: Math.floor(now.getTime() / 1_000) + kept.link });
      case "submission":
        return {
          Put: {
            TableName,
            Item: { ...submissionKey(change.key), ...change.submission },
            ConditionExpression: "attribute_not_exists(pk) OR expiresAtSeconds <= :now",
            ExpressionAttributeValues: { ":now": change.nowSeconds },
          },
        };
      case "message":
        return outbox.promise(change.message);
      case "noMessage":
        return outbox.withdraw(change.message, change.because, now);
      case "messageRule":
        return outbox.amend(change.message, change.contact, now);
      case "noTexts":
        break;
    }
    return outbox.stopPhone(change.phone, now);
  };

  const query = async (KeyConditionExpression: string, values: Record<string, unknown>, more: { IndexName?: string; Limit?: number; ScanIndexForward?: boolean; ConsistentRead?: boolean; after?: Record<string, unknown> | undefined } = {}) => {
    const { after, ...rest } = more;
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({ TableName, KeyConditionExpression, ExpressionAttributeValues: values, ...rest, ...(after ? { ExclusiveStartKey: after } : {}) }),
    );
    return { items: Items, next: LastEvaluatedKey };
  };

  return {
    /** Writes all parts or none. What stood in the way comes back: nothing, when it was written. */
    async write(changes: readonly Change[], now: Date): Promise<ReadonlySet<Change["what"]>> {
      const ring = await keeper.ring();
      const others = changes.flatMap((change) => (change.what === "event" || change.what === "look" ? [] : [change]));
      const events = Map.groupBy(changes.flatMap((change) => (change.what === "event" || change.what === "look" ? [change] : [])), ({ callerKey }) => callerKey);
      const inTrails = new Set([...events.keys(), ...others.flatMap((change) => (change.what === "caller" ? [change.after.key] : change.what === "phone" ? [change.callerKey] : []))]);
      return untilWritten(async () => {
        const known = new Map(await Promise.all([...inTrails].map(async (key): Promise<[string, Trail]> => [key, (await trails.find(ring, callerPk(key))) ?? trails.begin(ring, callerPk(key))])));
        const trailOf = (key: string): Trail => {
          const trail = known.get(key);
          if (!trail) throw new RangeError("no key for this caller");
          return trail;
        };
        const chained = [...known].flatMap(([key, trail]) => {
          const own = events.get(key) ?? [];
          if (own.length === 0 && !trail.isNew) return [];
          return trails.append(ring, trail, own.map(({ event: { id, at, ...content } }) => ({ sk: `${"type" in content ? "EVENT#" : "LOOK#"}${at}#${id}`, at, content })), (before) => before ?? new Date(now.getTime() + kept.event * 1_000).toISOString());
        });
        const failed = await transact(client, [...others.map((change) => itemOf(change, now, ring, (key) => trailOf(key).key)), ...chained]);
        const own = failed.flatMap((position) => others[position]?.what ?? []);
        // Somebody else added to the chain meanwhile: worked out again behind theirs.
        return failed.length > 0 && own.length === 0 ? overtaken : new Set(own);
      });
    },

    async readSlots(date: CivilDate): Promise<Slot[]> {
      const { items } = await query("pk = :pk AND begins_with(sk, :slot)", { ":pk": `DAY#${date}`, ":slot": "SLOT#" });
      return items.map(parseSlot);
    },

    async readDay(date: CivilDate): Promise<Day> {
      const day: Day = { slots: [], shifts: [], seats: [] };
      let after: Record<string, unknown> | undefined;
      do {
        const { items, next } = await query("pk = :pk", { ":pk": `DAY#${date}` }, { ConsistentRead: true, after });
        for (const item of items) {
          const kind = String(item.sk).split("#")[0];
          if (kind === "SLOT") day.slots.push(parseSlot(item));
          else if (kind === "SHIFT") day.shifts.push(openShift(await keeper.ring(), item));
          else day.seats.push(seatSchema.parse(bare(item)));
        }
        after = next;
      } while (after);
      return day;
    },

    /** How many are on shift on a day; of whom, is not asked. */
    async countShifts(date: CivilDate): Promise<number> {
      const { items } = await query("pk = :pk AND begins_with(sk, :shift)", { ":pk": `DAY#${date}`, ":shift": "SHIFT#" });
      return items.filter(({ absent }) => absent === false).length;
    },

    async findSlot(id: SlotId): Promise<Slot> {
      const item = await get(slotKey(id));
      return item ? parseSlot(item) : newSlot(id);
    },

    /** Once its time has passed, nothing of a row is known but its version, which the next write needs. */
    async findCaller(key: string, now?: Date): Promise<Caller | null> {
      const item = await get(callerKeyOf(key));
      if (!item) return null;
      const caller = openCaller(await keeper.ring(), item);
      return now && isPast(item, now) ? { ...newCaller(key, caller.maskedPhone), version: caller.version } : caller;
    },

    /** The number itself. Read only to ring or to text, both behind the gate. */
    async findPhone(key: string, now: Date): Promise<string | null> {
      const item = await get(phoneKey(key));
      return item && !isPast(item, now) ? openPhone(await keeper.ring(), item) : null;
    },

    async findCallback(reference: string, now: Date): Promise<Callback | null> {
      const item = await get(callbackKey(reference));
      if (!item) return null;
      const { open: _open, ...rest } = bare(item);
      return isPast(item, now) ? null : callbackSchema.parse(rest);
    },

    async findLinked(hash: string): Promise<{ reference: string; byText?: boolean | undefined } | null> {
      return z.object({ reference: z.string(), byText: z.boolean().optional() }).safeParse(await get(linkKey(hash))).data ?? null;
    },

    async findSubmission(key: string, nowSeconds: number): Promise<Submission | null> {
      const found = submissionSchema.safeParse(await get(submissionKey(key))).data;
      return found && found.expiresAtSeconds > nowSeconds ? found : null;
    },

    /** One page of a queue in its order; `after` goes on where a page ended. Nobody is due before their rank: `until` leaves out who cannot be yet. */
    async readQueue(list: keyof typeof queues, limit: number, after?: Record<string, unknown>, until?: Date): Promise<{ callers: Caller[]; next?: Record<string, unknown> | undefined }> {
      // "$" follows the "#" between a rank and its key.
      const [condition, values] = until ? ["queue = :queue AND rankAt <= :until", { ":until": `${until.toISOString()}$` }] : ["queue = :queue", {}];
      const { items, next } = await query(condition, { ":queue": queues[list], ...values }, { IndexName: "queue", Limit: limit, after });
      const ring = await keeper.ring();
      return { callers: items.map((item) => openCaller(ring, item)), next };
    },

    /** How many callbacks are open, counted on the callbacks themselves: a second opinion on the queues. */
    countOpen: (): Promise<number> =>
      countOf(client, { TableName, IndexName: "open", KeyConditionExpression: "#open = :open", ExpressionAttributeNames: { "#open": "open" }, ExpressionAttributeValues: { ":open": openMark } }),

    /** What happened to a caller, latest first, as far as it is still kept. */
    async readEvents(key: string, limit: number, now: Date): Promise<HotlineEvent[]> {
      const since = new Date(now.getTime() - kept.event * 1_000).toISOString();
      const [{ items }, ring] = await Promise.all([
        query("pk = :pk AND sk BETWEEN :since AND :last", { ":pk": callerPk(key), ":since": `EVENT#${since}`, ":last": "EVENT#~" }, { Limit: limit, ScanIndexForward: false, ConsistentRead: true }),
        keeper.ring(),
      ]);
      const trail = items.length ? await trails.find(ring, callerPk(key)) : null;
      return trail ? items.flatMap((item) => openEvent(trail.key, item)) : [];
    },
  };
}

export type HotlineStore = ReturnType<typeof createHotlineStore>;

/** Expired rows are gone for whoever reads, though the table removes them days later. */
const isPast = ({ expiresAtSeconds }: Record<string, unknown>, now: Date): boolean => typeof expiresAtSeconds === "number" && expiresAtSeconds <= now.getTime() / 1_000;

function phoneItem(callerKey: string, phone: string, key: DataKey): Record<string, unknown> {
  return { phone: closeValue(area, key, phoneKey(callerKey), "phone", phone), key: key.wrapped };
}

const rowKeyOf = ({ pk, sk }: Record<string, unknown>) => ({ pk: String(pk), sk: String(sk) });
const carriedKey = (ring: KeyRing, { key }: Record<string, unknown>): DataKey => ring.open(wrappedKeySchema.parse(key));
const openPhone = (ring: KeyRing, item: Record<string, unknown>): string => z.string().parse(openValue(area, carriedKey(ring, item), rowKeyOf(item), "phone", item.phone));
const openCaller = (ring: KeyRing, item: Record<string, unknown>): Caller => callerSchema.parse(openValue(area, carriedKey(ring, item), rowKeyOf(item), "caller", item.caller));

function openEvent(key: DataKey, item: Record<string, unknown>): HotlineEvent[] {
  const row = linkRowSchema.parse(item);
  const content = contentOf(area, key, row);
  return content === undefined ? [] : [eventSchema.parse({ ...Object(content), at: row.at, id: row.sk.split("#")[2] })];
}

/** What stands in a caller's row beside its key: where they are in the queue in the clear, the rest sealed. */
export function callerItem(caller: Caller, key: DataKey, now: Date): Record<string, unknown> {
  const place = placeInQueue(caller);
  const sealed = { version: caller.version, key: key.wrapped, caller: closeValue(area, key, callerKeyOf(caller.key), "caller", caller) };
  if (place) return { ...sealed, queue: queues[place.list], rankAt: `${place.rankAt}#${caller.key}`, dueAt: place.dueAt };
  // Nothing is open: what is left says only that this phone does not want calls, or asked today, and goes by itself.
  return { ...sealed, expiresAtSeconds: Math.floor(now.getTime() / 1_000) + kept.ended };
}

const callbackItem = (callback: Callback): Record<string, unknown> => ({
  ...callback,
  // Whether somebody was in danger is needed to ring in time, and forgotten with the call.
  ...(isOpen(callback.state) ? { open: openMark } : { danger: false, expiresAtSeconds: seconds(callback.endedAt ?? callback.openedAt) + kept.ended }),
});

function bare(item: Record<string, unknown>): Record<string, unknown> {
  const { pk: _pk, sk: _sk, expiresAtSeconds: _expires, ...rest } = item;
  return rest;
}

/** Who works is a person too: their name is sealed, under a key of the row. */
function shiftItem(shift: Shift, key: DataKey): Record<string, unknown> {
  return { ...shift, name: closeValue(area, key, shiftKey(shift), "name", shift.name), key: key.wrapped, expiresAtSeconds: dayEnds(shift.date) };
}
function openShift(ring: KeyRing, item: Record<string, unknown>): Shift {
  const { key: _key, ...rest } = bare(item);
  return shiftSchema.parse({ ...rest, name: openValue(area, carriedKey(ring, item), rowKeyOf(item), "name", item.name) });
}

const parseSlot = (item: Record<string, unknown>): Slot => slotSchema.parse(bare(item));
