import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSafeHour, type SafeHours } from "../../../../shared/contact/safe-contact.ts";
import { afterCall, listOf, type Caller } from "../../../../shared/hotline/caller.ts";
import { coolDownMinutes, dangerFollowUp, isMiss, maxAttempts, nextAttempt, outcomes, ringsOf, type Attempt, type Miss } from "../../../../shared/hotline/ladder.ts";
import { anyHours, anyMinute, callerWith, contactRule, entry, hourSets, inVietnam, minutesAfter, monday } from "../../support/callers.ts";
import { holds } from "../../support/property.ts";

const at = (time: string, date = "2026-11-23") => inVietnam(date, time);
const tried = (time: string, outcome: Miss = "noAnswer", date?: string): Attempt => ({ at: at(time, date).toISOString(), outcome });
const all: SafeHours[] = ["morning", "afternoon", "evening"];
const hours = (n: number) => n * 3_600_000;

describe("the ladder as a table", () => {
  test.each([
    ["no answer in the morning", [tried("09:00:00")], all, at("12:00:00")],
    ["no answer late in the morning, safe in the morning only", [tried("11:00:00")], ["morning"], at("08:00:00", "2026-11-24")],
    ["no answer early in the morning, safe in the morning only: the other part of it, tomorrow", [tried("08:30:00")], ["morning"], at("11:30:00")],
    ["no answer in the evening, safe in the evening only", [tried("17:10:00")], ["evening"], at("20:10:00")],
    ["no answer at the end of the evening", [tried("20:50:00")], ["evening"], at("17:00:00", "2026-11-24")],
    ["no answer twice: a third part of the day", [tried("08:10:00"), tried("12:00:00")], all, at("15:00:00")],
    ["no answer twice, as soon as it could be: the next part there is", [tried("09:00:00"), tried("14:00:00")], ["morning", "afternoon"], at("10:00:00", "2026-11-24")],
    ["another voice", [tried("09:00:00", "someoneElse")], all, at("12:00:00")],
    ["busy", [tried("09:00:00", "busy")], all, at("09:30:00")],
    ["busy at the end of the safe hours", [tried("11:45:00", "busy")], ["morning"], at("08:00:00", "2026-11-24")],
    ["a fault on our side", [tried("09:00:00", "technical")], all, at("09:15:00")],
    ["a fault on our side at the end of the safe hours", [tried("20:50:00", "technical")], all, at("08:00:00", "2026-11-24")],
    ["busy twice", [tried("09:00:00", "busy"), tried("09:30:00", "busy")], all, at("10:00:00")],
    ["three faults on our side, which did not ring", [tried("09:00:00", "technical"), tried("09:15:00", "technical"), tried("09:30:00", "technical")], all, at("09:45:00")],
    ["three rings, whatever they were", [tried("09:00:00"), tried("12:00:00", "busy"), tried("17:00:00", "someoneElse")], all, null],
    ["three rings and a fault on our side between them", [tried("09:00:00"), tried("12:00:00"), tried("12:30:00", "technical"), tried("17:00:00")], all, null],
  ] as const)("%s", (_, [first, ...later], safe, next) => {
    expect(nextAttempt([first, ...later], safe)).toEqual(next);
  });

  test("the last attempt counts, in whatever order they are given", () => {
    expect(nextAttempt([tried("12:00:00", "busy"), tried("09:00:00")], all)).toEqual(at("12:30:00"));
  });

  test("only a miss leads on; being reached, a wrong number and a wish not to be called end it", () => {
    expect(outcomes.filter(isMiss).toSorted()).toEqual(["busy", "noAnswer", "someoneElse", "technical"]);
  });

  test("every ring but a fault on our side counts", () => {
    expect(ringsOf([tried("09:00:00"), tried("10:00:00", "busy"), tried("11:00:00", "someoneElse"), tried("12:00:00", "technical")])).toBe(3);
  });
});

const misses = Object.keys(coolDownMinutes) as Miss[];
const anyMisses = fc.array(fc.constantFrom(...misses), { minLength: 1, maxLength: 12 });
const partOf = (moment: Date) => [8, 10, 12, 14, 17, 19, 21].filter((hour) => hour <= (moment.getUTCHours() + 7) % 24).length;

/** A phone rung as soon as it may be each time, nobody reached: when it was rung, with what outcome, until it rests or the outcomes run out. */
function climb(start: Caller, from: Date, results: readonly Miss[]): { rung: Attempt[]; caller: Caller } {
  let caller = start;
  let now = from;
  const rung: Attempt[] = [];
  for (const outcome of results) {
    const due = caller.entries.filter(({ state }) => state === "waiting").map(({ dueAt }) => dueAt).toSorted()[0];
    if (due === undefined) break;
    if (due > now.toISOString()) now = new Date(due);
    expect(listOf(caller, now)).toBe("now");
    rung.push({ at: now.toISOString(), outcome });
    caller = afterCall(caller, outcome, now).caller;
  }
  return { rung, caller };
}

const safeMoment = fc.tuple(anyHours, anyMinute).filter(([safe, moment]) => isSafeHour(safe, moment));
const startOf = (safe: readonly SafeHours[], moment: Date): Caller =>
  callerWith([entry({ dueAt: moment.toISOString(), openedAt: moment.toISOString(), contact: contactRule({ hours: [...safe], askedAt: moment.toISOString() }) })]);

describe("whatever happens on the calls", () => {
  test("a phone never rings a fourth time for what was asked, and then it rests", () => {
    holds(
      fc.property(safeMoment, anyMisses, ([safe, moment], results) => {
        const { rung, caller } = climb(startOf(safe, moment), moment, results);
        expect(ringsOf(rung)).toBeLessThanOrEqual(maxAttempts);
        expect(caller.entries.map(({ state }) => state)).toEqual([ringsOf(rung) === maxAttempts ? "resting" : "waiting"]);
      }),
      500,
    );
  });

  test("every next time is a safe one, after the cool-down of what just happened, and within three days", () => {
    holds(
      fc.property(safeMoment, anyMisses, ([safe, moment], results) => {
        const { rung, caller } = climb(startOf(safe, moment), moment, results);
        const next = caller.entries[0]?.state === "waiting" ? [{ at: caller.entries[0].dueAt }] : [];
        const times = [...rung, ...next];
        for (const { at: time } of times) expect(isSafeHour(safe, new Date(time))).toBe(true);
        for (const [index, { at: time, outcome }] of rung.slice(0, times.length - 1).entries()) {
          const pause = Date.parse(times[index + 1]?.at ?? "") - Date.parse(time);
          expect(pause).toBeGreaterThanOrEqual(coolDownMinutes[outcome] * 60_000);
          expect(pause).toBeLessThanOrEqual(hours(72));
        }
      }),
      500,
    );
  });

  test("after silence each ring comes in a part of the day not tried yet, as long as the safe hours have one", () => {
    holds(
      fc.property(safeMoment, fc.array(fc.constantFrom<Miss>("noAnswer", "someoneElse"), { minLength: 2, maxLength: 2 }), ([safe, moment], results) => {
        const { rung, caller } = climb(startOf(safe, moment), moment, results);
        const parts = [...rung.map(({ at: time }) => time), caller.entries[0]?.dueAt ?? ""].map((time) => partOf(new Date(time)));
        // Each window has two parts.
        expect(new Set(parts).size).toBe(Math.min(3, 2 * safe.length));
      }),
      500,
    );
  });

  test("a wrong number and a wish not to be called end everything, however far the ladder was climbed", () => {
    holds(
      fc.property(safeMoment, fc.array(fc.constantFrom(...misses), { maxLength: 2 }), fc.constantFrom("wrongNumber" as const, "askedNotToCall" as const), ([safe, moment], results, outcome) => {
        const { caller } = climb(startOf(safe, moment), moment, results);
        const { caller: after, ended } = afterCall(caller, outcome, minutesAfter(moment, 10_000));
        expect(after.entries).toEqual([]);
        expect(ended.map(({ move }) => move)).toEqual(["close"]);
        expect(listOf(after, minutesAfter(moment, 20_000))).toBe("gone");
        expect(after.askedNotToCallAt !== undefined).toBe(outcome === "askedNotToCall");
      }),
    );
  });
});

describe("after somebody was in danger", () => {
  const week = Array.from({ length: 7 * 48 }, (_, n) => minutesAfter(inVietnam("2026-11-23", "00:00:00"), n * 30));
  const moments = [...week, ...week.map((moment) => new Date(moment.getTime() - 1))];

  test.each(hourSets.map((safe) => [safe.join(" and "), safe] as const))("safe in the %s: rung again in a safe hour, not before 12 hours, always within 48, within 24 when reached in a safe hour", (_, safe) => {
    for (const reached of moments) {
      const next = dangerFollowUp(reached, safe);
      const later = next.getTime() - reached.getTime();
      expect(isSafeHour(safe, next)).toBe(true);
      expect(later).toBeGreaterThanOrEqual(hours(12));
      expect(later).toBeLessThanOrEqual(hours(isSafeHour(safe, reached) ? 24 : 48));
    }
  });

  test("is the same time tomorrow's window opens, or half a day later", () => {
    expect(dangerFollowUp(at("09:00:00"), all)).toEqual(at("08:00:00", "2026-11-24"));
    expect(dangerFollowUp(at("20:30:00"), all)).toEqual(at("08:30:00", "2026-11-24"));
    expect(dangerFollowUp(monday, ["evening"])).toEqual(at("17:00:00", "2026-11-24"));
  });
});
