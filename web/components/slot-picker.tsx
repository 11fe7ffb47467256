import type { FC } from "hono/jsx";
import { localTime } from "../../shared/calendar/local-time.ts";
import type { OfferedDay } from "../../shared/hotline/callback.ts";
import { slotStart, slotTime, type SlotId } from "../../shared/hotline/slots.ts";
import type { Words } from "../words/vi.ts";
import { Named, wired, type Asked } from "./form-parts.tsx";
import { idOf } from "./parts.tsx";

type Props = Asked & {
  days: readonly OfferedDay[];
  /** Offered first: the nearest to a time that could not be had. */
  nearest: readonly SlotId[];
  value: string;
};

const dayName = (t: Words, id: SlotId): string => t.moment(localTime(slotStart(id))).split(" ").slice(1).join(" ");

/** Times to choose from, day by day; each day opens without script, the one with the chosen time, or else the first, is open. */
export const SlotPicker: FC<Props> = ({ days, nearest, value, ...asked }) => {
  const { t, name } = asked;
  const chosenDay = days.find(({ date }) => value.startsWith(date))?.date ?? days[0]?.date;
  const [first] = nearest.length ? nearest : (days[0]?.slots.map(({ id }) => id) ?? []);
  const time = (id: SlotId, label: string) => (
    <label class="time">
      <input type="radio" id={id === first ? idOf(name) : undefined} name={name} value={id} checked={id === value} {...(id === first ? wired({ ...asked, hint: undefined }) : {})} />
      <span>{label}</span>
    </label>
  );
  return (
    <Named {...asked} group>
      {nearest.length ? (
        <>
          <p class="hint">{t.hotline.slots.other}</p>
          <div class="times">{nearest.map((id) => time(id, `${slotTime(id)} ${dayName(t, id)}`))}</div>
        </>
      ) : null}
      {days.map(({ date, slots }) => (
        <details open={date === chosenDay}>
          <summary>
            {slots[0] ? dayName(t, slots[0].id) : date} <span class="hint">{t.hotline.slots.count(slots.length)}</span>
          </summary>
          <div class="times">{slots.filter(({ id }) => !nearest.includes(id)).map(({ id }) => time(id, slotTime(id)))}</div>
        </details>
      ))}
    </Named>
  );
};

