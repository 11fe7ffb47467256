import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { declarationNames, declarationOf, fileEnds, fileLives, forgetCallerAt, goneAt, isExpired, moments } from "../../../../shared/privacy/declarations.ts";

const changedAt = "2026-11-20T03:00:00.000Z";
const instant = fc.date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2040-01-01T00:00:00Z"), noInvalidDate: true }).map((date) => date.toISOString());

test("a file is forgotten by lives that are all told", () => {
  expect([...fileEnds].toSorted()).toEqual(Object.keys(fileLives).toSorted());
});

describe("a caller is forgotten", () => {
  test("ninety days after the last request, and not while one is open", () => {
    expect(forgetCallerAt({ open: false, endedAt: changedAt })).toBe("2027-02-18T17:00:00.000Z");
    expect(forgetCallerAt({ open: true, endedAt: changedAt })).toBeNull();
  });

  test("after everything that is kept of them for a time of its own", () => {
    const last = forgetCallerAt({ open: false, endedAt: changedAt }) ?? "";
    for (const name of declarationNames.filter((one) => declarationOf(one).keeper === "hotline")) expect((goneAt(name, { callsEnded: changedAt, callEnded: changedAt, called: changedAt, refused: changedAt, dayOver: changedAt, booked: changedAt, counted: changedAt, sent: changedAt }) ?? "") <= last, name).toBe(true);
  });
});

describe("what goes earlier", () => {
  test("is hidden from the instant its life ends, and not before", () => {
    const at = goneAt("history", { decided: changedAt }) ?? "";
    expect(at).toBe("2027-02-18T17:00:00.000Z");
    expect(isExpired("history", { decided: changedAt }, new Date(Date.parse(at) - 1))).toBe(false);
    expect(isExpired("history", { decided: changedAt }, new Date(at))).toBe(true);
  });

  test("danger and the word left for a caller are gone with the request", () => {
    for (const name of ["danger", "askFor", "textNumber"] as const) expect(goneAt(name, { callEnded: changedAt, textOver: changedAt })).toBe(changedAt);
  });

  test("stays while its moment has not come, and where it lives with the whole", () => {
    for (const name of declarationNames) expect(isExpired(name, {}, new Date("2100-01-01T00:00:00Z"))).toBe(false);
    expect(goneAt("names", { decided: changedAt, ended: changedAt })).toBeNull();
  });

  test("is hidden for good: what has expired once has expired at every later moment", () => {
    fc.assert(
      fc.property(fc.constantFrom(...declarationNames), fc.constantFrom(...moments), instant, instant, instant, (name, moment, from, one, other) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        if (isExpired(name, { [moment]: from }, new Date(early))) expect(isExpired(name, { [moment]: from }, new Date(late))).toBe(true);
      }),
    );
  });
});
