import { beforeAll, describe, expect, it } from "vitest";
import type { TableName } from "../../infra/tables.ts";
import { isAllowed, statementsOf, type Request } from "./support/access.ts";
import { functionNames, synth, synthTimeout, text, type FunctionName, type Synthesised } from "./support/synth.ts";

let prod: Synthesised;
const statements = (name: FunctionName) => statementsOf(prod.resources, prod.idOf(prod.functions[name], "role"));
const can = (name: FunctionName, request: Request): boolean => isAllowed(statements(name), request);

beforeAll(() => {
  prod = synth("prod");
}, synthTimeout);

const places = {
  registrations: () => `arn:${prod.tableId("registrations")}`,
  hotline: () => `arn:${prod.tableId("hotline")}`,
  "hotline, by rank": () => `arn:${prod.tableId("hotline")}/index/queue`,
  "hotline, open ones": () => `arn:${prod.tableId("hotline")}/index/open`,
  staff: () => `arn:${prod.tableId("staff")}`,
  messages: () => `arn:${prod.tableId("messages")}`,
  "messages, by due": () => `arn:${prod.tableId("messages")}/index/due`,
  "messages, stream": () => `arn:${prod.tableId("messages")}/stream`,
} as const;

const reads = ["GetItem", "BatchGetItem", "Query", "Scan", "PartiQLSelect", "DescribeStream", "GetRecords", "GetShardIterator", "ExportTableToPointInTime"];
const writes = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"];
const rules = ["DeleteTable", "UpdateTable", "UpdateTimeToLive", "UpdateContinuousBackups", "CreateBackup", "RestoreTableToPointInTime", "PutResourcePolicy"];
const everyAction = [...reads, ...writes, ...rules];

/** Everything that a function may do with data. What is not in a cell is refused. */
const permitted: [FunctionName, keyof typeof places, string[]][] = [
  ["registrationPublic", "registrations", ["GetItem", "Query", "PutItem", "UpdateItem"]],
  ["registrationPublic", "hotline", []],
  ["registrationPublic", "hotline, by rank", []],
  ["registrationPublic", "hotline, open ones", []],
  ["registrationPublic", "staff", []],
  ["registrationPublic", "messages", ["PutItem"]],
  ["registrationPublic", "messages, by due", []],
  ["registrationPublic", "messages, stream", []],

  ["hotlinePublic", "registrations", []],
  ["hotlinePublic", "hotline", ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]],
  ["hotlinePublic", "hotline, by rank", []],
  ["hotlinePublic", "hotline, open ones", []],
  ["hotlinePublic", "staff", []],
  ["hotlinePublic", "messages", ["PutItem"]],
  ["hotlinePublic", "messages, by due", []],
  ["hotlinePublic", "messages, stream", []],

  ["hotlineDesk", "registrations", []],
  ["hotlineDesk", "hotline", ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]],
  ["hotlineDesk", "hotline, by rank", ["Query"]],
  ["hotlineDesk", "hotline, open ones", ["Query"]],
  ["hotlineDesk", "staff", ["GetItem", "Query", "UpdateItem"]],
  ["hotlineDesk", "messages", ["PutItem"]],
  ["hotlineDesk", "messages, by due", []],
  ["hotlineDesk", "messages, stream", []],

  ["staff", "registrations", []],
  ["staff", "hotline", []],
  ["staff", "hotline, by rank", []],
  ["staff", "hotline, open ones", []],
  ["staff", "staff", ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]],
  ["staff", "messages", []],
  ["staff", "messages, by due", []],
  ["staff", "messages, stream", []],

  ["messageStream", "registrations", []],
  ["messageStream", "hotline", []],
  ["messageStream", "hotline, by rank", []],
  ["messageStream", "hotline, open ones", []],
  ["messageStream", "staff", []],
  ["messageStream", "messages", ["GetItem", "UpdateItem"]],
  ["messageStream", "messages, by due", []],
  ["messageStream", "messages, stream", ["DescribeStream", "GetRecords", "GetShardIterator"]],

  ["messageSweep", "registrations", []],
  ["messageSweep", "hotline", []],
  ["messageSweep", "hotline, by rank", []],
  ["messageSweep", "hotline, open ones", []],
  ["messageSweep", "staff", []],
  ["messageSweep", "messages", ["GetItem", "UpdateItem"]],
  ["messageSweep", "messages, by due", ["Query"]],
  ["messageSweep", "messages, stream", []],
];

describe("what each function may do with data", () => {
  it.each(permitted)("%s on %s: %j and nothing else", (name, place, actions) => {
    const allowed = everyAction.filter((action) => can(name, { action: `dynamodb:${action}`, on: places[place]() }));
    expect(allowed.toSorted()).toEqual(actions.toSorted());
  });

  it("the table above speaks of every function and every place", () => {
    const cells = functionNames.flatMap((name) => Object.keys(places).map((place) => `${name} ${place}`));
    expect(permitted.map(([name, place]) => `${name} ${place}`).toSorted()).toEqual(cells.toSorted());
  });
});

describe("what must never be possible", () => {
  const refused: [string, FunctionName, keyof typeof places, string[]][] = [
    ["the public function reads a text", "registrationPublic", "messages", ["GetItem", "BatchGetItem", "Query", "Scan", "PartiQLSelect"]],
    ["the public function finds texts by when they are due", "registrationPublic", "messages, by due", ["Query", "Scan"]],
    ["the public function changes or removes a text", "registrationPublic", "messages", ["UpdateItem", "DeleteItem", "BatchWriteItem"]],
    ["the public function removes an application", "registrationPublic", "registrations", ["DeleteItem", "BatchWriteItem", "PartiQLDelete"]],
    ["the public function goes through all applications", "registrationPublic", "registrations", ["Scan", "PartiQLSelect", "ExportTableToPointInTime"]],
    ["the waking sender sees an application", "messageStream", "registrations", everyAction],
    ["the sweeping sender sees an application", "messageSweep", "registrations", everyAction],
    ["the waking sender makes up or removes a text", "messageStream", "messages", ["PutItem", "DeleteItem", "BatchWriteItem"]],
    ["the sign-in sees an application", "staff", "registrations", everyAction],
    ["the sign-in sees or makes up a text", "staff", "messages", everyAction],
    ["the public function sees who is signed in, or signs somebody in", "registrationPublic", "staff", everyAction],
    ["the registration side of the wall sees a caller", "registrationPublic", "hotline", everyAction],
    ["the hotline's pages see an application", "hotlinePublic", "registrations", everyAction],
    ["the hotline's desk sees an application", "hotlineDesk", "registrations", everyAction],
    ["the hotline's pages see the queue", "hotlinePublic", "hotline, by rank", everyAction],
    ["the hotline's pages see who is signed in", "hotlinePublic", "staff", everyAction],
    ["the hotline's desk signs somebody in, or makes a role up", "hotlineDesk", "staff", ["PutItem", "DeleteItem", "BatchWriteItem"]],
    ["the hotline reads a text", "hotlineDesk", "messages", ["GetItem", "BatchGetItem", "Query", "Scan", "UpdateItem"]],
    ["the sign-in sees a caller", "staff", "hotline", everyAction],
    ["the waking sender sees a caller", "messageStream", "hotline", everyAction],
    ["the sweeping sender sees a caller", "messageSweep", "hotline", everyAction],
    ["the sweeping sender makes up or removes a text", "messageSweep", "messages", ["PutItem", "DeleteItem", "BatchWriteItem"]],
  ];

  it.each(refused)("%s", (_, name, place, actions) => {
    for (const action of actions) expect(can(name, { action: `dynamodb:${action}`, on: places[place]() }), action).toBe(false);
  });

  it.each(functionNames)("%s changes a table, its protection or its backups", (name) => {
    for (const place of Object.values(places))
      for (const action of rules) expect(can(name, { action: `dynamodb:${action}`, on: place() }), action).toBe(false);
  });
});

describe("keys", () => {
  type Side = Extract<keyof typeof places, TableName>;
  const sides = ["registrations", "hotline", "staff", "messages"] as const satisfies Side[];
  const keyOf = (name: Side) => text(prod.resources[prod.tableId(name)]?.Properties.Replicas[0].SSESpecification.KMSMasterKeyId);
  const throughTable = { "kms:ViaService": "dynamodb.ap-southeast-1.amazonaws.com" };
  const uses = (name: FunctionName, side: Side, context = {}) => can(name, { action: "kms:Decrypt", on: keyOf(side), context });
  const whoUses = (context = {}) => Object.fromEntries(sides.map((side) => [side, functionNames.filter((name) => uses(name, side, context))]));

  it("open a table only for who may use that table", () => {
    expect(whoUses(throughTable)).toEqual({
      registrations: ["registrationPublic"],
      hotline: ["hotlinePublic", "hotlineDesk"],
      staff: ["hotlineDesk", "staff"],
      messages: ["registrationPublic", "hotlinePublic", "hotlineDesk", "messageStream", "messageSweep"],
    });
  });

  it("are used directly only by the function whose settings rest under them", () => {
    expect(whoUses()).toEqual({ registrations: ["registrationPublic"], hotline: ["hotlinePublic", "hotlineDesk"], staff: ["staff"], messages: [] });
  });

  it.each(functionNames)("cannot be used by %s for anything but reading, nor be given on or deleted", (name) => {
    const actions = ["Encrypt", "GenerateDataKey", "ReEncryptFrom", "CreateGrant", "ScheduleKeyDeletion", "PutKeyPolicy", "DisableKey"];
    for (const side of sides)
      for (const action of actions) expect(can(name, { action: `kms:${action}`, on: keyOf(side), context: throughTable }), action).toBe(false);
  });
});

describe("texts", () => {
  const phone = "+84912345678";
  it.each([
    ["registrationPublic", false],
    ["hotlinePublic", false],
    ["hotlineDesk", false],
    ["staff", false],
    ["messageStream", true],
    ["messageSweep", true],
  ] as const)("%s may text a phone: %s", (name, allowed) => {
    expect(can(name, { action: "sns:Publish", on: phone })).toBe(allowed);
  });

  it.each(functionNames)("%s reaches no topic and changes no SMS setting", (name) => {
    expect(can(name, { action: "sns:Publish", on: "arn:aws:sns:ap-southeast-1:333333333333:somebody" })).toBe(false);
    expect(can(name, { action: "sns:SetSMSAttributes", on: "*" })).toBe(false);
  });

  it.each(functionNames)("%s reads no secret: its value came with the deployment", (name) => {
    for (const [id] of prod.ofType("AWS::SecretsManager::Secret")) expect(can(name, { action: "secretsmanager:GetSecretValue", on: id })).toBe(false);
  });
});

describe("accounts of the staff", () => {
  it.each(functionNames)("%s makes, changes or looks through none: an administrator does, at Cognito", (name) => {
    const [[pool] = [""]] = prod.ofType("AWS::Cognito::UserPool");
    for (const action of ["AdminCreateUser", "AdminAddUserToGroup", "AdminSetUserPassword", "AdminGetUser", "ListUsers", "UpdateUserPool"]) expect(can(name, { action: `cognito-idp:${action}`, on: `arn:${pool}` }), action).toBe(false);
  });
});

describe("policies", () => {
  /** None of these names a resource in AWS, or shows any content. */
  const mayMeanAll = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "dynamodb:ListStreams", "sns:Publish"];

  it.each(functionNames)("of %s name each action, and each resource that has a name", (name) => {
    for (const { Effect, Action, Resource } of statements(name)) {
      if (Effect === "Deny") continue;
      for (const action of [Action].flat()) {
        expect(action).not.toContain("*");
        for (const resource of [Resource].flat().map(text)) if (resource.includes("*")) expect(mayMeanAll).toContain(action);
      }
    }
  });

  it.each(functionNames)("of %s are all written here: none is attached by name", (name) => {
    expect(prod.resources[prod.idOf(prod.functions[name], "role")]?.Properties.ManagedPolicyArns).toBeUndefined();
  });

  it.each(functionNames)("let %s write to its own log only", (name) => {
    const logs = functionNames.filter((other) => can(name, { action: "logs:PutLogEvents", on: `arn:${prod.idOf(prod.functions[other], "log")}` }));
    expect(logs).toEqual([name]);
  });

  it("give no function a role that another has, nor a role to anybody but Lambda", () => {
    const roles = prod.ofType("AWS::IAM::Role");
    expect(roles).toHaveLength(functionNames.length);
    for (const [, { Properties }] of roles) expect(Properties.AssumeRolePolicyDocument.Statement).toMatchObject([{ Principal: { Service: "lambda.amazonaws.com" } }]);
  });
});

describe("the evaluator these tests rest on", () => {
  const allow = { Effect: "Allow", Action: "sns:Publish", Resource: "*" } as const;

  it("refuses what nobody allowed", () => {
    expect(isAllowed([], { action: "sns:Publish", on: "x" })).toBe(false);
    expect(isAllowed([allow], { action: "sns:Subscribe", on: "x" })).toBe(false);
  });

  it("lets a denial win, wherever it stands", () => {
    const deny = { Effect: "Deny", Action: "sns:*", Resource: "arn:*" } as const;
    expect(isAllowed([allow, deny], { action: "sns:Publish", on: "arn:topic" })).toBe(false);
    expect(isAllowed([deny, allow], { action: "sns:Publish", on: "+84" })).toBe(true);
  });

  it("does not guess what it cannot read", () => {
    const odd = { ...allow, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };
    expect(() => isAllowed([odd], { action: "sns:Publish", on: "x" })).toThrow("does not know IpAddress");
  });
});
