// Run by papers.ts as a process of its own, bundled: as little as possible of what a Lambda runtime does, and the clock.
import { readFonts } from "../../functions/registration/papers/fonts.ts";
import { makePaper } from "../../functions/registration/papers/make-paper.ts";
import type { Paper } from "../../shared/registration/papers.ts";

const loaded = performance.now();
const papers: Paper[] = JSON.parse(process.argv[2] ?? "[]");
const times = Number(process.argv[3] ?? 0);
const fonts = readFonts();

const made: { code: string; bytes: number; ms: number[] }[] = [];
for (const paper of papers) {
  const ms: number[] = [];
  let bytes = 0;
  for (let time = 0; time <= times; time++) {
    const from = performance.now();
    bytes = (await makePaper(paper, fonts)).length;
    ms.push(performance.now() - from);
  }
  made.push({ code: paper.code, bytes, ms });
}
const report = { loadedMs: loaded, doneAt: performance.timeOrigin + performance.now(), rss: process.memoryUsage.rss(), made };
process.stdout.write(`\n${JSON.stringify(report)}\n`, () => process.exit(0));
