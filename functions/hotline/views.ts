import { daysAfter, type CivilDate } from "../../shared/calendar/civil-date.ts";
import { lists, listOf, placeInQueue, type Caller, type List } from "../../shared/hotline/caller.ts";
import { dayOverview, weekDay, type Booking, type DayOverview, type WeekDay } from "../../shared/hotline/overview.ts";
import { isOverBooked } from "../../shared/hotline/slots.ts";
import type { Deps } from "./deps.ts";
import type { Day } from "./store.ts";

const pageOf = 60;

const enough = 30;
/** Of who is not to be rung at this hour, so many are looked past in one request. */
const mostPages = 4;
const comingMs = 60 * 60_000;

export type NowList = { callers: Caller[]; coming: Caller[]; next?: Record<string, unknown> | undefined };

/**
 * The head of the queue: who is held or may be rung now, in order, and who is promised a call within the hour. One page of reads
 * however many wait; a few more when its rows are not to be rung at this hour. `next` goes on after it.
 */
export async function nowList(deps: Pick<Deps, "store" | "now">, after?: Record<string, unknown>): Promise<NowList> {
  const now = deps.now();
  const soon = new Date(now.getTime() + comingMs);
  const list: NowList = { callers: [], coming: [], next: after };
  let pages = 0;
  do {
    const page = await deps.store.readQueue("ring", pageOf, list.next, soon);
    for (const caller of page.callers) {
      const where = listOf(caller, now);
      if (where === "held" || where === "now") list.callers.push(caller);
      const dueAt = placeInQueue(caller)?.dueAt ?? "";
      if (where === "later" && dueAt > now.toISOString() && dueAt <= soon.toISOString()) list.coming.push(caller);
    }
    list.next = page.next;
    pages += 1;
  } while (list.next && list.callers.length < enough && pages < mostPages);
  return list;
}

export type Tally = { counts: Record<List, number>; inLists: number; open: number; resting: Caller[]; held: Caller[]; followUps: Caller[]; danger: Caller[] };

/**
 * Every open caller, each in exactly one list, and how many callbacks that makes beside what the callbacks themselves say.
 * Reads the whole queue: for the hand-over and the check that nobody fell through, not for the list one works from.
 */
export async function tally(deps: Pick<Deps, "store" | "now">): Promise<Tally> {
  const now = deps.now();
  const counts: Record<List, number> = { held: 0, now: 0, later: 0, resting: 0, gone: 0 };
  const result: Tally = { counts, inLists: 0, open: 0, resting: [], held: [], followUps: [], danger: [] };
  for (const queue of ["ring", "rest"] as const) {
    let after: Record<string, unknown> | undefined;
    do {
      const page = await deps.store.readQueue(queue, 500, after);
      for (const caller of page.callers) {
        const list = listOf(caller, now);
        counts[list] += caller.entries.length;
        if (list === "resting") result.resting.push(caller);
        if (list === "held") result.held.push(caller);
        if (caller.entries.some(({ kind }) => kind === "followUp")) result.followUps.push(caller);
        if (caller.entries.some(({ danger }) => danger)) result.danger.push(caller);
      }
      after = page.next;
    } while (after);
  }
  result.inLists = lists.reduce((sum, list) => sum + counts[list], 0);
  result.open = await deps.store.countOpen();
  return result;
}

export type DayView = Day & { date: CivilDate; overBooked: string[] };

/** One day of the roster: its half hours with promised and possible calls, who works, and which seats are used. */
export async function dayView(deps: Pick<Deps, "store">, date: CivilDate): Promise<DayView> {
  const day = await deps.store.readDay(date);
  return { ...day, date, slots: day.slots.filter(({ capacity, taken }) => capacity > 0 || taken > 0), overBooked: day.slots.filter(isOverBooked).map(({ id }) => id) };
}

/** One day with what each seat of it is used for. */
export async function readDayOverview(deps: Pick<Deps, "store" | "now">, date: CivilDate): Promise<DayOverview> {
  const now = deps.now();
  const day = await dayView(deps, date);
  const bookings = await Promise.all(
    day.seats.map(async ({ slotId, reference }): Promise<Booking> => {
      const callback = await deps.store.findCallback(reference, now);
      return { slotId, reference, ...(callback ? { kind: callback.kind, state: callback.state } : {}) };
    }),
  );
  return dayOverview(day, bookings, now);
}

/** Seven days from one on, in a line each. */
export async function readWeek(deps: Pick<Deps, "store" | "now">, from: CivilDate): Promise<WeekDay[]> {
  const now = deps.now();
  const days = await Promise.all(Array.from({ length: 7 }, (_, n) => dayView(deps, daysAfter(from, n))));
  return days.map((day) => weekDay(day, now));
}
