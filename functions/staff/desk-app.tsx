import { Hono, type Context } from "hono";
import { compress } from "hono/compress";
import { HTTPException } from "hono/http-exception";
import { DeskProblemPage, type DeskProblemKind } from "../../web/pages/desk/problem.tsx";
import { correlated, limitedBody, logFailed, personalAnswers, safeHeaders } from "../platform/http.ts";
import type { Log } from "../platform/log.ts";
import type { Seal } from "../platform/seal.ts";
import { deskFrame, type DeskEnv, type GuardSettings } from "./desk-guard.tsx";

/** An app for people of the staff: an area puts its guard and its pages on it. What goes wrong is answered here. */
export function deskApp(deps: { log: Log; staffSeal: Seal; now: () => Date }, settings: GuardSettings): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  app.use(correlated({ seal: deps.staffSeal, now: deps.now }), compress(), safeHeaders, personalAnswers, limitedBody);
  const answer = (c: Context, kind: DeskProblemKind, status: 404 | 405 | 413 | 415 | 500) => c.html(<DeskProblemPage frame={deskFrame(c, settings)} kind={kind} />, status);
  app.notFound((c) => {
    if (["GET", "HEAD", "POST"].includes(c.req.method)) return answer(c, "notFound", 404);
    c.header("Allow", "GET, HEAD, POST");
    return answer(c, "method", 405);
  });
  app.onError((thrown, c) => {
    if (thrown instanceof HTTPException && thrown.status === 413) return answer(c, "tooLarge", 413);
    if (thrown instanceof HTTPException && thrown.status === 415) return answer(c, "method", 415);
    logFailed(deps.log, c, thrown);
    return answer(c, "wentWrong", 500);
  });
  return app;
}
