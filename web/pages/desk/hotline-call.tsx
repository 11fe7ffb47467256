import type { Child, FC } from "hono/jsx";
import { formatPhone } from "../../../shared/contact/phone.ts";
import type { ContactAnswer, Sentence } from "../../../shared/contact/safe-contact.ts";
import { reasonLength } from "../../../shared/hotline/call-form.ts";
import { entriesAbout, listOf, liveLease, ruleOf, type Caller, type Lease } from "../../../shared/hotline/caller.ts";
import { callPath, deskPagePath, listActPath, type CallAct } from "../../../shared/hotline/desk-paths.ts";
import type { Outcome } from "../../../shared/hotline/ladder.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import { Named, wired } from "../../components/form-parts.tsx";
import { HotlineDesk, clockTime, timeFrom, type AtDesk } from "../../components/hotline-desk.tsx";
import type { Frame } from "../../components/layout.tsx";
import { Row } from "../../components/parts.tsx";
import { deskWords, deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { OutcomeErrors, OutcomeForm, leaseName, reportForm, windowsIn, type OutcomeView } from "./hotline-outcome.tsx";
import { ListForm, ScriptNotices, type ListView } from "./hotline-now.tsx";
import { halfOf } from "./hotline-parts.tsx";
import { Badges, TimeLeft, whySentence } from "./hotline-queue.tsx";
import { Texts, type TextShown } from "./hotline-texts.tsx";

/** Something that happened to a caller, as the page needs it. */
type Happened = {
  at: string;
  type: keyof DeskWords["hotlineDesk"]["call"]["event"];
  by?: { name: string } | undefined;
  outcome?: Outcome | undefined;
  voicemail?: boolean | undefined;
  note?: string | undefined;
  because?: string | undefined;
};

/** Why the gate says no, and from when on it will not. */
export type Refused = { because: keyof DeskWords["hotlineDesk"]["call"]["because"]; from: Date | null };

type CallRulesShown = { call: ContactAnswer; someoneElse: ContactAnswer; voicemail: ContactAnswer };

export type CallView = {
  caller: Caller;
  rules: CallRulesShown | null;
  events: readonly Happened[];
  texts: readonly TextShown[];
  /** From when on they can be rung, if not now. */
  possibleFrom: Date | null;
  /** Shown once, in the answer to "ring". */
  phone?: string | undefined;
  refused?: Refused | undefined;
  outcome?: OutcomeView | undefined;
  /** Something to say first. */
  line?: string | undefined;
  takeOver?: { reason: string; error?: string | undefined } | undefined;
};

type Props = AtDesk & { now: Date; list: ListView; view: CallView };

/** The call screen of one caller beside the list. Only the answer to "ring" holds the number. */
export const CallPage: FC<Props> = ({ now, list, view, ...at }) => {
  const w = deskFrameWords(at.frame);
  return (
    <HotlineDesk {...at} page="now">
      <div class="beside" data-now={now.toISOString()}>
        <aside aria-label={w.hotlineDesk.now.list}>
          <ListForm {...at} now={now} list={list} />
        </aside>
        <section class="panel" aria-labelledby="call-title">
          <p class="back">
            <a href={deskPagePath(at.frame.language)}>{w.hotlineDesk.call.back}</a>
          </p>
          <ScriptNotices frame={at.frame} />
          <Panel {...at} now={now} view={view} />
        </section>
      </div>
    </HotlineDesk>
  );
};

type PanelProps = AtDesk & { now: Date; view: CallView };

const Panel: FC<PanelProps> = (props) => {
  const { frame, now, view } = props;
  const w = deskFrameWords(frame);
  const t = w.hotlineDesk.call;
  const { caller, line, outcome, phone } = view;
  const issues = outcome?.issues ?? [];
  const isFirst = issues.length === 0 && phone === undefined && !view.takeOver?.error;
  return (
    <>
      <OutcomeErrors w={w} issues={issues} />
      <h1 id="call-title" tabindex={-1} autofocus={isFirst}>
        {t.title}
        {caller.entries.length ? <span class="code"> · {t.code(caller.entries.map(({ reference }) => halfOf(reference)).join(", "))}</span> : null}
      </h1>
      {line ? (
        <output class="line">{line}</output>
      ) : null}
      <div role="alert" data-lost></div>
      <Standing {...props} />
      <Texts w={w} texts={view.texts} now={now} />
      <h2>{t.earlier}</h2>
      <Earlier w={w} events={view.events} now={now} />
    </>
  );
};

/** What can be done depends on who holds the caller, and on what the gate says. */
const Standing: FC<PanelProps> = (props) => {
  const { frame, staff, now, view } = props;
  const { caller } = view;
  const t = deskFrameWords(frame).hotlineDesk.call;
  const lease = liveLease(caller, now);
  if (lease?.staffId === staff.staffId) return <Mine {...props} lease={lease} />;
  if (lease) return <Theirs {...props} lease={lease} />;
  const list = listOf(caller, now);
  if (list === "gone") return <p class="lead">{t.gone}</p>;
  return (
    <>
      <About {...props} />
      <MaskedNumber w={deskFrameWords(frame)} caller={caller} />
      {list === "now" ? <TakeThis {...props} /> : null}
      {list === "later" ? <Gate {...props} /> : null}
      {list === "resting" ? (
        <div class="notice">
          <p>{view.rules?.call.may === false && view.rules.call.because === "answersTooOld" ? t.because.answersTooOld : t.resting}</p>
          <p>
            <a href={deskPagePath(frame.language, "handover")}>{t.toHandover}</a>
          </p>
        </div>
      ) : null}
    </>
  );
};

const TakeThis: FC<PanelProps> = ({ frame, csrf, view }) => {
  const t = deskFrameWords(frame).hotlineDesk.call;
  return (
    <form method="post" action={listActPath(frame.language, "take")}>
      <Csrf csrf={csrf} />
      <button class="primary" name="key" value={view.caller.key}>
        {t.take}
      </button>
      <p class="hint">{t.takeHint}</p>
    </form>
  );
};

/** Why no call is allowed, and from when on one is. */
const Gate: FC<PanelProps> = ({ frame, now, view }) => {
  const w = deskFrameWords(frame);
  const t = w.hotlineDesk.call;
  const refused = view.refused ?? refusedOf(view);
  return (
    <div class="notice refused">
      <p>
        <strong>{t.refused}.</strong> {t.because[refused.because]}
      </p>
      {refused.from ? <p>{t.possibleFrom(timeFrom(w, refused.from, now))}</p> : null}
    </div>
  );
};

const refusedOf = ({ rules, possibleFrom }: CallView): Refused => {
  const because = rules && !rules.call.may ? rules.call.because : "nothingDue";
  return { because: because === "outsideSafeHours" || because === "answersTooOld" ? because : "nothingDue", from: possibleFrom };
};

const holdForm = "hold";

const Mine: FC<PanelProps & { lease: Lease }> = (props) => {
  const { frame, csrf, now, view, lease } = props;
  const w = deskFrameWords(frame);
  const t = w.hotlineDesk.call;
  const { caller, outcome, phone, refused } = view;
  const to = (act: CallAct): string => callPath(frame.language, caller.key, act);
  const form = outcome ? reportForm : holdForm;
  const maySpeak = outcome !== undefined || (view.possibleFrom !== null && view.possibleFrom <= now && view.rules?.call.may === true);
  return (
    <>
      <div class="lease">
        <LeaseLine frame={frame} lease={lease} callerKey={caller.key} />
        <button class="link" form={form} formaction={to("renew")} formnovalidate data-renew-now>
          {t.keep}
        </button>
      </div>
      <About {...props} />
      {phone ? <ShownNumber w={w} phone={phone} lease={lease} /> : <MaskedNumber w={w} caller={caller} lease={lease} />}
      {refused || !maySpeak ? <Gate {...props} /> : null}
      {outcome ? (
        phone || refused ? null : (
          <button class="secondary" form={reportForm} formaction={to("ring")} formnovalidate>
            {t.ringAgain}
          </button>
        )
      ) : (
        <form id={holdForm} method="post" action={to("ring")}>
          <Csrf csrf={csrf} />
          <input type="hidden" name={leaseName} value={lease.id} />
          {maySpeak && !refused ? (
            <>
              <button class="primary">{t.ring}</button>
              <p class="hint">{t.ringHint}</p>
            </>
          ) : null}
        </form>
      )}
      {maySpeak ? <Say w={w} view={view} now={now} /> : null}
      {outcome ? (
        <OutcomeForm frame={frame} staff={props.staff} csrf={csrf} now={now} callerKey={caller.key} view={outcome} />
      ) : (
        <button class="link" form={holdForm} formaction={to("handBack")}>
          {t.handBack}
        </button>
      )}
    </>
  );
};

/** Says that the caller is held, and until when. The script asks for it anew at its address, and so holds on. */
export const LeaseLine: FC<{ frame: Frame; lease: Lease; callerKey: string }> = ({ frame, lease, callerKey }) => {
  const w = deskFrameWords(frame);
  return (
    <p data-lease={callPath(frame.language, callerKey, "renew")}>
      {w.hotlineDesk.call.mine}
      <TimeLeft t={w} until={lease.until} />
    </p>
  );
};

const Theirs: FC<PanelProps & { lease: Lease }> = (props) => {
  const { frame, csrf, now, view, lease } = props;
  const w = deskFrameWords(frame);
  const t = w.hotlineDesk.call;
  const { reason = "", error } = view.takeOver ?? {};
  const asked = { t: w, name: "reason", label: t.takeOverWhy, hint: t.takeOverHint, errors: error ? [error] : [] };
  return (
    <>
      <p class="notice">
        {t.heldBy(lease.name, timeFrom(w, new Date(lease.until), now))}
        {lease.rungAt ? ` ${t.onPhone(clockTime(new Date(lease.rungAt)))}` : ""}
      </p>
      <About {...props} />
      <MaskedNumber w={w} caller={view.caller} />
      <form method="post" action={callPath(frame.language, view.caller.key, "takeOver")} autocomplete="off">
        <Csrf csrf={csrf} />
        <Named {...asked}>
          <input id="reason" name="reason" type="text" value={reason} maxlength={reasonLength} autofocus={error !== undefined} {...wired(asked)} />
        </Named>
        <button class="secondary">{t.takeOver}</button>
      </form>
    </>
  );
};

const About: FC<PanelProps> = ({ frame, now, view: { caller } }) => {
  const w = deskFrameWords(frame);
  const t = w.hotlineDesk.call;
  const about = entriesAbout(caller, now);
  const each = <T extends string>(values: readonly T[]): T[] => [...new Set(values)];
  const names = each(about.flatMap(({ askFor }) => askFor ?? []));
  const rule = ruleOf(caller);
  return (
    <>
      <Badges t={w} caller={caller} now={now} />
      <dl class="about" aria-label={t.about}>
        <Row name={t.why}>{whySentence(w, caller, now)}.</Row>
        {caller.entries.length > 1 ? <Row name={t.requests}>{t.requestsOpen(caller.entries.length)}</Row> : null}
        <Row name={t.asking}>{each(about.map(({ asking }) => t.askings[asking])).join(", ")}</Row>
        <Row name={t.askFor}>{names.length ? names.map((name) => `“${name}”`).join(", ") : t.noAskFor}</Row>
        <Row name={t.speaks}>{each(about.map(({ language }) => t.languages[language])).join(", ")}</Row>
        <Row name={t.phone}>{about.some(({ borrowed }) => borrowed) ? t.phones.borrowed : t.phones.own}</Row>
        {rule ? (
          <Row name={t.hours}>
            {windowsIn(w, rule).map((window, index) => (
              <>
                {index ? ", " : ""}
                <span class="window">{window}</span>
              </>
            ))}
          </Row>
        ) : null}
        {caller.attempts.length ? (
          <Row name={t.tried}>{caller.attempts.map(({ at, outcome }) => `${timeFrom(w, new Date(at), now)} ${w.hotlineDesk.outcome.short[outcome]}`).join("; ")}</Row>
        ) : null}
      </dl>
    </>
  );
};

const MaskedNumber: FC<{ w: DeskWords; caller: Caller; lease?: Lease }> = ({ w, caller, lease }) => (
  <div class="number-line">
    <p class="number">
      <span class="hidden">{w.hotlineDesk.call.masked}: </span>
      {caller.maskedPhone}
    </p>
    {lease?.rungAt ? <Timer w={w} since={lease.rungAt} /> : null}
  </div>
);

const ShownNumber: FC<{ w: DeskWords; phone: string; lease: Lease }> = ({ w, phone, lease }) => {
  const t = w.hotlineDesk.call;
  return (
    <div class="number-line">
      <p class="number">
        <a href={`tel:${phone}`} autofocus aria-label={`${t.dial}: ${formatPhone(phone)}`} data-number>
          {formatPhone(phone)}
        </a>
      </p>
      <button class="link" type="button" data-copy data-done={t.copied} hidden>
        {t.copy}
      </button>
      {lease.rungAt ? <Timer w={w} since={lease.rungAt} /> : null}
    </div>
  );
};

/** When the call began; the script adds how long it has lasted. */
const Timer: FC<{ w: DeskWords; since: string }> = ({ w, since }) => (
  <p class="timer">
    {w.hotlineDesk.call.began(clockTime(new Date(since)))}
    <span class="elapsed" data-since={since}></span>
  </p>
);

/** What may be said, in the language of who is rung; what to do, in that of the counsellor. */
const Say: FC<{ w: DeskWords; view: CallView; now: Date }> = ({ w, view: { caller, rules }, now }) => {
  const t = w.hotlineDesk.call;
  const first = entriesAbout(caller, now)[0];
  if (!rules || !first) return null;
  const { say } = deskWords[first.language].hotline;
  const spoken = (sentence: Sentence): Child => <q lang={first.language}>{say[sentence](first.askFor)}</q>;
  const other = rules.someoneElse.may ? rules.someoneElse.say : undefined;
  return (
    <div class="spoken">
      {rules.call.may && rules.call.say ? (
        <>
          <p class="spoken-title">{t.maySay}</p>
          <blockquote lang={first.language}>{say[rules.call.say](first.askFor)}</blockquote>
        </>
      ) : null}
      {other ? (
        <p>
          <strong>{t.someoneElse}:</strong> {spoken(other)} {isToSomeoneElse(other) ? t.afterwards[other] : ""}
        </p>
      ) : null}
      <p>
        <strong>{t.voicemail}:</strong> {rules.voicemail.may && rules.voicemail.say ? spoken(rules.voicemail.say) : t.noVoicemail}
      </p>
    </div>
  );
};
const isToSomeoneElse = (sentence: Sentence): sentence is "excuse" | "askForThem" | "askOrCallAgain" => ["excuse", "askForThem", "askOrCallAgain"].includes(sentence);

const Earlier: FC<{ w: DeskWords; events: readonly Happened[]; now: Date }> = ({ w, events, now }) => {
  const t = w.hotlineDesk.call;
  if (events.length === 0) return <p class="hint">{t.noEarlier}</p>;
  return (
    <ol class="history">
      {events.map((event) => (
        <li>
          <p>
            <strong>{titleOf(w, event)}</strong>
            {event.outcome ? ` · ${w.hotlineDesk.outcome.short[event.outcome]}` : ""}
            {event.voicemail ? ` · ${t.leftVoicemail}` : ""}
            <span class="when">
              {timeFrom(w, new Date(event.at), now)} · {event.by?.name ?? t.byCaller}
            </span>
          </p>
          {event.because && event.type !== "note" ? (
            <p class="note">
              {t.eventReason}: {event.type === "call" ? t.unrecorded : event.because}
            </p>
          ) : null}
          {event.note ? <p class="note">{event.note}</p> : null}
        </li>
      ))}
    </ol>
  );
};

/** A note that was written for the texts says what was done about them. */
function titleOf(w: DeskWords, { type, because }: Happened): string {
  const { event, notes } = w.hotlineDesk.call;
  return (type === "note" && Object.entries(notes).find(([name]) => name === because)?.[1]) || event[type];
}

/** What was sent came too late: somebody else holds the caller by now. */
export const LostPage: FC<AtDesk & { callerKey: string; isKept: boolean; holder: Lease | undefined; note: string }> = ({ callerKey, isKept, holder, note, ...at }) => {
  const { language } = at.frame;
  const t = deskFrameWords(at.frame).hotlineDesk.lost;
  return (
    <HotlineDesk {...at} page="now">
      <h1>{t.title}</h1>
      <p class="lead">{isKept ? t.kept : t.notSent}</p>
      <p>{!holder ? t.nobody : holder.staffId === at.staff.staffId ? t.toYou : t.to(holder.name)}</p>
      {note ? (
        <>
          <h2 id="own-note">{t.note}</h2>
          <textarea class="typed" readonly aria-labelledby="own-note">{`\n${note}`}</textarea>
        </>
      ) : null}
      <p class="buttons">
        <a class="button" href={deskPagePath(language)}>
          {deskFrameWords(at.frame).hotlineDesk.call.back}
        </a>
        <a href={callPath(language, callerKey)}>{t.toCall}</a>
      </p>
    </HotlineDesk>
  );
};

/** The same, said in the page that is still open. */
export const LostLine: FC<{ frame: Frame }> = ({ frame }) => <p class="notice">{deskFrameWords(frame).hotlineDesk.lost.onPage}</p>;
