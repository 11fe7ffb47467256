import { execFile } from "node:child_process";
import type * as z from "zod";

const longestMs = 30_000;

/** Runs a bundle in a Node of its own and reads the report on its last line; the lines before are the function's log. */
export async function runChild<T>(args: readonly string[], env: Record<string, string>, schema: z.ZodType<T>, { timeout = longestMs } = {}): Promise<T> {
  const said = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { env, timeout, killSignal: "SIGKILL", maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`a measured process failed: ${stderr.slice(-2_000)}`, { cause: error }));
      else resolve(stdout);
    });
  });
  return schema.parse(JSON.parse(said.trimEnd().split("\n").at(-1) ?? ""));
}
