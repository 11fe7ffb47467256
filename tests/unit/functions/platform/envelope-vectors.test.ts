import { describe, expect, test } from "vitest";
import { decrypt, encrypt } from "../../../../functions/platform/envelope.ts";
import vectors from "./gcm-vectors.json" with { type: "json" };

const bytes = (hex: string): Buffer => Buffer.from(hex, "hex");
/** As `encrypt` writes it: nonce, tag, ciphertext. */
const sealed = ({ iv, tag, ct }: { iv: string; tag: string; ct: string }): Buffer => bytes(iv + tag + ct);

describe("the published vectors of AES-256-GCM", () => {
  test.each(vectors.valid)("$of: seals to the bytes it names and opens again", (vector) => {
    const { key, aad, msg, iv } = vector;
    expect(encrypt(bytes(key), bytes(aad), bytes(msg), bytes(iv)).toString("hex")).toBe(sealed(vector).toString("hex"));
    expect(decrypt(bytes(key), bytes(aad), sealed(vector)).toString("hex")).toBe(msg);
  });

  test.each(vectors.valid)("$of: opens for no other context, key or nonce", (vector) => {
    const { key, aad } = vector;
    const flipped = (of: Buffer): Buffer => Buffer.from(of.map((byte, at) => (at === 0 ? byte ^ 1 : byte)));
    expect(() => decrypt(bytes(key), bytes(`${aad}00`), sealed(vector))).toThrow();
    expect(() => decrypt(flipped(bytes(key)), bytes(aad), sealed(vector))).toThrow();
    expect(() => decrypt(bytes(key), bytes(aad), flipped(sealed(vector)))).toThrow();
  });

  const { forged } = vectors;
  test.each(forged.tags)("refuses the forged tag %s", (tag) => {
    expect(() => decrypt(bytes(forged.key), bytes(forged.aad), sealed({ ...forged, tag }))).toThrow();
  });

  test("the forged tags belong to a text that opens with the right one", () => {
    const right = encrypt(bytes(forged.key), bytes(forged.aad), bytes(forged.msg), bytes(forged.iv));
    expect(right.subarray(28).toString("hex")).toBe(forged.ct);
    expect(decrypt(bytes(forged.key), bytes(forged.aad), right).toString("hex")).toBe(forged.msg);
  });
});
