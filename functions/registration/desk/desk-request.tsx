import type { Context } from "hono";
import type { Frame } from "../../../web/components/layout.tsx";
import type { AtDesk } from "../../../web/components/registration-desk.tsx";
import { NoUnitPage } from "../../../web/pages/desk/no-unit.tsx";
import { registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { rolesAt, scopeOf, type Officer } from "../scope.ts";
import type { DeskDeps } from "./deps.ts";

export type DeskContext = Context<DeskEnv>;

/** Who asks for a page, as the page needs it. */
export const deskOf = (c: DeskContext, frame: Frame, now: Date): AtDesk => ({ frame, staff: { ...c.var.staff, roles: rolesAt(c.var.staff.roles, c.var.staff.unit) }, csrf: c.var.csrf, now });

/** Who works on applications here, with the places that are theirs; else the page that says why there is nothing to see. */
export function officerOf(c: DeskContext, deps: Pick<DeskDeps, "now">, frame: Frame): Officer | Response | Promise<Response> {
  const { staffId, name, roles, unit } = c.var.staff;
  const scope = scopeOf(roles, unit);
  if (scope) return { staff: { staffId, name }, roles: rolesAt(roles, unit), scope };
  if (roles.includes("administrator")) return c.redirect(registrationDeskPath(frame.language, "facilities"), 303);
  return c.html(<NoUnitPage {...deskOf(c, frame, deps.now())} />, 403);
}
