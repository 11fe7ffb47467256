import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { addKey, keptAreas, readKeys, type KeptArea } from "../../functions/platform/keeper.ts";
import type { RootKey } from "../../functions/platform/root-key.ts";

/** Gives each of these tables its first wrapping key, where it has none: on one machine nobody is asked to. */
export async function beginKeys(client: DynamoDBDocumentClient, names: Partial<Record<KeptArea, string>>, { root, now }: { root: RootKey; now: Date }): Promise<void> {
  await Promise.all(
    keptAreas.map(async (area) => {
      const table = names[area];
      if (table && (await readKeys(client, table)).length === 0) await addKey(client, table, { area, root, now });
    }),
  );
}
