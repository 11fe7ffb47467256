import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { confirm, stopTexts } from "../../../functions/hotline/answer.ts";
import { book } from "../../../functions/hotline/book.ts";
import { cancel, move } from "../../../functions/hotline/change.ts";
import { closeSlots } from "../../../functions/hotline/close-slots.ts";
import { closeAll } from "../../../functions/hotline/decide.ts";
import type { Deps } from "../../../functions/hotline/deps.ts";
import { callerKeyOf } from "../../../functions/hotline/identify.ts";
import { recordCall } from "../../../functions/hotline/record-call.ts";
import { ring } from "../../../functions/hotline/ring.ts";
import { putShift } from "../../../functions/hotline/roster.ts";
import { handBack, take } from "../../../functions/hotline/take.ts";
import { sweep } from "../../../functions/messages/sweep.ts";
import { createOutbox } from "../../../functions/platform/outbox.ts";
import { safeHours, type ContactRule } from "../../../shared/contact/safe-contact.ts";
import type { CallbackRequest } from "../../../shared/hotline/callback.ts";
import type { Outcome } from "../../../shared/hotline/ladder.ts";
import { languages } from "../../../shared/language.ts";
import { ways, type TemplateName } from "../../../shared/messages/catalogue.ts";
import { newMessage, type Message } from "../../../shared/messages/message.ts";
import { wordsOf } from "../../support/callers.ts";
import { tellingWordsIn } from "../../support/neutral-words.ts";
import { allRows, callerPhone, callRequest, counsellor, emptyHotline, hotlineOf, mayStillCome, mondayMorning, newKey, promisedRows, promisedTo, seatsBySlot, shiftOn, slotsWith, timeRequest, writeRows } from "../../support/hotline.ts";
import { messagesSeal, routeOf, senderOn } from "../../support/sender.ts";
import { callsDuring, cutOff, denied, throttled, transactionConflict, withFault, type Fault } from "../../support/table-calls.ts";
import { startWorld, type Row, type World } from "../../support/world.ts";

let shared: World;
let world: World;
let deps: Deps;
beforeAll(async () => {
  shared = await startWorld();
});
afterEach(() => vi.restoreAllMocks());
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
const messages = () => promisedRows(world);
/** What may still reach a phone, and what was taken back and why. */
const waiting = (rows: readonly Row[]): unknown[] => templates(rows.filter(mayStillCome));
const takenBack = (rows: readonly Row[]): unknown[] => rows.flatMap(({ template, withdrawn }) => (withdrawn === undefined ? [] : [`${String(template)}, ${String(withdrawn)}`])).toSorted();

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
const templates = (rows: readonly Row[]): unknown[] => ofKind(rows, "MESSAGE").map(({ template }) => template).toSorted();
/** All that is told of a call on Wednesday, booked on Monday. */
const trio = ["booked", "dayBefore", "soonBefore"];
const trioBack = (because: string): string[] => trio.map((template) => `${template}, ${because}`);
const events = (rows: readonly Row[], type: string): number => ofKind(rows, "EVENT").filter((row) => row.type === type).length;

const verbs: Verb[] = [
  {
    verb: "booking a time",
    prepare: async () => {
      const key = newKey();
      return () => booked(timeRequest("2026-11-25T09:00"), key);
    },
    done: ({ hotline, messages: texts }) => ({
      callbacks: ofKind(hotline, "CALLBACK").length,
      seats: ofKind(hotline, "SEAT").length,
      events: events(hotline, "booked"),
      links: ofKind(hotline, "LINK").map(({ byText }) => byText === true).toSorted(),
      texts: waiting(texts),
    }),
    once: { callbacks: 1, seats: 1, events: 1, links: [false, true], texts: trio },
  },
  {
    verb: "asking to be rung as soon as possible",
    prepare: async () => {
      const key = newKey();
      return () => booked(callRequest(), key);
    },
    done: ({ hotline, messages: texts }) => ({ callbacks: ofKind(hotline, "CALLBACK").length, seats: ofKind(hotline, "SEAT").length, events: events(hotline, "booked"), texts: waiting(texts) }),
    once: { callbacks: 1, seats: 1, events: 1, texts: ["callSoon"] },
  },
  {
    verb: "moving",
    prepare: async () => {
      const { reference } = await booked(timeRequest("2026-11-25T09:00"));
      return () => move(deps, { reference, to: "2026-11-23T15:00" });
    },
    done: ({ hotline, messages: texts }) => ({ seats: ofKind(hotline, "SEAT").map(({ slotId }) => slotId), events: events(hotline, "moved"), texts: waiting(texts), back: takenBack(texts) }),
    once: { seats: ["2026-11-23T15:00"], events: 1, texts: ["booked", "soonBefore"], back: trioBack("moved") },
  },
  {
    verb: "cancelling",
    prepare: async () => {
      const { reference } = await booked(timeRequest("2026-11-25T09:00"));
      return () => cancel(deps, reference);
    },
    done: ({ hotline, messages: texts }) => ({
      state: ofKind(hotline, "CALLBACK").map(({ state }) => state),
      seats: ofKind(hotline, "SEAT").length,
      events: events(hotline, "cancelled"),
      texts: waiting(texts),
      back: takenBack(texts),
    }),
    once: { state: ["cancelled"], seats: 0, events: 1, texts: ["cancelled"], back: trioBack("ended") },
  },
  {
    verb: "confirming",
    prepare: async () => {
      const { reference } = await booked(timeRequest("2026-11-25T09:00"));
      return () => confirm(deps, reference);
    },
    done: ({ hotline, messages: texts }) => ({
      confirmed: ofKind(hotline, "CALLBACK").map(({ confirmedAt }) => confirmedAt),
      events: events(hotline, "confirmed"),
      texts: waiting(texts),
      back: takenBack(texts),
    }),
    once: { confirmed: [mondayMorning], events: 1, texts: trio, back: [] },
  },
  {
    verb: "stopping all texts to a phone",
    prepare: async () => {
      const { reference } = await booked(timeRequest("2026-11-25T09:00"));
      return () => stopTexts(deps, reference, { wholePhone: true });
    },
    done: ({ hotline, messages: texts }) => ({
      seats: ofKind(hotline, "SEAT").length,
      events: events(hotline, "textsStopped"),
      stopped: ofKind(hotline, "CALLBACK").map(({ textsStopped }) => textsStopped),
      back: takenBack(texts),
      phones: ofKind(texts, "PHONE").map(({ stoppedAt }) => stoppedAt),
    }),
    once: { seats: 1, events: 1, stopped: ["phone"], back: trioBack("stopped"), phones: [mondayMorning] },
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
      texts: waiting(texts),
    }),
    once: { attempts: [1], leases: 0, calls: 1, texts: ["callMissed", "callSoon"] },
  },
  ...(["reached", "askedNotToCall"] as const).map(
    (outcome): Verb => ({
      verb: `writing down “${outcome}”`,
      prepare: async () => {
        const held = await onThePhone();
        return () => recorded(held, outcome);
      },
      done: ({ hotline, messages: texts }) => ({ state: ofKind(hotline, "CALLBACK").map(({ state }) => state), calls: events(hotline, "call"), texts: waiting(texts), back: takenBack(texts) }),
      once: { state: [outcome === "reached" ? "done" : "closed"], calls: 1, texts: [], back: ["callSoon, ended"] },
    }),
  ),
  {
    verb: "ending all that a phone has asked for",
    prepare: async () => {
      const { reference } = await booked(timeRequest("2026-11-25T09:00"));
      await booked(callRequest());
      const key = (await deps.store.findCallback(reference, shared.now()))?.callerKey ?? "";
      return () => closeAll(deps, { key, staff, reason: "agreed" });
    },
    done: ({ hotline, messages: texts }) => ({
      state: ofKind(hotline, "CALLBACK").map(({ state }) => state),
      seats: ofKind(hotline, "SEAT").length,
      events: events(hotline, "closed"),
      texts: waiting(texts),
      back: takenBack(texts),
    }),
    once: { state: ["closed", "closed"], seats: 0, events: 1, texts: [], back: ["booked, ended", "callSoon, ended", "dayBefore, ended", "soonBefore, ended"] },
  },
  {
    verb: "closing a slot",
    prepare: async () => {
      await booked(timeRequest("2026-11-25T09:00"));
      return () => closeSlots(deps, { date: "2026-11-25", slotIds: ["2026-11-25T09:00"], staff, reason: "flood" });
    },
    done: ({ hotline, messages: texts }) => ({
      closed: ofKind(hotline, "SLOT").filter(({ closed }) => closed).map(({ id }) => id),
      seats: ofKind(hotline, "SEAT").length,
      events: events(hotline, "slotClosed"),
      texts: waiting(texts),
      back: takenBack(texts),
    }),
    once: { closed: ["2026-11-25T09:00"], seats: 0, events: 1, texts: ["callOffer"], back: trioBack("slotClosed") },
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
    // What many tries come to is looked at here, not how long they take: the pauses between them, half of which is chance, add up to none.
    const chance = vi.spyOn(Math, "random").mockReturnValue(-1);
    await expect(withFault(world.client, fault({ times: 200, error }), run)).rejects.toMatchObject({ name: error().name });
    chance.mockRestore();
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
    expect(offers.map((row) => promisedTo(row, shared.now())).toSorted()).toEqual(people.map((_, n) => callerPhone(n)));
    expect(await close()).toMatchObject({ texted: 0, toCall: 0 });
  });
});

describe("one write", () => {
  test("a booking is one transaction of at most thirteen rows, its texts and the way back from them among them", async () => {
    const { calls } = await callsDuring(world.client, () => booked(timeRequest("2026-11-25T09:00")));
    const writes = calls.filter(({ command }) => command.startsWith("Transact"));
    expect(writes).toHaveLength(1);
    expect(writes[0]?.rows.toSorted()).toEqual(
      [
        "Put hotline CALLBACK CALLBACK",
        "Put hotline CALLER CALLER",
        "Put hotline CALLER CHAIN",
        "Put hotline CALLER EVENT",
        "Put hotline CALLER PHONE",
        "Put hotline DAY SEAT",
        "Put hotline DAY SLOT",
        "Put hotline IDEMPOTENCY IDEMPOTENCY",
        "Put hotline LINK LINK",
        "Put hotline LINK LINK",
        "Put messages HOTLINE MESSAGE",
        "Put messages HOTLINE MESSAGE",
        "Put messages HOTLINE MESSAGE",
      ].toSorted(),
    );
  });

  const ends: { what: string; during: () => Promise<() => Promise<unknown>>; back: number; promised: number }[] = [
    { what: "moving", during: async () => ((reference) => () => move(deps, { reference, to: "2026-11-23T15:00" }))((await booked(timeRequest("2026-11-25T09:00"))).reference), back: 3, promised: 2 },
    { what: "moving to as soon as possible", during: async () => ((reference) => () => move(deps, { reference, to: "soon" }))((await booked(timeRequest("2026-11-25T09:00"))).reference), back: 3, promised: 0 },
    { what: "cancelling", during: async () => ((reference) => () => cancel(deps, reference))((await booked(timeRequest("2026-11-25T09:00"))).reference), back: 3, promised: 1 },
    {
      what: "closing a slot",
      during: async () => {
        await booked(timeRequest("2026-11-25T09:00"));
        return () => closeSlots(deps, { date: "2026-11-25", staff, reason: "flood" });
      },
      back: 3,
      promised: 1,
    },
    ...(["reached", "wrongNumber", "askedNotToCall"] as const).map((outcome) => ({
      what: `writing down “${outcome}”`,
      during: async () => {
        const held = await onThePhone();
        return () => recorded(held, outcome);
      },
      back: 1,
      promised: 0,
    })),
  ];
  test.each(ends)("$what takes back $back and promises $promised in the very write that changes the callback", async ({ during, back, promised }) => {
    const run = await during();
    const { calls } = await callsDuring(world.client, run);
    const rows = calls.filter(({ rows: all }) => all.some((row) => row.includes(" messages "))).map(({ command, rows: all }) => ({ command, rows: all }));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.command).toBe("TransactWriteItemsCommand");
    const count = (kind: string): number => (rows[0]?.rows ?? []).filter((row) => row === kind).length;
    expect({ callback: count("Put hotline CALLBACK CALLBACK"), caller: count("Put hotline CALLER CALLER"), back: count("Update messages HOTLINE MESSAGE"), promised: count("Put messages HOTLINE MESSAGE") }).toEqual({ callback: 1, caller: 1, back, promised });
  });

  test("stopping texts takes back what waits about it, and stops the phone, in one", async () => {
    const { reference } = await booked(timeRequest("2026-11-25T09:00"));
    await booked(callRequest());
    const { calls } = await callsDuring(world.client, () => stopTexts(deps, reference, { wholePhone: true }));
    const writes = calls.filter(({ command }) => command.startsWith("Transact") || command.startsWith("Update"));
    expect(writes).toHaveLength(1);
    expect(writes[0]?.rows.toSorted()).toEqual(
      ["Put hotline CALLBACK CALLBACK", "Put hotline CALLER CALLER", "Put hotline CALLER CHAIN", "Put hotline CALLER EVENT", ...Array.from({ length: 3 }, () => "Update messages HOTLINE MESSAGE"), "Update messages PHONE PHONE"].toSorted(),
    );
  });
});

describe("the same key", () => {
  test("pressed twenty times at once gives one callback, one seat and each text once; everybody sees the same receipt", async () => {
    const idempotencyKey = newKey();
    const all = await Promise.all(Array.from({ length: 20 }, () => book(deps, { request: timeRequest("2026-11-25T09:00"), idempotencyKey })));
    expect(new Set(all.map(({ receipt: { reference, changeCode, slotId }, token }) => JSON.stringify([reference, changeCode, slotId, token]))).size).toBe(1);
    expect(all.filter(({ outcome }) => outcome === "received")).toHaveLength(1);
    expect(ofKind(await allRows(world, "hotline"), "CALLBACK")).toHaveLength(1);
    expect(templates(await messages())).toEqual(trio);
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
    expect(textComing).toBe(allowed);
    const dues = async () => Object.fromEntries((await messages()).filter(mayStillCome).map(({ template, dueAt, notAfter, reason, lane }) => [template, { dueAt, notAfter, reason, lane }]));
    // What somebody has just done is due at once, at night too, and waits for the sender to let it go; reminders have times of their own.
    const told = {
      booked: { dueAt: times[when], notAfter: "2026-11-25T02:00:00.000Z", reason: "justDone", lane: "notice" },
      dayBefore: { dueAt: "2026-11-24T02:00:00.000Z", notAfter: "2026-11-24T22:00:00.000Z", reason: "weBegin", lane: "reminder" },
      soonBefore: { dueAt: "2026-11-25T01:00:00.000Z", notAfter: "2026-11-25T01:50:00.000Z", reason: "weBegin", lane: "reminder" },
    };
    expect(await dues()).toEqual(allowed ? told : {});
    // “As soon as possible” is no new time to tell.
    await move(deps, { reference, to: "soon" });
    expect(await dues()).toEqual({});
    await move(deps, { reference, to: "2026-11-25T09:00" });
    expect(await dues()).toEqual(allowed ? told : {});
    await cancel(deps, reference);
    expect(await dues()).toEqual(allowed ? { cancelled: { dueAt: times[when], notAfter: new Date(Date.parse(times[when]) + 24 * 3_600_000).toISOString(), reason: "justDone", lane: "notice" } } : {});
    expect(takenBack(await messages())).toEqual(allowed ? [...trioBack("moved"), ...trioBack("ended")].toSorted() : []);
  });

  test.each(rules)("$when, texts wanted “$mayText”, agreed to $texts: a closed slot offers another time at the next safe hour: $allowed; else the caller is to be rung", async ({ when, mayText, texts, allowed }) => {
    shared.moveTo(times[when]);
    await booked(asking({ mayText, texts }, { way: "slot", slotId: "2026-11-25T09:00" }));
    const closed = await closeSlots(deps, { date: "2026-11-25", staff, reason: "flood" });
    const texted = allowed ? 1 : 0;
    expect(closed).toEqual({ slots: 1, texted, toCall: 1 - texted });
    const offers = (await messages()).filter(({ template }) => template === "callOffer");
    expect(offers).toHaveLength(texted);
    for (const offer of offers) expect(offer).toMatchObject({ reason: "weBegin", dueAt: times[when], notAfter: "2026-11-25T02:00:00.000Z" });
    const leaves = when === "at night" ? "2026-11-24T01:00:00.000Z" : mondayMorning;
    shared.moveTo(new Date(Date.parse(leaves) - 1).toISOString());
    const early = await reaching();
    shared.moveTo(leaves);
    expect([early, await reaching()]).toEqual([[], Array.from({ length: texted }, () => expect.stringMatching(wordsOf("callOffer", "vi")))]);
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
    expect(missed.map((row) => promisedTo(row, shared.now()))).toEqual(follows ? [callerPhone(0)] : []);
  });

  test("no text is promised about a time that has passed before it could be told", async () => {
    shared.moveTo("2026-11-25T01:20:00.000Z");
    await booked(callRequest({ way: "slot", slotId: "2026-11-25T09:00", contact: { ...callRequest().contact, hours: ["evening"] } }));
    expect(await closeSlots(deps, { date: "2026-11-25", staff, reason: "flood" })).toMatchObject({ texted: 0, toCall: 1 });
    expect(await messages()).toEqual([]);
  });

  test.each(languages.flatMap((language) => ways.map((way) => ({ language, way }))))("in $language, leading back by a $way, every text there is reaches its phone: filled, nothing telling, one segment", async ({ language, way }) => {
    deps = { ...deps, way };
    const at = (n: number, slotId: string): CallbackRequest => timeRequest(slotId, { language, phone: callerPhone(n), contact: { ...callRequest().contact, hours: [...safeHours] } });
    await booked(at(0, "2026-11-25T09:00"));
    await cancel(deps, (await booked(at(1, "2026-11-23T15:00"))).reference);
    await booked(at(2, "2026-11-23T15:00"));
    await closeSlots(deps, { date: "2026-11-23", slotIds: ["2026-11-23T15:00"], staff, reason: "flood" });
    await booked(callRequest({ language, phone: callerPhone(3) }));
    await recorded(await onThePhone(callRequest({ language, phone: callerPhone(4) })));
    await cancel(deps, (await booked(callRequest({ language, phone: callerPhone(5) }))).reference);
    const bodies: string[] = [];
    for (const instant of [mondayMorning, "2026-11-24T02:00:00.000Z", "2026-11-25T01:00:00.000Z"]) {
      shared.moveTo(instant);
      bodies.push(...(await reaching()));
    }
    const every = ["booked", "dayBefore", "soonBefore", "cancelled", "callCancelled", "callOffer", "callSoon", "callSoon", "callMissed"] as const;
    expect(bodies).toHaveLength(every.length);
    for (const template of every) expect(bodies).toContainEqual(expect.stringMatching(wordsOf(template, language, way)));
    expect((await messages()).filter(mayStillCome)).toEqual([]);
    for (const body of bodies) {
      expect(body.length).toBeLessThanOrEqual(160);
      expect(tellingWordsIn(body)).toEqual([]);
      expect(body).not.toMatch(/[{}]|[^ -~]/);
    }
  });
});

describe("texts that wait", () => {
  const phone = callerPhone(20);
  const wednesday = "2026-11-25T09:00";
  const answers = (change: Partial<CallbackRequest["contact"]>): Partial<CallbackRequest> => ({ phone, contact: { ...callRequest().contact, ...change }, consents: { ...callRequest().consents, texts: change.mayText !== "no" } });
  const rulesOf = async (reference?: string) => {
    const rows = (await messages()).filter(mayStillCome);
    return rows.filter(({ id }) => reference === undefined || own.get(String(id)) === reference).map(({ contact }) => contact as ContactRule);
  };
  /** Whose each text is, by what the caller's row says. */
  let own: Map<string, string>;
  const callerNow = async () => {
    const caller = await deps.store.findCaller(callerKeyOf(deps, phone), shared.now());
    own = new Map(caller?.texts.map(({ id, reference }) => [id, reference]));
    return caller;
  };
  const at = async (instant: string) => {
    shared.moveTo(instant);
    return reaching();
  };
  const saying = (...names: TemplateName[]) => names.map((name) => expect.stringMatching(wordsOf(name, "vi")));

  test("follow the hours of whatever the phone asks for later", async () => {
    await booked(timeRequest(wednesday, answers({})));
    expect(await at(mondayMorning)).toEqual(saying("booked"));
    shared.forward(60_000);
    await booked(callRequest(answers({ hours: ["evening"] })));
    expect(await reaching()).toEqual([]);
    expect(await at("2026-11-23T10:00:00.000Z")).toEqual(saying("callSoon"));
    expect(new Set((await rulesOf()).map(({ hours }) => hours.join()))).toEqual(new Set(["evening"]));
    expect(await at("2026-11-24T02:00:00.000Z")).toEqual([]);
    expect(await at("2026-11-24T10:00:00.000Z")).toEqual(saying("dayBefore"));
  });

  test("stop at a “no” under whatever the phone asks for later, and go on once that is over", async () => {
    await booked(timeRequest(wednesday, answers({})));
    expect(await reaching()).toEqual(saying("booked"));
    const { reference } = await booked(timeRequest("2026-11-23T15:00", answers({ mayText: "no" })));
    expect(new Set((await rulesOf()).map(({ mayText, textsAgreed }) => `${mayText} ${textsAgreed}`))).toEqual(new Set(["no false"]));
    await cancel(deps, reference);
    expect(new Set((await rulesOf()).map(({ mayText, textsAgreed }) => `${mayText} ${textsAgreed}`))).toEqual(new Set(["yes true"]));
    expect(await at("2026-11-24T02:00:00.000Z")).toEqual(saying("dayBefore"));
  });

  test("that are due under a “no” are stopped for good, and nobody is asked to call instead", async () => {
    await booked(timeRequest(wednesday, answers({})));
    await booked(callRequest(answers({ mayText: "no" })));
    for (const instant of [mondayMorning, "2026-11-24T02:00:00.000Z", "2026-11-25T01:00:00.000Z"]) expect(await at(instant)).toEqual([]);
    const stopped = await messages();
    expect(stopped.map(({ state, because, attempts }) => ({ state, because, attempts }))).toEqual(trio.map(() => ({ state: "stopped", because: "textsNotWanted", attempts: 0 })));
    for (const row of stopped) for (const gone of ["sealed", "dueShard", "callInstead"]) expect(row).not.toHaveProperty(gone);
  });

  test("are told apart: what is taken back is of the request that moved, and nothing else", async () => {
    const [first, second] = [await booked(timeRequest(wednesday, answers({}))), await booked(timeRequest("2026-11-23T15:00", answers({})))];
    await move(deps, { reference: second.reference, to: wednesday });
    await callerNow();
    const kept = (await messages()).filter(mayStillCome);
    expect(templates(kept.filter(({ id }) => own.get(String(id)) === first.reference))).toEqual(trio);
    expect(templates(kept.filter(({ id }) => own.get(String(id)) === second.reference))).toEqual(trio);
    expect(takenBack(await messages())).toEqual(["booked, moved", "soonBefore, moved"]);
  });

  test("of what was cancelled before are taken back too once the phone wants no calls, or was the wrong one", async () => {
    for (const [n, outcome] of (["askedNotToCall", "wrongNumber"] as const).entries()) {
      const { reference } = await booked(timeRequest(wednesday, { phone: callerPhone(30 + n) }));
      const held = await onThePhone(callRequest({ phone: callerPhone(30 + n) }));
      // Handed back, it is the owner's to cancel; and then rung again.
      await handBack(deps, { ...held, staff });
      await cancel(deps, reference);
      expect(waiting(await messages())).toEqual(["callSoon", "cancelled"]);
      const again = await take(deps, { key: held.key, staff });
      await ring(deps, { key: held.key, leaseId: again?.leaseId ?? "", staff });
      await recorded({ key: held.key, leaseId: again?.leaseId ?? "" }, outcome);
      expect((await messages()).filter(mayStillCome)).toEqual([]);
    }
  });

  test("of a request that comes to rest are taken back, but the last, which says so", async () => {
    await booked(callRequest({ phone }));
    const key = callerKeyOf(deps, phone);
    for (let again: string | undefined = mondayMorning; again; ) {
      shared.moveTo(again);
      const held = await take(deps, { key, staff });
      if (!held) throw new Error("they wait");
      await ring(deps, { ...held, staff });
      ({ again } = await recorded(held));
    }
    expect(takenBack(await messages())).toEqual(["callMissed, missed", "callMissed, missed", "callSoon, missed"]);
    expect(waiting(await messages())).toEqual(["callMissed"]);
  });

  test("of a cancelled request stay true when another request of the phone ends", async () => {
    shared.moveTo("2026-11-23T15:00:00.000Z");
    const [first, second] = [await booked(timeRequest(wednesday, answers({}))), await booked(callRequest(answers({})))];
    await cancel(deps, first.reference);
    await move(deps, { reference: second.reference, to: wednesday });
    await cancel(deps, second.reference);
    expect(waiting(await messages())).toEqual(["cancelled", "cancelled"]);
    // The same words come once a day.
    expect(await at("2026-11-24T01:00:00.000Z")).toEqual(saying("cancelled"));
  });

  test("stop with all else to a phone whose owner says so, in whatever is promised later, and codes still come", async () => {
    const { reference } = await booked(timeRequest(wednesday, answers({})));
    await stopTexts(deps, reference, { wholePhone: true });
    await cancel(deps, reference);
    await booked(timeRequest(wednesday, answers({})));
    const code: Message = newMessage({ area: "registration", subject: "s", id: "a-code", lane: "code", template: "code", language: "vi", reason: "askedNow", to: phone, values: { code: "123456" }, contact: { ...callRequest().contact, textsAgreed: true, askedAt: mondayMorning }, dueAt: mondayMorning, notAfter: "2026-11-23T02:10:00.000Z" }, shared.now());
    await world.client.send(new TransactWriteCommand({ TransactItems: [createOutbox(world.names.messages, messagesSeal).promise(code)] }));
    expect(await at(mondayMorning)).toEqual(saying("code"));
    for (const instant of ["2026-11-24T02:00:00.000Z", "2026-11-25T01:00:00.000Z"]) expect(await at(instant)).toEqual([]);
    const stopped = (await messages()).filter(({ because }) => because === "stopped");
    expect(templates(stopped.filter(({ withdrawn }) => withdrawn === "stopped"))).toEqual(trio);
    expect(templates(stopped.filter(({ withdrawn }) => withdrawn === undefined))).toEqual(trio);
    for (const row of stopped) expect(row).not.toHaveProperty("callInstead");
  });

  test("of a follow-up agreed on the phone remind of it by the answers given there", async () => {
    const held = await onThePhone(callRequest({ phone }));
    await recordCall(deps, { ...held, staff, outcome: "reached", note: "", voicemail: false, followUp: wednesday, contact: { ...callRequest().contact, hours: ["afternoon"], textsAgreed: true } });
    expect(takenBack(await messages())).toEqual(["callSoon, ended"]);
    expect((await messages()).filter(mayStillCome)).toMatchObject([{ template: "dayBefore", dueAt: "2026-11-24T05:00:00.000Z", contact: { hours: ["afternoon"] } }]);
    expect(await at("2026-11-24T02:00:00.000Z")).toEqual([]);
    expect(await at("2026-11-24T05:00:00.000Z")).toEqual(saying("dayBefore"));
  });
});

/** What reaches phones when everything due is looked at, oldest first. */
async function reaching(): Promise<string[]> {
  const bodies: string[] = [];
  const route = routeOf(async ({ body }) => ({ outcome: "handed", routeMessageId: `m-${bodies.push(body)}` }));
  await sweep(senderOn({ client: world.client, table: world.names.messages, routes: [route], log: shared.deps.log, now: shared.now, pause: shared.pause }));
  return bodies;
}
