import { Hono, type Context, type Env } from "hono";
import type { Child } from "hono/jsx";
import * as z from "zod";
import { isAnswered, isOwnPhone, withStep, type Answers, type FormField } from "../../shared/form/answers.ts";
import { firstOpenStep, stepAfter } from "../../shared/form/progress.ts";
import type { Application } from "../../shared/registration/application.ts";
import type { Form } from "../../shared/registration/answers.ts";
import type { Receipt } from "../../shared/registration/receipt.ts";
import { checkSlug, firstStep, stepBySlug, submitSlug, type Step } from "../../shared/registration/steps.ts";
import type { Door } from "../../web/components/form-door.tsx";
import { leftName, sealedName, seenName } from "../../web/components/form-parts.tsx";
import type { Frame } from "../../web/components/layout.tsx";
import { ReceiptPage } from "../../web/pages/receipt.tsx";
import { CheckPage, StepPage } from "../../web/pages/register.tsx";
import { one, readPosted, type Posted } from "../platform/http.ts";
import { sealedForm } from "../platform/sealed-form.ts";
import type { Deps } from "./deps.ts";
import type { Submitted } from "./submit.ts";

/** What travels between two pages, sealed: the answers, the key that makes sending harmless twice, and whether the summary was seen. */
const stateSchema = z.strictObject({ key: z.string(), answers: z.record(z.string(), z.string()), reviewing: z.boolean() });
type State = z.infer<typeof stateSchema>;

type Sending = { application: Application; key: string; answers: Answers };

/** What one door of the form does in its own way. */
export type Entrance<E extends Env> = {
  /** Keeps one door's sealed field from opening at another. */
  purpose: string;
  door: (c: Context<E>) => Door;
  /** What the first page takes beside the form's own fields. */
  beside: readonly FormField[];
  judged: (answers: Answers) => Form;
  send: (c: Context<E>, sending: Sending) => Promise<Submitted>;
  /** What the receipt says in this door's own way: how the deadline is worked out, and where to go from there. */
  receipt?: (c: Context<E>, receipt: Receipt) => { working: Child; onward: Child };
  expired: (c: Context<E>) => Response | Promise<Response>;
  /** What a page that is asked for by its address shows. */
  opened: (c: Context<E>) => Response | Promise<Response>;
};

/** The form's pages. Nothing is stored before it is sent; each answer is judged by the same rules as the API's. */
export function formPages<E extends Env>(deps: Deps, frame: Frame, entrance: Entrance<E>): Hono<E> {
  const { judged, expired } = entrance;
  const { closed, opened } = sealedForm(deps, entrance.purpose, stateSchema);
  const taken = (answers: Answers, step: Step, posted: Posted): Answers => withStep(answers, { fields: step === firstStep ? [...step.fields, ...entrance.beside] : step.fields }, posted);

  const page = (c: Context<E>, state: State, form: Form, step: Step, showIssues: boolean) => {
    const wrong = showIssues && form.issues.some((issue) => issue.step === step.id);
    return c.html(<StepPage frame={frame} door={entrance.door(c)} answers={state.answers} form={form} sealed={closed(state)} step={step} showIssues={showIssues} />, wrong ? 422 : 200);
  };
  const check = (c: Context<E>, state: State, form: Form) => {
    const open = firstOpenStep(form);
    if (open || !form.application) return page(c, state, form, open ?? firstStep, open !== undefined && isAnswered(state.answers, open));
    const seen = { ...state, reviewing: true };
    return c.html(<CheckPage frame={frame} door={entrance.door(c)} answers={state.answers} form={form} sealed={closed(seen)} application={form.application} />);
  };

  const app = new Hono<E>();

  app.post(`/${submitSlug}`, async (c) => {
    const posted = await readPosted(c);
    const state = opened(posted);
    if (!state) return expired(c);
    const form = judged(state.answers);
    const { application } = form;
    if (!application) return check(c, state, form);
    const sent = await entrance.send(c, { application, key: state.key, answers: state.answers });
    // Script sends first and shows the receipt with a second post: for the person it is still the first time.
    const outcome = sent.outcome === "repeated" && posted.has(seenName) ? "received" : sent.outcome;
    const textComing = outcome === "received" && application.contact.mayText === "yes" && application.consents.texts;
    const door = entrance.door(c);
    const shared = door.onPhone === true && !isOwnPhone(state.answers);
    const view = { frame, receipt: sent.receipt, outcome, textComing, sealed: one(posted, sealedName), shared };
    return c.html(<ReceiptPage {...view} door={door} {...entrance.receipt?.(c, sent.receipt)} />, sent.outcome === "received" ? 201 : 200);
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
    const kept = left ? { ...state, answers: taken(state.answers, left, posted) } : state;
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
    const next = { ...state, answers: taken(state.answers, step, posted) };
    const form = judged(next.answers);
    if (!form.asked.includes(step)) return check(c, next, form);
    if (form.issues.some((issue) => issue.step === step.id)) return page(c, next, form, step, true);
    const after = stepAfter(form, step, state.reviewing);
    return after ? page(c, next, form, after, isAnswered(next.answers, after)) : check(c, next, form);
  });

  app.get("*", entrance.opened);
  return app;
}
