import { Hono, type Context } from "hono";
import * as z from "zod";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { isAnswered, withStep, type Answers } from "../../../shared/form/answers.ts";
import { firstOpenStep, stepAfter } from "../../../shared/form/progress.ts";
import { pagePath } from "../../../shared/paths.ts";
import { readForm, type Form } from "../../../shared/registration/answers.ts";
import { checkSlug, firstStep, stepBySlug, submitSlug, type Step } from "../../../shared/registration/steps.ts";
import { leftName, sealedName, seenName } from "../../../web/components/form-parts.tsx";
import type { Frame } from "../../../web/components/layout.tsx";
import { ProblemPage } from "../../../web/pages/problem.tsx";
import { ReceiptPage } from "../../../web/pages/receipt.tsx";
import { CheckPage, StepPage } from "../../../web/pages/register.tsx";
import { one, readPosted } from "../../platform/http.ts";
import { sealedForm } from "../../platform/sealed-form.ts";
import type { Deps } from "../deps.ts";
import { submit } from "../submit.ts";

/** What travels between two pages, sealed: the answers, the key that makes sending harmless twice, and whether the summary was seen. */
const stateSchema = z.strictObject({ key: z.string(), answers: z.record(z.string(), z.string()), reviewing: z.boolean() });
type State = z.infer<typeof stateSchema>;

/** The form's pages. Nothing is stored before it is sent; each answer is judged by the same rules as the API's. */
export function registerForm(deps: Deps, frame: Frame): Hono {
  const { language } = frame;

  const page = (c: Context, state: State, form: Form, step: Step, showIssues: boolean) => {
    const wrong = showIssues && form.issues.some((issue) => issue.step === step.id);
    return c.html(<StepPage frame={frame} answers={state.answers} form={form} sealed={closed(state)} step={step} showIssues={showIssues} />, wrong ? 422 : 200);
  };
  const check = (c: Context, state: State, form: Form) => {
    const open = firstOpenStep(form);
    if (open || !form.application) return page(c, state, form, open ?? firstStep, open !== undefined && isAnswered(state.answers, open));
    const seen = { ...state, reviewing: true };
    return c.html(<CheckPage frame={frame} answers={state.answers} form={form} sealed={closed(seen)} application={form.application} />);
  };
  const expired = (c: Context) => c.html(<ProblemPage frame={frame} kind="expired" startAgain="register" />, 410);
  const { closed, opened } = sealedForm(deps, "form", stateSchema);
  const judged = (answers: Answers) => readForm(answers, language, localDate(deps.now()));

  const app = new Hono();

  app.post(`/${submitSlug}`, async (c) => {
    const posted = await readPosted(c);
    const state = opened(posted);
    if (!state) return expired(c);
    const form = judged(state.answers);
    const { application } = form;
    if (!application) return check(c, state, form);
    const sent = await submit(deps, { application, idempotencyKey: state.key });
    // Script sends first and shows the receipt with a second post: for the person it is still the first time.
    const outcome = sent.outcome === "repeated" && posted.has(seenName) ? "received" : sent.outcome;
    const textComing = outcome === "received" && application.contact.mayText === "yes" && application.consents.texts;
    const view = { frame, receipt: sent.receipt, outcome, textComing, sealed: one(posted, sealedName) };
    return c.html(<ReceiptPage {...view} />, sent.outcome === "received" ? 201 : 200);
  });

  app.post(`/${checkSlug}`, async (c) => {
    const state = opened(await readPosted(c));
    return state ? check(c, state, judged(state.answers)) : expired(c);
  });

  app.post("/:slug/xem", async (c) => {
    const step = stepBySlug(c.req.param("slug"));
    if (!step) return c.notFound();
    const posted = await readPosted(c);
    const state = opened(posted);
    if (!state) return expired(c);
    const left = stepBySlug(one(posted, leftName));
    // Going back or changing language keeps what was typed on the page that is left, judged or not.
    const kept = left ? { ...state, answers: withStep(state.answers, left, posted) } : state;
    const form = judged(kept.answers);
    return page(c, kept, form, form.asked.includes(step) ? step : firstStep, false);
  });

  app.post("/:slug", async (c) => {
    const step = stepBySlug(c.req.param("slug"));
    if (!step) return c.notFound();
    const posted = await readPosted(c);
    const fresh = step === firstStep && !posted.has(sealedName);
    const state = fresh ? { key: deps.ids.idempotencyKey(), answers: {}, reviewing: false } : opened(posted);
    if (!state) return expired(c);
    const next = { ...state, answers: withStep(state.answers, step, posted) };
    const form = judged(next.answers);
    if (!form.asked.includes(step)) return check(c, next, form);
    if (form.issues.some((issue) => issue.step === step.id)) return page(c, next, form, step, true);
    const after = stepAfter(form, step, state.reviewing);
    return after ? page(c, next, form, after, isAnswered(next.answers, after)) : check(c, next, form);
  });

  app.get("*", (c) => c.redirect(pagePath(language, "register"), 303));
  return app;
}
