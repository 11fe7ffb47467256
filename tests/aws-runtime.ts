// On demand: bundles under AWS's own runtime client must answer as under our small one. Its native half, which carries bytes and would have
// to be built here, is replaced; what loads a function, calls it and reports for it is AWS's.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { edgeSecret } from "./bench/api-event.ts";
import { rootKey, tableNames, withFreshEngine } from "./bench/fresh-engine.ts";
import { synth, type FunctionName } from "./infra/support/synth.ts";
import type { Answer } from "./support/runtime-api.ts";
import { bundleOf, environmentOf } from "./support/runtime-bundle.ts";
import { startFunction } from "./support/runtime-function.ts";

const client = "aws-lambda-ric@4.0.2";
const folder = join(import.meta.dirname, "../.build/aws-runtime");
const installed = join(folder, "node_modules/aws-lambda-ric");

/** Whether it is there, and complete but for the half that is replaced: it asks for that half's file. */
function install(): boolean {
  mkdirSync(folder, { recursive: true });
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", "--prefix", folder, client];
  const isThere = existsSync(join(installed, "index.mjs")) || spawnSync("npm", args, { stdio: "ignore", shell: process.platform === "win32" }).status === 0;
  if (isThere) writeFileSync(join(installed, "rapid-client.node"), "");
  return isThere;
}
const awsRuntime = ["--import", fileURLToPath(import.meta.resolve("./support/runtime-transport.ts")), join(installed, "index.mjs")];

const recorded = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(import.meta.dirname, "infra/events", `${name}.json`), "utf8"));

/** Events that are answered alike each time. An empty log delivery throws; without settings a function cannot begin. */
const asked: readonly { name: FunctionName; events: readonly unknown[]; settings?: "none" }[] = [
  { name: "registrationPublic", events: [recorded("page"), { ...recorded("registration"), body: "{}" }, recorded("page")] },
  { name: "hotlineDesk", events: [{ ...recorded("desk"), rawPath: "/desk/hotline" }] },
  { name: "messageReceipts", events: [recorded("receipt")] },
  { name: "messageStream", events: [recorded("messages-stream"), { Records: [] }] },
  { name: "messageSweep", events: [recorded("schedule")] },
  { name: "messageReceiptLogs", events: [{ awslogs: { data: "" } }, {}, { awslogs: { data: "" } }] },
  { name: "registrationNightly", events: [recorded("schedule")] },
  { name: "hotlineNightly", events: [recorded("schedule")] },
  { name: "upkeep", events: [recorded("schedule")] },
  { name: "staff", events: [recorded("desk")], settings: "none" },
];

/** Whatever the stack gives by reference, as it is called or known here. */
const local: Record<string, string> = {
  ...Object.fromEntries(Object.entries(tableNames).map(([name, table]) => [`${name.toUpperCase()}_TABLE`, table])),
  ...Object.fromEntries(["SEAL", "STAFF_SEAL", "HOTLINE_SEAL", "MESSAGES_SEAL"].map((name) => [`${name}_SECRET`, `the secret ${name} for this run, long enough`])),
  ROOT_KEY: rootKey,
  STAFF_ROOT_KEY: rootKey,
  EDGE_SECRET: edgeSecret,
  SWEEP_SECONDS: "0",
};

async function answersOf(given: Parameters<typeof startFunction>[0], events: readonly unknown[]): Promise<Answer[]> {
  const started = await startFunction(given);
  const answers: Answer[] = [];
  for (const event of events) answers.push(await started.invoke(event));
  await started.stop();
  return answers;
}

async function compare(outdir: string): Promise<boolean> {
  const dev = synth("dev", { outdir });
  return withFreshEngine(async (endpoint) => {
    let alike = true;
    for (const { name, events, settings } of asked) {
      const environment = settings === "none" ? {} : { ...environmentOf(dev, name, local), AWS_ENDPOINT_URL_DYNAMODB: endpoint, AWS_ENDPOINT_URL_SNS: endpoint };
      const given = { functionName: name, folder: bundleOf(dev, outdir, name), environment };
      const ours = await answersOf(given, events);
      const theirs = await answersOf({ ...given, runtime: awsRuntime }, events);
      const same = isDeepStrictEqual(ours, theirs);
      alike &&= same;
      const errors = theirs.filter((answer) => "error" in answer).length;
      console.log(`${same ? "✓" : "✗"} ${name}${settings ? " without settings" : ""}: ${events.length - errors} answered, ${errors} told as errors`);
      if (!same) console.log(JSON.stringify({ ours, theirs }, null, 2));
    }
    return alike;
  });
}

if (install()) {
  const outdir = mkdtempSync(join(tmpdir(), "aws-runtime-"));
  process.exitCode = await compare(outdir)
    .then((alike) => (alike ? 0 : 1))
    .finally(() => rmSync(outdir, { recursive: true, force: true }));
} else console.log(`skipped: ${client} could not be installed from the registry`);
