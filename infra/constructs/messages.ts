import { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { FilterRule } from "aws-cdk-lib/aws-lambda";
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { SenderEnv } from "../../functions/messages/sender/settings.ts";
import { AreaTable } from "../kinds/area-table.ts";
import { ImpactAlarm } from "../kinds/impact-alarm.ts";
import type { NodeFunction } from "../kinds/node-function.ts";
import { ScheduledFunction } from "../kinds/scheduled-function.ts";
import { StreamFunction } from "../kinds/stream-function.ts";
import type { Stage } from "../stages.ts";

/** Promised texts: one function wakes when a promise is written, one looks every minute for what is due. */
export class Messages extends Construct {
  readonly table: AreaTable;
  readonly stream: NodeFunction;
  readonly sweep: NodeFunction;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.table = new AreaTable(this, "messages", { stage, name: "messages" });
    const environment = { MESSAGES_TABLE: this.table.name, SMS_SENDER_ID: stage.smsSenderId } satisfies SenderEnv;

    this.stream = new StreamFunction(this, "stream", {
      stage,
      entry: "messages/sender/stream.ts",
      environment,
      table: this.table,
      filters: [{ eventName: FilterRule.isEqual("INSERT"), dynamodb: { NewImage: { state: { S: FilterRule.isEqual("waiting") } } } }],
      errorImpact: "People wait up to a minute or two for the code they asked for: texts leave by the sweep, no longer at once.",
      givenUpImpact: "Some texts were not sent when they were promised. The sweep still sends what is due; look for a text that breaks the sender.",
    });
    this.sweep = new ScheduledFunction(this, "sweep", {
      stage,
      entry: "messages/sender/sweep.ts",
      environment,
      every: Duration.minutes(1),
      errorImpact: "People do not get reminders, nor a second try of a text that failed, until the sweep runs again.",
    });

    this.table.allow(this.stream, "GetItem", "UpdateItem");
    this.table.allow(this.sweep, "GetItem", "UpdateItem");
    this.table.allowQuery(this.sweep, "due");
    allowTexting(this.stream);
    allowTexting(this.sweep);

    // A network that refuses is no error of the function: it is told by the sender's own words in its log.
    const undelivered = { metricNamespace: "DuongVe", metricName: `TextsUndelivered-${stage.name}`, metricValue: "1" };
    for (const sender of [this.stream, this.sweep]) {
      const filterPattern = FilterPattern.any(...["MESSAGE_GIVEN_UP", "MESSAGE_IN_DOUBT"].map((code) => FilterPattern.stringValue("$.message", "=", code)));
      new MetricFilter(sender, "undelivered", { logGroup: sender.log, filterPattern, ...undelivered });
    }
    new ImpactAlarm(this, "undelivered", {
      metric: new Metric({ namespace: undelivered.metricNamespace, metricName: undelivered.metricName, statistic: "Sum", period: Duration.minutes(5) }),
      threshold: stage.alarms.textsUndelivered,
      errorImpact: "People do not get texts they were promised: the network refuses them, or it is not known whether they were sent. Look at why (because) in the senders' logs.",
    });

    new ImpactAlarm(this, "sms-spend", {
      metric: new Metric({ namespace: "AWS/SNS", metricName: "SMSMonthToDateSpentUSD", statistic: "Maximum", period: Duration.minutes(5) }),
      threshold: stage.alarms.monthlySmsUsd,
      errorImpact: "Texts stop for everybody for the rest of the month once the account's SMS spend limit is reached: find out why, or raise it.",
    });
  }
}

/** A phone number is no resource of AWS, so texting means "*"; every topic is then denied. */
function allowTexting(who: NodeFunction): void {
  who.allow(["sns:Publish"], ["*"]);
  who.role.addToPolicy(new PolicyStatement({ effect: Effect.DENY, actions: ["sns:Publish"], resources: ["arn:aws:sns:*:*:*"] }));
}
