import { DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** The one client; `AWS_ENDPOINT_URL_DYNAMODB` points it at any engine that speaks DynamoDB. */
export const createTableClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 4 }), { marshallOptions: { removeUndefinedValues: true } });

/** The rows of a cancelled transaction whose condition failed, by position; throws on for every other reason. */
export function failedConditions(thrown: unknown): number[] {
  if (!(thrown instanceof TransactionCanceledException)) throw thrown;
  const failed = (thrown.CancellationReasons ?? []).flatMap(({ Code }, index) => (Code === "ConditionalCheckFailed" ? [index] : []));
  if (failed.length === 0) throw thrown;
  return failed;
}
