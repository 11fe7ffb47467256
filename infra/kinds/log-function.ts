import { Duration } from "aws-cdk-lib";
import { FilterPattern, SubscriptionFilter, type ILogGroup } from "aws-cdk-lib/aws-logs";
import { LambdaDestination } from "aws-cdk-lib/aws-logs-destinations";
import type { Construct } from "constructs";
import { NodeFunction, type NodeFunctionProps } from "./node-function.ts";

type LogFunctionProps = NodeFunctionProps & {
  /** The logs it hears of, each under a name. */
  logs: Readonly<Record<string, ILogGroup>>;
};

/** Hears every line that others write into a log. What it fails on comes again twice. */
export class LogFunction extends NodeFunction {
  constructor(scope: Construct, id: string, { logs, ...props }: LogFunctionProps) {
    super(scope, id, props, { memorySize: 512, timeout: Duration.minutes(1), retryAttempts: 2 });
    const destination = new LambdaDestination(this.lambda);
    for (const [name, logGroup] of Object.entries(logs)) {
      new SubscriptionFilter(this, name, { logGroup, destination, filterPattern: FilterPattern.allEvents() });
    }
  }
}
