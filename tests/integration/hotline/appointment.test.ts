import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { closeSlots } from "../../../functions/hotline/close-slots.ts";
import { callerKeyOf, linkTokenOf } from "../../../functions/hotline/identify.ts";
import { recordCall } from "../../../functions/hotline/record-call.ts";
import { ring } from "../../../functions/hotline/ring.ts";
import { handBack, take } from "../../../functions/hotline/take.ts";
import { instantOf } from "../../../shared/calendar/local-time.ts";
import type { CallbackRequest } from "../../../shared/hotline/callback.ts";
import type { Outcome } from "../../../shared/hotline/ladder.ts";
import type { SlotId } from "../../../shared/hotline/slots.ts";
import { languages, type Language } from "../../../shared/language.ts";
import { appointmentPath, pagePath } from "../../../shared/paths.ts";
import { formatReference, referenceAlphabet } from "../../../shared/reference.ts";
import { words } from "../../../web/words/words.ts";
import { e164 } from "../../support/applications.ts";
import { callerAt, logOf, nearestIn, openDoor, receiptIn, timesIn, untexted, wish, wishAt, type Door, type Fields } from "../../support/callers.ts";
import type { Page } from "../../support/form-walk.ts";
import { counsellor, mondayMorning, seatsBySlot } from "../../support/hotline.ts";
import { tellingWordsIn } from "../../support/neutral-words.ts";
import { errorsIn, h1In, lostIds, summaryIn, textIn, valuesIn } from "../../support/pages.ts";
import { callsDuring } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";

let shared: World;
let door: Door;
beforeAll(async () => {
  shared = await startWorld();
});
beforeEach(async () => {
  shared.moveTo(mondayMorning);
  door = await openDoor(shared);
  await door.roster(fewSeats);
});
afterAll(() => shared.stop());

const w = words.vi.hotline.appointment;
const t = words.vi.hotline;
const minutes = (n: number): number => n * 60_000;
const days = (n: number): number => n * 24 * minutes(60);
const staff = counsellor(1);

/** Monday the 23rd is today, Tuesday a holiday. */
const [ten, half, eleven, three, wednesday] = ["2026-11-23T10:00", "2026-11-23T10:30", "2026-11-23T11:00", "2026-11-23T15:00", "2026-11-25T09:00"] as const;
const fewSeats = { [ten]: 2, [half]: 2, [eleven]: 2, [three]: 1, [wednesday]: 2 };

const mainIn = (html: string): string => /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? "";

/** What every page about an appointment owes its owner: another may be looking on, or hold the phone. */
function discreet(page: Page, language: Language = "vi"): Page {
  expect(page.headers.get("cache-control")).toBe("no-store");
  if (page.status === 303) return page;
  expect(page.html).toContain(`<html lang="${language}">`);
  expect(/<title>(.*?)<\/title>/.exec(page.html)?.[1]).toBe("Đường Về");
  expect(page.html).not.toContain("<footer");
  expect(tellingWordsIn(textIn(mainIn(page.html)))).toEqual([]);
  expect(page.html).not.toMatch(/900\s?000\s?3\d\d/);
  expect(page.html).not.toContain("Mẫu");
  expect(lostIds(page.html)).toEqual([]);
  return page;
}
const languageOf = (path: string): Language => (path.startsWith("/en/") ? "en" : "vi");
const get = async (path: string): Promise<Page> => discreet(await door.get(path), languageOf(path));
const post = async (path: string, fields: Fields = []): Promise<Page> => discreet(await door.post(path, fields), languageOf(path));
const to = (page: Page): string | null => page.headers.get("location");
const textOf = (page: Page): string => textIn(mainIn(page.html));

type Own = { reference: string; code: string; link: string; phone: string; key: string };
const booked = async (request: CallbackRequest): Promise<Own> => {
  const page = await door.ask(request);
  expect(page.status).toBe(201);
  return { ...receiptIn(page.html), phone: request.phone, key: callerKeyOf(door.deps, e164(request.phone)) };
};
const callbackOf = async ({ reference }: Own) => (await door.callbacks()).find((row) => row.reference === reference);
/** Counters, seat rows and open callbacks say the same of every half hour; gives those with anybody in them. */
const seats = async (): Promise<Record<SlotId, number>> => {
  const said = Object.entries(seatsBySlot(await door.hotlineRows()));
  for (const [id, { counter, rows, callbacks }] of said) expect({ id, rows, callbacks }).toEqual({ id, rows: counter, callbacks: counter });
  return Object.fromEntries(said.filter(([, { counter }]) => counter > 0).map(([id, { counter }]) => [id, counter]));
};
const openAt = (language: Language): string => `${pagePath(language, "appointment")}/xem`;
const open = (reference: string, code: string, language: Language = "vi"): Promise<Page> => post(openAt(language), [["reference", reference], ["code", code]]);

/** A counsellor rings, and writes down how it went; gives when to ring again. */
async function rung({ key }: Own, outcome: Outcome): Promise<string | undefined> {
  const held = await take(door.deps, { key, staff });
  if (!held) throw new Error("they wait");
  await ring(door.deps, { ...held, staff });
  return (await recordCall(door.deps, { ...held, staff, outcome, note: "", voicemail: false })).again;
}
/** Rung at each turn of the ladder, and never reached. */
async function neverReached(own: Own): Promise<void> {
  for (let again: string | undefined = shared.now().toISOString(); again; ) {
    shared.moveTo(again);
    again = await rung(own, "noAnswer");
  }
  expect(await callbackOf(own)).toMatchObject({ state: "resting" });
}

describe.for(languages)("an appointment, in %s", (language) => {
  const own = words[language].hotline.appointment;

  test("is opened by its link, by nothing else than its link", async () => {
    const { link } = await booked(wishAt(70, three, { language, askFor: "Mẫu" }));
    const page = await get(link);
    expect({ status: page.status, h1: h1In(page.html) }).toEqual({ status: 200, h1: own.title });
    expect(textOf(page)).toContain(language === "vi" ? "15:00–15:30 thứ Hai 23/11/2026" : "15:00–15:30");
    expect(textOf(page)).toContain(words[language].hotline.states.waiting);
    for (const act of ["move", "cancel"] as const) expect(page.html).toContain(`href="${appointmentPath(language, link.split("/").at(-1) ?? "", act)}"`);
  });

  test("is opened by its reference and change code, however they are typed", async () => {
    const { reference, code, link } = await booked(wishAt(71, three, { language }));
    for (const typed of [formatReference(reference), reference.toLowerCase(), ` ${reference.slice(0, 4)}-${reference.slice(4)} `])
      for (const digits of [code, `${code.slice(0, 3)} ${code.slice(3)}`]) {
        const opened = await open(typed, digits, language);
        expect({ status: opened.status, to: to(opened) }).toEqual({ status: 303, to: link });
      }
  });

  test("is asked for again when what was typed cannot be its codes", async () => {
    const page = await open("<b>K7M4", "12 34", language);
    expect({ status: page.status, summary: summaryIn(page.html) }).toEqual({
      status: 422,
      summary: [
        { id: "reference", text: own.errors["reference.invalid"] },
        { id: "code", text: own.errors["code.invalid"] },
      ],
    });
    expect(valuesIn(page.html, "reference")).toEqual(["<b>K7M4"]);
    expect(valuesIn(page.html, "code")).toEqual([""]);
    expect(page.html).not.toContain("<b>K7M4");
  });

  test("can be moved and cancelled, every page in the other language a press away", async () => {
    const { link } = await booked(wishAt(72, three, { language }));
    const other = language === "vi" ? "en" : "vi";
    const token = link.split("/").at(-1) ?? "";
    for (const act of [undefined, "move", "cancel"] as const) {
      const page = await get(appointmentPath(language, token, act));
      expect(page.status).toBe(200);
      const switched = appointmentPath(other, token, act);
      expect(page.html).toContain(`<a class="language" href="${switched}"`);
      expect((await get(switched)).status).toBe(200);
    }
    const moved = await post(`${link}/doi`, [["slotId", wednesday]]);
    expect(to(moved)).toBe(`${link}?done=moved`);
    const page = await get(to(moved) ?? "");
    expect(textOf(page)).toContain(own.moved);
    expect(textOf(page)).toContain("09:00–09:30");
    const cancelled = await post(`${link}/huy`);
    expect(to(cancelled)).toBe(link);
    expect(textOf(await get(link))).toContain(own.cancelled);
  });
});

describe("wrong codes", () => {
  /** A reference nobody has. */
  const unknown = referenceAlphabet.slice(0, 8);
  const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

  test("are all answered alike, at the same price: no such reference, another code, the right code of another", async () => {
    const [mine, theirs] = [await booked(wish(73)), await booked(wish(74))];
    const tries: [string, string][] = [[unknown, "000000"], [mine.reference, other(mine.code)], [theirs.reference, mine.code]];
    const answers: unknown[] = [];
    for (const [reference, code] of tries) {
      const { answer, calls } = await callsDuring(shared.client, () => open(reference, code));
      expect(summaryIn(answer.html)).toEqual([{ id: "reference", text: w.errors["pair.wrong"] }]);
      answers.push({ status: answer.status, html: answer.html.replaceAll(reference, "REFERENCE"), calls: calls.map(({ command, rows }) => [command, rows]) });
    }
    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(answers[0]).toMatchObject({ status: 422 });
  });

  test("are counted: the ninth try of an hour is one too many, even with the right code, and only for this reference", async () => {
    const [mine, theirs] = [await booked(wish(75)), await booked(wish(76))];
    for (let n = 0; n < 8; n += 1) expect((await open(mine.reference, other(mine.code))).status).toBe(422);
    const ninth = await open(mine.reference, mine.code);
    expect({ status: ninth.status, summary: summaryIn(ninth.html) }).toEqual({ status: 429, summary: [{ id: "reference", text: w.errors.tooOften }] });
    expect((await open(theirs.reference, theirs.code)).status).toBe(303);
    shared.forward(minutes(60) - 1_000);
    expect((await open(mine.reference, mine.code)).status).toBe(429);
    shared.forward(1_000);
    expect(to(await open(mine.reference, mine.code))).toBe(mine.link);
  });

  test("of a reference that does not exist are counted too, so that counting says nothing", async () => {
    for (let n = 0; n < 8; n += 1) expect((await open(unknown, "123456")).status).toBe(422);
    expect((await open(unknown, "123456")).status).toBe(429);
  });

  test("tried many at once get no more than eight looks", async () => {
    const mine = await booked(wish(77));
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(mine.reference, other(mine.code))));
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(8);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(12);
  });
});

test("a link that leads nowhere says so in the same words, whatever is wrong with it", async () => {
  const { link } = await booked(wish(78));
  const token = link.split("/").at(-1) ?? "";
  const pages = await Promise.all(
    [`${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`, token.slice(0, 10), `${token}A`, "x", "xem", "%3Cscript%3E", "..%2F..%2Fetc", linkTokenOf(door.deps, "K7M4Q9TX")].flatMap((wrong) => [
      get(`/lich-hen/${wrong}`),
      get(`/lich-hen/${wrong}/doi`),
      get(`/lich-hen/${wrong}/huy`),
      post(`/lich-hen/${wrong}/huy`),
    ]),
  );
  expect(new Set(pages.map(({ status, html }) => `${status} ${html}`)).size).toBe(1);
  expect({ status: pages[0]?.status, h1: h1In(pages[0]?.html ?? "") }).toEqual({ status: 404, h1: w.gone });
  expect(await door.callbacks()).toMatchObject([{ state: "waiting" }]);
});

describe("moving", () => {
  test("gives the old seat back and takes the new one, and texts the new time", async () => {
    const own = await booked(wishAt(79, three));
    expect(await seats()).toEqual({ [three]: 1 });
    const page = await get(`${own.link}/doi`);
    expect(timesIn(page.html).offered).toEqual([ten, half, eleven, wednesday]);
    expect((await post(`${own.link}/doi`, [["slotId", wednesday]])).status).toBe(303);
    expect(await seats()).toEqual({ [wednesday]: 1 });
    expect(await callbackOf(own)).toMatchObject({ state: "waiting", kind: "booked", slotId: wednesday });
    const texts = (await door.textsTo(own.phone)).map(({ body }) => body);
    expect(texts).toHaveLength(2);
    expect(texts).toContainEqual(expect.stringMatching(/luc 09:00 thu Tu 25\/11\. .*\/lich-hen\/[\w-]{22}$/));
    expect(tellingWordsIn(texts.join(" "))).toEqual([]);
  });

  test("gives the last seat of a time to whoever comes next", async () => {
    const own = await booked(wishAt(79, three));
    expect((await door.walk(wishAt(80, three), "time")).html).not.toContain(three);
    await post(`${own.link}/doi`, [["slotId", ten]]);
    await booked(wishAt(80, three));
    expect(await seats()).toEqual({ [ten]: 1, [three]: 1 });
  });

  test("to as soon as possible takes the first seat there is", async () => {
    const own = await booked(wishAt(79, wednesday));
    expect((await post(`${own.link}/doi`, [["soon", "yes"]])).status).toBe(303);
    expect(await callbackOf(own)).toMatchObject({ kind: "soon", slotId: ten });
    expect(await seats()).toEqual({ [ten]: 1 });
    expect(textOf(await get(own.link))).toContain(w.soonBy("10:00–10:30 thứ Hai 23/11/2026"));
  });

  test("to as soon as possible without a seat anywhere promises no time", async () => {
    door = await openDoor(shared);
    await door.roster({ [three]: 1 });
    const own = await booked(wishAt(79, three, { contact: { ...untexted.contact, hours: ["morning"] }, consents: untexted.consents }));
    expect((await post(`${own.link}/doi`, [["soon", "yes"]])).status).toBe(303);
    expect(await seats()).toEqual({});
    expect(textOf(await get(own.link))).toContain(w.soon);
  });

  test("to a time that has just been taken offers the nearest three and changes nothing", async () => {
    const own = await booked(wishAt(79, wednesday));
    await booked(wishAt(80, three));
    const page = await post(`${own.link}/doi`, [["slotId", three]]);
    expect({ status: page.status, summary: summaryIn(page.html) }).toEqual({ status: 409, summary: [{ id: "slotId", text: t.errors["slotId.full"] }] });
    expect(nearestIn(page.html)).toEqual([half, eleven, wednesday]);
    expect(await seats()).toEqual({ [wednesday]: 1, [three]: 1 });
    expect(await callbackOf(own)).toMatchObject({ slotId: wednesday });
  });

  test.for([
    { what: "none", slotId: undefined, status: 422, code: "slotId.missing" },
    { what: "one of last week", slotId: "2026-11-20T09:00", status: 409, code: "slotId.past" },
    { what: "one that begins in twenty minutes", slotId: "2026-11-23T09:00", status: 409, code: "slotId.past" },
    { what: "one beyond what can be booked", slotId: "2026-12-03T09:00", status: 409, code: "slotId.unknown" },
    { what: "one nobody works at", slotId: "2026-11-25T03:00", status: 409, code: "slotId.unknown" },
    { what: "a script", slotId: "<script>alert(1)</script>", status: 409, code: "slotId.unknown" },
  ] as const)("to $what is refused in words, and changes nothing", async ({ slotId, status, code }) => {
    await door.roster({ "2026-11-20T09:00": 1, "2026-11-23T09:00": 1, "2026-12-03T09:00": 1 });
    const own = await booked(wishAt(79, wednesday));
    const before = await callbackOf(own);
    const page = await post(`${own.link}/doi`, slotId === undefined ? [] : [["slotId", slotId]]);
    expect({ status: page.status, summary: summaryIn(page.html), errors: errorsIn(page.html) }).toEqual({ status, summary: [{ id: "slotId", text: t.errors[code] }], errors: [t.errors[code]] });
    expect(page.html).not.toContain("<script>alert");
    expect(await callbackOf(own)).toEqual(before);
    expect(await seats()).toEqual({ [wednesday]: 1 });
  });

  test("when nothing is free any more leads to as soon as possible, not to a list of nothing", async () => {
    door = await openDoor(shared);
    await door.roster({ [three]: 1 });
    const own = await booked(wishAt(79, three));
    const page = await get(`${own.link}/doi`);
    expect({ offered: timesIn(page.html).offered, says: textOf(page).includes(t.slots.none) }).toEqual({ offered: [], says: true });
    expect(page.html).toContain('name="soon" value="yes"');
    const gone = await post(`${own.link}/doi`, [["slotId", wednesday]]);
    expect({ status: gone.status, says: textOf(gone).includes(t.slots.none) }).toEqual({ status: 409, says: true });
  });

  test("to the time it has leaves everything as it is", async () => {
    const own = await booked(wishAt(79, three));
    const before = { rows: await door.hotlineRows(), messages: await door.messageRows() };
    expect((await post(`${own.link}/doi`, [["slotId", three]])).status).toBe(303);
    expect({ rows: await door.hotlineRows(), messages: await door.messageRows() }).toEqual(before);
  });

  test("in two windows at once ends at one of the two times, with one seat", async () => {
    const own = await booked(wishAt(79, wednesday));
    const answers = await Promise.all([ten, half, eleven].map((slotId) => post(`${own.link}/doi`, [["slotId", slotId]])));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    const after = await callbackOf(own);
    expect(await seats()).toEqual({ [String(after?.slotId)]: 1 });
  });

  test("often in a day is never refused, and texted no more", async () => {
    const own = await booked(wishAt(79, wednesday));
    const before = (await door.messageRows()).length;
    for (let n = 0; n < 12; n += 1) expect((await post(`${own.link}/doi`, [["slotId", n % 2 ? ten : half]])).status).toBe(303);
    expect((await door.messageRows()).length - before).toBe(9);
  });
});

describe("cancelling", () => {
  test("is asked once more, gives the seat back, and is said by text", async () => {
    const own = await booked(wishAt(81, three));
    const sure = await get(`${own.link}/huy`);
    expect({ h1: h1In(sure.html), when: textOf(sure).includes("15:00–15:30 thứ Hai 23/11/2026") }).toEqual({ h1: w.cancelTitle, when: true });
    expect(await seats()).toEqual({ [three]: 1 });
    expect(to(await post(`${own.link}/huy`))).toBe(own.link);
    expect(await seats()).toEqual({});
    expect(await callbackOf(own)).toMatchObject({ state: "cancelled" });
    expect((await door.textsTo(own.phone)).map(({ body }) => body)).toContain("Duong Ve: Da huy hen cua ban. Ban khong can lam gi them.");
    const page = await get(own.link);
    expect(textOf(page)).toContain(w.cancelled);
    expect(page.html).not.toContain("/doi");
  });

  test("twice is no different from once", async () => {
    const own = await booked(wishAt(81, three));
    await Promise.all([post(`${own.link}/huy`), post(`${own.link}/huy`)]);
    const before = { rows: await door.hotlineRows(), messages: await door.messageRows() };
    expect(to(await post(`${own.link}/huy`))).toBe(own.link);
    expect({ rows: await door.hotlineRows(), messages: await door.messageRows() }).toEqual(before);
    expect(before.messages).toHaveLength(2);
  });

  test("leaves what else this phone has asked for", async () => {
    const [first, second] = [await booked(wishAt(81, three)), await booked(wishAt(81, wednesday))];
    await post(`${first.link}/huy`);
    expect(await seats()).toEqual({ [wednesday]: 1 });
    expect(await callbackOf(second)).toMatchObject({ state: "waiting" });
  });

  test("ends it: it cannot be moved after, its pages only say so", async () => {
    const own = await booked(wishAt(81, three));
    await post(`${own.link}/huy`);
    for (const act of ["doi", "huy"]) {
      const page = await get(`${own.link}/${act}`);
      expect({ status: page.status, h1: h1In(page.html), says: textOf(page).includes(w.cancelled) }).toEqual({ status: 200, h1: w.title, says: true });
    }
    const moved = await post(`${own.link}/doi`, [["slotId", wednesday]]);
    expect({ status: moved.status, says: textOf(moved).includes(w.errors.ended) }).toEqual({ status: 409, says: true });
    expect(await seats()).toEqual({});
  });

  test("is forgotten a month later", async () => {
    const own = await booked(wishAt(81, three));
    await post(`${own.link}/huy`);
    shared.forward(days(30));
    expect({ byLink: (await get(own.link)).status, byCode: (await open(own.reference, own.code)).status }).toEqual({ byLink: 404, byCode: 422 });
  });
});

describe("while a counsellor rings", () => {
  test("nothing can be changed, and the page says why; afterwards it can again", async () => {
    const own = await booked(wish(82));
    const held = await take(door.deps, { key: own.key, staff });
    if (!held) throw new Error("they wait");
    // Only held, not rung: the owner comes first.
    expect((await post(`${own.link}/doi`, [["slotId", wednesday]])).status).toBe(303);
    await post(`${own.link}/doi`, [["soon", "yes"]]);
    await ring(door.deps, { ...held, staff });
    expect((await get(own.link)).status).toBe(200);
    for (const [act, fields] of [["doi", [["slotId", wednesday]]], ["doi", [["soon", "yes"]]], ["huy", []]] as [string, Fields][]) {
      const page = await post(`${own.link}/${act}`, fields);
      expect({ act, status: page.status, says: textOf(page).includes(w.errors.ringing), changeable: page.html.includes("/doi") }).toEqual({ act, status: 409, says: true, changeable: false });
    }
    await handBack(door.deps, { ...held, staff });
    expect((await post(`${own.link}/huy`)).status).toBe(303);
  });

  test("who has closed the page meanwhile holds nobody for longer than ten minutes", async () => {
    const own = await booked(wish(82));
    const held = await take(door.deps, { key: own.key, staff });
    await ring(door.deps, { key: own.key, leaseId: held?.leaseId ?? "", staff });
    shared.forward(minutes(10) - 1);
    expect((await post(`${own.link}/huy`)).status).toBe(409);
    shared.forward(1);
    expect((await post(`${own.link}/huy`)).status).toBe(303);
  });
});

describe("an appointment that is over", () => {
  test.for([
    { outcome: "reached", says: w.done },
    { outcome: "wrongNumber", says: w.closed },
    { outcome: "askedNotToCall", says: w.closed },
  ] as const)("because of “$outcome” says no more than that, and cannot be changed", async ({ outcome, says }) => {
    const own = await booked(wish(83));
    await rung(own, outcome);
    const page = await get(own.link);
    expect({ status: page.status, says: textOf(page).includes(says), changeable: page.html.includes("/doi") }).toEqual({ status: 200, says: true, changeable: false });
    for (const [act, fields] of [["doi", [["slotId", wednesday]]], ["huy", []]] as [string, Fields][]) {
      const refused = await post(`${own.link}/${act}`, fields);
      expect({ act, status: refused.status, says: textOf(refused).includes(w.errors.ended) }).toEqual({ act, status: 409, says: true });
    }
  });

  test("whose owner had asked not to be rung looks to whoever books again like any other: nothing is told, nothing is texted, a person decides", async () => {
    await rung(await booked(wish(83)), "askedNotToCall");
    const before = (await door.messageRows()).length;
    const again = await booked(wishAt(83, wednesday));
    const page = await get(again.link);
    expect({ says: textOf(page).includes(words.vi.hotline.states.waiting), changeable: page.html.includes("/doi") }).toEqual({ says: true, changeable: true });
    expect(await callbackOf(again)).toMatchObject({ state: "resting" });
    expect((await post(`${again.link}/doi`, [["slotId", three]])).status).toBe(303);
    expect((await post(`${again.link}/huy`)).status).toBe(303);
    expect(await seats()).toEqual({});
    expect((await door.messageRows()).length).toBe(before);
  });
});

describe("somebody who was never reached", () => {
  const later = "2026-12-21T09:00";
  beforeEach(() => door.roster({ [later]: 2, "2026-12-23T09:00": 2, "2026-12-25T09:00": 2 }));

  test("reads that we tried, and brings it back with a new time", async () => {
    const own = await booked(wish(84));
    await neverReached(own);
    const page = await get(own.link);
    expect(textOf(page)).toContain(w.resting);
    expect(textOf(page)).toContain(t.states.resting);
    shared.moveTo(instantOf("2026-12-18", 10, 0).toISOString());
    expect((await post(`${own.link}/doi`, [["slotId", later]])).status).toBe(303);
    expect(await callbackOf(own)).toMatchObject({ state: "waiting", kind: "booked", slotId: later });
    expect(textOf(await get(own.link))).toContain("09:00–09:30 thứ Hai 21/12/2026");
    // A new ladder: three tries again.
    shared.moveTo(instantOf("2026-12-21", 9, 0).toISOString());
    expect(await rung(own, "noAnswer")).toBeDefined();
  });

  test("brings it back as soon as possible, by reference and change code", async () => {
    const own = await booked(wish(84));
    await neverReached(own);
    const link = to(await open(own.reference, own.code)) ?? "";
    expect((await post(`${link}/doi`, [["soon", "yes"]])).status).toBe(303);
    expect(await callbackOf(own)).toMatchObject({ state: "waiting", kind: "soon" });
  });

  test("does so for thirty days, not a moment longer", async () => {
    const own = await booked(wish(84));
    await neverReached(own);
    const rested = shared.now().getTime();
    shared.moveTo(new Date(rested + days(30) + 1).toISOString());
    for (const [act, fields] of [["doi", [["soon", "yes"], ["confirmed", "yes"]]], ["huy", []]] as [string, Fields][]) {
      const page = await post(`${own.link}/${act}`, fields);
      expect({ act, status: page.status, says: textOf(page).includes(w.errors.ended), changeable: page.html.includes("/doi") }).toEqual({ act, status: 409, says: true, changeable: false });
    }
    shared.moveTo(new Date(rested + days(30)).toISOString());
    expect((await post(`${own.link}/doi`, [["soon", "yes"], ["confirmed", "yes"]])).status).toBe(303);
  });

  test("can leave it at that", async () => {
    const own = await booked(wish(84));
    await neverReached(own);
    expect((await post(`${own.link}/huy`)).status).toBe(303);
    expect(textOf(await get(own.link))).toContain(w.cancelled);
  });
});

describe("safe-contact answers older than thirty days", () => {
  const january = "2026-12-28T09:00";

  test("are confirmed before a time is changed on them, and then hold from that day", async () => {
    door = await openDoor(shared);
    await door.roster({ [january]: 2 });
    const own = await booked(wish(85));
    shared.forward(days(30) + 1);
    const page = await get(`${own.link}/doi`);
    expect(textOf(page)).toContain(w.confirm);
    const unconfirmed = await post(`${own.link}/doi`, [["slotId", january]]);
    expect({ status: unconfirmed.status, summary: summaryIn(unconfirmed.html), chosen: timesIn(unconfirmed.html).chosen }).toEqual({ status: 422, summary: [{ id: "confirmed", text: w.errors.confirm }], chosen: [january] });
    expect((await post(`${own.link}/doi`, [["slotId", january], ["confirmed", "yes"]])).status).toBe(303);
    expect(await callbackOf(own)).toMatchObject({ slotId: january, contact: { askedAt: shared.now().toISOString() } });
    expect((await get(`${own.link}/doi`)).html).not.toContain('name="confirmed"');
  });

  test("of exactly thirty days still hold", async () => {
    door = await openDoor(shared);
    await door.roster({ [january]: 2 });
    const own = await booked(wish(85));
    shared.forward(days(30));
    expect((await get(`${own.link}/doi`)).html).not.toContain('name="confirmed"');
    expect((await post(`${own.link}/doi`, [["slotId", january]])).status).toBe(303);
  });

  test("need no confirming to cancel", async () => {
    const own = await booked(wish(85));
    shared.forward(days(31));
    expect((await post(`${own.link}/huy`)).status).toBe(303);
  });
});

describe("a time that a manager closes", () => {
  test("is said on the page and by text, and another can be chosen", async () => {
    const own = await booked(wishAt(86, three));
    await closeSlots(door.deps, { date: "2026-11-23", slotIds: [three], staff, reason: "họp" });
    expect(await seats()).toEqual({});
    const page = await get(own.link);
    expect(textOf(page)).toContain(w.slotClosed);
    expect(textOf(page)).not.toContain("15:00");
    const texts = (await door.textsTo(own.phone)).map(({ body }) => body);
    expect(texts).toContain(`Duong Ve: Xin loi, hen luc 15:00 thu Hai 23/11 khong con. Chon gio khac: duongve.example${own.link}`);
    expect((await post(`${own.link}/doi`, [["slotId", wednesday]])).status).toBe(303);
    expect(await seats()).toEqual({ [wednesday]: 1 });
  });

  test("cannot be moved to", async () => {
    const own = await booked(wishAt(86, wednesday));
    await closeSlots(door.deps, { date: "2026-11-23", slotIds: [three], staff, reason: "họp" });
    const page = await post(`${own.link}/doi`, [["slotId", three]]);
    expect({ status: page.status, nearest: nearestIn(page.html) }).toEqual({ status: 409, nearest: [half, eleven, wednesday] });
  });
});

test("a post from another site changes nothing", async () => {
  const own = await booked(wishAt(87, three));
  for (const act of ["doi", "huy"]) {
    const answer = await door.app.request(`${own.link}/${act}`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", origin: "http://evil.example", "sec-fetch-site": "cross-site" }, body: `slotId=${wednesday}` });
    expect(answer.status).toBe(403);
  }
  expect(await seats()).toEqual({ [three]: 1 });
});

test("no line of the log of all this holds a number, a reference, a code or a link of anybody", async () => {
  const own = await booked(wishAt(88, three, { askFor: "Chị Mẫu" }));
  await open(own.reference, own.code);
  await post(`${own.link}/doi`, [["slotId", wednesday]]);
  await post(`${own.link}/huy`);
  await door.textsTo(own.phone);
  const log = logOf(shared);
  expect(log).not.toMatch(/900\s?000\s?3\d\d/);
  for (const value of ["Mẫu", own.reference, own.code, own.link.split("/").at(-1) ?? "?", own.key, callerAt(88)]) expect({ value, logged: log.includes(value) }).toEqual({ value, logged: false });
  expect(shared.logged.filter(({ level }) => level === "error")).toEqual([]);
});
