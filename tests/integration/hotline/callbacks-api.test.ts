import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changeCodeOf } from "../../../functions/hotline/identify.ts";
import { callbackErrorCodes, callbackReceiptSchema, offeredDaySchema, type CallbackReceipt } from "../../../shared/hotline/callback.ts";
import { languages } from "../../../shared/language.ts";
import { apiPaths } from "../../../shared/paths.ts";
import { describeApi } from "../../../web/describe-api.ts";
import { words } from "../../../web/words/words.ts";
import { callerAt, openDoor, untexted, wish, wishAt, type Door } from "../../support/callers.ts";
import { mondayMorning, newKey } from "../../support/hotline.ts";
import { testLandline } from "../../support/people.ts";
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
const [ten, three, wednesday] = ["2026-11-23T10:00", "2026-11-23T15:00", "2026-11-25T09:00"] as const;
const fewSeats = { [ten]: 2, [three]: 1, [wednesday]: 2 };

type Problem = { type: string; title: string; status: number; detail: string; errors?: { pointer: string; code: string; detail: string }[]; alternatives?: string[] };
type Answer = { status: number; headers: Headers; receipt: CallbackReceipt; problem: Problem; text: string };
async function ask(body: unknown, headers: Record<string, string> = { "idempotency-key": newKey() }): Promise<Answer> {
  const answer = await door.json(apiPaths.callbacks, body, headers);
  const text = await answer.text();
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("content-type")).toMatch(answer.status < 400 ? /^application\/json/ : /^application\/problem\+json/);
  const parsed = JSON.parse(text);
  return { status: answer.status, headers: answer.headers, receipt: parsed, problem: parsed, text };
}
const offered = async (): Promise<unknown> => (await (await door.app.request(`${apiPaths.callbacks}/slots`)).json()) as unknown;
const everything = async () => ({ hotline: await door.hotlineRows(), messages: await door.messageRows() });
/** What is asked for must be refused, and nothing may be written. */
async function refused(body: unknown, headers?: Record<string, string>): Promise<Answer> {
  const before = await everything();
  const answer = await ask(body, headers);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(await everything()).toEqual(before);
  return answer;
}

describe("the times that can be chosen", () => {
  test("are told by day, with how many calls each can still take", async () => {
    await door.roster(fewSeats);
    expect(await offered()).toEqual({
      days: [
        { date: "2026-11-23", slots: [{ id: ten, free: 2 }, { id: three, free: 1 }] },
        { date: "2026-11-25", slots: [{ id: wednesday, free: 2 }] },
      ],
    });
  });

  test("leave out what is taken, held, or begins within half an hour", async () => {
    await door.roster(fewSeats);
    await ask(wishAt(90, three));
    await door.walk(wishAt(91, wednesday), "phone");
    shared.moveTo("2026-11-23T02:30:00.000Z");
    expect(await offered()).toEqual({ days: [{ date: "2026-11-25", slots: [{ id: wednesday, free: 2 }] }] });
    await door.walk(wishAt(91, wednesday), "phone");
    expect(await offered()).toEqual({ days: [{ date: "2026-11-25", slots: [{ id: wednesday, free: 1 }] }] });
  });

  test("are none without a roster", async () => {
    const answer = await door.app.request(`${apiPaths.callbacks}/slots`);
    expect({ status: answer.status, cache: answer.headers.get("cache-control"), body: await answer.json() }).toEqual({ status: 200, cache: "no-store", body: { days: [] } });
  });

  test("cost one query a day, however many have booked", async () => {
    await door.roster({ [ten]: 40, [three]: 40 });
    const before = offeredDaySchema.array().parse(((await offered()) as { days: unknown }).days);
    for (let n = 0; n < 12; n += 1) await ask(wishAt(n, ten, untexted));
    expect(await offered()).toEqual({ days: [{ date: "2026-11-23", slots: [{ id: ten, free: 28 }, before[0]?.slots[1]] }] });
  });
});

describe("asking to be rung", () => {
  test.for(languages)("at a time gives a receipt in its shape, the appointment's page, and one promised text (%s)", async (language) => {
    await door.roster(fewSeats);
    const { status, headers, receipt } = await ask(wishAt(92, three, { language }));
    expect(status).toBe(201);
    expect(callbackReceiptSchema.parse(receipt)).toEqual({ reference: receipt.reference, changeCode: changeCodeOf(door.deps, receipt.reference), state: "waiting", kind: "booked", slotId: three, textComing: true });
    const page = await door.get(headers.get("location") ?? "");
    expect({ status: page.status, language: page.html.includes(`<html lang="${language}"`) }).toEqual({ status: 200, language: true });
    expect(await door.textsTo(callerAt(92))).toHaveLength(1);
    expect(await offered()).toMatchObject({ days: [{ slots: [{ id: ten }] }, {}] });
  });

  test("as soon as possible takes the first seat, or none when there is none", async () => {
    expect((await ask(wish(93))).receipt).toEqual(expect.not.objectContaining({ slotId: expect.anything() }));
    await door.roster(fewSeats);
    expect((await ask(wish(93))).receipt).toMatchObject({ kind: "soon", slotId: ten });
  });

  test("without texts promises none", async () => {
    expect((await ask(wish(94, untexted))).receipt.textComing).toBe(false);
    expect(await door.messageRows()).toEqual([]);
  });

  test("a number typed any way is the same number", async () => {
    const typed = callerAt(95);
    for (const phone of [typed, `+84 ${typed.slice(1)}`, `${typed.slice(0, 4)} ${typed.slice(4, 7)} ${typed.slice(7)}`]) expect((await ask(wish(95, { phone, ...untexted }))).status).toBe(201);
    expect((await refused(wish(95, untexted))).status).toBe(429);
  });
});

describe("the same key", () => {
  test("gives the same receipt, however often, even at once", async () => {
    await door.roster(fewSeats);
    const headers = { "idempotency-key": newKey() };
    const answers = await Promise.all([1, 2, 3].map(() => ask(wishAt(96, ten), headers)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    const again = await ask(wishAt(96, ten), headers);
    expect(again.status).toBe(200);
    for (const { receipt, headers: told } of answers) {
      expect({ ...receipt, textComing: false }).toEqual({ ...again.receipt, textComing: false });
      expect(told.get("location")).toBe(again.headers.get("location"));
    }
    expect(await door.callbacks()).toHaveLength(1);
    expect(await door.messageRows()).toHaveLength(1);
  });

  test("with another request is refused", async () => {
    const headers = { "idempotency-key": newKey() };
    await ask(wish(96), headers);
    const { status, problem } = await refused(wish(96, { dangerNow: "yes" }), headers);
    expect({ status, title: problem.title }).toEqual({ status: 422, title: vi.api.keyReused.title });
  });

  test.for([undefined, "", "fifteen-letters", "x".repeat(65), "a key with spaces"])("that is %j is no key", async (key) => {
    const { status, problem } = await refused(wish(96), key === undefined ? {} : { "idempotency-key": key });
    expect({ status, title: problem.title }).toEqual({ status: 400, title: vi.api.idempotencyKey.title });
  });
});

describe("a request with something wrong", () => {
  const changed = (change: Record<string, unknown>): unknown => ({ ...wish(97), ...change });
  const cases: { what: string; body: unknown; pointer: string; code: (typeof callbackErrorCodes)[number] }[] = [
    { what: "no answer about danger", body: changed({ dangerNow: undefined }), pointer: "/dangerNow", code: "dangerNow.missing" },
    { what: "no time where one is wished", body: changed({ way: "slot" }), pointer: "/slotId", code: "slotId.missing" },
    { what: "a time between two half hours", body: changed({ way: "slot", slotId: "2026-11-25T09:15" }), pointer: "/slotId", code: "slotId.unknown" },
    { what: "a time for as soon as possible", body: changed({ slotId: three }), pointer: "/slotId", code: "slotId.notForSoon" },
    { what: "a call of their own", body: changed({ way: "iCall" }), pointer: "/way", code: "way.missing" },
    { what: "a number abroad", body: changed({ phone: "+14155550123" }), pointer: "/phone", code: "phone.notVietnamese" },
    { what: "a phone whose owner was not asked", body: changed({ phoneOwner: "notAsked" }), pointer: "/phoneOwner", code: "phoneOwner.notAsked" },
    { what: "texts to a landline", body: changed({ phone: testLandline }), pointer: "/contact/mayText", code: "contact.mayText.landline" },
    { what: "texts to a borrowed phone", body: changed({ phoneOwner: "borrowed" }), pointer: "/contact/mayText", code: "contact.mayText.borrowed" },
    { what: "no safe hour", body: changed({ contact: { ...wish(97).contact, hours: [] } }), pointer: "/contact/hours", code: "contact.hours.missing" },
    { what: "old words of consent", body: changed({ consents: { ...wish(97).consents, wording: "2020-01-01" } }), pointer: "/consents/wording", code: "consents.wording.old" },
    { what: "a script as the word to ask for", body: changed({ askFor: "<script>alert(1)</script>" }), pointer: "/askFor", code: "text.characters" },
    { what: "a name nobody asked for", body: changed({ fullName: "Nguyễn Văn Mẫu" }), pointer: "/fullName", code: "field.unknown" },
  ];

  test.for(cases)("($what) is answered 422 that points at it, in both languages", async ({ body, pointer, code }) => {
    for (const language of languages) {
      const { status, problem, text } = await refused(body, { "idempotency-key": newKey(), "accept-language": language });
      expect(status).toBe(422);
      expect(problem.errors).toEqual([{ pointer, code, detail: words[language].hotline.errors[code] }]);
      expect(text).not.toMatch(/<script>|Mẫu|900/);
    }
  });

  test.for([null, [], "text", 7, { request: wish(97) }])("(%j in its place) is answered 422", async (body) => {
    expect((await refused(JSON.stringify(body))).status).toBe(422);
  });

  test("(no JSON at all) is answered 400, (another kind of body) 415, (a megabyte) 413", async () => {
    for (const body of ["{", "", "undefined"]) expect((await refused(body)).status).toBe(400);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""]) expect((await refused(wish(97), { "content-type": type, "idempotency-key": newKey() })).status).toBe(415);
    expect((await refused(JSON.stringify({ ...wish(97), note: "a".repeat(1_048_576) }))).status).toBe(413);
  });
});

describe("a time that cannot be had", () => {
  const cases = [
    { what: "is full", slotId: three, code: "slotId.full", alternatives: [ten, wednesday] },
    { what: "has begun", slotId: "2026-11-23T09:00", code: "slotId.past", alternatives: [ten, wednesday] },
    { what: "is not rostered", slotId: "2026-11-25T10:00", code: "slotId.unknown", alternatives: [ten, wednesday] },
    { what: "is beyond the seventh working day", slotId: "2026-12-03T09:00", code: "slotId.unknown", alternatives: [ten, wednesday] },
  ] as const;

  test.for(cases)("because it $what is answered 409, with the nearest that can", async ({ slotId, code, alternatives }) => {
    await door.roster(fewSeats);
    await ask(wishAt(98, three));
    for (const language of languages) {
      const { status, problem } = await refused(wishAt(97, slotId), { "idempotency-key": newKey(), "accept-language": language });
      const t = words[language].hotline;
      expect({ status, title: problem.title, detail: problem.detail }).toEqual({ status: 409, ...t.api.noSeat });
      expect(problem.errors).toEqual([{ pointer: "/slotId", code, detail: t.errors[code] }]);
      expect(problem.alternatives).toEqual(alternatives);
    }
  });

  test("can be asked again with an alternative and a new key", async () => {
    await door.roster(fewSeats);
    await ask(wishAt(98, three));
    const { problem } = await refused(wishAt(97, three));
    expect((await ask(wishAt(97, problem.alternatives?.[0] ?? ""))).status).toBe(201);
  });

  test("has no alternatives when nothing is free", async () => {
    await door.roster({ [three]: 1 });
    await ask(wishAt(98, three));
    expect((await refused(wishAt(97, three))).problem.alternatives).toEqual([]);
  });
});

test("one phone keeps three requests, and is told when it asks for more", async () => {
  await door.roster({ [three]: 20 });
  for (let n = 0; n < 3; n += 1) expect((await ask(wishAt(99, three))).status).toBe(201);
  for (const language of languages) {
    const { status, problem } = await refused(wishAt(99, three), { "idempotency-key": newKey(), "accept-language": language });
    expect({ status, title: problem.title, detail: problem.detail }).toEqual({ status: 429, ...words[language].hotline.api.tooOften });
  }
});

test("an address or a method there is not is answered as a problem, in the language asked for", async () => {
  for (const [method, path, status] of [["GET", apiPaths.callbacks, 404], ["GET", `${apiPaths.callbacks}/khong-co`, 404], ["POST", `${apiPaths.callbacks}/slots`, 404], ["DELETE", apiPaths.callbacks, 405]] as const) {
    const answer = await door.app.request(path, { method, headers: { "accept-language": "en" } });
    const problem = (await answer.json()) as Problem;
    expect({ method, path, status: answer.status, title: problem.title }).toEqual({ method, path, status, title: words.en.problems.title[status === 404 ? "notFound" : "method"] });
  }
});

describe("the description of the API", () => {
  const described = describeApi();
  const statusesOf = (path: string, method: "get" | "post"): string[] => {
    const operations: Record<string, { get?: { responses: object }; post?: { responses: object } }> = described.paths;
    return Object.keys(operations[path]?.[method]?.responses ?? {}).toSorted();
  };

  test("names every answer that these tests have met", () => {
    expect(statusesOf(apiPaths.callbacks, "post")).toEqual(["200", "201", "400", "409", "413", "415", "422", "429"]);
    expect(statusesOf(`${apiPaths.callbacks}/slots`, "get")).toEqual(["200"]);
  });

  test("asks in its request for exactly what the door cannot do without", async () => {
    const { required = [], properties = {} } = described.components.schemas.CallbackRequest;
    const body: Record<string, unknown> = { ...wish(99) };
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(body)));
    for (const name of Object.keys(properties)) {
      const { [name]: _left, ...rest } = body;
      const { status } = await ask(rest);
      expect({ name, status }).toEqual({ name, status: required.includes(name) ? 422 : 201 });
    }
  });

  test("leads nowhere that it does not have", () => {
    const pointers = [...JSON.stringify(described).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name = ""]) => name);
    expect(pointers).toEqual(expect.arrayContaining(["CallbackRequest", "CallbackReceipt", "OfferedDays", "OfferedDay"]));
    expect(Object.keys(described.components.schemas)).toEqual(expect.arrayContaining(pointers));
  });
});

test("no line of the log of all this holds anything of anybody", () => {
  const log = JSON.stringify(shared.logged);
  expect(log).not.toMatch(/900\s?000\s?3\d\d|Mẫu|<script>/);
  expect(shared.logged.filter(({ level }) => level === "error")).toEqual([]);
});
