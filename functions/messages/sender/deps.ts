import { setTimeout as pause } from "node:timers/promises";
import { checkWindows } from "../../../shared/messages/lanes.ts";
import { now } from "../../platform/clock.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { createSeal } from "../../platform/seal.ts";
import { createTableClient } from "../../platform/table.ts";
import { createNetworkStore } from "../network-store.ts";
import { createNetwork } from "../network.ts";
import { createHttpRoute } from "../routes/http.ts";
import type { Route, RouteName } from "../routes/route.ts";
import { createSnsRoute } from "../routes/sns.ts";
import { createMessageStore } from "../store.ts";
import type { SweepDeps } from "../sweep.ts";
import { checkAggregator, senderEnv } from "./settings.ts";

/** The one wiring of both senders. `waitMs`: how long a text may wait for its turn before it is left to the next sweep. */
export function createDeps(waitMs: number): { deps: SweepDeps; sweepMs: number } {
  checkWindows();
  const env = readEnv(senderEnv);
  checkAggregator(env);
  const client = createTableClient();
  const seal = createSeal(env.MESSAGES_SEAL_SECRET);
  const log = createLog("message-sender");
  const route = (name: RouteName): Route => {
    if (name === "sns") return createSnsRoute(env.SMS_SENDER_ID);
    if (!env.SMS_AGGREGATOR) throw new Error("settings: SMS_ROUTES names the aggregator, SMS_AGGREGATOR describes none");
    return createHttpRoute(env.SMS_AGGREGATOR, { secret: env.SMS_AGGREGATOR_SECRET, senderId: env.SMS_SENDER_ID });
  };
  const [first, ...others] = env.SMS_ROUTES.map((one) => route(one.route));
  if (!first) throw new Error("settings: SMS_ROUTES is empty");
  const rates = Object.fromEntries(env.SMS_ROUTES.map((one) => [one.route, one.perSecond]));
  const network = createNetwork({ store: createNetworkStore(client, env.MESSAGES_TABLE), routes: [first, ...others], rates, log, now, pause, waitMs });
  const store = createMessageStore(client, env.MESSAGES_TABLE, seal);
  return { deps: { store, network, log, now, pause, random: Math.random, digest: (body) => seal.hash("text", body) }, sweepMs: env.SWEEP_SECONDS * 1_000 };
}
