import { beforeAll, describe, expect, it } from "vitest";
import { stageNamed } from "../../infra/stages.ts";
import { synth, synthTimeout, text, type Properties, type Synthesised } from "./support/synth.ts";

let prod: Synthesised;
const rule = (): Properties => prod.ofType("AWS::Events::Rule").map(([, { Properties }]) => Properties).find(({ EventPattern }) => EventPattern) ?? {};
const bucketOf = (made: Synthesised): Properties => made.resources[text(made.only("AWS::CloudTrail::Trail").S3BucketName)]?.Properties ?? {};

beforeAll(() => {
  prod = synth("prod");
}, synthTimeout);

/** As EventBridge matches: every field of a pattern, by one of the ways it names. */
function fits(pattern: unknown, said: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((way) => fitsWay(way, said));
  return Object.entries(pattern as Properties).every(([field, inner]) => (field === "$or" ? inner.some((one: unknown) => fits(one, said)) : fits(inner, (said as Properties | undefined)?.[field])));
}
function fitsWay(way: string | Properties, said: unknown): boolean {
  if (typeof way === "string") return way === said;
  if (typeof said !== "string") return false;
  const [[how, value] = ["", ""]] = Object.entries(way);
  if (how === "prefix") return said.startsWith(value);
  if (how === "suffix") return said.endsWith(value);
  if (how === "anything-but") return !fitsWay(value, said);
  throw new Error(`no way of EventBridge's: ${how}`);
}

/** An act as CloudTrail tells it; what a service does in one's name comes from its own address. */
const act = (eventSource: string, eventName: string, change: Properties = {}): Properties => ({
  source: `aws.${eventSource}`,
  "detail-type": "AWS API Call via CloudTrail",
  detail: { eventSource: `${eventSource}.amazonaws.com`, eventName, sourceIPAddress: "203.0.113.7", userIdentity: { type: "AssumedRole", sessionContext: { sessionIssuer: { userName: "administrators" } } }, ...change },
});
const wakes = (event: Properties): boolean => fits(rule().EventPattern, event);
const byCloudFormation = { sourceIPAddress: "cloudformation.amazonaws.com" };
const byKeysRole = { userIdentity: { type: "AssumedRole", sessionContext: { sessionIssuer: { userName: "duong-ve-keys" } } } };

describe("acts by which somebody could take what people told us", () => {
  const acts: [string, string[]][] = [
    ["kms", ["DisableKey", "ScheduleKeyDeletion", "PutKeyPolicy"]],
    ["dynamodb", ["DeleteTable", "ExportTableToPointInTime", "RestoreTableToPointInTime", "RestoreTableFromBackup", "RestoreTableFromAwsBackup", "UpdateContinuousBackups", "PutResourcePolicy"]],
    ["backup", ["StartCopyJob", "StartRestoreJob", "DeleteRecoveryPoint", "DeleteBackupVault"]],
    ["cognito-idp", ["AdminAddUserToGroup", "AdminUpdateUserAttributes", "AdminSetUserMFAPreference", "AdminSetUserPassword", "SetUserPoolMfaConfig", "UpdateUserPool"]],
    ["logs", ["DeleteLogGroup"]],
    ["cloudtrail", ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"]],
    ["events", ["DisableRule", "DeleteRule", "RemoveTargets"]],
    ["sns", ["Unsubscribe"]],
  ];
  const one = acts.flatMap(([source, names]) => names.map((name) => [source, name] as const));

  it.each(one)("%s %s wakes somebody, by hand and by a deploy", (source, name) => {
    expect([wakes(act(source, name)), wakes(act(source, name, byCloudFormation))]).toEqual([true, true]);
  });

  it.each([
    ["kms", "CreateGrant"],
    ["secretsmanager", "GetSecretValue"],
    ["secretsmanager", "BatchGetSecretValue"],
    ["secretsmanager", "PutSecretValue"],
    ["lambda", "UpdateFunctionCode20150331v2"],
    ["lambda", "CreateFunction20150331"],
  ])("%s %s wakes somebody by hand, and not when AWS does it for a deploy", (source, name) => {
    const services = [byCloudFormation, { sourceIPAddress: "lambda.amazonaws.com" }, { sourceIPAddress: "dynamodb.amazonaws.com" }];
    expect([wakes(act(source, name)), ...services.map((change) => wakes(act(source, name, change)))]).toEqual([true, false, false, false]);
  });

  it.each(["Encrypt", "Decrypt"])("a root key's use by people wakes somebody (%s), and so does a refusal; a function's does not", (name) => {
    expect(wakes(act("kms", name, byKeysRole))).toBe(true);
    for (const errorCode of ["AccessDenied", "AccessDeniedException"]) expect(wakes(act("kms", name, { errorCode }))).toBe(true);
    expect(wakes(act("kms", name))).toBe(false);
  });

  it("what goes on every day wakes nobody", () => {
    for (const [source, name] of [["kms", "DescribeKey"], ["dynamodb", "DescribeTable"], ["dynamodb", "UpdateTable"], ["lambda", "UpdateAlias20150331"], ["cloudtrail", "LookupEvents"], ["sts", "AssumeRole"], ["backup", "StartBackupJob"]] as const) expect(wakes(act(source, name)), name).toBe(false);
    expect(wakes({ ...act("kms", "DisableKey"), "detail-type": "another" })).toBe(false);
  });

  it("are heard of when they only read, too", () => {
    expect(rule().State).toBe("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    expect(prod.only("AWS::CloudTrail::Trail").EventSelectors).toEqual([{ IncludeManagementEvents: true, ReadWriteType: "All" }]);
  });

  it("are told to the people on duty, by an id and a page to read, without a person's name", () => {
    const [[topic] = [""]] = prod.ofType("AWS::SNS::Topic");
    const [target, ...others] = rule().Targets;
    expect(others).toEqual([]);
    expect(text(target.Arn)).toBe(topic);
    expect(Object.values(target.InputTransformer.InputPathsMap).toSorted()).toEqual(["$.detail.eventID", "$.detail.eventName", "$.detail.eventSource", "$.detail.eventTime"]);
    const statements: Properties[] = prod.only("AWS::SNS::TopicPolicy").PolicyDocument.Statement;
    expect(statements).toContainEqual(expect.objectContaining({ Effect: "Allow", Action: "sns:Publish", Principal: { Service: "events.amazonaws.com" } }));
  });

  it("are named in a pattern that is no longer than EventBridge takes", () => {
    expect(JSON.stringify(rule().EventPattern).length).toBeLessThan(2_048);
  });
});

describe("who did what in the account", () => {
  it("is written down of all regions, in files that prove themselves", () => {
    expect(prod.only("AWS::CloudTrail::Trail")).toMatchObject({ IsLogging: true, IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, EnableLogFileValidation: true });
  });

  it("cannot be removed by anybody for as long as the stage says, and is then gone", () => {
    const { trailDays } = stageNamed("prod");
    expect(bucketOf(prod)).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: trailDays } } },
      VersioningConfiguration: { Status: "Enabled" },
      LifecycleConfiguration: { Rules: [{ Status: "Enabled", ExpirationInDays: trailDays + 1 }] },
    });
    expect(bucketOf(synth("dev")).ObjectLockConfiguration.Rule.DefaultRetention.Mode).toBe("GOVERNANCE");
  }, synthTimeout);

  it("is sealed, shown to nobody outside, and asked for in no clear connection", () => {
    const { BucketEncryption, PublicAccessBlockConfiguration } = bucketOf(prod);
    expect(BucketEncryption.ServerSideEncryptionConfiguration).toEqual([{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }]);
    expect(Object.values(PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    const bucket = text(prod.only("AWS::CloudTrail::Trail").S3BucketName);
    const policies = prod.ofType("AWS::S3::BucketPolicy").map(([, { Properties }]) => Properties).filter(({ Bucket }) => text(Bucket) === bucket);
    const statements: Properties[] = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    expect(statements).toContainEqual(expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }));
    expect(statements.filter(({ Effect }) => Effect === "Allow").map(({ Principal, Action }) => [Principal.Service, Action])).toEqual([
      ["cloudtrail.amazonaws.com", "s3:GetBucketAcl"],
      ["cloudtrail.amazonaws.com", "s3:PutObject"],
    ]);
  });
});
