import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { closeSlots } from "../../../functions/hotline/close-slots.ts";
import { changeCodeOf, linkTokenOf, textTokenOf } from "../../../functions/hotline/identify.ts";
import { instantOf } from "../../../shared/calendar/local-time.ts";
import { safeHours } from "../../../shared/contact/safe-contact.ts";
import type { CallbackRequest } from "../../../shared/hotline/callback.ts";
import type { HotlineLines } from "../../../shared/hotline/lines.ts";
import { slotStart, type SlotId } from "../../../shared/hotline/slots.ts";
import { callbackSteps, firstCallbackStep, type CallbackStepId } from "../../../shared/hotline/steps.ts";
import { languages, type Language } from "../../../shared/language.ts";
import { appointmentPath, callbackPath, pagePath } from "../../../shared/paths.ts";
import { formatReference } from "../../../shared/reference.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { callbackStep, callerAt, hiddenIn, logOf, nearestIn, openDoor, receiptIn, timesIn, typedFor, untexted, wish, wishAt, wordsOf, type Door, type Fields } from "../../support/callers.ts";
import { plainPost, walk as walkRegistration, withSealed, type Page } from "../../support/form-walk.ts";
import { callRequest, counsellor, mondayMorning } from "../../support/hotline.ts";
import { tellingWordsIn } from "../../support/neutral-words.ts";
import { actionIn, errorsIn, h1In, lostIds, otherActionsIn, summaryIn, textIn, valuesIn } from "../../support/pages.ts";
import { motherForSon, testLandline } from "../../support/people.ts";
import { startWorld, type World } from "../../support/world.ts";

let shared: World;
let door: Door;
beforeAll(async () => {
  shared = await startWorld();
});
beforeEach(async () => {
  shared.moveTo(mondayMorning);
  door = await openDoor(shared);
});
afterAll(() => shared.stop());

const { vi } = words;
const t = vi.hotline;
const minutes = (n: number): number => n * 60_000;
const otherWay: Record<Language, Language> = { vi: "en", en: "vi" };
/** Sets the clock to a wall-clock time in Vietnam. */
const clockTo = (date: string, hour: number, minute: number): void => shared.moveTo(instantOf(date, hour, minute).toISOString());

/** Monday the 23rd is today, Tuesday a holiday. */
const today = { ten: "2026-11-23T10:00", half: "2026-11-23T10:30", eleven: "2026-11-23T11:00", three: "2026-11-23T15:00" } as const;
const wednesday = "2026-11-25T09:00";
const fewSeats = { [today.ten]: 2, [today.half]: 2, [today.eleven]: 2, [today.three]: 2, [wednesday]: 2 };

const titleIn = (html: string): string => /<title>(.*?)<\/title>/.exec(html)?.[1] ?? "";
const seatsOf = async (id: SlotId) => {
  const slot = (await door.hotlineRows()).find((row) => row.sk.startsWith("SLOT#") && row.id === id);
  return { taken: slot?.taken, held: Object.values((slot?.holds ?? {}) as Record<string, string>).filter((until) => until > shared.now().toISOString()).length };
};

/** What every page of the form owes whoever reads it, and whoever looks over their shoulder. */
function expectSound(page: Page, language: Language, where: string): void {
  expect(page.html, where).toContain(`<html lang="${language}"`);
  expect(lostIds(page.html), where).toEqual([]);
  expect(titleIn(page.html), where).toMatch(/^Đường Về( · (Bước \d\/\d|Step \d of \d))?$/);
  expect(tellingWordsIn(titleIn(page.html)), where).toEqual([]);
  expect(page.headers.get("cache-control"), where).toBe("no-store");
  // Every box has a name to be read out: its label around it, or one that points at it.
  for (const box of page.html.match(/<input (?!type="hidden")[^>]*>/g) ?? []) {
    const id = /\sid="([^"]+)"/.exec(box)?.[1];
    const wrapped = new RegExp(`<label[^>]*>\\s*${box.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`).test(page.html);
    expect(wrapped || page.html.includes(`<label for="${id}"`), `${where}: ${box}`).toBe(true);
  }
}

describe.for(languages)("every page, in %s", (language) => {
  const w = words[language];
  /** Between them these meet every page of the form. */
  const people = [wish(1, { language }), wishAt(2, today.three, { language, askFor: "Chị Mẫu" }), wish(3, { language, dangerNow: "yes", ...untexted, phoneOwner: "borrowed", asking: "other" })];

  test("is asked, answered and read back by plain posts, up to the receipt", async () => {
    await door.roster(fewSeats);
    const met = new Set<string>(["danger"]);
    for (const request of people) {
      const check = await door.walk(request, "check", (id, page) => {
        met.add(id);
        expectSound(page, language, id);
      });
      expectSound(check, language, "check");
      expect(h1In(check.html)).toBe(w.hotline.check.title);
      const read = textIn(check.html);
      for (const step of callbackSteps.filter(({ when }) => !when || request.way === "slot"))
        for (const field of step.fields) expect(read).toContain(w.hotline.fields[field.label].label);
      expect(read).toContain(`${request.phone.slice(0, 4)} ${request.phone.slice(4, 7)} ${request.phone.slice(7)}`);
      const receipt = await door.sendForm(check, language);
      expect(receipt.status).toBe(201);
      expectSound(receipt, language, "receipt");
      expect(h1In(receipt.html)).toBe(w.hotline.receipt.title);
    }
    expect([...met].toSorted()).toEqual(["help", ...callbackSteps.map(({ id }) => id)].toSorted());
    expect(await door.callbacks()).toHaveLength(people.length);
  });

  test("left empty, comes back with what is missing, in words, each leading to its question", async () => {
    await door.roster(fewSeats);
    const request = wishAt(4, today.three, { language });
    const pages: [CallbackStepId, Page | null][] = [["danger", null]];
    await door.walk(request, "check", (id, page) => void pages.push([id as CallbackStepId, page]));
    for (const [id, page] of pages) {
      const step = callbackStep(id);
      const path = callbackPath(language, step.slug);
      const empty = await door.post(path, page ? withSealed(page.sealed) : []);
      const required = step.fields.filter(({ optional }) => !optional).map(({ name }) => name.replaceAll(".", "-"));
      expect({ id, status: empty.status, shown: door.shown(empty) }).toEqual({ id, status: 422, shown: id });
      expect(summaryIn(empty.html).map((line) => line.id)).toEqual(required);
      expect(errorsIn(empty.html).toSorted()).toEqual(summaryIn(empty.html).map(({ text }) => text).toSorted());
      for (const { text } of summaryIn(empty.html)) expect(Object.values<string>(w.hotline.errors)).toContain(text);
      expectSound(empty, language, `${id} with errors`);
    }
  });

  test("can be read in the other language in the middle, and every answer stays", async () => {
    await door.roster(fewSeats);
    const request = wishAt(5, today.three, { language, askFor: "Mẫu", dangerBody: "yes" });
    const to = otherWay[language];
    const pages: [string, Page][] = [];
    const check = await door.walk(request, "check", (id, page) => void pages.push([id, page]));
    for (const [id, page] of pages) {
      const switched = otherActionsIn(page.html).find((action) => action.startsWith("/en") === (to === "en")) ?? "";
      const typed = id === "help" ? [] : typedFor(callbackStep(id as CallbackStepId), request);
      const other = await door.post(switched, withSealed(page.sealed, [...hiddenIn(page.html), ...typed]));
      expect({ id, status: other.status, shown: door.shown(other) }).toEqual({ id, status: 200, shown: id });
      expectSound(other, to, id);
      for (const [name, value] of typed) expect(valuesIn(other.html, name), name).toContain(value);
    }
    const other = await door.post(callbackPath(to, "kiem-tra"), withSealed(check.sealed));
    expect(h1In(other.html)).toBe(words[to].hotline.check.title);
    const receipt = await door.sendForm(other, to);
    expect(receipt.status).toBe(201);
    expectSound(receipt, to, "receipt");
    expect(await door.callbacks()).toMatchObject([{ language: to, slotId: today.three, danger: true }]);
    const [text] = await door.textsTo(callerAt(5));
    expect(text?.body).toMatch(wordsOf("booked", to));
  });
});

describe("danger", () => {
  const lines: HotlineLines = { lines: [], night: [{ number: "0900 000 901", what: { vi: "Số đêm mẫu", en: "A sample at night" } }], showsAs: null };

  test.for([
    { dangerNow: "yes", dangerBody: "no" },
    { dangerNow: "no", dangerBody: "yes" },
  ] as const)("told of ($dangerNow, $dangerBody) shows who answers at once, and blocks nobody", async (answers) => {
    door = await openDoor(shared, lines);
    const help = await door.walk(wish(6, answers), "help");
    expect({ status: help.status, h1: h1In(help.html) }).toEqual({ status: 200, h1: t.help.title });
    for (const number of ["115", "113", "111", "0900000901"]) expect(help.html).toContain(`href="tel:${number}"`);
    expect(textIn(help.html)).toContain("Số đêm mẫu");
    const receipt = await door.ask(wish(6, answers));
    expect(receipt.status).toBe(201);
    // Once more beside the receipt: what is promised there may be hours away.
    expect(receipt.html).toContain('href="tel:115"');
    expect(await door.callbacks()).toMatchObject([{ danger: true }]);
  });

  test("puts a request before those who have waited longer", async () => {
    await door.roster({ [today.ten]: 9 });
    for (const n of [7, 8, 9]) {
      expect((await door.ask(wish(n))).status).toBe(201);
      shared.forward(minutes(5));
    }
    expect((await door.ask(wish(10, { dangerNow: "yes" }))).status).toBe(201);
    const { callers } = await door.deps.store.readQueue("ring", 10);
    expect(callers.map(({ entries }) => entries.map(({ danger }) => danger))).toEqual([[true], [false], [false], [false]]);
  });

  test("not told of leads straight on, without numbers in the way", async () => {
    const way = await door.walk(wish(11), "way");
    expect(way.status).toBe(200);
    expect(h1In(way.html)).toBe(t.steps.way.title);
  });

  test("told of only when the answers are read again shows the numbers as well, and goes back to where the person was", async () => {
    const check = await door.walk(wish(12));
    const first = await door.show(check, "danger");
    const help = await door.answer(first, "danger", [["dangerNow", "yes"], ["dangerBody", "no"]]);
    expect(h1In(help.html)).toBe(t.help.title);
    expectSound(help, "vi", "help while reading again");
    const on = await door.post(actionIn(help.html), withSealed(help.sealed));
    expect(h1In(on.html)).toBe(t.check.title);
    expect((await door.sendForm(on)).status).toBe(201);
    expect(await door.callbacks()).toMatchObject([{ danger: true }]);
  });
});

describe("who rings us", () => {
  const announced: HotlineLines = { lines: [{ number: "0900 000 902", hours: { vi: "Số mẫu, 8 đến 21 giờ", en: "A sample, 8 to 21" } }], night: [], showsAs: null };

  test.for(languages)("reads in %s that our number is not announced yet, and which numbers answer", async (language) => {
    const before = { hotline: await door.hotlineRows(), messages: await door.messageRows() };
    const way = await door.walk(wish(13, { language }), "way");
    const page = await door.answer(way, "way", [["way", "iCall"]], language);
    expect({ status: page.status, h1: h1In(page.html) }).toEqual({ status: 200, h1: words[language].hotline.iCall.title });
    expect(textIn(page.html)).toContain(words[language].hotline.iCall.none);
    for (const number of ["111", "0963061414"]) expect(page.html).toContain(`href="tel:${number}"`);
    expectSound(page, language, "I call");
    expect({ hotline: await door.hotlineRows(), messages: await door.messageRows() }).toEqual(before);
  });

  test("reads our own numbers with their hours once there are any; nothing is stored", async () => {
    door = await openDoor(shared, announced);
    const page = await door.answer(await door.walk(wish(14), "way"), "way", [["way", "iCall"]]);
    expect(page.html).toContain('href="tel:0900000902"');
    expect(textIn(page.html)).toContain("Số mẫu, 8 đến 21 giờ");
    expect(textIn(page.html)).not.toContain(t.iCall.none);
    expect(page.html).not.toContain('href="tel:0963061414"');
    expect([...(await door.hotlineRows()), ...(await door.messageRows())]).toEqual([]);
  });

  test("reads the same page in the other language, and can still choose another way", async () => {
    const page = await door.answer(await door.walk(wish(15), "way"), "way", [["way", "iCall"]]);
    const english = await door.post(otherActionsIn(page.html)[0] ?? "", withSealed(page.sealed, hiddenIn(page.html)));
    expect(h1In(english.html)).toBe(words.en.hotline.iCall.title);
    expectSound(english, "en", "I call");
    const back = await door.post(actionIn(page.html), withSealed(page.sealed, hiddenIn(page.html)));
    expect(door.shown(back)).toBe("way");
    expect(valuesIn(back.html, "way")).toEqual(["iCall"]);
    const soon = await door.answer(back, "way", [["way", "soon"]]);
    expect(door.shown(soon)).toBe("phone");
  });
});

describe("the times", () => {
  beforeEach(() => door.roster(fewSeats));

  test("that can be chosen are all offered, day by day, and none that begins within half an hour", async () => {
    clockTo("2026-11-23", 9, 29);
    expect(timesIn((await door.walk(wishAt(16, today.ten), "time")).html)).toEqual({ offered: Object.keys(fewSeats), chosen: [] });
    clockTo("2026-11-23", 9, 30);
    const page = await door.walk(wishAt(16, today.half), "time");
    expect(timesIn(page.html)).toEqual({ offered: Object.keys(fewSeats).slice(1), chosen: [] });
    expect([...page.html.matchAll(/<summary>(.*?)<\/summary>/gs)].map(([, text = ""]) => textIn(text).trim())).toEqual(["thứ Hai 23/11/2026 3 giờ trống", "thứ Tư 25/11/2026 1 giờ trống"]);
    expect(page.html.match(/<details open/g)).toHaveLength(1);
  });

  test("stop being offered when they are taken or held, and a held one is free again after five minutes to the millisecond", async () => {
    door = await openDoor(shared);
    await door.roster({ [today.three]: 1, [wednesday]: 1 });
    await door.walk(wishAt(17, today.three), "phone");
    const offeredTo = async (n: number) => timesIn((await door.walk(wishAt(n, wednesday), "time")).html).offered;
    expect(await seatsOf(today.three)).toEqual({ taken: 0, held: 1 });
    shared.forward(minutes(5) - 1);
    expect(await offeredTo(18)).toEqual([wednesday]);
    shared.forward(1);
    expect(await offeredTo(18)).toEqual([today.three, wednesday]);
  });

  test("chosen by one and the same person in two tabs are two seats, and the third to come is offered the next", async () => {
    await door.walk(wishAt(19, today.three), "phone");
    await door.walk(wishAt(19, today.three), "phone");
    expect(await seatsOf(today.three)).toEqual({ taken: 0, held: 2 });
    const third = await door.walk(wishAt(20, wednesday), "time");
    expect(timesIn(third.html).offered).not.toContain(today.three);
    const late = await door.answer(third, "time", [["slotId", today.three]]);
    expect({ status: late.status, error: summaryIn(late.html) }).toEqual({ status: 409, error: [{ id: "slotId", text: t.errors["slotId.full"] }] });
    expect(nearestIn(late.html)).toEqual([today.half, today.eleven, wednesday]);
  });

  test("chosen say until when they are kept", async () => {
    const phone = await door.walk(wishAt(21, today.three), "phone");
    expect(textIn(phone.html)).toContain(t.slots.held("09:05"));
    shared.forward(minutes(5));
    const contact = await door.answer(phone, "phone", typedFor(callbackStep("phone"), wishAt(21, today.three)));
    expect(textIn(contact.html)).toContain(t.slots.heldOver);
  });

  test("are given back when another is chosen instead", async () => {
    const phone = await door.walk(wishAt(22, today.three), "phone");
    const back = await door.show(phone, "time");
    expect(timesIn(back.html).chosen).toEqual([today.three]);
    const other = await door.answer(back, "time", [["slotId", wednesday]]);
    expect(door.shown(other)).toBe("phone");
    expect([await seatsOf(today.three), await seatsOf(wednesday)]).toEqual([{ taken: 0, held: 0 }, { taken: 0, held: 1 }]);
  });

  test("one holds oneself are still offered when one goes back, the last seat too", async () => {
    door = await openDoor(shared);
    await door.roster({ [today.three]: 1 });
    const phone = await door.walk(wishAt(23, today.three), "phone");
    const back = await door.show(phone, "time");
    expect(timesIn(back.html)).toEqual({ offered: [today.three], chosen: [today.three] });
    const again = await door.answer(back, "time", [["slotId", today.three]]);
    expect({ status: again.status, shown: door.shown(again), seats: await seatsOf(today.three) }).toEqual({ status: 200, shown: "phone", seats: { taken: 0, held: 1 } });
  });

  test("kept too long are booked all the same while nobody has taken them", async () => {
    const check = await door.walk(wishAt(24, today.three));
    shared.forward(minutes(60));
    expect((await door.sendForm(check)).status).toBe(201);
    expect(await seatsOf(today.three)).toEqual({ taken: 1, held: 0 });
  });

  test("kept too long and taken meanwhile lead back to the nearest three, and the form goes on from there", async () => {
    const check = await door.walk(wishAt(25, today.half));
    shared.forward(minutes(6));
    for (const n of [26, 27]) expect((await door.ask(wishAt(n, today.half))).status).toBe(201);
    const late = await door.sendForm(check);
    expect({ status: late.status, shown: door.shown(late), error: summaryIn(late.html) }).toEqual({ status: 409, shown: "time", error: [{ id: "slotId", text: t.errors["slotId.full"] }] });
    expect(textIn(late.html)).toContain(t.slots.other);
    expect(nearestIn(late.html)).toEqual([today.eleven, today.three, wednesday]);
    expectSound(late, "vi", "taken meanwhile");
    const again = await door.answer(late, "time", [["slotId", today.eleven]]);
    expect(h1In(again.html)).toBe(t.check.title);
    expect((await door.sendForm(again)).status).toBe(201);
    expect(await door.callbacks()).toHaveLength(3);
    expect(await seatsOf(today.eleven)).toEqual({ taken: 1, held: 0 });
  });

  test("held before they closed are booked until they begin, and not after", async () => {
    clockTo("2026-11-23", 9, 29);
    const [quick, slow] = [await door.walk(wishAt(28, today.ten)), await door.walk(wishAt(29, today.ten))];
    clockTo("2026-11-23", 9, 33);
    expect((await door.sendForm(quick)).status).toBe(201);
    clockTo("2026-11-23", 9, 34);
    const late = await door.sendForm(slow);
    expect({ status: late.status, error: summaryIn(late.html)[0]?.text }).toEqual({ status: 409, error: t.errors["slotId.past"] });
    expect(nearestIn(late.html)).toEqual([today.half, today.eleven, today.three]);
  });

  const notToBeHad: { what: string; slotId: string; status: number; code: keyof typeof t.errors; nearest: SlotId[] }[] = [
    { what: "in the past", slotId: "2026-11-20T09:00", status: 409, code: "slotId.past", nearest: [today.ten, today.half, today.eleven] },
    { what: "that is running", slotId: "2026-11-23T09:00", status: 409, code: "slotId.past", nearest: [today.ten, today.half, today.eleven] },
    { what: "nobody is on duty at", slotId: "2026-11-25T03:00", status: 409, code: "slotId.unknown", nearest: [today.eleven, today.three, wednesday] },
    { what: "beyond the seventh working day", slotId: "2026-12-03T09:00", status: 409, code: "slotId.unknown", nearest: [today.eleven, today.three, wednesday] },
    { what: "in another century", slotId: "2126-11-25T09:00", status: 409, code: "slotId.unknown", nearest: [today.eleven, today.three, wednesday] },
    { what: "on a day that does not exist", slotId: "2026-11-31T09:00", status: 422, code: "slotId.unknown", nearest: [] },
    { what: "between two half hours", slotId: "2026-11-25T09:15", status: 422, code: "slotId.unknown", nearest: [] },
    { what: "that is a script", slotId: "<script>alert(1)</script>", status: 422, code: "slotId.unknown", nearest: [] },
  ];
  test.for(notToBeHad)("$what are refused with what to do, and nothing is held", async ({ slotId, status, code, nearest }) => {
    await door.roster({ "2026-12-03T09:00": 2, "2026-11-20T09:00": 2, "2026-11-23T09:00": 2 });
    const before = await door.hotlineRows();
    const page = await door.answer(await door.walk(wishAt(30, wednesday), "time"), "time", [["slotId", slotId]]);
    expect({ status: page.status, error: summaryIn(page.html) }).toEqual({ status, error: [{ id: "slotId", text: t.errors[code] }] });
    expect(nearestIn(page.html)).toEqual(nearest);
    expect(page.html).not.toContain("<script>alert");
    expectSound(page, "vi", slotId);
    expect(await door.hotlineRows()).toEqual(before);
  });

  test("are listed once each: those offered first are not in their days again, and a day with nothing else is left out", async () => {
    const page = await door.answer(await door.walk(wishAt(30, wednesday), "time"), "time", [["slotId", "2026-11-23T09:00"]]);
    const { offered } = timesIn(page.html);
    expect(offered.toSorted()).toEqual(Object.keys(fewSeats).toSorted());
    expect(offered.slice(0, 3)).toEqual([today.ten, today.half, today.eleven]);
    const last = await door.answer(page, "time", [["slotId", "2026-12-03T09:00"]]);
    expect(timesIn(last.html).offered).toEqual([today.eleven, today.three, wednesday, today.ten, today.half]);
    expect(last.html.match(/<details/g)).toHaveLength(1);
  });

  test("that cannot be read lead from the summary to a day that is open", async () => {
    const page = await door.answer(await door.walk(wishAt(30, wednesday), "time"), "time", [["slotId", "2026-11-25T09:15"]]);
    const open = /<details open.*?<\/details>/s.exec(page.html)?.[0] ?? "";
    expect(open).toContain('id="slotId"');
    expect(open).toContain(wednesday);
  });

  test("closed by a manager between choosing and sending lead back to the nearest three", async () => {
    const check = await door.walk(wishAt(31, today.half));
    await closeSlots(door.deps, { date: "2026-11-23", slotIds: [today.half], staff: counsellor(1), reason: "họp" });
    const gone = await door.sendForm(check);
    expect({ status: gone.status, error: summaryIn(gone.html)[0]?.text }).toEqual({ status: 409, error: t.errors["slotId.full"] });
    expect(nearestIn(gone.html)).toEqual([today.eleven, today.three, wednesday]);
    expect(await door.callbacks()).toEqual([]);
  });

  test("that were the last there were lead to what else can be done, not to a list of nothing", async () => {
    door = await openDoor(shared);
    await door.roster({ [today.three]: 1 });
    const check = await door.walk(wishAt(32, today.three));
    shared.forward(minutes(6));
    expect((await door.ask(wishAt(33, today.three))).status).toBe(201);
    const none = await door.sendForm(check);
    expect({ status: none.status, offered: timesIn(none.html).offered }).toEqual({ status: 409, offered: [] });
    expect(textIn(none.html)).toContain(t.slots.none);
    expectSound(none, "vi", "no times left");
    const back = await door.show(none, "way");
    const soon = await door.answer(back, "way", [["way", "soon"]]);
    expect(h1In(soon.html)).toBe(t.check.title);
    expect((await door.sendForm(soon)).status).toBe(201);
  });
});

test("without any roster a time cannot be chosen, and a call as soon as possible promises no time", async () => {
  const times = await door.walk(wishAt(34, wednesday), "time");
  expect({ status: times.status, offered: timesIn(times.html).offered, says: textIn(times.html).includes(t.slots.none) }).toEqual({ status: 200, offered: [], says: true });
  // The one way on leads to the other ways to talk.
  expect(times.html).toContain(`<button class="primary" formaction="${callbackPath("vi", `${callbackStep("way").slug}/xem`)}"`);
  expectSound(times, "vi", "no roster");
  const receipt = await door.ask(wish(34));
  expect(receipt.status).toBe(201);
  expect(textIn(receipt.html)).toContain(t.receipt.soonNoSeat);
});

describe("a call as soon as possible", () => {
  test("takes the first seat in the safe hours, and says by when", async () => {
    await door.roster(fewSeats);
    const receipt = await door.ask(wish(35, { contact: { ...callRequest().contact, hours: ["afternoon"] } }));
    expect(textIn(receipt.html)).toContain(t.receipt.soonBy("15:00–15:30 thứ Hai 23/11/2026"));
    expect(await seatsOf(today.three)).toEqual({ taken: 1, held: 0 });
  });
});

describe("whose phone it is", () => {
  const answerPhone = async (fields: Partial<Record<string, string>>): Promise<Page> => {
    const page = await door.walk(wish(36), "phone");
    const all: Record<string, string | undefined> = { asking: "self", phone: callerAt(36), phoneOwner: "mine", ...fields };
    return door.answer(page, "phone", Object.entries(all).flatMap(([name, value]): Fields => (value === undefined ? [] : [[name, value]])));
  };
  const errorOf = (page: Page) => ({ status: page.status, summary: summaryIn(page.html) });

  test.for([
    { what: "abroad", phone: "+1 415 555 0123" },
    { what: "of emergencies", phone: "115" },
    { what: "with a digit missing", phone: "090000030" },
    { what: "that is a word", phone: "<b>gọi" },
  ])("a number $what is refused beside what was typed", async ({ phone }) => {
    const page = await answerPhone({ phone });
    expect(errorOf(page)).toEqual({ status: 422, summary: [{ id: "phone", text: t.errors["phone.notVietnamese"] }] });
    expect(valuesIn(page.html, "phone")).toEqual([phone]);
    expect(page.html).not.toContain("<b>gọi");
  });

  test("a phone whose owner was not asked is not rung: the page says what can be done", async () => {
    expect(errorOf(await answerPhone({ phoneOwner: "notAsked" }))).toEqual({ status: 422, summary: [{ id: "phoneOwner", text: t.errors["phoneOwner.notAsked"] }] });
    expect(await door.hotlineRows()).toEqual([]);
  });

  test.for([
    { what: "a landline", phone: { phone: testLandline }, name: "contact.mayText", value: "yes", code: "contact.mayText.landline" },
    { what: "a borrowed phone", phone: { phoneOwner: "borrowed" }, name: "contact.mayText", value: "yes", code: "contact.mayText.borrowed" },
    { what: "a borrowed phone", phone: { phoneOwner: "borrowed" }, name: "contact.voicemail", value: "neutral", code: "contact.voicemail.borrowed" },
    { what: "a borrowed phone", phone: { phoneOwner: "borrowed" }, name: "contact.voicemail", value: "yes", code: "contact.voicemail.borrowed" },
  ] as const)("$what is not offered $name $value, and refuses it when it is sent", async ({ phone, name, value, code }) => {
    const contact = await answerPhone(phone);
    expect(door.shown(contact)).toBe("contact");
    expect(contact.html).not.toContain(`name="${name}" value="${value}"`);
    const quiet = typedFor(callbackStep("contact"), wish(36, untexted));
    const wrong = await door.answer(contact, "contact", [...quiet.filter(([field]) => field !== name), [name, value]]);
    expect(errorOf(wrong)).toEqual({ status: 422, summary: [{ id: name.replace(".", "-"), text: t.errors[code] }] });
    expectSound(wrong, "vi", `${name} ${value}`);
    const check = await door.answer(wrong, "contact", quiet);
    const receipt = await door.sendForm(check);
    expect(receipt.status).toBe(201);
    expect(textIn(receipt.html)).toContain(t.receipt.noText);
  });

  test("a phone that turns out to be a landline once everything was answered leads back to the question about texts", async () => {
    const check = await door.walk(wish(37));
    const phone = await door.show(check, "phone");
    const contact = await door.answer(phone, "phone", typedFor(callbackStep("phone"), wish(37, { phone: testLandline })));
    expect({ shown: door.shown(contact), errors: summaryIn(contact.html) }).toEqual({ shown: "contact", errors: [{ id: "contact-mayText", text: t.errors["contact.mayText.landline"] }] });
    expect(lostIds(contact.html)).toEqual([]);
  });

  test.for(["<b>Mẫu", "m".repeat(41)])("a word to ask for like %s is refused and kept as typed", async (askFor) => {
    const page = await answerPhone({ askFor });
    expect(page.status).toBe(422);
    expect(summaryIn(page.html).map(({ id }) => id)).toEqual(["askFor"]);
    expect(valuesIn(page.html, "askFor")).toEqual([askFor]);
    expect(page.html).not.toContain("<b>Mẫu");
  });
});

describe("one phone", () => {
  test("that is asked for ten times within a minute keeps three requests; whoever asks is told so, with a way on", async () => {
    await door.roster({ [today.three]: 20 });
    const checks = await Promise.all(Array.from({ length: 10 }, () => door.walk(wishAt(40, today.three))));
    const answers: Page[] = [];
    for (const check of checks) {
      answers.push(await door.sendForm(check));
      shared.forward(5_000);
    }
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429, 429, 429, 429, 429, 429, 429]);
    const refused = answers.at(-1)?.html ?? "";
    expect({ h1: h1In(refused), text: textIn(refused).includes(t.receipt.tooOften) }).toEqual({ h1: t.receipt.tooOftenTitle, text: true });
    expect(refused).toContain(`href="${pagePath("vi", "appointment")}"`);
    expect(refused).toContain(`href="${pagePath("vi", "helpNow")}"`);
    expect(await door.callbacks()).toHaveLength(3);
    expect(await seatsOf(today.three)).toMatchObject({ taken: 3 });
    expect(await door.textsTo(callerAt(40))).toHaveLength(3);
  });

  test("that is asked for ten times at once keeps three requests and three seats", async () => {
    await door.roster({ [today.three]: 20 });
    const checks = await Promise.all(Array.from({ length: 10 }, () => door.walk(wishAt(41, today.three))));
    const answers = await Promise.all(checks.map((check) => door.sendForm(check)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 429, 429, 429, 429, 429, 429, 429]);
    expect(await door.callbacks()).toHaveLength(3);
    expect(await seatsOf(today.three)).toMatchObject({ taken: 3 });
  });
});

describe("sending", () => {
  const oneCallback = async (): Promise<void> => {
    expect(await door.callbacks()).toHaveLength(1);
    // It is told of once, and reminded of once: the day before has passed.
    expect((await door.messageRows()).map(({ template }) => template).toSorted()).toEqual(["booked", "soonBefore"]);
    expect(await seatsOf(today.three)).toEqual({ taken: 1, held: 0 });
  };
  beforeEach(() => door.roster(fewSeats));

  test("gives the reference, the change code and the link that open this very callback", async () => {
    const receipt = await door.ask(wishAt(42, today.three));
    const { reference, code, link } = receiptIn(receipt.html);
    expect(await door.callbacks()).toMatchObject([{ reference, slotId: today.three, kind: "booked", state: "waiting" }]);
    expect({ code, link }).toEqual({ code: changeCodeOf(door.deps, reference), link: appointmentPath("vi", linkTokenOf(door.deps, reference)) });
    const read = textIn(receipt.html);
    for (const said of ["15:00–15:30 thứ Hai 23/11/2026", formatReference(reference), t.receipt.notAnnounced, t.receipt.textComing]) expect(read).toContain(said);
    expect((await door.get(link)).status).toBe(200);
  });

  test("says the number that will be seen, once it is announced, and else the sentence we begin with", async () => {
    door = await openDoor(shared, { lines: [], night: [], showsAs: "024 2000 0199" });
    expect(textIn((await door.ask(wish(43))).html)).toContain("024 2000 0199");
    door = await openDoor(shared);
    const say = words.vi.hotline.say;
    const mayName = { ...callRequest().contact, maySayWho: "yes" } as const;
    expect(textIn((await door.ask(wish(43, { askFor: "Mẫu" }))).html)).toContain(say.greetNeutral("Mẫu"));
    expect(textIn((await door.ask(wish(43, { contact: mayName }))).html)).toContain(say.greetWithName(undefined));
  });

  test("twice, by an impatient finger or by going back, gives the same codes and one callback", async () => {
    const check = await door.walk(wishAt(44, today.three));
    const [first, second] = [await door.sendForm(check), await door.sendForm(check)];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(receiptIn(second.html)).toEqual(receiptIn(first.html));
    expect(textIn(second.html)).toContain(t.receipt.repeated);
    expect(textIn(first.html)).not.toContain(t.receipt.repeated);
    shared.forward(minutes(60));
    expect(receiptIn((await door.sendForm(check)).html)).toEqual(receiptIn(first.html));
    await oneCallback();
  });

  test("twice at the same moment gives the same codes and one callback", async () => {
    const check = await door.walk(wishAt(45, today.three));
    const pages = await Promise.all([door.sendForm(check), door.sendForm(check), door.sendForm(check)]);
    expect(pages.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect(new Set(pages.map(({ html }) => receiptIn(html).reference)).size).toBe(1);
    await oneCallback();
  });

  test("and reading the receipt again, or in the other language, shows it as the first time", async () => {
    const check = await door.walk(wishAt(46, today.three));
    const first = await door.sendForm(check);
    for (const language of languages) {
      const again = await door.post(callbackPath(language, "gui"), withSealed(check.sealed, [["seen", "yes"]]));
      expect(again.status).toBe(200);
      expect(receiptIn(again.html)).toMatchObject({ reference: receiptIn(first.html).reference, code: receiptIn(first.html).code });
      expect(textIn(again.html)).toContain(words[language].hotline.receipt.textComing);
      expect(textIn(again.html)).not.toContain(words[language].hotline.receipt.repeated);
    }
    await oneCallback();
  });

  test("again after changing an answer takes nothing new, and says so", async () => {
    const check = await door.walk(wishAt(47, today.three));
    const first = await door.sendForm(check);
    const phone = await door.show(check, "phone");
    const changed = await door.answer(phone, "phone", typedFor(callbackStep("phone"), wish(47, { phone: callerAt(48) })));
    const second = await door.sendForm(changed);
    expect(second.status).toBe(200);
    expect(receiptIn(second.html)).toEqual(receiptIn(first.html));
    expect(textIn(second.html)).toContain(t.receipt.changedSince);
    expect(await door.textsTo(callerAt(48))).toEqual([]);
    await oneCallback();
  });

  test("again after the callback was cancelled does not say that we will ring", async () => {
    const check = await door.walk(wishAt(49, today.three));
    const { link } = receiptIn((await door.sendForm(check)).html);
    expect((await door.post(`${link}/huy`)).status).toBe(303);
    const again = await door.sendForm(check);
    expect(again.headers.get("location")).toBe(link);
    expect(textIn((await door.get(link)).html)).toContain(words.vi.appointment.cancelled);
    expect((await door.callbacks()).map(({ state }) => state)).toEqual(["cancelled"]);
  });

  test("after the time was moved shows the new time", async () => {
    const check = await door.walk(wishAt(50, today.three));
    const { link } = receiptIn((await door.sendForm(check)).html);
    expect((await door.post(`${link}/doi`, [["slotId", wednesday]])).status).toBe(303);
    expect(textIn((await door.sendForm(check)).html)).toContain("09:00–09:30 thứ Tư 25/11/2026");
  });
});

describe("a form that cannot be read", () => {
  const everyPost = (sealed: string): [string, Fields][] => [
    ...callbackSteps.flatMap(({ slug }): [string, Fields][] => [
      [callbackPath("vi", slug), withSealed(sealed)],
      [callbackPath("en", `${slug}/xem`), withSealed(sealed)],
    ]),
    [callbackPath("vi", "kiem-tra"), withSealed(sealed)],
    [callbackPath("en", "gui"), withSealed(sealed)],
  ];
  const expectBegunAnew = async (sealed: string): Promise<void> => {
    const before = await door.hotlineRows();
    for (const [path, fields] of everyPost(sealed)) {
      const page = await door.post(path, fields);
      const language = path.startsWith("/en") ? "en" : "vi";
      expect({ path, status: page.status, h1: h1In(page.html), again: page.html.includes(`href="${pagePath(language, "callback")}"`) }).toEqual({ path, status: 410, h1: words[language].problems.title.expired, again: true });
      expect(lostIds(page.html)).toEqual([]);
    }
    expect(await door.hotlineRows()).toEqual(before);
  };

  test("because four hours have passed says so, and where to begin again", async () => {
    const check = await door.walk(wish(51));
    shared.forward(minutes(240) - 1);
    expect((await door.post(callbackPath("vi", "kiem-tra"), withSealed(check.sealed))).status).toBe(200);
    shared.forward(1);
    await expectBegunAnew(check.sealed);
    expect(await door.callbacks()).toEqual([]);
  });

  test("because it was altered is not read", async () => {
    const { sealed } = await door.walk(wish(52));
    const middle = Math.floor(sealed.length / 2);
    const other = sealed[middle] === "A" ? "B" : "A";
    await expectBegunAnew(sealed.slice(0, middle) + other + sealed.slice(middle + 1));
  });

  test.for(["", "1.", "x".repeat(4_000), "1.AAAA", "null"])("because it is %j is not read", async (sealed) => {
    const path = callbackPath("vi", "gui");
    expect((await door.post(path, withSealed(sealed))).status).toBe(410);
  });

  test("because it belongs to the registration is not read, and neither is ours there", async () => {
    const registration = await walkRegistration(shared, motherForSon());
    await expectBegunAnew(registration.sealed);
    const { sealed } = await door.walk(wish(53));
    const there = await plainPost(shared, "/dang-ky/kiem-tra", withSealed(sealed));
    expect(there.status).toBe(410);
  });

  test("because another secret sealed it the same way is not read", async () => {
    const value = { key: "k".repeat(36), answers: {}, reviewing: false };
    await expectBegunAnew(shared.hotline.deps.seal.close("callback-form", value, new Date("2030-01-01")));
    await expectBegunAnew(door.deps.seal.close("register-form", value, new Date("2030-01-01")));
  });
});

describe("an address of the form", () => {
  test("asked without a form leads to its first page", async () => {
    for (const language of languages) {
      for (const slug of ["gio", "gui", "kiem-tra", "tu-goi", "khong-co"]) {
        const page = await door.get(callbackPath(language, slug));
        expect({ status: page.status, to: page.headers.get("location") }).toEqual({ status: 303, to: pagePath(language, "callback") });
      }
    }
  });

  test("that is no step is not found, and a body that is no form is refused", async () => {
    expect((await door.post(callbackPath("vi", "khong-co"))).status).toBe(404);
    expect((await door.post(callbackPath("en", "constructor/xem"))).status).toBe(404);
    for (const slug of [firstCallbackStep.slug, "gio/xem", "gui", "kiem-tra"]) {
      const answer = await door.app.request(callbackPath("vi", slug), { method: "POST", headers: { "content-type": "text/plain" }, body: "way=soon" });
      expect({ slug, status: answer.status }).toEqual({ slug, status: 415 });
    }
  });

  test("posted to from another site is refused", async () => {
    for (const from of [["origin", "http://evil.example"], ["sec-fetch-site", "cross-site"]] as const) {
      const answer = await door.app.request(callbackPath("vi", firstCallbackStep.slug), { method: "POST", headers: [["content-type", "application/x-www-form-urlencoded"], [...from]], body: "dangerNow=no&dangerBody=no" });
      expect(answer.status).toBe(403);
    }
  });
});

describe("the way back", () => {
  test("keeps what was typed on the page that is left, even if it is not right yet", async () => {
    const phone = await door.walk(wish(54), "phone");
    const back = await door.show(phone, "way", [["left", callbackStep("phone").slug], ["phone", "0900"], ["askFor", "Mẫu"]]);
    expect({ status: back.status, chosen: valuesIn(back.html, "way"), errors: summaryIn(back.html) }).toEqual({ status: 200, chosen: ["soon"], errors: [] });
    const forth = await door.answer(back, "way", [["way", "soon"]]);
    expect([valuesIn(forth.html, "phone"), valuesIn(forth.html, "askFor")]).toEqual([["0900"], ["Mẫu"]]);
  });

  test("from a chosen time to as soon as possible asks no time and books none", async () => {
    await door.roster(fewSeats);
    const check = await door.walk(wishAt(55, wednesday));
    const way = await door.show(check, "way");
    const again = await door.answer(way, "way", [["way", "soon"]]);
    expect(h1In(again.html)).toBe(t.check.title);
    expect(textIn(again.html)).not.toContain(t.fields.slotId.label);
    expect((await door.sendForm(again)).status).toBe(201);
    expect(await door.callbacks()).toMatchObject([{ kind: "soon", slotId: today.ten }]);
  });

  test("from as soon as possible to a chosen time asks the time before anything is sent", async () => {
    await door.roster(fewSeats);
    const check = await door.walk(wish(56));
    const way = await door.show(check, "way");
    const times = await door.answer(way, "way", [["way", "slot"]]);
    expect(door.shown(times)).toBe("time");
    const early = await door.sendForm(times);
    expect({ shown: door.shown(early), rows: await door.callbacks() }).toEqual({ shown: "time", rows: [] });
    const done = await door.answer(times, "time", [["slotId", wednesday]]);
    expect((await door.sendForm(done)).status).toBe(201);
  });
});

describe("the clock", () => {
  test("at 23:59 offers today's seven working days; a minute later one more, and what was held meanwhile is booked", async () => {
    const [lastDay, dayAfter] = ["2026-12-02T20:30", "2026-12-03T08:00"];
    await door.roster({ "2026-11-23T23:30": 1, "2026-11-24T08:00": 1, [lastDay]: 1, [dayAfter]: 1 });
    clockTo("2026-11-23", 23, 59);
    const times = await door.walk(wishAt(57, lastDay), "time");
    expect(timesIn(times.html).offered).toEqual(["2026-11-24T08:00", lastDay]);
    expect((await door.answer(times, "time", [["slotId", dayAfter]])).status).toBe(409);
    const check = await door.walk(wishAt(57, lastDay));
    clockTo("2026-11-24", 0, 1);
    expect(timesIn((await door.walk(wishAt(58, dayAfter), "time")).html).offered).toEqual(["2026-11-24T08:00", dayAfter]);
    expect((await door.sendForm(check)).status).toBe(201);
    expect((await door.ask(wishAt(58, dayAfter))).status).toBe(201);
  });

  test("past midnight begins a new day of asking for a phone that had enough", async () => {
    await door.roster({ [wednesday]: 20 });
    clockTo("2026-11-23", 23, 50);
    for (let n = 0; n < 3; n += 1) {
      const { link } = receiptIn((await door.ask(wishAt(59, wednesday, untexted))).html);
      expect((await door.post(`${link}/huy`)).status).toBe(303);
    }
    const enough = await door.ask(wishAt(59, wednesday, untexted));
    expect({ status: enough.status, says: textIn(enough.html).includes(t.receipt.tooOften) }).toEqual({ status: 429, says: true });
    clockTo("2026-11-24", 0, 0);
    expect((await door.ask(wishAt(59, wednesday, untexted))).status).toBe(201);
  });

  // Tết 2027: no office works from Friday 5 to Thursday 11 February.
  const aroundTet: Record<SlotId, number> = { "2027-02-04T20:00": 1, "2027-02-08T09:00": 1, "2027-02-12T08:00": 1, "2027-02-19T20:30": 1, "2027-02-22T08:00": 1 };
  test("on the day before Tết offers the seven working days behind it, and whatever is rostered between", async () => {
    await door.roster(aroundTet);
    clockTo("2027-02-04", 16, 30);
    const page = await door.walk(wishAt(60, "2027-02-12T08:00"), "time");
    expect(timesIn(page.html).offered).toEqual(["2027-02-04T20:00", "2027-02-08T09:00", "2027-02-12T08:00", "2027-02-19T20:30"]);
    expect(textIn(page.html)).toContain("thứ Sáu 12/02/2027");
    const receipt = await door.ask(wishAt(60, "2027-02-19T20:30"));
    expect({ status: receipt.status, says: textIn(receipt.html).includes("20:30–21:00 thứ Sáu 19/02/2027") }).toEqual({ status: 201, says: true });
  });

  test("in Tết counts from the first working day, and a call as soon as possible waits for who works first", async () => {
    await door.roster({ "2027-02-12T08:00": 1, "2027-02-22T08:00": 1, "2027-02-23T08:00": 1 });
    clockTo("2027-02-08", 10, 0);
    const page = await door.walk(wishAt(61, "2027-02-22T08:00"), "time");
    expect(timesIn(page.html).offered).toEqual(["2027-02-12T08:00", "2027-02-22T08:00"]);
    expect(textIn((await door.ask(wish(61))).html)).toContain(t.receipt.soonBy("08:00–08:30 thứ Sáu 12/02/2027"));
  });
});

describe("the text", () => {
  const gsm7 = /^[A-Za-z0-9 @£$¥_!"#%&'()*+,\-./:;<=>?\n]*$/;

  test.for(
    languages.flatMap((language) => [
      { language, way: "a chosen time", request: (n: number): CallbackRequest => wishAt(n, today.three, { language, askFor: "Mẫu" }), template: "booked" as const, says: language === "vi" ? "15:00 thu Hai 23/11 qua dien thoai" : "15:00 Mon 23/11 by phone" },
      { language, way: "as soon as possible", request: (n: number): CallbackRequest => wish(n, { language, dangerBody: "yes" }), template: "callSoon" as const, says: language === "vi" ? "som nhat co the" : "as soon as we can" },
    ]),
  )("about $way, in $language, is short, neutral, and its link, which is not the receipt's, opens the appointment", async ({ language, request, template, says }) => {
    await door.roster(fewSeats);
    const phone = callerAt(62 + languages.indexOf(language) * 2 + (template === "booked" ? 0 : 1));
    const receipt = receiptIn((await door.ask({ ...request(0), phone })).html);
    const texts = await door.textsTo(phone);
    expect(texts).toHaveLength(1);
    const body = texts[0]?.body ?? "";
    expect(body).toMatch(wordsOf(template, language));
    expect(body).toContain(says);
    expect(body).toMatch(gsm7);
    expect(body.length).toBeLessThanOrEqual(160);
    expect(tellingWordsIn(body)).toEqual([]);
    for (const secret of [receipt.reference, receipt.code, phone]) expect(body).not.toContain(secret);
    const link = /duongve\.example(\/\S+)$/.exec(body)?.[1] ?? "";
    expect(link).toBe(appointmentPath(language, textTokenOf(door.deps, receipt.reference)));
    expect(link).not.toBe(receipt.link);
    // Three or four letters may stand by chance in what the link ends with.
    for (const secret of [receipt.reference.slice(0, 4), "Mau"]) expect(body.slice(0, -link.length)).not.toContain(secret);
    expect(textIn((await door.get(link)).html)).toContain(words[language].appointment.title);
  });

  test.for([
    { what: "at night", asked: instantOf("2026-11-23", 21, 30), hours: [...safeHours], comes: instantOf("2026-11-24", 8, 0) },
    { what: "by day, in hours nobody called safe", asked: instantOf("2026-11-23", 9, 0), hours: ["evening" as const], comes: instantOf("2026-11-23", 17, 0) },
  ])("about what was asked $what comes at the next safe hour, not a minute before", async ({ asked, hours, comes }) => {
    await door.roster(fewSeats);
    shared.moveTo(asked.toISOString());
    const receipt = await door.ask(wishAt(68, wednesday, { contact: { ...callRequest().contact, hours } }));
    expect(textIn(receipt.html)).toContain(t.receipt.textComing);
    for (const early of [asked, new Date(comes.getTime() - minutes(1))]) {
      shared.moveTo(early.toISOString());
      expect(await door.textsTo(callerAt(68))).toEqual([]);
    }
    shared.moveTo(comes.toISOString());
    expect((await door.textsTo(callerAt(68))).map(({ body }) => body)).toEqual([expect.stringMatching(wordsOf("booked", "vi"))]);
  });

  test.for([
    { what: "at night", asked: instantOf("2026-11-24", 22, 0), slotId: wednesday },
    { what: "by day", asked: instantOf("2026-11-23", 9, 0), slotId: today.three },
  ])("is announced by the receipt only if it comes: not to whoever asks $what and has no safe hour left before the call", async ({ asked, slotId }) => {
    await door.roster(fewSeats);
    shared.moveTo(asked.toISOString());
    const receipt = await door.ask(wishAt(69, slotId, { contact: { ...callRequest().contact, hours: ["evening"] } }));
    for (let at = asked.getTime(); at <= slotStart(slotId).getTime(); at += minutes(60)) {
      shared.moveTo(new Date(at).toISOString());
      expect(await door.textsTo(callerAt(69))).toEqual([]);
    }
    expect(textIn(receipt.html)).not.toContain(t.receipt.textComing);
  });

  test("is not sent when it is not wanted, and the receipt says to keep the codes", async () => {
    await door.roster(fewSeats);
    const receipt = await door.ask(wishAt(66, today.three, untexted));
    expect(textIn(receipt.html)).toContain(t.receipt.noText);
    expect(await door.messageRows()).toEqual([]);
    expect(await door.textsTo(callerAt(66))).toEqual([]);
  });
});

test("no line of the log of all this holds a number, a word, a reference, a code or a link of anybody", async () => {
  await door.roster(fewSeats);
  const receipt = receiptIn((await door.ask(wishAt(67, today.three, { askFor: "Chị Mẫu" }))).html);
  await door.textsTo(callerAt(67));
  const log = logOf(shared);
  expect(shared.logged.filter(({ code }) => code === "CALLBACK_BOOKED").length).toBeGreaterThan(0);
  expect(log).not.toMatch(/900\s?000\s?3\d\d/);
  for (const value of ["Mẫu", "Mau", receipt.reference, receipt.code, receipt.link.split("/").at(-1) ?? "?", "2000"]) expect({ value, logged: log.includes(value) }).toEqual({ value, logged: false });
  expect(shared.logged.filter(({ level }) => level === "error")).toEqual([]);
});
