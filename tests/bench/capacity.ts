import { randomUUID } from "node:crypto";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { now } from "../../functions/platform/clock.ts";
import { ids } from "../../functions/platform/ids.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { createApp } from "../../functions/registration/public/app.tsx";
import { createRegistrationStore } from "../../functions/registration/store.ts";
import { tables } from "../../infra/tables.ts";
import { tableNames } from "./fresh-engine.ts";
import { itemBytes } from "./item-size.ts";

const consumedSchema = z.object({ CapacityUnits: z.number().optional() });
const outputSchema = z.object({ ConsumedCapacity: z.union([consumedSchema, z.array(consumedSchema)]).optional() });

export type Spent = { call: string; units: number };

/** The public app on an engine, noting what the engine says each call consumed. */
export function countedApp(endpoint: string) {
  const raw = new DynamoDBClient({ endpoint, region: "ap-southeast-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } });
  const client = DynamoDBDocumentClient.from(raw, { marshallOptions: { removeUndefinedValues: true } });
  const spent: Spent[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: "TOTAL" });
      const result = await next(args);
      const { ConsumedCapacity = [] } = outputSchema.parse(result.output);
      const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      spent.push({ call: String(context.commandName).replace("Command", ""), units });
      return result;
    },
    { step: "initialize", name: "countCapacity" },
  );
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const deps = { store: createRegistrationStore(client, tableNames), seal: createSeal("a secret for measuring, long enough to be one"), ids: { ...ids, oneTimeCode: () => "246810" }, log: silent, now };
  return {
    app: createApp(deps, { siteOrigin: "http://localhost", assetsVersion: "0123456789" }),
    /** What was spent since the last time this was asked. */
    takeSpent: (): Spent[] => spent.splice(0),
    rowsOf: async (name: keyof typeof tableNames) => {
      const { Items = [] } = await raw.send(new ScanCommand({ TableName: tableNames[name], ConsistentRead: true }));
      return Items.map((item) => ({ table: name, kind: (item.sk?.S ?? "").split("#")[0]?.toLowerCase() ?? "", bytes: itemBytes(item), indexes: tables[name].indexes.filter((index) => index.partitionKey in item).length }));
    },
    stop: () => client.destroy(),
  };
}

export const submitThrough = async ({ app }: ReturnType<typeof countedApp>, application: unknown): Promise<string> => {
  const answer = await app.request("/api/registrations", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
    body: JSON.stringify(application),
  });
  return z.object({ reference: z.string() }).parse(await answer.json()).reference;
};
