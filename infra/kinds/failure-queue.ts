import { CfnOutput, Duration, Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { DlqDestinationConfig, IEventSourceDlq, IDestination } from "aws-cdk-lib/aws-lambda";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { ImpactAlarm } from "./impact-alarm.ts";
import type { NodeFunction } from "./node-function.ts";

type FailureQueueProps = { stage: Stage; key: IKey; who: NodeFunction; /** What outputs call the function. */ name: string; errorImpact: string };

/**
 * Where events go that a function failed on until it was given up, for people to look at and to send through it again (`npm run replay`).
 * An event may name a number: it is sealed with the key of the function's side of the wall, and gone after two weeks.
 */
export class FailureQueue extends Construct {
  /** For a stream, and for what is called without waiting for its answer. */
  readonly destination: IEventSourceDlq & IDestination;

  constructor(scope: Construct, id: string, { stage, key, who, name, errorImpact }: FailureQueueProps) {
    super(scope, id);
    const queue = new Queue(this, "queue", {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: stage.removalPolicy,
    });
    who.allow(["sqs:SendMessage"], [queue.queueArn]);
    who.role.addToPolicy(
      new PolicyStatement({
        actions: ["kms:GenerateDataKey", "kms:Decrypt"],
        resources: [key.keyArn],
        conditions: { StringEquals: { "kms:ViaService": `sqs.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
    // CDK's own destinations would also allow what is not needed: to ask for the queue's address and to seal anew.
    const bound: DlqDestinationConfig = { destination: queue.queueArn };
    this.destination = { bind: () => bound };
    const output = (called: string, description: string, value: string) => new CfnOutput(this, called, { value, description }).overrideLogicalId(called);
    output(`${name}GivenUp`, `Events that ${name}Function gave up`, queue.queueUrl);
    output(`${name}Function`, "What they are sent through again", who.lambda.functionName);
    new ImpactAlarm(this, "waiting", {
      stage,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: "Maximum" }),
      threshold: 1,
      errorImpact,
    });
  }
}
