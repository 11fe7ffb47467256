import type { ContactRule, SafeHours } from "../../../../shared/contact/safe-contact.ts";
import type { Message, MessageState } from "../../../../shared/messages/message.ts";

/** What was promised, told once more and in other words than the service's own. */
export const day = 24 * 3_600_000;
const mostADay = 3;
const windows: Record<SafeHours, readonly [number, number]> = { morning: [8, 12], afternoon: [12, 17], evening: [17, 21] };
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", hourCycle: "h23" });
const isWithin = (at: string, [from, to]: readonly [number, number]): boolean => {
  const hour = Number(clock.format(new Date(at)));
  return hour >= from && hour < to;
};

/** A text as it is now known to whoever listens outside. `over`: what it is about is no longer so. `unwanted`: its receiver wants none. */
export type Text = { message: Message; contact: ContactRule | undefined; over: boolean; unwanted: boolean };

/** What stands against a hand-over that begins at a moment. */
export function against({ message, contact, over, unwanted }: Text, at: string): string[] {
  const { lane, dueAt, notAfter } = message;
  const held = lane !== "code";
  return [
    ...(at > notAfter ? ["after its time"] : []),
    ...(at < dueAt ? ["before its time"] : []),
    ...(contact?.mayText === "no" || (held && !contact?.textsAgreed) ? ["against a no"] : []),
    ...(held && over ? ["of what is no longer so"] : []),
    ...(held && unwanted ? ["to somebody who wants none"] : []),
    ...(held && !isWithin(at, [8, 21]) ? ["at night"] : []),
    ...(held && !contact?.hours.some((window) => isWithin(at, windows[window])) ? ["outside safe hours"] : []),
  ];
}

/** One hand-over, as the network saw it. */
export type HandOver = { id: string; attemptId: string; to: string; body: string; at: string; held: boolean; taken: boolean };

/** What is wrong with all that the phone of a text was sent, codes aside. */
export function tooMuch(handOvers: readonly HandOver[], latest: HandOver): string[] {
  const sent = handOvers.filter(({ to, held, taken }) => to === latest.to && held && taken);
  const apart = (a: HandOver, b: HandOver): number => Date.parse(b.at) - Date.parse(a.at);
  const again = sent.filter((one) => one.body === latest.body && Math.abs(apart(one, latest)) < day);
  const crowded = sent.some((last) => sent.filter((one) => apart(one, last) >= 0 && apart(one, last) < day).length > mostADay);
  return [...(again.length > 1 ? ["the same words twice in a day"] : []), ...(crowded ? ["more than three in a day"] : [])];
}

/** Where a text can have got to from where it was last seen, whatever happened meanwhile. */
const ahead: Record<MessageState, readonly MessageState[]> = {
  waiting: ["waiting", "handing", "handed", "delivered", "undelivered", "failed", "inDoubt", "stopped"],
  handing: ["waiting", "handing", "handed", "delivered", "undelivered", "failed", "inDoubt", "stopped"],
  handed: ["handed", "delivered", "undelivered"],
  inDoubt: ["inDoubt", "delivered", "undelivered"],
  delivered: ["delivered", "undelivered"],
  undelivered: ["undelivered"],
  failed: ["failed"],
  stopped: ["stopped"],
};
export const isAhead = (before: MessageState, after: MessageState): boolean => ahead[before].includes(after);
