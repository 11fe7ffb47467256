import { beforeAll, describe, expect, it } from "vitest";
import type * as z from "zod";
import { senderEnv } from "../../functions/messages/sender/settings.ts";
import { registrationPublicEnv } from "../../functions/registration/public/settings.ts";
import { hotlineDeskEnv } from "../../functions/hotline/desk/settings.ts";
import { hotlinePublicEnv } from "../../functions/hotline/public/settings.ts";
import { staffEnv } from "../../functions/staff/settings.ts";
import { routes } from "../../infra/routes.ts";
import type { TableName } from "../../infra/tables.ts";
import { found, functionNames, synth, synthTimeout, text, type FunctionName, type Properties, type Synthesised } from "./support/synth.ts";

const settings: Record<FunctionName, z.ZodRawShape> = {
  registrationPublic: registrationPublicEnv,
  hotlinePublic: hotlinePublicEnv,
  hotlineDesk: hotlineDeskEnv,
  staff: staffEnv,
  messageStream: senderEnv,
  messageSweep: senderEnv,
};
let prod: Synthesised;
const lambda = (name: FunctionName): Properties => prod.lambdaOf(prod.functions[name]).Properties;
const alarmsOn = (id: string): Properties[] =>
  prod
    .ofType("AWS::CloudWatch::Alarm")
    .map(([, { Properties }]) => Properties)
    .filter(({ Dimensions = [] }) => Dimensions.some(({ Value }: Properties) => text(Value).split(".")[0] === id));

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
    const errors = alarmsOn(prod.idOf(prod.functions[name], "lambda")).filter(({ MetricName }) => MetricName === "Errors");
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ Threshold: 1, Period: 300, TreatMissingData: "notBreaching" });
    expect(errors[0]?.AlarmDescription).toMatch(/^(People|Families) /);
  });

  it("is given exactly the settings it reads, each of the kind it expects", () => {
    const given: Record<string, unknown> = lambda(name).Environment.Variables;
    expect(Object.keys(given).toSorted()).toEqual(Object.keys(settings[name]).toSorted());
    for (const [key, value] of Object.entries(given)) {
      const schema = found(settings[name][key], key) as z.ZodType;
      expect(schema.safeParse(text(value)).success, key).toBe(true);
    }
  });

  it("leaves nobody waiting for long", () => {
    const { Timeout, MemorySize, ReservedConcurrentExecutions } = lambda(name);
    const isHttp = routes.some((route) => route.function === name);
    const expected = isHttp ? { Timeout: 10, MemorySize: 1_024 } : { Timeout: 30, MemorySize: 512 };
    expect({ Timeout, MemorySize, ReservedConcurrentExecutions }).toEqual({ ...expected, ReservedConcurrentExecutions: undefined });
  });
});

it("every alarm says in a sentence what is wrong for people", () => {
  for (const [id, { Properties }] of prod.ofType("AWS::CloudWatch::Alarm")) expect(Properties.AlarmDescription, id).toMatch(/^[A-Z].{40,}\.$|: .{10,}\.$/);
});

describe.each([
  ["registrationPublic", "registrations"],
  ["staff", "staff"],
] as const satisfies [FunctionName, TableName][])("the secret of %s", (name, side) => {
  const secretId = () => /^\{\{resolve:secretsmanager:(\w+):SecretString:::\}\}$/.exec(text(lambda(name).Environment.Variables.SEAL_SECRET))?.[1] ?? "";

  it("is made by the stack and appears in no template", () => {
    const secret = found(prod.resources[secretId()], "the secret");
    expect(secret).toMatchObject({ Type: "AWS::SecretsManager::Secret", DeletionPolicy: "Retain" });
    expect(secret.Properties.GenerateSecretString).toEqual({ PasswordLength: 64, ExcludePunctuation: true });
  });

  it("rests in the function's settings under the key of its side", () => {
    const table = found(prod.resources[prod.tableId(side)], side);
    expect(lambda(name).KmsKeyArn).toEqual(table.Properties.Replicas[0].SSESpecification.KMSMasterKeyId);
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
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 3_600,
    });
  });

  it("is set aside for two weeks when it was given up, and somebody hears of it", () => {
    const queueId = text(source().DestinationConfig.OnFailure.Destination).slice("arn:".length);
    expect(prod.resources[queueId]).toMatchObject({ Type: "AWS::SQS::Queue", Properties: { MessageRetentionPeriod: 14 * 24 * 3_600, SqsManagedSseEnabled: true } });
    expect(alarmsOn(queueId)).toMatchObject([
      { MetricName: "ApproximateNumberOfMessagesVisible", Threshold: 1, ComparisonOperator: "GreaterThanOrEqualToThreshold" },
    ]);
  });

  it("is looked for again every minute, and a failed look is not repeated out of turn", () => {
    const sweep = prod.idOf(prod.functions.messageSweep, "lambda");
    const rules = prod.ofType("AWS::Events::Rule").map(([, { Properties }]) => Properties);
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
    const alarms = prod.ofType("AWS::CloudWatch::Alarm");
    expect(alarms.length).toBeGreaterThan(5);
    for (const [name, { Properties }] of alarms) expect({ name, actions: Properties.AlarmActions }).toEqual({ name, actions: [{ Ref: topic }] });
  });

  it("is raised for texts that the network refuses, which are no error of the function", () => {
    const patterns = prod.ofType("AWS::Logs::MetricFilter").map(([, { Properties }]) => String(Properties.FilterPattern));
    expect(patterns).toHaveLength(2);
    for (const pattern of patterns) for (const code of ["MESSAGE_GIVEN_UP", "MESSAGE_IN_DOUBT"]) expect(pattern).toContain(code);
  });
});
