import type { Child, FC } from "hono/jsx";
import { localDate, localTime } from "../../shared/calendar/local-time.ts";
import type { Clock } from "../../shared/calendar/clock.ts";
import { pagePath } from "../../shared/paths.ts";
import { formatReference } from "../../shared/reference.ts";
import type { Receipt } from "../../shared/registration/receipt.ts";
import { SealedField, seenName } from "../components/form-parts.tsx";
import { publicDoor, type Door } from "../components/form-door.tsx";
import { formId, frameWords, type Frame } from "../components/layout.tsx";
import { Finish } from "../components/own-phone.tsx";
import { Notices, Row, Timeline } from "../components/parts.tsx";
import { submitSlug } from "../../shared/registration/steps.ts";
import type { Words } from "../words/vi.ts";

export const shownMoment = (t: Words, instant: string): string => t.moment(localTime(new Date(instant)));

/** A deadline with its working: when it started, what was added, and the article it rests on; or the working that is given. */
export const Deadline: FC<{ t: Words; clock: Clock; working?: Child }> = ({ t, clock, working }) => (
  <>
    <strong>{shownEnd(t, clock)}</strong>
    {working ?? <span class="working">{workingText(t, clock)}</span>}
  </>
);

/** When a clock ends: a moment, or the end of a day. Nothing while it stands still. */
function shownEnd(t: Words, { term, dueAt }: Clock): string {
  if (dueAt === null) return "";
  return "hours" in term ? shownMoment(t, dueAt) : t.receipt.endOf(t.day(localDate(new Date(dueAt))));
}

function workingText(t: Words, { term, startsAt }: Clock): string {
  const [start, article] = [shownMoment(t, startsAt), t.law.article(term.article)];
  if ("hours" in term) return t.receipt.working(start, term.hours, article);
  return "workingDays" in term ? t.receipt.workingDays(start, term.workingDays, article) : article;
}

export type ReceiptView = {
  frame: Frame;
  receipt: Receipt;
  /** What sending came to; `withdrawnSince` is a receipt that no longer promises anything. */
  outcome: "received" | "repeated" | "changedSince" | "withdrawnSince";
  textComing: boolean;
  /** The form as it was sent, for showing this page in the other language. */
  sealed: string;
  door?: Door;
  /** How the deadline is worked out, where more is said of it than in a line. */
  working?: Child;
  /** Where to go from here; without it, to the look-up. */
  onward?: Child;
  /** Others may use this phone, too. */
  shared: boolean;
};

export const ReceiptPage: FC<ReceiptView> = ({ frame, receipt, outcome, textComing, sealed, door = publicDoor(frame), working, onward, shared }) => {
  const t = frameWords(frame);
  const w = t.receipt;
  const { language } = frame;
  const stands = outcome !== "withdrawnSince";
  return (
    <door.Page otherLanguage={{ formAction: door.step(language === "vi" ? "en" : "vi", submitSlug) }}>
      <form id={formId} method="post" action={door.step(language, submitSlug)}>
        {door.carried}
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
            <Deadline t={t} clock={receipt.decision} working={working} />
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
            { title: w.nextDecision, text: w.nextDecisionBy(shownEnd(t, receipt.decision)), done: false },
            { title: w.nextStart, text: w.nextStartBy, done: false },
          ]}
        />
      ) : null}
      <button type="button" class="primary" data-print hidden>
        {w.print}
      </button>
      <p class="screen">{onward ?? <a href={pagePath(frame.language, "lookup")}>{w.lookup}</a>}</p>
      {shared ? <Finish frame={frame} /> : null}
    </door.Page>
  );
};
