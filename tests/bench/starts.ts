import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { signatureOf } from "../../functions/messages/routes/aggregator.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { createTableClient } from "../../functions/platform/table.ts";
import { hashToken, newToken, sessionHours, ticketOf } from "../../functions/staff/session.ts";
import { createStaffStore } from "../../functions/staff/store.ts";
import { localAggregator } from "../../infra/local/aggregator.ts";
import { exportPath, registrationDeskPath } from "../../shared/registration/desk-paths.ts";
import { deskPath } from "../../shared/staff/paths.ts";
import type { FunctionName } from "../infra/support/synth.ts";
import { baDinh } from "../support/people.ts";
import { emptyMessages, messagesSecret } from "../support/sender.ts";
import { snsAccepted, startNetwork } from "../support/sms-network.ts";
import { submissionEvent } from "./api-event.ts";
import { relative } from "./applications.ts";
import { countedApp, submitThrough } from "./capacity.ts";
import { runChild } from "./child.ts";
import { benchKeeper, functionEnv, tableNames, withFreshEngine } from "./fresh-engine.ts";
import { bundleForLambda, copyFonts, functionEntries, withFolder } from "./lambda-bundle.ts";
import { fixed, kB, MB, median, percentile } from "./numbers.ts";
import { printTable } from "./table.ts";

const rounds = 15;

const reportSchema = z.object({ statusCode: z.number().optional(), answeredAt: z.number(), loadMs: z.number(), firstMs: z.number(), cpuMs: z.number(), rss: z.number() });
type Start = Pick<z.infer<typeof reportSchema>, "loadMs" | "firstMs" | "cpuMs" | "rss"> & { totalMs: number };
/** The first thing a function is asked; `status` is what a request must be answered with. */
type First = { does: string; status?: number; event: () => Promise<unknown> };
type Begun = { name: string; file: string; bytes: number; first: First; starts: Start[] };

const staffSecret = "the staff's secret for measuring, long enough";
const aggregatorSecret = "the aggregator's secret for measuring";
const nowhere = "http://localhost:9";

/** Everything that any of the functions reads, for all of them. */
const environmentOn = (endpoint: string, network: string) => ({
  ...functionEnv(endpoint),
  MESSAGES_SEAL_SECRET: messagesSecret,
  HOTLINE_TABLE: tableNames.hotline,
  STAFF_TABLE: tableNames.staff,
  STAFF_SEAL_SECRET: staffSecret,
  HOTLINE_SEAL_SECRET: "the hotline's secret for measuring, long enough",
  HOTLINE_LINES: JSON.stringify({ lines: [], night: [], showsAs: null }),
  SMS_SENDER_ID: "DuongVe",
  // So fast that no sender waits for a turn another one took just before.
  SMS_ROUTES: JSON.stringify([{ route: "sns", perSecond: 1_000 }]),
  SMS_AGGREGATOR: JSON.stringify(localAggregator(nowhere)),
  SMS_AGGREGATOR_SECRET: aggregatorSecret,
  SWEEP_SECONDS: "0",
  OIDC_ISSUER: nowhere,
  OIDC_CLIENT_ID: "desks",
  SECOND_FACTOR_CLAIM: "amr",
  SECOND_FACTOR_VALUES: "mfa",
  SIGN_OUT_URL: "",
  AWS_ENDPOINT_URL_SNS: network,
});
type Environment = ReturnType<typeof environmentOn>;

const recorded = (name: string) => JSON.parse(readFileSync(fileURLToPath(import.meta.resolve(`../infra/events/${name}.json`)), "utf8"));
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Somebody of both desks, signed in; gives the cookie. */
async function signIn(client: ReturnType<typeof createTableClient>): Promise<string> {
  const seal = createSeal(staffSecret);
  const token = newToken();
  const at = new Date();
  const member = { staffId: "bench", name: "Cán bộ (thử)", roles: ["communeOfficer" as const, "counsellor" as const], unit: baDinh.communeCode };
  const ends = Math.floor(at.getTime() / 1_000) + sessionHours * 3_600;
  await createStaffStore(client, tableNames.staff, benchKeeper(client, "staff")).enter({ ...member, tokenHash: hashToken(seal, token), at: at.toISOString(), sessionEndsAtSeconds: ends });
  return `desk=${ticketOf(token, member.staffId)}`;
}

/** What each function is asked first, on an engine with one application, somebody signed in and a table of texts. */
async function firstsOn(endpoint: string): Promise<Record<FunctionName, First> & { messagesTable: string }> {
  const client = createTableClient();
  const on = await emptyMessages({ client, now: () => new Date(), pause: async () => {}, deps: { log: silent } });
  const counted = countedApp(endpoint);
  const reference = await submitThrough(counted, relative("vi"));
  counted.stop();
  const cookie = await signIn(client);
  const page = (path: string) => async () => ({ ...recorded("desk"), rawPath: path, cookies: [cookie] });
  const code = async () => on.rowOf(await on.promised(on.code()));
  const [record] = recorded("messages-stream").Records;
  return {
    messagesTable: on.table,
    registrationPublic: { does: "stores an application", status: 201, event: async () => submissionEvent(randomUUID(), relative("vi")) },
    registrationDesk: { does: "lists applications", status: 200, event: page(registrationDeskPath("vi")) },
    registrationPapers: { does: "opens an application to ask for its export", status: 200, event: page(exportPath("vi", reference)) },
    hotlinePublic: { does: "lists times to choose", status: 200, event: async () => recorded("slots") },
    hotlineDesk: { does: "lists whom to ring", status: 200, event: page(deskPath("vi", "hotline")) },
    staff: { does: "leads to one's desk", status: 303, event: page(deskPath("vi")) },
    messageStream: { does: "sends a code", event: async () => ({ Records: [{ ...record, dynamodb: { ...record.dynamodb, NewImage: marshall(await code()) } }] }) },
    messageSweep: { does: "finds a code and sends it", event: async () => (await code(), recorded("schedule")) },
    messageReceipts: { does: "takes a receipt in", status: 204, event: async () => signedReceipt() },
    messageReceiptLogs: { does: "takes a receipt in", event: async () => ({ awslogs: { data: gzipSync(JSON.stringify(recorded("delivery-log"))).toString("base64") } }) },
    registrationNightly: { does: "forgets, and says where chains end", event: async () => recorded("schedule") },
    hotlineNightly: { does: "forgets, and says where chains end", event: async () => recorded("schedule") },
    upkeep: { does: "looks at the calendar", event: async () => recorded("schedule") },
  };
}

function signedReceipt() {
  const event = recorded("receipt");
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = signatureOf(aggregatorSecret, timestamp, event.body, "hex");
  return { ...event, headers: { ...event.headers, "x-timestamp": timestamp, "x-signature": signature } };
}

/** From the moment a process is asked for to its first event answered. */
async function startOnce(child: string, { file, first }: Begun, environment: Record<string, string>): Promise<Start> {
  const event = JSON.stringify(await first.event());
  const from = performance.timeOrigin + performance.now();
  const { statusCode, answeredAt, ...rest } = await runChild([child, file, event], environment, reportSchema);
  if (statusCode !== first.status) throw new Error(`${first.does}: ${statusCode}`);
  return { ...rest, totalMs: answeredAt - from };
}

async function makeAll(folder: string, firsts: Record<FunctionName, First>): Promise<[Begun, ...Begun[]]> {
  copyFonts(folder);
  const empty = join(folder, "empty.mjs");
  writeFileSync(empty, "export const handler = async () => ({});\n");
  const others = Object.entries(functionEntries).map(async ([name, entry]): Promise<Begun> => {
    const { file, bytes } = await bundleForLambda(entry, join(folder, `${name}.mjs`));
    return { name, file, bytes, first: firsts[name as FunctionName], starts: [] };
  });
  return [{ name: "empty", file: empty, bytes: 0, first: { does: "nothing", event: async () => ({}) }, starts: [] }, ...(await Promise.all(others))];
}

/** What the SDK of this process reads too: it writes what the functions find. */
async function measure(folder: string, environment: Environment): Promise<[Begun, ...Begun[]]> {
  Object.assign(process.env, environment);
  const { messagesTable, ...firsts } = await firstsOn(environment.AWS_ENDPOINT_URL_DYNAMODB);
  const all = await makeAll(folder, firsts);
  const child = (await bundleForLambda(fileURLToPath(import.meta.resolve("./cold-child.ts")), join(folder, "child.mjs"))).file;
  const given = { ...environment, MESSAGES_TABLE: messagesTable };
  // The staff's function calls their secret its own.
  const settingsOf = ({ name }: Begun) => (name === "staff" ? { ...given, SEAL_SECRET: staffSecret } : given);
  for (const one of all) await startOnce(child, one, settingsOf(one));
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < all.length; turn++) {
      const one = all[(round + turn) % all.length];
      one?.starts.push(await startOnce(child, one, settingsOf(one)));
    }
  return all;
}

/** Every function from the start of its process to its first event answered, against an empty handler; as section cold does for one. */
export async function starts(): Promise<readonly string[]> {
  const network = await startNetwork(snsAccepted("taken"));
  try {
    const all = await withFolder((folder) => withFreshEngine((endpoint) => measure(folder, environmentOn(endpoint, network.url))));
    const column = ({ starts: done }: Begun, key: keyof Start) => median(done.map((start) => start[key]));
    printTable(
      ["process start to first answer", "it first", "median ms", "p90 ms", "× empty", "cpu × empty", "load ms", "first call ms", "bundle kB", "RSS MB"],
      all.map((one) => [
        one.name,
        one.first.does,
        fixed(column(one, "totalMs")),
        fixed(percentile(one.starts.map(({ totalMs }) => totalMs), 0.9)),
        fixed(column(one, "totalMs") / column(all[0], "totalMs"), 2),
        fixed(column(one, "cpuMs") / column(all[0], "cpuMs"), 2),
        fixed(column(one, "loadMs")),
        fixed(column(one, "firstMs")),
        kB(one.bytes),
        MB(column(one, "rss")),
      ]),
    );
    console.log(`${rounds} interleaved rounds; Lambda's own part (fetching the code, booting the machine) is not in it.`);
    return [];
  } finally {
    await network.stop();
  }
}
