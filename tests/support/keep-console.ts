import { relative } from "node:path";
import { format } from "node:util";
import { expect } from "vitest";
import { keepLog, keptLogs } from "./kept-log.ts";

// Runs in front of each test file. The log of the service writes to the streams, everything else to vitest's console, which does not.
if (process.env[keptLogs.folder]) {
  process.env[keptLogs.of] = relative(process.cwd(), expect.getState().testPath ?? "no test file");
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
      keepLog(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      return Reflect.apply(write, stream, [chunk, ...more]);
    };
  }
  for (const level of ["debug", "log", "info", "warn", "error"] as const) {
    const write = console[level];
    console[level] = (...said: unknown[]): void => {
      keepLog(format(...said));
      write(...said);
    };
  }
}
