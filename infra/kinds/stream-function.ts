import { Duration } from "aws-cdk-lib";
import { FilterCriteria, StartingPosition } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { AreaTable } from "./area-table.ts";
import { FailureQueue } from "./failure-queue.ts";
import { NodeFunction, type NodeFunctionProps } from "./node-function.ts";

type StreamFunctionProps = NodeFunctionProps & {
  table: AreaTable;
  timeout: Duration;
  /** Event patterns, any of which wakes the function; the rest costs nothing. */
  filters: Record<string, unknown>[];
  /** What a person notices when records were given up, and what outputs call the function. */
  givenUpImpact: string;
  outputName: string;
};

/** Wakes on changes of a table. A bad record is parted from its batch, tried three more times, then set aside for people to read. */
export class StreamFunction extends NodeFunction {
  constructor(scope: Construct, id: string, { table, timeout, filters, givenUpImpact, outputName, ...props }: StreamFunctionProps) {
    super(scope, id, props, { memorySize: 512, timeout });
    const givenUp = new FailureQueue(this, "given-up", { stage: props.stage, key: table.key, who: this, name: outputName, errorImpact: givenUpImpact });
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
      onFailure: givenUp.destination,
    });
  }
}
