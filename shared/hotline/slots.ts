import * as z from "zod";
import { isCivilDate, type CivilDate } from "../calendar/civil-date.ts";
import { instantOf, localTime } from "../calendar/local-time.ts";

const slotMinutes = 30;
/** How many working days ahead a time can be chosen. */
export const workingDaysAhead = 7;
/** A slot can no longer be chosen from this long before it starts. */
const closesBeforeMs = 30 * 60_000;
/** A request for "as soon as possible" may still use a slot that has this long to run. */
const soonNeedsMs = 15 * 60_000;
export const holdMinutes = 5;

/** Names a slot by the day and wall clock in Vietnam at which it starts: "2026-11-23T14:30". */
export type SlotId = string;

const shape = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):(00|30)$/;
export const isSlotId = (text: string): boolean => shape.test(text) && isCivilDate(text.slice(0, 10));

export const slotDate = (id: SlotId): CivilDate => id.slice(0, 10);
export const slotTime = (id: SlotId): string => id.slice(11);
export const slotStart = (id: SlotId): Date => instantOf(slotDate(id), Number(id.slice(11, 13)), Number(id.slice(14, 16)));
export const slotEnd = (id: SlotId): Date => new Date(slotStart(id).getTime() + slotMinutes * 60_000);

/** The slot that an instant falls into. */
export function slotAt(instant: Date): SlotId {
  const { date, hour, minute } = localTime(instant);
  return `${date}T${String(hour).padStart(2, "0")}:${minute < slotMinutes ? "00" : "30"}`;
}

/**
 * The calls that can be promised for one half hour. `holds` are seats kept for forms being filled in, by hold id, until an instant;
 * whether one still counts is judged when it is read. `version` grows with every change and is the condition of the next.
 */
export const slotSchema = z.strictObject({
  id: z.string(),
  capacity: z.int().min(0),
  taken: z.int().min(0),
  closed: z.boolean(),
  holds: z.record(z.string(), z.iso.datetime()),
  version: z.int(),
});
export type Slot = z.infer<typeof slotSchema>;

export const newSlot = (id: SlotId): Slot => ({ id, capacity: 0, taken: 0, closed: false, holds: {}, version: 0 });

const liveHolds = ({ holds }: Slot, now: Date): Record<string, string> => Object.fromEntries(Object.entries(holds).filter(([, until]) => until > now.toISOString()));

/** Seats nobody has booked, or holds under another id; none when the slot is closed or over-booked. */
export const seatsFree = (slot: Slot, now: Date, ownHoldId = ""): number =>
  slot.closed ? 0 : Math.max(0, slot.capacity - slot.taken - Object.keys(liveHolds(slot, now)).filter((id) => id !== ownHoldId).length);

/** More calls are promised than the roster can make: shown to the desk, never hidden. */
export const isOverBooked = (slot: Slot): boolean => slot.taken > (slot.closed ? 0 : slot.capacity);

/** Whether a person may still choose a slot by the clock: until half an hour before it starts. */
export const isChoosable = (id: SlotId, now: Date): boolean => now.getTime() < slotStart(id).getTime() - closesBeforeMs;
export const isOffered = (slot: Slot, now: Date, ownHoldId = ""): boolean => isChoosable(slot.id, now) && seatsFree(slot, now, ownHoldId) > 0;
/** Whether a request for "as soon as possible" may take a seat here; the running slot counts too. */
export const isOpenToSoon = (slot: Slot, now: Date): boolean => now.getTime() <= slotEnd(slot.id).getTime() - soonNeedsMs && seatsFree(slot, now) > 0;

const changed = (slot: Slot, now: Date, change: Partial<Slot>): Slot => ({ ...slot, holds: liveHolds(slot, now), ...change, version: slot.version + 1 });

/** The slot with one more seat held; null when none is free. */
export function withHold(slot: Slot, holdId: string, now: Date): Slot | null {
  const free = seatsFree(withoutHold(slot, holdId, now), now);
  const until = new Date(now.getTime() + holdMinutes * 60_000).toISOString();
  return free > 0 ? changed(slot, now, { holds: { ...liveHolds(slot, now), [holdId]: until } }) : null;
}

export function withoutHold(slot: Slot, holdId: string, now: Date): Slot {
  const { [holdId]: _gone, ...rest } = liveHolds(slot, now);
  return changed(slot, now, { holds: rest });
}

export const isHeld = (slot: Slot, holdId: string, now: Date): boolean => Object.hasOwn(liveHolds(slot, now), holdId);

/** The slot with one more call promised, the seat being the held one if it still is; null when none is free. */
export function withCall(slot: Slot, now: Date, holdId = ""): Slot | null {
  const unheld = withoutHold(slot, holdId, now);
  return seatsFree(unheld, now) > 0 ? { ...unheld, taken: slot.taken + 1 } : null;
}

export const withoutCall = (slot: Slot, now: Date): Slot => changed(slot, now, { taken: Math.max(0, slot.taken - 1) });
export const withCapacity = (slot: Slot, now: Date, capacity: number): Slot => changed(slot, now, { capacity });
export const closedSlot = (slot: Slot, now: Date, closed: boolean): Slot => changed(slot, now, { closed });
