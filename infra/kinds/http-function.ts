import { Duration } from "aws-cdk-lib";
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { Alias, type IFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { NodeFunction, type NodeFunctionProps } from "./node-function.ts";

/**
 * Somebody is waiting for the answer: more memory is more processor, so a cold start is shorter. A new version takes over as the stage's
 * `release` says; when its alarm rings meanwhile, everybody is back on the version before.
 */
export class HttpFunction extends NodeFunction {
  /** The version people meet. */
  readonly live: IFunction;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    // What went wrong for somebody was answered with a page, so Lambda counts no error; the log says it.
    super(scope, id, props, { memorySize: 1_024, timeout: Duration.seconds(10), failureCodes: ["REQUEST_FAILED"] });
    const live = new Alias(this, "live", { aliasName: "live", version: this.lambda.currentVersion });
    this.live = live;
    if (props.stage.release === "gradual") {
      new LambdaDeploymentGroup(this, "release", {
        alias: live,
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        alarms: [this.errors],
        autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      });
    }
  }
}
