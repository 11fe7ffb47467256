import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { languages } from "../../../shared/language.ts";
import { fillText } from "../../../shared/messages/catalogue.ts";
import { apiPaths, lookupPath, pagePath } from "../../../shared/paths.ts";
import { words } from "../../../web/words/words.ts";
import { e164, received, textsTo } from "../../support/applications.ts";
import type { Page } from "../../support/form-walk.ts";
import { askIn, h1In, summaryIn, textIn } from "../../support/pages.ts";
import { motherForSon, testPhone } from "../../support/people.ts";
import { challengeIn, jsonFrom, postFrom, withSolution } from "../../support/proofs.ts";
import { backTo, promisedAbout } from "../../support/received-texts.ts";
import { callsDuring } from "../../support/table-calls.ts";
import { saturdayNight, startWorld, type World } from "../../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ codes: { codesAnHour: 4, codesADay: 6 } });
});
afterAll(() => world.stop());
/** A day of its own for each test: budgets of days begin anew. */
let days = 0;
beforeEach(() => backTo(world, new Date(Date.parse(saturdayNight) + (days += 1) * 86_400_000).toISOString()));

type Pair = { reference: string; phone: string };
let phones = 400;
async function someone(): Promise<Pair> {
  const phone = testPhone((phones += 1));
  const { applicant, ...rest } = motherForSon();
  if (!applicant) throw new Error("a mother applies for her son");
  return { reference: (await received(world, { ...rest, applicant: { ...applicant, phone } })).reference, phone };
}
let hosts = 0;
/** Another address for each who asks. */
const elsewhere = (): string => `203.0.113.${(hosts = (hosts % 250) + 1)}`;
const ask = ({ reference, phone }: Pair, from = elsewhere(), language: "vi" | "en" = "vi"): Promise<Page> => postFrom(world.app, from, lookupPath(language, "code"), [["reference", reference], ["phone", phone]]);
const open = ({ reference, phone }: Pair, askedFor: Page, code: string, from = elsewhere()): Promise<Page> =>
  postFrom(world.app, from, lookupPath("vi", "status"), [["reference", reference], ["phone", phone], ["ask", askIn(askedFor.html)], ["code", code]]);
const codesTo = async (phone: string): Promise<string[]> => {
  await world.sweep();
  return (await textsTo(world, phone)).flatMap(({ body }) => /\b\d{6}\b/.exec(body) ?? []);
};
const nobody: Pair = { reference: "K7M4Q9TX", phone: testPhone(399) };
const isPaused = (page: Page) => expect({ status: page.status, h1: h1In(page.html) }).toEqual({ status: 429, h1: words.vi.challenge.paused.title });

describe("when the service's codes of the hour are used up", () => {
  test("everybody is told alike until when, and what to do instead; the next hour goes on by itself, until the day's are used up too", async () => {
    const pairs = [await someone(), await someone(), await someone(), await someone()];
    for (const pair of pairs) expect((await ask(pair)).status).toBe(200);
    const fifth = await someone();
    const before = world.logged.length;
    const pages = [await ask(fifth), await ask(nobody), await ask({ ...fifth, phone: nobody.phone })];
    for (const page of pages) isPaused(page);
    expect(new Set(pages.map(({ html }) => html)).size).toBe(1);
    const { lead, kept, office } = words.vi.challenge.paused;
    for (const said of [lead(`23:00 ${words.vi.day(localDate(world.now()))}`), kept, office]) expect(textIn(pages[0]?.html ?? "")).toContain(said);
    expect(pages[0]?.headers.get("retry-after")).toBe("3000");
    expect(world.logged.slice(before).filter(({ code, level }) => code === "CODES_PAUSED" && level === "warn")).toHaveLength(3);
    expect(await codesTo(fifth.phone)).toEqual([]);

    world.forward(50 * 60_000);
    for (const pair of [fifth, pairs[0] ?? fifth]) expect((await ask(pair)).status).toBe(200);
    expect(await codesTo(fifth.phone)).toHaveLength(1);
    const last = await ask(fifth);
    isPaused(last);
    expect(last.headers.get("retry-after")).toBe("3600");
    world.forward(60 * 60_000);
    expect((await ask(fifth)).status).toBe(200);
    expect(await codesTo(fifth.phone)).toHaveLength(2);
  });

  test("the API says so in the reader's language, and when to come back", async () => {
    for (let n = 0; n < 4; n += 1) await ask(await someone());
    for (const language of languages) {
      const answer = await jsonFrom(world.app, elsewhere(), `${apiPaths.registrations}/${nobody.reference}/codes`, { phone: nobody.phone }, { "accept-language": language });
      expect({ status: answer.status, wait: answer.headers.get("retry-after"), body: await answer.json() }).toEqual({ status: 429, wait: "3000", body: { type: "about:blank", status: 429, ...words[language].challenge.api.paused } });
      const page = await ask(nobody, elsewhere(), language);
      expect({ h1: h1In(page.html), back: page.html.includes(`href="${pagePath(language, "lookup")}"`) }).toEqual({ h1: words[language].challenge.paused.title, back: true });
    }
  });

  test("receipts and news go on", async () => {
    for (let n = 0; n < 4; n += 1) await ask(await someone());
    const pair = await someone();
    isPaused(await ask(pair));
    world.forward(11 * 3_600_000);
    await world.sweep();
    expect((await textsTo(world, pair.phone)).map(({ body }) => body)).toEqual([fillText("receipt", "vi", { hint: pair.reference.slice(0, 4) })]);
  });

  test("nobody loses one of their five of the day", async () => {
    for (let n = 0; n < 4; n += 1) await ask(await someone());
    const [pair, home] = [await someone(), elsewhere()];
    for (let n = 0; n < 6; n += 1) {
      isPaused(await ask(pair, home));
      world.forward(31_000);
    }
    world.forward(3_600_000);
    expect((await ask(pair, home)).status).toBe(200);
  });

  test("twenty right pairs at once are texted four codes and no more", async () => {
    const pairs = await Promise.all(Array.from({ length: 20 }, someone));
    const pages = await Promise.all(pairs.map((pair) => ask(pair)));
    expect(pages.filter(({ status }) => status === 200)).toHaveLength(4);
    await world.sweep();
    const texts = await Promise.all(pairs.map(({ phone }) => codesTo(phone)));
    expect(texts.flat()).toHaveLength(4);
  });
});

test("pairs that are wrong use up no code of the service, however many ask", async () => {
  for (let n = 0; n < 12; n += 1) expect((await ask({ ...nobody, phone: testPhone(380 + n) })).status).toBe(200);
  const pair = await someone();
  expect((await ask(pair)).status).toBe(200);
  expect(await codesTo(pair.phone)).toHaveLength(1);
});

describe("somebody who asks from elsewhere for a pair that is not theirs", () => {
  test("neither makes its owner wait, nor uses up the five of their day", async () => {
    const [pair, home, thief] = [await someone(), elsewhere(), elsewhere()];
    expect((await ask(pair, thief)).status).toBe(200);
    expect((await ask(pair, home)).status).toBe(200);
    const soon = await ask(pair, thief);
    expect({ status: soon.status, summary: summaryIn(soon.html) }).toEqual({ status: 429, summary: [{ id: "code", text: words.vi.lookup.errors["tooSoon.pause"] }] });
    world.forward(31_000);
    expect((await ask(pair, home)).status).toBe(200);
  });

  test("leaves the owner's code as it is, by asking for another as by guessing", async () => {
    const [pair, thief] = [await someone(), elsewhere()];
    const own = await ask(pair);
    const [code = ""] = await codesTo(pair.phone);
    const others = await ask(pair, thief);
    for (let n = 1; n <= 6; n += 1) expect((await open(pair, others, String((Number(code) + n) % 1_000_000).padStart(6, "0"), thief)).status).toBe(422);
    // The code of one ask is none of another's.
    expect((await open(pair, others, code, thief)).status).toBe(422);
    expect((await open(pair, own, code)).status).toBe(200);
  });
});

describe("somebody who holds the phone and half of the reference", () => {
  const letters = Array.from("4679CDFGHJK");
  /** Wrong references that begin as the text says. */
  const guesses = ({ reference, phone }: Pair): Pair[] => letters.map((letter) => ({ reference: `${reference.slice(0, 4)}${reference[4] === "M" ? "K" : "M"}${letter}TX`, phone }));
  const isRefused = (page: Page) => expect({ status: page.status, summary: summaryIn(page.html) }).toEqual({ status: 429, summary: [{ id: "code", text: words.vi.lookup.errors["tooSoon.day"] }] });

  test("may try ten references a day from one place, then none, be it right or wrong; the phone's owner goes on elsewhere", async () => {
    const [pair, home] = [await someone(), elsewhere()];
    const [first = nobody, ...others] = guesses(pair);
    for (const guess of [first, ...others.slice(0, 8)]) expect((await ask(guess, home)).status).toBe(200);
    // The same again takes no other.
    world.forward(31_000);
    expect((await ask(first, home)).status).toBe(200);
    expect((await ask(others[8] ?? nobody, home)).status).toBe(200);
    for (const guess of [others[9] ?? nobody, pair]) isRefused(await ask(guess, home));
    expect(await codesTo(pair.phone)).toEqual([]);
    expect((await ask(pair)).status).toBe(200);
    expect(await codesTo(pair.phone)).toHaveLength(1);
    world.forward(24 * 3_600_000);
    expect((await ask(pair, home)).status).toBe(200);
  });

  test("is asked for a proof wherever they come from, once thirty codes were asked for to that phone; nobody is shut out", async () => {
    const pair = await someone();
    for (let n = 0; n < 30; n += 1) await world.deps.budgets.spend("asksOfPhone", e164(pair.phone), world.now());
    const [guess = nobody] = guesses(pair);
    for (const one of [guess, pair]) {
      const home = elsewhere();
      const page = await ask(one, home);
      expect({ status: page.status, asked: challengeIn(page) !== undefined }).toEqual({ status: 429, asked: true });
      expect((await postFrom(world.app, home, lookupPath("vi", "code"), withSolution(page))).status).toBe(200);
    }
    const byApi = await jsonFrom(world.app, elsewhere(), `${apiPaths.registrations}/${pair.reference}/codes`, { phone: pair.phone });
    expect(await byApi.json()).toHaveProperty("challenge");
    expect(await codesTo(pair.phone)).toHaveLength(1);
  });
});

test("a phone is texted fifteen codes a day; asking for the sixteenth looks and costs as ever", async () => {
  const [pair, other] = await Promise.all([someone(), someone()]);
  for (let n = 0; n < 15; n += 1) await world.deps.budgets.spend("codesToPhone", e164(pair.phone), world.now());
  const told = [];
  for (const one of [other, pair]) {
    const { answer, calls } = await callsDuring(world.client, () => ask(one));
    const html = answer.html.replaceAll(one.reference, "").replaceAll(one.phone, "").replaceAll(askIn(answer.html), "");
    told.push({ status: answer.status, html, calls: calls.map(({ command, rows }) => ({ command, rows })) });
  }
  expect(told[1]).toEqual(told[0]);
  expect(await codesTo(other.phone)).toHaveLength(1);
  expect(await codesTo(pair.phone)).toEqual([]);
  expect((await promisedAbout(world, pair.phone)).find(({ template }) => template === "code")).toMatchObject({ state: "stopped", because: "enough" });
});

test("no line of the log of all this holds anything of anybody", () => {
  expect(JSON.stringify(world.logged)).not.toMatch(/900\s?000\s?\d{3}|203\.0\.113/);
  expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
});
