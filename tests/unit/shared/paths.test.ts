import { expect, test } from "vitest";
import { lookupPath, lookupPaths, pageNames, pagePath, showStepPath, stepPath } from "../../../shared/paths.ts";

test("every page has an address of its own in each language", () => {
  const all = pageNames.flatMap((page) => [pagePath("vi", page), pagePath("en", page)]);
  expect(new Set(all).size).toBe(all.length);
});

test("English lives under /en, Vietnamese at the root", () => {
  expect(pagePath("vi", "home")).toBe("/");
  expect(pagePath("en", "home")).toBe("/en");
  expect(pagePath("vi", "register")).toBe("/dang-ky");
  expect(pagePath("en", "register")).toBe("/en/dang-ky");
});

test("a step is answered at its own address and shown at another", () => {
  expect(stepPath("vi", "quan-he")).toBe("/dang-ky/quan-he");
  expect(showStepPath("en", "quan-he")).toBe("/en/dang-ky/quan-he/xem");
});

test("no address says what the service is about", () => {
  const all = [...pageNames.map((page) => pagePath("vi", page)), ...Object.keys(lookupPaths).map((action) => lookupPath("vi", action as keyof typeof lookupPaths))];
  for (const path of all) expect(path).not.toMatch(/cai|nghien|ma-?tuy|dieu-tri|cong-an|drug|treat/);
});
