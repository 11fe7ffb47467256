import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { runChild } from "./child.ts";
import { functionEnv, withFreshEngine } from "./fresh-engine.ts";
import { bundleForLambda, withFolder } from "./lambda-bundle.ts";
import { fixed, median, percentile, whole } from "./numbers.ts";
import { printTable } from "./table.ts";

const runs = 3;
const reportSchema = z.object({ elapsedMs: z.number(), times: z.record(z.string(), z.array(z.number())) });
type Report = z.infer<typeof reportSchema>;

type Journey = "submit" | "lookUp";
const kinds = [
  { store: "table", concurrency: 1 },
  { store: "table", concurrency: 8 },
  { store: "memory", concurrency: 1 },
  { store: "memory", concurrency: 8 },
] as const;
type Kind = (typeof kinds)[number];

const nowhere = "http://127.0.0.1:9";

function runOnce(child: string, journey: Journey, kind: Kind, counts: Record<Kind["store"], number>): Promise<Report> {
  const count = counts[kind.store];
  const task = JSON.stringify({ journey, ...kind, count, warmUp: Math.ceil(count / 2) });
  const run = (endpoint: string) => runChild([child, task], functionEnv(endpoint), reportSchema);
  return kind.store === "memory" ? run(nowhere) : withFreshEngine(run);
}

function columns({ runs: done }: { runs: readonly Report[] }, names: readonly string[], count: number): string[] {
  const perSecond = median(done.map(({ elapsedMs }) => (count / elapsedMs) * 1_000));
  const share = (name: string, part: number) => median(done.map(({ times }) => percentile(times[name] ?? [], part)));
  return [whole(perSecond)].concat(names.flatMap((name) => [fixed(share(name, 0.5), 2), fixed(share(name, 0.99), 2)]));
}

/**
 * Warm throughput of one process. Each run is a new process, with a fresh engine when it writes; rounds are interleaved and what is
 * printed is the median of the runs.
 */
export async function measureLoad(journey: Journey, perSecond: string, counts: Record<Kind["store"], number>): Promise<void> {
  const reports = kinds.map((kind) => ({ kind, runs: [] as Report[] }));
  await withFolder(async (folder) => {
    const child = (await bundleForLambda(fileURLToPath(import.meta.resolve("./load-child.ts")), join(folder, "load.mjs"))).file;
    for (let run = 0; run < runs; run++) for (const report of reports) report.runs.push(await runOnce(child, journey, report.kind, counts));
  });
  const names = Object.keys(reports[0]?.runs[0]?.times ?? {});
  const heads = ["store", "at once", perSecond, ...names.flatMap((name) => [`${name} p50 ms`, "p99 ms"])];
  printTable(heads, reports.map((report) => [report.kind.store, String(report.kind.concurrency)].concat(columns(report, names, counts[report.kind.store]))));
  console.log(`Medians of ${runs} runs: ${counts.table} with the table (a fresh engine each), ${counts.memory} with a store in memory, each after half as many unmeasured.`);
}
