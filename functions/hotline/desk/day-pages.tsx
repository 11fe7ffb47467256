import { Hono } from "hono";
import * as z from "zod";
import type { CivilDate } from "../../../shared/calendar/civil-date.ts";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { deskPagePath, deskPages, rosterActs } from "../../../shared/hotline/desk-paths.ts";
import { isSlotId, slotDate, slotStart, slotTime, type SlotId } from "../../../shared/hotline/slots.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { CloseSlotsPage, HotlineDayPage, closeNames, closeWhat, maxReason, type DayDone, type DayError } from "../../../web/pages/desk/hotline-day.tsx";
import { one, readPosted, type Posted } from "../../platform/http.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { closeSlots, closingPlan, openSlot } from "../close-slots.ts";
import { readDayOverview } from "../views.ts";
import type { DeskDeps } from "./deps.ts";
import { byOf, dayIn, deskOf, managersOnly, type DeskContext } from "./desk-request.tsx";

const count = z.coerce.number().int().min(0);
const doneSchema = z.union([
  z.object({ done: z.literal("closed"), slots: count, texted: count, toCall: count }),
  z.object({ done: z.literal("opened"), slot: z.string().refine(isSlotId) }),
]);

function doneIn(query: Record<string, string>): DayDone | undefined {
  const done = doneSchema.safeParse(query).data;
  return done?.done === "opened" ? { done: "opened", time: slotTime(done.slot) } : done;
}

type Closing = { what: keyof typeof closeWhat; slotIds: SlotId[]; reason: string; confirmed: boolean };

const closingIn = (posted: Posted, date: CivilDate): Closing => ({
  what: one(posted, closeNames.what) === closeWhat.rest ? "rest" : "chosen",
  slotIds: (posted.get(closeNames.slotId) ?? []).filter((id) => isSlotId(id) && slotDate(id) === date),
  reason: one(posted, closeNames.reason).trim(),
  confirmed: one(posted, closeNames.confirmed) === "yes",
});

const reasonErrors = (reason: string): DayError[] =>
  reason === "" ? [{ name: "reason", code: "reason.missing" }] : reason.length > maxReason ? [{ name: "reason", code: "reason.tooLong" }] : [];

/** One day of the hotline, and the closing and opening of its half hours. */
export function dayPages(deps: DeskDeps, frame: Frame): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  const page = deskPagePath(frame.language, "today");
  const today = (): CivilDate => localDate(deps.now());
  const dateOf = (c: DeskContext): CivilDate => dayIn(c.req.query("date"), today());

  const show = async (c: DeskContext, date: CivilDate, more: { done?: DayDone | undefined; errors?: DayError[]; typed?: Closing } = {}, status: 200 | 400 = 200) =>
    c.html(<HotlineDayPage desk={deskOf(c, frame)} day={await readDayOverview(deps, date)} today={today()} {...more} />, status);

  app.get(deskPages.today, (c) => show(c, dateOf(c), { done: doneIn(c.req.query()) }));

  app.post(rosterActs.close, managersOnly(deps, frame), async (c) => {
    const date = dateOf(c);
    const typed = closingIn(await readPosted(c), date);
    const chosen = typed.what === "chosen" ? typed.slotIds : undefined;
    const { slotIds, ...told } = await closingPlan(deps, { date, slotIds: chosen });
    const slotErrors: DayError[] = slotIds.length ? [] : [{ name: "slotId", code: chosen?.length ? "slotId.past" : "slotId.missing" }];
    const errors = [...slotErrors, ...reasonErrors(typed.reason)];
    if (errors.length) return show(c, date, { errors, typed }, 400);
    if (!typed.confirmed) {
      const plan = { ...told, slots: slotIds.length };
      return c.html(<CloseSlotsPage desk={deskOf(c, frame)} date={date} slotIds={slotIds} what={typed.what} reason={typed.reason} plan={plan} />);
    }
    const closed = await closeSlots(deps, { date, slotIds: chosen, staff: byOf(c), reason: typed.reason });
    const result = new URLSearchParams({ date, done: "closed", ...Object.fromEntries(Object.entries(closed).map(([name, n]) => [name, String(n)])) });
    return c.redirect(`${page}?${result}`, 303);
  });

  app.post(rosterActs.open, managersOnly(deps, frame), async (c) => {
    const slotId = one(await readPosted(c), closeNames.slotId);
    if (!isSlotId(slotId)) return show(c, today(), { errors: [{ name: "slotId", code: "slotId.missing" }] }, 400);
    const date = slotDate(slotId);
    if (slotStart(slotId) <= deps.now()) return show(c, date, { errors: [{ name: "slotId", code: "slotId.past" }] }, 400);
    await openSlot(deps, slotId);
    return c.redirect(`${page}?${new URLSearchParams({ date, done: "opened", slot: slotId })}`, 303);
  });
  return app;
}
