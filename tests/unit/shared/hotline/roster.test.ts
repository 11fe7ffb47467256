import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capacityAt, halfHours, overlaps, shiftSchema, type Shift } from "../../../../shared/hotline/roster.ts";
import { holds } from "../../support/property.ts";

const shift = (change: Partial<Shift> = {}): Shift => ({
  id: "s1",
  date: "2026-11-23",
  counsellorId: "c1",
  name: "Tư vấn 1",
  from: "08:00",
  to: "12:00",
  callsPerSlot: 2,
  absent: false,
  ...change,
});
const refused = (change: object) => shiftSchema.safeParse({ ...shift(), ...change }).error?.issues.map(({ message }) => message);

describe("a shift", () => {
  test.each([["00:00", "00:30"], ["08:00", "12:00"], ["17:30", "24:00"]])("from %s to %s is one", (from, to) => {
    expect(refused({ from, to })).toBeUndefined();
  });

  test.each([
    ["12:00", "08:00", "shift.order"],
    ["08:00", "08:00", "shift.order"],
    ["08:15", "12:00", "shift.time"],
    ["8:00", "12:00", "shift.time"],
    ["08:00", "24:30", "shift.time"],
    ["24:00", "24:00", "shift.order"],
  ])("from %s to %s is none: %s", (from, to, code) => {
    expect(refused({ from, to })).toContain(code);
  });

  test.each([
    [{ date: "2026-11-31" }, "shift.date"],
    [{ counsellorId: "" }, "shift.counsellor"],
    [{ callsPerSlot: 0 }, "shift.calls"],
    [{ callsPerSlot: 5 }, "shift.calls"],
    [{ callsPerSlot: 1.5 }, "shift.calls"],
  ])("with %j is refused", (change, code) => {
    expect(refused(change)).toContain(code);
  });
});

describe("the calls of a half hour", () => {
  test("are those of everyone on shift, from the first half hour of a shift to the one before its end", () => {
    const shifts = [shift(), shift({ id: "s2", counsellorId: "c2", from: "10:00", to: "14:00", callsPerSlot: 1 })];
    expect(["07:30", "08:00", "09:30", "10:00", "11:30", "12:00", "13:30", "14:00"].map((time) => capacityAt(shifts, time))).toEqual([0, 2, 2, 3, 3, 1, 1, 0]);
  });

  test("do not count who is absent", () => {
    expect(capacityAt([shift({ absent: true }), shift({ id: "s2", counsellorId: "c2" })], "09:00")).toBe(2);
  });

  test("go on to midnight", () => {
    expect(capacityAt([shift({ from: "22:00", to: "24:00" })], "23:30")).toBe(2);
  });

  test("of a whole day add up to what everyone works", () => {
    const time = fc.integer({ min: 0, max: 47 });
    const shifts = fc.array(
      fc.record({ a: time, length: fc.integer({ min: 1, max: 47 }), callsPerSlot: fc.integer({ min: 1, max: 4 }), absent: fc.boolean() }).map(({ a, length, callsPerSlot, absent }, ) => ({
        halves: Math.min(length, 48 - a),
        shift: shift({ from: halfHours[a] ?? "", to: [...halfHours, "24:00"][Math.min(a + length, 48)] ?? "", callsPerSlot, absent }),
      })),
      { maxLength: 8 },
    );
    holds(
      fc.property(shifts, (worked) => {
        const total = halfHours.reduce((sum, half) => sum + capacityAt(worked.map((one) => one.shift), half), 0);
        expect(total).toBe(worked.reduce((sum, one) => sum + (one.shift.absent ? 0 : one.halves * one.shift.callsPerSlot), 0));
      }),
    );
  });
});

test("a day has 48 half hours, in order", () => {
  expect(halfHours).toHaveLength(48);
  expect([halfHours[0], halfHours[1], halfHours[47]]).toEqual(["00:00", "00:30", "23:30"]);
  expect(halfHours.toSorted()).toEqual(halfHours);
});

describe("one counsellor in two places", () => {
  test.each([
    ["the same hours", {}, true],
    ["an hour of them", { from: "11:30", to: "13:00" }, true],
    ["the hours after", { from: "12:00", to: "14:00" }, false],
    ["the hours before", { from: "06:00", to: "08:00" }, false],
    ["another day", { date: "2026-11-24" }, false],
    ["another counsellor", { counsellorId: "c2" }, false],
  ])("%s: %s", (_, change, both) => {
    const other = shift({ id: "s2", ...change });
    expect(overlaps(shift(), other)).toBe(both);
    expect(overlaps(other, shift())).toBe(both);
  });

  test("a shift put again does not stand in its own way", () => {
    expect(overlaps(shift(), shift({ from: "09:00" }))).toBe(false);
  });
});
