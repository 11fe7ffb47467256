import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";

const consumedSchema = z.object({ CapacityUnits: z.number().optional() });
const outputSchema = z.object({ ConsumedCapacity: z.union([consumedSchema, z.array(consumedSchema)]).optional() });

export type Spent = { call: string; units: number };
export const unitsOf = (spent: readonly Spent[]): number => spent.reduce((total, { units }) => total + units, 0);

/** A client of an engine that notes what the engine says each call consumed. */
export function countedClient(endpoint: string) {
  const raw = new DynamoDBClient({ endpoint, region: "ap-southeast-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } });
  const client = DynamoDBDocumentClient.from(raw, { marshallOptions: { removeUndefinedValues: true } });
  const spent: Spent[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: "TOTAL" });
      const result = await next(args);
      const { ConsumedCapacity = [] } = outputSchema.parse(result.output);
      const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      spent.push({ call: String(context.commandName).replace("Command", ""), units });
      return result;
    },
    { step: "initialize", name: "countCapacity" },
  );
  return {
    raw,
    client,
    /** What was spent since the last time this was asked. */
    takeSpent: (): Spent[] => spent.splice(0),
    stop: () => client.destroy(),
  };
}
