import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { languages } from "../../shared/language.ts";
import { fillText } from "../../shared/messages/catalogue.ts";
import { apiPaths, lookupPath, pagePath } from "../../shared/paths.ts";
import { formatReference } from "../../shared/reference.ts";
import type { Receipt, Status } from "../../shared/registration/receipt.ts";
import { words } from "../../web/words/words.ts";
import { e164, received, rowsAbout, textsTo } from "../support/applications.ts";
import { plainPost, type Page } from "../support/form-walk.ts";
import { askIn, h1In, lostIds, summaryIn, textIn, tokenIn, valuesIn, withoutSealed } from "../support/pages.ts";
import { motherForSon, testPhone, type ApplicationInput } from "../support/people.ts";
import { backTo, promisedAbout, sealedOf, sundayMorning } from "../support/received-texts.ts";
import { rowCounts } from "../support/row-counts.ts";
import { callsDuring } from "../support/table-calls.ts";
import { saturdayNight, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => backTo(world, saturdayNight));

const { vi } = words;
const seconds = (n: number) => world.forward(n * 1_000);
const minutes = (n: number) => world.forward(n * 60_000);

type Pair = { reference: string; phone: string };
let nextPhone = 300;
/** An application of its own for each test, on a phone of its own. It is night: its receipt waits for the morning. */
async function someone(change: Partial<ApplicationInput> = {}): Promise<Pair & { receipt: Receipt }> {
  nextPhone += 1;
  const phone = testPhone(nextPhone);
  const { applicant, ...rest } = motherForSon(change);
  if (!applicant) throw new Error("a mother applies for her son");
  const receipt = await received(world, { ...rest, applicant: { ...applicant, phone } });
  await world.sweep();
  return { reference: receipt.reference, phone, receipt };
}

/** The ask whose page each pair has open. */
const asks = new Map<string, string>();
const askOf = ({ reference, phone }: Pair): string => asks.get(`${reference} ${phone}`) ?? "";
const holdAsk = ({ reference, phone }: Pair, ask: string) => ask && asks.set(`${reference} ${phone}`, ask);
async function askCode(pair: Pair, language: "vi" | "en" = "vi"): Promise<Page> {
  const page = await plainPost(world, lookupPath(language, "code"), [["reference", pair.reference], ["phone", pair.phone], ["ask", askOf(pair)]]);
  holdAsk(pair, askIn(page.html));
  return page;
}
const giveCode = (pair: Pair, code: string) => plainPost(world, lookupPath("vi", "status"), [["reference", pair.reference], ["phone", pair.phone], ["ask", askOf(pair)], ["code", code]]);
const giveToken = (token: string, action: "status" | "withdraw" = "status", more: [string, string][] = []) => plainPost(world, lookupPath("vi", action), [["token", token], ...more]);

/** What has reached a phone by the next morning. */
const byMorning = async (phone: string): Promise<string[]> => {
  world.moveTo(sundayMorning);
  await world.sweep();
  return (await textsTo(world, phone)).map(({ body }) => body);
};
/** The code in the newest text of a phone: asked for a moment ago, it comes at any hour. */
async function codeOn(phone: string): Promise<string> {
  await world.sweep();
  return /\d{6}/.exec((await textsTo(world, phone)).at(-1)?.body ?? "")?.[0] ?? "none";
}
async function codeFor(pair: Pair): Promise<string> {
  expect((await askCode(pair)).status).toBe(200);
  return codeOn(pair.phone);
}
const otherThan = (code: string, n = 1): string => String((Number(code) + n) % 1_000_000).padStart(6, "0");
async function opened(pair: Pair): Promise<Page> {
  const page = await giveCode(pair, await codeFor(pair));
  expect(page.status).toBe(200);
  return page;
}
const isOpen = (page: Page, { reference }: Pair) => {
  expect({ status: page.status, h1: h1In(page.html) }).toEqual({ status: 200, h1: vi.status.title });
  expect(page.html).toContain(formatReference(reference));
};
const isRefused = (page: Page) => {
  expect({ status: page.status, summary: summaryIn(page.html) }).toEqual({ status: 422, summary: [{ id: "code", text: vi.lookup.errors["code.wrong"] }] });
  expect(tokenIn(page.html)).toBe("");
};
const isExpired = (page: Page) => {
  expect({ status: page.status, h1: h1In(page.html) }).toEqual({ status: 410, h1: vi.problems.title.expired });
  expect(page.html).toContain(`href="${pagePath("vi", "lookup")}"`);
};

describe("asking for a code", () => {
  test.for(languages)("with the right pair sends six digits to the phone in the application, in %s", async (language) => {
    const pair = await someone();
    const page = await askCode({ reference: ` ${formatReference(pair.reference).toLowerCase()} `, phone: `+84 ${pair.phone.slice(1, 4)}.${pair.phone.slice(4)}` }, language);
    expect({ status: page.status, h1: h1In(page.html) }).toEqual({ status: 200, h1: words[language].lookup.codeTitle });
    expect(lostIds(page.html)).toEqual([]);
    const code = await codeOn(pair.phone);
    expect(code).toMatch(/^\d{6}$/);
    const told = [fillText("code", language, { code }), fillText("receipt", "vi", { hint: pair.reference.slice(0, 4) })];
    expect((await textsTo(world, pair.phone)).map(({ body }) => body)).toEqual(told.slice(0, 1));
    expect(await byMorning(pair.phone)).toEqual(told);
  });

  test("stores the code as a hash only, and the promised text forgets it once it is handed over", async () => {
    const pair = await someone();
    await askCode(pair);
    const promised = async () => (await promisedAbout(world, pair.phone)).find(({ template }) => template === "code");
    const code = sealedOf(await promised(), world)?.values.code ?? "none";
    expect(code).toMatch(/^\d{6}$/);
    const nowhere = async () => {
      for (const table of ["registrations", "messages"] as const) expect(JSON.stringify(await world.rows(table))).not.toContain(`"${code}"`);
      expect(JSON.stringify(await world.rows("messages"))).not.toContain(pair.phone.slice(1));
    };
    await nowhere();
    await world.sweep();
    const handed = await promised();
    expect(handed).toMatchObject({ state: "handed", attempts: 1 });
    for (const gone of ["to", "values", "sealed"]) expect(handed).not.toHaveProperty(gone);
    await nowhere();
    const rows = (await world.rows("registrations")).filter(({ pk }) => pk.startsWith("CODE#"));
    const row = rows.find(({ reference }) => reference === pair.reference);
    expect(Object.keys(row ?? {}).toSorted()).toEqual(["codeHash", "expiresAt", "expiresAtSeconds", "pk", "reference", "sentAt", "sk", "triesLeft"]);
    expect(row?.pk).not.toContain(pair.reference);
    expect(JSON.stringify(row)).not.toContain(pair.phone.slice(1));
  });

  test("answers a wrong pair byte for byte as a right one, and does as much", async () => {
    const right = await someone();
    const other = await someone();
    const pairs: Pair[] = [right, { reference: right.reference, phone: other.phone }, { reference: other.reference, phone: testPhone(998) }, { reference: "K7M4Q9TX", phone: right.phone }, { reference: "XXXXXXXX", phone: testPhone(999) }];
    const told = [];
    for (const pair of pairs) {
      const before = await rowCounts(world);
      const { answer, calls } = await callsDuring(world.client, () => askCode(pair));
      const after = await rowCounts(world);
      const html = answer.html.replaceAll(pair.reference, "(reference)").replaceAll(pair.phone, "(phone)").replaceAll(askIn(answer.html), "(ask)");
      const wrote = { registrations: after.registrations - before.registrations, messages: after.messages - before.messages };
      told.push({ status: answer.status, html, headers: Object.fromEntries(answer.headers), calls: calls.map(({ command, rows }) => ({ command, rows })).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))), wrote });
    }
    const [first, ...others] = told;
    for (const one of others) expect(one).toEqual(first);
    expect(first).toMatchObject({ status: 200, wrote: { registrations: 1, messages: 1 } });
    expect(first?.calls.map(({ command }) => command)).toEqual(["GetItemCommand", "TransactWriteItemsCommand", ...Array.from({ length: 11 }, () => "UpdateItemCommand")]);
    await world.sweep();
    expect(await textsTo(world, right.phone)).toHaveLength(1);
    for (const phone of [other.phone, testPhone(998), testPhone(999)]) expect(await textsTo(world, phone)).toEqual([]);
    const inventions = (await world.rows("messages")).filter(({ because }) => because === "noMatch");
    expect(inventions.length).toBeGreaterThanOrEqual(4);
    for (const row of inventions) {
      expect(row).toMatchObject({ state: "stopped", template: "code", attempts: 0 });
      for (const key of ["to", "values", "sealed", "contact", "dueShard", "callInstead"]) expect(row).not.toHaveProperty(key);
    }
  });

  test("answers a wrong pair's guess as a right pair's wrong guess, and does as much", async () => {
    const right = await someone();
    const wrong = { reference: right.reference, phone: testPhone(997) };
    const code = await codeFor(right);
    await askCode(wrong);
    const told = [];
    for (const pair of [right, wrong]) {
      const { answer, calls } = await callsDuring(world.client, () => giveCode(pair, otherThan(code)));
      told.push({ status: answer.status, html: answer.html.replaceAll(pair.phone, "(phone)").replaceAll(askOf(pair), "(ask)"), calls });
    }
    expect(told[1]).toEqual(told[0]);
    isRefused(await giveCode(wrong, code));
  });

  test("again within 30 seconds is too soon, for a right and a wrong pair alike; after that it is not", async () => {
    const right = await someone();
    const told: string[] = [];
    for (const pair of [right, { ...right, phone: testPhone(996) }]) {
      expect((await askCode(pair)).status).toBe(200);
      seconds(29);
      const soon = await askCode(pair);
      expect({ status: soon.status, summary: summaryIn(soon.html) }).toEqual({ status: 429, summary: [{ id: "code", text: vi.lookup.errors["tooSoon.pause"] }] });
      told.push(soon.html.replaceAll(pair.phone, "(phone)").replaceAll(askOf(pair), "(ask)"));
      expect(askIn(soon.html)).toBe(askOf(pair));
      seconds(1);
      expect((await askCode(pair)).status).toBe(200);
    }
    expect(told[1]).toBe(told[0]);
    await world.sweep();
    expect(await textsTo(world, right.phone)).toHaveLength(2);
  });

  test("twenty times at once sends one text", async () => {
    const pair = await someone();
    const pages = await Promise.all(Array.from({ length: 20 }, () => askCode(pair)));
    expect(pages.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 429)]);
    await world.sweep();
    expect(await textsTo(world, pair.phone)).toHaveLength(1);
  });

  test("five times in an evening brings all five, and the receipt in the morning: codes count for nothing", async () => {
    const pair = await someone();
    for (let n = 0; n < 5; n += 1) {
      await codeFor(pair);
      seconds(31);
    }
    expect(await textsTo(world, pair.phone)).toHaveLength(5);
    expect((await byMorning(pair.phone)).slice(5)).toEqual([fillText("receipt", "vi", { hint: pair.reference.slice(0, 4) })]);
  });

  test("five times is a day's worth; after midnight in Vietnam there are five more", async () => {
    const pair = await someone();
    for (let n = 0; n < 5; n += 1) {
      expect((await askCode(pair)).status).toBe(200);
      seconds(31);
    }
    const sixth = await askCode(pair);
    expect({ status: sixth.status, summary: summaryIn(sixth.html) }).toEqual({ status: 429, summary: [{ id: "code", text: vi.lookup.errors["tooSoon.day"] }] });
    world.moveTo("2026-11-21T16:59:59.000Z");
    expect((await askCode(pair)).status).toBe(429);
    world.moveTo("2026-11-21T17:00:00.000Z");
    expect((await askCode(pair)).status).toBe(200);
    for (let n = 0; n < 4; n += 1) {
      seconds(31);
      expect((await askCode(pair)).status).toBe(200);
    }
    seconds(31);
    expect((await askCode(pair)).status).toBe(429);
  });

  test("by someone who does not want texts shows the same page, and nothing is sent", async () => {
    const quiet = await someone({ contact: { ...motherForSon().contact, mayText: "no" }, consents: { ...motherForSon().consents, texts: false } });
    const loud = await someone();
    const [one, two] = [await askCode(quiet), await askCode(loud)];
    expect(one.status).toBe(200);
    const plain = (page: Page, pair: Pair) => page.html.replaceAll(pair.reference, "").replaceAll(pair.phone, "").replaceAll(askIn(page.html), "");
    expect(plain(one, quiet)).toBe(plain(two, loud));
    await world.sweep();
    expect(await textsTo(world, quiet.phone)).toEqual([]);
    expect((await promisedAbout(world, quiet.phone)).find(({ template }) => template === "code")).toMatchObject({ state: "stopped", because: "textsNotWanted" });
  });

  test("by someone who may be texted but did not agree to news sends the code, for it was asked for", async () => {
    const pair = await someone({ consents: { ...motherForSon().consents, texts: false } });
    expect(await textsTo(world, pair.phone)).toEqual([]);
    isOpen(await giveCode(pair, await codeFor(pair)), pair);
  });
});

describe("giving the code", () => {
  test("opens what was promised and what has happened, and no name or number", async () => {
    const pair = await someone();
    const page = await opened(pair);
    isOpen(page, pair);
    const text = textIn(page.html);
    for (const shown of [vi.states.submitted, pair.receipt.office.name, "22:10 Chủ nhật 22/11/2026", vi.events.submitted, vi.events.viewed]) expect(text).toContain(shown);
    for (const personal of ["Ví Dụ", "Văn Mẫu", "001170000001", "Thí Nghiệm", pair.phone, e164(pair.phone)]) expect(withoutSealed(page.html)).not.toContain(personal);
    expect(lostIds(page.html)).toEqual([]);
    expect(page.headers.get("cache-control")).toBe("no-store");
    const { events } = await rowsAbout(world, pair.reference);
    expect(events.map(({ type }) => type).toSorted()).toEqual(["submitted", "viewed"]);
  });

  test("with spaces in it is understood", async () => {
    const pair = await someone();
    const code = await codeFor(pair);
    isOpen(await giveCode(pair, ` ${code.slice(0, 3)} ${code.slice(3)} `), pair);
  });

  test("wrong three times leaves one try", async () => {
    const pair = await someone();
    const code = await codeFor(pair);
    for (let n = 1; n <= 3; n += 1) isRefused(await giveCode(pair, otherThan(code, n)));
    isOpen(await giveCode(pair, code), pair);
  });

  test("wrong four times makes even the right one useless", async () => {
    const pair = await someone();
    const code = await codeFor(pair);
    for (let n = 1; n <= 4; n += 1) isRefused(await giveCode(pair, otherThan(code, n)));
    isRefused(await giveCode(pair, code));
    expect((await rowsAbout(world, pair.reference)).events.map(({ type }) => type)).toEqual(["submitted"]);
  });

  test("forty times at once is compared four times and no more", async () => {
    const pair = await someone();
    const code = await codeFor(pair);
    const { answer: pages, calls } = await callsDuring(world.client, () => Promise.all(Array.from({ length: 40 }, (_, n) => giveCode(pair, otherThan(code, n + 1)))));
    for (const page of pages) isRefused(page);
    const tries = calls.filter(({ command }) => command === "UpdateItemCommand");
    expect(tries).toHaveLength(40);
    expect(tries.filter(({ failed }) => failed === undefined)).toHaveLength(4);
    expect(tries.filter(({ failed }) => failed === "ConditionalCheckFailedException")).toHaveLength(36);
    isRefused(await giveCode(pair, code));
  });

  test("forty times at once, and right, opens four times and no more", async () => {
    const pair = await someone();
    const code = await codeFor(pair);
    const pages = await Promise.all(Array.from({ length: 40 }, () => giveCode(pair, code)));
    expect(pages.filter(({ status }) => status === 200)).toHaveLength(4);
    expect(pages.filter(({ status }) => status === 422)).toHaveLength(36);
  });

  test("ten minutes after asking is too late, a second earlier is not", async () => {
    const [early, late] = [await someone(), await someone()];
    const codes = [await codeFor(early), await codeFor(late)];
    seconds(599);
    isOpen(await giveCode(early, codes[0] ?? ""), early);
    seconds(1);
    isRefused(await giveCode(late, codes[1] ?? ""));
  });

  test("again within two minutes works, for the first answer may have been lost; after that it does not", async () => {
    const pair = await someone();
    const code = await codeFor(pair);
    isOpen(await giveCode(pair, code), pair);
    seconds(60);
    isOpen(await giveCode(pair, code), pair);
    seconds(60);
    isOpen(await giveCode(pair, code), pair);
    seconds(1);
    isRefused(await giveCode(pair, code));
  });

  test("after a new one was asked for, only the new one works", async () => {
    const pair = await someone();
    const old = await codeFor(pair);
    seconds(31);
    const fresh = await codeFor(pair);
    if (fresh !== old) isRefused(await giveCode(pair, old));
    isOpen(await giveCode(pair, fresh), pair);
  });

  test("of another application opens nothing", async () => {
    const [mine, theirs] = [await someone(), await someone()];
    const code = await codeFor(mine);
    await askCode(theirs);
    isRefused(await giveCode(theirs, code));
    isRefused(await giveCode({ reference: theirs.reference, phone: mine.phone }, code));
    isOpen(await giveCode(mine, code), mine);
  });

  test("that nobody asked for opens nothing and writes nothing", async () => {
    const pair = await someone();
    const before = await rowCounts(world);
    isRefused(await giveCode(pair, "123456"));
    expect(await rowCounts(world)).toEqual(before);
  });
});

describe("the open page", () => {
  test("can be loaded again for fifteen minutes, each time for fifteen more", async () => {
    const pair = await someone();
    const first = tokenIn((await opened(pair)).html);
    minutes(14);
    const again = await giveToken(first);
    isOpen(again, pair);
    minutes(14);
    isExpired(await giveToken(first));
    const third = await giveToken(tokenIn(again.html));
    isOpen(third, pair);
    minutes(15);
    isExpired(await giveToken(tokenIn(third.html)));
    isExpired(await giveToken(tokenIn(third.html), "withdraw", [["confirmed", "yes"]]));
    expect((await rowsAbout(world, pair.reference)).application).toMatchObject({ state: "submitted" });
  });

  test("ends an hour after its code, however often it is renewed", async () => {
    const pair = await someone();
    let token = tokenIn((await opened(pair)).html);
    for (let renewed = 1; renewed <= 5; renewed += 1) {
      minutes(11);
      token = tokenIn((await giveToken(token)).html);
      expect(token).not.toBe("");
    }
    minutes(6);
    isExpired(await giveToken(token));
  });

  test("does not open with an altered token, none, or one sealed for something else", async () => {
    const pair = await someone();
    const token = tokenIn((await opened(pair)).html);
    const soon = new Date(world.now().getTime() + 60_000);
    const last = token.at(-5) === "A" ? "B" : "A";
    for (const altered of ["", "x", `${token.slice(0, -5)}${last}${token.slice(-4)}`, token.slice(1), world.deps.seal.close("form", { reference: pair.reference }, soon), world.deps.seal.close("status", { reference: pair.reference, more: 1 }, soon), world.deps.seal.close("status", { reference: "XXXXXXXX" }, soon)]) {
      isExpired(await giveToken(altered));
      isExpired(await giveToken(altered, "withdraw"));
      isExpired(await giveToken(altered, "withdraw", [["confirmed", "yes"]]));
    }
  });

  test("says when the deadline has passed, and only then", async () => {
    const pair = await someone();
    expect(textIn((await opened(pair)).html)).not.toContain(vi.status.overdue);
    world.moveTo("2026-11-22T15:09:00.000Z");
    const page = await opened(pair);
    expect(textIn(page.html)).not.toContain(vi.status.overdue);
    minutes(2);
    expect(textIn((await giveToken(tokenIn(page.html))).html)).toContain(vi.status.overdue);
  });

  test("is read in the other language without another code", async () => {
    const pair = await someone();
    const page = await plainPost(world, lookupPath("en", "status"), [["token", tokenIn((await opened(pair)).html)]]);
    expect({ status: page.status, h1: h1In(page.html) }).toEqual({ status: 200, h1: words.en.status.title });
  });

  test("by its address alone is the start of the look-up", async () => {
    for (const language of languages) {
      for (const action of ["code", "status", "withdraw"] as const) {
        const answer = await world.app.request(lookupPath(language, action));
        expect({ status: answer.status, to: answer.headers.get("location") }).toEqual({ status: 303, to: pagePath(language, "lookup") });
      }
    }
  });
});

describe("withdrawing", () => {
  test("asks once more, then stops the application, notes it and texts it, once", async () => {
    const [pair, others] = [await someone(), await someone()];
    const token = tokenIn((await opened(pair)).html);
    const asked = await giveToken(token, "withdraw");
    expect({ status: asked.status, h1: h1In(asked.html) }).toEqual({ status: 200, h1: vi.status.withdrawTitle });
    expect(valuesIn(asked.html, "confirmed")).toEqual(["yes"]);
    expect(lostIds(asked.html)).toEqual([]);
    expect((await rowsAbout(world, pair.reference)).application).toMatchObject({ state: "submitted" });

    const theirs = await rowsAbout(world, others.reference);
    const { answer: done, calls } = await callsDuring(world.client, () => giveToken(tokenIn(asked.html), "withdraw", [["confirmed", "yes"]]));
    expect(done.status).toBe(200);
    expect(textIn(done.html)).toContain(vi.states.withdrawn);
    expect(textIn(done.html)).not.toContain(vi.status.due);
    // The receipt has not left yet: it is taken back in the same write.
    expect(calls.filter(({ command }) => command.startsWith("Transact")).map(({ command, rows }) => ({ command, rows: rows.toSorted() }))).toEqual([
      { command: "TransactWriteItemsCommand", rows: ["Update registrations APPLICATION APPLICATION", "Update registrations OFFICE APPLICATION", "Put registrations APPLICATION EVENT", "Put registrations APPLICATION CHAIN", "Put messages REGISTRATION MESSAGE", "Update messages REGISTRATION MESSAGE"].toSorted() },
    ]);
    const { application, events } = await rowsAbout(world, pair.reference);
    expect(application).toMatchObject({ ...pair.receipt, state: "withdrawn" });
    expect(events.map(({ type }) => type).toSorted()).toEqual(["submitted", "viewed", "withdraw"]);

    const before = await rowCounts(world);
    const again = await giveToken(tokenIn(done.html), "withdraw", [["confirmed", "yes"]]);
    expect(again.status).toBe(200);
    expect(textIn(again.html)).toContain(vi.states.withdrawn);
    expect(await rowCounts(world)).toEqual(before);
    expect(await rowsAbout(world, others.reference)).toEqual(theirs);
    // After the code the morning brings one text: that it was received is no longer so.
    expect((await byMorning(pair.phone)).slice(1)).toEqual([fillText("withdrawn", "vi", { hint: pair.reference.slice(0, 4) })]);
  });

  test("pressed twenty times at once stops it once", async () => {
    const pair = await someone();
    const token = tokenIn((await opened(pair)).html);
    const before = await rowCounts(world);
    const pages = await Promise.all(Array.from({ length: 20 }, () => giveToken(token, "withdraw", [["confirmed", "yes"]])));
    for (const page of pages) {
      expect(page.status).toBe(200);
      expect(textIn(page.html)).toContain(vi.states.withdrawn);
    }
    expect(await rowCounts(world)).toEqual({ registrations: before.registrations + 1, messages: before.messages + 1 });
    const withdrawn = fillText("withdrawn", "vi", { hint: pair.reference.slice(0, 4) });
    expect((await byMorning(pair.phone)).filter((body) => body === withdrawn)).toHaveLength(1);
  });

  test("by someone who did not agree to news stops it without a text", async () => {
    const pair = await someone({ consents: { ...motherForSon().consents, texts: false } });
    const done = await giveToken(tokenIn((await opened(pair)).html), "withdraw", [["confirmed", "yes"]]);
    expect(textIn(done.html)).toContain(vi.states.withdrawn);
    expect(await byMorning(pair.phone)).toHaveLength(1);
    expect((await promisedAbout(world, pair.phone)).find(({ template }) => template === "withdrawn")).toMatchObject({ state: "stopped", because: "textsNotAgreed" });
  });

  test("does not say that a decision is overdue any more", async () => {
    const pair = await someone();
    world.moveTo("2026-11-23T15:10:00.000Z");
    const page = await opened(pair);
    expect(textIn(page.html)).toContain(vi.status.overdue);
    const done = await giveToken(tokenIn(page.html), "withdraw", [["confirmed", "yes"]]);
    expect(textIn(done.html)).not.toContain(vi.status.overdue);
  });
});

describe("the same by API", () => {
  const at = (reference: string, action = "") => `${apiPaths.registrations}/${reference}${action && `/${action}`}`;
  const read = (reference: string, token: string, method = "GET", action = "") => world.app.request(at(reference, action), { method, headers: { authorization: `Bearer ${token}` } });
  async function askByApi(pair: Pair, more = {}): Promise<Response> {
    const answer = await world.json(at(pair.reference, "codes"), { phone: pair.phone, ...more }, { "accept-language": "en" });
    if (answer.status === 202) holdAsk(pair, ((await answer.clone().json()) as { ask: string }).ask);
    return answer;
  }
  const giveByApi = (pair: Pair, code: string) => world.json(at(pair.reference, "tokens"), { phone: pair.phone, ask: askOf(pair), code });
  const tokenOf = async (answer: Response) => ((await answer.json()) as { token: string }).token;

  test("a code is asked for, a token given, the status read and the application withdrawn", async () => {
    const pair = await someone();
    const asked = await askByApi(pair);
    expect({ status: asked.status, body: await asked.json() }).toEqual({ status: 202, body: { ask: askOf(pair) } });
    const code = await codeOn(pair.phone);
    expect((await textsTo(world, pair.phone)).at(-1)?.body).toBe(fillText("code", "en", { code }));
    const given = await giveByApi(pair, code);
    expect(given.status).toBe(201);
    expect(given.headers.get("cache-control")).toBe("no-store");
    const { token, expiresAt } = (await given.json()) as { token: string; expiresAt: string };
    expect(expiresAt).toBe("2026-11-21T15:25:00.000Z");

    const status = await read(pair.reference, token);
    expect(status.status).toBe(200);
    const { events, looks, state, due, ...receipt } = (await status.json()) as Status;
    expect(looks).toEqual([]);
    expect(due).toMatchObject({ duty: "decide", at: pair.receipt.decision.dueAt });
    expect(receipt).toEqual(pair.receipt);
    expect(state).toBe("submitted");
    expect(events.map(({ type }) => type).toSorted()).toEqual(["submitted", "viewed"]);

    const withdrawn = await read(pair.reference, token, "POST", "withdrawal");
    expect(withdrawn.status).toBe(200);
    expect(await withdrawn.json()).toMatchObject({ state: "withdrawn", reference: pair.reference });
    const again = await read(pair.reference, token, "POST", "withdrawal");
    expect(again.status).toBe(200);
    expect(((await again.json()) as Status).events.filter(({ type }) => type === "withdraw")).toHaveLength(1);
  });

  test("a code may be asked for in a language other than the answer's", async () => {
    const pair = await someone();
    expect((await askByApi(pair, { language: "vi" })).status).toBe(202);
    await world.sweep();
    expect((await textsTo(world, pair.phone)).at(-1)?.body).toContain(fillText("code", "vi", { code: "|" }).split("|")[0]);
  });

  test("a wrong pair is answered as a right one", async () => {
    const right = await someone();
    const told = [];
    for (const pair of [right, { ...right, phone: testPhone(995) }, { reference: "K7M4Q9TX", phone: right.phone }]) {
      const { answer, calls } = await callsDuring(world.client, () => askByApi(pair));
      told.push({ status: answer.status, body: (await answer.text()).replaceAll(askOf(pair), "(ask)"), headers: Object.fromEntries(answer.headers), calls: calls.length });
    }
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  test("too soon is answered 429 and says how long to wait", async () => {
    const pair = await someone();
    await askByApi(pair);
    const soon = await askByApi(pair);
    expect({ status: soon.status, wait: soon.headers.get("retry-after") }).toEqual({ status: 429, wait: "30" });
    expect(await soon.json()).toEqual({ type: "about:blank", status: 429, ...words.en.api.tooSoon });
    for (let n = 0; n < 4; n += 1) {
      seconds(31);
      expect((await askByApi(pair)).status).toBe(202);
    }
    seconds(31);
    const tomorrow = await askByApi(pair);
    expect(tomorrow.status).toBe(429);
    expect(Number(tomorrow.headers.get("retry-after"))).toBeGreaterThan(30);
  });

  test("a wrong, used-up or old code is answered 401, always alike", async () => {
    const pair = await someone();
    const told = [await giveByApi(pair, "123456")];
    await askByApi(pair);
    const code = await codeOn(pair.phone);
    for (let n = 1; n <= 4; n += 1) told.push(await giveByApi(pair, otherThan(code, n)));
    told.push(await giveByApi(pair, code));
    seconds(31);
    await askByApi(pair);
    const fresh = await codeOn(pair.phone);
    minutes(10);
    told.push(await giveByApi(pair, fresh), await giveByApi({ ...pair, phone: testPhone(994) }, fresh));
    const bodies = await Promise.all(told.map((answer) => answer.text()));
    expect(told.map(({ status }) => status)).toEqual(told.map(() => 401));
    expect(new Set(bodies).size).toBe(1);
    expect(told[0]?.headers.get("www-authenticate")).toBe("Bearer");
  });

  test("another application's token, an altered, old or missing one is answered 401 and does nothing", async () => {
    const [mine, theirs] = [await someone(), await someone()];
    await askByApi(mine);
    const token = await tokenOf(await giveByApi(mine, await codeOn(mine.phone)));
    const before = await rowCounts(world);
    for (const [reference, given] of [[theirs.reference, token], [mine.reference, `${token}x`.replace(/.x$/, "")], [mine.reference, ""], [mine.reference, "x"], ["K7M4Q9TX", token], ["nonsense", token]] as const) {
      for (const answer of [await read(reference, given), await read(reference, given, "POST", "withdrawal")]) {
        expect({ reference, status: answer.status }).toEqual({ reference, status: 401 });
        expect(await answer.json()).toEqual({ type: "about:blank", status: 401, ...vi.api.notProven });
      }
    }
    const basic = await world.app.request(at(mine.reference), { headers: { authorization: `Basic ${token}` } });
    expect(basic.status).toBe(401);
    expect((await world.app.request(at(mine.reference))).status).toBe(401);
    minutes(15);
    expect((await read(mine.reference, token)).status).toBe(401);
    expect(await rowCounts(world)).toEqual(before);
    expect((await rowsAbout(world, theirs.reference)).application).toMatchObject({ state: "submitted" });
  });
});
