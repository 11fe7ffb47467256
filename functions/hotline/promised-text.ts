import { mayContact, type ContactRule } from "../../shared/contact/safe-contact.ts";
import { slotMoment } from "../../shared/hotline/slot-moment.ts";
import { slotStart } from "../../shared/hotline/slots.ts";
import type { Language } from "../../shared/language.ts";
import type { TemplateName } from "../../shared/messages/catalogue.ts";
import type { Message } from "../../shared/messages/message.ts";
import { appointmentPath } from "../../shared/paths.ts";
import type { Deps } from "./deps.ts";
import { linkTokenOf } from "./identify.ts";
import type { Change } from "./store.ts";

type About = { reference: string; slotId?: string | undefined; language: Language; contact: ContactRule };

const lifeHours = 24;

/**
 * The text a change promises, as a part of its write; none when the person's answers, or the hour, forbid it.
 * `justDone` answers what somebody pressed a moment ago. What we begin leaves in a safe hour or not at all: a text that waited could
 * outlive the person's "no".
 */
export function promisedText(deps: Pick<Deps, "ids" | "now" | "seal" | "siteOrigin">, to: string, about: About, template: TemplateName, reason: "justDone" | "weBegin"): Change[] {
  const at = deps.now();
  // A text about a time that has passed helps nobody.
  const aboutTime = about.slotId !== undefined && (template === "callBooked" || template === "callOffer");
  const notAfter = aboutTime ? slotStart(about.slotId ?? "") : new Date(at.getTime() + lifeHours * 3_600_000);
  if (at >= notAfter || !mayContact(about.contact, { kind: "text", reason }, at).may) return [];
  const host = new URL(deps.siteOrigin).host;
  const message: Message = {
    id: deps.ids.message(),
    state: "waiting",
    lane: "notice",
    template,
    language: about.language,
    values: {
      link: `${host}${appointmentPath(about.language, linkTokenOf(deps, about.reference))}`,
      ...(about.slotId ? { time: slotMoment(about.language, slotStart(about.slotId)) } : {}),
    },
    to,
    reason,
    contact: about.contact,
    createdAt: at.toISOString(),
    dueAt: at.toISOString(),
    notAfter: notAfter.toISOString(),
    attempts: 0,
  };
  return [{ what: "message", message }];
}
