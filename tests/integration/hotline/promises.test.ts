import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { book } from "../../../functions/hotline/book.ts";
import { cancel, move } from "../../../functions/hotline/change.ts";
import { closeSlots } from "../../../functions/hotline/close-slots.ts";
import type { Deps } from "../../../functions/hotline/deps.ts";
import { recordCall } from "../../../functions/hotline/record-call.ts";
import { ring } from "../../../functions/hotline/ring.ts";
import { putShift } from "../../../functions/hotline/roster.ts";
import { take } from "../../../functions/hotline/take.ts";
import { send } from "../../../functions/messages/send.ts";
import { createMessageStore } from "../../../functions/messages/store.ts";
import { safeHours } from "../../../shared/contact/safe-contact.ts";
import type { CallbackRequest } from "../../../shared/hotline/callback.ts";
import type { Outcome } from "../../../shared/hotline/ladder.ts";
import { tellingWordsIn } from "../../support/neutral-words.ts";
import { allRows, callerPhone, callRequest, counsellor, emptyHotline, hotlineOf, mondayMorning, newKey, seatsBySlot, shiftOn, slotsWith, timeRequest, writeRows } from "../../support/hotline.ts";
import { callsDuring, cutOff, denied, throttled, transactionConflict, withFault, type Fault } from "../../support/table-calls.ts";
import { startWorld, type Row, type World } from "../../support/world.ts";

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
  await writeRows(deps, slotsWith({ "2026-11-23T10:00": 2, "2026-11-23T15:00": 2, "2026-11-25T09:00": 2 }));
});

const staff = counsellor(1);
const booked = async (request: CallbackRequest, idempotencyKey = newKey()) => (await book(deps, { request, idempotencyKey })).receipt;
const byKey = (rows: readonly Row[]): Row[] => rows.toSorted((a, b) => `${a.pk} ${a.sk}`.localeCompare(`${b.pk} ${b.sk}`, "en"));
const everything = async () => ({ hotline: byKey(await allRows(world, "hotline")), messages: byKey(await allRows(world, "messages")) });
const messages = () => allRows(world, "messages");

/** Somebody held and rung; the counsellor is about to write down how it went. */
async function onThePhone(request = callRequest()): Promise<{ key: string; leaseId: string }> {
  const { reference } = await booked(request);
  const callback = await deps.store.findCallback(reference, shared.now());
  const held = await take(deps, { key: callback?.callerKey ?? "", staff });
  if (!held) throw new Error("they wait");
  await ring(deps, { ...held, staff });
  return held;
}
const recorded = (held: { key: string; leaseId: string }, outcome: Outcome = "noAnswer") => recordCall(deps, { ...held, staff, outcome, note: "a note", voicemail: false });

/** Each verb: what comes before it, what is done, and what must be true exactly once when it is done. */
type Verb = { verb: string; prepare: () => Promise<() => Promise<unknown>>; done: (rows: { hotline: Row[]; messages: Row[] }) => unknown; once: unknown };
const ofKind = (rows: readonly Row[], sk: string): Row[] => rows.filter((row) => row.sk.split("#")[0] === sk);
const templates = (rows: readonly Row[]): unknown[] => rows.map(({ template }) => template).toSorted();
const events = (rows: readonly Row[], type: string): number => ofKind(rows, "EVENT").filter((row) => row.type === type).length;

const verbs: Verb[] = [
  {
    verb: "booking a time",
    prepare: async () => {
      const key = newKey();
      return () => booked(timeRequest("2026-11-23T10:00"), key);
    },
    done: ({ hotline, messages: texts }) => ({ callbacks: ofKind(hotline, "CALLBACK").length, seats: ofKind(hotline, "SEAT").length, events: events(hotline, "booked"), texts: templates(texts) }),
    once: { callbacks: 1, seats: 1, events: 1, texts: ["callBooked"] },
  },
  {
    verb: "asking to be rung as soon as possible",
    prepare: async () => {
      const key = newKey();
      return () => booked(callRequest(), key);
    },
    done: ({ hotline, messages: texts }) => ({ callbacks: ofKind(hotline, "CALLBACK").length, seats: ofKind(hotline, "SEAT").length, events: events(hotline, "booked"), texts: templates(texts) }),
    once: { callbacks: 1, seats: 1, events: 1, texts: ["callSoon"] },
  },
  {
    verb: "moving",
    prepare: async () => {
      const { reference } = await booked(timeRequest("2026-11-23T10:00"));
      return () => move(deps, { reference, to: "2026-11-23T15:00" });
    },
    done: ({ hotline, messages: texts }) => ({ seats: ofKind(hotline, "SEAT").map(({ slotId }) => slotId), events: events(hotline, "moved"), texts: templates(texts) }),
    once: { seats: ["2026-11-23T15:00"], events: 1, texts: ["callBooked", "callBooked"] },
  },
  {
    verb: "cancelling",
    prepare: async () => {
      const { reference } = await booked(timeRequest("2026-11-23T10:00"));
      return () => cancel(deps, reference);
    },
    done: ({ hotline, messages: texts }) => ({ state: ofKind(hotline, "CALLBACK").map(({ state }) => state), seats: ofKind(hotline, "SEAT").length, events: events(hotline, "cancelled"), texts: templates(texts) }),
    once: { state: ["cancelled"], seats: 0, events: 1, texts: ["callBooked", "callCancelled"] },
  },
  {
    verb: "writing a call down",
    prepare: async () => {
      const held = await onThePhone();
      return () => recorded(held);
    },
    done: ({ hotline, messages: texts }) => ({
      attempts: ofKind(hotline, "CALLER").map(({ attempts }) => (attempts as unknown[]).length),
      leases: ofKind(hotline, "CALLER").filter(({ lease }) => lease).length,
      calls: events(hotline, "call"),
      texts: templates(texts),
    }),
    once: { attempts: [1], leases: 0, calls: 1, texts: ["callMissed", "callSoon"] },
  },
  {
    verb: "closing a slot",
    prepare: async () => {
      await booked(timeRequest("2026-11-23T15:00"));
      return () => closeSlots(deps, { date: "2026-11-23", slotIds: ["2026-11-23T15:00"], staff, reason: "flood" });
    },
    done: ({ hotline, messages: texts }) => ({
      closed: ofKind(hotline, "SLOT").filter(({ closed }) => closed).map(({ id }) => id),
      seats: ofKind(hotline, "SEAT").length,
      events: events(hotline, "slotClosed"),
      texts: templates(texts),
    }),
    once: { closed: ["2026-11-23T15:00"], seats: 0, events: 1, texts: ["callBooked", "callOffer"] },
  },
  {
    verb: "putting a shift into the roster",
    prepare: async () => () => putShift(deps, shiftOn("2026-11-26", { from: "09:00", to: "10:00" })),
    done: ({ hotline }) => ({ shifts: ofKind(hotline, "SHIFT").length, slots: ofKind(hotline, "SLOT").flatMap(({ id, capacity }) => (String(id).startsWith("2026-11-26") ? [capacity] : [])) }),
    once: { shifts: 1, slots: [2, 2] },
  },
];

const fault = (change: Pick<Fault, "times" | "error"> & Partial<Fault>): Fault => ({ command: "TransactWriteItemsCommand", ...change });
const seatsAgree = async () => {
  for (const [id, said] of Object.entries(seatsBySlot(await allRows(world, "hotline")))) expect({ id, ...said }).toMatchObject({ rows: said.counter, callbacks: said.counter });
};

describe.each(verbs)("$verb", ({ prepare, done, once }) => {
  test("is done once, and the seats agree", async () => {
    const run = await prepare();
    await run();
    expect(done(await everything())).toEqual(once);
    await seatsAgree();
  });

  test.for([
    { what: "throttling", error: throttled, times: 1 },
    { what: "a collision with another write", error: transactionConflict, times: 2 },
  ])("waits $what out", async ({ error, times }) => {
    const run = await prepare();
    await withFault(world.client, fault({ times, error }), run);
    expect(done(await everything())).toEqual(once);
    await seatsAgree();
  });

  test.for([
    { what: "a collision that does not end", error: transactionConflict },
    { what: "a connection that is cut off", error: cutOff },
    { what: "an error that repeating does not help", error: denied },
  ])("leaves nothing half written under $what, and done again is done once", async ({ error }) => {
    const run = await prepare();
    const before = await everything();
    await expect(withFault(world.client, fault({ times: 200, error }), run)).rejects.toMatchObject({ name: error().name });
    expect(await everything()).toEqual(before);
    await run();
    expect(done(await everything())).toEqual(once);
    await seatsAgree();
  });

  test("is done once when the answer is lost and asked for again", async () => {
    const run = await prepare();
    await withFault(world.client, fault({ times: 1, error: cutOff, afterwards: true }), run);
    expect(done(await everything())).toEqual(once);
    await seatsAgree();
  });

  test("is done once when it was written and no answer ever came, and is then done again", async () => {
    const run = await prepare();
    await expect(withFault(world.client, fault({ times: 200, error: cutOff, afterwards: true }), run)).rejects.toThrow("socket hang up");
    await run();
    expect(done(await everything())).toEqual(once);
    await seatsAgree();
  });
});

test("throttling that does not end books nothing, and pressing again books once", async () => {
  const idempotencyKey = newKey();
  const before = await everything();
  await expect(withFault(world.client, fault({ times: 200, error: throttled }), () => booked(timeRequest("2026-11-23T10:00"), idempotencyKey))).rejects.toMatchObject({ name: throttled().name });
  expect(await everything()).toEqual(before);
  await booked(timeRequest("2026-11-23T10:00"), idempotencyKey);
  expect(ofKind(await allRows(world, "hotline"), "CALLBACK")).toHaveLength(1);
});

describe("closing many slots, cut off in the middle", () => {
  test("leaves each person told or untold, never half; done again tells the rest, and nobody twice", async () => {
    const people = [];
    for (let n = 0; n < 4; n += 1) people.push(await booked(timeRequest(n < 2 ? "2026-11-23T10:00" : "2026-11-23T15:00", { phone: callerPhone(n) })));
    const close = () => closeSlots(deps, { date: "2026-11-23", staff, reason: "flood" });
    await expect(withFault(world.client, fault({ times: 200, pass: 4, error: cutOff }), close)).rejects.toThrow("socket hang up");
    await seatsAgree();
    const toldFirst = (await messages()).filter(({ template }) => template === "callOffer").length;
    expect(toldFirst).toBe(2);
    expect(await close()).toMatchObject({ texted: 2 });
    await seatsAgree();
    const offers = (await messages()).filter(({ template }) => template === "callOffer");
    expect(new Set(offers.map(({ to }) => to)).size).toBe(people.length);
    expect(offers).toHaveLength(people.length);
    expect(await close()).toMatchObject({ texted: 0, toCall: 0 });
  });
});

describe("one write", () => {
  test("a booking is one transaction of at most nine rows, its text among them", async () => {
    const { calls } = await callsDuring(world.client, () => booked(timeRequest("2026-11-23T10:00")));
    const writes = calls.filter(({ command }) => command.startsWith("Transact"));
    expect(writes).toHaveLength(1);
    expect(writes[0]?.rows.toSorted()).toEqual(
      [
        "Put hotline CALLBACK CALLBACK",
        "Put hotline CALLER CALLER",
        "Put hotline CALLER EVENT",
        "Put hotline CALLER PHONE",
        "Put hotline DAY SEAT",
        "Put hotline DAY SLOT",
        "Put hotline IDEMPOTENCY IDEMPOTENCY",
        "Put hotline LINK LINK",
        "Put messages MESSAGE MESSAGE",
      ].toSorted(),
    );
  });
});

describe("the same key", () => {
  test("pressed twenty times at once gives one callback, one seat and one text; everybody sees the same receipt", async () => {
    const idempotencyKey = newKey();
    const all = await Promise.all(Array.from({ length: 20 }, () => book(deps, { request: timeRequest("2026-11-23T10:00"), idempotencyKey })));
    expect(new Set(all.map(({ receipt: { reference, changeCode, slotId }, token }) => JSON.stringify([reference, changeCode, slotId, token]))).size).toBe(1);
    expect(all.filter(({ outcome }) => outcome === "received")).toHaveLength(1);
    expect(ofKind(await allRows(world, "hotline"), "CALLBACK")).toHaveLength(1);
    expect(await messages()).toHaveLength(1);
    await seatsAgree();
  });

  test("in the other language is the same request; with another time it is told that the change was not taken", async () => {
    const idempotencyKey = newKey();
    const first = await book(deps, { request: timeRequest("2026-11-23T10:00"), idempotencyKey });
    expect(await book(deps, { request: timeRequest("2026-11-23T10:00", { language: "en" }), idempotencyKey })).toMatchObject({ outcome: "repeated", token: first.token });
    expect(await book(deps, { request: timeRequest("2026-11-23T15:00"), idempotencyKey })).toMatchObject({ outcome: "changedSince", receipt: { reference: first.receipt.reference, slotId: "2026-11-23T10:00" } });
  });

  test("is forgotten after a day", async () => {
    const idempotencyKey = newKey();
    const first = await booked(callRequest(), idempotencyKey);
    shared.forward(24 * 3_600_000 + 1_000);
    expect((await booked(callRequest(), idempotencyKey)).reference).not.toBe(first.reference);
  });
});

describe("a text is promised exactly when the rule allows it", () => {
  const mornings = ["morning"] as const;
  const times = { "in a safe hour": mondayMorning, "at night": "2026-11-23T15:00:00.000Z" } as const;
  const rules = Object.keys(times).flatMap((when) =>
    (["yes", "no"] as const).flatMap((mayText) => [true, false].map((texts) => ({ when: when as keyof typeof times, mayText, texts, allowed: mayText === "yes" && texts }))),
  );
  const asking = ({ mayText, texts }: { mayText: "yes" | "no"; texts: boolean }, change: Partial<CallbackRequest> = {}) =>
    callRequest({ contact: { ...callRequest().contact, mayText, hours: [...mornings] }, consents: { ...callRequest().consents, texts }, ...change });

  test.each(rules)("$when, texts wanted “$mayText”, agreed to $texts: booking, moving and cancelling promise their texts: $allowed", async ({ when, mayText, texts, allowed }) => {
    shared.moveTo(times[when]);
    const { reference, textComing } = await booked(asking({ mayText, texts }, { way: "slot", slotId: "2026-11-25T09:00" }));
    await move(deps, { reference, to: "soon" });
    await move(deps, { reference, to: "2026-11-25T09:00" });
    await cancel(deps, reference);
    expect(textComing).toBe(allowed);
    // What somebody has just done is answered at once, at night too; “as soon as possible” is no new time to tell.
    const promised = await messages();
    expect(templates(promised)).toEqual(allowed ? ["callBooked", "callBooked", "callCancelled"] : []);
    expect(promised.filter(({ dueAt, reason }) => dueAt !== shared.now().toISOString() || reason !== "justDone")).toEqual([]);
  });

  test.each(rules)("$when, texts wanted “$mayText”, agreed to $texts: a closed slot offers another time at once if the hour is safe, or the caller is to be rung", async ({ when, mayText, texts, allowed }) => {
    shared.moveTo(times[when]);
    await booked(asking({ mayText, texts }, { way: "slot", slotId: "2026-11-25T09:00" }));
    const closed = await closeSlots(deps, { date: "2026-11-25", staff, reason: "flood" });
    const texted = allowed && when !== "at night" ? 1 : 0;
    expect(closed).toEqual({ slots: 1, texted, toCall: 1 - texted });
    const offers = (await messages()).filter(({ template }) => template === "callOffer");
    expect(offers).toHaveLength(texted);
    for (const offer of offers) expect(offer).toMatchObject({ reason: "weBegin", dueAt: mondayMorning });
  });

  test.each([
    ["noAnswer", true],
    ["busy", true],
    ["someoneElse", false],
    ["technical", false],
    ["wrongNumber", false],
    ["askedNotToCall", false],
    ["reached", false],
  ] as const)("after “%s” a neutral text follows: %s, and never for who wants none", async (outcome, follows) => {
    for (const [n, mayText] of (["yes", "no"] as const).entries()) {
      const held = await onThePhone(asking({ mayText, texts: mayText === "yes" }, { phone: callerPhone(n) }));
      await recorded(held, outcome);
    }
    const missed = (await messages()).filter(({ template }) => template === "callMissed");
    expect(missed.map(({ to }) => to)).toEqual(follows ? [callerPhone(0)] : []);
  });

  test("no text is promised about a time that has passed before it could be told", async () => {
    shared.moveTo("2026-11-25T01:20:00.000Z");
    await booked(callRequest({ way: "slot", slotId: "2026-11-25T09:00", contact: { ...callRequest().contact, hours: ["evening"] } }));
    expect(await closeSlots(deps, { date: "2026-11-25", staff, reason: "flood" })).toMatchObject({ texted: 0, toCall: 1 });
    expect(templates(await messages())).toEqual(["callBooked"]);
  });

  test("every text promised is one the catalogue can fill, says nothing telling, and goes out as one segment", async () => {
    for (const [n, language] of (["vi", "en"] as const).entries()) {
      const { reference } = await booked(timeRequest("2026-11-23T15:00", { language, phone: callerPhone(n), contact: { ...callRequest().contact, hours: [...safeHours] } }));
      await booked(callRequest({ language, phone: callerPhone(n) }));
      if (n === 0) await cancel(deps, reference);
    }
    await closeSlots(deps, { date: "2026-11-23", slotIds: ["2026-11-23T15:00"], staff, reason: "flood" });
    const promised = await messages();
    expect(new Set(promised.map(({ template }) => template))).toEqual(new Set(["callBooked", "callSoon", "callCancelled", "callOffer"]));
    const bodies = await handedOver(promised);
    expect(bodies).toHaveLength(promised.length);
    for (const body of bodies) {
      expect(body.length).toBeLessThanOrEqual(160);
      expect(tellingWordsIn(body)).toEqual([]);
      expect(body).not.toMatch(/[{}]/);
    }
  });
});

/** What a sender of this hotline's own messages hands to the phone. */
async function handedOver(promised: readonly Row[]): Promise<string[]> {
  const store = createMessageStore(world.client, world.names.messages);
  const bodies: string[] = [];
  const route = { handOver: async ({ body }: { body: string }) => ({ outcome: "handed" as const, routeMessageId: String(bodies.push(body)) }) };
  for (const { id } of promised) await send({ store, route, log: shared.deps.log, now: shared.now }, String(id));
  return bodies;
}
