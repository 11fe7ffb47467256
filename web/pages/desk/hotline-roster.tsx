import type { FC } from "hono/jsx";
import { daysAfter, weekdayOf, type CivilDate } from "../../../shared/calendar/civil-date.ts";
import { typedBoxes, type Answers } from "../../../shared/form/answers.ts";
import { deskPagePath, rosterActPath } from "../../../shared/hotline/desk-paths.ts";
import { halfHours, type Shift } from "../../../shared/hotline/roster.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import { Cards, DayBoxes, SelectBox, type Option } from "../../components/form-parts.tsx";
import { HotlineDesk } from "../../components/hotline-desk.tsx";
import { ErrorSummary } from "../../components/parts.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { DayNav, Result, dayNote, longDay, type Desk } from "./hotline-parts.tsx";

/** The fields of the form that adds a shift, and of those that change one. */
export const shiftFields = [
  { name: "counsellor", kind: "choice" },
  { name: "from", kind: "choice" },
  { name: "to", kind: "choice" },
  { name: "calls", kind: "choice" },
  { name: "repeat", kind: "choice" },
  { name: "until", kind: "day" },
] as const;
export type ShiftField = (typeof shiftFields)[number]["name"] | "date";
export const repeats = ["once", "workingDays"] as const;
export const changeNames = { id: "shiftId", absent: "absent" } as const;

export type ShiftErrorCode = keyof DeskWords["hotlineRoster"]["roster"]["errors"];
export type ShiftError = { name: ShiftField; code: ShiftErrorCode };
export type RosterDone =
  | { done: "added" | "absent" | "present" | "removed" }
  | { done: "repeated"; put: number; already: number; daysOff: readonly CivilDate[]; overlapping: readonly CivilDate[] };

type Props = {
  desk: Desk;
  date: CivilDate;
  today: CivilDate;
  shifts: readonly Shift[];
  /** Half hours in which more is promised than those on shift can make. */
  over: readonly string[];
  people: readonly { staffId: string; name: string }[];
  done?: RosterDone | undefined;
  errors?: readonly ShiftError[];
  typed?: Answers;
};

/** Who works on a day; a manager adds, marks and removes shifts. */
export const HotlineRosterPage: FC<Props> = ({ desk, date, today, shifts, over, people, done, errors = [], typed = { calls: "2", repeat: "once" } }) => {
  const { frame, isManager } = desk;
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.roster;
  const note = dayNote(frame, t, date);
  const mayChange = isManager && date >= today;
  return (
    <HotlineDesk {...desk} page="roster" title={t.hotlineRoster.titles.roster}>
      <ErrorSummary t={t} errors={errors.map(({ name, code }) => ({ name: name === "date" ? "date" : name, text: w.errors[code] }))} />
      <Result text={done && doneText(t, done)}>{done?.done === "repeated" ? <Skipped desk={desk} done={done} /> : null}</Result>
      <h1>{`${t.hotlineRoster.titles.roster} · ${longDay(t, date)}`}</h1>
      <DayNav frame={frame} page="roster" date={date} today={today} />
      {note ? <p class="day-note">{mayChange ? w.offWarning(note) : note}</p> : null}
      {isManager && date < today ? <p class="day-note">{w.past}</p> : null}
      {over.length ? (
        <section class="danger">
          <strong>{t.hotlineRoster.today.overTitle}</strong>
          <p>{w.overText(over.join(", "))}</p>
          <a href={`${deskPagePath(frame.language, "today")}?date=${date}`}>{w.overLink}</a>
        </section>
      ) : null}
      <h2>{w.shifts}</h2>
      {shifts.length ? (
        <ul class="plain shifts">
          {shifts.map((shift) => (
            <ShiftRow desk={desk} shift={shift} mayChange={mayChange} />
          ))}
        </ul>
      ) : (
        <p>{w.none}</p>
      )}
      {mayChange ? <AddShift desk={desk} date={date} people={people} errors={errors} typed={typed} /> : null}
      {isManager ? null : <p class="hint">{w.counsellorNote}</p>}
    </HotlineDesk>
  );
};

type Repeated = Extract<RosterDone, { done: "repeated" }>;

function doneText(t: DeskWords, done: RosterDone): string {
  const w = t.hotlineRoster.roster.done;
  if (done.done !== "repeated") return w[done.done];
  return [w.repeated(done.put), ...(done.already ? [w.already(done.already)] : [])].join(" ");
}

/** Days that were left out, and why. */
const Skipped: FC<{ desk: Desk; done: Repeated }> = ({ desk: { frame }, done }) => {
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.roster.done;
  const skipped = [
    ...done.daysOff.map((date) => ({ date, why: dayNote(frame, t, date) ?? t.hotlineRoster.days.weekend })),
    ...done.overlapping.map((date) => ({ date, why: w.overlapping })),
  ].toSorted((a, b) => (a.date < b.date ? -1 : 1));
  return skipped.length ? (
    <>
      <p>{w.skipped}</p>
      <ul>
        {skipped.map(({ date, why }) => (
          <li>{`${longDay(t, date)} (${why})`}</li>
        ))}
      </ul>
    </>
  ) : null;
};

const ShiftRow: FC<{ desk: Desk; shift: Shift; mayChange: boolean }> = ({ desk, shift, mayChange }) => {
  const w = deskFrameWords(desk.frame).hotlineRoster.roster;
  const { name, from, to, callsPerSlot, absent } = shift;
  const markLabel = absent ? w.markPresent : w.markAbsent;
  return (
    <li class={absent ? "shift absent" : "shift"}>
      <span class="clock">{`${from}–${to}`}</span>
      <div class="facts">
        <strong>{name}</strong>
        <span class="aside">{w.calls(callsPerSlot)}</span>
        {absent ? <strong class="tag bad">{w.absent}</strong> : null}
      </div>
      {mayChange ? (
        <div class="acts">
          <ChangeForm desk={desk} shift={shift} act="markAbsent" label={markLabel} />
          <ChangeForm desk={desk} shift={shift} act="removeShift" label={w.remove} />
        </div>
      ) : null}
    </li>
  );
};

const ChangeForm: FC<{ desk: Desk; shift: Shift; act: "markAbsent" | "removeShift"; label: string }> = ({ desk, shift, act, label }) => {
  const { spoken } = deskFrameWords(desk.frame).hotlineRoster.roster;
  return (
    <form method="post" action={`${rosterActPath(desk.frame.language, act)}?date=${shift.date}`}>
      <Csrf csrf={desk.csrf} />
      <input type="hidden" name={changeNames.absent} value={shift.absent ? "no" : "yes"} />
      <button class="small" name={changeNames.id} value={shift.id} aria-label={spoken(label, shift.name, shift.from, shift.to)}>
        {label}
      </button>
    </form>
  );
};

const times = (from: number, to: number): Option[] => [...halfHours, "24:00"].slice(from, to).map((time) => [time, time]);
const counts: readonly Option[] = ["1", "2", "3", "4"].map((count) => [count, count]);

/** A working day a week on, as somebody types it. */
const example = (date: CivilDate): string => {
  const later = daysAfter(date, weekdayOf(date) === 0 ? 5 : 7);
  return [later.slice(8, 10), later.slice(5, 7), later.slice(0, 4)].map(Number).join(" ");
};

const AddShift: FC<{ desk: Desk; date: CivilDate } & Required<Pick<Props, "people" | "errors" | "typed">>> = ({ desk, date, people, errors, typed }) => {
  const t = deskFrameWords(desk.frame);
  const { add, errors: texts } = t.hotlineRoster.roster;
  const of = (name: ShiftField) => ({ t, name, errors: errors.filter((error) => error.name === name).map(({ code }) => texts[code]).slice(0, 1) });
  const choice = (name: ShiftField) => ({ ...of(name), choose: add.choose, value: typed[name] ?? "" });
  if (people.length === 0) return <p class="day-note">{add.nobody}</p>;
  return (
    <form class="sheet" method="post" action={`${rosterActPath(desk.frame.language, "addShift")}?date=${date}`} novalidate>
      <h2>{add.title}</h2>
      <Csrf csrf={desk.csrf} />
      <SelectBox {...choice("counsellor")} label={add.counsellor.label} hint={add.counsellor.hint} options={people.map(({ staffId, name }) => [staffId, name])} />
      <div class="pair">
        <SelectBox {...choice("from")} label={add.from} options={times(0, 48)} />
        <SelectBox {...choice("to")} label={add.to} options={times(1, 49)} />
      </div>
      <SelectBox {...choice("calls")} label={add.calls.label} hint={add.calls.hint} options={counts} />
      <Cards
        {...of("repeat")}
        type="radio"
        label={add.repeat.label}
        options={repeats.map((repeat) => [repeat, add.repeat[repeat]])}
        value={[typed.repeat ?? ""]}
      />
      <DayBoxes {...of("until")} label={add.until.label} hint={add.until.hint(example(date))} value={typedBoxes(typed, "until")} />
      <button class="primary">{add.add}</button>
    </form>
  );
};
