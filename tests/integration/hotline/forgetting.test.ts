import { afterAll, beforeAll, expect, test } from "vitest";
import { book } from "../../../functions/hotline/book.ts";
import { cancel } from "../../../functions/hotline/change.ts";
import type { Deps } from "../../../functions/hotline/deps.ts";
import { createEraseStore } from "../../../functions/hotline/erase-store.ts";
import { forgetDue } from "../../../functions/hotline/forget-due.ts";
import { callerKeyOf } from "../../../functions/hotline/identify.ts";
import { runAs } from "../../support/as-function.ts";
import { callerPhone, callRequest, mondayMorning, newKey } from "../../support/hotline.ts";
import { startWorld, type World } from "../../support/world.ts";

let world: World;
let deps: Deps;

beforeAll(async () => {
  world = await startWorld({ at: mondayMorning });
  deps = world.hotline.deps;
});
afterAll(() => world.stop());

const forward = (days: number) => world.forward(days * 86_400_000);
const nightly = () => {
  const erasing = createEraseStore(world.client, world.names.hotline, world.keepers.hotline);
  return runAs("hotlineNightly", () => forgetDue({ log: world.deps.log, now: world.now, erasing }, { until: new Date(world.now().getTime() + 60_000) }));
};
const asked = async (phone: string) => (await book(deps, { request: callRequest({ phone }), idempotencyKey: newKey() })).receipt.reference;
const under = async (phone: string) => (await world.storedRows("hotline")).filter(({ pk }) => pk === `CALLER#${callerKeyOf(deps, phone)}`);
const kinds = async (phone: string) => [...new Set((await under(phone)).map(({ sk }) => sk.split("#")[0]))].toSorted();
const chainOf = async (phone: string) => (await under(phone)).find(({ sk }) => sk === "CHAIN")?.chain;

test("what was said in calls is hidden once it has had its time, gone with the next run, and with the last of it the caller; what is left leads nowhere", async () => {
  const phone = callerPhone(1);
  const key = callerKeyOf(deps, phone);
  await cancel(deps, await asked(phone));
  const chain = await chainOf(phone);
  forward(89);
  expect((await deps.store.readEvents(key, 9, world.now())).length).toBeGreaterThan(0);
  await nightly();
  expect(await kinds(phone)).toContain("EVENT");
  forward(3);
  expect(await deps.store.readEvents(key, 9, world.now())).toEqual([]);
  expect((await nightly()).people).toBe(1);
  expect(await under(phone)).toEqual([]);
  const left = (await world.storedRows("hotline")).filter((row) => row.chain === chain);
  expect(new Set(left.map(({ pk }) => pk))).toEqual(new Set([`ERASED#${String(chain)}`]));
  for (const row of left) expect(row).not.toHaveProperty("content");
  expect(JSON.stringify(left)).not.toContain(key);
});

test("whoever asks again after that is somebody new", async () => {
  const phone = callerPhone(2);
  await cancel(deps, await asked(phone));
  const before = await chainOf(phone);
  forward(95);
  await nightly();
  const reference = await asked(phone);
  expect(await chainOf(phone)).not.toBe(before);
  expect((await deps.store.findCallback(reference, world.now()))?.state).toBe("waiting");
});

test("while something is open nobody is forgotten, however old the rest; what was said long ago goes", async () => {
  const phone = callerPhone(3);
  const key = callerKeyOf(deps, phone);
  await asked(phone);
  forward(50);
  await asked(phone);
  forward(50);
  expect((await nightly()).fields).toBeGreaterThan(0);
  expect(await kinds(phone)).toEqual(["CALLER", "CHAIN", "EVENT", "PHONE"]);
  expect((await under(phone)).filter(({ sk, content }) => sk.startsWith("EVENT#") && content !== undefined)).toHaveLength(1);
  expect(await deps.store.findPhone(key, world.now())).toBe(phone);
  expect((await nightly()).people).toBe(0);
});
