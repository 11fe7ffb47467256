import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { createNetworkStore } from "../../functions/messages/network-store.ts";
import { createMessageStore } from "../../functions/messages/store.ts";
import { createOutbox, type TransactItem } from "../../functions/platform/outbox.ts";
import { createOwnTexts } from "../../functions/platform/own-texts.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { messageAreas, newMessage, type Message, type MessageArea } from "../../shared/messages/message.ts";
import { allows } from "../support/as-function.ts";
import { askedBy, type Asked } from "../support/asked.ts";
import { functionNames, type FunctionName } from "./support/synth.ts";

/** By the lines of infra/access.ts, which are what the roles say: access.test.ts. */
const whoMay = (asked: Asked[]): FunctionName[] => functionNames.filter((name) => asked.every((one) => allows(name, one)));
const askedOf = (item: TransactItem): Asked[] => askedBy("TransactWrite", { TransactItems: [item] });

/** A client whose table is empty and takes everything; it writes down what it is asked. */
function recordingClient(): { client: DynamoDBDocumentClient; asked: Asked[] } {
  const asked: Asked[] = [];
  const send = async (command: { input: object; constructor: { name: string } }) => {
    asked.push(...askedBy(command.constructor.name, command.input));
    return { Attributes: {} };
  };
  return { client: { send } as never, asked };
}

const penOf = { hotline: ["hotlinePublic", "hotlineDesk"], registration: ["registrationPublic", "registrationDesk", "registrationNightly"] } as const satisfies Record<MessageArea, FunctionName[]>;
const senders: FunctionName[] = ["messageStream", "messageSweep"];
const receivers: FunctionName[] = ["messageReceipts", "messageReceiptLogs"];

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
  const recorded = async (ask: (client: DynamoDBDocumentClient) => Promise<unknown>): Promise<Asked[]> => {
    const { client, asked } = recordingClient();
    await ask(client);
    expect(asked).not.toEqual([]);
    return asked;
  };

  it("is told with every field it speaks of", () => {
    const { area, subject, id } = messageOf("hotline");
    expect(askedOf(createOutbox("messages", seal).withdraw({ area, subject, id }, "moved", at))).toEqual([
      { action: "UpdateItem", table: "messages", leadingKey: "HOTLINE#subject", fields: ["callInstead", "callInsteadAt", "pk", "revision", "sk", "story", "withdrawn"] },
    ]);
  });

  describe.each(messageAreas)("by the pen of %s", (area) => {
    const outbox = createOutbox("messages", seal);
    const message = messageOf(area);
    const { subject, id } = message;
    const ref = { area, subject, id };

    it("a promise: only that half may", () => {
      expect(whoMay(askedOf(outbox.promise(message)))).toEqual(penOf[area]);
    });

    it("taking it back, or newer answers: that half, and whoever moves texts on", () => {
      for (const change of [outbox.withdraw(ref, "moved", at), outbox.amend(ref, contact as never, at)]) {
        expect(whoMay(askedOf(change))).toEqual([...penOf[area], ...senders, ...receivers]);
      }
    });

    it("no more texts to a phone: the public pages of both halves may, and the senders", () => {
      expect(whoMay(askedOf(outbox.stopPhone("+84900000001", at)))).toEqual(["registrationPublic", "hotlinePublic", ...senders]);
    });
  });

  it.each([
    ["hotline", ["hotlineDesk"], undefined],
    ["registration", ["registrationDesk"], "00004"],
  ] as const satisfies [MessageArea, FunctionName[], string | undefined][])("how the texts of %s fared: seen by %j", async (area, desks, desk) => {
    const texts = (client: Parameters<typeof createOwnTexts>[0]) => createOwnTexts(client, "messages", area);
    expect(whoMay(await recorded((client) => texts(client).about("subject")))).toEqual(desks);
    expect(whoMay(await recorded((client) => texts(client).toCall(20, desk)))).toEqual(desks);
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
      ["findPhone", (store) => store.findPhone("+84900000001", new Date()), senders],
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
