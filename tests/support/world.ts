import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { serve } from "@hono/node-server";
import { aggregatorSchema } from "../../functions/messages/routes/aggregator.ts";
import { createHttpRoute } from "../../functions/messages/routes/http.ts";
import { createSnsRoute } from "../../functions/messages/routes/sns.ts";
import type { Route } from "../../functions/messages/routes/route.ts";
import { send } from "../../functions/messages/send.ts";
import { sweep } from "../../functions/messages/sweep.ts";
import { ids } from "../../functions/platform/ids.ts";
import { createOutbox } from "../../functions/platform/outbox.ts";
import { createBudgets, type Spending } from "../../functions/platform/budget.ts";
import type { LogFields } from "../../functions/platform/log.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { createTableClient } from "../../functions/platform/table.ts";
import { createApp } from "../../functions/registration/public/app.tsx";
import type { Deps as HotlineDeps } from "../../functions/hotline/deps.ts";
import { createApp as createHotlineApp } from "../../functions/hotline/public/app.ts";
import { createHotlineStore } from "../../functions/hotline/store.ts";
import type { ServiceLimits } from "../../shared/abuse/budgets.ts";
import type { MessageRef } from "../../shared/messages/message.ts";
import type { DirectoryDeps } from "../../functions/registration/list-facilities.ts";
import type { OwnDeps } from "../../functions/registration/own-data.ts";
import { createOwnStore } from "../../functions/registration/own-store.ts";
import { createRightsStore } from "../../functions/registration/rights-store.ts";
import { createFacilityStore } from "../../functions/registration/facility-store.ts";
import { createRegistrationStore } from "../../functions/registration/store.ts";
import { localAggregator } from "../../infra/local/aggregator.ts";
import { beginKeys } from "../../infra/local/begin-keys.ts";
import { createTables, startEngine } from "../../infra/local/engine.ts";
import { appAs, refuseAsRolesDo, runAs } from "./as-function.ts";
import { keeperOn, testRoot } from "./keepers.ts";
import { openedRows } from "./opened-rows.ts";
import { keepRows, keptRows } from "./kept-rows.ts";
import { keepLog } from "./kept-log.ts";
import { routesInUse } from "./routes-in-use.ts";
import { messagesSeal, senderOn } from "./sender.ts";
import { createPhone } from "../../infra/local/phone.tsx";

export type Text = { to: string; body: string; sender: string; at: string };
export type Row = Record<string, unknown> & { pk: string; sk: string };

const aggregatorSecret = "local aggregator secret";
/** The preferred network of the phone. */
function routeTo(phoneOrigin: string): Route {
  if (routesInUse()[0]?.route !== "http") return createSnsRoute("DuongVe");
  return createHttpRoute(aggregatorSchema.parse(localAggregator(phoneOrigin)), { secret: aggregatorSecret, senderId: "DuongVe" });
}

/** More than a test asks for that is not about running out. */
export const manyCodes: ServiceLimits = { codesAnHour: 1_000, codesADay: 1_000 };

const kindOf = ({ pk, sk }: Row): string => `${pk.split("#")[0]} ${sk.split("#")[0]}`;

/** Saturday 21/11/2026, 22:10 in Vietnam. */
export const saturdayNight = "2026-11-21T15:10:00.000Z";

/**
 * The real thing in small: engine, tables, verbs, sender, SNS client and phone, with a clock that stands still until moved.
 * With AWS_ENDPOINT_URL_DYNAMODB set, the same tests run against that engine, in tables of their own; with SMS_ROUTES, on its first route.
 */
export async function startWorld({ at = saturdayNight, route, codes = manyCodes }: { at?: string; route?: Route; codes?: ServiceLimits } = {}) {
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  const run = given ? randomUUID().slice(0, 8) : "";
  // DynamoDB Local keeps a database for each access key, and one that all tests share gets slower with each.
  Object.assign(process.env, { AWS_REGION: "ap-southeast-1", AWS_ACCESS_KEY_ID: `local${run}`, AWS_SECRET_ACCESS_KEY: "local" });
  const engine = given ? { endpoint: given, stop: async () => {} } : await startEngine();
  process.env.AWS_ENDPOINT_URL_DYNAMODB = engine.endpoint;

  let time = new Date(at);
  const now = () => time;
  const own = run && `-${run}`;
  const names = { registrations: `registrations${own}`, hotline: `hotline${own}`, staff: `staff${own}`, messages: `messages${own}` };
  const raw = new DynamoDBClient({});
  await createTables(raw, names);

  const folder = mkdtempSync(join(tmpdir(), "duong-ve-"));
  const phone = createPhone({ file: join(folder, "phone.jsonl"), now, assetsVersion: "test", secret: aggregatorSecret });
  const server = serve({ fetch: phone.app.fetch, port: 0, hostname: "127.0.0.1" });
  await new Promise((resolve) => (server.listening ? resolve(null) : server.once("listening", resolve)));
  const address = server.address();
  const phoneOrigin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  process.env.AWS_ENDPOINT_URL_SNS = `${phoneOrigin}/phone/sns/`;

  const logged: { level: string; code: string; fields?: LogFields }[] = [];
  const line = (level: string) => (code: string, fields?: LogFields) => {
    logged.push({ level, code, ...(fields ? { fields } : {}) });
    keepLog(JSON.stringify({ level: level.toUpperCase(), message: code, service: "world", ...fields }));
  };
  const log = { info: line("info"), warn: line("warn"), error: line("error") };
  const client = createTableClient();
  refuseAsRolesDo(client);
  await beginKeys(client, names, { root: testRoot, now: new Date() });
  const keepers = { registrations: keeperOn(client, names.registrations, "registrations", now), hotline: keeperOn(client, names.hotline, "hotline", now), staff: keeperOn(client, names.staff, "staff", now) };
  const seal = createSeal("a secret for tests, long enough to be one");
  const outbox = createOutbox(names.messages, messagesSeal);
  const store = createRegistrationStore(client, names.registrations, outbox, keepers.registrations);
  const deps: OwnDeps & DirectoryDeps & Spending = { store, rights: createRightsStore(client, names.registrations), own: createOwnStore(client, names.registrations, keepers.registrations), budgets: createBudgets(client, names.registrations, seal, codes), facilities: createFacilityStore(client, names.registrations, keepers.registrations), seal, ids, log, now, siteOrigin: "http://localhost", way: "link" };
  const app = appAs("registrationPublic", createApp(deps, { siteOrigin: "http://localhost", assetsVersion: "test" }));
  const hotlineSeal = createSeal("another secret for tests, long enough too");
  const hotlineDeps: HotlineDeps & Spending = { store: createHotlineStore(client, names.hotline, outbox, keepers.hotline), budgets: createBudgets(client, names.hotline, hotlineSeal), seal: hotlineSeal, ids, log, now, siteOrigin: "http://localhost", way: "link" };
  const lines = { lines: [], night: [], showsAs: null };
  const hotline = { deps: hotlineDeps, app: appAs("hotlinePublic", createHotlineApp(hotlineDeps, { siteOrigin: "http://localhost", assetsVersion: "test", lines })) };
  // Waiting costs no time here: the clock goes on instead.
  const pause = async (ms: number) => void (time = new Date(time.getTime() + ms));
  const preferred = route ?? routeTo(phoneOrigin);
  const messages = senderOn({ client, table: names.messages, routes: [preferred], log, now, pause });

  const storedRows = async (table: keyof typeof names): Promise<Row[]> => {
    const found: Row[] = [];
    for await (const { Items = [] } of paginateScan({ client: raw }, { TableName: names[table], ConsistentRead: true })) found.push(...Items.map((item) => unmarshall(item) as Row));
    return found;
  };
  const rows = async (table: keyof typeof names): Promise<Row[]> => {
    const stored = await storedRows(table);
    return table === "messages" ? stored : openedRows(table, await keepers[table].ring(), stored);
  };

  return {
    app,
    deps,
    /** The hotline's public side: its own verbs, its own pages. */
    hotline,
    messages,
    /** To the phone, unless a test gave another. */
    route: preferred,
    pause,
    outbox,
    keepers,
    names,
    logged,
    client,
    now,
    moveTo: (instant: string) => void (time = new Date(instant)),
    forward: (ms: number) => void (time = new Date(time.getTime() + ms)),
    /** What stands in a table, opened. */
    rows,
    /** The same as it stands there. */
    storedRows,
    /** What the sweep would find now, sent. */
    sweep: () => runAs("messageSweep", () => sweep(messages)),
    send: (ref: MessageRef) => runAs("messageStream", () => send(messages, ref)),
    texts: async (): Promise<Text[]> => ((await (await phone.app.request("/phone.json")).json()) as { texts: Text[] }).texts,
    /** A form post as a browser makes it. */
    post: (path: string, fields: Iterable<[string, string]>, headers: Record<string, string> = {}) =>
      app.request(path, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", origin: "http://localhost", "sec-fetch-site": "same-origin", ...headers },
        body: new URLSearchParams([...fields]).toString(),
      }),
    json: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      app.request(path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: typeof body === "string" ? body : JSON.stringify(body) }),
    stop: async () => {
      if (process.env[keptRows.folder]) for (const table of ["registrations", "hotline", "staff", "messages"] as const) for (const [kind, found] of Map.groupBy(await storedRows(table), kindOf)) keepRows(`${table} ${kind}`, found);
      const told = ((await (await phone.app.request("/phone.json")).json()) as { texts: Text[] }).texts;
      keepRows("texts", told.map(({ body }) => body));
      await new Promise((resolve) => server.close(resolve));
      client.destroy();
      raw.destroy();
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type World = Awaited<ReturnType<typeof startWorld>>;
