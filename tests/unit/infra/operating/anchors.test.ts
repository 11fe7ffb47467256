import { describe, expect, test } from "vitest";
import { anchorOf, bucketOf, type Anchor, type End } from "../../../../functions/platform/anchor.ts";
import { checkAudit } from "../../../../infra/operating/audit-check.ts";
import { auditTable, inMemory, linesOf } from "../../../support/audit.ts";
import { testRoot } from "../../../support/keepers.ts";
import type { Row } from "../../../support/world.ts";

const exportedAt = "2026-11-20T00:00:00.000Z";
const night = (day: number): string => `2026-11-${String(day).padStart(2, "0")}T18:00:00.000Z`;
const happened = (day: number, n: number) => ({ sk: `EVENT#2026-11-${String(day).padStart(2, "0")}T03:00:00.000Z#e${n}`, at: `2026-11-${String(day).padStart(2, "0")}T03:00:00.000Z`, content: { type: "lookedAt", n } });

const table = auditTable("hotline");
const chains = Array.from({ length: 12 }, (_, n) => table.begin(`CALLER#${n}`, [happened(2, 1), happened(4, 2), happened(7, 3), happened(11, 4)]));
const [first = "", second = ""] = chains;
table.forget("CALLER#5", "2026-11-11T19:00:00.000Z");
const rows = table.rows();

/** Where the chains ended, as the nightly run sees it. */
const endsIn = (of: readonly Row[], moment: string): End[] =>
  chains.flatMap((chain): End[] => {
    const last = of.filter((row) => row.chain === chain && row.sk !== "CHAIN" && String(row.at) <= moment).toSorted((a, b) => Number(b.seq) - Number(a.seq))[0];
    return last ? [{ chain, seq: Number(last.seq), link: Buffer.from(last.link as Uint8Array).toString("base64") }] : [];
  });
function anchorsOf(of: readonly Row[], nights: readonly number[]): Anchor[] {
  const made: Anchor[] = [];
  for (const day of nights) made.push(anchorOf("hotline", night(day), endsIn(of, night(day)), made.at(-1)?.digest ?? ""));
  return made;
}
const anchors = anchorsOf(rows, [1, 3, 5, 8, 9, 12]);

const driftsIn = async (kept: readonly Row[], of: readonly Anchor[] = anchors) => (await checkAudit(inMemory(await linesOf(table, kept, exportedAt)), { rootOf: () => testRoot, anchors: of })).drifts;
/** A chain as it was after so many events, with the proof it had then: whole in itself. */
function rolledBack(chain: string, seq: number): Row[] {
  const older = auditTable("hotline");
  const kept = rows.filter((row) => row.chain === chain && row.sk !== "CHAIN" && Number(row.seq) <= seq);
  const last = kept.find((row) => row.seq === seq) as Row;
  const link = last.link as Uint8Array;
  const proof = older.ring.prove(Buffer.concat([Buffer.from(`${chain}|${seq}|`), link]));
  const head = rows.find((row) => row.chain === chain && row.sk === "CHAIN") as Row;
  return [...rows.filter((row) => row.chain !== chain), ...kept, { ...head, seq, link, at: last.at, proof }];
}

describe("anchors", () => {
  test("hold as long as nothing was replaced, forgotten people among them, whatever the order the ends come in", async () => {
    expect(await driftsIn(rows)).toEqual([]);
    expect(anchors.map(({ people, events }) => [people, events])).toEqual([[0, 0], [12, 12], [12, 24], [12, 36], [12, 36], [12, 49]]);
    expect(await driftsIn(rows, [...anchors.toReversed(), ...anchors])).toEqual([]);
    const ends = endsIn(rows, night(12));
    expect(anchorOf("hotline", night(12), [...ends.toReversed(), ...ends.slice(0, 2)], "")).toEqual(anchorOf("hotline", night(12), ends, ""));
  });

  test("one chain that is an older one of itself is named, though nothing in it is wrong, from the first night it shows", async () => {
    const older = rolledBack(first, 2);
    expect(await checkAudit(inMemory(await linesOf(table, older, exportedAt)), { rootOf: () => testRoot })).toMatchObject({ faults: 0 });
    const drifts = await driftsIn(older);
    expect(drifts.map(({ moment }) => moment)).toEqual([night(8), night(9), night(12)]);
    expect(drifts[0]?.because).toContain(first);
    expect(chains.filter((chain) => drifts[0]?.because.includes(chain)).every((chain) => bucketOf(chain) === bucketOf(first))).toBe(true);
  });

  test("a chain that was taken away is missed", async () => {
    const drifts = await driftsIn(rows.filter((row) => row.chain !== second));
    expect(drifts).toHaveLength(5);
    expect(drifts[0]).toMatchObject({ area: "hotline", moment: night(3), because: expect.stringContaining("chains that were taken away: 1") });
  });

  test("a chain that was brought in with an earlier date is named", async () => {
    const from = auditTable("hotline");
    const brought = from.begin("CALLER#new", [happened(4, 1)]);
    const drifts = await driftsIn([...rows, ...from.rows()]);
    expect(drifts[0]).toMatchObject({ moment: night(5), because: `the chain ${brought} was not there then` });
  });

  test("an anchor that was altered, or is missing among others, is told", async () => {
    const altered = anchors.map((anchor, n) => (n === 2 ? { ...anchor, people: 11 } : anchor));
    expect((await driftsIn(rows, altered))[0]).toEqual({ area: "hotline", moment: night(5), because: "the anchor itself was altered" });
    expect(await driftsIn(rows, anchors.toSpliced(2, 1))).toEqual([{ area: "hotline", moment: night(8), because: `an anchor between ${night(3)} and this one is missing, or was altered` }]);
  });

  test("what is younger than the export is not asked of it", async () => {
    const later = [...anchors, anchorOf("hotline", "2026-11-20T18:00:00.000Z", [], anchors.at(-1)?.digest ?? "")];
    expect(await driftsIn(rows, later)).toEqual([]);
  });
});
