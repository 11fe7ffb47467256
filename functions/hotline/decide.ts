import { isTrusted, nextSafeTime } from "../../shared/contact/safe-contact.ts";
import type { Callback } from "../../shared/hotline/callback.ts";
import { ruleOf, withFreshLadder, withMove, withoutLease, type Caller, type Entry } from "../../shared/hotline/caller.ts";
import { slotStart } from "../../shared/hotline/slots.ts";
import { isOpen, moved } from "../../shared/hotline/state.ts";
import { Conflict } from "../platform/errors.ts";
import { forgetPhone } from "./change.ts";
import type { Deps } from "./deps.ts";
import { promisedAppointment } from "./promised-text.ts";
import { combined, seatBack } from "./seats.ts";
import type { Change, HotlineEvent } from "./store.ts";
import type { Staff } from "./lease.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { write } from "./write.ts";

/** `seenVersion`: the caller as they were shown to whoever decides; changed since, nothing is done and `Conflict` is thrown. */
type Decision = { key: string; staff: Staff; reason: string; seenVersion?: number };

/** What somebody decides for a caller who rests: rung once more, from the next safe hour on. Nothing resting, or answers too old to ring on: nothing is done. */
export const ringAgain = (deps: Deps, decision: Decision): Promise<number> =>
  decide(deps, decision, "revived", (entry, now) =>
    entry.state === "resting" && isTrusted(entry.contact, now) ? { move: "revive", change: { turn: "revived", rings: undefined, dueAt: dueAgain(entry, now).toISOString() } } : null,
  );

/** The time it still has, if one was chosen; else the next safe hour. */
const dueAgain = ({ kind, slotId, contact }: Entry, now: Date): Date => (kind === "booked" && slotId && slotStart(slotId) > now ? slotStart(slotId) : nextSafeTime(contact.hours, now));

/** Ends everything open under a phone without a call. Only a person does this, and says why. */
export const closeAll = (deps: Deps, decision: Decision): Promise<number> => decide(deps, decision, "closed", (entry) => (isOpen(entry.state) ? { move: "close", change: {} } : null));

type Choice = { move: "revive" | "close"; change: Partial<Entry> } | null;

/** How many entries were decided on. */
async function decide(deps: Deps, { key, staff, reason, seenVersion }: Decision, type: "revived" | "closed", choose: (entry: Entry, now: Date) => Choice): Promise<number> {
  return untilWritten(async () => {
    const now = deps.now();
    const before = await deps.store.findCaller(key, deps.now());
    if (seenVersion !== undefined && before?.version !== seenVersion) throw new Conflict("changed");
    if (!before || !ruleOf(before)) return 0;
    const changes: Change[] = [];
    let after: Caller = before;
    let count = 0;
    for (const entry of before.entries) {
      const choice = choose(entry, now);
      const callback = choice && (await deps.store.findCallback(entry.reference, now));
      if (!choice || !callback) continue;
      if (callback.state !== entry.state) return overtaken;
      count += 1;
      after = withMove(after, entry.reference, choice.move, choice.change);
      changes.push({ what: "callback", before: callback, after: ended(callback, choice.move, now) });
      if (choice.move === "close" && callback.slotId) changes.push(...(await seatBack(deps, { slotId: callback.slotId, reference: entry.reference, callerKey: key })));
    }
    if (count === 0) return 0;
    const event: HotlineEvent = { id: deps.ids.event(), at: now.toISOString(), type, by: staff, because: reason };
    if (type === "revived") changes.push(...(await remindersAgain(deps, before, after, now)));
    const seats = combined(changes);
    if (!seats) return overtaken;
    const failed = await write(
      deps,
      [{ what: "caller", before, after: type === "closed" ? withoutLease(after) : withFreshLadder(after) }, ...seats, { what: "event", callerKey: key, event }, ...forgetPhone(after, now)],
      now,
    );
    if (failed.size > 0) return overtaken;
    deps.log.info(type === "closed" ? "CALLER_CLOSED" : "CALLER_REVIVED", { count });
    return count;
  });
}

/** Who waits again for a time they chose is reminded of it again. */
async function remindersAgain(deps: Deps, before: Caller, after: Caller, now: Date): Promise<Change[]> {
  const phone = await deps.store.findPhone(after.key, now);
  const rested = new Set(before.entries.filter(({ state }) => state === "resting").map(({ reference }) => reference));
  const waiting = after.entries.filter(({ reference, state }) => state === "waiting" && rested.has(reference));
  return waiting.flatMap((entry) =>
    phone && entry.kind === "booked" && entry.slotId
      ? promisedAppointment(deps, phone, { ...entry, callerKey: after.key, contact: ruleOf(after) ?? entry.contact, slotId: entry.slotId }, { receipt: false })
      : [],
  );
}

/** What was typed stands in the event, sealed; the callback says only that somebody decided. */
const ended = (callback: Callback, move: "revive" | "close", now: Date): Callback => ({
  ...callback,
  version: callback.version + 1,
  state: moved(callback.state, move),
  ...(move === "close" ? { because: "decided", endedAt: now.toISOString() } : { because: undefined }),
});

