import { beforeAll, describe, expect, it } from "vitest";
import type * as z from "zod";
import { receiptHttpEnv, receiptsEnv } from "../../functions/messages/receipts/settings.ts";
import { senderEnv } from "../../functions/messages/sender/settings.ts";
import { registrationDeskEnv } from "../../functions/registration/desk/settings.ts";
import { hotlineNightlyEnv } from "../../functions/hotline/nightly/settings.ts";
import { registrationNightlyEnv } from "../../functions/registration/nightly/settings.ts";
import { registrationPapersEnv } from "../../functions/registration/papers/settings.ts";
import { registrationPublicEnv } from "../../functions/registration/public/settings.ts";
import { hotlineDeskEnv } from "../../functions/hotline/desk/settings.ts";
import { hotlinePublicEnv } from "../../functions/hotline/public/settings.ts";
import { staffEnv } from "../../functions/staff/settings.ts";
import { routes } from "../../infra/routes.ts";
import { stageNamed } from "../../infra/stages.ts";
import type { TableName } from "../../infra/tables.ts";
import { found, functionNames, synth, synthTimeout, text, type FunctionName, type Properties, type Resource, type Synthesised } from "./support/synth.ts";

const settings: Record<FunctionName, z.ZodRawShape> = {
  registrationPublic: registrationPublicEnv,
  registrationDesk: registrationDeskEnv,
  registrationPapers: registrationPapersEnv,
  hotlinePublic: hotlinePublicEnv,
  hotlineDesk: hotlineDeskEnv,
  staff: staffEnv,
  messageStream: senderEnv,
  messageSweep: senderEnv,
  messageReceipts: receiptHttpEnv,
  messageReceiptLogs: receiptsEnv,
  registrationNightly: registrationNightlyEnv,
  hotlineNightly: hotlineNightlyEnv,
  upkeep: {},
};
/** How many seconds each that nobody waits for may take. */
const timeouts: Partial<Record<FunctionName, number>> = { messageStream: 60, messageSweep: 240, messageReceiptLogs: 60, registrationNightly: 900, hotlineNightly: 900, upkeep: 30 };
let prod: Synthesised;
const lambda = (name: FunctionName): Properties => prod.lambdaOf(prod.functions[name]).Properties;
/** A function that reads no setting has none. */
const variablesOf = (name: FunctionName, made = prod): Properties => made.lambdaOf(made.functions[name]).Properties.Environment?.Variables ?? {};
const given = (name: FunctionName, setting: string, made = prod): string => text(variablesOf(name, made)[setting]);
const secretIn = (value: string): string => /^\{\{resolve:secretsmanager:(\w+):SecretString:::\}\}$/.exec(value)?.[1] ?? "";
const alarmsOn = (id: string): Properties[] =>
  prod
    .ofType("AWS::CloudWatch::Alarm")
    .map(([, { Properties }]) => Properties)
    .filter((alarm) => metricsOf(alarm).some(({ Dimensions = [] }) => Dimensions.some(({ Value }: Properties) => text(Value).split(".")[0] === id)));
/** The metrics an alarm looks at, be it one or a sum of them. */
const metricsOf = (alarm: Properties): Properties[] => {
  const parts: Properties[] = (alarm.Metrics ?? []).flatMap(({ MetricStat }: Properties) => MetricStat ?? []);
  return alarm.Metrics ? parts.map(({ Metric, Period, Stat }) => Object.assign({ Period, Stat }, Metric)) : [{ ...alarm, Stat: alarm.Statistic }];
};

beforeAll(() => {
  prod = synth("prod");
}, synthTimeout);

it("no function runs that these tests do not know", () => {
  expect(prod.ofType("AWS::Lambda::Function")).toHaveLength(functionNames.length);
});

describe.each(functionNames)("%s", (name) => {
  it("runs on Node 24, on ARM, and is traced", () => {
    expect(lambda(name)).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"], TracingConfig: { Mode: "Active" } });
  });

  it("writes JSON to a log of its own that is not kept for ever", () => {
    const { LogFormat, LogGroup } = lambda(name).LoggingConfig;
    expect(LogFormat).toBe("JSON");
    expect(text(LogGroup)).toBe(prod.idOf(prod.functions[name], "log"));
    expect(prod.resources[text(LogGroup)]).toMatchObject({ Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 90 } });
  });

  it("wakes somebody when it fails, and says what people notice", () => {
    const errors = alarmsOn(prod.idOf(prod.functions[name], "lambda")).filter(({ AlarmName }) => AlarmName.endsWith("-errors"));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ Threshold: 1, TreatMissingData: "notBreaching" });
    expect(errors[0]?.AlarmDescription).toMatch(/^(People|Families) /);
    expect(metricsOf(found(errors[0], name)).map(({ MetricName, Period, Stat }) => ({ MetricName, Period, Stat }))).toContainEqual({ MetricName: "Errors", Period: 300, Stat: "Sum" });
  });

  it("is given exactly the settings it reads, each of the kind it expects", () => {
    const keys = Object.keys(variablesOf(name));
    expect(keys.toSorted()).toEqual(Object.keys(settings[name]).toSorted());
    for (const key of keys) {
      const schema = found(settings[name][key], key) as z.ZodType;
      expect(schema.safeParse(given(name, key)).success, key).toBe(true);
    }
  });

  it("leaves nobody waiting for long", () => {
    const { Timeout, MemorySize, ReservedConcurrentExecutions } = lambda(name);
    const isHttp = routes.some((route) => route.function === name);
    const expected = isHttp ? { Timeout: 10, MemorySize: 1_024 } : { Timeout: timeouts[name], MemorySize: 512 };
    expect({ Timeout, MemorySize, ReservedConcurrentExecutions }).toEqual({ ...expected, ReservedConcurrentExecutions: undefined });
  });
});

describe.each(functionNames.filter((name) => routes.some((route) => route.function === name)))("%s, which people meet", (name) => {
  it("counts as failing what it answered with an error page, too", () => {
    const alarm = alarmsOn(prod.idOf(prod.functions[name], "lambda")).find(({ AlarmName }) => AlarmName.endsWith("-errors"));
    const [sum, , answered] = found(alarm, name).Metrics;
    expect(sum).toMatchObject({ Expression: "FILL(errors, 0) + FILL(answered, 0)", ReturnData: true });
    const { Namespace, MetricName } = answered.MetricStat.Metric;
    const filters = prod.ofType("AWS::Logs::MetricFilter").filter(([, { Properties }]) => Properties.MetricTransformations[0].MetricName === MetricName);
    expect(filters.map(([, { Properties }]) => ({ log: text(Properties.LogGroupName), pattern: Properties.FilterPattern }))).toEqual([{ log: prod.idOf(prod.functions[name], "log"), pattern: '{ $.message = "REQUEST_FAILED" }' }]);
    expect(Namespace).toBe("DuongVe");
  });

  it("is released to a tenth of people for five minutes, and taken back when its alarm rings", () => {
    const id = prod.liveIdOf(prod.functions[name]);
    const { Properties, UpdatePolicy } = found(prod.resources[id], name) as Resource & { UpdatePolicy?: Properties };
    expect(Properties).toMatchObject({ Name: "live" });
    expect(text(Properties.FunctionName)).toBe(prod.idOf(prod.functions[name], "lambda"));
    const group = found(prod.resources[text(found(UpdatePolicy, name).CodeDeployLambdaAliasUpdate.DeploymentGroupName)], "the release").Properties;
    expect(group).toMatchObject({
      DeploymentConfigName: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
      AutoRollbackConfiguration: { Enabled: true, Events: expect.arrayContaining(["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]) },
      AlarmConfiguration: { Enabled: true },
    });
    const [guard, ...others]: Properties[] = group.AlarmConfiguration.Alarms.map(({ Name }: Properties) => prod.resources[text(Name)]?.Properties);
    expect(others).toEqual([]);
    expect(found(guard, name).AlarmName).toMatch(/-new-version$/);
  });

  it("is guarded by what the new version does, and by nothing of the one before it: a repair can be released while that fails", () => {
    const lambdaId = prod.idOf(prod.functions[name], "lambda");
    const guard = alarmsOn(lambdaId).find(({ AlarmName }) => AlarmName.endsWith("-new-version"));
    const { Properties: live } = found(prod.resources[prod.liveIdOf(prod.functions[name])], name);
    const [errors, answered] = metricsOf(found(guard, name));
    const dimensions = (metric: Properties | undefined) => Object.fromEntries((metric?.Dimensions ?? []).map(({ Name, Value }: Properties) => [Name, text(Value)]));
    expect(errors).toMatchObject({ Namespace: "AWS/Lambda", MetricName: "Errors", Period: 60, Stat: "Sum" });
    expect(dimensions(errors)).toEqual({ FunctionName: lambdaId, Resource: `${lambdaId}:live`, ExecutedVersion: text(live.FunctionVersion) });
    expect(dimensions(answered)).toEqual({ version: text(live.FunctionVersion) });
    const filter = prod.ofType("AWS::Logs::MetricFilter").find(([, { Properties }]) => Properties.MetricTransformations[0].MetricName === answered?.MetricName)?.[1].Properties;
    expect(filter?.MetricTransformations[0].Dimensions).toEqual([{ Key: "version", Value: "$.version" }]);
    expect({ log: text(filter?.LogGroupName), pattern: filter?.FilterPattern }).toEqual({ log: prod.idOf(prod.functions[name], "log"), pattern: '{ $.message = "REQUEST_FAILED" }' });
    expect(guard).toMatchObject({ Threshold: 1, TreatMissingData: "notBreaching" });
    expect(guard?.AlarmActions).toBeUndefined();
  });
});

it("in dev a new version takes over at once", () => {
  expect(synth("dev").ofType("AWS::CodeDeploy::DeploymentGroup")).toEqual([]);
}, synthTimeout);

it("a new value of a secret reaches every function with the next deploy, once the stage says there is one", () => {
  const { secretsRevision } = stageNamed("prod");
  const after = synth("prod", { change: { secretsRevision: secretsRevision + 1 } });
  for (const name of functionNames) expect(after.lambdaOf(after.functions[name]).Properties.Description, name).not.toBe(lambda(name).Description);
}, synthTimeout);

it("every alarm says in a sentence what is wrong for people", () => {
  for (const [id, { Properties }] of prod.alarms) expect(Properties.AlarmDescription.split("\n")[0], id).toMatch(/^[A-Z].{40,}\.$|: .{10,}\.$/);
});

describe.each([
  ["registrationPublic", "SEAL_SECRET", "registrations"],
  ["registrationPublic", "MESSAGES_SEAL_SECRET", "registrations"],
  ["registrationPapers", "STAFF_SEAL_SECRET", "registrations"],
  ["hotlinePublic", "HOTLINE_SEAL_SECRET", "hotline"],
  ["hotlinePublic", "MESSAGES_SEAL_SECRET", "hotline"],
  ["hotlineDesk", "HOTLINE_SEAL_SECRET", "hotline"],
  ["hotlineDesk", "STAFF_SEAL_SECRET", "hotline"],
  ["hotlineDesk", "MESSAGES_SEAL_SECRET", "hotline"],
  ["staff", "SEAL_SECRET", "staff"],
  ["messageStream", "MESSAGES_SEAL_SECRET", "messages"],
  ["messageSweep", "MESSAGES_SEAL_SECRET", "messages"],
] as const satisfies [FunctionName, string, TableName][])("the secret that %s knows as %s", (name, setting, side) => {
  it("is made by the stack and appears in no template", () => {
    const secret = found(prod.resources[secretIn(given(name, setting))], "the secret");
    expect(secret).toMatchObject({ Type: "AWS::SecretsManager::Secret", DeletionPolicy: "Retain" });
    expect(secret.Properties.GenerateSecretString).toEqual({ PasswordLength: 64, ExcludePunctuation: true });
  });

  it("rests in the function's settings under the key of its side", () => {
    const table = found(prod.resources[prod.tableId(side)], side);
    expect(lambda(name).KmsKeyArn).toEqual(table.Properties.Replicas[0].SSESpecification.KMSMasterKeyId);
  });
});

describe("the secret texts are sealed with", () => {
  it("is one for all who promise and send texts: what one half seals, the senders open, and a phone is the same for both", () => {
    const known = functionNames.filter((name) => "MESSAGES_SEAL_SECRET" in variablesOf(name));
    expect(known).toEqual(["registrationPublic", "registrationDesk", "registrationNightly", "hotlinePublic", "hotlineDesk", "messageStream", "messageSweep"]);
    expect(new Set(known.map((name) => given(name, "MESSAGES_SEAL_SECRET"))).size).toBe(1);
  });

  it("is no other secret, and is kept under the messages' key", () => {
    const others = ["SEAL_SECRET", "HOTLINE_SEAL_SECRET", "STAFF_SEAL_SECRET"];
    const values = functionNames.flatMap((name) => others.filter((key) => key in variablesOf(name)).map((key) => given(name, key)));
    expect(values).not.toContain(given("messageStream", "MESSAGES_SEAL_SECRET"));
    const secret = found(prod.resources[secretIn(given("messageStream", "MESSAGES_SEAL_SECRET"))], "the secret");
    expect(secret.Properties.KmsKeyId).toEqual(lambda("messageStream").KmsKeyArn);
  });
});

describe("an aggregator", () => {
  const described = { url: "https://texts.example/v1/send", body: { json: { to: "{toMsisdn}", text: "{body}", token: "{secret}" } } };
  const speakers = ["messageStream", "messageSweep", "messageReceipts", "messageReceiptLogs"] as const satisfies FunctionName[];
  let named: Synthesised;
  beforeAll(() => {
    named = synth("prod", { change: { smsAggregator: described, smsRoutes: [{ route: "http", perSecond: 50 }, { route: "sns", perSecond: 20 }] } });
  }, synthTimeout);

  it.each(speakers)("none: %s is told so, and given no secret", (name) => {
    expect([given(name, "SMS_AGGREGATOR"), given(name, "SMS_AGGREGATOR_SECRET")]).toEqual(["null", ""]);
  });

  it.each(speakers)("once named, is known to %s, with a secret of its own that is in no template", (name) => {
    expect(JSON.parse(given(name, "SMS_AGGREGATOR", named))).toEqual(described);
    const secretId = secretIn(given(name, "SMS_AGGREGATOR_SECRET", named));
    expect(found(named.resources[secretId], "the secret")).toMatchObject({ Type: "AWS::SecretsManager::Secret", DeletionPolicy: "Retain" });
    expect(prod.resources[secretId]).toBeUndefined();
  });

  it("is taken by the senders in the stage's order and at its rates", () => {
    expect(JSON.parse(given("messageStream", "SMS_ROUTES", named))).toEqual([{ route: "http", perSecond: 50 }, { route: "sns", perSecond: 20 }]);
    expect(JSON.parse(given("messageStream", "SMS_ROUTES"))).toEqual([{ route: "sns", perSecond: 20 }]);
  });
});

describe("the sweep", () => {
  it("stays for most of its minute, and has half a minute more to finish what it holds", () => {
    const seconds = Number(given("messageSweep", "SWEEP_SECONDS"));
    expect(seconds).toBe(50);
    expect(lambda("messageSweep").Timeout).toBeGreaterThanOrEqual(seconds + 30);
  });
});

describe("a promised text", () => {
  const source = (): Properties => {
    const sources = prod.ofType("AWS::Lambda::EventSourceMapping");
    expect(sources).toHaveLength(1);
    return found(sources[0], "the stream's source")[1].Properties;
  };

  it("wakes the sender when it is written and waiting, and no other change does", () => {
    expect(text(source().EventSourceArn)).toBe(`arn:${prod.tableId("messages")}/stream`);
    expect(text(source().FunctionName)).toBe(prod.idOf(prod.functions.messageStream, "lambda"));
    expect(source().FilterCriteria.Filters.map(({ Pattern }: Properties) => JSON.parse(Pattern))).toEqual([
      { eventName: ["INSERT"], dynamodb: { NewImage: { state: { S: ["waiting"] } } } },
    ]);
  });

  it("does not hold up the others when it cannot be sent", () => {
    expect(source()).toMatchObject({
      BatchSize: 10,
      ParallelizationFactor: 10,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 3_600,
    });
  });

  it("is set aside for two weeks when it was given up, and somebody hears of it", () => {
    const queueId = text(source().DestinationConfig.OnFailure.Destination).slice("arn:".length);
    expect(prod.resources[queueId]).toMatchObject({ Type: "AWS::SQS::Queue", Properties: { MessageRetentionPeriod: 14 * 24 * 3_600 } });
    expect(prod.resources[queueId]?.Properties.KmsMasterKeyId).toEqual(lambda("messageStream").KmsKeyArn);
    expect(alarmsOn(queueId)).toMatchObject([
      { MetricName: "ApproximateNumberOfMessagesVisible", Threshold: 1, ComparisonOperator: "GreaterThanOrEqualToThreshold" },
    ]);
  });

  it("is looked for again every minute, and a failed look is not repeated out of turn", () => {
    const sweep = prod.idOf(prod.functions.messageSweep, "lambda");
    const rules = prod.ofType("AWS::Events::Rule").map(([, { Properties }]) => Properties).filter(({ Targets }) => Targets.some(({ Arn }: Properties) => text(Arn) === `arn:${sweep}`));
    expect(rules).toMatchObject([{ ScheduleExpression: "rate(1 minute)", State: "ENABLED" }]);
    expect(rules[0]?.Targets.map(({ Arn }: Properties) => text(Arn))).toEqual([`arn:${sweep}`]);
    const config = prod.ofType("AWS::Lambda::EventInvokeConfig").find(([, { Properties }]) => text(Properties.FunctionName) === sweep);
    expect(config?.[1].Properties.MaximumRetryAttempts).toBe(0);
  });

  it("goes to a phone, never to a topic: the only one is for alarms", () => {
    expect(prod.ofType("AWS::SNS::Topic")).toHaveLength(1);
  });
});

describe("every alarm", () => {
  it("tells the people on duty, through the one topic they subscribe to", () => {
    const [[topic] = [""]] = prod.ofType("AWS::SNS::Topic");
    const { alarms } = prod;
    expect(alarms.length).toBeGreaterThan(5);
    for (const [name, { Properties }] of alarms) expect({ name, actions: Properties.AlarmActions }).toEqual({ name, actions: [{ Ref: topic }] });
  });

});

describe("what functions say in their logs, and is no error of theirs", () => {
  type Told = { codes: string[]; by: FunctionName[]; counts: string; alarm: Properties };
  const senders = ["messageStream", "messageSweep"] as const satisfies FunctionName[];
  const told: Record<string, Told> = {
    "TextsUndelivered-prod": { codes: ["MESSAGE_GIVEN_UP", "MESSAGE_IN_DOUBT"], by: [...senders], counts: "1", alarm: { Statistic: "Sum", Threshold: 5 } },
    "TextsNotArrived-prod": { codes: ["MESSAGE_UNDELIVERED"], by: [...senders, "messageReceipts", "messageReceiptLogs"], counts: "1", alarm: { Statistic: "Sum", Threshold: 20 } },
    "TextsOverdue-prod": { codes: ["MESSAGES_OVERDUE"], by: ["messageSweep"], counts: "$.count", alarm: { Statistic: "Maximum", Threshold: 1 } },
    "HolidaysToEnter-prod": { codes: ["HOLIDAYS_TO_ENTER"], by: ["upkeep"], counts: "1", alarm: { Statistic: "Sum", Threshold: 1 } },
    "DoorMismatch-prod": { codes: ["DOOR_MISMATCH"], by: ["registrationPublic", "registrationDesk", "registrationPapers", "hotlinePublic", "hotlineDesk", "staff", "messageReceipts"], counts: "1", alarm: { Statistic: "Sum", Threshold: 3 } },
    "CodesPaused-prod": { codes: ["CODES_PAUSED"], by: ["registrationPublic"], counts: "1", alarm: { Statistic: "Sum", Threshold: 1 } },
    "ManyApplications-prod": { codes: ["APPLICATION_RECEIVED"], by: ["registrationPublic"], counts: "1", alarm: { Statistic: "Sum", Threshold: 30 } },
    "ManyCalls-prod": { codes: ["CALLBACK_BOOKED"], by: ["hotlinePublic"], counts: "1", alarm: { Statistic: "Sum", Threshold: 60 } },
    "ManyInDanger-prod": { codes: ["DANGER_IN_TURN"], by: ["hotlinePublic"], counts: "1", alarm: { Statistic: "Sum", Threshold: 1 } },
    "RouteSwitched-prod": { codes: ["ROUTE_SWITCHED"], by: [...senders], counts: "1", alarm: { Statistic: "Sum", Threshold: 1 } },
  };
  const filters = () =>
    prod.ofType("AWS::Logs::MetricFilter").map(([, { Properties }]) => ({ counted: Properties.MetricTransformations[0], log: text(Properties.LogGroupName), pattern: String(Properties.FilterPattern) }));

  it.each(Object.entries(told))("%s: is counted where it is said", (metric, { codes, by, counts }) => {
    const made = filters().filter(({ counted }) => counted.MetricName === metric);
    expect(made.map(({ log }) => log).toSorted()).toEqual(by.map((name) => prod.idOf(prod.functions[name], "log")).toSorted());
    for (const one of made) {
      expect(one.counted).toMatchObject({ MetricNamespace: "DuongVe", MetricValue: counts });
      expect([...one.pattern.matchAll(/\$\.message = "(\w+)"/g)].map(([, code]) => code)).toEqual(codes);
    }
  });

  it.each(Object.entries(told))("%s: wakes somebody when there was enough of it in five minutes", (metric, { alarm }) => {
    const alarms = prod.ofType("AWS::CloudWatch::Alarm").filter(([, { Properties }]) => Properties.MetricName === metric);
    expect(alarms.map(([, { Properties }]) => Properties)).toMatchObject([
      { Namespace: "DuongVe", Period: 300, ComparisonOperator: "GreaterThanOrEqualToThreshold", EvaluationPeriods: 1, TreatMissingData: "notBreaching", ...alarm },
    ]);
  });

  it("a sweep that does not run wakes somebody, for it could not say so itself", () => {
    const alarms = prod.ofType("AWS::CloudWatch::Alarm").filter(([, { Properties }]) => Properties.MetricName === "Invocations");
    expect(alarms.map(([, { Properties }]) => Properties)).toMatchObject([
      { Namespace: "AWS/Lambda", Period: 300, Threshold: 1, ComparisonOperator: "LessThanThreshold", TreatMissingData: "breaching", Dimensions: [{ Name: "FunctionName", Value: expect.anything() }] },
    ]);
    expect(text(alarms[0]?.[1].Properties.Dimensions[0].Value)).toBe(prod.idOf(prod.functions.messageSweep, "lambda"));
  });

  it("is counted nowhere else", () => {
    const ofFunctions = new Set(functionNames.map((name) => prod.idOf(prod.functions[name], "log")));
    const others = new Set(filters().filter(({ log }) => ofFunctions.has(log)).map(({ counted }) => counted.MetricName).filter((metric) => !/^Failures-.+-(answered|new)-prod$/.test(metric)));
    expect(others).toEqual(new Set(Object.keys(told)));
  });
});

describe("what SNS says of texts", () => {
  const subscriptions = () => prod.ofType("AWS::Logs::SubscriptionFilter").map(([, { Properties }]) => Properties);
  const receiver = () => prod.idOf(prod.functions.messageReceiptLogs, "lambda");

  it("is heard from both logs SNS writes, every line of it", () => {
    for (const { DestinationArn, FilterPattern } of subscriptions()) expect({ to: text(DestinationArn), FilterPattern }).toEqual({ to: `arn:${receiver()}`, FilterPattern: "" });
    const logs = subscriptions().map(({ LogGroupName }) => found(prod.resources[text(LogGroupName)], "the log").Properties.LogGroupName);
    const name = "sns/ap-southeast-1/333333333333/DirectPublishToPhoneNumber";
    expect(logs.toSorted()).toEqual([name, `${name}/Failure`]);
  });

  it("is kept for a day, under a key of our own: there are numbers in it", () => {
    for (const { LogGroupName } of subscriptions()) {
      const log = found(prod.resources[text(LogGroupName)], "the log").Properties;
      expect(log.RetentionInDays).toBe(1);
      expect(text(log.KmsKeyId)).toContain("messages");
    }
  });

  it("may be told by these logs and by nobody else", () => {
    const allowed = prod.ofType("AWS::Lambda::Permission").filter(([, { Properties }]) => text(Properties.FunctionName) === `arn:${receiver()}`);
    const sources = subscriptions().map(({ LogGroupName }) => `arn:${text(LogGroupName)}`);
    for (const [, { Properties }] of allowed) expect(Properties).toMatchObject({ Action: "lambda:InvokeFunction", Principal: "logs.amazonaws.com" });
    expect(allowed.map(([, { Properties }]) => text(Properties.SourceArn)).toSorted()).toEqual(sources.toSorted());
  });

  it("comes again twice when it could not be taken in", () => {
    const config = prod.ofType("AWS::Lambda::EventInvokeConfig").find(([, { Properties }]) => text(Properties.FunctionName) === receiver());
    expect(config?.[1].Properties.MaximumRetryAttempts).toBe(2);
  });

  it("is then set aside for two weeks under the messages' key, and somebody hears of it", () => {
    const config = prod.ofType("AWS::Lambda::EventInvokeConfig").find(([, { Properties }]) => text(Properties.FunctionName) === receiver());
    const queueId = text(config?.[1].Properties.DestinationConfig.OnFailure.Destination).slice("arn:".length);
    expect(prod.resources[queueId]).toMatchObject({ Type: "AWS::SQS::Queue", Properties: { MessageRetentionPeriod: 14 * 24 * 3_600 } });
    expect(prod.resources[queueId]?.Properties.KmsMasterKeyId).toEqual(lambda("messageReceiptLogs").KmsKeyArn);
    expect(alarmsOn(queueId)).toMatchObject([{ MetricName: "ApproximateNumberOfMessagesVisible", Threshold: 1 }]);
  });

  it("is said under a role that the stack's outputs name, for the one setting that no stack can make", () => {
    const role = text(prod.outputs.deliveryLogRole?.Value).slice("arn:".length);
    expect(prod.resources[role]).toMatchObject({ Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: "sns.amazonaws.com" } }] } } });
  });
});
