import type { Change } from "../../../../functions/hotline/store.ts";
import type { HandOver as Answer, Receipt } from "../../../../functions/messages/routes/route.ts";
import type { ContactRule } from "../../../../shared/contact/safe-contact.ts";
import type { Callback } from "../../../../shared/hotline/callback.ts";
import type { Message, MessageRef } from "../../../../shared/messages/message.ts";
import { against, tooMuch, type HandOver, type Text } from "./rules.ts";

/** `mayBeKept`: at some time it was unwanted, or no longer the last word. */
type Known = Text & { about?: Callback | undefined; mayBeKept: boolean };
type Asked = { id: string; attempt: number; askedAt: string };

const isOpen = ({ state }: Callback): boolean => state === "waiting" || state === "resting";
const saysNo = ({ mayText, textsAgreed }: ContactRule): boolean => mayText === "no" || !textsAgreed;
const wantsNoCalls = new Set(["askedNotToCall", "wrongNumber"]);

/** Whether what a text told of its request, as it then was, is no longer so. What is told of an ended one (it was cancelled) stays so. */
const isOver = (then: Callback, now: Callback): boolean =>
  isOpen(then) && (!isOpen(now) || now.kind !== then.kind || (now.kind !== "soon" && now.slotId !== then.slotId) || (now.state === "resting" && then.state === "waiting"));

/**
 * What somebody knows who only listens: what was written, which texts were promised with it, what the networks were handed and said.
 * Whatever breaks a promise is in `wrong` as soon as it happens.
 */
export function createModel(now: () => Date) {
  const texts = new Map<string, Known>();
  const callbacks = new Map<string, Callback>();
  const stoppedPhones = new Set<string>();
  const begun = new Map<string, { at: string; against: string[] }>();
  const handOvers: HandOver[] = [];
  const provenNot = new Set<string>();
  const told: Receipt[] = [];
  const wrong: string[] = [];

  const nameOf = (id: string): string => `${texts.get(id)?.message.template ?? "a text nobody promised"} (${id})`;

  function promised(message: Message, about?: Callback): void {
    texts.set(message.id, { message, contact: message.contact, about, over: false, unwanted: false, mayBeKept: message.contact !== undefined && saysNo(message.contact) });
  }

  function amended({ id }: MessageRef, contact: ContactRule): void {
    const text = texts.get(id);
    if (text) text.contact = contact;
  }

  /** A no given with a request holds for its phone as long as the request is open; one that stops texts, for what it was said of. */
  function askWhoWantsNone(): void {
    const all = [...callbacks.values()];
    const phones = new Set(all.filter((callback) => isOpen(callback) && saysNo(callback.contact)).map(({ callerKey }) => callerKey));
    const requests = new Set(all.filter(({ contact, textsStopped }) => saysNo(contact) || textsStopped !== undefined).map(({ reference }) => reference));
    for (const text of texts.values()) {
      const { area, subject, to } = text.message;
      text.unwanted = stoppedPhones.has(to ?? "") || (area === "hotline" && (phones.has(subject) || requests.has(text.about?.reference ?? "")));
      text.mayBeKept ||= text.unwanted;
    }
  }

  return {
    texts,
    callbacks,
    handOvers,
    told,
    wrong,

    /** One write of the hotline, whole. */
    wrote(changes: readonly Change[]): void {
      for (const change of changes) {
        if (change.what !== "callback") continue;
        callbacks.set(change.after.reference, change.after);
        const isNew = change.before === null;
        for (const text of texts.values()) {
          if (text.about?.reference === change.after.reference) text.over ||= isOver(text.about, change.after);
          // That an earlier request was cancelled need not be told beside a newer one.
          if (isNew && text.about?.callerKey === change.after.callerKey) text.mayBeKept ||= !isOpen(text.about);
        }
      }
      for (const change of changes) {
        if (change.what === "message") promised(change.message, callbacks.get(change.reference));
        if (change.what === "messageRule") amended(change.message, change.contact);
        if (change.what === "noTexts") stoppedPhones.add(change.phone);
        if (change.what === "event" && wantsNoCalls.has(change.event.outcome ?? "")) for (const one of texts.values()) one.over ||= one.message.subject === change.callerKey;
      }
      askWhoWantsNone();
    },

    promised(message: Message): void {
      promised(message);
      askWhoWantsNone();
    },
    tookBack({ id }: MessageRef): void {
      const text = texts.get(id);
      if (text) text.over = true;
    },
    amended,
    stopped(phone: string): void {
      stoppedPhones.add(phone);
      askWhoWantsNone();
    },

    /** A claim that was written. With it a hand-over begins; whatever is written later comes too late for it. */
    claimed({ id, attempt, askedAt }: Asked): void {
      const text = texts.get(id);
      if (text) begun.set(`${id}.${attempt}`, { at: askedAt, against: against(text, askedAt) });
    },

    handedOver({ attemptId, to, body, taken }: Pick<HandOver, "attemptId" | "to" | "body" | "taken">, { outcome }: Answer): void {
      const id = attemptId.slice(0, attemptId.lastIndexOf("."));
      const text = texts.get(id);
      const earlier = handOvers.filter((one) => one.id === id);
      if (earlier.some((one) => one.attemptId === attemptId)) wrong.push(`handed over twice in one attempt: ${nameOf(id)}`);
      else if (earlier.some((one) => !provenNot.has(one.attemptId))) wrong.push(`handed over again without proof that it was not: ${nameOf(id)}`);
      if (outcome === "notHanded") provenNot.add(attemptId);
      const at = now().toISOString();
      const start = begun.get(attemptId) ?? { at, against: text ? against(text, at) : ["that nobody promised"] };
      const handOver = { id, attemptId, to, body, at: start.at, held: text?.message.lane !== "code", taken };
      handOvers.push(handOver);
      wrong.push(...[...start.against, ...(taken ? tooMuch(handOvers, handOver) : [])].map((why) => `handed over ${why}: ${nameOf(id)}, ${start.at}`));
    },

    lookedUp(attemptId: string, { outcome }: Answer): void {
      if (outcome === "notHanded") provenNot.add(attemptId);
    },

    /** A receipt that was taken in to its end. */
    heard: (receipt: Receipt) => void told.push(receipt),
  };
}
export type Model = ReturnType<typeof createModel>;
