import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { DecryptCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { decrypt, encrypt } from "./envelope.ts";

/** What wraps the wrapping keys, and nothing else: it never leaves its place. `context` says which key it is, and is bound to it. */
export type RootKey = {
  wrap: (key: Buffer, context: Record<string, string>) => Promise<Uint8Array>;
  unwrap: (wrapped: Uint8Array, context: Record<string, string>) => Promise<Buffer>;
};

const keyLength = 32;
const contextBytes = (context: Record<string, string>): Buffer => Buffer.from(JSON.stringify(Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1))));

/** The root of one machine. */
export const localRootKey = (bytes: Buffer): RootKey => ({
  wrap: async (key, context) => encrypt(bytes, contextBytes(context), key),
  unwrap: async (wrapped, context) => decrypt(bytes, contextBytes(context), wrapped),
});

/** A key in KMS, one for each area: every use of it stands in CloudTrail, and it refuses whoever does not read the area's wrapping keys (infra/kinds/area-table.ts). */
function kmsRootKey(keyId: string): RootKey {
  // The key's own region: an operator's machine may be set to another.
  const [, , , region] = keyId.split(":");
  const client = new KMSClient({ maxAttempts: 4, ...(region ? { region } : {}) });
  return {
    wrap: async (key, context) => present((await client.send(new EncryptCommand({ KeyId: keyId, Plaintext: key, EncryptionContext: context }))).CiphertextBlob),
    unwrap: async (wrapped, context) => Buffer.from(present((await client.send(new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: context }))).Plaintext)),
  };
}

function present(bytes: Uint8Array | undefined): Uint8Array {
  if (!bytes) throw new TypeError("KMS answered without bytes");
  return bytes;
}

/** The key in a file, made on first use and readable by its owner only. Throws when the file holds none. */
export function keyInFile(file: string): Buffer {
  if (!existsSync(file)) makeOnce(file);
  const key = Buffer.from(readFileSync(file, "utf8").trim(), "base64url");
  if (key.length !== keyLength) throw new RangeError(`${file} holds no key`);
  return key;
}

/** Whole or not at all, and never over one that is there: without it nothing that was stored opens any more. */
function makeOnce(file: string): void {
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, randomBytes(keyLength).toString("base64url"), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
    chmodSync(file, 0o600);
  } catch (thrown) {
    if (!existsSync(file)) throw thrown;
  } finally {
    rmSync(draft);
  }
}

/** `kms:<arn of a key>` in the cloud, `file:<path>` on one machine. */
export function rootKeyOf(named: string): RootKey {
  const [kind, ...rest] = named.split(":");
  const where = rest.join(":");
  if (kind === "kms" && where) return kmsRootKey(where);
  if (kind === "file" && where) return localRootKey(keyInFile(where));
  throw new RangeError("a root key is kms:<arn> or file:<path>");
}
