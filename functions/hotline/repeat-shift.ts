import type { CivilDate } from "../../shared/calendar/civil-date.ts";
import type { NamedDay } from "../../shared/calendar/days-off.ts";
import { dayOff, daysThrough } from "../../shared/calendar/working-days.ts";
import { overlaps, type Shift } from "../../shared/hotline/roster.ts";
import { Conflict } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { putShift } from "./roster.ts";

/** Days that got the shift, days that had it already, and days left out: the offices rest, or the counsellor works elsewhere then. */
export type Repeated = { put: CivilDate[]; already: CivilDate[]; daysOff: CivilDate[]; overlapping: CivilDate[] };

/** The same shift on every working day from its own until another, both included. Weekends are left out in silence. Cut off in the middle, doing it again does the rest. */
export async function repeatShift(deps: Deps, shift: Omit<Shift, "id">, until: CivilDate): Promise<Repeated> {
  const result: Repeated = { put: [], already: [], daysOff: [], overlapping: [] };
  for (const date of daysThrough(shift.date, until)) {
    const off = dayOff(date);
    if (off === null) result[await tryOn(deps, { ...shift, date })].push(date);
    else if (isNamed(off)) result.daysOff.push(date);
  }
  return result;
}

const isNamed = (off: NamedDay | { kind: "weekend" }): off is NamedDay => off.kind !== "weekend";

async function tryOn(deps: Deps, shift: Omit<Shift, "id">): Promise<"put" | "already" | "overlapping"> {
  const own = { ...shift, id: deps.ids.event() };
  const { shifts } = await deps.store.readDay(shift.date);
  if (shifts.some((other) => isSame(own, other))) return "already";
  if (shifts.some((other) => overlaps(own, other))) return "overlapping";
  try {
    await putShift(deps, own);
    return "put";
  } catch (thrown) {
    if (isOverlap(thrown)) return "overlapping";
    throw thrown;
  }
}

const isSame = (a: Shift, b: Shift): boolean => a.counsellorId === b.counsellorId && a.from === b.from && a.to === b.to;

/** Whether a shift was refused because its counsellor already works then. */
export const isOverlap = (thrown: unknown): boolean => thrown instanceof Conflict && thrown.message === "overlap";
