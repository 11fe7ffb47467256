import { beforeAll, describe, expect, it } from "vitest";
import { tables, type TableName } from "../../infra/tables.ts";
import { allows } from "../support/as-function.ts";
import { rolesIn, type Request, type Role } from "./support/access.ts";
import { functionNames, synth, synthTimeout, text, type FunctionName, type Synthesised } from "./support/synth.ts";

let prod: Synthesised;
let arnOf: (id: string) => string;
let roles: Record<FunctionName, Role>;
const can = (name: FunctionName, request: Request): boolean => roles[name].may(request);

beforeAll(() => {
  prod = synth("prod");
  const found = rolesIn(prod.resources);
  arnOf = found.arnOf;
  roles = Object.fromEntries(functionNames.map((name) => [name, found.role(prod.idOf(prod.functions[name], "role"))])) as typeof roles;
}, synthTimeout);

/** Every kind of row there is, by its table or index and the key it stands under; the last of each table's is of no kind. */
const places = {
  "an application": ["registrations", "APPLICATION#K7M4Q9TX"],
  "a line at an office": ["registrations", "OFFICE#00004"],
  "a way from a phone or paper": ["registrations", "FIND#hash"],
  "a one-time code": ["registrations", "CODE#hash"],
  "an application sent before": ["registrations", "IDEMPOTENCY#key"],
  "a link to an application": ["registrations", "LINK#hash"],
  "facilities of a province": ["registrations", "FACILITIES#01"],
  "provinces with facilities": ["registrations", "FACILITIES"],
  "registrations, of no kind": ["registrations", "ELSE#1"],
  "an office's list": ["registrations/index/byOffice", "00004#received"],
  "a province's list": ["registrations/index/byProvince", "01#received"],
  "a day of the roster": ["hotline", "DAY#2026-11-23"],
  "a caller": ["hotline", "CALLER#hash"],
  "a call that was asked for": ["hotline", "CALLBACK#K7M4Q9TX"],
  "a link to a call": ["hotline", "LINK#hash"],
  "guesses at a call": ["hotline", "TRIES#K7M4Q9TX"],
  "a call asked for before": ["hotline", "IDEMPOTENCY#key"],
  "hotline, of no kind": ["hotline", "ELSE#1"],
  "the queue": ["hotline/index/queue", "RING"],
  "who rests": ["hotline/index/queue", "REST"],
  "queue, of no kind": ["hotline/index/queue", "ELSE"],
  "open calls": ["hotline/index/open", "OPEN"],
  "open, of no kind": ["hotline/index/open", "ELSE"],
  "somebody of the staff": ["staff", "STAFF#one"],
  "who has a role": ["staff", "ROLE#counsellor"],
  "a sign-in under way": ["staff", "SIGNIN#hash"],
  "staff, of no kind": ["staff", "ELSE#1"],
  "registration's texts": ["messages", "REGISTRATION#subject"],
  "the hotline's texts": ["messages", "HOTLINE#caller"],
  "what a phone got": ["messages", "PHONE#hash"],
  "a receipt": ["messages", "RECEIPT#sns#id"],
  "a network": ["messages", "NETWORK#sns"],
  "the choice of a network": ["messages", "NETWORK"],
  "messages, of no kind": ["messages", "ELSE#1"],
  "texts by when they are due": ["messages/index/due", "DUE#code#0"],
  "due, of no kind": ["messages/index/due", "ELSE"],
  "whom registration calls instead": ["messages/index/callInstead", "registration"],
  "whom an office calls instead": ["messages/index/callInstead", "registration#00004"],
  "whom the hotline calls instead": ["messages/index/callInstead", "hotline"],
  "calls instead, of no kind": ["messages/index/callInstead", "hotlines"],
  "the messages' stream": ["messages/stream/2026-11-22T00:00:00.000", null],
  "registrations, unnamed": ["registrations", null],
  "hotline, unnamed": ["hotline", null],
  "staff, unnamed": ["staff", null],
  "messages, unnamed": ["messages", null],
} as const satisfies Record<string, readonly [string, string | null]>;
type Place = keyof typeof places;
const placeNames = Object.keys(places) as Place[];

const reading = "GetItem Query";
const desksOwn = { "somebody of the staff": "GetItem UpdateItem" } as const;
const sending = {
  "registration's texts": "GetItem UpdateItem",
  "the hotline's texts": "GetItem UpdateItem",
  "what a phone got": "GetItem UpdateItem",
  "a receipt": "UpdateItem",
  "a network": "GetItem Query UpdateItem",
  "the choice of a network": "GetItem UpdateItem",
} as const;
const receiving = { "registration's texts": "GetItem UpdateItem", "the hotline's texts": "GetItem UpdateItem", "a receipt": "UpdateItem" } as const;

/** Everything that a function may do with data. Where a function has no line for a place, it may do nothing there. */
const permitted: Record<FunctionName, Partial<Record<Place, string>>> = {
  registrationPublic: {
    "an application": `${reading} PutItem UpdateItem`,
    "a line at an office": "PutItem UpdateItem",
    "a way from a phone or paper": "PutItem",
    "a one-time code": "GetItem PutItem UpdateItem",
    "an application sent before": "GetItem PutItem",
    "a link to an application": "GetItem",
    "facilities of a province": "Query",
    "provinces with facilities": "Query",
    "registration's texts": "PutItem UpdateItem",
    "what a phone got": "UpdateItem",
  },
  registrationDesk: {
    ...desksOwn,
    "an application": `${reading} PutItem UpdateItem`,
    "a line at an office": "GetItem PutItem UpdateItem DeleteItem ConditionCheckItem",
    "an office's list": "Query",
    "a province's list": "Query",
    "a way from a phone or paper": "Query PutItem",
    "an application sent before": "GetItem PutItem",
    "a link to an application": "PutItem",
    "facilities of a province": `${reading} PutItem`,
    "provinces with facilities": "Query UpdateItem",
    "registration's texts": "Query PutItem UpdateItem",
    "whom an office calls instead": "Query",
  },
  registrationPapers: {
    ...desksOwn,
    "an application": `${reading} PutItem`,
    "a line at an office": "GetItem ConditionCheckItem",
    "an office's list": "Query",
  },
  hotlinePublic: {
    "a day of the roster": `${reading} PutItem DeleteItem`,
    "a caller": "GetItem PutItem UpdateItem",
    "a call that was asked for": "GetItem PutItem",
    "a link to a call": "GetItem PutItem",
    "guesses at a call": "UpdateItem",
    "a call asked for before": "GetItem PutItem",
    "the hotline's texts": "PutItem UpdateItem",
    "what a phone got": "UpdateItem",
  },
  hotlineDesk: {
    ...desksOwn,
    "a day of the roster": `${reading} PutItem DeleteItem`,
    "a caller": `${reading} PutItem UpdateItem`,
    "a call that was asked for": "GetItem PutItem",
    "a link to a call": "PutItem",
    "the queue": "Query",
    "who rests": "Query",
    "open calls": "Query",
    "who has a role": "Query",
    "the hotline's texts": "Query PutItem UpdateItem",
    "whom the hotline calls instead": "Query",
  },
  staff: {
    "somebody of the staff": `${reading} PutItem UpdateItem DeleteItem`,
    "who has a role": "PutItem DeleteItem",
    "a sign-in under way": "PutItem DeleteItem",
  },
  messageStream: { ...sending, "the messages' stream": "DescribeStream GetRecords GetShardIterator" },
  messageSweep: { ...sending, "texts by when they are due": "Query" },
  messageReceipts: receiving,
  messageReceiptLogs: receiving,
  upkeep: {},
};

const sees = ["GetItem", "BatchGetItem", "Query", "Scan", "PartiQLSelect", "DescribeStream", "GetRecords", "GetShardIterator", "ExportTableToPointInTime"];
const writes = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"];
const rules = ["DeleteTable", "UpdateTable", "UpdateTimeToLive", "UpdateContinuousBackups", "CreateBackup", "RestoreTableToPointInTime", "PutResourcePolicy"];
const everyAction = [...sees, ...writes, ...rules];

const actionsOf = (name: FunctionName, place: Place): string[] => permitted[name][place]?.split(" ") ?? [];
type Said = { fields?: string[]; returns?: string };
const asked = (action: string, place: Place, { fields = ["pk", "sk"], returns }: Said = {}): Request => {
  const [where, leadingKey] = places[place];
  const [table = "", ...rest] = where.split("/");
  const row = leadingKey === null ? {} : { "dynamodb:LeadingKeys": [leadingKey], ...(fields.length ? { "dynamodb:Attributes": fields } : {}) };
  return { action: `dynamodb:${action}`, on: [arnOf(prod.tableId(table as TableName)), ...rest].join("/"), context: { ...row, ...(returns ? { "dynamodb:ReturnValues": returns } : {}) } };
};
/** By its role; and what the apps are held to while they are tested (support/as-function.ts) must be the same. */
function may(name: FunctionName, action: string, place: Place, said: Said = {}): boolean {
  const allowed = can(name, asked(action, place, said));
  const [where, leadingKey] = places[place];
  const [table = "", kind, index] = where.split("/");
  if (leadingKey !== null && allows(name, { action, table, ...(kind ? { index } : {}), leadingKey, fields: ["pk", "sk"], ...said }) !== allowed) throw new Error(`${name} is held to other rules in the tests: ${action} on ${place}`);
  return allowed;
}

describe("what each function may do with data", () => {
  const cells = functionNames.flatMap((name) => placeNames.map((place) => [name, place, permitted[name][place] ?? "nothing"] as const));

  it.each(cells)("%s with %s: %s, and nothing else", (name, place) => {
    expect(everyAction.filter((action) => may(name, action, place)).toSorted()).toEqual(actionsOf(name, place).toSorted());
  });

  it.each(functionNames)("%s asks for what AWS knows, by policies that AWS takes", async (name) => {
    const requests = placeNames.flatMap((place) => actionsOf(name, place).map((action) => asked(action, place)));
    for (const request of requests) expect(await roles[name].mayIndeed(request), JSON.stringify(request)).toBe(true);
  });

  it("the table above speaks of every table and every index there is", () => {
    const names = Object.keys(tables) as TableName[];
    const indexes = names.flatMap((name) => tables[name].indexes.map((index) => `${name}/index/${index.name}`));
    const told = new Set(placeNames.map((place) => places[place][0]).filter((where) => !where.includes("/stream/")));
    expect([...told].toSorted()).toEqual([...names, ...indexes].toSorted());
  });
});

describe("how much of a row a request may touch", () => {
  const toldOnce = ["pk", "sk", "withdrawn", "contact", "story", "revision", "callInstead", "callInsteadAt"];
  const lastSeen = ["pk", "sk", "lastSeenAt"];
  const stop = ["pk", "sk", "stoppedAt", "version", "expiresAtSeconds"];
  const until = ["pk", "sk", "expiresAtSeconds"];
  /** The only fields a change may name. Where a function that may change a row has no line here, it may change all of it. */
  const fieldsOf: Partial<Record<FunctionName, Partial<Record<Place, string[]>>>> = {
    registrationPublic: { "a line at an office": ["pk", "sk", "state", "due", "at", "byOffice", "byProvince", "order"], "registration's texts": toldOnce, "what a phone got": stop },
    registrationDesk: { "registration's texts": toldOnce, "somebody of the staff": lastSeen },
    registrationPapers: { "somebody of the staff": lastSeen },
    hotlinePublic: { "a caller": until, "the hotline's texts": toldOnce, "what a phone got": stop },
    hotlineDesk: { "a caller": until, "the hotline's texts": toldOnce, "somebody of the staff": lastSeen },
  };
  /** Where the answer to a write shows nothing of the row. */
  const answeredNothing: [FunctionName, string, Place][] = [
    ["registrationPublic", "PutItem UpdateItem", "a line at an office"],
    ["registrationPublic", "PutItem", "a way from a phone or paper"],
    ["registrationPublic", "PutItem UpdateItem", "registration's texts"],
    ["registrationPublic", "UpdateItem", "what a phone got"],
    ["registrationDesk", "PutItem", "a link to an application"],
    ["registrationDesk", "PutItem UpdateItem", "registration's texts"],
    ["hotlinePublic", "UpdateItem", "a caller"],
    ["hotlinePublic", "PutItem UpdateItem", "the hotline's texts"],
    ["hotlinePublic", "UpdateItem", "what a phone got"],
    ["hotlineDesk", "UpdateItem", "a caller"],
    ["hotlineDesk", "PutItem", "a link to a call"],
    ["hotlineDesk", "PutItem UpdateItem", "the hotline's texts"],
    ...(["registrationDesk", "registrationPapers", "hotlineDesk"] as const).map((name): [FunctionName, string, Place] => [name, "UpdateItem", "somebody of the staff"]),
  ];
  const otherFields = ["application", "reach", "office", "phone", "to", "values", "sealed", "dueAt", "dueShard", "attempts", "sent", "roles", "unit", "name", "lease", "entries", "anything"];
  const everyField = [...new Set([...Object.values(fieldsOf).flatMap((limits) => Object.values(limits).flat()), ...otherFields])];

  const changes = functionNames.flatMap((name) => placeNames.filter((place) => actionsOf(name, place).includes("UpdateItem")).map((place) => [name, place] as const));
  it.each(changes)("%s changes of %s only the fields it must", (name, place) => {
    const named = (fields: string[]) => may(name, "UpdateItem", place, { fields });
    const wanted = fieldsOf[name]?.[place];
    expect(everyField.filter((field) => named([field])).toSorted()).toEqual((wanted ?? everyField).toSorted());
    if (!wanted) return;
    expect(named(wanted)).toBe(true);
    for (const field of everyField.filter((one) => !wanted.includes(one))) expect(named([...wanted, field]), field).toBe(false);
    expect(named([]), "no field named").toBe(false);
  });

  const written = functionNames.flatMap((name) =>
    placeNames.flatMap((place) => actionsOf(name, place).filter((action) => ["PutItem", "UpdateItem", "DeleteItem"].includes(action)).map((action) => [name, action, place] as const)),
  );
  it.each(written)("%s, by %s on %s, is answered only what it needs", (name, action, place) => {
    const answers = ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"];
    const isBlind = answeredNothing.some(([who, actions, where]) => who === name && where === place && actions.split(" ").includes(action));
    expect(answers.filter((returns) => may(name, action, place, { returns }))).toEqual(isBlind ? ["NONE"] : answers);
  });

  const named = placeNames.filter((place) => places[place][1] !== null);
  it.each(functionNames)("%s never names one of its rows together with another", (name) => {
    for (const place of named) {
      for (const action of actionsOf(name, place)) {
        const { context, ...rest } = asked(action, place);
        const both = { ...context, "dynamodb:LeadingKeys": [places[place][1] ?? "", "ELSE#1"] };
        expect(can(name, { ...rest, context: both }), `${action} on ${place}`).toBe(places[place][0].startsWith("registrations/index/"));
      }
    }
  });
});

describe("the wall", () => {
  const sideOf = (place: Place): string => places[place][0].split("/")[0] ?? "";
  const reaches = (name: FunctionName, side: TableName): boolean => placeNames.some((place) => sideOf(place) === side && everyAction.some((action) => may(name, action, place)));
  const textsOf = { registration: ["registration's texts", "whom registration calls instead", "whom an office calls instead"], hotline: ["the hotline's texts", "whom the hotline calls instead"] } as const;
  const touches = (name: FunctionName, side: keyof typeof textsOf): boolean => textsOf[side].some((place) => everyAction.some((action) => may(name, action, place)));

  it("no function reaches both sides of it, and none that sends texts or takes receipts in reaches either", () => {
    expect(functionNames.filter((name) => reaches(name, "registrations"))).toEqual(["registrationPublic", "registrationDesk", "registrationPapers"]);
    expect(functionNames.filter((name) => reaches(name, "hotline"))).toEqual(["hotlinePublic", "hotlineDesk"]);
  });

  it("no function of one side touches a text of the other", () => {
    const moving = ["messageStream", "messageSweep", "messageReceipts", "messageReceiptLogs"];
    expect(functionNames.filter((name) => touches(name, "registration"))).toEqual(["registrationPublic", "registrationDesk", ...moving]);
    expect(functionNames.filter((name) => touches(name, "hotline"))).toEqual(["hotlinePublic", "hotlineDesk", ...moving]);
  });

  it.each(functionNames)("%s goes through no table, copies none, and changes none, nor its protection or its backups", (name) => {
    for (const place of placeNames) for (const action of ["Scan", "PartiQLSelect", "ExportTableToPointInTime", ...rules]) expect(may(name, action, place), `${action} on ${place}`).toBe(false);
  });
});

describe("keys", () => {
  const sides = Object.keys(tables) as TableName[];
  const keyOf = (name: TableName) => {
    const { KMSMasterKeyId } = prod.resources[prod.tableId(name)]?.Properties.Replicas[0].SSESpecification ?? {};
    return arnOf(KMSMasterKeyId["Fn::GetAtt"][0]);
  };
  const through = (service: string) => ({ "kms:ViaService": `${service}.ap-southeast-1.amazonaws.com` });
  const users = async (side: TableName, action: string, context: Request["context"]): Promise<FunctionName[]> => {
    const allowed = await Promise.all(functionNames.map((name) => roles[name].mayIndeed({ action: `kms:${action}`, on: keyOf(side), context })));
    return functionNames.filter((_, n) => allowed[n]);
  };
  const uses = async (action: string, context: Request["context"] = {}) => Object.fromEntries(await Promise.all(sides.map(async (side) => [side, await users(side, action, context)])));
  const registration = ["registrationPublic", "registrationDesk", "registrationPapers"];
  const hotline = ["hotlinePublic", "hotlineDesk"];
  const messages = ["messageStream", "messageSweep", "messageReceipts", "messageReceiptLogs"];

  it("open a table only for who may use that table", async () => {
    expect(await uses("Decrypt", through("dynamodb"))).toEqual({
      registrations: registration,
      hotline,
      staff: ["registrationDesk", "registrationPapers", "hotlineDesk", "staff"],
      messages: ["registrationPublic", "registrationDesk", "hotlinePublic", "hotlineDesk", ...messages],
    });
  });

  it("are used directly only by the function whose settings rest under them", async () => {
    expect(await uses("Decrypt")).toEqual({ registrations: registration, hotline, staff: ["staff"], messages });
  });

  it("seal what is given up only for the functions that are woken by others", async () => {
    expect(await uses("GenerateDataKey", through("sqs"))).toEqual({ registrations: [], hotline: [], staff: [], messages: ["messageStream", "messageReceiptLogs"] });
    for (const context of [{}, through("dynamodb")]) expect(Object.values(await uses("GenerateDataKey", context)).flat()).toEqual([]);
  });

  it("can be used for nothing else, nor be given on or deleted", async () => {
    for (const action of ["Encrypt", "ReEncryptFrom", "ReEncryptTo", "CreateGrant", "ScheduleKeyDeletion", "PutKeyPolicy", "DisableKey"])
      for (const context of [{}, through("dynamodb"), through("sqs")]) expect(Object.values(await uses(action, context)).flat(), action).toEqual([]);
  });
});

describe("texts", () => {
  const phone = "+84900000001";

  it("leave by the senders only, who also ask SNS whether it answers", () => {
    for (const [action, on] of [["sns:Publish", phone], ["sns:GetSMSAttributes", "*"]] as const) expect(functionNames.filter((name) => can(name, { action, on })), action).toEqual(["messageStream", "messageSweep"]);
  });

  it.each(functionNames)("%s reaches no topic and changes no SMS setting", (name) => {
    const topics = [`arn:aws:sns:ap-southeast-1:333333333333:somebody`, ...prod.ofType("AWS::SNS::Topic").map(([id]) => arnOf(id))];
    for (const on of topics) for (const action of ["sns:Publish", "sns:Subscribe", "sns:SetTopicAttributes"]) expect(can(name, { action, on }), on).toBe(false);
    for (const action of ["sns:SetSMSAttributes", "sns:CreateTopic"]) expect(can(name, { action, on: "*" }), action).toBe(false);
  });
});

describe("everything else", () => {
  const ofType = (type: string): string[] => prod.ofType(type).map(([id]) => arnOf(id));
  const refused = (name: FunctionName, actions: string[], on: string[]) => {
    expect(on).not.toEqual([]);
    for (const one of on) for (const action of actions) expect(can(name, { action, on: one }), `${action} on ${one}`).toBe(false);
  };

  it.each(functionNames)("%s reads no secret: its value came with the deployment", (name) => {
    refused(name, ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue"], ofType("AWS::SecretsManager::Secret"));
  });

  it.each(functionNames)("%s makes, changes or looks through no accounts of the staff: an administrator does, at Cognito", (name) => {
    refused(name, ["AdminCreateUser", "AdminAddUserToGroup", "AdminSetUserPassword", "AdminGetUser", "ListUsers", "UpdateUserPool"].map((action) => `cognito-idp:${action}`), ofType("AWS::Cognito::UserPool"));
  });

  it.each(functionNames)("%s hands on no role, changes no policy and becomes nobody else", (name) => {
    refused(name, ["iam:PassRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole"], ofType("AWS::IAM::Role"));
  });

  it.each(functionNames)("%s calls no function, and changes or reads the settings of none", (name) => {
    refused(name, ["InvokeFunction", "GetFunctionConfiguration", "UpdateFunctionConfiguration", "UpdateFunctionCode"].map((action) => `lambda:${action}`), ofType("AWS::Lambda::Function"));
  });

  it.each(functionNames)("%s reads no log, and writes to its own only", (name) => {
    refused(name, ["GetLogEvents", "FilterLogEvents", "StartQuery", "DeleteLogGroup", "PutRetentionPolicy"].map((action) => `logs:${action}`), ofType("AWS::Logs::LogGroup"));
    expect(prod.ofType("AWS::Logs::LogGroup").map(([id]) => id).filter((id) => can(name, { action: "logs:PutLogEvents", on: arnOf(id) }))).toEqual([prod.idOf(prod.functions[name], "log")]);
  });

  it("what was given up is put aside by the function that failed on it, and read by none", () => {
    const queues = ofType("AWS::SQS::Queue");
    const who = (action: string) => queues.map((on) => functionNames.filter((name) => can(name, { action: `sqs:${action}`, on })));
    expect(who("SendMessage").flat().toSorted()).toEqual(["messageReceiptLogs", "messageStream"]);
    for (const action of ["ReceiveMessage", "DeleteMessage", "PurgeQueue", "SetQueueAttributes"]) expect(who(action).flat(), action).toEqual([]);
  });
});

describe("policies", () => {
  /** None of these names a resource in AWS, or shows any content. */
  const mayMeanAll = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "dynamodb:ListStreams", "sns:Publish", "sns:GetSMSAttributes"];
  const list = <T>(value: T | T[]): T[] => [value].flat() as T[];

  it.each(functionNames)("of %s name each action, and each resource that has a name", (name) => {
    for (const { Effect, Action, Resource } of roles[name].statements) {
      if (Effect === "Deny") continue;
      for (const action of list(Action)) {
        expect(action).not.toContain("*");
        for (const resource of list(Resource)) if (resource.replace(/:\*$/, "").includes("*")) expect(mayMeanAll).toContain(action);
      }
    }
  });

  it.each(functionNames)("of %s limit every use of a table to kinds of rows", (name) => {
    for (const { Action, Condition = {} } of roles[name].statements) {
      if (list(Action).some((action) => /^dynamodb:\w+Item$|^dynamodb:Query$/.test(action))) expect(Object.keys(Condition["ForAllValues:StringLike"] ?? {})).toEqual(["dynamodb:LeadingKeys"]);
    }
  });

  it.each(functionNames)("of %s hold of no request that names nothing, where they limit what it may name", (name) => {
    for (const { Condition = {} } of roles[name].statements) {
      const limited = Object.entries(Condition).flatMap(([operator, tests]) => (operator.startsWith("ForAllValues:") ? Object.keys(tests) : []));
      for (const key of limited) expect(Condition.Null).toMatchObject({ [key]: "false" });
    }
  });

  it.each(functionNames)("of %s are all written here, none is attached by name, and together they are not longer than AWS takes", (name) => {
    expect(prod.resources[prod.idOf(prod.functions[name], "role")]?.Properties.ManagedPolicyArns).toBeUndefined();
    expect(roles[name].length).toBeLessThan(10_240);
  });

  const rolesFor = (service: string) =>
    prod.ofType("AWS::IAM::Role").filter(([, { Properties }]) => {
      const { Statement } = Properties.AssumeRolePolicyDocument;
      return Statement.length === 1 && Statement[0].Principal.Service === service;
    });

  it("give no function a role that another has, nor a role to anybody but Lambda, SNS, and those who release and back up", () => {
    expect(rolesFor("lambda.amazonaws.com").map(([id]) => id).toSorted()).toEqual(functionNames.map((name) => prod.idOf(prod.functions[name], "role")).toSorted());
    expect(rolesFor("sns.amazonaws.com")).toHaveLength(1);
    const known = ["lambda", "sns", "codedeploy", "backup"].flatMap((service) => rolesFor(`${service}.amazonaws.com`));
    expect(prod.ofType("AWS::IAM::Role")).toHaveLength(known.length);
  });

  it("let SNS write down what became of texts, there where we read it, and nothing else", () => {
    const [[role] = [""]] = rolesFor("sns.amazonaws.com");
    const sns = rolesIn(prod.resources).role(role);
    const logs = prod.ofType("AWS::Logs::SubscriptionFilter").map(([, { Properties }]) => arnOf(text(Properties.LogGroupName)));
    expect(logs).toHaveLength(2);
    for (const on of logs) expect(sns.may({ action: "logs:PutLogEvents", on }), on).toBe(true);
    expect(new Set(sns.statements.flatMap(({ Action }) => Action))).toEqual(new Set(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]));
    expect(sns.statements.flatMap(({ Resource }) => Resource).filter((resource) => !logs.includes(`${resource.replace(/:\*$/, "")}:*`))).toEqual([]);
  });
});

describe("the simulator these tests rest on", () => {
  const allow = { Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*" };
  const keys = "dynamodb:LeadingKeys";
  const holds = (statements: object[], context: Request["context"] = {}, action = "dynamodb:PutItem") => {
    const Properties = { Policies: [{ PolicyDocument: { Version: "2012-10-17", Statement: statements } }] };
    return rolesIn({ role: { Type: "AWS::IAM::Role", Properties } }).role("role").may({ action, on: "arn:aws:dynamodb:ap-southeast-1:333333333333:table/any", context });
  };
  const limited = (Condition: object) => (values?: string | string[]) => holds([{ ...allow, Condition }], values === undefined ? {} : { [keys]: values });

  it("refuses what nobody allowed, and lets a denial win wherever it stands", () => {
    const deny = { ...allow, Effect: "Deny", Action: "dynamodb:*" };
    expect([holds([allow]), holds([]), holds([allow], {}, "dynamodb:GetItem"), holds([allow, deny]), holds([deny, allow])]).toEqual([true, false, false, false, false]);
  });

  it("asks all values of a request to fit one of those wanted, and is content with none, as IAM is", () => {
    const like = limited({ "ForAllValues:StringLike": { [keys]: ["A#*", "B"] } });
    expect([["A#1"], ["A#1", "B"], undefined].map(like)).toEqual([true, true, true]);
    expect([["C"], ["A#1", "C"], ["xA#1"], ["B#1"], ["a#1"]].map(like)).toEqual([false, false, false, false, false]);
    expect([["A#*"], ["A#1"]].map(limited({ "ForAllValues:StringEquals": { [keys]: ["A#*"] } }))).toEqual([true, false]);
  });

  it("tells a request that says nothing from one that does, and asks for every condition", () => {
    expect([["A"], undefined].map(limited({ Null: { [keys]: "false" } }))).toEqual([true, false]);
    expect(["A", "B", undefined].map(limited({ StringEqualsIfExists: { [keys]: "A" } }))).toEqual([true, false, true]);
    expect([["A"], ["B"], undefined].map(limited({ "ForAllValues:StringLike": { [keys]: ["A*"] }, Null: { [keys]: "false" } }))).toEqual([true, false, false]);
  });
});
