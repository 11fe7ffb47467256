import { Duration } from "aws-cdk-lib";
import { FilterCriteria, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { AreaTable } from "./area-table.ts";
import { ImpactAlarm } from "./impact-alarm.ts";
import { NodeFunction, type NodeFunctionProps } from "./node-function.ts";

type StreamFunctionProps = NodeFunctionProps & {
  table: AreaTable;
  timeout: Duration;
  /** Event patterns, any of which wakes the function; the rest costs nothing. */
  filters: Record<string, unknown>[];
  /** What a person notices when records were given up. */
  givenUpImpact: string;
};

/** Wakes on changes of a table. A bad record is parted from its batch, tried three more times, then set aside for people to read. */
export class StreamFunction extends NodeFunction {
  constructor(scope: Construct, id: string, { table, timeout, filters, givenUpImpact, ...props }: StreamFunctionProps) {
    super(scope, id, props, { memorySize: 512, timeout });
    const givenUp = new Queue(this, "given-up", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.lambda.addEventSourceMapping("stream", {
      eventSourceArn: table.allowStream(this),
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: filters.map((pattern) => FilterCriteria.filter(pattern)),
      batchSize: 10,
      // All records of a shard stand in one line otherwise: what one of them waits for, the others would. Changes of one item keep their order.
      parallelizationFactor: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 3,
      maxRecordAge: Duration.hours(1),
      onFailure: new SqsDlq(givenUp),
    });
    new ImpactAlarm(this, "given-up-records", {
      metric: givenUp.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: "Maximum" }),
      threshold: 1,
      errorImpact: givenUpImpact,
    });
  }
}
