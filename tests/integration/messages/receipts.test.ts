import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { DeleteCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { receive } from "../../../functions/messages/receive.ts";
import { createReceiptsApp } from "../../../functions/messages/receipts/app.ts";
import type { HandOver, Receipt, RouteName } from "../../../functions/messages/routes/route.ts";
import { send } from "../../../functions/messages/send.ts";
import { createMessageStore } from "../../../functions/messages/store.ts";
import { messageKey } from "../../../functions/platform/outbox.ts";
import { createOwnTexts } from "../../../functions/platform/own-texts.ts";
import { createSeal } from "../../../functions/platform/seal.ts";
import type { Message } from "../../../shared/messages/message.ts";
import { apiPaths } from "../../../shared/paths.ts";
import { secret, settingsOf } from "../../support/aggregator.ts";
import { busy, createCarrier, emptyMessages, unknown, type OwnMessages, type Promised } from "../../support/sender.ts";
import { denied, withFault, withOther } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";
import { keepLog } from "../../support/kept-log.ts";

/** Wednesday 25/11/2026, ten in the morning in Vietnam. */
const morning = "2026-11-25T03:00:00.000Z";

let world: World;
let on: OwnMessages;
/** What takes receipts in: it cannot open what is sealed. */
let receiver: Parameters<typeof receive>[0];
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.moveTo(morning);
  world.logged.length = 0;
  on = await emptyMessages(world);
  receiver = { store: createMessageStore(world.client, on.table, createSeal("a secret nothing was sealed with, ever")), log: world.deps.log, now: world.now };
});

const seconds = (n: number): void => world.forward(n * 1_000);
const nameOf = ({ id }: Message): string => `their-${id}`;
const said = (id: string, status: Receipt["status"], route: RouteName = "sns"): Receipt => ({ route, id, status, ...(status === "undelivered" ? { because: "phoneUnreachable" } : {}) });
const take = (receipt: Receipt): Promise<void> => receive(receiver, receipt);
const moves = async (message: Message): Promise<string[]> => (await on.rowOf(message)).story.map(({ what }: { what: string }) => what);
const toCall = async () => (await createOwnTexts(world.client, on.table, "hotline").toCall(200)).texts.map(({ id }) => id);

/** Hands a text over to a network that calls it by a name of its own; `before` happens while the network is asked. */
async function handOver(message: Promised, before: () => Promise<unknown> = async () => {}): Promise<void> {
  const carrier = createCarrier(world.now);
  carrier.answers.set(message.to, [
    async () => {
      await before();
      return { outcome: "handed", routeMessageId: nameOf(message) };
    },
  ]);
  await send(on.sender([carrier.route], { rates: { sns: 1_000_000 } }), message);
}
const handed = async (change: Partial<Message> = {}): Promise<Promised> => {
  const message = await on.promised(change);
  await handOver(message);
  return message;
};

describe("what a network says of a text", () => {
  test("delivered", async () => {
    const message = await handed();
    await take(said(nameOf(message), "delivered"));
    expect(await on.rowOf(message)).toMatchObject({ state: "delivered", routeMessageId: nameOf(message) });
    expect(await moves(message)).toEqual(["promised", "claim", "handOver", "deliver"]);
    expect(await toCall()).toEqual([]);
  });

  test("not delivered: the desk is asked to call, by its reason, and the operators' log says so once", async () => {
    const message = await handed();
    seconds(60);
    for (const status of ["undelivered", "undelivered", "delivered"] as const) await take(said(nameOf(message), status));
    expect(await on.rowOf(message)).toMatchObject({ state: "undelivered", because: "phoneUnreachable", callInstead: "hotline", callInsteadAt: "2026-11-25T03:01:00.000Z" });
    expect(await toCall()).toEqual([message.id]);
    expect(world.logged.filter(({ code }) => code === "MESSAGE_UNDELIVERED")).toEqual([{ level: "warn", code: "MESSAGE_UNDELIVERED", fields: { messageId: message.id, because: "phoneUnreachable" } }]);
  });

  test("not delivered, for several reasons one after another: by the first, even if it came before the mark", async () => {
    const message = await on.promised();
    const because = (reason: string): Promise<void> => take({ ...said(nameOf(message), "undelivered"), because: reason });
    await handOver(message, async () => {
      await because("optedOut");
      await because("unknown");
    });
    await because("blocked");
    expect(await on.rowOf(message)).toMatchObject({ state: "undelivered", because: "optedOut" });
  });

  test("not delivered, of a code: nobody is asked to call", async () => {
    const message = await handed(on.code());
    await take(said(nameOf(message), "undelivered"));
    expect(await on.rowOf(message)).toMatchObject({ state: "undelivered" });
    expect(await toCall()).toEqual([]);
  });

  test("not delivered, of what was taken back: nobody is asked to call", async () => {
    const message = await handed();
    await on.write(on.outbox.withdraw(message, "moved", world.now()));
    await take(said(nameOf(message), "undelivered"));
    expect(await on.rowOf(message)).toMatchObject({ state: "undelivered" });
    expect(await toCall()).toEqual([]);
  });

  test("under one route's name says nothing of another route's text", async () => {
    const message = await handed();
    await take(said(nameOf(message), "undelivered", "http"));
    expect(await on.rowOf(message)).toMatchObject({ state: "handed" });
  });

  test("of a text nobody knows, or that has lapsed, changes nothing and is no error; what is kept of it lapses in a week", async () => {
    const message = await handed();
    await take(said("nobody's", "undelivered"));
    await world.client.send(new DeleteCommand({ TableName: on.table, Key: messageKey(message) }));
    await take(said(nameOf(message), "undelivered"));
    const { Items = [] } = await world.client.send(new ScanCommand({ TableName: on.table, ConsistentRead: true }));
    const kept = Items.filter(({ sk }) => sk === "RECEIPT");
    expect(kept).toHaveLength(2);
    for (const row of kept) expect(row.expiresAtSeconds).toBe(Date.parse(morning) / 1_000 + 7 * 86_400);
    expect(Items.filter(({ sk }) => String(sk).startsWith("MESSAGE"))).toEqual([]);
    expect(await toCall()).toEqual([]);
  });

  test("what is kept beside it names the text by its subject and nothing of the person", async () => {
    const message = await handed();
    await take(said(nameOf(message), "delivered"));
    const { Items = [] } = await world.client.send(new ScanCommand({ TableName: on.table, ConsistentRead: true }));
    expect(Items.find(({ sk }) => sk === "RECEIPT")).toEqual({
      pk: `RECEIPT#sns#${nameOf(message)}`,
      sk: "RECEIPT",
      ref: { area: "hotline", subject: message.subject, id: message.id },
      delivered: true,
      expiresAtSeconds: Date.parse(morning) / 1_000 + 7 * 86_400,
    });
    expect(JSON.stringify(Items)).not.toContain(message.to.slice(-9));
  });
});

describe("in whatever order and however often it is said", () => {
  type Word = "mark" | "delivered" | "undelivered";
  const statuses = ["delivered", "undelivered"] as const;
  const ofLength = (length: number): Receipt["status"][][] => (length === 0 ? [[]] : ofLength(length - 1).flatMap((rest) => statuses.map((status) => [...rest, status])));
  /** Every way to say nothing, or up to three things, around the mark of the hand-over. */
  const every: Word[][] = [0, 1, 2, 3].flatMap(ofLength).flatMap((all) => Array.from({ length: all.length + 1 }, (_, place) => [...all.slice(0, place), "mark" as const, ...all.slice(place)]));
  const weightiest = (words: readonly Word[]): string => (words.includes("undelivered") ? "undelivered" : words.includes("delivered") ? "delivered" : "handed");

  /** Says it all, in this order. */
  async function tell(words: readonly Word[]): Promise<Promised> {
    const message = await on.promised();
    const say = async (all: readonly Word[]): Promise<void> => {
      for (const word of all) if (word !== "mark") await take(said(nameOf(message), word));
    };
    const mark = words.indexOf("mark");
    await handOver(message, () => say(words.slice(0, mark)));
    await say(words.slice(mark + 1));
    return message;
  }

  test(`all ${every.length} orders of up to three receipts and the mark end in the weightiest thing said, and the desk is told accordingly`, async () => {
    expect(every).toHaveLength(49);
    for (let from = 0; from < every.length; from += 7) {
      await Promise.all(
        every.slice(from, from + 7).map(async (words) => {
          const message = await tell(words);
          const row = await on.rowOf(message);
          const ending = weightiest(words);
          expect({ words, state: row.state, call: row.callInstead }).toEqual({ words, state: ending, call: ending === "undelivered" ? "hotline" : undefined });
          for (const gone of ["sealed", "dueShard"]) expect(row).not.toHaveProperty(gone);
        }),
      );
    }
  });

  test("said all again, nothing changes: neither state nor story", async () => {
    for (const words of every.filter(({ length }) => length === 3)) {
      const message = await tell(words);
      const before = await on.rowOf(message);
      seconds(60);
      for (const word of words) if (word !== "mark") await take(said(nameOf(message), word));
      expect(await on.rowOf(message)).toEqual(before);
    }
  });

  test("and by several at the same moment, together with the mark", async () => {
    await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        const message = await on.promised();
        const both = n % 2 ? statuses : statuses.toReversed();
        let late: Promise<unknown> = Promise.resolve();
        await handOver(message, async () => void (late = Promise.all([...both, ...both].map((status) => take(said(nameOf(message), status))))));
        await late;
        expect(await on.rowOf(message)).toMatchObject({ state: "undelivered", callInstead: "hotline" });
        expect((await moves(message)).filter((move) => move === "undeliver")).toHaveLength(1);
      }),
    );
  });

  test("even between the moment the text's name is known and the mark", async () => {
    for (const [status, ending] of [["delivered", "delivered"], ["undelivered", "undelivered"]] as const) {
      const message = await on.promised();
      // The turn, the name, then the mark.
      await withOther(world.client, { command: "UpdateItemCommand", pass: 2 }, () => take(said(nameOf(message), status)), () => handOver(message));
      expect(await on.rowOf(message)).toMatchObject({ state: ending });
      expect(await moves(message)).toEqual(["promised", "claim", status === "delivered" ? "deliver" : "undeliver"]);
      await take(said(nameOf(message), "undelivered"));
      expect(await on.rowOf(message)).toMatchObject({ state: "undelivered" });
    }
  });
});

describe("of a text in doubt", () => {
  const lookUp = async (): Promise<HandOver> => ({ outcome: "unknown", because: "http500" });
  /** Sent by an aggregator that was not heard again; it can be asked, in vain. */
  async function doubtful(canBeAsked: boolean, meanwhile: (attemptId: string) => Promise<void> = async () => {}): Promise<Promised> {
    const carrier = createCarrier(world.now, { name: "http", otherwise: async () => unknown, ...(canBeAsked ? { lookUp } : {}) });
    const message = await on.promised();
    const own = on.sender([carrier.route]);
    await send(own, message);
    await meanwhile(`${message.id}.1`);
    seconds(300);
    await send(own, message);
    return message;
  }

  test.each([true, false])("the network calls it by the name we gave the attempt: delivered, and nobody need call (it can be asked: %s)", async (canBeAsked) => {
    const message = await doubtful(canBeAsked);
    expect(await on.rowOf(message)).toMatchObject({ state: "inDoubt", callInstead: "hotline" });
    await take(said(`${message.id}.1`, "delivered", "http"));
    expect(await on.rowOf(message)).toMatchObject({ state: "delivered" });
    expect(await toCall()).toEqual([]);
  });

  test.each([true, false])("not delivered: whoever was asked to call still is, since the first moment (it can be asked: %s)", async (canBeAsked) => {
    const message = await doubtful(canBeAsked);
    const { callInsteadAt } = await on.rowOf(message);
    seconds(600);
    await take(said(`${message.id}.1`, "undelivered", "http"));
    expect(await on.rowOf(message)).toMatchObject({ state: "undelivered", because: "phoneUnreachable", callInstead: "hotline", callInsteadAt });
  });

  test.each([
    ["delivered", "delivered", []],
    ["undelivered", "undelivered", ["called"]],
  ] as const)("said before anybody doubted: %s", async (status, state, calls) => {
    const message = await doubtful(true, (attemptId) => take(said(attemptId, status, "http")));
    expect(await on.rowOf(message)).toMatchObject({ state });
    expect(await toCall()).toEqual(calls.map(() => message.id));
  });

  test("a receipt of an attempt that was not handed over does not touch the next one", async () => {
    const carrier = createCarrier(world.now, { name: "http" });
    const message = await on.promised();
    carrier.answers.set(message.to, [busy, async ({ attemptId }) => ({ outcome: "handed", routeMessageId: attemptId })]);
    await send(on.sender([carrier.route]), message);
    await take(said(`${message.id}.1`, "undelivered", "http"));
    expect(await on.rowOf(message)).toMatchObject({ state: "handed", routeMessageId: `${message.id}.2` });
    await take(said(`${message.id}.2`, "delivered", "http"));
    expect(await on.rowOf(message)).toMatchObject({ state: "delivered" });
  });
});

describe("the aggregator's door", () => {
  const settings = settingsOf("https://sms.example/");
  const appOf = (aggregator: typeof settings | null = settings, key = secret) => createReceiptsApp(receiver, aggregator, key);
  const signed = (body: string, { at = world.now(), key = secret }: { at?: Date; key?: string } = {}): Record<string, string> => {
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    return { "content-type": "application/json", "X-Timestamp": timestamp, "X-Signature": createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex") };
  };
  const knock = async (body: string, headers = signed(body), app = appOf()) => {
    const answer = await app.request(apiPaths.receipts, { method: "POST", headers, body });
    return { status: answer.status, body: await answer.text() };
  };
  const undelivered = (id: string): string => JSON.stringify({ id, status: "UNDELIV", reason: "27" });
  async function byAggregator(): Promise<Promised> {
    const carrier = createCarrier(world.now, { name: "http", otherwise: async ({ attemptId }) => ({ outcome: "handed", routeMessageId: attemptId }) });
    const message = await on.promised();
    await send(on.sender([carrier.route]), message);
    return message;
  }

  test("takes in what is signed, however often it comes: 204", async () => {
    const message = await byAggregator();
    const body = undelivered(`${message.id}.1`);
    const headers = signed(body);
    expect(await knock(body, headers)).toEqual({ status: 204, body: "" });
    const after = await on.rowOf(message);
    expect(after).toMatchObject({ state: "undelivered", because: "27", callInstead: "hotline" });
    for (let again = 0; again < 3; again += 1) {
      seconds(60);
      expect(await knock(body, headers)).toEqual({ status: 204, body: "" });
    }
    expect(await on.rowOf(message)).toEqual(after);
  });

  test("takes nothing in while a text is on its way: 204", async () => {
    const message = await byAggregator();
    expect(await knock(JSON.stringify({ id: `${message.id}.1`, status: "ENROUTE" }))).toEqual({ status: 204, body: "" });
    expect(await on.rowOf(message)).toMatchObject({ state: "handed" });
  });

  test("is shut to everybody else, all alike: 401, and nothing is written", async () => {
    const message = await byAggregator();
    const body = undelivered(`${message.id}.1`);
    const { webhook: _webhook, ...without } = settings;
    const others = [
      await knock(body, {}),
      await knock(body, signed(body, { key: `${secret}x` })),
      await knock(body, signed(`${body} `)),
      await knock(body, signed(body, { at: new Date(world.now().getTime() - 301_000) })),
      await knock("no JSON", {}),
      await knock(body, signed(body), appOf(null)),
      await knock(body, signed(body), appOf(without)),
      await knock(body, signed(body, { key: "" }), appOf(settings, "")),
    ];
    for (const answer of others) expect(answer).toEqual({ status: 401, body: "" });
    expect(world.logged.filter(({ code }) => code === "RECEIPT_NOT_SIGNED")).toHaveLength(others.length);
    expect(await on.rowOf(message)).toMatchObject({ state: "handed" });
    const { Items = [] } = await world.client.send(new ScanCommand({ TableName: on.table, ConsistentRead: true }));
    for (const row of Items.filter(({ sk }) => sk === "RECEIPT")) expect(row).not.toHaveProperty("undelivered");
  });

  test("signed and not understood: 422; too much: 413; another way in: 404", async () => {
    expect(await knock("{}")).toEqual({ status: 422, body: "" });
    expect(world.logged).toContainEqual({ level: "warn", code: "RECEIPTS_NOT_UNDERSTOOD", fields: { count: 1 } });
    expect((await knock(JSON.stringify({ id: "t", status: "DELIVRD", more: "x".repeat(16_384) }))).status).toBe(413);
    expect((await appOf().request(apiPaths.receipts)).status).toBe(404);
  });

  test("when the table fails: 500 without a word, so that the aggregator says it again; then it counts", async () => {
    const message = await byAggregator();
    const body = undelivered(`${message.id}.1`);
    expect(await withFault(world.client, { command: "UpdateItemCommand", times: 1, error: denied }, () => knock(body))).toMatchObject({ answer: { status: 500, body: "" } });
    expect(world.logged).toContainEqual({ level: "error", code: "REQUEST_FAILED", fields: { method: "POST", route: apiPaths.receipts, errorName: "AccessDeniedException" } });
    // What was noted but not acted on counts too when it is said again.
    expect(await withFault(world.client, { command: "UpdateItemCommand", pass: 1, times: 1, error: denied }, () => knock(body))).toMatchObject({ answer: { status: 500 } });
    expect(await knock(body)).toEqual({ status: 204, body: "" });
    expect(await on.rowOf(message)).toMatchObject({ state: "undelivered" });
  });

  test("what it logs holds no number, whatever it is told", async () => {
    const message = await byAggregator();
    await knock(JSON.stringify({ id: `${message.id}.1`, status: "UNDELIV", reason: `phone ${message.to} is off`, to: message.to }));
    await knock(JSON.stringify({ id: message.to, status: "DELIVRD" }));
    await knock(message.to);
    expect(await on.rowOf(message)).toMatchObject({ state: "undelivered", because: "other" });
    expect(JSON.stringify(world.logged)).not.toContain(message.to.slice(-9));
  });
});

describe("SNS's delivery log", () => {
  const line = (messageId: string, status: "SUCCESS" | "FAILURE", to: string) =>
    JSON.stringify({
      notification: { messageId, timestamp: "2026-11-25 03:00:00.000" },
      delivery: { phoneCarrier: "Carrier", mnc: 1, mcc: 452, destination: to, priceInUSD: 0.05, smsType: "Transactional", providerResponse: status === "SUCCESS" ? "Message has been accepted by phone carrier" : "Phone is currently unreachable/unavailable", dwellTimeMs: 599 },
      status,
    });
  const delivery = (lines: readonly string[]) => ({ awslogs: { data: gzipSync(JSON.stringify({ messageType: "DATA_MESSAGE", logEvents: lines.map((message, n) => ({ id: String(n), timestamp: 0, message })) })).toString("base64") } });
  const context: Context = Object.create(null);

  /** The function itself, as it is wired, and every line it writes. */
  async function handlerOn(table: string) {
    vi.stubEnv("MESSAGES_TABLE", table);
    vi.stubEnv("SMS_AGGREGATOR", "null");
    vi.stubEnv("SMS_AGGREGATOR_SECRET", "");
    vi.resetModules();
    const { handler } = await import("../../../functions/messages/receipts/logs.ts");
    vi.unstubAllEnvs();
    return async (lines: readonly string[]): Promise<string> => {
      let written = "";
      const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write").mockImplementation((text) => ((written += String(text)), true)));
      try {
        await handler(delivery(lines), context);
      } finally {
        for (const spy of spies) spy.mockRestore();
      }
      keepLog(written);
      return written;
    };
  }

  test("a delivery of many lines: each text is told of, what is not understood is counted, twice is as once, and no log line holds a number", async () => {
    const texts = await Promise.all([handed(), handed(), handed()]);
    const [well, badly, both] = texts;
    const handle = await handlerOn(on.table);
    const lines = [line(nameOf(well), "SUCCESS", well.to), line(nameOf(badly), "FAILURE", badly.to), `phone ${badly.to} is off`, line(nameOf(both), "FAILURE", both.to), line(nameOf(both), "SUCCESS", both.to), line("nobody's", "FAILURE", "+84900000999")];
    const written = (await handle(lines)) + (await handle(lines.toReversed()));
    expect(await Promise.all(texts.map(async (text) => (await on.rowOf(text)).state))).toEqual(["delivered", "undelivered", "undelivered"]);
    expect(await on.rowOf(badly)).toMatchObject({ because: "phoneUnreachable", callInstead: "hotline" });
    expect((await moves(both)).filter((move) => move === "undeliver")).toHaveLength(1);
    expect(new Set(await toCall())).toEqual(new Set([badly.id, both.id]));
    expect(written.match(/RECEIPTS_NOT_UNDERSTOOD/g)).toHaveLength(2);
    expect(written.match(/MESSAGE_UNDELIVERED/g)).toHaveLength(2);
    expect(written).toContain(badly.id);
    expect(written).not.toMatch(/849\d{8}/);
  });

  test("when the table fails, the delivery fails and is repeated", async () => {
    const text = await handed();
    const handle = await handlerOn("no-such-table");
    await expect(handle([line(nameOf(text), "SUCCESS", text.to)])).rejects.toThrow();
  });
});
