import { Hono } from "hono";
import { caseHistoryPath, casePath } from "../../../shared/registration/desk-paths.ts";
import { answersOfHistory, historyStates, partAfter, readHistory, typedHistory } from "../../../shared/registration/history-form.ts";
import { historyParts, type HistoryPart } from "../../../shared/registration/history.ts";
import { goName, type Filling } from "../../../web/components/history-questions.tsx";
import { RegistrationHistoryPage } from "../../../web/pages/desk/registration-history.tsx";
import type { Frame } from "../../../web/components/layout.tsx";
import { one, readPosted, type Posted } from "../../platform/http.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { childrenAhead, seenIn } from "../history-posted.ts";
import { ChangedSince, NoCase, NotRecorded } from "../refusals.ts";
import { saveHistory } from "../save-history.ts";
import type { AtCase, TooLate } from "./at-case.ts";
import type { DeskDeps } from "./deps.ts";
import { deskOf, type DeskContext } from "./desk-request.tsx";
import { saying } from "./said.ts";

type Guarded = (handle: (at: AtCase) => Response | Promise<Response>) => (c: DeskContext) => Promise<Response>;
/** `seen` where the page goes on with what was typed: it is still made from the version it was made from. */
type Shown = Partial<Omit<Filling, "part">> & { seen?: number };

/** Mẫu 33 at the counter: an officer fills it in with the family, or puts it right, by the same form and the same verb. */
export function historyPages(deps: DeskDeps, frame: Frame, atCase: Guarded, tooLate: TooLate): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  const home = ({ opened }: AtCase): string => casePath(frame.language, opened.reference);
  const pathOf = ({ opened }: AtCase, part: HistoryPart): string => caseHistoryPath(frame.language, opened.reference, part);
  const mayFill = ({ opened, officer }: AtCase): boolean => officer.roles.includes("communeOfficer") && historyStates.includes(opened.state);

  const page = async ({ c, opened }: AtCase, part: HistoryPart, { seen, ...shown }: Shown, code: 200 | 409 | 422 = 200): Promise<Response> => {
    const kept = await deps.store.findHistory(opened.reference);
    const saved = answersOfHistory(kept[part]?.filled ?? {});
    const filling = { part, answers: saved, issues: [], more: childrenAhead, ...shown, ...(code === 409 ? { there: saved } : {}) };
    return c.html(<RegistrationHistoryPage {...deskOf(c, frame, deps.now())} opened={opened} filling={filling} version={seen ?? kept[part]?.version ?? 0} />, code);
  };

  const save = async (at: AtCase, part: HistoryPart, posted: Posted): Promise<Response> => {
    const { c, opened, officer, unit } = at;
    const answers = typedHistory(part, posted);
    const { filled, issues } = readHistory(answers);
    if (!filled) return page(at, part, { answers, issues, seen: seenIn(posted) }, 422);
    try {
      await saveHistory(deps, { reference: opened.reference, part, filled, seen: seenIn(posted), atDesk: { staff: officer.staff, unit } });
    } catch (thrown) {
      if (thrown instanceof ChangedSince) return page(at, part, { answers }, 409);
      if (thrown instanceof NotRecorded || thrown instanceof NoCase) return tooLate(at, answers);
      throw thrown;
    }
    const go = one(posted, goName);
    if (go === "more") return c.redirect(`${pathOf(at, part)}?more=yes`, 303);
    const next = go === "back" ? undefined : partAfter(part);
    return c.redirect(next ? pathOf(at, next) : saying(deps, home(at), "historySaved"), 303);
  };

  for (const part of historyParts) {
    const path = `/a/:reference/history/${part}`;
    app.get(path, atCase((at) => (mayFill(at) ? page(at, part, at.c.req.query("more") ? { more: 2 * childrenAhead } : {}) : at.c.redirect(home(at), 303))));
    app.post(path, atCase(async (at) => {
      const posted = await readPosted(at.c);
      return mayFill(at) ? save(at, part, posted) : tooLate(at, typedHistory(part, posted));
    }));
  }
  return app;
}
