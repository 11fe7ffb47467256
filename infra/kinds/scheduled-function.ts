import type { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import { NodeFunction, type NodeFunctionProps } from "./node-function.ts";

type ScheduledFunctionProps = NodeFunctionProps & { every: Duration; timeout: Duration };

/** Runs by the clock. A failed run is not repeated: the next one finds what is still to do. */
export class ScheduledFunction extends NodeFunction {
  constructor(scope: Construct, id: string, { every, timeout, ...props }: ScheduledFunctionProps) {
    super(scope, id, props, { memorySize: 512, timeout, retryAttempts: 0 });
    new Rule(this, "schedule", { schedule: Schedule.rate(every), targets: [new LambdaFunction(this.lambda)] });
  }
}
