/**
 * Trigger  stream of the messages table, new rows in state "waiting"
 * Reads    messages   Writes  messages   Sends  SMS
 * If it fails  the record is retried by the stream, then left to the sweep, which finds every due row
 */
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import middy from "@middy/core";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { eachEvent } from "../../platform/correlation.ts";
import { refOf } from "../../platform/outbox.ts";
import { send } from "../send.ts";
import { createDeps } from "./deps.ts";

const waitMs = 3_000;
const { deps } = createDeps(waitMs);
const processor = new BatchProcessor(EventType.DynamoDBStreams);

async function wake({ dynamodb }: DynamoDBRecord): Promise<void> {
  const row = dynamodb?.NewImage;
  const ref = refOf({ pk: row?.pk?.S, sk: row?.sk?.S });
  // What is due later is the sweep's, and costs nothing here.
  if (ref && (row?.dueAt?.S ?? "") <= deps.now().toISOString()) await send(deps, ref);
}

export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(eachEvent((event: DynamoDBStreamEvent) => processPartialResponse(event, wake, processor)));
