import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Construct } from "constructs";
import { operatorsOf } from "./operators.ts";

type ImpactAlarmProps = {
  metric: IMetric;
  threshold: number;
  /** What a person notices while this lasts, in the words whoever is woken needs. */
  errorImpact: string;
};

export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, { metric, threshold, errorImpact }: ImpactAlarmProps) {
    super(scope, id, {
      metric,
      threshold,
      alarmDescription: errorImpact,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(new SnsAction(operatorsOf(this)));
  }
}
