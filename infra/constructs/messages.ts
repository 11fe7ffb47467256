import { CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { FilterRule } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { ReceiptHttpEnv, ReceiptsEnv } from "../../functions/messages/receipts/settings.ts";
import type { SenderEnv } from "../../functions/messages/sender/settings.ts";
import type { outboxEnv } from "../../functions/platform/env.ts";
import { AreaTable } from "../kinds/area-table.ts";
import { HttpFunction } from "../kinds/http-function.ts";
import { ImpactAlarm } from "../kinds/impact-alarm.ts";
import { LogAlarm } from "../kinds/log-alarm.ts";
import { LogFunction } from "../kinds/log-function.ts";
import type { NodeFunction } from "../kinds/node-function.ts";
import { ScheduledFunction } from "../kinds/scheduled-function.ts";
import { StreamFunction } from "../kinds/stream-function.ts";
import type { Stage } from "../stages.ts";
import type { FrontDoor } from "./front-door.ts";

/**
 * Promised texts: one function wakes when a promise is written, one looks every minute for what is due, and two hear what the networks say
 * of texts. Both halves of the service keep their texts in one table; the wall between them is in what each may name as a key.
 */
export class Messages extends Construct {
  /** What every function that promises texts is given. */
  readonly outboxEnvironment: Record<keyof typeof outboxEnv, string>;
  readonly stream: NodeFunction;
  readonly sweep: NodeFunction;
  readonly receiptLogs: NodeFunction;
  readonly receiptHttp: HttpFunction;
  readonly table: AreaTable;

  constructor(scope: Construct, id: string, { stage, door }: { stage: Stage; door: FrontDoor }) {
    super(scope, id);
    this.table = new AreaTable(this, "messages", { stage, name: "messages" });
    const seal = new Secret(this, "seal", {
      description: "Seals number and words of a text until it is sent, and hashes phones; a new value makes texts that wait unreadable and forgets which phones want none",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      encryptionKey: this.table.key,
      removalPolicy: stage.removalPolicy,
    });
    // Only a reference reaches the template: CloudFormation reads the value when it deploys.
    this.outboxEnvironment = { MESSAGES_TABLE: this.table.name, MESSAGES_SEAL_SECRET: seal.secretValue.unsafeUnwrap() };
    const aggregator = { SMS_AGGREGATOR: JSON.stringify(stage.smsAggregator), SMS_AGGREGATOR_SECRET: this.aggregatorSecret(stage) };

    const forSenders = {
      stage,
      environment: {
        ...this.outboxEnvironment,
        ...aggregator,
        SMS_SENDER_ID: stage.smsSenderId,
        SMS_ROUTES: JSON.stringify(stage.smsRoutes),
        SWEEP_SECONDS: "50",
      } satisfies SenderEnv,
      environmentKey: this.table.key,
    };
    this.stream = new StreamFunction(this, "stream", {
      ...forSenders,
      entry: "messages/sender/stream.ts",
      table: this.table,
      // Two tries, one at once after the other, each with its wait for a turn and the twenty seconds a network may take.
      timeout: Duration.minutes(1),
      filters: [{ eventName: FilterRule.isEqual("INSERT"), dynamodb: { NewImage: { state: { S: FilterRule.isEqual("waiting") } } } }],
      errorImpact: "People wait up to a minute or two for the code they asked for: texts leave by the sweep, no longer at once.",
      givenUpImpact: "Some texts were not sent when they were promised. The sweep still sends what is due; look for a text that breaks the sender.",
      outputName: "messageStream",
    });
    this.sweep = new ScheduledFunction(this, "sweep", {
      ...forSenders,
      entry: "messages/sender/sweep.ts",
      every: Duration.minutes(1),
      // It takes up work for SWEEP_SECONDS, then finishes what it holds, slow networks included; the next one begins meanwhile, as each text is claimed.
      timeout: Duration.minutes(4),
      errorImpact: "People do not get reminders, nor a second try of a text that failed, until the sweep runs again.",
    });

    const forReceipts = { stage, environment: { MESSAGES_TABLE: this.table.name, ...aggregator } satisfies ReceiptsEnv, environmentKey: this.table.key };
    this.receiptLogs = new LogFunction(this, "receipt-logs", {
      ...forReceipts,
      entry: "messages/receipts/logs.ts",
      logs: this.deliveryLogs(),
      key: this.table.key,
      givenUpImpact: "People whose text did not arrive are not called instead: some of what SNS says of texts could not be taken in. Send it through again once the cause is gone.",
      outputName: "receiptLogs",
      errorImpact: "People whose text did not arrive are not called instead: what SNS says of texts is not taken in, and each looks handed over.",
    });
    this.receiptHttp = new HttpFunction(this, "receipt-http", {
      ...forReceipts,
      environment: { ...forReceipts.environment, ...door.environment } satisfies ReceiptHttpEnv,
      entry: "messages/receipts/http.ts",
      errorImpact: "People whose text did not arrive are called late: what the aggregator says of texts is not taken in until it says it again.",
    });

    for (const sender of [this.stream, this.sweep]) allowTexting(sender);
    this.alarms(stage);
  }

  /** Made with a value that means nothing: whoever deploys puts in what the aggregator gave, and deploys again. */
  private aggregatorSecret({ smsAggregator, removalPolicy }: Stage): string {
    if (!smsAggregator) return "";
    const description = "Shared with the aggregator of texts: proves to it that a text is ours, and to us that a receipt is its";
    return new Secret(this, "aggregator", { description, encryptionKey: this.table.key, removalPolicy }).secretValue.unsafeUnwrap();
  }

  /** SNS chooses the names. It writes there once the account's SMS settings name this role, which CloudFormation has no resource for. */
  private deliveryLogs(): Record<"delivered" | "failed", LogGroup> {
    const { region, account } = Stack.of(this);
    // Each line names a number: sealed with the table's key, and kept no longer than it takes to read it twice.
    this.table.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        resources: ["*"],
        conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:sns/*` } },
      }),
    );
    const kept = { retention: RetentionDays.ONE_DAY, removalPolicy: RemovalPolicy.DESTROY, encryptionKey: this.table.key };
    const logGroupName = `sns/${region}/${account}/DirectPublishToPhoneNumber`;
    const logs = {
      delivered: new LogGroup(this, "delivered", { ...kept, logGroupName }),
      failed: new LogGroup(this, "failed", { ...kept, logGroupName: `${logGroupName}/Failure` }),
    };
    const role = new Role(this, "delivery-log-role", { assumedBy: new ServicePrincipal("sns.amazonaws.com") });
    for (const log of Object.values(logs)) log.grant(role, "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents");
    new CfnOutput(this, "delivery-log", {
      value: role.roleArn,
      description: "Once for the account: aws sns set-sms-attributes --attributes DeliveryStatusIAMRole=<this>,DeliveryStatusSuccessSamplingRate=100",
    }).overrideLogicalId("deliveryLogRole");
    return logs;
  }

  /** A network that refuses is no error of the function: what went wrong for people is told by the functions' own words in their logs. */
  private alarms(stage: Stage): void {
    const senders = [this.stream, this.sweep];
    new LogAlarm(this, "undelivered", {
      stage,
      metricName: "TextsUndelivered",
      writers: senders,
      codes: ["MESSAGE_GIVEN_UP", "MESSAGE_IN_DOUBT"],
      threshold: stage.alarms.textsUndelivered,
      errorImpact: "People do not get texts they were promised: the network refuses them, or it is not known whether they were sent. Look at why (because) in the senders' logs.",
    });
    // One wrong number is the desk's to call about and wakes nobody; only receipts show a network that drops all we send.
    new LogAlarm(this, "not-arrived", {
      stage,
      metricName: "TextsNotArrived",
      writers: [...senders, this.receiptLogs, this.receiptHttp],
      codes: ["MESSAGE_UNDELIVERED"],
      threshold: stage.alarms.textsNotArrived,
      errorImpact: "Many people do not get texts that the network took: it may be blocking our sender name or our words. Look at why (because) in the logs of receipts, and ask the network.",
    });
    new LogAlarm(this, "overdue", {
      stage,
      metricName: "TextsOverdue",
      writers: [this.sweep],
      codes: ["MESSAGES_OVERDUE"],
      field: "count",
      threshold: 1,
      errorImpact: "People wait for texts that were due more than five minutes ago and have no outcome: the senders fail, or more is due than the routes' rates let through. Look at the sweep's log.",
    });
    new ImpactAlarm(this, "no-sweep", {
      stage,
      metric: this.sweep.lambda.metricInvocations({ period: Duration.minutes(5) }),
      threshold: 1,
      fewerThan: true,
      errorImpact: "No reminder leaves, nor a second try of any text, and nothing else would tell: the sweep has not run for five minutes. Look at its schedule, and at the account's limit of functions at a time.",
    });
    new LogAlarm(this, "route-switched", {
      stage,
      metricName: "RouteSwitched",
      writers: senders,
      codes: ["ROUTE_SWITCHED"],
      threshold: 1,
      errorImpact: "Texts go by the other route: people may have waited for theirs, as the one before failed or was slow, unless it is the preferred one that is well again. Look at routeName and because in the senders' logs.",
    });
    new ImpactAlarm(this, "sms-spend", {
      stage,
      metric: new Metric({ namespace: "AWS/SNS", metricName: "SMSMonthToDateSpentUSD", statistic: "Maximum", period: Duration.minutes(5) }),
      threshold: stage.alarms.monthlySmsUsd,
      errorImpact: "Texts stop for everybody for the rest of the month once the account's SMS spend limit is reached: find out why, or raise it.",
    });
  }
}

/** A phone number is no resource of AWS, so texting means "*"; every topic is then denied. The settings are only asked to see whether SNS answers. */
function allowTexting(who: NodeFunction): void {
  who.allow(["sns:Publish", "sns:GetSMSAttributes"], ["*"]);
  who.role.addToPolicy(new PolicyStatement({ effect: Effect.DENY, actions: ["sns:Publish"], resources: ["arn:aws:sns:*:*:*"] }));
}
