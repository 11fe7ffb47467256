import { parseArgs } from "node:util";
import { now } from "../../functions/platform/clock.ts";
import type { CivilDate } from "../../shared/calendar/civil-date.ts";
import { localDate } from "../../shared/calendar/local-time.ts";
import { stageNamed, type Stage } from "../stages.ts";
import { answer, settingsChecks, type Answered } from "./checks.ts";
import { askCloud, cloudChecks } from "./cloud-checks.ts";
import { command } from "./command.ts";

/** Says what a stage still lacks. Exits with 1 when something is missing, with 2 when something could not be asked, with 0 when all is well. */
await command(async () => {
  const { values } = parseArgs({ options: { stage: { type: "string" }, offline: { type: "boolean", default: false } } });
  const stage = stageNamed(values.stage);
  const today = localDate(now());
  const answers = [...(await answer(settingsChecks, { stage, today })), ...(values.offline ? [] : await answersOfCloud(stage, today))];
  const well = answers.filter((one) => one.answer === "ok");
  const missing = answers.filter((one) => one.answer === "missing");
  const unasked = answers.filter((one) => one.answer === "could not ask");
  const lines = [
    `The stage ${stage.name}: ${well.length} of ${answers.length} checks are well, ${missing.length} miss something, ${unasked.length} could not be asked.`,
    ...missing.flatMap(({ id, what, doThis }) => ["", `✗ ${id}: ${what}`, `  ${doThis}`]),
    ...unasked.flatMap(({ id, asks, because }) => ["", `? ${id}: ${asks}`, `  Could not ask: ${because}.`]),
    ...(well.length ? ["", ...well.map(({ id, asks }) => `✓ ${id}: ${asks} Yes.`)] : []),
    ...(values.offline ? ["", `Not asked, as it needs the cloud: ${cloudChecks.map(({ id }) => id).join(", ")}.`] : []),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return missing.length ? 1 : unasked.length ? 2 : 0;
});

async function answersOfCloud(stage: Stage, today: CivilDate): Promise<Answered[]> {
  const { asked, end } = askCloud(stage, today);
  try {
    return await answer(cloudChecks, asked);
  } finally {
    end();
  }
}
