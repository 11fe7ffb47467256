import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { wrappedKeySchema, type KeyRing } from "../../functions/platform/keeper.ts";
import { closeValue, openValue } from "../../functions/platform/sealed-row.ts";
import { createTrails } from "../../functions/platform/trail.ts";
import { relative } from "./applications.ts";
import { countedApp, submitThrough } from "./capacity.ts";
import { startOnce } from "./cold.ts";
import { countedClient } from "./counted-client.ts";
import { benchKeeper, tableNames, withFreshEngine } from "./fresh-engine.ts";
import { bundleForLambda, withFolder } from "./lambda-bundle.ts";
import { fixed, kB, median } from "./numbers.ts";
import { printTable } from "./table.ts";

const area = "registrations";
const submissions = 300;
const rounds = 15;

/** One sealed value with the place it was sealed for. */
type Sealed = { row: { pk: string; sk: string }; field: string; value: unknown };
const ofTheChain = new Set(["commitment", "link"]);

/** All that a submission sealed, opened again. */
async function sealedIn(client: DynamoDBDocumentClient, ring: KeyRing): Promise<Sealed[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tableNames.registrations, ConsistentRead: true }));
  const own = Items.find(({ sk, key }) => sk === "APPLICATION" && key);
  const key = ring.open(wrappedKeySchema.parse(own?.key));
  return Items.filter(({ pk }) => pk !== "KEYS").flatMap((item) => {
    const row = { pk: String(item.pk), sk: String(item.sk) };
    const fields = Object.keys(item).filter((field) => item[field] instanceof Uint8Array && !ofTheChain.has(field));
    return fields.map((field) => ({ row, field, value: openValue(area, key, row, field, item[field]) }));
  });
}

async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Whole submissions and what they seal, in turns. */
async function measureSubmissions(endpoint: string) {
  const counted = countedApp(endpoint);
  const { client, stop } = countedClient(endpoint);
  const keeper = benchKeeper(client, area);
  const firstRing = await timed(() => keeper.ring());
  const ring = await keeper.ring();
  await submitThrough(counted, relative("vi"));
  const sealed = await sealedIn(client, ring);
  const trails = createTrails(client, tableNames.registrations, area);
  const event = { sk: "EVENT#2026-11-21T15:10:00.000Z#bench", at: "2026-11-21T15:10:00.000Z", content: { type: "submitted", by: "applicant" } };
  const seal = () => {
    const trail = trails.begin(ring, "APPLICATION#bench");
    trails.append(ring, trail, [event]);
    return { trail, closed: sealed.map(({ row, field, value }) => ({ row, field, bytes: closeValue(area, trail.key, row, field, value) })) };
  };
  const open = ({ trail, closed }: ReturnType<typeof seal>) => {
    const key = ring.open(trail.key.wrapped);
    return closed.map(({ row, field, bytes }) => openValue(area, key, row, field, bytes));
  };
  const times = { submit: [] as number[], seal: [] as number[], open: [] as number[] };
  for (let n = 0; n < submissions * 1.5; n++) {
    const submit = await timed(() => submitThrough(counted, relative("vi")));
    let made: ReturnType<typeof seal> | undefined;
    const sealMs = await timed(() => (made = seal()));
    const openMs = await timed(() => made && open(made));
    if (n < submissions / 2) continue;
    times.submit.push(submit);
    times.seal.push(sealMs);
    times.open.push(openMs);
  }
  counted.stop();
  stop();
  return { firstRing, values: sealed.length, submit: median(times.submit), seal: median(times.seal), open: median(times.open) };
}

/** The public function's start with KMS's client in its bundle and without: both keep their keys in a file. */
async function measureStarts(folder: string, endpoint: string) {
  const empty = join(folder, "empty.mjs");
  writeFileSync(empty, "export const handler = async () => ({ statusCode: 201 });\n");
  const entry = "functions/registration/public/handler.ts";
  const noKms = { "@aws-sdk/client-kms": fileURLToPath(import.meta.resolve("./variants/no-kms.ts")) };
  const variants = [
    { name: "empty", file: empty, bytes: 0 },
    { name: "ours", ...(await bundleForLambda(entry, join(folder, "ours.mjs"))) },
    { name: "ours without KMS's client", ...(await bundleForLambda(entry, join(folder, "no-kms.mjs"), noKms)) },
  ].map(({ name, file, bytes }) => ({ name, file, bytes, totals: [] as number[], loads: [] as number[] }));
  const child = (await bundleForLambda(fileURLToPath(import.meta.resolve("./cold-child.ts")), join(folder, "child.mjs"))).file;
  for (let round = -1; round < rounds; round++)
    for (let turn = 0; turn < variants.length; turn++) {
      const variant = variants[(round + 1 + turn) % variants.length];
      if (!variant) continue;
      const { totalMs, loadMs } = await startOnce(child, variant, endpoint);
      if (round < 0) continue;
      variant.totals.push(totalMs);
      variant.loads.push(loadMs);
    }
  return variants;
}

/** What it costs that everything about a person is sealed: for each submission, and at a start. */
export async function sealing(): Promise<readonly string[]> {
  const { firstRing, values, submit, seal, open } = await withFreshEngine(measureSubmissions);
  const share = (part: number) => `${fixed((100 * part) / submit)} %`;
  printTable(
    ["one submission", "p50 ms", "of the whole"],
    [
      ["the whole, with the engine", fixed(submit, 2), "100 %"],
      [`sealed: a new key, ${values} values, event and proof`, fixed(seal, 3), share(seal)],
      ["all of it opened again", fixed(open, 3), share(open)],
    ],
  );
  const variants = await withFolder((folder) => withFreshEngine((endpoint) => measureStarts(folder, endpoint)));
  const emptyMs = Math.min(...variants.filter(({ name }) => name === "empty").map(({ totals }) => median(totals)));
  printTable(
    ["process start to first 201", "median ms", "× empty", "load ms", "bundle kB"],
    variants.map(({ name, totals, loads, bytes }) => [name, fixed(median(totals)), fixed(median(totals) / emptyMs, 2), fixed(median(loads)), kB(bytes)]),
  );
  console.log(`The first look at the wrapping keys took ${fixed(firstRing)} ms with the key in a file (a Query, one unwrapped); in the cloud a call of KMS is on top. ${rounds} interleaved rounds.`);
  return [];
}
