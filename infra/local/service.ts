import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { join, resolve } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Hono } from "hono";
import type { SenderEnv } from "../../functions/messages/sender/settings.ts";
import { now } from "../../functions/platform/clock.ts";
import type { RegistrationPublicEnv } from "../../functions/registration/public/settings.ts";
import { buildSite } from "../../web/build.tsx";
import { assetsVersion } from "../../web/assets-version.ts";
import { createClock } from "./clock.tsx";
import { createTables, startEngine, type Engine } from "./engine.ts";
import { routeOf, through, type HttpFunction } from "./gateway.ts";
import { createPhone } from "./phone.tsx";
import { replaceFile } from "./replace-file.ts";
import { serveSite } from "./site.ts";
import { followMessages } from "./stream.ts";
import { Trouble } from "./trouble.ts";

export type Service = { origin: string; stop: () => Promise<void> };

const sweepMs = 60_000;

/** The whole system on one machine and one address: the functions themselves, a real engine on disk, a phone and a clock. */
export async function startService({ port, dataFolder }: { port: number; dataFolder: string }): Promise<Service> {
  const folder = writable(resolve(dataFolder));
  const { promise: answering, resolve: begin } = Promise.withResolvers<RequestListener>();
  const server = createServer((request, response) => void answering.then((answer) => answer(request, response)));
  const origin = `http://localhost:${await listen(server, port)}`;
  const engine: Engine = process.env.AWS_ENDPOINT_URL_DYNAMODB
    ? { endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB, stop: async () => {} }
    : await startEngine(join(folder, "tables.db"));

  const version = assetsVersion();
  const names = { registrations: "registrations", messages: "messages" };
  const environment: RegistrationPublicEnv & SenderEnv & Record<string, string> = {
    REGISTRATIONS_TABLE: names.registrations,
    MESSAGES_TABLE: names.messages,
    SEAL_SECRET: secretIn(join(folder, "seal.key")),
    SITE_ORIGIN: origin,
    ASSETS_VERSION: version,
    SMS_SENDER_ID: "DuongVe",
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: process.env.AWS_ENDPOINT_URL_DYNAMODB_STREAMS ?? engine.endpoint,
    AWS_ENDPOINT_URL_SNS: process.env.AWS_ENDPOINT_URL_SNS ?? `${origin}/phone/sns/`,
    AWS_REGION: process.env.AWS_REGION ?? "ap-southeast-1",
    AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID ?? "local",
    AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY ?? "local",
  };
  Object.assign(process.env, environment);

  const client = new DynamoDBClient({});
  await createTables(client, names).catch(() => {
    throw new Trouble(`The database at ${engine.endpoint} does not answer as DynamoDB; check AWS_ENDPOINT_URL_DYNAMODB.`);
  });
  // The functions read their settings when they are loaded, as in the cloud: load them only now.
  const [registrationPublic, stream, sweep, files] = await Promise.all([
    import("../../functions/registration/public/handler.ts"),
    import("../../functions/messages/sender/stream.ts"),
    import("../../functions/messages/sender/sweep.ts"),
    buildSite(version),
  ]);
  const context = Object.create(null);
  let sweepUnderWay = Promise.resolve();
  const runSweep = () => {
    // As in the cloud: a sweep that failed has logged why, and the next one finds what is still due.
    sweepUnderWay = sweep.handler({}, context).catch(() => {});
    return sweepUnderWay;
  };
  const functions: Record<string, HttpFunction> = { registrationPublic: registrationPublic.handler };

  const tools = new Hono()
    .route("/", createPhone(join(folder, "phone.jsonl"), now, version))
    .route("/", createClock(join(folder, "clock.json"), version, runSweep));
  const answerTools = getRequestListener(tools.fetch);
  begin((request, response) => {
    if (!URL.canParse(request.url ?? "/", origin)) {
      response.writeHead(400).end();
      return;
    }
    const path = new URL(request.url ?? "/", origin).pathname;
    const route = routeOf(path);
    const call = route && functions[route.function];
    if (/^\/(phone|clock)(\.json|\/|$)/.test(path)) void answerTools(request, response);
    else if (route && call) through(call, route.path, request, response).catch(() => response.destroy());
    else serveSite(files, request, response);
  });

  const unfollow = await followMessages(client, names.messages, async (event) => stream.handler(event, context));
  await runSweep();
  const sweeping = setInterval(() => void runSweep(), sweepMs);

  return {
    origin,
    stop: async () => {
      clearInterval(sweeping);
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      // A browser keeps connections it has never used; after a moment for what is under way, they are closed too.
      setTimeout(() => server.closeAllConnections(), 1_500).unref();
      await unfollow();
      await sweepUnderWay;
      await closed;
      client.destroy();
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

/** The sealing secret of this machine, made on the first start and readable by its owner only. */
function secretIn(file: string): string {
  if (!existsSync(file)) replaceFile(file, randomBytes(48).toString("base64url"));
  const secret = readFileSync(file, "utf8");
  if (secret.length < 32) throw new Trouble(`The key file ${file} is damaged; delete it, and codes and forms under way begin anew.`);
  return secret;
}
