import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { unfinished } from "../../../functions/messages/reconcile.ts";
import { send } from "../../../functions/messages/send.ts";
import { sweep, type SweepDeps } from "../../../functions/messages/sweep.ts";
import { dueShardOf, dueShards, messageKey } from "../../../functions/platform/outbox.ts";
import { createOwnTexts } from "../../../functions/platform/own-texts.ts";
import { remindersOf } from "../../../shared/appointment/reminders.ts";
import { safeHours } from "../../../shared/contact/safe-contact.ts";
import { lanes } from "../../../shared/messages/lanes.ts";
import type { Message } from "../../../shared/messages/message.ts";
import { accepted, busy, createCarrier, emptyMessages, messagesSecret, type OwnMessages, type Promised } from "../../support/sender.ts";
import { callsDuring } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";
import { keepLog } from "../../support/kept-log.ts";

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

/** Texts that stand together in one shard: more than a sweep takes of it in one batch. */
async function inOneShard(count: number, change: () => Partial<Message> = on.reminder): Promise<Promised[]> {
  const messages: Promised[] = [];
  while (messages.length < count) {
    const message = on.made(change());
    if (dueShardOf(message).endsWith("#0")) messages.push(message);
  }
  await on.write(...messages.map((message) => on.outbox.promise(message)));
  return messages;
}
/** A text for each shard of each lane. */
async function inEveryShard(): Promise<Promised[]> {
  const messages = new Map<string, Promised>();
  while (messages.size < lanes.length * dueShards) {
    for (const change of [on.code(), {}, on.reminder()]) {
      const message = on.made(change);
      messages.set(dueShardOf(message), message);
    }
  }
  await on.write(...Array.from(messages.values(), (message) => on.outbox.promise(message)));
  return [...messages.values()];
}

describe("one sweep", () => {
  test("sends all that is due and no stream woke anybody for, in every lane and shard, however much it is, each once, and nothing of what is not", async () => {
    const due = [...(await inEveryShard()), ...(await inOneShard(60))];
    const later = await on.promisedAll(reminders(10, { dueAt: on.later(1) }));
    await sweep(sender);
    expect(carrier.handed).toHaveLength(72);
    expect(new Set(await states(due))).toEqual(new Set(["handed"]));
    expect(new Set(await states(later))).toEqual(new Set(["waiting"]));
    await sweep(sender);
    expect(carrier.handed).toHaveLength(72);
  });

  test("codes come first, then what tells of a deed, then reminders, whichever was due first", async () => {
    const [reminder, notice, code] = (await on.promisedAll([{ ...on.reminder(), dueAt: on.later(-3 * minute) }, { dueAt: on.later(-2 * minute) }, on.code()])) as [Promised, Promised, Promised];
    await sweep(sender);
    expect(order()).toEqual([code, notice, reminder].map(({ id }) => id));
  });

  test("a code that falls due while many others are sent goes before the rest of them", async () => {
    await inOneShard(90);
    let code: Promised | undefined;
    // After the first batch somebody asks for a code, and no stream tells of it.
    const first = carrier.route.handOver;
    sender = on.sender(
      [
        {
          ...carrier.route,
          handOver: async (text) => {
            const promise = carrier.handed.length === 5 ? on.promised(on.code()) : null;
            const answer = await first(text);
            if (promise) code = await promise;
            return answer;
          },
        },
      ],
      { rates: { sns: 1_000_000 } },
    );
    await sweep(sender);
    expect(carrier.handed).toHaveLength(91);
    const place = order().indexOf(String(code?.id));
    expect(place).toBeGreaterThan(4);
    // Twenty-five of a shard are worked on at once.
    expect(place).toBeLessThanOrEqual(50);
  });

  test("several at once send each text once", async () => {
    const messages = await on.promisedAll([...reminders(30), ...Array.from({ length: 10 }, on.code)]);
    await Promise.all(Array.from({ length: 3 }, () => sweep(on.sender([carrier.route], { rates: { sns: 1_000_000 } }))));
    expect(order().toSorted()).toEqual(messages.map(({ id }) => id).toSorted());
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
    expect(await on.rowOf(code)).toMatchObject({ state: "waiting", attempts: 3, dueAt: "2026-11-25T03:00:50.000Z" });
  });

  test("a sweep every minute sends what falls due meanwhile in time, and what falls due between two of them seconds later", async () => {
    const due = await on.promisedAll(Array.from({ length: 24 }, (_, n) => ({ dueAt: on.later(n * 5_000 + 137) })));
    for (const minutes of [0, 1, 2]) {
      world.moveTo(new Date(Date.parse(morning) + minutes * minute).toISOString());
      await sweep(sender, forMs);
    }
    const late = due.map((message) => Date.parse(carrier.handedTo(message)[0]?.at ?? "") - Date.parse(message.dueAt));
    const between = due.map((_, n) => (n * 5_000) % minute >= forMs);
    expect(late.filter((_, n) => !between[n]).every((ms) => ms >= 0 && ms < 1_000)).toBe(true);
    expect(late.filter((_, n) => between[n]).map((ms) => ms + 137)).toEqual([10_000, 5_000, 10_000, 5_000]);
  });

  test("with nothing to stay for, it ends at once", async () => {
    await on.promised({ dueAt: on.later(forMs + 1) });
    await sweep(sender, forMs);
    expect(world.now().toISOString()).toBe(morning);
  });

  test("it takes up nothing new once its time is over, and what it left the next one sends", async () => {
    const messages = await inOneShard(90);
    // Each hand-over takes a while.
    const slow = on.sender([{ ...carrier.route, handOver: async (text) => (world.forward(3_000), carrier.route.handOver(text)) }], { rates: { sns: 1_000_000 } });
    await sweep(slow, forMs);
    const sent = carrier.handed.length;
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(90);
    await sweep(sender, forMs);
    expect(new Set(await states(messages))).toEqual(new Set(["handed"]));
    expect(carrier.handed).toHaveLength(90);
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

  test("a probe that is kept waiting holds up no text", { timeout: 10_000 }, async () => {
    const message = await on.promised(on.code());
    const { promise, resolve } = Promise.withResolvers<void>();
    carrier.answers.set(message.to, [async () => (resolve(), accepted)]);
    await sweep({ ...sender, network: { ...sender.network, probe: () => promise } });
    expect(await stateOf(message)).toBe("handed");
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
    const ages = [1, 5, 5.5, 15.5, 60.5, 240.5];
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

  test("is looked at once a sweep, however much it is and however long the sweep stays", async () => {
    await inOneShard(40);
    await on.promised({ ...on.reminder(), dueAt: on.later(10_000) });
    const stuck = on.sender([carrier.route], { rates: { sns: 1 }, waitMs: -1 });
    const { calls } = await callsDuring(world.client, () => sweep(stuck));
    expect(calls.filter(({ rows }) => rows.includes("Get messages HOTLINE MESSAGE"))).toHaveLength(40);
    const staying = await callsDuring(world.client, () => sweep(stuck, 50_000));
    // Once at its beginning, once more when the next one falls due.
    expect(staying.calls.filter(({ rows }) => rows.includes("Get messages HOTLINE MESSAGE"))).toHaveLength(81);
    expect(carrier.handed).toEqual([]);
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
  test("of six hours: what is past its time is stopped and the desk is told, nothing is said of what is over, and the rest is sent", async () => {
    world.moveTo(vietnam("2026-11-24T07:00"));
    // An appointment every half hour from 08:00 on, each booked the day before.
    const promised: { message: Promised; appointment: string }[] = [];
    for (let n = 0; n < 40; n += 1) {
      const appointment = new Date(Date.parse(vietnam("2026-11-25T08:00")) + n * 30 * minute);
      for (const reminder of remindersOf(appointment, world.now(), safeHours)) {
        promised.push({ message: await on.promised({ ...on.reminder(), ...reminder }), appointment: appointment.toISOString() });
      }
    }
    const code = await on.promised({ ...on.code(), dueAt: vietnam("2026-11-25T13:00"), notAfter: vietnam("2026-11-25T13:10") });
    // The senders work until half past eight, and again from half past two.
    const down = vietnam("2026-11-25T08:30");
    const back = vietnam("2026-11-25T14:30");
    for (let at = Date.parse(vietnam("2026-11-24T08:00")); at < Date.parse(down); at += 30 * minute) {
      world.moveTo(new Date(at).toISOString());
      await sweep(sender);
    }
    const before = carrier.handed.length;
    world.moveTo(back);
    await sweep(sender);
    await sweep(sender);

    const missed: string[] = [];
    for (const { message, appointment } of promised) {
      const { state, because, callInstead } = await on.rowOf(message);
      const sent = carrier.handedTo(message);
      const overSince = message.dueAt >= down && message.notAfter < back;
      if (overSince) missed.push(message.id);
      const expected = overSince ? ["stopped", "tooLate", "hotline", 0] : message.dueAt > back ? ["waiting", undefined, undefined, 0] : ["handed", undefined, undefined, 1];
      expect({ message, is: [state, because, callInstead, sent.length] }).toEqual({ message, is: expected });
      for (const { at } of sent) expect(at < appointment && at <= message.notAfter).toBe(true);
    }
    expect(missed.length).toBeGreaterThan(5);
    expect(new Set(await toCall())).toEqual(new Set(missed));
    expect(await on.rowOf(code)).toMatchObject({ state: "stopped", because: "tooLate" });
    expect(carrier.handed.length - before).toBe(4);
  });

  test("of the network: what is tried again goes when it is well, once, and what ran out of time is the desk's", async () => {
    const [short, long] = (await on.promisedAll([{ notAfter: on.later(hour) }, {}])) as [Promised, Promised];
    let down = true;
    const flaky = on.sender([{ ...carrier.route, handOver: async (text) => (await carrier.route.handOver(text), down ? busy : accepted) }], { rates: { sns: 1_000_000 } });
    for (let minutes = 0; minutes < 180; minutes += 15) {
      if (minutes === 120) down = false;
      await sweep(flaky);
      seconds(900);
    }
    expect(await states([short, long])).toEqual(["failed", "handed"]);
    expect(await toCall()).toEqual([short.id]);
  });
});

describe("the night before Tết", () => {
  /** The first day of the year of the Goat is 06/02/2027. */
  test("nothing leaves at midnight but a code; what was held goes at eight on New Year's morning; holidays change no hour", async () => {
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
    return { queries: count("QueryCommand"), gets: count("GetItemCommand"), others: calls.length - count("QueryCommand") - count("GetItemCommand") };
  };

  test("no more with five hundred texts stored for later days than with none", async () => {
    const empty = [await cost(0), await cost(50_000)];
    await on.promisedAll(reminders(500, { dueAt: on.later(26 * hour), notAfter: on.later(46 * hour) }));
    expect([await cost(0), await cost(50_000)]).toEqual(empty);
    expect(empty[0]).toEqual({ queries: 24, gets: 1, others: 0 });
    expect(empty[1]).toEqual({ queries: 36, gets: 1, others: 0 });
  });

  test("nor with texts that are done", async () => {
    const empty = await cost(0);
    await on.promisedAll(reminders(20));
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
    const settings = { MESSAGES_TABLE: on.table, MESSAGES_SEAL_SECRET: messagesSecret, SMS_AGGREGATOR: "null", SMS_AGGREGATOR_SECRET: "", SMS_SENDER_ID: "DuongVe", SMS_ROUTES: '[{"route":"sns","perSecond":1000}]', SWEEP_SECONDS: "0" };
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
    vi.resetModules();
    const { handler } = await import("../../../functions/messages/sender/stream.ts");
    const { clock } = await import("../../../functions/platform/clock.ts");
    clock.aheadMs = world.now().getTime() - Date.now();
    vi.unstubAllEnvs();
    const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write").mockImplementation((text) => (keepLog(String(text)), true)));
    return {
      handle: (event: DynamoDBStreamEvent) => handler(event, context),
      done: (): void => {
        for (const spy of spies) spy.mockRestore();
      },
    };
  }

  test("wakes a sender at once for what is due, and says which record to bring again", async () => {
    const [code, later, bad] = (await on.promisedAll([on.code(), { dueAt: on.later(hour) }, {}])) as [Promised, Promised, Promised];
    await poisonOf(bad);
    const { handle, done } = await wired();
    const answer = await handle(eventOf(code, later, bad)).finally(done);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: bad.id }] });
    expect(await on.rowOf(code)).toMatchObject({ state: "handed", route: "sns", attempts: 1 });
    expect((await world.texts()).filter(({ to }) => to === code.to)).toMatchObject([{ body: expect.stringContaining("007193"), sender: "DuongVe" }]);
    expect(await on.rowOf(later)).toMatchObject({ state: "waiting", story: [{ what: "promised" }] });
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
