import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { book } from "../../../functions/hotline/book.ts";
import { callerKeyOf } from "../../../functions/hotline/identify.ts";
import { recordCall } from "../../../functions/hotline/record-call.ts";
import { ring } from "../../../functions/hotline/ring.ts";
import { take } from "../../../functions/hotline/take.ts";
import type { CallbackReceipt } from "../../../shared/hotline/callback.ts";
import { apiPaths } from "../../../shared/paths.ts";
import { tokenAlphabet, tokenLength } from "../../../shared/reference.ts";
import { openDoor, untexted, type Door } from "../../support/callers.ts";
import { callerPhone, callRequest, counsellor, mondayMorning, newKey, timeRequest } from "../../support/hotline.ts";
import { startWorld, type World } from "../../support/world.ts";

// Whoever gives somebody else's number must learn nothing of its owner from how we answer.

let shared: World;
let door: Door;
beforeAll(async () => {
  shared = await startWorld();
});
afterAll(() => shared.stop());
const [ten, three, wednesday] = ["2026-11-23T10:00", "2026-11-23T15:00", "2026-11-25T09:00"] as const;
const phones = { fresh: callerPhone(110), askedNotToCall: callerPhone(111), wrongNumber: callerPhone(112), untexted: callerPhone(113) } as const;
type Owner = keyof typeof phones;
const owners = Object.keys(phones) as Owner[];
const stopped = ["askedNotToCall", "wrongNumber"] as const;

beforeEach(async () => {
  shared.moveTo(mondayMorning);
  door = await openDoor(shared);
  const { deps } = door;
  for (const outcome of stopped) {
    const staff = counsellor(1);
    await book(deps, { request: callRequest({ phone: phones[outcome], ...untexted }), idempotencyKey: newKey() });
    const held = await take(deps, { key: callerKeyOf(deps, phones[outcome]), staff });
    if (!held) throw new Error("they wait");
    await ring(deps, { ...held, staff });
    await recordCall(deps, { ...held, staff, outcome, note: "", voicemail: false });
  }
  await book(deps, { request: callRequest({ phone: phones.untexted, ...untexted }), idempotencyKey: newKey() });
  await door.roster({ [ten]: 20, [three]: 20, [wednesday]: 1 });
  shared.forward(60_000);
});

const send = (body: unknown, idempotencyKey = newKey()) => door.json(apiPaths.callbacks, body, { "idempotency-key": idempotencyKey });
/** All that an answer says, but for what is drawn anew each time. */
async function toldBy(answer: Response) {
  const text = await answer.text();
  const body = JSON.parse(text) as Partial<CallbackReceipt> & Record<string, unknown>;
  const { reference, changeCode, ...rest } = body;
  const drawn = { reference: /^[0-9A-Z]{8}$/.test(reference ?? ""), changeCode: /^\d{6}$/.test(changeCode ?? "") };
  const location = answer.headers.get("location")?.replace(new RegExp(`[${tokenAlphabet}]{${tokenLength}}$`), "…");
  return { status: answer.status, headers: [...answer.headers.keys()].toSorted(), location, fields: Object.keys(body), drawn, rest, length: text.length };
}

/** The same request for each of the phones; what a fresh number is told comes back. */
async function alike(request: (phone: string) => unknown, repeated = false) {
  const told = new Map<Owner, unknown>();
  for (const owner of owners) {
    const key = newKey();
    const first = await toldBy(await send(request(phones[owner]), key));
    told.set(owner, repeated ? { first, again: await toldBy(await send(request(phones[owner]), key)) } : first);
  }
  for (const owner of owners) expect({ owner, told: told.get(owner) }).toEqual({ owner, told: told.get("fresh") });
  return told.get("fresh");
}

describe("a request under somebody's number is answered alike, whatever its owner once asked", () => {
  test("for a chosen time", async () => {
    expect(await alike((phone) => timeRequest(three, { phone }))).toMatchObject({ status: 201, drawn: { reference: true, changeCode: true }, rest: { state: "waiting", kind: "booked", slotId: three, textComing: true } });
  });

  test("as soon as possible", async () => {
    expect(await alike((phone) => callRequest({ phone }))).toMatchObject({ status: 201, rest: { state: "waiting", kind: "soon", slotId: ten, textComing: true } });
  });

  test("without texts, in English, in danger", async () => {
    expect(await alike((phone) => callRequest({ phone, ...untexted, language: "en", dangerBody: "yes" }))).toMatchObject({ status: 201, rest: { state: "waiting", textComing: false } });
  });

  test("sent once more with the same key", async () => {
    expect(await alike((phone) => timeRequest(three, { phone }), true)).toMatchObject({ again: { status: 200, rest: { state: "waiting", slotId: three, textComing: true } } });
  });

  test.each([
    ["that is in no roster", "2026-11-25T10:00", "slotId.unknown"],
    ["beyond the days that can be booked", "2026-12-03T09:00", "slotId.unknown"],
    ["that has begun", "2026-11-23T09:00", "slotId.past"],
    ["that is full", wednesday, "slotId.full"],
  ])("for a time %s", async (_what, slotId, code) => {
    if (slotId === wednesday) expect((await send(timeRequest(wednesday, { phone: callerPhone(114) }))).status).toBe(201);
    const rows = await door.callbacks();
    expect(await alike((phone) => timeRequest(slotId, { phone }))).toMatchObject({ status: 409, rest: { errors: [{ pointer: "/slotId", code }] } });
    expect(await door.callbacks()).toEqual(rows);
  });

  test("again and again: as many are taken, and then as few", async () => {
    const statuses = async (owner: Owner): Promise<number[]> => {
      const all: number[] = [];
      for (let n = 0; n < 5; n += 1) all.push((await send(timeRequest(three, { phone: phones[owner] }))).status);
      return all;
    };
    for (const owner of ["fresh", ...stopped] as const) expect({ owner, statuses: await statuses(owner) }).toEqual({ owner, statuses: [201, 201, 201, 429, 429] });
  });

  test("and its own page reads and works alike, whatever is pressed on it", async () => {
    const pages = async (owner: Owner) => {
      const answer = await send(timeRequest(three, { phone: phones[owner] }));
      const { reference } = (await answer.json()) as CallbackReceipt;
      const link = answer.headers.get("location") ?? "";
      const plain = (html: string): string => html.replaceAll(link.slice(-tokenLength), "…").replaceAll(reference, "…").replaceAll(`${reference.slice(0, 4)} ${reference.slice(4)}`, "…");
      const seen = async () => plain((await door.get(link)).html);
      // What it goes by in a calendar is drawn anew for each.
      const entry = async () => (await door.get(`${link}/lich.ics`)).html.replace(/UID:[^\r]+(\r\n [^\r]+)*/, "UID:…");
      const before = await seen();
      const asked = plain((await door.get(`${link}/huy`)).html);
      const [file, confirmed] = [await entry(), (await door.post(`${link}/giu`)).status];
      const after = await seen();
      const moved = (await door.post(`${link}/doi`, [["slotId", ten]])).status;
      const [later, movedFile] = [await seen(), await entry()];
      const asksToStop = plain((await door.get(`${link}/ngung-tin`)).html);
      const quieted = (await door.post(`${link}/ngung-tin`)).status;
      const quiet = await seen();
      const cancelled = (await door.post(`${link}/huy`)).status;
      return { before, asked, file, confirmed, after, moved, later, movedFile, asksToStop, quieted, quiet, cancelled, end: await seen() };
    };
    const fresh = await pages("fresh");
    expect(fresh).toMatchObject({ confirmed: 303, moved: 303, quieted: 303, cancelled: 303 });
    for (const owner of stopped) expect({ owner, ...(await pages(owner)) }).toEqual({ owner, ...fresh });
  });
});

test("a stopped number is neither texted nor rung for all that, and a person decides", async () => {
  for (const outcome of stopped) {
    await send(timeRequest(three, { phone: phones[outcome] }));
    const key = callerKeyOf(door.deps, phones[outcome]);
    expect((await door.deps.store.findCaller(key, shared.now()))?.entries).toMatchObject([{ state: "resting", turn: outcome, slotId: three }]);
    shared.moveTo("2026-11-23T08:05:00.000Z");
    expect(await take(door.deps, { key, staff: counsellor(2) })).toBeNull();
    shared.moveTo(mondayMorning);
  }
  // A number under which somebody wants no texts gets none for what is asked later either.
  await send(timeRequest(three, { phone: phones.untexted }));
  expect(await door.messageRows()).toEqual([]);
});
