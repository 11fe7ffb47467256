import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { closeSlots } from "../../../functions/hotline/close-slots.ts";
import { ringAgain } from "../../../functions/hotline/decide.ts";
import { callerKeyOf, linkTokenOf, shortCodeOf, textTokenOf } from "../../../functions/hotline/identify.ts";
import { recordCall } from "../../../functions/hotline/record-call.ts";
import { ring } from "../../../functions/hotline/ring.ts";
import { handBack, take } from "../../../functions/hotline/take.ts";
import { instantOf } from "../../../shared/calendar/local-time.ts";
import type { CallbackRequest } from "../../../shared/hotline/callback.ts";
import type { Outcome } from "../../../shared/hotline/ladder.ts";
import { slotStart, type SlotId } from "../../../shared/hotline/slots.ts";
import { languages, type Language } from "../../../shared/language.ts";
import { textMoment } from "../../../shared/messages/text-moment.ts";
import { appointmentActs, appointmentPath, appointmentSide, pagePath, sideOfShortCode } from "../../../shared/paths.ts";
import { formatReference, formatShortCode, referenceAlphabet, shortCodeLength, tokenAlphabet } from "../../../shared/reference.ts";
import { words } from "../../../web/words/words.ts";
import { e164 } from "../../support/applications.ts";
import { callerAt, logOf, nearestIn, openDoor, receiptIn, timesIn, untexted, wish, wishAt, wordsOf, type Door, type Fields } from "../../support/callers.ts";
import type { Page } from "../../support/form-walk.ts";
import { allRows, counsellor, mayStillCome, mondayMorning, seatsBySlot } from "../../support/hotline.ts";
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

const w = words.vi.appointment;
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
  expect(page.html).toContain(`<html lang="${language}"`);
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
/** The address in the text of a callback, which is not the one its receipt shows. */
const texted = ({ reference }: Pick<Own, "reference">, language: Language = "vi"): string => appointmentPath(language, textTokenOf(door.deps, reference));
const eventsOf = async ({ key }: Own, type: string): Promise<number> => (await door.deps.store.readEvents(key, 50, door.deps.now())).filter((event) => event.type === type).length;
const everything = async () => ({ rows: await door.hotlineRows(), messages: await door.messageRows() });
const bodiesTo = async (phone: string): Promise<string[]> => (await door.textsTo(phone)).map(({ body }) => body);
/** What a page asks to be done: where its forms are posted. */
const formsIn = ({ html }: Page): string[] => [...html.matchAll(/<form [^>]*method="post"[^>]*>/g)].flatMap(([form]) => /action="([^"]+)"/.exec(form)?.[1] ?? []);
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
  const own = words[language].appointment;

  test("is opened by its link, by nothing else than its link", async () => {
    const { link } = await booked(wishAt(70, three, { language, askFor: "Mẫu" }));
    const page = await get(link);
    expect({ status: page.status, h1: h1In(page.html) }).toEqual({ status: 200, h1: own.title });
    expect(textOf(page)).toContain(language === "vi" ? "15:00–15:30 thứ Hai 23/11/2026" : "15:00–15:30");
    expect(textOf(page)).toContain(words[language].hotline.states.waiting);
    for (const act of ["move", "cancel", "calendar", "stopTexts"] as const) expect(page.html).toContain(`href="${appointmentPath(language, link.split("/").at(-1) ?? "", act)}"`);
    expect(formsIn(page)).toEqual([`${link}/giu`]);
  });

  test("is opened by the link in its text too, which is another and shows the same", async () => {
    const mine = await booked(wishAt(70, three, { language }));
    const [text = ""] = await bodiesTo(mine.phone);
    const link = new RegExp(`${new URL(door.deps.siteOrigin).host}(/\\S+)$`).exec(text)?.[1] ?? "";
    expect(link).toBe(texted(mine, language));
    expect(link).not.toBe(mine.link);
    const [byText, byReceipt] = [await get(link), await get(mine.link)];
    expect(byText.status).toBe(200);
    expect(byText.html.replaceAll(link, mine.link).replaceAll(link.replace(/^\/en/, ""), mine.link.replace(/^\/en/, ""))).toBe(byReceipt.html);
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
    for (const act of [undefined, "move", "cancel", "stopTexts"] as const) {
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
  const other = tokenAlphabet.at(tokenAlphabet.indexOf(token.at(-1) ?? "") - 1) ?? "";
  const quiet = await booked(wish(79, untexted));
  const wrongs = [
    `${token.slice(0, -1)}${other}`,
    token.slice(0, 10),
    `${token}${other}`,
    `${token.slice(0, -1)}-`,
    token.toLowerCase(),
    "x",
    "xem",
    "%3Cscript%3E",
    "..%2F..%2Fetc",
    "A".repeat(22),
    linkTokenOf(door.deps, "K7M4Q9TX"),
    textTokenOf(door.deps, "K7M4Q9TX"),
    // Nobody was promised a text, so that no text can have carried it.
    textTokenOf(door.deps, quiet.reference),
    shortCodeOf(door.deps, quiet.reference),
  ];
  const acts = Object.values(appointmentActs);
  const posted = acts.filter((act) => act !== appointmentActs.calendar);
  const before = await everything();
  const opened = wrongs.flatMap((wrong) => ["", ...acts].map((act) => get(["/lich-hen", wrong, act].filter(Boolean).join("/"))));
  const pages = await Promise.all([...opened, ...wrongs.flatMap((wrong) => posted.map((act) => post(`/lich-hen/${wrong}/${act}`, [["slotId", wednesday]])))]);
  expect(new Set(pages.map(({ status, html }) => `${status} ${html}`)).size).toBe(1);
  expect({ status: pages[0]?.status, h1: h1In(pages[0]?.html ?? "") }).toEqual({ status: 404, h1: w.gone });
  expect(await everything()).toEqual(before);
});

describe("moving", () => {
  test("gives the old seat back and takes the new one, and texts the new time", async () => {
    const own = await booked(wishAt(79, three));
    const [first] = await bodiesTo(own.phone);
    expect(first).toMatch(wordsOf("booked", "vi"));
    expect(await seats()).toEqual({ [three]: 1 });
    const page = await get(`${own.link}/doi`);
    expect(timesIn(page.html).offered).toEqual([ten, half, eleven, wednesday]);
    expect((await post(`${own.link}/doi`, [["slotId", wednesday]])).status).toBe(303);
    expect(await seats()).toEqual({ [wednesday]: 1 });
    expect(await callbackOf(own)).toMatchObject({ state: "waiting", kind: "booked", slotId: wednesday });
    const texts = await bodiesTo(own.phone);
    expect(texts).toEqual([first, expect.stringMatching(wordsOf("booked", "vi"))]);
    expect(wordsOf("booked", "vi").exec(texts[1] ?? "")?.groups).toMatchObject({ time: textMoment("vi", slotStart(wednesday)), link: `duongve.example${texted(own)}` });
    expect(tellingWordsIn(texts.join(" "))).toEqual([]);
  });

  test("before the first text has left sends the new time only, and reminds of the new time only", async () => {
    const own = await booked(wishAt(79, three));
    await post(`${own.link}/doi`, [["slotId", wednesday]]);
    expect(await bodiesTo(own.phone)).toEqual([expect.stringMatching(wordsOf("booked", "vi"))]);
    for (const at of [instantOf("2026-11-23", 13, 0), instantOf("2026-11-24", 9, 0), instantOf("2026-11-25", 8, 0)]) {
      shared.moveTo(at.toISOString());
      await door.textsTo(own.phone);
    }
    const texts = await bodiesTo(own.phone);
    expect(texts).toEqual([wordsOf("booked", "vi"), wordsOf("dayBefore", "vi"), wordsOf("soonBefore", "vi")].map((text) => expect.stringMatching(text)));
    for (const text of texts) expect(text).toContain(textMoment("vi", slotStart(wednesday)));
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
    const before = await everything();
    expect((await post(`${own.link}/doi`, [["slotId", three]])).status).toBe(303);
    expect(await everything()).toEqual(before);
  });

  test("in two windows at once ends at one of the two times, with one seat", async () => {
    const own = await booked(wishAt(79, wednesday));
    const answers = await Promise.all([ten, half, eleven].map((slotId) => post(`${own.link}/doi`, [["slotId", slotId]])));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    const after = await callbackOf(own);
    expect(await seats()).toEqual({ [String(after?.slotId)]: 1 });
  });

  test("often in a day is never refused, and told by text no more: nine times a new time is, and only the last can still leave", async () => {
    const own = await booked(wishAt(79, wednesday));
    const told = async () => (await door.messageRows()).filter(({ template }) => template === "booked");
    for (let n = 0; n < 12; n += 1) expect((await post(`${own.link}/doi`, [["slotId", n % 2 ? ten : half]])).status).toBe(303);
    expect(await told()).toHaveLength(1 + 9);
    // The last three were promised none, and took back what had been.
    expect((await told()).filter(mayStillCome)).toEqual([]);
    await post(`${own.link}/doi`, [["slotId", wednesday]]);
    expect((await door.messageRows()).filter(mayStillCome).map(({ template }) => template).toSorted()).toEqual(["dayBefore", "soonBefore"]);
  });

  test("and back, again and again, texts a phone three times in a day and no more", async () => {
    const own = await booked(wishAt(79, wednesday));
    for (const slotId of [ten, half, eleven, three]) {
      await post(`${own.link}/doi`, [["slotId", slotId]]);
      await door.textsTo(own.phone);
    }
    const texts = await bodiesTo(own.phone);
    expect(texts.map((text) => wordsOf("booked", "vi").exec(text)?.groups?.time)).toEqual([ten, half, eleven].map((id) => textMoment("vi", slotStart(id))));
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
    const told = await bodiesTo(own.phone);
    expect(told).toEqual([expect.stringMatching(wordsOf("cancelled", "vi"))]);
    expect(told[0]).toContain(textMoment("vi", slotStart(three)));
    const page = await get(own.link);
    expect(textOf(page)).toContain(w.cancelled);
    expect(page.html).not.toContain("/doi");
  });

  test("twice is no different from once", async () => {
    const own = await booked(wishAt(81, three));
    await Promise.all([post(`${own.link}/huy`), post(`${own.link}/huy`)]);
    const before = await everything();
    expect(to(await post(`${own.link}/huy`))).toBe(own.link);
    expect(await everything()).toEqual(before);
    expect(before.messages.filter(mayStillCome)).toMatchObject([{ template: "cancelled" }]);
  });

  test("of a call as soon as possible is said by text without a time", async () => {
    const own = await booked(wish(81));
    await post(`${own.link}/huy`);
    expect(await bodiesTo(own.phone)).toEqual([expect.stringMatching(wordsOf("callCancelled", "vi"))]);
  });

  test("takes back what would have reminded of it", async () => {
    const own = await booked(wishAt(81, wednesday));
    await post(`${own.link}/huy`);
    shared.moveTo(slotStart(wednesday).toISOString());
    shared.forward(-minutes(30));
    expect(await bodiesTo(own.phone)).toEqual([]);
    expect((await door.messageRows()).filter(({ template }) => template === "dayBefore" || template === "soonBefore")).toMatchObject([{ withdrawn: "ended" }, { withdrawn: "ended" }]);
  });

  test("at night is said by text in the morning", async () => {
    const own = await booked(wishAt(81, wednesday));
    await door.textsTo(own.phone);
    shared.moveTo(instantOf("2026-11-23", 22, 0).toISOString());
    await post(`${own.link}/huy`);
    expect(await bodiesTo(own.phone)).toEqual([expect.stringMatching(wordsOf("booked", "vi"))]);
    shared.moveTo(instantOf("2026-11-24", 8, 0).toISOString());
    expect((await bodiesTo(own.phone)).slice(1)).toEqual([expect.stringMatching(wordsOf("cancelled", "vi"))]);
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

  test("is seen by its links for a day, and forgotten a month later", async () => {
    const own = await booked(wishAt(81, three));
    await post(`${own.link}/huy`);
    const links = [own.link, texted(own)];
    const seen = async () => Promise.all(links.flatMap((link) => ["", ...Object.values(appointmentActs).map((act) => `/${act}`)].map(async (act) => (await door.get(`${link}${act}`)).status)));
    shared.forward(days(1));
    expect(new Set(await seen())).toEqual(new Set([200, 303]));
    const before = await everything();
    shared.forward(1);
    expect(new Set(await seen())).toEqual(new Set([404]));
    for (const link of links) for (const act of ["doi", "huy", "giu", "ngung-tin"]) expect((await post(`${link}/${act}`, [["slotId", wednesday]])).status).toBe(404);
    expect(await everything()).toEqual(before);
    shared.forward(days(29));
    expect((await open(own.reference, own.code)).status).toBe(422);
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
    // What had told of the time is taken back with it.
    const texts = await bodiesTo(own.phone);
    expect(texts).toEqual([expect.stringMatching(wordsOf("callOffer", "vi"))]);
    expect(wordsOf("callOffer", "vi").exec(texts[0] ?? "")?.groups).toEqual({ time: textMoment("vi", slotStart(three)), link: `duongve.example${texted(own)}` });
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

describe.for(languages)("saying that the time still suits, in %s", (language) => {
  const own = words[language].appointment;

  test("is one press, on a page without script, and is kept", async () => {
    const mine = await booked(wishAt(89, three, { language }));
    const page = await get(mine.link);
    expect(textOf(page)).toContain(own.confirmIt);
    expect(formsIn(page)).toEqual([`${mine.link}/giu`]);
    expect(page.html).not.toMatch(/\son[a-z]+=/);
    expect(to(await post(`${mine.link}/giu`))).toBe(mine.link);
    const confirmed = await get(mine.link);
    expect({ says: textOf(confirmed).includes(own.confirmed), asks: textOf(confirmed).includes(own.confirmIt), forms: formsIn(confirmed) }).toEqual({ says: true, asks: false, forms: [] });
    expect(await callbackOf(mine)).toMatchObject({ state: "waiting", slotId: three, confirmedAt: shared.now().toISOString() });
    expect(await eventsOf(mine, "confirmed")).toBe(1);
  });
});

describe("a time that was confirmed", () => {
  const confirmed = async (request = wishAt(90, wednesday)): Promise<Own> => {
    const own = await booked(request);
    expect(to(await post(`${own.link}/giu`))).toBe(own.link);
    return own;
  };
  const says = async ({ link }: Own) => {
    const text = textOf(await get(link));
    return { confirmed: text.includes(w.confirmed), asks: text.includes(w.confirmIt) };
  };

  test("is so by the link in the text as well, and once however often it is pressed; its texts stay promised", async () => {
    const own = await booked(wishAt(90, wednesday));
    const promised = await door.messageRows();
    await Promise.all([post(`${texted(own)}/giu`), post(`${own.link}/giu`)]);
    const before = await everything();
    shared.forward(minutes(5));
    expect(to(await post(`${own.link}/giu`))).toBe(own.link);
    expect(await everything()).toEqual(before);
    expect(await eventsOf(own, "confirmed")).toBe(1);
    expect(new Set(before.messages)).toEqual(new Set(promised));
  });

  test("stays so when the same time is chosen again, and not when another is: that one is asked about anew", async () => {
    const own = await confirmed();
    await post(`${own.link}/doi`, [["slotId", wednesday]]);
    expect(await says(own)).toEqual({ confirmed: true, asks: false });
    await post(`${own.link}/doi`, [["slotId", three]]);
    expect(await says(own)).toEqual({ confirmed: false, asks: true });
    expect(await callbackOf(own)).not.toHaveProperty("confirmedAt");
    await post(`${own.link}/giu`);
    expect(await says(own)).toEqual({ confirmed: true, asks: false });
  });

  test("is so no more once it is “as soon as possible”, which nobody can confirm", async () => {
    const own = await confirmed();
    await post(`${own.link}/doi`, [["soon", "yes"]]);
    expect(await says(own)).toEqual({ confirmed: false, asks: false });
    const page = await post(`${own.link}/giu`);
    expect({ status: page.status, says: textOf(page).includes(w.errors.ended) }).toEqual({ status: 409, says: true });
    expect(await callbackOf(own)).not.toHaveProperty("confirmedAt");
  });

  test("is so no more once a manager has closed it", async () => {
    const own = await confirmed();
    await closeSlots(door.deps, { date: "2026-11-25", slotIds: [wednesday], staff, reason: "họp" });
    expect(await says(own)).toEqual({ confirmed: false, asks: false });
  });

  test("is so no more once nobody was reached at it and it is rung again without a time", async () => {
    const own = await confirmed(wishAt(90, three));
    shared.moveTo(slotStart(three).toISOString());
    await neverReached(own);
    await ringAgain(door.deps, { key: own.key, staff, reason: "đã bàn trong ca" });
    expect(await says(own)).toEqual({ confirmed: false, asks: false });
  });

  test("cannot be any more from the moment it begins, nor while a counsellor rings", async () => {
    const own = await booked(wishAt(90, three));
    shared.moveTo(new Date(slotStart(three).getTime() - 1).toISOString());
    expect(await says(own)).toEqual({ confirmed: false, asks: true });
    shared.forward(1);
    expect(await says(own)).toEqual({ confirmed: false, asks: false });
    expect(textOf(await post(`${own.link}/giu`))).toContain(w.errors.ended);
    const other = await booked(wishAt(91, wednesday));
    await booked(wish(91));
    const held = await take(door.deps, { key: other.key, staff });
    await ring(door.deps, { key: other.key, leaseId: held?.leaseId ?? "", staff });
    const page = await post(`${other.link}/giu`);
    expect({ status: page.status, says: textOf(page).includes(w.errors.ringing) }).toEqual({ status: 409, says: true });
    for (const one of [own, other]) expect(await callbackOf(one)).not.toHaveProperty("confirmedAt");
  });
});

describe("the entry for one's own calendar", () => {
  const fileOf = async (link: string) => {
    const answer = await door.get(`${link}/lich.ics`);
    const lines = answer.html.replace(/\r\n /g, "").split("\r\n").filter(Boolean);
    return { status: answer.status, headers: answer.headers, text: answer.html, lines, values: Object.fromEntries(lines.map((line) => line.split(/:(.*)/s).slice(0, 2) as [string, string])) };
  };

  test.for([
    { language: "vi", name: "lich-hen.ics", summary: "Lịch hẹn" },
    { language: "en", name: "appointment.ics", summary: "Appointment" },
  ] as const)("in $language says when and how long, and nothing that tells what, whose or where", async ({ language, name, summary }) => {
    const own = await booked(wishAt(92, three, { language, askFor: "Chị Mẫu" }));
    expect((await get(own.link)).html).toContain(`href="${own.link}/lich.ics"`);
    const file = await fileOf(own.link);
    expect({ status: file.status, type: file.headers.get("content-type"), as: file.headers.get("content-disposition"), cache: file.headers.get("cache-control") }).toEqual({
      status: 200,
      type: "text/calendar; charset=utf-8",
      as: `attachment; filename="${name}"`,
      cache: "no-store",
    });
    expect(file.values).toMatchObject({ DTSTART: "20261123T080000Z", DTEND: "20261123T083000Z", DTSTAMP: "20261123T020000Z", SUMMARY: summary, CLASS: "PRIVATE", STATUS: "CONFIRMED" });
    expect(Object.keys(file.values).toSorted()).toEqual(["BEGIN", "CLASS", "DTEND", "DTSTAMP", "DTSTART", "END", "METHOD", "PRODID", "SEQUENCE", "STATUS", "SUMMARY", "UID", "VERSION"]);
    expect(file.lines.filter((line) => line.startsWith("BEGIN"))).toEqual(["BEGIN:VCALENDAR", "BEGIN:VEVENT"]);
    const token = own.link.split("/").at(-1) ?? "?";
    for (const secret of [own.reference, formatReference(own.reference), own.code, token, textTokenOf(door.deps, own.reference), shortCodeOf(door.deps, own.reference), own.key, "lich-hen/", "Mẫu", own.phone.slice(1), "•"])
      expect({ secret, told: file.text.includes(secret) }).toEqual({ secret, told: false });
    // What it goes by is a hash, in which any letters may stand.
    expect(tellingWordsIn(file.lines.filter((line) => !line.startsWith("UID")).join(" "))).toEqual([]);
  });

  test("goes by the same name however it is read and whenever, and a later one takes the place of an earlier", async () => {
    const own = await booked(wishAt(93, three));
    const first = await fileOf(own.link);
    for (const link of [texted(own), `/en${own.link}`]) expect((await fileOf(link)).values.UID).toBe(first.values.UID);
    await post(`${own.link}/doi`, [["slotId", wednesday]]);
    const moved = await fileOf(own.link);
    expect(moved.values).toMatchObject({ UID: first.values.UID, DTSTART: "20261125T020000Z", STATUS: "CONFIRMED" });
    expect(Number(moved.values.SEQUENCE)).toBeGreaterThan(Number(first.values.SEQUENCE));
    await post(`${own.link}/huy`);
    const cancelled = await fileOf(own.link);
    expect(cancelled.values).toMatchObject({ UID: first.values.UID, STATUS: "CANCELLED" });
    expect(Number(cancelled.values.SEQUENCE)).toBeGreaterThan(Number(moved.values.SEQUENCE));
    expect((await fileOf((await booked(wishAt(93, three))).link)).values.UID).not.toBe(first.values.UID);
  });

  test("is none without a time of one's own: its address shows the page", async () => {
    const own = await booked(wish(94));
    const page = await get(own.link);
    expect(page.html).not.toContain("lich.ics");
    const asked = await get(`${own.link}/lich.ics`);
    expect({ status: asked.status, type: asked.headers.get("content-type"), h1: h1In(asked.html) }).toEqual({ status: 200, type: "text/html; charset=UTF-8", h1: w.title });
  });

  test("is offered until the time begins", async () => {
    const own = await booked(wishAt(94, three));
    shared.moveTo(slotStart(three).toISOString());
    expect((await get(own.link)).html).not.toContain("lich.ics");
  });
});

describe("stopping texts", () => {
  const phones = async () => (await allRows(door.world, "messages")).filter(({ sk }) => sk === "PHONE");
  /** Everything that could still be sent until the appointment is over, sent. */
  const allTexts = async (phone: string): Promise<string[]> => {
    for (const at of [instantOf("2026-11-23", 13, 0), instantOf("2026-11-24", 9, 0), instantOf("2026-11-25", 8, 0), slotStart(wednesday)]) {
      shared.moveTo(at.toISOString());
      await door.textsTo(phone);
    }
    return bodiesTo(phone);
  };

  test.for(languages.flatMap((language) => [{ language, of: "appointment" as const }, { language, of: "phone" as const }]))("is asked once more, in $language, and says whether it is the $of that gets none", async ({ language, of }) => {
    const own = await booked(wishAt(95, wednesday, { language }));
    const said = words[language].appointment;
    const link = of === "phone" ? texted(own, language) : own.link;
    expect((await get(link)).html).toContain(`href="${link}/ngung-tin"`);
    const sure = await get(`${link}/ngung-tin`);
    expect({ status: sure.status, h1: h1In(sure.html), forms: formsIn(sure) }).toEqual({ status: 200, h1: said.stopTitle, forms: [`${link}/ngung-tin`] });
    for (const text of [said.stopText[of], said.stopKeeps]) expect(textOf(sure)).toContain(text);
    const before = await callbackOf(own);
    expect(to(await post(`${link}/ngung-tin`))).toBe(`${link}?done=stopped`);
    const stopped = await get(`${link}?done=stopped`);
    for (const text of [said.stopped, said.noTexts]) expect(textOf(stopped)).toContain(text);
    expect(stopped.html).not.toContain(`${link}/ngung-tin`);
    // The appointment stands.
    expect(await callbackOf(own)).toEqual({ ...before, version: Number(before?.version) + 1, textsStopped: of });
    expect(await seats()).toEqual({ [wednesday]: 1 });
    expect(await eventsOf(own, "textsStopped")).toBe(1);
    expect((await door.messageRows()).filter(mayStillCome)).toEqual([]);
    // Nor does what is done later bring one.
    await post(`${link}/doi`, [["slotId", three]]);
    await post(`${link}/doi`, [["slotId", wednesday]]);
    expect((await door.messageRows()).filter(mayStillCome)).toEqual([]);
    expect(await allTexts(own.phone)).toEqual([]);
  });

  test("opened anew after it was done, for instance with Back, asks no more and changes nothing", async () => {
    const own = await booked(wishAt(95, wednesday));
    for (const link of [own.link, texted(own)]) {
      await post(`${link}/ngung-tin`);
      const before = await everything();
      const again = await get(`${link}/ngung-tin`);
      expect({ status: again.status, h1: h1In(again.html), says: textOf(again).includes(w.noTexts) }).toEqual({ status: 200, h1: w.title, says: true });
      expect(to(await post(`${link}/ngung-tin`))).toBe(`${link}?done=stopped`);
      expect(await everything()).toEqual(before);
    }
  });

  test("by the link of the receipt leaves the phone as it is: whoever has it merely typed the number", async () => {
    const own = await booked(wishAt(96, three));
    await post(`${own.link}/ngung-tin`);
    expect(await phones()).toEqual([]);
    await post(`${own.link}/huy`);
    const later = await booked(wishAt(96, wednesday));
    expect(textOf(await get(later.link))).not.toContain(w.noTexts);
    expect(await allTexts(own.phone)).toEqual([wordsOf("booked", "vi"), wordsOf("dayBefore", "vi"), wordsOf("soonBefore", "vi")].map((text) => expect.stringMatching(text)));
  });

  test("by the link of the receipt leaves the other appointments of the phone their texts", async () => {
    const [own, other] = [await booked(wishAt(96, three)), await booked(wishAt(96, wednesday))];
    await post(`${own.link}/ngung-tin`);
    const times = (await allTexts(own.phone)).map((text) => text.includes(textMoment("vi", slotStart(wednesday))));
    expect(times).toEqual([true, true, true]);
    expect(await callbackOf(other)).toMatchObject({ contact: { mayText: "yes" } });
  });

  test("by the link of a text stops every text to the phone, of what it asks later too", async () => {
    const [own, other] = [await booked(wishAt(97, three)), await booked(wishAt(97, wednesday))];
    await post(`${texted(own)}/ngung-tin`);
    expect(await phones()).toMatchObject([{ stoppedAt: shared.now().toISOString() }]);
    expect(JSON.stringify(await phones())).not.toContain(own.phone.slice(1));
    await post(`${own.link}/huy`);
    await post(`${other.link}/huy`);
    const later = await booked(wishAt(97, wednesday));
    expect(await allTexts(own.phone)).toEqual([]);
    expect((await door.messageRows()).filter(mayStillCome)).toEqual([]);
    expect(await callbackOf(later)).toMatchObject({ state: "waiting" });
  });

  test("by the link of a text stops them although the link of the receipt has been used before", async () => {
    const own = await booked(wishAt(97, wednesday));
    await post(`${own.link}/ngung-tin`);
    expect((await get(own.link)).html).not.toContain("ngung-tin");
    expect((await get(texted(own))).html).toContain(`${texted(own)}/ngung-tin`);
    await post(`${texted(own)}/ngung-tin`);
    expect((await get(texted(own))).html).not.toContain("ngung-tin");
    expect(await phones()).toMatchObject([{ stoppedAt: shared.now().toISOString() }]);
  });

  test("is not offered to whoever wanted none", async () => {
    const own = await booked(wishAt(98, wednesday, untexted));
    const page = await get(own.link);
    expect({ offered: page.html.includes("ngung-tin"), says: textOf(page).includes(w.noTexts) }).toEqual({ offered: false, says: false });
    expect(h1In((await get(`${own.link}/ngung-tin`)).html)).toBe(w.title);
  });
});

describe("where links do not get through", () => {
  beforeEach(async () => {
    door = await openDoor(shared, { lines: [], night: [], showsAs: null }, { way: "code" });
    await door.roster(fewSeats);
  });
  const short = async (own: Own): Promise<string> => wordsOf("booked", "vi", "code").exec((await bodiesTo(own.phone))[0] ?? "")?.groups?.short ?? "";

  test("a text carries a code of twelve letters in place of its link, and no link", async () => {
    const own = await booked(wishAt(71, wednesday));
    expect(await short(own)).toBe(formatShortCode(shortCodeOf(door.deps, own.reference)));
    expect((await bodiesTo(own.phone)).join(" ")).not.toMatch(/duongve\.example|lich-hen\//);
    expect((await bodiesTo(own.phone)).join(" ")).not.toContain(own.reference);
  });

  test("which opens the appointment, however it is typed, and needs no change code", async () => {
    const own = await booked(wishAt(72, wednesday));
    const code = await short(own);
    for (const [language, typed] of [["vi", code], ["vi", code.toLowerCase()], ["en", ` ${code.replaceAll(" ", "-")}`], ["vi", code.replaceAll(" ", ".")], ["vi", code.replaceAll(" ", "")]] as const) {
      const opened = await open(typed, "", language);
      expect({ typed, status: opened.status, to: to(opened) }).toEqual({ typed, status: 303, to: texted(own, language) });
      const page = await get(to(opened) ?? "");
      expect({ typed, status: page.status, h1: h1In(page.html) }).toEqual({ typed, status: 200, h1: words[language].appointment.title });
    }
  });

  test("whoever has it holds the phone: it stops every text to it", async () => {
    const own = await booked(wishAt(73, wednesday));
    const link = to(await open(await short(own), "")) ?? "";
    expect(textOf(await get(`${link}/ngung-tin`))).toContain(w.stopText.phone);
    await post(`${link}/ngung-tin`);
    expect((await allRows(door.world, "messages")).filter(({ sk }) => sk === "PHONE")).toMatchObject([{ stoppedAt: shared.now().toISOString() }]);
  });

  test("of the other half of the service it is none: those are posted there, with all that was typed, and say nothing by the detour", async () => {
    const theirs = `${appointmentSide.toUpperCase()}${referenceAlphabet.slice(0, shortCodeLength - 1)}`;
    for (const language of languages) {
      const passed = await door.post(openAt(language), [["reference", theirs], ["code", ""]]);
      expect({ status: passed.status, to: to(passed), says: passed.html }).toEqual({ status: 307, to: `${pagePath(language, "appointment")}/${appointmentSide}/xem`, says: "" });
    }
    const codes = Array.from({ length: 500 }, (_, n) => shortCodeOf(door.deps, `REFERENCE-${n}`));
    expect(codes.filter((code) => sideOfShortCode(code) !== undefined || code.length !== shortCodeLength)).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test("one that nobody has is told in words, with what was typed left to be put right", async () => {
    const own = await booked(wishAt(74, wednesday));
    const wrong = referenceAlphabet.slice(0, shortCodeLength);
    const page = await open(wrong, "");
    expect({ status: page.status, summary: summaryIn(page.html), typed: valuesIn(page.html, "reference") }).toEqual({ status: 422, summary: [{ id: "reference", text: w.errors["short.wrong"] }], typed: [wrong] });
    // Not a letter more or less, and not in the address.
    expect((await open(`${await short(own)}C`, "")).status).toBe(422);
    expect((await get(`/lich-hen/${shortCodeOf(door.deps, own.reference)}`)).status).toBe(404);
  });
});

test("Back to an address that was posted to shows the page, whatever was posted", async () => {
  const own = await booked(wishAt(99, three));
  for (const link of [own.link, texted(own)]) {
    expect(to(await get(`${link}/giu`))).toBe(link);
    for (const act of ["doi", "huy", "ngung-tin"]) expect((await get(`${link}/${act}`)).status).toBe(200);
  }
  await post(`${own.link}/huy`);
  for (const link of [own.link, texted(own)]) {
    expect(to(await get(`${link}/giu`))).toBe(link);
    // From a texted link, texts to the phone can still be stopped.
    for (const act of link === own.link ? ["doi", "huy", "ngung-tin"] : ["doi", "huy"]) {
      const page = await get(`${link}/${act}`);
      expect({ act, status: page.status, h1: h1In(page.html), says: textOf(page).includes(w.cancelled), forms: formsIn(page) }).toEqual({ act, status: 200, h1: w.title, says: true, forms: [] });
    }
  }
  expect(textOf(await get(`${own.link}?done=nonsense`))).not.toMatch(new RegExp(`${w.moved}|${w.stopped}`));
});

test("texts to a phone can be stopped from a texted link after the appointment is over, and only from one", async () => {
  const own = await booked(wishAt(98, three));
  await post(`${own.link}/huy`);
  expect(await get(own.link).then(textOf)).not.toContain(w.stopTexts);
  expect(await get(texted(own)).then(textOf)).toContain(w.stopTexts);
  expect(h1In((await get(`${texted(own)}/ngung-tin`)).html)).toBe(w.stopTitle);
  const answer = await post(`${texted(own)}/ngung-tin`);
  expect({ status: answer.status, to: to(answer) }).toEqual({ status: 303, to: `${texted(own)}?done=stopped` });
  expect((await door.callbacks()).find(({ reference }) => reference === own.reference)).toMatchObject({ textsStopped: "phone" });
  expect((await allRows(door.world, "messages")).filter(({ stoppedAt }) => stoppedAt !== undefined)).not.toEqual([]);
  expect(await get(texted(own)).then(textOf)).not.toContain(w.stopTexts);
});

test("a post from another site changes nothing", async () => {
  const own = await booked(wishAt(87, three));
  const before = await everything();
  for (const link of [own.link, texted(own)])
    for (const act of ["doi", "huy", "giu", "ngung-tin"]) {
      const answer = await door.app.request(`${link}/${act}`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", origin: "http://evil.example", "sec-fetch-site": "cross-site" }, body: `slotId=${wednesday}` });
      expect({ act, status: answer.status }).toEqual({ act, status: 403 });
    }
  expect(await everything()).toEqual(before);
});

test("no line of the log of all this holds a number, a reference, a code or a link of anybody", async () => {
  const own = await booked(wishAt(88, three, { askFor: "Chị Mẫu" }));
  const short = shortCodeOf(door.deps, own.reference);
  await open(own.reference, own.code);
  await open(short, "");
  await post(`${own.link}/giu`);
  await door.get(`${own.link}/lich.ics`);
  await post(`${own.link}/doi`, [["slotId", wednesday]]);
  await post(`${texted(own)}/ngung-tin`);
  await post(`${own.link}/huy`);
  await door.textsTo(own.phone);
  const log = logOf(shared);
  expect(log).not.toMatch(/900\s?000\s?3\d\d/);
  for (const value of ["Mẫu", own.reference, own.code, own.link.split("/").at(-1) ?? "?", textTokenOf(door.deps, own.reference), short, own.key, callerAt(88)]) expect({ value, logged: log.includes(value) }).toEqual({ value, logged: false });
  expect(shared.logged.filter(({ level }) => level === "error")).toEqual([]);
});
