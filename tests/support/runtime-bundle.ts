import { join } from "node:path";
import { text, type FunctionName, type Synthesised } from "../infra/support/synth.ts";

/** Where a synthesis left a function's bundle. */
export const bundleOf = (made: Synthesised, outdir: string, name: FunctionName): string =>
  join(outdir, `asset.${text(made.lambdaOf(made.functions[name]).Properties.Code.S3Key).replace(".zip", "")}`);

/** The settings the template gives a function: those of this machine where there is one of that name, else the template's own word. */
export function environmentOf(made: Synthesised, name: FunctionName, local: NodeJS.ProcessEnv): Record<string, string> {
  const variables: Record<string, unknown> = made.lambdaOf(made.functions[name]).Properties.Environment?.Variables ?? {};
  return Object.fromEntries(
    Object.entries(variables).map(([key, value]) => {
      const given = local[key] ?? (typeof value === "string" ? value : undefined);
      if (given === undefined) throw new Error(`${name} is given ${key}, and nothing here is called so`);
      return [key, given];
    }),
  );
}
