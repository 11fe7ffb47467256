/**
 * Keys in three layers: the root wraps an area's wrapping keys, these wrap one data key a person, and that seals what is known of them.
 * A wrapping key stands beside what it is for, wrapped; each is asked of the root once, and kept in memory.
 *
 * | row                     | what                                                                    |
 * |-------------------------|-------------------------------------------------------------------------|
 * | `KEYS` KEY#<version>    | a wrapping key, wrapped by the root; from when it is used for new people |
 */
import { createHmac, createSecretKey, hkdfSync, randomBytes, timingSafeEqual, type KeyObject } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { decrypt, encrypt } from "./envelope.ts";
import type { RootKey } from "./root-key.ts";
import { rowsOf } from "./table.ts";

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
/** A data key as it stands in a row: wrapped, and by which wrapping key. */
export const wrappedKeySchema = z.object({ by: z.int(), wrapped: bytesSchema });
export type WrappedKey = z.infer<typeof wrappedKeySchema>;
/** What proves that one of ours wrote something: made with the wrapping key of that version. */
export const proofSchema = z.object({ by: z.int(), mac: bytesSchema });
export type Proof = z.infer<typeof proofSchema>;

/** One person's key, opened: `seal` for what is known of them, `commit` for what the audit says of it without telling. */
export type DataKey = { wrapped: WrappedKey; seal: KeyObject; commit: KeyObject };

const keyRow = z.object({ sk: z.string(), wrapped: bytesSchema, from: z.iso.datetime() });
const keysKey = "KEYS";
const keyMark = "KEY#";
/** Which areas keep keys: the names stay when tables are restored under others. */
export const keptAreas = ["registrations", "hotline", "staff"] as const;
export type KeptArea = (typeof keptAreas)[number];

/** A new wrapping key is used for new people only after every running function has had the time to learn of it. */
export const learnedAfterMs = 20 * 60_000;
const lookedUpEveryMs = 10 * 60_000;

/** As objects: with the bytes of a key, each use of it takes Node 24 five times as long. */
const derived = (key: KeyObject, purpose: string): KeyObject => createSecretKey(Buffer.from(hkdfSync("sha256", key, "duong-ve", purpose, 32)));

/** The wrapping keys of an area, opened. Throws `KeyUnknown` for one that it does not have. */
export function createKeyRing(area: KeptArea, keys: ReadonlyMap<number, Buffer>, current: number) {
  const objects = new Map([...keys].map(([by, bytes]) => [by, createSecretKey(bytes)]));
  const wrapping = (by: number): KeyObject => {
    const key = objects.get(by);
    if (!key) throw new KeyUnknown(`${area} has no wrapping key ${by}`);
    return key;
  };
  const contextOf = (by: number): Buffer => Buffer.from(`duong-ve data key|${area}|${by}`);
  const proofKeys = new Map<number, KeyObject>();
  const proofKey = (by: number): KeyObject => {
    const key = proofKeys.get(by) ?? derived(wrapping(by), "audit head");
    proofKeys.set(by, key);
    return key;
  };
  const wrap = (bytes: Buffer): WrappedKey => ({ by: current, wrapped: encrypt(wrapping(current), contextOf(current), bytes) });
  const unwrap = ({ by, wrapped }: WrappedKey): Buffer => decrypt(wrapping(by), contextOf(by), wrapped);
  const dataKey = (bytes: Buffer, wrapped: WrappedKey): DataKey => {
    const key = createSecretKey(bytes);
    return { wrapped, seal: derived(key, "seal"), commit: derived(key, "commit") };
  };

  return {
    current,
    /** A key for somebody who had none. */
    fresh(): DataKey {
      const bytes = randomBytes(32);
      return dataKey(bytes, wrap(bytes));
    },
    open: (wrapped: WrappedKey): DataKey => dataKey(unwrap(wrapped), wrapped),
    /** The same key under the newest wrapping key. */
    rewrap: (wrapped: WrappedKey): WrappedKey => wrap(unwrap(wrapped)),
    prove: (text: Buffer): Proof => ({ by: current, mac: createHmac("sha256", proofKey(current)).update(text).digest() }),
    proves({ by, mac }: Proof, text: Buffer): boolean {
      const wanted = createHmac("sha256", proofKey(by)).update(text).digest();
      return mac.length === wanted.length && timingSafeEqual(mac, wanted);
    },
  };
}
export type KeyRing = ReturnType<typeof createKeyRing>;

export class KeyUnknown extends Error {
  override readonly name = "KeyUnknown";
}

/** Opens what is sealed; by its clock, what has had its time is not shown any more. */
export type Keeper = { ring: () => Promise<KeyRing>; now: () => Date };

/** What every function that opens what is sealed reads from its environment: whose key wraps the wrapping keys, see root-key.ts. */
export const rootKeyShape = z.string().regex(/^(kms|file):.+$/);

/** For whoever uses a store and opens nothing. */
export const noKeeper: Keeper = { ring: () => Promise.reject(new KeyUnknown("nothing is opened here")), now: () => new Date() };

/** Keeps the wrapping keys of one area's table at hand. */
export function createKeeper(client: DynamoDBDocumentClient, TableName: string, { area, root, now }: { area: KeptArea; root: RootKey; now: () => Date }): Keeper {
  const opened = new Map<number, Promise<Buffer>>();
  let known: { ring: Promise<KeyRing>; at: number } | undefined;

  const lookUp = async (): Promise<KeyRing> => {
    const rows = await readKeys(client, TableName);
    const keys = await Promise.all(
      rows.map(async ({ version, wrapped }): Promise<[number, Buffer]> => {
        const key = opened.get(version) ?? root.unwrap(wrapped, contextFor(area, version));
        opened.set(version, key);
        key.catch(() => opened.delete(version));
        return [version, await key];
      }),
    );
    const inUse = rows.findLast(({ from }) => from <= now().toISOString()) ?? rows[0];
    if (!inUse) throw new KeyUnknown(`${area} has no wrapping key yet: npm run keys -- add`);
    return createKeyRing(area, new Map(keys), inUse.version);
  };

  return {
    now,
    ring: () => {
      const at = now().getTime();
      if (known && Math.abs(at - known.at) < lookedUpEveryMs) return known.ring;
      const ring = lookUp();
      known = { ring, at };
      ring.catch(() => (known = undefined));
      return ring;
    },
  };
}

/** Which wrapping key the root is asked for. */
export const contextFor = (area: KeptArea, version: number) => ({ service: "duong-ve", area, version: String(version) });

type KeyRow = { version: number; wrapped: Uint8Array; from: string };

/** The wrapping keys of a table, oldest first, as they stand there. */
export async function readKeys(client: DynamoDBDocumentClient, TableName: string): Promise<KeyRow[]> {
  const rows = await rowsOf(client, { TableName, KeyConditionExpression: "pk = :pk AND begins_with(sk, :key)", ExpressionAttributeValues: { ":pk": keysKey, ":key": keyMark }, ConsistentRead: true });
  return keyRow.array().parse(rows).map(({ sk, wrapped, from }) => ({ version: Number(sk.slice(keyMark.length)), wrapped, from }));
}

/**
 * Adds a wrapping key to a table, the first or a newer one; false when somebody else has just added it. The first is used at once, each further one
 * from `learnedAfterMs` on. No function may do this: it is an operator's command (npm run keys), and what a local service does at its first start.
 */
export async function addKey(client: DynamoDBDocumentClient, TableName: string, { area, root, now }: { area: KeptArea; root: RootKey; now: Date }): Promise<boolean> {
  const version = ((await readKeys(client, TableName)).at(-1)?.version ?? 0) + 1;
  const from = new Date(now.getTime() + (version === 1 ? 0 : learnedAfterMs)).toISOString();
  const wrapped = await root.wrap(randomBytes(32), contextFor(area, version));
  try {
    await client.send(new PutCommand({ TableName, Item: { pk: keysKey, sk: `${keyMark}${String(version).padStart(6, "0")}`, wrapped, from }, ConditionExpression: "attribute_not_exists(pk)" }));
    return true;
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return false;
    throw thrown;
  }
}
