import { randomUUID } from "node:crypto";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { now } from "../../functions/platform/clock.ts";
import { ids } from "../../functions/platform/ids.ts";
import { createOutbox } from "../../functions/platform/outbox.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { createApp } from "../../functions/registration/public/app.tsx";
import { createFacilityStore } from "../../functions/registration/facility-store.ts";
import { createRegistrationStore } from "../../functions/registration/store.ts";
import { tables } from "../../infra/tables.ts";
import { countedClient } from "./counted-client.ts";
import { tableNames } from "./fresh-engine.ts";
import { itemBytes } from "./item-size.ts";

/** The public app on an engine, noting what the engine says each call consumed. */
export function countedApp(endpoint: string) {
  const { raw, client, takeSpent, stop } = countedClient(endpoint);
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const deps = { facilities: createFacilityStore(client, tableNames.registrations), store: createRegistrationStore(client, tableNames.registrations, createOutbox(tableNames.messages, createSeal("the messages' secret for measuring, long enough"))), seal: createSeal("a secret for measuring, long enough to be one"), ids: { ...ids, oneTimeCode: () => "246810" }, log: silent, now, siteOrigin: "http://localhost", way: "link" as const };
  return {
    app: createApp(deps, { siteOrigin: "http://localhost", assetsVersion: "0123456789" }),
    takeSpent,
    rowsOf: async (name: keyof typeof tableNames) => {
      const { Items = [] } = await raw.send(new ScanCommand({ TableName: tableNames[name], ConsistentRead: true }));
      return Items.map((item) => ({ table: name, kind: (item.sk?.S ?? "").split("#")[0]?.toLowerCase() ?? "", bytes: itemBytes(item), indexes: tables[name].indexes.filter((index) => index.partitionKey in item).length }));
    },
    stop,
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
