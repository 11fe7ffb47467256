import type { FC } from "hono/jsx";
import type { Callback, CallbackErrorCode, OfferedDay } from "../../shared/hotline/callback.ts";
import type { SlotId } from "../../shared/hotline/slots.ts";
import { appointmentPath, openAppointmentSlug, pagePath } from "../../shared/paths.ts";
import { LineBox, Named } from "../components/form-parts.tsx";
import { Layout, formId, frameWords, samePage, type Frame } from "../components/layout.tsx";
import { ErrorSummary, Notices, Row, type ShownError } from "../components/parts.tsx";
import { SlotPicker } from "../components/slot-picker.tsx";
import type { Words } from "../words/vi.ts";
import { shownSlot } from "./callback.tsx";

export type AppointmentError = keyof Words["hotline"]["appointment"]["errors"];
export type TypedCodes = { reference: string; code: string };

const otherLanguage = (frame: Frame, token: string, act?: "move" | "cancel") => ({ href: appointmentPath(frame.language === "vi" ? "en" : "vi", token, act) });

/** Reference and change code: the way to an appointment for whoever gets no text. */
export const OpenAppointmentPage: FC<{ frame: Frame; typed?: TypedCodes; errors?: readonly { name: keyof TypedCodes; code: AppointmentError }[] }> = ({ frame, typed, errors = [] }) => {
  const t = frameWords(frame);
  const w = t.hotline.appointment;
  const textOf = (name: keyof TypedCodes): string[] => errors.filter((error) => error.name === name).map(({ code }) => w.errors[code]);
  return (
    <Layout quiet frame={frame} otherLanguage={samePage(frame, "appointment")}>
      <ErrorSummary t={t} errors={errors.map(({ name, code }): ShownError => ({ name, text: w.errors[code] }))} />
      <h1>{w.title}</h1>
      <p class="lead">{w.lead}</p>
      <form id={formId} method="post" action={`${pagePath(frame.language, "appointment")}/${openAppointmentSlug}`} novalidate autocomplete="off">
        <LineBox t={t} name="reference" {...w.reference} errors={textOf("reference")} value={typed?.reference ?? ""} />
        <LineBox t={t} name="code" {...w.code} errors={textOf("code")} value="" />
        <button class="primary">{w.open}</button>
      </form>
    </Layout>
  );
};

type Opened = { frame: Frame; callback: Callback; token: string };

function whenOf(t: Words, { kind, slotId }: Callback): string {
  const w = t.hotline.appointment;
  if (kind !== "soon" && slotId) return shownSlot(t, slotId);
  return slotId ? w.soonBy(shownSlot(t, slotId)) : w.soon;
}

/** One appointment in neutral words: when, where it stands, and what can be done. Never what it is about. */
export const AppointmentPage: FC<Opened & { changeable: boolean; done?: "moved" | undefined; error?: AppointmentError | undefined }> = ({ frame, callback, token, changeable, done, error }) => {
  const t = frameWords(frame);
  const w = t.hotline.appointment;
  const { state } = callback;
  const told = state === "waiting" ? (callback.kind !== "soon" && !callback.slotId ? w.slotClosed : undefined) : w[state];
  return (
    <Layout quiet frame={frame} otherLanguage={otherLanguage(frame, token)}>
      <h1>{w.title}</h1>
      <Notices t={t} texts={error ? [w.errors[error]] : [...(done ? [w[done]] : []), ...(told ? [told] : [])]} />
      <dl>
        {state === "waiting" ? (
          <Row name={w.when}>
            <strong>{whenOf(t, callback)}</strong>
          </Row>
        ) : null}
        <Row name={w.state}>
          <strong class={`state ${state}`}>{t.hotline.states[state]}</strong>
        </Row>
      </dl>
      {changeable ? (
        <>
          <a class="button" href={appointmentPath(frame.language, token, "move")}>
            {w.move}
          </a>
          <p>
            <a href={appointmentPath(frame.language, token, "cancel")}>{w.cancel}</a>
          </p>
        </>
      ) : (
        <p>
          <a href={pagePath(frame.language, "home")}>{t.problems.home}</a>
        </p>
      )}
    </Layout>
  );
};

type Moving = Opened & {
  days: readonly OfferedDay[];
  nearest: readonly SlotId[];
  value: string;
  refused?: CallbackErrorCode | undefined;
  /** The safe-contact answers are older than 30 days: they hold only if confirmed. */
  mustConfirm: boolean;
  notConfirmed?: boolean;
};

export const MoveAppointmentPage: FC<Moving> = ({ frame, token, days, nearest, value, refused, mustConfirm, notConfirmed = false }) => {
  const t = frameWords(frame);
  const w = t.hotline.appointment;
  const slotErrors = refused && days.length ? [t.hotline.errors[refused]] : [];
  const confirmErrors = notConfirmed ? [w.errors.confirm] : [];
  const errors = [...slotErrors.map((text) => ({ name: "slotId", text })), ...confirmErrors.map((text) => ({ name: "confirmed", text }))];
  return (
    <Layout quiet frame={frame} otherLanguage={otherLanguage(frame, token, "move")}>
      <ErrorSummary t={t} errors={errors} />
      <h1>{w.moveTitle}</h1>
      <form id={formId} method="post" action={appointmentPath(frame.language, token, "move")} novalidate autocomplete="off">
        {mustConfirm ? (
          <Named t={t} name="confirm-group" label={t.noticeTitle} errors={[]} group>
            {confirmErrors.map((text) => (
              <p class="error" id="confirmed-error">
                {text}
              </p>
            ))}
            <label class="card">
              <input type="checkbox" id="confirmed" name="confirmed" value="yes" {...(notConfirmed ? { "aria-invalid": "true", "aria-describedby": "confirmed-error" } : {})} />
              <span>{w.confirm}</span>
            </label>
          </Named>
        ) : null}
        <SlotPicker t={t} name="slotId" label={t.hotline.fields.slotId.label} errors={slotErrors} days={days} nearest={nearest} value={value} />
        {days.length ? <button class="primary">{w.moveButton}</button> : <Notices t={t} texts={[t.hotline.slots.none]} />}
        <button class="secondary" name="soon" value="yes">
          {w.moveSoon}
        </button>
        <a href={appointmentPath(frame.language, token)}>{t.back}</a>
      </form>
    </Layout>
  );
};

/** Asks once more before an appointment is given up. */
export const CancelAppointmentPage: FC<Opened> = ({ frame, callback, token }) => {
  const t = frameWords(frame);
  const w = t.hotline.appointment;
  return (
    <Layout quiet frame={frame} otherLanguage={otherLanguage(frame, token, "cancel")}>
      <h1>{w.cancelTitle}</h1>
      {callback.state === "waiting" ? <p class="lead">{whenOf(t, callback)}</p> : null}
      <p>{w.cancelText}</p>
      <form id={formId} method="post" action={appointmentPath(frame.language, token, "cancel")}>
        <button class="primary alarm">{w.cancelConfirm}</button>
        <a href={appointmentPath(frame.language, token)}>{w.keep}</a>
      </form>
    </Layout>
  );
};

/** The link leads nowhere: mistyped, or what it led to is long over. Says nothing of which. */
export const NoAppointmentPage: FC<{ frame: Frame }> = ({ frame }) => {
  const t = frameWords(frame);
  return (
    <Layout quiet frame={frame} otherLanguage={samePage(frame, "appointment")}>
      <h1>{t.hotline.appointment.gone}</h1>
      <p class="lead">{t.hotline.appointment.goneText}</p>
      <p>
        <a class="button" href={pagePath(frame.language, "appointment")}>
          {t.hotline.already}
        </a>
      </p>
    </Layout>
  );
};
