import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { ReadWriteType, Trail } from "aws-cdk-lib/aws-cloudtrail";
import { CfnRule, EventField, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { SnsTopic } from "aws-cdk-lib/aws-events-targets";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { operatorsOf } from "../kinds/operators.ts";
import { slugOf } from "../kinds/slug.ts";
import type { Stage } from "../stages.ts";

/** By which somebody with an account of AWS could take what people told us, or make sure that nobody sees it. Told whoever does them, a deploy too. */
const alwaysTold = {
  keys: ["DisableKey", "ScheduleKeyDeletion", "PutKeyPolicy"],
  tables: ["DeleteTable", "ExportTableToPointInTime", { prefix: "RestoreTable" }, "UpdateContinuousBackups", "PutResourcePolicy"],
  copies: ["StartCopyJob", "StartRestoreJob", "DeleteRecoveryPoint", "DeleteBackupVault", "PutBackupVaultAccessPolicy"],
  staff: ["AdminAddUserToGroup", "AdminUpdateUserAttributes", "AdminSetUserMFAPreference", "AdminSetUserPassword", "SetUserPoolMfaConfig", "UpdateUserPool"],
  records: ["DeleteLogGroup", "StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"],
  watch: ["DisableRule", "DeleteRule", "RemoveTargets", "Unsubscribe"],
};
/** AWS does these for us at each deploy; by hand hardly anybody does. */
const toldByHand = ["CreateGrant", "GetSecretValue", "BatchGetSecretValue", "PutSecretValue", { prefix: "UpdateFunctionCode" }, { prefix: "CreateFunction" }];
/** AWS's services name themselves where a person's call has an address. */
const byHand = [{ "anything-but": { suffix: ".amazonaws.com" } }];
const opens = { eventSource: ["kms.amazonaws.com"], eventName: ["Encrypt", "Decrypt"] };

/** Who did what in the account, where nobody can change it for a time; and a word to the people on duty about what hardly anybody should do. */
export class Watch extends Construct {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.trail(stage);
    this.acts(stage);
  }

  /** Of every region, for the account's roles are changed in another one. What it holds is of operators and functions, never of people. */
  private trail({ trailDays, removalPolicy }: Stage): void {
    const kept = Duration.days(trailDays);
    const bucket = new Bucket(this, "records", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // A key of our own would be one more thing that can be disabled to see nothing.
      encryption: BucketEncryption.S3_MANAGED,
      versioned: true,
      objectLockEnabled: true,
      // In compliance mode nobody can take the lock off, nor the account's owner.
      objectLockDefaultRetention: removalPolicy === RemovalPolicy.RETAIN ? ObjectLockRetention.compliance(kept) : ObjectLockRetention.governance(kept),
      lifecycleRules: [{ expiration: Duration.days(trailDays + 1), noncurrentVersionExpiration: Duration.days(1) }],
      removalPolicy,
    });
    new Trail(this, "trail", { bucket, managementEvents: ReadWriteType.ALL, isMultiRegionTrail: true, includeGlobalServiceEvents: true, enableFileValidation: true });
  }

  private acts({ keysRole, runbooks }: Stage): void {
    const slug = slugOf(this, "acts");
    const rule = new Rule(this, "acts", {
      description: "Acts by which somebody could take what people told us, or blind those who would see it",
      eventPattern: {
        detailType: ["AWS API Call via CloudTrail"],
        detail: {
          $or: [
            { eventName: Object.values(alwaysTold).flat() },
            { eventName: toldByHand, sourceIPAddress: byHand },
            // Somebody was refused a key, or uses the one role that people open root keys with.
            { ...opens, errorCode: [{ prefix: "AccessDenied" }] },
            { ...opens, userIdentity: { sessionContext: { sessionIssuer: { userName: [keysRole.split("/").at(-1)] } } } },
          ],
        },
      },
      targets: [
        new SnsTopic(operatorsOf(this), {
          message: RuleTargetInput.fromText(
            [
              `${EventField.fromPath("$.detail.eventName")} was asked of ${EventField.fromPath("$.detail.eventSource")} at ${EventField.fromPath("$.detail.eventTime")}: what people told us could be taken, unless one of us did this on purpose.`,
              `Its id is ${EventField.fromPath("$.detail.eventID")}.`,
              `${runbooks}${slug}.md`,
            ].join(" "),
          ),
        }),
      ],
    });
    // A rule that is merely enabled hears of no reading: not of a secret's value, nor of a key that opens something.
    const made = rule.node.defaultChild;
    if (made instanceof CfnRule) made.state = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
  }
}
