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
  const begin = async (ShardId: string | undefined, ShardIteratorType: "LATEST" | "TRIM_HORIZON"): Promise<string | undefined> =>
    (await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType }))).ShardIterator;

  let stopped = false;
  const underWay = new Set<Promise<unknown>>();
  const poll = async (ShardIterator: string): Promise<string | undefined> => {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    const waiting = Records.filter(({ eventName, dynamodb }) => eventName === "INSERT" && dynamodb?.NewImage?.state?.S === "waiting");
    if (waiting.length) {
      // Beside one another, as Lambda works on several batches of a shard: a slow network for one text holds up no other.
      const work: Promise<unknown> = wake(JSON.parse(JSON.stringify({ Records: waiting })))
        .catch(() => {})
        .finally(() => underWay.delete(work));
      underWay.add(work);
    }
    return NextShardIterator;
  };
  const follow = async ({ shard, first }: { shard: string | undefined; first: string | undefined }): Promise<void> => {
    let iterator = first;
    while (!stopped && iterator) {
      // An iterator can run out or, with DynamoDB Local, lose its place. Beginning again tells of messages twice, which sends none twice.
      iterator = await poll(iterator).catch(() => begin(shard, "TRIM_HORIZON").catch(() => iterator));
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  };
  const shards = await Promise.all((StreamDescription?.Shards ?? []).map(async ({ ShardId }) => ({ shard: ShardId, first: await begin(ShardId, "LATEST") })));
  const following = Promise.all(shards.map(follow));
  return async () => {
    stopped = true;
    await following;
    await Promise.all(underWay);
    streams.destroy();
  };
}
