import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepRows, keptRows } from "../../support/kept-rows.ts";
import { motherForSon, testPhone } from "../../support/people.ts";
import { scanRows } from "../../support/row-scan.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "duong-ve-rows-"));
  vi.stubEnv(keptRows.folder, folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const { person, applicant } = motherForSon();
const found = (row: unknown) => {
  keepRows("table KIND", [row]);
  return scanRows(folder, false).faults.map(({ where, kinds }) => `${where}: ${kinds.join()}`);
};

test.each([
  ["a name", { pk: "APPLICATION#1", sk: "APPLICATION", deep: [{ name: person.fullName }] }, "a name"],
  ["a name without its marks", { told: person.fullName.normalize("NFD").replaceAll(/\p{M}/gu, "") }, "a name"],
  ["a phone as people write it", { told: `gọi ${testPhone(12)} nhé` }, "a phone"],
  ["a phone in a key", { pk: `PHONE#+84900000012`, sk: "PHONE" }, "a phone"],
  ["the number of a paper", { told: [applicant?.identity.number] }, "a paper's number"],
])("%s in the clear is found, and where it stood", (_what, row, kind) => {
  expect(found(row)).toEqual([`table KIND: ${kind}`]);
});

test("what is sealed, hashed, dated or named after an office is nobody", () => {
  expect(found({ pk: "CALLER#5f0b0c9d8e7f6a5b4c3d2e1f", at: "2026-11-22T01:00:00.000Z", sealed: Buffer.from(person.fullName), office: { name: "Công an phường Ba Đình, thành phố Hà Nội" } })).toEqual([]);
});

test("a whole run that kept next to nothing has shown nothing", () => {
  keepRows("table KIND", [{ told: "submitted" }]);
  expect(scanRows(folder, true).missing).toEqual(["3000 texts of tables"]);
});
