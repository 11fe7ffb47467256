import { beforeAll, describe, expect, it } from "vitest";
import { tables, type TableName } from "../../infra/tables.ts";
import { allows } from "../support/as-function.ts";
import { rolesIn, type Request, type Role } from "./support/access.ts";
import { found, functionNames, synth, synthTimeout, text, type FunctionName, type Properties, type Synthesised } from "./support/synth.ts";

let prod: Synthesised;
let arnOf: (id: string) => string;
let roles: Record<FunctionName, Role>;
const can = (name: FunctionName, request: Request): boolean => roles[name].may(request);

beforeAll(() => {
  prod = synth("prod");
  const made = rolesIn(prod.resources);
  arnOf = made.arnOf;
  roles = Object.fromEntries(functionNames.map((name) => [name, made.role(prod.idOf(prod.functions[name], "role"))])) as typeof roles;
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
  "who asked to take identities out": ["registrations", "EXPORTS#01"],
  "registration's wrapping keys": ["registrations", "KEYS"],
  "what is left of who was forgotten by registration": ["registrations", "ERASED#chain"],
  "where registration's chains end": ["registrations", "ANCHOR"],
  "what happened at a desk": ["registrations", "DESK#00004"],
  "registrations, of no kind": ["registrations", "ELSE#1"],
  "an office's list": ["registrations/index/byOffice", "00004#received"],
  "a province's list": ["registrations/index/byProvince", "01#received"],
  "whom registration is to forget": ["registrations/index/forget", "FORGET"],
  "whom registration keeps": ["registrations/index/forget", "KEPT"],
  "registration's forgetting, of no kind": ["registrations/index/forget", "ELSE"],
  "a day of the roster": ["hotline", "DAY#2026-11-23"],
  "a caller": ["hotline", "CALLER#hash"],
  "a call that was asked for": ["hotline", "CALLBACK#K7M4Q9TX"],
  "a link to a call": ["hotline", "LINK#hash"],
  "what registration's askers spent": ["registrations", "BUDGET#hash"],
  "what the hotline's askers spent": ["hotline", "BUDGET#hash"],
  "a call asked for before": ["hotline", "IDEMPOTENCY#key"],
  "the hotline's wrapping keys": ["hotline", "KEYS"],
  "what is left of who was forgotten by the hotline": ["hotline", "ERASED#chain"],
  "where the hotline's chains end": ["hotline", "ANCHOR"],
  "hotline, of no kind": ["hotline", "ELSE#1"],
  "the queue": ["hotline/index/queue", "RING"],
  "who rests": ["hotline/index/queue", "REST"],
  "queue, of no kind": ["hotline/index/queue", "ELSE"],
  "whom the hotline is to forget": ["hotline/index/forget", "FORGET"],
  "whom the hotline keeps": ["hotline/index/forget", "KEPT"],
  "the hotline's forgetting, of no kind": ["hotline/index/forget", "ELSE"],
  "open calls": ["hotline/index/open", "OPEN"],
  "open, of no kind": ["hotline/index/open", "ELSE"],
  "somebody of the staff": ["staff", "STAFF#one"],
  "who has a role": ["staff", "ROLE#counsellor"],
  "a sign-in under way": ["staff", "SIGNIN#hash"],
  "the staff's wrapping keys": ["staff", "KEYS"],
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
const desksOwn = { "somebody of the staff": "GetItem UpdateItem", "the staff's wrapping keys": "Query" } as const;
const sending = {
  "registration's texts": "GetItem UpdateItem",
  "the hotline's texts": "GetItem UpdateItem",
  "what a phone got": "GetItem UpdateItem",
  "a receipt": "UpdateItem",
  "a network": "GetItem Query UpdateItem",
  "the choice of a network": "GetItem UpdateItem",
} as const;
/** When somebody is forgotten, all that was theirs goes, and what led to it. */
const forgetting = {
  "what is left of who was forgotten by registration": "Query PutItem UpdateItem",
  "an application": "Query UpdateItem DeleteItem",
  "a line at an office": "DeleteItem",
  "a way from a phone or paper": "DeleteItem",
  "a link to an application": "DeleteItem",
  "an application sent before": "DeleteItem",
  "who asked to take identities out": "DeleteItem",
} as const;
const receiving = { "registration's texts": "GetItem UpdateItem", "the hotline's texts": "GetItem UpdateItem", "a receipt": "UpdateItem" } as const;

/** Everything that a function may do with data. Where a function has no line for a place, it may do nothing there. */
const permitted: Record<FunctionName, Partial<Record<Place, string>>> = {
  registrationPublic: {
    "registration's wrapping keys": "Query",
    "an application": `${reading} PutItem UpdateItem`,
    "a line at an office": "PutItem UpdateItem",
    "a way from a phone or paper": "PutItem",
    "a one-time code": "GetItem PutItem UpdateItem",
    "an application sent before": "GetItem PutItem",
    "a link to an application": "GetItem",
    "what registration's askers spent": "UpdateItem",
    "facilities of a province": "Query",
    "provinces with facilities": "Query",
    "registration's texts": "PutItem UpdateItem",
    "what a phone got": "UpdateItem",
  },
  registrationDesk: {
    "registration's wrapping keys": "Query",
    ...desksOwn,
    "an application": `${reading} PutItem UpdateItem DeleteItem`,
    "what is left of who was forgotten by registration": "Query PutItem UpdateItem",
    "what happened at a desk": "GetItem PutItem",
    "a line at an office": "GetItem PutItem UpdateItem DeleteItem ConditionCheckItem",
    "an office's list": "Query",
    "a province's list": "Query",
    "a way from a phone or paper": "Query PutItem DeleteItem",
    "an application sent before": "GetItem PutItem DeleteItem",
    "who asked to take identities out": "DeleteItem",
    "a link to an application": "PutItem DeleteItem",
    "facilities of a province": `${reading} PutItem`,
    "provinces with facilities": "Query UpdateItem",
    "registration's texts": "Query PutItem UpdateItem",
    "whom an office calls instead": "Query",
  },
  registrationPapers: {
    "registration's wrapping keys": "Query",
    ...desksOwn,
    "an application": `${reading} PutItem`,
    "a line at an office": "GetItem ConditionCheckItem",
    "who asked to take identities out": "Query PutItem UpdateItem",
    "an office's list": "Query",
  },
  hotlinePublic: {
    "the hotline's wrapping keys": "Query",
    "a day of the roster": `${reading} PutItem DeleteItem`,
    "a caller": "GetItem PutItem UpdateItem",
    "a call that was asked for": "GetItem PutItem",
    "a link to a call": "GetItem PutItem",
    "what the hotline's askers spent": "UpdateItem",
    "a call asked for before": "GetItem PutItem",
    "the hotline's texts": "PutItem UpdateItem",
    "what a phone got": "UpdateItem",
  },
  hotlineDesk: {
    "the hotline's wrapping keys": "Query",
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
    "the staff's wrapping keys": "Query",
    "somebody of the staff": `${reading} PutItem UpdateItem DeleteItem`,
    "who has a role": "PutItem DeleteItem",
    "a sign-in under way": "PutItem DeleteItem",
  },
  messageStream: { ...sending, "the messages' stream": "DescribeStream GetRecords GetShardIterator" },
  messageSweep: { ...sending, "texts by when they are due": "Query" },
  messageReceipts: receiving,
  messageReceiptLogs: receiving,
  registrationNightly: {
    "registration's wrapping keys": "Query",
    "whom registration is to forget": "Query",
    "whom registration keeps": "Query",
    "where registration's chains end": "GetItem PutItem",
    "what happened at a desk": "Query UpdateItem",
    ...forgetting,
    "registration's texts": "PutItem UpdateItem",
  },
  hotlineNightly: {
    "the hotline's wrapping keys": "Query",
    "whom the hotline is to forget": "Query",
    "whom the hotline keeps": "Query",
    "where the hotline's chains end": "GetItem PutItem",
    "what is left of who was forgotten by the hotline": "Query PutItem UpdateItem",
    "a caller": "Query PutItem UpdateItem DeleteItem",
  },
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
  const spent = ["pk", "sk", "spent", "expiresAtSeconds"];
  /** The only fields a change may name. Where a function that may change a row has no line here, it may change all of it. */
  const fieldsOf: Partial<Record<FunctionName, Partial<Record<Place, string[]>>>> = {
    registrationPublic: { "a line at an office": ["pk", "sk", "state", "due", "at", "byOffice", "byProvince", "order"], "registration's texts": toldOnce, "what a phone got": stop, "what registration's askers spent": spent },
    registrationDesk: { "registration's texts": toldOnce, "somebody of the staff": lastSeen },
    registrationNightly: { "registration's texts": toldOnce },
    registrationPapers: { "somebody of the staff": lastSeen },
    hotlinePublic: { "a caller": until, "the hotline's texts": toldOnce, "what a phone got": stop, "what the hotline's askers spent": spent },
    hotlineDesk: { "a caller": until, "the hotline's texts": toldOnce, "somebody of the staff": lastSeen },
  };
  /** Where the answer to a write shows nothing of the row. */
  const answeredNothing: [FunctionName, string, Place][] = [
    ["registrationPublic", "PutItem UpdateItem", "a line at an office"],
    ["registrationPublic", "PutItem", "a way from a phone or paper"],
    ["registrationPublic", "PutItem UpdateItem", "registration's texts"],
    ["registrationPublic", "UpdateItem", "what a phone got"],
    ["registrationPublic", "UpdateItem", "what registration's askers spent"],
    ["registrationDesk", "PutItem DeleteItem", "a link to an application"],
    ["registrationDesk", "DeleteItem", "a way from a phone or paper"],
    ["registrationDesk", "DeleteItem", "an application sent before"],
    ["registrationDesk", "DeleteItem", "who asked to take identities out"],
    ["registrationNightly", "PutItem UpdateItem", "registration's texts"],
    ...(["a line at an office", "a way from a phone or paper", "an application sent before", "a link to an application", "who asked to take identities out"] as const).map((place): [FunctionName, string, Place] => ["registrationNightly", "DeleteItem", place]),
    ["registrationDesk", "PutItem UpdateItem", "registration's texts"],
    ["hotlinePublic", "UpdateItem", "a caller"],
    ["hotlinePublic", "PutItem UpdateItem", "the hotline's texts"],
    ["hotlinePublic", "UpdateItem", "what a phone got"],
    ["hotlinePublic", "UpdateItem", "what the hotline's askers spent"],
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
        expect(can(name, { ...rest, context: both }), `${action} on ${place}`).toBe(places[place][0].startsWith("registrations/index/by"));
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
    expect(functionNames.filter((name) => reaches(name, "registrations"))).toEqual(["registrationPublic", "registrationDesk", "registrationPapers", "registrationNightly"]);
    expect(functionNames.filter((name) => reaches(name, "hotline"))).toEqual(["hotlinePublic", "hotlineDesk", "hotlineNightly"]);
  });

  it("no function of one side touches a text of the other", () => {
    const moving = ["messageStream", "messageSweep", "messageReceipts", "messageReceiptLogs"];
    expect(functionNames.filter((name) => touches(name, "registration"))).toEqual(["registrationPublic", "registrationDesk", "registrationNightly", ...moving]);
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
  const registration = ["registrationPublic", "registrationDesk", "registrationPapers", "registrationNightly"];
  const hotline = ["hotlinePublic", "hotlineDesk", "hotlineNightly"];
  const messages = ["messageStream", "messageSweep", "messageReceipts", "messageReceiptLogs"];

  it("open a table only for who may use that table", async () => {
    expect(await uses("Decrypt", through("dynamodb"))).toEqual({
      registrations: registration,
      hotline,
      staff: ["registrationDesk", "registrationPapers", "hotlineDesk", "staff"],
      messages: ["registrationPublic", "registrationDesk", "registrationNightly", "hotlinePublic", "hotlineDesk", ...messages],
    });
  });

  it("are used directly only by the function whose settings rest under them", async () => {
    expect(await uses("Decrypt")).toEqual({ registrations: registration, hotline, staff: ["staff"], messages });
  });

  it("seal what is given up only for the functions that are woken by others", async () => {
    expect(await uses("GenerateDataKey", through("sqs"))).toEqual({ registrations: [], hotline: [], staff: [], messages: ["messageStream", "messageReceiptLogs"] });
    for (const context of [{}, through("dynamodb")]) expect(Object.values(await uses("GenerateDataKey", context)).flat()).toEqual([]);
  });

  describe("that wrap what seals people", () => {
    const areas = ["registrations", "hotline", "staff"] as const;
    const rootOf = (area: (typeof areas)[number]): string => text(found(prod.outputs[`${area}RootKey`], area).Value).replace(/^kms:arn:/, "");
    const context = (area: string, version = "1") => ({ "kms:EncryptionContext:service": "duong-ve", "kms:EncryptionContext:area": area, "kms:EncryptionContext:version": version });
    const usersOf = async (area: (typeof areas)[number], action: string, said: Request["context"] = context(area)): Promise<FunctionName[]> => {
      const allowed = await Promise.all(functionNames.map((name) => roles[name].mayIndeed({ action: `kms:${action}`, on: arnOf(rootOf(area)), context: said })));
      return functionNames.filter((_, n) => allowed[n]);
    };

    it("are other keys than those of the tables, one an area, and each is told to the functions of its side only", () => {
      const roots = areas.map((area) => arnOf(rootOf(area)));
      expect(new Set([...roots, ...sides.map(keyOf)]).size).toBe(areas.length + sides.length);
      const told = functionNames.map((name) => [name, prod.lambdaOf(prod.functions[name]).Properties.Environment?.Variables.ROOT_KEY] as const);
      for (const [name, value] of told) if (value) expect(areas.filter((area) => text(value) === text(found(prod.outputs[`${area}RootKey`], area).Value)), name).toEqual([areaOf(name)]);
    });
    const areaOf = (name: FunctionName) => (name.startsWith("registration") ? "registrations" : name.startsWith("hotline") ? "hotline" : "staff");

    it("are asked to open one by whoever reads the wrapping keys of that table, and by nobody else", async () => {
      for (const area of areas) {
        const readers = functionNames.filter((name) => placeNames.some((place) => places[place][0] === area && places[place][1] === "KEYS" && actionsOf(name, place).includes("Query")));
        expect(await usersOf(area, "Decrypt"), area).toEqual(readers);
        // Who is signed in, every desk reads; of people, each half reads only its own.
        if (area !== "staff") expect(readers.filter((name) => areaOf(name) !== area), area).toEqual([]);
      }
      expect((await usersOf("registrations", "Decrypt")).length).toBeGreaterThanOrEqual(3);
      expect((await usersOf("hotline", "Decrypt")).length).toBeGreaterThanOrEqual(2);
    });

    it("are used by no function to wrap anything, nor given on, changed or deleted: an operator adds keys", async () => {
      for (const area of areas)
        for (const action of ["Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo", "CreateGrant", "PutKeyPolicy", "DisableKey", "ScheduleKeyDeletion"])
          expect(await usersOf(area, action), `${action} with the root of ${area}`).toEqual([]);
    });

    it("are used by no other service in anybody's name", async () => {
      const keyPolicies = areas.map((area) => found(prod.resources[rootOf(area)], area).Properties.KeyPolicy.Statement);
      const allowing = (statements: Properties[]) => statements.filter(({ Effect }) => Effect === "Allow").map(({ Principal }) => text(Principal.AWS));
      for (const statements of keyPolicies) expect(allowing(statements)).toEqual(["arn:aws:iam::333333333333:root"]);
    });

    describe("are refused to", () => {
      const everything = [{ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }];
      const people = { administrator: "role/administrator", operator: "role/duong-ve-keys", "the account itself": "root" } as const;
      const using = ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "CreateGrant"];
      const mayPerson = async (person: keyof typeof people, action: string, area: (typeof areas)[number]): Promise<boolean> =>
        rolesIn(prod.resources).who(`arn:aws:iam::333333333333:${people[person]}`, everything).mayIndeed({ action: `kms:${action}`, on: arnOf(rootOf(area)), context: context(area) });
      const mayOf = async (person: keyof typeof people, actions: string[]) => {
        const allowed = await Promise.all(actions.map(async (action) => (await Promise.all(areas.map((area) => mayPerson(person, action, area)))).every(Boolean)));
        return actions.filter((_, n) => allowed[n]);
      };

      it.each(["administrator", "the account itself"] as const)("%s, whatever other policies say; but the key's policy stays theirs, or the key would be lost", async (person) => {
        for (const area of areas) for (const action of using) expect(await mayPerson(person, action, area), `${action} with the root of ${area}`).toBe(false);
        const keeping = ["PutKeyPolicy", "GetKeyPolicy", "DescribeKey", "EnableKey", "CancelKeyDeletion"];
        expect(await mayOf(person, keeping)).toEqual(keeping);
      });

      it("nobody of the one role that operators take to add keys and to seal anew", async () => {
        expect(await mayOf("operator", ["Encrypt", "Decrypt"])).toEqual(["Encrypt", "Decrypt"]);
      });

      it("a function of the other half, were it given every right by its own policies", async () => {
        const asOther = (name: FunctionName, area: (typeof areas)[number]) =>
          rolesIn(prod.resources).who(arnOf(prod.idOf(prod.functions[name], "role")), everything).mayIndeed({ action: "kms:Decrypt", on: arnOf(rootOf(area)), context: context(area) });
        expect(await Promise.all([asOther("hotlineDesk", "registrations"), asOther("registrationDesk", "hotline"), asOther("messageStream", "hotline"), asOther("registrationDesk", "registrations")])).toEqual([false, false, false, true]);
      });
    });
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
