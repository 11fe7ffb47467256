import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { submissionEvent } from "./api-event.ts";
import { relative } from "./applications.ts";
import { runChild } from "./child.ts";
import { functionEnv, withFreshEngine } from "./fresh-engine.ts";
import { bundleForLambda, withFolder } from "./lambda-bundle.ts";
import { fixed, kB, MB, median, percentile } from "./numbers.ts";
import { printTable } from "./table.ts";

const rounds = 25;
const mostTimesEmpty = 6;

const reportSchema = z.object({ statusCode: z.literal(201), answeredAt: z.number(), loadMs: z.number(), firstMs: z.number(), cpuMs: z.number(), rss: z.number() });
type Start = Omit<z.infer<typeof reportSchema>, "statusCode" | "answeredAt"> & { totalMs: number };
type Variant = { name: string; file: string; bytes: number; starts: Start[] };

/** From the moment a process is asked for to its first POST answered 201, its rows in the engine. */
export async function startOnce(child: string, { file }: { file: string }, endpoint: string): Promise<Start> {
  const event = JSON.stringify(submissionEvent(randomUUID(), relative("vi")));
  const from = performance.timeOrigin + performance.now();
  const { answeredAt, ...rest } = await runChild([child, file, event], functionEnv(endpoint), reportSchema);
  return { totalMs: answeredAt - from, loadMs: rest.loadMs, firstMs: rest.firstMs, cpuMs: rest.cpuMs, rss: rest.rss };
}

async function makeVariants(folder: string): Promise<Variant[]> {
  const empty = join(folder, "empty.mjs");
  writeFileSync(empty, "export const handler = async () => ({ statusCode: 201 });\n");
  const made = async (name: string, entry: string): Promise<Variant> => {
    const { file, bytes } = await bundleForLambda(entry, join(folder, `${name}.mjs`));
    return { name, file, bytes, starts: [] };
  };
  return [
    { name: "empty", file: empty, bytes: 0, starts: [] },
    await made("ours", "functions/registration/public/handler.ts"),
    await made("express", "tests/bench/variants/express.ts"),
    await made("fastify", "tests/bench/variants/fastify.ts"),
  ];
}

const total = ({ starts }: Variant): number => median(starts.map(({ totalMs }) => totalMs));

/**
 * A proxy for cold starts: whole processes, the same work, only the framework differs. Lambda's own part (fetching the code, booting
 * the machine) is not in it. Rounds are interleaved, each in another order, so that a busy moment falls on all.
 */
export async function cold(): Promise<readonly string[]> {
  const variants = await withFolder(async (folder) => {
    const made = await makeVariants(folder);
    const child = (await bundleForLambda(fileURLToPath(import.meta.resolve("./cold-child.ts")), join(folder, "child.mjs"))).file;
    await withFreshEngine(async (endpoint) => {
      for (const variant of made) await startOnce(child, variant, endpoint);
      for (let round = 0; round < rounds; round++)
        for (let turn = 0; turn < made.length; turn++) {
          const variant = made[(round + turn) % made.length];
          variant?.starts.push(await startOnce(child, variant, endpoint));
        }
    });
    return made;
  });

  const emptyMs = Math.min(...variants.filter(({ name }) => name === "empty").map(total));
  const column = ({ starts }: Variant, key: keyof Start) => median(starts.map((start) => start[key]));
  printTable(
    ["process start to first 201", "median ms", "p90 ms", "× empty", "load ms", "first call ms", "cpu ms", "bundle kB", "RSS MB"],
    variants.map((variant) => [
      variant.name,
      fixed(total(variant)),
      fixed(percentile(variant.starts.map(({ totalMs }) => totalMs), 0.9)),
      fixed(total(variant) / emptyMs, 2),
      fixed(column(variant, "loadMs")),
      fixed(column(variant, "firstMs")),
      fixed(column(variant, "cpuMs")),
      kB(variant.bytes),
      MB(column(variant, "rss")),
    ]),
  );
  const msOf = (name: string) => Math.min(...variants.filter((variant) => variant.name === name).map(total));
  const ratio = msOf("ours") / emptyMs;
  const cpuOf = (name: string) => Math.min(...variants.filter((variant) => variant.name === name).map((variant) => column(variant, "cpuMs")));
  console.log(`${rounds} interleaved rounds. Wanted: ours at most ${mostTimesEmpty} × empty: ${ratio <= mostTimesEmpty ? "kept" : "MISSED"} (${fixed(ratio, 2)}; by processor time ${fixed(cpuOf("ours") / cpuOf("empty"), 2)}).`);
  for (const other of ["express", "fastify"]) {
    const share = msOf("ours") / msOf(other);
    console.log(`Wanted: ours faster than ${other}: ${share < 1 ? "kept" : "MISSED"} (${fixed(share, 2)} of its time).`);
  }
  return [];
}
