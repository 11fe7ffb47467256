import { Hono } from "hono";
import * as z from "zod";
import { daysAfter, isCivilDate, type CivilDate } from "../../../shared/calendar/civil-date.ts";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { typedDay, withStep, type Answers } from "../../../shared/form/answers.ts";
import { deskPagePath, deskPages, rosterActs } from "../../../shared/hotline/desk-paths.ts";
import { inOrder, overBy } from "../../../shared/hotline/overview.ts";
import { halfHours, type Shift } from "../../../shared/hotline/roster.ts";
import { slotAt, slotTime } from "../../../shared/hotline/slots.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { HotlineRosterPage, changeNames, repeats, shiftFields, type RosterDone, type ShiftError, type ShiftErrorCode, type ShiftField } from "../../../web/pages/desk/hotline-roster.tsx";
import { one, readPosted } from "../../platform/http.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { isOverlap, repeatShift } from "../repeat-shift.ts";
import { markAbsent, putShift, removeShift } from "../roster.ts";
import { dayView } from "../views.ts";
import type { DeskDeps } from "./deps.ts";
import { dayIn, deskOf, managersOnly, type DeskContext } from "./desk-request.tsx";

const maxRepeatDays = 60;

const count = z.coerce.number().int().min(0);
const dates = z.string().transform((text) => text.split(",").filter(isCivilDate));
const doneSchema: z.ZodType<RosterDone> = z.union([
  z.object({ done: z.enum(["added", "absent", "present", "removed"]) }),
  z.object({ done: z.literal("repeated"), put: count, already: count, daysOff: dates, overlapping: dates }),
]);

type Person = { staffId: string; name: string };

/** Everybody who can be put on shift: whoever signed in as counsellor or manager, once. */
async function peopleOf({ sessions, now }: Pick<DeskDeps, "sessions" | "now">): Promise<Person[]> {
  const nowSeconds = Math.floor(now().getTime() / 1_000);
  const listed = await Promise.all([sessions.listByRole("counsellor", nowSeconds), sessions.listByRole("hotlineManager", nowSeconds)]);
  return [...new Map(listed.flat().map((person) => [person.staffId, person])).values()];
}

type Wanted = { shift: Omit<Shift, "id">; until?: CivilDate | undefined };

/** What was typed as a shift, or everything that is wrong with it. */
function wantedIn(typed: Answers, date: CivilDate, people: readonly Person[], now: Date): { wanted: Wanted | null; errors: ShiftError[] } {
  const error = (isWrong: boolean, name: ShiftField, code: ShiftErrorCode): ShiftError[] => (isWrong ? [{ name, code }] : []);
  const person = people.find(({ staffId }) => staffId === typed.counsellor);
  const from = halfHours.find((time) => time === typed.from);
  const to = [...halfHours.slice(1), "24:00"].find((time) => time === typed.to);
  const callsPerSlot = [1, 2, 3, 4].find((calls) => String(calls) === typed.calls);
  const repeat = repeats.find((one_) => one_ === typed.repeat);
  const until = typedDay(typed, "until") ?? "";
  const isRepeated = repeat === "workingDays";
  const isOverToday = date === localDate(now) && to !== undefined && to <= slotTime(slotAt(now));
  const errors = [
    ...error(date < localDate(now), "date", "date.past"),
    ...error(!person, "counsellor", "counsellor.missing"),
    ...error(!from, "from", "from.missing"),
    ...error(!to, "to", "to.missing"),
    ...error(from !== undefined && to !== undefined && to <= from, "to", "to.order"),
    ...error(isOverToday && !isRepeated, "to", "to.past"),
    ...error(!callsPerSlot, "calls", "calls.missing"),
    ...error(!repeat, "repeat", "repeat.missing"),
    ...(isRepeated ? untilErrors(until, date).map((code) => ({ name: "until" as const, code })) : []),
  ];
  if (errors.length || !person || !from || !to || !callsPerSlot) return { wanted: null, errors };
  return { wanted: { shift: { date, counsellorId: person.staffId, name: person.name, from, to, callsPerSlot, absent: false }, ...(isRepeated ? { until } : {}) }, errors };
}

function untilErrors(until: string, date: CivilDate): ShiftErrorCode[] {
  if (!isCivilDate(until)) return ["until.missing"];
  if (until <= date) return ["until.order"];
  return until > daysAfter(date, maxRepeatDays) ? ["until.tooFar"] : [];
}

/** Who works on a day, and the changes a manager makes to it. */
export function shiftPages(deps: DeskDeps, frame: Frame): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  const page = deskPagePath(frame.language, "roster");
  const today = (): CivilDate => localDate(deps.now());
  const dateOf = (c: DeskContext): CivilDate => dayIn(c.req.query("date"), today());
  const done = (c: DeskContext, date: CivilDate, result: Record<string, string>) => c.redirect(`${page}?${new URLSearchParams({ date, ...result })}`, 303);

  const show = async (c: DeskContext, date: CivilDate, more: { done?: RosterDone | undefined; errors?: ShiftError[]; typed?: Answers } = {}, status: 200 | 400 | 409 = 200) => {
    const [{ slots, shifts }, people] = await Promise.all([dayView(deps, date), peopleOf(deps)]);
    const over = slots.filter((slot) => overBy(slot, deps.now()) > 0).map(({ id }) => slotTime(id));
    return c.html(<HotlineRosterPage desk={deskOf(c, frame)} date={date} today={today()} shifts={inOrder(shifts)} over={over} people={people} {...more} />, status);
  };

  app.get(deskPages.roster, (c) => show(c, dateOf(c), { done: doneSchema.safeParse(c.req.query()).data }));

  app.post(rosterActs.addShift, managersOnly(deps, frame), async (c) => {
    const date = dateOf(c);
    const typed = withStep({}, { fields: shiftFields }, await readPosted(c));
    const { wanted, errors } = wantedIn(typed, date, await peopleOf(deps), deps.now());
    if (!wanted) return show(c, date, { errors, typed }, 400);
    if (wanted.until) {
      const { put, already, daysOff, overlapping } = await repeatShift(deps, wanted.shift, wanted.until);
      return done(c, date, { done: "repeated", put: String(put.length), already: String(already.length), daysOff: daysOff.join(","), overlapping: overlapping.join(",") });
    }
    try {
      await putShift(deps, { ...wanted.shift, id: deps.ids.event() });
    } catch (thrown) {
      if (!isOverlap(thrown)) throw thrown;
      return show(c, date, { errors: [{ name: "from", code: "overlap" }], typed }, 409);
    }
    return done(c, date, { done: "added" });
  });

  app.post(rosterActs.markAbsent, managersOnly(deps, frame), async (c) => {
    const date = dateOf(c);
    const posted = await readPosted(c);
    if (date < today()) return show(c, date, { errors: [{ name: "date", code: "date.past" }] }, 400);
    const absent = one(posted, changeNames.absent) === "yes";
    await markAbsent(deps, { date, id: one(posted, changeNames.id), absent });
    return done(c, date, { done: absent ? "absent" : "present" });
  });

  app.post(rosterActs.removeShift, managersOnly(deps, frame), async (c) => {
    const date = dateOf(c);
    if (date < today()) return show(c, date, { errors: [{ name: "date", code: "date.past" }] }, 400);
    await removeShift(deps, { date, id: one(await readPosted(c), changeNames.id) });
    return done(c, date, { done: "removed" });
  });
  return app;
}
