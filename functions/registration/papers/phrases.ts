import { civilParts, type CivilDate } from "../../../shared/calendar/civil-date.ts";
import { localTime } from "../../../shared/calendar/local-time.ts";
import { findCommune, findProvince, lowerFirst } from "../../../shared/places/places.ts";

const two = (n: number): string => String(n).padStart(2, "0");

function partsOf(day: CivilDate): { year: number; month: number; day: number } {
  const parts = civilParts(day);
  if (!parts) throw new RangeError(`not a day: ${day}`);
  return parts;
}

/** "ngày 02 tháng 9 năm 2026": days under 10 and the months 1 and 2 take a nought, as official papers write them (NĐ 30/2020, Annex I). */
export function longDay(date: CivilDate): string {
  const { year, month, day } = partsOf(date);
  return `ngày ${two(day)} tháng ${month < 3 ? two(month) : month} năm ${year}`;
}

/** "02/09/2026", where a form has room for no more. */
export function shortDay(date: CivilDate): string {
  const { year, month, day } = partsOf(date);
  return `${two(day)}/${two(month)}/${year}`;
}

/** "14 giờ 05 phút, ngày 02 tháng 9 năm 2026", as clocks in Vietnam show it. */
export function longMoment(instant: string): string {
  const { date, hour, minute } = localTime(new Date(instant));
  return `${two(hour)} giờ ${two(minute)} phút, ${longDay(date)}`;
}

/** A deadline: "14 giờ 05 phút, ngày …", or "hết ngày …" for one that ends with its day. */
export function longDue(instant: string): string {
  const { date, hour, minute } = localTime(new Date(Date.parse(instant) - 1));
  return hour === 23 && minute === 59 ? `hết ${longDay(date)}` : longMoment(instant);
}

type Address = { provinceCode: string; communeCode?: string | undefined; communeTyped?: string | undefined; street?: string | undefined };

/** An address in one line: "12 phố Thí Nghiệm, phường Ba Đình, thành phố Hà Nội"; a commune nobody found, as it was typed. */
export function addressOf({ provinceCode, communeCode, communeTyped, street }: Address): string {
  const unit = (name: string | undefined) => (name === undefined ? undefined : lowerFirst(name));
  const parts = [street, communeTyped ?? unit(findCommune(communeCode ?? "")?.name), unit(findProvince(provinceCode)?.name)];
  return parts.filter((part) => part !== undefined).join(", ");
}

/** An office's name as papers set it: who it is, what it belongs to, and the place it writes from. */
export function officeParts(office: string): { own: string; above: string; unit: string; place: string } {
  const [own = "", ...above] = office.split(", ");
  const unit = own.replace(/^(?:Công an|Ủy ban nhân dân|UBND) /u, "");
  // A unit that is only numbered keeps its kind: "phường 4".
  return { own, above: above.join(", "), unit, place: unit.replace(/^(?:phường|xã|đặc khu) (?!\d)/u, "") };
}
