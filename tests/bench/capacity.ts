import { randomUUID } from "node:crypto";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { now } from "../../functions/platform/clock.ts";
import { createBudgets } from "../../functions/platform/budget.ts";
import { ids } from "../../functions/platform/ids.ts";
import { createOutbox } from "../../functions/platform/outbox.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { createApp } from "../../functions/registration/public/app.tsx";
import { createFacilityStore } from "../../functions/registration/facility-store.ts";
import { createOwnStore } from "../../functions/registration/own-store.ts";
import { createRightsStore } from "../../functions/registration/rights-store.ts";
import { createRegistrationStore } from "../../functions/registration/store.ts";
import { tables } from "../../infra/tables.ts";
import { countedClient } from "./counted-client.ts";
import { benchKeeper, tableNames } from "./fresh-engine.ts";
import { itemBytes } from "./item-size.ts";

/** The public app on an engine, noting what the engine says each call consumed. */
export function countedApp(endpoint: string) {
  const { raw, client, takeSpent, stop } = countedClient(endpoint);
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const seal = createSeal("a secret for measuring, long enough to be one");
  const deps = { rights: createRightsStore(client, tableNames.registrations), own: createOwnStore(client, tableNames.registrations, benchKeeper(client, "registrations")), budgets: createBudgets(client, tableNames.registrations, seal, { codesAnHour: 1_000_000, codesADay: 1_000_000 }), facilities: createFacilityStore(client, tableNames.registrations, benchKeeper(client, "registrations")), store: createRegistrationStore(client, tableNames.registrations, createOutbox(tableNames.messages, createSeal("the messages' secret for measuring, long enough")), benchKeeper(client, "registrations")), seal, ids: { ...ids, oneTimeCode: () => "246810" }, log: silent, now, siteOrigin: "http://localhost", way: "link" as const };
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
