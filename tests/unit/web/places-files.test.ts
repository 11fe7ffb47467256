import { expect, test } from "vitest";
import { assetPath } from "../../../shared/paths.ts";
import { provinces } from "../../../shared/places/places.ts";
import { buildSite } from "../../../web/build.tsx";

test("the site has a file with the names of each province, and no page has them inside", async () => {
  const files = await buildSite("v");
  const names = provinces.flatMap(({ code }): string[] => JSON.parse(files.get(assetPath("v", `places/${code}.json`)) ?? "[]"));
  expect(names).toEqual(provinces.flatMap(({ communes }) => communes.map(({ name }) => name)));
  expect([...files].filter(([path, text]) => path.endsWith(".html") && text.includes("Phường Ba Đình"))).toEqual([]);
});
