import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { lambdaBundle } from "../../infra/lambda-bundle.ts";

const root = join(import.meta.dirname, "../..");

export type Bundle = { file: string; bytes: number; inputs: readonly { path: string; bytes: number }[] };

/** Bundles an entry (from the project's root) as infra/kinds/node-function.ts has it done for Lambda. */
export async function bundleForLambda(entry: string, file: string): Promise<Bundle> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    format: "esm",
    platform: "node",
    target: lambdaBundle.target,
    mainFields: lambdaBundle.mainFields,
    minify: true,
    charset: "utf8",
    jsx: "automatic",
    jsxImportSource: lambdaBundle.jsxImportSource,
    alias: lambdaBundle.alias,
    banner: { js: lambdaBundle.banner },
    metafile: true,
    logLevel: "error",
  });
  const [output] = Object.values(metafile.outputs);
  if (!output) throw new Error(`nothing came out of ${entry}`);
  const inputs = Object.entries(output.inputs).map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput }));
  return { file, bytes: output.bytes, inputs: inputs.toSorted((a, b) => b.bytes - a.bytes) };
}

/** A folder outside the project, so that a bundle finds nothing of node_modules: as in Lambda. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "duong-ve-bench-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
