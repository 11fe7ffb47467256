import type { Message } from "../../shared/messages/message.ts";
import { contactPhone, type Application } from "../../shared/registration/application.ts";
import type { Reach } from "../../shared/registration/receipt.ts";
import type { Deps } from "./deps.ts";

/** How the applicant may be reached, as they answered at this moment. */
export const reachOf = (application: Application, at: Date): Reach => ({
  phone: contactPhone(application),
  language: application.language,
  contact: { ...application.contact, textsAgreed: application.consents.texts, askedAt: at.toISOString() },
});

const lifeHours = 72;

/**
 * A neutral text about an application. Only the first half of the reference goes with it:
 * a phone in the wrong hands must not hold the whole key.
 */
export function promisedText(deps: Pick<Deps, "ids" | "now">, reach: Reach, template: "receipt" | "withdrawn", reference: string): Message {
  const at = deps.now();
  return {
    id: deps.ids.message(),
    state: "waiting",
    lane: "notice",
    template,
    language: reach.language,
    values: { hint: reference.slice(0, 4) },
    to: reach.phone,
    reason: "justDone",
    contact: reach.contact,
    createdAt: at.toISOString(),
    dueAt: at.toISOString(),
    notAfter: new Date(at.getTime() + lifeHours * 3_600_000).toISOString(),
    attempts: 0,
  };
}
