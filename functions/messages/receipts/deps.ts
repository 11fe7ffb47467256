import { randomUUID } from "node:crypto";
import { now } from "../../platform/clock.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { createSeal } from "../../platform/seal.ts";
import { createTableClient } from "../../platform/table.ts";
import { createMessageStore } from "../store.ts";
import { checkAggregator } from "../sender/settings.ts";
import { receiptsEnv } from "./settings.ts";

/** The one wiring of both functions that take receipts in. */
export function createDeps() {
  const env = readEnv(receiptsEnv);
  checkAggregator(env);
  // Not the secret texts are sealed with: whoever takes receipts in reads no number and no words.
  const blind = createSeal(randomUUID());
  const store = createMessageStore(createTableClient(), env.MESSAGES_TABLE, blind);
  return { deps: { store, log: createLog("message-receipts"), now }, aggregator: env.SMS_AGGREGATOR, secret: env.SMS_AGGREGATOR_SECRET };
}
