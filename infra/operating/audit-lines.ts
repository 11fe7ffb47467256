/** The audit in a file, a line of JSON for each row, bytes in base64: what is taken out of the tables, and what is verified without them. */
import { closeSync, openSync, readSync } from "node:fs";
import * as z from "zod";
import { keptAreas, type KeptArea } from "../../functions/platform/keeper.ts";
import { chainMark, headSchema, linkRowSchema } from "../../functions/platform/trail.ts";

const area = z.enum(keptAreas);
const bytes = z.string();

const headLine = z.strictObject({
  what: z.literal("head"),
  area,
  pk: z.string(),
  chain: z.string(),
  seq: z.int(),
  at: z.string(),
  link: bytes,
  proof: z.strictObject({ by: z.int(), mac: bytes }),
  key: z.strictObject({ by: z.int(), wrapped: bytes }).optional(),
});
export type HeadLine = z.infer<typeof headLine>;

const eventLine = z.strictObject({
  what: z.literal("event"),
  area,
  pk: z.string(),
  sk: z.string(),
  chain: z.string(),
  seq: z.int(),
  at: z.string(),
  commitment: bytes,
  link: bytes,
  content: bytes.optional(),
  erased: z.string().optional(),
});
export type EventLine = z.infer<typeof eventLine>;

const keyLine = z.strictObject({ what: z.literal("key"), area, version: z.int(), wrapped: bytes });
export type KeyLine = z.infer<typeof keyLine>;

const lineSchema = z.discriminatedUnion("what", [
  /** The first line, and the last: a file without them was cut off. */
  z.strictObject({ what: z.literal("export"), at: z.iso.datetime(), areas: z.array(area) }),
  z.strictObject({ what: z.literal("end"), rows: z.int() }),
  keyLine,
  headLine,
  eventLine,
  /** What was read of a chain so far moved meanwhile: it follows anew. */
  z.strictObject({ what: z.literal("again"), area, chain: z.string() }),
  /** A row where one of the audit should be, which is none. */
  z.strictObject({ what: z.literal("odd"), area, pk: z.string(), sk: z.string() }),
]);
export type Line = z.infer<typeof lineSchema>;
export const isRow = ({ what }: Line): boolean => what === "head" || what === "event" || what === "odd";

const inBase64 = (value: Uint8Array): string => Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
export const bytesOf = (text: string): Buffer => Buffer.from(text, "base64");

/** A row of the audit as a line, without what no proof covers. */
export function lineOf(from: KeptArea, row: Record<string, unknown>): Extract<Line, { what: "head" | "event" | "odd" }> {
  const odd = { what: "odd" as const, area: from, pk: String(row.pk), sk: String(row.sk) };
  if (row.sk === chainMark) {
    const { data } = headSchema.safeParse(row);
    if (!data) return odd;
    const { chain, seq, at, link, proof, key } = data;
    const wrapped = key ? { key: { by: key.by, wrapped: inBase64(key.wrapped) } } : {};
    return { what: "head", area: from, pk: odd.pk, chain, seq, at, link: inBase64(link), proof: { by: proof.by, mac: inBase64(proof.mac) }, ...wrapped };
  }
  const { data } = linkRowSchema.safeParse(row);
  if (!data) return odd;
  const { pk, sk, chain, seq, at, commitment, link, content, erased } = data;
  return { what: "event", area: from, pk, sk, chain, seq, at, commitment: inBase64(commitment), link: inBase64(link), ...(content ? { content: inBase64(content) } : {}), ...(erased === undefined ? {} : { erased }) };
}

export const keyLineOf = (from: KeptArea, { version, wrapped }: { version: number; wrapped: Uint8Array }): KeyLine => ({ what: "key", area: from, version, wrapped: inBase64(wrapped) });

/** How every line of an event begins: most lines are one, and not everybody has to read them. */
const eventStart = Buffer.from('{"what":"event"');
const isEvent = (line: Buffer): boolean => line.length >= eventStart.length && line.compare(eventStart, 0, eventStart.length, 0, eventStart.length) === 0;

/** Where the lines of an audit come from; they are gone through twice. */
export type Lines = (which: "all" | "but events") => Iterable<Line>;

/** The lines of a file, however long it is. Throws RangeError, naming the line, for one that is none of ours. */
export const linesIn = (file: string): Lines =>
  function* (which) {
    let number = 0;
    for (const text of textsIn(file)) {
      number += 1;
      if (which === "but events" && isEvent(text)) continue;
      yield parse(text, number);
    }
  };

function parse(text: Buffer, number: number): Line {
  const { data } = lineSchema.safeParse(jsonIn(text.toString("utf8")));
  if (!data) throw new RangeError(`line ${number} is no line of an audit`);
  return data;
}

export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const newLine = 0x0a;
const chunkBytes = 4 << 20;

function* textsIn(file: string): Generator<Buffer> {
  const disk = openSync(file, "r");
  try {
    let rest = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const count = readSync(disk, chunk);
      if (count === 0) break;
      const read = rest.length ? Buffer.concat([rest, chunk.subarray(0, count)]) : chunk.subarray(0, count);
      let from = 0;
      for (let to = read.indexOf(newLine); to >= 0; to = read.indexOf(newLine, from)) {
        yield read.subarray(from, to);
        from = to + 1;
      }
      rest = read.subarray(from);
    }
    if (rest.length) yield rest;
  } finally {
    closeSync(disk);
  }
}
