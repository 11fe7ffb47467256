import { array, asyncProperty, constantFrom, nat, record } from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { book } from "../../../functions/hotline/book.ts";
import { cancel, move, soon } from "../../../functions/hotline/change.ts";
import { closeAll, ringAgain } from "../../../functions/hotline/decide.ts";
import { callerKeyOf } from "../../../functions/hotline/identify.ts";
import { recordCall } from "../../../functions/hotline/record-call.ts";
import { AskedTooOften, NoSeat, NotNow, TooLate } from "../../../functions/hotline/refusals.ts";
import { ring } from "../../../functions/hotline/ring.ts";
import { take, takeNext } from "../../../functions/hotline/take.ts";
import { tally } from "../../../functions/hotline/views.ts";
import { outcomes } from "../../../shared/hotline/ladder.ts";
import type { Entry } from "../../../shared/hotline/caller.ts";
import { slotStart } from "../../../shared/hotline/slots.ts";
import { isOpen } from "../../../shared/hotline/state.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { callerRows, callRequest, entryOf, mondayMorning, newKey, timeRequest, writeRows } from "../../support/hotline.ts";
import { h1In, lostIds, summaryIn, textIn } from "../../support/pages.ts";
import { startWorld, type World } from "../../support/world.ts";
import { holdsWhile, rosterPhone, startRosterDesk, type Person, type RosterDesk } from "./roster-desk.ts";

// Sums are over whole tables: each test has tables of its own, in one engine that outlives them.
let engine: World;
beforeAll(async () => {
  engine = await startWorld();
});
afterAll(() => engine.stop());

let desk: RosterDesk;
let chi: Person;
let an: Person;
beforeEach(async () => {
  desk = await startRosterDesk(mondayMorning);
  [chi, an] = [await desk.signIn("Chi"), await desk.signIn("An")];
});
afterEach(() => desk.world.stop());

const w = words.vi.hotlineRoster.all;
const dw = words.vi.hotlineRoster.decide;
const hw = words.vi.hotlineRoster.handover;
const allPage = "/desk/hotline/all";
const handover = "/desk/hotline/handover";
const daysAgo = (days: number): string => new Date(Date.parse(mondayMorning) - days * 86_400_000).toISOString();
const hoursOn = (hours: number): string => new Date(Date.parse(mondayMorning) + hours * 3_600_000).toISOString();
const textOf = async (path: string, person = chi) => textIn((await desk.get(person, path)).html);

/** A caller as the queue keeps them; gives the key. */
async function caller(n: number, entries: Partial<Entry>[]): Promise<string> {
  const rows = callerRows(desk.deps(), rosterPhone(n), entries.map((change) => entryOf(desk.deps(), change)));
  await writeRows(desk.deps(), rows.changes);
  return rows.caller.key;
}
const missed = (days = 1): Partial<Entry> => ({ state: "resting", turn: "missed", dueAt: daysAgo(days), openedAt: daysAgo(days + 1) });
const tooOld = (): Partial<Entry> => ({ openedAt: daysAgo(40), dueAt: daysAgo(40), contact: { ...entryOf(desk.deps()).contact, askedAt: daysAgo(40) } });
const decidePath = (key: string): string => `${allPage}/decide?key=${encodeURIComponent(key)}`;
const decide = async (key: string, what: string, reason = "đã bàn trong ca", person = an, version?: number) => {
  const seen = version ?? (await desk.deps().store.findCaller(key))?.version ?? 0;
  return desk.post(person, decidePath(key), [["version", String(seen)], ["reason", reason], ["what", what]]);
};

describe("nobody lost", () => {
  test("with nothing open says so", async () => {
    const { status, html } = await desk.get(an, allPage);
    const text = textIn(html);
    expect({ status, none: text.includes(w.none), matches: text.includes(`${w.matches} ${w.matchesText}`) }).toEqual({ status: 200, none: true, matches: true });
    expect(lostIds(html)).toEqual([]);
  });

  test("counts each open request in one list, and holds the sum against the requests themselves", async () => {
    await desk.shift("2026-11-23", { from: "08:00", to: "12:00" });
    await desk.booking(1);
    await desk.booking(2);
    await desk.chosen(3, "2026-11-23T11:00");
    await caller(4, [missed(), { kind: "soon", ...missed(2) }]);
    await caller(5, [tooOld()]);
    await takeNext(desk.deps(), { staffId: an.staffId, name: an.name });
    const lists = words.vi.hotlineRoster.lists;
    expect(await textOf(allPage)).toContain(`${lists.held} 1 ${lists.now} 1 ${lists.later} 1 ${lists.resting} 3 ${w.total} 6 ${w.open} 6 ${w.matches}`);
  });

  test("says when the sums differ, by how much and what to do, and writes it to the log", async () => {
    await desk.booking(1);
    const { store } = desk.deps();
    desk.replaceStore({ ...store, countOpen: async () => 3 });
    const text = await textOf(allPage);
    expect(text).toContain(w.differs(2));
    expect(text).toContain(w.differsText);
    expect(desk.world.logged).toContainEqual({ level: "warn", code: "TALLY_DIFFERS", fields: { count: -2 } });
  });

  test("lists who rests, longest first, with why and until when they can bring it back; never number or name", async () => {
    await caller(1, [{ ...missed(2), askFor: "Chị Mẫu" }]);
    await caller(2, [{ ...missed(9), turn: "askedNotToCall" }]);
    await caller(3, [tooOld()]);
    const { html } = await desk.get(an, allPage);
    const rows = [...html.matchAll(/<li class="rests">.*?<\/li>/gs)].map(([row]) => textIn(row));
    expect(rows).toHaveLength(3);
    expect(rows[0]).toContain(w.because.answersTooOld);
    expect(rows[1]).toContain(`${w.because.askedNotToCall} ${w.since("09:00 thứ Bảy 14/11/2026")} · ${w.notRevivable}`);
    expect(rows[2]).toContain(`${w.because.missed} ${w.since("09:00 thứ Bảy 21/11/2026")} · ${w.revivable("09:00 thứ Hai 21/12/2026")}`);
    expect(html).not.toMatch(/Chị Mẫu|0900|•/);
  });

  test("with 500 who rest shows the 200 who rest longest, and says so", async () => {
    const rows = Array.from({ length: 500 }, (_, n) => callerRows({ ...desk.deps(), seal: { ...desk.deps().seal, hash: () => `key-${n}` } }, rosterPhone(n), [entryOf(desk.deps(), missed(1 + n / 100))]).changes);
    for (let at = 0; at < 500; at += 25) await writeRows(desk.deps(), rows.slice(at, at + 25).flat());
    const { html } = await desk.get(an, allPage);
    expect((html.match(/<li class="rests">/g) ?? []).length).toBe(200);
    expect(textIn(html)).toContain(w.shown(200, 500));
    expect(textIn(html)).toContain(`${w.total} 500 ${w.open} 500 ${w.matches}`);
    expect(html.length).toBeLessThan(150_000);
    const print = await desk.get(an, handover);
    expect(textIn(print.html)).toContain(hw.more(50, 500));
  });
});

describe("a decision", () => {
  test.each(["An", "Chi"])("to ring again is %s's too, with a reason that is kept", async (name) => {
    const person = await desk.signIn(name);
    const key = await caller(1, [missed()]);
    const done = await decide(key, "again", "người nhà nhờ", person);
    expect(done).toMatchObject({ status: 303, to: `${allPage}?done=again&count=1` });
    expect(await textOf(done.to)).toContain(dw.done.again);
    expect((await desk.deps().store.findCaller(key))?.entries).toMatchObject([{ state: "waiting", turn: "revived" }]);
    expect(await desk.deps().store.readEvents(key, 1, desk.deps().now())).toMatchObject([{ type: "revived", because: "người nhà nhờ", by: { staffId: person.staffId, name: person.name } }]);
  });

  test("to close ends everything open for the number", async () => {
    const key = await caller(1, [missed(), missed(2)]);
    const done = await decide(key, "close");
    expect(await textOf(done.to)).toContain(dw.done.close(2));
    expect((await desk.deps().store.findCaller(key))?.entries).toEqual([]);
    expect((await tally(desk.deps())).open).toBe(0);
  });

  test("closes two requests with seats in one half hour, and gives both seats back", async () => {
    const slotId = "2026-11-23T11:00";
    await desk.shift("2026-11-23", { from: "11:00", to: "12:00" });
    const [first, second] = [await desk.chosen(1, slotId), await desk.chosen(1, slotId)];
    expect(first.reference).not.toBe(second.reference);
    await closeAll(desk.deps(), { key: callerKeyOf(desk.deps(), rosterPhone(1)), staff: { staffId: an.staffId, name: an.name }, reason: "nhầm" });
    expect(await desk.deps().store.findSlot(slotId)).toMatchObject({ taken: 0 });
    expect((await desk.deps().store.readDay("2026-11-23")).seats).toEqual([]);
  });

  test("needs a reason, and the page keeps what was typed", async () => {
    const key = await caller(1, [missed()]);
    const empty = await decide(key, "close", "  ");
    expect({ status: empty.status, summary: summaryIn(empty.html) }).toEqual({ status: 400, summary: [{ id: "reason", text: dw.errors["reason.missing"] }] });
    expect(lostIds(empty.html)).toEqual([]);
    const long = await decide(key, "again", "dài ".repeat(60));
    expect({ status: long.status, kept: long.html.includes("dài dài") }).toEqual({ status: 400, kept: true });
    expect((await desk.deps().store.findCaller(key))?.entries).toMatchObject([{ state: "resting" }]);
  });

  test("is not taken from a page that no longer says what is true", async () => {
    const key = await caller(1, [missed()]);
    const seen = (await desk.deps().store.findCaller(key))?.version ?? 0;
    await decide(key, "again");
    const late = await decide(key, "close", "đóng", an, seen);
    expect({ status: late.status, h1: h1In(late.html) }).toEqual({ status: 409, h1: dw.gone.title });
    expect((await desk.deps().store.findCaller(key))?.entries).toHaveLength(1);
  });

  test("does not close a request that was made while the page was open", async () => {
    const key = await caller(1, [{ ...missed(), turn: "askedNotToCall" }]);
    const seen = (await desk.deps().store.findCaller(key))?.version ?? 0;
    const row = await desk.deps().store.findCaller(key);
    if (row) await desk.deps().store.write([{ what: "caller", before: row, after: { ...row, version: seen + 1, askedNotToCallAt: daysAgo(3) } }], desk.world.now());
    await desk.booking(1);
    const late = await decide(key, "close", "đóng cả", an, seen);
    expect({ status: late.status, said: summaryIn(late.html).map(({ text }) => text), kept: late.html.includes("đóng cả") }).toEqual({ status: 409, said: [dw.errors.changed], kept: true });
    expect((await desk.deps().store.findCaller(key))?.entries).toHaveLength(2);
  });

  test("to ring again is not offered, nor taken, when the answers are too old; to close is", async () => {
    const key = await caller(1, [tooOld()]);
    const { html } = await desk.get(an, decidePath(key));
    expect({ said: textIn(html).includes(dw.tooOld), offered: html.includes('value="again"') }).toEqual({ said: true, offered: false });
    expect((await decide(key, "again")).status).toBe(409);
    expect((await decide(key, "close")).status).toBe(303);
  });

  test("for somebody who asked not to be called says so first", async () => {
    const key = await caller(1, [{ ...missed(), turn: "askedNotToCall" }]);
    expect(await textOf(decidePath(key))).toContain(dw.askedNotToCall);
  });

  test("for nobody, or for somebody who does not rest, is a plain page", async () => {
    const key = await caller(1, [{}]);
    for (const path of [decidePath("nobody"), decidePath(key), `${allPage}/decide`]) {
      const { status, html } = await desk.get(an, path);
      expect({ path, status, h1: h1In(html) }).toEqual({ path, status: 404, h1: dw.gone.title });
    }
  });
});

describe("the hand-over", () => {
  test("with nothing to say says so in each part, and that nobody is on shift", async () => {
    const { html } = await desk.get(an, handover);
    const text = textIn(html);
    expect(text.split(hw.nothing)).toHaveLength(6);
    // Today until the evening; tomorrow is a holiday, so the day after.
    expect(text).toContain(`${hw.gaps} (2) thứ Hai 23/11/2026 : 09:00–21:00 thứ Tư 25/11/2026 : 08:00–21:00`);
    expect(lostIds(html)).toEqual([]);
  });

  test("tells who is held by whom, danger, follow-ups, too much and who rests", async () => {
    await desk.shift("2026-11-23", { from: "08:00", to: "21:00" });
    await desk.chosen(6, "2026-11-23T11:00");
    await desk.chosen(7, "2026-11-23T11:00");
    const key = await caller(1, [{ danger: true, openedAt: hoursOn(-1), askFor: "Chị Mẫu" }]);
    await caller(2, [{ kind: "followUp", turn: "afterDanger", openedAt: hoursOn(-2), dueAt: hoursOn(12) }]);
    await caller(3, [{ kind: "followUp", dueAt: hoursOn(-3) }]);
    await caller(4, [{ kind: "followUp", dueAt: hoursOn(72) }]);
    await caller(5, [missed()]);
    await take(desk.deps(), { key, staff: { staffId: an.staffId, name: an.name } });
    await desk.post(chi, "/desk/hotline/roster/remove?date=2026-11-23", [["shiftId", (await desk.deps().store.readDay("2026-11-23")).shifts[0]?.id ?? ""]]);
    const { html } = await desk.get(an, handover);
    const parts = [...html.matchAll(/<section>.*?<\/section>/gs)].map(([part]) => textIn(part));
    expect(parts[0]).toContain(`${hw.danger} (2)`);
    expect(parts[0]).toContain(hw.dangerOpened("08:00 thứ Hai 23/11/2026"));
    expect(parts[0]).toContain(hw.dangerTalked("07:00 thứ Hai 23/11/2026"));
    expect(parts[1]).toContain(`${hw.dangerTag} ${hw.heldRow(an.name, "09:10 thứ Hai 23/11/2026")}`);
    expect(parts[2]).toContain(`${hw.followUps} (2)`);
    expect(parts[2]).toContain(hw.late);
    expect(parts[3]).toContain(`11:00 thứ Hai 23/11/2026 ${hw.over(2)}`);
    expect(parts[5]).toContain(w.because.missed);
    expect(html).not.toMatch(/Chị Mẫu|0900|•/);
  });

  test("is there for both roles, and in English", async () => {
    for (const person of [an, chi]) expect(h1In((await desk.get(person, `/en${handover}`)).html)).toBe("Hand-over");
  });
});

const act = record({ what: constantFrom("book", "slot", "move", "soon", "cancel", "call", "call", "close", "again", "wait"), who: nat(4), slot: nat(3), outcome: constantFrom(...outcomes) });
const refused = [AskedTooOften, NoSeat, NotNow, TooLate];

test("after whatever happens to five people, every open request is in one list, both counts agree, and seats ahead are those of open requests", { timeout: 120_000 }, async () => {
  const staff = { staffId: an.staffId, name: an.name };
  let round = 0;
  await holdsWhile(
    asyncProperty(array(act, { minLength: 8, maxLength: 30 }), async (acts) => {
      round += 1;
      const date = new Date(Date.parse("2026-11-25T00:00:00Z") + round * 7 * 86_400_000).toISOString().slice(0, 10);
      desk.anew(`round ${round}`);
      desk.world.moveTo(`${date}T01:00:00.000Z`);
      await desk.shift(date, { from: "08:00", to: "20:00", callsPerSlot: 1 });
      const deps = desk.deps();
      const references: string[][] = [[], [], [], [], []];
      const slotOf = (slot: number): string => `${date}T${["11:00", "14:00", "14:30", "18:00"][slot]}`;
      for (const { what, who, slot, outcome } of acts) {
        const phone = rosterPhone(who);
        const key = callerKeyOf(deps, phone);
        const reference = references[who]?.at(slot % Math.max(1, references[who].length)) ?? "";
        const run: Record<typeof what, () => Promise<unknown>> = {
          book: async () => references[who]?.push((await book(deps, { request: callRequest({ phone, dangerNow: slot ? "no" : "yes" }), idempotencyKey: newKey() })).receipt.reference),
          slot: async () => references[who]?.push((await book(deps, { request: timeRequest(slotOf(slot), { phone }), idempotencyKey: newKey() })).receipt.reference),
          move: () => move(deps, { reference, to: slotOf(slot) }),
          soon: () => move(deps, { reference, to: soon }),
          cancel: () => cancel(deps, reference),
          call: async () => {
            const held = await take(deps, { key, staff });
            if (!held) return;
            await ring(deps, { ...held, staff });
            await recordCall(deps, { ...held, staff, outcome, note: "", voicemail: false });
          },
          close: () => closeAll(deps, { key, staff, reason: "thử" }),
          again: () => ringAgain(deps, { key, staff, reason: "thử" }),
          wait: async () => desk.world.forward((slot + 1) * 50 * 60_000),
        };
        await run[what]().catch((thrown: unknown) => {
          if (!refused.some((kind) => thrown instanceof kind)) throw thrown;
        });
        const { inLists, open, counts } = await tally(deps);
        expect({ what, inLists, gone: counts.gone }).toEqual({ what, inLists: open, gone: 0 });
      }
      const { slots, seats } = await deps.store.readDay(date);
      for (const slot of slots) expect({ id: slot.id, taken: slot.taken }).toEqual({ id: slot.id, taken: seats.filter(({ slotId }) => slotId === slot.id).length });
      const ahead = seats.filter(({ slotId }) => slotStart(slotId) > desk.world.now());
      const holders = await Promise.all(ahead.map(({ reference }) => deps.store.findCallback(reference, desk.world.now())));
      expect(holders.filter((callback) => !callback || !isOpen(callback.state))).toEqual([]);
    }),
    30,
  );
});
