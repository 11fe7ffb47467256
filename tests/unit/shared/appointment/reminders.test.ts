import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { remindersOf, type Reminder } from "../../../../shared/appointment/reminders.ts";
import { localTime } from "../../../../shared/calendar/local-time.ts";
import { isSafeHour, safeHours, type SafeHours } from "../../../../shared/contact/safe-contact.ts";
import { anyHours, anyMinute, hourSets, inVietnam, minutesAfter } from "../../support/callers.ts";
import { holds } from "../../support/property.ts";

const all = [...safeHours];
const weekBefore = (at: Date): Date => minutesAfter(at, -7 * 1_440);
const named = (reminders: readonly Reminder[], template: Reminder["template"]): Reminder | undefined => reminders.find((one) => one.template === template);
/** When each is due, by Vietnam's wall clock. */
const dueTimes = (reminders: readonly Reminder[]): Record<string, string> => Object.fromEntries(reminders.map(({ template, dueAt }) => [template, clockOf(dueAt)]));
const clockOf = (text: string): string => {
  const { date, hour, minute } = localTime(new Date(text));
  return `${date} ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
};

describe("whatever the appointment, the moment of booking and the safe hours", () => {
  const anySecond = fc.tuple(anyMinute, fc.integer({ min: 0, max: 59_999 })).map(([minute, ms]) => new Date(minute.getTime() + ms));
  const always = (check: (reminders: Reminder[], given: { at: Date; bookedAt: Date; hours: SafeHours[] }) => void): void =>
    holds(
      fc.property(fc.oneof(anyMinute, anySecond), fc.oneof(fc.integer({ min: -120, max: 3_000 }), fc.integer({ min: -1_000, max: 12_000 })), anyHours, (at, ahead, hours) => {
        const given = { at, bookedAt: minutesAfter(at, -ahead), hours };
        check(remindersOf(at, given.bookedAt, hours), given);
      }),
      2_000,
    );

  test("nobody is reminded before they booked, nor at the moment they do", () => {
    always((reminders, { bookedAt }) => {
      for (const { dueAt } of reminders) expect(Date.parse(dueAt)).toBeGreaterThan(bookedAt.getTime());
    });
  });

  test("each comes in an hour the person called safe, between eight in the morning and nine in the evening in Vietnam", () => {
    always((reminders, { hours }) => {
      for (const { dueAt } of reminders) {
        expect(isSafeHour(hours, new Date(dueAt))).toBe(true);
        expect(localTime(new Date(dueAt)).hour).toBeGreaterThanOrEqual(8);
        expect(localTime(new Date(dueAt)).hour).toBeLessThan(21);
      }
    });
  });

  test("there is time to send each, and none left in the ten minutes before the appointment", () => {
    always((reminders, { at }) => {
      for (const { dueAt, notAfter } of reminders) {
        expect(dueAt < notAfter).toBe(true);
        expect(Date.parse(notAfter)).toBeLessThanOrEqual(at.getTime() - 10 * 60_000);
      }
    });
  });

  test("the first has run out before the second is due", () => {
    always((reminders, { at }) => {
      const first = named(reminders, "dayBefore");
      const second = named(reminders, "soonBefore");
      if (first) expect(Date.parse(first.notAfter)).toBeLessThan(at.getTime() - 2 * 3_600_000);
      if (first && second) expect(first.notAfter < second.dueAt).toBe(true);
    });
  });

  test("each comes at most once, in this order, and never earlier than a day, or two hours, before", () => {
    always((reminders, { at }) => {
      expect(["dayBefore,soonBefore", "dayBefore", "soonBefore", ""]).toContain(reminders.map(({ template }) => template).join());
      for (const { template, dueAt } of reminders) expect(Date.parse(dueAt)).toBeGreaterThanOrEqual(at.getTime() - (template === "dayBefore" ? 24 : 2) * 3_600_000);
    });
  });

  test("a reminder is left out only for a reason: booked too late for it, or no safe hour left", () => {
    const minutesFrom = (from: number, to: number): Date[] => Array.from({ length: Math.max(0, Math.ceil((to - from) / 60_000)) }, (_, minute) => new Date(from + minute * 60_000));
    always((reminders, { at, bookedAt, hours }) => {
      const due = at.getTime() - 2 * 3_600_000;
      const possible = bookedAt.getTime() < due && minutesFrom(due, at.getTime() - 11 * 60_000).some((moment) => isSafeHour(hours, moment));
      if (possible) expect(named(reminders, "soonBefore")).toBeDefined();
      if (bookedAt.getTime() >= due) expect(reminders).toEqual([]);
    });
  });

  test("booked earlier, reminded the same: the moment of booking takes reminders away and moves none", () => {
    always((reminders, { at, bookedAt, hours }) => {
      const earlier = remindersOf(at, minutesAfter(bookedAt, -60), hours);
      for (const reminder of reminders) expect(earlier).toContainEqual(reminder);
    });
  });
});

describe("an appointment on Tuesday at 14:30", () => {
  const at = inVietnam("2026-11-24", "14:30:00");

  test("is told of the day before and two hours before", () => {
    expect(remindersOf(at, weekBefore(at), all)).toEqual([
      { template: "dayBefore", dueAt: inVietnam("2026-11-23", "14:30:00").toISOString(), notAfter: inVietnam("2026-11-24", "10:30:00").toISOString() },
      { template: "soonBefore", dueAt: inVietnam("2026-11-24", "12:30:00").toISOString(), notAfter: inVietnam("2026-11-24", "14:20:00").toISOString() },
    ]);
  });

  test.each([
    ["25 hours", 25 * 60, ["dayBefore", "soonBefore"]],
    ["24 hours and a minute", 24 * 60 + 1, ["dayBefore", "soonBefore"]],
    ["24 hours", 24 * 60, ["soonBefore"]],
    ["23 hours", 23 * 60, ["soonBefore"]],
    ["two hours and a minute", 121, ["soonBefore"]],
    ["two hours", 120, []],
    ["one hour", 60, []],
    ["no time", 0, []],
    ["an hour after it", -60, []],
  ])("booked %s before: %s minutes", (_, minutes, expected) => {
    expect(remindersOf(at, minutesAfter(at, -minutes), all).map(({ template }) => template)).toEqual(expected);
  });

  test.each([
    [["morning"], { dayBefore: "2026-11-24 08:00" }],
    [["afternoon"], { dayBefore: "2026-11-23 14:30", soonBefore: "2026-11-24 12:30" }],
    [["evening"], { dayBefore: "2026-11-23 17:00" }],
    [["morning", "evening"], { dayBefore: "2026-11-23 17:00" }],
  ] satisfies [SafeHours[], Record<string, string>][])("with %s as safe hours", (hours, expected) => {
    expect(dueTimes(remindersOf(at, weekBefore(at), hours))).toEqual(expected);
  });
});

describe("at the edges of the day", () => {
  test("in the morning only, for 08:30: the second at 08:00, for twenty minutes", () => {
    const at = inVietnam("2026-11-24", "08:30:00");
    expect(remindersOf(at, weekBefore(at), ["morning"])).toEqual([
      { template: "dayBefore", dueAt: inVietnam("2026-11-23", "08:30:00").toISOString(), notAfter: inVietnam("2026-11-24", "04:30:00").toISOString() },
      { template: "soonBefore", dueAt: inVietnam("2026-11-24", "08:00:00").toISOString(), notAfter: inVietnam("2026-11-24", "08:20:00").toISOString() },
    ]);
  });

  test.each([
    ["08:11", "2026-11-24 08:00"],
    ["08:10", undefined],
    ["08:00", undefined],
  ])("at %s the second is due %s: none at eight for what is ten minutes away", (time, expected) => {
    const at = inVietnam("2026-11-24", `${time}:00`);
    expect(dueTimes(remindersOf(at, weekBefore(at), all)).soonBefore).toBe(expected);
  });

  test.each([
    ["22:59", "2026-11-24 20:59"],
    ["23:00", undefined],
    ["23:30", undefined],
  ])("at %s the second is due %s: nothing leaves after nine in the evening", (time, expected) => {
    const at = inVietnam("2026-11-24", `${time}:00`);
    expect(dueTimes(remindersOf(at, weekBefore(at), all)).soonBefore).toBe(expected);
  });

  test("at the last minute of the evening the first is in time; a minute later it waits for the morning, though that is the day itself", () => {
    expect(dueTimes(remindersOf(inVietnam("2026-11-24", "20:59:00"), inVietnam("2026-11-20", "09:00:00"), all)).dayBefore).toBe("2026-11-23 20:59");
    expect(dueTimes(remindersOf(inVietnam("2026-11-24", "21:00:00"), inVietnam("2026-11-20", "09:00:00"), all)).dayBefore).toBe("2026-11-24 08:00");
  });

  test("an appointment over midnight of Tết: the first on the last day of the old year, the second not at night", () => {
    // Giao thừa: the night to Saturday 06/02/2027.
    const justAfter = inVietnam("2027-02-06", "00:30:00");
    expect(dueTimes(remindersOf(justAfter, weekBefore(justAfter), all))).toEqual({ dayBefore: "2027-02-05 08:00" });
    const morning = inVietnam("2027-02-06", "09:00:00");
    expect(dueTimes(remindersOf(morning, weekBefore(morning), all))).toEqual({ dayBefore: "2027-02-05 09:00", soonBefore: "2027-02-06 08:00" });
    expect(dueTimes(remindersOf(morning, weekBefore(morning), ["evening"]))).toEqual({ dayBefore: "2027-02-05 17:00" });
    expect(dueTimes(remindersOf(morning, inVietnam("2027-02-05", "23:59:00"), all))).toEqual({ soonBefore: "2027-02-06 08:00" });
  });

  test("whoever can be told at no hour that is left is not promised a text", () => {
    const at = inVietnam("2026-11-24", "08:00:00");
    expect(remindersOf(at, inVietnam("2026-11-23", "17:30:00"), ["evening"])).toEqual([]);
  });

  test("every set of safe hours has an answer at every half hour of a day", () => {
    for (const hours of hourSets) {
      for (let half = 0; half < 48; half += 1) {
        const at = minutesAfter(inVietnam("2026-11-24", "00:00:00"), half * 30);
        expect(remindersOf(at, weekBefore(at), hours).length).toBeGreaterThanOrEqual(1);
      }
    }
  });
});
