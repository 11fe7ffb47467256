import type { Language } from "../language.ts";
import type { CivilDate } from "./civil-date.ts";

/**
 * A day the law or an announcement sets apart: `holiday`; `substitute`, a day off in lieu of a holiday that fell on a rest day, or
 * exchanged for one; `makeUp`, the rest day worked for it (làm bù). `confirmed` is false for a day that is only likely so far.
 */
export type NamedDay = {
  date: CivilDate;
  name: Record<Language, string>;
  kind: "holiday" | "substitute" | "makeUp";
  source: string;
  confirmed: boolean;
};

const newYear = { vi: "Tết Dương lịch", en: "New Year’s Day" };
const horseNewYear = { vi: "Mùng 1 Tết Bính Ngọ", en: "Lunar New Year’s Day" };
const goatNewYear = { vi: "Mùng 1 Tết Đinh Mùi", en: "Lunar New Year’s Day" };
const lunarNewYear = { vi: "Tết Nguyên đán", en: "Lunar New Year" };
const kings = { vi: "Giỗ Tổ Hùng Vương", en: "Hùng Kings’ Festival" };
const reunification = { vi: "Ngày Thống nhất đất nước", en: "Reunification Day" };
const labour = { vi: "Quốc tế Lao động", en: "Labour Day" };
const national = { vi: "Quốc khánh", en: "National Day" };
const nationalHoliday = { vi: "Nghỉ Quốc khánh", en: "National Day holiday" };
const culture = { vi: "Ngày Văn hóa Việt Nam", en: "Vietnamese Culture Day" };
const inLieu = ({ vi, en }: Record<Language, string>) => ({ vi: `Nghỉ bù ${vi}`, en: `Day off in lieu of ${en}` });
const exchanged = ({ vi, en }: Record<Language, string>) => ({ vi: `Nghỉ hoán đổi dịp ${vi}`, en: `Day exchanged at ${en}` });
const workedFor = (vi: string, en: string) => ({ vi: `Làm bù cho ngày ${vi}`, en: `Worked instead of ${en}` });

const byLaw = "Labour Code 2019, Art. 112(1)";
const byResolution = "NQ 28/2026/QH16";
const lieuByLaw = "Labour Code 2019, Art. 111(3)";
const exchangeAtNewYear2026 = "Government Office, 12729/VPCP-KGVX, 25/12/2025";
const announcedFor2026 = "Ministry of Home Affairs, holidays of 2026 (vietnamnews.vn, 17/10/2025); Labour Code 2019, Art. 112(3)";
const announced = "likely; announced each year (Labour Code 2019, Art. 112(3)), the announcement is not confirmed here";
const lieuAnnounced = "likely, if the five days are those listed (Labour Code 2019, Art. 111(3), 112(3))";

const holiday = { kind: "holiday", source: byLaw, confirmed: true } as const;
const likelyHoliday = { kind: "holiday", source: announced, confirmed: false } as const;
const substitute = { kind: "substitute", source: lieuByLaw, confirmed: true } as const;
const makeUp = { kind: "makeUp", confirmed: true } as const;
const likelySubstitute = { kind: "substitute", source: lieuAnnounced, confirmed: false } as const;

/** Every day that is set apart, in order. An exchange of days is entered as two rows once it is announced. */
export const namedDays: readonly NamedDay[] = [
  { date: "2026-01-01", name: newYear, ...holiday },
  { date: "2026-01-02", name: exchanged(newYear), ...substitute, source: exchangeAtNewYear2026 },
  { date: "2026-01-10", name: workedFor("02/01/2026", "2 January 2026"), ...makeUp, source: exchangeAtNewYear2026 },
  { date: "2026-02-16", name: lunarNewYear, ...holiday, source: announcedFor2026 },
  { date: "2026-02-17", name: horseNewYear, ...holiday },
  { date: "2026-02-18", name: lunarNewYear, ...holiday, source: announcedFor2026 },
  { date: "2026-02-19", name: lunarNewYear, ...holiday, source: announcedFor2026 },
  { date: "2026-02-20", name: lunarNewYear, ...holiday, source: announcedFor2026 },
  { date: "2026-04-26", name: kings, ...holiday },
  { date: "2026-04-27", name: inLieu(kings), ...substitute },
  { date: "2026-04-30", name: reunification, ...holiday },
  { date: "2026-05-01", name: labour, ...holiday },
  { date: "2026-08-22", name: workedFor("31/08/2026", "31 August 2026"), ...makeUp, source: announcedFor2026 },
  { date: "2026-08-31", name: exchanged(national), ...substitute, source: announcedFor2026 },
  { date: "2026-09-01", name: nationalHoliday, ...holiday, source: announcedFor2026 },
  { date: "2026-09-02", name: national, ...holiday },
  { date: "2026-11-24", name: culture, ...holiday, source: byResolution },

  { date: "2027-01-01", name: newYear, ...holiday },
  { date: "2027-02-05", name: lunarNewYear, ...likelyHoliday },
  { date: "2027-02-06", name: goatNewYear, ...holiday },
  { date: "2027-02-07", name: lunarNewYear, ...likelyHoliday },
  { date: "2027-02-08", name: lunarNewYear, ...likelyHoliday },
  { date: "2027-02-09", name: lunarNewYear, ...likelyHoliday },
  { date: "2027-02-10", name: inLieu(lunarNewYear), ...likelySubstitute },
  { date: "2027-02-11", name: inLieu(lunarNewYear), ...likelySubstitute },
  { date: "2027-04-16", name: kings, ...holiday },
  { date: "2027-04-30", name: reunification, ...holiday },
  { date: "2027-05-01", name: labour, ...holiday },
  { date: "2027-05-03", name: inLieu(labour), ...substitute },
  { date: "2027-09-02", name: national, ...holiday },
  { date: "2027-09-03", name: nationalHoliday, ...likelyHoliday },
  { date: "2027-11-24", name: culture, ...holiday, source: byResolution },

  { date: "2028-01-01", name: newYear, ...holiday },
  { date: "2028-01-03", name: inLieu(newYear), ...substitute },
];

/** The first and the last day up to which the list is whole; outside, only weekends are known. */
export const daysOffKnownFrom: CivilDate = "2026-01-01";
export const daysOffKnownUntil: CivilDate = "2028-01-03";
