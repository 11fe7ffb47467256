import { now } from "../../platform/clock.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { createTableClient } from "../../platform/table.ts";
import type { Deps } from "../deps.ts";
import { createSnsRoute } from "../routes/sns.ts";
import { createMessageStore } from "../store.ts";
import { senderEnv } from "./settings.ts";

/** The one wiring of both senders. */
export function createDeps(): Deps {
  const env = readEnv(senderEnv);
  return {
    store: createMessageStore(createTableClient(), env.MESSAGES_TABLE),
    route: createSnsRoute(env.SMS_SENDER_ID),
    log: createLog("message-sender"),
    now,
  };
}
