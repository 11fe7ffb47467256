import type { FC } from "hono/jsx";
import type { CivilDate } from "../../../shared/calendar/civil-date.ts";
import { deskPagePath } from "../../../shared/hotline/desk-paths.ts";
import type { WeekDay } from "../../../shared/hotline/overview.ts";
import { HotlineDesk } from "../../components/hotline-desk.tsx";
import { deskFrameWords } from "../../words/desk.ts";
import { DayNav, dayNote, longDay, type Desk } from "./hotline-parts.tsx";

/** Seven days: what is promised, what is possible, and what to look at. */
export const HotlineWeekPage: FC<{ desk: Desk; days: readonly WeekDay[]; from: CivilDate; today: CivilDate }> = ({ desk, days, from, today }) => {
  const { frame } = desk;
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.week;
  return (
    <HotlineDesk {...desk} page="week" title={t.hotlineRoster.titles.week}>
      <h1>{`${t.hotlineRoster.titles.week} · ${t.day(from)}`}</h1>
      <DayNav frame={frame} page="week" date={from} today={today} />
      <table>
        <caption class="hidden">{w.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{w.columns.day}</th>
            <th scope="col" class="num">
              {w.columns.count}
            </th>
            <th scope="col">{w.columns.note}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr class={day.over.length ? "wrong" : undefined}>
              <th scope="row">
                <a href={`${deskPagePath(frame.language, "today")}?date=${day.date}`}>{longDay(t, day.date)}</a>
              </th>
              <td class="num">{`${day.taken}/${day.capacity}`}</td>
              <td>
                <Notes desk={desk} day={day} isToday={day.date === today} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </HotlineDesk>
  );
};

const Notes: FC<{ desk: Desk; day: WeekDay; isToday: boolean }> = ({ desk: { frame }, day, isToday }) => {
  const t = deskFrameWords(frame);
  const w = t.hotlineRoster.week;
  const note = dayNote(frame, t, day.date);
  return (
    <span class="tags">
      {isToday ? <strong class="tag">{w.isToday}</strong> : null}
      {day.over.length ? <strong class="tag bad">{w.over(day.over.join(", "))}</strong> : null}
      {day.closed ? <span class="tag">{w.closed(day.closed)}</span> : null}
      {day.hasShift ? null : <span class="tag">{w.noShift}</span>}
      {note ? <span class="aside">{note}</span> : null}
    </span>
  );
};
