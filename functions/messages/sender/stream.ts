/**
 * Trigger  stream of the messages table, new rows in state "waiting"
 * Reads    messages   Writes  messages   Sends  SMS through SNS
 * If it fails  the record is retried by the stream, then left to the sweep, which finds every due row
 */
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import middy from "@middy/core";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { send } from "../send.ts";
import { createDeps } from "./deps.ts";

const deps = createDeps();
const processor = new BatchProcessor(EventType.DynamoDBStreams);

const wake = async ({ dynamodb }: DynamoDBRecord): Promise<void> => send(deps, dynamodb?.NewImage?.id?.S ?? "");

export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler((event) => processPartialResponse(event, wake, processor));
