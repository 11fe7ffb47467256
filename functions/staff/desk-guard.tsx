import { timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { csrfName } from "../../shared/staff/desk-form.ts";
import { deskLanguage, renewPath, signInPath } from "../../shared/staff/paths.ts";
import type { Role } from "../../shared/staff/roles.ts";
import type { Frame } from "../../web/components/layout.tsx";
import { KeptFormPage } from "../../web/pages/desk/kept-form.tsx";
import { DeskProblemPage } from "../../web/pages/desk/problem.tsx";
import { one, readPosted } from "../platform/http.ts";
import type { Log } from "../platform/log.ts";
import type { Seal } from "../platform/seal.ts";
import { readTicketCookie } from "./cookies.ts";
import { openSession, type StaffMember } from "./session.ts";
import type { SessionStore } from "./store.ts";

export { csrfName } from "../../shared/staff/desk-form.ts";
export type { StaffMember } from "./session.ts";

export type DeskEnv = { Variables: { staff: StaffMember; csrf: string } };
export type GuardDeps = { sessions: SessionStore; seal: Seal; now: () => Date; log: Log };
export type GuardSettings = { siteOrigin: string; assetsVersion: string };

/** Lets in only who is signed in with one of the roles. Stands after `limitedBody`, for it reads what is posted. */
export const deskGuard = (deps: GuardDeps, settings: GuardSettings, allowed: readonly Role[]): MiddlewareHandler<DeskEnv> =>
  guard(deps, settings, (staff) => staff.roles.some((role) => allowed.includes(role)));

/** Lets in whoever is signed in, with a role or without one. */
export const staffGuard = (deps: GuardDeps, settings: GuardSettings): MiddlewareHandler<DeskEnv> => guard(deps, settings, () => true);

/** The page's own words and files, in the language of its address. */
export const deskFrame = (c: Context, { assetsVersion }: GuardSettings): Frame => ({ language: deskLanguage(c.req.path), assetsVersion });

/** The page that is asked for, as an address on this site. */
function addressOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname}${search}`;
}

const reads = (c: Context): boolean => c.req.method === "GET" || c.req.method === "HEAD";

/** Stricter than for the public pages: a browser that does not say where a form comes from is refused, for a cookie rides along here. */
export function fromOwnPage(c: Context, siteOrigin: string): boolean {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  return (origin ?? site) !== undefined && (origin ?? siteOrigin) === siteOrigin && (site ?? "same-origin") === "same-origin";
}

/** The same for all sessions of a person, so that a page outlives the session it was made in. */
export const csrfOf = (seal: Seal, { staffId }: StaffMember): string => seal.hash("desk-csrf", staffId);

export async function holdsCsrf(c: Context, csrf: string): Promise<boolean> {
  const given = Buffer.from(one(await readPosted(c), csrfName));
  const wanted = Buffer.from(csrf);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function guard(deps: GuardDeps, settings: GuardSettings, mayEnter: (staff: StaffMember) => boolean): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    const frame = deskFrame(c, settings);
    const refuse = (because: string) => {
      deps.log.warn("DESK_REFUSED", { because, method: c.req.method });
      return c.html(<DeskProblemPage frame={frame} kind="refused" />, 403);
    };
    if (!reads(c) && !fromOwnPage(c, settings.siteOrigin)) return refuse("otherSite");

    const isPoll = c.req.header("desk-poll") === "yes";
    const ticket = readTicketCookie(c, settings.siteOrigin);
    const opened = await openSession(deps, { ticket, isActivity: !isPoll });
    if (opened && opened.vouched !== "holds" && reads(c) && !isPoll) return c.redirect(renewPath(frame.language, addressOf(c)), 303);
    if (!opened || opened.vouched === "over") return isPoll ? c.body(null, 401) : signInFirst(c, frame);

    const { staff } = opened;
    const csrf = csrfOf(deps.seal, staff);
    if (!mayEnter(staff)) {
      deps.log.warn("DESK_REFUSED", { because: "role", method: c.req.method });
      return isPoll ? c.body(null, 403) : c.html(<DeskProblemPage frame={frame} kind="noRole" staff={staff} csrf={csrf} />, 403);
    }
    if (!reads(c) && !(await holdsCsrf(c, csrf))) return refuse("csrf");
    c.set("staff", staff);
    c.set("csrf", csrf);
    await next();
    return undefined;
  };
}

/** A page leads through the sign-in and back; a form waits, with all that was posted, until somebody has signed in. */
export async function signInFirst(c: Context, frame: Frame): Promise<Response> {
  if (reads(c)) return c.redirect(signInPath(frame.language, addressOf(c)), 303);
  const fields = [...(await readPosted(c))].flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
  return c.html(<KeptFormPage frame={frame} action={addressOf(c)} fields={fields} />, 401);
}
