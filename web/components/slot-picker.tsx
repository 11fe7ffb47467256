import type { FC } from "hono/jsx";
import type { CivilDate } from "../../shared/calendar/civil-date.ts";
import { instantOf, localTime } from "../../shared/calendar/local-time.ts";
import type { OfferedDay } from "../../shared/hotline/callback.ts";
import { slotDate, slotTime, type SlotId } from "../../shared/hotline/slots.ts";
import type { Words } from "../words/vi.ts";
import { Named, wired, type Asked } from "./form-parts.tsx";
import { idOf } from "./parts.tsx";

type Props = Asked & {
  days: readonly OfferedDay[];
  /** Offered first: the nearest to a time that could not be had. */
  nearest: readonly SlotId[];
  value: string;
};

const dayName = (t: Words, day: CivilDate): string => t.moment(localTime(instantOf(day, 0, 0))).split(" ").slice(1).join(" ");

/** Times to choose from, day by day; each day opens without script, the one with the chosen time, or else the first, is open. Nothing when there are none. */
export const SlotPicker: FC<Props> = ({ days, nearest, value, ...asked }) => {
  const { t, name } = asked;
  const others = days.map(({ date, slots }) => ({ date, ids: slots.map(({ id }) => id).filter((id) => !nearest.includes(id)) })).filter(({ ids }) => ids.length > 0);
  const openDay = others.find(({ date }) => value.startsWith(date)) ?? others[0];
  // What the error summary leads to must not be in a day that is closed.
  const [first] = [...nearest, ...(openDay?.ids ?? [])];
  const time = (id: SlotId, label: string) => (
    <label class="time">
      <input type="radio" id={id === first ? idOf(name) : undefined} name={name} value={id} checked={id === value} {...(id === first ? wired({ ...asked, hint: undefined }) : {})} />
      <span>{label}</span>
    </label>
  );
  if (first === undefined) return null;
  return (
    <Named {...asked} group>
      {nearest.length ? (
        <>
          <p class="hint">{t.hotline.slots.other}</p>
          <div class="times">{nearest.map((id) => time(id, `${slotTime(id)} ${dayName(t, slotDate(id))}`))}</div>
        </>
      ) : null}
      {others.map((day) => (
        <details open={day === openDay}>
          <summary>
            {dayName(t, day.date)} <span class="hint">{t.hotline.slots.count(day.ids.length)}</span>
          </summary>
          <div class="times">{day.ids.map((id) => time(id, slotTime(id)))}</div>
        </details>
      ))}
    </Named>
  );
};

