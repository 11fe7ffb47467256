import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { fontFiles } from "../../functions/registration/papers/fonts.ts";
import { lambdaBundle } from "../../infra/lambda-bundle.ts";
import type { FunctionName } from "../infra/support/synth.ts";

const root = join(import.meta.dirname, "../..");

/** Every function of the stack, by the file it begins with. */
export const functionEntries: Record<FunctionName, string> = {
  registrationPublic: "functions/registration/public/handler.ts",
  registrationDesk: "functions/registration/desk/handler.ts",
  registrationPapers: "functions/registration/papers/handler.ts",
  hotlinePublic: "functions/hotline/public/handler.ts",
  hotlineDesk: "functions/hotline/desk/handler.ts",
  staff: "functions/staff/handler.ts",
  messageStream: "functions/messages/sender/stream.ts",
  messageSweep: "functions/messages/sender/sweep.ts",
  messageReceipts: "functions/messages/receipts/http.ts",
  messageReceiptLogs: "functions/messages/receipts/logs.ts",
  registrationNightly: "functions/registration/nightly/handler.ts",
  hotlineNightly: "functions/hotline/nightly/handler.ts",
  upkeep: "functions/upkeep/handler.ts",
};

export type Bundle = { file: string; bytes: number; inputs: readonly { path: string; bytes: number }[] };

/** Bundles an entry (from the project's root) as infra/kinds/node-function.ts has it done for Lambda; `instead` puts other modules in the place of some. */
export async function bundleForLambda(entry: string, file: string, instead: Record<string, string> = {}): Promise<Bundle> {
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
    alias: { ...lambdaBundle.alias, ...instead },
    banner: { js: lambdaBundle.banner },
    metafile: true,
    logLevel: "error",
  });
  const [output] = Object.values(metafile.outputs);
  if (!output) throw new Error(`nothing came out of ${entry}`);
  const inputs = Object.entries(output.inputs).map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput }));
  return { file, bytes: output.bytes, inputs: inputs.toSorted((a, b) => b.bytes - a.bytes) };
}

/** What papers are written with, as it lies beside their bundle. */
export function copyFonts(folder: string): void {
  for (const file of fontFiles) {
    const to = join(folder, "node_modules", file);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(join(root, "node_modules", file), to);
  }
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
