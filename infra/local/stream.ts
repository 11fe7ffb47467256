import { DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand } from "@aws-sdk/client-dynamodb-streams";
import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoDBStreamEvent } from "aws-lambda";

const pollMs = 200;

/**
 * Wakes a stream function as Lambda's event source does: new waiting messages only, in batches.
 * Starts at the end of the stream; whatever was written while nobody listened is the sweep's.
 */
export async function followMessages(client: DynamoDBClient, tableName: string, wake: (event: DynamoDBStreamEvent) => Promise<unknown>): Promise<() => Promise<void>> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const streams = new DynamoDBStreamsClient({});
  const StreamArn = Table?.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  let iterators = await Promise.all(
    (StreamDescription?.Shards ?? []).map(async ({ ShardId }) => {
      const { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "LATEST" }));
      return ShardIterator;
    }),
  );
  let stopped = false;
  const poll = async (ShardIterator: string | undefined): Promise<string | undefined> => {
    if (!ShardIterator) return undefined;
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    const waiting = Records.filter(({ eventName, dynamodb }) => eventName === "INSERT" && dynamodb?.NewImage?.state?.S === "waiting");
    if (waiting.length) await wake(JSON.parse(JSON.stringify({ Records: waiting })));
    return NextShardIterator;
  };
  const following = (async () => {
    while (!stopped) {
      iterators = await Promise.all(iterators.map((iterator) => poll(iterator).catch(() => iterator)));
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  })();
  return async () => {
    stopped = true;
    await following;
    streams.destroy();
  };
}
