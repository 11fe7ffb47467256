import { describe, expect, test } from "vitest";
import { reachedFrom, sourcesOf, type Source } from "./sources.ts";

const everywhere = sourcesOf("functions", "shared", "web");
const within = (...prefixes: string[]): Source[] => everywhere.filter(({ file }) => prefixes.some((prefix) => file.startsWith(prefix)));

/** What belongs to one side of the wall. Pages are of the side whose forms they show. */
const sides = {
  hotline: ["functions/hotline/", "shared/hotline/", "web/pages/callback", "web/pages/appointment-move", "web/pages/desk/hotline", "web/components/hotline", "web/components/slot-picker"],
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

  test("the page of one's own appointment is of neither, and both show it", () => {
    const neutral = within("web/pages/appointment.tsx");
    expect(neutral).toHaveLength(1);
    expect(neutral.flatMap(({ imports }) => imports.filter((imported) => isOf("hotline", imported) || isOf("registration", imported)))).toEqual([]);
    for (const side of ["hotline", "registration"] as const) {
      const users = within(`functions/${side}/`).filter(({ imports }) => imports.includes("web/pages/appointment.tsx"));
      expect({ side, shows: users.length > 0 }).toEqual({ side, shows: true });
    }
    // Choosing a time of the roster is the hotline's.
    expect(within("functions/", "web/").filter(({ imports }) => imports.includes("web/pages/appointment-move.tsx")).map(({ file }) => file)).toEqual(["functions/hotline/public/appointment-pages.tsx"]);
  });

  test("each side's store knows its own rows only, and each side's doors its own table and its own texts", () => {
    const textOf = (file: string): string => everywhere.find((source) => source.file === file)?.text ?? "";
    const own = {
      hotline: { rows: /`(DAY|CALLER|CALLBACK)#/, table: /\bHOTLINE_TABLE\b/ },
      registration: { rows: /`APPLICATION#/, table: /\bREGISTRATIONS_TABLE\b/ },
    } as const;
    for (const [side, other] of [["hotline", "registration"], ["registration", "hotline"]] as const) {
      const store = textOf(`functions/${side}/store.ts`);
      expect(store).toMatch(own[side].rows);
      expect(store).not.toMatch(own[other].rows);
      const doors = within(`functions/${side}/`).filter(({ file }) => file.endsWith("/handler.ts"));
      expect(doors.length).toBeGreaterThan(0);
      for (const { file, text } of doors) {
        expect({ file, own: own[side].table.test(text), other: own[other].table.test(text) }).toEqual({ file, own: true, other: false });
        expect(text).not.toMatch(new RegExp(`createOwnTexts\\([^)]*"${other}"`));
      }
      expect(within(`functions/${side}/`).filter(({ text }) => new RegExp(`area: "${other}"|subjectKey\\("${other}"`).test(text)).map(({ file }) => file)).toEqual([]);
    }
  });
});
