import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundleForLambda, functionEntries, withFolder, type Bundle } from "./lambda-bundle.ts";
import { kB } from "./numbers.ts";
import { printTable } from "./table.ts";

const largest = 3;

/** A package, or a folder of ours: "hono", "shared/places". */
const partOf = (path: string): string => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split("/").slice(0, 2).join("/");

function parts({ inputs }: Bundle): [string, number][] {
  const sums = new Map<string, number>();
  for (const { path, bytes } of inputs) sums.set(partOf(path), (sums.get(partOf(path)) ?? 0) + bytes);
  return [...sums].toSorted(([, a], [, b]) => b - a);
}

/** What each function weighs in Lambda, and what of. */
export async function bundle(): Promise<readonly string[]> {
  await withFolder(async (folder) => {
    const rows: (string | number)[][] = [];
    for (const [name, entry] of Object.entries(functionEntries)) {
      const made = await bundleForLambda(entry, join(folder, `${name}.mjs`));
      const of = parts(made)
        .slice(0, largest)
        .map(([part, bytes]) => `${part} ${kB(bytes)}`);
      rows.push([name, kB(made.bytes), kB(gzipSync(readFileSync(made.file)).length), of.join(", ")]);
    }
    printTable(["function", "kB", "gzip kB", `its ${largest} largest parts, kB`], rows);
    console.log("Minified, as Lambda gets them; a part is a package or a folder of ours.");
  });
  return [];
}
