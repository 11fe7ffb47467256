import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localDate } from "../../../../shared/calendar/local-time.ts";
import type { Course } from "../../../../shared/registration/course.ts";
import { forgetFileAt } from "../../../../shared/registration/forget-file.ts";
import { applicationStates } from "../../../../shared/registration/state.ts";

const course: Course = { regimeId: "R2", decidedOn: "2026-11-25", times: "first", place: "home", from: "2026-11-26", to: "2028-11-26", months: 24 };
const changedAt = "2026-11-20T03:00:00.000Z";
const instant = fc.date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2040-01-01T00:00:00Z"), noInvalidDate: true }).map((date) => date.toISOString());

describe("a file is forgotten", () => {
  test.each([
    ["withdrawn: a month after it was", { state: "withdrawn", changedAt }, "2026-12-20T17:00:00.000Z"],
    ["stopped before a decision: three months after", { state: "stopped", changedAt }, "2027-02-18T17:00:00.000Z"],
    ["stopped after one: a year after", { state: "stopped", changedAt, course }, "2027-11-20T17:00:00.000Z"],
    ["left undecided: a year after the last change", { state: "received", changedAt }, "2027-11-20T17:00:00.000Z"],
    ["in treatment: two years after the course ends", { state: "inTreatment", changedAt, course }, "2030-11-26T17:00:00.000Z"],
    ["completed late: two years after that", { state: "completed", changedAt: "2029-01-02T03:00:00.000Z", course }, "2031-01-02T17:00:00.000Z"],
    ["in after-care: a year after it is to end", { state: "afterCare", changedAt, course: { ...course, afterCare: { from: "2028-11-28", to: "2029-11-28" } } }, "2030-11-28T17:00:00.000Z"],
    ["ended: a year after", { state: "ended", changedAt, course }, "2027-11-20T17:00:00.000Z"],
  ] as const)("%s", (_name, file, at) => {
    expect(forgetFileAt(file)).toBe(at);
  });

  test("in every state, some time after it last changed and never while a course that was decided runs", () => {
    fc.assert(
      fc.property(fc.constantFrom(...applicationStates), instant, fc.boolean(), (state, at, decided) => {
        const forgotten = forgetFileAt({ state, changedAt: at, ...(decided ? { course } : {}) });
        expect(forgotten > at).toBe(true);
        if (decided && ["decided", "inTreatment", "completed"].includes(state)) expect(localDate(new Date(forgotten)) > course.to).toBe(true);
      }),
    );
  });
});
