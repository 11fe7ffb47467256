import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysAfter } from "../../../../shared/calendar/civil-date.ts";
import { applicable, legalEvents, type Applicable, type Before, type LegalEvent } from "../../../../shared/law/applicable.ts";
import { regimeOf, regimeOn, regimes, type Regime } from "../../../../shared/law/regimes.ts";
import { holds } from "../../support/property.ts";

const lastOld = "2026-06-30";
const firstNew = "2026-07-01";
const brief = ({ regime, because, article, confidence }: Applicable) => [regime.id, because, article, confidence];

const now = (id: string) => [id, "inForce", null, "read"];
const undecided = ["R2", "decidedUnderNewLaw", "L120-56", "read"];
const started = ["R1", "startedUnderOldLaw", "L120-56", "read"];
const decidedOnly = ["R1", "decidedUnderOldLaw", "L120-56", "unconfirmed"];

describe("which law applies, around 01/07/2026", () => {
  const cases: [event: LegalEvent, on: string, before: Before, expected: unknown[]][] = [
    ["filing", lastOld, {}, now("R1")],
    ["filing", firstNew, {}, now("R2")],
    ["filing", firstNew, { filedOn: lastOld }, now("R2")],

    ["decision", lastOld, { filedOn: lastOld }, now("R1")],
    ["decision", firstNew, { filedOn: lastOld }, undecided],
    ["decision", "2026-11-21", { filedOn: "2026-01-05" }, undecided],
    ["decision", firstNew, { filedOn: firstNew }, now("R2")],
    ["decision", firstNew, {}, now("R2")],

    ["treatment", lastOld, { decidedOn: lastOld }, now("R1")],
    ["treatment", lastOld, { decidedOn: lastOld, startedOn: lastOld }, now("R1")],
    ["treatment", firstNew, { decidedOn: lastOld, startedOn: lastOld }, started],
    ["treatment", "2027-03-01", { filedOn: "2026-05-04", decidedOn: "2026-05-06", startedOn: lastOld }, started],
    ["treatment", firstNew, { decidedOn: lastOld, startedOn: firstNew }, decidedOnly],
    ["treatment", firstNew, { decidedOn: lastOld }, decidedOnly],
    ["treatment", firstNew, { filedOn: lastOld, decidedOn: firstNew }, now("R2")],
    ["treatment", firstNew, { filedOn: lastOld, decidedOn: firstNew, startedOn: firstNew }, now("R2")],
    ["treatment", firstNew, { filedOn: lastOld }, now("R2")],

    ["afterCare", lastOld, { decidedOn: lastOld, startedOn: lastOld }, now("R1")],
    ["afterCare", firstNew, { filedOn: lastOld, decidedOn: lastOld, startedOn: lastOld }, now("R2")],
    ["afterCare", "2027-03-01", { decidedOn: "2026-05-06", startedOn: "2026-05-08" }, now("R2")],
  ];

  test.each(cases)("%s on %s, before it %o", (event, on, before, expected) => {
    expect(brief(applicable(event, on, before))).toEqual(expected);
  });
});

const day = (from: string, days: number) => fc.nat(days).map((count) => daysAfter(from, count));
const daysBefore = (any: fc.Arbitrary<string>) => fc.record({ filedOn: any, decidedOn: any, startedOn: any }, { requiredKeys: [] });
const everyDay = day("2022-01-01", 4_000);

test("an event with everything on one side of the change is under the law in force that day", () => {
  const sides = [day("2022-01-01", 1_641), day(firstNew, 4_000)];
  for (const side of sides) {
    holds(
      fc.property(fc.constantFrom(...legalEvents), side, daysBefore(side), (event, on, before) => {
        expect(brief(applicable(event, on, before))).toEqual(now(regimeOn(on).id));
      }),
    );
  }
});

test("whatever came before, only treatment is ever carried over, and then the page can say where that stands", () => {
  holds(
    fc.property(fc.constantFrom(...legalEvents), everyDay, daysBefore(everyDay), (event, on, before) => {
      const found = applicable(event, on, before);
      if (event !== "treatment") expect(found.regime).toBe(regimeOn(on));
      expect(found.article === null).toBe(found.because === "inForce");
    }),
  );
});

test("of a day that no law covers nothing is said", () => {
  for (const event of legalEvents) expect(() => applicable(event, "2021-12-31")).toThrow(RangeError);
});

describe("a third law is one more row", () => {
  const [first, second] = [regimeOf("R1"), regimeOf("R2")];
  // An invented law: nobody has announced one.
  const third: Regime = {
    ...second,
    id: "R3" as Regime["id"],
    validFrom: "2031-01-01",
    duties: { ...second.duties, decide: { workingDays: 1, article: "L120", confidence: "unconfirmed" } },
    duration: { is: { first: { min: 12, max: 18 }, again: { min: 18, max: 24 } }, article: "L120", confidence: "unconfirmed" },
  };
  const rows = [first, { ...second, validTo: "2030-12-31" }, third];
  const under = (event: LegalEvent, on: string, before?: Before) => applicable(event, on, before, rows).regime.id as string;

  test.each<[LegalEvent, string, Before | undefined, string]>([
    ["filing", "2030-12-31", undefined, "R2"],
    ["filing", "2031-01-01", undefined, "R3"],
    ["decision", "2031-01-01", { filedOn: "2030-12-31" }, "R3"],
    ["treatment", "2031-06-01", { decidedOn: "2030-12-01", startedOn: "2030-12-03" }, "R2"],
    ["treatment", "2031-06-01", { decidedOn: "2031-01-02", startedOn: "2031-01-03" }, "R3"],
    ["treatment", "2031-06-01", { decidedOn: "2026-05-06", startedOn: "2026-05-08" }, "R1"],
    ["afterCare", "2031-01-01", { startedOn: "2029-01-03" }, "R3"],
  ])("%s on %s, before it %o, is under %s", (event, on, before, id) => {
    expect(under(event, on, before)).toBe(id);
  });

  test("its deadlines and its course come with it", () => {
    const { regime } = applicable("decision", "2031-01-01", {}, rows);
    expect(regime.duties.decide).toMatchObject({ workingDays: 1 });
    expect(regime.duration.is.first).toEqual({ min: 12, max: 18 });
  });

  test("and nothing before it changes: on every day until then the answer is the one of today's rows", () => {
    const untilThen = day("2022-01-01", 3_286);
    holds(
      fc.property(fc.constantFrom(...legalEvents), untilThen, daysBefore(untilThen), (event, on, before) => {
        expect(brief(applicable(event, on, before, rows))).toEqual(brief(applicable(event, on, before, regimes)));
      }),
    );
  });
});
