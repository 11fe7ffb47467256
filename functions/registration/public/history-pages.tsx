import { Hono, type Context } from "hono";
import { answersOfHistory, historyStates, partAfter, readHistory, typedHistory } from "../../../shared/registration/history-form.ts";
import { historyActs, partBySlug } from "../../../shared/registration/history-paths.ts";
import type { HistoryPart } from "../../../shared/registration/history.ts";
import { leftName } from "../../../web/components/form-parts.tsx";
import { goName, type Filling } from "../../../web/components/history-questions.tsx";
import { frameWords, type Frame } from "../../../web/components/layout.tsx";
import { ClearHistoryPage, HistoryPage } from "../../../web/pages/history.tsx";
import { StatusPage } from "../../../web/pages/lookup.tsx";
import { ProblemPage } from "../../../web/pages/problem.tsx";
import { NotProven } from "../../platform/errors.ts";
import { one, readPosted, type Posted } from "../../platform/http.ts";
import type { Deps } from "../deps.ts";
import { childrenAhead, seenIn } from "../history-posted.ts";
import { lookMinutes, readStatus, type OpenedStatus } from "../open-status.ts";
import { ChangedSince, NotRecorded } from "../refusals.ts";
import { clearHistory, saveHistory } from "../save-history.ts";

type Proven = { c: Context; posted: Posted; opened: OpenedStatus };
type AtPart = Proven & { part: HistoryPart };
/** `seen` where the page goes on with what was typed: it is still made from the version it was made from. */
type Shown = Partial<Omit<Filling, "part">> & { said?: string; seen?: number };

/** Mẫu 33 for the holder of a status token: three parts, each saved when it is posted, none of them asked for. */
export function historyPages(deps: Deps, frame: Frame): Hono {
  const w = frameWords(frame).history;
  const app = new Hono();

  const status = async (c: Context, token: string, said: string, code: 200 | 409 = 200) => c.html(<StatusPage frame={frame} {...await readStatus(deps, token)} now={deps.now()} said={said} />, code);
  const typedOn = (c: Context, posted: Posted): string[] => {
    const part = partBySlug(c.req.param("slug") ?? "");
    return part ? Object.values(typedHistory(part, posted)) : [];
  };
  /** Too late to save: the words that were typed are given back. */
  const closed = ({ c, posted, opened }: Proven) => {
    const typed = typedOn(c, posted);
    return status(c, opened.token, typed.length ? `${w.closed} ${w.typed}: ${typed.join(" · ")}` : w.closed, 409);
  };

  const proven = (handle: (at: Proven) => Response | Promise<Response>) => async (c: Context): Promise<Response> => {
    try {
      const posted = await readPosted(c);
      const opened = await readStatus(deps, one(posted, "token"), lookMinutes);
      const at = { c, posted, opened };
      return historyStates.includes(opened.status.state) ? await handle(at) : await closed(at);
    } catch (thrown) {
      // Whoever posts something may have it back, whether or not the look has ended.
      if (thrown instanceof NotProven) return c.html(<ProblemPage frame={frame} kind="expired" startAgain="lookup" typed={{ title: w.typed, lines: typedOn(c, await readPosted(c)) }} />, 410);
      throw thrown;
    }
  };
  const atPart = (handle: (at: AtPart) => Promise<Response>) => async (c: Context): Promise<Response> => {
    const part = partBySlug(c.req.param("slug") ?? "");
    return part ? proven((at) => handle({ ...at, part }))(c) : c.notFound();
  };

  const page = async ({ c, opened, part }: AtPart, { said, seen, ...shown }: Shown, code: 200 | 409 | 422 = 200): Promise<Response> => {
    const kept = await deps.store.findHistory(opened.status.reference);
    const saved = answersOfHistory(kept[part]?.filled ?? {});
    const filling = { part, answers: saved, issues: [], more: childrenAhead, ...shown, ...(code === 409 ? { there: saved } : {}) };
    const canClear = Object.values(kept).some(({ filled }) => Object.keys(filled).length > 0);
    return c.html(<HistoryPage frame={frame} filling={filling} version={seen ?? kept[part]?.version ?? 0} token={opened.token} tokenExpiresAt={opened.tokenExpiresAt} canClear={canClear} said={said} />, code);
  };

  const save = async (at: AtPart): Promise<Response> => {
    const { c, posted, opened, part } = at;
    const answers = typedHistory(part, posted);
    const { filled, issues } = readHistory(answers);
    if (!filled) return page(at, { answers, issues, seen: seenIn(posted) }, 422);
    try {
      await saveHistory(deps, { reference: opened.status.reference, part, filled, seen: seenIn(posted) });
    } catch (thrown) {
      if (thrown instanceof NotRecorded) return closed(at);
      if (thrown instanceof ChangedSince) return page(at, { answers }, 409);
      throw thrown;
    }
    const go = one(posted, goName);
    if (go === "more") return page(at, { said: w.saved, more: 2 * childrenAhead });
    const next = go === "back" ? undefined : partAfter(part);
    return next ? page({ ...at, part: next }, { said: w.saved }) : status(c, opened.token, w.savedAll);
  };

  app.post(
    `/${historyActs.clear}`,
    proven(async ({ c, posted, opened }) => {
      if (one(posted, "confirmed") !== "yes") return c.html(<ClearHistoryPage frame={frame} token={opened.token} />);
      await clearHistory(deps, opened.status.reference);
      return status(c, opened.token, w.cleared);
    }),
  );
  // Changing language keeps what was typed on the page that is left, judged or not.
  app.post("/:slug", atPart(async (at) => page(at, one(at.posted, leftName) === at.part ? { answers: typedHistory(at.part, at.posted), seen: seenIn(at.posted) } : {})));
  app.post(`/:slug/${historyActs.save}`, atPart(save));
  return app;
}
