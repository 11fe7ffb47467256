import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { anchorSchema, type Anchor } from "../../functions/platform/anchor.ts";
import { checkAudit, rootKeysGiven, type Verdict } from "./audit-check.ts";
import { jsonIn, linesIn } from "./audit-lines.ts";
import { command } from "./command.ts";

/** Verifies an audit that was exported, without any table. Exits with 1 when a link is broken or an anchor does not hold, with 2 when the file cannot be read. */
await command(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { "root-key": { type: "string", multiple: true }, anchors: { type: "string" } } });
  const [file] = positionals;
  if (!file) throw new RangeError("say which file: npm run audit:verify -- <file of audit:export>");
  const named = values["root-key"];
  const verdict = await checkAudit(linesIn(there(file)), {
    ...(named ? { rootOf: rootKeysGiven(named) } : {}),
    ...(values.anchors ? { anchors: anchorsIn(there(values.anchors)) } : {}),
  });
  process.stdout.write(`${wordsOf(verdict, { withKeys: named !== undefined, withAnchors: values.anchors !== undefined }).join("\n")}\n`);
  return verdict.faults + verdict.drifts.length ? 1 : 0;
});

function there(file: string): string {
  if (!existsSync(file)) throw new RangeError(`there is no file ${file}`);
  return file;
}

/** The lines of a log may say more than the anchor. */
function anchorsIn(file: string): Anchor[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, n) => {
      const { data } = anchorSchema.safeParse(jsonIn(line));
      if (!data) throw new RangeError(`line ${n + 1} of ${file} is no anchor`);
      return data;
    });
}

function wordsOf({ exportedAt, areas, people, events, erased, forgotten, first, faults, drifts }: Verdict, { withKeys, withAnchors }: { withKeys: boolean; withAnchors: boolean }): string[] {
  const [drift, ...others] = drifts;
  return [
    `${areas.join(", ")} as of ${exportedAt}: ${people} people, ${events} events; ${erased} people lawfully forgotten, and what ${forgotten} old events said.`,
    withKeys ? "Verified: every link, number and end, the proof of each end, and what each event says." : "Verified: every link, number and end. What events say and who proved it needs the root key (--root-key).",
    ...(first ? [`✗ First broken: ${first.area}${first.chain ? `, chain ${first.chain}` : ""}${first.seq === null ? "" : `, link ${first.seq}`}: ${first.because}.`, `  ${faults - 1} more.`] : ["✓ No link is broken."]),
    ...(withAnchors ? (drift ? [`✗ First anchor that does not hold: ${drift.area}, ${drift.moment}: ${drift.because}.`, `  ${others.length} more.`] : ["✓ Every anchor holds."]) : []),
  ];
}
