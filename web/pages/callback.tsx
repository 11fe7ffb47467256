import type { FC } from "hono/jsx";
import { localTime } from "../../shared/calendar/local-time.ts";
import { formatPhone, parsePhone } from "../../shared/contact/phone.ts";
import { ownPhone, type Answers } from "../../shared/form/answers.ts";
import { callbackConsentWording, type CallbackErrorCode, type CallbackReceipt, type OfferedDay } from "../../shared/hotline/callback.ts";
import type { HotlineLines } from "../../shared/hotline/lines.ts";
import { slotEnd, slotStart, type SlotId } from "../../shared/hotline/slots.ts";
import {
  callbackCheckSlug,
  callbackChoices,
  callbackSubmitSlug,
  firstCallbackStep,
  type CallbackField,
  type CallbackForm,
  type CallbackStep,
} from "../../shared/hotline/steps.ts";
import { appointmentPath, callbackPath, pagePath } from "../../shared/paths.ts";
import { formatReference } from "../../shared/reference.ts";
import { Cards, LineBox, Offline, SealedField, ShowStep, TickCard, leftName, sealedName, seenName } from "../components/form-parts.tsx";
import { Layout, Numbers, formId, frameWords, type Frame } from "../components/layout.tsx";
import { Finish, OnPhone } from "../components/own-phone.tsx";
import { ErrorSummary, Notices, Row, StepLine, type ShownError } from "../components/parts.tsx";
import { SlotPicker } from "../components/slot-picker.tsx";
import { errorTexts } from "../words/error-texts.ts";
import type { Words } from "../words/vi.ts";

export type CallbackView = {
  frame: Frame;
  answers: Answers;
  form: CallbackForm;
  /** The answers so far, sealed; empty on the first page. */
  sealed: string;
};

/** The times a page can offer, and what stands in the way of the chosen one. */
export type Times = { days: readonly OfferedDay[]; nearest: readonly SlotId[]; refused?: CallbackErrorCode | undefined };

const other = ({ language }: Frame): Frame["language"] => (language === "vi" ? "en" : "vi");
const showPath = (language: Frame["language"], slug: string): string => callbackPath(language, `${slug}/xem`);

/** "14:30–15:00 thứ Hai 23/11/2026" */
export function shownSlot(t: Words, id: SlotId): string {
  const { hour, minute } = localTime(slotEnd(id));
  const end = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  const [time, ...rest] = t.moment(localTime(slotStart(id))).split(" ");
  return `${t.hotline.slots.between(time ?? "", end)} ${rest.join(" ")}`;
}

/** One step of the form: its question group, what is wrong with it, and the way on and back. */
export const CallbackStepPage: FC<CallbackView & { step: CallbackStep; showIssues: boolean; times?: Times | undefined; heldUntil?: string | undefined; now: Date }> = (view) => {
  const { frame, answers, form, sealed, step, showIssues, times, heldUntil, now } = view;
  const t = frameWords(frame);
  const { language } = frame;
  const index = form.asked.indexOf(step);
  const previous = form.asked[index - 1];
  const noTimes = step.id === "time" && times?.days.length === 0;
  const issues = showIssues && !noTimes ? form.issues.filter((issue) => issue.step === step.id) : [];
  const codesOf = (field: CallbackField): string[] =>
    (field.kind === "slot" && times?.refused && !noTimes ? [times.refused] : issues.filter(({ path }) => path === field.name).map(({ code }) => code)).slice(0, 1);
  const sentencesOf = (field: CallbackField): string[] => errorTexts(t.hotline.errors, codesOf(field));
  const errors = step.fields.flatMap((field): ShownError[] => sentencesOf(field).map((text) => ({ name: field.name, text })));
  const { title, lead } = t.hotline.steps[step.id];
  const total = form.asked.length + 1;
  return (
    <Layout
      frame={frame}
      title={t.step(index + 1, total)}
      otherLanguage={sealed ? { formAction: showPath(other(frame), step.slug) } : { href: pagePath(other(frame), "callback") }}
    >
      <StepLine t={t} n={index + 1} m={total} />
      <ErrorSummary t={t} errors={errors} />
      <h1>{title}</h1>
      {lead ? <p class="lead">{lead}</p> : null}
      {heldUntil ? <p class="hint">{heldUntil > now.toISOString() ? t.hotline.slots.held(clockOf(t, heldUntil)) : t.hotline.slots.heldOver}</p> : null}
      <form id={formId} method="post" action={callbackPath(language, step.slug)} novalidate autocomplete="off" data-step data-again={sealed ? showPath(language, step.slug) : undefined}>
        <SealedField sealed={sealed} />
        <input type="hidden" name={leftName} value={step.slug} />
        {noTimes ? <Notices t={t} texts={[t.hotline.slots.none]} /> : null}
        {step.fields.map((field) => (
          <CallbackQuestion t={t} field={field} answers={answers} form={form} errors={sentencesOf(field)} times={times} />
        ))}
        <OnPhone t={t} answers={answers} first={index === 0} />
        <Offline t={t} />
        {noTimes && previous ? (
          <button class="primary" formaction={showPath(language, previous.slug)} formnovalidate>
            {t.hotline.iCall.back}
          </button>
        ) : (
          <button class="primary">{t.continue}</button>
        )}
        {previous ? <ShowStep action={showPath(language, previous.slug)} label={t.back} /> : <a href={pagePath(language, "home")}>{t.back}</a>}
      </form>
      {index === 0 ? (
        <p class="soft">
          <a href={pagePath(language, "appointment")}>{t.hotline.already}</a>
        </p>
      ) : null}
    </Layout>
  );
};

const clockOf = (t: Words, instant: string): string => t.moment(localTime(new Date(instant))).split(" ")[0] ?? "";

const CallbackQuestion: FC<{ t: Words; field: CallbackField; answers: Answers; form: CallbackForm; errors: readonly string[]; times?: Times | undefined }> = ({ t, field, answers, form, errors, times }) => {
  const words = t.hotline.fields[field.label];
  const asked = { t, name: field.name, label: words.label, hint: words.hint, optional: field.optional, errors };
  const value = answers[field.name] ?? "";
  switch (field.kind) {
    case "slot":
      return <SlotPicker {...asked} days={times?.days ?? []} nearest={times?.nearest ?? []} value={value} />;
    case "tick":
      return <TickCard t={t} name={field.name} label={words.label} errors={errors} value={callbackConsentWording} checked={value === callbackConsentWording} />;
    case "phone":
      return <LineBox {...asked} type="tel" value={value} />;
    case "line":
      return <LineBox {...asked} value={value} />;
    case "choice":
    case "choices":
    default: {
      const names: Record<string, string> = t.hotline.options[field.label];
      const options = callbackChoices[field.label].filter((option) => field.allowed?.(form.facts, option) ?? true).map((option) => [option, names[option] ?? option] as const);
      return <Cards {...asked} type={field.kind === "choices" ? "checkbox" : "radio"} options={options} value={value.split(",")} />;
    }
  }
};

/** Who answers at this moment, before any form of ours goes on. */
export const CallbackHelpPage: FC<{ frame: Frame; answers: Answers; sealed: string; goOn: string; lines: HotlineLines }> = ({ frame, answers, sealed, goOn, lines }) => {
  const t = frameWords(frame);
  const w = t.hotline.help;
  return (
    <Layout frame={frame} otherLanguage={{ formAction: callbackPath(other(frame), firstCallbackStep.slug) }}>
      <h1>{w.title}</h1>
      <p class="lead">{w.lead}</p>
      <EmergencyNumbers frame={frame} lines={lines} />
      <form id={formId} method="post" action={goOn} data-step>
        <SealedField sealed={sealed} />
        <AnsweredAgain answers={answers} step={firstCallbackStep} />
        <p class="hint">{w.goOnText}</p>
        <Offline t={t} />
        <button class="secondary">{w.goOn}</button>
      </form>
    </Layout>
  );
};

/** A step's answers, so that the page they lead to can be asked for once more in the other language. */
const AnsweredAgain: FC<{ answers: Answers; step: CallbackStep }> = ({ answers, step }) => (
  <>
    {[...step.fields, ownPhone].map(({ name }) => (
      <input type="hidden" name={name} value={answers[name] ?? ""} />
    ))}
  </>
);

const EmergencyNumbers: FC<{ frame: Frame; lines: HotlineLines }> = ({ frame, lines }) => {
  const t = frameWords(frame);
  return (
    <>
      <Numbers numbers={t.helpNow.numbers} />
      {lines.night.length ? (
        <>
          <h2>{t.hotline.help.night}</h2>
          <Numbers numbers={lines.night.map(({ number, what }) => ({ number, text: what[frame.language] }))} />
        </>
      ) : null}
    </>
  );
};

/** Numbers to ring oneself. Nothing is kept of who read them. */
export const CallYourselfPage: FC<{ frame: Frame; answers: Answers; sealed: string; back: CallbackStep; lines: HotlineLines }> = ({ frame, answers, sealed, back, lines }) => {
  const t = frameWords(frame);
  const w = t.hotline.iCall;
  const known = [
    { number: "111", text: w.child },
    { number: "096 306 1414", text: w.talk },
  ];
  const own = lines.lines.map(({ number, hours }) => ({ number, text: hours[frame.language] }));
  return (
    <Layout frame={frame} otherLanguage={{ formAction: callbackPath(other(frame), back.slug) }}>
      <h1>{w.title}</h1>
      <p class="lead">{w.lead}</p>
      {own.length ? null : <p>{w.none}</p>}
      <Numbers numbers={own.length ? own : known} />
      <form id={formId} method="post" action={showPath(frame.language, back.slug)} data-step>
        <SealedField sealed={sealed} />
        <AnsweredAgain answers={answers} step={back} />
        <Offline t={t} />
        <button class="link">{w.back}</button>
      </form>
    </Layout>
  );
};

/** Every answer once more, each with its way back, and the one button that sends. */
export const CallbackCheckPage: FC<CallbackView & { heldUntil?: string | undefined; now: Date }> = ({ frame, answers, form, sealed, heldUntil, now }) => {
  const t = frameWords(frame);
  const { language } = frame;
  const total = form.asked.length + 1;
  return (
    <Layout frame={frame} title={t.step(total, total)} otherLanguage={{ formAction: callbackPath(other(frame), callbackCheckSlug) }}>
      <StepLine t={t} n={total} m={total} />
      <h1>{t.hotline.check.title}</h1>
      {heldUntil ? <p class="hint">{heldUntil > now.toISOString() ? t.hotline.slots.held(clockOf(t, heldUntil)) : t.hotline.slots.heldOver}</p> : null}
      <form id={formId} method="post" action={callbackPath(language, callbackSubmitSlug)} autocomplete="off" data-step data-send data-again={callbackPath(language, callbackCheckSlug)}>
        <SealedField sealed={sealed} />
        {form.asked.map((step) => (
          <section class="review">
            <div class="head">
              <h2>{step.id === "danger" ? t.hotline.check.dangerShort : t.hotline.steps[step.id].title}</h2>
              <ShowStep
                action={showPath(language, step.slug)}
                label={
                  <>
                    {t.hotline.check.change}
                    <span class="hidden"> {t.hotline.steps[step.id].title}</span>
                  </>
                }
              />
            </div>
            <dl>
              {step.fields.map((field) => (
                <Row name={t.hotline.fields[field.label].label}>{shown(t, answers, field)}</Row>
              ))}
            </dl>
          </section>
        ))}
        <OnPhone t={t} answers={answers} first={false} />
        <Offline t={t} />
        <button class="primary">{t.hotline.check.submit}</button>
      </form>
    </Layout>
  );
};

/** An answer as people write it. */
function shown(t: Words, answers: Answers, field: CallbackField): string {
  const typed = answers[field.name] ?? "";
  if (field.kind === "tick") return typed === callbackConsentWording ? t.hotline.check.agreed : t.hotline.check.notAgreed;
  if (!typed) return t.hotline.check.none;
  if (field.kind === "slot") return shownSlot(t, typed);
  if (field.kind === "phone") return formatPhone(parsePhone(typed)?.e164 ?? typed);
  if (field.kind === "line") return typed;
  const names: Record<string, string> = t.hotline.options[field.label];
  return typed.split(",").map((option) => names[option] ?? option).join("; ");
}

export type CallbackReceiptView = {
  frame: Frame;
  receipt: CallbackReceipt;
  outcome: "received" | "repeated" | "changedSince";
  token: string;
  danger: boolean;
  /** The sentence a call of ours begins with. */
  opening: string;
  lines: HotlineLines;
  sealed: string;
  /** Others may use this phone, too. */
  shared: boolean;
};

export const CallbackReceiptPage: FC<CallbackReceiptView> = ({ frame, receipt, outcome, token, danger, opening, lines, sealed, shared }) => {
  const t = frameWords(frame);
  const w = t.hotline.receipt;
  return (
    <Layout frame={frame} otherLanguage={{ formAction: callbackPath(other(frame), callbackSubmitSlug) }}>
      <form id={formId} method="post" action={callbackPath(frame.language, callbackSubmitSlug)}>
        <input type="hidden" name={sealedName} value={sealed} />
        <input type="hidden" name={seenName} value="yes" />
      </form>
      {danger ? <EmergencyNumbers frame={frame} lines={lines} /> : null}
      <h1>{w.title}</h1>
      <Notices t={t} texts={outcome === "received" ? [] : [w[outcome]]} />
      <dl>
        <Row name={w.when}>
          <strong>{whenOf(t, receipt)}</strong>
        </Row>
        <Row name={w.showsAs}>
          {lines.showsAs ? (
            <strong>{lines.showsAs}</strong>
          ) : (
            <>
              {w.notAnnounced}
              <q class="say">{opening}</q>
            </>
          )}
        </Row>
      </dl>
      <section class="reference" aria-labelledby="reference">
        <h2 id="reference">{w.reference}</h2>
        <p class="code">{formatReference(receipt.reference)}</p>
        <h2>{w.code}</h2>
        <p class="code">{receipt.changeCode}</p>
        <p>{w.keep}</p>
      </section>
      <Notices t={t} texts={outcome === "received" ? [receipt.textComing ? w.textComing : w.noText] : []} />
      <h2>{w.change}</h2>
      <p>{w.changeText}</p>
      <a class="button screen" href={appointmentPath(frame.language, token)}>
        {w.changeButton}
      </a>
      {shared ? <Finish frame={frame} /> : null}
    </Layout>
  );
};

const whenOf = (t: Words, { kind, slotId }: CallbackReceipt): string =>
  kind !== "soon" && slotId ? shownSlot(t, slotId) : slotId ? t.hotline.receipt.soonBy(shownSlot(t, slotId)) : t.hotline.receipt.soonNoSeat;

/** Enough for today: what was asked for is not lost, and what to do instead. */
export const TooOftenPage: FC<{ frame: Frame }> = ({ frame }) => {
  const t = frameWords(frame);
  return (
    <Layout frame={frame} otherLanguage={{ href: pagePath(other(frame), "callback") }}>
      <h1>{t.hotline.receipt.tooOftenTitle}</h1>
      <p class="lead">{t.hotline.receipt.tooOften}</p>
      <p>
        <a href={pagePath(frame.language, "appointment")}>{t.hotline.already}</a>
      </p>
      <p>
        <a href={pagePath(frame.language, "helpNow")}>{t.home.helpNow.title}</a>
      </p>
    </Layout>
  );
};
