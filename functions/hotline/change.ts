import { localDate } from "../../shared/calendar/local-time.ts";
import { isTrusted, nextSafeTime } from "../../shared/contact/safe-contact.ts";
import { awaitsDecision, type Callback } from "../../shared/hotline/callback.ts";
import { asked, askedEnough, liveLease, placeInQueue, rangAt, ruleOf, withFreshLadder, withMove, withoutLease, type Caller, type Entry } from "../../shared/hotline/caller.ts";
import { revivableForMs } from "../../shared/hotline/resting.ts";
import { slotStart, type SlotId } from "../../shared/hotline/slots.ts";
import { isOpen, moved } from "../../shared/hotline/state.ts";
import type { Deps } from "./deps.ts";
import { promisedAppointment, promisedText } from "./promised-text.ts";
import { NotNow, TooLate } from "./refusals.ts";
import { chosenSeat, firstSeat, seatBack } from "./seats.ts";
import type { Change, HotlineEvent } from "./store.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { write } from "./write.ts";

const phoneKeptSeconds = 7 * 86_400;

/** Callback and caller as they are now, if the owner may still change them: open, and nobody ringing. */
export async function changeable(deps: Deps, reference: string): Promise<{ callback: Callback; caller: Caller; entry: Entry } | typeof overtaken> {
  const now = deps.now();
  const callback = await deps.store.findCallback(reference, now);
  const caller = callback && (await deps.store.findCaller(callback.callerKey, deps.now()));
  const entry = caller?.entries.find((one) => one.reference === reference);
  if (!callback || !caller || !entry || !isOpen(callback.state)) throw new TooLate("ended");
  if (callback.state === "resting" && !awaitsDecision(callback) && now.getTime() - Date.parse(entry.dueAt) > revivableForMs) throw new TooLate("ended");
  const lease = liveLease(caller, now);
  if (lease && rangAt(lease)) throw new TooLate("ringing");
  // Both rows change in one write; read before and after one, they are read again.
  if (callback.state !== entry.state) return overtaken;
  return { callback, caller, entry };
}

/** What stands for "as soon as possible" where a time is asked. */
export const soon = "soon";

/**
 * Gives a callback another time, or makes it `soon`; a resting one begins anew. The old seat is given back and
 * the new one taken in one write. Answers about safe contact older than 30 days must be confirmed (`contactConfirmed`), else `NotNow` with `answersTooOld`.
 * Whoever changes often gets no more texts that day, but is never refused. Throws `NoSeat`, `TooLate`.
 */
export async function move(deps: Deps, input: { reference: string; to: SlotId; holdId?: string | undefined; contactConfirmed?: boolean }): Promise<Callback> {
  const { reference, to } = input;
  const changed = await untilWritten(async () => {
    const live = await changeable(deps, reference);
    if (live === overtaken) return overtaken;
    const { callback, caller, entry } = live;
    const now = deps.now();
    const undecided = awaitsDecision(callback);
    if (to === callback.slotId && callback.kind !== "soon" && (callback.state === "waiting" || undecided)) return callback;
    if (!isTrusted(entry.contact, now) && !input.contactConfirmed) throw new NotNow("answersTooOld");
    const contact = input.contactConfirmed ? { ...entry.contact, askedAt: now.toISOString() } : entry.contact;
    const seat = { reference, callerKey: caller.key };
    const back = callback.slotId ? await seatBack(deps, { ...seat, slotId: callback.slotId }) : [];
    const kept = callback.slotId === to && slotStart(to) > now;
    const taken = to === soon ? await firstSeat(deps, entry.contact.hours, seat) : kept ? null : { slotId: to, changes: await chosenSeat(deps, to, seat, input.holdId) };
    // The seat it has is the one it would get: keep it.
    const same = kept || (taken !== null && taken.slotId === callback.slotId);
    const slotId = same ? callback.slotId : taken?.slotId;
    const dueAt = to === soon ? nextSafeTime(entry.contact.hours, now) : slotStart(to);
    const name = undecided ? "rebook" : callback.state === "resting" ? "revive" : "change";
    const { slotId: _old, because: _because, confirmedAt: _confirmed, ...rest } = callback;
    const after: Callback = { ...rest, version: callback.version + 1, state: moved(callback.state, name), kind: to === soon ? "soon" : "booked", contact, ...(slotId ? { slotId } : {}) };
    const change = { kind: after.kind, slotId, dueAt: dueAt.toISOString(), turn: undecided ? entry.turn : name === "revive" ? ("revived" as const) : undefined, rings: undefined, contact };
    const moving = withFreshLadder(withMove(asked(caller, localDate(now)), reference, name, change));
    const phone = await deps.store.findPhone(caller.key, now);
    const failed = await write(
      deps,
      [
        { what: "callback", before: callback, after },
        { what: "caller", before: caller, after: moving },
        ...(same ? [] : [...back, ...(taken?.changes ?? [])]),
        event(deps, caller.key, name === "revive" ? "revived" : "moved", reference),
        ...(phone && to !== soon && !undecided ? promisedAppointment(deps, phone, { ...entry, callerKey: caller.key, contact: ruleOf(moving) ?? contact, slotId: to }, { receipt: !askedEnough(caller, localDate(now)) }) : []),
      ],
      now,
    );
    return failed.size > 0 ? overtaken : after;
  });
  deps.log.info("CALLBACK_MOVED");
  return changed;
}

/** Ends a callback at its owner's wish and gives its seat back. Ended already: nothing is written. Throws `TooLate` while it rings. */
export async function cancel(deps: Deps, reference: string): Promise<Callback> {
  const changed = await untilWritten(async () => {
    const now = deps.now();
    const found = await deps.store.findCallback(reference, now);
    if (found?.state === "cancelled") return found;
    const live = await changeable(deps, reference);
    if (live === overtaken) return overtaken;
    const { callback, caller, entry } = live;
    const after: Callback = { ...callback, version: callback.version + 1, state: moved(callback.state, "cancel"), endedAt: now.toISOString() };
    const cancelled = withMove(asked(caller, localDate(now)), reference, "cancel");
    // With nothing left to ring about, nobody holds them either.
    const left = placeInQueue(cancelled) ? cancelled : withoutLease(cancelled);
    const phone = await deps.store.findPhone(caller.key, now);
    const failed = await write(
      deps,
      [
        { what: "callback", before: callback, after },
        { what: "caller", before: caller, after: left },
        ...(callback.slotId ? await seatBack(deps, { slotId: callback.slotId, reference, callerKey: caller.key }) : []),
        event(deps, caller.key, "cancelled", reference),
        ...forgetPhone(left, now),
        ...(phone && !awaitsDecision(callback) && !askedEnough(caller, localDate(now)) ? promisedText(deps, phone, { ...entry, callerKey: caller.key, contact: ruleOf(caller) ?? entry.contact }, entry.kind !== "soon" && entry.slotId ? "cancelled" : "callCancelled", "justDone") : []),
      ],
      now,
    );
    return failed.size > 0 ? overtaken : after;
  });
  deps.log.info("CALLBACK_CANCELLED");
  return changed;
}

/** Once nothing is open under a phone, its number is kept for a week and no longer. */
export const forgetPhone = (caller: Caller, now: Date): Change[] =>
  placeInQueue(caller) === null ? [{ what: "phoneUntil", callerKey: caller.key, expiresAtSeconds: Math.floor(now.getTime() / 1_000) + phoneKeptSeconds }] : [];

export function event(deps: Pick<Deps, "ids" | "now">, callerKey: string, type: HotlineEvent["type"], reference?: string, by?: HotlineEvent["by"]): Change {
  return { what: "event", callerKey, event: { id: deps.ids.event(), at: deps.now().toISOString(), type, ...(reference ? { reference } : {}), ...(by ? { by } : {}) } };
}
