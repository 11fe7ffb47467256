import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";
import { createSeal } from "../../functions/platform/seal.ts";
import { apiPaths } from "../../shared/paths.ts";
import { startFunction, type RunningFunction } from "../support/runtime-function.ts";
import { submissionEvent, type ApiEvent } from "./api-event.ts";
import { relative } from "./applications.ts";
import { functionEnv, withFreshEngine } from "./fresh-engine.ts";
import { bundleForLambda, functionEntries, withFolder } from "./lambda-bundle.ts";
import { fixed, MB, median, percentile, whole } from "./numbers.ts";
import { printTable } from "./table.ts";

/** How long, unless `SUSTAINED_MINUTES` says otherwise. */
const minutes = Number(process.env.SUSTAINED_MINUTES ?? 10);
/** Somebody who registered looks at the status now and then. */
const looksAfterEach = 3;
const sampleMs = 1_000;
const collectMs = 20_000;
/** What memory may be at the end of what it was: all of the process since half-time, for V8 takes what it likes at first; what it still needs since the first minute. */
const mostGrowth = 1.1;

/** Loaded before the function: on a signal it clears up and says what is left. */
const sayHeld = 'data:text/javascript,process.on("SIGUSR2",()=>{gc();console.log("held",process.memoryUsage().heapUsed)})';
const heldIn = (line: string): number[] => [/^held (\d+)$/.exec(line)?.[1]].flatMap((bytes) => (bytes ? [Number(bytes)] : []));

type Name = "submission" | "status";
type Minute = { times: Record<Name, number[]>; rss: number[]; held: number[] };

const answerSchema = z.object({ statusCode: z.number(), body: z.string() });
const application = relative("vi");

/** The bytes a process holds in memory. */
async function rssOf(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout) * 1_024;
}

function statusEvent(reference: string, token: string): ApiEvent {
  const path = `${apiPaths.registrations}/${reference}`;
  const { body: _body, headers, requestContext, ...rest } = submissionEvent("", {});
  return { ...rest, rawPath: path, headers: { ...headers, authorization: `Bearer ${token}` }, body: null, requestContext: { ...requestContext, http: { ...requestContext.http, method: "GET", path } } };
}

/** One event after the other, as one environment of Lambda's gets them, until the time is over; minute by minute. */
async function load({ invoke, pid, lines }: RunningFunction, secret: string): Promise<Minute[]> {
  const seal = createSeal(secret);
  const all: Minute[] = [];
  const from = performance.now();
  const minute = (): Minute => (all[Math.floor((performance.now() - from) / 60_000)] ??= { times: { submission: [], status: [] }, rss: [], held: [] });
  const ask = async (name: Name, event: ApiEvent, wanted: number): Promise<string> => {
    const begun = performance.now();
    const answer = await invoke(event);
    if ("error" in answer) throw new Error(`${answer.error.errorType}: ${answer.error.errorMessage}`);
    minute().times[name].push(performance.now() - begun);
    const { statusCode, body } = answerSchema.parse(answer.payload);
    if (statusCode !== wanted) throw new Error(`${name} answered ${statusCode}, not ${wanted}`);
    return body;
  };

  const sampling = setInterval(() => void rssOf(pid).then((rss) => minute().rss.push(rss)), sampleMs);
  const collecting = setInterval(() => process.kill(pid, "SIGUSR2"), collectMs);
  try {
    while (performance.now() - from < minutes * 60_000) {
      const { reference } = z.object({ reference: z.string() }).parse(JSON.parse(await ask("submission", submissionEvent(randomUUID(), application), 201)));
      // As the code in a text would have given it: nobody's phone is at hand here.
      const token = seal.close("status", { reference, openedAt: Date.now() }, new Date(Date.now() + 60_000));
      for (let look = 0; look < looksAfterEach; look++) await ask("status", statusEvent(reference, token), 200);
      minute().held.push(...lines.splice(0).flatMap(heldIn));
    }
  } finally {
    for (const timer of [sampling, collecting]) clearInterval(timer);
  }
  // The last request may end in a minute that has only just begun.
  return all.filter((one) => one.rss.length > 0 && one.held.length > 0);
}

/** What one function does under load without a pause, through Lambda's own protocol, and whether it holds on to memory. */
export async function sustained(): Promise<readonly string[]> {
  const all = await withFolder(async (folder) => {
    const { file } = await bundleForLambda(functionEntries.registrationPublic, join(folder, "index.mjs"));
    const loop = await bundleForLambda(fileURLToPath(import.meta.resolve("../support/runtime-loop.ts")), join(folder, "loop.mjs"));
    return withFreshEngine(
      async (endpoint) => {
        const environment = functionEnv(endpoint);
        const started = await startFunction({ functionName: "registrationPublic", folder: dirname(file), environment, runtime: ["--expose-gc", "--import", sayHeld, loop.file] });
        try {
          return await load(started, environment.SEAL_SECRET);
        } finally {
          await started.stop();
        }
      },
      { streams: false },
    );
  });

  const column = (name: Name, share: number) => (one: Minute) => fixed(percentile(one.times[name], share), 2);
  const everything = (name: Name): number[] => all.flatMap(({ times }) => times[name]);
  printTable(
    ["minute", "requests", "submission p50 ms", "p99 ms", "status p50 ms", "p99 ms", "RSS MB", "of it held MB"],
    all.map((one, n) => [
      String(n + 1),
      whole(one.times.submission.length + one.times.status.length),
      column("submission", 0.5)(one),
      column("submission", 0.99)(one),
      column("status", 0.5)(one),
      column("status", 0.99)(one),
      MB(median(one.rss)),
      fixed(median(one.held) / 1_000_000),
    ]),
  );
  const requests = everything("submission").length + everything("status").length;
  const of = (name: Name): string => `${name} p50 ${fixed(percentile(everything(name), 0.5))}, p99 ${fixed(percentile(everything(name), 0.99))} ms`;
  console.log(`${whole(requests)} requests, ${whole(requests / (minutes * 60))} a second, one at a time, ${looksAfterEach} looks at the status for each submission: ${of("submission")}; ${of("status")}.`);

  const [first, middle, last] = [all[0], all[Math.floor(all.length / 2)], all.at(-1)];
  const growths = [
    { of: "the process since half-time", growth: median(last?.rss ?? []) / median(middle?.rss ?? []) },
    { of: "what it holds since the first minute", growth: median(last?.held ?? []) / median(first?.held ?? []) },
  ];
  for (const { of: part, growth } of growths) console.log(`Memory, ${part}: × ${fixed(growth, 2)}. Wanted: at most ${mostGrowth}: ${growth <= mostGrowth ? "kept" : "MISSED"}.`);
  return growths.flatMap(({ of: part, growth }) => (growth <= mostGrowth ? [] : [`memory, ${part}: × ${fixed(growth, 2)} in ${minutes} minutes`]));
}
