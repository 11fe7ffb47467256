import * as z from "zod";
import { isCivilDate } from "../calendar/civil-date.ts";

const timeSchema = z.string().regex(/^([01]\d|2[0-3]):(00|30)$|^24:00$/, { error: "shift.time" });

/** One counsellor's hours on one day. Absent, the shift stays to be seen and gives no seats. */
export const shiftSchema = z
  .strictObject({
    id: z.string(),
    date: z.string().refine(isCivilDate, { error: "shift.date" }),
    counsellorId: z.string().min(1, { error: "shift.counsellor" }),
    name: z.string().min(1, { error: "shift.counsellor" }),
    from: timeSchema,
    /** Excluded; "24:00" is midnight. */
    to: timeSchema,
    /** How many calls one counsellor can make in half an hour. */
    callsPerSlot: z.int({ error: "shift.calls" }).min(1, { error: "shift.calls" }).max(4, { error: "shift.calls" }),
    absent: z.boolean(),
  })
  .refine(({ from, to }) => from < to, { error: "shift.order", path: ["to"] });
export type Shift = z.infer<typeof shiftSchema>;

/** Half hours of a day as wall-clock times: "00:00" to "23:30". */
export const halfHours: readonly string[] = Array.from({ length: 48 }, (_, n) => `${String(Math.floor(n / 2)).padStart(2, "0")}:${n % 2 ? "30" : "00"}`);

/** Calls that can be promised for the half hour at a time: counsellors on shift × calls each can make. */
export const capacityAt = (shifts: readonly Shift[], time: string): number =>
  shifts.reduce((sum, { from, to, callsPerSlot, absent }) => (!absent && from <= time && time < to ? sum + callsPerSlot : sum), 0);

/** Whether two shifts put one counsellor in two places. */
export const overlaps = (a: Shift, b: Shift): boolean => a.id !== b.id && a.date === b.date && a.counsellorId === b.counsellorId && a.from < b.to && b.from < a.to;

/** The hours in which somebody should be on shift on a working day: the widest anybody can call safe. */
export const deskHours = { from: "08:00", to: "21:00" } as const;

/** Stretches of the desk's hours, from a time on, in which nobody works. */
export function uncovered(shifts: readonly Shift[], from: string = deskHours.from): { from: string; to: string }[] {
  const present = shifts.filter(({ absent }) => !absent);
  const alone = halfHours.filter((time) => time >= deskHours.from && time >= from && time < deskHours.to && capacityAt(present, time) === 0);
  const gaps: { from: string; to: string }[] = [];
  for (const time of alone) {
    const last = gaps.at(-1);
    const to = halfHours[halfHours.indexOf(time) + 1] ?? "24:00";
    if (last?.to === time) last.to = to;
    else gaps.push({ from: time, to });
  }
  return gaps;
}
