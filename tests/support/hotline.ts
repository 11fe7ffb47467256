import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Deps } from "../../functions/hotline/deps.ts";
import { callerKeyOf, maskPhone } from "../../functions/hotline/identify.ts";
import { createHotlineStore, type Change } from "../../functions/hotline/store.ts";
import type { Staff } from "../../functions/hotline/lease.ts";
import { ids } from "../../functions/platform/ids.ts";
import { createBudgets, type Spending } from "../../functions/platform/budget.ts";
import { createOutbox } from "../../functions/platform/outbox.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { callbackConsentWording, type Callback, type CallbackRequest } from "../../shared/hotline/callback.ts";
import { newCaller, withEntry, type Caller, type Entry } from "../../shared/hotline/caller.ts";
import type { Shift } from "../../shared/hotline/roster.ts";
import { newSlot, type Slot, type SlotId } from "../../shared/hotline/slots.ts";
import { e164 } from "./applications.ts";
import { messagesSeal, sealedIn } from "./sender.ts";
import { keeperOn, testRoot } from "./keepers.ts";
import { openedRows } from "./opened-rows.ts";
import { testPhone } from "./people.ts";
import { beginKeys } from "../../infra/local/begin-keys.ts";
import { createTables } from "../../infra/local/engine.ts";
import type { Row, World } from "./world.ts";

/** Monday 23/11/2026, 09:00 in Vietnam; the day after is a holiday. */
export const mondayMorning = "2026-11-23T02:00:00.000Z";

/**
 * Everything the verbs of the hotline need, on a world's tables and clock. Another secret makes other people of the same phones:
 * callers, references and links are keyed hashes.
 */
export const hotlineOf = (world: World, secret = "the hotline's secret for tests"): Deps & Spending => ({
  store: createHotlineStore(world.client, world.names.hotline, createOutbox(world.names.messages, messagesSeal), keeperOn(world.client, world.names.hotline, "hotline")),
  budgets: createBudgets(world.client, world.names.hotline, createSeal(secret)),
  seal: createSeal(secret),
  ids,
  log: world.deps.log,
  now: world.now,
  siteOrigin: "https://duongve.example",
  way: "link",
});

/** The same world with a queue, a roster and messages of its own, for tests that look at all of them. */
export async function emptyHotline(world: World): Promise<World> {
  const own = randomUUID().slice(0, 8);
  const names = { ...world.names, hotline: `hotline-${own}`, messages: `messages-${own}` };
  const raw = new DynamoDBClient({});
  await createTables(raw, { hotline: names.hotline, messages: names.messages });
  raw.destroy();
  await beginKeys(world.client, { hotline: names.hotline }, { root: testRoot, now: new Date() });
  return { ...world, names };
}

/** The phones of callers: 0900 000 600 to 0900 000 999. */
export const callerPhone = (n: number): string => e164(testPhone(600 + (n % 400)));

export const counsellor = (n: number): Staff => ({ staffId: `counsellor-${n}`, name: `Tư vấn ${n}` });

/** Somebody who wants to be rung as soon as possible, at any safe hour, and may be texted; each test changes only what it is about. */
export const callRequest = (change: Partial<CallbackRequest> = {}): CallbackRequest => ({
  language: "vi",
  dangerNow: "no",
  dangerBody: "no",
  way: "soon",
  asking: "self",
  phone: callerPhone(0),
  phoneOwner: "mine",
  contact: { mayText: "yes", maySayWho: "no", voicemail: "never", whoMayAnswer: "onlyMe", hours: ["morning", "afternoon", "evening"] },
  consents: { wording: callbackConsentWording, handling: true, texts: true },
  ...change,
});

/** The same person at a time of their choice. */
export const timeRequest = (slotId: SlotId, change: Partial<CallbackRequest> = {}): CallbackRequest => callRequest({ way: "slot", slotId, ...change });

export const newKey = (): string => randomUUID();

export const shiftOn = (date: string, change: Partial<Shift> = {}): Shift => ({
  id: "shift-1",
  date,
  counsellorId: "counsellor-1",
  name: "Tư vấn 1",
  from: "08:00",
  to: "12:00",
  callsPerSlot: 2,
  absent: false,
  ...change,
});

/** Half hours with so many seats, as the roster would have written them. */
export const slotsWith = (capacities: Readonly<Record<SlotId, number>>, change: Partial<Slot> = {}): Change[] =>
  Object.entries(capacities).map(([id, capacity]) => ({ what: "slot", before: newSlot(id), after: { ...newSlot(id), capacity, version: 1, ...change } }));

/** One request as the queue keeps it, due now. */
export const entryOf = (deps: Deps, change: Partial<Entry> = {}): Entry => ({
  reference: deps.ids.reference(),
  state: "waiting",
  kind: "soon",
  dueAt: deps.now().toISOString(),
  danger: false,
  asking: "self",
  borrowed: false,
  language: "vi",
  openedAt: deps.now().toISOString(),
  contact: { ...callRequest().contact, textsAgreed: true, askedAt: deps.now().toISOString() },
  ...change,
});

/** A caller as bookings would have left them, and the rows that say so. */
export function callerRows(deps: Deps, phone: string, entries: readonly Entry[], change: Partial<Caller> = {}): { caller: Caller; changes: Change[] } {
  const key = callerKeyOf(deps, phone);
  const none = newCaller(key, maskPhone(phone));
  const caller = { ...entries.reduce(withEntry, none), version: 1, ...change };
  const callbacks = entries.map(({ reference, state, kind, slotId, language, openedAt, danger, contact }): Callback => {
    const slot = slotId ? { slotId } : {};
    return { reference, callerKey: key, version: 1, state, kind, ...slot, language, openedAt, danger, contact, consentWording: callbackConsentWording };
  });
  return {
    caller,
    changes: [
      { what: "caller", before: none, after: caller },
      { what: "phone", callerKey: key, phone },
      ...callbacks.map((after): Change => ({ what: "callback", before: null, after })),
      ...entries.flatMap(({ slotId, reference }): Change[] => (slotId ? [{ what: "seat", seat: { slotId, reference, callerKey: key } }] : [])),
    ],
  };
}

/** Writes rows fifty at a time, for a new caller brings another row with them. */
export async function writeRows(deps: Deps, changes: readonly Change[]): Promise<void> {
  for (let from = 0; from < changes.length; from += 50) {
    const failed = await deps.store.write(changes.slice(from, from + 50), deps.now());
    if (failed.size > 0) throw new Error(`not written: ${[...failed].join(", ")}`);
  }
}

/** Every row of the hotline, or of the messages, however many there are. */
export async function allRows({ client, names }: World, table: "hotline" | "messages"): Promise<Row[]> {
  const rows: Row[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: names[table], ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) }));
    rows.push(...((page.Items ?? []) as Row[]));
    from = page.LastEvaluatedKey;
  } while (from);
  return table === "messages" ? rows : openedRows(table, await keeperOn(client, names[table], table).ring(), rows);
}

/** The texts this hotline has promised, whatever became of them. */
export const promisedRows = async (world: World): Promise<Row[]> => (await allRows(world, "messages")).filter(({ sk }) => sk.startsWith("MESSAGE#"));
/** Those that may still reach a phone. */
export const mayStillCome = ({ state, withdrawn }: Row): boolean => state === "waiting" && withdrawn === undefined;
/** Whom a text is promised to, as its row keeps it sealed until it is done. */
export const promisedTo = (row: Row, now: Date): string | undefined => (sealedIn(row, now) as { to?: string } | undefined)?.to;

/** What three accounts of the same seats say, slot by slot: the counter, the seat rows, and the open callbacks that name the slot. */
export function seatsBySlot(rows: readonly Row[]): Record<SlotId, { counter: number; rows: number; callbacks: number; capacity: number }> {
  const slots = rows.filter(({ sk }) => sk.startsWith("SLOT#"));
  const open = (state: unknown): boolean => state === "waiting" || state === "resting";
  return Object.fromEntries(
    slots.map((slot) => {
      const id = String(slot.id);
      const seats = rows.filter((row) => row.sk.startsWith("SEAT#") && row.slotId === id);
      const callbacks = rows.filter((row) => row.sk === "CALLBACK" && row.slotId === id && open(row.state));
      return [id, { counter: Number(slot.taken), rows: seats.length, callbacks: callbacks.length, capacity: Number(slot.capacity) }];
    }),
  );
}
