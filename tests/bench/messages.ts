import { randomInt, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { BatchWriteCommand, TransactWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createNetworkStore } from "../../functions/messages/network-store.ts";
import { createNetwork } from "../../functions/messages/network.ts";
import { createSnsRoute } from "../../functions/messages/routes/sns.ts";
import { send } from "../../functions/messages/send.ts";
import { createMessageStore } from "../../functions/messages/store.ts";
import { sweep, type SweepDeps } from "../../functions/messages/sweep.ts";
import { createOutbox } from "../../functions/platform/outbox.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { newMessage, type Message } from "../../shared/messages/message.ts";
import { countedClient, unitsOf } from "./counted-client.ts";
import { tableNames, withFreshEngine } from "./fresh-engine.ts";
import { fixed, MB, percentile, whole } from "./numbers.ts";
import { printTable } from "./table.ts";

const perSecond = 20;
const reminders = Number(process.env.BENCH_REMINDERS ?? 10_000);
/** So many messages stored for later, one after the other. */
const storedSizes = (process.env.BENCH_STORED ?? "1000,10000,100000").split(",").map(Number);
const withinMinutes = (10 * reminders) / 10_000;
const codeEveryMs = 3_000;
const codeWithinMs = 10_000;
const sweepEveryMs = 60_000;
const sweepForMs = 50_000;

const seal = createSeal("the messages' secret for measuring, long enough");
const outbox = createOutbox(tableNames.messages, seal);
const silent = { info: () => {}, warn: () => {}, error: () => {} };
/** Noon in Vietnam, going on from there: texts may be sent at any time of this run. */
const begun = performance.now();
const now = (): Date => new Date(Date.parse("2026-11-23T05:00:00Z") + performance.now() - begun);
/** A phone each, so that no cap holds any back: 0900 000 000 to 0900 099 999. Nothing leaves this machine. */
const phoneOf = (n: number): string => `+849000${String(n % 100_000).padStart(5, "0")}`;

function messageTo(n: number, lane: "code" | "reminder", dueAt: Date): Message {
  const at = now();
  const contact = { mayText: "yes", maySayWho: "no", voicemail: "never", whoMayAnswer: "onlyMe", hours: ["morning", "afternoon", "evening"], textsAgreed: true, askedAt: at.toISOString() } as const;
  const values: Record<string, string> = lane === "code" ? { code: "007193" } : { time: "14:30 thu Ba 24/11", place: "qua dien thoai", link: `duongve.example/lich-hen/${n}` };
  const text = lane === "code" ? ({ template: "code", reason: "askedNow" } as const) : ({ template: "dayBefore", reason: "weBegin" } as const);
  return newMessage(
    { area: "hotline", values, subject: `caller-${n}`, id: randomUUID(), lane, language: "vi", to: phoneOf(n), contact: { ...contact, hours: [...contact.hours] }, dueAt: dueAt.toISOString(), notAfter: new Date(dueAt.getTime() + 20 * 3_600_000).toISOString(), ...text },
    at,
  );
}

async function store(client: DynamoDBDocumentClient, count: number, dueAt: Date, from = 0): Promise<void> {
  const batches = Array.from({ length: Math.ceil(count / 25) }, (_, i) => from + i * 25);
  const write = async (n: number): Promise<void> => {
    const puts = Array.from({ length: Math.min(25, from + count - n) }, (_, i) => outbox.promise(messageTo(n + i, "reminder", dueAt)).Put?.Item ?? {});
    await client.send(new BatchWriteCommand({ RequestItems: { [tableNames.messages]: puts.map((Item) => ({ PutRequest: { Item } })) } }));
  };
  for (let i = 0; i < batches.length; i += 8) await Promise.all(batches.slice(i, i + 8).map(write));
}

/** A sender with a memory of its own, as each function instance has. */
function senderOn(client: DynamoDBDocumentClient, waitMs: number): SweepDeps {
  const network = createNetwork({ store: createNetworkStore(client, tableNames.messages), routes: [createSnsRoute("DuongVe")], rates: { sns: perSecond }, log: silent, now, pause, waitMs });
  return { store: createMessageStore(client, tableNames.messages, seal), network, log: silent, now, pause, random: Math.random, digest: (body) => seal.hash("text", body) };
}

/** A carrier that takes everything at once and remembers when. */
async function startCarrier() {
  const arrived: { to: string; at: number }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      arrived.push({ to: new URLSearchParams(body).get("PhoneNumber") ?? "", at: performance.now() });
      response.writeHead(200, { "content-type": "text/xml" }).end(`<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${randomUUID()}</MessageId></PublishResult></PublishResponse>`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  Object.assign(process.env, { AWS_ENDPOINT_URL_SNS: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`, AWS_REGION: "ap-southeast-1", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
  return {
    arrived,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What one sweep costs when so many messages are stored and none, or twenty, are due. */
async function sweepCost(): Promise<string[]> {
  const rows: (string | number)[][] = [];
  const idle: number[] = [];
  const carrier = await startCarrier();
  await withFreshEngine(async (endpoint) => {
    const counted = countedClient(endpoint);
    const deps = senderOn(counted.client, 3_000);
    let stored = 0;
    for (const many of storedSizes) {
      await store(counted.client, many - stored, new Date(now().getTime() + 24 * 3_600_000), stored);
      stored = many;
      counted.takeSpent();
      const from = performance.now();
      await sweep(deps);
      const took = performance.now() - from;
      const spent = counted.takeSpent();
      idle.push(unitsOf(spent));
      await store(counted.client, 20, new Date(now().getTime() - 1_000), 99_000 + many / 1_000);
      counted.takeSpent();
      await sweep(deps);
      rows.push([whole(many), spent.length, fixed(unitsOf(spent)), fixed(took, 1), fixed(unitsOf(counted.takeSpent()) - unitsOf(spent))]);
    }
    counted.stop();
  });
  await carrier.stop();
  printTable(["stored, due later", "calls of an idle sweep", "units", "ms", "units for 20 due texts"], rows);
  console.log("Nothing is read but index entries that are due, a page at a time: 10^8 stored rows cost an idle sweep the same.\n");
  return new Set(idle).size === 1 ? [] : [`an idle sweep cost ${idle.join(", ")} units: it must not grow with what is stored`];
}

/** So many reminders due at one moment, swept as the schedule does, while people ask for codes. */
async function backlog(): Promise<string[]> {
  const carrier = await startCarrier();
  const broken: string[] = [];
  await withFreshEngine(async (endpoint) => {
    const { client, stop } = countedClient(endpoint);
    await store(client, reminders, now());
    const [sweeper, waker] = [senderOn(client, 15_000), senderOn(client, 3_000)];
    const codes: { to: string; at: number }[] = [];
    const rss: number[] = [];
    const from = performance.now();
    const isCode = new Set<string>();
    const left = (): number => reminders - carrier.arrived.filter(({ to }) => !isCode.has(to)).length;
    let done = false;
    const askForCodes = async (): Promise<void> => {
      for (let n = 0; !done; n += 1) {
        const message = messageTo(90_000 + n, "code", now());
        isCode.add(message.to ?? "");
        await client.send(new TransactWriteCommand({ TransactItems: [outbox.promise(message)] }));
        codes.push({ to: message.to ?? "", at: performance.now() });
        void send(waker, message);
        await pause(codeEveryMs - 500 + randomInt(1_000));
      }
    };
    const asking = askForCodes();
    while (left() > 0 && performance.now() - from < withinMinutes * 120_000) {
      const next = performance.now() + sweepEveryMs;
      await sweep(sweeper, sweepForMs);
      rss.push(process.memoryUsage().rss);
      if (left() > 0) await pause(Math.max(0, next - performance.now()));
    }
    done = true;
    await asking;
    await pause(1_000);
    const minutes = (Math.max(...carrier.arrived.filter(({ to }) => !isCode.has(to)).map(({ at }) => at)) - from) / 60_000;
    const waited = codes.flatMap(({ to, at }) => carrier.arrived.filter((one) => one.to === to).map((one) => one.at - at));
    const counts = new Map<number, number>();
    for (const { at } of carrier.arrived) counts.set(Math.floor((at - from) / 1_000), (counts.get(Math.floor((at - from) / 1_000)) ?? 0) + 1);
    printTable(
      ["reminders due at once", "handed over", "minutes", "most in a second", "codes meanwhile", "p50 ms", "p95 ms", "worst ms", "memory MB, first sweep · last"],
      [[whole(reminders), whole(reminders - left()), fixed(minutes), Math.max(...counts.values()), `${waited.length} of ${codes.length}`, fixed(percentile(waited, 0.5), 0), fixed(percentile(waited, 0.95), 0), fixed(Math.max(...waited), 0), `${MB(rss[0] ?? 0)} · ${MB(rss.at(-1) ?? 0)}`]],
    );
    console.log(`At ${perSecond} texts a second, the configured rate of the route, of which a tenth is kept for codes.\n`);
    if (left() > 0 || minutes > withinMinutes) broken.push(`${whole(reminders)} reminders took ${fixed(minutes)} minutes, ${fixed(withinMinutes)} are allowed`);
    if (waited.length < codes.length || percentile(waited, 0.95) > codeWithinMs) broken.push("codes waited for more than 10 s");
    stop();
    // Nobody reads the stream here, and the local engine writes more slowly the longer it grows; DynamoDB does not.
  }, { streams: false });
  await carrier.stop();
  return broken;
}

export const messages = async (): Promise<string[]> => [...(await backlog()), ...(await sweepCost())];
