import { needsCall, type Message } from "../../shared/messages/message.ts";
import type { Deps } from "./deps.ts";

/** Says, for a half whose desk does not see it yet, that somebody has to be told otherwise: an alarm listens. */
export function tellOfCall({ log }: Pick<Deps, "log">, message: Message, after: Pick<Message, "state" | "because">): void {
  if (message.area === "registration" && needsCall({ ...message, ...after })) log.error("REGISTRATION_TEXT_NEEDS_CALL", { messageId: message.id, because: after.because ?? "" });
}
