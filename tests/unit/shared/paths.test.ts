import { expect, test } from "vitest";
import { callbackCheckSlug, callbackSteps, callbackSubmitSlug } from "../../../shared/hotline/steps.ts";
import { appointmentActs, appointmentPath, callbackPath, lookupPath, lookupPaths, pageNames, pagePath, showStepPath, stepPath } from "../../../shared/paths.ts";

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
  const acts = Object.keys(appointmentActs) as (keyof typeof appointmentActs)[];
  const all = [
    ...pageNames.map((page) => pagePath("vi", page)),
    ...Object.keys(lookupPaths).map((action) => lookupPath("vi", action as keyof typeof lookupPaths)),
    ...[...callbackSteps.map(({ slug }) => slug), callbackCheckSlug, callbackSubmitSlug].map((slug) => callbackPath("vi", slug)),
    ...acts.map((act) => appointmentPath("vi", "token", act)),
  ];
  for (const path of all) expect(path).not.toMatch(/cai|nghien|ma-?tuy|dieu-tri|cong-an|drug|treat/);
});
