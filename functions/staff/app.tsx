import type { Context, Hono } from "hono";
import { languages, type Language } from "../../shared/language.ts";
import { everywhereName } from "../../shared/staff/desk-form.ts";
import { deskPath, deskReturn, signInPath } from "../../shared/staff/paths.ts";
import { registrationRoles } from "../../shared/staff/roles.ts";
import { DeskProblemPage, type DeskProblemKind } from "../../web/pages/desk/problem.tsx";
import { SignedInPage } from "../../web/pages/desk/signed-in.tsx";
import { SignedOutPage } from "../../web/pages/desk/signed-out.tsx";
import { one, readPosted } from "../platform/http.ts";
import { attemptMinutes, beginSignIn } from "./begin-sign-in.ts";
import { dropTicketCookie, readBrowserCookie, readTicketCookie, setBrowserCookie, setTicketCookie } from "./cookies.ts";
import type { Deps } from "./deps.ts";
import { deskApp } from "./desk-app.tsx";
import { csrfOf, deskFrame, fromOwnPage, holdsCsrf, signInFirst, staffGuard, type DeskEnv, type GuardSettings } from "./desk-guard.tsx";
import { finishSignIn, type Finished } from "./finish-sign-in.ts";
import { renew } from "./renew.ts";
import { openSession } from "./session.ts";
import { signOut } from "./sign-out.ts";

type Status = 400 | 403 | 404 | 405 | 413 | 415 | 500 | 502 | 503;

const refusals: Record<Extract<Finished, { because: unknown }>["because"], [DeskProblemKind, Status]> = {
  denied: ["denied", 403],
  attempt: ["expired", 400],
  issuerDown: ["issuerDown", 503],
  clock: ["failed", 502],
  answer: ["failed", 502],
  secondFactor: ["secondFactor", 403],
  unused: ["unused", 403],
};

/** The first page of the desks, and the way in and out. */
export function createApp(deps: Deps, settings: GuardSettings): Hono<DeskEnv> {
  const { siteOrigin } = settings;
  const sessions = { ...deps, sessions: deps.store };
  const answer = (c: Context, kind: DeskProblemKind, status: Status) => c.html(<DeskProblemPage frame={deskFrame(c, settings)} kind={kind} />, status);

  const app = deskApp({ ...deps, staffSeal: deps.seal }, settings);
  for (const language of languages) {
    const frame = { language, assetsVersion: settings.assetsVersion };
    const callbackUri = `${siteOrigin}${deskPath(language, "callback")}`;

    app.get(deskPath(language), staffGuard(sessions, settings), (c) => {
      const { staff, csrf } = c.var;
      const isHotline = staff.roles.includes("counsellor") || staff.roles.includes("hotlineManager");
      if (isHotline) return c.redirect(deskPath(language, "hotline"), 303);
      if (staff.roles.some((role) => registrationRoles.includes(role))) return c.redirect(deskPath(language, "registrations"), 303);
      return c.html(<DeskProblemPage frame={frame} kind="noDesk" staff={staff} csrf={csrf} />);
    });

    app.get(deskPath(language, "signIn"), async (c) => {
      const to = deskReturn(language, c.req.query("to") ?? "");
      const begun = await beginSignIn(deps, { language, redirectUri: callbackUri, to, browser: readBrowserCookie(c, siteOrigin) });
      if (!begun) return answer(c, "issuerDown", 503);
      setBrowserCookie(c, siteOrigin, begun.browser, attemptMinutes * 60);
      return c.redirect(begun.url, 303);
    });

    app.get(deskPath(language, "callback"), async (c) => {
      // The address as the issuer was given it: behind the distribution the request names another host.
      const callback = new URL(`${callbackUri}${new URL(c.req.url).search}`);
      const finished = await finishSignIn(deps, {
        callback,
        state: c.req.query("state") ?? "",
        browser: readBrowserCookie(c, siteOrigin),
        earlier: readTicketCookie(c, siteOrigin),
      });
      if ("because" in finished) return answer(c, ...refusals[finished.because]);
      setTicketCookie(c, siteOrigin, finished.ticket);
      return c.redirect(finished.to, 303);
    });

    app.get(deskPath(language, "renew"), async (c) => {
      const to = deskReturn(language, c.req.query("to") ?? "");
      const outcome = await renew(deps, { ticket: readTicketCookie(c, siteOrigin) });
      if (outcome === "goOn") return c.redirect(to, 303);
      if (outcome === "signIn") return c.redirect(signInPath(language, to), 303);
      if (outcome === "issuerDown") return answer(c, "issuerDown", 503);
      dropTicketCookie(c, siteOrigin);
      return answer(c, outcome, 403);
    });

    app.get(deskPath(language, "signedIn"), staffGuard(sessions, settings), (c) => c.html(<SignedInPage frame={frame} staff={c.var.staff} csrf={c.var.csrf} />));

    app.get(deskPath(language, "signOut"), (c) => c.html(<SignedOutPage frame={frame} />));
    app.post(deskPath(language, "signOut"), (c) => leave(c, language));
  }

  const leave = async (c: Context, language: Language): Promise<Response> => {
    if (!fromOwnPage(c, siteOrigin)) return answer(c, "refused", 403);
    const ticket = readTicketCookie(c, siteOrigin);
    const staff = (await openSession(sessions, { ticket, isActivity: false }))?.staff;
    const everywhere = one(await readPosted(c), everywhereName) === "yes";
    // Somebody who leaves a session that has ended is out already; to end the others they must say who they are.
    if (!staff && everywhere) return signInFirst(c, deskFrame(c, settings));
    if (staff && !(await holdsCsrf(c, csrfOf(deps.seal, staff)))) return answer(c, "refused", 403);
    await signOut(deps, { ticket, everywhere });
    dropTicketCookie(c, siteOrigin);
    const onwards = await deps.issuer.signOutUrl(`${siteOrigin}${deskPath(language, "signOut")}`);
    if (!onwards) return c.redirect(deskPath(language, "signOut"), 303);
    // A page that moves on, and no redirect: `form-action 'self'` forbids a form to end on another site, by redirects too.
    c.header("Refresh", `0; url=${onwards}`);
    return c.html(<SignedOutPage frame={{ language, assetsVersion: settings.assetsVersion }} onwards={onwards} />);
  };
  return app;
}
