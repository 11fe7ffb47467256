import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { book } from "../../../functions/hotline/book.ts";
import { cancel } from "../../../functions/hotline/change.ts";
import type { Deps } from "../../../functions/hotline/deps.ts";
import { recordCall } from "../../../functions/hotline/record-call.ts";
import { LeaseLost, TooLate } from "../../../functions/hotline/refusals.ts";
import { ring } from "../../../functions/hotline/ring.ts";
import { handBack, renew, take, takeNext, takeOver, type Held } from "../../../functions/hotline/take.ts";
import { placeInQueue, type Caller, type Entry } from "../../../shared/hotline/caller.ts";
import type { Outcome } from "../../../shared/hotline/ladder.ts";
import { callerPhone, callerRows, callRequest, counsellor, emptyHotline, entryOf, hotlineOf, mondayMorning, newKey, timeRequest, slotsWith, writeRows } from "../../support/hotline.ts";
import { createLeanClient } from "../../support/lean-client.ts";
import { startWorld, type World } from "../../support/world.ts";

let world: World;
let own: World;
let deps: Deps;
let lean: ReturnType<typeof createLeanClient>;
beforeAll(async () => {
  world = await startWorld();
  lean = createLeanClient(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "");
});
afterAll(async () => {
  lean.stop();
  await world.stop();
});
beforeEach(async () => {
  world.moveTo(mondayMorning);
  own = await emptyHotline(world);
  deps = hotlineOf(own);
});

const minutes = (n: number) => n * 60_000;
const minutesAgo = (n: number) => new Date(world.now().getTime() - minutes(n)).toISOString();
const [lan, minh] = [counsellor(1), counsellor(2)];

/** Waiting callers, the first the longest; one phone each. */
async function waiting(count: number, entry: (n: number) => Partial<Entry> = () => ({})): Promise<Caller[]> {
  const made = Array.from({ length: count }, (_, n) => {
    // A phone of the block is another person under another secret.
    const people = hotlineOf(world, `people ${Math.floor(n / 400)}`);
    return callerRows(people, callerPhone(n), [entryOf(deps, { dueAt: minutesAgo(count - n), openedAt: minutesAgo(count - n), ...entry(n) })]);
  });
  const rows = made.map(({ changes }) => changes);
  for (let from = 0; from < rows.length; from += 30) await writeRows(deps, rows.slice(from, from + 30).flat());
  return made.map(({ caller }) => caller);
}

const record = (held: Held, staff: typeof lan, outcome: Outcome = "reached", note = "") =>
  recordCall(deps, { key: held.key, leaseId: held.leaseId, staff, outcome, note, voicemail: false });

const must = (held: Held | null): Held => {
  if (!held) throw new Error("somebody waits");
  return held;
};

describe("two counsellors", () => {
  test("who take the next a thousand times each, ring, record and hand back: nobody is held twice at once, nobody is skipped, everyone comes in their turn", { timeout: 240_000 }, async () => {
    deps = hotlineOf({ ...own, client: lean.client });
    const count = 1_700;
    const callers = await waiting(count, (n) => ({ danger: n % 97 === 0, kind: n % 5 === 0 ? "booked" : "soon" }));
    const rankOf = new Map(callers.map((caller) => [caller.key, placeInQueue(caller)?.rankAt ?? ""]));
    // As the table orders: by code units. Some ranks are equal, and then the keys decide.
    const ordered = callers
      .map(({ key }) => `${rankOf.get(key)}#${key}`)
      .toSorted()
      .map((rank) => rank.slice(rank.indexOf("#") + 1));
    const place = new Map(ordered.map((key, n) => [key, n]));

    const held = new Set<string>();
    const doubles: string[] = [];
    const taken = new Map<string, number>();
    const work = async (staff: typeof lan): Promise<{ turns: number[]; nobody: number }> => {
      const turns: number[] = [];
      let nobody = 0;
      for (let turn = 0; turn < 1_000; turn += 1) {
        const mine = await takeNext(deps, staff);
        if (!mine) {
          nobody += 1;
          continue;
        }
        if (held.has(mine.key)) doubles.push(mine.key);
        held.add(mine.key);
        const times = (taken.get(mine.key) ?? 0) + 1;
        taken.set(mine.key, times);
        const n = place.get(mine.key) ?? -1;
        if (times === 1) turns.push(n);
        if (n % 200 === 7) continue; // still on the phone with them when everybody else is done
        if (n % 10 === 3 && times === 1) {
          held.delete(mine.key);
          await handBack(deps, { key: mine.key, leaseId: mine.leaseId, staff });
          continue;
        }
        await ring(deps, { key: mine.key, leaseId: mine.leaseId, staff });
        held.delete(mine.key);
        await record(mine, staff, n % 10 === 1 ? "busy" : "reached");
      }
      return { turns, nobody };
    };
    const [one, other] = await Promise.all([work(lan), work(minh)]);

    expect(doubles).toEqual([]);
    expect(taken.size).toBe(count);
    for (const [key, times] of taken) expect(times).toBe((place.get(key) ?? 0) % 10 === 3 ? 2 : 1);
    for (const { turns } of [one, other]) {
      expect(turns).toEqual(turns.toSorted((a, b) => a - b));
      expect(turns.length).toBeGreaterThan(count / 4);
    }
    expect(one.turns.length + other.turns.length).toBe(count);
    expect(await takeNext(deps, lan)).toBeNull();
    // Everybody is accounted for: on the phone still, to be rung again, or done.
    const left: Caller[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const page = await deps.store.readQueue("ring", 500, after);
      left.push(...page.callers);
      after = page.next;
    } while (after);
    expect(left.filter(({ lease }) => lease).map(({ key }) => key).toSorted()).toEqual([...held].toSorted());
    expect(left.filter(({ attempts }) => attempts.length > 0)).toHaveLength(count / 10);
    const toFollowUp = left.filter(({ entries }) => entries.every(({ kind }) => kind === "followUp"));
    expect(left).toHaveLength(held.size + count / 10 + toFollowUp.length);
  });

  test("who ask at the same moment for the only one who waits: one has them, the other nobody", async () => {
    await waiting(1);
    const both = await Promise.all([takeNext(deps, lan), takeNext(deps, minh)]);
    expect(both.filter((held) => held !== null)).toHaveLength(1);
  });

  test("who ask twenty times at once for twenty who wait: everybody is held once", async () => {
    const callers = await waiting(20);
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => takeNext(deps, counsellor(n))));
    expect(all.map((held) => held?.key).toSorted()).toEqual(callers.map(({ key }) => key).toSorted());
    expect(new Set(all.map((held) => held?.leaseId)).size).toBe(20);
  });

  test("take callers while their owners cancel and others book: nobody who cancelled is rung, nobody who waits is left out", async () => {
    const callers = await waiting(80);
    const leaving = callers.filter((_, n) => n % 3 === 0);
    const refused: unknown[] = [];
    const rung = new Set<string>();
    const work = async (staff: typeof lan) => {
      for (let held = await takeNext(deps, staff); held; held = await takeNext(deps, staff)) {
        const { key, leaseId } = held;
        try {
          await ring(deps, { key, leaseId, staff });
          rung.add(key);
          await record(held, staff);
        } catch (thrown) {
          refused.push(thrown);
        }
      }
    };
    const leave = leaving.map(({ entries }) => cancel(deps, entries[0]?.reference ?? "").then(({ state }) => state, (thrown: unknown) => thrown));
    const arrive = Array.from({ length: 30 }, (_, n) => book(deps, { request: callRequest({ phone: callerPhone(n) }), idempotencyKey: newKey() }));
    const [left] = await Promise.all([Promise.all(leave), Promise.all(arrive), work(lan), work(minh)]);
    // Who came last may have come after both had found nobody.
    await Promise.all([work(lan), work(minh)]);

    expect(left.filter((answer) => answer !== "cancelled" && !(answer instanceof TooLate))).toEqual([]);
    // Whoever cancels while somebody holds them is held no more, by anybody.
    expect(refused.filter((thrown) => !(thrown instanceof LeaseLost && thrown.to === undefined))).toEqual([]);
    const { callers: stillWaiting } = await deps.store.readQueue("ring", 200);
    expect(stillWaiting).toEqual([]);
    for (const { key, entries } of callers) {
      const callback = await deps.store.findCallback(entries[0]?.reference ?? "", world.now());
      if (callback?.state === "done") expect(rung.has(key)).toBe(true);
      else expect(callback?.state).toBe("cancelled");
    }
  });
});

describe("one person is one row", () => {
  test("with two requests they are taken once, and both are done when they were reached", async () => {
    await writeRows(deps, slotsWith({ "2026-11-23T10:00": 2 }));
    const soon = await book(deps, { request: callRequest(), idempotencyKey: newKey() });
    world.forward(minutes(70));
    const again = await book(deps, { request: callRequest({ asking: "other" }), idempotencyKey: newKey() });
    const held = must(await takeNext(deps, lan));
    expect(await takeNext(deps, minh)).toBeNull();
    await ring(deps, { ...held, staff: lan });
    await record(held, lan);
    for (const { receipt } of [soon, again]) expect(await deps.store.findCallback(receipt.reference, world.now())).toMatchObject({ state: "done", because: "reached" });
    expect(await takeNext(deps, minh)).toBeNull();
  });

  test("reached before a time they had chosen, that time stays theirs", async () => {
    await writeRows(deps, slotsWith({ "2026-11-23T15:00": 2 }));
    await book(deps, { request: callRequest(), idempotencyKey: newKey() });
    const chosen = await book(deps, { request: timeRequest("2026-11-23T15:00"), idempotencyKey: newKey() });
    const held = must(await takeNext(deps, lan));
    await ring(deps, { ...held, staff: lan });
    await record(held, lan);
    expect(await deps.store.findCallback(chosen.receipt.reference, world.now())).toMatchObject({ state: "waiting", slotId: "2026-11-23T15:00" });
  });

  test("danger in a second request brings them to the head", async () => {
    const callers = await waiting(3);
    await book(deps, { request: callRequest({ phone: callerPhone(399), dangerNow: "yes" }), idempotencyKey: newKey() });
    const first = must(await takeNext(deps, lan));
    expect(callers.map(({ key }) => key)).not.toContain(first.key);
  });
});

describe("a lease", () => {
  test("ends after ten minutes to the millisecond, and then another may take the caller", async () => {
    const [caller] = await waiting(1);
    await takeNext(deps, lan);
    world.forward(minutes(10) - 1);
    expect(await takeNext(deps, minh)).toBeNull();
    world.forward(1);
    expect(await takeNext(deps, minh)).toMatchObject({ key: caller?.key });
  });

  test("renewed every few minutes stays for an hour", async () => {
    await waiting(1);
    const held = must(await takeNext(deps, lan));
    for (let n = 0; n < 12; n += 1) {
      world.forward(minutes(5));
      expect(await renew(deps, held)).toMatchObject({ leaseId: held.leaseId, until: new Date(world.now().getTime() + minutes(10)).toISOString() });
      expect(await takeNext(deps, minh)).toBeNull();
    }
  });

  test("run out and still free, it is taken up again; taken by another, it is lost, and its holder is named", async () => {
    await waiting(1);
    const held = must(await takeNext(deps, lan));
    world.forward(minutes(30));
    expect((await renew(deps, held)).leaseId).toBe(held.leaseId);
    world.forward(minutes(30));
    await takeNext(deps, minh);
    await expect(renew(deps, held)).rejects.toMatchObject({ name: "LeaseLost", to: minh.name });
    await expect(ring(deps, { ...held, staff: lan })).rejects.toBeInstanceOf(LeaseLost);
  });

  test("asked for again by its holder is the same one, asked for by another nobody's", async () => {
    const [caller] = await waiting(1);
    const key = caller?.key ?? "";
    const held = must(await take(deps, { key, staff: lan }));
    expect(await take(deps, { key, staff: lan })).toEqual(held);
    expect(await take(deps, { key, staff: minh })).toBeNull();
  });

  test("taken over by another with a reason, which is kept: the first may write nothing but a note, and is told who has the caller", async () => {
    const [caller] = await waiting(1);
    const key = caller?.key ?? "";
    const first = must(await takeNext(deps, lan));
    await ring(deps, { ...first, staff: lan });
    const second = must(await takeOver(deps, { key, staff: minh, reason: "lan's line broke" }));
    await expect(record(first, lan, "noAnswer", "was about to say where")).rejects.toMatchObject({ name: "LeaseLost", to: minh.name });
    expect(await handBack(deps, { ...first, staff: lan })).toBe(false);

    const now = await deps.store.findCaller(key);
    expect(now).toMatchObject({ lease: { id: second.leaseId, staffId: minh.staffId }, attempts: [] });
    // Whoever took over has not seen the number yet.
    expect(now?.lease?.rungAt).toBeUndefined();
    const events = await deps.store.readEvents(key, 20, deps.now());
    expect(events).toContainEqual(expect.objectContaining({ type: "takenOver", by: minh, because: "lan's line broke" }));
    expect(events).toContainEqual(expect.objectContaining({ type: "note", by: lan, because: "leaseLost", note: "was about to say where" }));
    expect(events.filter(({ type }) => type === "call")).toEqual([]);
    await ring(deps, { ...second, staff: minh });
    await expect(record(second, minh)).resolves.toMatchObject({ rests: false });
  });

  test("given back puts the caller where they stood", async () => {
    const [first, second] = await waiting(2);
    const held = must(await takeNext(deps, lan));
    expect(held.key).toBe(first?.key);
    await handBack(deps, { ...held, staff: lan });
    expect((await takeNext(deps, minh))?.key).toBe(first?.key);
    expect((await takeNext(deps, lan))?.key).toBe(second?.key);
  });

  test("taken over while both press at once is one counsellor's", async () => {
    const [caller] = await waiting(1);
    const key = caller?.key ?? "";
    const both = await Promise.all([takeOver(deps, { key, staff: lan, reason: "a" }), takeOver(deps, { key, staff: minh, reason: "b" })]);
    const stored = await deps.store.findCaller(key);
    expect(both.filter((held) => held?.leaseId === stored?.lease?.id)).toHaveLength(1);
  });
});

describe("the number", () => {
  test("is shown only to who holds the caller, when a call is allowed, and the look is written down", async () => {
    const [caller] = await waiting(1);
    const held = must(await takeNext(deps, lan));
    await expect(ring(deps, { key: held.key, leaseId: "another", staff: minh })).rejects.toBeInstanceOf(LeaseLost);
    expect((await ring(deps, { ...held, staff: lan })).phone).toBe(callerPhone(0));
    expect(await deps.store.readEvents(caller?.key ?? "", 5, deps.now())).toContainEqual(expect.objectContaining({ type: "rang", by: lan }));
  });

  test("is not shown once the safe hours are over, though it was taken in one", async () => {
    world.moveTo("2026-11-23T04:55:00.000Z");
    await waiting(1, () => ({ contact: { ...callRequest().contact, hours: ["morning"], textsAgreed: true, askedAt: world.now().toISOString() } }));
    const held = must(await takeNext(deps, lan));
    world.forward(minutes(5));
    await expect(ring(deps, { ...held, staff: lan })).rejects.toMatchObject({ name: "NotNow", because: "outsideSafeHours" });
    expect((await deps.store.readEvents(held.key, 5, deps.now())).map(({ type }) => type)).not.toContain("rang");
  });

  test("is not shown once they cancelled: whoever held them holds them no more", async () => {
    const [caller] = await waiting(1);
    const held = must(await takeNext(deps, lan));
    await cancel(deps, caller?.entries[0]?.reference ?? "");
    await expect(ring(deps, { ...held, staff: lan })).rejects.toMatchObject({ name: "LeaseLost" });
  });

  test("once shown, the owner can no longer cancel; and no call is written down that was not made", async () => {
    const [caller] = await waiting(1);
    const held = must(await takeNext(deps, lan));
    await expect(record(held, lan)).rejects.toMatchObject({ name: "NotNow", because: "notRung" });
    await ring(deps, { ...held, staff: lan });
    await expect(cancel(deps, caller?.entries[0]?.reference ?? "")).rejects.toMatchObject({ name: "TooLate", because: "ringing" });
  });
});

test("nobody takes at night who is safe by day only; in the morning they are there, in their order", async () => {
  const callers = await waiting(3);
  world.moveTo("2026-11-23T15:00:00.000Z");
  expect(await takeNext(deps, lan)).toBeNull();
  world.moveTo("2026-11-24T01:00:00.000Z");
  expect((await takeNext(deps, lan))?.key).toBe(callers[0]?.key);
});
