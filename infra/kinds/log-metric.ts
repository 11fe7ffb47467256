import { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { IVersion } from "aws-cdk-lib/aws-lambda";
import { FilterPattern, MetricFilter, type LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { metricsNamespace } from "../../functions/platform/metrics.ts";
import type { Stage } from "../stages.ts";

type LogMetricProps = {
  stage: Stage;
  metricName: string;
  writers: readonly (Construct & { readonly log: LogGroup })[];
  codes: readonly string[];
  field?: string | undefined;
  /** Only what this version of the function said. */
  version?: IVersion;
};

/** How often functions said one of these codes in five minutes; of a field, the greatest number they said. */
export function logMetric(id: string, { stage, metricName, writers, codes, field, version }: LogMetricProps): Metric {
  const named = { metricNamespace: metricsNamespace, metricName: `${metricName}-${stage.name}`, metricValue: field ? `$.${field}` : "1" };
  for (const writer of writers) {
    const filterPattern = FilterPattern.any(...codes.map((code) => FilterPattern.stringValue("$.message", "=", code)));
    new MetricFilter(writer, id, { logGroup: writer.log, filterPattern, ...named, ...(version ? { dimensions: { version: "$.version" } } : {}) });
  }
  return new Metric({ namespace: named.metricNamespace, metricName: named.metricName, ...(version ? { dimensionsMap: { version: version.version } } : {}), statistic: field ? "Maximum" : "Sum", period: Duration.minutes(5) });
}
