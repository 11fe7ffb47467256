import { outboxEnv } from "../../platform/env.ts";
import { aggregatorEnv } from "../sender/settings.ts";

/** What the functions that take receipts in read from their environment. */
export const receiptsEnv = { MESSAGES_TABLE: outboxEnv.MESSAGES_TABLE, ...aggregatorEnv };
export type ReceiptsEnv = Record<keyof typeof receiptsEnv, string>;
