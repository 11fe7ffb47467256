import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { now } from "../../functions/platform/clock.ts";
import { noKeeper } from "../../functions/platform/keeper.ts";
import { createStaffStore } from "../../functions/staff/store.ts";
import { stageNamed } from "../stages.ts";
import { clientOf, createDeployed } from "./cloud.ts";
import { command } from "./command.ts";

/** Unlocks accounts that were not used for 90 days: `npm run staff -- unlock <id> --stage prod`. Exits with 1 when one has never been used, or has another id. */
await command(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { stage: { type: "string" } } });
  const [act, ...ids] = positionals;
  if (act !== "unlock" || ids.length === 0) throw new RangeError("say whom: npm run staff -- unlock <id> --stage …, with the id (sub) of the account");
  const stage = stageNamed(values.stage);
  const table = await createDeployed(stage).output("staffTable");
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientOf(stage)));
  const store = createStaffStore(client, table, noKeeper);
  let missing = 0;
  for (const id of ids) {
    const done = await store.unlock(id, now().toISOString());
    if (!done) missing += 1;
    process.stdout.write(`${id}: ${done ? "unlocked, for 90 days" : "nothing to unlock: never signed in under this id"}\n`);
  }
  client.destroy();
  return missing ? 1 : 0;
});
