import { randomBytes, randomUUID } from "node:crypto";
import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { book } from "../../functions/hotline/book.ts";
import { maskPhone } from "../../functions/hotline/identify.ts";
import { putShift } from "../../functions/hotline/roster.ts";
import { bookableDays, offeredDays } from "../../functions/hotline/seats.ts";
import { callerItem, createHotlineStore } from "../../functions/hotline/store.ts";
import { nowList } from "../../functions/hotline/views.ts";
import { takeNext } from "../../functions/hotline/take.ts";
import { ids } from "../../functions/platform/ids.ts";
import { createOutbox } from "../../functions/platform/outbox.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { callbackConsentWording, type CallbackRequest } from "../../shared/hotline/callback.ts";
import { newCaller, withEntry, type Entry } from "../../shared/hotline/caller.ts";
import { countedClient, unitsOf, type Spent } from "./counted-client.ts";
import { benchKeeper, tableNames, withFreshEngine } from "./fresh-engine.ts";
import { fixed, percentile, whole } from "./numbers.ts";
import { printTable } from "./table.ts";

/** Monday 23/11/2026, 09:10 in Vietnam. */
const now = (): Date => new Date("2026-11-23T02:10:00Z");
const silent = { info: () => {}, warn: () => {}, error: () => {} };

function worldOn(endpoint: string) {
  const counted = countedClient(endpoint);
  const keeper = benchKeeper(counted.client, "hotline");
  const store = createHotlineStore(counted.client, tableNames.hotline, createOutbox(tableNames.messages, createSeal("the messages' secret for measuring, long enough")), keeper);
  return { counted, keeper, deps: { store, seal: createSeal("a secret for measuring, long enough to be one"), ids, log: silent, now, siteOrigin: "https://duongve.example", way: "link" as const } };
}
type BenchWorld = ReturnType<typeof worldOn>;

/** Ten counsellors, 08:00 to 21:00, on every day a time can be chosen. */
async function rostered({ deps }: BenchWorld): Promise<void> {
  for (const date of bookableDays(now())) {
    for (let n = 0; n < 10; n += 1) {
      await putShift(deps, { id: `shift-${n}`, date, counsellorId: `counsellor-${n}`, name: `Counsellor ${n}`, from: "08:00", to: "21:00", callsPerSlot: 2, absent: false });
    }
  }
}

const phoneOf = (n: number): string => `+84900000${String(n % 1_000).padStart(3, "0")}`;

const request = (n: number, slotId?: string): CallbackRequest => ({
  language: "vi",
  dangerNow: "no",
  dangerBody: "no",
  way: slotId ? "slot" : "soon",
  ...(slotId ? { slotId } : {}),
  asking: "self",
  phone: phoneOf(n),
  phoneOwner: "mine",
  contact: { mayText: "yes", maySayWho: "no", voicemail: "never", whoMayAnswer: "onlyMe", hours: ["morning", "afternoon", "evening"] },
  consents: { wording: callbackConsentWording, handling: true, texts: true },
});

const entryOf = (reference: string, minutesAgo: number): Entry => {
  const at = new Date(now().getTime() - minutesAgo * 60_000).toISOString();
  return {
    reference, state: "waiting", kind: "soon", dueAt: at, danger: minutesAgo % 50 === 0, asking: "self", borrowed: false, language: "vi", openedAt: at,
    contact: { ...request(0).contact, textsAgreed: true, askedAt: now().toISOString() },
  };
};

type Item = Record<string, unknown>;
async function writeAll(client: DynamoDBDocumentClient, items: readonly Item[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(items.length / 25) }, (_, n) => items.slice(n * 25, n * 25 + 25)).values();
  const write = async (): Promise<void> => {
    for (const batch of batches) await client.send(new BatchWriteCommand({ RequestItems: { [tableNames.hotline]: batch.map((Item) => ({ PutRequest: { Item } })) } }));
  };
  await Promise.all(Array.from({ length: 4 }, write));
}

/** What bookings leave behind in the days of the picker: seats beside the slots, and callbacks of their own. */
const bookedRows = (count: number): Item[] => {
  const days = bookableDays(now());
  return Array.from({ length: count }, (_, n): Item[] => {
    const date = days[n % days.length] ?? "";
    const reference = randomBytes(6).toString("hex");
    const slotId = `${date}T${String(8 + (n % 13)).padStart(2, "0")}:00`;
    return [
      { pk: `DAY#${date}`, sk: `SEAT#${slotId.slice(11)}#${reference}`, slotId, reference, callerKey: randomUUID() },
      { pk: `CALLBACK#${reference}`, sk: "CALLBACK", reference, open: "OPEN", openedAt: now().toISOString() },
    ];
  }).flat();
};

async function slotList(): Promise<void> {
  const rows: (string | number)[][] = [];
  await withFreshEngine(async (endpoint) => {
    const world = worldOn(endpoint);
    await rostered(world);
    let there = 0;
    for (const bookings of [0, 1_000, 100_000]) {
      await writeAll(world.counted.client, bookedRows(bookings - there));
      there = bookings;
      await offeredDays(world.deps);
      world.counted.takeSpent();
      const times: number[] = [];
      const days = await offeredDays(world.deps);
      const spent: Spent[] = world.counted.takeSpent();
      for (let n = 0; n < 20; n += 1) {
        const from = performance.now();
        await offeredDays(world.deps);
        times.push(performance.now() - from);
      }
      rows.push([whole(bookings), spent.length, days.length, days.flatMap(({ slots }) => slots).length, fixed(unitsOf(spent)), fixed(percentile(times, 0.5), 2), fixed(percentile(times, 0.99), 2)]);
    }
    world.counted.stop();
  });
  printTable(["bookings in these days", "queries", "days with times", "times", "RCU", "p50 ms", "p99 ms"], rows);
}

async function booking(): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const kind of ["a chosen time", "as soon as possible"] as const) {
    await withFreshEngine(async (endpoint) => {
      const world = worldOn(endpoint);
      await rostered(world);
      const slots = (await offeredDays(world.deps)).flatMap((day) => day.slots.map(({ id }) => id));
      const times: number[] = [];
      const units: number[] = [];
      for (let n = 0; n < 400; n += 1) {
        world.counted.takeSpent();
        const from = performance.now();
        await book(world.deps, { request: request(n, kind === "a chosen time" ? slots[n % slots.length] : undefined), idempotencyKey: randomUUID() });
        if (n >= 100) times.push(performance.now() - from);
        units.push(unitsOf(world.counted.takeSpent()));
      }
      world.counted.stop();
      rows.push([kind, times.length, fixed(percentile(times, 0.5), 2), fixed(percentile(times, 0.99), 2), fixed(percentile(units, 0.5), 1)]);
    });
  }
  console.log();
  printTable(["one booking", "measured", "p50 ms", "p99 ms", "units"], rows);
}

async function deskList(): Promise<void> {
  const rows: (string | number)[][] = [];
  await withFreshEngine(async (endpoint) => {
    const world = worldOn(endpoint);
    const ring = await world.keeper.ring();
    let there = 0;
    for (const open of [50, 500, 50_000]) {
      const items = Array.from({ length: open - there }, (_, n): Item => {
        const caller = withEntry(newCaller(randomUUID(), maskPhone(phoneOf(n))), entryOf(randomBytes(6).toString("hex"), (there + n) % 5_000));
        return { pk: `CALLER#${caller.key}`, sk: "CALLER", ...callerItem(caller, ring.fresh(), now()) };
      });
      await writeAll(world.counted.client, items);
      there = open;
      await nowList(world.deps);
      world.counted.takeSpent();
      const { callers } = await nowList(world.deps);
      const listed = world.counted.takeSpent();
      const times: number[] = [];
      for (let n = 0; n < 20; n += 1) {
        const from = performance.now();
        await nowList(world.deps);
        times.push(performance.now() - from);
      }
      world.counted.takeSpent();
      const from = performance.now();
      await takeNext(world.deps, { staffId: "staff", name: "An" });
      const took = performance.now() - from;
      rows.push([whole(open), callers.length, listed.length, fixed(unitsOf(listed)), fixed(percentile(times, 0.5), 2), fixed(percentile(times, 0.99), 2), fixed(took, 2), fixed(unitsOf(world.counted.takeSpent()))]);
    }
    world.counted.stop();
  });
  console.log();
  printTable(["open requests", "rows listed", "queries", "RCU", "p50 ms", "p99 ms", "take next ms", "its units"], rows);
}

/** What the hotline's pages cost as bookings and open requests grow. */
export async function hotline(): Promise<readonly string[]> {
  await slotList();
  await booking();
  await deskList();
  return [];
}
