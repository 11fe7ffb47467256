import { beforeAll, describe, expect, it } from "vitest";
import { createNetworkStore } from "../../functions/messages/network-store.ts";
import { createMessageStore } from "../../functions/messages/store.ts";
import { createOutbox } from "../../functions/platform/outbox.ts";
import { createOwnTexts } from "../../functions/platform/own-texts.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { messageAreas, messageSchema, newMessage, type Message, type MessageArea } from "../../shared/messages/message.ts";
import { isAllowed, statementsOf, type Request } from "./support/access.ts";
import { recordingClient, requestOf } from "./support/requests.ts";
import { functionNames, synth, synthTimeout, type FunctionName, type Synthesised } from "./support/synth.ts";

let prod: Synthesised;
let table: string;
const can = (name: FunctionName, request: Request): boolean => isAllowed(statementsOf(prod.resources, prod.idOf(prod.functions[name], "role")), request);
const whoMay = (requests: Request[]): FunctionName[] => functionNames.filter((name) => requests.every((request) => can(name, request)));

beforeAll(() => {
  prod = synth("prod");
  table = `arn:${prod.tableId("messages")}`;
}, synthTimeout);

const marks = { hotline: "HOTLINE", registration: "REGISTRATION" } as const satisfies Record<MessageArea, string>;
const penOf = { hotline: ["hotlinePublic", "hotlineDesk"], registration: ["registrationPublic", "registrationDesk"] } as const satisfies Record<MessageArea, FunctionName[]>;
const pens: FunctionName[] = ["registrationPublic", "registrationDesk", "hotlinePublic", "hotlineDesk"];
const senders: FunctionName[] = ["messageStream", "messageSweep"];
const receivers: FunctionName[] = ["messageReceipts", "messageReceiptLogs"];

const asked = (action: string, leadingKeys: string[], more: Record<string, string | string[]> = {}): Request => ({
  action: `dynamodb:${action}`,
  on: table,
  context: { "dynamodb:LeadingKeys": leadingKeys, ...more },
});
const update = (leadingKey: string, fields: string[], more = {}): Request => asked("UpdateItem", [leadingKey], { "dynamodb:Attributes": ["pk", "sk", ...fields], ...more });

describe("what the code asks of the messages table", () => {
  const at = new Date("2026-11-22T08:00:00Z");
  const contact = { mayText: "yes", maySayWho: "yes", voicemail: "never", whoMayAnswer: "onlyMe", hours: ["morning"], textsAgreed: true, askedAt: at.toISOString() } as const;
  const seal = createSeal("a secret of at least 32 characters");
  const messageOf = (area: MessageArea): Message =>
    newMessage(
      {
        area,
        subject: "subject",
        id: "message",
        lane: "notice",
        template: "receipt",
        language: "vi",
        values: { hint: "K7M4" },
        to: "+84900000001",
        reason: "justDone",
        contact: { ...contact, hours: [...contact.hours] },
        dueAt: at.toISOString(),
        notAfter: "2026-11-25T08:00:00.000Z",
      },
      at,
    );
  const recorded = async (ask: (client: ReturnType<typeof recordingClient>["client"]) => Promise<unknown>): Promise<Request[]> => {
    const { client, requests } = recordingClient(table);
    await ask(client);
    expect(requests).not.toEqual([]);
    return requests;
  };

  it("is told with every field it speaks of", () => {
    const { area, subject, id } = messageOf("hotline");
    expect(requestOf(table, createOutbox("messages", seal).withdraw({ area, subject, id }, "moved", at))).toEqual(
      asked("UpdateItem", ["HOTLINE#subject"], { "dynamodb:Attributes": ["callInstead", "callInsteadAt", "pk", "revision", "sk", "story", "withdrawn"] }),
    );
  });

  describe.each(messageAreas)("by the pen of %s", (area) => {
    const outbox = createOutbox("messages", seal);
    const message = messageOf(area);
    const { subject, id } = message;
    const ref = { area, subject, id };

    it("a promise: only that half may", () => {
      expect(whoMay([requestOf(table, outbox.promise(message))])).toEqual(penOf[area]);
    });

    it("taking it back, or newer answers: that half, and whoever moves texts on", () => {
      for (const change of [outbox.withdraw(ref, "moved", at), outbox.amend(ref, contact as never, at)]) {
        expect(whoMay([requestOf(table, change)])).toEqual([...penOf[area], ...senders, ...receivers]);
      }
    });

    it("no more texts to a phone: both halves may, and the senders", () => {
      expect(whoMay([requestOf(table, outbox.stopPhone("+84900000001", at))])).toEqual([...pens, ...senders]);
    });
  });

  it.each([
    ["hotline", ["hotlineDesk"]],
    ["registration", ["registrationDesk"]],
  ] as const satisfies [MessageArea, FunctionName[]][])("how the texts of %s fared: seen by %j", async (area, desks) => {
    const texts = (client: Parameters<typeof createOwnTexts>[0]) => createOwnTexts(client, "messages", area);
    expect(whoMay(await recorded((client) => texts(client).about("subject")))).toEqual(desks);
    expect(whoMay(await recorded((client) => texts(client).toCall(20)))).toEqual(desks);
    expect(whoMay(await recorded((client) => texts(client).called({ area, subject: "subject", id: "message" })))).toEqual([...penOf[area], ...senders, ...receivers]);
  });

  describe.each(messageAreas)("to send or move on a text of %s", (area) => {
    const message = messageOf(area);
    const claim = { phone: { version: 3, sent: [] }, digest: "digest", route: "sns", until: at, at };
    type Store = ReturnType<typeof createMessageStore>;
    const drain = async (batches: AsyncIterable<unknown>) => {
      for await (const batch of batches) expect(batch).toBeDefined();
    };
    it.each<[string, (store: Store) => Promise<unknown>, FunctionName[]]>([
      ["find", (store) => store.find(message, at), [...senders, ...receivers]],
      ["findPhone", (store) => store.findPhone("+84900000001"), senders],
      ["due", (store) => drain(store.due("code", at, 25)), ["messageSweep"]],
      ["countDue", (store) => store.countDue(at), ["messageSweep"]],
      ["claim", (store) => store.claim(message, claim), senders],
      ["claim of a code", (store) => store.claim({ ...message, lane: "code" }, claim), [...senders, ...receivers]],
      ["handOver", (store) => store.move({ ...message, state: "handing" }, "handOver", { routeMessageId: "id" }, at), [...senders, ...receivers]],
      ["giveUp", (store) => store.move({ ...message, state: "handing" }, "giveUp", { because: "final" }, at), [...senders, ...receivers]],
      ["undeliver", (store) => store.move({ ...message, state: "handed" }, "undeliver", { because: "blocked" }, at), [...senders, ...receivers]],
      ["linkReceipt", (store) => store.linkReceipt("sns", "id", message, at), [...senders, ...receivers]],
      ["noteReceipt", (store) => store.noteReceipt({ route: "sns", id: "id", status: "delivered" }, at), [...senders, ...receivers]],
    ])("%s", async (_, ask, names) => {
      expect(whoMay(await recorded((client) => ask(createMessageStore(client, "messages", seal))))).toEqual(names);
    });
  });

  type Networks = ReturnType<typeof createNetworkStore>;
  it.each<[string, (store: Networks) => Promise<unknown>]>([
    ["reserve", (store) => store.reserve("sns", "rest", { count: 1, everyMs: 50, withinMs: 1_000 }, at)],
    ["record", (store) => store.record("sns", { error: true, slow: true }, at)],
    ["readHealth", (store) => store.readHealth("http", at)],
    ["readActive", (store) => store.readActive()],
    ["writeActive", (store) => store.writeActive(null, { route: "http", switchedAt: at.toISOString(), good: 0 })],
  ])("of the networks, to %s: the senders only", async (_, ask) => {
    expect(whoMay(await recorded((client) => ask(createNetworkStore(client, "messages"))))).toEqual(senders);
  });
});

describe("the wall between the texts of both halves", () => {
  const keyOf = (area: MessageArea) => `${marks[area]}#subject`;
  const other = { hotline: "registration", registration: "hotline" } as const;
  const cases = messageAreas.flatMap((area) => penOf[area].map((name) => [name, area] as const));
  const fields = [...new Set(["pk", "sk", ...Object.keys(messageSchema.shape), "sealed", "dueShard", "callInstead", "expiresAtSeconds", "sent", "stoppedAt", "version", "ref", "delivered", "undelivered"])];
  const named = (name: FunctionName, leadingKey: string) => fields.filter((field) => can(name, update(leadingKey, [field])));

  it.each(cases)("%s puts rows of %s only", (name, area) => {
    expect(can(name, asked("PutItem", [keyOf(area)]))).toBe(true);
    for (const key of [keyOf(other[area]), "PHONE#hash", "RECEIPT#sns#id", "NETWORK", "NETWORK#sns", marks[area], `${marks[area]}X#subject`, `x${keyOf(area)}`, keyOf(area).toLowerCase()]) {
      expect(can(name, asked("PutItem", [key])), key).toBe(false);
      expect(can(name, update(key, ["withdrawn"])), key).toBe(false);
    }
  });

  it.each(cases)("%s does not mix a row of its half with one of the other's, nor names none", (name, area) => {
    for (const action of ["PutItem", "UpdateItem", "Query"]) {
      for (const keys of [[keyOf(area), keyOf(other[area])], []]) expect(can(name, asked(action, keys, { "dynamodb:Attributes": ["pk", "sk"] })), action).toBe(false);
    }
  });

  it.each(cases)("%s changes of a text only what takes it back or says how it is judged", (name, area) => {
    expect(named(name, keyOf(area)).toSorted()).toEqual(["pk", "sk", "withdrawn", "contact", "story", "revision", "callInstead", "callInsteadAt"].toSorted());
    expect(named(name, "PHONE#hash").toSorted()).toEqual(["pk", "sk", "stoppedAt", "version", "expiresAtSeconds"].toSorted());
  });

  it.each(cases)("%s changes neither whom a text goes to, nor what it says, nor whether and when it goes", (name, area) => {
    for (const field of ["to", "values", "sealed", "state", "dueAt", "dueShard", "notAfter", "attempts", "template", "lane", "expiresAtSeconds"]) {
      expect(can(name, update(keyOf(area), [field])), field).toBe(false);
      expect(can(name, update(keyOf(area), ["withdrawn", field])), `withdrawn and ${field}`).toBe(false);
    }
  });

  it.each(cases)("%s does not learn who else texted a phone, nor changes what it got", (name) => {
    for (const field of ["sent", "withdrawn", "state"]) expect(can(name, update("PHONE#hash", ["stoppedAt", field])), field).toBe(false);
    for (const action of ["GetItem", "Query", "PutItem", "DeleteItem", "ConditionCheckItem"]) expect(can(name, asked(action, ["PHONE#hash"])), action).toBe(false);
  });

  it.each(cases)("%s is answered nothing of a row it writes", (name, area) => {
    const answers = (action: (returned: object) => Request) =>
      ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"].filter((ReturnValues) => can(name, action({ "dynamodb:ReturnValues": ReturnValues })));
    expect(answers((returned) => asked("PutItem", [keyOf(area)], { ...returned }))).toEqual(["NONE"]);
    expect(answers((returned) => update(keyOf(area), ["withdrawn"], returned))).toEqual(["NONE"]);
    expect(answers((returned) => update("PHONE#hash", ["stoppedAt"], returned))).toEqual(["NONE"]);
  });

  it.each(cases)("%s names the fields it changes: a request that names none is refused", (name, area) => {
    for (const key of [keyOf(area), "PHONE#hash"]) expect(can(name, asked("UpdateItem", [key])), key).toBe(false);
  });

  it("lets a desk read its own half only, and see only its own in the list of calls", () => {
    const query = (leadingKeys: string[], on = table): Request => ({ ...asked("Query", leadingKeys), on });
    const calls = `${table}/index/callInstead`;
    expect(functionNames.filter((name) => can(name, query(["HOTLINE#subject"])))).toEqual(["hotlineDesk"]);
    expect(functionNames.filter((name) => can(name, query(["hotline"], calls)))).toEqual(["hotlineDesk"]);
    expect(functionNames.filter((name) => can(name, query(["REGISTRATION#subject"])))).toEqual(["registrationDesk"]);
    expect(functionNames.filter((name) => can(name, query(["registration"], calls)))).toEqual(["registrationDesk"]);
    for (const key of ["registration", "hotline"]) expect(functionNames.filter((name) => can(name, query([key]))), key).toEqual([]);
    for (const key of ["REGISTRATION#subject", "HOTLINE#subject", "hotlines", "*"]) expect(functionNames.filter((name) => can(name, query([key], calls))), key).toEqual([]);
    expect(functionNames.filter((name) => can(name, query(["hotline", "registration"], calls)))).toEqual([]);
    expect(functionNames.filter((name) => can(name, query([], calls)))).toEqual([]);
  });

  it("lets only the senders read or change what they know of the networks", () => {
    for (const key of ["NETWORK", "NETWORK#sns", "NETWORK#http"]) {
      for (const request of [asked("GetItem", [key]), update(key, ["route", "until"])]) expect(functionNames.filter((name) => can(name, request)), key).toEqual(senders);
      for (const action of ["PutItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem"]) expect(functionNames.filter((name) => can(name, asked(action, [key]))), action).toEqual([]);
    }
    expect(functionNames.filter((name) => can(name, asked("Query", ["NETWORK#sns"])))).toEqual(senders);
  });

  it.each(receivers)("keeps %s to texts and receipts", (name) => {
    const rows = ["HOTLINE#subject", "REGISTRATION#subject", "RECEIPT#sns#id", "PHONE#hash", "NETWORK", "NETWORK#sns", "RECEIPTS#sns#id"];
    for (const action of ["GetItem", "UpdateItem"]) expect(rows.filter((key) => can(name, asked(action, [key]))), action).toEqual(rows.slice(0, 3));
    expect(can(name, asked("GetItem", ["HOTLINE#subject", "PHONE#hash"]))).toBe(false);
    expect(can(name, asked("GetItem", []))).toBe(false);
  });
});
