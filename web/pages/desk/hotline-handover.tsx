import type { Child, FC } from "hono/jsx";
import { deskPagePath } from "../../../shared/hotline/desk-paths.ts";
import type { DangerRow, FollowUpRow, HandOver, HeldRow } from "../../../shared/hotline/hand-over.ts";
import { restReasons, type Resting } from "../../../shared/hotline/resting.ts";
import { slotDate, slotStart } from "../../../shared/hotline/slots.ts";
import { HotlineDesk } from "../../components/hotline-desk.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { halfOf, longDay, shownAt, type Desk } from "./hotline-parts.tsx";

const shownRows = 50;

/** What the next shift has to know, on one page that can be printed. */
export const HotlineHandoverPage: FC<{ desk: Desk; list: HandOver; now: Date }> = ({ desk, list, now }) => {
  const { frame } = desk;
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.handover;
  const dayLink = (page: "today" | "roster", date: string, text: string) => <a href={`${deskPagePath(frame.language, page)}?date=${date}`}>{text}</a>;
  return (
    <HotlineDesk {...desk} page="handover" title={t.hotlineRoster.titles.handover}>
      <h1>{t.hotlineRoster.titles.handover}</h1>
      <p class="lead">{w.lead(shownAt(t, now.toISOString()))}</p>
      <p class="hint screen">{w.print}</p>
      <div class="handover">
        <Part w={w} title={w.danger} rows={list.danger.map((row) => <Danger t={t} row={row} />)} />
        <Part w={w} title={w.held} rows={list.held.map((row) => <Held t={t} row={row} />)} />
        <Part w={w} title={w.followUps} rows={list.followUps.map((row) => <FollowUp t={t} row={row} now={now} />)} />
        <Part
          w={w}
          title={w.overBooked}
          rows={list.overBooked.map(({ id, over }) => (
            <>
              {dayLink("today", slotDate(id), shownAt(t, slotStart(id).toISOString()))} <strong class="tag bad">{w.over(over)}</strong>
            </>
          ))}
        />
        <Part
          w={w}
          title={w.gaps}
          rows={list.gaps.map(({ date, from, to }) => (
            <>
              {dayLink("roster", date, longDay(t, date))}: {`${from}–${to}`}
            </>
          ))}
        />
        <Part w={w} title={w.resting} rows={list.resting.map((row) => <Rests t={t} row={row} />)}>
          <p class="screen">
            <a href={deskPagePath(frame.language, "all")}>{w.decide}</a>
          </p>
        </Part>
      </div>
    </HotlineDesk>
  );
};

const Part: FC<{ w: DeskWords["hotlineRoster"]["handover"]; title: string; rows: readonly Child[]; children?: Child }> = ({ w, title, rows, children }) => (
  <section>
    <h2>{rows.length ? `${title} (${rows.length})` : title}</h2>
    {rows.length ? (
      <ul class="plain lines">
        {rows.slice(0, shownRows).map((row) => (
          <li>{row}</li>
        ))}
      </ul>
    ) : (
      <p class="aside">{w.nothing}</p>
    )}
    {rows.length > shownRows ? <p>{w.more(shownRows, rows.length)}</p> : null}
    {rows.length ? children : null}
  </section>
);

const Ref: FC<{ reference: string }> = ({ reference }) => <span class="ref">{halfOf(reference)}</span>;

const Danger: FC<{ t: DeskWords; row: DangerRow }> = ({ t, row: { reference, openedAt, dueAt, list, talked } }) => {
  const w = t.hotlineRoster.handover;
  return (
    <>
      <Ref reference={reference} /> <strong class="tag bad">{talked ? w.afterDanger : w.dangerTag}</strong>{" "}
      {talked ? w.dangerTalked(shownAt(t, openedAt)) : w.dangerOpened(shownAt(t, openedAt))}
      {list === "resting" ? "" : ` · ${w.dueAt(shownAt(t, dueAt))}`}
      <span class="aside"> · {t.hotlineRoster.lists[list]}</span>
    </>
  );
};

const Held: FC<{ t: DeskWords; row: HeldRow }> = ({ t, row: { reference, name, until, rung, danger } }) => {
  const w = t.hotlineRoster.handover;
  return (
    <>
      <Ref reference={reference} /> {danger ? <strong class="tag bad">{w.dangerTag}</strong> : null} {w.heldRow(name, shownAt(t, until))}
      {rung ? <span class="aside"> · {w.rung}</span> : null}
    </>
  );
};

const FollowUp: FC<{ t: DeskWords; row: FollowUpRow; now: Date }> = ({ t, row: { reference, dueAt, afterDanger }, now }) => {
  const w = t.hotlineRoster.handover;
  return (
    <>
      <Ref reference={reference} /> {afterDanger ? <strong class="tag bad">{w.afterDanger}</strong> : null} {w.dueAt(shownAt(t, dueAt))}{" "}
      {dueAt < now.toISOString() ? <strong class="tag">{w.late}</strong> : null}
    </>
  );
};

const Rests: FC<{ t: DeskWords; row: Resting }> = ({ t, row: { references, because, danger, since } }) => {
  const w = t.hotlineRoster.all;
  return (
    <>
      <Ref reference={references[0] ?? ""} /> {danger ? <strong class="tag bad">{w.danger}</strong> : null} {reasonsText(t, because)}
      <span class="aside"> · {w.since(shownAt(t, since))}</span>
    </>
  );
};

/** Why a caller rests, in words. */
export const reasonsText = (t: DeskWords, because: Resting["because"]): string =>
  restReasons.flatMap((reason) => (because.includes(reason) ? [t.hotlineRoster.all.because[reason]] : [])).join("; ");
