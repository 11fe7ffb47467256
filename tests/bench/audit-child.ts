// Run by audit.ts from a bundle: what npm run audit:verify does, and the clock.
import { checkAudit, rootKeysGiven } from "../../infra/operating/audit-check.ts";
import { linesIn } from "../../infra/operating/audit-lines.ts";

const [, , file = "", rootKey] = process.argv;
const from = performance.now();
const { events, faults } = await checkAudit(linesIn(file), rootKey ? { rootOf: rootKeysGiven([rootKey]) } : {});
const elapsedMs = performance.now() - from;
const { user, system } = process.cpuUsage();
process.stdout.write(`\n${JSON.stringify({ elapsedMs, cpuMs: (user + system) / 1_000, events, faults, rss: process.resourceUsage().maxRSS * 1_024 })}\n`, () => process.exit(0));
