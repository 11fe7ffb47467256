import { Hono, type Context } from "hono";
import { parsePhone } from "../../../shared/contact/phone.ts";
import { lookupPaths, pagePath } from "../../../shared/paths.ts";
import { parseReference } from "../../../shared/reference.ts";
import { historySlug } from "../../../shared/registration/history-paths.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { CodePage, LookupPage, StatusPage, WithdrawPage, type LookupError, type Typed } from "../../../web/pages/lookup.tsx";
import { ProblemPage } from "../../../web/pages/problem.tsx";
import { NotProven, TooSoon } from "../../platform/errors.ts";
import { one, readPosted, type Posted } from "../../platform/http.ts";
import type { Deps } from "../deps.ts";
import { openStatus, readStatus, type OpenedStatus } from "../open-status.ts";
import { requestCode } from "../request-code.ts";
import { withdraw } from "../withdraw.ts";
import { historyPages } from "./history-pages.tsx";

/** Looking an application up again: pair, one-time code, status. The way on is a token in the page, never a cookie. */
export function lookupForm(deps: Deps, frame: Frame): Hono {
  const { language } = frame;
  const status = (c: Context, opened: OpenedStatus) => c.html(<StatusPage frame={frame} {...opened} now={deps.now()} />);
  const expired = (c: Context) => c.html(<ProblemPage frame={frame} kind="expired" startAgain="lookup" />, 410);

  const app = new Hono();
  app.route(`/${historySlug}`, historyPages(deps, frame));

  app.post(`/${lookupPaths.code}`, async (c) => {
    const typed = typedPair(await readPosted(c));
    const read = readPair(typed);
    if (!read.pair) return c.html(<LookupPage frame={frame} typed={typed} errors={read.errors} />, 422);
    try {
      await requestCode(deps, { ...read.pair, language });
    } catch (thrown) {
      if (!(thrown instanceof TooSoon)) throw thrown;
      const code = thrown.message === "day" ? "tooSoon.day" : "tooSoon.pause";
      return c.html(<CodePage frame={frame} typed={typed} errors={[{ name: "code", code }]} />, 429);
    }
    return c.html(<CodePage frame={frame} typed={typed} />);
  });

  app.post(`/${lookupPaths.status}`, async (c) => {
    const posted = await readPosted(c);
    if (posted.has("token")) return proven(c, () => readStatus(deps, one(posted, "token")));
    const typed = typedPair(posted);
    const read = readPair(typed);
    if (!read.pair) return c.html(<LookupPage frame={frame} typed={typed} errors={read.errors} />, 422);
    const code = one(posted, "code").replace(/\s/gu, "");
    if (!/^\d{6}$/.test(code)) return c.html(<CodePage frame={frame} typed={typed} errors={[{ name: "code", code: "code.invalid" }]} />, 422);
    try {
      return status(c, await openStatus(deps, { ...read.pair, code }));
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

  async function proven(c: Context, open: () => Promise<OpenedStatus>, show = (opened: OpenedStatus): Response | Promise<Response> => status(c, opened)) {
    try {
      return await show(await open());
    } catch (thrown) {
      if (thrown instanceof NotProven) return expired(c);
      throw thrown;
    }
  }
}

const typedPair = (posted: Posted): Typed => ({ reference: one(posted, "reference").slice(0, 100), phone: one(posted, "phone").slice(0, 100) });

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
