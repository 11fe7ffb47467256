// The whole of `npm test`: types, lint, unused code, every vitest project, then all that was logged meanwhile; closes with one line over all of them.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keptLogs } from "./support/kept-log.ts";
import { keptRows } from "./support/kept-rows.ts";
import { scanKept } from "./support/log-scan.ts";
import { scanRows } from "./support/row-scan.ts";

const bin = (name: string): string => join(import.meta.dirname, "../node_modules/.bin", name);
const check = (name: string, holds: () => boolean): boolean => {
  const started = Date.now();
  const ok = holds();
  console.log(`${ok ? "✓" : "✗"} ${name} (${((Date.now() - started) / 1_000).toFixed(1)} s)`);
  return ok;
};
const run = (name: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): boolean =>
  check(name, () => spawnSync(bin(name), args, { stdio: "inherit", shell: process.platform === "win32", env: { ...process.env, ...environment } }).status === 0);

const checks = [run("tsc", ["-p", "."]), run("oxlint", []), run("knip", [])];

const folder = mkdtempSync(join(tmpdir(), "duong-ve-tests-"));
const report = join(folder, "report.json");
const logs = join(folder, "logs");
const rows = join(folder, "rows");
for (const kept of [logs, rows]) mkdirSync(kept);
const only = process.argv.slice(2);
const ran = run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...only], { [keptLogs.folder]: logs, [keptRows.folder]: rows });
const counted = read(report);
checks.push(check("no personal data in any log", () => logsHoldNobody(logs)));
checks.push(check("no personal data in the clear in any table or text", () => rowsHoldNobody(rows)));
rmSync(folder, { recursive: true, force: true });

const passed = checks.filter(Boolean).length + counted.passed;
// A skipped test proves nothing, and a run that broke outside a test is a failure too.
const failed = checks.filter((ok) => !ok).length + counted.failed + counted.skipped + (ran || counted.failed > 0 ? 0 : 1);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function read(file: string): { passed: number; failed: number; skipped: number } {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(file, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** The same of what stood in tables, and on phones, when the tests were done with them. */
function rowsHoldNobody(kept: string): boolean {
  const { texts, faults, missing } = scanRows(kept, only.length === 0);
  for (const { where, kinds, shown } of faults) console.log(`\n${where} holds ${kinds.join(", ")} in the clear\n  ${shown}\n  → seal it (functions/platform/sealed-row.ts), or hash what is asked by it`);
  if (missing.length > 0) console.log(`\nWhat a whole run leaves is missing: ${missing.join(", ")}. Is it still kept (tests/support/kept-rows.ts)?`);
  console.log(`\n${texts} different texts of tables and messages read`);
  return faults.length === 0 && missing.length === 0;
}

/** Part of the suite, by arguments, is judged by what it logged, and not by how much. */
function logsHoldNobody(kept: string): boolean {
  const { lines, codes, faults, missing } = scanKept(kept, only.length === 0);
  for (const { test, what, times, shown, advice } of faults) console.log(`\n${test}: a log line ${what}${times > 1 ? ` (${times} times)` : ""}\n  ${shown}\n  → ${advice}`);
  if (missing.length > 0) console.log(`\nThe log is missing what a whole run writes: ${missing.join(", ")}. Is it still kept (tests/support/keep-console.ts)?`);
  console.log(`\n${lines} log lines of ${codes.size} codes read`);
  return faults.length === 0 && missing.length === 0;
}
