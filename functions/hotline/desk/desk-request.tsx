import type { Context, MiddlewareHandler } from "hono";
import { isCivilDate, type CivilDate } from "../../../shared/calendar/civil-date.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import type { Desk } from "../../../web/pages/desk/hotline-parts.tsx";
import { DeskProblemPage } from "../../../web/pages/desk/problem.tsx";
import type { DeskEnv, StaffMember } from "../../staff/desk-guard.tsx";
import type { DeskDeps } from "./deps.ts";

export type DeskContext = Context<DeskEnv>;

const runs = ({ roles }: StaffMember): boolean => roles.includes("hotlineManager");

/** Who asks for a page, as the page needs it. */
export const deskOf = (c: DeskContext, frame: Frame): Desk => ({ frame, staff: c.var.staff, csrf: c.var.csrf, isManager: runs(c.var.staff) });

/** Who did it, as history keeps it. */
export const byOf = (c: DeskContext): { staffId: string; name: string } => ({ staffId: c.var.staff.staffId, name: c.var.staff.name });

/** Lets only those through who run the hotline. */
export const managersOnly = (deps: Pick<DeskDeps, "log">, frame: Frame): MiddlewareHandler<DeskEnv> => async (c, next) => {
  if (runs(c.var.staff)) return next();
  deps.log.warn("DESK_REFUSED", { because: "role", method: c.req.method });
  return c.html(<DeskProblemPage frame={frame} kind="noRole" staff={c.var.staff} csrf={c.var.csrf} />, 403);
};

/** Days a roster is kept or made for; others are nobody's wish. */
const firstDay: CivilDate = "2020-01-01";
const lastDay: CivilDate = "2099-12-01";

/** The day an address names; `fallback` when it names none that can be shown. */
export const dayIn = (text: string | undefined, fallback: CivilDate): CivilDate => (text && isCivilDate(text) && text >= firstDay && text <= lastDay ? text : fallback);
