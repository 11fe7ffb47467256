import { mayContact } from "../../shared/contact/safe-contact.ts";
import type { Message } from "../../shared/messages/message.ts";

/** The last question before a text leaves: null to send, or why not. */
export function refusedBecause(message: Message, now: Date): string | null {
  if (now.toISOString() > message.notAfter) return "tooLate";
  if (!message.to || !message.contact) return "noContactRule";
  const answer = mayContact(message.contact, { kind: "text", reason: message.reason }, now);
  return answer.may ? null : answer.because;
}
