import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { assetsVersion } from "../../../web/assets-version.ts";

let web: string;
const write = (file: string, content: string) => writeFileSync(join(web, file), content);

beforeEach(() => {
  web = mkdtempSync(join(tmpdir(), "assets-"));
  for (const folder of ["styles", "scripts", "pages"]) mkdirSync(join(web, folder));
});
afterEach(() => rmSync(web, { recursive: true }));

it("is ten hexadecimal digits, also when there is nothing yet", () => {
  expect(assetsVersion(web)).toMatch(/^[0-9a-f]{10}$/);
  expect(assetsVersion(join(web, "missing"))).toBe(assetsVersion(web));
});

it("stays the same for the same files, whatever was written first", () => {
  write("styles/a.css", "a{}");
  write("scripts/b.ts", "b()");
  const first = assetsVersion(web);
  rmSync(join(web, "styles/a.css"));
  write("styles/a.css", "a{}");
  expect(assetsVersion(web)).toBe(first);
});

it("changes with a byte and with a name, and not with a page", () => {
  write("styles/a.css", "a{}");
  const first = assetsVersion(web);
  write("pages/home.tsx", "anything");
  expect(assetsVersion(web)).toBe(first);
  write("styles/a.css", "a{ }");
  const second = assetsVersion(web);
  rmSync(join(web, "styles/a.css"));
  write("styles/b.css", "a{ }");
  expect(new Set([first, second, assetsVersion(web)]).size).toBe(3);
});
