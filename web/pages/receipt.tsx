import type { FC } from "hono/jsx";
import { localTime } from "../../shared/calendar/local-time.ts";
import type { HourClock } from "../../shared/calendar/hour-clock.ts";
import { pagePath } from "../../shared/paths.ts";
import { formatReference } from "../../shared/reference.ts";
import type { Receipt } from "../../shared/registration/receipt.ts";
import { Layout, frameWords, samePage, type Frame } from "../components/layout.tsx";
import { Notices, Row, Timeline } from "../components/parts.tsx";
import type { Words } from "../words/vi.ts";

export const shownMoment = (t: Words, instant: string): string => t.moment(localTime(new Date(instant)));

/** A deadline with its working: when it started, what was added, and the article it rests on. */
export const Deadline: FC<{ t: Words; clock: HourClock }> = ({ t, clock }) => (
  <>
    <strong>{shownMoment(t, clock.dueAt)}</strong>
    <span class="working">{t.receipt.working(shownMoment(t, clock.startsAt), clock.hours, t.articles[clock.article] ?? clock.article)}</span>
  </>
);

export const ReceiptPage: FC<{ frame: Frame; receipt: Receipt; outcome: "received" | "repeated" | "changedSince"; textComing: boolean }> = (props) => {
  const { frame, receipt, outcome, textComing } = props;
  const t = frameWords(frame);
  const w = t.receipt;
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "lookup")}>
      <h1>{w.title}</h1>
      <Notices t={t} texts={outcome === "received" ? [] : [outcome === "repeated" ? w.repeated : w.changedSince]} />
      <section class="reference" aria-labelledby="reference">
        <h2 id="reference">{w.reference}</h2>
        <p class="code">{formatReference(receipt.reference)}</p>
        <p>{w.keep}</p>
      </section>
      <dl>
        <Row name={w.office}>
          <strong lang="vi">{receipt.office.name}</strong>
        </Row>
        <Row name={w.due}>
          <Deadline t={t} clock={receipt.decision} />
        </Row>
        <Row name={w.bring}>
          <ul class="plain">
            <li>{w.bringPapers}</li>
            {receipt.hasDeterminationPaper ? <li>{w.bringDetermination}</li> : null}
            <li>{w.bringReceipt}</li>
            <li>{w.personalHistory}</li>
          </ul>
        </Row>
      </dl>
      <Notices t={t} texts={[...receipt.notices.map((n) => t.notices[n]), textComing ? w.textComing : w.noText]} />
      <h2>{w.next}</h2>
      <Timeline
        items={[
          { title: w.nextSent, text: shownMoment(t, receipt.receivedAt), done: true },
          { title: w.nextCheck, done: false },
          { title: w.nextDecision, text: w.nextDecisionBy(shownMoment(t, receipt.decision.dueAt)), done: false },
          { title: w.nextStart, text: w.nextStartBy, done: false },
        ]}
      />
      <button type="button" class="primary" data-print hidden>
        {w.print}
      </button>
      <p class="screen">
        <a href={pagePath(frame.language, "lookup")}>{w.lookup}</a>
      </p>
    </Layout>
  );
};
