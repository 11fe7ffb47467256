import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { join, resolve } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Hono } from "hono";
import type { HotlineDeskEnv } from "../../functions/hotline/desk/settings.ts";
import type { HotlinePublicEnv } from "../../functions/hotline/public/settings.ts";
import type { ReceiptsEnv } from "../../functions/messages/receipts/settings.ts";
import { unfinished } from "../../functions/messages/reconcile.ts";
import { createMessageStore } from "../../functions/messages/store.ts";
import type { SenderEnv } from "../../functions/messages/sender/settings.ts";
import { now } from "../../functions/platform/clock.ts";
import { createKeeper } from "../../functions/platform/keeper.ts";
import { createOutbox } from "../../functions/platform/outbox.ts";
import { keyInFile, localRootKey, type RootKey } from "../../functions/platform/root-key.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { createTableClient } from "../../functions/platform/table.ts";
import type { RegistrationDeskEnv } from "../../functions/registration/desk/settings.ts";
import type { RegistrationPapersEnv } from "../../functions/registration/papers/settings.ts";
import type { RegistrationPublicEnv } from "../../functions/registration/public/settings.ts";
import type { StaffEnv } from "../../functions/staff/settings.ts";
import { createStaffStore } from "../../functions/staff/store.ts";
import { apiPaths } from "../../shared/paths.ts";
import { buildSite } from "../../web/build.tsx";
import { assetsVersion } from "../../web/assets-version.ts";
import type { HotlineLines } from "../../shared/hotline/lines.ts";
import { localAggregator, localRoutes } from "./aggregator.ts";
import { beginKeys } from "./begin-keys.ts";
import { createClock } from "./clock.tsx";
import { makeDemoRoster } from "./demo-roster.ts";
import { demoStaff } from "./demo-staff.ts";
import { createTables, startEngine, tableNames, type Engine } from "./engine.ts";
import { routeOf, through, type HttpFunction } from "./gateway.ts";
import { createPhone } from "./phone.tsx";
import { replaceFile } from "./replace-file.ts";
import { startSignIn } from "./sign-in.ts";
import { serveSite, showDown } from "./site.ts";
import { followMessages } from "./stream.ts";
import { Trouble } from "./trouble.ts";

export type Service = { origin: string; stop: () => Promise<void> };

/** More often than in the cloud, where a sweep stays for what falls due before the next. */
const sweepMs = 2_000;

/** Made up, from the block kept for tests: nobody answers there. */
const demoLines: HotlineLines = {
  lines: [{ number: "0900 000 900", hours: { vi: "Số mẫu để thử, không ai nghe máy. Thứ Hai đến thứ Sáu, 8 đến 21 giờ", en: "Sample number, nobody answers. Monday to Friday, 8 to 21" } }],
  night: [],
  showsAs: null,
};

/** The whole system on one machine and one address: the functions themselves, a real engine on disk, a phone and a clock. */
export async function startService({ port, dataFolder, demoRoster = false }: { port: number; dataFolder: string; demoRoster?: boolean }): Promise<Service> {
  const folder = writable(resolve(dataFolder));
  const { promise: answering, resolve: begin } = Promise.withResolvers<RequestListener>();
  const server = createServer((request, response) => void answering.then((answer) => answer(request, response)));
  const origin = `http://localhost:${await listen(server, port)}`;
  const engine: Engine = process.env.AWS_ENDPOINT_URL_DYNAMODB
    ? { endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB, stop: async () => {} }
    : await startEngine(join(folder, "tables.db"));

  const version = assetsVersion();
  const signIn = await startSignIn({ siteOrigin: origin, assetsVersion: version, people: demoStaff });
  const staffSecret = secretIn(join(folder, "seal.key"));
  const names = tableNames(staffSecret, { shared: Boolean(process.env.AWS_ENDPOINT_URL_DYNAMODB) });
  const rootFile = join(folder, "root.key");
  const messagesSecret = secretIn(join(folder, "messages.key"));
  const aggregatorSecret = randomBytes(24).toString("base64url");
  const environment: RegistrationPublicEnv & SenderEnv & ReceiptsEnv & StaffEnv & HotlinePublicEnv & HotlineDeskEnv & RegistrationDeskEnv & RegistrationPapersEnv & Record<string, string> = {
    REGISTRATIONS_TABLE: names.registrations,
    ROOT_KEY: `file:${rootFile}`,
    STAFF_ROOT_KEY: `file:${rootFile}`,
    MESSAGES_TABLE: names.messages,
    EDGE_SECRET: randomBytes(24).toString("base64url"),
    SEAL_SECRET: staffSecret,
    STAFF_SEAL_SECRET: staffSecret,
    // The same phone must hash differently on the other side of the wall.
    HOTLINE_SEAL_SECRET: secretIn(join(folder, "hotline.key")),
    HOTLINE_TABLE: names.hotline,
    HOTLINE_LINES: JSON.stringify(demoLines),
    SITE_ORIGIN: origin,
    ASSETS_VERSION: version,
    MESSAGES_SEAL_SECRET: messagesSecret,
    SMS_WAY: process.env.SMS_WAY ?? "link",
    CODES_AN_HOUR: process.env.CODES_AN_HOUR ?? "1000",
    CODES_A_DAY: process.env.CODES_A_DAY ?? "10000",
    SMS_SENDER_ID: "DuongVe",
    SMS_ROUTES: process.env.SMS_ROUTES ?? JSON.stringify(localRoutes),
    SMS_AGGREGATOR: JSON.stringify(localAggregator(origin)),
    SMS_AGGREGATOR_SECRET: aggregatorSecret,
    SWEEP_SECONDS: "0",
    STAFF_TABLE: names.staff,
    OIDC_ISSUER: signIn.issuer,
    OIDC_CLIENT_ID: signIn.clientId,
    SECOND_FACTOR_CLAIM: "amr",
    SECOND_FACTOR_VALUES: "mfa",
    SIGN_OUT_URL: "",
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: process.env.AWS_ENDPOINT_URL_DYNAMODB_STREAMS ?? engine.endpoint,
    AWS_ENDPOINT_URL_SNS: process.env.AWS_ENDPOINT_URL_SNS ?? `${origin}/phone/sns/`,
    AWS_REGION: process.env.AWS_REGION ?? "ap-southeast-1",
    AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID ?? "local",
    AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY ?? "local",
  };
  Object.assign(process.env, environment);

  const client = new DynamoDBClient({});
  await createTables(client, names, { expiry: true }).catch(() => {
    throw new Trouble(`The database at ${engine.endpoint} does not answer as DynamoDB; check AWS_ENDPOINT_URL_DYNAMODB.`);
  });
  const tableClient = createTableClient();
  await beginKeys(tableClient, names, { root: rootKeyIn(rootFile), now: now() });
  // The functions read their settings when they are loaded, as in the cloud: load them only now.
  const [registrationPublic, registrationDesk, registrationPapers, hotlinePublic, hotlineDesk, staff, messageReceipts, receiptLogs, stream, sweep, registrationNightly, hotlineNightly, files] = await Promise.all([
    import("../../functions/registration/public/handler.ts"),
    import("../../functions/registration/desk/handler.ts"),
    import("../../functions/registration/papers/handler.ts"),
    import("../../functions/hotline/public/handler.ts"),
    import("../../functions/hotline/desk/handler.ts"),
    import("../../functions/staff/handler.ts"),
    import("../../functions/messages/receipts/http.ts"),
    import("../../functions/messages/receipts/logs.ts"),
    import("../../functions/messages/sender/stream.ts"),
    import("../../functions/messages/sender/sweep.ts"),
    import("../../functions/registration/nightly/handler.ts"),
    import("../../functions/hotline/nightly/handler.ts"),
    buildSite(version),
  ]);
  const context = Object.create(null);
  let sweepUnderWay: Promise<void> | null = null;
  const runSweep = async (): Promise<void> => {
    // One after the other. As in the cloud, a sweep that failed has logged why, and the next one finds what is still due.
    const work = (sweepUnderWay ?? Promise.resolve()).then(() => sweep.handler({}, context)).catch(() => {});
    sweepUnderWay = work;
    await work;
    if (sweepUnderWay === work) sweepUnderWay = null;
  };
  const functions: Record<string, HttpFunction> = {
    registrationPublic: registrationPublic.handler,
    registrationDesk: registrationDesk.handler,
    registrationPapers: registrationPapers.handler,
    hotlinePublic: hotlinePublic.handler,
    hotlineDesk: hotlineDesk.handler,
    staff: staff.handler,
    messageReceipts: messageReceipts.handler,
  };
  const phone = createPhone({
    file: join(folder, "phone.jsonl"),
    now,
    assetsVersion: version,
    secret: aggregatorSecret,
    receipts: {
      logs: async (event) => receiptLogs.handler(event, context),
      webhook: async ({ headers, body }) => {
        const { ok, status } = await fetch(`${origin}${apiPaths.receipts}`, { method: "POST", headers, body });
        if (!ok) throw new Error(`receipt refused: ${status}`);
      },
    },
  });
  const keeperOf = (area: "hotline" | "staff") => createKeeper(tableClient, names[area], { area, root: rootKeyIn(rootFile), now });
  const seal = createSeal(messagesSecret);
  const messages = createMessageStore(tableClient, names.messages, seal);

  const staffStore = createStaffStore(tableClient, names.staff, keeperOf("staff"));
  const clockMoved = async (): Promise<void> => {
    // Nobody was away: only the clock has gone on, and their accounts stay unlocked.
    await Promise.all(demoStaff.map(({ sub }) => staffStore.unlock(sub, now().toISOString())));
    await runSweep();
    await Promise.all([registrationNightly.handler({}, context), hotlineNightly.handler({}, context)]);
    await phone.flushLate();
  };
  const tools = new Hono()
    .route("/", phone.app)
    .route("/", createClock(join(folder, "clock.json"), version, clockMoved))
    .get("/reconcile.json", async (c) => c.json(await unfinished({ store: messages, now })));
  // After the clock, which may stand in another month.
  if (demoRoster) await makeDemoRoster(names, { outbox: createOutbox(names.messages, seal), keepers: { hotline: keeperOf("hotline"), staff: keeperOf("staff") }, now });
  const answerTools = getRequestListener(tools.fetch);
  begin((request, response) => {
    if (!URL.canParse(request.url ?? "/", origin)) {
      response.writeHead(400).end();
      return;
    }
    const path = new URL(request.url ?? "/", origin).pathname;
    const route = routeOf(path);
    const call = route && functions[route.function];
    if (/^\/(phone|clock|reconcile)(\.json|\/|$)/.test(path)) void answerTools(request, response);
    else if (route && call) through(call, route.path, request, response, (status) => showDown(files, status, response)).catch(() => response.destroy());
    else serveSite(files, request, response);
  });

  const unfollow = await followMessages(client, names.messages, async (event) => stream.handler(event, context));
  await runSweep();
  const sweeping = setInterval(() => void (sweepUnderWay ?? runSweep()), sweepMs);

  return {
    origin,
    stop: async () => {
      clearInterval(sweeping);
      phone.stop();
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      // A browser keeps connections it has never used; after a moment for what is under way, they are closed too.
      setTimeout(() => server.closeAllConnections(), 1_500).unref();
      await unfollow();
      await sweepUnderWay;
      await closed;
      client.destroy();
      tableClient.destroy();
      await signIn.stop();
      await engine.stop();
    },
  };
}

function writable(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    throw new Trouble(`The data folder ${folder} cannot be written; choose another with DATA_DIR.`);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, reject) => {
    server.once("error", (thrown: NodeJS.ErrnoException) => {
      const why = thrown.code === "EADDRINUSE" ? "is already in use" : `cannot be used (${thrown.code})`;
      reject(new Trouble(`Port ${port} ${why}; choose another with PORT, for example PORT=3001 npm start.`));
    });
    // This machine only: the phones show every code.
    server.listen(port, process.env.HOST ?? "127.0.0.1", () => {
      const address = server.address();
      done(typeof address === "object" && address ? address.port : port);
    });
  });
}

/** Without this key nothing that was stored opens any more: it is kept with the data, and readable by its owner only. */
function rootKeyIn(file: string): RootKey {
  try {
    return localRootKey(keyInFile(file));
  } catch {
    throw new Trouble(`The key file ${file} is damaged: bring it back from a copy, or begin with another DATA_DIR; what was stored does not open without it.`);
  }
}

/** The sealing secret of this machine, made on the first start and readable by its owner only. */
function secretIn(file: string): string {
  if (!existsSync(file)) replaceFile(file, randomBytes(48).toString("base64url"));
  const secret = readFileSync(file, "utf8");
  if (secret.length < 32) throw new Trouble(`The key file ${file} is damaged; delete it, and codes and forms under way begin anew.`);
  return secret;
}
