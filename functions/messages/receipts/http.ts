/**
 * Trigger  HTTP API: POST /api/receipts, called by the aggregator
 * Reads    messages   Writes  messages   Sends  nothing
 * If it fails  the aggregator repeats the receipt; until then the text stays "handed to the network"
 */
import { handle } from "hono/aws-lambda";
import { createReceiptsApp } from "./app.ts";
import { createDeps } from "./deps.ts";

const { deps, aggregator, secret } = createDeps();

export const handler = handle(createReceiptsApp(deps, aggregator, secret));
