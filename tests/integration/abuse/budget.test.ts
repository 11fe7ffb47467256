import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createBudgets, type Budgets } from "../../../functions/platform/budget.ts";
import { createSeal } from "../../../functions/platform/seal.ts";
import { budgets as table } from "../../../shared/abuse/budgets.ts";
import { testPhone } from "../../support/people.ts";
import { startWorld, type World } from "../../support/world.ts";

let world: World;
let budgets: Budgets;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
const seal = createSeal("a secret of this area, long enough to be one");
beforeEach(() => {
  world.moveTo("2026-11-23T02:00:00.000Z");
  budgets = createBudgets(world.client, world.names.registrations, seal, { codesAnHour: 3, codesADay: 4 });
});
let targets = 0;
/** Somebody nobody has asked for yet. */
const somebody = (): string => `somebody ${(targets += 1)}`;
const yes = (answers: readonly boolean[]): number => answers.filter(Boolean).length;
const many = (n: number, work: () => Promise<boolean>): Promise<boolean[]> => Promise.all(Array.from({ length: n }, work));

describe("a budget", () => {
  test("is spent to its end and no further, and begins anew with its hour", async () => {
    const who = somebody();
    const { limit } = table.guessesOfAsker;
    for (let n = 0; n < limit; n += 1) expect(await budgets.spend("guessesOfAsker", who, world.now())).toBe(true);
    expect(await budgets.spend("guessesOfAsker", who, world.now())).toBe(false);
    expect(await budgets.spend("guessesOfAsker", somebody(), world.now())).toBe(true);
    world.moveTo("2026-11-23T02:59:59.999Z");
    expect(await budgets.spend("guessesOfAsker", who, world.now())).toBe(false);
    world.moveTo("2026-11-23T03:00:00.000Z");
    expect(await budgets.spend("guessesOfAsker", who, world.now())).toBe(true);
  });

  test("of a day ends at midnight in Vietnam", async () => {
    const who = somebody();
    world.moveTo("2026-11-23T16:59:59.999Z");
    expect(yes(await many(4, () => budgets.spend("callsOfAsker", who, world.now())))).toBe(3);
    world.moveTo("2026-11-23T17:00:00.000Z");
    expect(await budgets.spend("callsOfAsker", who, world.now())).toBe(true);
  });

  test("however many spend, look and give back at once, never has less than nothing or more than all", async () => {
    const act = fc.constantFrom("spend", "look", "giveBack");
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 24 }), async (acts) => {
        const who = somebody();
        const { limit } = table.callsOfAsker;
        const of = ["callsOfAsker", who, world.now()] as const;
        const done = await Promise.all(acts.map(async (one) => ({ one, ok: one === "giveBack" ? await budgets.giveBack(...of) : await budgets.spend(...of, one === "look" ? 0 : 1) })));
        const count = (name: string): number => done.filter(({ one, ok }) => ok && one === name).length;
        const left = limit - count("spend") + count("giveBack");
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(limit);
        expect(yes(await many(limit + 1, () => budgets.spend(...of)))).toBe(left);
      }),
      { seed: 20_261_121, numRuns: 15 },
    );
  });

  test("of the service is its stage's, and one for all", async () => {
    expect(yes(await many(10, () => budgets.spend("codesAnHour", "", world.now())))).toBe(3);
    expect(yes(await many(10, () => budgets.spend("codesADay", "", world.now())))).toBe(4);
  });
});

test("something is done once until its time, whoever tries at the same moment", async () => {
  const named = ["this", somebody()];
  const until = new Date("2026-11-23T02:00:30.000Z");
  const once = () => budgets.once(named, world.now(), until);
  expect(yes(await many(10, once))).toBe(1);
  world.forward(29_999);
  expect(await once()).toBe(false);
  world.forward(1);
  expect(await once()).toBe(true);
});

test("what is stored leads back to no phone, reference or address, says when it may go, and is another on the other side of the wall", async () => {
  const phone = `+84${testPhone(7).slice(1)}`;
  const other = createBudgets(world.client, world.names.hotline, createSeal("a secret of the other area, long enough"));
  await budgets.spend("codesToPhone", phone, world.now());
  await other.spend("codesToPhone", phone, world.now());
  const [here, there] = await Promise.all((["registrations", "hotline"] as const).map(async (name) => (await world.rows(name)).filter(({ pk }) => pk.startsWith("BUDGET#"))));
  const keys = new Set(here?.map(({ pk }) => pk));
  expect(there?.length).toBeGreaterThan(0);
  expect(there?.some(({ pk }) => keys.has(pk))).toBe(false);
  for (const row of [...(here ?? []), ...(there ?? [])]) {
    expect(Object.keys(row).filter((name) => name !== "spent").toSorted()).toEqual(["expiresAtSeconds", "pk", "sk"]);
    expect(row.pk).toMatch(/^BUDGET#[\w-]{43}$/);
    expect(Number(row.expiresAtSeconds)).toBeGreaterThan(Date.parse("2026-11-22T00:00:00Z") / 1_000);
    expect(Number(row.expiresAtSeconds)).toBeLessThan(Date.parse("2026-11-26T00:00:00Z") / 1_000);
  }
});
