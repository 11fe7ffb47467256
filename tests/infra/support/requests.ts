import { GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { TransactItem } from "../../../functions/platform/outbox.ts";
import type { Request } from "./access.ts";

/** A client whose table is empty and takes everything; it writes down how each request would look to IAM. */
export function recordingClient(tableArn: string): { client: DynamoDBDocumentClient; requests: Request[] } {
  const requests: Request[] = [];
  const send = async (command: unknown) => {
    requests.push(...seenBy(tableArn, command));
    return { Attributes: {} };
  };
  return { client: { send } as never, requests };
}

/** One item of a transaction, each of which is asked for by itself. */
export function requestOf(tableArn: string, { Put, Update, ...rest }: TransactItem): Request {
  if (Put) return request("PutItem", tableArn, Put.Item?.pk, [...Object.keys(Put.Item ?? {}), ...namesIn(Put)]);
  if (Update) return request("UpdateItem", tableArn, Update.Key?.pk, [...Object.keys(Update.Key ?? {}), ...namesIn(Update)]);
  throw new Error(`not known to this recorder: ${Object.keys(rest).join(", ")}`);
}

function seenBy(on: string, command: unknown): Request[] {
  if (command instanceof TransactWriteCommand) return (command.input.TransactItems ?? []).map((item) => requestOf(on, item));
  if (command instanceof UpdateCommand) {
    const { ReturnValues } = command.input;
    const { context, ...rest } = requestOf(on, { Update: command.input as never });
    return [{ ...rest, context: { ...context, ...(ReturnValues ? { "dynamodb:ReturnValues": ReturnValues } : {}) } }];
  }
  if (command instanceof GetCommand) return [request("GetItem", on, command.input.Key?.pk)];
  if (command instanceof QueryCommand) {
    const { IndexName, KeyConditionExpression = "", ExpressionAttributeValues = {} } = command.input;
    const value = /^\w+ = (:\w+)/.exec(KeyConditionExpression)?.[1] ?? "";
    return [request("Query", IndexName ? `${on}/index/${IndexName}` : on, ExpressionAttributeValues[value])];
  }
  throw new Error(`not known to this recorder: ${String(command)}`);
}

const request = (action: string, on: string, leadingKey: unknown, attributes: string[] = []): Request => ({
  action: `dynamodb:${action}`,
  on,
  context: { "dynamodb:LeadingKeys": [String(leadingKey)], ...(attributes.length ? { "dynamodb:Attributes": [...new Set(attributes)].toSorted() } : {}) },
});

type Expressions = { UpdateExpression?: string | undefined; ConditionExpression?: string | undefined; ExpressionAttributeNames?: Record<string, string> | undefined };
const keywords = new Set(["SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "IN", "BETWEEN"]);

/** The fields that expressions speak of: what is no value, no function and no keyword. */
function namesIn({ UpdateExpression = "", ConditionExpression = "", ExpressionAttributeNames = {} }: Expressions): string[] {
  const words = `${UpdateExpression} ${ConditionExpression}`.match(/(?<![:#\w])#?[a-z]\w*\b(?!\s*\()/gi) ?? [];
  return words.filter((word) => !keywords.has(word)).map((word) => ExpressionAttributeNames[word] ?? word);
}
