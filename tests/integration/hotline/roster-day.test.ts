import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callerKeyOf } from "../../../functions/hotline/identify.ts";
import type { Change } from "../../../functions/hotline/store.ts";
import { take } from "../../../functions/hotline/take.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { callerRows, entryOf, mondayMorning, writeRows } from "../../support/hotline.ts";
import { errorsIn, h1In, lostIds, summaryIn, textIn, valuesIn } from "../../support/pages.ts";
import { rosterPhone, startRosterDesk, untextable, type Person, type RosterDesk } from "./roster-desk.ts";

let desk: RosterDesk;
let chi: Person;
let an: Person;
beforeAll(async () => {
  desk = await startRosterDesk(mondayMorning);
});
afterAll(() => desk.world.stop());

// Every test has a day of its own, and people of its own.
let day = "2026-11-23";
let n = 0;
beforeEach(async () => {
  day = `2026-12-${String(n + 1).padStart(2, "0")}`;
  n += 1;
  desk.anew(`people of test ${n}`);
  desk.world.moveTo(`${day}T02:00:00.000Z`);
  desk.world.logged.length = 0;
  [chi, an] = [await desk.signIn("Chi"), await desk.signIn("An")];
});

const w = words.vi.hotlineRoster.today;
const page = (date = day): string => `/desk/hotline/today?date=${date}`;
const shown = async (person: Person = chi, date = day): Promise<string> => textIn((await desk.get(person, page(date))).html);
const close = (fields: [string, string][], person: Person = chi) => desk.post(person, `/desk/hotline/today/close?date=${day}`, fields);
const wholeDay: [string, string][] = [["what", "rest"], ["reason", "tư vấn viên ốm"]];
const confirmed: [string, string] = ["confirmed", "yes"];
const noTexts = { contact: { ...untextable, hours: [...untextable.hours] }, consents: { wording: "2026-11-22" as const, handling: true as const, texts: false } };
/** Half hours as the page shows them: "10:00 1/2 …". */
const halves = (html: string): string[] => [...html.matchAll(/<li class="half.*?<\/li>(?=<li class="half|<\/ol>)/gs)].map(([row]) => textIn(row).trim());
const slotOf = async (time: string) => (await desk.deps().store.readDay(day)).slots.find(({ id }) => id.endsWith(time));

describe("a day", () => {
  test("without a shift says so, and leads a manager to the roster", async () => {
    const { status, html } = await desk.get(chi, page());
    expect({ status, text: textIn(html).includes(w.empty), link: html.includes(w.makeRoster), form: html.includes('id="close"') }).toEqual({ status: 200, text: true, link: true, form: false });
    expect(lostIds(html)).toEqual([]);
  });

  test("shows each half hour with what is promised and possible, who works, and its requests by half a reference", async () => {
    await desk.shift(day, { from: "10:00", to: "11:00", name: "Tư vấn 1" });
    const booked = await desk.chosen(1, `${day}T10:00`, { askFor: "Chị Mẫu" });
    const { html } = await desk.get(an, page());
    expect(halves(html)).toEqual([
      `10:00 1/2 ${w.countSpoken(1, 2)} ${w.free(1)} Tư vấn 1 ${booked.reference.slice(0, 4)} ${w.kind.booked} · ${w.state.waiting}`,
      `10:30 0/2 ${w.countSpoken(0, 2)} ${w.free(2)} Tư vấn 1`,
    ]);
    expect(html).not.toContain(booked.reference);
    expect(html).not.toMatch(/Chị Mẫu|0900|•/);
  });

  test("with more promised than possible says so in a word, and what to do", async () => {
    const shift = await desk.shift(day, { from: "10:00", to: "11:00" });
    await desk.chosen(1, `${day}T10:00`);
    await desk.chosen(2, `${day}T10:00`);
    await desk.post(chi, `/desk/hotline/roster/absent?date=${day}`, [["shiftId", shift.id], ["absent", "yes"]]);
    const text = await shown();
    for (const said of [w.overTitle, w.overText("10:00"), w.overManager, w.over(2), w.nobody]) expect(text).toContain(said);
    const read = await shown(an);
    expect(read).toContain(w.overCounsellor);
    expect(read).not.toContain(w.overManager);
  });

  test("keeps what has passed out of the way, and raises no alarm about it", async () => {
    const shift = await desk.shift(day, { from: "08:00", to: "12:00" });
    desk.world.moveTo(`${day}T00:59:00.000Z`);
    await desk.chosen(1, `${day}T08:30`);
    desk.world.moveTo(`${day}T02:00:00.000Z`);
    await desk.post(chi, `/desk/hotline/roster/absent?date=${day}`, [["shiftId", shift.id], ["absent", "yes"]]);
    const text = await shown();
    expect(text).toContain(w.past(1));
    expect(text).not.toContain(w.overTitle);
  });

  test("names a holiday, and says of one that is only likely that it is", async () => {
    const d = words.vi.hotlineRoster.days;
    expect(await shown(an, "2026-11-24")).toContain(d.off("Ngày Văn hóa Việt Nam"));
    expect(await shown(an, "2027-02-05")).toContain(`${d.off("Tết Nguyên đán")} (${d.likely})`);
    expect(await shown(an, "2026-11-28")).toContain(d.weekend);
    expect(await shown(an, "2031-05-06")).toContain(d.unknown);
  });

  test.each(["", "2026-02-30", "9999-12-31", "today", "0001-01-01"])("named %j is today", async (date) => {
    const { status, html } = await desk.get(an, page(date));
    expect({ status, h1: h1In(html).startsWith(words.vi.hotlineRoster.titles.today) }).toEqual({ status: 200, h1: true });
  });

  test("is there in English too", async () => {
    const { html } = await desk.get(an, `/en${page()}`);
    expect(h1In(html)).toMatch(/^Today · /);
    expect(html).toContain('href="/en/desk/hotline/roster');
  });
});

describe("closing", () => {
  test("asks for half hours and a reason, and keeps what was typed", async () => {
    await desk.shift(day, { from: "10:00", to: "11:00" });
    const empty = await close([["what", "chosen"]]);
    expect(empty.status).toBe(400);
    expect(summaryIn(empty.html)).toEqual([{ id: "pick-1000", text: w.errors["slotId.missing"] }, { id: "reason", text: w.errors["reason.missing"] }]);
    expect(lostIds(empty.html)).toEqual([]);
    const long = await close([["what", "chosen"], ["slotId", `${day}T10:30`], ["reason", "ốm ".repeat(80)]]);
    expect(summaryIn(long.html).map(({ text }) => text)).toEqual([w.errors["reason.tooLong"]]);
    expect(errorsIn(long.html)).toEqual([w.errors["reason.tooLong"]]);
    expect(long.html).toContain("ốm ốm ốm");
    expect(valuesIn(long.html, "slotId")).toEqual([`${day}T10:30`]);
  });

  test("names who is affected and how they will hear before anything is written", async () => {
    await desk.shift(day, { from: "10:00", to: "12:00" });
    await desk.chosen(1, `${day}T11:00`);
    await desk.chosen(2, `${day}T11:30`, noTexts);
    await desk.booking(3);
    const before = await desk.deps().store.readDay(day);
    const { status, html } = await close(wholeDay);
    const text = textIn(html);
    expect({ status, h1: h1In(html) }).toEqual({ status: 200, h1: w.confirm.title(4) });
    for (const said of [w.confirm.some(2), w.confirm.texted(1), w.confirm.toCall(1), w.confirm.soon, "tư vấn viên ốm", w.confirm.confirm(2)]) expect(text).toContain(said);
    expect(await desk.deps().store.readDay(day)).toEqual(before);
  });

  test("tells people by text where they allow it, leaves the others to be rung, and lets who has no time wait on", async () => {
    await desk.shift(day, { from: "10:00", to: "12:00" });
    await desk.chosen(1, `${day}T11:00`);
    await desk.chosen(2, `${day}T11:30`, noTexts);
    const soon = await desk.booking(3);
    const done = await close([...wholeDay, confirmed]);
    expect(done).toMatchObject({ status: 303, to: `/desk/hotline/today?date=${day}&done=closed&slots=4&texted=1&toCall=1` });
    const { html } = await desk.get(chi, done.to);
    expect(textIn(html)).toContain(`${w.done.closed(4)} ${w.done.told(1, 1)}`);
    expect(halves(html).map((row) => row.includes(w.closed))).toEqual([true, true, true, true]);
    const { slots, seats } = await desk.deps().store.readDay(day);
    expect({ seats, taken: slots.reduce((sum, { taken }) => sum + taken, 0) }).toEqual({ seats: [], taken: 0 });
    expect(await desk.deps().store.findCallback(soon.reference, desk.world.now())).toMatchObject({ state: "waiting", kind: "soon" });
    const offers = (await desk.world.rows("messages")).filter(({ template, createdAt }) => template === "callOffer" && String(createdAt).startsWith(day));
    expect(offers).toHaveLength(1);
    expect(desk.world.logged.filter(({ code }) => code === "SLOTS_CLOSED")).toHaveLength(1);
  });

  test("some half hours closes those alone", async () => {
    await desk.shift(day, { from: "10:00", to: "12:00" });
    await desk.chosen(1, `${day}T11:00`);
    const done = await close([["what", "chosen"], ["slotId", `${day}T10:30`], ["slotId", `${day}T11:30`], ["slotId", "2026-11-30T10:00"], ["reason", "họp"], confirmed]);
    expect(textIn((await desk.get(chi, done.to)).html)).toContain(`${w.done.closed(2)} ${w.done.toldNobody}`);
    expect((await desk.deps().store.readDay(day)).slots.map(({ closed }) => closed)).toEqual([false, true, false, true]);
  });

  test("takes nobody away from a counsellor who holds them", async () => {
    await desk.shift(day, { from: "09:00", to: "12:00" });
    await desk.booking(1);
    await desk.chosen(1, `${day}T11:00`);
    const held = await take(desk.deps(), { key: callerKeyOf(desk.deps(), rosterPhone(1)), staff: { staffId: an.staffId, name: an.name } });
    await close([...wholeDay, confirmed]);
    const caller = await desk.deps().store.findCaller(held?.key ?? "");
    expect(caller?.lease).toMatchObject({ id: held?.leaseId, staffId: an.staffId });
    expect(caller?.entries.find(({ kind }) => kind === "booked")).toMatchObject({ turn: "slotClosed", state: "waiting" });
  });

  test("cut off in the middle says how many have not been told, and the same button tells only them", async () => {
    await desk.shift(day, { from: "10:00", to: "12:00" });
    for (const who of [1, 2, 3]) await desk.chosen(who, `${day}T11:00`.replace("11:00", ["10:30", "11:00", "11:30"][who - 1] ?? ""));
    const { store } = desk.deps();
    let told = 0;
    const isTelling = (changes: readonly Change[]) => changes.some((change) => change.what === "noSeat");
    desk.replaceStore({
      ...store,
      write: async (changes, now) => {
        if (isTelling(changes) && (told += 1) > 1) throw new Error("the process ends here");
        return store.write(changes, now);
      },
    });
    expect((await close([...wholeDay, confirmed])).status).toBe(500);
    desk.replaceStore(store);

    const { html } = await desk.get(chi, page());
    expect(textIn(html)).toContain(w.untoldText(2, halves(html).flatMap((row) => (row.includes(w.untold(1)) ? [/\d\d:\d\d/.exec(row)?.[0] ?? ""] : [])).join(", ")));
    expect(textIn(html)).toContain(w.untoldManager);
    const ticked = valuesIn(html, "slotId").filter((id) => id.startsWith(day));
    expect(new Set(ticked).size).toBe(2);
    const finished = await close([["what", "chosen"], ...ticked.map((id): [string, string] => ["slotId", id]), ["reason", "ốm"], confirmed]);
    expect(finished.to).toContain("slots=2&texted=2&toCall=0");
    const offers = (await desk.world.rows("messages")).filter(({ template, createdAt }) => template === "callOffer" && String(createdAt).startsWith(day));
    expect(offers).toHaveLength(3);
    expect(await shown()).not.toContain(w.untoldTitle);
  });

  test("what has begun cannot be closed", async () => {
    await desk.shift(day, { from: "08:00", to: "12:00" });
    const refused = await close([["what", "chosen"], ["slotId", `${day}T09:00`], ["reason", "ốm"], confirmed]);
    expect({ status: refused.status, text: summaryIn(refused.html)[0]?.text }).toEqual({ status: 400, text: w.errors["slotId.past"] });
    expect((await slotOf("09:00"))?.closed).toBe(false);
  });
});

describe("opening again", () => {
  test("gives the seats back, and moves nobody who was told", async () => {
    await desk.shift(day, { from: "10:00", to: "11:00" });
    await desk.chosen(1, `${day}T10:30`);
    await close([["what", "chosen"], ["slotId", `${day}T10:30`], ["reason", "ốm"], confirmed]);
    const opened = await desk.post(chi, "/desk/hotline/today/open", [["slotId", `${day}T10:30`]]);
    expect(textIn((await desk.get(chi, opened.to)).html)).toContain(w.done.opened("10:30"));
    expect(await slotOf("10:30")).toMatchObject({ closed: false, taken: 0, capacity: 2 });
  });

  test.each([["of the past", "T08:30", w.errors["slotId.past"]], ["that is none", "T08:15", w.errors["slotId.missing"]]])("a half hour %s is refused", async (_what, time, said) => {
    await desk.shift(day, { from: "08:00", to: "11:00" });
    const refused = await desk.post(chi, "/desk/hotline/today/open", [["slotId", `${day}${time}`]]);
    expect({ status: refused.status, text: summaryIn(refused.html)[0]?.text }).toEqual({ status: 400, text: said });
  });
});

describe("a counsellor", () => {
  test("sees the day without forms, and is refused by the server", async () => {
    await desk.shift(day, { from: "10:00", to: "11:00" });
    const { html } = await desk.get(an, page());
    expect(html).not.toMatch(/type="checkbox"|today\/(close|open)/);
    const refused = await close([...wholeDay, confirmed], an);
    expect({ status: refused.status, h1: h1In(refused.html) }).toEqual({ status: 403, h1: words.vi.desk.signIn.problems.title.noRole });
    expect((await desk.post(an, "/desk/hotline/today/open", [["slotId", `${day}T10:30`]])).status).toBe(403);
    expect((await desk.deps().store.readDay(day)).slots.every(({ closed }) => !closed)).toBe(true);
    expect(desk.world.logged.filter(({ code }) => code === "DESK_REFUSED").map(({ fields }) => fields?.because)).toEqual(["role", "role"]);
  });

  test("cannot act for a manager by another's form", async () => {
    await desk.shift(day, { from: "10:00", to: "11:00" });
    const refused = await desk.post({ ...chi, csrf: an.csrf }, `/desk/hotline/today/close?date=${day}`, [...wholeDay, confirmed]);
    expect(refused.status).toBe(403);
    expect((await desk.deps().store.readDay(day)).slots.every(({ closed }) => !closed)).toBe(true);
  });
});

test("a request that awaits a decision gives its seat back with the rest, and does not count as untold", async () => {
  await desk.shift(day, { from: "10:00", to: "11:00" });
  await writeRows(desk.deps(), callerRows(desk.deps(), rosterPhone(9), [entryOf(desk.deps(), { state: "resting", turn: "askedNotToCall", kind: "booked", slotId: `${day}T10:00` })]).changes);
  await close([...wholeDay, confirmed]);
  const text = await shown();
  expect(text).not.toContain(`${w.kind.booked} · ${w.state.resting}`);
  expect(text).not.toContain(w.untoldTitle);
});
