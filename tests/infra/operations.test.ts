import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metrics } from "../../functions/platform/metrics.ts";
import { EdgeStack } from "../../infra/edge-stack.ts";
import { standing, standingIn } from "../../infra/operating/cost-model.ts";
import { checkRules, exceptions } from "../../infra/rules.ts";
import { DuongVe } from "../../infra/stack.ts";
import { stageNamed } from "../../infra/stages.ts";
import { words } from "../../web/words/words.ts";
import { found, functionNames, synth, synthTimeout, text, type Properties, type Resource, type Synthesised } from "./support/synth.ts";

let prod: Synthesised;
const only = (type: string): Properties => prod.only(type);

beforeAll(() => {
  prod = synth("prod");
}, synthTimeout);

describe("the people on duty", () => {
  const statements = (): Properties[] => only("AWS::SNS::TopicPolicy").PolicyDocument.Statement;

  it.each(["cloudwatch.amazonaws.com", "budgets.amazonaws.com"])("hear from %s, of this account and of no other", (service) => {
    const Condition = { StringEquals: { "aws:SourceAccount": stageNamed("prod").account } };
    expect(statements()).toContainEqual(expect.objectContaining({ Effect: "Allow", Action: "sns:Publish", Principal: { Service: service }, Condition }));
  });

  it("are told nothing in the clear", () => {
    expect(statements()).toContainEqual(expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }));
  });

  it("hear of the bill before it is there: at four fifths of the budget, and when the month will pass it", () => {
    const { Budget, NotificationsWithSubscribers } = only("AWS::Budgets::Budget");
    const [[topic] = [""]] = prod.ofType("AWS::SNS::Topic");
    expect(Budget).toMatchObject({ BudgetType: "COST", TimeUnit: "MONTHLY", BudgetLimit: { Amount: stageNamed("prod").monthlyBudgetUsd, Unit: "USD" } });
    expect(NotificationsWithSubscribers.map(({ Notification: { NotificationType, Threshold }, Subscribers }: Properties) => ({ NotificationType, Threshold, to: Subscribers.map(({ Address }: Properties) => text(Address)) }))).toEqual([
      { NotificationType: "ACTUAL", Threshold: 80, to: [topic] },
      { NotificationType: "FORECASTED", Threshold: 100, to: [topic] },
    ]);
  });
});

describe("every table", () => {
  it("is copied each night into a vault with a key of its own, and kept as long as the stage says", () => {
    const rule = only("AWS::Backup::BackupPlan").BackupPlan.BackupPlanRule;
    expect(rule).toMatchObject([{ ScheduleExpression: "cron(0 19 * * ? *)", Lifecycle: { DeleteAfterDays: stageNamed("prod").backupDays } }]);
    const key = found(prod.resources[text(only("AWS::Backup::BackupVault").EncryptionKeyArn).slice("arn:".length)], "the key");
    expect(key.Properties.EnableKeyRotation).toBe(true);
    const tables = prod.ofType("AWS::DynamoDB::GlobalTable").map(([id]) => `arn:${id}`);
    expect(only("AWS::Backup::BackupSelection").BackupSelection.Resources.map(text).toSorted()).toEqual(tables.toSorted());
  });
});

describe("the firewall before the site", () => {
  let acl: Properties;
  const rule = (name: string): Properties => found(acl.Rules.find(({ Name }: Properties) => Name === name), name);
  beforeAll(() => {
    const { Resources, Outputs } = prod.edge();
    const [[id, made]] = Object.entries(Resources).filter(([, { Type }]) => Type === "AWS::WAFv2::WebACL") as [[string, Resource]];
    acl = made.Properties;
    expect(text(Outputs.webAclArn?.Value)).toBe(`arn:${id}`);
  });

  it("stands where CloudFront takes it from, and can be named by the other stack", () => {
    expect(acl.Scope).toBe("CLOUDFRONT");
    expect(new EdgeStack(new App(), stageNamed("prod")).region).toBe("us-east-1");
  });

  it("lets people through, and refuses what AWS knows to be bad", () => {
    expect(acl.DefaultAction).toEqual({ Allow: {} });
    const managed = acl.Rules.flatMap(({ Statement }: Properties) => Statement.ManagedRuleGroupStatement?.Name ?? []);
    expect(managed).toEqual(["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet"]);
    for (const name of managed) expect(rule(name).OverrideAction, name).toEqual({ None: {} });
  });

  it("does not refuse what families write: bodies are counted, never blocked", () => {
    const counted = rule("AWSManagedRulesCommonRuleSet").Statement.ManagedRuleGroupStatement.RuleActionOverrides;
    for (const { ActionToUse } of counted) expect(ActionToUse).toEqual({ Count: {} });
    expect(counted.map(({ Name }: Properties) => Name)).toEqual(expect.arrayContaining(["SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY", "GenericRFI_BODY"]));
  });

  it("slows down one address only far above what a neighbourhood behind one carrier needs, and tells it the emergency numbers", () => {
    const { Statement, Action } = rule("rate");
    expect(Statement.RateBasedStatement).toMatchObject({ Limit: 3_000, EvaluationWindowSec: 300, AggregateKeyType: "IP" });
    expect(Action.Block.CustomResponse.ResponseCode).toBe(429);
    const body = acl.CustomResponseBodies[Action.Block.CustomResponse.CustomResponseBodyKey];
    expect(body.ContentType).toBe("TEXT_HTML");
    for (const { number } of words.vi.down.numbers) expect(body.Content).toContain(`tel:${number}`);
    expect(Buffer.byteLength(body.Content)).toBeLessThan(4_096);
  });

  it("keeps nothing of what it saw", () => {
    const seen = [acl.VisibilityConfig, ...acl.Rules.map(({ VisibilityConfig }: Properties) => VisibilityConfig)];
    for (const { SampledRequestsEnabled } of seen) expect(SampledRequestsEnabled).toBe(false);
    expect(Object.values(prod.edge().Resources).map(({ Type }) => Type)).not.toContain("AWS::WAFv2::LoggingConfiguration");
  });
});

describe("AWS's published rules", () => {
  type Finding = { ruleName: string; acknowledgedId: string; violatingConstructs: { constructPath: string }[] };
  type Report = { pluginReports: { pluginName: string; violations: Finding[]; suppressedViolations: Finding[] }[] };
  const folder = mkdtempSync(join(tmpdir(), "duong-ve-rules-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("are followed by both stacks, but for the exceptions in infra/rules.ts, each of which is about something", () => {
    const app = new App({ outdir: folder, analyticsReporting: false, context: { "aws:cdk:bundling-stacks": [] } });
    const stacks = [new EdgeStack(app, stageNamed("prod")), new DuongVe(app, stageNamed("prod"))];
    checkRules(app);
    app.synth();
    const { pluginReports }: Report = JSON.parse(readFileSync(join(folder, "validation-report.json"), "utf8"));
    expect(pluginReports.map(({ pluginName, violations }) => ({ pluginName, violations }))).toEqual([
      { pluginName: "AwsSolutions", violations: [] },
      { pluginName: "Serverless", violations: [] },
    ]);
    const argued = new Set(pluginReports.flatMap(({ suppressedViolations }) => suppressedViolations.map(({ acknowledgedId }) => acknowledgedId)));
    expect(argued).toEqual(new Set(exceptions.map(({ rule }) => rule)));
    expect(stacks).toHaveLength(2);
    expect(pluginReports.flatMap(({ suppressedViolations }) => suppressedViolations).length).toBeGreaterThan(50);
  }, synthTimeout);
});

describe("the dashboard", () => {
  const body = (): string => text(only("AWS::CloudWatch::Dashboard").DashboardBody);

  it("is one page, with every alarm on it", () => {
    const { widgets } = JSON.parse(body());
    const shown: string[] = widgets[0].properties.alarms;
    expect(widgets[0].type).toBe("alarm");
    expect(shown.toSorted()).toEqual(prod.alarms.map(([id]) => `arn:${id}`).toSorted());
  });

  it("shows each figure the functions tell of, and errors of each of them", () => {
    for (const name of Object.keys(metrics)) expect(body()).toContain(`MetricName=\\"${name}\\"`);
    for (const name of functionNames) expect(body()).toContain(prod.idOf(prod.functions[name], "lambda"));
  });
});

it("what stands there whoever comes is what the cost is reckoned with", () => {
  expect(standingIn([{ Resources: prod.resources }, prod.edge()])).toEqual(standing);
});
