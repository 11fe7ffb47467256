import type { CivilDate } from "../../shared/calendar/civil-date.ts";
import { capacityAt, halfHours, overlaps, shiftSchema, type Shift } from "../../shared/hotline/roster.ts";
import { newSlot, withCapacity } from "../../shared/hotline/slots.ts";
import { Conflict } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import type { Change, Day } from "./store.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { write } from "./write.ts";

type RosterDeps = Pick<Deps, "store" | "log" | "now">;

/**
 * Puts a shift into a day, replacing the one with its id, and counts the seats of its half hours anew in the same write.
 * Seats already promised stay promised: a slot may be over-booked afterwards, and the desk sees it. Throws `Conflict` when it would put a counsellor in two places.
 */
export async function putShift(deps: RosterDeps, shift: Shift): Promise<Shift> {
  const put = shiftSchema.parse(shift);
  await changeDay(deps, put.date, (day) => {
    if (day.shifts.some((other) => overlaps(put, other))) throw new Conflict("overlap");
    return { shifts: [...day.shifts.filter(({ id }) => id !== put.id), put], changes: [{ what: "shift", shift: put }] };
  });
  deps.log.info("ROSTER_CHANGED");
  return put;
}

/** Takes a shift out of its day; gone already, nothing changes. */
export async function removeShift(deps: RosterDeps, { date, id }: { date: CivilDate; id: string }): Promise<void> {
  await changeDay(deps, date, (day) => {
    const shift = day.shifts.find((one) => one.id === id);
    return shift ? { shifts: day.shifts.filter((one) => one !== shift), changes: [{ what: "noShift", shift }] } : null;
  });
  deps.log.info("ROSTER_CHANGED");
}

/** Says that somebody will not come, or will after all: the shift stays to be seen, its seats go or come back. Gone already, nothing changes. */
export async function markAbsent(deps: RosterDeps, { date, id, absent }: { date: CivilDate; id: string; absent: boolean }): Promise<void> {
  await changeDay(deps, date, (day) => {
    const shift = day.shifts.find((one) => one.id === id);
    if (!shift || shift.absent === absent) return null;
    const marked = { ...shift, absent };
    return { shifts: day.shifts.map((one) => (one === shift ? marked : one)), changes: [{ what: "shift", shift: marked }] };
  });
  deps.log.info("ROSTER_CHANGED");
}

async function changeDay(deps: RosterDeps, date: CivilDate, change: (day: Day) => { shifts: Shift[]; changes: Change[] } | null): Promise<void> {
  await untilWritten(async () => {
    const now = deps.now();
    const day = await deps.store.readDay(date);
    const wanted = change(day);
    if (!wanted) return true;
    const slots = halfHours.flatMap((time): Change[] => {
      const before = day.slots.find(({ id }) => id === `${date}T${time}`) ?? newSlot(`${date}T${time}`);
      const capacity = capacityAt(wanted.shifts, time);
      // A half hour that was never rostered has no row; every other one is written, so that two changes of one day never mix.
      return before.version === 0 && capacity === 0 ? [] : [{ what: "slot", before, after: withCapacity(before, now, capacity) }];
    });
    const failed = await write(deps, [...wanted.changes, ...slots], now);
    return failed.size > 0 ? overtaken : true;
  });
}
