import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from "aws-cdk-lib/aws-backup";
import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Schedule } from "aws-cdk-lib/aws-events";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import type { AreaTable } from "../kinds/area-table.ts";
import { ImpactAlarm } from "../kinds/impact-alarm.ts";
import { operatorsOf } from "../kinds/operators.ts";
import { nameEverywhere, type Stage } from "../stages.ts";

type OperationsProps = { stage: Stage; tables: readonly AreaTable[] };

/** What keeps the service for those who run it: copies that outlive a table, and a word before the bill does. */
export class Operations extends Construct {
  constructor(scope: Construct, id: string, { stage, tables }: OperationsProps) {
    super(scope, id);
    this.backups(stage, tables);
    this.budget(stage);
  }

  /** Beside each table's own history to the second, which is gone with the table. Kept in the region: a copy elsewhere would be one more transfer abroad. */
  private backups(stage: Stage, tables: readonly AreaTable[]): void {
    const { removalPolicy } = stage;
    const encryptionKey = new Key(this, "backup-key", { description: `duong-ve ${stage.name} backups`, enableKeyRotation: true, removalPolicy });
    // Its name is taken for good: one of a first deploy that failed would stand in the way of the next.
    const kept = removalPolicy === RemovalPolicy.RETAIN ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : removalPolicy;
    const vault = new BackupVault(this, "vault", { encryptionKey, removalPolicy: kept });
    const nightly = new BackupPlanRule({
      ruleName: "nightly",
      backupVault: vault,
      // 02:00 in Vietnam.
      scheduleExpression: Schedule.cron({ minute: "0", hour: "19" }),
      deleteAfter: Duration.days(stage.backupDays),
    });
    new ImpactAlarm(this, "backup-failed", {
      stage,
      metric: new Metric({ namespace: "AWS/Backup", metricName: "NumberOfBackupJobsFailed", dimensionsMap: { BackupVaultName: vault.backupVaultName }, statistic: "Sum", period: Duration.days(1) }),
      threshold: 1,
      errorImpact: "People notice nothing yet: last night's copy of a table failed, and were the table lost today, a day of applications and calls could be lost with it.",
    });
    const role = new Role(this, "backup-role", {
      assumedBy: new ServicePrincipal("backup.amazonaws.com"),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("service-role/AWSBackupServiceRolePolicyForBackup")],
    });
    const plan = new BackupPlan(this, "plan", { backupPlanRules: [nightly] });
    plan.addSelection("tables", { role, disableDefaultBackupPolicy: true, resources: tables.map(({ arn }) => BackupResource.fromArn(arn)) });
  }

  private budget(stage: Stage): void {
    const subscribers = [{ subscriptionType: "SNS", address: operatorsOf(this).topicArn }];
    const above = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
      notification: { notificationType, comparisonOperator: "GREATER_THAN", threshold, thresholdType: "PERCENTAGE" },
      subscribers,
    });
    new CfnBudget(this, "budget", {
      budget: { budgetName: nameEverywhere(stage), budgetType: "COST", timeUnit: "MONTHLY", budgetLimit: { amount: stage.monthlyBudgetUsd, unit: "USD" } },
      notificationsWithSubscribers: [above("ACTUAL", 80), above("FORECASTED", 100)],
    });
  }
}
