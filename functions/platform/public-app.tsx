import { Hono, type Context } from "hono";
import { compress } from "hono/compress";
import { HTTPException } from "hono/http-exception";
import { proofNames } from "../../shared/abuse/proof.ts";
import { ChallengePage } from "../../web/pages/challenge.tsx";
import { ProblemPage, type ProblemKind } from "../../web/pages/problem.tsx";
import { words } from "../../web/words/words.ts";
import { Challenged, secondsUntil, type Offer } from "./challenge.ts";
import { correlated, limitedBody, logFailed, personalAnswers, readPosted, safeHeaders, sameSite } from "./http.ts";
import { readerLanguage } from "./json.ts";
import type { Log } from "./log.ts";
import { problem } from "./problem.ts";
import type { Seal } from "./seal.ts";

const proofs: ReadonlySet<string> = new Set(Object.values(proofNames));

export type SiteSettings = { siteOrigin: string; assetsVersion: string };

/** An app for people nobody has to know: an area mounts its pages and its API on it. What goes wrong is answered here, for both. */
export function publicApp(deps: { log: Log; seal: Seal; now: () => Date }, settings: SiteSettings): Hono {
  const app = new Hono();
  app.use(correlated(deps), compress(), safeHeaders, personalAnswers, sameSite(settings.siteOrigin), limitedBody);

  const isApi = (c: Context): boolean => c.req.path.startsWith("/api/");
  const languageOf = (c: Context) => (isApi(c) ? readerLanguage(c) : c.req.path === "/en" || c.req.path.startsWith("/en/") ? "en" : "vi");
  const answer = (c: Context, kind: ProblemKind, status: 400 | 403 | 404 | 405 | 413 | 415 | 500) => {
    const language = languageOf(c);
    const t = words[language].problems;
    if (isApi(c)) return problem(c, { status, title: t.title[kind], detail: t.text[kind] });
    return c.html(<ProblemPage frame={{ language, assetsVersion: settings.assetsVersion }} kind={kind} />, status);
  };
  /** What was posted stands on the page, to be posted once more with the proof. */
  const challenged = async (c: Context, { challenge, ticket, from, early }: Offer) => {
    const language = languageOf(c);
    const headers = { "Retry-After": String(secondsUntil(from, deps.now())) };
    if (isApi(c)) return problem(c, { status: 429, ...words[language].challenge.api.challenged, challenge, ticket }, headers);
    const fields = [...(await readPosted(c))].flatMap(([name, values]) => (proofs.has(name) ? [] : values.map((value) => [name, value] as const)));
    return c.html(<ChallengePage frame={{ language, assetsVersion: settings.assetsVersion }} path={c.req.path} fields={fields} challenge={JSON.stringify(challenge)} ticket={ticket} from={from} early={early} />, 429, headers);
  };
  app.notFound((c) => {
    const reads = c.req.method === "GET" || c.req.method === "HEAD";
    if (reads || c.req.method === "POST") return answer(c, "notFound", 404);
    c.header("Allow", "GET, HEAD, POST");
    return answer(c, "method", 405);
  });
  app.onError((thrown, c) => {
    if (thrown instanceof Challenged) return challenged(c, thrown.offer);
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
