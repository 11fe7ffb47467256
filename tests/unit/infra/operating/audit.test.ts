import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { linkAfter, openCommitment } from "../../../../functions/platform/chain.ts";
import { checkAudit, type Verdict } from "../../../../infra/operating/audit-check.ts";
import { wrongs, type Wrong } from "../../../../infra/operating/audit-chains.ts";
import { linesIn, type Line } from "../../../../infra/operating/audit-lines.ts";
import { auditTable, inMemory, linesOf } from "../../../support/audit.ts";
import { testRoot } from "../../../support/keepers.ts";
import type { Row } from "../../../support/world.ts";
import { holdsInTime } from "../../support/property.ts";

const exportedAt = "2026-11-20T00:00:00.000Z";
const dayMs = 86_400_000;
const daysBefore = (days: number): string => new Date(Date.parse(exportedAt) - days * dayMs).toISOString();

const table = auditTable("registrations");
const happened = (days: number, n: number, mark = "EVENT#") => ({ sk: `${mark}${daysBefore(days)}#e${n}`, at: daysBefore(days), content: { type: "lookedAt", by: "desk", office: "00004", facts: { times: n } } });
const people = {
  an: table.begin("APPLICATION#AN", [happened(40, 1), happened(30, 2), happened(20, 3, "LOOK#"), happened(10, 4), happened(5, 5)]),
  binh: table.begin("APPLICATION#BINH", [happened(41, 1), happened(31, 2), happened(21, 3)]),
  /** Of long ago: what the first two say was forgotten with its time. */
  cuc: table.begin("APPLICATION#CUC", [happened(120, 1), happened(100, 2), happened(12, 3)]),
  /** Lawfully forgotten. */
  dao: table.begin("APPLICATION#DAO", [happened(60, 1), happened(50, 2)]),
};
table.forget("APPLICATION#DAO", daysBefore(15));
type Person = keyof typeof people;

const isOld = ({ at, sk }: Row): boolean => sk !== "CHAIN" && String(at) < daysBefore(90);
const hushed = ({ content: _content, ...row }: Row): Row => ({ ...row, pk: row.pk, sk: row.sk });
const whole: readonly Row[] = table.rows().map((row) => (isOld(row) ? hushed(row) : row));

const verdictOf = async (rows: readonly Row[], { keys = true, at = exportedAt } = {}): Promise<Verdict> => checkAudit(inMemory(await linesOf(table, rows, at)), keys ? { rootOf: () => testRoot } : {});

const isOf = (row: Row, person: Person, seq?: number): boolean => row.chain === people[person] && (seq === undefined ? row.sk === "CHAIN" : row.sk !== "CHAIN" && row.seq === seq);
const rowOf = (person: Person, seq?: number): Row => whole.find((row) => isOf(row, person, seq)) as Row;
const changed = (person: Person, seq: number | undefined, change: Partial<Row>): Row[] => whole.map((row) => (isOf(row, person, seq) ? { ...row, ...change } : row));
const without = (person: Person, ...seqs: number[]): Row[] => whole.filter((row) => !seqs.some((seq) => isOf(row, person, seq)));
const flipped = (value: unknown): Uint8Array => Uint8Array.from(value as Uint8Array, (byte, n) => (n === 3 ? byte ^ 1 : byte));
const bytesIn = (row: Row, field: string): Uint8Array => row[field] as Uint8Array;

/** A chain with a link more, worked out as anybody could who can write the table. */
function lengthened(person: Person, after: number, link: Partial<Row>): Row[] {
  const before = rowOf(person, after);
  const made = { at: daysBefore(1), ...link, commitment: openCommitment(typeof link.erased === "string" ? link.erased : "invented") };
  const sk = `EVENT#${made.at}#invented`;
  const seq = after + 1;
  const end = linkAfter(bytesIn(before, "link"), { seq, at: made.at, commitment: made.commitment });
  return [...whole.map((row) => (isOf(row, person) ? { ...row, seq, at: made.at, link: end } : row)), { ...made, pk: before.pk, sk, chain: before.chain, seq, link: end }];
}

/** `open`: found without the root key too. */
type Tampering = { how: string; rows: () => Row[]; found: [Person, number | null, Wrong]; open: boolean };
const other = (person: Person, seq: number): Partial<Row> => {
  const { sk, at, commitment, content, link } = rowOf(person, seq);
  return { sk, at, commitment, content, link };
};
const tamperings: readonly Tampering[] = [
  { how: "what an event says was edited", rows: () => changed("an", 3, { content: flipped(rowOf("an", 3).content) }), found: ["an", 3, "content"], open: false },
  { how: "what an event says is that of another event", rows: () => changed("an", 3, { content: rowOf("an", 2).content }), found: ["an", 3, "content"], open: false },
  { how: "a commitment was edited", rows: () => changed("an", 2, { commitment: flipped(rowOf("an", 2).commitment) }), found: ["an", 2, "commitment"], open: true },
  { how: "a link was edited", rows: () => changed("an", 2, { link: flipped(rowOf("an", 2).link) }), found: ["an", 2, "link"], open: true },
  { how: "a moment was edited", rows: () => changed("an", 4, { at: daysBefore(9) }), found: ["an", 4, "moment"], open: true },
  { how: "a moment was edited where the event stands, too", rows: () => changed("an", 4, { at: daysBefore(9), sk: `EVENT#${daysBefore(9)}#e4` }), found: ["an", 4, "content"], open: true },
  { how: "an event was deleted", rows: () => without("an", 3), found: ["an", 3, "missing"], open: true },
  { how: "the first event was deleted", rows: () => without("an", 1), found: ["an", 1, "missing"], open: true },
  { how: "two events changed places", rows: () => whole.map((row) => (isOf(row, "an", 2) ? { ...row, seq: 3 } : isOf(row, "an", 3) ? { ...row, seq: 2 } : row)), found: ["an", 2, "link"], open: true },
  { how: "an event was inserted under a number that is taken", rows: () => [...whole, { ...rowOf("an", 3), ...other("an", 3), sk: `EVENT#${daysBefore(20)}#twin` }], found: ["an", 3, "twice"], open: true },
  { how: "an event was inserted behind the end", rows: () => lengthened("an", 5, {}).map((row) => (isOf(row, "an") ? rowOf("an") : row)), found: ["an", 6, "behind"], open: true },
  { how: "an event was added, end and all", rows: () => lengthened("an", 5, { content: rowOf("an", 5).content }), found: ["an", 6, "content"], open: false },
  { how: "the last event was deleted", rows: () => without("an", 5), found: ["an", 5, "missing"], open: true },
  { how: "the last event was deleted, and the end moved back", rows: () => changed("an", undefined, { seq: 4, at: rowOf("an", 4).at, link: rowOf("an", 4).link }).filter((row) => !isOf(row, "an", 5)), found: ["an", 4, "proof"], open: false },
  { how: "the end was deleted", rows: () => whole.filter((row) => !isOf(row, "an")), found: ["an", null, "noEnd"], open: true },
  { how: "there is a second end", rows: () => [...whole, { ...rowOf("an"), pk: "APPLICATION#AN2" }], found: ["an", null, "twoEnds"], open: true },
  { how: "an event stands with another person", rows: () => changed("binh", 2, { pk: "APPLICATION#AN" }), found: ["binh", 2, "content"], open: true },
  { how: "an event of another person was put in the place of one", rows: () => changed("an", 2, other("binh", 2)), found: ["an", 2, "content"], open: true },
  { how: "two people were swapped, chains and all", rows: () => whole.map((row) => (row.chain === people.an ? { ...row, pk: "APPLICATION#BINH" } : row.chain === people.binh ? { ...row, pk: "APPLICATION#AN" } : row)), found: ["an", 1, "content"], open: false },
  { how: "the proof is that of another person", rows: () => changed("an", undefined, { proof: rowOf("binh").proof }), found: ["an", 5, "proof"], open: false },
  { how: "the proof is by a key that we do not have", rows: () => changed("an", undefined, { proof: { ...(rowOf("an").proof as object), by: 7 } }), found: ["an", 5, "proof"], open: false },
  { how: "the key is that of another person", rows: () => changed("an", undefined, { key: rowOf("binh").key }), found: ["an", 1, "content"], open: false },
  { how: "the key was edited", rows: () => changed("an", undefined, { key: { by: 1, wrapped: flipped((rowOf("an").key as Row).wrapped) } }), found: ["an", null, "key"], open: false },
  { how: "what a young event says was taken away", rows: () => whole.map((row) => (isOf(row, "an", 4) ? hushed(row) : row)), found: ["an", 4, "gone"], open: true },
  { how: "the key was taken away", rows: () => whole.map((row) => (isOf(row, "an") ? { ...row, key: undefined } : row)), found: ["an", 5, "keyGone"], open: true },
  { how: "a person was forgotten by nobody who may", rows: () => lengthened("an", 5, { erased: "asked" }).flatMap((row) => (row.chain === people.an ? [{ ...hushed(row), key: undefined, pk: `ERASED#${people.an}` }] : [row])), found: ["an", 6, "proof"], open: false },
  { how: "an event says that the person was forgotten, and their key is there", rows: () => lengthened("an", 5, { erased: "asked" }), found: ["an", 6, "proof"], open: true },
  { how: "why a person was forgotten was edited", rows: () => changed("dao", 3, { erased: "lifeOver" }), found: ["dao", 3, "forgottenBecause"], open: true },
  { how: "of a forgotten person something was kept", rows: () => changed("dao", 1, { content: rowOf("an", 1).content }), found: ["dao", 1, "stillSays"], open: true },
  { how: "of a forgotten person an event was deleted", rows: () => without("dao", 2), found: ["dao", 2, "missing"], open: true },
  { how: "of a forgotten person the last word was deleted", rows: () => without("dao", 3), found: ["dao", 3, "missing"], open: true },
  { how: "a forgotten person never left", rows: () => whole.map((row) => (isOf(row, "dao", 1) ? { ...row, pk: "APPLICATION#DAO" } : row)), found: ["dao", 1, "stillThere"], open: true },
];

describe("an audit as it was written", () => {
  test("has no fault, with the root key and without", async () => {
    const counts = { exportedAt, areas: ["registrations"], people: 4, events: 14, erased: 1, forgotten: 2, first: null, faults: 0, drifts: [] };
    expect(await verdictOf(whole)).toEqual(counts);
    expect(await verdictOf(whole, { keys: false })).toEqual(counts);
  });

  test("in any order of its rows", async () => {
    await holdsInTime(
      fc.asyncProperty(fc.shuffledSubarray([...whole], { minLength: whole.length }), async (rows) => {
        expect(await verdictOf(rows)).toMatchObject({ faults: 0, people: 4, events: 14 });
      }),
      10,
    );
  });

  test("also while a forgotten person is on the way to where nothing leads to them", async () => {
    const onTheWay = auditTable("registrations");
    onTheWay.begin("APPLICATION#EM", [happened(3, 1), happened(2, 2)]);
    const before = onTheWay.rows();
    onTheWay.forget("APPLICATION#EM", daysBefore(1));
    const [first, second] = before.filter(({ sk }) => sk !== "CHAIN") as [Row, Row];
    const moved = onTheWay.rows();
    const copied = [...moved, first];
    const halfway = [...moved.filter(({ sk }) => sk !== second.sk), second];
    for (const rows of [copied, halfway]) {
      expect(await verdictOf(rows)).toMatchObject({ faults: 0, people: 1, erased: 1 });
      expect(await verdictOf(rows, { at: new Date(Date.parse(exportedAt) + 5 * dayMs).toISOString() })).toMatchObject({ first: { because: wrongs.stillThere } });
    }
  });

  test("when a chain was read again, as it moved while it was read", async () => {
    const lines = await linesOf(table, whole, exportedAt);
    const own = lines.filter((line) => "chain" in line && line.chain === people.an);
    const torn = lines.filter((line) => line.what !== "end" && !(line.what === "event" && line.chain === people.an && line.seq > 2));
    const read = [...torn, { what: "again", area: "registrations", chain: people.an }, ...own] as Line[];
    const rows = read.filter(({ what }) => what === "head" || what === "event").length;
    expect(await checkAudit(inMemory([...read, { what: "end", rows }]), { rootOf: () => testRoot })).toMatchObject({ faults: 0, people: 4, events: 14 });
  });
});

describe("a tampered audit", () => {
  test.each(tamperings)("$how", async ({ rows, found: [person, seq, wrong], open }) => {
    const { first, faults } = await verdictOf(rows());
    expect({ first, isFound: faults > 0 }).toEqual({ first: { area: "registrations", chain: people[person], seq, because: wrongs[wrong] }, isFound: true });
    expect((await verdictOf(rows(), { keys: false })).faults > 0).toBe(open);
  });

  test("is found whichever field of whichever row is another", async () => {
    const lines = await linesOf(table, whole, exportedAt);
    /** The name of an event is sealed with what it says, and means nothing without it. */
    const isNameless = (line: Line): boolean => line.what === "event" && line.content === undefined;
    const fields = lines.flatMap((line, at) =>
      line.what === "head" || line.what === "event" ? Object.keys(line).filter((field) => !["what", "area"].includes(field) && !(field === "sk" && isNameless(line))).map((field) => ({ at, field })) : [],
    );
    const value = (kept: unknown, where: number): unknown => {
      if (typeof kept === "number") return kept + 1 + (where % 3);
      if (typeof kept === "string") return kept === "" ? "x" : `${kept.slice(0, where % (kept.length - 3))}${kept[where % (kept.length - 3)] === "A" ? "B" : "A"}${kept.slice((where % (kept.length - 3)) + 1)}`;
      const inside = Object.entries(kept as object);
      const [name, old] = inside[where % inside.length] as [string, unknown];
      return { ...(kept as object), [name]: value(old, where >> 1) };
    };
    await holdsInTime(
      fc.asyncProperty(fc.constantFrom(...fields), fc.nat(), fc.boolean(), async ({ at, field }, where, drop) => {
        const { [field]: kept, ...rest } = lines[at] as unknown as Record<string, unknown>;
        const altered = lines.with(at, (drop && ["content", "key", "erased"].includes(field) ? rest : { ...rest, [field]: value(kept, where) }) as Line);
        const { faults } = await checkAudit(inMemory(altered), { rootOf: () => testRoot });
        expect(faults).toBeGreaterThan(0);
      }),
      600,
    );
  });

  test("is found whichever row is gone or stands twice", async () => {
    for (const row of whole) {
      expect((await verdictOf(whole.filter((one) => one !== row), { keys: false })).faults, `${row.pk} ${row.sk}`).toBeGreaterThan(0);
      expect((await verdictOf([...whole, { ...row, sk: row.sk === "CHAIN" ? row.sk : `${row.sk}2` }], { keys: false })).faults, `${row.pk} ${row.sk} twice`).toBeGreaterThan(0);
    }
  });

  test("is found where a row cannot be read", async () => {
    const { first } = await verdictOf(changed("an", 2, { seq: "two" }), { keys: false });
    expect(first?.because).toContain("APPLICATION#AN EVENT#");
  });
});

describe("a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "audit-"));
  const file = join(folder, "audit.jsonl");
  let texts: string[];
  beforeAll(async () => {
    texts = (await linesOf(table, whole, exportedAt)).map((line) => JSON.stringify(line));
    return () => rmSync(folder, { recursive: true });
  });
  const read = (lines: readonly string[]): Promise<Verdict> => {
    writeFileSync(file, lines.join("\n"));
    return checkAudit(linesIn(file));
  };

  test("is read line by line, with or without a last end of line", async () => {
    expect(await read(texts)).toMatchObject({ faults: 0, events: 14 });
    expect(await read([...texts, ""])).toMatchObject({ faults: 0, events: 14 });
  });

  test("is refused when it was cut off, or something else is in it", async () => {
    await expect(read(texts.slice(0, -1))).rejects.toThrow("not whole");
    await expect(read(texts.slice(1))).rejects.toThrow("not whole");
    await expect(read(texts.toSpliced(5, 1))).rejects.toThrow("not whole");
    await expect(read(texts.toSpliced(5, 1, "{}"))).rejects.toThrow("line 6 is no line of an audit");
    await expect(read(texts.toSpliced(5, 1, "half a li"))).rejects.toThrow("line 6 is no line of an audit");
  });
});
