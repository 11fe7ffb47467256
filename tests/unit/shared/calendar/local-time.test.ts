import * as fc from "fast-check";
import { expect, test } from "vitest";
import { instantOf, localDate, localTime } from "../../../../shared/calendar/local-time.ts";
import { holds } from "../../support/property.ts";

const at = (instant: string) => localTime(new Date(instant));
const saturday = 6;

test("a Saturday night in Vietnam is a Saturday afternoon in UTC", () => {
  expect(at("2026-11-21T15:10:00.000Z")).toEqual({ date: "2026-11-21", weekday: saturday, hour: 22, minute: 10 });
});

test("one minute before midnight is still the old day", () => {
  expect(at("2026-11-21T16:59:59.999Z")).toEqual({ date: "2026-11-21", weekday: saturday, hour: 23, minute: 59 });
});

test("midnight is hour 0 of the new day, never hour 24", () => {
  expect(at("2026-11-21T17:00:00.000Z")).toEqual({ date: "2026-11-22", weekday: 0, hour: 0, minute: 0 });
});

test("the first day of Tết 2027 begins while UTC is still on the day before", () => {
  expect(at("2027-02-05T16:59:00.000Z")).toMatchObject({ date: "2027-02-05", hour: 23, minute: 59 });
  expect(at("2027-02-05T17:00:00.000Z")).toEqual({ date: "2027-02-06", weekday: saturday, hour: 0, minute: 0 });
});

test("the year turns at Vietnam's midnight", () => {
  expect(localDate(new Date("2026-12-31T16:59:59.999Z"))).toBe("2026-12-31");
  expect(localDate(new Date("2026-12-31T17:00:00.000Z"))).toBe("2027-01-01");
});

test("29 February is a day of a leap year", () => {
  expect(localDate(new Date("2028-02-28T17:00:00.000Z"))).toBe("2028-02-29");
});

test("clocks in Vietnam are never put forward or back: always seven hours ahead of UTC", () => {
  const instant = fc.date({ min: new Date("1980-01-01T00:00:00Z"), max: new Date("2100-01-01T00:00:00Z"), noInvalidDate: true });
  holds(
    fc.property(instant, (now) => {
      const ahead = new Date(now.getTime() + 7 * 3_600_000);
      expect(localTime(now)).toEqual({
        date: ahead.toISOString().slice(0, 10),
        weekday: ahead.getUTCDay(),
        hour: ahead.getUTCHours(),
        minute: ahead.getUTCMinutes(),
      });
    }),
    500,
  );
});

test("the time-zone database agrees that Asia/Ho_Chi_Minh is this far ahead, whenever one asks", () => {
  const database = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", weekday: "short" });
  const instant = fc.date({ min: new Date("1980-01-01T00:00:00Z"), max: new Date("2100-01-01T00:00:00Z"), noInvalidDate: true });
  holds(
    fc.property(instant, (now) => {
      const { date, hour, minute } = localTime(now);
      const part = Object.fromEntries(database.formatToParts(now).map(({ type, value }) => [type, value]));
      expect([date, hour, minute]).toEqual([`${part.year}-${part.month}-${part.day}`, Number(part.hour), Number(part.minute)]);
    }),
  );
});

test("a time on Vietnam's clock is an instant: nine in the morning is two in UTC, and midnight the day before", () => {
  expect(instantOf("2026-11-24", 9, 30).toISOString()).toBe("2026-11-24T02:30:00.000Z");
  expect(instantOf("2026-11-24", 0, 0).toISOString()).toBe("2026-11-23T17:00:00.000Z");
  expect(instantOf("2027-01-01", 6, 59).toISOString()).toBe("2026-12-31T23:59:00.000Z");
});

test("the instant of what the clock shows is the full minute it came from", () => {
  const instant = fc.date({ min: new Date("1980-01-01T00:00:00Z"), max: new Date("2100-01-01T00:00:00Z"), noInvalidDate: true });
  holds(
    fc.property(instant, (now) => {
      const { date, hour, minute } = localTime(now);
      expect(instantOf(date, hour, minute).getTime()).toBe(Math.floor(now.getTime() / 60_000) * 60_000);
    }),
    500,
  );
});

test.each([
  ["2026-02-31", 9, 0],
  ["", 9, 0],
  ["2026-11-24", 24, 0],
  ["2026-11-24", -1, 0],
  ["2026-11-24", 9, 60],
  ["2026-11-24", 9.5, 0],
  ["2026-11-24", Number.NaN, 0],
])("%j at %d:%d is no time", (date, hour, minute) => {
  expect(() => instantOf(date, hour, minute)).toThrow(RangeError);
});
