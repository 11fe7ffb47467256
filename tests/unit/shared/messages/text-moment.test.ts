import { describe, expect, test } from "vitest";
import { textMoment } from "../../../../shared/messages/text-moment.ts";
import { inVietnam } from "../../support/callers.ts";

describe("a time as a text says it", () => {
  test.each([
    ["2026-11-22", "08:00", "08:00 Chu nhat 22/11", "08:00 Sun 22/11"],
    ["2026-11-23", "14:30", "14:30 thu Hai 23/11", "14:30 Mon 23/11"],
    ["2026-11-24", "09:00", "09:00 thu Ba 24/11", "09:00 Tue 24/11"],
    ["2026-11-25", "20:30", "20:30 thu Tu 25/11", "20:30 Wed 25/11"],
    ["2026-11-26", "00:00", "00:00 thu Nam 26/11", "00:00 Thu 26/11"],
    ["2026-11-27", "23:30", "23:30 thu Sau 27/11", "23:30 Fri 27/11"],
    ["2026-11-28", "12:00", "12:00 thu Bay 28/11", "12:00 Sat 28/11"],
    ["2027-01-01", "06:30", "06:30 thu Sau 01/01", "06:30 Fri 01/01"],
  ])("%s %s is “%s” and “%s”", (date, time, vi, en) => {
    expect(textMoment("vi", inVietnam(date, `${time}:00`))).toBe(vi);
    expect(textMoment("en", inVietnam(date, `${time}:00`))).toBe(en);
  });

  test("is the day in Vietnam, while it is still yesterday in UTC", () => {
    expect(textMoment("vi", new Date("2026-11-22T17:00:00Z"))).toBe("00:00 thu Hai 23/11");
  });
});
