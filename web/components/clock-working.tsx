import type { FC } from "hono/jsx";
import { weekdayOf, type CivilDate } from "../../shared/calendar/civil-date.ts";
import { workingOf, type Step } from "../../shared/calendar/clock-working.ts";
import type { Clock, TimeLeft } from "../../shared/calendar/clock.ts";
import type { NamedDay } from "../../shared/calendar/days-off.ts";
import { localDate, localTime } from "../../shared/calendar/local-time.ts";
import type { Pause, Term } from "../../shared/calendar/term.ts";
import type { DayOff } from "../../shared/calendar/working-days.ts";
import type { Language } from "../../shared/language.ts";
import type { DeskWords } from "../words/desk.ts";

type Told = { t: DeskWords; language: Language };

const moment = ({ t }: Told, iso: string): string => t.moment(localTime(new Date(iso)));
const dayOf = ({ t }: Told, day: CivilDate): string => t.hotlineRoster.longDay(weekdayOf(day), t.day(day));

const whyNamed = ({ t, language }: Told, { name, confirmed }: NamedDay): string => (confirmed ? name[language] : t.clock.likely(name[language]));
const whyOff = (told: Told, off: DayOff): string => (off.kind === "weekend" ? told.t.clock.weekend : whyNamed(told, off));

function termLine({ t }: Told, term: Term): string {
  const article = t.law.article(term.article);
  if ("hours" in term) return t.clock.term.hours(term.hours, article);
  if ("workingDays" in term) return t.clock.term.workingDays(term.workingDays, article);
  return "days" in term ? t.clock.term.days(term.days, article) : t.clock.term.months(term.months, article);
}

function pauseLine(told: Told, { from, to, because }: Pause, notCounted: { from: CivilDate; to: CivilDate | null } | null): string {
  const w = told.t.clock;
  const why = w.reasons[because];
  if (to === null) return w.pausedStill(moment(told, from), why);
  const stood = w.paused(moment(told, from), moment(told, to), why);
  if (notCounted === null || notCounted.to === null) return stood;
  const [first, last] = [dayOf(told, notCounted.from), dayOf(told, notCounted.to)];
  const later = notCounted.to === localDate(new Date(to)) ? [] : [w.resumedLater(last)];
  return [stood, ...later, first === last ? w.notCountedDay(first) : w.notCounted(first, last)].join(" ");
}

function line(told: Told, step: Step): string {
  const w = told.t.clock;
  switch (step.step) {
    case "received":
    case "began":
      return w[step.step](moment(told, step.at));
    case "receivedLater":
      return w.receivedLater[step.because](dayOf(told, step.on));
    case "term":
      return termLine(told, step.term);
    case "firstDay":
      return w.firstDay(dayOf(told, step.on));
    case "makeUp":
      return w.makeUp(dayOf(told, step.on), whyNamed(told, step.named));
    case "skipped":
    case "movedOn":
      return w[step.step](dayOf(told, step.on), whyOff(told, step.off));
    case "paused":
      return pauseLine(told, step.pause, step.notCounted);
    case "due":
    default:
      return step.inHours ? w.dueAt(moment(told, step.at)) : w.dueEndOf(dayOf(told, localDate(new Date(step.at))));
  }
}

/** How a clock came to its end, to be checked with a calendar, and whether the days off it rests on are certain. */
export const ClockWorking: FC<Told & { clock: Clock }> = ({ clock, ...told }) => {
  const w = told.t.clock;
  const caveat = clock.known ? w.mayChange : w.unknown;
  return (
    <>
      <ol class="working">
        {workingOf(clock).map((step) => (
          <li>{line(told, step)}</li>
        ))}
      </ol>
      {clock.known && clock.confirmed ? null : <p class="hint">{caveat}</p>}
    </>
  );
};

/** "còn 5 giờ", "đến hết hôm nay", "quá hạn 2 ngày" */
export const leftText = ({ clock: w }: Told["t"], left: TimeLeft): string => (left.overdue ? w.late[left.unit](left.count) : w.left[left.unit](left.count));
