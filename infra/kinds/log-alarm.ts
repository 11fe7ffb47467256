import { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { ImpactAlarm } from "./impact-alarm.ts";
import type { NodeFunction } from "./node-function.ts";

type LogAlarmProps = {
  stage: Stage;
  metricName: string;
  writers: readonly NodeFunction[];
  /** Lines with one of these codes count. */
  codes: readonly string[];
  /** A number in the line, the greatest of which counts instead of how many lines there were. */
  field?: string;
  /** In five minutes. */
  threshold: number;
  errorImpact: string;
};

/** Wakes somebody for what functions say in their logs and is no error of theirs. */
export class LogAlarm extends ImpactAlarm {
  constructor(scope: Construct, id: string, { stage, metricName, writers, codes, field, ...alarm }: LogAlarmProps) {
    const named = { metricNamespace: "DuongVe", metricName: `${metricName}-${stage.name}`, metricValue: field ? `$.${field}` : "1" };
    for (const writer of writers) {
      const filterPattern = FilterPattern.any(...codes.map((code) => FilterPattern.stringValue("$.message", "=", code)));
      new MetricFilter(writer, id, { logGroup: writer.log, filterPattern, ...named });
    }
    const metric = new Metric({ namespace: named.metricNamespace, metricName: named.metricName, statistic: field ? "Maximum" : "Sum", period: Duration.minutes(5) });
    super(scope, id, { metric, ...alarm });
  }
}
