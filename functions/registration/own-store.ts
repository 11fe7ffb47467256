/**
 * What an application says, read for whoever it is about.
 *
 * | pattern         | call                | cost       |
 * |-----------------|---------------------|------------|
 * | findApplication | GetItem, consistent | 1 RCU      |
 */
import { GetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { storedApplicationSchema, type StoredApplication } from "../../shared/registration/application.ts";
import type { Keeper } from "../platform/keeper.ts";
import { applicationKey, carriedKey, openApplication } from "./store.ts";

export function createOwnStore(client: DynamoDBDocumentClient, TableName: string, keeper: Keeper) {
  return {
    /** All that was written in an application; null when there is none. */
    async findApplication(reference: string): Promise<StoredApplication | null> {
      const { Item } = await client.send(new GetCommand({ TableName, Key: applicationKey(reference), ConsistentRead: true }));
      return Item ? storedApplicationSchema.parse(openApplication(carriedKey(await keeper.ring(), Item), Item).application) : null;
    },
  };
}
export type OwnStore = ReturnType<typeof createOwnStore>;
