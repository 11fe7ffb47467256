import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { startEngine, tableNames } from "../../infra/local/engine.ts";
import type { TableName } from "../../infra/tables.ts";
import { keepLog } from "./kept-log.ts";

const root = join(import.meta.dirname, "../..");
const readyWithinMs = 20_000;

export type Ended = { code: number | null; signal: NodeJS.Signals | null; out: string; err: string };

/** The engine the suite is told to run on; read before a world in this process names its own. */
const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;

/** The environment without anything that points at an engine or phone of somebody else. */
function ownEnvironment(more: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|NODE_OPTIONS|PORT$|DATA_DIR$)/.test(name));
  return { ...Object.fromEntries(kept), ...(given ? { AWS_ENDPOINT_URL_DYNAMODB: given } : {}), ...more };
}

/** `npm start` itself, on a free port unless told otherwise; not ready yet. */
export function launch(dataFolder: string, environment: Record<string, string> = {}) {
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", "infra/local/main.ts"], {
    cwd: root,
    env: ownEnvironment({ PORT: "0", DATA_DIR: dataFolder, ...environment }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  const closed = once(child, "close").then(([code, signal]): Ended => {
    keepLog(out);
    keepLog(err);
    return { code, signal, out, err };
  });
  const signal = (name: NodeJS.Signals) => {
    child.kill(name);
    return closed;
  };
  /** Waits for the line that says where the site is. */
  const ready = async (): Promise<{ origin: string; afterMs: number }> => {
    const late = setTimeout(() => child.kill("SIGKILL"), readyWithinMs);
    try {
      for (;;) {
        const origin = /Site\s+(http:\/\/localhost:\d+)\//.exec(out)?.[1];
        if (origin) return { origin, afterMs: performance.now() - started };
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the service did not get ready (${child.exitCode ?? child.signalCode}): ${out}${err}`);
        await Promise.race([once(child.stdout, "data"), closed]);
      }
    } finally {
      clearTimeout(late);
    }
  };
  return { pid: child.pid ?? 0, closed, signal, ready, output: () => `${out}${err}` };
}
export type Launched = ReturnType<typeof launch>;

/** What a stopped service left in its tables: on the engine of the suite, or in the file of its own. */
export async function withTablesOf<T>(folder: string, use: (endpoint: string, names: Record<TableName, string>) => Promise<T>): Promise<T> {
  await until(() => enginesOn(folder), (pids) => pids.length === 0);
  const names = tableNames(readFileSync(join(folder, "seal.key"), "utf8"), { shared: given !== undefined });
  const engine = given ? { endpoint: given, stop: async () => {} } : await startEngine(join(folder, "tables.db"));
  try {
    return await use(engine.endpoint, names);
  } finally {
    await engine.stop();
  }
}

/** Whether a service that is told of no engine starts one of its own. */
export const startsEngines = given === undefined;

/** The engine that works on this folder, with its guard. */
export function enginesOn(folder: string): number[] {
  const lines = existsSync("/proc/self/cmdline")
    ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((pid) => `${pid} ${commandLine(pid)}`)
    : execFileSync("ps", ["-axww", "-o", "pid=,command="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.includes(folder) && line.includes("dynoxide")).map((line) => Number.parseInt(line.trim(), 10));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

/** Asks again until the answer is there; what is waited for must come, so the end is an error that says what was seen last. */
export async function until<T>(ask: () => T | Promise<T>, isThere: (value: T) => boolean, withinMs = 10_000): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (isThere(value)) return value;
    if (performance.now() > end) throw new Error(`did not come within ${withinMs} ms; last: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
