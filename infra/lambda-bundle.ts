import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** How a function becomes one file for Lambda; the stack and the benchmarks bundle alike. */
export const lambdaBundle = {
  target: "node24",
  mainFields: ["module", "main"],
  jsxImportSource: "hono/jsx",
  // Packages inside that still speak CommonJS ask for Node's own modules by `require`.
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  /** Lambda hands credentials over in the environment: the SDK's search through profiles, SSO and STS would only be loaded, never used. */
  alias: { "@aws-sdk/credential-provider-node": join(root, "functions/platform/credentials.ts") },
};
