/**
 * Trigger  HTTP API: POST /api/receipts, called by the aggregator
 * Reads    messages   Writes  messages   Sends  nothing
 * If it fails  the aggregator repeats the receipt; until then the text stays "handed to the network"
 */
import { door } from "../../platform/door.ts";
import { createReceiptsApp } from "./app.ts";
import { createDeps } from "./deps.ts";

const { deps, aggregator, secret } = createDeps();

export const handler = door(createReceiptsApp(deps, aggregator, secret), deps.log);
