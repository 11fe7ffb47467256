import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Deps } from "../../../../functions/messages/deps.ts";
import type { Route } from "../../../../functions/messages/routes/route.ts";
import { messageKey } from "../../../../functions/platform/outbox.ts";
import { createOwnTexts } from "../../../../functions/platform/own-texts.ts";
import type { Message } from "../../../../shared/messages/message.ts";
import type { Sabotage, Tables } from "./service.ts";

const withStore =
  (change: (store: Deps["store"], tables: Tables) => Partial<Deps["store"]>): Sabotage =>
  (deps, tables) => ({ ...deps, store: { ...deps.store, ...change(deps.store, tables) } });

/** Every text read as it is not, and written as it is. */
const misread =
  (wrongly: (message: Message) => Message): Sabotage =>
  (deps, tables) => {
    const real = new Map<string, Pick<Message, "lane" | "dueAt">>();
    const asItIs = (message: Message): Message => ({ ...message, ...real.get(message.id) });
    return withStore((store) => ({
      async find(...args) {
        const message = await store.find(...args);
        if (message) real.set(message.id, { lane: message.lane, dueAt: message.dueAt });
        return message && wrongly(message);
      },
      claim: (message, ...rest) => store.claim(asItIs(message), ...rest),
      move: (message, ...rest) => store.move(asItIs(message), ...rest),
    }))(deps, tables);
  };

/** A network whose silence is heard as a no. */
const takenForNo = (route: Route): Route => ({
  ...route,
  async handOver(text) {
    const answer = await route.handOver(text);
    return answer.outcome === "unknown" ? { outcome: "notHanded", because: answer.because, final: false } : answer;
  },
});

const never = async function* (): AsyncGenerator<never> {};

/** What could be wrong with a sender, and what is then said of it. */
export const sabotages: { what: string; sabotage: Sabotage; seen: RegExp }[] = [
  {
    what: "that holds every claim for its own",
    sabotage: withStore((store) => ({ claim: async (...args) => (await store.claim(...args)) || true })),
    seen: /handed over twice in one attempt/,
  },
  {
    what: "that takes a network's silence for a no",
    sabotage: (deps) => ({ ...deps, network: { ...deps.network, route: async (name) => takenForNo(await deps.network.route(name)) } }),
    seen: /handed over again without proof/,
  },
  { what: "that knows no end", sabotage: misread((message) => ({ ...message, notAfter: "2099-12-31T00:00:00.000Z" })), seen: /after its time/ },
  { what: "that cannot wait", sabotage: misread((message) => ({ ...message, dueAt: message.createdAt })), seen: /before its time/ },
  { what: "that does not hear what was taken back", sabotage: misread(({ withdrawn: _withdrawn, ...message }) => message), seen: /of what is no longer so/ },
  {
    what: "that does not hear a no",
    sabotage: misread((message) => ({ ...message, ...(message.contact ? { contact: { ...message.contact, mayText: "yes", textsAgreed: true } } : {}) })),
    seen: /against a no|to somebody who wants none/,
  },
  { what: "that holds nothing back", sabotage: misread((message) => ({ ...message, lane: "code", reason: "askedNow" })), seen: /at night/ },
  {
    what: "to which every hour is safe",
    sabotage: misread((message) => ({ ...message, ...(message.contact ? { contact: { ...message.contact, hours: ["morning", "afternoon", "evening"] } } : {}) })),
    seen: /outside safe hours/,
  },
  { what: "that forgets what a phone got", sabotage: withStore((store) => ({ findPhone: async (phone, at) => ({ ...(await store.findPhone(phone, at)), sent: [] }) })), seen: /more than three in a day|the same words twice/ },
  { what: "that sends no reminders", sabotage: withStore((store) => ({ due: (lane, ...rest) => (lane === "reminder" ? never() : store.due(lane, ...rest)) })), seen: /never came to an end/ },
  {
    what: "that tells nobody of its failures",
    sabotage: withStore((store, { client, names }) => ({
      async move(message, ...rest) {
        const moved = await store.move(message, ...rest);
        await createOwnTexts(client, names.messages, message.area).called(message);
        return moved;
      },
    })),
    seen: /nobody is told/,
  },
  {
    what: "to which the last receipt is the truth",
    sabotage: withStore((store, { client, names }) => ({
      async noteReceipt(receipt, at) {
        const { ref } = await store.noteReceipt(receipt, at);
        return { ref, ...(receipt.status === "delivered" ? { delivered: true } : { undelivered: "last" }) };
      },
      async find(...args) {
        const message = await store.find(...args);
        return message?.state === "undelivered" ? { ...message, state: "handed" } : message;
      },
      async move(message, name, ...rest) {
        if (name !== "deliver") return store.move(message, name, ...rest);
        const delivered = { UpdateExpression: "SET #state = :state REMOVE callInstead, callInsteadAt", ExpressionAttributeNames: { "#state": "state" }, ExpressionAttributeValues: { ":state": "delivered" } };
        await client.send(new UpdateCommand({ TableName: names.messages, Key: messageKey(message), ...delivered }));
        return true;
      },
    })),
    seen: /went back from undelivered|a receipt \(undelivered\) is forgotten/,
  },
];
