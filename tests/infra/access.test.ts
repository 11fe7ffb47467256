import { beforeAll, describe, expect, it } from "vitest";
import { tables, type TableName } from "../../infra/tables.ts";
import { isAllowed, statementsOf, type Request } from "./support/access.ts";
import { functionNames, synth, synthTimeout, text, type FunctionName, type Synthesised } from "./support/synth.ts";

let prod: Synthesised;
const statements = (name: FunctionName) => statementsOf(prod.resources, prod.idOf(prod.functions[name], "role"));
const can = (name: FunctionName, request: Request): boolean => isAllowed(statements(name), request);

beforeAll(() => {
  prod = synth("prod");
}, synthTimeout);

const arn = (name: TableName) => `arn:${prod.tableId(name)}`;
/** Rows of the messages table under one partition key, asked for with no field but the keys. */
const rowsUnder = (leadingKey: string) => ({ "dynamodb:LeadingKeys": [leadingKey], "dynamodb:Attributes": ["pk", "sk"] });

const places = {
  registrations: () => ({ on: arn("registrations") }),
  "registrations, by office": () => ({ on: `${arn("registrations")}/index/byOffice` }),
  "registrations, by province": () => ({ on: `${arn("registrations")}/index/byProvince` }),
  hotline: () => ({ on: arn("hotline") }),
  "hotline, by rank": () => ({ on: `${arn("hotline")}/index/queue` }),
  "hotline, open ones": () => ({ on: `${arn("hotline")}/index/open` }),
  staff: () => ({ on: arn("staff") }),
  "registration's texts": () => ({ on: arn("messages"), context: rowsUnder("REGISTRATION#subject") }),
  "the hotline's texts": () => ({ on: arn("messages"), context: rowsUnder("HOTLINE#caller") }),
  "what a phone got": () => ({ on: arn("messages"), context: rowsUnder("PHONE#hash") }),
  receipts: () => ({ on: arn("messages"), context: rowsUnder("RECEIPT#sns#id") }),
  "a network": () => ({ on: arn("messages"), context: rowsUnder("NETWORK#sns") }),
  "the choice of a network": () => ({ on: arn("messages"), context: rowsUnder("NETWORK") }),
  "messages, unnamed": () => ({ on: arn("messages") }),
  "messages, by due": () => ({ on: `${arn("messages")}/index/due`, context: rowsUnder("DUE#code#0") }),
  "registration's to call": () => ({ on: `${arn("messages")}/index/callInstead`, context: rowsUnder("registration") }),
  "the hotline's to call": () => ({ on: `${arn("messages")}/index/callInstead`, context: rowsUnder("hotline") }),
  "messages, stream": () => ({ on: `${arn("messages")}/stream` }),
} as const satisfies Record<string, () => Omit<Request, "action">>;
type Place = keyof typeof places;
const placeNames = Object.keys(places) as Place[];

const reads = ["GetItem", "BatchGetItem", "Query", "Scan", "PartiQLSelect", "DescribeStream", "GetRecords", "GetShardIterator", "ExportTableToPointInTime"];
const writes = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"];
const rules = ["DeleteTable", "UpdateTable", "UpdateTimeToLive", "UpdateContinuousBackups", "CreateBackup", "RestoreTableToPointInTime", "PutResourcePolicy"];
const everyAction = [...reads, ...writes, ...rules];
const may = (name: FunctionName, action: string, place: Place) => can(name, { action: `dynamodb:${action}`, ...places[place]() });

const sent = {
  "registration's texts": ["GetItem", "UpdateItem"],
  "the hotline's texts": ["GetItem", "UpdateItem"],
  "what a phone got": ["GetItem", "UpdateItem"],
  receipts: ["GetItem", "UpdateItem"],
  "a network": ["GetItem", "Query", "UpdateItem"],
  "the choice of a network": ["GetItem", "UpdateItem"],
  "messages, unnamed": ["GetItem", "UpdateItem"],
};
const received = { "registration's texts": ["GetItem", "UpdateItem"], "the hotline's texts": ["GetItem", "UpdateItem"], receipts: ["GetItem", "UpdateItem"] };

/** Everything that a function may do with data. Where a function has no line for a place, it may do nothing there. */
const permitted: Record<FunctionName, Partial<Record<Place, string[]>>> = {
  registrationPublic: {
    registrations: ["GetItem", "Query", "PutItem", "UpdateItem"],
    "registration's texts": ["PutItem", "UpdateItem"],
    "what a phone got": ["UpdateItem"],
  },
  registrationDesk: {
    registrations: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    "registrations, by office": ["Query"],
    "registrations, by province": ["Query"],
    staff: ["GetItem", "Query", "UpdateItem"],
    "registration's texts": ["Query", "PutItem", "UpdateItem"],
    "registration's to call": ["Query"],
    "what a phone got": ["UpdateItem"],
  },
  registrationPapers: {
    registrations: ["GetItem", "Query", "PutItem", "ConditionCheckItem"],
    "registrations, by office": ["Query"],
    staff: ["GetItem", "Query", "UpdateItem"],
  },
  hotlinePublic: {
    hotline: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
    "the hotline's texts": ["PutItem", "UpdateItem"],
    "what a phone got": ["UpdateItem"],
  },
  hotlineDesk: {
    hotline: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
    "hotline, by rank": ["Query"],
    "hotline, open ones": ["Query"],
    staff: ["GetItem", "Query", "UpdateItem"],
    "the hotline's texts": ["Query", "PutItem", "UpdateItem"],
    "the hotline's to call": ["Query"],
    "what a phone got": ["UpdateItem"],
  },
  staff: { staff: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"] },
  messageStream: { ...sent, "messages, stream": ["DescribeStream", "GetRecords", "GetShardIterator"] },
  messageSweep: { ...sent, "messages, by due": ["Query"] },
  messageReceipts: received,
  messageReceiptLogs: received,
  upkeep: {},
};

describe("what each function may do with data", () => {
  const cells = functionNames.flatMap((name) => placeNames.map((place) => [name, place, permitted[name][place] ?? []] as const));

  it.each(cells)("%s on %s: %j and nothing else", (name, place, actions) => {
    const allowed = everyAction.filter((action) => may(name, action, place));
    expect(allowed.toSorted()).toEqual(actions.toSorted());
  });

  it("the table above speaks of every table and every index there is", () => {
    const names = Object.keys(tables) as TableName[];
    const indexes = names.flatMap((name) => tables[name].indexes.map((index) => `${arn(name)}/index/${index.name}`));
    const told = new Set(placeNames.map((place) => places[place]().on));
    expect([...told].toSorted()).toEqual([...names.map(arn), ...indexes, `${arn("messages")}/stream`].toSorted());
  });
});

describe("what must never be possible", () => {
  const messagePlaces = ["registration's texts", "the hotline's texts", "what a phone got", "receipts", "a network", "the choice of a network", "messages, unnamed"] as const;
  const applications = ["registrations", "registrations, by office", "registrations, by province"] as const;
  const reading = ["GetItem", "BatchGetItem", "Query", "Scan", "PartiQLSelect"];
  const removing = ["DeleteItem", "BatchWriteItem", "PartiQLDelete"];
  const refused: [string, FunctionName, readonly Place[], string[]][] = [
    ["the form reads a text, its own or another's", "registrationPublic", messagePlaces, reading],
    ["the form sees, takes back or makes up a text of the hotline", "registrationPublic", ["the hotline's texts", "the hotline's to call"], everyAction],
    ["the form finds texts by when they are due", "registrationPublic", ["messages, by due"], everyAction],
    ["the form removes a text", "registrationPublic", messagePlaces, removing],
    ["the form removes an application", "registrationPublic", ["registrations"], removing],
    ["the form goes through all applications", "registrationPublic", ["registrations"], ["Scan", "PartiQLSelect", "ExportTableToPointInTime"]],
    ["the form goes through an office's or a province's applications", "registrationPublic", ["registrations, by office", "registrations, by province"], everyAction],
    ["the officers' desk sees a caller", "registrationDesk", ["hotline", "hotline, by rank", "hotline, open ones"], everyAction],
    ["the officers' desk sees, takes back or makes up a text of the hotline", "registrationDesk", ["the hotline's texts", "the hotline's to call"], everyAction],
    ["the officers' desk sees what a phone got", "registrationDesk", ["what a phone got", "receipts", "messages, unnamed"], reading],
    ["the officers' desk finds texts by when they are due", "registrationDesk", ["messages, by due"], everyAction],
    ["the officers' desk removes a text", "registrationDesk", messagePlaces, removing],
    ["the officers' desk goes through all applications", "registrationDesk", applications, ["Scan", "PartiQLSelect", "ExportTableToPointInTime"]],
    ["the officers' desk signs somebody in, or makes a role up", "registrationDesk", ["staff"], ["PutItem", ...removing]],
    ["the papers see a caller", "registrationPapers", ["hotline", "hotline, by rank", "hotline, open ones"], everyAction],
    ["the papers see, take back or make up a text", "registrationPapers", [...messagePlaces, "messages, by due", "registration's to call", "the hotline's to call"], everyAction],
    ["the papers go through all applications", "registrationPapers", applications, ["Scan", "PartiQLSelect", "ExportTableToPointInTime"]],
    ["the papers go through a province's applications", "registrationPapers", ["registrations, by province"], everyAction],
    ["the papers move or remove an application", "registrationPapers", ["registrations"], ["UpdateItem", ...removing]],
    ["the papers sign somebody in, or make a role up", "registrationPapers", ["staff"], ["PutItem", ...removing]],
    ["the form sees who is signed in, or signs somebody in", "registrationPublic", ["staff"], everyAction],
    ["the registration side of the wall sees a caller", "registrationPublic", ["hotline", "hotline, by rank", "hotline, open ones"], everyAction],
    ["the hotline's pages see an application", "hotlinePublic", applications, everyAction],
    ["the hotline's pages read a text, their own or another's", "hotlinePublic", messagePlaces, reading],
    ["the hotline's pages see, take back or make up a text of registration", "hotlinePublic", ["registration's texts", "registration's to call"], everyAction],
    ["the hotline's pages see the queue", "hotlinePublic", ["hotline, by rank", "hotline, open ones"], everyAction],
    ["the hotline's pages see whom to call instead", "hotlinePublic", ["the hotline's to call"], everyAction],
    ["the hotline's pages see who is signed in", "hotlinePublic", ["staff"], everyAction],
    ["the hotline's desk sees an application", "hotlineDesk", applications, everyAction],
    ["the hotline's desk sees, takes back or makes up a text of registration", "hotlineDesk", ["registration's texts", "registration's to call"], everyAction],
    ["the hotline's desk sees what a phone got", "hotlineDesk", ["what a phone got", "receipts", "messages, unnamed"], reading],
    ["the hotline's desk finds texts by when they are due", "hotlineDesk", ["messages, by due"], everyAction],
    ["the hotline's desk removes a text", "hotlineDesk", messagePlaces, removing],
    ["the hotline's desk signs somebody in, or makes a role up", "hotlineDesk", ["staff"], ["PutItem", ...removing]],
    ["the sign-in sees an application", "staff", applications, everyAction],
    ["the sign-in sees a caller", "staff", ["hotline", "hotline, by rank", "hotline, open ones"], everyAction],
    ["the sign-in sees or makes up a text", "staff", [...messagePlaces, "messages, by due", "registration's to call", "the hotline's to call"], everyAction],
    ...(["messageStream", "messageSweep", "messageReceipts", "messageReceiptLogs"] as const).flatMap((name): typeof refused => [
      [`${name} sees an application`, name, applications, everyAction],
      [`${name} sees a caller`, name, ["hotline", "hotline, by rank", "hotline, open ones"], everyAction],
      [`${name} sees who is signed in`, name, ["staff"], everyAction],
      [`${name} makes up or removes a text`, name, messagePlaces, ["PutItem", "PartiQLInsert", ...removing]],
      [`${name} goes through all texts, or all of one subject`, name, ["registration's texts", "the hotline's texts", "messages, unnamed", "registration's to call", "the hotline's to call"], ["Query", "Scan", "BatchGetItem"]],
    ]),
    ...(["messageReceipts", "messageReceiptLogs"] as const).flatMap((name): typeof refused => [
      [`${name} finds texts by when they are due`, name, ["messages, by due"], everyAction],
      [`${name} sees or changes what a phone got`, name, ["what a phone got"], everyAction],
    ]),
    ...functionNames
      .filter((name) => name !== "messageStream" && name !== "messageSweep")
      .map((name): (typeof refused)[number] => [`${name}, which sends nothing, reaches the networks' rows`, name, ["a network", "the choice of a network"], everyAction]),
  ];

  it.each(refused)("%s", (_, name, where, actions) => {
    for (const place of where) for (const action of actions) expect(may(name, action, place), `${action} on ${place}`).toBe(false);
  });

  it.each(functionNames)("%s changes a table, its protection or its backups", (name) => {
    for (const place of placeNames) for (const action of rules) expect(may(name, action, place), action).toBe(false);
  });
});

describe("keys", () => {
  const sides = Object.keys(tables) as TableName[];
  const keyOf = (name: TableName) => text(prod.resources[prod.tableId(name)]?.Properties.Replicas[0].SSESpecification.KMSMasterKeyId);
  const throughTable = { "kms:ViaService": "dynamodb.ap-southeast-1.amazonaws.com" };
  const uses = (name: FunctionName, side: TableName, context = {}) => can(name, { action: "kms:Decrypt", on: keyOf(side), context });
  const whoUses = (context = {}) => Object.fromEntries(sides.map((side) => [side, functionNames.filter((name) => uses(name, side, context))]));

  it("open a table only for who may use that table", () => {
    expect(whoUses(throughTable)).toEqual({
      registrations: ["registrationPublic", "registrationDesk", "registrationPapers"],
      hotline: ["hotlinePublic", "hotlineDesk"],
      staff: ["registrationDesk", "registrationPapers", "hotlineDesk", "staff"],
      messages: ["registrationPublic", "registrationDesk", "hotlinePublic", "hotlineDesk", "messageStream", "messageSweep", "messageReceipts", "messageReceiptLogs"],
    });
  });

  it("are used directly only by the function whose settings rest under them", () => {
    expect(whoUses()).toEqual({
      registrations: ["registrationPublic", "registrationDesk", "registrationPapers"],
      hotline: ["hotlinePublic", "hotlineDesk"],
      staff: ["staff"],
      messages: ["messageStream", "messageSweep", "messageReceipts", "messageReceiptLogs"],
    });
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
    ["registrationDesk", false],
    ["registrationPapers", false],
    ["hotlinePublic", false],
    ["hotlineDesk", false],
    ["staff", false],
    ["messageStream", true],
    ["messageSweep", true],
    ["messageReceipts", false],
    ["messageReceiptLogs", false],
    ["upkeep", false],
  ] as const satisfies [FunctionName, boolean][])("%s may text a phone, and ask SNS whether it answers: %s", (name, allowed) => {
    expect(can(name, { action: "sns:Publish", on: phone })).toBe(allowed);
    expect(can(name, { action: "sns:GetSMSAttributes", on: "*" })).toBe(allowed);
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
  const mayMeanAll = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "dynamodb:ListStreams", "sns:Publish", "sns:GetSMSAttributes"];

  it.each(functionNames)("of %s name each action, and each resource that has a name", (name) => {
    for (const { Effect, Action, Resource } of statements(name)) {
      if (Effect === "Deny") continue;
      for (const action of [Action].flat()) {
        expect(action).not.toContain("*");
        for (const resource of [Resource].flat().map(text)) if (resource.includes("*")) expect(mayMeanAll).toContain(action);
      }
    }
  });

  it.each(functionNames)("of %s hold of no request that names nothing, where they limit what it may name", (name) => {
    for (const { Condition = {} } of statements(name)) {
      const limited = Object.entries(Condition).flatMap(([operator, tests]) => (operator.startsWith("ForAllValues:") ? Object.keys(tests) : []));
      for (const key of limited) expect(Condition.Null).toMatchObject({ [key]: "false" });
    }
  });

  it.each(functionNames)("of %s are all written here: none is attached by name", (name) => {
    expect(prod.resources[prod.idOf(prod.functions[name], "role")]?.Properties.ManagedPolicyArns).toBeUndefined();
  });

  it.each(functionNames)("let %s write to its own log only", (name) => {
    const logs = functionNames.filter((other) => can(name, { action: "logs:PutLogEvents", on: `arn:${prod.idOf(prod.functions[other], "log")}` }));
    expect(logs).toEqual([name]);
  });

  const rolesOf = (service: string) =>
    prod.ofType("AWS::IAM::Role").filter(([, { Properties }]) => {
      const { Statement } = Properties.AssumeRolePolicyDocument;
      return Statement.length === 1 && Statement[0].Principal.Service === service;
    });

  it("give no function a role that another has, nor a role to anybody but Lambda and SNS", () => {
    expect(rolesOf("lambda.amazonaws.com").map(([id]) => id).toSorted()).toEqual(functionNames.map((name) => prod.idOf(prod.functions[name], "role")).toSorted());
    expect(rolesOf("sns.amazonaws.com")).toHaveLength(1);
    expect(prod.ofType("AWS::IAM::Role")).toHaveLength(functionNames.length + 1);
  });

  it("let SNS write down what became of texts, there where we read it, and nothing else", () => {
    const [[role] = [""]] = rolesOf("sns.amazonaws.com");
    const logs = prod.ofType("AWS::Logs::SubscriptionFilter").map(([, { Properties }]) => text(Properties.LogGroupName));
    expect(logs).toHaveLength(2);
    const written = statementsOf(prod.resources, role);
    for (const log of logs) expect(isAllowed(written, { action: "logs:PutLogEvents", on: `arn:${log}` }), log).toBe(true);
    const actions = written.flatMap(({ Action }) => Action);
    expect(new Set(actions)).toEqual(new Set(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]));
    const resources = written.flatMap(({ Resource }) => Resource).map(text);
    expect(resources.filter((resource) => !logs.some((log) => resource.endsWith(`:${log}`)))).toEqual([]);
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

  const limited = (Condition: Record<string, Record<string, unknown>>) => (keys?: string[]) =>
    isAllowed([{ ...allow, Condition }], { action: "sns:Publish", on: "x", context: keys ? { keys } : {} });

  it("asks all values of a request to fit one of those wanted, and is content with none, as IAM is", () => {
    const like = limited({ "ForAllValues:StringLike": { keys: ["A#*", "B"] } });
    expect([like(["A#1"]), like(["A#1", "B"]), like([]), like()]).toEqual([true, true, true, true]);
    expect([like(["C"]), like(["A#1", "C"]), like(["xA#1"]), like(["B#1"]), like(["a#1"])]).toEqual([false, false, false, false, false]);
    const equals = limited({ "ForAllValues:StringEquals": { keys: ["A#*"] } });
    expect([equals(["A#*"]), equals(["A#1"])]).toEqual([true, false]);
  });

  it("tells a request that says nothing from one that does", () => {
    const said = limited({ Null: { keys: "false" } });
    expect([said(["A"]), said([]), said()]).toEqual([true, false, false]);
    const unsaid = limited({ Null: { keys: "true" } });
    expect([unsaid(["A"]), unsaid()]).toEqual([false, true]);
    const equals = limited({ StringEquals: { keys: ["A"] } });
    expect([equals(["A"]), equals(["B"]), equals()]).toEqual([true, false, false]);
    const ifSaid = limited({ StringEqualsIfExists: { keys: "A" } });
    expect([ifSaid(["A"]), ifSaid(["B"]), ifSaid()]).toEqual([true, false, true]);
  });

  it("asks for every condition of a statement", () => {
    const both = limited({ "ForAllValues:StringLike": { keys: ["A*"] }, Null: { keys: "false" } });
    expect([both(["A"]), both(["B"]), both()]).toEqual([true, false, false]);
  });

  it("does not guess what it cannot read", () => {
    expect(() => limited({ StringEquals: { keys: ["A"] } })(["A", "B"])).toThrow("A, B together");
    const odd = { ...allow, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };
    expect(() => isAllowed([odd], { action: "sns:Publish", on: "x" })).toThrow("does not know IpAddress");
  });
});
