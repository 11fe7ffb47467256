import { connect } from "node:net";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { localRoutes } from "../../infra/local/aggregator.ts";
import { startEngine, tableNames } from "../../infra/local/engine.ts";
import { apiPaths, pagePath, stepPath } from "../../shared/paths.ts";
import type { Receipt, Status } from "../../shared/registration/receipt.ts";
import { firstStep } from "../../shared/registration/steps.ts";
import { words } from "../../web/words/words.ts";
import { e164 } from "../support/applications.ts";
import { wordsOf } from "../support/callers.ts";
import { h1In, sealedIn } from "../support/pages.ts";
import { callRequest } from "../support/hotline.ts";
import { motherForSon, testPhone } from "../support/people.ts";
import { snsAccepted, startNetwork } from "../support/sms-network.ts";
import { beginDay } from "../support/day-folder.ts";
import { enginesOn, launch, startsEngines, until, withTablesOf, type Launched } from "../support/service-process.ts";

const base = mkdtempSync(join(tmpdir(), "duong-ve-service-"));
const running: Launched[] = [];
const made = (folder: string): string => {
  mkdirSync(folder, { recursive: true });
  return folder;
};
let folders = 0;
const newFolder = (): string => {
  folders += 1;
  return join(base, `data-${folders}`);
};
function start(folder: string, environment?: Record<string, string>, { asItIs = false } = {}): Launched {
  // Its day has just begun: at night texts wait.
  if (!asItIs && !existsSync(folder)) beginDay(folder);
  const launched = launch(folder, environment);
  running.push(launched);
  return launched;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((launched) => launched.signal("SIGKILL")));
});
afterAll(async () => {
  await until(() => enginesOn(base), (pids) => pids.length === 0);
  rmSync(base, { recursive: true, force: true });
});

const application = (phone: string) => {
  const { applicant, ...rest } = motherForSon();
  if (!applicant) throw new Error("a mother applies for her son");
  return { ...rest, applicant: { ...applicant, phone } };
};
const keyOf = (phone: string): string => `key-of-${phone}`;
const submit = (origin: string, phone: string) =>
  fetch(`${origin}${apiPaths.registrations}`, { method: "POST", headers: { "content-type": "application/json", "idempotency-key": keyOf(phone) }, body: JSON.stringify(application(phone)) });
const json = (url: string, body: unknown) => fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
type Text = { to: string; body: string; sender: string };
const textsTo = async (origin: string, phone: string): Promise<Text[]> => {
  const { texts } = (await (await fetch(`${origin}/phone.json`)).json()) as { texts: Text[] };
  return texts.filter(({ to }) => to === e164(phone));
};
const receiptsOn = async (origin: string, phone: string) => (await textsTo(origin, phone)).filter(({ body }) => wordsOf("receipt", "vi").test(body));
const forward = (origin: string, minutes: string) => fetch(`${origin}/clock`, { method: "POST", body: new URLSearchParams({ minutes }), redirect: "manual" });

/** Looks an application up as its applicant would: code by text, token, status. */
async function lookUp(origin: string, reference: string, phone: string): Promise<Status> {
  const at = `${origin}${apiPaths.registrations}/${reference}`;
  // Codes only: a receipt may arrive after them.
  const codes = async () => (await textsTo(origin, phone)).flatMap(({ body }) => /\d{6}/.exec(body) ?? []);
  const before = (await codes()).length;
  const asked = await json(`${at}/codes`, { phone });
  expect(asked.status).toBe(202);
  const { ask } = (await asked.json()) as { ask: string };
  const received = await until(codes, (found) => found.length > before);
  const given = await json(`${at}/tokens`, { phone, ask, code: received.at(-1) });
  expect(given.status).toBe(201);
  const { token } = (await given.json()) as { token: string };
  const status = await fetch(at, { headers: { authorization: `Bearer ${token}` } });
  expect(status.status).toBe(200);
  return (await status.json()) as Status;
}

/** Handed over; the phone says a moment later that it is there. */
const arrived = /^(handed|delivered)$/;
/** The texts in a messages table. No row of it tells a number, whatever has become of the text. */
async function messagesOn(endpoint: string, TableName: string): Promise<Record<string, unknown>[]> {
  const client = new DynamoDBClient({ endpoint, region: "ap-southeast-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } });
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  client.destroy();
  const rows = Items.map((item) => unmarshall(item));
  expect(JSON.stringify(rows)).not.toMatch(/84900000\d{3}/);
  return rows.filter(({ sk }) => String(sk).startsWith("MESSAGE#"));
}
/** The same of a service that has stopped. */
const messagesIn = (folder: string) => withTablesOf(folder, (endpoint, { messages }) => messagesOn(endpoint, messages));
/** A network in place of the phone's, spoken to as SNS. */
const onSns = (url: string) => ({ AWS_ENDPOINT_URL_SNS: url, SMS_ROUTES: JSON.stringify(localRoutes) });

describe("a service that runs", () => {
  const folder = newFolder();
  let service: Launched;
  let origin: string;
  let afterMs: number;
  beforeAll(async () => {
    beginDay(folder);
    service = launch(folder);
    ({ origin, afterMs } = await service.ready());
  }, 30_000);
  afterAll(() => service.signal("SIGKILL"));

  test("is ready within twenty seconds and says where everything is", () => {
    expect(afterMs).toBeLessThan(20_000);
    for (const place of ["/", "/phone", "/clock", apiPaths.description]) expect(service.output()).toContain(`${origin}${place}\n`);
  });

  test("takes an application in, texts its receipt at once and shows it again after a code", async () => {
    const sent = await submit(origin, testPhone(400));
    expect(sent.status).toBe(201);
    const receipt = (await sent.json()) as Receipt;
    const [text] = await until(() => receiptsOn(origin, testPhone(400)), (found) => found.length > 0);
    expect(text).toMatchObject({ sender: "DuongVe", body: expect.stringContaining(receipt.reference.slice(0, 4)) });
    const { events: _events, looks: _looks, due: _due, state, ...rest } = await lookUp(origin, receipt.reference, testPhone(400));
    expect(rest).toEqual(receipt);
    expect(state).toBe("submitted");
    expect((await submit(origin, testPhone(400))).status).toBe(200);
    expect(await receiptsOn(origin, testPhone(400))).toHaveLength(1);
  });

  test("serves the form's pages, in the letters they were typed in", async () => {
    const post = (path: string, fields: Record<string, string>) => fetch(`${origin}${path}`, { method: "POST", body: new URLSearchParams(fields) });
    const second = await post(stepPath("vi", firstStep.slug), { relationship: "mother" });
    expect({ status: second.status, cache: second.headers.get("cache-control") }).toEqual({ status: 200, cache: "no-store" });
    const html = await second.text();
    expect(h1In(html)).toBe(words.vi.steps.applicant.title);
    const wrong = await post(stepPath("vi", "nguoi-viet-don"), { sealed: sealedIn(html), "applicant.fullName": "Trần Thị Ví Dụ 1" });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('value="Trần Thị Ví Dụ 1"');
  });

  test("serves the pages built ahead, and for what does not exist a page that says so", async () => {
    for (const path of [pagePath("vi", "home"), pagePath("en", "register"), pagePath("vi", "helpNow"), apiPaths.description, "/phone", "/clock"]) expect({ path, status: (await fetch(`${origin}${path}`)).status }).toEqual({ path, status: 200 });
    const missing = await fetch(`${origin}/khong-co`);
    expect({ status: missing.status, h1: h1In(await missing.text()) }).toEqual({ status: 404, h1: words.vi.problems.title.notFound });
  });

  test("keeps its secret readable by its owner only", () => {
    expect(statSync(join(folder, "seal.key")).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test("moves its clock forward and refuses what is no time", async () => {
    const clock = async () => (await (await fetch(`${origin}/clock.json`)).json()) as { now: string; aheadMinutes: number };
    const before = await clock();
    for (const minutes of ["", "0", "-1", "x", "NaN", "Infinity", "1e99", "527041"]) expect({ minutes, status: (await forward(origin, minutes)).status }).toEqual({ minutes, status: 422 });
    expect((await fetch(`${origin}/clock`, { method: "POST", body: "nonsense" })).status).toBe(422);
    expect((await clock()).aheadMinutes).toBe(before.aheadMinutes);
    expect((await forward(origin, "6")).status).toBe(303);
    const after = await clock();
    expect(after.aheadMinutes).toBe(before.aheadMinutes + 6);
    expect(Date.parse(after.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(6 * 60_000);
  });

  test("makes way for nobody: a second one on its port says so in one sentence and ends", async () => {
    const { code, out, err } = await start(newFolder(), { PORT: new URL(origin).port }).closed;
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err.trim().split("\n")).toEqual([expect.stringMatching(/^Port \d+ is already in use; choose another with PORT/)]);
    expect((await fetch(origin)).status).toBe(200);
  });
});

describe("a service that cannot start says why in one sentence, without a trace, and ends with 1", () => {
  test.for<{ what: string; prepare: (folder: string) => void; data?: string; environment?: Record<string, string>; says: RegExp }>([
    { what: "a data folder below a file", prepare: (folder) => writeFileSync(folder, "a file"), data: "below", says: /^The data folder .+ cannot be written; choose another with DATA_DIR\.$/ },
    { what: "an engine that does not start", prepare: (folder) => mkdirSync(join(folder, "tables.db"), { recursive: true }), environment: { AWS_ENDPOINT_URL_DYNAMODB: "" }, says: /^The database engine did not start \(.+\)\.$/ },
    { what: "a key file cut off in the middle", prepare: (folder) => writeFileSync(join(made(folder), "seal.key"), ""), says: /^The key file .+ is damaged; delete it/ },
    { what: "a clock file cut off in the middle", prepare: (folder) => writeFileSync(join(made(folder), "clock.json"), "{"), says: /^The clock file .+ is damaged; delete it/ },
    { what: "a database that is not there", prepare: () => {}, environment: { AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9" }, says: /^The database at http:\/\/127\.0\.0\.1:9 does not answer as DynamoDB; check AWS_ENDPOINT_URL_DYNAMODB\.$/ },
    { what: "a port that is no number", prepare: () => {}, environment: { PORT: "three" }, says: /^PORT must be a number from 0 to 65535, not "three"\.$/ },
    { what: "a port beyond the last", prepare: () => {}, environment: { PORT: "65536" }, says: /^PORT must be a number/ },
  ])("$what", async ({ prepare, data, environment, says }) => {
    const folder = newFolder();
    prepare(folder);
    const { code, out, err } = await start(data ? join(folder, data) : folder, environment, { asItIs: true }).closed;
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err.trim().split("\n")).toEqual([expect.stringMatching(says)]);
    await until(() => enginesOn(folder), (pids) => pids.length === 0);
  });
});

test.for(["SIGINT", "SIGTERM"] as const)("%s stops it cleanly: exit code 0, no engine left, everything kept for the next start", async (signal) => {
  const folder = newFolder();
  const phone = testPhone(signal === "SIGINT" ? 410 : 411);
  const service = start(folder);
  const { origin } = await service.ready();
  const clock = async (at: string) => ((await (await fetch(`${at}/clock.json`)).json()) as { aheadMinutes: number }).aheadMinutes;
  const before = await clock(origin);
  const { reference } = (await (await submit(origin, phone)).json()) as Receipt;
  await until(() => receiptsOn(origin, phone), (found) => found.length > 0);
  await forward(origin, "90");
  expect(enginesOn(folder).length > 0).toBe(startsEngines);
  const { code, signal: by, err } = await service.signal(signal);
  expect({ code, by, err }).toEqual({ code: 0, by: null, err: "" });
  await until(() => enginesOn(folder), (pids) => pids.length === 0);

  const again = await start(folder).ready();
  expect(await receiptsOn(again.origin, phone)).toHaveLength(1);
  expect((await lookUp(again.origin, reference, phone)).reference).toBe(reference);
  expect(await clock(again.origin)).toBe(before + 90);
});

test("at night a receipt waits and a code does not; the clock moved on to the morning, it is there", async () => {
  const { origin } = await start(newFolder()).ready();
  await forward(origin, String(12 * 60));
  const { reference } = (await (await submit(origin, testPhone(416))).json()) as Receipt;
  expect((await lookUp(origin, reference, testPhone(416))).reference).toBe(reference);
  expect(await receiptsOn(origin, testPhone(416))).toEqual([]);
  await forward(origin, String(10 * 60 - 30));
  expect(await receiptsOn(origin, testPhone(416))).toEqual([]);
  await forward(origin, "31");
  await until(() => receiptsOn(origin, testPhone(416)), (found) => found.length === 1);
});

test("a connection that never asked anything does not keep it from stopping", async () => {
  const service = start(newFolder());
  const { origin } = await service.ready();
  const idle = connect(Number(new URL(origin).port), "localhost");
  await new Promise((resolve) => idle.once("connect", resolve));
  idle.on("error", () => {});
  expect((await service.signal("SIGINT")).code).toBe(0);
});

test("half a line on the phone's disk never arrived, and the phone goes on", async () => {
  const folder = newFolder();
  beginDay(folder);
  writeFileSync(join(folder, "phone.jsonl"), `${JSON.stringify({ id: "1", to: e164(testPhone(415)), body: "whole", sender: "DuongVe", at: "2026-11-21T15:10:00.000Z" })}\n{"id":"2","to`);
  const { origin } = await start(folder).ready();
  expect(await textsTo(origin, testPhone(415))).toMatchObject([{ body: "whole" }]);
  await submit(origin, testPhone(415));
  await until(() => textsTo(origin, testPhone(415)), (found) => found.length === 2);
});

test("an engine named by AWS_ENDPOINT_URL_DYNAMODB is used instead of its own", async () => {
  const engine = await startEngine();
  const folder = newFolder();
  const service = start(folder, { AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint });
  const { origin } = await service.ready();
  expect((await submit(origin, testPhone(412))).status).toBe(201);
  await until(() => receiptsOn(origin, testPhone(412)), (found) => found.length > 0);
  expect(enginesOn(folder)).toEqual([]);
  expect(readdirSync(folder)).not.toContain("tables.db");
  expect((await service.signal("SIGINT")).code).toBe(0);

  const { messages } = tableNames(readFileSync(join(folder, "seal.key"), "utf8"), { shared: true });
  expect(await messagesOn(engine.endpoint, messages)).toMatchObject([{ template: "receipt", state: expect.stringMatching(arrived) }]);
  await engine.stop();
});

test("a network named by AWS_ENDPOINT_URL_SNS gets the texts instead of the local phone", async () => {
  const network = await startNetwork(snsAccepted("m"));
  const { origin } = await start(newFolder(), onSns(network.url)).ready();
  await submit(origin, testPhone(413));
  await until(() => network.requests.length, (found) => found > 0);
  expect(await textsTo(origin, testPhone(413))).toEqual([]);
  expect(network.requests[0]?.fields.PhoneNumber).toBe(e164(testPhone(413)));
  await network.stop();
});

test("killed while a text is being handed over, it does not send it again: the message is in doubt", async () => {
  const folder = newFolder();
  let kill: () => void = () => {};
  const network = await startNetwork((response) => {
    kill();
    snsAccepted("m")(response);
  });
  const first = start(folder, onSns(network.url));
  const { origin } = await first.ready();
  kill = () => void first.signal("SIGKILL");
  await submit(origin, testPhone(414)).catch(() => null);
  expect((await first.closed).signal).toBe("SIGKILL");
  expect(network.requests).toHaveLength(1);

  kill = () => {};
  const second = start(folder, onSns(network.url));
  const again = await second.ready();
  expect((await submit(again.origin, testPhone(414))).status).toBe(200);
  for (const minutes of ["4", "2", "60"]) expect((await forward(again.origin, minutes)).status).toBe(303);
  expect((await second.signal("SIGINT")).code).toBe(0);
  expect(network.requests).toHaveLength(1);
  expect(await messagesIn(folder)).toMatchObject([{ template: "receipt", state: "inDoubt", because: "cutOff", attempts: 1, callInstead: "registration#00004" }]);
  await network.stop();
});

test("what could not be handed over before a kill is sent by the next start, without waiting", async () => {
  const folder = newFolder();
  // Nobody listens there, nor ever will: a port that was free may be another test's a moment later.
  const first = start(folder, onSns("http://127.0.0.1:9/"));
  const { origin } = await first.ready();
  expect((await submit(origin, testPhone(415))).status).toBe(201);
  await until(first.output, (lines) => lines.includes("MESSAGE_TRY_AGAIN"));
  await first.signal("SIGKILL");

  const again = await start(folder).ready();
  const texts = await until(() => receiptsOn(again.origin, testPhone(415)), (found) => found.length > 0, 20_000);
  expect(texts).toHaveLength(1);
});

/** For a test that starts the service eight times: a second each, and several on a slow machine. */
const manyStarts = { timeout: 240_000 };

test("killed at any moment it forgets nothing: each application that was acknowledged is there, with one text, and no engine is left behind", manyStarts, async () => {
  const folder = newFolder();
  // Moments after the request is sent; "acknowledged" waits for the answer first. Drawn once, so that a failure can be repeated.
  const moments = ["acknowledged", 3, 11, 24, 38, 57] as const;
  const acknowledged: { phone: string; reference: string }[] = [];
  const phones = moments.map((_, n) => testPhone(420 + n));
  for (const [n, moment] of moments.entries()) {
    const service = start(folder);
    const { origin } = await service.ready();
    const phone = phones[n] ?? "";
    // Loads what the first request loads, so that the moments fall into the work itself.
    expect((await json(`${origin}${apiPaths.registrations}/K7M4Q9TX/tokens`, { phone, ask: "none", code: "123456" })).status).toBe(401);
    const answer = submit(origin, phone).then(
      async (sent): Promise<Receipt | null> => (sent.status === 201 ? ((await sent.json()) as Receipt) : null),
      () => null,
    );
    if (moment === "acknowledged") await answer;
    else await new Promise((resolve) => setTimeout(resolve, moment));
    const { signal } = await service.signal("SIGKILL");
    expect(signal).toBe("SIGKILL");
    const receipt = await answer.catch(() => null);
    if (receipt) acknowledged.push({ phone, reference: receipt.reference });
  }
  expect(acknowledged.map(({ phone }) => phone)).toContain(phones[0]);

  const service = start(folder);
  const { origin } = await service.ready();
  // Whoever got no answer presses again: still one application each.
  const references = new Map<string, string>();
  for (const phone of phones) {
    const again = await submit(origin, phone);
    expect([200, 201]).toContain(again.status);
    references.set(phone, ((await again.json()) as Receipt).reference);
  }
  for (const { phone, reference } of acknowledged) expect(references.get(phone)).toBe(reference);
  expect((await forward(origin, "6")).status).toBe(303);
  const found = new Map<string, Status>();
  for (const phone of phones) {
    const status = await lookUp(origin, references.get(phone) ?? "", phone);
    expect(status.events.filter(({ type }) => type === "submitted")).toHaveLength(1);
    found.set(phone, status);
  }
  expect(found.size).toBe(phones.length);
  await forward(origin, "1");
  const texts = new Map(await Promise.all(phones.map(async (phone) => [phone, (await receiptsOn(origin, phone)).length] as const)));
  expect((await service.signal("SIGINT")).code).toBe(0);

  const receipts = (await messagesIn(folder)).filter(({ template }) => template === "receipt");
  expect(receipts).toHaveLength(phones.length);
  // Which is whose no row tells: so many as did not arrive are in doubt, all others did, once.
  const inDoubt = receipts.filter(({ state }) => state === "inDoubt").length;
  for (const { state } of receipts.filter((one) => one.state !== "inDoubt")) expect(state).toMatch(arrived);
  for (const [phone, count] of texts) expect({ phone, count: count <= 1 }).toEqual({ phone, count: true });
  expect([...texts.values()].filter((count) => count === 0).length).toBeLessThanOrEqual(inDoubt);
});

test("killed while a call is booked, it forgets nothing that was acknowledged and takes one seat for one request", manyStarts, async () => {
  const folder = newFolder();
  type Offered = { days: { slots: { id: string; free: number }[] }[] };
  const slotsOn = async (origin: string) => ((await (await fetch(`${origin}${apiPaths.callbacks}/slots`)).json()) as Offered).days.flatMap(({ slots }) => slots);
  const ask = (origin: string, n: number, slotId: string) =>
    fetch(`${origin}${apiPaths.callbacks}`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": `key-of-call-${n}-long-enough` },
      body: JSON.stringify(callRequest({ way: "slot", slotId, phone: testPhone(430 + n) })),
    });
  const first = start(folder);
  const before = (await slotsOn((await first.ready()).origin)).slice(-6);
  await first.signal("SIGKILL");

  const acknowledged = new Map<number, string>();
  for (const [n, { id }] of before.entries()) {
    const service = start(folder);
    const { origin } = await service.ready();
    await slotsOn(origin);
    const answer = ask(origin, n, id).then(
      async (sent) => (sent.status === 201 ? ((await sent.json()) as { reference: string }).reference : null),
      () => null,
    );
    if (n === 0) await answer;
    else await new Promise((resolve) => setTimeout(resolve, 4 + n * 9));
    await service.signal("SIGKILL");
    const reference = await answer;
    if (reference) acknowledged.set(n, reference);
  }
  expect(acknowledged.has(0)).toBe(true);

  const { origin } = await start(folder).ready();
  for (const [n, { id }] of before.entries()) {
    const again = await ask(origin, n, id);
    expect([200, 201]).toContain(again.status);
    const { reference } = (await again.json()) as { reference: string };
    expect(acknowledged.get(n) ?? reference).toBe(reference);
  }
  const after = new Map((await slotsOn(origin)).map(({ id, free }) => [id, free]));
  expect(before.map(({ id }) => after.get(id) ?? 0)).toEqual(before.map(({ free }) => free - 1));
});
