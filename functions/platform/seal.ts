import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/**
 * Seals small values that leave this service and come back (the answers between two pages, a status token),
 * and hashes what must be found or compared but not read. AES-256-GCM; one key per purpose, derived from the secret by HKDF.
 */
export type Seal = {
  /** `purpose` is bound to the value: sealed for one, it opens for no other. */
  close: (purpose: string, value: unknown, expiresAt: Date) => string;
  /** The value; null when it was altered, was sealed for another purpose or has expired. */
  open: (purpose: string, sealed: string, now: Date) => unknown;
  hash: (purpose: string, text: string) => string;
};

const version = "1";
const shape = /^1\.([\w-]+)$/;
const ivLength = 12;
const tagLength = 16;

export function createSeal(secret: string): Seal {
  const derived = new Map<string, Buffer>();
  const key = (purpose: string): Buffer => {
    const found = derived.get(purpose) ?? Buffer.from(hkdfSync("sha256", secret, "duong-ve", purpose, 32));
    derived.set(purpose, found);
    return found;
  };
  return {
    close: (purpose, value, expiresAt) => {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv("aes-256-gcm", key(purpose), iv).setAAD(Buffer.from(version));
      const body = Buffer.concat([cipher.update(JSON.stringify([expiresAt.getTime(), value]), "utf8"), cipher.final()]);
      return `${version}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    open: (purpose, sealed, now) => {
      const payload = shape.exec(sealed)?.[1];
      const bytes = Buffer.from(payload ?? "", "base64url");
      if (bytes.length <= ivLength + tagLength) return null;
      const decipher = createDecipheriv("aes-256-gcm", key(purpose), bytes.subarray(0, ivLength), { authTagLength: tagLength })
        .setAAD(Buffer.from(version))
        .setAuthTag(bytes.subarray(ivLength, ivLength + tagLength));
      const text = opened(decipher, bytes.subarray(ivLength + tagLength));
      if (text === null) return null;
      const [expiresAt, value] = JSON.parse(text);
      return now.getTime() < expiresAt ? value : null;
    },
    hash: (purpose, text) => createHmac("sha256", key(purpose)).update(text).digest("base64url"),
  };
}

function opened(decipher: { update: (bytes: Buffer) => Buffer; final: () => Buffer }, body: Buffer): string | null {
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
