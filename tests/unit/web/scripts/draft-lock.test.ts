import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { ivBytes, keyFrom, lock, plainCode, saltBytes, unlock } from "../../../../web/scripts/draft-lock.ts";

const counting = (from: number, count: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: count }, (_, index) => from + index);
const salt = counting(0, saltBytes);
const iv = counting(saltBytes, ivBytes);
const until = "mwwca8dw";
const json = '{"a":"Đường"}';
const locked = async (text: string): Promise<string> => lock({ key: await keyFrom("hoamai7", salt), salt }, iv, text, until);
const flipped = (record: string, at: number): string => {
  const bytes = Buffer.from(record, "base64");
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString("base64");
};

test("a draft is locked as Python's hashlib and cryptography lock it: PBKDF2-HMAC-SHA-256 with 600,000 rounds, AES-256-GCM", async () => {
  const record = await locked(json);
  expect(record.slice(0, 48)).toBe("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaG31VwQMkWgWp");
  expect(createHash("sha256").update(record).digest("hex")).toBe("4a5af424e1c5209733f134d3251302abd49e77cb73214fcd5c34321d69740e21");
});

test("the code opens it however it is capitalised and spaced; another code, another end or one altered byte does not", async () => {
  const record = await locked(json);
  expect(JSON.parse((await unlock(" Hoa Mai 7 ", record, until))?.json ?? "")).toEqual({ a: "Đường" });
  expect(await unlock("hoamai8", record, until)).toBeNull();
  expect(await unlock("hoamai7", record, "mwwca8dx")).toBeNull();
  for (const at of [0, saltBytes, saltBytes + ivBytes, Buffer.from(record, "base64").length - 1]) expect(await unlock("hoamai7", flipped(record, at), until), String(at)).toBeNull();
});

test("its length does not tell how much was answered, and no word of it can be read", async () => {
  const [short, long] = [await locked("{}"), await locked(JSON.stringify({ fields: "Trần Thị Ví Dụ ".repeat(300) }))];
  expect(long.length).toBe(short.length);
  expect(Buffer.from(long, "base64").includes("fields")).toBe(false);
});

test("a keyboard may compose marks either way", () => {
  expect(plainCode("Nắng  Mai".normalize("NFD"))).toBe("nắngmai".normalize("NFC"));
});
