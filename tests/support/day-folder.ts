import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instantOf, localTime } from "../../shared/calendar/local-time.ts";

const dayMs = 24 * 3_600_000;

/** How far a service's clock must stand ahead to show the next ten in the morning in Vietnam: texts wait at night, tests do not. */
function untilMorningMs(now: Date): number {
  const ten = instantOf(localTime(now).date, 10, 0).getTime() - now.getTime();
  return ten > 0 ? ten : ten + dayMs;
}

/** Makes a data folder whose service finds its day just beginning. */
export function beginDay(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, "clock.json"), JSON.stringify({ aheadMs: untilMorningMs(new Date()) }));
}

export function dayFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "duong-ve-day-"));
  beginDay(folder);
  return folder;
}
