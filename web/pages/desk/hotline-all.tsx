import type { FC } from "hono/jsx";
import { deskPagePath, rosterActPath } from "../../../shared/hotline/desk-paths.ts";
import { lists, type List } from "../../../shared/hotline/caller.ts";
import type { Resting } from "../../../shared/hotline/resting.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import { TextArea } from "../../components/form-parts.tsx";
import { HotlineDesk } from "../../components/hotline-desk.tsx";
import type { Frame } from "../../components/layout.tsx";
import { ErrorSummary, Row } from "../../components/parts.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { maxReason } from "./hotline-day.tsx";
import { reasonsText } from "./hotline-handover.tsx";
import { Result, halfOf, shownAt, type Desk } from "./hotline-parts.tsx";

const shownRows = 200;

/** The fields of the form that decides for a caller who rests. */
export const decideNames = { key: "key", version: "version", reason: "reason", what: "what" } as const;
export const decisions = ["again", "close"] as const;
export type DecideDone = { done: "again" } | { done: "close"; count: number };
export type DecideError = keyof DeskWords["hotlineRoster"]["decide"]["errors"];

type Counted = { counts: Record<List, number>; inLists: number; open: number };

const decideLink = ({ language }: Frame, key: string): string => `${rosterActPath(language, "decide")}?${decideNames.key}=${encodeURIComponent(key)}`;

/** That nobody fell through: open requests by list beside their own count, and those who wait for a decision. */
export const HotlineAllPage: FC<{ desk: Desk; counted: Counted; resting: readonly Resting[]; done?: DecideDone | undefined }> = ({ desk, counted, resting, done }) => {
  const { frame } = desk;
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.all;
  const d = t.hotlineRoster.decide.done;
  return (
    <HotlineDesk {...desk} page="all" title={t.hotlineRoster.titles.all}>
      <Result text={done && (done.done === "again" ? d.again : d.close(done.count))} />
      <h1>{t.hotlineRoster.titles.all}</h1>
      <p class="hint">{w.lead}</p>
      <Counts t={t} counted={counted} />
      <h2>{resting.length ? `${w.resting} (${resting.length})` : w.resting}</h2>
      {resting.length > shownRows ? <p class="day-note">{w.shown(shownRows, resting.length)}</p> : null}
      {resting.length ? (
        <ol class="plain lines">
          {resting.slice(0, shownRows).map((row) => (
            <li class="rests">
              <RestingRow frame={frame} row={row} />
            </li>
          ))}
        </ol>
      ) : (
        <p>{w.none}</p>
      )}
    </HotlineDesk>
  );
};

const Counts: FC<{ t: DeskWords; counted: Counted }> = ({ t, counted: { counts, inLists, open } }) => {
  const w = t.hotlineRoster.all;
  const matches = inLists === open;
  return (
    <>
      <table class="tally">
        <caption class="hidden">{w.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{w.columns.list}</th>
            <th scope="col" class="num">
              {w.columns.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {lists
            .filter((list) => list !== "gone" || counts.gone > 0)
            .map((list) => (
              <tr>
                <th scope="row">{t.hotlineRoster.lists[list]}</th>
                <td class="num">{String(counts[list])}</td>
              </tr>
            ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{w.total}</th>
            <td class="num">{String(inLists)}</td>
          </tr>
          <tr>
            <th scope="row">{w.open}</th>
            <td class="num">{String(open)}</td>
          </tr>
        </tfoot>
      </table>
      {matches ? (
        <p class="verdict">
          <strong class="tag good">{w.matches}</strong> {w.matchesText}
        </p>
      ) : (
        <section class="danger verdict">
          <strong>{w.differs(Math.abs(inLists - open))}</strong>
          <p>{w.differsText}</p>
        </section>
      )}
    </>
  );
};

const RestingRow: FC<{ frame: Frame; row: Resting }> = ({ frame, row }) => {
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.all;
  const reference = halfOf(row.references[0] ?? "");
  return (
    <>
      <div class="facts">
        <p>
          <span class="ref">{reference}</span> {row.danger ? <strong class="tag bad">{w.danger}</strong> : null} {reasonsText(t, row.because)}
        </p>
        <p class="aside">
          {w.since(shownAt(t, row.since))} · {row.revivableUntil ? w.revivable(shownAt(t, row.revivableUntil)) : w.notRevivable}
        </p>
      </div>
      <a class="small" href={decideLink(frame, row.key)} aria-label={w.decideSpoken(reference)}>
        {w.decide}
      </a>
    </>
  );
};

type DecideProps = { desk: Desk; row: Resting; errors?: readonly DecideError[]; reason?: string };

/** What there is to know of a caller who rests, and the two things that can be decided. */
export const HotlineDecidePage: FC<DecideProps> = ({ desk, row, errors = [], reason = "" }) => {
  const { frame } = desk;
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.decide;
  const [first = ""] = row.references;
  return (
    <HotlineDesk {...desk} page="all" title={t.hotlineRoster.titles.all}>
      <ErrorSummary t={t} errors={errors.map((code) => ({ name: decideNames.reason, text: w.errors[code] }))} />
      <h1>{w.title(halfOf(first))}</h1>
      {row.because.includes("askedNotToCall") ? <p class="danger">{w.askedNotToCall}</p> : null}
      {row.because.includes("answersTooOld") ? <p class="day-note">{w.tooOld}</p> : null}
      <dl>
        <Row name={w.why}>
          {row.danger ? <strong class="tag bad">{t.hotlineRoster.all.danger}</strong> : null} {reasonsText(t, row.because)}
        </Row>
        <Row name={w.requests}>{`${row.references.length} (${row.references.map(halfOf).join(", ")})`}</Row>
        <Row name={w.since}>{shownAt(t, row.since)}</Row>
        <Row name={w.revivable}>{row.revivableUntil ? w.until(shownAt(t, row.revivableUntil)) : w.no}</Row>
      </dl>
      <form class="sheet" method="post" action={decideLink(frame, row.key)} novalidate>
        <Csrf csrf={desk.csrf} />
        <input type="hidden" name={decideNames.version} value={String(row.version)} />
        <TextArea
          t={t}
          name={decideNames.reason}
          label={w.reason.label}
          hint={w.reason.hint}
          value={reason}
          maxLength={maxReason}
          errors={errors.filter((code) => code !== "changed").map((code) => w.errors[code])}
        />
        {row.mayRingAgain ? <p class="hint">{w.ringAgainText}</p> : null}
        <p class="hint">{w.closeText}</p>
        <div class="acts">
          {row.mayRingAgain ? (
            <button class="primary" name={decideNames.what} value="again">
              {w.ringAgain}
            </button>
          ) : null}
          <button class={row.mayRingAgain ? "secondary" : "primary"} name={decideNames.what} value="close">
            {w.close}
          </button>
          <a href={deskPagePath(frame.language, "all")}>{w.back}</a>
        </div>
      </form>
    </HotlineDesk>
  );
};

/** A colleague, or the caller, was faster. */
export const HotlineDecidedPage: FC<{ desk: Desk }> = ({ desk }) => {
  const { frame } = desk;
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.decide;
  return (
    <HotlineDesk {...desk} page="all" title={t.hotlineRoster.titles.all}>
      <h1>{w.gone.title}</h1>
      <p class="lead">{w.gone.text}</p>
      <p>
        <a class="button" href={deskPagePath(frame.language, "all")}>
          {w.back}
        </a>
      </p>
    </HotlineDesk>
  );
};
