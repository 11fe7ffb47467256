import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { now } from "../../functions/platform/clock.ts";
import { keptAreas, KeyUnknown, type KeptArea } from "../../functions/platform/keeper.ts";
import { rootKeyOf } from "../../functions/platform/root-key.ts";
import { startEngine } from "../local/engine.ts";
import { stageNamed } from "../stages.ts";
import { clientOf, createDeployed } from "./cloud.ts";
import { command } from "./command.ts";
import { plainReason, Unasked } from "./plain-reason.ts";
import { acts, type Kept } from "./wrapping-keys.ts";

type Opened = { keptOf: (area: KeptArea) => Promise<Kept>; end: () => Promise<void> };

/**
 * The keys that seal what is known of people: which there are (`status`), a newer one (`add`), and putting all rows under it (`reseal`). Exits with 1
 * when something is left to do, with 2 when something could not be asked.
 */
await command(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      stage: { type: "string" },
      local: { type: "boolean", default: false },
      table: { type: "string" },
      "per-second": { type: "string", default: "200" },
      "dry-run": { type: "boolean", default: false },
    },
  });
  const [named = "status", ...others] = positionals;
  const act = Object.hasOwn(acts, named) && others.length === 0 ? acts[named] : undefined;
  if (!act) throw new RangeError(`say what to do: npm run keys -- ${Object.keys(acts).join(" | ")} --stage … [--table …]`);
  const areas = keptAreas.filter((area) => values.table === undefined || values.table === area);
  if (areas.length === 0) throw new RangeError(`nothing is sealed in a table ${values.table}: choose one of ${keptAreas.join(", ")} with --table …`);
  const perSecond = Number(values["per-second"]);
  if (!(perSecond > 0)) throw new RangeError(`no rate ${values["per-second"]}: say how many rows a second with --per-second …`);

  const { keptOf, end } = values.local ? await openLocal() : openStage(values.stage);
  const options = { now, perSecond, dryRun: values["dry-run"], say: (line: string) => void process.stdout.write(`${line}\n`) };
  try {
    let isDone = true;
    for (const area of areas) isDone = (await keptOf(area).then((kept) => act(kept, options)).catch(plainly(area))) && isDone;
    return isDone ? 0 : 1;
  } finally {
    await end();
  }
});

function plainly(area: KeptArea) {
  return (thrown: unknown): never => {
    throw new Unasked(thrown instanceof KeyUnknown ? thrown.message : `${area}: ${plainReason(thrown)}`);
  };
}

/** Root keys are asked for only where something is wrapped or unwrapped: whoever looks needs no right to them. */
function openStage(name: string | undefined): Opened {
  const stage = stageNamed(name);
  const deployed = createDeployed(stage);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...clientOf(stage), maxAttempts: 8 }));
  return {
    keptOf: async (area) => ({ client, area, table: await deployed.output(`${area}Table`), root: async () => rootKeyOf(await deployed.output(`${area}RootKey`)) }),
    end: async () => client.destroy(),
  };
}

/** The data folder of one machine, while no service runs on it. */
async function openLocal(): Promise<Opened> {
  const folder = resolve(process.env.DATA_DIR ?? ".data");
  const file = join(folder, "tables.db");
  if (!existsSync(file)) throw new Unasked(`there is no data in ${folder}: choose another with DATA_DIR`);
  const isRunning = await fetch(`http://localhost:${process.env.PORT ?? 3000}/clock.json`).then(({ ok }) => ok, () => false);
  if (isRunning) throw new Unasked("the service is running: stop it first");
  const { endpoint, stop } = await startEngine(file);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: "local", credentials: { accessKeyId: "local", secretAccessKey: "local" } }));
  return {
    keptOf: async (area) => ({ client, area, table: area, root: async () => rootKeyOf(`file:${join(folder, "root.key")}`) }),
    end: async () => {
      client.destroy();
      await stop();
    },
  };
}
