import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysAfter } from "../../../../shared/calendar/civil-date.ts";
import { instantOf, localDate } from "../../../../shared/calendar/local-time.ts";
import { dayOff, isWorkingDay, workingDaysAhead } from "../../../../shared/calendar/working-days.ts";
import { readAsked, readWork } from "../../../../shared/privacy/right-form.ts";
import { askedRight, doneAtOnce, doneByItself, isOpenRight, isRestricted, isViewable, mayMoveRight, movedRight, nextClock, rightKinds, rightRules, rightStates, type RightMove } from "../../../../shared/privacy/rights.ts";

const at = (day: string, hour = 10) => instantOf(day, hour, 0);
const dueOn = (clock: { dueAt: string | null } | null | undefined): string => localDate(new Date(clock?.dueAt ?? 0));
const kind = fc.constantFrom(...rightKinds);
/** Days over Tết of both years and the holidays between. */
const day = fc.integer({ min: 0, max: 420 }).map((n) => daysAfter("2026-01-20", n));
const moment = fc.tuple(day, fc.integer({ min: 0, max: 23 })).map(([on, hour]) => at(on, hour));
const moves = ["accept", "refuse", "extend", "carryOut", "takeBack", "lift"] as const satisfies readonly RightMove[];

describe("the clock of an answer", () => {
  test.each([
    ["over a weekend", "2026-11-27", "2026-12-01"],
    ["over Culture Day", "2026-11-20", "2026-11-25"],
    ["over Tết 2026, when offices rest from Monday to Friday", "2026-02-13", "2026-02-24"],
    ["over Tết 2027", "2027-02-03", "2027-02-12"],
  ])("is two working days %s", (_name, asked, due) => {
    expect(dueOn(askedRight("view-1", "view", at(asked)).answer)).toBe(due);
  });

  test("always ends on a working day, the second after the one on which it counts as received", () => {
    fc.assert(
      fc.property(kind, moment, (one, asked) => {
        const { answer } = askedRight("a", one, asked);
        const on = localDate(asked);
        expect(isWorkingDay(dueOn(answer))).toBe(true);
        // Received after hours or on a day off, it counts from the next working day: never sooner than two after the day itself, never later than three.
        const [second = "", third = ""] = workingDaysAhead(daysAfter(on, 1), 3).slice(1);
        expect([second, third]).toContain(dueOn(answer));
      }),
    );
  });
});

describe("the clock of carrying it out", () => {
  test.each([
    ["view", 10, 15, 10],
    ["correct", 10, 15, 10],
    ["stopTexts", 15, 20, 15],
    ["withdrawConsent", 15, 20, 15],
    ["restrict", 15, 20, 15],
    ["object", 15, 20, 15],
    ["erase", 20, 30, 20],
    ["protect", 15, null, 15],
  ] as const)("of %s: %i days, %s with others, %i more once (NĐ 356/2025, Art. 5)", (one, days, withThirdParty, extension) => {
    expect(rightRules[one]).toMatchObject({ days, withThirdParty, extension });
  });

  test("runs from the request, ends so many days later or on the working day after, and is put off by as many as the decree gives", () => {
    fc.assert(
      fc.property(kind, moment, fc.boolean(), fc.integer({ min: 0, max: 3 }), (one, asked, thirdParty, later) => {
        const { days, withThirdParty, extension } = rightRules[one];
        const accepted = movedRight(askedRight("a", one, asked), "accept", at(daysAfter(localDate(asked), later)), { thirdParty });
        const extended = movedRight(accepted, "extend", at(daysAfter(localDate(asked), later + 1)));
        const normal = thirdParty ? (withThirdParty ?? days) : days;
        for (const [right, count] of [[accepted, normal], [extended, normal + extension]] as const) {
          const last = daysAfter(localDate(asked), count);
          const due = dueOn(right.carryOut);
          expect(due >= last).toBe(true);
          expect(isWorkingDay(due)).toBe(true);
          for (let passed = last; passed < due; passed = daysAfter(passed, 1)) expect(dayOff(passed)).not.toBeNull();
        }
      }),
    );
  });
});

describe("a request", () => {
  test("goes only where the table leads, and each step is one version more", () => {
    fc.assert(
      fc.property(kind, fc.array(fc.constantFrom(...moves), { maxLength: 8 }), (one, tried) => {
        let right = askedRight("a", one, at("2026-11-23"));
        for (const move of tried) {
          const may = mayMoveRight(right, move, ["applicant", "communeOfficer"]);
          if (!may) continue;
          const after = movedRight(right, move, at("2026-11-24"));
          expect(after.version).toBe(right.version + 1);
          expect(isOpenRight(after)).toBe(after.overAt === undefined);
          expect(nextClock(after) === null).toBe(!isOpenRight(after));
          right = after;
        }
      }),
    );
  });

  test("is answered, put off and carried out by officers; taken back by the person; and not by a supervisor", () => {
    const asked = askedRight("a", "view", at("2026-11-23"));
    expect(moves.filter((move) => mayMoveRight(asked, move, ["communeOfficer"]))).toEqual(["accept", "refuse"]);
    expect(moves.filter((move) => mayMoveRight(asked, move, ["applicant"]))).toEqual(["takeBack"]);
    expect(moves.filter((move) => mayMoveRight(asked, move, ["provinceSupervisor", "counsellor", "administrator", "hotlineManager"]))).toEqual([]);
  });

  test("is put off once", () => {
    const extended = movedRight(movedRight(askedRight("a", "view", at("2026-11-23")), "accept", at("2026-11-24")), "extend", at("2026-11-25"));
    expect(mayMoveRight(extended, "extend", ["communeOfficer"])).toBe(false);
    expect(() => movedRight(extended, "extend", at("2026-11-26"))).toThrow(RangeError);
  });

  test("a restriction holds from when it is carried out until it is lifted; nothing else is lifted", () => {
    const done = doneAtOnce("a", "restrict", at("2026-11-23"));
    expect(isRestricted([done])).toBe(true);
    expect(isRestricted([movedRight(done, "lift", at("2026-11-24"))])).toBe(false);
    expect(rightStates.filter((state) => isRestricted([{ kind: "restrict", state }]))).toEqual(["done"]);
    for (const one of rightKinds) expect(mayMoveRight({ kind: one, state: "done" }, "lift", ["applicant"])).toBe(one === "restrict");
  });

  test("data is to be seen for ten days after it was opened", () => {
    const done = doneAtOnce("a", "view", at("2026-11-23"));
    expect([isViewable([], at("2026-11-23")), isViewable([done], at("2026-12-03", 9)), isViewable([done], at("2026-12-03", 10))]).toEqual([false, true, false]);
  });

  test("texts stop by themselves; consent goes with the application while it may be withdrawn; nothing else is done by itself", () => {
    expect([true, false].map((mayWithdraw) => rightKinds.filter((one) => doneByItself(one, mayWithdraw)))).toEqual([["stopTexts", "withdrawConsent"], ["stopTexts"]]);
  });
});

describe("what is typed", () => {
  test("is taken as it was meant, and what is missing is said", () => {
    expect(readAsked({ kind: "correct", text: "  Sai   ngày sinh " }).value).toEqual({ kind: "correct", text: "Sai ngày sinh" });
    expect(readAsked({ kind: "view", text: "" }).value).toEqual({ kind: "view" });
    expect(readAsked({ kind: "correct", text: " " }).issues).toEqual([{ path: "text", code: "text.missing" }]);
    expect(readAsked({ kind: "", text: "" }).issues).toEqual([{ path: "kind", code: "kind.missing" }]);
    expect(readAsked({ kind: "__proto__", text: "" }).issues).toEqual([{ path: "kind", code: "kind.missing" }]);
  });

  test("an officer names the ground of a refusal, and why something is put off or what was put right", () => {
    expect(readWork({ kind: "view" }, "refuse", { ground: "", note: "" }).issues).toEqual([{ path: "ground", code: "ground.missing" }]);
    expect(readWork({ kind: "view" }, "extend", { note: "" }).issues).toEqual([{ path: "note", code: "note.missing" }]);
    expect(readWork({ kind: "correct" }, "carryOut", { note: "" }).issues).toEqual([{ path: "note", code: "note.missing" }]);
    expect(readWork({ kind: "view" }, "accept", { thirdParty: "yes", note: "" }).value).toEqual({ thirdParty: true });
    expect(readWork({ kind: "view" }, "carryOut", { note: "" }).value).toEqual({});
  });
});
