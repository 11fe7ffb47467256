import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException, DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, TransactWriteCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createNetworkStore } from "../../functions/messages/network-store.ts";
import { createNetwork } from "../../functions/messages/network.ts";
import type { HandOver, Route, RouteName } from "../../functions/messages/routes/route.ts";
import { createMessageStore } from "../../functions/messages/store.ts";
import type { SweepDeps } from "../../functions/messages/sweep.ts";
import type { Log } from "../../functions/platform/log.ts";
import { createOutbox, messageKey, openSealed, type TransactItem } from "../../functions/platform/outbox.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { createTables } from "../../infra/local/engine.ts";
import { safeHours, type ContactRule } from "../../shared/contact/safe-contact.ts";
import { newMessage, type Message, type MessageRef } from "../../shared/messages/message.ts";
import { createLeanClient } from "./lean-client.ts";
import { motherForSon, testPhone } from "./people.ts";

/** What the messages of every test are sealed with. */
export const messagesSecret = "the messages' secret for tests, long enough";
export const messagesSeal = createSeal(messagesSecret);

type Given = {
  client: DynamoDBDocumentClient;
  table: string;
  routes: readonly [Route, ...Route[]];
  log: Log;
  now: () => Date;
  pause: (ms: number) => Promise<unknown>;
  rates?: Partial<Record<RouteName, number>>;
  waitMs?: number;
  random?: () => number;
};

/** A sender as its wiring makes one, on a table, a clock and routes of a test's choice. */
export function senderOn({ client, table, routes, log, now, pause, rates = { sns: 1_000, http: 1_000 }, waitMs = 3_000, random = () => 0.5 }: Given): SweepDeps {
  return {
    store: createMessageStore(client, table, messagesSeal),
    network: createNetwork({ store: createNetworkStore(client, table), routes, rates, log, now, pause, waitMs }),
    log,
    now,
    pause,
    random,
    digest: (body) => messagesSeal.hash("text", body),
  };
}

/** A route that only hands over, made whole. */
export const routeOf = (handOver: Route["handOver"], more: Partial<Route> = {}): Route => ({ name: "sns", handOver, probe: async () => true, ...more });

/** What a message's row keeps sealed: its number and its values. */
export const sealedIn = (row: Record<string, unknown>, now: Date): unknown => (typeof row.sealed === "string" ? openSealed(messagesSeal, row.sealed, now) : undefined);

/** Texts agreed to, and safe at every hour of the day. */
export const anyHour = (askedAt: Date): ContactRule => ({ ...motherForSon().contact, hours: [...safeHours], textsAgreed: true, askedAt: askedAt.toISOString() });

export type Promised = Message & { to: string };
/** Makes subjects unlike any other, and goes through all phones before one has its turn again. */
let promises = 0;

/** Texts as areas promise them, on a table and a clock: each a receipt with words, subject and phone of its own unless told otherwise. */
function promisesOn({ client, table, now }: { client: DynamoDBDocumentClient; table: string; now: () => Date }) {
  const outbox = createOutbox(table, messagesSeal);
  const later = (ms: number): string => new Date(now().getTime() + ms).toISOString();
  const write = async (...items: TransactItem[]): Promise<void> => void (await client.send(new TransactWriteCommand({ TransactItems: items })));
  const made = (change: Partial<Message> = {}): Promised => {
    promises += 1;
    const promise = {
      area: "hotline" as const,
      subject: `subject-${promises}`,
      id: `message-${promises}`,
      lane: "notice" as const,
      template: "receipt" as const,
      language: "vi" as const,
      reason: "justDone" as const,
      values: { hint: `H${promises}` },
      to: `+84${testPhone(1 + (promises % 999)).slice(1)}`,
      contact: anyHour(now()),
      dueAt: later(0),
      notAfter: later(72 * 3_600_000),
      ...change,
    };
    return { ...newMessage(promise, now()), ...change, to: promise.to };
  };
  return {
    outbox,
    write,
    later,
    made,
    promised: async (change: Partial<Message> = {}): Promise<Promised> => {
      const message = made(change);
      await write(outbox.promise(message));
      return message;
    },
    /** Many at once, a hundred in one write. */
    promisedAll: async (changes: readonly Partial<Message>[]): Promise<Promised[]> => {
      const messages = changes.map(made);
      for (let from = 0; from < messages.length; from += 100) await write(...messages.slice(from, from + 100).map((message) => outbox.promise(message)));
      return messages;
    },
    /** A one-time code, asked for now. */
    code: (): Partial<Message> => ({ lane: "code", template: "code", reason: "askedNow", values: { code: "007193" }, notAfter: later(10 * 60_000) }),
    /** Comes before an appointment; nobody waits for it. */
    reminder: (): Partial<Message> => ({ lane: "reminder", template: "soonBefore", reason: "weBegin", values: { time: "14:30 thu Hai 23/11", place: "qua dien thoai", short: `S${promises}` } }),
    rowOf: async (ref: MessageRef): Promise<Record<string, any>> => (await client.send(new GetCommand({ TableName: table, Key: messageKey(ref), ConsistentRead: true }))).Item ?? {},
  };
}

/** A table of messages of a test's own on a world's engine and clock, with senders on it. */
export async function emptyMessages({ client, now, pause, deps: { log } }: Pick<Given, "client" | "now" | "pause"> & { deps: { log: Log } }) {
  const table = `messages-${randomUUID().slice(0, 8)}`;
  const raw = new DynamoDBClient({});
  await createTables(raw, { messages: table });
  raw.destroy();
  const sender = (routes: Given["routes"], more: Partial<Given> = {}): SweepDeps => senderOn({ client, table, routes, log, now, pause, ...more });
  return { table, sender, ...promisesOn({ client, table, now }) };
}
export type OwnMessages = Awaited<ReturnType<typeof emptyMessages>>;

export const accepted: HandOver = { outcome: "handed", routeMessageId: "taken" };
export const busy: HandOver = { outcome: "notHanded", because: "ThrottlingException", final: false };
export const refused: HandOver = { outcome: "notHanded", because: "InvalidParameterException", final: true };
export const unknown: HandOver = { outcome: "unknown", because: "TimeoutError" };

type Text = Parameters<Route["handOver"]>[0];
type Answer = HandOver | ((text: Text) => Promise<HandOver>);

/** A network that answers each number as told, in order, and anything else by `otherwise`; it remembers what reached it. */
export function createCarrier(now: () => Date, { name = "sns", otherwise = async () => accepted, ...more }: { otherwise?: Route["handOver"] } & Partial<Omit<Route, "handOver">> = {}) {
  const handed: (Text & { at: string })[] = [];
  const answers = new Map<string, Answer[]>();
  return {
    handed,
    answers,
    handedTo: ({ to }: { to: string }) => handed.filter((text) => text.to === to),
    route: routeOf(
      async (text) => {
        handed.push({ ...text, at: now().toISOString() });
        const answer = answers.get(text.to)?.shift() ?? otherwise;
        return typeof answer === "function" ? answer(text) : answer;
      },
      { name, ...more },
    ),
  };
}

/** The lean client of a race of thousands, for senders: it writes one update as a transaction of one. */
export function createLeanSenderClient(endpoint: string): ReturnType<typeof createLeanClient> {
  const lean = createLeanClient(endpoint);
  const send = async (command: { input: unknown }): Promise<unknown> => {
    if (!(command instanceof UpdateCommand)) return lean.client.send(command as GetCommand);
    const { ReturnValues, TableName, Key, ...update } = command.input;
    await lean.client.send(new TransactWriteCommand({ TransactItems: [{ Update: { TableName, Key, ...update } as Required<typeof update> & { TableName: string; Key: Record<string, unknown> } }] })).catch((thrown: unknown) => {
      const failed = thrown instanceof TransactionCanceledException && thrown.CancellationReasons?.[0]?.Code === "ConditionalCheckFailed";
      throw failed ? new ConditionalCheckFailedException({ message: "condition", $metadata: {} }) : thrown;
    });
    return ReturnValues ? { Attributes: (await lean.client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item } : {};
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, stop: lean.stop };
}
