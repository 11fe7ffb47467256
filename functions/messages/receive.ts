import type { Message } from "../../shared/messages/message.ts";
import type { LogFields } from "../platform/log.ts";
import type { Deps } from "./deps.ts";
import type { Receipt } from "./routes/route.ts";
import type { KnownReceipt } from "./store.ts";

const rounds = 5;

/** What a line about a text says of it: its id, and the request that promised it. */
export const lineOf = ({ id, causedBy }: Message): LogFields => ({ messageId: id, causedBy });

/** Takes in what a network says of a text, however often and in whatever order it says it. A text not yet known by that name hears of it when it is. */
export async function receive(deps: Pick<Deps, "store" | "log" | "now">, receipt: Receipt): Promise<void> {
  await tellOf(deps, await deps.store.noteReceipt(receipt, deps.now()));
}

/** Moves a text to the weightiest thing said of it: a failure outweighs a success. */
export async function tellOf(deps: Pick<Deps, "store" | "log" | "now">, { ref, delivered, undelivered }: KnownReceipt): Promise<void> {
  const name = undelivered === undefined ? (delivered ? "deliver" : null) : "undeliver";
  if (!ref || !name) return;
  for (let round = 0; round < rounds; round += 1) {
    const message = await deps.store.find(ref, deps.now());
    if (!message || message.state === "undelivered" || (message.state === "delivered" && name === "deliver")) return;
    if (!(await deps.store.move(message, name, undelivered === undefined ? {} : { because: undelivered }, deps.now()))) continue;
    if (name === "undeliver") deps.log.warn("MESSAGE_UNDELIVERED", { ...lineOf(message), because: undelivered });
    return;
  }
}
