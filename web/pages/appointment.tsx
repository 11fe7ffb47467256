import type { Child, FC } from "hono/jsx";
import type { Place } from "../../shared/appointment/appointment.ts";
import { appointmentPath, openAppointmentSlug, pagePath, type AppointmentAct, type AppointmentSide } from "../../shared/paths.ts";
import { LineBox } from "../components/form-parts.tsx";
import { Layout, formId, frameWords, samePage, type Frame } from "../components/layout.tsx";
import { ErrorSummary, Notices, Row, type ShownError } from "../components/parts.tsx";
import type { Words } from "../words/vi.ts";

export type AppointmentError = keyof Words["appointment"]["errors"];
export type TypedCodes = { reference: string; code: string };

export const otherLanguage = (frame: Frame, token: string, act?: AppointmentAct, side?: AppointmentSide) => ({ href: appointmentPath(frame.language === "vi" ? "en" : "vi", token, act, side) });

/** Reference and change code, or the code from a text: the way to an appointment for whoever cannot use its link. */
export const OpenAppointmentPage: FC<{ frame: Frame; typed?: TypedCodes; errors?: readonly { name: keyof TypedCodes; code: AppointmentError }[] }> = ({ frame, typed, errors = [] }) => {
  const t = frameWords(frame);
  const w = t.appointment;
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

/** An appointment as anybody may see it who holds its link: nothing of what it is about. Each half of the service makes one of its own. */
export type AppointmentView = {
  token: string;
  /** Under which letter its addresses stand, if any. */
  side?: AppointmentSide | undefined;
  /** Whether it is still to come. */
  open: boolean;
  when: string;
  place: Place;
  address?: string | undefined;
  state: { name: string; style: string };
  /** What has to be told about where it stands. */
  told: readonly string[];
  confirmed: boolean;
  /** What can be done with it now. */
  acts: readonly AppointmentAct[];
  /** How to ask for another time, where the page itself gives none. */
  otherTime?: string | undefined;
};

type Shown = { frame: Frame; view: AppointmentView };

const pathTo = ({ language }: Frame, { token, side }: AppointmentView, act?: AppointmentAct): string => appointmentPath(language, token, act, side);

/** One appointment in neutral words: when, where, how it stands, and what can be done. */
export const AppointmentPage: FC<Shown & { done?: "moved" | "stopped" | undefined; error?: AppointmentError | undefined }> = ({ frame, view, done, error }) => {
  const t = frameWords(frame);
  const w = t.appointment;
  const { acts } = view;
  const texts = error ? [w.errors[error]] : [...(done ? [w[done]] : []), ...(view.confirmed ? [w.confirmed] : []), ...view.told];
  const can = (act: AppointmentAct): boolean => !error && acts.includes(act);
  return (
    <Layout quiet frame={frame} otherLanguage={otherLanguage(frame, view.token, undefined, view.side)}>
      <h1>{w.title}</h1>
      <Notices t={t} texts={texts} />
      <dl>
        {view.open ? (
          <>
            <Row name={w.when}>
              <strong>{view.when}</strong>
            </Row>
            <Row name={w.where}>{view.address ? <span lang="vi">{view.address}</span> : w.places[view.place]}</Row>
          </>
        ) : null}
        <Row name={w.state}>
          <strong class={`state ${view.state.style}`}>{view.state.name}</strong>
        </Row>
      </dl>
      {view.otherTime && !error ? <p>{view.otherTime}</p> : null}
      {can("confirm") ? (
        <form method="post" action={pathTo(frame, view, "confirm")}>
          <button class="primary">{w.confirmIt}</button>
        </form>
      ) : null}
      {can("move") ? (
        <a class={can("confirm") ? "button secondary" : "button"} href={pathTo(frame, view, "move")}>
          {w.move}
        </a>
      ) : null}
      <ul class="plain">
        {(["cancel", "calendar", "stopTexts"] as const).filter(can).map((act) => (
          <li>
            <a href={pathTo(frame, view, act)} {...(act === "calendar" ? { download: true } : {})}>
              {w[act]}
            </a>
            {act === "calendar" ? <p class="hint">{w.calendarNote}</p> : null}
          </li>
        ))}
      </ul>
      {acts.length > 0 && !error ? null : (
        <p>
          <a href={pagePath(frame.language, "home")}>{t.problems.home}</a>
        </p>
      )}
    </Layout>
  );
};

type Asking = Shown & { act: "cancel" | "stopTexts"; title: string; confirm: string; keep: string; alarm?: boolean; children: Child };

/** Asks once more before something that cannot be taken back. */
const AskOnce: FC<Asking> = ({ frame, view, act, title, confirm, keep, alarm = false, children }) => (
  <Layout quiet frame={frame} otherLanguage={otherLanguage(frame, view.token, act, view.side)}>
    <h1>{title}</h1>
    {children}
    <form id={formId} method="post" action={pathTo(frame, view, act)}>
      <button class={alarm ? "primary alarm" : "primary"}>{confirm}</button>
      <a href={pathTo(frame, view)}>{keep}</a>
    </form>
  </Layout>
);

export const CancelAppointmentPage: FC<Shown> = ({ frame, view }) => {
  const w = frameWords(frame).appointment;
  return (
    <AskOnce frame={frame} view={view} act="cancel" title={w.cancelTitle} confirm={w.cancelConfirm} keep={w.keep} alarm>
      {view.open ? <p class="lead">{view.when}</p> : null}
      <p>{view.otherTime ?? w.cancelText}</p>
    </AskOnce>
  );
};

/** `of`: what gets no more texts. */
export const StopTextsPage: FC<Shown & { of: keyof Words["appointment"]["stopText"] }> = ({ frame, view, of }) => {
  const w = frameWords(frame).appointment;
  return (
    <AskOnce frame={frame} view={view} act="stopTexts" title={w.stopTitle} confirm={w.stopConfirm} keep={w.stopKeep}>
      <p>{w.stopText[of]}</p>
      <p>{w.stopKeeps}</p>
    </AskOnce>
  );
};

/** The link leads nowhere: mistyped, or what it led to is long over. Says nothing of which. */
export const NoAppointmentPage: FC<{ frame: Frame }> = ({ frame }) => {
  const t = frameWords(frame);
  return (
    <Layout quiet frame={frame} otherLanguage={samePage(frame, "appointment")}>
      <h1>{t.appointment.gone}</h1>
      <p class="lead">{t.appointment.goneText}</p>
      <p>
        <a class="button" href={pagePath(frame.language, "appointment")}>
          {t.hotline.already}
        </a>
      </p>
    </Layout>
  );
};
