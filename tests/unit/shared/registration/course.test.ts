import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysAfter, monthsAfter } from "../../../../shared/calendar/civil-date.ts";
import { instantOf, localDate } from "../../../../shared/calendar/local-time.ts";
import { regimeOf } from "../../../../shared/law/regimes.ts";
import { treatmentPlaces } from "../../../../shared/law/treatment-places.ts";
import { actIssues } from "../../../../shared/registration/act-rules.ts";
import { actNames, type Act, type ActFacts } from "../../../../shared/registration/acts.ts";
import { storedApplicationSchema } from "../../../../shared/registration/application.ts";
import { afterAct, dueOnFiling, monthsOf, progressSchema, regimeFor, type Progress } from "../../../../shared/registration/course.ts";
import { isOpen, mayMove, moveOf } from "../../../../shared/registration/state.ts";
import { motherForSon } from "../../../support/people.ts";
import { holds } from "../../support/property.ts";

/** "2026-11-24 10:30" on the clocks of Vietnam. */
const at = (local: string): Date => {
  const [day = "", hour = "", minute = ""] = local.split(/[ :]/);
  return instantOf(day, Number(hour), Number(minute));
};
const endOf = (day: string): string => new Date(at(`${daysAfter(day, 1)} 00:00`).getTime() - 1).toISOString();
const filed = (local: string): Progress => ({ state: "submitted", receivedAt: at(local).toISOString(), due: dueOnFiling(at(local)) });
const due = ({ due: next }: Progress) => next && [next.duty, next.at, next.article];
const iso = (local: string) => at(local).toISOString();

type Step = { [A in Act]: [act: A, facts: ActFacts[A], local: string] }[Act];
const step = (before: Progress, [act, facts, local]: Step): Progress => afterAct(before, act, facts, at(local));
const after = (start: Progress, ...acts: Step[]): Progress => acts.reduce(step, start);

const decided = (on: string, change: Partial<ActFacts["decide"]> = {}): Step => ["decide", { on, times: "first", place: "home", from: on, ...change }, `${on} 15:00`];
const received = (local: string): Step => ["receive", {}, local];
const askForMore = (local: string, by: string): Step => ["askForMore", { items: ["Lý lịch"], by }, local];
const supplement = (local: string): Step => ["supplement", { on: local.slice(0, 10) }, local];
const arrange = (local: string): Step => ["arrangeDetermination", { facility: "Trạm y tế Giả Định", on: local.slice(0, 10) }, local];
const determined = (local: string): Step => ["determine", { result: "confirmed", on: local.slice(0, 10), by: "Trạm y tế Giả Định" }, local];
const onDay = <A extends "start" | "complete" | "openAfterCare" | "endAfterCare" | "noticeOfEnd" | "reissue">(act: A, on: string): [A, { on: string }, string] => [act, { on }, `${on} 16:00`];
const transfer = (local: string): Step => ["transfer", { communeCode: "00008", because: "Chuyển nơi ở" }, local];

describe("a life under the law since 01/07/2026, one act after another", () => {
  // Friday 20/11/2026; Tuesday 24/11 is a holiday.
  const life: [name: string, act: Step, state: string, due: unknown][] = [
    ["receiving it changes no deadline: 24 hours run from when it was sent", received("2026-11-20 11:00"), "received", ["decide", iso("2026-11-21 10:00"), "ND163-91"]],
    ["while papers are missing nothing is due", askForMore("2026-11-20 14:00", "2026-11-25"), "awaitingFamily", ["decide", null, "ND163-91"]],
    ["with the last paper the 24 hours begin again", supplement("2026-11-23 09:00"), "received", ["decide", iso("2026-11-24 09:00"), "ND163-91"]],
    ["while a determination is awaited nothing is due", arrange("2026-11-23 10:00"), "determining", ["decide", null, "ND163-91"]],
    ["with its result they begin again, and run through the holiday", determined("2026-11-23 14:30"), "received", ["decide", iso("2026-11-24 14:30"), "ND163-91"]],
    ["from the decision on Monday, two working days to start, and the holiday is none", decided("2026-11-23"), "decided", ["start", endOf("2026-11-26"), "ND163-4-8"]],
    ["a commitment changes nothing", ["commit", { on: "2026-11-25" }, "2026-11-25 09:00"], "decided", ["start", endOf("2026-11-26"), "ND163-4-8"]],
    ["nor does a hand-over", ["handOver", { facility: "Cơ sở Giả Định", on: "2026-11-25" }, "2026-11-25 10:00"], "decided", ["start", endOf("2026-11-26"), "ND163-4-8"]],
    ["from the reception, 24 months; next is the notice 30 days before their end", onDay("start", "2026-11-25"), "inTreatment", ["noticeOfEnd", endOf("2028-10-26"), "ND163-93-2"]],
    ["then the certificate, 24 hours before the end", onDay("noticeOfEnd", "2028-10-24"), "inTreatment", ["certify", endOf("2028-11-24"), "ND163-93-4"]],
    ["then, within two working days over a weekend, the proposal of after-care", onDay("complete", "2028-11-24"), "completed", ["proposeAfterCare", endOf("2028-11-28"), "ND163-134"]],
    ["which lasts a year", onDay("openAfterCare", "2028-11-28"), "afterCare", ["endAfterCare", endOf("2029-11-28"), "L120-42"]],
    ["and then nothing is due any more", onDay("endAfterCare", "2029-11-28"), "ended", null],
  ];

  test.each(life.map(([name], index) => [name, index] as const))("%s", (_, index) => {
    const progress = after(filed("2026-11-20 10:00"), ...life.slice(0, index + 1).map(([, act]) => act));
    const [, , state, expected] = life[index] ?? [];
    expect(progress.state).toBe(state);
    expect(due(progress)).toEqual(expected);
  });

  test("leaves the whole course behind, by its days", () => {
    const { course, missing, determined: result } = after(filed("2026-11-20 10:00"), ...life.map(([, act]) => act));
    expect(course).toMatchObject({
      regimeId: "R2",
      decidedOn: "2026-11-23",
      times: "first",
      place: "home",
      facility: "Cơ sở Giả Định",
      from: "2026-11-25",
      to: "2028-11-25",
      months: 24,
      startedOn: "2026-11-25",
      completedOn: "2028-11-24",
      afterCare: { from: "2028-11-28", to: "2029-11-28" },
    });
    expect(missing).toBeUndefined();
    expect(result).toEqual({ result: "confirmed", on: "2026-11-23", by: "Trạm y tế Giả Định" });
  });
});

describe("a life under the law before 01/07/2026, one act after another", () => {
  // Monday 05/01/2026; 01/01 is over, Tết begins in February.
  const life: [name: string, act: Step, state: string, due: unknown][] = [
    ["three working days run from when it was sent", received("2026-01-05 10:00"), "received", ["decide", endOf("2026-01-08"), "ND116-30-1"]],
    ["while papers are missing nothing is due", askForMore("2026-01-06 10:00", "2026-01-12"), "awaitingFamily", ["decide", null, "ND116-30-1"]],
    ["with the last paper the clock goes on after the days the pause touched; Saturday 10/01 is worked for 02/01", supplement("2026-01-08 09:00"), "received", ["decide", endOf("2026-01-12"), "ND116-30-1"]],
    ["while a determination is awaited it stands still again", arrange("2026-01-09 10:00"), "determining", ["decide", null, "ND116-30-1"]],
    ["and goes on with its result, three counted days in all", determined("2026-01-12 09:00"), "received", ["decide", endOf("2026-01-15"), "ND116-30-1"]],
    ["of starting that law said no term", decided("2026-01-13", { months: 6 }), "decided", null],
    ["nor of notice and certificate", onDay("start", "2026-01-19"), "inTreatment", null],
    ["within three working days, after-care is proposed", onDay("complete", "2026-06-19"), "completed", ["proposeAfterCare", endOf("2026-06-24"), "ND116-77"]],
    ["which lasts a year, as far as we know", onDay("openAfterCare", "2026-06-24"), "afterCare", ["endAfterCare", endOf("2027-06-24"), "L73"]],
  ];

  test.each(life.map(([name], index) => [name, index] as const))("%s", (_, index) => {
    const progress = after(filed("2026-01-05 09:00"), ...life.slice(0, index + 1).map(([, act]) => act));
    const [, , state, expected] = life[index] ?? [];
    expect(progress.state).toBe(state);
    expect(due(progress)).toEqual(expected);
  });

  test("and what we have not read is marked so", () => {
    const progress = after(filed("2026-01-05 09:00"), ...life.map(([, act]) => act));
    expect(progress.due?.confidence).toBe("unconfirmed");
    expect(progress.course).toMatchObject({ regimeId: "R1", from: "2026-01-19", to: "2026-07-19", months: 6 });
  });
});

describe("from one law into the next", () => {
  const june = filed("2026-06-30 09:00");

  test("sent on 30/06/2026 and decided on 01/07: a course of the new law, with its term to start", () => {
    const progress = after(june, received("2026-06-30 10:00"), decided("2026-07-01"));
    expect(progress.course).toMatchObject({ regimeId: "R2", months: 24, to: "2028-07-01" });
    expect(due(progress)).toEqual(["start", endOf("2026-07-03"), "ND163-4-8"]);
  });

  test("papers asked for on 30/06/2026 and there on 02/07: the term to decide is that of the new law", () => {
    const progress = after(june, received("2026-06-30 10:00"), askForMore("2026-06-30 11:00", "2026-07-05"), supplement("2026-07-02 09:00"));
    expect(due(progress)).toEqual(["decide", iso("2026-07-03 09:00"), "ND163-91"]);
  });

  test("decided and begun before: it goes on under the old law", () => {
    const progress = after(june, received("2026-06-30 10:00"), decided("2026-06-30", { months: 6 }), onDay("start", "2026-06-30"));
    expect(regimeFor(progress, "2026-11-22").id).toBe("R1");
    expect(progress).toMatchObject({ due: null, course: { regimeId: "R1", to: "2026-12-30" } });
  });

  test("decided before and begun after: the decision's own law is kept", () => {
    const progress = after(june, received("2026-06-30 10:00"), decided("2026-06-30", { months: 6 }), onDay("start", "2026-07-02"));
    expect(regimeFor(progress, "2026-11-22").id).toBe("R1");
    expect(progress).toMatchObject({ due: null, course: { regimeId: "R1", to: "2027-01-02" } });
  });

  test("completed after, what follows is new law: two working days, and a year", () => {
    const begun = after(filed("2026-01-05 09:00"), received("2026-01-05 10:00"), decided("2026-01-13", { months: 8 }), onDay("start", "2026-01-15"), onDay("complete", "2026-09-15"));
    expect(due(begun)).toEqual(["proposeAfterCare", endOf("2026-09-17"), "ND163-134"]);
    expect(due(after(begun, onDay("openAfterCare", "2026-09-17")))).toEqual(["endAfterCare", endOf("2027-09-17"), "L120-42"]);
  });

  test("before a decision, the law of the day", () => {
    expect(regimeFor(june, "2026-06-30").id).toBe("R1");
    expect(regimeFor(june, "2026-07-01").id).toBe("R2");
  });
});

describe("two working days to start", () => {
  test.each([
    ["over 24/11", "2026-11-23", "2026-11-26"],
    ["from the holiday itself", "2026-11-24", "2026-11-26"],
    ["over a weekend", "2026-11-27", "2026-12-01"],
    ["from a Saturday", "2026-11-28", "2026-12-01"],
    ["over New Year", "2026-12-30", "2027-01-04"],
    ["over Tết", "2027-02-04", "2027-02-15"],
    ["from the middle of Tết", "2027-02-08", "2027-02-15"],
    ["over 2/9", "2027-09-01", "2027-09-07"],
  ])("%s, decided on %s, end with %s", (_, on, last) => {
    expect(due(after(filed(`${on} 08:00`), received(`${on} 09:00`), decided(on)))).toEqual(["start", endOf(last), "ND163-4-8"]);
  });

  test("over Tết are marked as not confirmed while its days off are only likely", () => {
    const clock = (on: string) => after(filed(`${on} 08:00`), received(`${on} 09:00`), decided(on)).due?.clock;
    expect(clock("2027-02-04")).toMatchObject({ known: true, confirmed: false });
    expect(clock("2026-11-23")).toMatchObject({ known: true, confirmed: true });
    expect(clock("2028-01-10")).toMatchObject({ known: false });
  });
});

test("24 hours to decide run through Tết, night and day", () => {
  expect(dueOnFiling(at("2027-02-05 23:50"))).toMatchObject({ duty: "decide", at: iso("2027-02-06 23:50"), confidence: "read" });
});

test("three working days to decide ran around Tết 2026", () => {
  expect(dueOnFiling(at("2026-02-13 09:00")).at).toBe(endOf("2026-02-25"));
});

describe("the days of a course", () => {
  const course = (on: string, startedOn: string, change?: Partial<ActFacts["decide"]>) => after(filed(`${on} 08:00`), received(`${on} 09:00`), decided(on, change), onDay("start", startedOn)).course;

  test.each([
    ["first", "2026-11-25", "2028-11-25", 24],
    ["again", "2026-11-25", "2029-11-25", 36],
    ["first", "2026-11-30", "2028-11-30", 24],
    ["again", "2028-02-29", "2031-02-28", 36],
  ] as const)("the %s time, begun on %s, run to %s", (times, startedOn, to, months) => {
    expect(course(daysAfter(startedOn, -1), startedOn, { times })).toMatchObject({ from: startedOn, to, months });
  });

  test("are counted from the reception, whatever the decision said", () => {
    expect(after(filed("2026-11-20 08:00"), received("2026-11-20 09:00"), decided("2026-11-20", { from: "2026-11-23" })).course).toMatchObject({ from: "2026-11-23", to: "2028-11-23" });
    expect(course("2026-11-20", "2026-11-25", { from: "2026-11-23" })).toMatchObject({ from: "2026-11-25", to: "2028-11-25" });
  });

  test("the notice is due on the working day before, where 30 days before the end is a day of rest", () => {
    // 24/11/2028 less 30 days is Wednesday 25/10/2028; 27/11/2028 less 30 days is Saturday 28/10/2028.
    const notice = (startedOn: string) => after(filed(`${startedOn} 07:00`), received(`${startedOn} 08:00`), decided(startedOn), onDay("start", startedOn)).due?.at;
    expect(notice("2026-11-24")).toBe(endOf("2028-10-25"));
    expect(notice("2026-11-27")).toBe(endOf("2028-10-27"));
  });

  test("how many months a course may take comes from the law, the time, and the place", () => {
    const [old, current] = [regimeOf("R1"), regimeOf("R2")];
    expect(monthsOf(old, "first", "home")).toEqual({ min: 6, max: 12 });
    expect(monthsOf(old, "again", "publicFacility")).toEqual({ min: 6, max: null });
    for (const place of treatmentPlaces) expect([monthsOf(current, "first", place), monthsOf(current, "again", place)]).toEqual([{ min: 24, max: 24 }, { min: 36, max: 36 }]);
  });
});

describe("a promise that could not be kept", () => {
  const late = after(filed("2026-11-20 10:00"), received("2026-11-20 11:00"));

  test("is given again, once, and the new day is what is due", () => {
    const progress = after(late, ["extend", { until: "2026-11-25", because: "Chờ xác minh" }, "2026-11-21 09:00"]);
    expect(progress).toMatchObject({ state: "received", extendedTo: "2026-11-25" });
    expect(due(progress)).toEqual(["decide", endOf("2026-11-25"), "ND163-91"]);
  });

  test("stays overdue when papers are asked for after it has run out", () => {
    const asked = after(late, askForMore("2026-11-21 10:01", "2026-11-25"));
    expect(asked.state).toBe("awaitingFamily");
    expect(due(asked)).toEqual(["decide", iso("2026-11-21 10:00"), "ND163-91"]);
  });

  test("and stays so when they have come: asking does not undo that it was late", () => {
    const whole = after(late, askForMore("2026-11-21 10:01", "2026-11-25"), supplement("2026-11-23 09:00"));
    expect(due(whole)).toEqual(["decide", iso("2026-11-21 10:00"), "ND163-91"]);
  });

  test("given again, it stands still while the family has the next word, though the first term has run out", () => {
    const extended = after(late, ["extend", { until: "2026-11-27", because: "Chờ xác minh" }, "2026-11-20 15:00"]);
    const asked = after(extended, askForMore("2026-11-22 09:00", "2026-11-28"));
    expect(due(asked)).toEqual(["decide", null, "ND163-91"]);
    // Whole again on the day promised, the office has its hours from then.
    expect(due(after(asked, supplement("2026-11-27 09:00")))).toEqual(["decide", endOf("2026-11-27") > iso("2026-11-28 09:00") ? endOf("2026-11-27") : iso("2026-11-28 09:00"), "ND163-91"]);
    // Whole early, it keeps the day it was promised.
    expect(due(after(asked, supplement("2026-11-23 09:00")))).toEqual(["decide", endOf("2026-11-27"), "ND163-91"]);
  });

  test("is still in time in its last instant, and papers asked for then stop the clock", () => {
    expect(due(after(late, askForMore("2026-11-21 10:00", "2026-11-25")))).toEqual(["decide", null, "ND163-91"]);
  });
});

describe("a move to another office", () => {
  const decidedThen = after(filed("2026-11-20 10:00"), received("2026-11-20 11:00"), decided("2026-11-20"));
  const begun = after(decidedThen, onDay("start", "2026-11-23"));

  test("before a decision leaves the deadline as it is", () => {
    const before = after(filed("2026-11-20 10:00"), received("2026-11-20 11:00"));
    expect(after(before, transfer("2026-11-20 12:00"))).toEqual(before);
  });

  test("while papers are missing leaves the clock standing, and what is missing", () => {
    const waiting = after(filed("2026-11-20 10:00"), received("2026-11-20 11:00"), askForMore("2026-11-20 12:00", "2026-11-25"));
    expect(after(waiting, transfer("2026-11-20 13:00"))).toEqual(waiting);
  });

  test.each([
    ["decided", decidedThen],
    ["in treatment", begun],
  ])("once %s has the new office decide within 24 hours", (_, before) => {
    const moved = after(before, transfer("2026-12-01 09:00"));
    expect(due(moved)).toEqual(["transfer", iso("2026-12-02 09:00"), "ND163-92-1c"]);
    expect(moved).toMatchObject({ state: before.state, course: { to: before.course?.to } });
  });

  test("and its decision brings back the end of the course, which has not moved", () => {
    const again = after(begun, transfer("2026-12-01 09:00"), ["reissue", { on: "2026-12-02", number: "07/QĐ-CA" }, "2026-12-02 08:00"]);
    expect(again.course).toMatchObject({ number: "07/QĐ-CA", from: "2026-11-23", to: "2028-11-23" });
    expect(due(again)).toEqual(due(begun));
  });

  test("before the start, the two working days run from the new decision", () => {
    const again = after(decidedThen, transfer("2026-12-01 09:00"), onDay("reissue", "2026-12-02"));
    expect(due(again)).toEqual(["start", endOf("2026-12-04"), "ND163-4-8"]);
  });

  test("under the old law had no term", () => {
    const old = after(filed("2026-01-05 09:00"), received("2026-01-05 10:00"), decided("2026-01-06", { months: 6 }), onDay("start", "2026-01-07"));
    expect(due(after(old, transfer("2026-03-02 09:00")))).toBeNull();
  });

  test("after treatment leaves what is due", () => {
    const completed = after(begun, onDay("complete", "2028-11-22"));
    expect(due(after(completed, transfer("2028-11-23 09:00")))).toEqual(due(completed));
  });
});

test.each<[string, Step]>([
  ["stopped", ["stop", { on: "2026-11-21", because: "Theo yêu cầu" }, "2026-11-21 09:00"]],
  ["withdrawn", ["withdraw", { on: "2026-11-21" }, "2026-11-21 09:00"]],
])("of what is %s nothing is due, and nothing is missing", (state, act) => {
  const progress = after(filed("2026-11-20 10:00"), received("2026-11-20 11:00"), askForMore("2026-11-20 12:00", "2026-11-25"), act);
  expect(progress).toMatchObject({ state, due: null });
  expect(progress.missing).toBeUndefined();
});

test("an act on a course that was never decided is a mistake of ours, not of the officer", () => {
  expect(() => after(filed("2026-11-20 10:00"), onDay("start", "2026-11-21"))).toThrow(RangeError);
});

describe("whatever officers record, in any order the law allows", () => {
  const application = storedApplicationSchema.parse(motherForSon({ determination: { kind: "substitution" } }));
  /** What an officer does next: after how many hours, which act of those possible, whether one that leads on, how many days ago it happened, and which choices. */
  const next = fc.record({ hours: fc.integer({ min: 0, max: 24 * 40 }), which: fc.nat(100), onward: fc.boolean(), ago: fc.nat(3), place: fc.constantFrom(...treatmentPlaces), again: fc.boolean(), months: fc.option(fc.integer({ min: 6, max: 36 }), { nil: undefined }) });
  type Next = typeof next extends fc.Arbitrary<infer T> ? T : never;

  /** The facts an officer could give; only those that nothing is wrong with are recorded. */
  function factsOf({ ago, place, again, months }: Next, now: Date): ActFacts {
    const today = localDate(now);
    const on = daysAfter(today, -ago);
    const facility = "Cơ sở Giả Định";
    const because = "Theo yêu cầu";
    return {
      withdraw: { on },
      receive: {},
      askForMore: { items: ["Lý lịch"], by: daysAfter(today, ago) },
      supplement: { on },
      arrangeDetermination: { facility, on },
      determine: { result: "confirmed", on, by: facility },
      extend: { until: daysAfter(today, ago), because },
      decide: { on, times: again ? "again" : "first", place, from: daysAfter(on, ago), months },
      commit: { on },
      handOver: { facility, on },
      start: { on },
      reissue: { on },
      noticeOfEnd: { on },
      complete: { on },
      openAfterCare: { on },
      endAfterCare: { on },
      stop: { on, because },
      transfer: { communeCode: "00008", because },
    };
  }

  type Recorded = { act: Act; facts: ActFacts[Act]; now: Date; before: Progress; after: Progress };
  function tried<A extends Act>(before: Progress, act: A, facts: ActFacts[A], now: Date): Recorded | null {
    if (!mayMove(act, before.state, ["communeOfficer"])) return null;
    const context = { progress: before, application, communeCode: "00004", today: localDate(now) };
    return actIssues(act, facts, context).length ? null : { act, facts, now, before, after: afterAct(before, act, facts, now) };
  }

  function recorded(receivedAt: Date, wishes: readonly Next[]): Recorded[] {
    const all: Recorded[] = [];
    let progress: Progress = { state: "submitted", receivedAt: receivedAt.toISOString(), due: dueOnFiling(receivedAt) };
    let now = receivedAt;
    for (const wish of wishes) {
      now = new Date(now.getTime() + wish.hours * 3_600_000);
      // Nobody completes a course before its end: some lives go on to it.
      const end = progress.state === "inTreatment" && wish.onward && progress.course ? instantOf(progress.course.to, 9, 0) : now;
      if (end > now) now = end;
      const possible = actNames.flatMap((act) => tried(progress, act, factsOf(wish, now)[act], now) ?? []);
      const onward = possible.filter(({ act, after: { state } }) => moveOf(act).to !== null && (isOpen(state) || act === "endAfterCare"));
      const among = wish.onward && onward.length ? onward : possible;
      const one = among[wish.which % among.length];
      if (!one) continue;
      all.push(one);
      progress = one.after;
    }
    return all;
  }

  const anyFiling = fc.integer({ min: at("2025-12-01 00:00").getTime(), max: at("2027-06-01 00:00").getTime() }).map((ms) => new Date(ms));
  const everyAct = (check: (one: Recorded) => void, lives = 120) =>
    holds(
      fc.property(anyFiling, fc.array(next, { maxLength: 25, size: "max" }), (receivedAt, wishes) => {
        for (const one of recorded(receivedAt, wishes)) check(one);
      }),
      lives,
    );

  test("all acts are tried, so that what follows says something", () => {
    const seen = new Set<Act>();
    everyAct(({ act }) => seen.add(act), 300);
    expect(actNames.filter((act) => !seen.has(act))).toEqual([]);
  });

  test("what is kept can be read again, and nothing of what is no officer's changes", () => {
    everyAct(({ before, after: then }) => {
      expect(progressSchema.safeParse(JSON.parse(JSON.stringify(then))).error).toBeUndefined();
      expect(then.receivedAt).toBe(before.receivedAt);
    });
  });

  test("the state is where the move leads", () => {
    everyAct(({ act, before, after: then }) => {
      expect(then.state).toBe(moveOf(act).to ?? before.state);
    });
  });

  test("a course ends after it begins, by the months of its law", () => {
    everyAct(({ after: { course } }) => {
      if (!course) return;
      expect(course.to > course.from).toBe(true);
      expect(course.to).toBe(monthsAfter(course.from, course.months));
      const { min, max } = monthsOf(regimeOf(course.regimeId), course.times, course.place);
      expect(course.months >= min && course.months <= (max ?? Infinity)).toBe(true);
    });
  });

  test("after-care lasts a year from its decision", () => {
    everyAct(({ after: { course } }) => {
      if (course?.afterCare) expect(course.afterCare.to).toBe(monthsAfter(course.afterCare.from, 12));
    });
  });

  test("what is newly due never lies before the act it follows, unless it is counted back from an end", () => {
    everyAct(({ act, facts, now, before, after: { due: then } }) => {
      if (!then?.at || then.at === before.due?.at || then.duty === "noticeOfEnd" || then.duty === "certify") return;
      const since = "on" in facts && facts.on ? instantOf(facts.on, 0, 0) : instantOf(localDate(now), 0, 0);
      expect([act, then.at >= since.toISOString()]).toEqual([act, true]);
    });
  });

  test("what is counted back from an end lies before it", () => {
    everyAct(({ after: { due: then, course } }) => {
      if (then?.at && (then.duty === "noticeOfEnd" || then.duty === "certify")) expect(localDate(new Date(then.at)) < (course?.to ?? "")).toBe(true);
    });
  });

  test("nothing is due of what is over, and something is due of what is not decided", () => {
    everyAct(({ after: then }) => {
      if (!isOpen(then.state)) expect(then.due).toBeNull();
      if (then.state === "submitted" || then.state === "received") expect(then.due).toMatchObject({ duty: "decide" });
    });
  });

  test("a clock stands still only while others have the next word", () => {
    everyAct(({ after: { state, due: then } }) => {
      if (then?.at === null) expect(["awaitingFamily", "determining"]).toContain(state);
    });
  });

  test("what has run out is never made to seem in time, but by a new promise, a decision or an end", () => {
    everyAct(({ act, now, before, after: then }) => {
      const wasLate = before.due?.duty === "decide" && before.due.at !== null && before.due.at < now.toISOString();
      if (wasLate && !["extend", "decide", "stop", "withdraw"].includes(act)) expect([act, then.due?.at]).toEqual([act, before.due?.at]);
    });
  });
});
