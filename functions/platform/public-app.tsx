import { Hono, type Context } from "hono";
import { compress } from "hono/compress";
import { HTTPException } from "hono/http-exception";
import { ProblemPage, type ProblemKind } from "../../web/pages/problem.tsx";
import { words } from "../../web/words/words.ts";
import { correlated, limitedBody, logFailed, personalAnswers, safeHeaders, sameSite } from "./http.ts";
import { readerLanguage } from "./json.ts";
import type { Log } from "./log.ts";
import { problem } from "./problem.ts";
import type { Seal } from "./seal.ts";

export type SiteSettings = { siteOrigin: string; assetsVersion: string };

/** An app for people nobody has to know: an area mounts its pages and its API on it. What goes wrong is answered here, for both. */
export function publicApp(deps: { log: Log; seal: Seal; now: () => Date }, settings: SiteSettings): Hono {
  const app = new Hono();
  app.use(correlated(deps), compress(), safeHeaders, personalAnswers, sameSite(settings.siteOrigin), limitedBody);

  const answer = (c: Context, kind: ProblemKind, status: 400 | 403 | 404 | 405 | 413 | 415 | 500) => {
    const isApi = c.req.path.startsWith("/api/");
    const language = isApi ? readerLanguage(c) : c.req.path === "/en" || c.req.path.startsWith("/en/") ? "en" : "vi";
    const t = words[language].problems;
    if (isApi) return problem(c, { status, title: t.title[kind], detail: t.text[kind] });
    return c.html(<ProblemPage frame={{ language, assetsVersion: settings.assetsVersion }} kind={kind} />, status);
  };
  app.notFound((c) => {
    const reads = c.req.method === "GET" || c.req.method === "HEAD";
    if (reads || c.req.method === "POST") return answer(c, "notFound", 404);
    c.header("Allow", "GET, HEAD, POST");
    return answer(c, "method", 405);
  });
  app.onError((thrown, c) => {
    if (thrown instanceof HTTPException) {
      if (thrown.status === 413) return answer(c, "tooLarge", 413);
      if (thrown.status === 403) return answer(c, "refused", 403);
      if (thrown.status === 415) return answer(c, "method", 415);
    }
    logFailed(deps.log, c, thrown);
    return answer(c, "wentWrong", 500);
  });
  return app;
}
