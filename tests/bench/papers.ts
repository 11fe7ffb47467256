import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { fontFiles } from "../../functions/registration/papers/fonts.ts";
import { applicationSchema } from "../../shared/registration/application.ts";
import type { Paper } from "../../shared/registration/papers.ts";
import { relative } from "./applications.ts";
import { runChild } from "./child.ts";
import { bundleForLambda, withFolder } from "./lambda-bundle.ts";
import { fixed, kB, MB, median, percentile } from "./numbers.ts";
import { printTable } from "./table.ts";

const rounds = 15;
const times = 30;
/** What somebody waits who asks for a paper of a function that sleeps. */
const longestColdMs = 1_000;

const reportSchema = z.object({ loadedMs: z.number(), doneAt: z.number(), rss: z.number(), made: z.array(z.object({ code: z.string(), bytes: z.number(), ms: z.array(z.number()) })) });

const { relationship, applicant, person, treatment, determination } = applicationSchema.parse(relative("vi"));
const dossier = {
  regimeId: "R2" as const,
  office: "Công an phường Ba Đình, thành phố Hà Nội",
  madeAt: "2026-11-22T03:00:00.000Z",
  reference: "K7M4Q9TX",
  receivedAt: "2026-11-21T07:05:00.000Z",
  application: { relationship, applicant, person, treatment, determination },
};
const registerRow = { fullName: person.fullName, birthDate: person.birthDate, sex: person.sex, identityNumber: person.identity.number, residence: "12 phố Thí Nghiệm, phường Ba Đình, thành phố Hà Nội", place: "home" as const };

const application: Paper = { code: "application", ...dossier };
const samples: readonly Paper[] = [
  application,
  { code: "history", ...dossier, history: {} },
  { code: "receipt", ...dossier, dueAt: "2026-11-22T07:05:00.000Z" },
  { code: "decision", ...dossier, decision: { decidedOn: "2026-11-22", from: "2026-11-23", to: "2028-11-23", place: "home" } },
  { code: "registerPage", regimeId: "R2", office: dossier.office, madeAt: dossier.madeAt, year: 2026, rows: Array.from({ length: 100 }, () => registerRow) },
];

/** A bundle with its fonts beside it, as in Lambda. */
async function bundled(folder: string) {
  const require = createRequire(import.meta.url);
  for (const file of fontFiles) {
    const to = join(folder, "node_modules", file);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(require.resolve(file), to);
  }
  return bundleForLambda(fileURLToPath(import.meta.resolve("./papers-child.ts")), join(folder, "papers.mjs"));
}

/** One paper in a process of its own, and many in one. */
export async function papers(): Promise<readonly string[]> {
  return withFolder(async (folder) => {
    const { file, bytes } = await bundled(folder);
    const run = (some: readonly Paper[], again: number) => runChild([file, JSON.stringify(some), String(again)], {}, reportSchema);
    const cold: { totalMs: number; loadMs: number; firstMs: number; rss: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      const from = performance.timeOrigin + performance.now();
      const { loadedMs, doneAt, rss, made } = await run([application], 0);
      cold.push({ totalMs: doneAt - from, loadMs: loadedMs, firstMs: made[0]?.ms[0] ?? Number.NaN, rss });
    }
    const warm = await run(samples, times);

    const of = (key: keyof (typeof cold)[number]) => cold.map((one) => one[key]);
    printTable(
      ["one paper, cold", "median ms", "p90 ms", "to loaded ms", "first paper ms", "RSS MB", "bundle kB"],
      [["application", fixed(median(of("totalMs"))), fixed(percentile(of("totalMs"), 0.9)), fixed(median(of("loadMs"))), fixed(median(of("firstMs"))), MB(median(of("rss"))), kB(bytes)]],
    );
    printTable(
      ["papers, warm", "median ms", "p90 ms", "PDF kB"],
      warm.made.map(({ code, bytes: size, ms: [, ...rest] }) => [code === "registerPage" ? "registerPage, 100 rows" : code, fixed(median(rest)), fixed(percentile(rest, 0.9)), kB(size)]),
    );
    const slow = median(of("totalMs"));
    console.log(`${rounds} processes, then ${times} of each paper in one, which ends at ${MB(warm.rss)} MB. Wanted: cold within ${longestColdMs} ms: ${slow <= longestColdMs ? "kept" : "MISSED"}.`);
    return [];
  });
}
