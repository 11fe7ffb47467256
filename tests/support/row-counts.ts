import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { World } from "./world.ts";

/** What one application of a mother for her son brings: itself, its key, its event, "sent before", its line at the desk, and the ways to it from a phone, two papers and its texts. */
export const wholeApplication = { registrations: 9, messages: 1 };

/** How many rows each table holds, however large it is; but for wrapping keys, and what askers spent, of which one row serves many. */
export async function rowCounts({ client, names }: World): Promise<{ registrations: number; messages: number }> {
  const count = async (TableName: string): Promise<number> => {
    let found = 0;
    let from: Record<string, unknown> | undefined;
    do {
      const page = await client.send(new ScanCommand({ TableName, Select: "COUNT", ConsistentRead: true, FilterExpression: "NOT begins_with(pk, :budget) AND pk <> :keys", ExpressionAttributeValues: { ":budget": "BUDGET#", ":keys": "KEYS" }, ...(from ? { ExclusiveStartKey: from } : {}) }));
      found += page.Count ?? 0;
      from = page.LastEvaluatedKey;
    } while (from);
    return found;
  };
  const [registrations, messages] = await Promise.all([count(names.registrations), count(names.messages)]);
  return { registrations, messages };
}
