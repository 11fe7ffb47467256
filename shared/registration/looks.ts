import * as z from "zod";
import { localDate } from "../calendar/local-time.ts";
import { roles } from "../staff/roles.ts";

/** One look at an application by somebody of the staff, as the person is told of it: role and place of work, and never a name. */
export const lookSchema = z.strictObject({ at: z.iso.datetime(), role: z.enum(roles), unit: z.string() });
export type Look = z.infer<typeof lookSchema>;

/** So many are shown; whoever works on an application opens it often. */
export const shownLooks = 60;

/** Looks of one day from one place, told as one: the last of them, and how many there were. Latest first. */
export function looksByDay(looks: readonly Look[]): (Look & { times: number })[] {
  const days = Map.groupBy(looks, ({ at, role, unit }) => `${localDate(new Date(at))} ${role} ${unit}`);
  const told = [...days.values()].map((same) => {
    const { at, role, unit } = same.reduce((last, one) => (one.at > last.at ? one : last));
    return { at, role, unit, times: same.length };
  });
  return told.toSorted((a, b) => (a.at < b.at ? 1 : -1));
}
