import type { CivilDate } from "../../shared/calendar/civil-date.ts";
import { nextSafeTime } from "../../shared/contact/safe-contact.ts";
import type { Callback } from "../../shared/hotline/callback.ts";
import { ruleOf, withMove, type Caller, type Entry } from "../../shared/hotline/caller.ts";
import { closedSlot, newSlot, slotStart, withoutCall, type Slot, type SlotId } from "../../shared/hotline/slots.ts";
import { isOpen } from "../../shared/hotline/state.ts";
import type { Deps } from "./deps.ts";
import { promisedText } from "./promised-text.ts";
import type { Change, Day, HotlineEvent, Seat } from "./store.ts";
import type { Staff } from "./lease.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { write } from "./write.ts";

export type Closed = { slots: number; texted: number; toCall: number };

/**
 * Closes half hours of a day (all that have not begun, when none is named) and tells everyone who had one: by text where they allow it,
 * else they join the queue to be rung. Cut off in the middle, the rest is done by doing it again: closed slots that still have seats are gone through too.
 */
export async function closeSlots(deps: Deps, input: { date: CivilDate; slotIds?: readonly SlotId[] | undefined; staff: Staff; reason: string }): Promise<Closed> {
  const now = deps.now();
  const chosen = chosenOf(await deps.store.readDay(input.date), now, input.slotIds);
  await Promise.all(chosen.filter(({ closed }) => !closed).map(({ id }) => setClosed(deps, id, true)));
  const result = { slots: chosen.length, texted: 0, toCall: 0 };
  // Whoever booked between the first look and the closing is in the second.
  const { seats } = await deps.store.readDay(input.date);
  for (const seat of seats.filter(({ slotId }) => chosen.some(({ id }) => id === slotId))) {
    const told = await reoffer(deps, seat, input);
    if (told) result[told] += 1;
  }
  deps.log.info("SLOTS_CLOSED", { count: result.slots });
  return result;
}

/** What closing would do if it were done now: half hours, and how those who were promised one of them would hear. Nothing is written. */
export async function closingPlan(deps: Deps, input: { date: CivilDate; slotIds?: readonly SlotId[] | undefined }): Promise<Omit<Closed, "slots"> & { slotIds: SlotId[] }> {
  const day = await deps.store.readDay(input.date);
  const chosen = chosenOf(day, deps.now(), input.slotIds);
  const seats = day.seats.filter(({ slotId }) => chosen.some(({ id }) => id === slotId));
  const told = await Promise.all(
    seats.map(async (seat) => {
      const { live, texts } = await holderOf(deps, seat);
      return live && toldBy(live.callback, texts);
    }),
  );
  return { slotIds: chosen.map(({ id }) => id), texted: told.filter((how) => how === "texted").length, toCall: told.filter((how) => how === "toCall").length };
}

/** Half hours not begun in which there is something to close or somebody to tell. */
const chosenOf = ({ slots }: Day, now: Date, slotIds?: readonly SlotId[]): Slot[] =>
  slots.filter(({ id, closed, capacity, taken }) => slotStart(id) > now && (taken > 0 || (!closed && capacity > 0)) && (!slotIds || slotIds.includes(id)));

/** Opens a half hour again; who was told to choose another time is not moved back. */
export const openSlot = (deps: Deps, slotId: SlotId): Promise<void> => setClosed(deps, slotId, false);

async function setClosed(deps: Deps, slotId: SlotId, closed: boolean): Promise<void> {
  await untilWritten(async () => {
    const before = await deps.store.findSlot(slotId);
    if (before.closed === closed || before.version === newSlot(slotId).version) return true;
    const failed = await write(deps, [{ what: "slot", before, after: closedSlot(before, deps.now(), closed) }], deps.now());
    return failed.size > 0 ? overtaken : true;
  });
}

/** Whose seat it is, if it is still theirs, and the text that would offer them another time. */
async function holderOf(deps: Deps, seat: Seat): Promise<{ live: { callback: Callback; caller: Caller; entry: Entry } | null; texts: Change[] }> {
  const [callback, caller] = await Promise.all([deps.store.findCallback(seat.reference, deps.now()), deps.store.findCaller(seat.callerKey, deps.now())]);
  const entry = caller?.entries.find(({ reference }) => reference === seat.reference);
  if (!callback || !caller || !entry || callback.slotId !== seat.slotId || !isOpen(callback.state) || callback.state !== entry.state) return { live: null, texts: [] };
  const phone = await deps.store.findPhone(caller.key, deps.now());
  // As soon as possible had no time to lose; a chosen time that is gone is told.
  const texts = phone && callback.kind !== "soon" && callback.state === "waiting" ? promisedText(deps, phone, { ...entry, callerKey: caller.key, contact: ruleOf(caller) ?? entry.contact, slotId: seat.slotId }, "callOffer", "weBegin") : [];
  return { live: { callback, caller, entry }, texts };
}

const toldBy = ({ kind, state }: Callback, texts: readonly Change[]): "texted" | "toCall" | null => (kind === "soon" || state === "resting" ? null : texts.length ? "texted" : "toCall");

/** One person's seat given back, and how they hear of it; null when it was no longer theirs, or no time was promised. */
async function reoffer(deps: Deps, seat: Seat, { staff, reason }: { staff: Staff; reason: string }): Promise<"texted" | "toCall" | null> {
  return untilWritten(async () => {
    const now = deps.now();
    const slot = await deps.store.findSlot(seat.slotId);
    const { live, texts } = await holderOf(deps, seat);
    if (!live) return null;
    const { callback, caller, entry } = live;
    const from = texts.length ? slotStart(seat.slotId) : now;
    const { slotId: _gone, confirmedAt: _confirmed, ...rest } = callback;
    const after: Callback = { ...rest, version: callback.version + 1 };
    const rests = callback.state === "resting";
    const change = { slotId: undefined, ...(callback.kind === "soon" || rests ? {} : { turn: "slotClosed" as const, dueAt: nextSafeTime(entry.contact.hours, from).toISOString() }) };
    const event: HotlineEvent = { id: deps.ids.event(), at: now.toISOString(), type: "slotClosed", by: staff, reference: seat.reference, because: reason };
    const failed = await write(
      deps,
      [
        { what: "slot", before: slot, after: withoutCall(slot, now) },
        { what: "noSeat", seat },
        { what: "callback", before: callback, after },
        { what: "caller", before: caller, after: withMove(caller, seat.reference, rests ? "rebook" : "change", change) },
        { what: "event", callerKey: caller.key, event },
        ...texts,
      ],
      now,
    );
    if (failed.size > 0) return overtaken;
    return toldBy(callback, texts);
  });
}
