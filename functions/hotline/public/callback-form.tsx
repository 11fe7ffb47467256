import { Hono, type Context } from "hono";
import * as z from "zod";
import { isAnswered, isOwnPhone, ownPhone, withStep, type Answers } from "../../../shared/form/answers.ts";
import { firstOpenStep, stepAfter } from "../../../shared/form/progress.ts";
import type { CallbackErrorCode } from "../../../shared/hotline/callback.ts";
import type { HotlineLines } from "../../../shared/hotline/lines.ts";
import { holdMinutes } from "../../../shared/hotline/slots.ts";
import { isOpen } from "../../../shared/hotline/state.ts";
import {
  callbackCheckSlug,
  callbackStepBySlug,
  callbackSubmitSlug,
  firstCallbackStep,
  readCallbackForm,
  type CallbackForm,
  type CallbackStep,
} from "../../../shared/hotline/steps.ts";
import { appointmentPath, callbackPath, pagePath } from "../../../shared/paths.ts";
import { leftName, sealedName, seenName } from "../../../web/components/form-parts.tsx";
import type { Frame } from "../../../web/components/layout.tsx";
import { CallYourselfPage, CallbackCheckPage, CallbackHelpPage, CallbackReceiptPage, CallbackStepPage, TooOftenPage, type Times } from "../../../web/pages/callback.tsx";
import { ProblemPage } from "../../../web/pages/problem.tsx";
import { words } from "../../../web/words/words.ts";
import type { Spending } from "../../platform/budget.ts";
import { admit, postedProof } from "../../platform/challenge.ts";
import { one, readPosted, type Posted } from "../../platform/http.ts";
import { sealedForm } from "../../platform/sealed-form.ts";
import { askCall } from "../ask-call.ts";
import type { Deps } from "../deps.ts";
import { hold } from "../hold.ts";
import { AskedTooOften, NoSeat } from "../refusals.ts";
import { nextOffered, offeredDays } from "../seats.ts";

/** What travels between two pages, sealed: the answers, the key that makes sending harmless twice, and the seat kept meanwhile. */
const stateSchema = z.strictObject({
  key: z.string(),
  answers: z.record(z.string(), z.string()),
  reviewing: z.boolean(),
  held: z.strictObject({ slotId: z.string(), until: z.iso.datetime() }).optional(),
});
type State = z.infer<typeof stateSchema>;

/** The form that asks for a call. Nothing is stored before it is sent but a seat, kept for five minutes without saying for whom. */
export function callbackForm(deps: Deps & Spending, frame: Frame, lines: HotlineLines): Hono {
  const { language } = frame;
  const timeStep = callbackStepBySlug("gio") ?? firstCallbackStep;
  const wayStep = callbackStepBySlug("cach-goi") ?? firstCallbackStep;

  const { closed, opened } = sealedForm(deps, "callback-form", stateSchema);
  const taken = (answers: Answers, step: CallbackStep, posted: Posted): Answers => withStep(answers, { fields: step === firstCallbackStep ? [...step.fields, ownPhone] : step.fields }, posted);
  const expired = (c: Context) => c.html(<ProblemPage frame={frame} kind="expired" startAgain="callback" />, 410);
  const heldUntil = ({ held, answers }: State, form: CallbackForm) => (held && form.facts.way === "slot" && held.slotId === answers.slotId ? held.until : undefined);
  const timesFor = async (step: CallbackStep, state: State, refused?: CallbackErrorCode): Promise<Times | undefined> =>
    step === timeStep ? { days: await offeredDays(deps, state.key), nearest: refused ? await nextOffered(deps, state.answers.slotId ?? "") : [], refused } : undefined;

  const page = async (c: Context, state: State, form: CallbackForm, step: CallbackStep, showIssues: boolean, refused?: CallbackErrorCode) => {
    const wrong = refused !== undefined || (showIssues && form.issues.some((issue) => issue.step === step.id));
    const view = { frame, answers: state.answers, form, sealed: closed(state), step, showIssues, times: await timesFor(step, state, refused), heldUntil: step === timeStep ? undefined : heldUntil(state, form), now: deps.now() };
    return c.html(<CallbackStepPage {...view} />, refused ? 409 : wrong ? 422 : 200);
  };
  const check = async (c: Context, state: State, form: CallbackForm) => {
    const open = firstOpenStep(form);
    if (open || !form.request) return page(c, state, form, open ?? firstCallbackStep, open !== undefined && isAnswered(state.answers, open));
    return c.html(<CallbackCheckPage frame={frame} answers={state.answers} form={form} sealed={closed({ ...state, reviewing: true })} heldUntil={heldUntil(state, form)} now={deps.now()} />);
  };

  /** The state with a seat kept for the chosen time, or why there is none. */
  async function withHeld(state: State, form: CallbackForm, posted: Posted): Promise<State | CallbackErrorCode> {
    const slotId = state.answers.slotId ?? "";
    // Whoever tells of danger is asked for nothing more.
    if (!form.facts.danger) await admit(deps, { act: "holds", what: state.key, proof: postedProof(posted) });
    try {
      await hold(deps, { slotId, holdId: state.key, instead: state.held?.slotId });
    } catch (thrown) {
      if (thrown instanceof NoSeat) return `slotId.${thrown.because}`;
      throw thrown;
    }
    return { ...state, held: { slotId, until: new Date(deps.now().getTime() + holdMinutes * 60_000).toISOString() } };
  }

  const app = new Hono();

  app.post(`/${callbackSubmitSlug}`, async (c) => {
    const posted = await readPosted(c);
    const state = opened(posted);
    if (!state) return expired(c);
    const form = readCallbackForm(state.answers, language);
    const { request } = form;
    if (!request) return check(c, state, form);
    try {
      const booked = await askCall(deps, { request, idempotencyKey: state.key, holdId: state.key, proof: postedProof(posted) });
      // Sent again after it was cancelled or had ended: where it stands, and no promise of a call.
      if (booked.outcome !== "received" && !isOpen(booked.receipt.state)) return c.redirect(appointmentPath(language, booked.token), 303);
      // Script sends first and shows the receipt with a second post: for the person it is still the first time.
      const first = booked.outcome === "received" || (booked.outcome === "repeated" && posted.has(seenName));
      const say = words[request.language].hotline.say[request.contact.maySayWho === "yes" ? "greetWithName" : "greetNeutral"];
      const view = { frame, receipt: booked.receipt, outcome: first ? ("received" as const) : booked.outcome, token: booked.token, danger: form.facts.danger, opening: say(request.askFor), lines, sealed: one(posted, sealedName), shared: !isOwnPhone(state.answers) };
      return c.html(<CallbackReceiptPage {...view} />, booked.outcome === "received" ? 201 : 200);
    } catch (thrown) {
      if (thrown instanceof NoSeat) return page(c, state, form, timeStep, true, `slotId.${thrown.because}`);
      if (thrown instanceof AskedTooOften) return c.html(<TooOftenPage frame={frame} />, 429);
      throw thrown;
    }
  });

  app.post(`/${callbackCheckSlug}`, async (c) => {
    const state = opened(await readPosted(c));
    return state ? check(c, state, readCallbackForm(state.answers, language)) : expired(c);
  });

  app.post("/:slug/xem", async (c) => {
    const step = callbackStepBySlug(c.req.param("slug"));
    if (!step) return c.notFound();
    const posted = await readPosted(c);
    const state = opened(posted);
    if (!state) return expired(c);
    const left = callbackStepBySlug(one(posted, leftName));
    // Going back or changing language keeps what was typed on the page that is left, judged or not.
    const kept = left ? { ...state, answers: taken(state.answers, left, posted) } : state;
    const form = readCallbackForm(kept.answers, language);
    return page(c, kept, form, form.asked.includes(step) ? step : firstCallbackStep, false);
  });

  app.post("/:slug", async (c) => {
    const step = callbackStepBySlug(c.req.param("slug"));
    if (!step) return c.notFound();
    const posted = await readPosted(c);
    const fresh = step === firstCallbackStep && !posted.has(sealedName);
    const state = fresh ? { key: deps.ids.idempotencyKey(), answers: {}, reviewing: false } : opened(posted);
    if (!state) return expired(c);
    const next: State = { ...state, answers: taken(state.answers, step, posted) };
    const form = readCallbackForm(next.answers, language);
    if (!form.asked.includes(step)) return check(c, next, form);
    if (step === wayStep && next.answers.way === "iCall") return c.html(<CallYourselfPage frame={frame} answers={next.answers} sealed={closed(next)} back={wayStep} lines={lines} />);
    if (form.issues.some((issue) => issue.step === step.id)) return page(c, next, form, step, true);
    const held = step === timeStep ? await withHeld(next, form, posted) : next;
    if (typeof held === "string") return page(c, next, form, step, true, held);
    // Who needs help now is shown who can give it, before anything else is asked.
    if (step === firstCallbackStep && form.facts.danger) {
      const goOn = callbackPath(language, state.reviewing ? callbackCheckSlug : `${wayStep.slug}/xem`);
      return c.html(<CallbackHelpPage frame={frame} answers={held.answers} sealed={closed(held)} goOn={goOn} lines={lines} />);
    }
    const after = stepAfter(form, step, state.reviewing);
    return after ? page(c, held, form, after, isAnswered(held.answers, after)) : check(c, held, form);
  });

  app.get("*", (c) => c.redirect(pagePath(language, "callback"), 303));
  return app;
}
