import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createKeeper, type KeptArea, type Keeper } from "../../functions/platform/keeper.ts";
import { rootKeyOf } from "../../functions/platform/root-key.ts";
import type { RegistrationPublicEnv } from "../../functions/registration/public/settings.ts";
import { beginKeys } from "../../infra/local/begin-keys.ts";
import { createTables, startEngine } from "../../infra/local/engine.ts";
import { edgeSecret } from "./api-event.ts";

export const tableNames = { registrations: "registrations", hotline: "hotline", messages: "messages", staff: "staff" };

export const rootKey = `file:${join(mkdtempSync(join(tmpdir(), "duong-ve-bench-")), "root.key")}`;

/** Opens what a run's functions have sealed. */
export const benchKeeper = (client: DynamoDBDocumentClient, area: KeptArea): Keeper => createKeeper(client, tableNames[area], { area, root: rootKeyOf(rootKey), now: () => new Date() });

/** What Lambda and the stack would put into the function's environment, and nothing of ours. */
export const functionEnv = (endpoint: string) =>
  ({
    REGISTRATIONS_TABLE: tableNames.registrations,
    ROOT_KEY: rootKey,
    STAFF_ROOT_KEY: rootKey,
    MESSAGES_TABLE: tableNames.messages,
    EDGE_SECRET: edgeSecret,
    SEAL_SECRET: "a secret for measuring, long enough to be one",
    SITE_ORIGIN: "http://localhost",
    ASSETS_VERSION: "0123456789",
    SMS_WAY: "link",
    CODES_AN_HOUR: "1000000",
    CODES_A_DAY: "1000000",
    MESSAGES_SEAL_SECRET: "the messages' secret for measuring, long enough",
    AWS_REGION: "ap-southeast-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_LAMBDA_FUNCTION_NAME: "registration-public",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "1024",
    TZ: ":UTC",
  }) satisfies RegistrationPublicEnv & Record<string, string>;

/** One engine in memory with its tables, for one run: a used one slows down with the length of its stream. */
export async function withFreshEngine<T>(use: (endpoint: string) => Promise<T>, { streams = true } = {}): Promise<T> {
  const engine = await startEngine();
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region: "ap-southeast-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } });
  try {
    await createTables(client, tableNames, { streams });
    await beginKeys(DynamoDBDocumentClient.from(client), tableNames, { root: rootKeyOf(rootKey), now: new Date(0) });
    return await use(engine.endpoint);
  } finally {
    client.destroy();
    await engine.stop();
  }
}
