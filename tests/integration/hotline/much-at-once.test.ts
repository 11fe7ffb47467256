import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Deps } from "../../../functions/hotline/deps.ts";
import type { Change } from "../../../functions/hotline/store.ts";
import { takeNext } from "../../../functions/hotline/take.ts";
import { nowList, tally } from "../../../functions/hotline/views.ts";
import { newCaller, type Caller, type Entry } from "../../../shared/hotline/caller.ts";
import { callbackSteps } from "../../../shared/hotline/steps.ts";
import { listActPath } from "../../../shared/hotline/desk-paths.ts";
import { apiPaths, callbackPath, lookupPath, stepPath } from "../../../shared/paths.ts";
import { steps } from "../../../shared/registration/steps.ts";
import { words } from "../../../web/words/words.ts";
import { openDoor, type Door } from "../../support/callers.ts";
import { callRequest, counsellor, emptyHotline, entryOf, hotlineOf, mondayMorning, newKey, writeRows } from "../../support/hotline.ts";
import { startDesk } from "../../support/hotline-desk.ts";
import { h1In } from "../../support/pages.ts";
import { motherForSon, testPhone } from "../../support/people.ts";
import { callsDuring } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";

let shared: World;
beforeAll(async () => {
  shared = await startWorld();
});
afterAll(() => shared.stop());
beforeEach(() => shared.moveTo(mondayMorning));

describe("a form of a hundred thousand fields", () => {
  const body = `a${"&a".repeat(100_000)}`;
  const headers = { "content-type": "application/x-www-form-urlencoded", origin: "http://localhost", "sec-fetch-site": "same-origin" };
  const [callStep, registerStep] = [callbackSteps[0], steps[0]];

  test.each([
    ["the callback form", () => shared.hotline.app, callbackPath("en", callStep?.slug ?? "")],
    ["one's own appointment", () => shared.hotline.app, `/en/lich-hen/${"a".repeat(22)}/doi`],
    ["the registration form", () => shared.app, stepPath("en", registerStep?.slug ?? "")],
    ["the look-up", () => shared.app, lookupPath("en", "status")],
  ] as const)("is refused at once by %s, which says to enter less", async (_what, app, path) => {
    const began = performance.now();
    const answer = await app().request(path, { method: "POST", headers, body });
    expect({ status: answer.status, title: h1In(await answer.text()) }).toEqual({ status: 413, title: words.en.problems.title.tooLarge });
    // Gathering them one by one took most of a minute.
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test("is refused by the desk as well, to whoever is signed in", async () => {
    const desk = startDesk(shared);
    const an = await desk.signIn("An");
    const fields = Array.from({ length: 501 }, (): [string, string] => ["key", "x"]);
    expect((await desk.post(an, listActPath("vi", "take"), fields)).status).toBe(413);
  });
});

describe("ten thousand safe hours by API", () => {
  let door: Door;
  beforeEach(async () => {
    door = await openDoor(shared);
  });
  const request = callRequest({ phone: testPhone(700) });
  const many = (list: readonly string[]): unknown[] => Array.from({ length: 10_000 }, (_, n) => list[n % list.length]);
  const errors = async (answer: Response): Promise<{ pointer: string; code: string }[]> => {
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text.length).toBeLessThan(10_000);
    return (JSON.parse(text) as { errors: { pointer: string; code: string }[] }).errors.map(({ pointer, code }) => ({ pointer, code }));
  };
  const headers = () => ({ "idempotency-key": newKey() });
  const application = motherForSon();

  test.each([
    ["the same one", many(["morning"])],
    ["each another than the one before", many(["morning", "afternoon", "evening"])],
    ["none of them an hour", many(["noon"])],
  ])("(%s) are one thing wrong, for a call and for a registration", async (_what, hours) => {
    expect(await errors(await door.json(apiPaths.callbacks, { ...request, contact: { ...request.contact, hours } }, headers()))).toEqual([{ pointer: "/contact/hours", code: "contact.hours.missing" }]);
    expect(await errors(await shared.json(apiPaths.registrations, { ...application, contact: { ...application.contact, hours } }, headers()))).toEqual([{ pointer: "/contact/hours", code: "contact.hours.missing" }]);
    expect(await door.callbacks()).toEqual([]);
  });

  test("are told as shortly as ten thousand fields we do not know: of those fifty, and not more", async () => {
    const unknown = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`field-${n}`, 1]));
    expect(await errors(await door.json(apiPaths.callbacks, { ...request, ...unknown }, headers()))).toHaveLength(50);
    expect(await errors(await shared.json(apiPaths.registrations, { ...application, ...unknown }, headers()))).toHaveLength(50);
  });

  test("the three there are, in any order, are taken", async () => {
    const answer = await door.json(apiPaths.callbacks, { ...request, contact: { ...request.contact, hours: ["evening", "morning", "afternoon"] } }, { "idempotency-key": newKey() });
    expect(answer.status).toBe(201);
  });
});

describe("behind many who are due, but not to be rung at this hour", () => {
  let deps: Deps;
  let world: World;
  beforeEach(async () => {
    world = await emptyHotline(shared);
    deps = hotlineOf(world);
    await queue(0, 1_300, ["evening"]);
  });

  /** Rows of the queue from a place in it on, the first waiting longest; nothing else of theirs is read for a list. */
  const queue = (from: number, count: number, hours: Entry["contact"]["hours"]): Promise<void> => {
    const rows = Array.from({ length: count }, (_, n): Change => {
      const at = new Date(Date.parse(mondayMorning) - (2_000 - from - n) * 1_000).toISOString();
      const entry = entryOf(deps, { dueAt: at, openedAt: at, contact: { ...callRequest().contact, hours, textsAgreed: true, askedAt: at } });
      const none = newCaller(`key-${from + n}`.padEnd(43, "-"), "09•• ••• 700");
      return { what: "caller", before: none, after: { ...none, entries: [entry], version: 1 } };
    });
    return writeRows(deps, rows);
  };
  const queries = async <T>(run: () => Promise<T>) => {
    const { calls, answer } = await callsDuring(world.client, run);
    return { answer, read: calls.filter(({ command }) => command === "QueryCommand").length };
  };
  const names = (callers: readonly Caller[]): string[] => callers.map(({ key }) => key.replace(/-+$/, ""));

  test("the next one is looked for in so many pages and no more", async () => {
    expect(await queries(() => takeNext(deps, counsellor(1)))).toEqual({ answer: null, read: 20 });
  });

  test("the list reads four pages, and goes on from there without losing anybody", async () => {
    const { answer, read } = await queries(() => nowList(deps));
    expect({ read, callers: answer.callers, coming: answer.coming, goesOn: answer.next !== undefined }).toEqual({ read: 4, callers: [], coming: [], goesOn: true });
    await queue(1_310, 1, ["morning"]);
    let { next } = answer;
    let pages = 4;
    const found: string[] = [];
    while (next) {
      const list = await queries(() => nowList(deps, next));
      found.push(...names(list.answer.callers));
      next = list.answer.next;
      pages += list.read;
    }
    expect({ found, pages }).toEqual({ found: ["key-1310"], pages: Math.ceil(1_301 / 60) });
  });

  test("who stands behind even more is found after a few presses: each puts some of those off", async () => {
    await queue(1_310, 1, ["morning"]);
    const found: string[] = [];
    for (let press = 0; press < 4 && found.length === 0; press += 1) {
      const held = await takeNext(deps, counsellor(1));
      if (held) found.push(...names([newCaller(held.key, "")]));
    }
    expect(found).toEqual(["key-1310"]);
    expect((await tally(deps)).counts).toMatchObject({ held: 1, later: 1_300 });
  });

  test("who is within those pages is found, and in the evening the others can be rung again", async () => {
    await queue(1_000.5, 1, ["morning"]);
    const next = await queries(() => takeNext(deps, counsellor(1)));
    expect(names([{ ...newCaller(next.answer?.key ?? "", "") }])).toEqual(["key-1000.5"]);
    expect(next.read).toBe(18);
    shared.moveTo("2026-11-23T10:00:00.000Z");
    const evening = await queries(() => takeNext(deps, counsellor(1)));
    expect(evening).toMatchObject({ answer: { key: expect.stringMatching(/^key-\d+-*$/) }, read: 1 });
  });
});
