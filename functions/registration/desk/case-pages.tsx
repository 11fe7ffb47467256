import { Hono } from "hono";
import { parseReference } from "../../../shared/reference.ts";
import { readAct, typedAct } from "../../../shared/registration/act-form.ts";
import { actNames, type Act } from "../../../shared/registration/acts.ts";
import type { CaseEvent } from "../../../shared/registration/case.ts";
import { actPath, casePath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { csrfName } from "../../../shared/staff/desk-form.ts";
import { isRestricted } from "../../../shared/privacy/rights.ts";
import { mayMove, moveOf } from "../../../shared/registration/state.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { RegistrationActPage, type ActIssueShown } from "../../../web/pages/desk/registration-act.tsx";
import { DeskProblemPage } from "../../../web/pages/desk/problem.tsx";
import { RegistrationCasePage, versionName } from "../../../web/pages/desk/registration-case.tsx";
import { deskFrameWords } from "../../../web/words/desk.ts";
import { readPosted } from "../../platform/http.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { openElsewhere } from "../find-cases.ts";
import { papersOf } from "../papers/facts.ts";
import { subjectOf } from "../promised-text.ts";
import { record } from "../record.ts";
import { ChangedSince, NoCase, NotRecorded } from "../refusals.ts";
import { openCase, whoLooks, type Officer } from "../scope.ts";
import { newsAt, newsSince, versionIn, type AtCase, type TooLate } from "./at-case.ts";
import { bookPages } from "./book-pages.tsx";
import type { DeskDeps } from "./deps.ts";
import { deskOf, officerOf, type DeskContext } from "./desk-request.tsx";
import { historyPages } from "./history-pages.tsx";
import { rightsPages } from "./rights-pages.tsx";
import { saidOn, saying, type Said } from "./said.ts";

type PostedAct = { act: Act; answers: Readonly<Record<string, string>>; version: number };
type Handler = (at: AtCase) => Response | Promise<Response>;

/** Says that an act is no longer possible, and gives back what was typed for it. */
function notNowLine(frame: Frame, answers: Readonly<Record<string, string>>): string {
  const w = deskFrameWords(frame).registrationDesk.act;
  const typed = Object.values(answers);
  return typed.length ? `${w.notNow} ${w.typed}: ${typed.join(" · ")}` : w.notNow;
}

/** One thing at a time: a field says the first thing that is wrong with it. */
const firstOfEach = (issues: readonly ActIssueShown[]): ActIssueShown[] => [...new Map(issues.toReversed().map((issue) => [issue.path, issue])).values()].toReversed();

/** An application's page, and a form for each act that can be recorded. Every look is written down before anything is shown. */
export function casePages(deps: DeskDeps, frame: Frame): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();

  /** Whatever is not this office's does not exist: an address that was guessed is answered as a wrong one, and written down. */
  const atCase = (handle: Handler) => async (c: DeskContext): Promise<Response> => {
    const officer = await officerOf(c, deps, frame);
    if (officer instanceof Response) return officer;
    const reference = parseReference(c.req.param("reference") ?? "");
    const found = reference ? await openCase(deps.cases, officer.scope, reference) : null;
    const event = { id: deps.ids.event(), type: "lookedAt" as const, at: deps.now().toISOString(), ...whoLooks(officer) };
    if (found && (await deps.cases.look(found.unit, found.opened.reference, event))) {
      deps.log.info("CASE_OPENED", { staffId: officer.staff.staffId });
      return handle({ c, officer, ...found });
    }
    const isTransfer = c.req.method === "POST" && c.req.path === actPath(frame.language, reference ?? "", "transfer");
    if (reference && isTransfer) return handedOn(c, officer, reference);
    return notHere(c);
  };

  /** While the person has the handling restricted, an application is read and nothing is recorded; the restriction itself can be lifted. */
  const unrestricted = (handle: Handler) =>
    atCase(async (at) => {
      const isHeld = at.c.req.method === "POST" && isRestricted(await deps.rights.list(at.opened.reference));
      return isHeld ? casePage(at, deskFrameWords(frame).rightsDesk.restrictedNow, 409) : handle(at);
    });

  /** As a wrong address is answered; whoever had typed something gets it back. */
  const notHere = async (c: DeskContext) => {
    deps.log.warn("CASE_REFUSED", { because: "notHere", method: c.req.method, staffId: c.var.staff.staffId });
    const typed = c.req.method === "POST" ? [...(await readPosted(c))].flatMap(([name, values]) => (name === csrfName || name === versionName ? [] : values)) : [];
    return typed.some(Boolean) ? c.html(<DeskProblemPage frame={frame} kind="notFound" typed={typed.filter(Boolean)} />, 404) : c.notFound();
  };

  /** What was begun is no longer possible: the application as it is now, and what was typed. */
  const tooLate: TooLate = async (at, answers) => {
    const now = await openCase(deps.cases, at.officer.scope, at.opened.reference);
    return now ? casePage({ ...at, opened: now.opened }, notNowLine(frame, answers), 409) : notHere(at.c);
  };

  /** A transfer that was pressed twice: the first press has given the application away. */
  async function handedOn(c: DeskContext, { staff: { staffId } }: Officer, reference: string): Promise<Response> {
    const posted = await readPosted(c);
    const done = await deps.cases.handedOnBy(reference, { staffId, version: versionIn(posted) });
    if (!done) return notHere(c);
    const wanted = readAct("transfer", typedAct("transfer", posted)).facts;
    const isSame = wanted?.communeCode === done.facts?.communeCode && wanted?.because === done.facts?.because;
    return c.redirect(saying(deps, registrationDeskPath(frame.language), isSame ? "transferred" : "handedOnBefore"), 303);
  }

  const actPage = ({ c, opened }: Pick<AtCase, "c" | "opened">, act: Act, shown: { answers?: Readonly<Record<string, string>>; issues?: readonly ActIssueShown[]; news?: readonly CaseEvent[] }, status: 200 | 409 | 422 = 200) =>
    c.html(<RegistrationActPage {...deskOf(c, frame, deps.now())} opened={opened} act={act} answers={shown.answers ?? {}} issues={shown.issues ?? []} news={shown.news} />, status);

  const casePage = async ({ c, officer, opened }: AtCase, said: string | undefined, status: 200 | 409 = 200): Promise<Response> => {
    const [others, texts, rights] = await Promise.all([openElsewhere(deps, { scope: officer.scope, opened }), deps.sent.about(subjectOf(deps, opened.reference)), deps.rights.list(opened.reference)]);
    return c.html(<RegistrationCasePage {...deskOf(c, frame, deps.now())} opened={opened} others={others} texts={texts} rights={rights} papers={papersOf(opened, deps.now())} said={said} />, status);
  };

  app.get("/a/:reference", atCase((at) => casePage(at, saidOn(deps, at.c, frame))));
  app.route("/", bookPages(deps, frame, unrestricted, tooLate));
  app.route("/", historyPages(deps, frame, unrestricted, tooLate));
  app.route("/", rightsPages(deps, frame, atCase, tooLate));

  for (const act of actNames) {
    app.get(
      `/a/:reference/${act}`,
      atCase((at) => (mayMove(act, at.opened.state, at.officer.roles) ? actPage(at, act, {}) : at.c.redirect(casePath(frame.language, at.opened.reference), 303))),
    );
    app.post(
      `/a/:reference/${act}`,
      unrestricted(async (at) => {
        const posted = await readPosted(at.c);
        const answers = typedAct(act, posted);
        return recordPosted(at, { act, answers, version: versionIn(posted) });
      }),
    );
  }

  async function recordPosted(at: AtCase, { act, answers, version }: PostedAct): Promise<Response> {
    const { c, officer, opened } = at;
    const { reference } = opened;
    if (!moveOf(act).by.some((actor) => actor !== "applicant" && officer.roles.includes(actor))) return overtaken(at, { act, answers, version });
    const read = readAct(act, answers);
    if (!read.facts) return actPage(at, act, { answers, issues: read.issues, ...newsAt(opened, version) }, 422);
    try {
      const { outcome, textComing } = await record(deps, { officer, reference, act, facts: read.facts, version });
      const said: Said = act === "transfer" ? "transferred" : outcome === "repeated" ? "repeated" : textComing ? "recorded" : "recordedNoText";
      return c.redirect(saying(deps, act === "transfer" ? registrationDeskPath(frame.language) : casePath(frame.language, reference), said), 303);
    } catch (thrown) {
      if (thrown instanceof NotRecorded && thrown.issues.length) return actPage(at, act, { answers, issues: firstOfEach(thrown.issues), ...newsAt(opened, version) }, 422);
      if (!(thrown instanceof ChangedSince || thrown instanceof NotRecorded || thrown instanceof NoCase)) throw thrown;
      return overtaken(at, { act, answers, version });
    }
  }

  /** Somebody was faster: the form again with what was typed and what has happened, if the act is still possible; else the application as it is now. */
  async function overtaken({ c, officer, unit, opened }: AtCase, { act, answers, version }: PostedAct): Promise<Response> {
    const now = (await openCase(deps.cases, officer.scope, opened.reference))?.opened;
    if (!now) return act === "transfer" ? handedOn(c, officer, opened.reference) : notHere(c);
    if (mayMove(act, now.state, officer.roles)) return actPage({ c, opened: now }, act, { answers, news: newsSince(now, version) }, 409);
    return tooLate({ c, officer, unit, opened }, answers);
  }
  return app;
}
