import { outboxEnv } from "../../platform/env.ts";
import { doorEnv } from "../../platform/door.ts";
import { aggregatorEnv } from "../sender/settings.ts";

/** What the functions that take receipts in read from their environment. */
export const receiptsEnv = { MESSAGES_TABLE: outboxEnv.MESSAGES_TABLE, ...aggregatorEnv };
/** Those who are called by the aggregator stand behind the API's door, too. */
export const receiptHttpEnv = { ...receiptsEnv, ...doorEnv };
export type ReceiptHttpEnv = Record<keyof typeof receiptHttpEnv, string>;
export type ReceiptsEnv = Record<keyof typeof receiptsEnv, string>;
