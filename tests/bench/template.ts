import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { withFolder } from "./lambda-bundle.ts";
import { fixed, kB } from "./numbers.ts";
import { printTable } from "./table.ts";

/** What CloudFormation takes: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const mostBytes = 1_000_000;
const mostResources = 500;

const root = join(import.meta.dirname, "../..");
const templateSchema = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) });

/** How large the production stacks are to CloudFormation, as the app itself writes them; without bundles, which are no part of a template. */
export async function template(): Promise<readonly string[]> {
  return withFolder(async (folder) => {
    const context = JSON.stringify({ stage: "prod", "aws:cdk:bundling-stacks": [] });
    execFileSync(process.execPath, ["infra/app.ts"], { cwd: root, env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: context }, stdio: ["ignore", "ignore", "pipe"] });
    const stacks = readdirSync(folder)
      .filter((file) => file.endsWith(".template.json"))
      .map((file) => {
        const text = readFileSync(join(folder, file), "utf8");
        const { Resources } = templateSchema.parse(JSON.parse(text));
        return { name: file.replace(".template.json", ""), bytes: Buffer.byteLength(text), types: Object.values(Resources).map(({ Type }) => Type) };
      });
    printTable(
      ["stack", "kB", "% of what is taken", "resources", "% of what is taken", "kinds"],
      stacks.map(({ name, bytes, types }) => [name, kB(bytes), fixed((100 * bytes) / mostBytes), types.length, fixed((100 * types.length) / mostResources), new Set(types).size]),
    );
    console.log(`CloudFormation takes templates of ${kB(mostBytes)} kB with ${mostResources} resources.`);
    return stacks.flatMap(({ name, bytes, types }) => (bytes > mostBytes || types.length > mostResources ? [`${name} is larger than CloudFormation takes: ${kB(bytes)} kB, ${types.length} resources`] : []));
  });
}
