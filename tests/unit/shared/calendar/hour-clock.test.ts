import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hourClock } from "../../../../shared/calendar/hour-clock.ts";
import { localTime } from "../../../../shared/calendar/local-time.ts";
import { holds } from "../../support/property.ts";

const decision = { hours: 24, article: "ND163-91" };
/** Vietnam's wall clock when a decision is due on something received at this instant. */
const due = (receivedAt: string) => {
  const { date, hour, minute } = localTime(new Date(hourClock(new Date(receivedAt), decision).dueAt));
  return `${date} ${hour}:${String(minute).padStart(2, "0")}`;
};

test("received on Saturday night, the decision is due on Sunday night: weekends count", () => {
  expect(due("2026-11-21T15:10:00.000Z")).toBe("2026-11-22 22:10");
});

test("received on the eve of Vietnam Culture Day, it is due on the holiday", () => {
  expect(due("2026-11-23T03:00:00.000Z")).toBe("2026-11-24 10:00");
});

test("received on the last day of the lunar year, it is due on the first day of Tết", () => {
  expect(due("2027-02-05T01:30:00.000Z")).toBe("2027-02-06 8:30");
});

test("received on New Year's Eve, it is due in the new year", () => {
  expect(due("2026-12-31T16:59:00.000Z")).toBe("2027-01-01 23:59");
});

test("29 February is counted like any day", () => {
  expect(due("2028-02-28T01:00:00.000Z")).toBe("2028-02-29 8:00");
});

test("the clock keeps its working: start, hours, end and article", () => {
  expect(hourClock(new Date("2026-11-21T15:10:00.123Z"), decision)).toEqual({
    startsAt: "2026-11-21T15:10:00.123Z",
    hours: 24,
    dueAt: "2026-11-22T15:10:00.123Z",
    article: "ND163-91",
  });
});

test("exactly as many hours pass as were set, to the millisecond", () => {
  const instant = fc.date({ min: new Date("2026-07-01T00:00:00Z"), max: new Date("2040-01-01T00:00:00Z"), noInvalidDate: true });
  holds(
    fc.property(instant, fc.integer({ min: 1, max: 240 }), (start, hours) => {
      const { startsAt, dueAt } = hourClock(start, { hours, article: "any" });
      expect(Date.parse(dueAt) - Date.parse(startsAt)).toBe(hours * 3_600_000);
    }),
  );
});
