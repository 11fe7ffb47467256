// A draft under a code: PBKDF2-HMAC-SHA-256 makes the key, AES-256-GCM locks. Only what browsers bring.

/** As OWASP's sheet on storing passwords asks: 0.1 s where the processor knows SHA-256, 0.2 s where not, and some 2 s on a phone ten times slower. */
const iterations = 600_000;
export const saltBytes = 16;
export const ivBytes = 12;
/** A record's length tells at most how many of these it fills. */
const block = 16_384;

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
const asText = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};
const asBytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** A code as it counts: capitals, spaces and how a keyboard composes marks do not. */
export const plainCode = (typed: string): string => typed.normalize("NFC").toLowerCase().replace(/\s+/g, "");

export const keyFrom = async (code: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> => {
  const base = await crypto.subtle.importKey("raw", utf8(plainCode(code)), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};

export type Key = { key: CryptoKey; salt: Uint8Array<ArrayBuffer> };

/** `bound` stands beside the record in the clear and cannot be changed there. JSON only: spaces fill the last block. */
export const lock = async ({ key, salt }: Key, iv: Uint8Array<ArrayBuffer>, json: string, bound: string): Promise<string> => {
  const text = utf8(json);
  const filled = new Uint8Array(Math.ceil(text.length / block) * block).fill(32);
  filled.set(text);
  const locked = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(bound) }, key, filled));
  const record = new Uint8Array(saltBytes + ivBytes + locked.length);
  record.set(salt);
  record.set(iv, saltBytes);
  record.set(locked, saltBytes + ivBytes);
  return asText(record);
};

/** Null when the code is another one, or anything was altered. */
export const unlock = async (code: string, record: string, bound: string): Promise<(Key & { json: string }) | null> => {
  const bytes = asBytes(record);
  const salt = bytes.slice(0, saltBytes);
  const iv = bytes.slice(saltBytes, saltBytes + ivBytes);
  const key = await keyFrom(code, salt);
  try {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8(bound) }, key, bytes.slice(saltBytes + ivBytes));
    return { key, salt, json: new TextDecoder().decode(text) };
  } catch {
    return null;
  }
};
