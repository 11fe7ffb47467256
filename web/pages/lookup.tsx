import type { FC } from "hono/jsx";
import { localDate } from "../../shared/calendar/local-time.ts";
import { ownPhone } from "../../shared/form/answers.ts";
import { mayMove } from "../../shared/registration/state.ts";
import { appointmentKinds } from "../../shared/appointment/appointment.ts";
import { appointmentPath, appointmentSide, lookupPath, pagePath } from "../../shared/paths.ts";
import { formatReference } from "../../shared/reference.ts";
import { findCommune, findProvince } from "../../shared/places/places.ts";
import { looksByDay } from "../../shared/registration/looks.ts";
import { historyStates } from "../../shared/registration/history-form.ts";
import { rightsPath } from "../../shared/privacy/rights-paths.ts";
import { historyPath } from "../../shared/registration/history-paths.ts";
import type { ComingAppointment, Status } from "../../shared/registration/receipt.ts";
import { Layout, formId, frameWords, samePage, type Frame } from "../components/layout.tsx";
import { Finish, OwnPhone } from "../components/own-phone.tsx";
import { ErrorSummary, Notices, Row, Timeline, idOf } from "../components/parts.tsx";
import type { Words } from "../words/vi.ts";
import { Deadline, shownMoment } from "./receipt.tsx";

export type LookupError = { name: "reference" | "phone" | "code"; code: keyof Words["lookup"]["errors"] };
/** `ask`: the ask whose code is waited for; none before the first. */
export type Typed = { reference: string; phone: string; ask: string; own: boolean };

const TextBox: FC<{ t: Words; name: LookupError["name"]; value: string; errors: readonly LookupError[]; short?: boolean }> = ({ t, name, value, errors, short }) => {
  const word: { label: string; hint?: string } = t.lookup[name];
  const own = errors.filter((error) => error.name === name);
  const ids = [word.hint ? `${name}-hint` : "", own.length ? `${name}-error` : ""].filter(Boolean).join(" ");
  return (
    <div class={own.length ? "question wrong" : "question"}>
      <label for={idOf(name)}>{word.label}</label>
      {word.hint ? (
        <p class="hint" id={`${name}-hint`}>
          {word.hint}
        </p>
      ) : null}
      {own.map(({ code }) => (
        <p class="error" id={`${name}-error`}>
          <span class="hidden">{t.errorPrefix}: </span>
          {t.lookup.errors[code]}
        </p>
      ))}
      <input
        id={idOf(name)}
        name={name}
        value={value}
        type={name === "phone" ? "tel" : "text"}
        inputmode={name === "code" ? "numeric" : undefined}
        autocomplete={name === "code" ? "one-time-code" : "off"}
        class={short ? "short" : undefined}
        {...(ids ? { "aria-describedby": ids } : {})}
        {...(own.length ? { "aria-invalid": "true" } : {})}
      />
    </div>
  );
};

const Summary: FC<{ t: Words; errors: readonly LookupError[] }> = ({ t, errors }) => (
  <ErrorSummary t={t} errors={errors.map(({ name, code }) => ({ name, text: t.lookup.errors[code] }))} />
);

/** Reference and phone: asks for a one-time code. */
export const LookupPage: FC<{ frame: Frame; typed?: Typed; errors?: readonly LookupError[] }> = ({ frame, typed, errors = [] }) => {
  const t = frameWords(frame);
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "lookup")}>
      <Summary t={t} errors={errors} />
      <h1>{t.lookup.title}</h1>
      <p class="lead">{t.lookup.lead}</p>
      <form id={formId} method="post" action={lookupPath(frame.language, "code")} novalidate autocomplete="off">
        <TextBox t={t} name="reference" value={typed?.reference ?? ""} errors={errors} short />
        <TextBox t={t} name="phone" value={typed?.phone ?? ""} errors={errors} short />
        <OwnPhone t={t} hint={t.ownPhone.lookupHint} checked={typed?.own ?? false} />
        <button class="primary">{t.lookup.ask}</button>
      </form>
      <NoText t={t} />
    </Layout>
  );
};

const NoText: FC<{ t: Words }> = ({ t }) => (
  <section>
    <h2>{t.lookup.noTextTitle}</h2>
    <p>{t.lookup.noText}</p>
  </section>
);

/** The code from the text. Reads the same whether or not reference and phone belong together. */
export const CodePage: FC<{ frame: Frame; typed: Typed; errors?: readonly LookupError[] }> = ({ frame, typed, errors = [] }) => {
  const t = frameWords(frame);
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "lookup")}>
      <Summary t={t} errors={errors} />
      <h1>{t.lookup.codeTitle}</h1>
      <p class="lead">{t.lookup.codeLead}</p>
      <form id={formId} method="post" action={lookupPath(frame.language, "status")} novalidate autocomplete="off">
        <input type="hidden" name="reference" value={typed.reference} />
        <input type="hidden" name="phone" value={typed.phone} />
        <input type="hidden" name="ask" value={typed.ask} />
        <OwnField own={typed.own} />
        <TextBox t={t} name="code" value="" errors={errors} short />
        <button class="primary">{t.lookup.open}</button>
        <button class="link" formaction={lookupPath(frame.language, "code")} formnovalidate>
          {t.lookup.again}
        </button>
      </form>
      <NoText t={t} />
    </Layout>
  );
};

type Opened = { frame: Frame; status: Status; token: string };

/** What was said of the phone, for the next page. */
const OwnField: FC<{ own: boolean }> = ({ own }) => (own ? <input type="hidden" name={ownPhone.name} value={ownPhone.value} /> : null);

const Token: FC<{ token: string }> = ({ token }) => <input type="hidden" name="token" value={token} />;

/** Where the application is, by when, and what can be done: nothing more. */
/** Who of the staff opened the application: role and place of work, never a name. */
const LooksList: FC<{ t: Words; looks: Status["looks"] }> = ({ t, looks }) => {
  const w = t.status;
  const days = looksByDay(looks);
  return (
    <>
      {days.length ? (
        <ul>
          {days.map(({ at, role, unit, times }) => (
            <li>
              {w.lookedBy[role]} <span lang="vi">{(findCommune(unit) ?? findProvince(unit))?.name ?? unit}</span>
              {", "}
              {shownMoment(t, at)}
              {times > 1 ? ` ${w.lookedTimes(times)}` : ""}
            </li>
          ))}
        </ul>
      ) : null}
      <p class="soft">{days.length ? w.looksHint : w.noLooks}</p>
    </>
  );
};

export const StatusPage: FC<Opened & { tokenExpiresAt: string; now: Date; said?: string; /** Nobody else uses this phone. */ own?: boolean }> = ({ frame, status, token, tokenExpiresAt, now, said, own = false }) => {
  const t = frameWords(frame);
  const w = t.status;
  const { state, due, missing, course } = status;
  const mayWithdraw = mayMove("withdraw", state, ["applicant"]);
  const overdue = due?.duty === "decide" && due.at !== null && now.toISOString() > due.at;
  return (
    <Layout frame={frame} otherLanguage={{ formAction: lookupPath(frame.language === "vi" ? "en" : "vi", "status") }}>
      <h1>{w.title}</h1>
      <Notices t={t} texts={[...(said ? [said] : []), ...(overdue ? [w.overdue] : [])]} />
      <dl>
        <Row name={t.receipt.reference}>
          <strong class="spaced">{formatReference(status.reference)}</strong>
        </Row>
        <Row name={w.state}>
          <strong class={`state ${status.state}`}>{t.states[status.state]}</strong>
        </Row>
        <Row name={t.receipt.office}>
          <span lang="vi">{status.office.name}</span>
        </Row>
        {due?.duty === "decide" ? <Row name={w.due}>{due.at === null ? w.paused : due.clock?.dueAt === due.at ? <Deadline t={t} clock={due.clock} /> : <strong>{t.receipt.endOf(t.day(localDate(new Date(due.at))))}</strong>}</Row> : null}
        {missing ? (
          <Row name={w.missing}>
            <ul class="plain" lang="vi">
              {missing.items.map((item) => (
                <li>{item}</li>
              ))}
            </ul>
            {w.missingBy(t.day(missing.by))}
          </Row>
        ) : null}
        {course ? <Row name={w.decidedOn}>{t.day(course.decidedOn)}</Row> : null}
        {course ? <Row name={w.period}>{w.fromTo(t.day(course.from), t.day(course.to))}</Row> : null}
        {due?.duty === "start" && due.at ? <Row name={w.startBy}>{`${t.receipt.endOf(t.day(localDate(new Date(due.at))))} (${t.law.article(due.article)})`}</Row> : null}
        {status.appointments?.map((coming) => (
          <ComingRow frame={frame} coming={coming} />
        ))}
      </dl>
      <h2>{w.todo}</h2>
      <p>{w.next[state]}</p>
      <Notices t={t} texts={mayWithdraw ? status.notices.map((n) => t.notices[n]) : []} />
      <h2>{w.timeline}</h2>
      <Timeline items={status.events.map(({ type, at }) => ({ title: t.events[type], text: shownMoment(t, at), done: true }))} />
      <h2>{w.looks}</h2>
      <LooksList t={t} looks={status.looks} />
      <form id={formId} method="post" action={lookupPath(frame.language, "status")}>
        <Token token={token} />
        <OwnField own={own} />
        <button class="secondary">{w.reload}</button>
        {historyStates.includes(state) ? (
          <p>
            <button class="link" formaction={historyPath(frame.language, "self")}>
              {t.history.open}
            </button>
          </p>
        ) : null}
        <p>
          <button class="link" formaction={rightsPath(frame.language)}>
            {t.rights.open}
          </button>
        </p>
        {mayWithdraw ? (
          <button class="link" formaction={lookupPath(frame.language, "withdraw")}>
            {w.withdraw}
          </button>
        ) : null}
      </form>
      <p class="soft">
        {w.expires(shownMoment(t, tokenExpiresAt))}{" "}
        {own ? (
          <a href={pagePath(frame.language, "exit")} rel="noreferrer" data-exit>
            {w.done}
          </a>
        ) : (
          t.ownPhone.leaves
        )}
      </p>
      {own ? null : <Finish frame={frame} />}
    </Layout>
  );
};

const Where: FC<{ at: string; address: string }> = ({ at, address }) => (
  <>
    {at} <span lang="vi">{address}</span>
  </>
);

/** When and where somebody is expected, with the way to that appointment's own page. */
const ComingRow: FC<{ frame: Frame; coming: ComingAppointment }> = ({ frame, coming }) => {
  const t = frameWords(frame);
  const { listed, places } = t.appointment;
  const { kind, at, address, token } = coming;
  return (
    <Row name={listed.name}>
      <strong>{shownMoment(t, at)}</strong>, {address ? <Where at={listed.at} address={address} /> : places[appointmentKinds[kind].place].toLowerCase()}
      <br />
      <a href={appointmentPath(frame.language, token, undefined, appointmentSide)}>{listed.see}</a>
    </Row>
  );
};

/** Asks once more before the application is withdrawn. */
export const WithdrawPage: FC<Opened> = ({ frame, status, token }) => {
  const t = frameWords(frame);
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "lookup")}>
      <h1>{t.status.withdrawTitle}</h1>
      <p class="lead">{formatReference(status.reference)}</p>
      <p>{t.status.withdrawText}</p>
      <form id={formId} method="post" action={lookupPath(frame.language, "withdraw")}>
        <Token token={token} />
        <input type="hidden" name="confirmed" value="yes" />
        <button class="primary alarm">{t.status.withdrawConfirm}</button>
        <button class="link" formaction={lookupPath(frame.language, "status")}>
          {t.status.keep}
        </button>
      </form>
    </Layout>
  );
};
