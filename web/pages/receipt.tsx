import type { FC } from "hono/jsx";
import { localTime } from "../../shared/calendar/local-time.ts";
import type { HourClock } from "../../shared/calendar/hour-clock.ts";
import { pagePath, stepPath } from "../../shared/paths.ts";
import { formatReference } from "../../shared/reference.ts";
import type { Receipt } from "../../shared/registration/receipt.ts";
import { SealedField, seenName } from "../components/form-parts.tsx";
import { Layout, formId, frameWords, type Frame } from "../components/layout.tsx";
import { Notices, Row, Timeline } from "../components/parts.tsx";
import { submitSlug } from "../../shared/registration/steps.ts";
import type { Words } from "../words/vi.ts";

export const shownMoment = (t: Words, instant: string): string => t.moment(localTime(new Date(instant)));

/** A deadline with its working: when it started, what was added, and the article it rests on. */
export const Deadline: FC<{ t: Words; clock: HourClock }> = ({ t, clock }) => (
  <>
    <strong>{shownMoment(t, clock.dueAt)}</strong>
    <span class="working">{t.receipt.working(shownMoment(t, clock.startsAt), clock.hours, t.articles[clock.article] ?? clock.article)}</span>
  </>
);

export type ReceiptView = {
  frame: Frame;
  receipt: Receipt;
  /** What sending came to; `withdrawnSince` is a receipt that no longer promises anything. */
  outcome: "received" | "repeated" | "changedSince" | "withdrawnSince";
  textComing: boolean;
  /** The form as it was sent, for showing this page in the other language. */
  sealed: string;
};

export const ReceiptPage: FC<ReceiptView> = ({ frame, receipt, outcome, textComing, sealed }) => {
  const t = frameWords(frame);
  const w = t.receipt;
  const { language } = frame;
  const stands = outcome !== "withdrawnSince";
  return (
    <Layout frame={frame} otherLanguage={{ formAction: stepPath(language === "vi" ? "en" : "vi", submitSlug) }}>
      <form id={formId} method="post" action={stepPath(language, submitSlug)}>
        <SealedField sealed={sealed} />
        <input type="hidden" name={seenName} value="yes" />
      </form>
      <h1>{stands ? w.title : w.withdrawnTitle}</h1>
      <Notices t={t} texts={outcome === "received" ? [] : [w[outcome]]} />
      <section class="reference" aria-labelledby="reference">
        <h2 id="reference">{w.reference}</h2>
        <p class="code">{formatReference(receipt.reference)}</p>
        <p>{w.keep}</p>
      </section>
      <dl>
        <Row name={w.office}>
          <strong lang="vi">{receipt.office.name}</strong>
        </Row>
        {stands ? (
          <Row name={w.due}>
            <Deadline t={t} clock={receipt.decision} />
          </Row>
        ) : null}
        {stands ? (
          <Row name={w.bring}>
            <ul class="plain">
              <li>{w.bringPapers}</li>
              {receipt.hasDeterminationPaper ? <li>{w.bringDetermination}</li> : null}
              <li>{w.bringReceipt}</li>
              <li>{w.personalHistory}</li>
            </ul>
          </Row>
        ) : null}
      </dl>
      <Notices t={t} texts={stands ? [...receipt.notices.map((n) => t.notices[n]), ...(outcome === "received" ? [textComing ? w.textComing : w.noText] : [])] : []} />
      {stands ? <h2>{w.next}</h2> : null}
      {stands ? (
        <Timeline
          items={[
            { title: w.nextSent, text: shownMoment(t, receipt.receivedAt), done: true },
            { title: w.nextCheck, done: false },
            { title: w.nextDecision, text: w.nextDecisionBy(shownMoment(t, receipt.decision.dueAt)), done: false },
            { title: w.nextStart, text: w.nextStartBy, done: false },
          ]}
        />
      ) : null}
      <button type="button" class="primary" data-print hidden>
        {w.print}
      </button>
      <p class="screen">
        <a href={pagePath(frame.language, "lookup")}>{w.lookup}</a>
      </p>
    </Layout>
  );
};
