import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { DynamoDBClient, GetItemCommand, ScanCommand, UpdateItemCommand, type AttributeValue } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readJson, signatureOf } from "../../functions/messages/routes/aggregator.ts";
import { anchorSchema } from "../../functions/platform/anchor.ts";
import { edgeHeader } from "../../functions/platform/door.ts";
import { localRoutes } from "../../infra/local/aggregator.ts";
import { createTables } from "../../infra/local/engine.ts";
import { routeOf } from "../../infra/local/gateway.ts";
import { startService, type Service } from "../../infra/local/service.ts";
import { apiPaths } from "../../shared/paths.ts";
import { referenceAlphabet, referenceLength } from "../../shared/reference.ts";
import { exportPath, paperPath, registrationDeskPath } from "../../shared/registration/desk-paths.ts";
import { deskPath } from "../../shared/staff/paths.ts";
import { e164 } from "../support/applications.ts";
import { himself, testPhone } from "../support/people.ts";
import { callerPhone, callRequest } from "../support/hotline.ts";
import { bundleOf, environmentOf } from "../support/runtime-bundle.ts";
import { startFunction, type RunningFunction } from "../support/runtime-function.ts";
import { until } from "../support/service-process.ts";
import { demoPerson, signInAs, siteAt } from "../support/staff-sign-in.ts";
import { functionNames, synth, synthTimeout, type FunctionName, type Synthesised } from "./support/synth.ts";

type Event = Record<string, any>;
type HttpAnswer = { status: number; headers: Record<string, string>; cookies: readonly string[]; body: string };

/** Events as AWS writes them. */
const recorded = (name: string): Event => JSON.parse(readFileSync(join(import.meta.dirname, "events", `${name}.json`), "utf8"));

const before = { ...process.env };
let outdir: string;
let dataFolder: string;
let dev: Synthesised;
let service: Service;
let raw: DynamoDBClient;
/** What the bundles promise and send is theirs alone: the service on this machine sends its own. */
const messagesTable = `messages-${randomUUID().slice(0, 8)}`;
const officer: { cookie: string } = { cookie: "" };
const counsellor: { cookie: string } = { cookie: "" };
const running: RunningFunction[] = [];
const begun = new Map<FunctionName, Promise<RunningFunction>>();

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), "runtime-"));
  dev = synth("dev", { outdir });
}, 2 * synthTimeout);
beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), "runtime-data-"));
  service = await startService({ port: 0, dataFolder });
  raw = new DynamoDBClient({});
  await createTables(raw, { messages: messagesTable });
  officer.cookie = await signInAs(siteAt(service.origin), demoPerson("Dung"));
  counsellor.cookie = await signInAs(siteAt(service.origin), demoPerson("An"));
}, synthTimeout);
afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  raw.destroy();
  await service.stop();
  // The service's settings, as the SDK reads them: other tests share this process.
  for (const key of Object.keys(process.env)) if (before[key] === undefined) delete process.env[key];
  for (const folder of [outdir, dataFolder]) rmSync(folder, { recursive: true, force: true });
});

const addresses = ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_SNS"] as const;
/**
 * A function's bundle in a new process, with the settings the template names; nothing but the addresses of engine and phone comes from us. SNS
 * comes first whatever the suite is told to run on: what its log says of a text is read here.
 */
async function start(name: FunctionName, change: Record<string, string | undefined> = {}): Promise<RunningFunction> {
  const given = { ...environmentOf(dev, name, { ...process.env, MESSAGES_TABLE: messagesTable, SMS_ROUTES: JSON.stringify(localRoutes) }), ...Object.fromEntries(addresses.map((key) => [key, process.env[key]])), ...change };
  const environment = Object.fromEntries(Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  const started = await startFunction({ functionName: name, folder: bundleOf(dev, outdir, name), environment });
  running.push(started);
  return started;
}
/** The same as before, so that its first event finds it cold and the next ones warm. */
function goOn(name: FunctionName): Promise<RunningFunction> {
  const going = begun.get(name) ?? start(name);
  begun.set(name, going);
  return going;
}

/** The recorded event as this test's site would cause it: at another address, for whoever is signed in. */
function httpEvent(name: string, { path, headers = {}, cookie, body, requestId }: { path?: string; headers?: Record<string, string>; cookie?: string; body?: unknown; requestId?: string } = {}): Event {
  const event = recorded(name);
  const at = path ?? event.rawPath;
  const routeKey = `ANY ${routeOf(at)?.path}`;
  return {
    ...event,
    rawPath: at,
    routeKey,
    headers: { ...event.headers, [edgeHeader]: process.env.EDGE_SECRET, ...(event.headers.origin ? { origin: service.origin } : {}), ...headers },
    ...(cookie ? { cookies: cookie.split("; ") } : {}),
    requestContext: { ...event.requestContext, routeKey, http: { ...event.requestContext.http, path: at }, ...(requestId ? { requestId } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

/** Of the connection, or different at each answer. */
const passing = new Set(["date", "connection", "keep-alive", "transfer-encoding", "content-length", "set-cookie"]);
const kept = (headers: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]).filter(([name = ""]) => !passing.has(name)));
const readable = (bytes: Buffer, encoding: string | undefined): string => (encoding === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8");

/** The request of an event, made at the service on this machine. */
async function askHere(event: Event): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { host: _host, "content-length": _length, ...headers } = event.headers;
  const url = `${service.origin}${event.rawPath}${event.rawQueryString ? `?${event.rawQueryString}` : ""}`;
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  request(url, { method: event.requestContext.http.method, headers: { ...headers, ...(event.cookies ? { cookie: event.cookies.join("; ") } : {}) } }, resolve).once("error", reject).end(body);
  const answer = await promise;
  return { status: answer.statusCode ?? 0, headers: kept(answer.headers), cookies: answer.headers["set-cookie"] ?? [], body: readable(await buffer(answer), answer.headers["content-encoding"]) };
}

async function askBundle({ invoke }: RunningFunction, event: Event): Promise<HttpAnswer> {
  const answer = await invoke(event);
  if ("error" in answer) throw new Error(`${answer.error.errorType}: ${answer.error.errorMessage}`);
  const { statusCode = 0, headers = {}, cookies = [], body = "", isBase64Encoded } = answer.payload as APIGatewayProxyStructuredResultV2;
  return { status: statusCode, headers: kept(headers), cookies, body: readable(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"), String(headers["content-encoding"])) };
}

/** What is new in every answer, by what it looks like. */
const fresh: readonly [RegExp, string][] = [
  [/1\.[\w-]{40,}/g, "<sealed>"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<instant>"],
  [new RegExp(`\\b[${referenceAlphabet}]{${referenceLength}}\\b`, "g"), "<reference>"],
  [/(?<![\w-])[\w-]{43}(?![\w-])/g, "<random>"],
  // How much time is left: a minute may turn between two answers.
  [/\b\d+(?= (giờ|phút)\b)/gu, "<left>"],
];
const alike = (answer: HttpAnswer): HttpAnswer => JSON.parse(fresh.reduce((text, [look, name]) => text.replace(look, name), JSON.stringify(answer)));

/** An application sent in by a function; its reference. */
async function submitted(to: RunningFunction, phone: string): Promise<string> {
  const application = himself();
  const body = { ...application, person: { ...application.person, phone } };
  const answer = await askBundle(to, httpEvent("registration", { headers: { "idempotency-key": randomUUID() }, body }));
  expect(answer.status, answer.body).toBe(201);
  return JSON.parse(answer.body).reference;
}

describe("a bundle answers as on one machine, cold and warm:", () => {
  type Row = { name: FunctionName; what: string; event: () => Event | Promise<Event>; status: number };
  /** What is printed is of an application. */
  const printed = async (path: (language: "vi", reference: string) => string): Promise<Event> => {
    reference ??= await submitted(await goOn("registrationPublic"), testPhone(90));
    return httpEvent("desk", { path: path("vi", reference), ...officer });
  };
  let reference: string | undefined;
  const rows: Row[] = [
    { name: "registrationPublic", what: "a page", event: () => httpEvent("page"), status: 200 },
    { name: "registrationPublic", what: "a form, in base64", event: () => httpEvent("form-base64"), status: 200 },
    { name: "registrationPublic", what: "an application by JSON", event: () => httpEvent("registration", { headers: { "idempotency-key": randomUUID() } }), status: 201 },
    { name: "registrationPublic", what: "an application that is none", event: () => httpEvent("registration", { headers: { "accept-language": "en" }, body: { language: "en" } }), status: 422 },
    { name: "registrationDesk", what: "the officers' list", event: () => httpEvent("desk", { path: registrationDeskPath("vi"), ...officer }), status: 200 },
    { name: "registrationPapers", what: "asking for an export", event: () => printed(exportPath), status: 200 },
    { name: "registrationPapers", what: "asking for an export, by somebody of another desk", event: () => httpEvent("desk", { path: exportPath("vi", "K7M4Q9TX"), ...counsellor }), status: 403 },
    { name: "hotlinePublic", what: "a form, as text", event: () => httpEvent("form-text"), status: 200 },
    { name: "hotlinePublic", what: "times to choose", event: () => httpEvent("slots"), status: 200 },
    { name: "hotlineDesk", what: "the counsellors' list", event: () => httpEvent("desk", { path: deskPath("vi", "hotline"), ...counsellor }), status: 200 },
    { name: "staff", what: "one's own desk", event: () => httpEvent("desk", officer), status: 303 },
    { name: "staff", what: "the way to sign in", event: () => httpEvent("desk", { path: "/desk/sign-in" }), status: 303 },
    { name: "messageReceipts", what: "a receipt nobody signed", event: () => httpEvent("receipt"), status: 401 },
    { name: "messageReceipts", what: "a receipt the aggregator signed", event: signedReceipt, status: 204 },
  ];

  test.each(rows)("$name, $what", async ({ name, event, status }) => {
    const here = await askHere(await event());
    expect(here.status, here.body).toBe(status);
    const bundle = await goOn(name);
    for (const _ of ["the first time", "again"]) expect(alike(await askBundle(bundle, await event()))).toEqual(alike(here));
  });

  test("registrationPapers, a paper: it has its letters beside it", async () => {
    const event = await printed((language, of) => paperPath(language, of, "application"));
    const bundle = await goOn("registrationPapers");
    for (const answer of [await askHere(event), await askBundle(bundle, event), await askBundle(bundle, event)]) {
      expect(answer).toMatchObject({ status: 200, headers: { "content-type": "application/pdf" }, body: expect.stringMatching(/^%PDF-.*BeVietnamPro.*%%EOF\s*$/s) });
    }
  });
});

function signedReceipt(): Event {
  const event = httpEvent("receipt");
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = signatureOf(process.env.SMS_AGGREGATOR_SECRET ?? "", timestamp, event.body, "hex");
  return { ...event, headers: { ...event.headers, "x-timestamp": timestamp, "x-signature": signature } };
}

describe("three codes that are asked for, from the page to the phone:", () => {
  type Asked = { phone: string; requestId: string; row: Record<string, AttributeValue> };
  const asked: Asked[] = [];
  let stream: RunningFunction;
  const keyOf = ({ row }: Asked) => ({ pk: row.pk as AttributeValue, sk: row.sk as AttributeValue });
  const rowOf = async (one: Asked): Promise<Record<string, any>> => unmarshall((await raw.send(new GetItemCommand({ TableName: messagesTable, Key: keyOf(one), ConsistentRead: true }))).Item ?? {});
  /** A batch of the table's stream, as Lambda hands it over. */
  const batch = (...of: Asked[]): Event => ({ Records: of.map(recordOf) });
  const recordOf = (one: Asked): Event => {
    const [record] = recorded("messages-stream").Records;
    return { ...record, eventID: randomUUID(), dynamodb: { ...record.dynamodb, Keys: keyOf(one), NewImage: one.row, SequenceNumber: sequenceOf(one) } };
  };
  const sequenceOf = (one: Asked): string => `${200_000_000_000_000_000_000n + BigInt(asked.indexOf(one))}`;
  const three = (): [Asked, Asked, Asked] => asked as [Asked, Asked, Asked];
  const attempts = (one: Asked, value: AttributeValue) =>
    raw.send(new UpdateItemCommand({ TableName: messagesTable, Key: keyOf(one), UpdateExpression: "SET attempts = :value", ExpressionAttributeValues: { ":value": value } }));
  const textsTo = async ({ phone }: Asked): Promise<{ body: string }[]> => {
    const { texts } = (await (await fetch(`${service.origin}/phone.json`)).json()) as { texts: { to: string; body: string }[] };
    return texts.filter(({ to, body }) => to === e164(phone) && /\d{6}/.test(body));
  };

  beforeAll(async () => {
    const [registration, sender] = await Promise.all([goOn("registrationPublic"), goOn("messageStream")]);
    stream = sender;
    for (const phone of [testPhone(91), testPhone(92), testPhone(93)]) {
      const reference = await submitted(registration, phone);
      const requestId = randomUUID();
      const answer = await askBundle(registration, httpEvent("registration", { path: `${apiPaths.registrations}/${reference}/codes`, body: { phone }, requestId }));
      expect(answer.status, answer.body).toBe(202);
      const { Items = [] } = await raw.send(
        new ScanCommand({ TableName: messagesTable, FilterExpression: "causedBy = :id", ExpressionAttributeValues: { ":id": { S: requestId } }, ConsistentRead: true }),
      );
      expect(Items).toMatchObject([{ lane: { S: "code" }, state: { S: "waiting" } }]);
      asked.push(...Items.map((row) => ({ phone, requestId, row })));
    }
  });

  test("of a batch, exactly the one that cannot be read is given back, and the others are sent", async () => {
    const [first, broken, last] = three();
    await attempts(broken, { S: "many" });
    const answer = await stream.invoke(batch(first, broken, last));
    expect(answer).toEqual({ payload: { batchItemFailures: [{ itemIdentifier: sequenceOf(broken) }] } });
    expect((await Promise.all(asked.map(textsTo))).map(({ length }) => length)).toEqual([1, 0, 1]);
  });

  test("a batch of which nothing can be sent fails as a whole, and the next is worked on", async () => {
    const [first, broken] = three();
    expect(await stream.invoke(batch(broken))).toMatchObject({ error: { errorType: "FullBatchFailureError" } });
    expect(await stream.invoke(batch(first))).toEqual({ payload: { batchItemFailures: [] } });
    expect(await textsTo(first)).toHaveLength(1);
  });

  test("what was left over is found by the sweep", async () => {
    const [, broken] = three();
    await attempts(broken, { N: "0" });
    const sweep = await goOn("messageSweep");
    expect(await sweep.invoke(recorded("schedule"))).toEqual({ payload: null });
    expect(await textsTo(broken)).toHaveLength(1);
    expect(await sweep.invoke(recorded("schedule"))).toEqual({ payload: null });
    expect(await textsTo(broken)).toHaveLength(1);
  });

  test("the network's log tells what became of them", async () => {
    const [first, refused, last] = three();
    const log = recorded("delivery-log");
    const [line] = log.logEvents;
    const said = readJson(line.message) as Event;
    const sayOf = async (one: Asked, change: Event = {}) => {
      const { routeMessageId } = await rowOf(one);
      return { ...line, message: JSON.stringify({ ...said, notification: { ...said.notification, messageId: routeMessageId }, ...change }) };
    };
    const failure = { status: "FAILURE", delivery: { ...said.delivery, providerResponse: "Phone is currently unreachable/unavailable" } };
    const logEvents = [await sayOf(first), await sayOf(refused, failure), await sayOf(last)];
    const receipts = await goOn("messageReceiptLogs");
    const packed = { awslogs: { data: gzipSync(JSON.stringify({ ...log, logEvents })).toString("base64") } };
    for (const again of [packed, packed]) expect(await receipts.invoke(again)).toEqual({ payload: null });
    expect((await Promise.all(asked.map(rowOf))).map(({ state, because }) => [state, because])).toEqual([["delivered", undefined], ["undelivered", "phoneUnreachable"], ["delivered", undefined]]);

    // One that throws is told to Lambda, and the next event is answered as if nothing had been.
    expect(await receipts.invoke({})).toMatchObject({ error: { errorType: "TypeError" } });
    expect(await receipts.invoke(packed)).toEqual({ payload: null });
  });

  test("one id leads from the request to the text, and no line of a log has more of a person than that", async () => {
    const linesNow = () => running.flatMap((one) => one.lines);
    // What a process writes comes a moment after what it answers.
    const lines = await until(linesNow, (all) => asked.every(({ requestId }) => all.some((line) => line.includes(`"causedBy":"${requestId}"`))));
    const told = lines.map((line) => readJson(line) as Event);
    for (const { requestId } of asked) {
      expect(told.filter((line) => line?.requestId === requestId).map(({ message }) => message)).toEqual(["CODE_REQUESTED"]);
      expect(told.filter((line) => line?.causedBy === requestId && line.message === "MESSAGE_HANDED_OVER")).toHaveLength(1);
    }
    const { sourceIp, userAgent } = recorded("page").requestContext.http;
    const own = [sourceIp, "203.0.113.7", userAgent, ...asked.flatMap(({ phone }) => [phone, e164(phone)]), himself().person.fullName];
    for (const word of own) expect(lines.filter((line) => line.includes(word))).toEqual([]);
  });
});

describe("each half forgets what has had its time, by the keys of its table:", () => {
  type Key = { pk: AttributeValue; sk: AttributeValue };
  const tableOf = (setting: "REGISTRATIONS_TABLE" | "HOTLINE_TABLE") => process.env[setting] ?? "";
  const change = (TableName: string, { pk, sk }: Key, set: Record<string, AttributeValue>) => {
    const names = Object.keys(set);
    return raw.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk, sk },
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, set[name] as AttributeValue])),
      }),
    );
  };
  const rowsIn = async (TableName: string): Promise<Record<string, AttributeValue>[]> => (await raw.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? [];
  const isUnder = (row: Record<string, AttributeValue>, pk: string, sk: string): boolean => Boolean(row.pk?.S?.startsWith(pk) && row.sk?.S?.startsWith(sk));
  const due = { forget: { S: "FORGET" }, forgetAt: { S: "2020-01-01T00:00:00.000Z" } };

  test.each([
    { name: "registrationNightly", area: "registrations", setting: "REGISTRATIONS_TABLE", old: ["DESK#", "LOOK#"], broken: "APPLICATION#" },
    { name: "hotlineNightly", area: "hotline", setting: "HOTLINE_TABLE", old: ["CALLER#", "EVENT#"], broken: "CALLER#" },
  ] as const)("$name; what is wrong with one person does not keep the others, and is told", async ({ name, area, setting, old: [under, mark], broken }) => {
    const table = tableOf(setting);
    await aDay();
    const rows = await rowsIn(table);
    const event = rows.find((row) => isUnder(row, under, mark) && row.content) as Record<string, AttributeValue> & Key;
    const keptOf = (pk: AttributeValue | undefined) => ({ pk: pk as AttributeValue, sk: { S: "CHAIN" } });
    const other = rows.find((row) => isUnder(row, broken, "CHAIN") && row.pk?.S !== event.pk.S) as Record<string, AttributeValue> & Key;
    const { key = { M: {} } } = other;
    await change(table, event, { at: { S: "2019-01-01T00:00:00.000Z" } });
    await change(table, keptOf(event.pk), due);
    await change(table, other, { ...due, forgetAt: { S: "2019-01-01T00:00:00.000Z" }, key: { M: { ...key.M, wrapped: { B: Buffer.from("damaged") } } } });

    const nightly = await goOn(name);
    expect(await nightly.invoke(recorded("schedule"))).toMatchObject({ error: { errorMessage: "1 could not be forgotten" } });
    const after = await rowsIn(table);
    expect(after.find((row) => row.pk?.S === event.pk.S && row.sk?.S === event.sk.S)).toMatchObject({ chain: event.chain });
    expect(after.find((row) => row.pk?.S === event.pk.S && row.sk?.S === event.sk.S)).not.toHaveProperty("content");

    await change(table, other, { ...due, key });
    expect(await nightly.invoke(recorded("schedule"))).toEqual({ payload: null });
    const lines = await until(() => nightly.lines.flatMap((line) => (readJson(line) as Event | undefined) ?? []), (all) => all.filter(({ message }) => message === "ANCHORED").length === 2);
    const of = (code: string) => lines.filter(({ message }) => message === code);
    expect(of("FORGETTING_FAILED")).toMatchObject([{ level: "ERROR" }]);
    expect(of("FORGOTTEN")).toMatchObject([{ fields: 1 }, { fields: 0 }]);
    const [first, second] = of("ANCHORED").map((line) => anchorSchema.parse(line));
    expect([first, second]).toMatchObject([{ area, before: "" }, { area, before: first?.digest }]);
  });

  /** An office looks through its list; two families send an application, and two people ask for a call. */
  async function aDay(): Promise<void> {
    for (const phone of [testPhone(94), testPhone(95)]) await submitted(await goOn("registrationPublic"), phone);
    expect((await askBundle(await goOn("registrationDesk"), httpEvent("desk", { path: registrationDeskPath("vi"), ...officer }))).status).toBe(200);
    for (const phone of [callerPhone(1), callerPhone(2)]) {
      const answer = await askBundle(await goOn("hotlinePublic"), httpEvent("registration", { path: apiPaths.callbacks, headers: { "idempotency-key": randomUUID() }, body: callRequest({ phone }) }));
      expect(answer.status, answer.body).toBe(201);
    }
  }
});

test("upkeep looks at its calendar when its time has come", async () => {
  const upkeep = await goOn("upkeep");
  for (const _ of ["cold", "warm"]) expect(await upkeep.invoke(recorded("schedule"))).toEqual({ payload: null });
});

describe("what goes wrong", () => {
  test("in a request is answered without a word of it, and logged with the gateway's id and a source that is no address", async () => {
    const bundle = await start("registrationPublic", { REGISTRATIONS_TABLE: "no-such-table" });
    const event = httpEvent("page");
    const answer = await askBundle(bundle, event);
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain("ResourceNotFound");
    const [line] = await until(() => bundle.lines, ({ length }) => length > 0);
    expect(readJson(line)).toMatchObject({ level: "ERROR", message: "REQUEST_FAILED", requestId: event.requestContext.requestId, source: expect.stringMatching(/^[0-9a-f]{10}$/), errorName: "ResourceNotFoundException" });
  });

  test.each([
    ["registrationPublic", "SEAL_SECRET"],
    ["messageStream", "SMS_ROUTES"],
  ] as const)("at the start of %s without %s is told to Lambda by its name", async (name, setting) => {
    const bundle = await start(name, { [setting]: undefined });
    const error = { errorType: "Error", errorMessage: expect.stringContaining(`settings: ${setting} `) };
    expect(await bundle.ended).toEqual(error);
    expect(await bundle.invoke(recorded("page"))).toEqual({ error });
  });

  test("is told to whoever invokes a function by AWS's client, as its answer is", async () => {
    const receipts = await goOn("messageReceiptLogs");
    const client = new LambdaClient({ endpoint: `http://${receipts.host}` });
    const invoke = async (Payload: string, FunctionName = "messageReceiptLogs") => client.send(new InvokeCommand({ FunctionName, Payload }));
    const failed = await invoke("{}");
    expect([failed.FunctionError, readJson(failed.Payload?.transformToString())]).toMatchObject(["Unhandled", { errorType: "TypeError" }]);
    const answered = await invoke(JSON.stringify({ awslogs: { data: "" } }));
    expect([answered.FunctionError, answered.Payload?.transformToString()]).toEqual([undefined, "null"]);
    await expect(invoke("{}", "another")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    client.destroy();
  });
});

describe("around a function, as Lambda does it:", () => {
  async function small(handler: string, timeoutMs?: number): Promise<RunningFunction> {
    const folder = mkdtempSync(join(outdir, "small-"));
    writeFileSync(join(folder, "index.mjs"), `export const handler = ${handler};`);
    const started = await startFunction({ functionName: "small", folder, environment: {}, ...(timeoutMs ? { timeoutMs } : {}) });
    running.push(started);
    return started;
  }

  test("each event has an id, an end and a trace of its own", async () => {
    const { invoke } = await small("async (event, { awsRequestId, functionName, getRemainingTimeInMillis }) => ({ event, awsRequestId, functionName, left: getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID })");
    const told = await Promise.all([1, 2].map(async (event) => ((await invoke(event)) as { payload: Event }).payload));
    for (const [n, one] of told.entries()) expect(one).toMatchObject({ event: n + 1, awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/), functionName: "small", trace: expect.stringMatching(/^Root=1-[\da-f]{8}-[\da-f]{24};/) });
    for (const key of ["awsRequestId", "trace"]) expect(new Set(told.map((one) => one[key])).size).toBe(2);
    for (const { left } of told) expect(left).toBeLessThanOrEqual(30_000);
  });

  test.each([
    ["takes too long", "() => new Promise((resolve) => setTimeout(resolve, 60_000))", "Sandbox.Timedout", 1_000],
    ["goes away", "() => process.exit(3)", "Runtime.ExitError"],
    ["says too much", '() => "x".repeat(6 * 1024 * 1024)', "Function.ResponseSizeTooLarge"],
    ["wants to be called back", "(event, context, callback) => callback(null, 1)", "TypeError"],
  ])("one that %s has failed", async (_, handler, errorType, timeoutMs?: number) => {
    const { invoke } = await small(handler, timeoutMs);
    expect(await invoke({})).toMatchObject({ error: { errorType } });
  });
});

test("no function was left out", () => {
  expect([...begun.keys()].toSorted()).toEqual([...functionNames].toSorted());
});
