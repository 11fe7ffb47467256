import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { LogAlarm } from "../kinds/log-alarm.ts";
import type { NodeFunction } from "../kinds/node-function.ts";
import { ScheduledFunction } from "../kinds/scheduled-function.ts";
import type { Stage } from "../stages.ts";

/** What has to be looked after though nobody asks for it. */
export class Upkeep extends Construct {
  readonly daily: NodeFunction;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.daily = new ScheduledFunction(this, "daily", {
      stage,
      entry: "upkeep/handler.ts",
      environment: {},
      every: Duration.days(1),
      timeout: Duration.seconds(30),
      errorImpact: "People may be told wrong deadlines next year, for nobody is told when its days off are still to be entered.",
    });
    new LogAlarm(this, "holidays", {
      stage,
      metricName: "HolidaysToEnter",
      writers: [this.daily],
      codes: ["HOLIDAYS_TO_ENTER"],
      threshold: 1,
      errorImpact: "People may be told wrong deadlines: next year's days off, or the announcement of some, are not in shared/calendar/days-off.ts yet. Enter them with the decision they come from.",
    });
  }
}
