import type { FC } from "hono/jsx";
import { localTime } from "../../../shared/calendar/local-time.ts";
import { dueEntries, entriesAbout, liveLease, placeInQueue, reasonsOf, type Caller, type Reason } from "../../../shared/hotline/caller.ts";
import { callPath } from "../../../shared/hotline/desk-paths.ts";
import { slotEnd, slotStart } from "../../../shared/hotline/slots.ts";
import { clockTime, timeFrom } from "../../components/hotline-desk.tsx";
import type { Frame } from "../../components/layout.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";

export type Queue = {
  frame: Frame;
  now: Date;
  /** Who looks: what they hold themselves is marked. */
  staffId: string;
  callers: readonly Caller[];
  coming: readonly Caller[];
  /** There is another page after this one. */
  more: boolean;
  /** This is not the first page. */
  later: boolean;
  /** The caller whose call screen is open beside the list. */
  open?: string | undefined;
};

const minuteMs = 60_000;
/** Whole minutes of the wall clock between two moments, so that every row of a list turns at the same second. */
const minutesBetween = (from: Date, to: Date): number => Math.max(0, Math.floor(to.getTime() / minuteMs) - Math.floor(from.getTime() / minuteMs));

/** The list of whom to ring, without anything that changes by the second. A row never holds a number. */
export const QueueRows: FC<Queue> = (queue) => {
  const { frame, now, staffId, callers, coming, more, later, open } = queue;
  const t = deskFrameWords(frame).hotlineDesk;
  const held = callers.filter((caller) => liveLease(caller, now)).length;
  return (
    <>
      <p class="counts">
        {t.now.counts(callers.length - held, held, coming.length)}
        {more ? ` · ${t.now.more}` : ""}
      </p>
      {callers.length === 0 && coming.length === 0 ? <p class="empty">{later ? t.now.emptyPage : t.now.empty}</p> : null}
      <ol class="rows" aria-label={t.now.list} data-rows>
        {callers.map((caller) => (
          <QueueRow frame={frame} now={now} staffId={staffId} caller={caller} isOpen={caller.key === open} />
        ))}
      </ol>
      {coming.length ? <h2 class="rows-title">{t.now.coming}</h2> : null}
      <ol class="rows coming" aria-label={coming.length ? t.now.coming : undefined}>
        {coming.map((caller) => (
          <QueueRow frame={frame} now={now} staffId={staffId} caller={caller} isOpen={caller.key === open} isComing />
        ))}
      </ol>
    </>
  );
};

type RowProps = { frame: Frame; now: Date; staffId: string; caller: Caller; isOpen: boolean; isComing?: boolean };

const QueueRow: FC<RowProps> = ({ frame, now, staffId, caller, isOpen: isCurrent, isComing }) => {
  const w = deskFrameWords(frame);
  const t = w.hotlineDesk.row;
  const lease = liveLease(caller, now);
  const isMine = lease?.staffId === staffId;
  const kind = [isMine ? "mine" : lease ? "held" : "", isCurrent ? "current" : ""].filter(Boolean).join(" ");
  const sentence = whySentence(w, caller, now);
  return (
    <li data-key={caller.key} class={kind || undefined} aria-current={isCurrent ? "true" : undefined}>
      <RowTime w={w} caller={caller} now={now} />
      <div class="what">
        <Badges t={w} caller={caller} now={now} />
        <p>{sentence}</p>
      </div>
      <div class="act">
        {lease ? (
          <>
            <p class="holder">
              {isMine ? t.mine : t.other(lease.name)}
              {isMine ? <TimeLeft t={w} until={lease.until} /> : null}
            </p>
            <a href={callPath(frame.language, caller.key)}>
              {isMine ? t.open : t.look}
              <span class="hidden">: {sentence}</span>
            </a>
          </>
        ) : isComing ? null : (
          <button class="take" name="key" value={caller.key}>
            {t.take}
            <span class="hidden">: {sentence}</span>
          </button>
        )}
      </div>
    </li>
  );
};

/** Until when a caller is held. The script counts it down; without it, the time of day says the same. */
export const TimeLeft: FC<{ t: DeskWords; until: string }> = ({ t, until }) => (
  <>
    {" "}
    ·{" "}
    <span class="left" data-until={until} data-left={t.hotlineDesk.row.left}>
      {t.hotlineDesk.row.until(clockTime(new Date(until)))}
    </span>
  </>
);

const RowTime: FC<{ w: DeskWords; caller: Caller; now: Date }> = ({ w, caller, now }) => {
  const about = entriesAbout(caller, now).filter(({ dueAt }) => dueAt <= now.toISOString());
  const dueAt = new Date(placeInQueue(caller)?.dueAt ?? now);
  const isSoon = about.length > 0 && about.every(({ kind }) => kind === "soon");
  const { date } = localTime(dueAt);
  return (
    <p class="time">
      {isSoon ? w.hotlineDesk.row.soon : clockTime(dueAt)}
      {!isSoon && date !== localTime(now).date ? <span class="day">{`${date.slice(8)}/${date.slice(5, 7)}`}</span> : null}
    </p>
  );
};

const badgeCodes = ["danger", "promised", "followUp", "slotClosed", "revived", "other", "borrowed"] as const;
const isBadge = (code: string): code is (typeof badgeCodes)[number] => badgeCodes.some((one) => one === code);

export const Badges: FC<{ t: DeskWords; caller: Caller; now: Date }> = ({ t: w, caller, now }) => {
  const t = w.hotlineDesk.row;
  const badges = reasonsOf(caller, now).flatMap((reason): [code: string, label: string][] => {
    if (isBadge(reason.code)) return [[reason.code, t.badges[reason.code]]];
    return reason.code === "again" && reason.rings > 0 ? [["again", t.again(reason.rings + 1)]] : [];
  });
  const english: [string, string][] = entriesAbout(caller, now).some(({ language }) => language === "en") ? [["english", "English"]] : [];
  const shown = [...badges, ...english];
  return shown.length ? (
    <ul class="badges">
      {shown.map(([code, label]) => (
        <li class={code === "danger" ? "badge is-danger" : "badge"} lang={code === "english" ? "en" : undefined}>
          {label}
        </li>
      ))}
    </ul>
  ) : null;
};

/** Why a caller stands where they stand, as one sentence. */
export function whySentence(w: DeskWords, caller: Caller, now: Date): string {
  const t = w.hotlineDesk;
  const reasons = reasonsOf(caller, now);
  const again = reasons.some(({ code }) => code === "again");
  const phrases = reasons.flatMap((reason) => phraseOf(w, reason, again, now));
  const dueAt = new Date(placeInQueue(caller)?.dueAt ?? now);
  const plain = reasons.every(({ code }) => ["danger", "other", "borrowed", "waiting"].includes(code));
  const due = dueAt <= now ? (plain ? [t.row.reasons.soon] : []) : plain || again ? [t.row.reasons.dueIn(t.minutes(minutesBetween(now, dueAt)))] : [];
  const text = [...phrases, ...due, ...waitedPhrase(w, caller, now)].join("; ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Who wanted to be rung at once waits since they asked; who has a time, since that time. */
function waitedPhrase(w: DeskWords, caller: Caller, now: Date): string[] {
  const since = entriesAbout(caller, now)
    .map(({ kind, openedAt, dueAt }) => (kind === "soon" ? openedAt : dueAt))
    .toSorted()[0];
  if (since === undefined || since > now.toISOString()) return [];
  const waited = minutesBetween(new Date(since), now);
  if (waited > 0) return [w.hotlineDesk.row.waiting(w.hotlineDesk.minutes(waited))];
  return dueEntries(caller, now).length ? [w.hotlineDesk.row.justNow] : [];
}

function phraseOf(w: DeskWords, reason: Reason, again: boolean, now: Date): string[] {
  const t = w.hotlineDesk.row.reasons;
  switch (reason.code) {
    case "danger":
      return [reason.first ? t.danger : t.dangerInTurn];
    case "promised":
      return again ? [] : [promisedPhrase(w, reason.slotId, now)];
    case "followUp":
      return [reason.afterDanger ? t.afterDanger : t.followUp];
    case "again":
      return isMissPhrase(reason.outcome) ? [t[reason.outcome](timeFrom(w, new Date(reason.at), now))] : [];
    case "slotClosed":
      return [t.slotClosed];
    case "revived":
      return [t.revived];
    case "other":
    case "borrowed":
    case "waiting":
      break;
  }
  return [];
}
const isMissPhrase = (outcome: string): outcome is "noAnswer" | "busy" | "someoneElse" | "technical" => ["noAnswer", "busy", "someoneElse", "technical"].includes(outcome);

function promisedPhrase(w: DeskWords, slotId: string, now: Date): string {
  const { reasons } = w.hotlineDesk.row;
  const start = slotStart(slotId);
  if (start > now) return reasons.promisedIn(w.hotlineDesk.minutes(minutesBetween(now, start)));
  return slotEnd(slotId) > now ? reasons.promisedNow : reasons.promisedPast(timeFrom(w, start, now));
}
