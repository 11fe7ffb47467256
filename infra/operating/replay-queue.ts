import { GetRecordsCommand, GetShardIteratorCommand, type _Record, type DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { ChangeMessageVisibilityCommand, DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { plainReason, Unasked } from "./plain-reason.ts";

type Queue = {
  sqs: SQSClient;
  lambda: LambdaClient;
  streams: DynamoDBStreamsClient;
  queueUrl: string;
  functionName: string;
  /** Looks at what could be replayed, and changes nothing. */
  dryRun: boolean;
  /** Takes away what names records that their stream no longer keeps. */
  dropExpired: boolean;
};

/** What became of one message: only what is `left` is still in the queue. `records`: how many changes of a table it held. */
export type Replayed = { id: string; records?: number | undefined } & ({ what: "replayed" | "wouldReplay" | "dropped" } | { what: "left"; because: string });

/** What Lambda writes for an invocation it gave up, and for a batch of a stream's records: of those it keeps only where they are. */
const invocationSchema = z.object({ requestPayload: z.json() });
const batchSchema = z.object({ DDBStreamBatchInfo: z.object({ shardId: z.string(), startSequenceNumber: z.string(), endSequenceNumber: z.string(), batchSize: z.int().min(1), streamArn: z.string() }) });
type Batch = z.infer<typeof batchSchema>["DDBStreamBatchInfo"];
/** A stream function names the records it failed on; any other answers what it likes. */
const answerSchema = z.object({ batchItemFailures: z.array(z.unknown()).min(1) });

/** Longer than a function may take, and shorter than somebody waits who ended a replay. */
const hiddenSeconds = 300;
const listenSeconds = 1;
const emptyPages = 10;

/**
 * Gives the function once more what it failed on, one message after the other, each of them once. A message is taken off the queue only when the
 * function has done its work; ended before that, the next replay gives it again, which sends no text twice: the claim in the table sees to it.
 */
export async function* replayQueue(queue: Queue): AsyncGenerator<Replayed> {
  const kept = new Map<string, string>();
  try {
    for (let message = await receive(queue); message && !kept.has(message.id); message = await receive(queue)) {
      kept.set(message.id, message.handle);
      const replayed = await replay(queue, message);
      if (replayed.what === "replayed" || replayed.what === "dropped") {
        await queue.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.queueUrl, ReceiptHandle: message.handle })).catch(stop("What was replayed cannot be taken off the queue"));
        kept.delete(message.id);
      }
      yield replayed;
    }
  } finally {
    // What stays is seen again at once, by the alarm too.
    await Promise.allSettled([...kept.values()].map((ReceiptHandle) => queue.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queue.queueUrl, ReceiptHandle, VisibilityTimeout: 0 }))));
  }
}

const stop =
  (what: string) =>
  (thrown: unknown): never => {
    throw new Unasked(`${what}: ${plainReason(thrown)}.`);
  };

type Received = { id: string; handle: string; body: string };

async function receive({ sqs, queueUrl }: Queue): Promise<Received | null> {
  const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 1, VisibilityTimeout: hiddenSeconds, WaitTimeSeconds: listenSeconds });
  const { Messages: [message] = [] } = await sqs.send(command).catch(stop("The queue cannot be read"));
  return message ? { id: message.MessageId ?? "", handle: message.ReceiptHandle ?? "", body: message.Body ?? "" } : null;
}

async function replay(queue: Queue, { id, body }: Received): Promise<Replayed> {
  const found = await eventsOf(queue, body).catch((thrown: unknown) => plainReason(thrown));
  if (typeof found === "string") return { id, what: "left", because: found };
  if (found === null) {
    const because = "its records are no longer in the stream; the sweep sends what is due without them (--drop-expired takes it away)";
    return queue.dropExpired && !queue.dryRun ? { id, what: "dropped" } : { id, what: "left", because };
  }
  const { events, records } = found;
  if (queue.dryRun) return { id, records, what: "wouldReplay" };
  for (const event of events) {
    const because = await failureOf(queue, event);
    if (because) return { id, records, what: "left", because };
  }
  return { id, records, what: "replayed" };
}

type Events = { events: readonly unknown[]; records?: number };

/** What the function is to be given; null when it is no more to be had. */
async function eventsOf({ streams }: Queue, body: string): Promise<Events | null> {
  const json = readJson(body);
  const batch = batchSchema.safeParse(json).data?.DDBStreamBatchInfo;
  if (batch) return eventsOfBatch(streams, batch);
  const invocation = invocationSchema.safeParse(json).data;
  if (!invocation) throw new Unasked("it is nothing that Lambda writes of a failure");
  return { events: [invocation.requestPayload] };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

async function eventsOfBatch(streams: DynamoDBStreamsClient, batch: Batch): Promise<Events | null> {
  try {
    const pages = await readBatch(streams, batch);
    if (pages[0]?.[0]?.dynamodb?.SequenceNumber !== batch.startSequenceNumber) return null;
    return { events: pages.map((page) => ({ Records: page.map((record) => asLambdaGives(record, batch)) })), records: pages.flat().length };
  } catch (thrown) {
    if (thrown instanceof Error && gone.has(thrown.name)) return null;
    throw thrown;
  }
}
const gone: ReadonlySet<string> = new Set(["ResourceNotFoundException", "TrimmedDataAccessException"]);

/** The records from the batch's first to its last, a batch at a time. The batches beside it lie between them too: the function has done those, and does nothing again. */
async function readBatch(streams: DynamoDBStreamsClient, { streamArn, shardId, startSequenceNumber, endSequenceNumber, batchSize }: Batch): Promise<_Record[][]> {
  const pages: _Record[][] = [];
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shardId, ShardIteratorType: "AT_SEQUENCE_NUMBER", SequenceNumber: startSequenceNumber }),
  );
  for (let iterator = ShardIterator, empty = 0; iterator && empty < emptyPages; ) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: batchSize }));
    const page = Records.filter(({ dynamodb }) => BigInt(dynamodb?.SequenceNumber ?? 0) <= BigInt(endSequenceNumber));
    if (page.length) pages.push(page);
    if (Records.at(-1)?.dynamodb?.SequenceNumber === endSequenceNumber || page.length < Records.length) break;
    empty = Records.length ? 0 : empty + 1;
    iterator = NextShardIterator;
  }
  return pages;
}

/** A record in the shape in which Lambda hands it on: times in seconds, and where it comes from. */
const asLambdaGives = ({ dynamodb, ...record }: _Record, { streamArn }: Batch) => ({
  ...record,
  dynamodb: { ...dynamodb, ApproximateCreationDateTime: Math.floor((dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0) / 1_000) },
  eventSourceARN: streamArn,
});

/** Why the function has not done its work; null when it has. What it says itself stays unread: it could quote a person. */
async function failureOf({ lambda, functionName }: Queue, event: unknown): Promise<string | null> {
  try {
    const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(event)) }));
    if (FunctionError) return "the function failed again: its log says why";
    return answerSchema.safeParse(readJson(Payload?.transformToString() ?? "")).success ? "the function failed on some of its records: its log says why" : null;
  } catch (thrown) {
    return plainReason(thrown);
  }
}
