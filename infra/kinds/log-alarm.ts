import type { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { ImpactAlarm } from "./impact-alarm.ts";
import { logMetric } from "./log-metric.ts";
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
  constructor(scope: Construct, id: string, { writers, stage, metricName, codes, field, ...alarm }: LogAlarmProps) {
    super(scope, id, { stage, metric: logMetric(id, { stage, metricName, writers, codes, field }), ...alarm });
  }
}
