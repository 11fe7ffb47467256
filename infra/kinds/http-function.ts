import { Duration } from "aws-cdk-lib";
import { Alarm, MathExpression, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { Alias, type IFunction, type IVersion } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { logMetric } from "./log-metric.ts";
import { NodeFunction, type NodeFunctionProps } from "./node-function.ts";
import { slugOf } from "./slug.ts";

/** What went wrong for somebody was answered with a page, so Lambda counts no error; the log says it. */
const failureCodes = ["REQUEST_FAILED"];

/**
 * Somebody is waiting for the answer: more memory is more processor, so a cold start is shorter. A new version takes over as the stage's
 * `release` says; when it fails meanwhile, everybody is back on the version before.
 */
export class HttpFunction extends NodeFunction {
  /** The version people meet. */
  readonly live: IFunction;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id, props, { memorySize: 1_024, timeout: Duration.seconds(10), failureCodes });
    const version = this.lambda.currentVersion;
    const live = new Alias(this, "live", { aliasName: "live", version });
    this.live = live;
    if (props.stage.release === "gradual") {
      new LambdaDeploymentGroup(this, "release", {
        alias: live,
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        alarms: [this.guard(props.stage, version)],
        autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      });
    }
  }

  /** Of the new version alone: while the one before it fails, its repair can be released. It wakes nobody, for whoever releases is there. */
  private guard(stage: Stage, version: IVersion): Alarm {
    const period = Duration.minutes(1);
    const errors = this.lambda.metricErrors({ period, dimensionsMap: { FunctionName: this.lambda.functionName, Resource: `${this.lambda.functionName}:live`, ExecutedVersion: version.version } });
    const answered = logMetric("new-version-failures", { stage, metricName: `Failures-${slugOf(this, "new")}`, writers: [this], codes: failureCodes, version }).with({ period });
    return new Alarm(this, "new-version", {
      alarmName: `duong-ve-${stage.name}-${slugOf(this, "new-version")}`,
      alarmDescription: "Takes the release back by itself: the new version fails for people.",
      metric: new MathExpression({ expression: "FILL(errors, 0) + FILL(answered, 0)", usingMetrics: { errors, answered }, period, label: "failures of the new version" }),
      threshold: stage.alarms.functionErrors,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
