import { openSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Where the log lines of a whole run are kept until they are scanned (tests/run.ts), a file for each test file. Nothing is kept when vitest runs by itself. */
export const keptLogs = { folder: "KEPT_LOGS", of: "KEPT_LOGS_OF" } as const;

let file: number | undefined;

/** Keeps what code under test wrote to its log: one line or several, whole. For what does not go through this process's console: a child's output, a log that a test reads itself. */
export function keepLog(text: string): void {
  const folder = process.env[keptLogs.folder];
  if (!folder || !text) return;
  file ??= openSync(join(folder, encodeURIComponent(process.env[keptLogs.of] ?? "before the tests")), "a");
  writeSync(file, text.endsWith("\n") ? text : `${text}\n`);
}
