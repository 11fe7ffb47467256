import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clockOf, clockSchema, pause, resume, timeLeft, type Clock } from "../../../../shared/calendar/clock.ts";
import type { NamedDay } from "../../../../shared/calendar/days-off.ts";
import { latestBefore } from "../../../../shared/calendar/term-days.ts";
import type { Term } from "../../../../shared/calendar/term.ts";
import { holds } from "../../support/property.ts";

const article = "any";
const hours = (count: number): Term => ({ hours: count, article });
const workingDays = (count: number): Term => ({ workingDays: count, article });
const onEvent = (count: number): Term => ({ workingDays: count, article, begins: "onEvent" });
const days = (count: number): Term => ({ days: count, article });
const months = (count: number): Term => ({ months: count, article });

/** An instant as the wall in Vietnam shows it: "2026-11-20 16:59". */
const at = (shown: string) => new Date(`${shown.replace(" ", "T")}:00+07:00`);
/** What the wall in Vietnam shows at the end of a clock; "… 24:00" when a day ends with it. */
const endOf = ({ dueAt }: Clock) => {
  if (dueAt === null) return null;
  const shown = new Date(Date.parse(dueAt) + 7 * 3_600_000).toISOString();
  return shown.endsWith("T23:59:59.999Z") ? `${shown.slice(0, 10)} 24:00` : shown.slice(0, 16).replace("T", " ");
};
const paused = (clock: Clock, from: string, to: string) => resume(pause(clock, at(from), "supplement"), at(to));

/**
 * Civil Code 2015: Art. 147(1), hours begin at once; 147(2), (3), the first day is not counted; 148(3), a month ends on the same day or
 * the month's last; 148(5), an end on a rest day moves on; 148(6), a day ends at 24:00. Days off: see `days-off.ts`.
 */
describe("by the calendar of 2026 to 2028, what begins at", () => {
  test.each<[string, string, Term, string]>([
    // Working days: the office hour, weekends.
    ["Friday 16:59: the office is open, Friday is the first day, Monday the one counted", "2026-11-20 16:59", workingDays(1), "2026-11-23 24:00"],
    ["Friday 17:00: the office has closed, received on Monday; Tuesday 24/11 is off", "2026-11-20 17:00", workingDays(1), "2026-11-25 24:00"],
    ["Friday 18:00: as at 17:00", "2026-11-20 18:00", workingDays(1), "2026-11-25 24:00"],
    ["Friday 23:59: as at 17:00", "2026-11-20 23:59", workingDays(1), "2026-11-25 24:00"],
    ["Saturday: received on Monday", "2026-11-21 10:00", workingDays(1), "2026-11-25 24:00"],
    ["Sunday: received on Monday", "2026-11-22 09:00", workingDays(1), "2026-11-25 24:00"],
    ["Sunday 23:59: still received on Monday, not later", "2026-11-22 23:59", workingDays(1), "2026-11-25 24:00"],
    ["Monday 00:00: received on Monday, before the office opens", "2026-11-23 00:00", workingDays(1), "2026-11-25 24:00"],
    ["Monday, five days: the next Monday", "2026-11-30 08:00", workingDays(5), "2026-12-07 24:00"],
    ["Thursday, two days: Friday and Monday", "2026-11-26 09:00", workingDays(2), "2026-11-30 24:00"],
    // Working days: 24/11, Vietnam Culture Day (NQ 28/2026/QH16).
    ["the eve of 24/11, three days: 25, 26 and 27/11", "2026-11-23 10:00", workingDays(3), "2026-11-27 24:00"],
    ["the evening before 24/11: received on the 25th", "2026-11-23 17:00", workingDays(1), "2026-11-26 24:00"],
    ["24/11 itself: received on the 25th", "2026-11-24 10:00", workingDays(2), "2026-11-27 24:00"],
    ["the eve of 24/11/2027, a Wednesday", "2027-11-23 10:00", workingDays(2), "2027-11-26 24:00"],
    // Working days: New Year.
    ["New Year's Eve, a Thursday: 01/01/2027 is off, then a weekend", "2026-12-31 10:00", workingDays(1), "2027-01-04 24:00"],
    ["New Year's Eve in the evening: received on 04/01/2027", "2026-12-31 17:30", workingDays(1), "2027-01-05 24:00"],
    ["30/12/2026, three days across New Year", "2026-12-30 10:00", workingDays(3), "2027-01-05 24:00"],
    ["31/12/2027: 01/01/2028 is a Saturday, given on Monday 03/01 (Labour Code, Art. 111(3))", "2027-12-31 10:00", workingDays(1), "2028-01-04 24:00"],
    // Working days: Tết 2027, 05/02 to 11/02 as it is likely.
    ["Thursday before Tết: the first working day is Friday 12/02", "2027-02-04 10:00", workingDays(1), "2027-02-12 24:00"],
    ["Thursday before Tết in the evening: received on 12/02", "2027-02-04 17:00", workingDays(1), "2027-02-15 24:00"],
    ["Wednesday before Tết, three days: one before it, two after", "2027-02-03 10:00", workingDays(3), "2027-02-15 24:00"],
    ["the first day of Tết: received on 12/02", "2027-02-06 09:00", workingDays(2), "2027-02-16 24:00"],
    // Working days: the other holidays.
    ["the eve of the Hùng Kings' Festival, Friday 16/04/2027", "2027-04-15 10:00", workingDays(1), "2027-04-19 24:00"],
    ["the eve of 30/04/2027, Friday: 01/05 is a Saturday, given on Monday 03/05", "2027-04-29 10:00", workingDays(1), "2027-05-04 24:00"],
    ["that evening: received on 04/05", "2027-04-29 17:00", workingDays(1), "2027-05-05 24:00"],
    ["30/04/2027 itself: received on 04/05", "2027-04-30 10:00", workingDays(2), "2027-05-06 24:00"],
    ["28/04/2027, three days: one before, two after", "2027-04-28 10:00", workingDays(3), "2027-05-05 24:00"],
    ["the eve of 02/09/2027: 03/09 is likely to be the day beside it", "2027-09-01 10:00", workingDays(1), "2027-09-06 24:00"],
    ["Friday before 02/09/2026: Monday 31/08 was exchanged, 01/09 the day beside it", "2026-08-28 10:00", workingDays(1), "2026-09-03 24:00"],
    // Working days: làm bù, Saturday 22/08/2026 for Monday 31/08/2026.
    ["Friday before a Saturday that is worked: Saturday counts", "2026-08-21 10:00", workingDays(1), "2026-08-22 24:00"],
    ["that Friday evening: received on the worked Saturday", "2026-08-21 17:00", workingDays(1), "2026-08-24 24:00"],
    ["the worked Saturday: received on it", "2026-08-22 10:00", workingDays(1), "2026-08-24 24:00"],
    // Working days that begin with an event: Art. 147(3) knows no office hours.
    ["a decision of Friday 18:00, to be followed in two days: Monday, Wednesday", "2026-11-20 18:00", onEvent(2), "2026-11-25 24:00"],
    ["a decision of Saturday: Monday, Wednesday", "2026-11-21 10:00", onEvent(2), "2026-11-25 24:00"],
    // Days of the calendar.
    ["Friday evening, ten days: nights and weekends count", "2026-11-20 18:00", days(10), "2026-11-30 24:00"],
    ["twenty days that end on Sunday 13/12: Monday", "2026-11-23 10:00", days(20), "2026-12-14 24:00"],
    ["thirty days that end on 24/11: Wednesday 25/11", "2026-10-25 10:00", days(30), "2026-11-25 24:00"],
    ["five days that end on the first day of Tết: after Tết", "2027-02-01 10:00", days(5), "2027-02-12 24:00"],
    ["one day from New Year's Eve: 01/01 and the weekend move the end", "2026-12-31 10:00", days(1), "2027-01-04 24:00"],
    ["one day from Monday 23:59: Tuesday 24/11 is off, Wednesday", "2026-11-23 23:59", days(1), "2026-11-25 24:00"],
    ["two days that end on a Saturday that is worked: that Saturday", "2026-08-20 10:00", days(2), "2026-08-22 24:00"],
    // Months.
    ["31/01/2027, one month: 28/02 is a Sunday, so Monday 01/03", "2027-01-31 10:00", months(1), "2027-03-01 24:00"],
    ["31/01/2028, one month: 29/02, the month's last", "2028-01-31 10:00", months(1), "2028-02-29 24:00"],
    ["29/02/2028, twelve months: 28/02/2029, there is no 29th", "2028-02-29 10:00", months(12), "2029-02-28 24:00"],
    ["15/08/2026, six months: the same day of February", "2026-08-15 10:00", months(6), "2027-02-15 24:00"],
    ["24/10/2026, one month: 24/11 is off, so the 25th", "2026-10-24 10:00", months(1), "2026-11-25 24:00"],
    ["05/11/2026, three months: 05/02/2027 is likely to be Tết, so 12/02", "2026-11-05 10:00", months(3), "2027-02-12 24:00"],
    ["31/12/2026, two months: Sunday 28/02/2027, so 01/03", "2026-12-31 10:00", months(2), "2027-03-01 24:00"],
    ["23/11/2026, the 24 months of a first course: the same day of 2028", "2026-11-23 10:00", months(24), "2028-11-23 24:00"],
    // Hours: NĐ 163/2026 gives 12 and 24, and names no pause.
    ["Saturday 22:10, 24 hours: Sunday 22:10", "2026-11-21 22:10", hours(24), "2026-11-22 22:10"],
    ["Friday 16:59, 12 hours: at night", "2026-11-20 16:59", hours(12), "2026-11-21 04:59"],
    ["Friday 18:00, 24 hours: the office hour does not matter", "2026-11-20 18:00", hours(24), "2026-11-21 18:00"],
    ["the eve of 24/11, 24 hours: on the holiday", "2026-11-23 10:00", hours(24), "2026-11-24 10:00"],
    ["the evening before Tết, 24 hours: in Tết", "2027-02-04 20:00", hours(24), "2027-02-05 20:00"],
    ["30/12/2026, 72 hours across New Year", "2026-12-30 09:00", hours(72), "2027-01-02 09:00"],
    ["28/02/2028, 24 hours: 29/02", "2028-02-28 08:00", hours(24), "2028-02-29 08:00"],
  ])("%s", (_, startsAt, term, end) => {
    expect(endOf(clockOf(at(startsAt), term))).toBe(end);
  });
});

describe("a clock that stood still", () => {
  test.each<[string, string, Term, [string, string][], string]>([
    ["24 hours, two days waiting: two days later", "2026-11-23 10:00", hours(24), [["2026-11-23 12:00", "2026-11-25 12:00"]], "2026-11-26 10:00"],
    ["24 hours, paused all over Tết: what was left, after it", "2027-02-04 08:00", hours(24), [["2027-02-04 10:00", "2027-02-12 10:00"]], "2027-02-13 08:00"],
    ["24 hours, paused twice: both lengths", "2026-11-23 10:00", hours(24), [["2026-11-23 11:00", "2026-11-23 12:00"], ["2026-11-23 14:00", "2026-11-23 16:30"]], "2026-11-24 13:30"],
    ["three days from Monday, Tuesday morning to Wednesday afternoon: neither counts", "2026-11-16 10:00", workingDays(3), [["2026-11-17 09:00", "2026-11-18 15:00"]], "2026-11-23 24:00"],
    ["half an hour of Tuesday: Tuesday does not count", "2026-11-16 10:00", workingDays(3), [["2026-11-17 09:00", "2026-11-17 09:30"]], "2026-11-20 24:00"],
    ["twice on Tuesday: one day, once", "2026-11-16 10:00", workingDays(3), [["2026-11-17 09:00", "2026-11-17 10:00"], ["2026-11-17 14:00", "2026-11-17 15:00"]], "2026-11-20 24:00"],
    ["on the day of receipt, which does not count anyway: nothing changes", "2026-11-16 10:00", workingDays(3), [["2026-11-16 11:00", "2026-11-16 15:00"]], "2026-11-19 24:00"],
    ["from Tuesday; the papers come on Friday 17:30, so on Monday; then 25, 26, 27/11", "2026-11-16 10:00", workingDays(3), [["2026-11-17 09:00", "2026-11-20 17:30"]], "2026-11-27 24:00"],
    ["from Tuesday; the papers come on Sunday, so on Monday", "2026-11-16 10:00", workingDays(3), [["2026-11-17 09:00", "2026-11-22 10:00"]], "2026-11-27 24:00"],
    ["on the last day, over night: one day is left, and Monday is it", "2026-11-16 10:00", workingDays(3), [["2026-11-19 16:00", "2026-11-20 10:00"]], "2026-11-23 24:00"],
    ["in the last minute of the last day: that day is left over", "2026-11-16 10:00", workingDays(3), [["2026-11-19 23:59", "2026-11-20 10:00"]], "2026-11-23 24:00"],
    ["into Tết: the papers come on a day off, so on 12/02; 02/02 counted, 15 and 16/02 follow", "2027-02-01 10:00", workingDays(3), [["2027-02-03 10:00", "2027-02-10 10:00"]], "2027-02-16 24:00"],
    ["what follows an event ends a pause on the day itself: Sunday, so Monday counts", "2026-11-16 10:00", onEvent(2), [["2026-11-17 09:00", "2026-11-22 10:00"]], "2026-11-25 24:00"],
    ["ten days of the calendar, three touched: Sunday 15/11, so Monday", "2026-11-02 10:00", days(10), [["2026-11-04 10:00", "2026-11-06 10:00"]], "2026-11-16 24:00"],
    ["one day that ends on Saturday, paused on Sunday: the end stays open until the pause is over", "2026-11-20 10:00", days(1), [["2026-11-22 10:00", "2026-11-25 10:00"]], "2026-11-26 24:00"],
    ["one month, three days touched: 05/12 is a Saturday, so Monday", "2026-11-02 10:00", months(1), [["2026-11-09 10:00", "2026-11-11 10:00"]], "2026-12-07 24:00"],
  ])("%s", (_, startsAt, term, pauses, end) => {
    expect(endOf(pauses.reduce((clock, [from, to]) => paused(clock, from, to), clockOf(at(startsAt), term)))).toBe(end);
  });

  const running = clockOf(at("2026-11-16 10:00"), workingDays(3));
  const still = pause(running, at("2026-11-17 09:00"), "supplement");

  test("has no end as long as it does", () => {
    expect(still).toMatchObject({ dueAt: null, pauses: [{ from: at("2026-11-17 09:00").toISOString(), to: null, because: "supplement" }] });
    expect(timeLeft(still, at("2026-11-18 09:00"))).toBeNull();
  });

  test("cannot be stopped twice, nor a running one be started, nor either before it was", () => {
    expect(() => pause(still, at("2026-11-18 09:00"), "supplement")).toThrow(RangeError);
    expect(() => resume(running, at("2026-11-18 09:00"))).toThrow(RangeError);
    expect(() => resume(paused(running, "2026-11-17 09:00", "2026-11-18 09:00"), at("2026-11-18 10:00"))).toThrow(RangeError);
    expect(() => pause(running, at("2026-11-16 09:59"), "supplement")).toThrow(RangeError);
    expect(() => resume(still, at("2026-11-17 08:59"))).toThrow(RangeError);
    expect(() => pause(paused(running, "2026-11-17 09:00", "2026-11-18 09:00"), at("2026-11-18 08:59"), "supplement")).toThrow(RangeError);
  });

  test("cannot be stopped once it has run out: lateness stays", () => {
    expect(pause(running, at("2026-11-19 23:59"), "supplement").dueAt).toBeNull();
    expect(() => pause(running, at("2026-11-20 00:00"), "supplement")).toThrow(RangeError);
  });
});

describe("no clock is made", () => {
  test.each<[string, Term]>([
    ["of no hours", hours(0)],
    ["of half a day", days(0.5)],
    ["of fewer than no working days", workingDays(-1)],
    ["without an article", { hours: 24, article: "" }],
  ])("%s", (_, term) => {
    expect(() => clockOf(at("2026-11-16 10:00"), term)).toThrow(RangeError);
  });

  test("from no instant, nor with pauses out of order or two that last", () => {
    const pauseOf = (from: string, to: string | null) => ({ from: at(from).toISOString(), to: to === null ? null : at(to).toISOString(), because: "supplement" as const });
    const made = (...pauses: ReturnType<typeof pauseOf>[]) => () => clockOf(at("2026-11-16 10:00"), hours(24), pauses);
    expect(() => clockOf(new Date(Number.NaN), hours(24))).toThrow(RangeError);
    expect(made(pauseOf("2026-11-16 12:00", "2026-11-16 11:00"))).toThrow(RangeError);
    expect(made(pauseOf("2026-11-16 12:00", "2026-11-16 13:00"), pauseOf("2026-11-16 12:30", null))).toThrow(RangeError);
    expect(made(pauseOf("2026-11-16 12:00", null), pauseOf("2026-11-16 13:00", null))).toThrow(RangeError);
    expect(made({ from: "noon", to: null, because: "supplement" })).toThrow(RangeError);
  });
});

describe("what a clock rests on", () => {
  test.each<[string, string, Term, { known: boolean; confirmed: boolean }]>([
    ["days that are all certain", "2026-11-23 10:00", workingDays(3), { known: true, confirmed: true }],
    ["Tết 2027, which is likely", "2027-02-04 10:00", workingDays(1), { known: true, confirmed: false }],
    ["received in Tết 2027", "2027-02-05 10:00", workingDays(1), { known: true, confirmed: false }],
    ["the end before Tết 2027 begins", "2027-02-02 10:00", workingDays(2), { known: true, confirmed: true }],
    ["a month that runs over Tết, without ending there: rest days do not matter", "2027-01-20 10:00", months(1), { known: true, confirmed: true }],
    ["days that end in Tết", "2027-02-01 10:00", days(5), { known: true, confirmed: false }],
    ["the end after what the list knows", "2027-12-31 10:00", workingDays(1), { known: false, confirmed: true }],
    ["24 months: nobody knows the days off of November 2028", "2026-11-23 10:00", months(24), { known: false, confirmed: true }],
    ["received before the list begins", "2025-12-31 10:00", workingDays(1), { known: false, confirmed: true }],
    ["a month begun before the list: only its end matters", "2025-12-15 10:00", months(1), { known: true, confirmed: true }],
    ["hours, which need no list", "2030-02-04 10:00", hours(24), { known: true, confirmed: true }],
  ])("%s", (_, startsAt, term, rests) => {
    expect(clockOf(at(startsAt), term)).toMatchObject(rests);
  });
});

describe("time left", () => {
  test.each<[string, Term, string, ReturnType<typeof timeLeft>]>([
    ["five hours and a half", hours(24), "2026-11-20 04:30", { overdue: false, count: 5, unit: "hours" }],
    ["59 minutes", hours(24), "2026-11-20 09:01", { overdue: false, count: 59, unit: "minutes" }],
    ["to the minute: still in time", hours(24), "2026-11-20 10:00", { overdue: false, count: 0, unit: "minutes" }],
    ["one minute late", hours(24), "2026-11-20 10:01", { overdue: true, count: 1, unit: "minutes" }],
    ["47 hours late", hours(24), "2026-11-22 09:30", { overdue: true, count: 47, unit: "hours" }],
    ["two days late", hours(24), "2026-11-22 10:00", { overdue: true, count: 2, unit: "days" }],
    ["two working days after today, the weekend between", workingDays(2), "2026-11-19 23:59", { overdue: false, count: 2, unit: "workingDays" }],
    ["one, seen on Saturday", workingDays(2), "2026-11-21 10:00", { overdue: false, count: 1, unit: "workingDays" }],
    ["until the end of today", workingDays(2), "2026-11-23 00:00", { overdue: false, count: 0, unit: "days" }],
    ["until the end of today, a minute before it", workingDays(2), "2026-11-23 23:59", { overdue: false, count: 0, unit: "days" }],
    ["a day late, though offices rest", workingDays(2), "2026-11-24 00:00", { overdue: true, count: 1, unit: "days" }],
    ["four days of the calendar", days(4), "2026-11-19 12:00", { overdue: false, count: 4, unit: "days" }],
  ])("%s", (_, term, now, left) => {
    expect(timeLeft(clockOf(at("2026-11-19 10:00"), term), at(now))).toEqual(left);
  });
});

describe("at least so many days before an end (NĐ 163/2026, Art. 93(2): 30 days)", () => {
  test.each([
    ["a working day", "2026-12-31", 30, "2026-12-01"],
    ["24/11 is off: the Monday before it", "2026-12-24", 30, "2026-11-23"],
    ["the first day of Tết: the last day before Tết", "2027-03-08", 30, "2027-02-04"],
    ["a Sunday: Friday", "2026-12-22", 30, "2026-11-20"],
  ])("%s", (_, end, count, latest) => {
    expect(latestBefore(end, count)).toBe(latest);
  });
});

/**
 * The same law told again, slowly and in other terms: time is minutes since the beginning of 2026 in Vietnam, a Thursday; an office
 * takes in what comes in the minutes of a working day before 17:00; days are looked at one after another.
 */
describe("told again minute by minute", () => {
  type List = { off: ReadonlySet<number>; worked: ReadonlySet<number> };
  const aDay = 1_440;
  const dayOf = (minute: number) => Math.floor(minute / aDay);
  const works = ({ off, worked }: List, day: number) => worked.has(day) || (!off.has(day) && ![2, 3].includes(day % 7));

  function takenIn(list: List, from: number): number {
    let minute = from;
    while (!(works(list, dayOf(minute)) && minute % aDay < 17 * 60)) minute += 1;
    return minute;
  }
  function endSlowly(list: List, begins: number, count: number, pauses: readonly [number, number][], byWorkingDays: boolean): number {
    const arrives = (minute: number) => (byWorkingDays ? takenIn(list, minute) : minute);
    const spoilt = new Set<number>();
    for (const [from, to] of pauses) for (let minute = from, end = arrives(to); minute <= end; minute += 1) spoilt.add(dayOf(minute));
    let day = dayOf(arrives(begins));
    for (let counted = 0; counted < count; ) {
      day += 1;
      if (!spoilt.has(day) && (!byWorkingDays || works(list, day))) counted += 1;
    }
    while (spoilt.has(day) || !works(list, day)) day += 1;
    return (day + 1) * aDay;
  }

  const zero = Date.UTC(2025, 11, 31, 17);
  const instant = (minute: number) => new Date(zero + minute * 60_000);
  const named = (day: number, kind: NamedDay["kind"]): NamedDay => ({
    date: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
    name: { vi: "ngày thử", en: "test day" },
    kind,
    source: "a test",
    confirmed: true,
  });

  const aList = fc
    .uniqueArray(fc.record({ day: fc.integer({ min: 0, max: 90 }), kind: fc.constantFrom<NamedDay["kind"]>("holiday", "holiday", "substitute", "makeUp") }), { selector: ({ day }) => day, maxLength: 30 })
    .map((entries) => ({
      named: entries.map(({ day, kind }) => named(day, kind)),
      list: { off: new Set(entries.filter(({ kind }) => kind !== "makeUp").map(({ day }) => day)), worked: new Set(entries.filter(({ kind }) => kind === "makeUp").map(({ day }) => day)) },
    }));
  const aMinute = fc.integer({ min: 0, max: 40 * aDay });
  const anAmount = fc.integer({ min: 1, max: 15 });
  const theGaps = fc.array(fc.record({ after: fc.integer({ min: 0, max: 3 * aDay }), length: fc.integer({ min: 0, max: 6 * aDay }) }), { maxLength: 3 });

  /** A clock with those of the pauses that come before it has run out. */
  function run(begins: number, term: Term, gaps: readonly { after: number; length: number }[], list: readonly NamedDay[]) {
    let clock = clockOf(instant(begins), term, [], list);
    const pauses: [number, number][] = [];
    let now = begins;
    for (const { after, length } of gaps) {
      const [from, to] = [now + after, now + after + length];
      if (clock.dueAt === null || instant(from).toISOString() > clock.dueAt) break;
      clock = resume(pause(clock, instant(from), "supplement", list), instant(to), list);
      pauses.push([from, to]);
      now = to;
    }
    return { clock, pauses, last: now };
  }
  const ends = (clock: Clock) => Date.parse(clock.dueAt ?? "");

  test("working days end on the same day, whatever the holidays, worked rest days and pauses", () => {
    holds(
      fc.property(aList, aMinute, anAmount, theGaps, (list, begins, count, gaps) => {
        const { clock, pauses } = run(begins, workingDays(count), gaps, list.named);
        expect(ends(clock)).toBe(zero + endSlowly(list.list, begins, count, pauses, true) * 60_000 - 1);
      }),
      300,
    );
  });

  test("so do days of the calendar", () => {
    holds(
      fc.property(aList, aMinute, anAmount, theGaps, (list, begins, count, gaps) => {
        const { clock, pauses } = run(begins, days(count), gaps, list.named);
        expect(ends(clock)).toBe(zero + endSlowly(list.list, begins, count, pauses, false) * 60_000 - 1);
      }),
      300,
    );
  });

  const aTerm = fc.oneof(...[hours, workingDays, onEvent, days].map((term) => anAmount.map(term)), fc.integer({ min: 1, max: 12 }).map(months));

  test("a clock can be stored, and made again from what it began with", () => {
    holds(
      fc.property(aList, aMinute, aTerm, theGaps, (list, begins, term, gaps) => {
        const { clock } = run(begins, term, gaps, list.named);
        expect(clockSchema.parse(JSON.parse(JSON.stringify(clock)))).toEqual(clock);
        expect(clockOf(new Date(clock.startsAt), clock.term, clock.pauses, list.named)).toEqual(clock);
      }),
    );
  });

  test("a pause never brings the end forward, and the end is never within it", () => {
    holds(
      fc.property(aList, aMinute, aTerm, theGaps, fc.nat({ max: 10 * aDay }), (list, begins, term, gaps, length) => {
        const { clock, last } = run(begins, term, gaps, list.named);
        if (ends(clock) < instant(last).getTime()) return;
        const later = resume(pause(clock, instant(last), "supplement", list.named), instant(last + length), list.named);
        expect(ends(later)).toBeGreaterThanOrEqual(ends(clock));
        expect(ends(later)).toBeGreaterThanOrEqual(instant(last + length).getTime());
      }),
    );
  });

  test("who begins later ends no earlier, and a longer term ends no earlier", () => {
    holds(
      fc.property(aList, aMinute, fc.nat({ max: 5 * aDay }), aTerm, (list, begins, later, term) => {
        expect(ends(clockOf(instant(begins), term, [], list.named))).toBeLessThanOrEqual(ends(clockOf(instant(begins + later), term, [], list.named)));
      }),
    );
    for (const term of [hours, workingDays, onEvent, days, months])
      holds(
        fc.property(aList, aMinute, anAmount, (list, begins, count) => {
          expect(ends(clockOf(instant(begins), term(count), [], list.named))).toBeLessThanOrEqual(ends(clockOf(instant(begins), term(count + 1), [], list.named)));
        }),
        50,
      );
  });

  test("a term in days ends with the last millisecond of a working day", () => {
    holds(
      fc.property(aList, aMinute, aTerm, theGaps, (list, begins, term, gaps) => {
        fc.pre(!("hours" in term));
        const after = (ends(run(begins, term, gaps, list.named).clock) + 1 - zero) / 60_000;
        expect(after % aDay).toBe(0);
        expect(works(list.list, dayOf(after) - 1)).toBe(true);
      }),
    );
  });

  test("hours end when as many hours have passed as were given, pauses not counted", () => {
    holds(
      fc.property(aList, aMinute, anAmount, theGaps, (list, begins, count, gaps) => {
        const { clock, pauses } = run(begins, hours(count), gaps, list.named);
        expect(ends(clock)).toBe(instant(begins + count * 60 + pauses.reduce((sum, [from, to]) => sum + to - from, 0)).getTime());
      }),
    );
  });
});
