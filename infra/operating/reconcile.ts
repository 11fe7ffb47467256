import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { now } from "../../functions/platform/clock.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { createTableClient } from "../../functions/platform/table.ts";
import { unfinished, type Unfinished } from "../../functions/messages/reconcile.ts";
import { createMessageStore } from "../../functions/messages/store.ts";
import { startEngine } from "../local/engine.ts";

/** Counts promised texts without an outcome; exits with 1 when there are any. The cloud's alarm looks at the same figure. */
const answerSchema = z.array(z.object({ olderThan: z.enum(["5 min", "15 min", "1 h", "4 h"]), count: z.int() }));

async function countIn(table: string): Promise<Unfinished> {
  const client = createTableClient();
  try {
    // Counting opens nothing: any secret does.
    return await unfinished({ store: createMessageStore(client, table, createSeal(table)), now });
  } finally {
    client.destroy();
  }
}

async function countLocally(): Promise<Unfinished> {
  const running = await fetch(`http://localhost:${process.env.PORT ?? 3000}/reconcile.json`).catch(() => null);
  if (running?.ok) return answerSchema.parse(await running.json());
  const file = join(resolve(process.env.DATA_DIR ?? ".data"), "tables.db");
  if (!existsSync(file)) return answerSchema.parse([]);
  const engine = await startEngine(file);
  try {
    Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint, AWS_REGION: "local", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
    return await countIn("messages");
  } finally {
    await engine.stop();
  }
}

const table = process.env.MESSAGES_TABLE;
const counts = table ? await countIn(table) : await countLocally();
const total = counts[0]?.count ?? 0;
process.stdout.write(`Promised texts without an outcome: ${total}\n`);
for (const { olderThan, count } of total ? counts : []) process.stdout.write(`  due more than ${olderThan} ago: ${count}\n`);
process.exitCode = total ? 1 : 0;
