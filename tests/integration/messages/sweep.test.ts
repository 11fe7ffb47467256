import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { unfinished } from "../../../functions/messages/reconcile.ts";
import { send } from "../../../functions/messages/send.ts";
import { sweep, type SweepDeps } from "../../../functions/messages/sweep.ts";
import { clock } from "../../../functions/platform/clock.ts";
import { dueShardOf, messageKey } from "../../../functions/platform/outbox.ts";
import { createOwnTexts } from "../../../functions/platform/own-texts.ts";
import { remindersOf } from "../../../shared/appointment/reminders.ts";
import { safeHours } from "../../../shared/contact/safe-contact.ts";
import type { Message } from "../../../shared/messages/message.ts";
import { accepted, busy, createCarrier, emptyMessages, messagesSeal, type OwnMessages, type Promised } from "../../support/sender.ts";
import { callsDuring } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";

/** Wednesday 25/11/2026, ten in the morning in Vietnam. */
const morning = "2026-11-25T03:00:00.000Z";
const minute = 60_000;
const hour = 60 * minute;

let world: World;
let on: OwnMessages;
let carrier: ReturnType<typeof createCarrier>;
let sender: SweepDeps;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.moveTo(morning);
  world.logged.length = 0;
  on = await emptyMessages(world);
  carrier = createCarrier(world.now);
  sender = on.sender([carrier.route], { rates: { sns: 1_000_000 } });
});

const seconds = (n: number): void => world.forward(n * 1_000);
const vietnam = (time: string): string => new Date(`${time}:00+07:00`).toISOString();
const reminders = (count: number, change: Partial<Message> = {}) => Array.from({ length: count }, () => ({ ...on.reminder(), ...change }));
const stateOf = async (message: Message): Promise<string> => (await on.rowOf(message)).state;
const states = (messages: readonly Message[]): Promise<string[]> => Promise.all(messages.map(stateOf));
const order = (): string[] => carrier.handed.map(({ attemptId }) => attemptId.split(".")[0] ?? "");
const logged = (code: string) => world.logged.filter((line) => line.code === code);
const toCall = async () => (await createOwnTexts(world.client, on.table, "hotline").toCall(500)).texts.map(({ id }) => id);
const poisonOf = async (message: Message): Promise<void> => {
  await world.client.send(new UpdateCommand({ TableName: on.table, Key: messageKey(message), UpdateExpression: "SET lane = :nonsense", ExpressionAttributeValues: { ":nonsense": "pigeon" } }));
};

describe("one sweep", () => {
  test("sends all that is due and no stream woke anybody for, however much it is, each once, and nothing of what is not", async () => {
    const due = await on.promisedAll([...Array.from({ length: 100 }, () => ({})), ...reminders(100), ...Array.from({ length: 20 }, on.code)]);
    const later = await on.promisedAll(reminders(30, { dueAt: on.later(1) }));
    await sweep(sender);
    expect(carrier.handed).toHaveLength(220);
    expect(new Set(await states(due))).toEqual(new Set(["handed"]));
    expect(new Set(await states(later))).toEqual(new Set(["waiting"]));
    await sweep(sender);
    expect(carrier.handed).toHaveLength(220);
  });

  test("codes come first, then what tells of a deed, then reminders, whichever was due first", async () => {
    const [reminder, notice, code] = (await on.promisedAll([{ ...on.reminder(), dueAt: on.later(-3 * minute) }, { dueAt: on.later(-2 * minute) }, on.code()])) as [Promised, Promised, Promised];
    await sweep(sender);
    expect(order()).toEqual([code, notice, reminder].map(({ id }) => id));
  });

  test("a code that falls due while hundreds of others are sent goes before the rest of them", async () => {
    await on.promisedAll(reminders(250));
    let code: Promised | undefined;
    // After the first batch somebody asks for a code, and no stream tells of it.
    const first = carrier.route.handOver;
    sender = on.sender(
      [
        {
          ...carrier.route,
          handOver: async (text) => {
            const promise = carrier.handed.length === 20 ? on.promised(on.code()) : null;
            const answer = await first(text);
            if (promise) code = await promise;
            return answer;
          },
        },
      ],
      { rates: { sns: 1_000_000 } },
    );
    await sweep(sender);
    expect(carrier.handed).toHaveLength(251);
    const place = order().indexOf(String(code?.id));
    expect(place).toBeGreaterThan(19);
    // Four shards of twenty-five are worked on at once.
    expect(place).toBeLessThanOrEqual(101);
  });

  test("several at once send each text once", async () => {
    const messages = await on.promisedAll([...reminders(30), ...Array.from({ length: 10 }, on.code)]);
    await Promise.all(Array.from({ length: 3 }, () => sweep(on.sender([carrier.route], { rates: { sns: 1_000_000 } }))));
    expect(order().toSorted()).toEqual(messages.map(({ id }) => id).toSorted());
  });

  test("all four shards of each lane are looked at", async () => {
    const messages = await on.promisedAll([...reminders(40), ...Array.from({ length: 40 }, on.code), ...Array.from({ length: 40 }, () => ({}))]);
    expect(new Set(messages.map(dueShardOf)).size).toBe(12);
    await sweep(sender);
    expect(new Set(await states(messages))).toEqual(new Set(["handed"]));
  });
});

describe("staying for what falls due", () => {
  const forMs = 50_000;

  test("what falls due while it stays is sent within a second of its time; what falls due later is left", async () => {
    const offsets = [0, 10_000, 10_400, 25_000, 25_000, 49_999];
    const due = await on.promisedAll(offsets.map((ms, n) => ({ ...(n % 3 === 0 ? on.code() : n % 3 === 1 ? on.reminder() : {}), dueAt: on.later(ms) })));
    const later = await on.promisedAll(reminders(3, { dueAt: on.later(60_000) }));
    await sweep(sender, forMs);
    const lateness = due.map((message) => Date.parse(carrier.handedTo(message)[0]?.at ?? "") - Date.parse(message.dueAt));
    expect(lateness).toHaveLength(offsets.length);
    for (const ms of lateness) {
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThan(1_000);
    }
    expect(await states(later)).toEqual(["waiting", "waiting", "waiting"]);
    expect(world.now().getTime()).toBeLessThanOrEqual(Date.parse(morning) + forMs);
  });

  test("so is a second try, when the step to it ends while it stays", async () => {
    const code = await on.promised(on.code());
    carrier.answers.set(code.to, [busy, busy, busy]);
    await sweep(sender, forMs);
    expect(carrier.handedTo(code).map(({ at }) => (Date.parse(at) - Date.parse(morning)) / 1_000)).toEqual([0, 0, 25]);
    expect(await on.rowOf(code)).toMatchObject({ state: "waiting", attempts: 3, dueAt: on.later(25_000) });
  });

  test("two sweeps of two minutes leave no gap: at every moment of the second minute a text is sent in time", async () => {
    const due = await on.promisedAll(Array.from({ length: 24 }, (_, n) => ({ dueAt: on.later(n * 5_000 + 137) })));
    await Promise.all([0, 1].map(async () => {}));
    for (const start of [0, minute]) {
      world.moveTo(new Date(Date.parse(morning) + start).toISOString());
      await sweep(sender, forMs);
    }
    world.moveTo(new Date(Date.parse(morning) + 2 * minute).toISOString());
    await sweep(sender, forMs);
    const lateness = due.map((message) => Date.parse(carrier.handedTo(message)[0]?.at ?? "") - Date.parse(message.dueAt));
    // Of what falls due between its end and the next one's beginning, ten seconds at most.
    expect(lateness.filter((ms) => ms >= 1_000).every((ms) => ms < 10_000)).toBe(true);
    expect(lateness.filter((ms) => ms < 1_000).length).toBeGreaterThanOrEqual(20);
  });

  test("with nothing to stay for, it ends at once", async () => {
    await on.promised({ dueAt: on.later(forMs + 1) });
    await sweep(sender, forMs);
    expect(world.now().toISOString()).toBe(morning);
  });

  test("it takes up nothing new once its time is over, and what it left the next one sends", async () => {
    const messages = await on.promisedAll(reminders(300));
    // Each hand-over takes a while.
    const slow = on.sender([{ ...carrier.route, handOver: async (text) => (world.forward(1_000), carrier.route.handOver(text)) }], { rates: { sns: 1_000_000 } });
    await sweep(slow, forMs);
    const sent = carrier.handed.length;
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(300);
    await sweep(sender, forMs);
    expect(new Set(await states(messages))).toEqual(new Set(["handed"]));
    expect(carrier.handed).toHaveLength(300);
  });
});

describe("what cannot be worked on", () => {
  test("a row that cannot be read stops no other, in no lane, and is not hidden", async () => {
    const all = await on.promisedAll([on.code(), {}, on.reminder(), on.code(), {}, on.reminder()]);
    const [bad, good] = [all.slice(0, 3), all.slice(3)];
    for (const message of bad) await poisonOf(message);
    await expect(sweep(sender)).rejects.toThrow("some messages could not be worked on");
    expect(await states(good)).toEqual(["handed", "handed", "handed"]);
    expect(logged("SWEEP_FAILED_SOME")).toEqual([{ level: "error", code: "SWEEP_FAILED_SOME", fields: { count: 3 } }]);
    expect(await states(bad)).toEqual(["waiting", "waiting", "waiting"]);
    seconds(301);
    await expect(sweep(sender)).rejects.toThrow();
    expect(logged("MESSAGES_OVERDUE")).toEqual([{ level: "error", code: "MESSAGES_OVERDUE", fields: { count: 3 } }]);
  });

  test("a sender that ends in the middle of one text stops no other", async () => {
    const [bad, good] = (await on.promisedAll([{}, {}])) as [Promised, Promised];
    carrier.answers.set(bad.to, [() => Promise.reject(new Error("lost in the middle"))]);
    await expect(sweep(sender)).rejects.toThrow();
    expect([await stateOf(good), await stateOf(bad)]).toEqual(["handed", "handing"]);
    expect(logged("SWEEP_FAILED_SOME")).toHaveLength(1);
  });

  test("a text that cannot be filled in is never sent by half: it is stopped, loudly and once, and the desk can call", async () => {
    const [bad, good] = (await on.promisedAll([{ values: {} }, {}])) as [Promised, Promised];
    await expect(sweep(sender)).rejects.toThrow();
    expect([await stateOf(bad), await stateOf(good)]).toEqual(["stopped", "handed"]);
    expect(await toCall()).toEqual([bad.id]);
    await sweep(sender);
    expect(logged("SWEEP_FAILED_SOME")).toHaveLength(1);
  });

  test("a probe that fails stops no text", async () => {
    const message = await on.promised();
    const failing: SweepDeps = { ...sender, network: { ...sender.network, probe: () => Promise.reject(new Error("no answer")) } };
    await expect(sweep(failing)).rejects.toThrow();
    expect(await stateOf(message)).toBe("handed");
  });
});

describe("what is late", () => {
  test("is counted by age, and the sweep's alarm counts what should have had an outcome for five minutes", async () => {
    const ages = [1, 5, 6, 16, 61, 241];
    await on.promisedAll(ages.map((minutes) => ({ dueAt: on.later(-minutes * minute) })));
    await on.promisedAll(reminders(2, { dueAt: on.later(minute) }));
    const counts = async () => Object.fromEntries((await unfinished({ store: sender.store, now: world.now })).map(({ olderThan, count }) => [olderThan, count]));
    expect(await counts()).toEqual({ "5 min": 5, "15 min": 3, "1 h": 2, "4 h": 1 });
    // A network that takes none of them for now, nor has a turn to give.
    const stuck = on.sender([carrier.route], { rates: { sns: 1 }, waitMs: -1 });
    await sweep(stuck);
    expect(carrier.handed).toEqual([]);
    const [first] = await unfinished({ store: sender.store, now: world.now });
    expect(logged("MESSAGES_OVERDUE")).toEqual([{ level: "error", code: "MESSAGES_OVERDUE", fields: { count: first?.count } }]);
    expect(first?.count).toBe(5);
    await sweep(sender);
    expect(await counts()).toEqual({ "5 min": 0, "15 min": 0, "1 h": 0, "4 h": 0 });
    expect(logged("MESSAGES_OVERDUE")).toHaveLength(1);
  });

  test("is not what waits for a safe hour or for its next try", async () => {
    world.moveTo(vietnam("2026-11-25T22:00"));
    await on.promisedAll([{}, {}]);
    await sweep(sender);
    world.moveTo(vietnam("2026-11-26T07:59"));
    await sweep(sender);
    expect(logged("MESSAGES_OVERDUE")).toEqual([]);
    expect((await unfinished({ store: sender.store, now: world.now })).map(({ count }) => count)).toEqual([0, 0, 0, 0]);
  });

  test("is a claim nobody finished, until it is looked at", async () => {
    const message = await on.promised();
    carrier.answers.set(message.to, [() => Promise.reject(new Error("gone"))]);
    await send(sender, message).catch(() => {});
    seconds(601);
    expect((await unfinished({ store: sender.store, now: world.now }))[0]?.count).toBe(1);
    await sweep(sender);
    expect(logged("MESSAGES_OVERDUE")).toEqual([]);
    expect(await stateOf(message)).toBe("inDoubt");
  });
});

describe("after an outage", () => {
  test("of six hours: what is past its time is stopped and the desk is told, nothing is said of what is over, and the rest goes at the rate", async () => {
    world.moveTo(vietnam("2026-11-24T07:00"));
    const booked = world.now();
    // Forty appointments, one every half hour; the senders stop at eight and come back at two.
    const appointments = Array.from({ length: 40 }, (_, n) => new Date(Date.parse(vietnam("2026-11-25T08:00")) + n * 30 * minute));
    const promised: { message: Promised; appointment: Date }[] = [];
    for (const appointment of appointments) {
      const own = remindersOf(appointment, booked, safeHours).map((reminder) => ({ ...on.reminder(), ...reminder, contact: { ...on.made().contact, hours: [...safeHours] } as Message["contact"] }));
      for (const message of await on.promisedAll(own)) promised.push({ message, appointment });
    }
    const [code] = await on.promisedAll([{ ...on.code(), dueAt: vietnam("2026-11-25T13:00"), notAfter: vietnam("2026-11-25T13:10") }]);
    world.moveTo(vietnam("2026-11-25T07:59"));
    await sweep(sender);
    const before = carrier.handed.length;
    expect(before).toBeGreaterThan(0);

    world.moveTo(vietnam("2026-11-25T14:00"));
    const back = world.now();
    let at = back.getTime();
    const now = (): Date => new Date(at);
    // One after another, so that a clock that stands still but for the turns tells when each was handed over.
    const times: number[] = [];
    const own = on.sender([{ ...carrier.route, handOver: async (text) => (times.push(at), carrier.route.handOver(text)) }], { now, waitMs: hour, rates: { sns: 2 }, pause: async (ms) => void (at = Math.max(at, at + ms)) });
    for (let sweeps = 0; sweeps < 3; sweeps += 1) await sweep(own);

    const row = async (message: Message) => on.rowOf(message);
    for (const { message, appointment } of promised) {
      const { state, because, callInstead } = await row(message);
      const sentAt = carrier.handedTo(message).map((text) => text.at);
      if (message.dueAt > back.toISOString()) expect({ state, sentAt }).toEqual({ state: "waiting", sentAt: [] });
      else if (message.notAfter < back.toISOString() && sentAt.length === 0) expect({ state, because, callInstead }).toEqual({ state: "stopped", because: "tooLate", callInstead: "hotline" });
      else expect(state).toBe("handed");
      for (const one of sentAt) expect(one < appointment.toISOString() && one <= message.notAfter).toBe(true);
    }
    expect(code && (await row(code))).toMatchObject({ state: "stopped", because: "tooLate" });
    const stopped = (await Promise.all(promised.map(({ message }) => row(message)))).filter(({ state }) => state === "stopped");
    expect(stopped.length).toBeGreaterThan(5);
    expect(new Set(await toCall())).toEqual(new Set(stopped.map(({ id }) => id)));
    expect(carrier.handed.length - before).toBeGreaterThan(10);
    const mostInASecond = Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 999.9).length));
    expect(mostInASecond).toBeLessThanOrEqual(2);
  });

  test("of the network: what is tried again goes when it is well, once, and what ran out of time is the desk's", async () => {
    const [short, long] = (await on.promisedAll([{ notAfter: on.later(hour) }, {}])) as [Promised, Promised];
    let down = true;
    const flaky = on.sender([{ ...carrier.route, handOver: async (text) => (await carrier.route.handOver(text), down ? busy : accepted) }], { rates: { sns: 1_000_000 } });
    for (let minutes = 0; minutes < 180; minutes += 5) {
      if (minutes === 120) down = false;
      await sweep(flaky);
      seconds(300);
    }
    expect(await states([short, long])).toEqual(["failed", "handed"]);
    expect(await toCall()).toEqual([short.id]);
  });
});

describe("the night before Tết", () => {
  /** The first day of the year of the Goat is 06/02/2027. */
  test("nothing leaves at midnight but a code; what was held goes at eight on New Year's morning, at the rate; holidays change no hour", async () => {
    world.moveTo(vietnam("2027-02-05T21:00"));
    const held = await on.promisedAll([...Array.from({ length: 30 }, () => ({})), ...reminders(10)]);
    const [tooShort] = await on.promisedAll([{ ...on.reminder(), notAfter: vietnam("2027-02-06T07:00") }]);
    for (const time of ["2027-02-05T21:00", "2027-02-05T23:59", "2027-02-06T00:00", "2027-02-06T00:01", "2027-02-06T07:59"]) {
      world.moveTo(vietnam(time));
      if (time.endsWith("00:00")) await on.promisedAll([on.code()]);
      await sweep(sender);
    }
    expect(carrier.handed).toMatchObject([{ at: vietnam("2027-02-06T00:00"), body: expect.stringContaining("007193") }]);
    expect(tooShort && (await on.rowOf(tooShort))).toMatchObject({ state: "stopped", because: "quietHours", callInstead: "hotline", callInsteadAt: vietnam("2027-02-05T21:00") });
    world.moveTo(vietnam("2027-02-06T07:59"));
    seconds(30);
    await sweep(sender, 50_000);
    expect(await states(held)).toEqual(held.map(() => "handed"));
    for (const message of held) expect(carrier.handedTo(message)).toMatchObject([{ at: vietnam("2027-02-06T08:00") }]);
  });
});

describe("what a sweep costs", () => {
  const cost = async (forMs: number) => {
    const { calls } = await callsDuring(world.client, () => sweep(sender, forMs));
    const count = (command: string): number => calls.filter((call) => call.command === command).length;
    return { queries: count("QueryCommand"), gets: count("GetCommand"), others: calls.length - count("QueryCommand") - count("GetCommand") };
  };

  test("no more with a thousand texts stored for later days than with none", async () => {
    const empty = [await cost(0), await cost(50_000)];
    await on.promisedAll(reminders(1_000, { dueAt: on.later(26 * hour), notAfter: on.later(46 * hour) }));
    expect([await cost(0), await cost(50_000)]).toEqual(empty);
    expect(empty[0]).toEqual({ queries: 24, gets: 1, others: 0 });
    expect(empty[1]).toEqual({ queries: 36, gets: 1, others: 0 });
  });

  test("nor with texts that are done", async () => {
    const empty = await cost(0);
    await on.promisedAll(reminders(60));
    await sweep(sender);
    expect(await cost(0)).toEqual(empty);
  });
});

describe("the stream", () => {
  const context: Context = Object.create(null);
  const recordOf = ({ dueAt, ...ref }: Message): DynamoDBRecord => {
    const { pk, sk } = messageKey(ref);
    return { eventID: ref.id, eventName: "INSERT", dynamodb: { SequenceNumber: ref.id, NewImage: { pk: { S: pk }, sk: { S: sk }, dueAt: { S: dueAt }, state: { S: "waiting" } } } };
  };
  const eventOf = (...messages: readonly Message[]): DynamoDBStreamEvent => ({ Records: messages.map(recordOf) });

  /** The function itself, as it is wired, at the time of this world, on the real SNS client and the phone. */
  async function wired() {
    const settings = { MESSAGES_TABLE: on.table, MESSAGES_SEAL_SECRET: "the messages' secret for tests, long enough", SMS_AGGREGATOR: "null", SMS_AGGREGATOR_SECRET: "", SMS_SENDER_ID: "DuongVe", SMS_ROUTES: '[{"route":"sns","perSecond":1000}]', SWEEP_SECONDS: "0" };
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
    vi.resetModules();
    const { handler } = await import("../../../functions/messages/sender/stream.ts");
    const own = await import("../../../functions/platform/clock.ts");
    own.clock.aheadMs = world.now().getTime() - Date.now();
    vi.unstubAllEnvs();
    const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write").mockImplementation(() => true));
    return {
      handle: (event: DynamoDBStreamEvent) => handler(event, context),
      done: (): void => {
        for (const spy of spies) spy.mockRestore();
      },
    };
  }

  test("wakes a sender at once for what is due, and says which record to bring again", async () => {
    // The secret of this table's messages is the one the function is given.
    expect(messagesSeal.hash("a", "b")).toHaveLength(43);
    const [code, later, bad] = (await on.promisedAll([on.code(), { dueAt: on.later(hour) }, {}])) as [Promised, Promised, Promised];
    await poisonOf(bad);
    const { handle, done } = await wired();
    const answer = await handle(eventOf(code, later, bad)).finally(done);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: bad.id }] });
    expect(await on.rowOf(code)).toMatchObject({ state: "handed", route: "sns", attempts: 1 });
    expect((await world.texts()).filter(({ to }) => to === code.to)).toMatchObject([{ body: expect.stringContaining("007193"), sender: "DuongVe" }]);
    expect(await on.rowOf(later)).toMatchObject({ state: "waiting", story: [{ what: "promised" }] });
    expect(clock.aheadMs).toBe(0);
  });

  test("a record of a row that is gone, or is no message, is done", async () => {
    const message = await on.promised();
    await world.client.send(new DeleteCommand({ TableName: on.table, Key: messageKey(message) }));
    const { handle, done } = await wired();
    const strange: DynamoDBRecord = { eventID: "1", eventName: "INSERT", dynamodb: { SequenceNumber: "1", NewImage: { pk: { S: "PHONE#x" }, sk: { S: "PHONE" } } } };
    const answer = await handle({ Records: [recordOf(message), strange, { eventID: "2", dynamodb: { SequenceNumber: "2" } }] }).finally(done);
    expect(answer).toEqual({ batchItemFailures: [] });
  });
});
