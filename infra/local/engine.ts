import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { createSeal } from "../../functions/platform/seal.ts";
import { tables, type TableName, type TableShape } from "../tables.ts";
import { Trouble } from "./trouble.ts";

export type Engine = { endpoint: string; stop: () => Promise<void> };

const binary = join(import.meta.dirname, "../../node_modules/@dynoxide", `${process.platform}-${process.arch}`, "dynoxide");
const readyWithinMs = 15_000;
/** A free port can be taken by somebody else before the engine opens it. */
const portsTried = 3;

/**
 * Starts the embedded DynamoDB-compatible engine on a database file, or in memory without one.
 * It runs in a group of its own, so that Ctrl-C reaches only us and we can finish first, and ends when we are gone, however we go.
 */
export async function startEngine(databaseFile?: string, nextPort: () => Promise<number> = freePort): Promise<Engine> {
  if (!existsSync(binary)) {
    throw new Trouble(
      `There is no embedded database engine for ${process.platform}-${process.arch}; start DynamoDB Local and set AWS_ENDPOINT_URL_DYNAMODB to its address, for example http://localhost:8000.`,
    );
  }
  for (let tried = 1; ; tried += 1) {
    const engine = await startOn(await nextPort(), databaseFile);
    if ("endpoint" in engine) return engine;
    if (tried === portsTried || !engine.said.includes("already in use")) throw new Trouble(`The database engine did not start (${engine.said || "no reason given"}).`);
  }
}

async function startOn(port: number, databaseFile?: string): Promise<Engine | { said: string }> {
  const child = spawn(
    "sh",
    ["-c", 'exec 3<&0; (cat <&3 >/dev/null; kill -TERM $$ 2>/dev/null) & exec "$0" "$@" </dev/null 3<&-', binary, "serve", "--port", String(port), ...(databaseFile ? ["--db-path", databaseFile] : [])],
    { stdio: ["pipe", "ignore", "pipe"], detached: true },
  );
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said = `${said}${text.toString()}`.slice(-400)));
  const endpoint = `http://127.0.0.1:${port}`;
  if (!(await answers(child, endpoint, () => said.includes(`listening on ${endpoint}`)))) {
    child.kill("SIGKILL");
    return { said: said.trim().replace(/\s+/g, " ") };
  }
  return {
    endpoint,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 3_000);
      await gone;
      clearTimeout(late);
      child.stdin.destroy();
    },
  };
}

/** Whether this engine, and not another server at the same port, is ready in time. */
async function answers(child: ChildProcess, endpoint: string, hasOpened: () => boolean): Promise<boolean> {
  const until = Date.now() + readyWithinMs;
  while (Date.now() < until && child.exitCode === null) {
    const answered = hasOpened() && (await fetch(endpoint, { method: "POST", body: "{}" }).then(
      () => true,
      () => false,
    ));
    if (answered) return true;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return false;
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

const createInput = (name: string, shape: TableShape): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: "PAY_PER_REQUEST",
  KeySchema: [
    { AttributeName: shape.partitionKey, KeyType: "HASH" },
    { AttributeName: shape.sortKey, KeyType: "RANGE" },
  ],
  AttributeDefinitions: [...new Set([shape.partitionKey, shape.sortKey, ...shape.indexes.flatMap((index) => [index.partitionKey, index.sortKey])])].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
  ...(shape.indexes.length
    ? {
        GlobalSecondaryIndexes: shape.indexes.map((index) => ({
          IndexName: index.name,
          KeySchema: [
            { AttributeName: index.partitionKey, KeyType: "HASH" as const },
            { AttributeName: index.sortKey, KeyType: "RANGE" as const },
          ],
          Projection: { ProjectionType: index.keysOnly ? ("KEYS_ONLY" as const) : ("ALL" as const) },
        })),
      }
    : {}),
  ...(shape.stream ? { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" as const } } : {}),
});

/** The tables of a local service, by the secret of its data folder. On a shared engine they are its own: its keys open nothing in those of another. */
export function tableNames(secret: string, { shared }: { shared: boolean }): Record<TableName, string> {
  const own = shared ? `-${createSeal(secret).hash("tables", "").slice(0, 8)}` : "";
  return { registrations: `registrations${own}`, hotline: `hotline${own}`, staff: `staff${own}`, messages: `messages${own}` };
}

/**
 * Creates the named tables that are not there yet, in the shape the stack gives them. With `expiry` the engine deletes what has expired by
 * the clock of the machine: not for a test, whose clock stands in the past.
 */
export async function createTables(client: DynamoDBClient, names: Partial<Record<TableName, string>>, { streams = true, expiry = false } = {}): Promise<void> {
  const named = new Map(Object.entries(names));
  await Promise.all(
    Object.entries(tables).map(async ([key, shape]) => {
      const TableName = named.get(key);
      if (!TableName || (await exists(client, TableName))) return;
      try {
        await client.send(new CreateTableCommand(createInput(TableName, { ...shape, stream: shape.stream && streams })));
      } catch (thrown) {
        if (!(thrown instanceof ResourceInUseException)) throw thrown;
      }
      await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName });
      if (expiry) await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: shape.expiresAttribute } }));
    }),
  );
}

async function exists(client: DynamoDBClient, TableName: string): Promise<boolean> {
  try {
    await client.send(new DescribeTableCommand({ TableName }));
    return true;
  } catch (thrown) {
    if (thrown instanceof ResourceNotFoundException) return false;
    throw thrown;
  }
}
