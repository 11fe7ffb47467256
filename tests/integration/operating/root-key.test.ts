import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { rootKeyOf } from "../../../functions/platform/root-key.ts";
import { startAws } from "../../support/aws-server.ts";
import { createKms } from "../../support/kms-server.ts";

const arn = (name: string): string => `arn:aws:kms:ap-southeast-1:333333333333:key/${name}`;
const key = Buffer.alloc(32, "a wrapping key");
const context = { service: "duong-ve", area: "hotline", version: "1" };
/** The same said in another order is the same. */
const turned = { version: "1", area: "hotline", service: "duong-ve" };
const others = [
  { ...context, area: "registrations" },
  { ...context, version: "2" },
  { ...context, more: "" },
  { service: "duong-ve", area: "hotline" },
  {},
];

const kms = createKms(arn("hotline"), arn("registrations"));
let aws: Awaited<ReturnType<typeof startAws>>;
const before = { ...process.env };
beforeAll(async () => {
  aws = await startAws(kms.answers);
  // Where the machine's own settings point is not asked.
  Object.assign(process.env, { AWS_ENDPOINT_URL_KMS: aws.url, AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local", AWS_REGION: "eu-west-1" });
});
afterAll(async () => {
  process.env = before;
  await aws.stop();
});
beforeEach(() => {
  kms.refuse(null);
  aws.asked.length = 0;
});

describe("a root key in KMS", () => {
  test("wraps what only it opens, for the same context, and is told which key, context and bytes, and nothing else", async () => {
    const root = rootKeyOf(`kms:${arn("hotline")}`);
    const wrapped = await root.wrap(key, context);
    expect(Buffer.from(wrapped).includes(key)).toBe(false);
    expect([await root.unwrap(wrapped, context), await root.unwrap(wrapped, turned)]).toEqual([key, key]);
    expect(aws.asked.map(({ name, input }) => [name, Object.keys(input).toSorted(), input.KeyId, input.EncryptionContext])).toEqual([
      ["Encrypt", ["EncryptionContext", "KeyId", "Plaintext"], arn("hotline"), context],
      ["Decrypt", ["CiphertextBlob", "EncryptionContext", "KeyId"], arn("hotline"), context],
      ["Decrypt", ["CiphertextBlob", "EncryptionContext", "KeyId"], arn("hotline"), turned],
    ]);
  });

  test.each(others)("does not open for %o", async (other) => {
    const root = rootKeyOf(`kms:${arn("hotline")}`);
    const wrapped = await root.wrap(key, context);
    await expect(root.unwrap(wrapped, other as typeof context)).rejects.toMatchObject({ name: "InvalidCiphertextException" });
  });

  test("does not open what another wrapped, nor what was altered", async () => {
    const [hotline, registrations] = [rootKeyOf(`kms:${arn("hotline")}`), rootKeyOf(`kms:${arn("registrations")}`)];
    const wrapped = await hotline.wrap(key, context);
    await expect(registrations.unwrap(wrapped, context)).rejects.toMatchObject({ name: "InvalidCiphertextException" });
    await expect(hotline.unwrap(wrapped.map((byte, at) => (at === 20 ? byte ^ 1 : byte)), context)).rejects.toMatchObject({ name: "InvalidCiphertextException" });
  });

  test.each(["AccessDeniedException", "DisabledException", "KMSInvalidStateException"] as const)("that refuses (%s) is no key", async (refusal) => {
    const root = rootKeyOf(`kms:${arn("hotline")}`);
    const wrapped = await root.wrap(key, context);
    kms.refuse(refusal);
    await expect(root.unwrap(wrapped, context)).rejects.toMatchObject({ name: refusal });
    await expect(root.wrap(key, context)).rejects.toMatchObject({ name: refusal });
  });
});

describe("a root key in a file", () => {
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), "duong-ve-root-"));
    onTestFinished(() => rmSync(made, { recursive: true }));
    return made;
  };

  test("is made once, for its owner's eyes, and opens after a restart, for the same context only", async () => {
    const file = join(folder(), "root.key");
    const wrapped = await rootKeyOf(`file:${file}`).wrap(key, context);
    const [made, mode] = [readFileSync(file, "utf8"), statSync(file).mode & 0o777];
    expect(mode).toBe(0o600);
    const again = rootKeyOf(`file:${file}`);
    expect([await again.unwrap(wrapped, context), await again.unwrap(wrapped, turned)]).toEqual([key, key]);
    for (const other of others) await expect(again.unwrap(wrapped, other as typeof context)).rejects.toThrow();
    expect(readFileSync(file, "utf8")).toBe(made);
  });

  test.each(["", "short", Buffer.alloc(31, 1).toString("base64url"), Buffer.alloc(33, 1).toString("base64url")])("that is damaged (%j) is no key, and is left as it is", (damaged) => {
    const file = join(folder(), "root.key");
    writeFileSync(file, damaged);
    expect(() => rootKeyOf(`file:${file}`)).toThrow("holds no key");
    expect(readFileSync(file, "utf8")).toBe(damaged);
  });
});

test.each(["", "kms", "kms:", "file:", "other:one"])("%j names no root key", (named) => {
  expect(() => rootKeyOf(named)).toThrow("a root key is kms:<arn> or file:<path>");
});
