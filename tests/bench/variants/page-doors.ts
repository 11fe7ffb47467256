/** The pages, drawn by the same components after the same verbs, so that a variant carries and mounts them as ours does. */
import type { Spending } from "../../../functions/platform/budget.ts";
import type { Deps } from "../../../functions/registration/deps.ts";
import { openStatus, readStatus } from "../../../functions/registration/open-status.ts";
import { requestCode } from "../../../functions/registration/request-code.ts";
import { submit } from "../../../functions/registration/submit.ts";
import { withdraw } from "../../../functions/registration/withdraw.ts";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { parsePhone } from "../../../shared/contact/phone.ts";
import { lookupPath, stepPath } from "../../../shared/paths.ts";
import { parseReference } from "../../../shared/reference.ts";
import { withStep, type Answers } from "../../../shared/form/answers.ts";
import { stepAfter } from "../../../shared/form/progress.ts";
import { readForm } from "../../../shared/registration/answers.ts";
import { checkSlug, firstStep, stepBySlug, submitSlug } from "../../../shared/registration/steps.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { CodePage, LookupPage, StatusPage, WithdrawPage } from "../../../web/pages/lookup.tsx";
import { ProblemPage } from "../../../web/pages/problem.tsx";
import { ReceiptPage } from "../../../web/pages/receipt.tsx";
import { CheckPage, StepPage } from "../../../web/pages/register.tsx";
import { safe, type Answered, type Asked, type Door } from "./door.ts";

const html = (page: unknown, status = 200): Answered => ({ status, headers: { ...safe, "Content-Type": "text/html; charset=UTF-8" }, body: String(page) });

export function pageDoors(deps: Deps & Spending, frame: Frame): Door[] {
  const { language } = frame;
  const posted = ({ body }: Asked) => new URLSearchParams(body);
  const expired = () => html(ProblemPage({ frame, kind: "expired", startAgain: "register" }), 410);
  const answersIn = (fields: URLSearchParams): Answers => {
    const opened = deps.seal.open("form", fields.get("sealed") ?? "", deps.now());
    return typeof opened === "object" ? { ...opened } : {};
  };
  const closed = (answers: Answers) => deps.seal.close("form", answers, new Date(deps.now().getTime() + 4 * 3_600_000));
  const judged = (answers: Answers) => readForm(answers, language, localDate(deps.now()));
  const check = (answers: Answers): Answered => {
    const form = judged(answers);
    const view = { frame, answers, form, sealed: closed(answers) };
    return form.application ? html(CheckPage({ ...view, application: form.application })) : html(StepPage({ ...view, step: firstStep, showIssues: true }), 422);
  };
  const pairIn = (fields: URLSearchParams) => ({ reference: parseReference(fields.get("reference") ?? "") ?? "", phone: parsePhone(fields.get("phone") ?? "")?.e164 ?? "" });

  return [
    {
      path: stepPath(language, submitSlug),
      answer: async (asked) => {
        const { application } = judged(answersIn(posted(asked)));
        if (!application) return expired();
        const { receipt, outcome } = await submit(deps, { application, idempotencyKey: deps.ids.idempotencyKey() });
        return html(ReceiptPage({ frame, receipt, outcome, textComing: application.consents.texts, sealed: closed(answersIn(posted(asked))), shared: true }), 201);
      },
    },
    { path: stepPath(language, checkSlug), answer: async (asked) => check(answersIn(posted(asked))) },
    {
      path: stepPath(language, ":slug"),
      answer: async (asked) => {
        const fields = posted(asked);
        const step = stepBySlug(asked.params.slug ?? "") ?? firstStep;
        const answers = withStep(answersIn(fields), step, new Map([...fields.keys()].map((name) => [name, fields.getAll(name)])));
        const form = judged(answers);
        const after = stepAfter(form, step, false);
        return after ? html(StepPage({ frame, answers, form, sealed: closed(answers), step: after, showIssues: false })) : check(answers);
      },
    },
    {
      path: lookupPath(language, "code"),
      answer: async (asked) => {
        const pair = pairIn(posted(asked));
        if (!pair.reference) return html(LookupPage({ frame, typed: { ...pair, ask: "", own: false } }), 422);
        return html(CodePage({ frame, typed: { ...pair, ask: await requestCode(deps, { ...pair, language }), own: false } }));
      },
    },
    {
      path: lookupPath(language, "status"),
      answer: async (asked) => {
        const fields = posted(asked);
        const opened = await openStatus(deps, { ...pairIn(fields), ask: fields.get("ask") ?? "", code: fields.get("code") ?? "" });
        return html(StatusPage({ frame, ...opened, now: deps.now() }));
      },
    },
    {
      path: lookupPath(language, "withdraw"),
      answer: async (asked) => {
        const fields = posted(asked);
        const token = fields.get("token") ?? "";
        const opened = await (fields.has("confirmed") ? withdraw : readStatus)(deps, token);
        return html(WithdrawPage({ frame, ...opened }));
      },
    },
  ];
}
