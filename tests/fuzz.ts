// On demand: the whole of the fuzz, of which `npm test` asks a share. FUZZ_REQUESTS and FUZZ_SEED ask for more, less or others.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const vitest = join(import.meta.dirname, "../node_modules/.bin/vitest");
const { status } = spawnSync(vitest, ["run", "--project", "integration", "tests/integration/fuzz"], { stdio: "inherit", shell: process.platform === "win32", env: { FUZZ_REQUESTS: "20000", ...process.env } });
process.exitCode = status ?? 1;
