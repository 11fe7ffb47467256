/**
 * Where all chains of an area ended at a moment, in one line that leaves the table: a chain that is later replaced by an older one, or taken away, is
 * whole in itself, and shows only here. Anchors are chained to each other.
 */
import { createHash } from "node:crypto";
import * as z from "zod";
import { keptAreas, type KeptArea } from "./keeper.ts";

/** A line for every area and night. `buckets`: a digest for each part of its chains, to find where two anchors differ; `before`: the digest of the night before; the log leaves out what is empty. */
export const anchorSchema = z.object({ area: z.enum(keptAreas), moment: z.iso.datetime(), people: z.int(), events: z.int(), buckets: z.base64(), before: z.string().default(""), digest: z.string() });
export type Anchor = z.infer<typeof anchorSchema>;

/** The last event of a chain that counts; `link` in base64. */
export type End = { chain: string; seq: number; link: string };

/** Machines' clocks differ by seconds, and an event is written some seconds after its moment: an anchor looks so far back from when it is made. */
export const anchorReachesBackMs = 15 * 60_000;

const bucketCount = 1_024;
const digestBytes = 12;
export const bucketOf = (chain: string): number => Buffer.from(chain.slice(0, 4), "base64url").readUInt16BE() % bucketCount;

/** The anchor of these ends, whatever their order; one that was read twice counts once. `before`: the digest of the anchor before, "" for the first. */
export function anchorOf(area: KeptArea, moment: string, read: readonly End[], before: string): Anchor {
  const ends = [...new Map(read.map((end) => [end.chain, end])).values()].toSorted((a, b) => (a.chain < b.chain ? -1 : 1));
  const texts = Array.from({ length: bucketCount }, (): string[] => []);
  for (const { chain, seq, link } of ends) texts[bucketOf(chain)]?.push(`${chain}|${seq}|${link}`);
  const buckets = Buffer.concat(texts.map((lines) => createHash("sha256").update(lines.join("\n")).digest().subarray(0, digestBytes))).toString("base64");
  const anchor = { area, moment, people: ends.length, events: ends.reduce((sum, { seq }) => sum + seq, 0), buckets, before };
  return { ...anchor, digest: anchorDigest(anchor) };
}

/** What an anchor's own digest must be. */
export const anchorDigest = ({ area, moment, people, events, buckets, before }: Omit<Anchor, "digest">): string =>
  createHash("sha256").update(`duong-ve anchor 1|${before}|${area}|${moment}|${people}|${events}|${buckets}`).digest("base64url");

/** The buckets in which two anchors of the same moment differ. */
export function differingBuckets(one: Pick<Anchor, "buckets">, other: Pick<Anchor, "buckets">): number[] {
  const [a, b] = [Buffer.from(one.buckets, "base64"), Buffer.from(other.buckets, "base64")];
  const part = (bytes: Buffer, n: number) => bytes.subarray(n * digestBytes, (n + 1) * digestBytes);
  return Array.from({ length: bucketCount }, (_, n) => n).filter((n) => !part(a, n).equals(part(b, n)));
}
