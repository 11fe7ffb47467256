import { describe, expect, test } from "vitest";
import { reachedFrom, sourcesOf, type Source } from "./sources.ts";

const everywhere = sourcesOf("functions", "shared", "web");
const within = (...prefixes: string[]): Source[] => everywhere.filter(({ file }) => prefixes.some((prefix) => file.startsWith(prefix)));

/** What belongs to one side of the wall. Pages are of the side whose forms they show. */
const sides = {
  hotline: ["functions/hotline/", "shared/hotline/", "web/pages/callback", "web/pages/appointment", "web/pages/desk/hotline", "web/components/hotline", "web/components/slot-picker"],
  registration: ["functions/registration/", "shared/registration/", "web/pages/register", "web/pages/receipt", "web/pages/lookup"],
} as const;
const isOf = (side: keyof typeof sides, file: string): boolean => sides[side].some((prefix) => file.startsWith(prefix));

/** Each import across, as "from → to". */
const crossings = (from: keyof typeof sides, to: keyof typeof sides): string[] =>
  within(...sides[from]).flatMap(({ file, imports }) => imports.filter((imported) => isOf(to, imported)).map((imported) => `${file} → ${imported}`));

test("both sides are there", () => {
  expect(within(...sides.hotline).length).toBeGreaterThan(20);
  expect(within(...sides.registration).length).toBeGreaterThan(10);
});

describe("the wall between “I need to talk” and “I register”", () => {
  test("the hotline imports nothing of registration", () => {
    expect(crossings("hotline", "registration")).toEqual([]);
  });

  test("registration imports nothing of the hotline", () => {
    expect(crossings("registration", "hotline")).toEqual([]);
  });

  test.each([
    ["hotline", "registration"],
    ["registration", "hotline"],
  ] as const)("no way through others' code leads from %s to %s", (from, to) => {
    const code = within("functions/", "shared/");
    const ways = code.filter(({ file }) => isOf(from, file)).flatMap(({ file }) => [...reachedFrom(code, file)].filter(([reached]) => isOf(to, reached)).map(([, way]) => way));
    expect(ways).toEqual([]);
  });

  test("what both share belongs to neither", () => {
    const common = within("shared/", "functions/platform/", "functions/messages/", "functions/staff/").filter(({ file }) => !isOf("hotline", file) && !isOf("registration", file));
    const leaning = common.flatMap(({ file, imports }) => imports.filter((imported) => isOf("hotline", imported) || isOf("registration", imported)).map((imported) => `${file} → ${imported}`));
    expect(leaning).toEqual([]);
  });

  test("each side's store knows its own table only", () => {
    for (const [side, other] of [["hotline", "registrations"], ["registration", "hotline"]] as const) {
      const store = everywhere.find(({ file }) => file === `functions/${side}/store.ts`)?.text ?? "";
      expect(store).toContain("TableName");
      expect(store).not.toMatch(new RegExp(`tables\\.${other}\\b`));
    }
  });
});
