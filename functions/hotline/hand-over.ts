import { daysAfter, type CivilDate } from "../../shared/calendar/civil-date.ts";
import { localDate } from "../../shared/calendar/local-time.ts";
import { isWorkingDay, workingDaysAhead } from "../../shared/calendar/working-days.ts";
import type { Caller } from "../../shared/hotline/caller.ts";
import { dangerRows, followUpRows, heldRows, type Gap, type HandOver } from "../../shared/hotline/hand-over.ts";
import { overBy } from "../../shared/hotline/overview.ts";
import { restingOnes } from "../../shared/hotline/resting.ts";
import { uncovered, type Shift } from "../../shared/hotline/roster.ts";
import { slotAt, slotTime } from "../../shared/hotline/slots.ts";
import type { Deps } from "./deps.ts";
import { dayView, tally } from "./views.ts";

/** Everything the next shift has to know, from the whole queue and the roster of today, tomorrow and the next working day. */
export async function handOver(deps: Pick<Deps, "store" | "now">): Promise<HandOver> {
  const now = deps.now();
  const today = localDate(now);
  const tomorrow = daysAfter(today, 1);
  const [nextWorkingDay = tomorrow] = workingDaysAhead(tomorrow, 1);
  const [{ held, danger, followUps, resting }, todays, tomorrows, next] = await Promise.all([tally(deps), dayView(deps, today), dayView(deps, tomorrow), dayView(deps, nextWorkingDay)]);
  return {
    held: heldRows(held),
    danger: dangerRows(once([...danger, ...followUps]), now),
    followUps: followUpRows(followUps, tomorrow),
    resting: restingOnes(resting, now),
    overBooked: [...todays.slots, ...tomorrows.slots].map((slot) => ({ id: slot.id, over: overBy(slot, now) })).filter(({ over }) => over > 0),
    gaps: [...(isWorkingDay(today) ? gapsOf(today, todays.shifts, slotTime(slotAt(now))) : []), ...gapsOf(nextWorkingDay, next.shifts)],
  };
}

const once = (callers: readonly Caller[]): Caller[] => [...new Map(callers.map((caller) => [caller.key, caller])).values()];

const gapsOf = (date: CivilDate, shifts: readonly Shift[], from?: string): Gap[] => uncovered(shifts, from).map((gap) => ({ date, from: gap.from, to: gap.to }));
