import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand, type _Record } from "@aws-sdk/client-dynamodb-streams";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context, DynamoDBStreamEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SenderEnv } from "../../../functions/messages/sender/settings.ts";
import { replayQueue, type Replayed } from "../../../infra/operating/replay-queue.ts";
import { startAws, stackAnswer, type Answers } from "../../support/aws-server.ts";
import { createQueue } from "../../support/queue-server.ts";
import { emptyMessages, messagesSecret, type OwnMessages, type Promised } from "../../support/sender.ts";
import { startWorld, type World } from "../../support/world.ts";

const root = join(import.meta.dirname, "../../..");
const queue = createQueue();
const working = async ({ event }: { event?: unknown }) => {
  events.push(event as DynamoDBStreamEvent);
  return { json: await handler(event as DynamoDBStreamEvent, {} as Context) };
};
const failing = { functionError: { errorType: "RangeError", errorMessage: "+84900000001" } };

let world: World;
let on: OwnMessages;
let streams: DynamoDBStreamsClient;
let handler: (event: DynamoDBStreamEvent, context: Context) => Promise<unknown>;
let aws: Awaited<ReturnType<typeof startAws>>;
let answers: Answers;
/** What the function was given. */
const events: DynamoDBStreamEvent[] = [];

beforeAll(async () => {
  world = await startWorld();
  process.env.AWS_ENDPOINT_URL_DYNAMODB_STREAMS ??= process.env.AWS_ENDPOINT_URL_DYNAMODB;
  streams = new DynamoDBStreamsClient({});
  on = await emptyMessages(world);
  Object.assign(process.env, {
    MESSAGES_TABLE: on.table,
    MESSAGES_SEAL_SECRET: messagesSecret,
    SMS_AGGREGATOR: "null",
    SMS_AGGREGATOR_SECRET: "",
    SMS_SENDER_ID: "DuongVe",
    SMS_ROUTES: JSON.stringify([{ route: "sns", perSecond: 1_000 }]),
    SWEEP_SECONDS: "0",
  } satisfies SenderEnv);
  process.env.POWERTOOLS_LOG_LEVEL = "ERROR";
  ({ handler } = await import("../../../functions/messages/sender/stream.ts"));
  answers = {};
  aws = await startAws(answers);
});
afterAll(async () => {
  streams.destroy();
  await aws.stop();
  await world.stop();
});
beforeEach(() => {
  // The function goes by the wall clock, and a code by no hours.
  world.moveTo(new Date().toISOString());
  queue.empty();
  events.length = 0;
  const outputs = {
    messageStreamGivenUp: `${aws.url}/333333333333/message-stream`,
    receiptLogsGivenUp: `${aws.url}/333333333333/receipt-logs`,
    messageStreamFunction: "stream:live",
    receiptLogsFunction: "logs",
  };
  Object.assign(answers, { ...queue.answers, DescribeStacks: stackAnswer({ account: "333333333333", outputs }), Invoke: working });
});

/** `npm run replay` itself. */
function command(...args: string[]) {
  const endpoints = Object.fromEntries(["CLOUDFORMATION", "LAMBDA", "SQS"].map((name) => [`AWS_ENDPOINT_URL_${name}`, aws.url]));
  const child = spawn(process.execPath, ["--import", "tsx", "infra/operating/replay.ts", "--stage", "prod", ...args], { cwd: root, env: { ...process.env, ...endpoints }, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  return { ended: once(child, "close").then(([code, signal]) => ({ code, signal, out, err })), kill: () => child.kill("SIGKILL") };
}

type Given = { dryRun?: boolean; dropExpired?: boolean; functionName?: string; streams?: DynamoDBStreamsClient };

/** What it says of each message, in this process. */
async function replayed({ dryRun = false, dropExpired = false, functionName = "stream:live", streams: read = streams }: Given = {}): Promise<Replayed[]> {
  const client = { endpoint: aws.url, maxAttempts: 1 };
  const clients = { sqs: new SQSClient({ ...client, useQueueUrlAsEndpoint: false }), lambda: new LambdaClient(client), streams: read };
  const all: Replayed[] = [];
  for await (const one of replayQueue({ ...clients, queueUrl: `${aws.url}/333333333333/queue`, functionName, dryRun, dropExpired })) all.push(one);
  return all;
}

/** Every record of the table's stream, with the shard it lies in. */
async function recordsOf(): Promise<{ streamArn: string; shardId: string; records: _Record[] }> {
  const { Table } = await world.client.send(new DescribeTableCommand({ TableName: on.table }));
  const streamArn = Table?.LatestStreamArn ?? "";
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const shardId = StreamDescription?.Shards?.at(-1)?.ShardId ?? "";
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shardId, ShardIteratorType: "TRIM_HORIZON" }));
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  return { streamArn, shardId, records: Records };
}

const isOf = ({ eventName, dynamodb }: _Record, { id }: Promised): boolean => eventName === "INSERT" && dynamodb?.NewImage?.sk?.S === `MESSAGE#${id}`;

/** What Lambda puts into the queue once it has given up on a batch that holds these messages: only where their records are. */
async function givenUp(messages: readonly Promised[]): Promise<string> {
  const { streamArn, shardId, records } = await recordsOf();
  const own = records.filter((record) => messages.some((message) => isOf(record, message)));
  const numbers = own.map(({ dynamodb }) => dynamodb?.SequenceNumber);
  expect(own).toHaveLength(messages.length);
  return queue.put({
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: { requestId: "lost", functionArn: "arn:aws:lambda:ap-southeast-1:333333333333:function:stream", condition: "RetryAttemptsExhausted", approximateInvokeCount: 4 },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: numbers[0],
      endSequenceNumber: numbers.at(-1),
      approximateArrivalOfFirstRecord: new Date().toISOString(),
      approximateArrivalOfLastRecord: new Date().toISOString(),
      batchSize: messages.length,
      streamArn,
    },
  });
}
const texts = async ({ to }: Promised) => (await world.texts()).filter((text) => text.to === to);

describe("a text whose record the function gave up", () => {
  test("is left in the queue while the function fails, then sent once, and the queue is empty", async () => {
    const message = await on.promised(on.code());
    const id = await givenUp([message]);
    Object.assign(answers, { Invoke: failing });
    expect(await replayed()).toEqual([{ id, what: "left", records: 1, because: "the function failed again: its log says why" }]);
    // The next replay, and the alarm, need not wait for it.
    expect({ kept: queue.ids(), hidden: queue.hidden() }).toEqual({ kept: [id], hidden: 0 });
    expect(await texts(message)).toEqual([]);

    Object.assign(answers, { Invoke: working });
    expect(await replayed()).toEqual([{ id, what: "replayed", records: 1 }]);
    expect(queue.ids()).toEqual([]);
    expect(await texts(message)).toHaveLength(1);
  });

  test("is given to the function as Lambda gives it", async () => {
    const message = await on.promised(on.code());
    await givenUp([message]);
    await replayed();
    const { streamArn, records } = await recordsOf();
    const record = records.find((one) => isOf(one, message));
    const { ApproximateCreationDateTime, ...dynamodb } = record?.dynamodb ?? {};
    expect(dynamodb).toMatchObject({ SequenceNumber: expect.any(String), NewImage: { state: { S: "waiting" }, dueAt: { S: message.dueAt } } });
    expect(events).toEqual([
      {
        Records: [
          {
            eventID: record?.eventID,
            eventName: "INSERT",
            eventVersion: record?.eventVersion,
            eventSource: "aws:dynamodb",
            awsRegion: record?.awsRegion,
            dynamodb: { ...dynamodb, ApproximateCreationDateTime: Math.floor((ApproximateCreationDateTime?.getTime() ?? 0) / 1_000) },
            eventSourceARN: streamArn,
          },
        ],
      },
    ]);
  });

  test("is sent once when the replay is killed after it and before its message is taken off the queue", async () => {
    const message = await on.promised(on.code());
    const id = await givenUp([message]);
    const cut = command("--queue", "message-stream");
    Object.assign(answers, { DeleteMessage: () => (cut.kill(), "cutOff") });
    expect((await cut.ended).signal).toBe("SIGKILL");
    expect(await texts(message)).toHaveLength(1);
    expect({ kept: queue.ids(), hidden: queue.hidden() }).toEqual({ kept: [id], hidden: 1 });

    Object.assign(answers, queue.answers);
    queue.timeIsOver();
    expect(await command("--queue", "message-stream").ended).toEqual({ code: 0, signal: null, out: `${id}: replayed (records: 1)\nmessage-stream: 1 replayed\n`, err: "" });
    expect(aws.asked.findLast(({ name }) => name === "Invoke")?.input.functionName).toBe("stream:live");
    expect(events).toHaveLength(2);
    expect(queue.ids()).toEqual([]);
    expect(await texts(message)).toHaveLength(1);
  });

  test("is sent with the others of its batch, and with what lies between them", async () => {
    const [first, between, last] = [await on.promised(on.code()), await on.promised(on.code()), await on.promised(on.code())];
    const after = await on.promised(on.code());
    const id = await givenUp([first, last]);
    expect(await replayed()).toEqual([{ id, what: "replayed", records: 3 }]);
    expect(events.map(({ Records }) => Records.length)).toEqual([2, 1]);
    for (const one of [first, between, last]) expect(await texts(one)).toHaveLength(1);
    expect(await texts(after)).toEqual([]);
  });

  test("is left when the function names its record among those it failed on", async () => {
    const id = await givenUp([await on.promised(on.code())]);
    Object.assign(answers, { Invoke: { json: { batchItemFailures: [{ itemIdentifier: "1" }] } } });
    expect(await replayed()).toMatchObject([{ id, what: "left", because: expect.stringContaining("failed on some of its records") }]);
    expect(queue.ids()).toEqual([id]);
  });

  test("is left when the function cannot be called", async () => {
    const id = await givenUp([await on.promised(on.code())]);
    Object.assign(answers, { Invoke: { error: "AccessDeniedException", status: 403 } });
    expect(await replayed()).toMatchObject([{ id, what: "left", because: "the credentials of this machine may not ask that" }]);
    expect(queue.ids()).toEqual([id]);
  });

  const trimmed = { error: "TrimmedDataAccessException" };
  const begun = { json: { ShardIterator: "begun" } };
  test.each<{ name: string; stream: Answers }>([
    { name: "no longer in the stream", stream: { GetShardIterator: trimmed } },
    { name: "trimmed while they are read", stream: { GetShardIterator: begun, GetRecords: trimmed } },
    { name: "of a shard that is gone", stream: { GetShardIterator: { error: "ResourceNotFoundException" } } },
    { name: "nowhere in what the shard gives", stream: { GetShardIterator: begun, GetRecords: { json: { Records: [], NextShardIterator: "begun" } } } },
    { name: "gone in part", stream: { GetShardIterator: begun, GetRecords: { json: { Records: [{ eventName: "INSERT", dynamodb: { SequenceNumber: "0" } }] } } } },
  ])("is left when its records are $name, which is said, and taken away only on request", async ({ stream }) => {
    const id = await givenUp([await on.promised(on.code())]);
    Object.assign(answers, stream);
    const gone = new DynamoDBStreamsClient({ endpoint: aws.url, maxAttempts: 1 });
    expect(await replayed({ streams: gone })).toMatchObject([{ id, what: "left", because: expect.stringContaining("no longer in the stream; the sweep sends what is due without them") }]);
    expect(await replayed({ streams: gone, dropExpired: true, dryRun: true })).toMatchObject([{ id, what: "left" }]);
    expect(queue.ids()).toEqual([id]);
    expect(await replayed({ streams: gone, dropExpired: true })).toEqual([{ id, what: "dropped" }]);
    expect({ kept: queue.ids(), events }).toEqual({ kept: [], events: [] });
  });
});

describe("an invocation the function gave up", () => {
  const lost = { version: "1.0", requestContext: { condition: "RetriesExhausted" }, requestPayload: { awslogs: { data: "+84900000002" } }, responsePayload: { errorMessage: "no" } };

  test("is made again with what it was first made with", async () => {
    const id = queue.put(lost);
    Object.assign(answers, { Invoke: { json: null } });
    expect(await replayed({ functionName: "logs" })).toEqual([{ id, what: "replayed" }]);
    expect(queue.ids()).toEqual([]);
    expect(aws.asked.findLast(({ name }) => name === "Invoke")?.input).toEqual({ functionName: "logs", event: lost.requestPayload });
  });

  test("is only looked at by a dry run, which changes nothing and leaves all to be seen", async () => {
    const ids = [queue.put(lost), queue.put(lost)];
    const before = aws.asked.length;
    expect(await replayed({ dryRun: true })).toEqual(ids.map((id) => ({ id, what: "wouldReplay" })));
    expect(aws.asked.slice(before).map(({ name }) => name)).not.toContain("Invoke");
    expect({ kept: queue.ids(), hidden: queue.hidden() }).toEqual({ kept: ids, hidden: 0 });
  });

  test("is made again whatever lies before it, and what the command prints names nobody", async () => {
    const strange = queue.put("not JSON: +84900000003");
    const id = queue.put(lost);
    Object.assign(answers, { Invoke: { json: null } });
    const said = `${strange}: left in the queue, as it is nothing that Lambda writes of a failure\n${id}: replayed\nreceipt-logs: 1 replayed, 1 left in the queue\n`;
    expect(await command("--queue", "receipt-logs").ended).toEqual({ code: 1, signal: null, out: said, err: "" });
    expect(queue.ids()).toEqual([strange]);
  });
});

test("a queue nobody has is told in one sentence", async () => {
  expect(await command("--queue", "texts").ended).toEqual({ code: 2, signal: null, out: "", err: "no queue texts: choose one of message-stream, receipt-logs with --queue …\n" });
});

test("a queue that may not be read, or not be changed, is told so, and what lies there stays to be seen", async () => {
  const id = queue.put({ requestPayload: {} });
  const refusal = { error: "AccessDeniedException" };
  Object.assign(answers, { Invoke: { json: null }, DeleteMessage: refusal });
  await expect(replayed()).rejects.toThrow("What was replayed cannot be taken off the queue: the credentials of this machine may not ask that.");
  expect({ kept: queue.ids(), hidden: queue.hidden() }).toEqual({ kept: [id], hidden: 0 });
  Object.assign(answers, { ReceiveMessage: refusal });
  await expect(replayed()).rejects.toThrow("The queue cannot be read: the credentials of this machine may not ask that.");
});
