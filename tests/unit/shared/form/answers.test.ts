import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inputNames, isAnswered, treeOf, typedDay, withStep } from "../../../../shared/form/answers.ts";
import { anyText, holds } from "../../support/property.ts";

const step = {
  fields: [
    { name: "name", kind: "line" },
    { name: "on", kind: "day" },
    { name: "hours", kind: "choices" },
  ],
};
const posted = (fields: Record<string, string[]>) => new Map(Object.entries(fields));

describe("a step of any area's form", () => {
  test("takes what was posted for its own fields, and nothing else", () => {
    expect(withStep({ other: "kept" }, step, posted({ name: ["Ánh"], stranger: ["x"] }))).toEqual({ other: "kept", name: "Ánh" });
  });

  test("posts a day under three names and everything else under its own", () => {
    expect(step.fields.flatMap(inputNames)).toEqual(["name", "on.day", "on.month", "on.year", "hours"]);
  });

  test("keeps several ticks together, and forgets those that were taken back", () => {
    const both = withStep({}, step, posted({ hours: ["morning", "evening"] }));
    expect(both).toEqual({ hours: "morning,evening" });
    expect(withStep(both, step, posted({}))).toEqual({});
  });

  test("is answered once any of its boxes holds something", () => {
    expect(isAnswered({ "on.month": "2" }, step)).toBe(true);
    expect(isAnswered({ other: "kept" }, step)).toBe(false);
  });
});

describe("a day from its boxes", () => {
  test.each([
    ["one digit each", { "on.day": "2", "on.month": "9", "on.year": "1998" }, "1998-09-02"],
    ["spaces around", { "on.day": " 02", "on.month": "09 ", "on.year": " 1998 " }, "1998-09-02"],
    ["a day that does not exist", { "on.day": "31", "on.month": "2", "on.year": "2026" }, "2026-02-31"],
    ["a year of two digits", { "on.day": "2", "on.month": "9", "on.year": "98" }, "2/9/98"],
    ["a box left empty", { "on.day": "2", "on.month": "9" }, "2/9/"],
    ["nothing", {}, undefined],
    ["spaces only", { "on.day": " ", "on.year": "  " }, undefined],
  ])("%s", (_, answers, day) => {
    expect(typedDay(answers, "on")).toBe(day);
  });
});

describe("named values as one object", () => {
  test("stand where their names say; what was not given is left out, the last of two wins", () => {
    expect(treeOf([["a.b", 1], ["a.c.d", 2], ["e", undefined], ["f", 3], ["f", 4]])).toEqual({ a: { b: 1, c: { d: 2 } }, f: 4 });
  });

  test("hold any value as it was given", () => {
    holds(
      fc.property(anyText, (value) => {
        expect(treeOf([["a.b", value]])).toEqual({ a: { b: value } });
      }),
    );
  });
});
