import { Duration } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { FilterPattern, SubscriptionFilter, type ILogGroup } from "aws-cdk-lib/aws-logs";
import { LambdaDestination } from "aws-cdk-lib/aws-logs-destinations";
import type { Construct } from "constructs";
import { FailureQueue } from "./failure-queue.ts";
import { NodeFunction, type NodeFunctionProps } from "./node-function.ts";

type LogFunctionProps = NodeFunctionProps & {
  /** The logs it hears of, each under a name. */
  logs: Readonly<Record<string, ILogGroup>>;
  key: IKey;
  /** What a person notices when lines were given up, and what outputs call the function. */
  givenUpImpact: string;
  outputName: string;
};

/** Hears every line that others write into a log. What it fails on comes again twice, then is set aside. */
export class LogFunction extends NodeFunction {
  constructor(scope: Construct, id: string, { logs, key, givenUpImpact, outputName, ...props }: LogFunctionProps) {
    super(scope, id, props, { memorySize: 512, timeout: Duration.minutes(1) });
    const givenUp = new FailureQueue(this, "given-up", { stage: props.stage, key, who: this, name: outputName, errorImpact: givenUpImpact });
    this.lambda.configureAsyncInvoke({ retryAttempts: 2, onFailure: givenUp.destination });
    const destination = new LambdaDestination(this.lambda);
    for (const [name, logGroup] of Object.entries(logs)) {
      new SubscriptionFilter(this, name, { logGroup, destination, filterPattern: FilterPattern.allEvents() });
    }
  }
}
