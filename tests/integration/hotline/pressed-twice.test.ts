import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askCall } from "../../../functions/hotline/ask-call.ts";
import { book, type Booked } from "../../../functions/hotline/book.ts";
import { cancel } from "../../../functions/hotline/change.ts";
import type { Deps } from "../../../functions/hotline/deps.ts";
import { callerKeyOf } from "../../../functions/hotline/identify.ts";
import { recordCall, type CallRecord } from "../../../functions/hotline/record-call.ts";
import { ring } from "../../../functions/hotline/ring.ts";
import { take } from "../../../functions/hotline/take.ts";
import type { CallbackRequest } from "../../../shared/hotline/callback.ts";
import { callPath, deskPagePath } from "../../../shared/hotline/desk-paths.ts";
import { allRows, callerPhone, callRequest, counsellor, emptyHotline, hotlineOf, mondayMorning, newKey, promisedRows, seatsBySlot, slotsWith, timeRequest, writeRows } from "../../support/hotline.ts";
import { startDesk, type Counsellor, type Desk } from "../../support/hotline-desk.ts";
import { textIn } from "../../support/pages.ts";
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

const phone = callerPhone(101);
const three = "2026-11-23T15:00";

/** The same dependencies, but that what is read this way is read only after something else has happened, once. */
function afterFirst(read: "findCaller" | "findSlot", happens: () => Promise<unknown>): Deps {
  let once: Promise<unknown> | undefined;
  const original = deps.store[read] as (...args: unknown[]) => Promise<unknown>;
  const later = async (...args: unknown[]): Promise<unknown> => {
    once ??= happens();
    await once;
    return original(...args);
  };
  return { ...deps, store: { ...deps.store, [read]: later } };
}

describe("the same form pressed twice at once", () => {
  /** Both answers to one form, the first press being written while the second has read nothing but that it is new. */
  async function bothPresses(request: CallbackRequest, read: "findCaller" | "findSlot"): Promise<[first: Booked | undefined, second: Booked]> {
    const press = { request, idempotencyKey: newKey() };
    const answers: Booked[] = [];
    const second = await book(
      afterFirst(read, async () => answers.push(await book(deps, press))),
      press,
    );
    return [answers[0], second];
  }
  const callbacks = async () => (await allRows(world, "hotline")).filter(({ sk }) => sk === "CALLBACK").length;

  test.each(["findCaller", "findSlot"] as const)("on the last seat of a time gives both the same receipt (%s last)", async (read) => {
    await writeRows(deps, slotsWith({ [three]: 1 }));
    const [first, second] = await bothPresses(timeRequest(three, { phone }), read);
    expect(first).toMatchObject({ outcome: "received", receipt: { slotId: three } });
    expect(second).toEqual({ ...first, outcome: "repeated" });
    expect(seatsBySlot(await allRows(world, "hotline"))[three]).toEqual({ counter: 1, rows: 1, callbacks: 1, capacity: 1 });
    expect((await promisedRows(world)).map(({ template }) => template).toSorted()).toEqual(["booked", "soonBefore"]);
  });

  test("for a phone's third request gives both the same receipt", async () => {
    for (let n = 0; n < 2; n += 1) await book(deps, { request: callRequest({ phone }), idempotencyKey: newKey() });
    const [first, second] = await bothPresses(callRequest({ phone }), "findCaller");
    expect(first?.outcome).toBe("received");
    expect(second).toEqual({ ...first, outcome: "repeated" });
    expect(await callbacks()).toBe(3);
  });

  test("for a phone's tenth request of the day gives both the same receipt", async () => {
    // Asking and cancelling count alike.
    for (let n = 0; n < 4; n += 1) await cancel(deps, (await book(deps, { request: callRequest({ phone }), idempotencyKey: newKey() })).receipt.reference);
    await book(deps, { request: callRequest({ phone }), idempotencyKey: newKey() });
    const [first, second] = await bothPresses(callRequest({ phone }), "findCaller");
    expect(second).toEqual({ ...first, outcome: "repeated" });
    expect(await callbacks()).toBe(6);
  });

  test("is counted as one in the log", async () => {
    const before = shared.logged.length;
    await writeRows(deps, slotsWith({ [three]: 1 }));
    await bothPresses(timeRequest(three, { phone }), "findSlot");
    expect(shared.logged.slice(before).filter(({ code }) => code === "CALLBACK_BOOKED")).toHaveLength(1);
  });

  test("but two forms are two: the later is told that the time is gone, or that it is enough for today", async () => {
    await writeRows(deps, slotsWith({ [three]: 1 }));
    const other = () => book(deps, { request: timeRequest(three, { phone: callerPhone(102) }), idempotencyKey: newKey() });
    await expect(book(afterFirst("findSlot", other), { request: timeRequest(three, { phone }), idempotencyKey: newKey() })).rejects.toMatchObject({ name: "NoSeat", because: "full" });
    const ask = () => askCall(hotlineOf(world), { request: callRequest({ phone }), idempotencyKey: newKey(), proof: { solution: "", ticket: "" } });
    for (let n = 0; n < 2; n += 1) await ask();
    const both = await Promise.allSettled([ask(), ask()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { name: "AskedTooOften" } });
  });
});

describe("“save” pressed twice on the desk", () => {
  let desk: Desk;
  let an: Counsellor;
  let key: string;
  let lease: string;
  beforeEach(async () => {
    desk = startDesk(world);
    an = await desk.signIn("An");
    await book(desk.deps, { request: callRequest({ phone }), idempotencyKey: newKey() });
    key = callerKeyOf(desk.deps, phone);
    await desk.onPhone(an, key);
    lease = (await desk.leaseOf(key))?.id ?? "";
  });
  const save = (outcome: string, note = "Đã nói chuyện") =>
    desk.post(an, callPath("vi", key, "outcome"), [["lease", lease], ["outcome", outcome], ["note", note], ...(outcome === "reached" ? [["followUp", "none"] as const] : [])]);
  const written = async () => (await desk.deps.store.readEvents(key, 50, desk.deps.now())).filter(({ type }) => type === "call" || type === "note").map(({ type, outcome, note, because }) => ({ type, outcome, note, because }));
  const call = (outcome: string) => ({ type: "call", outcome, note: "Đã nói chuyện", because: undefined });

  // After some of these the caller is gone, after others they are to be rung again: the answer is the same.
  test.each(["reached", "noAnswer", "technical", "wrongNumber", "askedNotToCall"])("with “%s” says both times that it was written down, and it is once", async (outcome) => {
    for (let presses = 0; presses < 3; presses += 1) {
      const saved = await save(outcome);
      expect([saved.status, saved.to.startsWith(`${deskPagePath("vi")}?said=`)]).toEqual([303, true]);
      expect(textIn((await desk.get(an, saved.to)).html)).toContain("Đã ghi.");
    }
    expect(await written()).toEqual([call(outcome)]);
  });

  test("says so too when somebody else has them by then, and takes nothing from whom", async () => {
    await save("busy");
    shared.forward(30 * 60_000);
    const [again, binh] = await Promise.all([desk.signIn("An"), desk.signIn("Bình")]);
    await desk.onPhone(binh, key);
    const second = await desk.post(again, callPath("vi", key, "outcome"), [["lease", lease], ["outcome", "busy"], ["note", "Đã nói chuyện"]]);
    expect(second.status).toBe(303);
    expect(await written()).toEqual([call("busy")]);
    expect((await desk.leaseOf(key))?.staffId).toBe(binh.staffId);
  });

  test.each([
    ["another outcome", "noAnswer", "Đã nói chuyện"],
    ["another note", "reached", "Đã nói chuyện, xin gọi lại"],
  ])("with %s the second time, it is kept as a note once, counts no more, and its sender is told", async (_what, outcome, note) => {
    await save("reached");
    shared.forward(1_000);
    for (let presses = 0; presses < 2; presses += 1) {
      const second = await save(outcome, note);
      expect(second.status).toBe(409);
      for (const line of ["Người này không còn do bạn giữ", note]) expect(textIn(second.html)).toContain(line);
    }
    expect(await written()).toEqual([{ type: "note", outcome, note, because: "leaseLost" }, call("reached")]);
  });

  test("with nothing chosen and nothing noted the second time, nothing is kept", async () => {
    await save("reached");
    expect((await desk.post(an, callPath("vi", key, "outcome"), [["lease", lease], ["note", ""]])).status).toBe(409);
    expect(await written()).toEqual([call("reached")]);
  });
});

test("a call written down twice at once is one call, whichever is first", async () => {
  await book(deps, { request: callRequest({ phone }), idempotencyKey: newKey() });
  const staff = counsellor(1);
  const key = callerKeyOf(deps, phone);
  const held = await take(deps, { key, staff });
  if (!held) throw new Error("they wait");
  await ring(deps, { ...held, staff });
  const record: CallRecord = { ...held, staff, outcome: "reached", note: "once", voicemail: false };
  expect(await recordCall(afterFirst("findCaller", () => recordCall(deps, record)), record)).toEqual({ rests: false, repeated: true });
  expect((await deps.store.readEvents(key, 20, deps.now())).filter(({ type }) => type === "call" || type === "note")).toHaveLength(1);
});
