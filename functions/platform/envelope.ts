import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from "node:crypto";

const ivLength = 12;
const tagLength = 16;

/** AES-256-GCM: nonce, tag and ciphertext in one piece. Whoever opens it must name the same `context`. */
export function encrypt(key: Buffer | KeyObject, context: Buffer, plain: Buffer, iv: Buffer = randomBytes(ivLength)): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagLength }).setAAD(context);
  const body = [cipher.update(plain), cipher.final()];
  return Buffer.concat([iv, cipher.getAuthTag(), ...body]);
}

/** What was sealed. Throws when it was altered, or sealed under another key or for another context. */
export function decrypt(key: Buffer | KeyObject, context: Buffer, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < ivLength + tagLength) throw new RangeError("too short to be sealed");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, ivLength), { authTagLength: tagLength })
    .setAAD(context)
    .setAuthTag(bytes.subarray(ivLength, ivLength + tagLength));
  return Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]);
}
