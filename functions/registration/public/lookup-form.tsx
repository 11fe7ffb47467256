import { Hono, type Context } from "hono";
import { parsePhone } from "../../../shared/contact/phone.ts";
import { ownPhone } from "../../../shared/form/answers.ts";
import { lookupPaths, pagePath } from "../../../shared/paths.ts";
import { parseReference } from "../../../shared/reference.ts";
import { rightsSlug } from "../../../shared/privacy/rights-paths.ts";
import { historySlug } from "../../../shared/registration/history-paths.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { CodePage, LookupPage, StatusPage, WithdrawPage, type LookupError, type Typed } from "../../../web/pages/lookup.tsx";
import { ProblemPage } from "../../../web/pages/problem.tsx";
import { CodesPausedPage } from "../../../web/pages/challenge.tsx";
import type { Spending } from "../../platform/budget.ts";
import { admit, postedProof, secondsUntil } from "../../platform/challenge.ts";
import { NotProven, Paused, TooSoon } from "../../platform/errors.ts";
import { one, readPosted, type Posted } from "../../platform/http.ts";
import { openStatus, readStatus, type OpenedStatus } from "../open-status.ts";
import { requestCode } from "../request-code.ts";
import { withdraw } from "../withdraw.ts";
import type { OwnDeps } from "../own-data.ts";
import { historyPages } from "./history-pages.tsx";
import { rightsPages } from "./rights-pages.tsx";

/** Looking an application up again: pair, one-time code, status. The way on is a token in the page, never a cookie. */
export function lookupForm(deps: OwnDeps & Spending, frame: Frame): Hono {
  const { language } = frame;
  const status = (c: Context, opened: OpenedStatus, own: boolean) => {
    // A shared phone does not go on showing what can no longer be used.
    if (!own) c.header("Refresh", `${secondsUntil(new Date(opened.tokenExpiresAt), deps.now())};url=${pagePath(language, "exit")}`);
    return c.html(<StatusPage frame={frame} {...opened} now={deps.now()} own={own} />);
  };
  const expired = (c: Context) => c.html(<ProblemPage frame={frame} kind="expired" startAgain="lookup" />, 410);

  const app = new Hono();
  app.route(`/${historySlug}`, historyPages(deps, frame));
  app.route(`/${rightsSlug}`, rightsPages(deps, frame));

  app.post(`/${lookupPaths.code}`, async (c) => {
    const posted = await readPosted(c);
    const typed = typedPair(posted);
    const read = readPair(typed);
    if (!read.pair) return c.html(<LookupPage frame={frame} typed={typed} errors={read.errors} />, 422);
    await admit(deps, { act: "codes", what: pairName(read.pair), proof: postedProof(posted), targets: [["asksOfPhone", read.pair.phone]] });
    try {
      return c.html(<CodePage frame={frame} typed={{ ...typed, ask: await requestCode(deps, { ...read.pair, language }) }} />);
    } catch (thrown) {
      if (thrown instanceof Paused) return c.html(<CodesPausedPage frame={frame} until={thrown.until} />, 429, { "Retry-After": String(secondsUntil(thrown.until, deps.now())) });
      if (!(thrown instanceof TooSoon)) throw thrown;
      const code = thrown.message === "day" ? "tooSoon.day" : "tooSoon.pause";
      return c.html(<CodePage frame={frame} typed={typed} errors={[{ name: "code", code }]} />, 429);
    }
  });

  app.post(`/${lookupPaths.status}`, async (c) => {
    const posted = await readPosted(c);
    if (posted.has("token")) return proven(c, () => readStatus(deps, one(posted, "token")), (opened) => status(c, opened, isOwn(posted)));
    const typed = typedPair(posted);
    const read = readPair(typed);
    if (!read.pair) return c.html(<LookupPage frame={frame} typed={typed} errors={read.errors} />, 422);
    const code = one(posted, "code").replace(/\s/gu, "");
    if (!/^\d{6}$/.test(code)) return c.html(<CodePage frame={frame} typed={typed} errors={[{ name: "code", code: "code.invalid" }]} />, 422);
    await admit(deps, { act: "guesses", what: pairName(read.pair), proof: postedProof(posted) });
    try {
      return status(c, await openStatus(deps, { ...read.pair, ask: typed.ask, code }), typed.own);
    } catch (thrown) {
      if (!(thrown instanceof NotProven)) throw thrown;
      return c.html(<CodePage frame={frame} typed={typed} errors={[{ name: "code", code: "code.wrong" }]} />, 422);
    }
  });

  app.post(`/${lookupPaths.withdraw}`, async (c) => {
    const posted = await readPosted(c);
    const token = one(posted, "token");
    if (one(posted, "confirmed") === "yes") return proven(c, () => withdraw(deps, token));
    return proven(c, () => readStatus(deps, token), (opened) => c.html(<WithdrawPage frame={frame} {...opened} />));
  });

  app.get("*", (c) => c.redirect(pagePath(language, "lookup"), 303));
  return app;

  async function proven(c: Context, open: () => Promise<OpenedStatus>, show = (opened: OpenedStatus): Response | Promise<Response> => status(c, opened, false)) {
    try {
      return await show(await open());
    } catch (thrown) {
      if (thrown instanceof NotProven) return expired(c);
      throw thrown;
    }
  }
}

const typedPair = (posted: Posted): Typed => ({ reference: one(posted, "reference").slice(0, 100), phone: one(posted, "phone").slice(0, 100), ask: one(posted, "ask").slice(0, 40), own: isOwn(posted) });
const isOwn = (posted: Posted): boolean => one(posted, ownPhone.name) === ownPhone.value;
const pairName = ({ reference, phone }: { reference: string; phone: string }): string => `${reference}|${phone}`;

function readPair(typed: Typed): { pair: { reference: string; phone: string }; errors: [] } | { pair?: undefined; errors: LookupError[] } {
  const reference = parseReference(typed.reference);
  const phone = parsePhone(typed.phone)?.e164;
  if (reference && phone) return { pair: { reference, phone }, errors: [] };
  return {
    errors: [
      ...(reference ? [] : [{ name: "reference" as const, code: "reference.invalid" as const }]),
      ...(phone ? [] : [{ name: "phone" as const, code: "phone.invalid" as const }]),
    ],
  };
}
