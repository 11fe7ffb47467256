import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Deps } from "../../../functions/hotline/deps.ts";
import type { Change } from "../../../functions/hotline/store.ts";
import { takeNext } from "../../../functions/hotline/take.ts";
import { nowList } from "../../../functions/hotline/views.ts";
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
    expect(performance.now() - began).toBeLessThan(1_000);
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
  const lists = [
    ["the same one", Array.from({ length: 10_000 }, () => "morning")],
    ["each another", Array.from({ length: 10_000 }, (_, n) => ["morning", "afternoon", "evening"][n % 3])],
  ] as const;
  const errors = async (answer: Response): Promise<unknown> => {
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text.length).toBeLessThan(2_000);
    return (JSON.parse(text) as { errors: { pointer: string; code: string }[] }).errors.map(({ pointer, code }) => ({ pointer, code }));
  };

  test.each(lists)("(%s) are one thing wrong, told shortly, for a call and for a registration", async (_what, hours) => {
    const headers = () => ({ "idempotency-key": newKey() });
    expect(await errors(await door.json(apiPaths.callbacks, { ...request, contact: { ...request.contact, hours } }, headers()))).toEqual([{ pointer: "/contact/hours", code: "contact.hours.missing" }]);
    const application = motherForSon();
    expect(await errors(await shared.json(apiPaths.registrations, { ...application, contact: { ...application.contact, hours } }, headers()))).toEqual([{ pointer: "/contact/hours", code: "contact.hours.missing" }]);
    expect(await door.callbacks()).toEqual([]);
  });

  test("(none of them an hour) are at most fifty, told in an answer of a few kilobytes", async () => {
    const answer = await door.json(apiPaths.callbacks, { ...request, contact: { ...request.contact, hours: Array.from({ length: 10_000 }, () => "noon") } }, { "idempotency-key": newKey() });
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect((JSON.parse(text) as { errors: unknown[] }).errors.length).toBeLessThanOrEqual(50);
    expect(text.length).toBeLessThan(10_000);
  });

  test("the three there are, in any order, are taken", async () => {
    const answer = await door.json(apiPaths.callbacks, { ...request, contact: { ...request.contact, hours: ["evening", "morning", "afternoon"] } }, { "idempotency-key": newKey() });
    expect(answer.status).toBe(201);
  });
});

describe("behind many who are due, but not to be rung at this hour", () => {
  let deps: Deps;
  let world: World;
  beforeAll(async () => {
    shared.moveTo(mondayMorning);
    world = await emptyHotline(shared);
    deps = hotlineOf(world);
    await queue(0, 1_300, ["evening"]);
  });

  /** The row of somebody in the queue, the first the longest; nothing else of theirs is read for a list. */
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

  test("who is within those pages is found, and in the evening everybody in their turn", async () => {
    await queue(1_000.5, 1, ["morning"]);
    const next = await queries(() => takeNext(deps, counsellor(1)));
    expect(names([{ ...newCaller(next.answer?.key ?? "", "") }])).toEqual(["key-1000.5"]);
    expect(next.read).toBe(18);
    shared.moveTo("2026-11-23T10:00:00.000Z");
    const evening = await queries(() => takeNext(deps, counsellor(1)));
    expect({ key: evening.answer?.key.replace(/-+$/, ""), read: evening.read }).toEqual({ key: "key-0", read: 1 });
  });
});
