/**
 * Who may do what with which data: the whole of it. A function that has no line here for a kind of row can do nothing with it, and a table's key
 * opens only for who has a line in that table. No function has lines on both sides of the wall (registrations, hotline).
 *
 * | in a line | what                                                                                                         |
 * |-----------|--------------------------------------------------------------------------------------------------------------|
 * | `rows`    | the kinds of rows, by the partition key they stand under; `*` is any text                                      |
 * | `index`   | the lines are those of this index; without it, the table's own                                                 |
 * | `may`     | GetItem: one row · Query: all under one key · PutItem: write one · UpdateItem: change one · DeleteItem: remove one · ConditionCheckItem: whether it is there |
 * | `fields`  | the only fields a request may name, the keys among them; without it, all                                       |
 * | `blind`   | the answer to a write shows nothing of what stood or stands there                                              |
 *
 * What DynamoDB makes of these conditions inside a transaction is to be seen in a real account once (deploy.md, "Rehearse").
 * Beside it, the stream function reads the messages' stream (kinds/stream-function.ts), and the senders text phones (constructs/messages.ts).
 */
import type { KeptArea } from "../functions/platform/keeper.ts";
import { erasedKey, forgetLists } from "../functions/platform/trail.ts";
import { subjectKey } from "../functions/platform/outbox.ts";
import type { MessageArea } from "../shared/messages/message.ts";
import type { TableName } from "./tables.ts";

type TableAction = "GetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem" | "ConditionCheckItem";
export type Grant = { table: TableName; index?: string; rows: readonly string[]; may: readonly TableAction[]; fields?: readonly string[]; blind?: true };

const texts = { hotline: [subjectKey("hotline", "*")], registration: [subjectKey("registration", "*")] } as const satisfies Record<MessageArea, readonly string[]>;
const callLists = { hotline: "hotline", registration: "registration#*" } as const satisfies Record<MessageArea, string>;

/**
 * The pen of functions/platform/outbox.ts: one half promises its own texts, takes them back and changes the answers they are judged by. It reads
 * nothing of what stood there.
 */
const promises = (area: MessageArea): Grant[] => [
  { table: "messages", rows: texts[area], may: ["PutItem"], blind: true },
  { table: "messages", rows: texts[area], may: ["UpdateItem"], fields: ["pk", "sk", "withdrawn", "contact", "story", "revision", "callInstead", "callInsteadAt"], blind: true },
];

/** Who opens what is sealed reads the wrapping keys of the table, and may ask its root key for them (kinds/area-table.ts). Only operators write them. */
export const keysRow = "KEYS";
const keys = (table: KeptArea): Grant => ({ table, rows: [keysRow], may: ["Query"] });

/** Whoever holds a phone says at their appointment's page that it is to get no more texts. Whether the other half ever texted it is not told. */
const stopPhone: Grant = { table: "messages", rows: ["PHONE#*"], may: ["UpdateItem"], fields: ["pk", "sk", "stoppedAt", "version", "expiresAtSeconds"], blind: true };

/** What functions/platform/own-texts.ts asks for: a desk sees how its own half's texts fared, and whom to call instead. Registration has a list for each office. */
const ownTexts = (area: MessageArea): Grant[] => [
  { table: "messages", rows: texts[area], may: ["Query"] },
  { table: "messages", index: "callInstead", rows: [callLists[area]], may: ["Query"] },
];

/** What functions/platform/budget.ts counts: spent, and never read. */
const spends = (table: "registrations" | "hotline"): Grant[] => [{ table, rows: ["BUDGET#*"], may: ["UpdateItem"], fields: ["pk", "sk", "spent", "expiresAtSeconds"], blind: true }];

/** What is due to be forgotten, where all chains end, and where what is left of a forgotten person goes. */
const forgetting = (table: KeptArea): Grant[] => [
  { table, index: "forget", rows: [forgetLists.due, forgetLists.kept], may: ["Query"] },
  ...buries(table),
  { table, rows: ["ANCHOR"], may: ["GetItem", "PutItem"] },
];
const buries = (table: KeptArea): Grant[] => [{ table, rows: [erasedKey("*")], may: ["Query", "PutItem", "UpdateItem"] }];

/** All that goes when somebody is forgotten (functions/registration/erase.ts). */
const erasesApplications: Grant[] = [
  { table: "registrations", rows: ["APPLICATION#*"], may: ["Query", "UpdateItem", "DeleteItem"] },
  { table: "registrations", rows: ["OFFICE#*", "FIND#*", "LINK#*", "IDEMPOTENCY#*", "EXPORTS#*"], may: ["DeleteItem"], blind: true },
];

/** A desk learns who is signed in, and notes that they were there. */
const session: Grant[] = [
  keys("staff"),
  { table: "staff", rows: ["STAFF#*"], may: ["GetItem"] },
  { table: "staff", rows: ["STAFF#*"], may: ["UpdateItem"], fields: ["pk", "sk", "lastSeenAt"], blind: true },
];

const sending: Grant[] = [
  { table: "messages", rows: [...texts.hotline, ...texts.registration, "PHONE#*", "NETWORK", "NETWORK#*"], may: ["GetItem", "UpdateItem"] },
  { table: "messages", rows: ["RECEIPT#*"], may: ["UpdateItem"] },
  { table: "messages", rows: ["NETWORK#*"], may: ["Query"] },
];

const receiving: Grant[] = [
  { table: "messages", rows: [...texts.hotline, ...texts.registration], may: ["GetItem", "UpdateItem"] },
  { table: "messages", rows: ["RECEIPT#*"], may: ["UpdateItem"] },
];

export const access = {
  registrationPublic: [
    keys("registrations"),
    { table: "registrations", rows: ["APPLICATION#*"], may: ["GetItem", "Query", "PutItem", "UpdateItem"] },
    { table: "registrations", rows: ["CODE#*"], may: ["GetItem", "PutItem", "UpdateItem"] },
    { table: "registrations", rows: ["IDEMPOTENCY#*"], may: ["GetItem", "PutItem"] },
    { table: "registrations", rows: ["LINK#*"], may: ["GetItem"] },
    ...spends("registrations"),
    { table: "registrations", rows: ["FACILITIES", "FACILITIES#*"], may: ["Query"] },
    // The offices' lists and the ways from a phone or a paper: written to, never read.
    { table: "registrations", rows: ["OFFICE#*", "FIND#*"], may: ["PutItem"], blind: true },
    { table: "registrations", rows: ["OFFICE#*"], may: ["UpdateItem"], fields: ["pk", "sk", "state", "due", "at", "byOffice", "byProvince", "order"], blind: true },
    ...promises("registration"),
    stopPhone,
  ],
  registrationDesk: [
    keys("registrations"),
    ...erasesApplications,
    ...buries("registrations"),
    { table: "registrations", rows: ["DESK#*"], may: ["GetItem", "PutItem"] },
    { table: "registrations", rows: ["APPLICATION#*"], may: ["GetItem", "Query", "PutItem", "UpdateItem"] },
    { table: "registrations", rows: ["OFFICE#*"], may: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"] },
    { table: "registrations", index: "byOffice", rows: ["*"], may: ["Query"] },
    { table: "registrations", index: "byProvince", rows: ["*"], may: ["Query"] },
    { table: "registrations", rows: ["FIND#*"], may: ["Query", "PutItem"] },
    { table: "registrations", rows: ["IDEMPOTENCY#*"], may: ["GetItem", "PutItem"] },
    { table: "registrations", rows: ["LINK#*"], may: ["PutItem"], blind: true },
    { table: "registrations", rows: ["FACILITIES#*"], may: ["GetItem", "Query", "PutItem"] },
    { table: "registrations", rows: ["FACILITIES"], may: ["Query", "UpdateItem"] },
    ...promises("registration"),
    ...ownTexts("registration"),
    ...session,
  ],
  registrationPapers: [
    keys("registrations"),
    { table: "registrations", rows: ["APPLICATION#*"], may: ["GetItem", "Query", "PutItem"] },
    { table: "registrations", rows: ["OFFICE#*"], may: ["GetItem", "ConditionCheckItem"] },
    { table: "registrations", index: "byOffice", rows: ["*"], may: ["Query"] },
    { table: "registrations", rows: ["EXPORTS#*"], may: ["Query", "PutItem", "UpdateItem"] },
    ...session,
  ],
  hotlinePublic: [
    keys("hotline"),
    { table: "hotline", rows: ["DAY#*"], may: ["GetItem", "Query", "PutItem", "DeleteItem"] },
    { table: "hotline", rows: ["CALLER#*", "CALLBACK#*", "LINK#*", "IDEMPOTENCY#*"], may: ["GetItem", "PutItem"] },
    { table: "hotline", rows: ["CALLER#*"], may: ["UpdateItem"], fields: ["pk", "sk", "expiresAtSeconds"], blind: true },
    ...spends("hotline"),
    ...promises("hotline"),
    stopPhone,
  ],
  hotlineDesk: [
    keys("hotline"),
    { table: "hotline", rows: ["DAY#*"], may: ["GetItem", "Query", "PutItem", "DeleteItem"] },
    { table: "hotline", rows: ["CALLER#*"], may: ["GetItem", "Query", "PutItem"] },
    { table: "hotline", rows: ["CALLER#*"], may: ["UpdateItem"], fields: ["pk", "sk", "expiresAtSeconds"], blind: true },
    { table: "hotline", rows: ["CALLBACK#*"], may: ["GetItem", "PutItem"] },
    { table: "hotline", rows: ["LINK#*"], may: ["PutItem"], blind: true },
    { table: "hotline", index: "queue", rows: ["RING", "REST"], may: ["Query"] },
    { table: "hotline", index: "open", rows: ["OPEN"], may: ["Query"] },
    ...promises("hotline"),
    ...ownTexts("hotline"),
    ...session,
    { table: "staff", rows: ["ROLE#*"], may: ["Query"] },
  ],
  staff: [
    keys("staff"),
    { table: "staff", rows: ["STAFF#*"], may: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"] },
    { table: "staff", rows: ["ROLE#*", "SIGNIN#*"], may: ["PutItem", "DeleteItem"] },
  ],
  messageStream: sending,
  messageSweep: [...sending, { table: "messages", index: "due", rows: ["DUE#*"], may: ["Query"] }],
  messageReceipts: receiving,
  messageReceiptLogs: receiving,
  registrationNightly: [keys("registrations"), ...forgetting("registrations"), { table: "registrations", rows: ["DESK#*"], may: ["Query", "UpdateItem"] }, ...erasesApplications, ...promises("registration")],
  hotlineNightly: [
    keys("hotline"),
    ...forgetting("hotline"),
    { table: "hotline", rows: ["CALLER#*"], may: ["Query", "PutItem", "UpdateItem", "DeleteItem"] },
  ],
  upkeep: [],
} as const satisfies Record<string, readonly Grant[]>;

export type FunctionName = keyof typeof access;
