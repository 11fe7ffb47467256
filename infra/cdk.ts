// npm run synth|diff|deploy -- --stage prod [--edge]: the CDK CLI for one stage. `--edge` means the stack before the site alone.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { command } from "./operating/command.ts";
import { stageNamed } from "./stages.ts";

await command(async () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { stage: { type: "string", default: "dev" }, edge: { type: "boolean", default: false } } });
  const [act = "synth"] = positionals;
  const { name } = stageNamed(values.stage);
  const stack = values.edge ? `duong-ve-${name}-edge` : `duong-ve-${name}`;
  const args = [act, ...(act === "synth" ? ["--quiet"] : [stack]), "-c", `stage=${name}`];
  const { status } = spawnSync(join(import.meta.dirname, "../node_modules/.bin/cdk"), args, { stdio: "inherit", shell: process.platform === "win32" });
  return status ?? 1;
});
