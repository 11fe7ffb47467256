// The whole of `npm test`: types, lint, unused code, then every vitest project; closes with one line over all of them.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const bin = (name: string): string => join(import.meta.dirname, "../node_modules/.bin", name);
const run = (name: string, args: readonly string[]): boolean => {
  const started = Date.now();
  const { status } = spawnSync(bin(name), args, { stdio: "inherit", shell: process.platform === "win32" });
  console.log(`${status === 0 ? "✓" : "✗"} ${name} (${((Date.now() - started) / 1_000).toFixed(1)} s)`);
  return status === 0;
};

const checks = [run("tsc", ["-p", "."]), run("oxlint", []), run("knip", [])];

const folder = mkdtempSync(join(tmpdir(), "duong-ve-tests-"));
const report = join(folder, "report.json");
const ran = run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...process.argv.slice(2)]);
const counted = read(report);
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
