import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createNetworkStore } from "../../../functions/messages/network-store.ts";
import type { Network } from "../../../functions/messages/network.ts";
import type { HandOver, Route, RouteName } from "../../../functions/messages/routes/route.ts";
import { send } from "../../../functions/messages/send.ts";
import { sweep } from "../../../functions/messages/sweep.ts";
import type { Lane } from "../../../shared/messages/lanes.ts";
import { accepted, busy, createCarrier, emptyMessages, refused, routeOf, unknown, type OwnMessages, type Promised } from "../../support/sender.ts";
import { denied, withFault, withOther } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";

/** Wednesday 25/11/2026, ten in the morning in Vietnam. */
const morning = "2026-11-25T03:00:00.000Z";

let world: World;
let on: OwnMessages;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.moveTo(morning);
  world.logged.length = 0;
  on = await emptyMessages(world);
});

const seconds = (n: number): void => world.forward(n * 1_000);
const rowsOf = async (kind: string) => ((await world.client.send(new ScanCommand({ TableName: on.table, ConsistentRead: true }))).Items ?? []).filter(({ pk, sk }) => String(pk).startsWith("NETWORK") && String(sk).startsWith(kind));
/** The most that happened within any second. */
const mostInASecond = (times: readonly number[]): number => Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 999.9).length));

describe("the rate of a route", () => {
  const perSecond = 20;
  const sns: [Route] = [routeOf(async () => accepted)];
  /** A sender of its own, and in how many milliseconds each turn it got comes; the clock stands still meanwhile. */
  function sender(waitMs = 15_000, rate = perSecond) {
    const waits: number[] = [];
    const { network } = on.sender(sns, { rates: { sns: rate }, waitMs, pause: async (ms) => void waits.push(ms) });
    const take = async (count: number, lane: Lane): Promise<{ got: number[]; left: number }> => {
      waits.length = 0;
      const turns = await Promise.all(Array.from({ length: count }, () => network.turn("sns", lane)));
      const got = turns.filter(Boolean).length;
      return { got: [...Array.from({ length: got - waits.length }, () => 0), ...waits].toSorted((a, b) => a - b), left: count - got };
    };
    return { take };
  }

  test("is never passed in any second by five senders that know of each other only through the table, nor left unused", async () => {
    const senders = Array.from({ length: 5 }, () => sender());
    const taken = await Promise.all(senders.flatMap(({ take }, n) => [take(40, n % 2 ? "notice" : "reminder")]));
    const codes = await Promise.all(senders.map(({ take }) => take(2, "code")));
    const all = [...taken, ...codes].flatMap(({ got }) => got);
    expect(all).toHaveLength(210);
    expect(mostInASecond(all)).toBeLessThanOrEqual(perSecond);
    expect(Math.max(...all)).toBeLessThan(200 / (perSecond * 0.9) * 1_000);
  });

  test("is not saved up while nobody sends", async () => {
    const one = sender();
    await one.take(10, "notice");
    seconds(60);
    const { got } = await one.take(100, "notice");
    expect(got).toHaveLength(100);
    expect(mostInASecond(got)).toBeLessThanOrEqual(perSecond);
  });

  test("holds for what is handed over: four senders, each with its own clock and its own texts", async () => {
    const rate = 10;
    const handed: number[] = [];
    const work = Array.from({ length: 4 }, async () => {
      let at = Date.parse(morning);
      const now = (): Date => new Date(at);
      const own = on.sender([routeOf(async () => (handed.push(at), accepted))], { now, rates: { sns: rate }, pause: async (ms) => void (at += ms) });
      for (const message of await on.promisedAll(Array.from({ length: 15 }, () => ({})))) await send(own, message);
    });
    await Promise.all(work);
    expect(handed).toHaveLength(60);
    expect(mostInASecond(handed)).toBeLessThanOrEqual(rate);
    expect(mostInASecond(handed)).toBeGreaterThanOrEqual(rate - 2);
  });

  test("a turn too far away is not taken: those who may wait three seconds leave the rest of the rate to others", async () => {
    const { got, left } = await sender(3_000).take(100, "reminder");
    expect(Math.max(...got)).toBeLessThan(4_000);
    expect(got.length).toBeGreaterThanOrEqual(54);
    expect(left).toBe(100 - got.length);
    const patient = await sender(15_000).take(10, "reminder");
    expect(Math.max(...patient.got)).toBeLessThan(5_000);
  });

  test("a text whose turn is too far away waits as it was, and the next sweep sends it", async () => {
    const carrier = createCarrier(world.now);
    // Nobody's clock moves, so that all stand in one queue.
    const still = on.sender([carrier.route], { rates: { sns: 1 }, waitMs: 3_000, pause: async () => {} });
    const messages = await on.promisedAll(Array.from({ length: 10 }, () => ({})));
    await Promise.all(messages.map((message) => send(still, message)));
    const rows = await Promise.all(messages.map((message) => on.rowOf(message)));
    const waiting = rows.filter(({ state }) => state === "waiting");
    expect(carrier.handed.length).toBeLessThan(5);
    expect(waiting).toHaveLength(10 - carrier.handed.length);
    for (const row of waiting) expect(row).toMatchObject({ attempts: 0, dueAt: morning, story: [{ what: "promised" }] });
    seconds(60);
    await sweep(on.sender([carrier.route]));
    expect(new Set(carrier.handed.map(({ to }) => to)).size).toBe(10);
    expect(carrier.handed).toHaveLength(10);
  });

  test("a code does not stand behind five hundred reminders", async () => {
    const { got, left } = await sender().take(500, "reminder");
    expect([got.length > 250, left > 0]).toEqual([true, true]);
    const code = await sender(3_000).take(1, "code");
    expect(code).toEqual({ got: [0], left: 0 });
  });

  test("nor do ten codes asked for at once: they take turns among themselves", async () => {
    await sender().take(500, "reminder");
    const { got, left } = await sender().take(10, "code");
    expect(left).toBe(0);
    expect(got.map(Math.round)).toEqual(Array.from({ length: 10 }, (_, n) => n * 500));
  });

  test("codes take what others leave of it: twenty at once go within a second", async () => {
    const { got, left } = await sender(3_000).take(20, "code");
    expect(left).toBe(0);
    expect(Math.max(...got)).toBeLessThanOrEqual(1_000);
    expect(mostInASecond(got)).toBeLessThanOrEqual(perSecond);
  });

  test("of a table that cannot be asked gives no turn, and the text waits", async () => {
    const message = await on.promised();
    const carrier = createCarrier(world.now);
    const own = on.sender([carrier.route]);
    await withFault(world.client, { command: "UpdateItemCommand", times: 100, error: denied }, () => send(own, message));
    expect(carrier.handed).toEqual([]);
    expect(await on.rowOf(message)).toMatchObject({ state: "waiting", attempts: 0 });
    await send(own, message);
    expect(carrier.handed).toHaveLength(1);
  });
});

describe("two routes", () => {
  let well = true;
  let probed = 0;
  const probe = async (): Promise<boolean> => {
    probed += 1;
    return well;
  };
  const routes: [Route, Route] = [routeOf(async () => accepted, { name: "sns", probe }), routeOf(async () => accepted, { name: "http" })];
  beforeEach(() => {
    well = true;
    probed = 0;
  });

  const sender = (): Network => on.sender(routes).network;
  const current = async (network: Network = sender()): Promise<RouteName> => (await network.route()).name;
  const record = async (network: Network, route: RouteName, result: HandOver, count: number, ms = 100): Promise<void> => {
    for (let n = 0; n < count; n += 1) await network.record(route, result, ms);
  };
  const switches = () => world.logged.filter(({ code }) => code === "ROUTE_SWITCHED");
  const switched = (routeName: RouteName, because: string) => ({ level: "error", code: "ROUTE_SWITCHED", fields: { routeName, because } });
  /** Texts go by the second route, since a moment. */
  async function left(): Promise<Network> {
    const network = sender();
    await record(network, "sns", busy, 10);
    expect(await current(network)).toBe("http");
    return network;
  }

  test("texts take the preferred one while nothing is wrong", async () => {
    const network = sender();
    await record(network, "sns", accepted, 30);
    expect(await current(network)).toBe("sns");
    expect(await rowsOf("ACTIVE")).toEqual([]);
  });

  test.each([
    ["refused as busy", busy],
    ["in doubt", unknown],
  ])("the tenth text %s within 60 seconds makes all take the other, and the operator is told once", async (_, error) => {
    const network = sender();
    await record(network, "sns", error, 9);
    expect([await current(network), switches()]).toEqual(["sns", []]);
    seconds(50);
    await record(network, "sns", error, 1);
    expect([await current(network), await current()]).toEqual(["http", "http"]);
    expect(switches()).toEqual([switched("http", "errors")]);
  });

  test("errors of several senders count together, and when all of them see the tenth, they switch once", async () => {
    const senders = Array.from({ length: 5 }, sender);
    await Promise.all(senders.map((network) => record(network, "sns", busy, 4)));
    expect(switches()).toEqual([switched("http", "errors")]);
    expect(await rowsOf("ACTIVE")).toMatchObject([{ route: "http", version: 1 }]);
  });

  test("a sender that has just looked follows within two seconds", async () => {
    const other = sender();
    expect(await current(other)).toBe("sns");
    await left();
    seconds(2);
    expect(await current(other)).toBe("http");
  });

  test("errors of more than 70 seconds ago do not count", async () => {
    const network = sender();
    await record(network, "sns", busy, 9);
    seconds(71);
    await record(network, "sns", busy, 9);
    expect(await current(network)).toBe("sns");
  });

  test("what no route could deliver is no error of the route", async () => {
    const network = sender();
    await record(network, "sns", refused, 30);
    expect(await current(network)).toBe("sns");
  });

  test("slow are more than three seconds: three of twenty make all take the other", async () => {
    const network = sender();
    await record(network, "sns", accepted, 17);
    await record(network, "sns", accepted, 2, 3_001);
    expect(await current(network)).toBe("sns");
    await record(network, "sns", accepted, 1, 3_001);
    expect(await current(network)).toBe("http");
    expect(switches()).toEqual([switched("http", "slow")]);
  });

  test.each([
    ["three of nineteen: too few to tell", 16, 3, 3_001],
    ["two of twenty: too small a part", 18, 2, 3_001],
    ["any number of those that took three seconds", 0, 30, 3_000],
  ])("not %s", async (_, quick, slow, ms) => {
    const network = sender();
    await record(network, "sns", accepted, quick);
    await record(network, "sns", accepted, slow, ms);
    expect(await current(network)).toBe("sns");
  });

  test("errors of a route that was left already change nothing", async () => {
    const network = await left();
    seconds(61);
    const chosen = await rowsOf("ACTIVE");
    await record(network, "sns", busy, 20);
    expect(await current(network)).toBe("http");
    expect(await rowsOf("ACTIVE")).toEqual(chosen);
    expect(switches()).toHaveLength(1);
  });

  test("the other is not left within a minute of the switch, and then it is", async () => {
    const network = await left();
    seconds(30);
    await record(network, "http", busy, 15);
    seconds(29);
    await record(network, "http", busy, 1);
    expect(await current(network)).toBe("http");
    seconds(1);
    await record(network, "http", busy, 1);
    expect(await current(network)).toBe("sns");
    expect(switches()).toEqual([switched("http", "errors"), switched("sns", "errors")]);
  });

  test("three good probes in a row bring the preferred one back, one bad begins anew; no text is risked for it", async () => {
    const network = await left();
    for (const answer of [true, true, false, true, true]) {
      well = answer;
      seconds(60);
      await network.probe();
      expect(await current(network)).toBe("http");
    }
    seconds(60);
    await network.probe();
    expect([await current(network), await current()]).toEqual(["sns", "sns"]);
    expect(switches()).toEqual([switched("http", "errors"), switched("sns", "probe")]);
    expect(probed).toBe(6);
    await network.probe();
    expect(probed).toBe(6);
  });

  test("a probe that several senders make at the same moment is one", async () => {
    await left();
    await Promise.all(Array.from({ length: 4 }, () => sender().probe()));
    expect(await current()).toBe("http");
    expect((await rowsOf("ACTIVE"))[0]?.good).toBeGreaterThanOrEqual(1);
    expect((await rowsOf("ACTIVE"))[0]?.good).toBeLessThan(3);
  });

  test("each sweep probes once", async () => {
    await left();
    for (let minutes = 1; minutes <= 3; minutes += 1) {
      seconds(60);
      await sweep(on.sender(routes));
    }
    expect([probed, await current()]).toEqual([3, "sns"]);
  });

  test("texts the first finds busy are sent by the second a minute later, each once", async () => {
    const [sns, http] = [createCarrier(world.now, { otherwise: async () => busy }), createCarrier(world.now, { name: "http" })];
    const own = on.sender([sns.route, http.route]);
    const messages = await on.promisedAll(Array.from({ length: 5 }, () => ({})));
    for (const message of messages) await send(own, message);
    expect(sns.handed).toHaveLength(10);
    expect(switches()).toEqual([switched("http", "errors")]);
    seconds(61);
    for (const message of messages) await send(own, message);
    expect(http.handed.map(({ attemptId }) => attemptId)).toEqual(messages.map(({ id }) => `${id}.3`));
    for (const message of messages) expect(await on.rowOf(message)).toMatchObject({ state: "handed", route: "http", attempts: 3 });
    const { story } = await on.rowOf(messages[0] as Promised);
    expect(story.filter(({ what }: { what: string }) => what === "claim").map(({ route }: { route: string }) => route)).toEqual(["sns", "sns", "http"]);
  });

  test("how long a hand-over took is the network's time, not the table's", async () => {
    const takes = (ms: number): [Route, Route] => [
      routeOf(async () => {
        world.forward(ms);
        return accepted;
      }),
      routes[1],
    ];
    const slow = async (ms: number, tableMs = 0) => {
      const message = await on.promised();
      const late = async (): Promise<void> => world.forward(tableMs);
      await withOther(world.client, { command: "TransactWriteItemsCommand" }, late, () => send(on.sender(takes(ms)), message));
      return createNetworkStore(world.client, on.table).readHealth("sns", world.now());
    };
    expect(await slow(3_000)).toEqual({ tries: 1, errors: 0, slow: 0 });
    expect(await slow(0, 10_000)).toEqual({ tries: 2, errors: 0, slow: 0 });
    expect(await slow(3_001)).toEqual({ tries: 3, errors: 0, slow: 1 });
  });

  test("a text whose outcome cannot be counted is marked all the same", async () => {
    const message = await on.promised();
    // Turn, name and mark are written; the count is not.
    await withFault(world.client, { command: "UpdateItemCommand", pass: 3, times: 1, error: denied }, () => send(on.sender(routes), message));
    expect(await on.rowOf(message)).toMatchObject({ state: "handed", attempts: 1 });
    expect(world.logged).toContainEqual({ level: "warn", code: "HEALTH_NOT_RECORDED" });
  });
});

describe("with one route", () => {
  test("nothing is recorded, probed or switched", async () => {
    let probed = 0;
    const carrier = createCarrier(world.now, { otherwise: async () => busy, probe: async () => (probed += 1) > 0 });
    const own = on.sender([carrier.route]);
    for (const message of await on.promisedAll(Array.from({ length: 10 }, () => ({})))) await send(own, message);
    await sweep(own);
    expect(carrier.handed).toHaveLength(20);
    expect(await rowsOf("HEALTH")).toEqual([]);
    expect(await rowsOf("ACTIVE")).toEqual([]);
    expect(probed).toBe(0);
  });

  test("a choice of another one, made when there were two, is no obstacle", async () => {
    await createNetworkStore(world.client, on.table).writeActive(null, { route: "http", switchedAt: morning, good: 0 });
    const carrier = createCarrier(world.now);
    await send(on.sender([carrier.route]), await on.promised());
    expect(carrier.handed).toHaveLength(1);
  });
});

describe("a text nobody heard the end of", () => {
  const asked: string[] = [];
  let says: HandOver = unknown;
  const lookUp = async (attemptId: string): Promise<HandOver> => {
    asked.push(attemptId);
    return says;
  };
  beforeEach(() => void (asked.length = 0));

  /** Claimed for the aggregator, which took it or did not; texts take the other route since. */
  async function lost() {
    const [sns, http] = [createCarrier(world.now), createCarrier(world.now, { name: "http", otherwise: async () => unknown, lookUp })];
    const message = await on.promised();
    await send(on.sender([http.route, sns.route]), message);
    expect(await on.rowOf(message)).toMatchObject({ state: "handing", route: "http", attempts: 1, dueAt: "2026-11-25T03:05:00.000Z" });
    expect(world.logged).toContainEqual({ level: "warn", code: "MESSAGE_UNKNOWN", fields: { messageId: message.id, attempts: 1, because: "TimeoutError" } });
    return { sns, http, message, own: on.sender([sns.route, http.route]) };
  }

  test("is asked about after five minutes, at the route it was claimed for; taken there, it is handed over", async () => {
    const { sns, http, message, own } = await lost();
    says = { outcome: "handed", routeMessageId: "their name" };
    seconds(299);
    await send(own, message);
    expect(asked).toEqual([]);
    seconds(1);
    await send(own, message);
    expect(asked).toEqual([`${message.id}.1`]);
    expect(await on.rowOf(message)).toMatchObject({ state: "handed", route: "http", routeMessageId: "their name", attempts: 1 });
    expect([sns.handed.length, http.handed.length]).toEqual([0, 1]);
  });

  test("and was provably not taken, it is sent again, by the route texts take now", async () => {
    const { sns, http, message, own } = await lost();
    says = { outcome: "notHanded", because: "http404", final: false };
    seconds(300);
    await Promise.all([send(own, message), send(own, message), send(own, message)]);
    expect(sns.handed.map(({ attemptId }) => attemptId)).toEqual([`${message.id}.2`]);
    expect(http.handed).toHaveLength(1);
    expect(await on.rowOf(message)).toMatchObject({ state: "handed", route: "sns", attempts: 2, story: [{ what: "promised" }, { what: "claim", route: "http" }, { what: "tryAgain", because: "http404" }, { what: "claim", route: "sns" }, { what: "handOver" }] });
  });

  test("and nobody can say, it is not sent again, and the desk is asked to call", async () => {
    const { sns, http, message, own } = await lost();
    says = { outcome: "unknown", because: "http500" };
    seconds(300);
    await send(own, message);
    seconds(3_600);
    await sweep(own);
    expect([sns.handed.length, http.handed.length, asked.length]).toEqual([0, 1, 1]);
    expect(await on.rowOf(message)).toMatchObject({ state: "inDoubt", because: "http500", callInstead: "hotline" });
  });

  test("by a route that is no longer there, it is in doubt", async () => {
    const { sns, message } = await lost();
    seconds(300);
    await send(on.sender([sns.route]), message);
    expect([sns.handed.length, asked.length]).toEqual([0, 0]);
    expect(await on.rowOf(message)).toMatchObject({ state: "inDoubt", because: "cutOff", callInstead: "hotline" });
  });

  test("by a route that cannot be asked, no other is asked in its place", async () => {
    const dead = createCarrier(world.now, { otherwise: () => Promise.reject(new Error("gone")) });
    const http = createCarrier(world.now, { name: "http", lookUp });
    const message = await on.promised();
    await send(on.sender([dead.route]), message).catch(() => {});
    says = { outcome: "notHanded", because: "http404", final: false };
    seconds(300);
    await send(on.sender([http.route]), message);
    expect([asked, http.handed]).toEqual([[], []]);
    expect(await on.rowOf(message)).toMatchObject({ state: "inDoubt", because: "cutOff" });
  });

  test("is found by the sweep, and by nobody who asks in vain for ever", async () => {
    const { message, own } = await lost();
    says = { outcome: "unknown", because: "http500" };
    for (let minutes = 1; minutes <= 10; minutes += 1) {
      seconds(60);
      await sweep(own);
    }
    expect(asked).toEqual([`${message.id}.1`]);
    expect(await on.rowOf(message)).toMatchObject({ state: "inDoubt" });
  });
});
