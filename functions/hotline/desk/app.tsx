import { Hono, type Context } from "hono";
import { compress } from "hono/compress";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import { deskPagePath } from "../../../shared/hotline/desk-paths.ts";
import { languages } from "../../../shared/language.ts";
import { DeskProblemPage, type DeskProblemKind } from "../../../web/pages/desk/problem.tsx";
import { limitedBody, personalAnswers, safeHeaders } from "../../platform/http.ts";
import { deskFrame, deskGuard, type DeskEnv, type GuardSettings } from "../../staff/desk-guard.tsx";
import type { DeskDeps } from "./deps.ts";
import { nowPages } from "./now-pages.tsx";
import { rosterPages } from "./roster-pages.tsx";

/** The counsellors' desk: whom to ring now, the call screen, the roster and the hand-over. */
export function createDeskApp(deps: DeskDeps, settings: GuardSettings): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  const guard = deskGuard({ sessions: deps.sessions, seal: deps.staffSeal, now: deps.now, log: deps.log }, settings, ["counsellor", "hotlineManager"]);
  app.use(compress(), safeHeaders, personalAnswers, limitedBody, guard);
  for (const language of languages) {
    const frame = { language, assetsVersion: settings.assetsVersion };
    app.route(deskPagePath(language), nowPages(deps, frame));
    app.route(deskPagePath(language), rosterPages(deps, frame));
  }

  const answer = (c: Context<DeskEnv>, kind: DeskProblemKind, status: 404 | 405 | 413 | 415 | 500) => c.html(<DeskProblemPage frame={deskFrame(c, settings)} kind={kind} />, status);
  app.notFound((c) => {
    if (["GET", "HEAD", "POST"].includes(c.req.method)) return answer(c, "notFound", 404);
    c.header("Allow", "GET, HEAD, POST");
    return answer(c, "method", 405);
  });
  app.onError((thrown, c) => {
    if (thrown instanceof HTTPException && thrown.status === 413) return answer(c, "tooLarge", 413);
    if (thrown instanceof HTTPException && thrown.status === 415) return answer(c, "method", 415);
    deps.log.error("REQUEST_FAILED", { method: c.req.method, route: routePath(c), errorName: thrown.name });
    return answer(c, "wentWrong", 500);
  });
  return app;
}
