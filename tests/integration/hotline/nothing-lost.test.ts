import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askCall } from "../../../functions/hotline/ask-call.ts";
import { book } from "../../../functions/hotline/book.ts";
import { cancel, move } from "../../../functions/hotline/change.ts";
import { closeSlots } from "../../../functions/hotline/close-slots.ts";
import { ringAgain } from "../../../functions/hotline/decide.ts";
import type { Deps } from "../../../functions/hotline/deps.ts";
import { callerKeyOf } from "../../../functions/hotline/identify.ts";
import { recordCall, type CallRecord, type Recorded } from "../../../functions/hotline/record-call.ts";
import { ring } from "../../../functions/hotline/ring.ts";
import { handBack, renew, take, takeNext, takeOver, type Held } from "../../../functions/hotline/take.ts";
import { sweep } from "../../../functions/messages/sweep.ts";
import type { CallbackRequest } from "../../../shared/hotline/callback.ts";
import { listOf, newCaller } from "../../../shared/hotline/caller.ts";
import type { Outcome } from "../../../shared/hotline/ladder.ts";
import { restingOf } from "../../../shared/hotline/resting.ts";
import { closedSlot } from "../../../shared/hotline/slots.ts";
import type { TemplateName } from "../../../shared/messages/catalogue.ts";
import { wordsOf } from "../../support/callers.ts";
import { allRows, callerPhone, callRequest, counsellor, emptyHotline, hotlineOf, mayStillCome, mondayMorning, newKey, promisedRows, seatsBySlot, slotsWith, timeRequest, writeRows } from "../../support/hotline.ts";
import { routeOf, senderOn } from "../../support/sender.ts";
import { transactionConflict, withFault } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";

let shared: World;
let world: World;
let deps: Deps;
beforeAll(async () => {
  shared = await startWorld();
});
afterAll(() => shared.stop());
beforeEach(async () => {
  shared.moveTo(mondayMorning);
  world = await emptyHotline(shared);
  deps = hotlineOf(world);
});

const minutes = (n: number): number => n * 60_000;
const [lan, minh] = [counsellor(1), counsellor(2)];
const phone = callerPhone(120);
const { contact } = callRequest();
const [three, wednesday] = ["2026-11-23T15:00", "2026-11-25T09:00"] as const;

const key = (): string => callerKeyOf(deps, phone);
const booked = async (request: Partial<CallbackRequest> = {}) => (await book(deps, { request: callRequest({ phone, ...request }), idempotencyKey: newKey() })).receipt;
const bookedAt = (slotId: string, request: Partial<CallbackRequest> = {}) => booked(timeRequest(slotId, { phone, ...request }));
const must = <T>(found: T | null | undefined): T => {
  if (found === null || found === undefined) throw new Error("it is there");
  return found;
};
const caller = async () => must(await deps.store.findCaller(key(), shared.now()));
const entryOf = async (reference: string) => must((await caller()).entries.find((entry) => entry.reference === reference));
const callback = async (reference: string) => must(await deps.store.findCallback(reference, shared.now()));
const list = async () => listOf(await caller(), shared.now());
const templates = async () => (await allRows(world, "messages")).map(({ template }) => template).toSorted();
const callEvents = async () => (await deps.store.readEvents(key(), 50, deps.now())).filter(({ type }) => type === "call");

/** On the phone with them. */
async function rung(staff = lan): Promise<Held> {
  const held = must(await take(deps, { key: key(), staff }));
  await ring(deps, { ...held, staff });
  return held;
}
const record = (held: Held, outcome: Outcome, change: Partial<CallRecord> = {}): Promise<Recorded> => recordCall(deps, { ...held, staff: lan, outcome, note: "", voicemail: false, ...change });
const call = async (outcome: Outcome): Promise<Recorded> => record(await rung(), outcome);
/** Rung as soon as may be, and nobody answers; the clock then stands where they may be rung next. */
async function misses(count: number): Promise<Recorded> {
  let recorded: Recorded = { rests: false };
  for (let n = 0; n < count; n += 1) {
    recorded = await call("noAnswer");
    if (recorded.again) shared.moveTo(recorded.again);
  }
  return recorded;
}

describe("a ring whose counsellor never says how it went", () => {
  /** Somebody's page was closed while the phone rang, and their ten minutes are over. */
  async function left(): Promise<Held> {
    const held = await rung();
    shared.forward(minutes(10));
    return held;
  }

  test.each([
    ["the next", () => takeNext(deps, minh)],
    ["just them", () => take(deps, { key: key(), staff: minh })],
    ["them over", () => takeOver(deps, { key: key(), staff: minh, reason: "lan went home" })],
  ] as const)("counts as one nobody answered once another would take %s: the phone is left alone first, nothing is texted, and history says by whom", async (_what, another) => {
    const { reference } = await booked();
    const { leaseId } = await left();
    const counted = shared.now().getTime();
    expect(await another()).toBeNull();
    const now = await caller();
    expect(now).toMatchObject({ attempts: [{ at: new Date(counted).toISOString(), outcome: "noAnswer" }], entries: [{ reference, state: "waiting", turn: "missed" }] });
    expect(now.lease).toBeUndefined();
    expect(Date.parse(now.entries[0]?.dueAt ?? "")).toBeGreaterThanOrEqual(counted + minutes(180));
    expect(await callEvents()).toMatchObject([{ outcome: "noAnswer", because: "unrecorded", leaseId, by: lan }]);
    expect(await templates()).toEqual(["callSoon"]);
    // Asked again, it still counts once.
    expect(await another()).toBeNull();
    expect((await caller()).attempts).toHaveLength(1);
    shared.moveTo(now.entries[0]?.dueAt ?? "");
    expect(await another()).toMatchObject({ key: key() });
  });

  test("three times brings them to rest: the phone rings no fourth time", async () => {
    const { reference } = await booked();
    for (let rings = 1; rings <= 3; rings += 1) {
      await left();
      expect(await takeNext(deps, minh)).toBeNull();
      const { attempts, entries } = await caller();
      expect(attempts).toHaveLength(rings % 3);
      if (rings < 3) shared.moveTo(entries[0]?.dueAt ?? "");
    }
    expect([await list(), (await callback(reference)).state, (await callback(reference)).because]).toEqual(["resting", "resting", "noAnswer"]);
    shared.forward(minutes(24 * 60));
    expect([await takeNext(deps, minh), await take(deps, { key: key(), staff: minh })]).toEqual([null, null]);
    expect(await callEvents()).toHaveLength(3);
    expect(await templates()).toEqual(["callSoon"]);
  });

  test("counts for nothing while it may still be said, nor once it was, nor when they were handed back", async () => {
    await booked();
    const held = await rung();
    shared.forward(minutes(10) - 1);
    expect([await takeNext(deps, minh), (await caller()).attempts]).toEqual([null, []]);
    shared.forward(minutes(20));
    await handBack(deps, { ...held, staff: lan });
    expect(must(await takeNext(deps, minh)).key).toBe(key());
    expect(await callEvents()).toEqual([]);
  });

  test("counts too when somebody took the call over and let it lapse without ringing", async () => {
    await booked();
    await rung();
    await takeOver(deps, { key: key(), staff: minh, reason: "lan's line broke" });
    shared.forward(minutes(10));
    expect(await takeNext(deps, lan)).toBeNull();
    expect((await caller()).attempts).toMatchObject([{ outcome: "noAnswer" }]);
  });

  test("is not counted when the number was never shown", async () => {
    await booked();
    await take(deps, { key: key(), staff: lan });
    shared.forward(minutes(10));
    expect(must(await takeNext(deps, minh)).key).toBe(key());
    expect([(await caller()).attempts, await callEvents()]).toEqual([[], []]);
  });

  test("leaves what they asked for after that ring to the counsellor who asked", async () => {
    await booked();
    await left();
    const later = await booked({ asking: "other" });
    const held = must(await takeNext(deps, minh));
    expect(held.key).toBe(key());
    expect(await entryOf(later.reference)).toMatchObject({ state: "waiting", dueAt: mondayMorning.replace("02:00", "02:10") });
    expect(await callEvents()).toMatchObject([{ because: "unrecorded" }]);
  });

  /** The same dependencies, but that right after the queue is read something else happens, once. */
  const afterLook = (happens: () => Promise<unknown>): Deps => {
    let once: Promise<unknown> | undefined;
    const readQueue: Deps["store"]["readQueue"] = async (...page) => {
      const read = await deps.store.readQueue(...page);
      once ??= happens();
      await once;
      return read;
    };
    return { ...deps, store: { ...deps.store, readQueue } };
  };

  test("taken up again the moment another looks, stays theirs to write down", async () => {
    await booked();
    const held = await left();
    expect(await takeNext(afterLook(() => renew(deps, held)), minh)).toBeNull();
    expect([(await caller()).lease?.id, (await caller()).attempts, await callEvents()]).toEqual([held.leaseId, [], []]);
    await record(held, "reached", { note: "heard them" });
    expect(await callEvents()).toMatchObject([{ outcome: "reached", note: "heard them" }]);
  });

  test("said the moment another looks, is as it was said, and nothing is noted that nobody sent", async () => {
    await booked();
    const held = await left();
    expect(await takeNext(afterLook(() => record(held, "reached")), minh)).toBeNull();
    expect((await deps.store.readEvents(key(), 20, deps.now())).filter(({ type }) => type === "call" || type === "note")).toMatchObject([{ type: "call", outcome: "reached" }]);
  });
});

describe("each request has a ladder of its own", () => {
  test("one rung twice before another was made rests after one more miss, while the other goes on; it never rings a fourth time", async () => {
    const a = await booked();
    await misses(2);
    const b = await booked({ asking: "other" });
    const third = await call("noAnswer");
    expect(third).toMatchObject({ rests: false, again: expect.any(String) });
    expect([await callback(a.reference), await callback(b.reference)]).toMatchObject([{ state: "resting", because: "noAnswer" }, { state: "waiting" }]);
    expect(await entryOf(b.reference)).toMatchObject({ state: "waiting", turn: "missed", dueAt: third.again });
    shared.moveTo(third.again ?? "");
    expect(await misses(2)).toMatchObject({ rests: true });
    expect([(await entryOf(a.reference)).state, (await entryOf(b.reference)).state]).toEqual(["resting", "resting"]);
    expect(await callEvents()).toHaveLength(5);
    expect([await list(), await take(deps, { key: key(), staff: minh })]).toEqual(["resting", null]);
  });

  test("however many more are made, one that was missed keeps its count", async () => {
    const a = await booked();
    for (let n = 0; n < 2; n += 1) {
      await misses(1);
      await booked({ asking: "other" });
    }
    expect(await entryOf(a.reference)).toMatchObject({ rings: 2, turn: "missed" });
    await misses(1);
    expect((await entryOf(a.reference)).state).toBe("resting");
  });

  test("a failure on our side rings nobody and brings nobody to rest", async () => {
    const a = await booked();
    await misses(2);
    await booked({ asking: "other" });
    expect(await call("technical")).toMatchObject({ rests: false });
    expect((await entryOf(a.reference)).state).toBe("waiting");
  });

  test("given another time by its owner, one begins anew, and the others keep their count", async () => {
    await writeRows(deps, slotsWith({ [wednesday]: 4 }));
    const a = await booked();
    await misses(2);
    const b = await booked({ asking: "other" });
    await move(deps, { reference: b.reference, to: wednesday });
    expect([(await entryOf(a.reference)).rings, (await entryOf(b.reference)).rings]).toEqual([2, undefined]);
    await move(deps, { reference: a.reference, to: wednesday });
    expect((await entryOf(a.reference)).rings).toBeUndefined();
    shared.moveTo("2026-11-25T02:00:00.000Z");
    expect(await misses(2)).toMatchObject({ rests: false });
    expect(await misses(1)).toMatchObject({ rests: true });
  });

  test("rung again by decision, one begins anew, and the others keep their count", async () => {
    const a = await booked();
    await misses(2);
    const b = await booked({ asking: "other" });
    await misses(1);
    expect((await entryOf(a.reference)).state).toBe("resting");
    await ringAgain(deps, { key: key(), staff: lan, reason: "agreed with the manager" });
    expect([await entryOf(a.reference), await entryOf(b.reference)]).toMatchObject([{ state: "waiting", turn: "revived" }, { state: "waiting", rings: 1 }]);
    expect((await entryOf(a.reference)).rings).toBeUndefined();
    expect(await misses(2)).toMatchObject({ rests: false });
    expect([(await entryOf(a.reference)).state, (await entryOf(b.reference)).state]).toEqual(["waiting", "resting"]);
    expect(await misses(1)).toMatchObject({ rests: true });
    expect((await entryOf(a.reference)).state).toBe("resting");
  });
});

describe("what was asked after the phone rang", () => {
  async function askedMeanwhile() {
    const a = await booked();
    const held = await rung();
    shared.forward(minutes(1));
    const b = await booked({ asking: "other", dangerNow: "yes" });
    return { a, b, held, before: { entry: await entryOf(b.reference), callback: await callback(b.reference) } };
  }

  test.each([
    ["reached", "done"],
    ["noAnswer", "waiting"],
    ["busy", "waiting"],
    ["someoneElse", "waiting"],
    ["technical", "waiting"],
  ] as const)("is not touched by “%s”", async (outcome, state) => {
    const { a, b, held, before } = await askedMeanwhile();
    const recorded = await record(held, outcome);
    expect((await callback(a.reference)).state).toBe(state);
    expect({ entry: await entryOf(b.reference), callback: await callback(b.reference) }).toEqual(before);
    // Nor is the danger in it taken for something that was talked of.
    expect(recorded.followUpAt).toBeUndefined();
    expect(must(await takeNext(deps, minh)).key).toBe(key());
  });

  test("is not brought to rest by a third miss", async () => {
    const a = await booked();
    await misses(2);
    const held = await rung();
    shared.forward(minutes(1));
    const b = await booked();
    await record(held, "noAnswer");
    expect([(await entryOf(a.reference)).state, await entryOf(b.reference)]).toMatchObject(["resting", { state: "waiting", dueAt: new Date(shared.now()).toISOString() }]);
    expect((await entryOf(b.reference)).turn).toBeUndefined();
  });

  test.each(["wrongNumber", "askedNotToCall"] as const)("ends with “%s”: nobody is to ring any more", async (outcome) => {
    const { a, b, held } = await askedMeanwhile();
    await record(held, outcome);
    expect([await callback(a.reference), await callback(b.reference)]).toMatchObject([{ state: "closed", because: outcome }, { state: "closed", because: outcome }]);
    expect([await list(), await takeNext(deps, minh)]).toEqual(["gone", null]);
  });
});

describe("a seat nobody will use", () => {
  const seats = async () => Object.fromEntries(Object.entries(seatsBySlot(await allRows(world, "hotline"))).map(([id, { counter, rows }]) => [id, [counter, rows]]));

  test("is given back when its request comes to rest before its time", async () => {
    await writeRows(deps, slotsWith({ [three]: 1 }));
    const { reference, slotId } = await booked();
    expect([slotId, await seats()]).toEqual([three, { [three]: [1, 1] }]);
    for (let n = 0; n < 3; n += 1) {
      const { again } = await call("busy");
      if (again) shared.moveTo(again);
    }
    expect([shared.now().toISOString() < "2026-11-23T08:00", await list()]).toEqual([true, "resting"]);
    expect([(await entryOf(reference)).slotId, (await callback(reference)).slotId, await seats()]).toEqual([undefined, undefined, { [three]: [0, 0] }]);
    // Somebody else may have it now.
    expect((await bookedAt(three, { phone: callerPhone(121) })).slotId).toBe(three);
  });

  test.each(["askedNotToCall", "wrongNumber"] as const)("is given back when its day is closed, though a person must decide on it (%s): nobody is told, and it still rests", async (outcome) => {
    await writeRows(deps, slotsWith({ [wednesday]: 2 }));
    await booked();
    await call(outcome);
    const { reference } = await bookedAt(wednesday);
    const before = await templates();
    expect(await seats()).toEqual({ [wednesday]: [1, 1] });
    expect(await closeSlots(deps, { date: "2026-11-25", staff: lan, reason: "flood" })).toEqual({ slots: 1, texted: 0, toCall: 0 });
    expect([await seats(), await templates(), await list()]).toEqual([{ [wednesday]: [0, 0] }, before, "resting"]);
    expect([await callback(reference), await entryOf(reference)]).toMatchObject([{ state: "resting" }, { state: "resting", turn: outcome }]);
    expect([(await callback(reference)).slotId, (await entryOf(reference)).slotId]).toEqual([undefined, undefined]);
    // Its owner cannot bring it back to be rung; a person of ours can.
    expect(restingOf(await caller(), shared.now())).toMatchObject({ because: [outcome], mayRingAgain: true });
    expect(restingOf(await caller(), shared.now())?.revivableUntil).toBeUndefined();
    expect(await ringAgain(deps, { key: key(), staff: lan, reason: "they rang us" })).toBe(1);
    expect(await list()).toBe("now");
  });
});

describe("whoever tells of danger", () => {
  test("is not turned away for the three of today, nor for all that was booked and cancelled", async () => {
    const ask = async (request: Partial<CallbackRequest> = {}) => (await askCall(hotlineOf(world), { request: callRequest({ phone, ...request }), idempotencyKey: newKey(), proof: { solution: "", ticket: "" } })).receipt;
    for (let n = 0; n < 3; n += 1) await ask();
    await expect(ask()).rejects.toMatchObject({ name: "AskedTooOften" });
    expect(await ask({ dangerNow: "yes" })).toMatchObject({ state: "waiting" });
    expect(await ask({ dangerBody: "yes" })).toMatchObject({ state: "waiting" });
    for (const { reference } of (await caller()).entries) await cancel(deps, reference);
    await expect(ask()).rejects.toMatchObject({ name: "AskedTooOften" });
    const texts = (await templates()).length;
    const { reference } = await booked({ dangerNow: "yes" });
    expect([must(await takeNext(deps, lan)).key, (await callback(reference)).danger]).toEqual([key(), true]);
    // Taken in, but no more texts are made of it that day.
    expect(await templates()).toHaveLength(texts);
  });

  test("is rung by their own hours at once, whatever hours are given under the phone later", async () => {
    const { reference } = await booked({ dangerNow: "yes", contact: { ...contact, hours: ["morning"] } });
    shared.forward(minutes(1));
    await booked({ contact: { ...contact, hours: ["evening"] } });
    await book(deps, { request: callRequest({ phone: callerPhone(122) }), idempotencyKey: newKey() });
    const held = must(await takeNext(deps, lan));
    expect(held.key).toBe(key());
    expect((await ring(deps, { ...held, staff: lan })).phone).toBe(phone);
    await record(held, "reached");
    expect(await callback(reference)).toMatchObject({ state: "done", because: "reached" });
  });
});

describe("a call taken over", () => {
  test("is still a call: its owner can neither move nor cancel, and whoever took over cannot say how it went without ringing", async () => {
    await writeRows(deps, slotsWith({ [wednesday]: 2 }));
    const { reference } = await booked();
    await rung();
    let held = must(await takeOver(deps, { key: key(), staff: minh, reason: "lan's line broke" }));
    // Taken over once more, and held on to, it is the same call.
    held = must(await takeOver(deps, { key: key(), staff: counsellor(3), reason: "minh has no line either" }));
    held = await renew(deps, held);
    const own = { ...held, staff: counsellor(3) };
    await expect(move(deps, { reference, to: wednesday })).rejects.toMatchObject({ name: "TooLate", because: "ringing" });
    await expect(cancel(deps, reference)).rejects.toMatchObject({ name: "TooLate", because: "ringing" });
    for (const outcome of ["reached", "noAnswer", "wrongNumber"] as const) await expect(record(held, outcome, own)).rejects.toMatchObject({ name: "NotNow", because: "notRung" });
    expect([await callEvents(), (await callback(reference)).state]).toEqual([[], "waiting"]);
    await ring(deps, own);
    await expect(cancel(deps, reference)).rejects.toMatchObject({ name: "TooLate", because: "ringing" });
    await record(held, "reached", own);
    expect((await callback(reference)).state).toBe("done");
  });

  test("is over when it is handed back: its owner may cancel again", async () => {
    const { reference } = await booked();
    await rung();
    const held = must(await takeOver(deps, { key: key(), staff: minh, reason: "lan's line broke" }));
    await handBack(deps, { ...held, staff: minh });
    expect(await cancel(deps, reference)).toMatchObject({ state: "cancelled" });
  });

  test("that had not begun hinders its owner in nothing", async () => {
    const { reference } = await booked();
    await take(deps, { key: key(), staff: lan });
    await takeOver(deps, { key: key(), staff: minh, reason: "lan is at lunch" });
    expect(await cancel(deps, reference)).toMatchObject({ state: "cancelled" });
  });
});

describe("a slot that moves between two reads of one piece of work", () => {
  test("is worked out again: two seats given back do not undo a closing", async () => {
    await writeRows(deps, slotsWith({ [three]: 3 }));
    const [first, second] = [await booked(), await bookedAt(three)];
    expect([first.slotId, second.slotId]).toEqual([three, three]);
    const held = await rung();

    // The seat that is given back first is worked out from what is read last, and between both reads the slot is closed.
    const [asked, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let reads = 0;
    const findCallback: Deps["store"]["findCallback"] = async (reference, now) => {
      if (reference === second.reference) await asked.promise;
      return deps.store.findCallback(reference, now);
    };
    const findSlot: Deps["store"]["findSlot"] = async (id) => {
      reads += 1;
      const nth = reads;
      if (nth === 1) {
        asked.resolve();
        await closed.promise;
      }
      const slot = await deps.store.findSlot(id);
      if (nth === 2) {
        await deps.store.write([{ what: "slot", before: slot, after: closedSlot(slot, shared.now(), true) }], shared.now());
        closed.resolve();
      }
      return slot;
    };
    await recordCall({ ...deps, store: { ...deps.store, findCallback, findSlot } }, { ...held, staff: lan, outcome: "wrongNumber", note: "", voicemail: false });
    expect(await deps.store.findSlot(three)).toMatchObject({ closed: true, taken: 0 });
    expect(seatsBySlot(await allRows(world, "hotline"))[three]).toEqual({ counter: 0, rows: 0, callbacks: 0, capacity: 3 });
    expect([(await callback(first.reference)).state, (await callback(second.reference)).state]).toEqual(["closed", "closed"]);
  });

  test("and others writing the same rows for longer than one try lasts are waited for", async () => {
    await writeRows(deps, slotsWith({ [three]: 1 }));
    const { answer } = await withFault(world.client, { command: "TransactWriteItemsCommand", times: 6, error: transactionConflict }, () => bookedAt(three));
    expect(answer.slotId).toBe(three);
    expect(seatsBySlot(await allRows(world, "hotline"))[three]).toMatchObject({ counter: 1, rows: 1, callbacks: 1 });
  });
});

describe("a caller whose row has outlived its time", () => {
  test.each(["askedNotToCall", "wrongNumber"] as const)("is nobody we know (%s), and can book and be rung like anybody", async (outcome) => {
    await booked();
    await call(outcome);
    const kept = await caller();
    shared.forward(30 * minutes(24 * 60) - 1_000);
    expect(await caller()).toEqual(kept);
    shared.forward(2_000);
    // The table removes it some days later.
    expect((await allRows(world, "hotline")).filter(({ sk }) => sk === "CALLER")).toHaveLength(1);
    expect(await caller()).toEqual({ ...newCaller(key(), kept.maskedPhone), version: kept.version });
    expect([await take(deps, { key: key(), staff: lan }), await takeOver(deps, { key: key(), staff: lan, reason: "why not" })]).toEqual([null, null]);

    const { reference } = await booked();
    const row = (await allRows(world, "hotline")).find(({ sk }) => sk === "CALLER");
    expect(row).toMatchObject({ version: kept.version + 1, asked: { count: 1 } });
    for (const name of ["askedNotToCallAt", "wrongNumberAt", "expiresAtSeconds"]) expect(row).not.toHaveProperty(name);
    expect((await callback(reference)).state).toBe("waiting");
    const held = must(await takeNext(deps, lan));
    expect((await ring(deps, { ...held, staff: lan })).phone).toBe(phone);
  });
});

describe("a text that we begin", () => {
  const mornings = { ...contact, hours: ["morning" as const] };
  /** What reaches the phone once everything due has been looked at, oldest first. */
  let bodies: string[] = [];
  const sent = async (): Promise<string[]> => {
    const route = routeOf(async ({ body }) => ({ outcome: "handed", routeMessageId: String(bodies.push(body)) }));
    await sweep(senderOn({ client: world.client, table: world.names.messages, routes: [route], log: shared.deps.log, now: shared.now, pause: shared.pause }));
    return bodies;
  };
  const sentBy = async (instant: string) => {
    shared.moveTo(instant);
    return sent();
  };
  const saying = (...names: TemplateName[]) => names.map((name) => expect.stringMatching(wordsOf(name, "vi")));
  const promised = async () => (await promisedRows(world)).filter(mayStillCome).map(({ template }) => template).toSorted();
  beforeEach(() => {
    bodies = [];
  });

  test("after a missed call leaves at once in a safe hour", async () => {
    await booked({ contact: mornings });
    await sent();
    await call("noAnswer");
    expect(await sent()).toEqual(saying("callSoon", "callMissed"));
  });

  test("after a missed call is promised in the same write once the safe hours are over, and waits for the next", async () => {
    await booked({ contact: mornings });
    expect(await sent()).toEqual(saying("callSoon"));
    shared.moveTo("2026-11-23T04:58:00.000Z");
    const held = await rung();
    shared.forward(minutes(5));
    expect(await record(held, "noAnswer")).toMatchObject({ rests: false });
    expect(await promised()).toEqual(["callMissed"]);
    expect(await sent()).toEqual(saying("callSoon"));
    expect(await sentBy("2026-11-24T00:59:59.000Z")).toEqual(saying("callSoon"));
    expect(await sentBy("2026-11-24T01:00:00.000Z")).toEqual(saying("callSoon", "callMissed"));
  });

  test("after a missed call never comes once they were reached meanwhile", async () => {
    await booked({ contact: mornings });
    await sent();
    shared.moveTo("2026-11-23T04:58:00.000Z");
    const held = await rung();
    shared.forward(minutes(5));
    await record(held, "technical");
    shared.moveTo("2026-11-24T01:00:00.000Z");
    await call("busy");
    expect(await promised()).toEqual(["callMissed"]);
    shared.forward(minutes(30));
    await call("reached");
    expect(await promised()).toEqual([]);
    expect(await sent()).toEqual(saying("callSoon"));
    expect((await promisedRows(world)).find(({ template }) => template === "callMissed")).toMatchObject({ state: "stopped", withdrawn: "ended", because: "ended", attempts: 0 });
  });

  test("after a promised time outside the safe hours was missed waits for a safe one", async () => {
    const evening = "2026-11-23T18:30";
    await writeRows(deps, slotsWith({ [evening]: 1 }));
    await bookedAt(evening, { contact: mornings });
    await sent();
    shared.moveTo("2026-11-23T11:35:00.000Z");
    await call("noAnswer");
    expect(await promised()).toContain("callMissed");
    expect(await sent()).toEqual(saying("booked"));
    expect(await sentBy("2026-11-24T01:00:00.000Z")).toEqual(saying("booked", "callMissed"));
  });

  test("about a slot closed at night waits for the next safe hour; nobody rings before the time that was promised is over", async () => {
    await writeRows(deps, slotsWith({ [wednesday]: 1 }));
    const { reference } = await bookedAt(wednesday);
    await sent();
    shared.moveTo("2026-11-23T15:30:00.000Z");
    expect(await closeSlots(deps, { date: "2026-11-25", staff: lan, reason: "flood" })).toEqual({ slots: 1, texted: 1, toCall: 0 });
    expect(await promised()).toEqual(["callOffer"]);
    expect(await sent()).toEqual(saying("booked"));
    expect(await sentBy("2026-11-24T01:00:00.000Z")).toEqual(saying("booked", "callOffer"));
    expect(await entryOf(reference)).toMatchObject({ turn: "slotClosed", dueAt: "2026-11-25T02:00:00.000Z" });
  });

  test("about a slot closed at night is made not at all when no safe hour is left before that time: they are rung instead", async () => {
    await writeRows(deps, slotsWith({ [wednesday]: 1 }));
    const { reference } = await bookedAt(wednesday, { contact: { ...contact, hours: ["evening"] } });
    await sent();
    shared.moveTo("2026-11-24T15:30:00.000Z");
    expect(await closeSlots(deps, { date: "2026-11-25", staff: lan, reason: "flood" })).toEqual({ slots: 1, texted: 0, toCall: 1 });
    expect(await promised()).toEqual([]);
    expect(await entryOf(reference)).toMatchObject({ turn: "slotClosed", dueAt: "2026-11-25T10:00:00.000Z" });
  });
});
