import { GetCommand } from "@aws-sdk/lib-dynamodb";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { HandOver, Route } from "../../../functions/messages/routes/route.ts";
import { createSnsRoute } from "../../../functions/messages/routes/sns.ts";
import { send } from "../../../functions/messages/send.ts";
import { sweep, type SweepDeps } from "../../../functions/messages/sweep.ts";
import { phoneKey, refOf } from "../../../functions/platform/outbox.ts";
import { createOwnTexts } from "../../../functions/platform/own-texts.ts";
import { messageSchema, plainStateOf, type Message } from "../../../shared/messages/message.ts";
import { e164, received } from "../../support/applications.ts";
import { motherForSon, testPhone } from "../../support/people.ts";
import { accepted, anyHour, busy, createCarrier, createLeanSenderClient, emptyMessages, messagesSeal, refused, routeOf, sealedIn, unknown, type OwnMessages, type Promised } from "../../support/sender.ts";
import { createEnd, cutOff, denied, endingWith, throttled, transactionConflict, withFault, withOther } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";

/** Wednesday 25/11/2026, ten in the morning in Vietnam. */
const morning = "2026-11-25T03:00:00.000Z";
const day = 86_400;
const readPlain = messageSchema.pick({ state: true, because: true, withdrawn: true }).strip();

let world: World;
let on: OwnMessages;
let carrier: ReturnType<typeof createCarrier>;
let sender: SweepDeps;
let phone: Route;
beforeAll(async () => {
  world = await startWorld({ route: routeOf((text) => carrier.route.handOver(text)) });
  phone = createSnsRoute("DuongVe");
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.moveTo(morning);
  world.logged.length = 0;
  on = await emptyMessages(world);
  // Whoever is not told otherwise is answered by the phone itself, through the real SNS client.
  carrier = createCarrier(world.now, { otherwise: (text) => phone.handOver(text) });
  sender = another();
});

/** One more sender, with a memory of its own. The network takes as many texts a second as there are. */
const another = (more: Parameters<OwnMessages["sender"]>[1] = {}, route = carrier.route): SweepDeps => on.sender([route], { rates: { sns: 1_000_000 }, ...more });

const seconds = (n: number): void => world.forward(n * 1_000);
const at = (vietnam: string): void => world.moveTo(new Date(`${vietnam}:00+07:00`).toISOString());
const wake = (message: Message, by = sender): Promise<void> => send(by, message);
const answer = ({ to }: Promised, ...answers: Parameters<typeof carrier.answers.set>[1]): void => void carrier.answers.set(to, answers);
const times = (count: number, one: HandOver): HandOver[] => Array.from({ length: count }, () => one);
const onPhone = async ({ to }: { to: string }) => (await world.texts()).filter((text) => text.to === to);
const stateOf = async (message: Message) => {
  const { state, because, attempts } = await on.rowOf(message);
  return because === undefined ? { state, attempts } : { state, because, attempts };
};
const storyOf = async (message: Message) => messageSchema.shape.story.parse((await on.rowOf(message)).story);
const loggedOf = ({ id }: Message) => world.logged.filter(({ fields }) => fields?.messageId === id);
const texts = (area: "hotline" | "registration" = "hotline") => createOwnTexts(world.client, on.table, area);
const toCall = async (area?: "hotline" | "registration") => (await texts(area).toCall(100)).texts.map(({ id }) => id);
const handedTimes = (message: Promised): number[] => carrier.handedTo(message).map((text) => (Date.parse(text.at) - Date.parse(message.createdAt)) / 1_000);
/** Wakes a sender when its text is due, as long as it waits; the first few times also just before. */
async function untilDone(message: Message): Promise<void> {
  for (let n = 0; n < 100; n += 1) {
    const { state, dueAt } = await on.rowOf(message);
    if (state !== "waiting" && state !== "handing") return;
    if (dueAt > world.now().toISOString()) {
      world.moveTo(new Date(Date.parse(dueAt) - 1).toISOString());
      if (n < 6) await wake(message);
      world.forward(1);
    }
    await wake(message);
  }
  throw new Error("it is never done");
}

describe("when", () => {
  test("not before it is due: neither the stream nor the sweep sends it, and the first sweep after does", async () => {
    const message = await on.promised({ dueAt: on.later(3_600_000) });
    await wake(message);
    seconds(3_599);
    await Promise.all([wake(message), sweep(sender)]);
    expect(carrier.handed).toEqual([]);
    expect(await stateOf(message)).toEqual({ state: "waiting", attempts: 0 });
    seconds(1);
    await sweep(sender);
    expect(await onPhone(message)).toHaveLength(1);
  });

  test("not after its time: at the last moment it is sent, a millisecond later it is stopped and the desk is told", async () => {
    const [last, late] = await on.promisedAll([{ notAfter: on.later(600_000) }, { notAfter: on.later(599_999) }]) as [Promised, Promised];
    seconds(600);
    await Promise.all([wake(last), wake(late)]);
    expect(await stateOf(last)).toEqual({ state: "handed", attempts: 1 });
    expect(await stateOf(late)).toEqual({ state: "stopped", because: "tooLate", attempts: 0 });
    expect(carrier.handedTo(late)).toEqual([]);
    expect(await toCall()).toEqual([late.id]);
  });

  test("not after its time either, when its turn comes only then", async () => {
    const message = await on.promised({ notAfter: on.later(1_500) });
    const slow = another({ rates: { sns: 1 } });
    const others = await on.promisedAll([{}, {}]);
    for (const one of [...others, message]) await wake(one, slow);
    expect(carrier.handed).toHaveLength(2);
    expect(await stateOf(message)).toEqual({ state: "stopped", because: "tooLate", attempts: 0 });
  });

  test("a message that does not exist, or is stopped from birth, is nobody's to send", async () => {
    const stopped = await on.promised({ state: "stopped", because: "noMatch" });
    await send(sender, { area: "hotline", subject: "nobody", id: "nothing" });
    await send(sender, { area: "registration", subject: stopped.subject, id: stopped.id });
    await wake(stopped);
    await sweep(sender);
    expect(carrier.handed).toEqual([]);
    expect(await stateOf(stopped)).toEqual({ state: "stopped", because: "noMatch", attempts: 0 });
    expect(await toCall()).toEqual([]);
  });
});

describe("at night", () => {
  test("from nine in the evening it is held, at eight in the morning it is sent, and the story says why", async () => {
    at("2026-11-25T21:00");
    const message = await on.promised();
    await Promise.all([wake(message), sweep(sender)]);
    const until = "2026-11-26T01:00:00.000Z";
    expect(await on.rowOf(message)).toMatchObject({ state: "waiting", attempts: 0, because: "quietHours", dueAt: until, dueShard: expect.stringMatching(/^DUE#notice#\d$/) });
    expect(await storyOf(message)).toEqual([
      { at: message.createdAt, what: "promised" },
      { at: message.createdAt, what: "wait", because: "quietHours", until },
    ]);
    expect(loggedOf(message)).toEqual([{ level: "info", code: "MESSAGE_WAITS", fields: { messageId: message.id, because: "quietHours" } }]);
    at("2026-11-26T07:59");
    seconds(59);
    await Promise.all([wake(message), sweep(sender)]);
    expect(carrier.handed).toEqual([]);
    seconds(1);
    await sweep(sender);
    expect(await onPhone(message)).toHaveLength(1);
  });

  test.each([
    ["20:59", 59.999, true],
    ["21:00", 0, false],
    ["07:59", 59.999, false],
    ["08:00", 0, true],
  ])("what is promised at %s and %s seconds is sent at once: %s", async (time, and, sent) => {
    at(`2026-11-25T${time}`);
    seconds(and);
    const message = await on.promised();
    await wake(message);
    expect(carrier.handedTo(message)).toHaveLength(sent ? 1 : 0);
    expect(await stateOf(message)).toMatchObject({ state: sent ? "handed" : "waiting" });
  });

  test("a code goes out at any hour", async () => {
    at("2026-11-26T03:00");
    const message = await on.promised(on.code());
    await wake(message);
    expect(await onPhone(message)).toMatchObject([{ body: expect.stringContaining("007193") }]);
  });

  test("what answers a deed of a moment ago goes only in an hour the person named too", async () => {
    const [now, later] = await on.promisedAll([{}, { contact: { ...anyHour(world.now()), hours: ["evening" as const] } }]) as [Promised, Promised];
    await wake(now);
    expect(carrier.handedTo(now)).toHaveLength(1);
    await wake(later);
    expect(await on.rowOf(later)).toMatchObject({ state: "waiting", because: "quietHours", dueAt: "2026-11-25T10:00:00.000Z" });
    await untilDone(later);
    expect(carrier.handedTo(later)).toMatchObject([{ at: "2026-11-25T10:00:00.000Z" }]);
  });

  test("what we begin waits for an hour the person named, and is not tried again after it ends", async () => {
    const message = await on.promised({ ...on.reminder(), contact: { ...anyHour(world.now()), hours: ["evening"] } });
    answer(message, busy, busy);
    await wake(message);
    expect(await on.rowOf(message)).toMatchObject({ state: "waiting", because: "quietHours", dueAt: "2026-11-25T10:00:00.000Z" });
    at("2026-11-25T20:59");
    seconds(30);
    await wake(message);
    expect(carrier.handedTo(message)).toHaveLength(2);
    seconds(60);
    await wake(message);
    expect(await on.rowOf(message)).toMatchObject({ state: "waiting", because: "quietHours", attempts: 2, dueAt: "2026-11-26T10:00:00.000Z" });
    await untilDone(message);
    expect(carrier.handedTo(message)).toHaveLength(3);
  });

  test("twenty senders at once hold it back once", async () => {
    at("2026-11-25T23:00");
    const message = await on.promised();
    await Promise.all(Array.from({ length: 20 }, (_, n) => wake(message, n % 2 ? sender : another())));
    expect((await storyOf(message)).map(({ what }) => what)).toEqual(["promised", "wait"]);
    expect(loggedOf(message)).toHaveLength(1);
  });

  test("when no safe hour is left before it would be too late, it is stopped at once and the desk can still call", async () => {
    at("2026-11-25T22:00");
    const message = await on.promised({ ...on.reminder(), notAfter: on.later(9 * 3_600_000) });
    await wake(message);
    expect(await stateOf(message)).toEqual({ state: "stopped", because: "quietHours", attempts: 0 });
    expect(await toCall()).toEqual([message.id]);
  });
});

describe("what a person allows", () => {
  const rule = anyHour(new Date(morning));

  test.each<{ because: string; change: Partial<Message>; call: boolean }>([
    { because: "textsNotWanted", change: { contact: { ...rule, mayText: "no" } }, call: false },
    { because: "textsNotWanted", change: { contact: { ...rule, mayText: "no" }, lane: "code", template: "code", reason: "askedNow", values: { code: "007193" } }, call: false },
    { because: "textsNotAgreed", change: { contact: { ...rule, textsAgreed: false } }, call: false },
    { because: "answersTooOld", change: { contact: { ...rule, askedAt: "2026-10-26T02:59:59.999Z" }, reason: "weBegin" }, call: true },
    { because: "noContactRule", change: { contact: undefined }, call: true },
    { because: "noContactRule", change: { to: undefined, values: undefined }, call: true },
  ])("$because stops a text for good, tells the desk only if nobody chose that ($call), and keeps the reason", async ({ because, change, call }) => {
    const message = await on.promised(change);
    await Promise.all([wake(message), sweep(sender)]);
    expect(await stateOf(message)).toEqual({ state: "stopped", because, attempts: 0 });
    expect(carrier.handed).toEqual([]);
    expect(await toCall()).toEqual(call ? [message.id] : []);
    expect(loggedOf(message)).toEqual([{ level: "info", code: "MESSAGE_STOPPED", fields: { messageId: message.id, because } }]);
    expect((await storyOf(message)).map(({ what, because: why }) => [what, why])).toEqual([["promised", undefined], ["stop", because]]);
  });

  test("newer answers rule a text that waits", async () => {
    at("2026-11-25T22:00");
    const [no, fewer, still] = await on.promisedAll([{}, {}, {}]) as [Promised, Promised, Promised];
    await Promise.all([no, fewer, still].map((one) => wake(one)));
    seconds(600);
    await on.write(
      on.outbox.amend(no, { ...rule, mayText: "no" }, world.now()),
      on.outbox.amend(fewer, { ...rule, hours: ["afternoon"] }, world.now()),
      on.outbox.amend(still, { ...rule, hours: ["morning"] }, world.now()),
    );
    at("2026-11-26T08:00");
    await sweep(sender);
    expect(await stateOf(no)).toEqual({ state: "stopped", because: "textsNotWanted", attempts: 0 });
    expect(await on.rowOf(fewer)).toMatchObject({ state: "waiting", dueAt: "2026-11-26T05:00:00.000Z" });
    expect(carrier.handed.map(({ to }) => to)).toEqual([still.to]);
    expect((await storyOf(still)).map(({ what }) => what)).toEqual(["promised", "wait", "amended", "claim", "handOver"]);
    expect(await toCall()).toEqual([]);
  });

  /** What an area writes after a sender has read and judged a text, and before it claims it. */
  const meanwhile: { what: string; write: (message: Promised) => Promise<void>; because: string }[] = [
    { what: "is taken back", write: (message) => on.write(on.outbox.withdraw(message, "cancelled", world.now())), because: "cancelled" },
    { what: "may not be sent by newer answers", write: (message) => on.write(on.outbox.amend(message, { ...rule, mayText: "no" }, world.now())), because: "textsNotWanted" },
    { what: "goes to a phone that wants nothing more, and was never texted", write: ({ to }) => on.write(on.outbox.stopPhone(to, world.now())), because: "stopped" },
  ];
  test.each(meanwhile)("a text that $what after it was judged is not claimed by that judgement", async ({ write, because }) => {
    const message = await on.promised();
    await withOther(world.client, { command: "TransactWriteItemsCommand" }, () => write(message), () => wake(message));
    expect(carrier.handed).toEqual([]);
    expect(await stateOf(message)).toEqual({ state: "stopped", because, attempts: 0 });
  });

  test("so is one to a phone that was texted before", async () => {
    const before = await on.promised();
    await wake(before);
    const message = await on.promised({ to: before.to });
    await withOther(world.client, { command: "TransactWriteItemsCommand" }, () => on.write(on.outbox.stopPhone(before.to, world.now())), () => wake(message));
    expect(carrier.handedTo(message)).toHaveLength(1);
    expect(await stateOf(message)).toEqual({ state: "stopped", because: "stopped", attempts: 0 });
  });

  test("a code that is taken back after it was judged is not handed over either", async () => {
    const message = await on.promised(on.code());
    // The first update takes its turn, the second is the claim.
    await withOther(world.client, { command: "UpdateItemCommand", pass: 1 }, () => on.write(on.outbox.withdraw(message, "changed", world.now())), () => wake(message));
    expect(carrier.handed).toEqual([]);
    expect(await stateOf(message)).toEqual({ state: "stopped", because: "changed", attempts: 0 });
  });

  test("what changes while a text waits for its turn counts", async () => {
    const [first, message] = await on.promisedAll([{}, {}]) as [Promised, Promised];
    const slow = another({
      rates: { sns: 1 },
      pause: async (ms) => {
        await world.pause(ms);
        await on.write(on.outbox.withdraw(message, "moved", world.now()));
      },
    });
    await wake(first, slow);
    await wake(message, slow);
    expect(carrier.handed.map(({ to }) => to)).toEqual([first.to]);
    expect(await stateOf(message)).toEqual({ state: "stopped", because: "moved", attempts: 0 });
  });
});

describe("a text that is taken back", () => {
  test("before it is due is stopped when it is, by the reason its area gave, and nobody is asked to call", async () => {
    const message = await on.promised({ dueAt: on.later(60_000) });
    await on.write(on.outbox.withdraw(message, "moved", world.now()));
    await on.write(on.outbox.withdraw(message, "cancelled", world.now()));
    seconds(60);
    await Promise.all([wake(message), sweep(sender)]);
    expect(carrier.handed).toEqual([]);
    expect(await on.rowOf(message)).toMatchObject({ state: "stopped", because: "moved", withdrawn: "moved" });
    expect((await storyOf(message)).map(({ what, because }) => [what, because])).toEqual([["promised", undefined], ["withdrawn", "moved"], ["withdrawn", "cancelled"], ["stop", "moved"]]);
    expect(await toCall()).toEqual([]);
  });

  test.each<{ what: string; result: HandOver; state: string; attempts: number }>([
    { what: "is handed over all the same, and that is written down", result: accepted, state: "handed", attempts: 1 },
    { what: "and is refused as busy is not tried again", result: busy, state: "stopped", attempts: 1 },
    { what: "and refused for good has failed, and nobody is asked to call", result: refused, state: "failed", attempts: 1 },
    { what: "and nobody knows of is in doubt, and nobody is asked to call", result: unknown, state: "inDoubt", attempts: 1 },
  ])("while the network is asked $what", async ({ result, state, attempts }) => {
    const message = await on.promised();
    answer(message, async () => {
      await on.write(on.outbox.withdraw(message, "cancelled", world.now()));
      return result;
    });
    await wake(message);
    seconds(300);
    await Promise.all([wake(message), sweep(sender)]);
    expect(await stateOf(message)).toMatchObject({ state, attempts });
    expect(carrier.handedTo(message)).toHaveLength(1);
    expect(await toCall()).toEqual([]);
  });
});

describe("a phone that wants no more texts", () => {
  test("gets none from either half of the service, asked once or twice; codes it asks for still come", async () => {
    const [first, hotline, registration, code] = [on.made(), on.made(), on.made({ area: "registration" }), on.made(on.code())];
    const { to } = first;
    for (const one of [first, hotline, registration, code]) one.to = to;
    await on.write(on.outbox.promise(first));
    await wake(first);
    await on.write(on.outbox.stopPhone(to, world.now()), ...[hotline, registration, code].map((one) => on.outbox.promise(one)));
    seconds(60);
    await on.write(on.outbox.stopPhone(to, world.now()));
    await sweep(sender);
    for (const one of [hotline, registration]) expect(await stateOf(one)).toEqual({ state: "stopped", because: "stopped", attempts: 0 });
    expect(carrier.handedTo({ to }).map(({ attemptId }) => attemptId)).toEqual([`${first.id}.1`, `${code.id}.1`]);
    expect([await toCall(), await toCall("registration")]).toEqual([[], []]);
    expect(plainStateOf(readPlain.parse(await on.rowOf(hotline)))).toBe("stopped");
  });

  test("is never forgotten, while the record of a phone that did not ask lapses", async () => {
    const [stopped, usual] = await on.promisedAll([{}, {}]) as [Promised, Promised];
    await Promise.all([wake(stopped), wake(usual)]);
    for (const wait of [0, 60]) {
      seconds(wait);
      await on.write(on.outbox.stopPhone(stopped.to, world.now()));
    }
    const record = async ({ to }: Promised) => (await world.client.send(new GetCommand({ TableName: on.table, Key: phoneKey(messagesSeal, to) }))).Item;
    expect(await record(usual)).toMatchObject({ expiresAtSeconds: Date.parse(morning) / 1_000 + 2 * day });
    expect(await record(stopped)).toMatchObject({ stoppedAt: morning });
    expect(await record(stopped)).not.toHaveProperty("expiresAtSeconds");
    for (const one of [stopped, usual]) expect(JSON.stringify(await record(one))).not.toContain(one.to.slice(-9));
    seconds(400 * day);
    const again = await on.promised({ to: stopped.to });
    await wake(again);
    expect(await stateOf(again)).toMatchObject({ state: "stopped", because: "stopped" });
  });
});

describe("what one phone gets in a day", () => {
  test("the same words once, from whomever they come; again when a day is over; staff read that it was handed over", async () => {
    const first = await on.promised();
    await wake(first);
    const same = { to: first.to, values: first.values, template: first.template };
    seconds(day - 1);
    const again = await on.promised({ ...same, area: "registration" });
    const otherPhone = await on.promised({ ...same, to: on.made().to });
    await Promise.all([wake(again), wake(otherPhone)]);
    expect(await stateOf(again)).toEqual({ state: "stopped", because: "sameToday", attempts: 0 });
    expect(plainStateOf(readPlain.parse(await on.rowOf(again)))).toBe("handed");
    expect(await toCall("registration")).toEqual([]);
    expect(carrier.handedTo(otherPhone)).toHaveLength(1);
    seconds(1);
    const nextDay = await on.promised(same);
    await wake(nextDay);
    expect(carrier.handedTo(first).map(({ body }) => body)).toEqual([first, nextDay].map(() => expect.stringContaining(String(first.values?.hint))));
  });

  test("the same words once, even of twenty at the same moment", async () => {
    const one = on.made();
    const all = await on.promisedAll(Array.from({ length: 20 }, () => ({ to: one.to, values: one.values })));
    await Promise.all(all.map((message, n) => wake(message, n % 2 ? sender : another())));
    await sweep(sender);
    expect(carrier.handed).toHaveLength(1);
    const states = await Promise.all(all.map(stateOf));
    expect(states.filter(({ because }) => because === "sameToday")).toHaveLength(19);
  });

  /** The same words about the same subject, promised again while or after the first were tried. */
  async function promisedAgain(first: Promised): Promise<Promised> {
    return on.promised({ subject: first.subject, to: first.to, values: first.values });
  }

  test.each([
    { what: "failed", result: refused },
    { what: "still wait for their next try", result: busy },
  ])("the same words once: those that $what were not handed over, and the next ones are", async ({ result }) => {
    const first = await on.promised();
    answer(first, result, result, accepted);
    await wake(first);
    const next = await promisedAgain(first);
    answer(first, accepted);
    await wake(next);
    expect(await stateOf(next)).toMatchObject({ state: "handed" });
    await untilDone(first);
    expect(await stateOf(first)).toMatchObject(result === busy ? { state: "stopped", because: "sameToday" } : { state: "failed" });
    expect(carrier.handed.filter(({ attemptId }) => attemptId.startsWith(`${next.id}.`))).toHaveLength(1);
  });

  test("the same words while the first are with the network wait for what becomes of them; in doubt, both are the desk's", async () => {
    const first = await on.promised();
    let next: Promised | undefined;
    answer(first, async () => {
      next = await promisedAgain(first);
      await wake(next);
      expect(await stateOf(next)).toEqual({ state: "waiting", attempts: 0 });
      return unknown;
    });
    await wake(first);
    await sweep(sender);
    expect(next && (await stateOf(next))).toEqual({ state: "stopped", because: "TimeoutError", attempts: 0 });
    expect(carrier.handed).toHaveLength(1);
    expect((await toCall()).toSorted()).toEqual([first.id, next?.id].toSorted());
  });

  test("three texts; the fourth waits until the first is a day old; it is not lost, and codes neither count nor wait", async () => {
    const { to } = on.made();
    const sendOne = async (change: Partial<Message> = {}): Promise<Promised> => {
      const message = await on.promised({ to, ...change });
      await wake(message);
      seconds(600);
      return message;
    };
    await sendOne(on.code());
    await sendOne(on.code());
    const first = await sendOne();
    await sendOne(on.reminder());
    await sendOne({ area: "registration" });
    expect(carrier.handedTo({ to })).toHaveLength(5);
    const fourth = await sendOne();
    const until = new Date(Date.parse(first.createdAt) + day * 1_000).toISOString();
    expect(await on.rowOf(fourth)).toMatchObject({ state: "waiting", because: "enoughToday", dueAt: until, attempts: 0 });
    await sendOne(on.code());
    expect(carrier.handedTo({ to })).toHaveLength(6);
    await untilDone(fourth);
    expect(carrier.handedTo({ to }).at(-1)).toMatchObject({ attemptId: `${fourth.id}.1`, at: until });
  });

  test("three texts; the fourth is stopped and the desk is told when its time is over before a turn comes", async () => {
    const { to } = on.made();
    for (const message of await on.promisedAll([{ to }, { to }, { to }])) await wake(message);
    const fourth = await on.promised({ to, notAfter: on.later((day - 1) * 1_000) });
    await wake(fourth);
    expect(await stateOf(fourth)).toEqual({ state: "stopped", because: "enoughToday", attempts: 0 });
    expect(await toCall()).toEqual([fourth.id]);
  });

  test("three texts, even of twelve at the same moment by senders that know nothing of each other", async () => {
    const { to } = on.made();
    const all = await on.promisedAll(Array.from({ length: 12 }, () => ({ to })));
    const senders = all.map(() => another());
    await Promise.all(all.map((message, n) => wake(message, senders[n])));
    await sweep(sender);
    expect(carrier.handed).toHaveLength(3);
    const states = await Promise.all(all.map(stateOf));
    expect(states.filter(({ state, because }) => state === "waiting" && because === "enoughToday")).toHaveLength(9);
  });

  test("a text tried five times is one text", async () => {
    const { to } = on.made();
    const hard = await on.promised({ to });
    answer(hard, ...times(4, busy));
    await untilDone(hard);
    expect(carrier.handedTo(hard)).toHaveLength(5);
    for (const message of await on.promisedAll([{ to }, { to }])) await wake(message);
    expect(carrier.handed).toHaveLength(7);
    const fourth = await on.promised({ to });
    await wake(fourth);
    expect(await stateOf(fourth)).toMatchObject({ state: "waiting", because: "enoughToday" });
  });
});

describe("once", () => {
  test("stream and sweep together give one text", async () => {
    const message = await on.promised();
    await Promise.all([wake(message), sweep(sender)]);
    await Promise.all([wake(message), sweep(sender)]);
    expect(await onPhone(message)).toHaveLength(1);
    expect(await stateOf(message)).toEqual({ state: "handed", attempts: 1 });
  });

  test("twenty senders at once, of a message that an application promised, give one text with its exact words", async () => {
    const { applicant, ...rest } = motherForSon();
    if (!applicant) throw new Error("a mother applies for her son");
    const to = e164(testPhone(900));
    const { reference } = await received(world, { ...rest, applicant: { ...applicant, phone: testPhone(900) } });
    const rows = await world.rows("messages");
    const ref = refOf(rows.find((row) => JSON.stringify(sealedIn(row, world.now()))?.includes(to)) ?? {});
    if (!ref) throw new Error("a text is promised");
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? world.send(ref) : world.sweep())));
    expect(await onPhone({ to })).toMatchObject([{ sender: "DuongVe", body: `Duong Ve: Da nhan yeu cau cua ban (ma bat dau bang ${reference.slice(0, 4)}). Ban khong can tra loi tin nay.` }]);
    const row = (await world.rows("messages")).find(({ id }) => id === ref.id);
    expect(row).toMatchObject({ state: "handed", attempts: 1, route: "sns", routeMessageId: expect.stringMatching(/.+/) });
    for (const gone of ["sealed", "dueShard", "values", "to"]) expect(row).not.toHaveProperty(gone);
    expect(JSON.stringify(await world.rows("messages"))).not.toContain(to.slice(-9));
  });

  test("twenty senders of a message whose hand-over is refused as busy still hand over one at a time", async () => {
    const message = await on.promised();
    answer(message, busy, busy, busy);
    for (let rounds = 0; rounds < 4; rounds += 1) {
      await Promise.all(Array.from({ length: 20 }, () => wake(message)));
      seconds(600);
    }
    expect(carrier.handedTo(message).map(({ attemptId }) => attemptId)).toEqual([1, 2, 3, 4].map((n) => `${message.id}.${n}`));
    expect(await onPhone(message)).toHaveLength(1);
    expect(await stateOf(message)).toMatchObject({ state: "handed", attempts: 4 });
  });

  test("two senders on one message, in 1,000 rounds, hand it over 1,000 times", { timeout: 240_000 }, async () => {
    const { client, stop } = createLeanSenderClient(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "");
    const [one, other] = [another({ client }), another({ client })];
    const messages = await on.promisedAll(Array.from({ length: 1_000 }, () => ({})));
    for (const message of messages) answer(message, accepted);
    for (let from = 0; from < messages.length; from += 50) await Promise.all(messages.slice(from, from + 50).flatMap((message) => [wake(message, one), wake(message, other)]));
    stop();
    expect(carrier.handed).toHaveLength(1_000);
    expect(new Set(carrier.handed.map(({ attemptId }) => attemptId))).toEqual(new Set(messages.map(({ id }) => `${id}.1`)));
    expect(await stateOf(messages[0] as Promised)).toEqual({ state: "handed", attempts: 1 });
  });
});

describe("after an attempt", () => {
  test("that found the network busy, it is tried again at once, after a minute, after ten, then every five, for four hours", async () => {
    const message = await on.promised();
    answer(message, ...times(100, busy));
    await untilDone(message);
    const steps = [0, 0, 60, ...Array.from({ length: 46 }, (_, n) => 660 + n * 300)];
    expect(handedTimes(message)).toEqual(steps);
    expect(steps.at(-1)).toBe(14_160);
    expect(await stateOf(message)).toEqual({ state: "failed", because: "ThrottlingException", attempts: 49 });
    expect(loggedOf(message).filter(({ code }) => code === "MESSAGE_TRY_AGAIN")).toHaveLength(48);
    expect(loggedOf(message).at(-1)).toEqual({ level: "warn", code: "MESSAGE_GIVEN_UP", fields: { messageId: message.id, attempts: 49, because: "ThrottlingException" } });
    expect(await toCall()).toEqual([message.id]);
  });

  test("that found the network busy, the steps of a minute and of ten vary by a tenth, so that what failed together does not come back together", async () => {
    for (const { random, steps } of [
      { random: 0, steps: [0, 0, 54, 594, 894] },
      { random: 0.999_999, steps: [0, 0, 66, 726, 1_026] },
    ]) {
      sender = another({ random: () => random });
      const message = await on.promised();
      answer(message, ...times(4, busy));
      await untilDone(message);
      expect(handedTimes(message).map(Math.round)).toEqual(steps);
    }
  });

  test("that found the network busy, a one-time code is tried again at once, then every 25 seconds, and not beyond its ten minutes", async () => {
    const message = await on.promised(on.code());
    answer(message, ...times(100, busy));
    await untilDone(message);
    expect(handedTimes(message)).toEqual([0, ...Array.from({ length: 25 }, (_, n) => n * 25)]);
    expect(await stateOf(message)).toMatchObject({ state: "failed", attempts: 26 });
    expect(await toCall()).toEqual([]);
  });

  test("that found the network busy, no try comes after its time", async () => {
    const message = await on.promised({ notAfter: on.later(659_999) });
    answer(message, ...times(100, busy));
    await untilDone(message);
    expect(handedTimes(message)).toEqual([0, 0, 60]);
    expect(await stateOf(message)).toMatchObject({ state: "failed", attempts: 3 });
    expect(await toCall()).toEqual([message.id]);
  });

  test("the four hours count from the first try, not from the promise", async () => {
    const hours = (n: number): string => on.later(n * 3_600_000);
    const [last, over] = await on.promisedAll([{ attempts: 9, createdAt: hours(-20), firstTriedAt: on.later(-14_100_000) }, { attempts: 9, createdAt: hours(-4), firstTriedAt: on.later(-14_100_001) }]) as [Promised, Promised];
    answer(last, busy);
    answer(over, busy);
    await Promise.all([wake(last), wake(over)]);
    expect(await on.rowOf(last)).toMatchObject({ state: "waiting", attempts: 10, dueAt: on.later(300_000) });
    expect(await stateOf(over)).toMatchObject({ state: "failed", attempts: 10 });
  });

  test("that was busy once, the text is on its way a moment later", async () => {
    const message = await on.promised();
    answer(message, busy);
    await wake(message);
    expect(await onPhone(message)).toHaveLength(1);
    expect(await stateOf(message)).toMatchObject({ state: "handed", attempts: 2 });
  });

  test.each([
    { what: "that was refused for good, it has failed", result: refused, state: "failed", because: "InvalidParameterException", level: "warn" },
    { what: "of which nothing is known, it is in doubt", result: unknown, state: "inDoubt", because: "TimeoutError", level: "error" },
  ])("$what, is never tried again, and the desk is told once", async ({ result, state, because, level }) => {
    const message = await on.promised();
    answer(message, result);
    for (const wait of [0, 0, 60, 300, 3_600, day]) {
      seconds(wait);
      await Promise.all([sweep(sender), wake(message)]);
    }
    expect(carrier.handedTo(message)).toHaveLength(1);
    expect(await stateOf(message)).toEqual({ state, because, attempts: 1 });
    expect(loggedOf(message).map((line) => line.level)).toEqual([level]);
    expect(await on.rowOf(message)).toMatchObject({ callInstead: "hotline", callInsteadAt: morning });
  });

  test("that was cut off between claim and hand-over, it waits five minutes, is then in doubt and never sent", async () => {
    const message = await on.promised();
    answer(message, () => Promise.reject(new Error("gone before it asked")));
    await expect(wake(message)).rejects.toThrow("gone");
    for (const wait of [0, 60, 239]) {
      seconds(wait);
      await Promise.all([sweep(sender), wake(message)]);
      expect(await stateOf(message)).toEqual({ state: "handing", attempts: 1 });
    }
    seconds(1);
    await Promise.all([sweep(sender), sweep(sender), wake(message)]);
    expect(await stateOf(message)).toEqual({ state: "inDoubt", because: "cutOff", attempts: 1 });
    expect(await toCall()).toEqual([message.id]);
    expect(loggedOf(message)).toEqual([{ level: "error", code: "MESSAGE_IN_DOUBT", fields: { messageId: message.id, attempts: 1, because: "cutOff" } }]);
    seconds(3_600);
    await sweep(sender);
    expect(carrier.handed).toHaveLength(1);
  });

  test("that comes back after it was given up as cut off, nothing is sent again", async () => {
    const message = await on.promised();
    answer(message, async () => {
      seconds(301);
      await sweep(sender);
      return busy;
    });
    await wake(message);
    expect(await stateOf(message)).toMatchObject({ state: "inDoubt", attempts: 1 });
    seconds(600);
    await sweep(sender);
    expect(carrier.handedTo(message)).toHaveLength(1);
  });
});

describe("when the table fails", () => {
  test("before the claim, nothing is handed over, and the next sweep sends it", async () => {
    const message = await on.promised();
    const { requests } = await withFault(world.client, { command: "TransactWriteItemsCommand", times: 100, error: denied }, () => expect(wake(message)).rejects.toThrow("denied"));
    expect(requests).toBe(1);
    expect(carrier.handed).toEqual([]);
    await sweep(sender);
    expect(await onPhone(message)).toHaveLength(1);
  });

  test("by a collision on the claim, it is claimed a moment later; by one without end, the next sweep sends it", async () => {
    const [short, endless] = await on.promisedAll([{}, {}]) as [Promised, Promised];
    await withFault(world.client, { command: "TransactWriteItemsCommand", times: 2, error: transactionConflict }, () => wake(short));
    expect(carrier.handedTo(short)).toHaveLength(1);
    await withFault(world.client, { command: "TransactWriteItemsCommand", times: 100, error: transactionConflict }, () => expect(wake(endless)).rejects.toThrow("cancelled"));
    expect(carrier.handedTo(endless)).toEqual([]);
    await sweep(sender);
    expect(carrier.handedTo(endless)).toHaveLength(1);
  });

  test("by throttling, the same request is made again and the text goes out once", async () => {
    for (const command of ["TransactWriteItemsCommand"]) {
      const message = await on.promised();
      const { requests } = await withFault(world.client, { command, times: 1, error: throttled }, () => wake(message));
      expect(requests).toBeGreaterThan(1);
      expect(carrier.handedTo(message)).toHaveLength(1);
    }
  });

  test("and the answer to the claim is lost, the claim is asked for again as the same one: handed over once", async () => {
    const message = await on.promised();
    await withFault(world.client, { command: "TransactWriteItemsCommand", times: 1, error: cutOff, afterwards: true }, () => wake(message));
    seconds(300);
    await sweep(sender);
    expect(carrier.handedTo(message).length).toBeLessThanOrEqual(1);
    expect(await stateOf(message)).toMatchObject(carrier.handedTo(message).length ? { state: "handed" } : { state: "inDoubt", because: "cutOff" });
  });

  test("and the answer to a code's claim is lost, it is in doubt rather than sent twice", async () => {
    const message = await on.promised(on.code());
    await withFault(world.client, { command: "UpdateItemCommand", pass: 1, times: 1, error: cutOff, afterwards: true }, () => wake(message));
    expect(await stateOf(message)).toEqual({ state: "handing", attempts: 1 });
    seconds(300);
    await sweep(sender);
    expect(carrier.handed).toEqual([]);
    expect(await stateOf(message)).toEqual({ state: "inDoubt", because: "cutOff", attempts: 1 });
  });

  test("after the hand-over, so that it cannot be marked, it is in doubt, and the text is on the phone once", async () => {
    const message = await on.promised();
    // One update takes the turn; those after the hand-over fail.
    await withFault(world.client, { command: "UpdateItemCommand", pass: 1, times: 100, error: denied }, () => expect(wake(message)).rejects.toThrow("denied"));
    expect(await stateOf(message)).toEqual({ state: "handing", attempts: 1 });
    await sweep(sender);
    seconds(300);
    await sweep(sender);
    await sweep(sender);
    expect(await stateOf(message)).toEqual({ state: "inDoubt", because: "cutOff", attempts: 1 });
    expect(await onPhone(message)).toHaveLength(1);
  });

  test("for what only helps to find a text again, the mark is written all the same", async () => {
    const message = await on.promised();
    await withFault(world.client, { command: "UpdateItemCommand", pass: 1, times: 1, error: denied }, () => wake(message));
    expect(await stateOf(message)).toEqual({ state: "handed", attempts: 1 });
  });
});

describe("cut off at any of its calls to the outside, before it arrives or after", () => {
  /** The network knows what reached it, and says so when it can be asked. */
  function network(first: HandOver[]) {
    const taken: string[] = [];
    const answers = [...first];
    const route: Route = {
      name: "sns",
      probe: async () => true,
      handOver: async ({ attemptId }) => {
        const given = answers.shift() ?? accepted;
        if (given.outcome !== "notHanded") taken.push(attemptId);
        return given;
      },
    };
    const lookUp = async (attemptId: string): Promise<HandOver> => (taken.includes(attemptId) ? { outcome: "handed", routeMessageId: attemptId } : { outcome: "notHanded", because: "unknownId", final: false });
    return { taken, route, lookUp };
  }
  async function cutAt(nth: number, arrives: boolean, first: HandOver[], change: Partial<Message>, canBeAsked: boolean) {
    world.moveTo(morning);
    const { taken, route, lookUp } = network(first);
    const end = createEnd(nth, arrives);
    const message = await on.promised(change);
    const mortal: Route = { ...route, handOver: (text) => end.step(() => route.handOver(text)) };
    await endingWith(world.client, end, () => wake(message, another({}, canBeAsked ? { ...mortal, lookUp } : mortal))).catch(() => {});
    // Others go on: at once, after five minutes, and for as long as anything is tried.
    const others = another({}, canBeAsked ? { ...route, lookUp } : route);
    for (const wait of [0, 300, 600]) {
      seconds(wait);
      await Promise.all([wake(message, others), wake(message, others)]);
    }
    const { state } = await on.rowOf(message);
    return { calls: end.calls(), taken: taken.length, state: String(state), desk: (await toCall()).includes(message.id) };
  }

  test.each([
    { what: "an accepted text", first: [] },
    { what: "a text that is refused as busy first", first: [busy] },
  ])("$what reaches a network that cannot be asked at most once, and the desk is told exactly when nobody knows", async ({ first }) => {
    const seen = new Set<string>();
    for (const arrives of [false, true]) {
      for (let nth = 1; ; nth += 1) {
        const { calls, taken, state, desk } = await cutAt(nth, arrives, first, {}, false);
        seen.add(`${state} ${taken}`);
        expect({ nth, arrives, taken, state, desk }).toEqual({ nth, arrives, taken: state === "handed" ? 1 : expect.toBeOneOf([0, 1]), state: expect.toBeOneOf(["handed", "inDoubt"]), desk: state === "inDoubt" });
        if (calls < nth) break;
        expect(nth).toBeLessThan(40);
      }
    }
    expect([...seen].toSorted()).toEqual(["handed 1", "inDoubt 0", "inDoubt 1"]);
  });

  test.each([
    { what: "an accepted text", first: [], change: () => ({}) },
    { what: "a text that is refused as busy first", first: [busy], change: () => ({}) },
    { what: "a code", first: [], change: () => ({ ...on.code(), notAfter: on.later(1_800_000) }) },
  ])("$what reaches a network that can be asked exactly once", async ({ first, change }) => {
    for (const arrives of [false, true]) {
      for (let nth = 1; ; nth += 1) {
        const { calls, taken, state, desk } = await cutAt(nth, arrives, first, change(), true);
        expect({ nth, arrives, taken, state, desk }).toEqual({ nth, arrives, taken: 1, state: "handed", desk: false });
        if (calls < nth) break;
        expect(nth).toBeLessThan(40);
      }
    }
  });
});

describe("what stays of a text", () => {
  test.each<{ state: string; change?: Partial<Message>; result?: HandOver }>([
    { state: "handed" },
    { state: "failed", result: refused },
    { state: "inDoubt", result: unknown },
    { state: "stopped", change: { notAfter: "2026-11-25T02:59:59.999Z" } },
  ])("$state: number and values are gone, and it is no longer due", async ({ state, change, result }) => {
    const message = await on.promised(change);
    if (result) answer(message, result);
    expect(sealedIn(await on.rowOf(message), world.now())).toEqual({ to: message.to, values: message.values });
    await wake(message);
    const row = await on.rowOf(message);
    expect(row).toMatchObject({ state });
    for (const gone of ["sealed", "to", "values", "dueShard"]) expect(row).not.toHaveProperty(gone);
    expect(JSON.stringify(row)).not.toContain(message.to.slice(-9));
    expect(JSON.stringify(world.logged)).not.toContain(message.to.slice(-9));
  });

  test("while it waits or is tried, number and values are sealed, and it lapses a week after its time", async () => {
    const message = await on.promised();
    answer(message, busy, busy);
    await wake(message);
    const row = await on.rowOf(message);
    expect(row).toMatchObject({ state: "waiting", attempts: 2, dueShard: expect.any(String), expiresAtSeconds: Date.parse(message.notAfter) / 1_000 + 7 * day });
    expect(sealedIn(row, world.now())).toEqual({ to: message.to, values: message.values });
    expect(JSON.stringify(row)).not.toContain(message.to.slice(-9));
    expect(JSON.stringify(row)).not.toContain(String(message.values?.hint));
  });

  test("its story, in order: what happened, when, why, by which route and until when", async () => {
    at("2026-11-25T21:30");
    const message = await on.promised();
    answer(message, busy, busy);
    await wake(message);
    seconds(60);
    await on.write(on.outbox.amend(message, anyHour(world.now()), world.now()));
    await untilDone(message);
    const eight = "2026-11-26T01:00:00.000Z";
    const oneMinute = "2026-11-26T01:01:00.000Z";
    expect(await storyOf(message)).toEqual([
      { at: message.createdAt, what: "promised" },
      { at: message.createdAt, what: "wait", because: "quietHours", until: eight },
      { at: "2026-11-25T14:31:00.000Z", what: "amended" },
      { at: eight, what: "claim", route: "sns" },
      { at: eight, what: "tryAgain", because: "ThrottlingException", until: eight },
      { at: eight, what: "claim", route: "sns" },
      { at: eight, what: "tryAgain", because: "ThrottlingException", until: oneMinute },
      { at: oneMinute, what: "claim", route: "sns" },
      { at: oneMinute, what: "handOver" },
    ]);
    expect(await on.rowOf(message)).toMatchObject({ route: "sns", firstTriedAt: eight, routeMessageId: expect.stringMatching(/.+/) });
  });
});

describe("calling instead", () => {
  test("each half is asked for its own, longest waiting first; done once; what was taken back is nobody's call", async () => {
    const all = await on.promisedAll([{}, { area: "registration" }, {}, {}]);
    const [first, other, second, withdrawn] = all as [Promised, Promised, Promised, Promised];
    for (const message of all) {
      answer(message, refused);
      await wake(message);
      seconds(60);
    }
    await on.write(on.outbox.withdraw(withdrawn, "ended", world.now()));
    expect((await texts().toCall(100)).texts).toMatchObject([
      { id: first.id, subject: first.subject, template: "receipt", because: "InvalidParameterException", callInsteadAt: morning },
      { id: second.id, callInsteadAt: "2026-11-25T03:02:00.000Z" },
    ]);
    expect(await toCall("registration")).toEqual([other.id]);
    expect([await texts().called(first), await texts().called(first)]).toEqual([true, false]);
    expect(await toCall()).toEqual([second.id]);
    await sweep(sender);
    expect(await toCall()).toEqual([second.id]);
  });

  test("about a subject, its half reads the whole story and no number", async () => {
    const message = await on.promised();
    answer(message, unknown);
    await wake(message);
    const [read, ...none] = await texts().about(message.subject);
    expect(read).toMatchObject({ id: message.id, state: "inDoubt", because: "TimeoutError", callInsteadAt: morning, story: [{ what: "promised" }, { what: "claim" }, { what: "doubt", because: "TimeoutError" }] });
    expect(read).not.toHaveProperty("to");
    expect(none).toEqual([]);
    expect(await texts("registration").about(message.subject)).toEqual([]);
  });
});

describe("in any order of wake-ups, passing time and luck", () => {
  const final = new Set(["handed", "failed", "inDoubt", "stopped"]);
  type Luck = "accepted" | "busy" | "refused" | "unknown" | "crash";
  const results: Record<Exclude<Luck, "crash">, HandOver> = { accepted, busy, refused, unknown };
  const luck = fc.record({
    luck: fc.constantFrom<Luck>("accepted", "busy", "busy", "busy", "refused", "unknown", "crash"),
    /** How long the network takes, and whether others wake meanwhile. */
    takesSeconds: fc.constantFrom(0, 0, 1, 299, 300, 400),
    othersMeanwhile: fc.boolean(),
  });
  const step = fc.oneof(
    fc.record({ kind: fc.constant("work" as const), wakes: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant("wait" as const), seconds: fc.constantFrom(0, 1, 59, 60, 299, 300, 600, 3_600, 14_400, 36_000, 72 * 3_600) }),
  );
  const born = fc.record({ hour: fc.constantFrom(8, 10, 20, 23, 3), dueIn: fc.constantFrom(0, 0, 60, 7_200), livesFor: fc.constantFrom(600, 14_400, 72 * 3_600), isCode: fc.boolean() });

  test("one claim is handed over once, never before or after its time nor at night, never after it is done; and in the end it is done", async () => {
    const two = [another(), another()];
    await fc.assert(
      fc.asyncProperty(born, fc.array(luck, { maxLength: 6 }), fc.array(step, { minLength: 1, maxLength: 10 }), async ({ hour, dueIn, livesFor, isCode }, lucks, plan) => {
        at(`2026-11-25T${String(hour).padStart(2, "0")}:00`);
        const message = await on.promised({ ...(isCode ? on.code() : {}), to: on.made().to, dueAt: on.later(dueIn * 1_000), notAfter: on.later(livesFor * 1_000) });
        const seen: { attempts: unknown; state: unknown; at: string; hour: number }[] = [];
        const states: unknown[] = [];
        const everybody = (count: number) => Promise.allSettled(Array.from({ length: count }, (_, n) => wake(message, two[n % 2])));
        const meet = (mine: (typeof lucks)[number] | undefined) => async (): Promise<HandOver> => {
          const { attempts, state } = await on.rowOf(message);
          seen.push({ attempts, state, at: world.now().toISOString(), hour: (world.now().getUTCHours() + 7) % 24 });
          seconds(mine?.takesSeconds ?? 0);
          if (mine?.othersMeanwhile) await everybody(2);
          if (mine?.luck === "crash") throw new Error("the sender is gone");
          return mine ? results[mine.luck] : accepted;
        };
        carrier.answers.set(message.to, [...lucks, ...Array.from({ length: 60 }, () => undefined)].map(meet));
        const before = carrier.handedTo(message).length;
        const ending = [{ kind: "wait" as const, seconds: 72 * 3_600 + 1 }, { kind: "work" as const, wakes: 1 }, { kind: "wait" as const, seconds: 300 }, { kind: "work" as const, wakes: 1 }];
        for (const one of [...plan, ...ending]) {
          if (one.kind === "wait") seconds(one.seconds);
          else await everybody(one.wakes);
          const { state } = await on.rowOf(message);
          if (final.has(String(states.at(-1)))) expect(state).toBe(states.at(-1));
          states.push(state);
        }
        expect(seen.map(({ attempts }) => attempts)).toEqual(seen.map((_, n) => n + 1));
        for (const one of seen) {
          expect(one.state).toBe("handing");
          expect(one.at >= message.dueAt && one.at <= message.notAfter).toBe(true);
          expect(isCode || (one.hour >= 8 && one.hour < 21)).toBe(true);
        }
        expect(seen.length).toBe(carrier.handedTo(message).length - before);
        expect(final.has(String(states.at(-1)))).toBe(true);
        const last = seen.findIndex((_, n) => (lucks[n]?.luck ?? "accepted") !== "busy");
        if (last >= 0) expect(seen).toHaveLength(last + 1);
      }),
      { numRuns: 40, seed: 20_261_121 },
    );
  });
});
