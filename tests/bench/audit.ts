import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { rootKeyOf } from "../../functions/platform/root-key.ts";
import { lineOf, type Line } from "../../infra/operating/audit-lines.ts";
import { auditTable, keyLineUnder } from "../support/audit.ts";
import { runChild } from "./child.ts";
import { bundleForLambda, withFolder } from "./lambda-bundle.ts";
import { fixed, MB, median, whole } from "./numbers.ts";
import { printTable } from "./table.ts";

const runs = 3;
const eventsEach = 5;
const everyForgotten = 20;
const wantedEvents = 1_000_000;
const wantedMs = 60_000;
const givenUpMs = 300_000;

const reportSchema = z.object({ elapsedMs: z.number(), cpuMs: z.number(), events: z.int(), faults: z.literal(0), rss: z.number() });

const area = "registrations";
const begins = Date.parse("2026-10-01T00:00:00Z");
const exportedAt = "2026-11-20T00:00:00.000Z";

/** What happens to one person: looks and acts such as the desk writes them. */
const eventsOf = (person: number) =>
  Array.from({ length: eventsEach }, (_, n) => {
    const at = new Date(begins + (person + n * 3_600) * 1_000).toISOString();
    const content = { type: "lookedAt", by: "desk", staff: { staffId: "0b7e1d0a-6f1d-4f55-9b53-0123456789ab", name: "Cán bộ Ví Dụ (thử)" }, version: 3, office: "00004", facts: { page: "case", times: n } };
    return { sk: `${n ? "LOOK" : "EVENT"}#${at}#${n}`, at, content };
  });

/** An export of so many events, as audit:export writes it; one person in twenty was forgotten. */
async function writeAudit(file: string, rootKey: string): Promise<number> {
  const disk = openSync(file, "wx", 0o600);
  const write = (lines: readonly Line[]) => writeSync(disk, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  write([{ what: "export", at: exportedAt, areas: [area] }, await keyLineUnder(rootKeyOf(rootKey), area)]);
  let rows = 0;
  for (let person = 0; person * eventsEach < wantedEvents; person++) {
    const table = auditTable(area);
    table.begin(`APPLICATION#P${person}`, eventsOf(person));
    if (person % everyForgotten === 0) table.forget(`APPLICATION#P${person}`, "2026-11-01T00:00:00.000Z");
    write(table.rows().map((row) => lineOf(area, row)));
    rows += table.rows().length;
  }
  write([{ what: "end", rows }]);
  closeSync(disk);
  return statSync(file).size;
}

/** How long a whole audit takes to verify without any table, its file read included; each run a process of its own. */
export async function audit(): Promise<readonly string[]> {
  return withFolder(async (folder) => {
    const file = join(folder, "audit.jsonl");
    const rootKey = `file:${join(folder, "root.key")}`;
    const bytes = await writeAudit(file, rootKey);
    const child = (await bundleForLambda(fileURLToPath(import.meta.resolve("./audit-child.ts")), join(folder, "child.mjs"))).file;
    const kinds = [
      { name: "links, numbers, ends", args: [child, file] },
      { name: "and proofs, contents (with the root key)", args: [child, file, rootKey] },
    ];
    const measured = [];
    for (const { name, args } of kinds) {
      const reports = [];
      for (let run = 0; run < runs; run++) reports.push(await runChild(args, {}, reportSchema, { timeout: givenUpMs }));
      const elapsedMs = median(reports.map((report) => report.elapsedMs));
      measured.push({ name, elapsedMs, cpuMs: median(reports.map((report) => report.cpuMs)), events: reports[0]?.events ?? 0, rss: Math.max(...reports.map(({ rss }) => rss)) });
    }
    printTable(
      ["audit:verify", "events", "file MB", "seconds", "of processor", "events/s", "most memory MB"],
      measured.map(({ name, events, elapsedMs, cpuMs, rss }) => [name, whole(events), MB(bytes), fixed(elapsedMs / 1_000), fixed(cpuMs / 1_000), whole((events / elapsedMs) * 1_000), MB(rss)]),
    );
    console.log(`Medians of ${runs} runs. Wanted: ${whole(wantedEvents)} events in ${wantedMs / 1_000} s.`);
    return measured.filter(({ elapsedMs }) => elapsedMs > wantedMs).map(({ name, elapsedMs }) => `audit:verify, ${name}: ${fixed(elapsedMs / 1_000)} s for a million events`);
  });
}
