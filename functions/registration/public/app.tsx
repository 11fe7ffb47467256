import { Hono, type Context } from "hono";
import { compress } from "hono/compress";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import * as z from "zod";
import { languages } from "../../../shared/language.ts";
import { apiPaths, pagePath } from "../../../shared/paths.ts";
import { ProblemPage, type ProblemKind } from "../../../web/pages/problem.tsx";
import { words } from "../../../web/words/words.ts";
import { limitedBody, personalAnswers, safeHeaders, sameSite } from "../../platform/http.ts";
import { problem } from "../../platform/problem.ts";
import type { Deps } from "../deps.ts";
import { api, readerLanguage } from "./api.ts";
import { lookupForm } from "./lookup-form.tsx";
import { registerForm } from "./register-form.tsx";

/** What API Gateway says of a request: its id leads from this log to the gateway's. */
const gatewaySchema = z.object({ requestContext: z.object({ requestId: z.string() }) });

/** The public half of registration: the form, the look-up and their JSON twin. */
export function createApp(deps: Deps, settings: { siteOrigin: string; assetsVersion: string }): Hono {
  const app = new Hono();
  app.use(compress(), safeHeaders, personalAnswers, sameSite(settings.siteOrigin), limitedBody);
  for (const language of languages) {
    const frame = { language, assetsVersion: settings.assetsVersion };
    app.route(pagePath(language, "register"), registerForm(deps, frame));
    app.route(pagePath(language, "lookup"), lookupForm(deps, frame));
  }
  app.route(apiPaths.registrations, api(deps));

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
    const requestId = gatewaySchema.safeParse(c.env).data?.requestContext.requestId;
    deps.log.error("REQUEST_FAILED", { method: c.req.method, route: routePath(c), errorName: thrown.name, ...(requestId ? { requestId } : {}) });
    return answer(c, "wentWrong", 500);
  });
  return app;
}
