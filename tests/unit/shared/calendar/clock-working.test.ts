import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysAfter } from "../../../../shared/calendar/civil-date.ts";
import { workingOf, type Step } from "../../../../shared/calendar/clock-working.ts";
import { clockOf, pause, resume } from "../../../../shared/calendar/clock.ts";
import type { NamedDay } from "../../../../shared/calendar/days-off.ts";
import { localDate } from "../../../../shared/calendar/local-time.ts";
import { daysBetween } from "../../../../shared/calendar/term-days.ts";
import type { Term } from "../../../../shared/calendar/term.ts";
import { holds } from "../../support/property.ts";

const article = "any";
const at = (shown: string) => new Date(`${shown.replace(" ", "T")}:00+07:00`);

/** A step in a word and its day. */
const told = (step: Step): string => {
  if ("on" in step) return `${step.step} ${step.on}`;
  if (step.step === "term") return `term ${JSON.stringify(step.term)}`;
  if (step.step === "paused") return `paused ${step.notCounted?.from} ${step.notCounted?.to}`;
  return `${step.step} ${localDate(new Date(step.at))}`;
};
const workingDays = (count: number): Term => ({ workingDays: count, article });

describe("the working", () => {
  test("of working days names the receipt, when it counts, the first day, every day left out and the end", () => {
    expect(workingOf(clockOf(at("2026-11-20 17:30"), workingDays(2))).map(told)).toEqual([
      "received 2026-11-20",
      "receivedLater 2026-11-23",
      "skipped 2026-11-21",
      "skipped 2026-11-22",
      'term {"workingDays":2,"article":"any"}',
      "firstDay 2026-11-23",
      "skipped 2026-11-24",
      "due 2026-11-26",
    ]);
  });

  test("names the rest days between a receipt and the day it counts on", () => {
    expect(workingOf(clockOf(at("2027-04-29 17:00"), workingDays(1))).map(told)).toEqual([
      "received 2027-04-29",
      "receivedLater 2027-05-04",
      "skipped 2027-04-30",
      "skipped 2027-05-01",
      "skipped 2027-05-02",
      "skipped 2027-05-03",
      'term {"workingDays":1,"article":"any"}',
      "firstDay 2027-05-04",
      "due 2027-05-05",
    ]);
  });

  test("says whether the office had closed or rested, and which holiday a day is", () => {
    expect(workingOf(clockOf(at("2026-11-20 17:30"), workingDays(2)))[1]).toEqual({ step: "receivedLater", on: "2026-11-23", because: "closed" });
    expect(workingOf(clockOf(at("2026-11-21 17:30"), workingDays(2)))[1]).toEqual({ step: "receivedLater", on: "2026-11-23", because: "rest" });
    expect(workingOf(clockOf(at("2026-11-20 17:30"), workingDays(2)))[6]).toMatchObject({ off: { name: { en: "Vietnamese Culture Day" }, source: "NQ 28/2026/QH16" } });
    expect(workingOf(clockOf(at("2026-11-27 10:00"), workingDays(1)))[3]).toEqual({ step: "skipped", on: "2026-11-28", off: { kind: "weekend" } });
  });

  test("names a rest day that was worked, whether it counts or is the day of receipt", () => {
    expect(workingOf(clockOf(at("2026-08-21 10:00"), workingDays(1))).map(told)).toContain("makeUp 2026-08-22");
    expect(workingOf(clockOf(at("2026-08-21 17:00"), workingDays(1))).map(told)).toContain("makeUp 2026-08-22");
    expect(workingOf(clockOf(at("2026-08-20 10:00"), { days: 2, article })).map(told)).toContain("makeUp 2026-08-22");
    expect(workingOf(clockOf(at("2026-08-20 10:00"), { days: 9, article })).map(told)).not.toContain("makeUp 2026-08-22");
  });

  test("of what follows an event begins with it, whenever it was", () => {
    expect(workingOf(clockOf(at("2026-11-21 18:00"), { workingDays: 1, article, begins: "onEvent" })).map(told)).toEqual([
      "began 2026-11-21",
      'term {"workingDays":1,"article":"any","begins":"onEvent"}',
      "firstDay 2026-11-21",
      "skipped 2026-11-22",
      "due 2026-11-23",
    ]);
  });

  test("of days and months names only the rest days that moved the end", () => {
    expect(workingOf(clockOf(at("2026-11-06 10:00"), { days: 15, article })).map(told)).toEqual([
      "began 2026-11-06",
      'term {"days":15,"article":"any"}',
      "firstDay 2026-11-06",
      "movedOn 2026-11-21",
      "movedOn 2026-11-22",
      "due 2026-11-23",
    ]);
  });

  test("of hours has no days", () => {
    expect(workingOf(clockOf(at("2026-11-21 22:10"), { hours: 24, article })).map(told)).toEqual(["began 2026-11-21", 'term {"hours":24,"article":"any"}', "due 2026-11-22"]);
  });

  test("puts a pause where it came, with the days it cost; while it lasts there is no end", () => {
    const still = pause(clockOf(at("2026-11-13 10:00"), workingDays(3)), at("2026-11-17 09:00"), "supplement");
    const before = ["received 2026-11-13", 'term {"workingDays":3,"article":"any"}', "firstDay 2026-11-13", "skipped 2026-11-14", "skipped 2026-11-15"];
    expect(workingOf(still).map(told)).toEqual([...before, "paused 2026-11-17 null"]);
    expect(workingOf(resume(still, at("2026-11-20 18:00"))).map(told)).toEqual([...before, "paused 2026-11-17 2026-11-23", "skipped 2026-11-24", "due 2026-11-26"]);
    const hours = pause(clockOf(at("2026-11-13 10:00"), { hours: 24, article }), at("2026-11-13 11:00"), "supplement");
    expect(workingOf(hours).map(({ step }) => step)).toEqual(["began", "term", "paused"]);
  });

  test("adds up: between the first day and the end, the days left out and the days of the term are all there are", () => {
    const day = fc.integer({ min: 0, max: 60 }).map((days) => daysAfter("2027-01-01", days));
    const list = fc.uniqueArray(fc.record({ date: day, kind: fc.constantFrom<NamedDay["kind"]>("holiday", "makeUp") }), { selector: ({ date }) => date, maxLength: 20 });
    holds(
      fc.property(list, day, fc.integer({ min: 1, max: 20 }), (entries, on, count) => {
        const days = entries.map((entry) => ({ ...entry, name: { vi: "ngày thử", en: "test day" }, source: "a test", confirmed: true }));
        const clock = clockOf(at(`${on} 18:00`), workingDays(count), [], days);
        const steps = workingOf(clock, days);
        const first = steps.find(({ step }) => step === "firstDay");
        if (!first || !("on" in first) || clock.dueAt === null) throw new Error("a clock that runs has a first day and an end");
        expect(daysBetween(first.on, localDate(new Date(clock.dueAt)))).toBe(count + steps.filter((step) => step.step === "skipped" && step.on > first.on).length);
      }),
    );
  });
});
