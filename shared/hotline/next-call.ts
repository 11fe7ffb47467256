import { nextSafeTime } from "../contact/safe-contact.ts";
import { mayCall, placeInQueue, ruleOf, type Caller } from "./caller.ts";
import { slotEnd, slotStart } from "./slots.ts";

/** The first moment from now on at which a caller may be rung; null when nothing is waiting, or a person must decide first. */
export function nextCallAt(caller: Caller, now: Date): Date | null {
  const place = placeInQueue(caller);
  const rule = ruleOf(caller);
  const call = mayCall(caller, now);
  if (!rule || place?.list !== "ring" || (!call.may && call.because === "answersTooOld")) return null;
  const promised = caller.entries
    .flatMap(({ state, kind, slotId, turn }) => (state === "waiting" && kind !== "soon" && turn !== "missed" && slotId && slotEnd(slotId) > now ? [slotStart(slotId)] : []))
    .map((start) => later(start, now));
  const safe = nextSafeTime(rule.hours, later(new Date(place.dueAt), now));
  return promised.reduce((first, at) => (at < first ? at : first), safe);
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);
