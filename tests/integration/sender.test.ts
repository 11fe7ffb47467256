import { GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { HandOver, Route } from "../../functions/messages/routes/route.ts";
import { createSnsRoute } from "../../functions/messages/routes/sns.ts";
import { messageKey, promise } from "../../functions/platform/outbox.ts";
import type { Message } from "../../shared/messages/message.ts";
import { e164, received } from "../support/applications.ts";
import { motherForSon, testPhone } from "../support/people.ts";
import { handOverTo, snsAccepted, snsError, startNetwork } from "../support/sms-network.ts";
import { denied, cutOff, withFault } from "../support/table-calls.ts";
import { saturdayNight, startWorld, type World } from "../support/world.ts";

type Text = { to: string; body: string };
type Given = HandOver | (() => Promise<HandOver>);

let world: World;
let phone: Route;
/** What the network answers next to each number, in order; once used up, the real SNS client speaks to the phone. */
const answers = new Map<string, Given[]>();
const handed: (Text & { at: string })[] = [];
const route: Route = {
  handOver: async (text) => {
    handed.push({ ...text, at: world.now().toISOString() });
    const given = answers.get(text.to)?.shift();
    if (given === undefined) return phone.handOver(text);
    return typeof given === "function" ? given() : given;
  },
};
beforeAll(async () => {
  world = await startWorld({ route });
  phone = createSnsRoute("DuongVe");
});
afterAll(() => world.stop());
beforeEach(() => {
  world.moveTo(saturdayNight);
  answers.clear();
});

const busy: HandOver = { outcome: "notHanded", because: "ThrottlingException", final: false };
const refused: HandOver = { outcome: "notHanded", because: "InvalidParameterException", final: true };
const unknown: HandOver = { outcome: "unknown", because: "TimeoutError" };
const accepted: HandOver = { outcome: "handed", routeMessageId: "m" };
const seconds = (n: number) => world.forward(n * 1_000);
const later = (ms: number) => new Date(world.now().getTime() + ms).toISOString();

let count = 0;
/** A promise as an area writes it, to a number of its own. */
async function promised(change: Partial<Message> = {}): Promise<Message & { to: string }> {
  count += 1;
  const at = world.now().toISOString();
  const { contact } = motherForSon();
  const message = {
    id: `message-${count}`,
    state: "waiting" as const,
    lane: "notice" as const,
    template: "receipt" as const,
    language: "vi" as const,
    values: { hint: "K7M4" },
    to: `+8490000${String(count).padStart(4, "0")}`,
    reason: "justDone" as const,
    contact: { ...contact, textsAgreed: true, askedAt: at },
    createdAt: at,
    dueAt: at,
    notAfter: later(72 * 3_600_000),
    attempts: 0,
    ...change,
  };
  await world.client.send(new TransactWriteCommand({ TransactItems: [promise(world.names.messages, message)] }));
  return message;
}
const rowOf = async ({ id }: Message) => (await world.client.send(new GetCommand({ TableName: world.names.messages, Key: messageKey(id), ConsistentRead: true }))).Item;
const handedTo = ({ to }: { to: string }) => handed.filter((text) => text.to === to);
const onPhone = async ({ to }: { to: string }) => (await world.texts()).filter((text) => text.to === to);

describe("when", () => {
  test("not before it is due: neither the stream nor the sweep sends it, and the first sweep after does", async () => {
    const message = await promised({ dueAt: later(3_600_000) });
    await world.send(message.id);
    seconds(3_599);
    await Promise.all([world.send(message.id), world.sweep()]);
    expect(handedTo(message)).toEqual([]);
    expect(await rowOf(message)).toMatchObject({ state: "waiting", attempts: 0 });
    seconds(1);
    await world.sweep();
    expect(await onPhone(message)).toHaveLength(1);
  });

  test("not after its time: at the last moment it is sent, a millisecond later it is stopped", async () => {
    const [last, late] = [await promised({ notAfter: later(600_000) }), await promised({ notAfter: later(599_999) })];
    seconds(600);
    await world.sweep();
    expect(await rowOf(last)).toMatchObject({ state: "handed" });
    expect(await rowOf(late)).toMatchObject({ state: "stopped", because: "tooLate", attempts: 0 });
    expect(await onPhone(late)).toEqual([]);
  });

  test("a message that does not exist, or is stopped from birth, is nobody's to send", async () => {
    const stopped = await promised({ state: "stopped", because: "noMatch" });
    await world.send("message-of-nobody");
    await world.send("");
    await world.send(stopped.id);
    await world.sweep();
    expect(handedTo(stopped)).toEqual([]);
    expect(await rowOf(stopped)).toMatchObject({ state: "stopped", because: "noMatch" });
  });

  test("more than one sweep's worth is sent by the sweeps that follow", async () => {
    const many = await Promise.all(Array.from({ length: 240 }, () => promised()));
    for (const { to } of many) answers.set(to, [accepted]);
    for (let sweeps = 0; sweeps < 4; sweeps += 1) await world.sweep();
    expect(many.map((message) => handedTo(message).length)).toEqual(many.map(() => 1));
  });

  test("one message that cannot be worked on does not hold up the others", async () => {
    const [bad, good] = [await promised(), await promised()];
    answers.set(bad.to, [() => Promise.reject(new Error("lost in the middle"))]);
    await expect(world.sweep()).rejects.toThrow();
    expect(world.logged).toContainEqual({ level: "error", code: "SWEEP_FAILED_SOME", fields: { count: 1 } });
    expect(await rowOf(good)).toMatchObject({ state: "handed" });
    expect(await rowOf(bad)).toMatchObject({ state: "handing", attempts: 1 });
  });
});

describe("once", () => {
  test("stream and sweep together give one text", async () => {
    const message = await promised();
    await Promise.all([world.send(message.id), world.sweep()]);
    await Promise.all([world.send(message.id), world.sweep()]);
    expect(await onPhone(message)).toHaveLength(1);
    expect(await rowOf(message)).toMatchObject({ state: "handed", attempts: 1 });
  });

  test("twenty senders at once, of a message that an application promised, give one text with its exact words", async () => {
    const { applicant, ...rest } = motherForSon();
    if (!applicant) throw new Error("a mother applies for her son");
    const to = e164(testPhone(900));
    const { reference } = await received(world, { ...rest, applicant: { ...applicant, phone: testPhone(900) } });
    const id = String((await world.rows("messages")).find((row) => row.to === to)?.id);
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? world.send(id) : world.sweep())));
    expect(await onPhone({ to })).toMatchObject([{ sender: "DuongVe", body: `Duong Ve: Da nhan yeu cau cua ban (ma bat dau bang ${reference.slice(0, 4)}). Ban khong can tra loi tin nay.` }]);
    const row = (await world.rows("messages")).find((one) => one.id === id);
    expect(row).toMatchObject({ state: "handed", attempts: 1, routeMessageId: expect.stringMatching(/.+/) });
    for (const gone of ["values", "dueShard"]) expect(row).not.toHaveProperty(gone);
  });

  test("twenty senders of a message whose first hand-over was refused as busy still hand over one at a time", async () => {
    const message = await promised();
    answers.set(message.to, [busy, busy]);
    for (let rounds = 0; rounds < 4; rounds += 1) {
      await Promise.all(Array.from({ length: 20 }, () => world.send(message.id)));
      seconds(60);
    }
    expect(handedTo(message)).toHaveLength(3);
    expect(await onPhone(message)).toHaveLength(1);
    expect(await rowOf(message)).toMatchObject({ state: "handed", attempts: 3 });
  });
});

describe("after an attempt", () => {
  test("that found the network busy, it is tried again at once, after a minute, after ten, then every five, for four hours", async () => {
    const message = await promised();
    answers.set(message.to, Array.from({ length: 100 }, () => busy));
    const started = world.now().getTime();
    for (const wait of [0, 0, 59, 1, 599, 1]) {
      seconds(wait);
      await world.sweep();
    }
    expect(handedTo(message).map(({ at }) => (Date.parse(at) - started) / 1_000)).toEqual([0, 0, 60, 660]);
    expect(await rowOf(message)).toMatchObject({ state: "waiting", attempts: 4, because: "ThrottlingException", values: { hint: "K7M4" } });
    for (let n = 0; n < 60; n += 1) {
      seconds(299);
      await world.send(message.id);
      seconds(1);
      await world.send(message.id);
    }
    const tries = handedTo(message).map(({ at }) => (Date.parse(at) - started) / 1_000);
    expect(tries).toEqual([0, 0, ...Array.from({ length: 47 }, (_, n) => (n === 0 ? 60 : 360 + n * 300))]);
    expect(tries.at(-1)).toBe(14_160);
    const row = await rowOf(message);
    expect(row).toMatchObject({ state: "failed", attempts: 49, because: "ThrottlingException" });
    expect(row).not.toHaveProperty("values");
    expect(world.logged).toContainEqual({ level: "warn", code: "MESSAGE_GIVEN_UP", fields: { messageId: message.id, attempts: 49, because: "ThrottlingException" } });
  });

  test("that found the network busy, a one-time code is not tried beyond its ten minutes", async () => {
    const message = await promised({ lane: "code", template: "code", reason: "askedNow", values: { code: "123456" }, notAfter: later(600_000) });
    answers.set(message.to, Array.from({ length: 100 }, () => busy));
    for (let n = 0; n < 20; n += 1) {
      await world.sweep();
      seconds(60);
    }
    expect(handedTo(message)).toHaveLength(3);
    expect(await rowOf(message)).toMatchObject({ state: "failed", attempts: 3 });
  });

  test("that was busy once, the text arrives by the next sweep", async () => {
    const message = await promised();
    answers.set(message.to, [busy]);
    await world.sweep();
    expect(await rowOf(message)).toMatchObject({ state: "waiting", attempts: 1 });
    await world.sweep();
    expect(await onPhone(message)).toHaveLength(1);
    expect(await rowOf(message)).toMatchObject({ state: "handed", attempts: 2 });
  });

  test.for([
    { what: "that was refused for good, it has failed", answer: refused, state: "failed", because: "InvalidParameterException" },
    { what: "of which nothing is known, it is in doubt", answer: unknown, state: "inDoubt", because: "TimeoutError" },
  ])("$what, and is never tried again", async ({ answer, state, because }) => {
    const message = await promised();
    answers.set(message.to, [answer]);
    for (const wait of [0, 0, 60, 300, 3_600, 86_400]) {
      seconds(wait);
      await Promise.all([world.sweep(), world.send(message.id)]);
    }
    expect(handedTo(message)).toHaveLength(1);
    const row = await rowOf(message);
    expect(row).toMatchObject({ state, because, attempts: 1 });
    for (const gone of ["values", "dueShard"]) expect(row).not.toHaveProperty(gone);
    expect(world.logged.filter(({ fields }) => fields?.messageId === message.id).map(({ level }) => level)).toEqual([state === "failed" ? "warn" : "error"]);
  });

  test("that was cut off between claim and hand-over, it waits five minutes, is then in doubt and never sent", async () => {
    const message = await promised();
    expect(await world.messages.store.move(message, "claim", { attempts: 1, dueAt: later(300_000) })).toBe(true);
    for (const wait of [0, 60, 239]) {
      seconds(wait);
      await Promise.all([world.sweep(), world.send(message.id)]);
      expect(await rowOf(message)).toMatchObject({ state: "handing" });
    }
    seconds(1);
    await Promise.all([world.sweep(), world.sweep(), world.send(message.id)]);
    expect(await rowOf(message)).toMatchObject({ state: "inDoubt", because: "cutOff", attempts: 1 });
    seconds(3_600);
    await world.sweep();
    expect(handedTo(message)).toEqual([]);
  });

  test("that never got as far as the claim, the next sweep sends it", async () => {
    const message = await promised();
    const { requests } = await withFault(world.client, { command: "UpdateItemCommand", times: 100, error: denied }, () => expect(world.send(message.id)).rejects.toThrow("denied"));
    expect(requests).toBe(1);
    expect(handedTo(message)).toEqual([]);
    await world.sweep();
    expect(await onPhone(message)).toHaveLength(1);
  });

  test("whose claim was written but whose answer was lost, it is in doubt rather than sent twice", async () => {
    const message = await promised();
    await withFault(world.client, { command: "UpdateItemCommand", times: 1, error: cutOff, afterwards: true }, () => world.send(message.id));
    seconds(300);
    await world.sweep();
    expect(handedTo(message).length).toBeLessThanOrEqual(1);
    expect(await rowOf(message)).toMatchObject({ state: "inDoubt", because: "cutOff" });
  });

  test("that was handed over but could not be marked, it is in doubt, and the text is on the phone once", async () => {
    const message = await promised();
    await withFault(world.client, { command: "UpdateItemCommand", pass: 1, times: 100, error: denied }, () => expect(world.send(message.id)).rejects.toThrow("denied"));
    expect(await rowOf(message)).toMatchObject({ state: "handing", attempts: 1 });
    await world.sweep();
    seconds(300);
    await world.sweep();
    await world.sweep();
    expect(await rowOf(message)).toMatchObject({ state: "inDoubt", because: "cutOff" });
    expect(await onPhone(message)).toHaveLength(1);
  });

  test("that comes back after it was given up as cut off, nothing is sent again", async () => {
    const message = await promised();
    answers.set(message.to, [
      async () => {
        seconds(301);
        await world.sweep();
        return busy;
      },
    ]);
    await world.sweep();
    expect(await rowOf(message)).toMatchObject({ state: "inDoubt", attempts: 1 });
    seconds(60);
    await world.sweep();
    expect(handedTo(message)).toHaveLength(1);
  });
});

describe("the gate", () => {
  const { contact } = motherForSon();
  const rule = { ...contact, textsAgreed: true, askedAt: saturdayNight };
  const monthAgo = "2026-10-21T15:00:00.000Z";

  test.for<{ because: string; change: Partial<Message> }>([
    { because: "textsNotWanted", change: { contact: { ...rule, mayText: "no" } } },
    { because: "textsNotWanted", change: { contact: { ...rule, mayText: "no" }, reason: "askedNow" } },
    { because: "textsNotAgreed", change: { contact: { ...rule, textsAgreed: false } } },
    { because: "answersTooOld", change: { contact: { ...rule, hours: ["evening"], askedAt: monthAgo }, reason: "weBegin" } },
    { because: "outsideSafeHours", change: { contact: { ...rule, hours: ["morning", "afternoon", "evening"] }, reason: "weBegin" } },
  ])("stops what may not be sent ($because, $change.reason) and keeps the reason", async ({ because, change }) => {
    const message = await promised(change);
    await Promise.all([world.send(message.id), world.sweep()]);
    const row = await rowOf(message);
    expect(row).toMatchObject({ state: "stopped", because, attempts: 0 });
    for (const gone of ["values", "dueShard"]) expect(row).not.toHaveProperty(gone);
    expect(handedTo(message)).toEqual([]);
    expect(world.logged).toContainEqual({ level: "info", code: "MESSAGE_STOPPED", fields: { messageId: message.id, because } });
  });

  test("is asked before each attempt, not once", async () => {
    world.moveTo("2026-11-22T13:59:30.000Z");
    const message = await promised({ reason: "weBegin", contact: { ...rule, hours: ["evening"] } });
    answers.set(message.to, [busy, busy]);
    await world.sweep();
    await world.sweep();
    seconds(60);
    await world.sweep();
    expect(handedTo(message)).toHaveLength(2);
    expect(await rowOf(message)).toMatchObject({ state: "stopped", because: "outsideSafeHours", attempts: 2 });
  });

  test("lets a reminder through in a safe hour", async () => {
    world.moveTo("2026-11-22T03:00:00.000Z");
    const message = await promised({ reason: "weBegin", contact: { ...rule, hours: ["morning"] } });
    await world.sweep();
    expect(await onPhone(message)).toHaveLength(1);
  });

  test("stops what has no rule or no number", async () => {
    const bare = await promised();
    const { contact: _contact, ...without } = { ...bare, id: `${bare.id}-bare` };
    await world.client.send(new TransactWriteCommand({ TransactItems: [promise(world.names.messages, without)] }));
    await world.send(without.id);
    expect(await rowOf(without)).toMatchObject({ state: "stopped", because: "noContactRule", attempts: 0 });
  });
});

describe("on the wire to SNS", () => {
  const cases: { what: string; answer: Parameters<typeof startNetwork>[0]; result: HandOver }[] = [
    { what: "accepted", answer: snsAccepted("id-1"), result: { outcome: "handed", routeMessageId: "id-1" } },
    { what: "throttled", answer: snsError(400, "Throttling"), result: { outcome: "notHanded", because: "Throttling", final: false } },
    { what: "a number that SNS does not take", answer: snsError(400, "InvalidParameter"), result: { outcome: "notHanded", because: "InvalidParameterException", final: true } },
    { what: "a number that asked for no texts", answer: snsError(400, "OptedOut"), result: { outcome: "notHanded", because: "OptedOutException", final: true } },
    { what: "no right to publish", answer: snsError(403, "AuthorizationError"), result: { outcome: "notHanded", because: "AuthorizationErrorException", final: false } },
  ];

  test.for(cases)("$what is $result.outcome, after one request", async ({ answer, result }) => {
    const network = await startNetwork(answer);
    expect(await handOverTo(network.url)).toEqual(result);
    expect(network.requests).toHaveLength(1);
    await network.stop();
  });

  test.for<{ what: string; answer: Parameters<typeof startNetwork>[0] }>([
    { what: "a connection that is reset", answer: (response) => response.socket?.resetAndDestroy() },
    { what: "a connection that ends in the middle of the answer", answer: (response) => response.writeHead(200, { "content-type": "text/xml", "content-length": "1000" }).write("<Publish", () => response.socket?.destroy()) },
  ])("$what leaves doubt, after one request", async ({ answer }) => {
    const network = await startNetwork(answer);
    expect(await handOverTo(network.url)).toMatchObject({ outcome: "unknown" });
    expect(network.requests).toHaveLength(1);
    await network.stop();
  });

  test("an error inside SNS leaves doubt: the text may be on its way, and the SDK does not repeat the request by itself", async () => {
    const network = await startNetwork(snsError(500, "InternalError"));
    expect(await handOverTo(network.url)).toMatchObject({ outcome: "unknown" });
    expect(network.requests).toHaveLength(1);
    await network.stop();
  });

  test("no connection at all is proof that nothing was sent", async () => {
    // Nobody listens there: a port that was free may be another test's a moment later.
    expect(await handOverTo("http://127.0.0.1:9/")).toEqual({ outcome: "notHanded", because: "ECONNREFUSED", final: false });
  });

  test("no answer within eight seconds leaves doubt, after one request, and the message is not sent again", async () => {
    const network = await startNetwork(() => {});
    const message = await promised();
    answers.set(message.to, [() => handOverTo(network.url, { to: message.to, body: "Duong Ve: thu" })]);
    const started = performance.now();
    await world.sweep();
    expect(performance.now() - started).toBeLessThan(12_000);
    expect(await rowOf(message)).toMatchObject({ state: "inDoubt", because: "ETIMEDOUT", attempts: 1 });
    seconds(3_600);
    await world.sweep();
    expect(network.requests).toHaveLength(1);
    expect(handedTo(message)).toHaveLength(1);
    await network.stop();
  });

  test("a text goes out as a transactional SMS with its words, its number and the sender's name, and nothing else", async () => {
    const network = await startNetwork(snsAccepted("id-2"));
    const text = { to: "+84900000001", body: "Duong Ve: Da nhan yeu cau cua ban (ma bat dau bang K7M4). Ban khong can tra loi tin nay." };
    await handOverTo(network.url, text);
    const fields = network.requests[0]?.fields ?? {};
    const attributes = Object.fromEntries([1, 2].map((n) => [fields[`MessageAttributes.entry.${n}.Name`], fields[`MessageAttributes.entry.${n}.Value.StringValue`]]));
    expect(attributes).toEqual({ "AWS.SNS.SMS.SMSType": "Transactional", "AWS.SNS.SMS.SenderID": "DuongVe" });
    expect(Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith("MessageAttributes.")))).toEqual({ Action: "Publish", Version: "2010-03-31", PhoneNumber: text.to, Message: text.body });
    expect(Object.keys(fields).filter((name) => name.startsWith("MessageAttributes."))).toHaveLength(6);
    await network.stop();
  });
});

describe("in any order of sweeps, wake-ups, passing time and luck", () => {
  const final = new Set(["handed", "failed", "inDoubt", "stopped"]);
  type Luck = "accepted" | "busy" | "refused" | "unknown" | "crash";
  const results: Record<Exclude<Luck, "crash">, HandOver> = { accepted, busy, refused, unknown };
  const luck = fc.record({
    luck: fc.constantFrom<Luck>("accepted", "busy", "busy", "busy", "refused", "unknown", "crash"),
    /** How long the network takes, and whether somebody sweeps meanwhile. */
    takesSeconds: fc.constantFrom(0, 0, 1, 299, 300, 400),
    sweepMeanwhile: fc.boolean(),
  });
  const step = fc.oneof(
    fc.record({ kind: fc.constant("work" as const), sweeps: fc.nat(3), wakes: fc.nat(3) }),
    fc.record({ kind: fc.constant("wait" as const), seconds: fc.constantFrom(0, 1, 59, 60, 299, 300, 600, 3_600, 14_400, 72 * 3_600) }),
  );
  const born = fc.record({ dueIn: fc.constantFrom(0, 0, 60, 7_200), livesFor: fc.constantFrom(600, 14_400, 72 * 3_600) });

  test("one claim is handed over once, never after its time, never after it is done; and in the end it is done", async () => {
    await fc.assert(
      fc.asyncProperty(born, fc.array(luck, { maxLength: 6 }), fc.array(step, { minLength: 1, maxLength: 12 }), async ({ dueIn, livesFor }, lucks, plan) => {
        world.moveTo(saturdayNight);
        const message = await promised({ dueAt: later(dueIn * 1_000), notAfter: later(livesFor * 1_000) });
        const seen: { attempts: unknown; state: unknown; at: string }[] = [];
        const states: unknown[] = [];
        const meet = (mine: (typeof lucks)[number] | undefined) => async (): Promise<HandOver> => {
          const row = await rowOf(message);
          seen.push({ attempts: row?.attempts, state: row?.state, at: world.now().toISOString() });
          seconds(mine?.takesSeconds ?? 0);
          if (mine?.sweepMeanwhile) await Promise.allSettled([world.sweep(), world.send(message.id)]);
          if (mine?.luck === "crash") throw new Error("the sender is gone");
          return mine ? results[mine.luck] : accepted;
        };
        answers.set(message.to, [...lucks, ...Array.from({ length: 60 }, () => undefined)].map(meet));
        const look = async () => {
          const state = (await rowOf(message))?.state;
          if (final.has(String(states.at(-1)))) expect(state).toBe(states.at(-1));
          states.push(state);
        };
        for (const one of [...plan, { kind: "wait" as const, seconds: 72 * 3_600 + 1 }, { kind: "work" as const, sweeps: 1, wakes: 0 }, { kind: "wait" as const, seconds: 300 }, { kind: "work" as const, sweeps: 1, wakes: 1 }]) {
          if (one.kind === "wait") seconds(one.seconds);
          else await Promise.allSettled([...Array.from({ length: one.sweeps }, () => world.sweep()), ...Array.from({ length: one.wakes }, () => world.send(message.id))]);
          await look();
        }
        expect(seen.map(({ attempts }) => attempts)).toEqual(seen.map((_, n) => n + 1));
        for (const { state, at } of seen) {
          expect(state).toBe("handing");
          expect(at >= message.dueAt && at <= message.notAfter).toBe(true);
        }
        expect(seen.length).toBe(handedTo(message).length);
        expect(final.has(String(states.at(-1)))).toBe(true);
        const ending = seen.findIndex((_, n) => (lucks[n]?.luck ?? "accepted") !== "busy");
        if (ending >= 0) expect(seen).toHaveLength(ending + 1);
      }),
      { numRuns: 60, seed: 20_261_121 },
    );
  });
});
