import type { CivilDate } from "../../shared/calendar/civil-date.ts";
import { localDate } from "../../shared/calendar/local-time.ts";
import { daysThrough, workingDaysAhead as nextWorkingDays } from "../../shared/calendar/working-days.ts";
import { isSafeHour, type SafeHours } from "../../shared/contact/safe-contact.ts";
import type { OfferedDay } from "../../shared/hotline/callback.ts";
import { isChoosable, isHeld, isOffered, isOpenToSoon, isSlotId, seatsFree, slotDate, slotEnd, slotStart, withCall, withoutCall, workingDaysAhead, type Slot, type SlotId } from "../../shared/hotline/slots.ts";
import type { Deps } from "./deps.ts";
import { NoSeat } from "./refusals.ts";
import type { Change, Seat } from "./store.ts";

/** The days a time can be chosen on: today and every day up to the seventh working day ahead. */
export function bookableDays(now: Date): CivilDate[] {
  const today = localDate(now);
  const last = nextWorkingDays(today, workingDaysAhead).at(-1) ?? today;
  return daysThrough(today, last);
}

/** Whether a text names a half hour of the days that can be booked. */
export const isBookable = (slotId: string, now: Date): boolean => isSlotId(slotId) && slotDate(slotId) <= (bookableDays(now).at(-1) ?? "");

/** Every time that can be chosen now, day by day: one query a day. Days without one are left out; the seat one holds oneself is offered. */
export async function offeredDays(deps: Pick<Deps, "store" | "now">, ownHoldId = ""): Promise<OfferedDay[]> {
  const now = deps.now();
  const days = await Promise.all(bookableDays(now).map(async (date) => ({ date, slots: (await deps.store.readSlots(date)).filter((slot) => isOffered(slot, now, ownHoldId)) })));
  return days.filter(({ slots }) => slots.length > 0).map(({ date, slots }) => ({ date, slots: slots.map((slot) => ({ id: slot.id, free: seatsFree(slot, now, ownHoldId) })) }));
}

/** The next times that can still be had, from a wished one on. */
export async function nextOffered(deps: Pick<Deps, "store" | "now">, wished: SlotId, count = 3): Promise<SlotId[]> {
  const all = (await offeredDays(deps)).flatMap(({ slots }) => slots.map(({ id }) => id));
  const later = all.filter((id) => id > wished);
  return [...later, ...all.filter((id) => id < wished).toReversed()].slice(0, count).toSorted();
}

const seatTaken = (before: Slot, after: Slot, seat: Omit<Seat, "slotId">): Change[] => [
  { what: "slot", before, after },
  { what: "seat", seat: { slotId: before.id, ...seat } },
];

/** The write that takes a seat at a chosen time. Throws `NoSeat`: nothing of the roster there, too late, or full. A held seat stays one's own past the closing of the slot. */
export async function chosenSeat(deps: Pick<Deps, "store" | "now">, slotId: SlotId, seat: Omit<Seat, "slotId">, holdId = ""): Promise<Change[]> {
  const now = deps.now();
  if (!isBookable(slotId, now)) throw new NoSeat("unknown");
  const slot = await deps.store.findSlot(slotId);
  const held = isHeld(slot, holdId, now) && now < slotStart(slotId);
  if (!held && !isChoosable(slotId, now)) throw new NoSeat("past");
  if (slot.version === 0) throw new NoSeat("unknown");
  const after = withCall(slot, now, holdId);
  if (!after) throw new NoSeat("full");
  return seatTaken(slot, after, seat);
}

/** The first free seat for a call as soon as possible inside the safe hours, between two moments; null when the roster has none. */
export async function firstSeat(deps: Pick<Deps, "store" | "now">, hours: readonly SafeHours[], seat: Omit<Seat, "slotId">, window: { from?: Date; until?: Date } = {}): Promise<{ slotId: SlotId; changes: Change[] } | null> {
  const now = deps.now();
  const from = window.from ?? now;
  const days = window.until ? daysThrough(localDate(from), localDate(window.until)) : bookableDays(now);
  for (const date of days) {
    const slots = (await deps.store.readSlots(date)).filter(
      (slot) => slotEnd(slot.id) > from && isSafeHour(hours, slotStart(slot.id)) && isOpenToSoon(slot, now) && (!window.until || slotStart(slot.id) < window.until),
    );
    for (const slot of slots) {
      const after = withCall(slot, now);
      if (after) return { slotId: slot.id, changes: seatTaken(slot, after, seat) };
    }
  }
  return null;
}

/** The write that gives a seat back, as long as its time has not come. */
export async function seatBack(deps: Pick<Deps, "store" | "now">, seat: Seat): Promise<Change[]> {
  if (slotStart(seat.slotId) <= deps.now()) return [];
  const slot = await deps.store.findSlot(seat.slotId);
  return [{ what: "slot", before: slot, after: withoutCall(slot, deps.now()) }, { what: "noSeat", seat }];
}

/** Changes of one slot made as one: a write may name a row once. Worked out from the same row, what they take and give adds up; null when the row moved between them. */
export function combined(changes: readonly Change[]): Change[] | null {
  const slots = new Map<SlotId, Extract<Change, { what: "slot" }>>();
  for (const change of changes) {
    if (change.what !== "slot") continue;
    const first = slots.get(change.before.id);
    if (first && first.before.version !== change.before.version) return null;
    const taken = first ? first.after.taken + change.after.taken - change.before.taken : change.after.taken;
    slots.set(change.before.id, { what: "slot", before: change.before, after: { ...change.after, taken: Math.max(0, taken) } });
  }
  return [...changes.filter(({ what }) => what !== "slot"), ...slots.values()];
}
