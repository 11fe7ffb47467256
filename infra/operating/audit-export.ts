import { closeSync, existsSync, openSync, rmSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { now } from "../../functions/platform/clock.ts";
import { keptAreas, type KeptArea } from "../../functions/platform/keeper.ts";
import { rootKeyOf } from "../../functions/platform/root-key.ts";
import { createTableClient } from "../../functions/platform/table.ts";
import { startEngine } from "../local/engine.ts";
import { stageNamed } from "../stages.ts";
import { rootKeysGiven, type RootOf } from "./audit-check.ts";
import { readableBetween } from "./audit-looks.ts";
import { readAudit, type AuditTables } from "./audit-rows.ts";
import { clientOf, createDeployed } from "./cloud.ts";
import { command } from "./command.ts";

const chunkLength = 1 << 20;
const localFolder = (): string => resolve(process.env.DATA_DIR ?? ".data");
const tableSettings = { registrations: "REGISTRATIONS_TABLE", hotline: "HOTLINE_TABLE", staff: "STAFF_TABLE" } as const satisfies Record<KeptArea, string>;

/**
 * Takes the audit out of the tables into a file that only its owner reads: of a stage, of the tables named in the environment, or of the stopped local
 * service. With --readable it writes instead who looked at whom between two moments; the root key is needed for that, and for nothing else.
 */
await command(async () => {
  const { values } = parseArgs({
    options: {
      stage: { type: "string" },
      local: { type: "boolean", default: false },
      table: { type: "string" },
      out: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      readable: { type: "boolean", default: false },
      names: { type: "boolean", default: false },
      "root-key": { type: "string", multiple: true },
    },
  });
  const { out } = values;
  if (!out) throw new RangeError("say where to: --out <file>");
  const areas = values.table === undefined ? keptAreas : keptAreas.filter((area) => area === values.table);
  if (areas.length === 0) throw new RangeError(`no table ${values.table}: choose one of ${keptAreas.join(", ")} with --table …`);
  const readable = values.readable ? readableBetween(momentOf(values.from, "--from"), momentOf(values.to, "--to"), values) : null;
  if (!readable && (values.from ?? values.to)) throw new RangeError("the chains are exported as a whole: --from and --to go with --readable");
  const rootOf = readable ? rootKeysFor(values) : null;

  const file = createFile(out);
  const written = async (): Promise<number> => {
    const rows = await withTables(values, areas, (client, tables) => readAudit(client, tables, now(), (line) => (readable ? readable.take(line) : file.line(line))));
    if (!readable || !rootOf) return rows;
    const told = await readable.told(rootOf);
    for (const one of told) file.line(one);
    return told.length;
  };
  const count = await written().catch(file.giveUp);
  file.end();
  process.stdout.write(readable ? `${count} looks and changes written to ${out}. It is about people: keep it where nobody else reads it.\n` : `${count} rows of the audit written to ${out}.\n`);
  return 0;
});

function momentOf(text: string | undefined, option: string): string {
  const at = new Date(text ?? "");
  if (Number.isNaN(at.getTime())) throw new RangeError(`${option} is no moment: write it like 2026-11-20T00:00:00+07:00`);
  return at.toISOString();
}

function rootKeysFor({ "root-key": named, stage, local }: { "root-key"?: string[] | undefined; stage?: string | undefined; local: boolean }): RootOf {
  const given = named ?? (process.env.ROOT_KEY ? [process.env.ROOT_KEY] : local ? [`file:${join(localFolder(), "root.key")}`] : undefined);
  if (given) return rootKeysGiven(given);
  if (stage === undefined) throw new RangeError("say which root key opens it: --root-key kms:<arn> or file:<path>");
  const deployed = createDeployed(stageNamed(stage));
  return async (area) => rootKeyOf(await deployed.output(`${area}RootKey`));
}

async function withTables<T>({ stage, local }: { stage?: string | undefined; local: boolean }, areas: readonly KeptArea[], use: (client: DynamoDBDocumentClient, tables: AuditTables) => Promise<T>): Promise<T> {
  if (stage !== undefined) {
    const named = stageNamed(stage);
    const deployed = createDeployed(named);
    const names = await Promise.all(areas.map(async (area) => [area, await deployed.output(`${area}Table`)] as const));
    return using(DynamoDBDocumentClient.from(new DynamoDBClient({ ...clientOf(named), maxAttempts: 8 })), Object.fromEntries(names), use);
  }
  if (!local) {
    const named = areas.flatMap((area) => (process.env[tableSettings[area]] ? [[area, process.env[tableSettings[area]]] as const] : []));
    if (named.length === 0) throw new RangeError(`say of what: --stage <name>, --local, or ${Object.values(tableSettings).join(", ")} in the environment`);
    return using(createTableClient(), Object.fromEntries(named), use);
  }
  const file = join(localFolder(), "tables.db");
  if (!existsSync(file)) throw new RangeError(`there is no local service's data in ${localFolder()}`);
  const engine = await startEngine(file);
  try {
    Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint, AWS_REGION: "local", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
    return await using(createTableClient(), Object.fromEntries(areas.map((area) => [area, area])), use);
  } finally {
    await engine.stop();
  }
}

async function using<T>(client: DynamoDBDocumentClient, tables: AuditTables, use: (client: DynamoDBDocumentClient, tables: AuditTables) => Promise<T>): Promise<T> {
  try {
    return await use(client, tables);
  } finally {
    client.destroy();
  }
}

function createFile(path: string) {
  if (existsSync(path)) throw new RangeError(`${path} is there already: an export writes over nothing`);
  const disk = openSync(path, "wx", 0o600);
  let waiting = "";
  const write = (): void => {
    writeSync(disk, waiting);
    waiting = "";
  };
  return {
    line(line: unknown): void {
      waiting += `${JSON.stringify(line)}\n`;
      if (waiting.length > chunkLength) write();
    },
    end(): void {
      write();
      closeSync(disk);
    },
    /** Half an export is none. */
    giveUp: (thrown: unknown): never => {
      closeSync(disk);
      rmSync(path);
      throw thrown;
    },
  };
}
