import type { FC } from "hono/jsx";
import { formatPhone } from "../../shared/contact/phone.ts";
import { isCivilDate } from "../../shared/calendar/civil-date.ts";
import { localDate } from "../../shared/calendar/local-time.ts";
import { findCommune, findProvince } from "../../shared/places/places.ts";
import { lookupPath } from "../../shared/paths.ts";
import type { OwnData } from "../../shared/registration/own-data.ts";
import { longestRightText, type RightIssue } from "../../shared/privacy/right-form.ts";
import { rightsPath } from "../../shared/privacy/rights-paths.ts";
import { isViewable, mayMoveRight, refusalGrounds, rightKinds, rightRules, type Right } from "../../shared/privacy/rights.ts";
import { formatReference } from "../../shared/reference.ts";
import { appointmentKinds } from "../../shared/appointment/appointment.ts";
import { askedIn } from "../../shared/registration/history-form.ts";
import { historyParts, relativeFields, type History, type HistoryRelative } from "../../shared/registration/history.ts";
import { steps, type Field } from "../../shared/registration/steps.ts";
import { Named, TextArea } from "../components/form-parts.tsx";
import { Layout, formId, frameWords, samePage, type Frame } from "../components/layout.tsx";
import { ErrorSummary, Notices, Row } from "../components/parts.tsx";
import { errorTexts } from "../words/error-texts.ts";
import type { Words } from "../words/vi.ts";
import { shownMoment } from "./receipt.tsx";

export const rightKindName = "kind";
export const rightTextName = "text";
/** The field that says which request is meant. */
export const rightIdName = "right";

type Proven = { frame: Frame; token: string };
export type RightsView = Proven & {
  tokenExpiresAt: string;
  rights: readonly Right[];
  now: Date;
  typed?: { kind: string; text: string } | undefined;
  issues?: readonly RightIssue[];
  said?: string | undefined;
};

const Token: FC<{ token: string }> = ({ token }) => <input type="hidden" name="token" value={token} />;

/** What somebody has asked about their data, with its clocks, and the way to ask more. */
export const RightsPage: FC<RightsView> = ({ frame, token, tokenExpiresAt, rights, now, typed, issues = [], said }) => {
  const t = frameWords(frame);
  const w = t.rights;
  const { language } = frame;
  const errors = issues.map(({ path, code }) => ({ name: path, text: errorTexts(w.errors, [code])[0] ?? "" }));
  const of = (name: string): string[] => errors.filter((error) => error.name === name).map(({ text }) => text);
  return (
    <Layout frame={frame} otherLanguage={{ formAction: rightsPath(language === "vi" ? "en" : "vi") }}>
      <ErrorSummary t={t} errors={errors} />
      <h1>{w.title}</h1>
      <Notices t={t} texts={said ? [said] : []} />
      <p class="lead">{w.lead}</p>
      <h2>{w.own}</h2>
      {rights.length === 0 ? <p>{w.none}</p> : null}
      {rights.toReversed().map((right) => (
        <OwnRight t={t} frame={frame} token={token} right={right} />
      ))}
      {isViewable(rights, now) ? (
        <form method="post" action={rightsPath(language, "data")}>
          <Token token={token} />
          <button class="secondary">{w.see}</button>
        </form>
      ) : null}
      <form id={formId} class="apart" method="post" action={rightsPath(language, "ask")} novalidate autocomplete="off">
        <Token token={token} />
        <Named t={t} name={rightKindName} label={w.askTitle} errors={of(rightKindName)} group>
          {rightKinds.map((kind, index) => (
            <label class="card">
              <input type="radio" id={index ? `${rightKindName}-${kind}` : rightKindName} name={rightKindName} value={kind} checked={typed?.kind === kind} />
              <span>
                <strong>{w.kinds[kind].name}</strong>
                <br />
                {w.kinds[kind].hint}
              </span>
            </label>
          ))}
        </Named>
        <TextArea t={t} name={rightTextName} label={w.text.label} hint={w.text.hint} errors={of(rightTextName)} value={typed?.text ?? ""} maxLength={longestRightText} />
        <button class="primary">{w.send}</button>
        <p>
          <button class="link" formaction={lookupPath(language, "status")} formnovalidate>
            {w.back}
          </button>
        </p>
      </form>
      <p class="soft">{t.status.expires(shownMoment(t, tokenExpiresAt))}</p>
    </Layout>
  );
};

const OwnRight: FC<{ t: Words; frame: Frame; token: string; right: Right }> = ({ t, frame, token, right }) => {
  const w = t.rights;
  const { id, kind, state, askedAt, answer, carryOut, ground, overAt } = right;
  const endOf = (at: string | null): string => (at ? t.receipt.endOf(t.day(localDate(new Date(at)))) : "");
  const undo = mayMoveRight(right, "lift", ["applicant"]) ? "lift" : mayMoveRight(right, "takeBack", ["applicant"]) ? "takeBack" : undefined;
  return (
    <section aria-label={w.kinds[kind].name}>
      <h3>{w.kinds[kind].name}</h3>
      <dl>
        <Row name={t.status.state}>
          <strong>{w.states[state]}</strong>
        </Row>
        <Row name={w.askedAt}>{`${shownMoment(t, askedAt)} (${t.law.article(rightRules[kind].article)})`}</Row>
        {state === "asked" ? <Row name={w.answerBy}>{`${endOf(answer.dueAt)} (${t.law.article(answer.term.article)})`}</Row> : null}
        {carryOut && !overAt ? <Row name={w.carryOutBy}>{`${endOf(carryOut.dueAt)} (${t.law.article(carryOut.term.article)})`}</Row> : null}
        {ground ? (
          <Row name={w.ground}>
            {`${w.grounds[ground]} (${t.law.article(refusalGrounds[ground])})`}
            <br />
            {w.refusedNote}
          </Row>
        ) : null}
        {overAt ? <Row name={w.overAt}>{shownMoment(t, overAt)}</Row> : null}
      </dl>
      {undo ? (
        <form method="post" action={rightsPath(frame.language, undo)}>
          <Token token={token} />
          <input type="hidden" name={rightIdName} value={id} />
          <button class="link">
            {w[undo]}
            <span class="hidden">: {w.kinds[kind].name}</span>
          </button>
        </form>
      ) : null}
    </section>
  );
};

/** Asks once more about what cannot be undone. */
export const ConfirmRightPage: FC<Proven & { kind: "withdrawConsent" | "erase"; text: string }> = ({ frame, token, kind, text }) => {
  const t = frameWords(frame);
  const { title, text: explained, button } = t.rights.confirm[kind];
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "lookup")}>
      <h1>{title}</h1>
      <p>{explained}</p>
      <form id={formId} method="post" action={rightsPath(frame.language, "ask")}>
        <Token token={token} />
        <input type="hidden" name={rightKindName} value={kind} />
        <input type="hidden" name={rightTextName} value={text} />
        <input type="hidden" name="confirmed" value="yes" />
        <button class="primary alarm">{button}</button>
        <button class="link" formaction={rightsPath(frame.language)}>
          {t.rights.keep}
        </button>
      </form>
    </Layout>
  );
};

/** Everything that is kept of an application, for whoever it is about. */
export const OwnDataPage: FC<Proven & { data: OwnData }> = ({ frame, token, data }) => {
  const t = frameWords(frame);
  const w = t.rights.data;
  const { determined, course } = data;
  return (
    <Layout frame={frame} otherLanguage={{ formAction: rightsPath(frame.language === "vi" ? "en" : "vi", "data") }}>
      <h1>{w.title}</h1>
      <p class="lead">{w.lead}</p>
      <dl>
        <Row name={t.receipt.reference}>{formatReference(data.reference)}</Row>
        <Row name={t.events.submitted}>{shownMoment(t, data.receivedAt)}</Row>
        <Row name={t.status.state}>{t.states[data.state]}</Row>
        <Row name={t.receipt.office}>
          <span lang="vi">{data.office}</span>
        </Row>
      </dl>
      <h2>{w.sent}</h2>
      {steps.map((step) => {
        const rows = step.fields.flatMap((field): [string, string][] => {
          const text = shownAt(t, data.application, field);
          return text ? [[t.fields[field.label].label, text]] : [];
        });
        return rows.length ? <Told title={t.steps[step.id].title} rows={rows} /> : null;
      })}
      <Told title={w.background} rows={historyRows(t, data.history ?? {})} />
      <Told
        title={w.decided}
        rows={[
          ...(determined ? [[t.events.determine, `${w.results[determined.result]} · ${t.day(determined.on)}`] as const] : []),
          ...(course ? [[t.status.decidedOn, t.day(course.decidedOn)] as const, [t.status.period, t.status.fromTo(t.day(course.from), t.day(course.to))] as const, [t.fields.place.label, [t.options.place[course.place], course.facility ?? ""].filter(Boolean).join(", ")] as const] : []),
        ]}
      />
      <Told title={w.appointments} rows={data.appointments.map(({ kind, state, at, address }) => [shownMoment(t, at), [t.appointment.states[state], address ?? t.appointment.places[appointmentKinds[kind].place]].join(" · ")])} />
      <Told title={w.happened} rows={data.events.map(({ type, at }) => [shownMoment(t, at), t.events[type]])} />
      <form id={formId} method="post" action={rightsPath(frame.language, "download")}>
        <Token token={token} />
        <button class="secondary">{w.download}</button>
        <p class="hint">{w.downloadHint}</p>
        <button class="link" formaction={rightsPath(frame.language)}>
          {t.rights.backToRights}
        </button>
      </form>
    </Layout>
  );
};

const Told: FC<{ title: string; rows: readonly (readonly [string, string])[] }> = ({ title, rows }) =>
  rows.length === 0 ? null : (
    <section class="review">
      <h3>{title}</h3>
      <dl>
        {rows.map(([name, text]) => (
          <Row name={name}>
            <span lang="vi">{text}</span>
          </Row>
        ))}
      </dl>
    </section>
  );

const relativeText = (relative: HistoryRelative | undefined): string => relativeFields.flatMap((name) => relative?.[name] ?? []).join(", ");

const historyRows = (t: Words, history: History): [string, string][] =>
  historyParts.flatMap(askedIn).flatMap((field): [string, string][] => {
    const { label } = t.history.fields[field.name];
    if (field.kind === "relatives") return (history.children ?? []).map((child, n) => [`${t.history.child} ${n + 1}`, relativeText(child)]);
    const text = field.kind === "relative" ? relativeText(history[field.name]) : (history[field.name] ?? "");
    return text ? [[label, text]] : [];
  });

/** What stands at a place in what was sent, as texts; none where there is nothing. */
function textsAt(node: unknown, path: string): string[] {
  const value = path.split(".").reduce<unknown>((at, key) => new Map(Object.entries(Object(at))).get(key), node);
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string" || typeof one === "boolean").map(String);
}

/** An answer as people write it; empty where there is none. */
function shownAt(t: Words, application: OwnData["application"], field: Field): string {
  const texts = textsAt(application, field.name);
  const [text] = texts;
  if (field.kind === "commune") return findCommune(text)?.name ?? textsAt(application, field.name.replace(/communeCode$/u, "communeTyped"))[0] ?? text ?? "";
  if (text === undefined) return "";
  switch (field.kind) {
    case "day":
      return isCivilDate(text) ? t.day(text) : text;
    case "tick":
      return text === "true" ? t.check.consentYes : t.check.consentNo;
    case "choice":
    case "choices": {
      const names: Record<string, string> = t.options[field.label];
      return texts.map((option) => names[option] ?? option).join("; ");
    }
    case "province":
      return findProvince(text)?.name ?? text;
    case "phone":
      return formatPhone(text);
    case "line":
      break;
  }
  return text;
}
