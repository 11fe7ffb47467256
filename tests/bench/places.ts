import { gzipSync } from "node:zlib";
import { assetPath } from "../../shared/paths.ts";
import { provinces } from "../../shared/places/places.ts";
import { buildSite } from "../../web/build.tsx";
import { median, whole } from "./numbers.ts";
import { printTable } from "./table.ts";

/** What a phone loads to suggest names while a commune is typed: one province, once, besides the script. */
export async function places(): Promise<readonly string[]> {
  const files = await buildSite("v");
  const bytes = (file: Parameters<typeof assetPath>[1]) => {
    const text = files.get(assetPath("v", file)) ?? "";
    return { plain: Buffer.byteLength(text), gzip: gzipSync(text).length };
  };
  const sizes = provinces.map(({ code, name }) => ({ name, size: bytes(`places/${code}.json`) })).toSorted((a, b) => a.size.plain - b.size.plain);
  const of = (label: string, pick: (values: readonly number[]) => number) => [label, whole(pick(sizes.map(({ size }) => size.plain))), whole(pick(sizes.map(({ size }) => size.gzip)))];
  printTable(
    ["names of a province, to the browser", "plain", "gzip"],
    [
      of(`smallest (${sizes[0]?.name})`, (values) => Math.min(...values)),
      of("median", median),
      of(`largest (${sizes.at(-1)?.name})`, (values) => Math.max(...values)),
      ...(["places.js", "places.css"] as const).map((file) => [file, whole(bytes(file).plain), whole(bytes(file).gzip)]),
    ],
  );
  return [];
}
