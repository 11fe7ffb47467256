import * as z from "zod";
import { daysAfter, type CivilDate } from "./civil-date.ts";
import { namedDays, type NamedDay } from "./days-off.ts";
import { instantOf, localDate } from "./local-time.ts";
import { daysBetween, daysOfTerm, isByWorkingDays } from "./term-days.ts";
import { pauseSchema, termSchema, type DayTerm, type Pause, type PauseReason, type Term } from "./term.ts";
import { dayOff, daysThrough, isKnown } from "./working-days.ts";

/**
 * A term that runs, stands still, or has run out. `dueAt` is the last instant at which an act is in time, for terms in days the last
 * millisecond of the last day, so that its date is that day; null while the clock stands still. `known` is false when a day that
 * decides lies outside the list of days off; `confirmed`, when the end would be another without days that are only likely.
 */
export const clockSchema = z.strictObject({
  startsAt: z.iso.datetime(),
  term: termSchema,
  pauses: z.array(pauseSchema),
  dueAt: z.iso.datetime().nullable(),
  known: z.boolean(),
  confirmed: z.boolean(),
});
export type Clock = z.infer<typeof clockSchema>;

const ms = (iso: string): number => Date.parse(iso);
const iso = (instant: number): string => new Date(instant).toISOString();

/** Each pause begins after the start and the pause before it, ends after it began, and only the last may still last. */
function inOrder(startsAt: Date, pauses: readonly Pause[]): boolean {
  const instants = [startsAt.getTime(), ...pauses.flatMap(({ from, to }) => [ms(from), to === null ? Infinity : ms(to)])];
  return instants.every((instant, index) => index === 0 || (instants[index - 1] ?? 0) <= instant);
}

/** The last millisecond of a day: a term in days ends at 24:00 of its last (Civil Code 2015, Art. 148(6)). */
const endOf = (day: CivilDate): number => instantOf(daysAfter(day, 1), 0, 0).getTime() - 1;

type End = { dueAt: number; known: boolean };

const endOfHours = (startsAt: Date, hours: number, pauses: readonly Pause[]): End => ({
  dueAt: pauses.reduce((due, { from, to }) => due + (to === null ? 0 : ms(to) - ms(from)), startsAt.getTime() + hours * 3_600_000),
  known: true,
});

function endOfDays(startsAt: Date, term: DayTerm, pauses: readonly Pause[], days: readonly NamedDay[]): End {
  const passed = daysOfTerm(startsAt, term, pauses, days);
  const last = passed.at(-1)?.date ?? localDate(startsAt);
  const decides = isByWorkingDays(term) ? localDate(startsAt) : (passed.find(({ rest }) => rest !== null)?.date ?? last);
  return { dueAt: endOf(last), known: isKnown(decides) && isKnown(last) };
}

const endOfTerm = (startsAt: Date, term: Term, pauses: readonly Pause[], days: readonly NamedDay[]): End =>
  "hours" in term ? endOfHours(startsAt, term.hours, pauses) : endOfDays(startsAt, term, pauses, days);

/**
 * The clock of a term that began at an instant and has stood still in `pauses`. Hours run through nights and holidays (Civil Code
 * 2015, Art. 147(1)) and a pause moves their end by its length; for days see `daysOfTerm`. RangeError for an amount that is not a
 * whole number above zero, and for pauses out of order.
 */
export function clockOf(startsAt: Date, term: Term, pauses: readonly Pause[] = [], days: readonly NamedDay[] = namedDays): Clock {
  if (!termSchema.safeParse(term).success) throw new RangeError("not a term");
  if (!inOrder(startsAt, pauses)) throw new RangeError("pauses out of order");
  const clock = { startsAt: startsAt.toISOString(), term, pauses: [...pauses] };
  if (pauses.at(-1)?.to === null) return { ...clock, dueAt: null, known: true, confirmed: true };
  const { dueAt, known } = endOfTerm(startsAt, term, pauses, days);
  const certain = days.filter(({ confirmed }) => confirmed);
  return { ...clock, dueAt: iso(dueAt), known, confirmed: endOfTerm(startsAt, term, pauses, certain).dueAt === dueAt };
}

/** The clock standing still from an instant on. RangeError unless it runs then: a pause does not undo that a term has run out. */
export function pause(clock: Clock, at: Date, because: PauseReason, days: readonly NamedDay[] = namedDays): Clock {
  if (clock.dueAt === null || at.getTime() > ms(clock.dueAt)) throw new RangeError("the clock does not run");
  return clockOf(new Date(clock.startsAt), clock.term, [...clock.pauses, { from: at.toISOString(), to: null, because }], days);
}

/** The clock running again from an instant on. RangeError unless it stands still then. */
export function resume(clock: Clock, at: Date, days: readonly NamedDay[] = namedDays): Clock {
  const last = clock.pauses.at(-1);
  if (last?.to !== null) throw new RangeError("the clock does not stand still");
  return clockOf(new Date(clock.startsAt), clock.term, [...clock.pauses.slice(0, -1), { ...last, to: at.toISOString() }], days);
}

/** How much time is left, or how long it has been over. No days left: until the end of today. */
export type TimeLeft = { overdue: false; count: number; unit: "minutes" | "hours" | "days" | "workingDays" } | { overdue: true; count: number; unit: "minutes" | "hours" | "days" };

/** Hours are rounded so that nobody is told they have more time, or are later, than they are; two days and more of delay are told in days. */
function inHours(left: number): TimeLeft {
  const overdue = left < 0;
  const minutes = overdue ? Math.ceil(-left / 60_000) : Math.floor(left / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return { overdue, count: minutes, unit: "minutes" };
  return overdue && hours >= 48 ? { overdue, count: Math.floor(hours / 24), unit: "days" } : { overdue, count: hours, unit: "hours" };
}

/** Delay is told in days of the calendar: the first of them may be one of rest, and nought days late would be wrong. */
function inDays(term: DayTerm, today: CivilDate, last: CivilDate, days: readonly NamedDay[]): TimeLeft {
  if (today > last) return { overdue: true, count: daysBetween(last, today), unit: "days" };
  if (today === last || !isByWorkingDays(term)) return { overdue: false, count: daysBetween(today, last), unit: "days" };
  return { overdue: false, count: daysThrough(daysAfter(today, 1), last).filter((day) => !dayOff(day, days)).length, unit: "workingDays" };
}

/** What a clock shows at an instant, as it can be said in plain words; null while it stands still. Days are whole ones after today. */
export function timeLeft({ term, dueAt }: Pick<Clock, "term" | "dueAt">, now: Date, days: readonly NamedDay[] = namedDays): TimeLeft | null {
  if (dueAt === null) return null;
  return "hours" in term ? inHours(ms(dueAt) - now.getTime()) : inDays(term, localDate(now), localDate(new Date(dueAt)), days);
}
