import type { FC } from "hono/jsx";
import type { CivilDate } from "../../../shared/calendar/civil-date.ts";
import { deskPagePath, rosterActPath } from "../../../shared/hotline/desk-paths.ts";
import type { Booking, DayOverview, HalfHour } from "../../../shared/hotline/overview.ts";
import { slotTime, type SlotId } from "../../../shared/hotline/slots.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import { TextArea } from "../../components/form-parts.tsx";
import { HotlineDesk } from "../../components/hotline-desk.tsx";
import { ErrorSummary, Row } from "../../components/parts.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { DayNav, Result, dayNote, halfOf, longDay, type Desk } from "./hotline-parts.tsx";

/** The fields of the form that closes half hours. */
export const closeNames = { slotId: "slotId", reason: "reason", what: "what", confirmed: "confirmed" } as const;
export const closeWhat = { chosen: "chosen", rest: "rest" } as const;
export const maxReason = 200;
const closeForm = "close";

export type DayError = { name: keyof typeof closeNames; code: keyof DeskWords["hotlineRoster"]["today"]["errors"] };
export type DayDone = { done: "closed"; slots: number; texted: number; toCall: number } | { done: "opened"; time: string };
type Typed = { slotIds: readonly SlotId[]; reason: string };
type Props = { desk: Desk; day: DayOverview; today: CivilDate; done?: DayDone | undefined; errors?: readonly DayError[]; typed?: Typed };

/** One day: its half hours with who works, what is promised and to which requests; a manager closes and opens them. */
export const HotlineDayPage: FC<Props> = ({ desk, day, today, done, errors = [], typed }) => {
  const { frame, isManager } = desk;
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.today;
  const title = t.hotlineRoster.titles[day.date === today ? "today" : "day"];
  const past = day.halfHours.filter(({ hasEnded }) => hasEnded);
  const left = day.halfHours.filter(({ hasEnded }) => !hasEnded);
  const untold = day.halfHours.filter((one) => one.untold > 0);
  const picked = typed?.slotIds ?? untold.map(({ id }) => id);
  const row = (half: HalfHour) => <Half desk={desk} half={half} picked={picked.includes(half.id)} />;
  const note = dayNote(frame, t, day.date);
  return (
    <HotlineDesk {...desk} page="today" title={title}>
      <ErrorSummary t={t} errors={errors.map(({ name, code }) => ({ name: name === "slotId" ? firstPick(left) : name, text: w.errors[code] }))} />
      <Result text={done && doneText(w, done)} />
      <h1>{`${title} · ${longDay(t, day.date)}`}</h1>
      <DayNav frame={frame} page="today" date={day.date} today={today} />
      {note ? <p class="day-note">{note}</p> : null}
      <Alarms desk={desk} day={day} />
      {day.halfHours.length === 0 ? (
        <>
          <p class="lead">{w.empty}</p>
          <p>
            <a href={rosterOf(desk, day.date)}>{isManager ? w.makeRoster : w.seeRoster}</a>
          </p>
        </>
      ) : (
        <>
          <p class="lead">{w.lead(day.taken, day.capacity)}</p>
          {past.length ? (
            <details class="past">
              <summary>{w.past(past.length)}</summary>
              <ol class="plain halves">{past.map(row)}</ol>
            </details>
          ) : null}
          {errors.map(({ name, code }) =>
            name === "slotId" ? (
              <p class="error">
                <span class="hidden">{t.errorPrefix}: </span>
                {w.errors[code]}
              </p>
            ) : null,
          )}
          {left.length ? <ol class="plain halves">{left.map(row)}</ol> : <p>{w.none}</p>}
          <p>
            <a href={rosterOf(desk, day.date)}>{w.seeRoster}</a>
          </p>
          {isManager && left.some(canPick) ? <CloseForm desk={desk} day={day} today={today} errors={errors} reason={typed?.reason ?? ""} /> : null}
        </>
      )}
    </HotlineDesk>
  );
};

const rosterOf = ({ frame }: Desk, date: CivilDate): string => `${deskPagePath(frame.language, "roster")}?date=${date}`;
const pickId = (id: SlotId): string => `pick-${slotTime(id).replace(":", "")}`;
const canPick = ({ hasBegun, closed, untold }: HalfHour): boolean => !hasBegun && (!closed || untold > 0);
const firstPick = (halves: readonly HalfHour[]): string => {
  const first = halves.find(canPick);
  return first ? pickId(first.id) : closeNames.reason;
};
const timesOf = (halves: readonly HalfHour[]): string => halves.map(({ time }) => time).join(", ");

function doneText(w: DeskWords["hotlineRoster"]["today"], done: DayDone): string {
  if (done.done === "opened") return w.done.opened(done.time);
  return `${w.done.closed(done.slots)} ${done.texted + done.toCall > 0 ? w.done.told(done.texted, done.toCall) : w.done.toldNobody}`;
}

/** What is wrong with the day, and what to do about it. */
const Alarms: FC<{ desk: Desk; day: DayOverview }> = ({ desk, day }) => {
  const w = deskFrameWords(desk.frame).hotlineRoster.today;
  const over = day.halfHours.filter((half) => half.over > 0);
  const untold = day.halfHours.filter((half) => half.untold > 0);
  return (
    <>
      {over.length ? (
        <section class="danger">
          <strong>{w.overTitle}</strong>
          <p>
            {w.overText(timesOf(over))} {desk.isManager ? w.overManager : w.overCounsellor}
          </p>
          <a href={rosterOf(desk, day.date)}>{desk.isManager ? w.makeRoster : w.seeRoster}</a>
        </section>
      ) : null}
      {untold.length ? (
        <section class="danger">
          <strong>{w.untoldTitle}</strong>
          <p>
            {w.untoldText(untold.reduce((sum, half) => sum + half.untold, 0), timesOf(untold))} {desk.isManager ? w.untoldManager : w.untoldCounsellor}
          </p>
        </section>
      ) : null}
    </>
  );
};

const Half: FC<{ desk: Desk; half: HalfHour; picked: boolean }> = ({ desk, half, picked }) => {
  const w = deskFrameWords(desk.frame).hotlineRoster.today;
  const { time, taken, capacity, closed, hasBegun } = half;
  return (
    <li class={half.over > 0 || half.untold > 0 ? "half wrong" : "half"}>
      {desk.isManager && canPick(half) ? (
        <label class="pick">
          <input type="checkbox" id={pickId(half.id)} form={closeForm} name={closeNames.slotId} value={half.id} checked={picked} aria-label={w.pick(time)} />
          <span class="clock">{time}</span>
        </label>
      ) : (
        <span class="clock">{time}</span>
      )}
      <span class="count">
        <span aria-hidden="true">{w.count(taken, capacity)}</span>
        <span class="hidden">{w.countSpoken(taken, capacity)}</span>
      </span>
      <div class="facts">
        <p class="tags">
          <Badges w={w} half={half} />
          <span class="aside">{half.who.join(", ") || w.nobody}</span>
        </p>
        {half.bookings.length ? (
          <ul class="plain bookings" aria-label={`${w.bookings} ${time}`}>
            {half.bookings.map((booking) => (
              <li>
                <BookingLine w={w} booking={booking} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {desk.isManager && closed && !hasBegun ? (
        <form method="post" action={rosterActPath(desk.frame.language, "open")}>
          <Csrf csrf={desk.csrf} />
          <button class="small" name={closeNames.slotId} value={half.id} aria-label={w.reopenSpoken(time)}>
            {w.reopen}
          </button>
        </form>
      ) : null}
    </li>
  );
};

const Badges: FC<{ w: DeskWords["hotlineRoster"]["today"]; half: HalfHour }> = ({ w, half: { over, untold, closed, free, hasEnded } }) => (
  <>
    {over > 0 ? <strong class="tag bad">{w.over(over)}</strong> : null}
    {closed ? <strong class="tag">{w.closed}</strong> : null}
    {untold > 0 ? <strong class="tag bad">{w.untold(untold)}</strong> : null}
    {!closed && over === 0 && !hasEnded ? <span class="tag">{free > 0 ? w.free(free) : w.full}</span> : null}
  </>
);

const BookingLine: FC<{ w: DeskWords["hotlineRoster"]["today"]; booking: Booking }> = ({ w, booking: { reference, kind, state } }) => (
  <>
    <span class="ref">{halfOf(reference)}</span> {kind && state ? `${w.kind[kind]} · ${w.state[state]}` : w.forgotten}
  </>
);

const CloseForm: FC<{ desk: Desk; day: DayOverview; today: CivilDate; errors: readonly DayError[]; reason: string }> = ({ desk, day, today, errors, reason }) => {
  const t = deskFrameWords(desk.frame);
  const w = t.hotlineRoster.today;
  return (
    <form id={closeForm} class="sheet" method="post" action={`${rosterActPath(desk.frame.language, "close")}?date=${day.date}`} novalidate>
      <h2>{w.close.title}</h2>
      <p class="hint">{w.close.lead}</p>
      <Csrf csrf={desk.csrf} />
      <TextArea
        t={t}
        name={closeNames.reason}
        label={w.close.reason.label}
        hint={w.close.reason.hint}
        value={reason}
        maxLength={maxReason}
        errors={errors.flatMap(({ name, code }) => (name === "reason" ? [w.errors[code]] : []))}
      />
      <div class="acts">
        <button class="primary" name={closeNames.what} value={closeWhat.chosen}>
          {w.close.chosen}
        </button>
        <button class="secondary" name={closeNames.what} value={closeWhat.rest}>
          {day.date === today ? w.close.restToday : w.close.wholeDay}
        </button>
      </div>
    </form>
  );
};

type ConfirmProps = {
  desk: Desk;
  date: CivilDate;
  /** All that are left of the day, later ones too, when `what` is the rest. */
  slotIds: readonly SlotId[];
  what: keyof typeof closeWhat;
  reason: string;
  plan: { slots: number; texted: number; toCall: number };
};

/** Before half hours are closed: which, how many people have one, and how they will hear. */
export const CloseSlotsPage: FC<ConfirmProps> = ({ desk, date, slotIds, what, reason, plan }) => {
  const { frame } = desk;
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.today.confirm;
  const people = plan.texted + plan.toCall;
  return (
    <HotlineDesk {...desk} page="today" title={t.hotlineRoster.titles.today}>
      <h1>{w.title(plan.slots)}</h1>
      <dl>
        <Row name={w.times}>
          {longDay(t, date)}: {slotIds.map(slotTime).join(", ")}
        </Row>
        <Row name={w.people}>
          {people === 0 ? w.nobody : w.some(people)}
          {people > 0 ? (
            <ul>
              {plan.texted ? <li>{w.texted(plan.texted)}</li> : null}
              {plan.toCall ? <li>{w.toCall(plan.toCall)}</li> : null}
            </ul>
          ) : null}
          <p class="hint">{w.soon}</p>
        </Row>
        <Row name={w.reason}>{reason}</Row>
      </dl>
      <form method="post" action={`${rosterActPath(frame.language, "close")}?date=${date}`}>
        <Csrf csrf={desk.csrf} />
        <input type="hidden" name={closeNames.reason} value={reason} />
        <input type="hidden" name={closeNames.what} value={what} />
        {what === "chosen" ? slotIds.map((id) => <input type="hidden" name={closeNames.slotId} value={id} />) : null}
        <div class="acts">
          <button class="primary alarm" name={closeNames.confirmed} value="yes">
            {w.confirm(people)}
          </button>
          <a href={`${deskPagePath(frame.language, "today")}?date=${date}`}>{w.back}</a>
        </div>
      </form>
    </HotlineDesk>
  );
};
