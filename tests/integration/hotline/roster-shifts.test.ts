import { keeperOn } from "../../support/keepers.ts";
import { array, asyncProperty, constantFrom, nat, record, tuple } from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { book } from "../../../functions/hotline/book.ts";
import { NoSeat } from "../../../functions/hotline/refusals.ts";
import { isOverlap } from "../../../functions/hotline/repeat-shift.ts";
import { markAbsent, putShift, removeShift } from "../../../functions/hotline/roster.ts";
import { createHotlineStore } from "../../../functions/hotline/store.ts";
import { createStaffStore } from "../../../functions/staff/store.ts";
import { makeDemoRoster } from "../../../infra/local/demo-roster.ts";
import { capacityAt, uncovered } from "../../../shared/hotline/roster.ts";
import { slotTime } from "../../../shared/hotline/slots.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { mondayMorning, newKey, shiftOn, timeRequest } from "../../support/hotline.ts";
import { errorsIn, h1In, lostIds, optionsIn, summaryIn, textIn, valuesIn } from "../../support/pages.ts";
import { demoPerson } from "../../support/staff-sign-in.ts";
import { holdsWhile, rosterPhone, startRosterDesk, type Person, type RosterDesk } from "./roster-desk.ts";

let desk: RosterDesk;
let chi: Person;
let an: Person;
beforeAll(async () => {
  desk = await startRosterDesk(mondayMorning);
});
afterAll(() => desk.world.stop());

const w = words.vi.hotlineRoster.roster;
const d = words.vi.hotlineRoster.days;

let day = "2026-11-25";
let n = 0;
beforeEach(async () => {
  // A Wednesday each, a week apart.
  day = new Date(Date.parse("2027-02-24T00:00:00Z") + n * 7 * 86_400_000).toISOString().slice(0, 10);
  n += 1;
  desk.anew(`people of test ${n}`);
  desk.world.moveTo(`${day}T02:00:00.000Z`);
  [chi, an] = [await desk.signIn("Chi"), await desk.signIn("An")];
});

const page = (date = day): string => `/desk/hotline/roster?date=${date}`;
const fields = (change: Record<string, string> = {}): [string, string][] =>
  Object.entries({ counsellor: an.staffId, from: "10:00", to: "12:00", calls: "2", repeat: "once", "until.day": "", "until.month": "", "until.year": "", ...change });
const until = (date: string) => ({ repeat: "workingDays", "until.day": date.slice(8), "until.month": date.slice(5, 7), "until.year": date.slice(0, 4) });
const add = (change: Record<string, string> = {}, date = day, person = chi) => desk.post(person, `/desk/hotline/roster/add?date=${date}`, fields(change));
const shiftsOf = async (date = day) => (await desk.deps().store.readDay(date)).shifts;
const seatsOf = async (date = day) => Object.fromEntries((await desk.deps().store.readDay(date)).slots.map(({ id, capacity }) => [slotTime(id), capacity]));
const textOf = async (to: string, person = chi) => textIn((await desk.get(person, to)).html);

describe("a manager", () => {
  test("puts somebody on shift, and the seats follow", async () => {
    const done = await add();
    expect(done).toMatchObject({ status: 303, to: `${page()}&done=added` });
    expect(await textOf(done.to)).toContain(w.done.added);
    expect(await shiftsOf()).toMatchObject([{ date: day, counsellorId: an.staffId, name: an.name, from: "10:00", to: "12:00", callsPerSlot: 2, absent: false }]);
    expect(await seatsOf()).toEqual({ "10:00": 2, "10:30": 2, "11:00": 2, "11:30": 2 });
  });

  test("chooses among counsellors and managers who have signed in, each once", async () => {
    await desk.signIn("Bình");
    const { html } = await desk.get(chi, page());
    expect(optionsIn(html, "counsellor").slice(1).toSorted()).toEqual(["An", "Bình", "Chi"].map((name) => demoPerson(name).name).toSorted());
    expect(lostIds(html)).toEqual([]);
  });

  test("is told everything that is missing at once, and loses nothing that was typed", async () => {
    const refused = await add({ counsellor: "somebody else", from: "12:00", to: "10:00", calls: "9", ...until("2027-01-01") });
    expect(refused.status).toBe(400);
    expect(summaryIn(refused.html)).toEqual([
      { id: "counsellor", text: w.errors["counsellor.missing"] },
      { id: "to", text: w.errors["to.order"] },
      { id: "calls", text: w.errors["calls.missing"] },
      { id: "until", text: w.errors["until.order"] },
    ]);
    expect(lostIds(refused.html)).toEqual([]);
    expect({ from: valuesIn(refused.html, "from"), to: valuesIn(refused.html, "to"), year: valuesIn(refused.html, "until.year"), repeat: valuesIn(refused.html, "repeat") }).toEqual({ from: ["12:00"], to: ["10:00"], year: ["2027"], repeat: ["workingDays"] });
    expect(await shiftsOf()).toEqual([]);
  });

  test.each([
    ["no times", { from: "", to: "25:00" }, ["from.missing", "to.missing"]],
    ["no way of repeating", { repeat: "always" }, ["repeat.missing"]],
    ["a last day that does not exist", { ...until("2027-02-30") }, ["until.missing"]],
    ["no last day", { repeat: "workingDays" }, ["until.missing"]],
    ["a last day too far off", { ...until("2028-01-01") }, ["until.tooFar"]],
    ["an end that has passed", { from: "08:00", to: "09:00" }, ["to.past"]],
  ] as const)("is told of %s", async (_what, change, codes) => {
    const refused = await add(change);
    expect({ status: refused.status, errors: errorsIn(refused.html) }).toEqual({ status: 400, errors: codes.map((code) => w.errors[code]) });
  });

  test("cannot put one counsellor in two places", async () => {
    await add();
    const refused = await add({ from: "11:30", to: "13:00" });
    expect({ status: refused.status, errors: errorsIn(refused.html), kept: valuesIn(refused.html, "from") }).toEqual({ status: 409, errors: [w.errors.overlap], kept: ["11:30"] });
    expect(await shiftsOf()).toHaveLength(1);
    expect((await add({ from: "12:00", to: "13:00" })).status).toBe(303);
  });

  test("marks somebody absent and present again, and takes a shift out", async () => {
    await add();
    const [shift] = await shiftsOf();
    const change = (act: string, absent = "") => desk.post(chi, `/desk/hotline/roster/${act}?date=${day}`, [["shiftId", shift?.id ?? ""], ["absent", absent]]);
    const absent = await change("absent", "yes");
    expect(await textOf(absent.to)).toContain(w.done.absent);
    expect({ seats: await seatsOf(), absent: (await shiftsOf())[0]?.absent }).toEqual({ seats: { "10:00": 0, "10:30": 0, "11:00": 0, "11:30": 0 }, absent: true });
    expect(await textOf((await change("absent", "no")).to)).toContain(w.done.present);
    expect((await seatsOf())["10:00"]).toBe(2);
    expect(await textOf((await change("remove")).to)).toContain(w.done.removed);
    expect(await shiftsOf()).toEqual([]);
    expect((await change("remove")).status).toBe(303);
    expect((await change("absent", "yes")).status).toBe(303);
    expect(await shiftsOf()).toEqual([]);
  });

  test("is shown at once what has become too much, and is led to the day", async () => {
    await add();
    await desk.chosen(1, `${day}T11:00`);
    const [shift] = await shiftsOf();
    const gone = await desk.post(chi, `/desk/hotline/roster/remove?date=${day}`, [["shiftId", shift?.id ?? ""]]);
    expect(await textOf(gone.to)).toContain(w.overText("11:00"));
    expect((await desk.get(chi, gone.to)).html).toContain(`href="/desk/hotline/today?date=${day}"`);
  });

  test("only looks at a day that has passed", async () => {
    const past = "2026-11-23";
    const { html } = await desk.get(chi, page(past));
    expect({ form: html.includes("roster/add"), said: textIn(html).includes(w.past) }).toEqual({ form: false, said: true });
    for (const act of ["add", "absent", "remove"]) {
      const refused = await desk.post(chi, `/desk/hotline/roster/${act}?date=${past}`, fields());
      expect({ act, status: refused.status, said: summaryIn(refused.html).map(({ text }) => text) }).toEqual({ act, status: 400, said: [w.errors["date.past"]] });
    }
  });

  test("is warned of a holiday, and may roster all the same", async () => {
    desk.world.moveTo("2027-02-01T02:00:00.000Z");
    chi = await desk.signIn("Chi");
    expect(await textOf(page("2027-02-06"))).toContain(w.offWarning(d.off("Mùng 1 Tết Đinh Mùi")));
    expect(await textOf(page("2027-02-05"))).toContain(d.likely);
    expect((await add({}, "2027-02-06")).status).toBe(303);
  });
});

describe("repeating", () => {
  test("reaches every working day, over Tết too, and names the days it left out", async () => {
    desk.world.moveTo("2027-02-01T02:00:00.000Z");
    chi = await desk.signIn("Chi");
    await add({ from: "11:00", to: "13:00" }, "2027-02-12");
    const done = await add({ ...until("2027-02-15") }, "2027-02-02");
    const text = await textOf(done.to);
    // 2, 3, 4 and 15 February; the 12th is taken, the 5th to 11th are Tết, two of them a weekend with names of their own.
    expect(text).toContain(w.done.repeated(4));
    for (const [date, name] of [["2027-02-05", "Tết Nguyên đán"], ["2027-02-06", "Mùng 1 Tết Đinh Mùi"], ["2027-02-11", "Nghỉ bù Tết Nguyên đán"]] as const)
      expect(text).toMatch(new RegExp(`${words.vi.day(date)} \\(${d.off(name)}`));
    expect(text).toContain(`12/02/2027 (${w.done.overlapping})`);
    expect(text).not.toContain("13/02/2027");
    for (const date of ["2027-02-02", "2027-02-03", "2027-02-04", "2027-02-15"]) expect(await shiftsOf(date)).toHaveLength(1);
    for (const date of ["2027-02-05", "2027-02-08", "2027-02-11", "2027-02-13"]) expect(await shiftsOf(date)).toEqual([]);
  });

  test("again adds nothing: what was there already is said", async () => {
    const last = new Date(Date.parse(`${day}T00:00:00Z`) + 2 * 86_400_000).toISOString().slice(0, 10);
    await add({ ...until(last) });
    const again = await add({ ...until(last) });
    expect(await textOf(again.to)).toContain(`${w.done.repeated(0)} ${w.done.already(3)}`);
    expect(await shiftsOf(last)).toHaveLength(1);
  });
});

describe("a counsellor", () => {
  test("sees who works, without forms, and is refused by the server", async () => {
    await add();
    const { html } = await desk.get(an, page());
    expect(textIn(html)).toContain(an.name);
    expect(textIn(html)).toContain(w.counsellorNote);
    expect(html).not.toMatch(/roster\/(add|absent|remove)/);
    for (const act of ["add", "absent", "remove"]) {
      const refused = await desk.post(an, `/desk/hotline/roster/${act}?date=${day}`, [...fields(), ["shiftId", (await shiftsOf())[0]?.id ?? ""], ["absent", "yes"]]);
      expect({ act, status: refused.status, h1: h1In(refused.html) }).toEqual({ act, status: 403, h1: words.vi.desk.signIn.problems.title.noRole });
    }
    expect(await shiftsOf()).toMatchObject([{ absent: false }]);
  });
});

describe("the week", () => {
  const wk = words.vi.hotlineRoster.week;
  test("shows a line a day: promised of possible, too much, closed, no shift, and the holidays by name", async () => {
    desk.world.moveTo("2027-02-01T02:00:00.000Z");
    chi = await desk.signIn("Chi");
    await desk.shift("2027-02-03", { from: "14:00", to: "16:00" });
    await desk.chosen(1, "2027-02-03T14:00");
    await desk.post(chi, "/desk/hotline/today/close?date=2027-02-03", [["what", "chosen"], ["slotId", "2027-02-03T15:30"], ["reason", "họp"], ["confirmed", "yes"]]);
    const { html } = await desk.get(chi, "/desk/hotline/week?from=2027-02-01");
    const lines = [...html.matchAll(/<tr.*?<\/tr>/gs)].slice(1).map(([row]) => textIn(row).trim());
    expect(lines).toHaveLength(7);
    expect(lines[0]).toContain(wk.isToday);
    expect(lines[2]).toContain(wk.closed(1));
    expect(lines[4]).toContain(`${d.off("Tết Nguyên đán")} (${d.likely})`);
    expect(lines[5]).toContain(d.off("Mùng 1 Tết Đinh Mùi"));
    expect(lines[5]).not.toContain(d.likely);
    expect(html).toContain('href="/desk/hotline/today?date=2027-02-03"');
    expect((await desk.get(an, "/desk/hotline/week?from=2099-11-30")).status).toBe(200);
  });

  test("shows half hours with too much in a word", async () => {
    await add();
    await desk.chosen(1, `${day}T11:00`);
    await desk.post(chi, `/desk/hotline/roster/remove?date=${day}`, [["shiftId", (await shiftsOf())[0]?.id ?? ""]]);
    expect(await textOf(`/desk/hotline/week?from=${day}`)).toContain(`1/0 ${wk.isToday} ${wk.over("11:00")} ${wk.noShift}`);
  });
});

const hours = ["08:00", "10:00", "11:30", "13:00", "15:00"] as const;
const act = record({ what: constantFrom("add", "add", "absent", "present", "remove", "book"), who: constantFrom("counsellor-1", "counsellor-2", "counsellor-3"), from: nat(3), long: nat(3), calls: nat(3), which: nat(9) });
type Act = { what: "add" | "absent" | "present" | "remove" | "book"; who: string; from: number; long: number; calls: number; which: number };

test("two managers and the public at once: whatever comes first, no change is lost, seats are those of the shifts, and nobody is in two places", { timeout: 120_000 }, async () => {
  let round = 0;
  await holdsWhile(
    asyncProperty(tuple(array(act, { minLength: 3, maxLength: 8 }), array(act, { minLength: 3, maxLength: 8 })), async ([one, other]) => {
      const date = new Date(Date.parse("2027-09-06T00:00:00Z") + round * 86_400_000).toISOString().slice(0, 10);
      round += 1;
      desk.anew(`round ${round}`);
      desk.world.moveTo(`${date}T00:00:00.000Z`);
      const deps = desk.deps();
      const added: string[] = [];
      const removed = new Set<string>();
      const done = async ({ what, who, from, long, calls, which }: Act, by: number): Promise<void> => {
        const id = added[which % Math.max(1, added.length)] ?? "none";
        if (what === "remove") {
          await removeShift(deps, { date, id });
          removed.add(id);
          return;
        }
        if (what === "absent" || what === "present") return markAbsent(deps, { date, id, absent: what === "absent" });
        try {
          if (what === "book") return void (await book(deps, { request: timeRequest(`${date}T${hours[from]}`, { phone: rosterPhone(by * 40 + which) }), idempotencyKey: newKey() }));
          const shift = shiftOn(date, { id: deps.ids.event(), counsellorId: who, from: hours[from] ?? "08:00", to: hours[Math.min(4, from + 1 + long)] ?? "15:00", callsPerSlot: calls + 1 });
          added.push((await putShift(deps, shift)).id);
        } catch (thrown) {
          if (!isOverlap(thrown) && !(thrown instanceof NoSeat)) throw thrown;
        }
      };
      const all = async (acts: readonly Act[], by: number) => {
        for (const [i, each] of acts.entries()) await done(each, by + (i % 2) / 2);
      };
      await Promise.all([all(one, 0), all(other, 1)]);
      const { slots, shifts, seats } = await deps.store.readDay(date);
      for (const slot of slots) expect({ id: slot.id, capacity: slot.capacity, taken: slot.taken }).toEqual({ id: slot.id, capacity: capacityAt(shifts, slotTime(slot.id)), taken: seats.filter(({ slotId }) => slotId === slot.id).length });
      expect(shifts.map(({ id }) => id).toSorted()).toEqual(added.filter((id) => !removed.has(id)).toSorted());
      const pairs = shifts.flatMap((a) => shifts.filter((b) => a.id < b.id && a.counsellorId === b.counsellorId && a.from < b.to && b.from < a.to));
      expect(pairs).toEqual([]);
    }),
    40,
  );
});

test("the demonstration puts both counsellors on shift for the next ten working days, once, with nobody missing in the desk's hours", async () => {
  const own = await startRosterDesk(mondayMorning);
  const { client, names, now } = own.world;
  await makeDemoRoster(names, { outbox: own.world.outbox, keepers: { hotline: keeperOn(client, names.hotline, "hotline"), staff: keeperOn(client, names.staff, "staff") }, now });
  const store = createHotlineStore(client, names.hotline, own.world.outbox, keeperOn(client, names.hotline, "hotline"));
  const nowSeconds = Math.floor(now().getTime() / 1_000);
  const listed = await createStaffStore(client, names.staff, keeperOn(client, names.staff, "staff")).listByRole("counsellor", nowSeconds);
  expect(listed.map(({ staffId }) => staffId)).toEqual(["An", "Bình"].map((name) => demoPerson(name).sub));
  expect((await own.world.rows("staff")).filter(({ sk }) => sk.startsWith("SESSION#"))).toEqual([]);
  expect(uncovered((await store.readDay("2026-11-23")).shifts)).toEqual([]);
  expect((await store.readDay("2026-11-24")).shifts).toEqual([]);
  expect((await store.readDay("2026-12-07")).shifts).toHaveLength(2);
  expect((await store.readDay("2026-12-08")).shifts).toEqual([]);
  for (const { id } of (await store.readDay("2026-11-25")).shifts) await removeShift(own.deps(), { date: "2026-11-25", id });
  await makeDemoRoster(names, { outbox: own.world.outbox, keepers: { hotline: keeperOn(client, names.hotline, "hotline"), staff: keeperOn(client, names.staff, "staff") }, now });
  expect((await store.readDay("2026-11-25")).shifts).toEqual([]);
  await own.world.stop();
});
