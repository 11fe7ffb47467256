import type { CivilDate } from "../calendar/civil-date.ts";
import type { Entry } from "./caller.ts";
import type { Shift } from "./roster.ts";
import { seatsFree, slotEnd, slotStart, slotTime, type Slot, type SlotId } from "./slots.ts";
import type { CallbackState } from "./state.ts";

/** A seat that is used; without kind and state once the callback has been forgotten. */
export type Booking = { slotId: SlotId; reference: string; kind?: Entry["kind"]; state?: CallbackState };

export type HalfHour = {
  id: SlotId;
  time: string;
  capacity: number;
  taken: number;
  free: number;
  /** Calls promised beyond what the roster can make. */
  over: number;
  closed: boolean;
  /** Closed, and this many who were promised a call in it have not heard. */
  untold: number;
  hasBegun: boolean;
  hasEnded: boolean;
  who: string[];
  bookings: Booking[];
};

export type DayOverview = { date: CivilDate; shifts: Shift[]; halfHours: HalfHour[]; taken: number; capacity: number };
export type WeekDay = { date: CivilDate; taken: number; capacity: number; over: string[]; closed: number; hasShift: boolean };

type Day = { date: CivilDate; slots: Slot[]; shifts: Shift[] };

/** Calls promised in a half hour that nobody can make; none once it is over or closed, where other words say what to do. */
export const overBy = (slot: Slot, now: Date): number => (slot.closed || slotEnd(slot.id) <= now ? 0 : Math.max(0, slot.taken - slot.capacity));

const possible = (slots: readonly Slot[]): number => slots.reduce((sum, { closed, capacity }) => sum + (closed ? 0 : capacity), 0);
const promised = (slots: readonly Slot[]): number => slots.reduce((sum, { taken }) => sum + taken, 0);

export const inOrder = (shifts: readonly Shift[]): Shift[] => shifts.toSorted((a, b) => `${a.from}${a.to}${a.name}`.localeCompare(`${b.from}${b.to}${b.name}`, "vi"));

/** One day for whoever runs it: every half hour with who works, what is promised and to which requests. */
export function dayOverview({ date, slots, shifts }: Day, bookings: readonly Booking[], now: Date): DayOverview {
  const ordered = inOrder(shifts);
  const halfHours = slots.map((slot) => halfHourOf(slot, ordered, bookings.filter(({ slotId }) => slotId === slot.id), now));
  return { date, shifts: ordered, halfHours, taken: promised(slots), capacity: possible(slots) };
}

function halfHourOf(slot: Slot, shifts: readonly Shift[], bookings: Booking[], now: Date): HalfHour {
  const { id, capacity, taken, closed } = slot;
  const time = slotTime(id);
  const hasBegun = slotStart(id) <= now;
  return {
    id,
    time,
    capacity,
    taken,
    free: seatsFree(slot, now),
    over: overBy(slot, now),
    closed,
    untold: closed && !hasBegun ? bookings.filter(({ state }) => state === "waiting").length : 0,
    hasBegun,
    hasEnded: slotEnd(id) <= now,
    who: shifts.flatMap(({ absent, from, to, name }) => (!absent && from <= time && time < to ? [name] : [])),
    bookings,
  };
}

/** One day in a line. */
export const weekDay = ({ date, slots, shifts }: Day, now: Date): WeekDay => ({
  date,
  taken: promised(slots),
  capacity: possible(slots),
  over: slots.flatMap((slot) => (overBy(slot, now) > 0 ? [slotTime(slot.id)] : [])),
  closed: slots.filter(({ closed }) => closed).length,
  hasShift: shifts.some(({ absent }) => !absent),
});
