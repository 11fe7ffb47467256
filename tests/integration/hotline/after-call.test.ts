import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { book } from "../../../functions/hotline/book.ts";
import { cancel, move } from "../../../functions/hotline/change.ts";
import { closeAll, ringAgain } from "../../../functions/hotline/decide.ts";
import { closeSlots } from "../../../functions/hotline/close-slots.ts";
import type { Deps } from "../../../functions/hotline/deps.ts";
import { callerKeyOf } from "../../../functions/hotline/identify.ts";
import { recordCall, type CallRecord } from "../../../functions/hotline/record-call.ts";
import { ring } from "../../../functions/hotline/ring.ts";
import { take } from "../../../functions/hotline/take.ts";
import { isSafeHour, safeHours } from "../../../shared/contact/safe-contact.ts";
import { listOf } from "../../../shared/hotline/caller.ts";
import { allRows, callerPhone, callRequest, counsellor, emptyHotline, hotlineOf, mondayMorning, newKey, seatsBySlot, slotsWith, timeRequest, writeRows } from "../../support/hotline.ts";
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
  await writeRows(deps, slotsWith({ "2026-11-23T10:00": 2, "2026-11-23T15:00": 2, "2026-11-24T09:00": 2, "2026-11-24T14:00": 2, "2026-11-25T09:00": 2, "2026-11-25T20:00": 2 }));
});

const staff = counsellor(1);
const key = () => callerKeyOf(deps, callerPhone(0));
const reason = "agreed with the manager";
const booked = async (request = callRequest()) => (await book(deps, { request, idempotencyKey: newKey() })).receipt;
const callback = (reference: string) => deps.store.findCallback(reference, shared.now());
const caller = async () => {
  const found = await deps.store.findCaller(key());
  if (!found) throw new Error("they asked once");
  return found;
};

async function rung(): Promise<{ key: string; leaseId: string }> {
  const held = await take(deps, { key: key(), staff });
  if (!held) throw new Error("they are to be rung now");
  await ring(deps, { ...held, staff });
  return held;
}
const call = async (change: Partial<CallRecord> & Pick<CallRecord, "outcome">) => recordCall(deps, { ...(await rung()), staff, note: "", voicemail: false, ...change });
const seatsLeft = async () => {
  const seats = seatsBySlot(await allRows(world, "hotline"));
  for (const [id, said] of Object.entries(seats)) expect({ id, ...said }).toMatchObject({ rows: said.counter, callbacks: said.counter });
  return Object.entries(seats).flatMap(([id, { counter }]) => (counter > 0 ? [id] : []));
};

describe("seats after a call", () => {
  test("reached before the half hour that was set aside for them, it is given back", async () => {
    expect((await booked()).slotId).toBe("2026-11-23T10:00");
    await call({ outcome: "reached" });
    expect(await seatsLeft()).toEqual([]);
  });

  test.each(["wrongNumber", "askedNotToCall"] as const)("after “%s” every seat of theirs is given back, two of one slot as well", async (outcome) => {
    await booked();
    await booked(timeRequest("2026-11-23T10:00"));
    await booked(timeRequest("2026-11-25T09:00"));
    await call({ outcome });
    expect(await seatsLeft()).toEqual([]);
  });

  test("closed by a counsellor, two requests in one slot give both seats back", async () => {
    const receipts = [await booked(timeRequest("2026-11-23T15:00")), await booked(timeRequest("2026-11-23T15:00"))];
    expect(await closeAll(deps, { key: key(), staff, reason })).toBe(2);
    expect(await seatsLeft()).toEqual([]);
    for (const { reference } of receipts) expect(await callback(reference)).toMatchObject({ state: "closed", because: "decided" });
  });

  test("a follow-up in the slot they had keeps one seat there", async () => {
    await booked();
    await call({ outcome: "reached", followUp: "2026-11-23T10:00" });
    expect(await seatsLeft()).toEqual(["2026-11-23T10:00"]);
  });
});

describe("after three misses", () => {
  /** Rung as soon as it may be, nobody answers, until it rests; how often the phone rang. */
  const untilItRests = async () => {
    for (let rings = 1; ; rings += 1) {
      const { again } = await call({ outcome: "noAnswer" });
      if (!again) return rings;
      shared.moveTo(again);
    }
  };
  const rested = async () => {
    const { reference } = await booked();
    expect(await untilItRests()).toBe(3);
    return reference;
  };

  test("it rests, nobody rings, and its owner brings it back by giving it another time", async () => {
    const reference = await rested();
    expect(await callback(reference)).toMatchObject({ state: "resting", because: "noAnswer" });
    expect(listOf(await caller(), shared.now())).toBe("resting");
    expect(await take(deps, { key: key(), staff })).toBeNull();
    expect(await move(deps, { reference, to: "2026-11-25T09:00" })).toMatchObject({ state: "waiting", slotId: "2026-11-25T09:00" });
    expect(listOf(await caller(), shared.now())).toBe("later");
  });

  test("it can be cancelled while it rests, and not brought back to the half hour that is over", async () => {
    const reference = await rested();
    await expect(move(deps, { reference, to: "2026-11-23T10:00" })).rejects.toMatchObject({ name: "NoSeat", because: "past" });
    expect(await cancel(deps, reference)).toMatchObject({ state: "cancelled" });
  });

  test("after 30 days its owner can no longer bring it back", async () => {
    const reference = await rested();
    shared.forward(30 * 86_400_000 + 60_000);
    await expect(move(deps, { reference, to: "soon" })).rejects.toMatchObject({ name: "TooLate", because: "ended" });
  });

  test("a counsellor lets it ring again: three more times at most", async () => {
    const reference = await rested();
    shared.forward(86_400_000);
    await ringAgain(deps, { key: key(), staff, reason });
    shared.moveTo((await caller()).entries[0]?.dueAt ?? "");
    expect(await untilItRests()).toBe(3);
    expect(await callback(reference)).toMatchObject({ state: "resting" });
  });

  test("a slot that is closed meanwhile starts no new count", async () => {
    await booked();
    await booked(timeRequest("2026-11-25T20:00"));
    const first = await call({ outcome: "noAnswer" });
    shared.moveTo(first.again ?? "");
    await closeSlots(deps, { date: "2026-11-25", staff, reason: "flood" });
    expect((await caller()).attempts).toHaveLength(1);
  });
});

describe("after somebody was in danger", () => {
  const inDanger = () => booked(callRequest({ dangerNow: "yes" }));
  const hoursFromNow = (at: string | undefined) => (Date.parse(at ?? "") - shared.now().getTime()) / 3_600_000;

  test("they are rung again without anybody asking, in a seat of the roster, in a safe hour within a day", async () => {
    await inDanger();
    const { followUpAt } = await call({ outcome: "reached" });
    expect(followUpAt).toBe("2026-11-24T02:00:00.000Z");
    expect(await seatsLeft()).toEqual(["2026-11-24T09:00"]);
    expect((await caller()).entries).toMatchObject([{ kind: "followUp", turn: "afterDanger", danger: false }]);
  });

  test("without anybody on the roster they are rung again all the same", async () => {
    await inDanger();
    shared.moveTo("2026-11-25T10:00:00.000Z");
    const { followUpAt } = await call({ outcome: "reached" });
    expect(hoursFromNow(followUpAt)).toBeGreaterThanOrEqual(12);
    expect(hoursFromNow(followUpAt)).toBeLessThanOrEqual(48);
    expect(isSafeHour(safeHours, new Date(followUpAt ?? ""))).toBe(true);
  });

  test("a time later than two days is refused, and nothing is written down", async () => {
    await inDanger();
    await writeRows(deps, slotsWith({ "2026-11-26T09:00": 2 }));
    const held = await rung();
    await expect(recordCall(deps, { ...held, staff, outcome: "reached", note: "", voicemail: false, followUp: "2026-11-26T09:00" })).rejects.toMatchObject({ name: "NotNow", because: "followUpTooLate" });
    expect((await deps.store.readEvents(key(), 20, deps.now())).filter(({ type }) => type === "call")).toEqual([]);
  });

  test("an agreed time outside the windows is kept: they are to be rung then", async () => {
    await inDanger();
    await call({ outcome: "reached", followUp: "2026-11-24T14:00", contact: { ...callRequest().contact, hours: ["evening"], textsAgreed: true } });
    shared.moveTo("2026-11-24T07:05:00.000Z");
    expect(listOf(await caller(), shared.now())).toBe("now");
  });

  test("reached about something else first, the danger is not forgotten", async () => {
    await inDanger();
    await call({ outcome: "busy" });
    await booked(timeRequest("2026-11-23T10:00"));
    shared.moveTo("2026-11-23T03:00:00.000Z");
    const { followUpAt } = await call({ outcome: "reached" });
    expect(hoursFromNow(followUpAt)).toBeLessThanOrEqual(24);
  });

  test("the follow-up itself asks for no other", async () => {
    await inDanger();
    const { followUpAt } = await call({ outcome: "reached" });
    shared.moveTo(followUpAt ?? "");
    expect(await call({ outcome: "reached" })).toEqual({ rests: false });
    expect(listOf(await caller(), shared.now())).toBe("gone");
  });
});

describe("who asked not to be called", () => {
  test("is not rung when the number is given again within 30 days: a person decides", async () => {
    await booked();
    await call({ outcome: "askedNotToCall" });
    shared.forward(86_400_000);
    const { reference } = await booked();
    expect(await callback(reference)).toMatchObject({ state: "resting" });
    expect(listOf(await caller(), shared.now())).toBe("resting");
    await move(deps, { reference, to: "soon" });
    expect({ callback: (await callback(reference))?.state, list: listOf(await caller(), shared.now()) }).toEqual({ callback: "resting", list: "resting" });
  });

  test("nor is one that was the wrong number", async () => {
    await booked();
    await call({ outcome: "wrongNumber" });
    const { reference } = await booked();
    expect({ callback: (await callback(reference))?.state, list: listOf(await caller(), shared.now()) }).toEqual({ callback: "resting", list: "resting" });
  });
});

describe("two who write at once", () => {
  test("everything closed between a call's reads: the call counts no more, its note is kept, nothing breaks", async () => {
    await booked();
    const held = await rung();
    let first = true;
    const between: Deps = {
      ...deps,
      store: {
        ...deps.store,
        findCallback: async (reference, now) => {
          if (first) {
            first = false;
            await closeAll(deps, { key: key(), staff: counsellor(2), reason });
          }
          return deps.store.findCallback(reference, now);
        },
      },
    };
    await expect(recordCall(between, { ...held, staff, outcome: "reached", note: "heard them", voicemail: false })).rejects.toMatchObject({ name: "LeaseLost" });
    expect(await deps.store.readEvents(key(), 10, deps.now())).toContainEqual(expect.objectContaining({ type: "note", note: "heard them" }));
  });

  test("brought to rest between a move's reads: the move brings it back", async () => {
    const { reference } = await booked();
    for (let n = 0; n < 2; n += 1) shared.moveTo((await call({ outcome: "noAnswer" })).again ?? "");
    let first = true;
    const between: Deps = {
      ...deps,
      store: {
        ...deps.store,
        findCaller: async (one) => {
          if (first) {
            first = false;
            await call({ outcome: "noAnswer" });
          }
          return deps.store.findCaller(one);
        },
      },
    };
    expect(await move(between, { reference, to: "2026-11-25T09:00" })).toMatchObject({ state: "waiting", version: expect.any(Number) });
    expect((await caller()).attempts).toEqual([]);
  });
});
