import type { LogFields } from "./log.ts";

type Metric = {
  unit: "Count" | "Milliseconds";
  /** The line that is counted. */
  code: string;
  /** The number in the line that is measured instead. */
  field?: keyof LogFields;
};

/**
 * What operators look at over time, by function. Each is a line of the log that CloudWatch reads as a figure too (embedded metric format): verbs know of none,
 * log and figure cannot differ, and nothing is left to flush when an invocation fails. What wakes somebody is counted by the alarms themselves
 * (infra/kinds/log-alarm.ts), and not here again.
 */
export const metrics = {
  ApplicationsReceived: { unit: "Count", code: "APPLICATION_RECEIVED" },
  CallbacksBooked: { unit: "Count", code: "CALLBACK_BOOKED" },
  CodesAsked: { unit: "Count", code: "CODE_REQUESTED" },
  TextsHandedOver: { unit: "Count", code: "MESSAGE_HANDED_OVER" },
  TextWait: { unit: "Milliseconds", code: "MESSAGE_HANDED_OVER", field: "waitedMs" },
} as const satisfies Record<string, Metric>;

/** Beside the alarms' own, whose names end in their stage. */
export const metricsNamespace = "DuongVe";

const named: readonly (readonly [string, Metric])[] = Object.entries(metrics);

/**
 * What makes a line of the log a figure; nothing for most.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function measured(code: string, fields: LogFields): Record<string, unknown> {
  const figures = named.flatMap(([name, metric]) => {
    const value = metric.field === undefined ? 1 : fields[metric.field];
    return metric.code === code && value !== undefined ? [{ name, unit: metric.unit, value }] : [];
  });
  if (!figures.length) return {};
  const described = { Namespace: metricsNamespace, Dimensions: [["service"]], Metrics: figures.map(({ name, unit }) => ({ Name: name, Unit: unit })) };
  return { _aws: { Timestamp: Date.now(), CloudWatchMetrics: [described] }, ...Object.fromEntries(figures.map(({ name, value }) => [name, value])) };
}
