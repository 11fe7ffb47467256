import { cpus, loadavg, release, type } from "node:os";
import { audit } from "./audit.ts";
import { bundle } from "./bundle.ts";
import { cold } from "./cold.ts";
import { desk } from "./desk.ts";
import { hotline } from "./hotline.ts";
import { messages } from "./messages.ts";
import { fixed } from "./numbers.ts";
import { pages } from "./pages.ts";
import { papers } from "./papers.ts";
import { places } from "./places.ts";
import { sealing } from "./sealing.ts";
import { starts } from "./starts.ts";
import { status } from "./status.ts";
import { sustained } from "./sustained.ts";
import { template } from "./template.ts";
import { warm } from "./warm.ts";

/** Each prints what it measured and answers with the limits that were broken, in words. */
const sections: Record<string, () => Promise<readonly string[]>> = { pages, bundle, template, cold, starts, warm, status, hotline, desk, messages, places, papers, audit, sealing, sustained };

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length) {
  console.error(`No section ${unknown.join(", ")}; there are: ${Object.keys(sections).join(", ")}`);
  process.exit(2);
}

const [cpu] = cpus();
console.log(`${new Date().toISOString()}  Node ${process.version}  ${type()} ${release()}  ${cpus().length} × ${cpu?.model ?? "unknown"}  load ${fixed(loadavg()[0] ?? 0, 2)}`);
console.log("Absolute numbers belong to this machine and its load; read the ratios.\n");

const broken: string[] = [];
for (const [name, measure] of Object.entries(sections)) {
  if (named.length && !named.includes(name)) continue;
  const from = performance.now();
  console.log(`== ${name}\n`);
  broken.push(...(await measure()));
  console.log(`(${fixed((performance.now() - from) / 1_000)} s)\n`);
}

if (broken.length) {
  console.error(`BROKEN: ${broken.join("\n        ")}`);
  process.exitCode = 1;
}
