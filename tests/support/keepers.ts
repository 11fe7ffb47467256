import { createKeeper, type KeptArea, type Keeper } from "../../functions/platform/keeper.ts";
import { localRootKey } from "../../functions/platform/root-key.ts";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** The root key of all tests. */
export const testRoot = localRootKey(Buffer.alloc(32, "root of the tests"));

export const keeperOn = (client: DynamoDBDocumentClient, table: string, area: KeptArea, now: () => Date = () => new Date()): Keeper => createKeeper(client, table, { area, root: testRoot, now });
