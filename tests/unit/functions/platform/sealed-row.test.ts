import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jsonValue, property } from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createKeyRing } from "../../../../functions/platform/keeper.ts";
import { keyInFile, rootKeyOf } from "../../../../functions/platform/root-key.ts";
import { closeFields, closeValue, openFields, openValue } from "../../../../functions/platform/sealed-row.ts";
import { holds } from "../../support/property.ts";

const ringOf = (area: "registrations" | "hotline", fill: string, current = 1) =>
  createKeyRing(area, new Map([1, current].map((version) => [version, keyFrom(`${fill} ${version}`)])), current);
const keyFrom = (fill: string) => keyInFile(writtenKey(fill));
const folder = mkdtempSync(join(tmpdir(), "duong-ve-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function writtenKey(fill: string): string {
  const file = join(folder, encodeURIComponent(fill));
  writeFileSync(file, Buffer.alloc(32, fill).toString("base64url"), { mode: 0o600 });
  return file;
}

const row = { pk: "APPLICATION#ABCD2345", sk: "APPLICATION" };

describe("a sealed value", () => {
  const ring = ringOf("registrations", "one");
  const key = ring.fresh();

  test("opens where it was sealed, and says nothing of what it holds", () => {
    holds(property(jsonValue(), (value) => {
      const sealed = closeValue("registrations", key, row, "note", value);
      expect(openValue("registrations", ring.open(key.wrapped), row, "note", sealed)).toEqual(JSON.parse(JSON.stringify(value)));
    }));
    expect(Buffer.from(closeValue("registrations", key, row, "note", "Nguyễn Văn Thí Dụ")).toString("utf8")).not.toContain("Nguyễn");
  });

  test.each([
    ["another row", () => openValue("registrations", key, { ...row, pk: "APPLICATION#ABCD2346" }, "note", sealed())],
    ["another kind of row", () => openValue("registrations", key, { ...row, sk: "HISTORY" }, "note", sealed())],
    ["another field", () => openValue("registrations", key, row, "reach", sealed())],
    ["another table", () => openValue("hotline", key, row, "note", sealed())],
    ["another person's key", () => openValue("registrations", ring.fresh(), row, "note", sealed())],
    ["no seal at all", () => openValue("registrations", key, row, "note", "as it is")],
  ])("does not open with %s", (_what, open) => {
    expect(open).toThrow();
  });
  const sealed = () => closeValue("registrations", key, row, "note", { said: "thí dụ" });

  test("with any bit changed does not open", () => {
    const whole = sealed();
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Uint8Array.from(whole, (byte, n) => (n === at ? byte ^ 1 : byte));
      expect(() => openValue("registrations", key, row, "note", changed)).toThrow();
    }
  });

  test("stands beside fields that are as they were; what is not there stays away", () => {
    const item = { ...row, state: "submitted", note: "thí dụ" };
    const closed = closeFields("registrations", key, row, item, ["note", "reach"]);
    expect(Object.keys(closed)).toEqual(Object.keys(item));
    expect(openFields("registrations", key, row, closed, ["note", "reach"])).toEqual(item);
  });
});

describe("a person's key", () => {
  test("opens under the wrapping key it was wrapped by, also when there is a newer one, and under no other area's", () => {
    const [old, newer] = [ringOf("registrations", "one"), ringOf("registrations", "one", 2)];
    const key = old.fresh();
    const sealed = closeValue("registrations", key, row, "note", 1);
    for (const wrapped of [key.wrapped, newer.rewrap(key.wrapped)]) expect(openValue("registrations", newer.open(wrapped), row, "note", sealed)).toBe(1);
    expect(newer.rewrap(key.wrapped).by).toBe(2);
    expect(() => ringOf("hotline", "one").open(key.wrapped)).toThrow();
    expect(() => ringOf("registrations", "another").open(key.wrapped)).toThrow();
    expect(() => old.open({ ...key.wrapped, by: 9 })).toThrow(/no wrapping key 9/);
  });
});

describe("the key of one machine", () => {
  test("is made once, whole, and readable by its owner only", () => {
    const file = join(folder, "root.key");
    const first = keyInFile(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const written = readFileSync(file, "utf8");
    expect(keyInFile(file)).toEqual(first);
    expect(readFileSync(file, "utf8")).toBe(written);
  });

  test("that is damaged is not made anew: nothing that was stored would open", () => {
    const file = join(folder, "damaged.key");
    writeFileSync(file, "too short");
    expect(() => keyInFile(file)).toThrow(/holds no key/);
    expect(readFileSync(file, "utf8")).toBe("too short");
  });

  test.each(["", "file:", "kms:", "ssm:/duong-ve/key"])("a root key is not named %o", (named) => {
    expect(() => rootKeyOf(named)).toThrow(/a root key is/);
  });
});
