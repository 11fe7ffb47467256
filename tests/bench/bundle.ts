import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundleForLambda, withFolder, type Bundle } from "./lambda-bundle.ts";
import { kB } from "./numbers.ts";
import { printTable } from "./table.ts";

const functions = {
  "registration public": "functions/registration/public/handler.ts",
  "sender stream": "functions/messages/sender/stream.ts",
  "sender sweep": "functions/messages/sender/sweep.ts",
};

const packageOf = (path: string): string => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split("/")[0] ?? path;

function byPackage({ inputs }: Bundle): [string, number][] {
  const sums = new Map<string, number>();
  for (const { path, bytes } of inputs) sums.set(packageOf(path), (sums.get(packageOf(path)) ?? 0) + bytes);
  return [...sums].toSorted(([, a], [, b]) => b - a);
}

/** What each function weighs in Lambda, and what of. */
export async function bundle(): Promise<readonly string[]> {
  await withFolder(async (folder) => {
    for (const [name, entry] of Object.entries(functions)) {
      const made = await bundleForLambda(entry, join(folder, `${name}.mjs`));
      console.log(`${name}: ${kB(made.bytes)} kB, ${kB(gzipSync(readFileSync(made.file)).length)} kB gzip`);
      printTable(
        ["largest inputs", "kB", "largest packages", "kB"],
        made.inputs.slice(0, 5).map(({ path, bytes }, index) => {
          const [of = "", sum = 0] = byPackage(made)[index] ?? [];
          return [path.replace(/^node_modules\//, ""), kB(bytes), of, kB(sum)];
        }),
      );
    }
  });
  return [];
}
