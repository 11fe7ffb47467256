import type { Child, FC } from "hono/jsx";
import { daysAfter, weekdayOf, type CivilDate } from "../../../shared/calendar/civil-date.ts";
import { namedDays } from "../../../shared/calendar/days-off.ts";
import { localTime } from "../../../shared/calendar/local-time.ts";
import { dayOff, isKnown } from "../../../shared/calendar/working-days.ts";
import { deskPagePath } from "../../../shared/hotline/desk-paths.ts";
import type { AtDesk } from "../../components/hotline-desk.tsx";
import type { Frame } from "../../components/layout.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";

/** Who looks at a page of the desk, and whether they run it. */
export type Desk = AtDesk & { isManager: boolean };

/** What has just been done, in a line, and what there is to know beside it. */
export const Result: FC<{ text: string | undefined; children?: Child }> = ({ text, children }) =>
  text ? (
    <div class="result">
      <output>{text}</output>
      {children}
    </div>
  ) : null;

export const longDay = (t: DeskWords, date: CivilDate): string => t.hotlineRoster.longDay(weekdayOf(date), t.day(date));
export const shownAt = (t: DeskWords, iso: string): string => t.moment(localTime(new Date(iso)));
/** The half of a reference that may be seen and said. */
export const halfOf = (reference: string): string => reference.slice(0, 4);

/** Why a day is not like others: a holiday by its name, a rest day worked, a weekend; null for an ordinary day. */
export function dayNote({ language }: Frame, t: DeskWords, date: CivilDate): string | null {
  const w = t.hotlineRoster.days;
  const listed = namedDays.find((day) => day.date === date);
  if (listed) {
    const text = listed.kind === "makeUp" ? w.madeUp : w.off(listed.name[language]);
    return listed.confirmed ? text : `${text} (${w.likely})`;
  }
  if (dayOff(date)) return w.weekend;
  return isKnown(date) ? null : w.unknown;
}

/** To the days before and after, to today, and to any other. */
export const DayNav: FC<{ frame: Frame; page: "today" | "week" | "roster"; date: CivilDate; today: CivilDate }> = ({ frame, page, date, today }) => {
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.days;
  const name = page === "week" ? "from" : "date";
  const at = deskPagePath(frame.language, page);
  const [step, labels] = page === "week" ? [7, [w.previousWeek, w.thisWeek, w.nextWeek]] : [1, [w.previous, w.today, w.next]];
  const [previous, now, next] = labels;
  return (
    <nav class="days" aria-label={w.label}>
      <a href={`${at}?${name}=${daysAfter(date, -step)}`}>← {previous}</a>
      <a href={at} aria-current={date === today ? "date" : undefined}>
        {now}
      </a>
      <a href={`${at}?${name}=${daysAfter(date, step)}`}>{next} →</a>
      <form method="get" action={at}>
        <label for="date">{w.date}</label>
        <input id="date" class="days-date" type="date" name={name} value={date} required />
        <button class="small">{w.go}</button>
      </form>
    </nav>
  );
};
