/**
 * Trigger  CloudWatch Logs subscription on SNS's delivery log
 * Reads    messages   Writes  messages   Sends  nothing
 * If it fails  Lambda repeats the delivery twice; then texts stay "handed to the network", and nobody is told of those that did not arrive
 */
import middy from "@middy/core";
import type { CloudWatchLogsEvent } from "aws-lambda";
import { eachEvent } from "../../platform/correlation.ts";
import { receive } from "../receive.ts";
import { readDeliveryLogs } from "../routes/sns-log.ts";
import { createDeps } from "./deps.ts";

const { deps } = createDeps();

export const handler = middy<CloudWatchLogsEvent, void>().handler(
  eachEvent(async (event: CloudWatchLogsEvent) => {
    const { receipts, skipped } = readDeliveryLogs(event);
    if (skipped > 0) deps.log.warn("RECEIPTS_NOT_UNDERSTOOD", { count: skipped });
    const results = await Promise.allSettled(receipts.map((receipt) => receive(deps, receipt)));
    const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    // One that cannot be worked on holds up no other; the delivery is repeated, which changes nothing for those.
    if (failures.length) throw new AggregateError(failures, "some receipts could not be worked on");
  }),
);
