import { Duration, Stack } from "aws-cdk-lib";
import { AlarmStatusWidget, Dashboard as Board, GraphWidget, MathExpression, Metric, type IMetric, type IWidget } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { metrics, metricsNamespace } from "../../functions/platform/metrics.ts";
import type { AreaTable } from "../kinds/area-table.ts";
import { ImpactAlarm } from "../kinds/impact-alarm.ts";
import { NodeFunction } from "../kinds/node-function.ts";
import { nameEverywhere, type Stage } from "../stages.ts";
import type { Site } from "./site.ts";

type DashboardProps = { stage: Stage; site: Site; tables: readonly AreaTable[] };

const period = Duration.minutes(5);
const third = { width: 8, height: 6 };

/** One page for whoever is on duty, read from above: is somebody in trouble, what do people meet, what was received, do texts leave, is the machinery well. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { stage, site, tables }: DashboardProps) {
    super(scope, id);
    const parts = Stack.of(this).node.findAll();
    const alarms = parts.filter((part) => part instanceof ImpactAlarm);
    const functions = parts.filter((part) => part instanceof NodeFunction);
    const each = (metricOf: (one: NodeFunction) => IMetric) => functions.map(metricOf);

    const rows: IWidget[][] = [
      [new AlarmStatusWidget({ title: "What is wrong for people now", alarms, width: 24, height: 5 })],
      [
        graph("Requests", [site.api.metricCount({ period, label: "requests" })]),
        graph("Refused and failed", [site.api.metricClientError({ period, label: "refused (4xx)" }), site.api.metricServerError({ period, label: "failed (5xx)" })]),
        graph("How long people wait for a page, ms", ["p50", "p95", "p99"].map((statistic) => site.api.metricLatency({ period, statistic, label: statistic }))),
      ],
      [
        graph("Received", [figure("ApplicationsReceived", "Sum"), figure("CallbacksBooked", "Sum"), figure("CodesAsked", "Sum")]),
        graph("Texts the networks took", [figure("TextsHandedOver", "Sum")]),
        graph("How long texts waited after they were due, ms", [figure("TextWait", "p50"), figure("TextWait", "p95"), figure("TextWait", "Maximum")]),
      ],
      [
        graph("Functions: errors", each((one) => one.lambda.metricErrors({ period, label: one.node.path }))),
        graph("Functions: slowest, ms", each((one) => one.lambda.metricDuration({ period, statistic: "p99", label: one.node.path }))),
        graph("Functions: turned away for too many at a time", each((one) => one.lambda.metricThrottles({ period, label: one.node.path }))),
      ],
      [
        graph("Tables: units read", tables.map(({ name }) => unitsOf("ConsumedReadCapacityUnits", name))),
        graph("Tables: units written", tables.map(({ name }) => unitsOf("ConsumedWriteCapacityUnits", name))),
        graph("Texts: spent this month, USD", [new Metric({ namespace: "AWS/SNS", metricName: "SMSMonthToDateSpentUSD", statistic: "Maximum", period })]),
      ],
    ];
    new Board(this, "board", { dashboardName: nameEverywhere(stage), widgets: rows });
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, ...third, leftYAxis: { min: 0 } });

/** A figure from the functions' logs, a line for each function that tells it. */
const figure = (name: keyof typeof metrics, statistic: string): MathExpression =>
  new MathExpression({ expression: `SEARCH('{${metricsNamespace},service} MetricName="${name}"', '${statistic}', ${period.toSeconds()})`, usingMetrics: {}, period, label: `${name} ${statistic}` });

const unitsOf = (metricName: string, TableName: string): Metric =>
  new Metric({ namespace: "AWS/DynamoDB", metricName, dimensionsMap: { TableName }, statistic: "Sum", period, label: TableName });
