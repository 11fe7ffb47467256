import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CallbackReceipt } from "../../../shared/hotline/callback.ts";
import { apiPaths, appointmentPath, openAppointmentSlug, pagePath } from "../../../shared/paths.ts";
import { tokenAlphabet, tokenLength } from "../../../shared/reference.ts";
import { words } from "../../../web/words/words.ts";
import { newKey } from "../../support/applications.ts";
import { openDoor, untexted, wish, type Door } from "../../support/callers.ts";
import { mondayMorning } from "../../support/hotline.ts";
import { summaryIn } from "../../support/pages.ts";
import { challengeIn, jsonFrom, postFrom, withSolution } from "../../support/proofs.ts";
import { callsDuring } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";

// Whoever asks about what is not theirs learns nothing from what we answer, nor from what we do for it.

let world: World;
let door: Door;
beforeAll(async () => {
  world = await startWorld({ at: mondayMorning });
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.moveTo(mondayMorning);
  door = await openDoor(world);
});
let hosts = 0;
const elsewhere = (): string => `203.0.113.${(hosts = (hosts % 250) + 1)}`;
const book = (n: number, from = elsewhere(), more = {}) => jsonFrom(door.app, from, apiPaths.callbacks, wish(n, { ...untexted, ...more }), { "idempotency-key": newKey() });
const receiptOf = async (answer: Response) => (await answer.json()) as CallbackReceipt;
const open = (reference: string, code: string, from = elsewhere()) => postFrom(door.app, from, `${pagePath("vi", "appointment")}/${openAppointmentSlug}`, [["reference", reference], ["code", code]]);
const other = (code: string, n = 1): string => String((Number(code) + n) % 1_000_000).padStart(6, "0");
const w = words.vi.appointment;

describe("tries at somebody's reference from elsewhere", () => {
  test("never shut its owner out: after many, the owner is asked for a proof at most", async () => {
    const { reference, changeCode } = await receiptOf(await book(60));
    const home = elsewhere();
    for (let thief = 0; thief < 3; thief += 1) {
      const from = elsewhere();
      for (let n = 1; n <= 8; n += 1) expect((await open(reference, other(changeCode, n), from)).status).toBe(422);
      const enough = await open(reference, changeCode, from);
      expect({ status: enough.status, summary: summaryIn(enough.html) }).toEqual({ status: 429, summary: [{ id: "reference", text: w.errors.tooOften }] });
    }
    const page = await open(reference, changeCode, home);
    expect({ status: page.status, asked: challengeIn(page) !== undefined }).toEqual({ status: 429, asked: true });
    expect((await postFrom(door.app, home, `${pagePath("vi", "appointment")}/${openAppointmentSlug}`, withSolution(page))).status).toBe(303);
  });

  test("cost the same and are answered alike, whether there is such a reference or not, before and after a proof is asked for", async () => {
    const { reference, changeCode } = await receiptOf(await book(61));
    const told: unknown[][] = [];
    for (const target of [reference, "XXXXXXXX"]) {
      const seen: unknown[] = [];
      for (let n = 1; n <= 26; n += 1) {
        const { answer, calls } = await callsDuring(world.client, () => open(target, other(changeCode, n)));
        const html = answer.html.replaceAll(target, "(reference)").replaceAll(/value="1\.[\w-]+"/g, "").replaceAll(/data-challenge="[^"]+"/g, "");
        seen.push({ status: answer.status, html, calls: calls.map(({ command, rows, failed }) => `${command} ${rows.join()} ${failed}`).toSorted() });
      }
      told.push(seen);
    }
    expect(told[1]).toEqual(told[0]);
    expect(told[0]?.map((one) => (one as { status: number }).status)).toEqual(Array.from({ length: 26 }, (_, n) => (n < 24 ? 422 : 429)));
  });
});

describe("asking for calls to somebody's number", () => {
  test("is answered alike whether nothing waits there, or as much as anybody asked for", async () => {
    for (let n = 0; n < 3; n += 1) expect((await book(62)).status).toBe(201);
    for (let n = 0; n < 2; n += 1) expect((await book(62)).status).toBe(201);
    const told: unknown[][] = [];
    for (const n of [62, 63]) {
      const from = elsewhere();
      const seen: unknown[] = [];
      for (let times = 0; times < 5; times += 1) {
        const { answer, calls } = await callsDuring(world.client, () => book(n, from));
        const { reference: _drawn, changeCode: _code, ...rest } = await receiptOf(answer);
        seen.push({ status: answer.status, rest, calls: calls.map(({ command, rows }) => [command, rows]) });
      }
      told.push(seen);
    }
    expect(told[1]).toEqual(told[0]);
    expect(told[0]?.map((one) => (one as { status: number }).status)).toEqual([201, 201, 201, 429, 429]);
  });

  test("ten times at once from one source brings three; from another its owner still asks", async () => {
    const from = elsewhere();
    const answers = await Promise.all(Array.from({ length: 10 }, () => book(64, from)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect((await book(64)).status).toBe(201);
    expect((await book(64, from, { dangerNow: "yes" })).status).toBe(201);
  });
});

test("a token that leads nowhere costs one look, whatever it is", async () => {
  const tokens = [tokenAlphabet.slice(0, tokenLength), tokenAlphabet.slice(1, tokenLength + 1)];
  const told = await Promise.all(tokens.map(async (token) => callsDuring(world.client, async () => (await door.get(appointmentPath("vi", token))).html)));
  expect(told[1]?.answer).toBe(told[0]?.answer);
});

test("no line of the log of all this holds anything of anybody", () => {
  expect(JSON.stringify(world.logged)).not.toMatch(/900\s?000\s?3\d\d|203\.0\.113/);
  expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
});
