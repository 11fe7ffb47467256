import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { operatorsOf } from "./operators.ts";
import { slugOf } from "./slug.ts";

type ImpactAlarmProps = {
  stage: Stage;
  metric: IMetric;
  threshold: number;
  /** Less than the threshold is the trouble, and hearing nothing is less. */
  fewerThan?: boolean;
  /** What a person notices while this lasts, in the words whoever is woken needs. */
  errorImpact: string;
};

/** Wakes somebody. Its name is the name of its page in infra/runbooks, and its text says where that can be read. */
export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, { stage, metric, threshold, fewerThan = false, errorImpact }: ImpactAlarmProps) {
    const slug = slugOf(scope, id);
    super(scope, id, {
      metric,
      threshold,
      alarmName: `duong-ve-${stage.name}-${slug}`,
      alarmDescription: `${errorImpact}\n${stage.runbooks}${slug}.md`,
      evaluationPeriods: 1,
      comparisonOperator: fewerThan ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: fewerThan ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(new SnsAction(operatorsOf(this)));
  }
}
