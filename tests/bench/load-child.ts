// Run by load.ts from a bundle, as Lambda would run it: the public function's own wiring, with the table or with a store in memory.
import { randomUUID } from "node:crypto";
import { handle } from "hono/aws-lambda";
import * as z from "zod";
import { now } from "../../functions/platform/clock.ts";
import { createBudgets, type Budgets } from "../../functions/platform/budget.ts";
import { readEnv } from "../../functions/platform/env.ts";
import { ids } from "../../functions/platform/ids.ts";
import { createLog } from "../../functions/platform/log.ts";
import { createOutbox } from "../../functions/platform/outbox.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { createTableClient } from "../../functions/platform/table.ts";
import { createApp } from "../../functions/registration/public/app.tsx";
import { registrationPublicEnv } from "../../functions/registration/public/settings.ts";
import { createFacilityStore } from "../../functions/registration/facility-store.ts";
import { createKeeper } from "../../functions/platform/keeper.ts";
import { rootKeyOf } from "../../functions/platform/root-key.ts";
import { createOwnStore } from "../../functions/registration/own-store.ts";
import { createRightsStore } from "../../functions/registration/rights-store.ts";
import { createRegistrationStore } from "../../functions/registration/store.ts";
import { lookupPath } from "../../shared/paths.ts";
import { formEvent, submissionEvent, type ApiEvent } from "./api-event.ts";
import { askIn } from "../support/pages.ts";
import { relative } from "./applications.ts";
import { createMemoryStore } from "./memory-store.ts";

const [, , task = ""] = process.argv;
const { journey, store: kind, count, warmUp, concurrency } = z
  .strictObject({ journey: z.enum(["submit", "lookUp"]), store: z.enum(["table", "memory"]), count: z.int(), warmUp: z.int(), concurrency: z.int() })
  .parse(JSON.parse(task));

const env = readEnv(registrationPublicEnv);
const client = createTableClient();
const keeper = createKeeper(client, env.REGISTRATIONS_TABLE, { area: "registrations", root: rootKeyOf(env.ROOT_KEY), now });
const store = kind === "memory" ? createMemoryStore() : createRegistrationStore(client, env.REGISTRATIONS_TABLE, createOutbox(env.MESSAGES_TABLE, createSeal(env.MESSAGES_SEAL_SECRET)), keeper);
const code = "246810";
/** Without the engine nothing is counted. */
const boundless: Budgets = { spend: async () => true, once: async () => true, giveBack: async () => true };
const deps = { store, rights: createRightsStore(client, env.REGISTRATIONS_TABLE), own: createOwnStore(client, env.REGISTRATIONS_TABLE, keeper), budgets: kind === "memory" ? boundless : createBudgets(client, env.REGISTRATIONS_TABLE, createSeal(env.SEAL_SECRET), { codesAnHour: env.CODES_AN_HOUR, codesADay: env.CODES_A_DAY }), facilities: createFacilityStore(client, env.REGISTRATIONS_TABLE, keeper), seal: createSeal(env.SEAL_SECRET), ids: { ...ids, oneTimeCode: () => code }, log: createLog("registration-public"), now, siteOrigin: env.SITE_ORIGIN, way: env.SMS_WAY };
const handler = handle(createApp(deps, { siteOrigin: env.SITE_ORIGIN, assetsVersion: env.ASSETS_VERSION }));

async function call(event: ApiEvent, expected: number): Promise<string> {
  const { statusCode, body } = await handler(event);
  if (statusCode !== expected) throw new Error(`${event.rawPath} answered ${statusCode}, not ${expected}`);
  return body;
}

type Timed = Record<string, number[]>;
async function timed<T>(times: Timed, name: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const result = await work();
  (times[name] ??= []).push(performance.now() - from);
  return result;
}

/** Runs the work once for every item, so many at a time. */
async function inParallel<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<number> {
  const queue = items.values();
  const from = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) await work(item);
    }),
  );
  return performance.now() - from;
}

const application = relative("vi");
/** Each with a phone of their own: so many asks for one would be asked for a proof. */
const phoneOf = (n: number): string => `0900000${String(n % 1_000).padStart(3, "0")}`;
const submission = (n: number) => submissionEvent(randomUUID(), { ...application, applicant: { ...application.applicant, phone: phoneOf(n) } });
const referenceOf = (body: string): string => z.object({ reference: z.string() }).parse(JSON.parse(body)).reference;

type Pair = { reference: string; phone: string };
async function lookUp(times: Timed, pair: Pair): Promise<void> {
  const ask = formEvent(lookupPath("vi", "code"), pair);
  await timed(times, "both", async () => {
    const asked = await timed(times, "ask for a code", () => call(ask, 200));
    const open = formEvent(lookupPath("vi", "status"), { ...pair, ask: askIn(asked), code });
    await timed(times, "open with it", () => call(open, 200));
  });
}

const times: Timed = {};
const total = count + warmUp;
const measured = { elapsedMs: 0 };
if (journey === "submit") {
  const events = Array.from({ length: total }, (_, n) => submission(n));
  await inParallel(events.slice(0, warmUp), concurrency, async (event) => void (await call(event, 201)));
  measured.elapsedMs = await inParallel(events.slice(warmUp), concurrency, async (event) => void (await timed(times, "submit", () => call(event, 201))));
} else {
  const pairs: Pair[] = [];
  await inParallel(Array.from({ length: total }, (_, n) => n), 8, async (n) => void pairs.push({ reference: referenceOf(await call(submission(n), 201)), phone: phoneOf(n) }));
  await inParallel(pairs.slice(0, warmUp), concurrency, (pair) => lookUp({}, pair));
  measured.elapsedMs = await inParallel(pairs.slice(warmUp), concurrency, (pair) => lookUp(times, pair));
}
process.stdout.write(`\n${JSON.stringify({ elapsedMs: measured.elapsedMs, times })}\n`, () => process.exit(0));
