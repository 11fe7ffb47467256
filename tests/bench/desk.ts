import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createCaseStore, type Listed } from "../../functions/registration/case-store.ts";
import { createOutbox } from "../../functions/platform/outbox.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { ids } from "../../functions/platform/ids.ts";
import { lineItem, createRegistrationStore } from "../../functions/registration/store.ts";
import { submit } from "../../functions/registration/submit.ts";
import { applicationSchema } from "../../shared/registration/application.ts";
import type { Entry } from "../../shared/registration/case.ts";
import { applicationStates, deskListNames, deskLists } from "../../shared/registration/state.ts";
import { relative } from "./applications.ts";
import { countedClient, unitsOf } from "./counted-client.ts";
import { benchKeeper, tableNames, withFreshEngine } from "./fresh-engine.ts";
import { fixed, percentile, whole } from "./numbers.ts";
import { printTable } from "./table.ts";

const now = (): Date => new Date("2026-11-23T02:10:00Z");
const stored = [100, 1_000, 100_000];
const perPage = 51;
const rounds = 60;
const office = { communeCode: "00004", provinceCode: "01", name: "Công an phường Ba Đình, thành phố Hà Nội" };

/** The n-th of many applications of one office: every state in turn, due in the order of their numbers. */
const entryOf = (n: number): Entry => {
  const at = new Date(now().getTime() + n * 1_000).toISOString();
  return { reference: `B${String(n).padStart(7, "0")}`, office, state: applicationStates[n % applicationStates.length] ?? "submitted", receivedAt: at, at, due: { duty: "decide", at, article: "ND163-91", term: { hours: 24, article: "ND163-91" } }, name: "Nguyễn Hoàng Phương Thảo Thí Dụ", birthYear: "1998" };
};

async function storeLines(client: DynamoDBDocumentClient, from: number, to: number): Promise<void> {
  const ring = await benchKeeper(client, "registrations").ring();
  const batches = Array.from({ length: Math.ceil((to - from) / 25) }, (_, n) => from + n * 25).values();
  const write = async (): Promise<void> => {
    for (const first of batches) {
      const items = Array.from({ length: Math.min(25, to - first) }, (_, n) => lineItem(entryOf(first + n), ring.fresh()));
      await client.send(new BatchWriteCommand({ RequestItems: { [tableNames.registrations]: items.map((Item) => ({ PutRequest: { Item } })) } }));
    }
  };
  await Promise.all(Array.from({ length: 4 }, write));
}

/** What a page of the desk's list costs, however many applications an office or a province has; and one application on its page. */
export async function desk(): Promise<string[]> {
  const rows: (string | number)[][] = [];
  const units = new Map<string, number[]>();
  await withFreshEngine(async (endpoint) => {
    const counted = countedClient(endpoint);
    const cases = createCaseStore(counted.client, tableNames.registrations, benchKeeper(counted.client, "registrations"));
    let held = 0;
    for (const many of stored) {
      await storeLines(counted.client, held, many);
      held = many;
      for (const [who, of] of [["office", { office: "00004" }], ["province", { province: "01" }]] as const satisfies [string, Listed][]) {
        for (const name of deskListNames) {
          const took: number[] = [];
          counted.takeSpent();
          for (let round = 0; round < rounds; round += 1) {
            const from = performance.now();
            await cases.list(of, deskLists[name], { limit: perPage, latestFirst: name === "over" });
            took.push(performance.now() - from);
          }
          const spent = counted.takeSpent();
          const cost = unitsOf(spent) / rounds;
          units.set(`${who} ${name}`, [...(units.get(`${who} ${name}`) ?? []), cost]);
          rows.push([whole(many), who, name, fixed(spent.length / rounds, 0), fixed(cost), fixed(percentile(took, 0.5), 2), fixed(percentile(took, 0.99), 2)]);
        }
      }
    }
    printTable(["applications of the office", "list of the", "list", "queries", "RCU", "p50 ms", "p99 ms"], rows);

    const seal = createSeal("a secret for measuring, long enough to be one");
    const store = createRegistrationStore(counted.client, tableNames.registrations, createOutbox(tableNames.messages, createSeal("the messages' secret for measuring, long enough")), benchKeeper(counted.client, "registrations"));
    const deps = { store, seal, ids, now, log: { info: () => {}, warn: () => {}, error: () => {} }, siteOrigin: "http://localhost", way: "link" as const };
    const { receipt } = await submit(deps, { application: applicationSchema.parse(relative("vi")), idempotencyKey: ids.idempotencyKey() });
    counted.takeSpent();
    await cases.openCase("00004", receipt.reference);
    const opened = unitsOf(counted.takeSpent());
    console.log(`One application opened: ${fixed(opened)} read units.\n`);
    counted.stop();
  });
  // A list shorter than a page costs less: what must not grow is a full one.
  return [...units].flatMap(([name, [, some = 0, many = 0]]) => (many <= some * 1.2 ? [] : [`the list ${name} cost ${fixed(some)} units with 1,000 applications and ${fixed(many)} with 100,000`]));
}
