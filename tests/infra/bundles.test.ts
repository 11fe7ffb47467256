import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fontFiles } from "../../functions/registration/papers/fonts.ts";
import { functionNames, synth, synthTimeout, text, type FunctionName, type Synthesised } from "./support/synth.ts";

let outdir: string;
let dev: Synthesised;
/** A key is asked for in its own region, which its ARN names once it is made. */
const deployed = (setting: string): string => setting.replace(/^kms:arn:(\w+)$/, "kms:arn:aws:kms:ap-southeast-1:111111111111:key/$1");
const bundleOf = (name: FunctionName): string => join(outdir, `asset.${dev.lambdaOf(dev.functions[name]).Properties.Code.S3Key.replace(".zip", "")}`);

beforeAll(() => {
  // Outside the project, so that nothing of node_modules can be found from there: as in Lambda.
  outdir = mkdtempSync(join(tmpdir(), "bundles-"));
  dev = synth("dev", { outdir });
}, 2 * synthTimeout);
afterAll(() => rmSync(outdir, { recursive: true }));

/** The one that draws PDFs carries what draws them, and the letters beside it. */
const mostBytes: Partial<Record<FunctionName, number>> = { registrationPapers: 2_000_000, registrationDesk: 1_200_000, registrationPublic: 1_100_000 };
const files: Partial<Record<FunctionName, string[]>> = { registrationPapers: fontFiles.map((file) => `node_modules/${file}`) };
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();

describe.each(functionNames)("the bundle of %s", (name) => {
  it(`is one file of less than ${mostBytes[name] ?? 1_000_000} bytes, without a source map${files[name] ? ", and what it reads beside it" : ""}`, () => {
    expect(filesIn(bundleOf(name))).toEqual(["index.mjs", ...(files[name] ?? [])].toSorted());
    const file = join(bundleOf(name), "index.mjs");
    expect(statSync(file).size).toBeLessThan(mostBytes[name] ?? 1_000_000);
    expect(readFileSync(file, "utf8")).not.toContain("sourceMappingURL");
  });

  it("has the SDK inside: it asks for nothing but Node itself", async () => {
    const { metafile } = await build({
      entryPoints: [join(bundleOf(name), "index.mjs")],
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      write: false,
      metafile: true,
      logLevel: "silent",
    });
    const asked = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
    expect(asked.filter((path) => !isBuiltin(path))).toEqual([]);
    expect(asked.length).toBeGreaterThan(0);
  });

  it("starts with the settings the stack gives it, and nothing else around", () => {
    const given: Record<string, unknown> = dev.lambdaOf(dev.functions[name]).Properties.Environment?.Variables ?? {};
    const env = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, deployed(text(value))]));
    const script = `import(${JSON.stringify(pathToFileURL(join(bundleOf(name), "index.mjs")).href)}).then(({ handler }) => process.stdout.write(typeof handler))`;
    const answered = execFileSync(process.execPath, ["-e", script], { cwd: outdir, env: { ...env, AWS_REGION: "ap-southeast-1" }, encoding: "utf8" });
    expect(answered).toBe("function");
  });
});
