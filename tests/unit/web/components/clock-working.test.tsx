import { describe, expect, test } from "vitest";
import { clockOf, pause, resume, timeLeft, type Clock } from "../../../../shared/calendar/clock.ts";
import type { Language } from "../../../../shared/language.ts";
import { ClockWorking, leftText } from "../../../../web/components/clock-working.tsx";
import { deskWords as t } from "../../../../web/words/desk.ts";

const at = (shown: string) => new Date(`${shown.replace(" ", "T")}:00+07:00`);
const article = "ND163-91";

const shown = (language: Language, clock: Clock): string => String(<ClockWorking t={t[language]} language={language} clock={clock} />);
const lines = (language: Language, clock: Clock): string[] => [...shown(language, clock).matchAll(/<li>(.*?)<\/li>/g)].map(([, line]) => line ?? "");

describe("the working as it is read", () => {
  const fromTheEvening = clockOf(at("2026-11-20 18:00"), { workingDays: 1, article });

  test("in Vietnamese", () => {
    expect(lines("vi", fromTheEvening)).toEqual([
      "Nhận lúc 18:00 thứ Sáu 20/11/2026.",
      "Lúc đó đã hết giờ làm việc, nên tính là nhận vào ngày làm việc tiếp theo: thứ Hai 23/11/2026.",
      "Không tính thứ Bảy 21/11/2026: cuối tuần.",
      "Không tính Chủ nhật 22/11/2026: cuối tuần.",
      "Thời hạn 1 ngày làm việc (Điều 91, Nghị định 163/2026/NĐ-CP).",
      "Không tính ngày đầu tiên: thứ Hai 23/11/2026 (Điều 147, Bộ luật Dân sự 2015).",
      "Không tính thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam.",
      "Hết hạn khi hết ngày: 24 giờ thứ Tư 25/11/2026.",
    ]);
  });

  test("in English", () => {
    expect(lines("en", clockOf(at("2026-08-27 10:00"), { days: 4, article }))).toEqual([
      "Began at 10:00 Thursday 27 August 2026.",
      "The term is 4 days, counting days off (Art. 91, Decree 163/2026/NĐ-CP).",
      "The first day is not counted: Thursday 27 August 2026 (Art. 147, Civil Code 2015).",
      "Does not end on Monday 31 August 2026: Day exchanged at National Day (Art. 148, Civil Code 2015).",
      "Does not end on Tuesday 1 September 2026: National Day holiday (Art. 148, Civil Code 2015).",
      "Does not end on Wednesday 2 September 2026: National Day (Art. 148, Civil Code 2015).",
      "Due by the end of the day (24:00): Thursday 3 September 2026.",
    ]);
  });

  test("names a worked rest day, a pause and an hour", () => {
    expect(lines("vi", clockOf(at("2026-08-21 10:00"), { workingDays: 1, article }))).toContain("Tính như ngày làm việc, thứ Bảy 22/08/2026: Làm bù cho ngày 31/08/2026.");
    const still = pause(clockOf(at("2026-11-16 10:00"), { workingDays: 3, article }), at("2026-11-17 09:00"), "supplement");
    expect(lines("vi", still).at(-1)).toBe("Đang tạm dừng từ 09:00 thứ Ba 17/11/2026: chờ bổ sung giấy tờ.");
    expect(lines("vi", resume(still, at("2026-11-17 10:00")))).toContain("Tạm dừng từ 09:00 thứ Ba 17/11/2026 đến 10:00 thứ Ba 17/11/2026: chờ bổ sung giấy tờ. Không tính thứ Ba 17/11/2026.");
    expect(lines("en", resume(still, at("2026-11-18 10:00")))).toContain(
      "Stood still from 09:00 Tuesday 17 November 2026 to 10:00 Wednesday 18 November 2026: waiting for further papers. Not counted: Tuesday 17 November 2026 through Wednesday 18 November 2026.",
    );
    expect(lines("vi", resume(still, at("2026-11-20 18:00")))).toContain(
      "Tạm dừng từ 09:00 thứ Ba 17/11/2026 đến 18:00 thứ Sáu 20/11/2026: chờ bổ sung giấy tờ. Lúc đó ngoài giờ làm việc, nên tính là nhận vào ngày làm việc tiếp theo: thứ Hai 23/11/2026. Không tính từ thứ Ba 17/11/2026 đến hết thứ Hai 23/11/2026.",
    );
    expect(lines("vi", clockOf(at("2026-11-21 22:10"), { hours: 24, article }))).toEqual([
      "Bắt đầu lúc 22:10 thứ Bảy 21/11/2026.",
      "Thời hạn 24 giờ, tính cả đêm và ngày nghỉ (Điều 91, Nghị định 163/2026/NĐ-CP).",
      "Hết hạn lúc 22:10 Chủ nhật 22/11/2026.",
    ]);
  });

  test("says of a likely day that it is, and that the end may change; of days nobody knows too; else nothing", () => {
    const inTet = clockOf(at("2027-02-04 10:00"), { workingDays: 1, article });
    expect(lines("vi", inTet)).toContain("Không tính thứ Sáu 05/02/2027: Tết Nguyên đán (dự kiến, chưa có thông báo chính thức).");
    expect(shown("vi", inTet)).toContain(t.vi.clock.mayChange);
    expect(shown("en", clockOf(at("2026-11-23 10:00"), { months: 24, article }))).toContain(t.en.clock.unknown);
    expect(shown("vi", clockOf(at("2026-11-23 10:00"), { workingDays: 3, article }))).not.toContain("hint");
  });
});

test.each<[string, string, string]>([
  ["2026-11-20 05:00", "còn 5 giờ", "5 hours left"],
  ["2026-11-20 09:00", "còn 1 giờ", "1 hour left"],
  ["2026-11-20 10:00", "còn chưa tới 1 phút", "less than 1 minute left"],
  ["2026-11-22 10:00", "quá hạn 2 ngày", "2 days overdue"],
])("at %s a clock of 24 hours shows “%s”", (now, vi, en) => {
  const left = timeLeft(clockOf(at("2026-11-19 10:00"), { hours: 24, article }), at(now));
  if (!left) throw new Error("a running clock has time left");
  expect([leftText(t.vi, left), leftText(t.en, left)]).toEqual([vi, en]);
});

test.each<[string, string, string]>([
  ["2026-11-20 10:00", "còn 1 ngày làm việc", "1 working day left"],
  ["2026-11-23 10:00", "đến hết hôm nay", "until the end of today"],
  ["2026-11-24 10:00", "quá hạn 1 ngày", "1 day overdue"],
])("at %s a clock of two working days shows “%s”", (now, vi, en) => {
  const left = timeLeft(clockOf(at("2026-11-19 10:00"), { workingDays: 2, article }), at(now));
  if (!left) throw new Error("a running clock has time left");
  expect([leftText(t.vi, left), leftText(t.en, left)]).toEqual([vi, en]);
});
