import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Construct } from "constructs";
import { operatorsOf } from "./operators.ts";

type ImpactAlarmProps = {
  metric: IMetric;
  threshold: number;
  /** Less than the threshold is the trouble, and hearing nothing is less. */
  fewerThan?: boolean;
  /** What a person notices while this lasts, in the words whoever is woken needs. */
  errorImpact: string;
};

export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, { metric, threshold, fewerThan = false, errorImpact }: ImpactAlarmProps) {
    super(scope, id, {
      metric,
      threshold,
      alarmDescription: errorImpact,
      evaluationPeriods: 1,
      comparisonOperator: fewerThan ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: fewerThan ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(new SnsAction(operatorsOf(this)));
  }
}
