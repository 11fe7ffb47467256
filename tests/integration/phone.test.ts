import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { GetSMSAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { serve } from "@hono/node-server";
import type { CloudWatchLogsEvent } from "aws-lambda";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { createPhone } from "../../infra/local/phone.tsx";
import type { Text } from "../../infra/local/phone-texts.ts";
import { handOverTo } from "../support/sms-network.ts";
import { until } from "../support/service-process.ts";

const secret = "a secret of the test's own aggregator";
const at = "2026-11-21T15:10:00.000Z";
const seconds = String(Date.parse(at) / 1_000);
const to = "+84900000501";
const signature = (timestamp: string, body: string) => createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");

type Behaviour = { network: "sns" | "http"; taking?: string; receipts?: string };
type Notice = { logGroup: string; messageType: string; logEvents: { id: string; timestamp: number; message: string }[] };
type Webhook = { headers: Record<string, string>; body: string };

beforeAll(() => Object.assign(process.env, { AWS_REGION: "ap-southeast-1", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" }));

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "phone-"));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "phone.jsonl");
}

/** A phone behind a real server, with receivers that keep what they were told; waits are too short to notice, unless told otherwise. */
async function startPhone({ file = newFile(), refuseReceipts = 0, ...waits }: { file?: string; refuseReceipts?: number; slowMs?: number; receiptMs?: number; lateMs?: number } = {}) {
  const events: CloudWatchLogsEvent[] = [];
  const webhooks: Webhook[] = [];
  let refuse = refuseReceipts;
  const receive = <T,>(kept: T[], told: T) => {
    kept.push(told);
    refuse -= 1;
    if (refuse >= 0) throw new Error("the receiver is down");
  };
  const phone = createPhone({
    file,
    now: () => new Date(at),
    assetsVersion: "test",
    secret,
    receipts: { logs: async (event) => receive(events, event), webhook: async (request) => receive(webhooks, request) },
    waits: { slowMs: 300, receiptMs: 1, retryMs: 1, ...waits },
  });
  const server = serve({ fetch: phone.app.fetch, port: 0, hostname: "127.0.0.1" });
  await new Promise((resolve) => (server.listening ? resolve(null) : server.once("listening", resolve)));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const close = async () => {
    phone.stop();
    const closed = new Promise((resolve) => server.close(resolve));
    if ("closeAllConnections" in server) server.closeAllConnections();
    await closed;
  };
  closing.push(close);

  const state = async () => (await (await fetch(`${origin}/phone.json`)).json()) as { texts: Text[]; behaviours: unknown };
  return {
    ...phone,
    origin,
    events,
    webhooks,
    close,
    state,
    texts: async () => (await state()).texts,
    page: async () => (await fetch(`${origin}/phone`)).text(),
    set: ({ network, taking = "normal", receipts = "once" }: Behaviour) =>
      fetch(`${origin}/phone/behaviour`, { method: "POST", body: new URLSearchParams({ network, taking, receipts }), redirect: "manual" }),
    sns: (body = "Duong Ve: thu") => handOverTo(`${origin}/phone/sns/`, { to, body }),
    http: (change: Record<string, unknown> = {}, { signal, timestamp = seconds, signed }: { signal?: AbortSignal; timestamp?: string; signed?: string } = {}) => {
      const body = JSON.stringify({ id: "attempt-1", to: "84900000501", from: "DuongVe", text: "Duong Ve: thu", ...change });
      const headers = { "content-type": "application/json", "x-timestamp": timestamp, "x-signature": signed ?? signature(timestamp, body) };
      return fetch(`${origin}/phone/http/`, { method: "POST", headers, body, ...(signal ? { signal } : {}) });
    },
    status: (id: string) => fetch(`${origin}/phone/http/status/${id}`),
    probe: () => fetch(`${origin}/phone/http/probe`),
  };
}
type Phone = Awaited<ReturnType<typeof startPhone>>;

const noticeIn = (event: CloudWatchLogsEvent) => JSON.parse(gunzipSync(Buffer.from(event.awslogs.data, "base64")).toString()) as Notice;
const saidIn = (event: CloudWatchLogsEvent) => JSON.parse(noticeIn(event).logEvents[0]?.message ?? "{}") as { status: string; delivery: Record<string, unknown> };
const answerOf = async (response: Response) => ({ status: response.status, body: await response.json() });
/** Receipts come in order: once the last is kept, no more are on their way. */
const receipts = (phone: Phone, count: number) => until(async () => (await phone.texts())[0]?.receipts ?? [], (found) => found.length === count);

/** Asks the phone as SNS is asked whether it answers. */
async function snsProbe(origin: string): Promise<number> {
  const client = new SNSClient({ endpoint: `${origin}/phone/sns/`, maxAttempts: 1 });
  const answer = await client.send(new GetSMSAttributesCommand({})).then(
    ({ $metadata }) => $metadata,
    (thrown: { $metadata?: { httpStatusCode?: number } }) => thrown.$metadata ?? {},
  );
  client.destroy();
  return answer.httpStatusCode ?? 0;
}

describe("taking texts", () => {
  test("as SNS: the text is on the phone under the id the client was given", async () => {
    const phone = await startPhone();
    const handed = await phone.sns();
    const [text] = await phone.texts();
    expect(text).toMatchObject({ to, body: "Duong Ve: thu", sender: "DuongVe", at, network: "sns" });
    expect(handed).toEqual({ outcome: "handed", routeMessageId: text?.id });
    expect(await snsProbe(phone.origin)).toBe(200);
  });

  test.for(["84900000501", "+84900000501"])("as an aggregator, to %s", async (number) => {
    const phone = await startPhone();
    const answer = await answerOf(await phone.http({ to: number }));
    const [text] = await phone.texts();
    expect(text).toMatchObject({ to, body: "Duong Ve: thu", sender: "DuongVe", at, network: "http", attemptId: "attempt-1" });
    expect(answer).toEqual({ status: 200, body: { status: "accepted", messageId: text?.id } });
    expect((await phone.probe()).status).toBe(200);
  });

  test("an aggregator knows an attempt once it has it, after a restart too", async () => {
    const file = newFile();
    const first = await startPhone({ file });
    expect(await answerOf(await first.status("attempt-1"))).toEqual({ status: 404, body: { status: "unknownId" } });
    await first.http();
    await first.close();
    const again = await startPhone({ file });
    expect(await answerOf(await again.status("attempt-1"))).toEqual({ status: 200, body: { status: "accepted" } });
  });

  test.for([
    { what: "another secret", how: { signed: createHmac("sha256", "guessed").update("x").digest("hex") } },
    { what: "another moment", how: { timestamp: "1", signed: signature(seconds, JSON.stringify({ id: "attempt-1", to: "84900000501", from: "DuongVe", text: "Duong Ve: thu" })) } },
    { what: "nothing", how: { signed: "" } },
  ])("an aggregator takes nothing signed with $what", async ({ how }) => {
    const phone = await startPhone();
    expect(await answerOf(await phone.http({}, how))).toEqual({ status: 401, body: { error: "signature" } });
    expect(await phone.texts()).toEqual([]);
  });

  test.for([
    { change: { to: "0900000501" }, error: "invalidNumber" },
    { change: { to: "" }, error: "invalidNumber" },
    { change: { id: "" }, error: "badRequest" },
    { change: { text: 5 }, error: "badRequest" },
  ])("an aggregator refuses $change: $error", async ({ change, error }) => {
    const phone = await startPhone();
    expect(await answerOf(await phone.http(change))).toEqual({ status: 400, body: { error } });
    expect(await phone.texts()).toEqual([]);
  });

  test("the same attempt twice is two texts, and the page says so", async () => {
    const phone = await startPhone();
    const [one, two] = [await answerOf(await phone.http()), await answerOf(await phone.http())];
    expect(one.body.messageId).not.toBe(two.body.messageId);
    expect((await phone.texts()).map(({ repeats }) => repeats)).toEqual([undefined, "attempt"]);
    expect((await phone.page()).match(/Sent again: same attempt/g)).toHaveLength(1);
  });

  test("the same words again over the other network are two texts, and the page says so", async () => {
    const phone = await startPhone();
    await phone.http();
    await phone.sns();
    expect((await phone.texts()).map(({ repeats }) => repeats)).toEqual([undefined, "words"]);
    expect(await phone.page()).toContain("Same words again");
  });
});

describe("behaviours of a network", () => {
  test("both are normal until told otherwise, one does not change the other, and the page shows the choice", async () => {
    const phone = await startPhone();
    const usual = { taking: "normal", receipts: "once" };
    expect((await phone.state()).behaviours).toEqual({ sns: usual, http: usual });
    const answer = await phone.set({ network: "http", taking: "busy", receipts: "late" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/phone"]);
    expect((await phone.state()).behaviours).toEqual({ sns: usual, http: { taking: "busy", receipts: "late" } });
    const selected = [...(await phone.page()).matchAll(/<option value="(\w+)" selected/g)].map(([, value]) => value);
    expect(selected).toEqual(["normal", "once", "busy", "late"]);
  });

  test.for([
    { fields: { network: "pigeon", taking: "normal", receipts: "once" }, says: "network: one of sns, http" },
    { fields: { network: "sns", taking: "toString", receipts: "once" }, says: "taking: one of normal, slow, busy, broken, silent, refusing, unreachable" },
    { fields: { network: "sns", taking: "normal" }, says: "receipts: one of once, never, twice, late, failed, blocked, contradicting" },
  ])("$fields is refused in plain words", async ({ fields, says }) => {
    const phone = await startPhone();
    const answer = await fetch(`${phone.origin}/phone/behaviour`, { method: "POST", body: new URLSearchParams(fields as Record<string, string>) });
    expect([answer.status, await answer.text()]).toEqual([422, says]);
  });

  test("slow: the answer comes after the wait, and is a good one", async () => {
    const phone = await startPhone({ slowMs: 400 });
    for (const network of ["sns", "http"] as const) await phone.set({ network, taking: "slow" });
    const began = performance.now();
    const [sns, http] = await Promise.all([phone.sns(), phone.http()]);
    expect(performance.now() - began).toBeGreaterThan(390);
    expect([sns.outcome, http.status]).toEqual(["handed", 200]);
    expect(await phone.texts()).toHaveLength(2);
  });

  test.for([
    { taking: "busy", sns: { outcome: "notHanded", because: "Throttling", final: false }, status: 429, error: "busy" },
    { taking: "broken", sns: { outcome: "unknown", because: "InternalErrorException" }, status: 500, error: "internal" },
  ])("$taking: no text is taken and the probes fail", async ({ taking, sns, status, error }) => {
    const phone = await startPhone();
    for (const network of ["sns", "http"] as const) await phone.set({ network, taking });
    expect(await phone.sns()).toEqual(sns);
    expect(await answerOf(await phone.http())).toEqual({ status, body: { error } });
    expect(await phone.texts()).toEqual([]);
    expect([await snsProbe(phone.origin), (await phone.probe()).status, (await phone.status("attempt-1")).status]).toEqual([status, status, status]);
  });

  test("refusing: no number is good, while the network is up", async () => {
    const phone = await startPhone();
    for (const network of ["sns", "http"] as const) await phone.set({ network, taking: "refusing" });
    expect(await phone.sns()).toMatchObject({ outcome: "notHanded", final: true });
    expect(await answerOf(await phone.http())).toEqual({ status: 400, body: { error: "invalidNumber" } });
    expect(await phone.texts()).toEqual([]);
    expect([await snsProbe(phone.origin), (await phone.probe()).status]).toEqual([200, 200]);
  });

  test("unreachable: the line is cut before anything is read, for probes too", async () => {
    const phone = await startPhone();
    for (const network of ["sns", "http"] as const) await phone.set({ network, taking: "unreachable" });
    expect(await phone.sns()).toMatchObject({ outcome: "unknown" });
    await expect(phone.http()).rejects.toThrow("fetch failed");
    await expect(phone.probe()).rejects.toThrow("fetch failed");
    expect(await snsProbe(phone.origin)).toBe(0);
    expect(await phone.texts()).toEqual([]);
  });

  test("silent: the text is taken, nobody hears of it, and asking after it finds it", async () => {
    const phone = await startPhone();
    await phone.set({ network: "http", taking: "silent" });
    const patience = new AbortController();
    const handing = phone.http({}, { signal: patience.signal }).catch((thrown: Error) => thrown.name);
    await until(phone.texts, (found) => found[0]?.receipts.length === 1);
    patience.abort();
    expect(await handing).toBe("AbortError");
    expect(await phone.texts()).toHaveLength(1);
    expect(await answerOf(await phone.status("attempt-1"))).toEqual({ status: 200, body: { status: "accepted" } });
    expect((await phone.probe()).status).toBe(200);
  });

  test("silent, as SNS: the text is taken, and the client is in doubt; stopping lets it go at once", async () => {
    const phone = await startPhone();
    await phone.set({ network: "sns", taking: "silent" });
    const handing = phone.sns();
    await until(phone.texts, (found) => found.length === 1);
    phone.stop();
    expect(await handing).toMatchObject({ outcome: "unknown" });
    expect(await phone.texts()).toHaveLength(1);
  });
});

const delivered = { status: "SUCCESS", group: "" };
const failed = { status: "FAILURE", group: "/Failure" };
const ways = [
  { way: "once", told: [delivered], statuses: ["DELIVRD"], reached: true },
  { way: "twice", told: [delivered, delivered], statuses: ["DELIVRD", "DELIVRD"], reached: true },
  { way: "failed", told: [failed], statuses: ["UNDELIV"], reached: false },
  { way: "blocked", told: [failed], statuses: ["UNDELIV"], reached: false },
  { way: "contradicting", told: [delivered, failed], statuses: ["DELIVRD", "UNDELIV"], reached: true },
] as const;

describe("receipts", () => {
  test.for(ways)("$way, as SNS's delivery log through CloudWatch", async ({ way, told, reached }) => {
    const phone = await startPhone();
    await phone.set({ network: "sns", receipts: way });
    await phone.sns();
    await receipts(phone, told.length);
    expect(phone.events.map((event) => ({ status: saidIn(event).status, group: noticeIn(event).logGroup.split("DirectPublishToPhoneNumber")[1] }))).toEqual(told);
    expect((await phone.texts())[0]?.lost).toBe(reached ? undefined : way);
    expect((await phone.page()).includes("Never reached the phone")).toBe(!reached);
    expect(phone.webhooks).toEqual([]);
  });

  test.for(ways)("$way, as an aggregator's webhook", async ({ way, told, statuses }) => {
    const phone = await startPhone();
    await phone.set({ network: "http", receipts: way });
    await phone.http();
    await receipts(phone, told.length);
    expect(phone.webhooks.map(({ body }) => JSON.parse(body))).toEqual(statuses.map((status) => ({ id: "attempt-1", status, reason: expect.any(String) })));
    expect(phone.events).toEqual([]);
  });

  test("a line of SNS's log has what AWS writes there", async () => {
    const phone = await startPhone();
    await phone.set({ network: "sns", receipts: "blocked" });
    await phone.sns();
    await receipts(phone, 1);
    const notice = phone.events.map(noticeIn)[0];
    expect(notice).toMatchObject({
      messageType: "DATA_MESSAGE",
      logGroup: "sns/ap-southeast-1/000000000000/DirectPublishToPhoneNumber/Failure",
      logEvents: [{ id: expect.stringMatching(/^\d{56}$/), timestamp: Date.parse(at) }],
    });
    expect(JSON.parse(notice?.logEvents[0]?.message ?? "")).toMatchObject({
      notification: { messageId: (await phone.texts())[0]?.id, timestamp: "2026-11-21 15:10:00.000" },
      delivery: { destination: to, providerResponse: "Phone carrier has blocked this message", dwellTimeMs: 0, smsType: "Transactional", numberOfMessageParts: 1 },
      status: "FAILURE",
    });
  });

  test("a webhook is signed over its moment and its body, and says why", async () => {
    const phone = await startPhone();
    await phone.set({ network: "http", receipts: "blocked" });
    await phone.http();
    await receipts(phone, 1);
    const { headers, body } = phone.webhooks[0] ?? { headers: {}, body: "" };
    expect(JSON.parse(body)).toEqual({ id: "attempt-1", status: "UNDELIV", reason: "brandNameBlocked" });
    expect(headers).toMatchObject({ "x-timestamp": seconds, "x-signature": signature(seconds, body) });
  });

  test("never: none comes, however long one waits", async () => {
    const phone = await startPhone();
    await phone.set({ network: "http", receipts: "never" });
    await phone.http();
    await phone.set({ network: "http", receipts: "once" });
    await phone.http({ id: "attempt-2" });
    await until(phone.texts, (found) => found[1]?.receipts.length === 1);
    await phone.flushLate();
    expect(phone.webhooks.map(({ body }) => JSON.parse(body).id)).toEqual(["attempt-2"]);
  });

  test("late: comes when the time is moved, and once only", async () => {
    const phone = await startPhone();
    await phone.set({ network: "sns", receipts: "late" });
    await phone.sns();
    expect(phone.events).toEqual([]);
    await phone.flushLate();
    expect(phone.events.map((event) => saidIn(event).status)).toEqual(["SUCCESS"]);
    await phone.flushLate();
    expect(phone.events).toHaveLength(1);
  });

  test("late: comes by itself when nobody moves the time", async () => {
    const phone = await startPhone({ lateMs: 20 });
    await phone.set({ network: "sns", receipts: "late" });
    await phone.sns();
    await receipts(phone, 1);
    await phone.flushLate();
    expect(phone.events).toHaveLength(1);
  });

  test("a receiver that is down is told again twice", async () => {
    const phone = await startPhone({ refuseReceipts: 2 });
    await phone.http();
    expect(await receipts(phone, 1)).toEqual([{ status: "delivered", reason: "delivered", at, taken: true }]);
    expect(phone.webhooks).toHaveLength(3);
  });

  test("a receiver that stays down is left alone, and the phone goes on", async () => {
    const phone = await startPhone({ refuseReceipts: 3 });
    await phone.sns();
    expect(await receipts(phone, 1)).toMatchObject([{ status: "delivered", taken: false }]);
    expect(phone.events).toHaveLength(3);
    expect(await phone.page()).toContain("nobody took it");
    expect(await phone.http()).toMatchObject({ status: 200 });
  });

  test("an HTTP error is no receipt taken", async () => {
    const answers = [new Response(null, { status: 500 }), new Response(null, { status: 204 })];
    const phone = createPhone({ file: newFile(), now: () => new Date(at), assetsVersion: "test", secret, receipts: { webhook: async () => answers.shift() }, waits: { receiptMs: 1, retryMs: 1 } });
    const body = JSON.stringify({ id: "attempt-1", to, from: "DuongVe", text: "x" });
    await phone.app.request("/phone/http/", { method: "POST", body, headers: { "x-timestamp": seconds, "x-signature": signature(seconds, body) } });
    await until(() => answers.length, (left) => left === 0);
  });

  test("nothing is sent after it was stopped", async () => {
    const phone = await startPhone({ receiptMs: 60_000 });
    await phone.http();
    await phone.set({ network: "sns", receipts: "late" });
    await phone.sns();
    phone.stop();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await phone.flushLate();
    expect([phone.webhooks, phone.events]).toEqual([[], []]);
  });
});

describe("what is kept", () => {
  test("a restart keeps texts, how they came, and their receipts", async () => {
    const file = newFile();
    const first = await startPhone({ file });
    await first.set({ network: "http", receipts: "contradicting" });
    await first.http();
    await receipts(first, 2);
    await first.sns("Duong Ve: khac");
    await until(first.texts, (found) => found[1]?.receipts.length === 1);
    const kept = await first.texts();
    await first.close();
    const again = await startPhone({ file });
    expect(await again.texts()).toEqual(kept);
    expect((await again.state()).behaviours).toMatchObject({ http: { receipts: "once" } });
  });

  test("lines from before there were two networks are SNS's; half a line never arrived", async () => {
    const file = newFile();
    const old = { id: "1", to, body: "Duong Ve: cu", sender: "DuongVe", at };
    writeFileSync(file, `${JSON.stringify(old)}\n{"id":"2","to`);
    const phone = await startPhone({ file });
    expect(await phone.texts()).toEqual([{ ...old, network: "sns", receipts: [] }]);
    await phone.sns();
    expect(readFileSync(file, "utf8")).toContain(`${JSON.stringify(old)}\n{"id":`);
  });

  test("a damaged file is told in one sentence", () => {
    const file = newFile();
    writeFileSync(file, "{}\n");
    expect(() => createPhone({ file, now: () => new Date(at), assetsVersion: "test", secret })).toThrow(/^The phone's file .*phone\.jsonl is damaged; delete it/);
  });

  test("the page says over which network each text came and what became of it", async () => {
    const phone = await startPhone();
    await phone.http();
    await receipts(phone, 1);
    const page = await phone.page();
    expect(page).toMatch(/DuongVe · [^<]+ · HTTP aggregator · attempt attempt-1/);
    expect(page).toMatch(/Receipt [^<]+: delivered, “delivered”/);
  });
});
