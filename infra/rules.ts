import { Validations, type App } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";

type Exception = {
  rule: string;
  /** Which parts of the stacks, by their path below the stack. */
  where: RegExp;
  reason: string;
};

/** Where we do not follow AWS's published rules, and why. What no row names, fails the synthesis. */
export const exceptions: readonly Exception[] = [
  {
    rule: "AwsSolutions::AwsSolutions-APIG4",
    where: /^site\/api\//,
    reason: "The public routes are for people nobody has to know, and must work without an account. The desks' routes are judged by their function: a session kept on the server, which can be ended at once; an authorizer's token would be good until it runs out.",
  },
  {
    rule: "AwsSolutions::AwsSolutions-CFR1",
    where: /^site\/distribution\//,
    reason: "Families abroad ask for somebody at home, and phones in Vietnam go through addresses that lists place elsewhere: a border would shut out people in need and stop nobody who means harm.",
  },
  {
    rule: "AwsSolutions::AwsSolutions-CFR2",
    where: /^site\/distribution\//,
    reason: "The firewall is in a stack of its own, as AWS takes it from us-east-1 only; its ARN is entered in infra/stages.ts once it is there, and `npm run doctor` says when it is not.",
  },
  {
    rule: "AwsSolutions::AwsSolutions-CFR3",
    where: /^site\/distribution\//,
    reason: "An access log would hold addresses of people beside pages whose only subject is drug treatment. The API's log has route, outcome and time of each request, and nobody's address.",
  },
  {
    rule: "AwsSolutions::AwsSolutions-S1",
    where: /^site\/pages\//,
    reason: "The bucket holds pages that are the same for everyone and is read by the distribution only; a log of reads would tell nothing but what the distribution fetched.",
  },
  {
    rule: "AwsSolutions::AwsSolutions-S1",
    where: /^watch\/records\//,
    reason: "What the trail writes there can be changed by nobody while it is locked; who asks for the lock or the bucket to be changed stands in the trail itself.",
  },
  {
    rule: "AwsSolutions::AwsSolutions-COG8",
    where: /^staff\/pool\//,
    reason: "The Plus plan watches for stolen passwords. Here a password alone opens nothing: a second factor is required, there is no sign-up, and accounts are made face to face. The plan costs three times as much for each officer of every commune.",
  },
  {
    rule: "AwsSolutions::AwsSolutions-SMG4",
    where: /\/(seal|from-edge|aggregator)\//,
    reason: "What is stored of people is sealed by keys that are renewed without a pause (`npm run keys`), not by these. These seal what is under way, and key the look-up hashes: a new value by the calendar would part people from what they asked for, as nobody can hash anew what was never stored. They are changed by hand when one leaked, as the deploy page says.",
  },
  {
    rule: "AwsSolutions::AwsSolutions-SQS3",
    where: /\/given-up\/queue\//,
    reason: "It is the queue for failures itself; an alarm tells people as soon as anything is in it.",
  },
  {
    rule: "Serverless::Serverless-SQSRedrivePolicy",
    where: /\/given-up\/queue\//,
    reason: "It is the queue for failures itself; `npm run replay` sends what is in it through its function again.",
  },
  {
    rule: "Serverless::Serverless-LambdaDLQ",
    where: /\/lambda\//,
    reason: "Functions behind the API are waited for: whoever asked hears of a failure at once. The stream and the log of receipts set aside what they fail on by destinations, which also say why. What runs by the clock finds all it has to do on its next run.",
  },
  {
    rule: "Serverless::Serverless-LambdaAsyncFailureDestination",
    where: /^(messages\/sweep|(registration|hotline)\/nightly|upkeep\/daily)\/lambda\//,
    reason: "The event of a schedule says nothing but that it is time. The next run finds all that is due; an alarm tells of failures, and another when no sweep came for five minutes.",
  },
  {
    rule: "Serverless::Serverless-EventBusDLQ",
    where: /^(messages\/sweep|(registration|hotline)\/nightly|upkeep\/daily)\/schedule\//,
    reason: "The same: a tick that was lost is made good by the next.",
  },
  {
    rule: "Serverless::Serverless-EventBusDLQ",
    where: /^watch\/acts\//,
    reason: "EventBridge tries for a day. What it could not say stands in the trail; a queue would only keep what nobody was woken by.",
  },
  {
    rule: "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
    where: /\/role\/DefaultPolicy\//,
    reason: "X-Ray's segments, a phone number as the target of a text (every topic is denied) and the list of streams have no resource that could be named. On data there is no wildcard: tests/infra/access.test.ts goes through every action on every table.",
  },
  {
    rule: "AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]",
    where: /\/release\//,
    reason: "AWS keeps this policy as narrow as a release of functions allows; one of our own would have to follow every change of CodeDeploy.",
  },
  {
    rule: "AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]",
    where: /^operations\/backup-role\//,
    reason: "Backups of every kind are in this policy; only AWS Backup can take the role, and the plan names our four tables.",
  },
];

/** The stacks against AWS's published rules; with a finding that nobody has argued about, nothing is synthesised. */
export function checkRules(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  for (const part of app.node.findAll()) {
    const path = part.node.path.split("/").slice(1).join("/");
    for (const { rule, where, reason } of exceptions) if (where.test(path)) Validations.of(part).acknowledge({ id: rule, reason });
  }
}
