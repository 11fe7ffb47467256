import { laneRules, type Lane } from "../../shared/messages/lanes.ts";
import type { Log } from "../platform/log.ts";
import type { ActiveRoute, Health, NetworkStore } from "./network-store.ts";
import type { HandOver, Route, RouteName } from "./routes/route.ts";

/** A hand-over that takes longer counts as slow. */
const slowMs = 3_000;
/** A route is left once it had so many errors in 60 seconds, or so large a part of enough tries was slow; not before it was used for a minute. */
const leaving = { errors: 10, slowPart: 0.15, slowTries: 20, afterMs: 60_000 } as const;
/** So many probes in a row, one a minute, bring the preferred route back. */
const goodProbes = 3;
/** The part of a route's rate kept for codes, so that no queue of reminders stands before them. */
const codeShare = 0.1;
/** So long a code waits for a turn of either part before it waits longer for one. */
const soonMs = 1_000;
const activeForMs = 2_000;
/** The rate of a route nobody set one for. */
const slowest = 1;

const mustLeave = ({ tries, errors, slow }: Health): "errors" | "slow" | null =>
  errors >= leaving.errors ? "errors" : tries >= leaving.slowTries && slow / tries >= leaving.slowPart ? "slow" : null;

export type NetworkDeps = {
  store: NetworkStore;
  /** The preferred one first. */
  routes: readonly [Route, ...Route[]];
  /** Texts a second that each route takes from all senders together. */
  rates: Readonly<Partial<Record<RouteName, number>>>;
  log: Log;
  now: () => Date;
  pause: (ms: number) => Promise<unknown>;
  /** How long a sender waits for its turn before it leaves the text to the next sweep. */
  waitMs: number;
};

/** The routes as one: which to take, when it is a text's turn, and how it went. All senders share what they know through the table. */
export function createNetwork({ store, routes, rates, log, now, pause, waitMs }: NetworkDeps) {
  const [preferred] = routes;
  let read: { active: ActiveRoute | null; at: number } | null = null;
  const turns = new Map<string, ((at: number | null) => void)[]>();

  const named = (name: RouteName | undefined): Route => routes.find((route) => route.name === name) ?? preferred;

  async function active(): Promise<ActiveRoute | null> {
    const at = now().getTime();
    if (!read || at - read.at >= activeForMs || at < read.at) read = { active: await store.readActive(), at };
    return read.active;
  }

  async function change(before: ActiveRoute | null, after: Omit<ActiveRoute, "version">, because: string): Promise<void> {
    const written = await store.writeActive(before, after);
    read = null;
    if (written && after.route !== (before?.route ?? preferred.name)) log.error("ROUTE_SWITCHED", { routeName: after.route, because });
  }

  /** Turns are taken from the table for everybody who waits at once: one write for many texts. */
  async function giveOut(queue: string, route: RouteName, share: string, perSecond: number, withinMs: number): Promise<void> {
    const waiting = turns.get(queue) ?? [];
    while (waiting.length) {
      const everyMs = 1_000 / perSecond;
      const count = Math.min(waiting.length, Math.max(1, Math.round(perSecond)));
      const start = await store.reserve(route, share, { count, everyMs, withinMs }, now()).catch(() => null);
      for (let i = 0; i < count; i += 1) waiting.shift()?.(start === null ? null : start + i * everyMs);
    }
    turns.delete(queue);
  }

  async function turnIn(route: RouteName, share: string, perSecond: number, withinMs: number): Promise<boolean> {
    const at = await new Promise<number | null>((resolve) => {
      const queue = `${route} ${share} ${withinMs}`;
      const waiting = turns.get(queue);
      if (waiting) waiting.push(resolve);
      else {
        turns.set(queue, [resolve]);
        void giveOut(queue, route, share, perSecond, withinMs);
      }
    });
    if (at === null) return false;
    const ms = at - now().getTime();
    if (ms > 0) await pause(ms);
    return true;
  }

  return {
    /** The route texts take now, or the one that was named when a text was claimed. */
    route: async (name?: string): Promise<Route> => routes.find((route) => route.name === name) ?? named((await active())?.route),

    /** Waits until this text may go: false when that would take too long. Codes have a part of the rate to themselves, and the rest when that is used up. */
    async turn(route: RouteName, lane: Lane): Promise<boolean> {
      const perSecond = rates[route] ?? slowest;
      const rest = perSecond * (1 - codeShare);
      if (laneRules[lane].held) return turnIn(route, "rest", rest, waitMs);
      // At once by either part; else among codes rather than behind reminders.
      for (const withinMs of [soonMs, waitMs]) {
        if ((await turnIn(route, "codes", perSecond * codeShare, withinMs)) || (await turnIn(route, "rest", rest, withinMs))) return true;
      }
      return false;
    },

    /** How a hand-over went; a route that fails too often is left for the other. */
    async record(route: RouteName, result: HandOver, ms: number): Promise<void> {
      const error = result.outcome === "unknown" || (result.outcome === "notHanded" && !result.final);
      const slow = ms > slowMs;
      const other = routes.find(({ name }) => name !== route);
      if (!other) return;
      await store.record(route, { error, slow }, now());
      if (!error && !slow) return;
      const before = await active();
      if ((before?.route ?? preferred.name) !== route) return;
      if (before && now().getTime() - Date.parse(before.switchedAt) < leaving.afterMs) return;
      const why = mustLeave(await store.readHealth(route, now()));
      if (why) await change(before, { route: other.name, switchedAt: now().toISOString(), good: 0 }, why);
    },

    /** Asks the preferred route whether it is well again, without a text; after enough good answers texts go back to it. */
    async probe(): Promise<void> {
      const before = await store.readActive();
      if (!before || before.route === preferred.name) return;
      const good = (await preferred.probe()) ? before.good + 1 : 0;
      if (good >= goodProbes) await change(before, { route: preferred.name, switchedAt: now().toISOString(), good: 0 }, "probe");
      else await change(before, { ...before, good }, "probe");
    },
  };
}
export type Network = ReturnType<typeof createNetwork>;
