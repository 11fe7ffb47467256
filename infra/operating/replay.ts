import { parseArgs } from "node:util";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { stageNamed } from "../stages.ts";
import { clientOf, createDeployed, failureQueues } from "./cloud.ts";
import { command } from "./command.ts";
import { replayQueue, type Replayed } from "./replay-queue.ts";

/** As long as the slowest function behind a queue may take. A call that is cut off is not made again by itself. */
const functionMs = 90_000;

const outcomes: readonly { what: Replayed["what"]; words: string }[] = [
  { what: "replayed", words: "replayed" },
  { what: "wouldReplay", words: "would be replayed" },
  { what: "dropped", words: "taken away" },
  { what: "left", words: "left in the queue" },
];
const lineOf = (one: Replayed): string =>
  `${one.id}: ${outcomes.find(({ what }) => what === one.what)?.words}${one.records ? ` (records: ${one.records})` : ""}${one.what === "left" ? `, as ${one.because}` : ""}`;

/** Replays what lies in a queue of failures. Exits with 1 when something stays in it. Prints ids and counts, never what a message holds. */
await command(async () => {
  const { values } = parseArgs({
    options: {
      stage: { type: "string" },
      queue: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      "drop-expired": { type: "boolean", default: false },
    },
  });
  const stage = stageNamed(values.stage);
  const named = Object.entries(failureQueues).find(([name]) => name === values.queue)?.[1];
  if (!named) throw new RangeError(`no queue ${values.queue}: choose one of ${Object.keys(failureQueues).join(", ")} with --queue …`);
  const deployed = createDeployed(stage);
  const [queueUrl, functionName] = await Promise.all([deployed.output(named.queue), deployed.output(named.replayedBy)]);

  const client = clientOf(stage);
  const lambda = new LambdaClient({ ...client, maxAttempts: 1, requestHandler: { ...client.requestHandler, requestTimeout: functionMs } });
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  const streams = new DynamoDBStreamsClient(client);
  const all: Replayed[] = [];
  for await (const one of replayQueue({ sqs, lambda, streams, queueUrl, functionName, dryRun: values["dry-run"], dropExpired: values["drop-expired"] })) {
    all.push(one);
    process.stdout.write(`${lineOf(one)}\n`);
  }
  for (const one of [sqs, lambda, streams]) one.destroy();
  const counted = outcomes.map(({ what, words }) => ({ words, count: all.filter((one) => one.what === what).length })).filter(({ count }) => count > 0);
  process.stdout.write(`${values.queue}: ${counted.map(({ words, count }) => `${count} ${words}`).join(", ") || "empty"}\n`);
  return all.some(({ what }) => what === "left") ? 1 : 0;
});
