import * as z from "zod";
import { daysAfter, monthsAfter, type CivilDate } from "../calendar/civil-date.ts";
import { clockOf, clockSchema, pause, resume } from "../calendar/clock.ts";
import type { PauseReason } from "../calendar/term.ts";
import { latestBefore } from "../calendar/term-days.ts";
import { instantOf, localDate } from "../calendar/local-time.ts";
import { applicable } from "../law/applicable.ts";
import { aheadIds, dutyIds, regimeIds, regimeOf, type AheadId, type DutyId, type Months, type Regime } from "../law/regimes.ts";
import { treatmentPlaces, type TreatmentPlace } from "../law/treatment-places.ts";
import { courseTimes, determinationResults, type Act, type ActFacts } from "./acts.ts";
import { applicationStates, moveOf, type ApplicationState } from "./state.ts";

const daySchema = z.iso.date();

/** What the law asks next of the office, and by when; `at` is null while its clock is paused. */
export const dueSchema = z.strictObject({
  duty: z.enum([...dutyIds, ...aheadIds, "endAfterCare"]),
  at: z.iso.datetime().nullable(),
  article: z.string(),
  confidence: z.enum(["read", "reported", "unconfirmed"]),
  clock: clockSchema.optional(),
});
export type Due = z.infer<typeof dueSchema>;

/** The course that was decided: under which law, where, how long. */
export const courseSchema = z.strictObject({
  regimeId: z.enum(regimeIds),
  decidedOn: daySchema,
  number: z.string().optional(),
  times: z.enum(courseTimes),
  place: z.enum(treatmentPlaces),
  facility: z.string().optional(),
  from: daySchema,
  to: daySchema,
  months: z.int(),
  startedOn: daySchema.optional(),
  noticedOn: daySchema.optional(),
  completedOn: daySchema.optional(),
  afterCare: z.strictObject({ from: daySchema, to: daySchema }).optional(),
});
export type Course = z.infer<typeof courseSchema>;

/** What the law's next step of an application is worked out from, and what an act changes. */
export const progressSchema = z.strictObject({
  state: z.enum(applicationStates),
  receivedAt: z.iso.datetime(),
  due: dueSchema.nullable(),
  course: courseSchema.optional(),
  extendedTo: daySchema.optional(),
  /** What the family still has to bring, and by when. */
  missing: z.strictObject({ items: z.array(z.string()), by: daySchema }).optional(),
  determined: z.strictObject({ result: z.enum(determinationResults), on: daySchema, by: z.string() }).optional(),
});
export type Progress = z.infer<typeof progressSchema>;

/** What the office owes at first: to decide, from the moment the application was received. */
export function dueOnFiling(receivedAt: Date): Due {
  const { regime } = applicable("filing", localDate(receivedAt));
  const due = running(regime, "decide", receivedAt);
  if (!due) throw new RangeError(`${regime.id} has no term for deciding`);
  return due;
}

/** The law a course is governed by on a day, once there is one; before, the law a decision would have that day. */
export function regimeFor({ receivedAt, course }: Pick<Progress, "receivedAt" | "course">, today: CivilDate): Regime {
  if (!course) return applicable("decision", today, { filedOn: localDate(new Date(receivedAt)) }).regime;
  return applicable("treatment", today, { decidedOn: course.decidedOn, startedOn: course.startedOn }).regime;
}

/** How many months a course may take: by law and, at home, by the longest the law knows there. */
export function monthsOf(regime: Regime, times: (typeof courseTimes)[number], place: TreatmentPlace): Months {
  const { min, max } = regime.duration.is[times];
  return { min, max: place === "home" && regime.homeAtMost ? Math.min(max ?? Infinity, regime.homeAtMost.is) : max };
}

/** How an application stands after an act that `actIssues` found nothing wrong with. */
export function afterAct<A extends Act>(before: Progress, act: A, facts: ActFacts[A], at: Date): Progress {
  const state = moveOf(act).to ?? before.state;
  return { ...before, state, ...effects[act](before, facts, at) };
}

type Effect = Partial<Omit<Progress, "state" | "receivedAt">>;
type Effects = { [A in Act]: (before: Progress, facts: ActFacts[A], at: Date) => Effect };

/** In the morning of a day that an officer names: a day is all they say. */
const morningOf = (day: CivilDate): Date => instantOf(day, 8, 0);

function running(regime: Regime, duty: DutyId, from: Date): Due | null {
  const term = regime.duties[duty];
  if (!term) return null;
  const { confidence, ...rest } = term;
  const clock = clockOf(from, rest);
  return { duty, at: clock.dueAt, article: term.article, confidence, clock };
}

function ahead(regime: Regime, duty: AheadId, to: CivilDate): Due | null {
  const rule = regime.ahead[duty];
  if (!rule) return null;
  const { article, confidence, daysBeforeEnd } = rule;
  return { duty, at: endOf(duty === "noticeOfEnd" ? latestBefore(to, daysBeforeEnd) : daysAfter(to, -daysBeforeEnd)), article, confidence };
}

/** While the family or a medical facility has the next word. */
function paused({ due }: Progress, because: PauseReason, at: Date): Effect {
  // What has run out stays overdue: asking for more does not undo it.
  if (!due?.clock || due.at === null || at.toISOString() > due.at) return {};
  // After an extension the clock itself may have run out; the day that was promised stands still with it.
  const runs = due.clock.dueAt !== null && at.toISOString() <= due.clock.dueAt;
  return { due: { ...due, at: null, clock: runs ? pause(due.clock, at, because) : due.clock } };
}

/** The file is whole again: the clock goes on, or begins anew where the law counts from a whole file. */
function resumed(before: Progress, on: CivilDate, now: Date): Effect {
  const at = momentOf(before, on, now);
  const { regime } = applicable("decision", localDate(at), { filedOn: localDate(new Date(before.receivedAt)) });
  // It had run out before the family was asked: it stays overdue.
  if (before.due && before.due.at !== null) return {};
  const stood = before.due?.clock;
  if (regime.whileIncomplete.is === "beginsAgain" || !before.due || stood?.dueAt !== null) return { due: notBefore(running(regime, "decide", at), before.extendedTo) };
  const clock = resume(stood, at);
  return { due: notBefore({ ...before.due, at: clock.dueAt, clock }, before.extendedTo) };
}

/** What was promised in an extension holds, however the clock went on. */
function notBefore(due: Due | null, extendedTo: CivilDate | undefined): Due | null {
  if (!due?.at || extendedTo === undefined || endOf(extendedTo) <= due.at) return due;
  return { ...due, at: endOf(extendedTo) };
}

/** When on a day: now, if it is today; in the morning of one that was recorded late, so that lateness gives nobody time. Never before the clock stood still. */
function momentOf({ due }: Progress, on: CivilDate, now: Date): Date {
  const since = due?.clock?.pauses.at(-1)?.from ?? "";
  const morning = on === localDate(now) ? now : morningOf(on);
  return morning.toISOString() < since ? new Date(since) : morning;
}

const withCourse = ({ course }: Progress, more: Partial<Course>): Course => {
  if (!course) throw new RangeError("nothing was decided yet");
  return { ...course, ...more };
};

const nothingDue = (): Effect => ({ due: null, missing: undefined });

const effects: Effects = {
  receive: () => ({}),
  askForMore: (before, missing, at) => ({ ...paused(before, "supplement", at), missing }),
  supplement: (before, facts, at) => ({ ...resumed(before, facts.on, at), missing: undefined }),
  arrangeDetermination: (before, _facts, at) => paused(before, "determination", at),
  determine: (before, determined, at) => ({ ...resumed(before, localDate(at), at), determined }),
  extend: (before, { until }) => ({ extendedTo: until, due: before.due && { ...before.due, at: endOf(until) } }),
  decide: (before, { on, number, times, place, facility, from, months }) => {
    const { regime } = applicable("decision", on, { filedOn: localDate(new Date(before.receivedAt)) });
    const length = months ?? monthsOf(regime, times, place).min;
    const course: Course = { regimeId: regime.id, decidedOn: on, number, times, place, facility, from, to: monthsAfter(from, length), months: length };
    return { course, due: running(regime, "start", morningOf(on)) };
  },
  commit: () => ({}),
  handOver: (before, { facility }) => ({ course: withCourse(before, { facility }) }),
  // The term runs from the record of reception (Law 120/2025, Art. 32–33).
  start: (before, { on }) => {
    const begun = withCourse(before, { startedOn: on, from: on });
    const course = { ...begun, to: monthsAfter(on, begun.months) };
    const regime = regimeFor({ ...before, course }, on);
    return { course, due: ahead(regime, "noticeOfEnd", course.to) ?? ahead(regime, "certify", course.to) };
  },
  reissue: (before, { on, number }) => {
    const course = withCourse(before, number ? { number } : {});
    return { course, due: dueOf(before.state, course, on) };
  },
  noticeOfEnd: (before, { on }) => {
    const course = withCourse(before, { noticedOn: on });
    return { course, due: ahead(regimeOf(course.regimeId), "certify", course.to) };
  },
  complete: (before, { on }) => ({ course: withCourse(before, { completedOn: on }), due: running(applicable("afterCare", on).regime, "proposeAfterCare", morningOf(on)) }),
  openAfterCare: (before, { on }) => {
    const { afterCareYears } = applicable("afterCare", on).regime;
    const to = monthsAfter(on, 12 * afterCareYears.is.voluntary);
    const { article, confidence } = afterCareYears;
    return { course: withCourse(before, { afterCare: { from: on, to } }), due: { duty: "endAfterCare", at: endOf(to), article, confidence } };
  },
  endAfterCare: nothingDue,
  transfer: (before, _facts, at) => {
    if (before.state !== "decided" && before.state !== "inTreatment") return {};
    const due = running(regimeFor(before, localDate(at)), "transfer", at);
    return due ? { due } : {};
  },
  stop: nothingDue,
  withdraw: nothingDue,
};

/** The last instant of a day. */
const endOf = (day: CivilDate): string => new Date(instantOf(daysAfter(day, 1), 0, 0).getTime() - 1).toISOString();

/** What is due in a state that was reached before, for a new office that has issued its own decision. */
function dueOf(state: ApplicationState, course: Course, decidedOn: CivilDate): Due | null {
  const regime = regimeOf(course.regimeId);
  if (state === "inTreatment") return (course.noticedOn ? null : ahead(regime, "noticeOfEnd", course.to)) ?? ahead(regime, "certify", course.to);
  return running(regime, "start", morningOf(decidedOn));
}
