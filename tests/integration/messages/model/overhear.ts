import { TransactWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Outbox, TransactItem } from "../../../../functions/platform/outbox.ts";
import type { Model } from "./model.ts";

/** A pen and a client that work as they did, and tell the model what was promised, taken back or changed as soon as it is written. */
export function overhear(outbox: Outbox, client: DynamoDBDocumentClient, model: Model): { outbox: Outbox; client: DynamoDBDocumentClient } {
  const meant = new Map<TransactItem, () => void>();
  const meaning = (item: TransactItem, told: () => void): TransactItem => {
    meant.set(item, told);
    return item;
  };
  return {
    outbox: {
      promise: (message) => meaning(outbox.promise(message), () => model.promised(message)),
      withdraw: (ref, because, at) => meaning(outbox.withdraw(ref, because, at), () => model.tookBack(ref)),
      amend: (ref, contact, at) => meaning(outbox.amend(ref, contact, at), () => model.amended(ref, contact)),
      stopPhone: (phone, at) => meaning(outbox.stopPhone(phone, at), () => model.stopped(phone)),
    },
    client: new Proxy(client, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name !== "send" || typeof value !== "function") return value;
        return async (command: unknown): Promise<unknown> => {
          const answer: unknown = await Reflect.apply(value, target, [command]);
          if (command instanceof TransactWriteCommand) for (const item of command.input.TransactItems ?? []) meant.get(item)?.();
          return answer;
        };
      },
    }),
  };
}
