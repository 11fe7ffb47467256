import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { treatmentPlaces } from "../../../../shared/law/treatment-places.ts";
import { relationships } from "../../../../shared/registration/application.ts";
import { checkApplication, factsOf, noticesOf, placeRefused } from "../../../../shared/registration/law-rules.ts";
import { words } from "../../../../web/words/words.ts";
import { baDinh, himself, motherForSon, testLandline, type ApplicationInput } from "../../../support/people.ts";
import { bornOn, filingDay, motherForChild, treatedAt, validApplication, wrongIn } from "../../support/applications.ts";
import { changed, leavesOf, without } from "../../support/change.ts";
import { holds } from "../../support/property.ts";

const foreignPassport = { kind: "foreignPassport" as const, number: "X1234567" };
const withPaper = (issuedOn: string) => motherForSon({ determination: { kind: "paper", issuedOn } });
const noticesFor = (application: ApplicationInput, today = filingDay) => noticesOf(factsOf(application, today));
const tomorrow = "2026-11-22";

test("the applications the tests begin with obey every rule", () => {
  for (const application of [motherForSon(), himself(), motherForChild()]) expect(wrongIn(application)).toEqual([]);
});

describe("each rule, broken alone, is named at the answer that breaks it", () => {
  const { applicant } = motherForSon();
  const { phone: _phone, ...phoneless } = himself().person;
  const broken: [string, ApplicationInput, string][] = [
    ["a writer born tomorrow", changed(motherForSon(), "applicant", { ...applicant, birthDate: tomorrow, identity: foreignPassport }), "applicant.birthDate: birthDate.future"],
    ["a person born tomorrow", changed(without(motherForSon(), "agrees"), "person", { ...motherForSon().person, birthDate: tomorrow, identity: { kind: "passport", number: "C1234567" } }), "person.birthDate: birthDate.future"],
    ["a writer's paper issued tomorrow", changed(motherForSon(), "applicant.identity.issuedOn", tomorrow), "applicant.identity.issuedOn: identity.issuedOn.future"],
    ["a person's paper issued tomorrow", changed(motherForSon(), "person.identity.issuedOn", tomorrow), "person.identity.issuedOn: identity.issuedOn.future"],
    ["a writer's paper issued before birth", changed(motherForSon(), "applicant.identity.issuedOn", "1970-03-07"), "applicant.identity.issuedOn: identity.issuedOn.beforeBirth"],
    ["a person's paper issued before birth", changed(motherForSon(), "person.identity.issuedOn", "1998-09-01"), "person.identity.issuedOn: identity.issuedOn.beforeBirth"],
    ["a writer's number of another year", changed(motherForSon(), "applicant.identity.number", "001171000001"), "applicant.identity.number: identity.number.mismatch"],
    ["a person's number of the other sex", changed(motherForSon(), "person.sex", "female"), "person.identity.number: identity.number.mismatch"],
    ["a determination of tomorrow", withPaper(tomorrow), "determination.issuedOn: determination.issuedOn.future"],
    ["a child of eleven", motherForChild("2014-11-22"), "person.birthDate: birthDate.under12"],
    ["a minor registered by a spouse", { ...motherForChild(), relationship: "spouse" }, "relationship: relationship.minorNeedsRepresentative"],
    ["a minor alone", bornOn(himself(), "person", "2008-11-22"), "relationship: relationship.selfMustBeAdult"],
    ["a writer of seventeen", bornOn(motherForSon({ relationship: "child" }), "applicant", "2008-11-22"), "applicant.birthDate: applicant.mustBeAdult"],
    ["a relative who does not say who they are", without(changed(motherForSon(), "person.residence", { kind: "settled", ...baDinh }), "applicant"), "applicant: applicant.missing"],
    ["somebody who writes for themself and names a writer", changed(himself(), "applicant", applicant), "applicant: applicant.notForSelf"],
    ["somebody who writes for themself and gives no phone", himself({ person: phoneless }), "person.phone: phone.missing"],
    ["somebody who lives “at the same place as me” with themself", changed(himself(), "person.residence", { kind: "withApplicant" }), "person.residence.kind: residence.withApplicant.self"],
    ["an adult of whom nobody says whether they agree", without(motherForSon(), "agrees"), "agrees: agrees.missing"],
    ["an adult who does not agree", motherForSon({ agrees: "no" }), "agrees: agrees.no"],
    ["no stable home, treated at home", changed(motherForSon(), "person.residence", { kind: "unsettled", ...baDinh }), "treatment.place: place.unsettledPublicOnly"],
    ["a foreigner treated at home", changed(motherForSon(), "person.identity", foreignPassport), "treatment.place: place.foreignFacility"],
    ["an adult at a school for minors", motherForSon({ treatment: treatedAt("reformSchool") }), "treatment.place: place.minorsOnly"],
    ["home without a plan", motherForSon({ treatment: { place: "home" } }), "treatment.plan: plan.missing"],
    ["a plan for a facility", motherForSon({ treatment: { ...treatedAt("home"), place: "publicFacility" } }), "treatment.plan: plan.onlyForHome"],
    ["a facility named for home", motherForSon({ treatment: { ...treatedAt("home"), facilityName: "Cơ sở Giả Định" } }), "treatment.facilityName: facility.notForHome"],
    ["texts to a landline", changed(motherForSon(), "applicant.phone", testLandline), "contact.mayText: contact.mayText.landline"],
  ];

  test.each(broken)("%s", (_, application, issue) => {
    expect(wrongIn(application)).toEqual([issue]);
  });

  test("and every one of these has its sentence", () => {
    for (const [, , issue] of broken) expect(words.vi.errors).toHaveProperty([issue.split(": ")[1] ?? ""]);
  });

  test("two broken at once are both named", () => {
    expect(wrongIn(changed(motherForSon({ agrees: "no" }), "applicant.phone", testLandline))).toEqual(["agrees: agrees.no", "contact.mayText: contact.mayText.landline"]);
  });
});

describe("turning 12 and 18 (Law 120/2025, Art. 31(6))", () => {
  test("who turns 12 on the day of filing is old enough; the day before, not yet", () => {
    expect(wrongIn(motherForChild("2014-11-21"))).toEqual([]);
    expect(wrongIn(motherForChild("2014-11-22"))).toEqual(["person.birthDate: birthDate.under12"]);
  });

  test("a child born on the day of filing is under 12, not unborn", () => {
    expect(wrongIn(motherForChild(filingDay))).toEqual(["person.birthDate: birthDate.under12"]);
  });

  test("born on 29/02, a child turns 12 on 29/02 of a leap year", () => {
    expect(wrongIn(motherForChild("2016-02-29"), "2028-02-28")).toEqual(["person.birthDate: birthDate.under12"]);
    expect(wrongIn(motherForChild("2016-02-29"), "2028-02-29")).toEqual([]);
  });

  test("who turns 18 on the day of filing registers themself; the day before, not yet", () => {
    expect(wrongIn(bornOn(himself(), "person", "2008-11-21"))).toEqual([]);
    expect(wrongIn(bornOn(himself(), "person", "2008-11-22"))).toEqual(["relationship: relationship.selfMustBeAdult"]);
  });

  test("born on 29/02, somebody turns 18 on 01/03 of a common year", () => {
    const born = bornOn(himself(), "person", "2012-02-29");
    expect(wrongIn(born, "2030-02-28")).toEqual(["relationship: relationship.selfMustBeAdult"]);
    expect(wrongIn(born, "2030-03-01")).toEqual([]);
  });

  test("who turns 18 on the day of filing is asked whether they agree; the day before, not", () => {
    expect(wrongIn(motherForChild("2008-11-21"))).toEqual(["agrees: agrees.missing"]);
    expect(wrongIn(motherForChild("2008-11-22"))).toEqual([]);
  });

  test("a writer who turns 18 on the day of filing may write; the day before, not", () => {
    const written = (birthDate: string) => wrongIn(bornOn(motherForSon({ relationship: "child" }), "applicant", birthDate));
    expect(written("2008-11-21")).toEqual([]);
    expect(written("2008-11-22")).toEqual(["applicant.birthDate: applicant.mustBeAdult"]);
  });

  test("a minor is not asked: the law asks the representative", () => {
    expect(wrongIn(motherForChild())).toEqual([]);
    expect(wrongIn({ ...motherForChild(), agrees: "no" })).toEqual(["agrees: agrees.notAsked"]);
  });

  test("somebody who writes for themself is not asked whether they agree", () => {
    expect(wrongIn(himself())).toEqual([]);
  });
});

describe("who may register a minor", () => {
  const allowed = new Set<string>(["father", "mother", "guardian", "legalRepresentative"]);
  const others = relationships.filter((relationship) => relationship !== "self");

  test.each(others)("%s", (relationship) => {
    const issues = allowed.has(relationship) ? [] : ["relationship: relationship.minorNeedsRepresentative"];
    expect(wrongIn({ ...motherForChild(), relationship })).toEqual(issues);
  });

  test.each(others)("an adult may be registered by their %s", (relationship) => {
    expect(wrongIn(motherForSon({ relationship }))).toEqual([]);
  });

  test.each(relationships)("under 12 nobody may, not even %s; the age is the one thing to put right", (relationship) => {
    const child = bornOn(relationship === "self" ? himself() : motherForChild(), "person", "2015-01-01");
    expect(wrongIn({ ...child, relationship })).toEqual(["person.birthDate: birthDate.under12"]);
  });
});

describe("where somebody may be treated", () => {
  const refusedPlaces = (application: ApplicationInput) =>
    treatmentPlaces.filter((place) => wrongIn({ ...application, treatment: treatedAt(place) }).some((issue) => issue.startsWith("treatment.place: ")));
  const unsettled = (application: ApplicationInput) => changed(application, "person.residence", { kind: "unsettled", ...baDinh });
  const foreign = (application: ApplicationInput) => changed(application, "person.identity", foreignPassport);

  test("an adult with a home: anywhere but a school for minors", () => {
    expect(refusedPlaces(motherForSon())).toEqual(["reformSchool"]);
  });

  test("a minor with a home: anywhere", () => {
    expect(refusedPlaces(motherForChild())).toEqual([]);
  });

  test("a school for minors takes somebody until the day before they turn 18", () => {
    expect(refusedPlaces(motherForChild("2008-11-22"))).toEqual([]);
    expect(refusedPlaces({ ...motherForChild("2008-11-21"), agrees: "yes" })).toEqual(["reformSchool"]);
  });

  test("no stable home: a public facility only, minors as well", () => {
    const only = treatmentPlaces.filter((place) => place !== "publicFacility");
    expect(refusedPlaces(unsettled(motherForSon()))).toEqual(only);
    expect(refusedPlaces(unsettled(motherForChild()))).toEqual(only);
    expect(refusedPlaces(unsettled(foreign(motherForSon())))).toEqual(only);
  });

  test("a foreigner: at a facility, not at home", () => {
    expect(refusedPlaces(foreign(motherForSon()))).toContain("home");
    expect(refusedPlaces(foreign(motherForSon()))).not.toContain("publicFacility");
    expect(refusedPlaces(foreign(motherForSon()))).not.toContain("privateFacility");
  });

  test("a Vietnamese passport makes nobody a foreigner", () => {
    expect(wrongIn(changed(motherForSon(), "person.identity", { kind: "passport", number: "C1234567" }))).toEqual([]);
  });

  test("a foreign writer does not make the person a foreigner", () => {
    expect(wrongIn(changed(motherForSon(), "applicant.identity", foreignPassport))).toEqual([]);
  });

  test("everybody may be treated somewhere", () => {
    holds(
      fc.property(validApplication, (application) => {
        const facts = factsOf(application, filingDay);
        expect(treatmentPlaces.some((place) => placeRefused(facts, place) === null)).toBe(true);
      }),
      100,
    );
  });

  test("what the form offers is what is accepted", () => {
    holds(
      fc.property(validApplication, fc.constantFrom(...treatmentPlaces), (application, place) => {
        const refused = placeRefused(factsOf(application, filingDay), place);
        expect(wrongIn({ ...application, treatment: treatedAt(place) })).toEqual(refused ? [`treatment.place: ${refused}`] : []);
      }),
      100,
    );
  });
});

describe("papers", () => {
  test("issued today is not in the future, issued on the day of birth is not before it", () => {
    expect(wrongIn(changed(motherForSon(), "person.identity.issuedOn", filingDay))).toEqual([]);
    expect(wrongIn(changed(motherForSon(), "person.identity.issuedOn", "1998-09-02"))).toEqual([]);
    expect(wrongIn(withPaper(filingDay))).toEqual([]);
  });

  test("a number that does not fit passes once it was checked against the paper", () => {
    const other = changed(motherForSon(), "person.identity.number", "001199000002");
    expect(wrongIn(other)).toEqual(["person.identity.number: identity.number.mismatch"]);
    expect(wrongIn(changed(other, "person.identity.confirmed", true))).toEqual([]);
  });

  test("a number that is not complete is not judged against the birth date", () => {
    expect(wrongIn(changed(motherForSon(), "person.identity.number", "0011990000"))).toEqual(["person.identity.number: identity.number.twelveDigits"]);
  });

  test("a number typed in groups is judged like one typed in one piece", () => {
    expect(wrongIn(changed(motherForSon(), "person.identity.number", "001 199 000 002"))).toEqual(["person.identity.number: identity.number.mismatch"]);
    expect(wrongIn(changed(motherForSon(), "person.identity.number", "001 098 000 002"))).toEqual([]);
  });

  test("passports carry no birth year to compare", () => {
    expect(wrongIn(changed(motherForSon(), "person.identity", { kind: "passport", number: "199900000002" }))).toEqual([]);
  });
});

describe("texts and landlines", () => {
  const landline = changed(motherForSon(), "applicant.phone", testLandline);

  test("a landline is fine for somebody who wants no texts", () => {
    expect(wrongIn(changed(changed(landline, "contact.mayText", "no"), "consents.texts", false))).toEqual([]);
  });

  test("the person's landline does not stop texts to the writer's mobile", () => {
    expect(wrongIn(changed(motherForSon(), "person.phone", testLandline))).toEqual([]);
  });

  test("who writes for themself is judged by their own phone", () => {
    expect(wrongIn(changed(himself(), "person.phone", testLandline))).toEqual(["contact.mayText: contact.mayText.landline"]);
  });
});

describe("what people are told though nothing is wrong", () => {
  test("nothing, when there is nothing to tell", () => {
    expect(noticesFor(motherForSon())).toEqual([]);
    expect(noticesFor(himself())).toEqual([]);
  });

  test("that a landline receives no texts", () => {
    expect(noticesFor(changed(motherForSon(), "applicant.phone", testLandline))).toEqual(["landline"]);
  });

  test("that foreigners pay themselves", () => {
    expect(noticesFor(changed(motherForSon(), "person.identity", foreignPassport))).toEqual(["costsPaidByForeigner"]);
  });

  test.each([
    ["six months to the day", "2026-05-21", "2026-11-21", false],
    ["a day over six months", "2026-05-20", "2026-11-21", true],
    ["issued today", "2026-11-21", "2026-11-21", false],
    ["of 31/08, on the last day of February", "2026-08-31", "2027-02-28", false],
    ["of 31/08, on 01/03", "2026-08-31", "2027-03-01", true],
    ["across the turn of the year, to the day", "2026-07-15", "2027-01-15", false],
    ["across the turn of the year, a day over", "2026-07-15", "2027-01-16", true],
  ])("that a determination is older than six months: %s", (_, issuedOn, today, told) => {
    expect(wrongIn(withPaper(issuedOn), today)).toEqual([]);
    expect(noticesFor(withPaper(issuedOn), today)).toEqual(told ? ["determinationTooOld"] : []);
  });

  test("not that a paper one does not have is too old", () => {
    expect(noticesFor(motherForSon({ determination: { kind: "substitution" } }))).toEqual([]);
  });
});

describe("an application that is not finished", () => {
  test("has nothing wrong but what is missing: leaving out one answer never breaks another rule", () => {
    holds(
      fc.property(validApplication, fc.nat(), (application, n) => {
        const leaves = leavesOf(application);
        const left = leaves[n % leaves.length] ?? "";
        for (const issue of wrongIn(without(application, left))) {
          const [path = "", code = ""] = issue.split(": ");
          expect(path === left || left.startsWith(`${path}.`)).toBe(true);
          expect(code).toMatch(/\.missing$|\.old$/);
        }
      }),
    );
  });

  test.each([
    ["the birth date of an adult at a school for minors", "person.birthDate", motherForSon({ treatment: treatedAt("reformSchool") })],
    ["the birth date of a minor registered by a spouse", "person.birthDate", { ...motherForChild(), relationship: "spouse" as const }],
    ["the birth date an issue date lies before", "person.birthDate", changed(motherForSon(), "person.identity.issuedOn", "1990-01-01")],
    ["the sex a number does not fit", "person.sex", changed(motherForSon(), "person.sex", "female")],
    ["the relationship of somebody who does not agree", "relationship", motherForSon({ agrees: "no" })],
    ["the home of somebody without one", "person.residence.kind", changed(motherForSon(), "person.residence", { kind: "unsettled" })],
    ["the paper of a foreigner", "person.identity.kind", changed(motherForSon(), "person.identity", foreignPassport)],
    ["the place of a facility", "treatment.place", motherForSon({ treatment: { place: "home", facilityName: "Cơ sở Giả Định" } })],
    ["the phone that is a landline", "applicant.phone", changed(motherForSon(), "applicant.phone", testLandline)],
  ])("breaks no rule that rests on %s", (_, path, application) => {
    expect(wrongIn(without(application, path))).toEqual([expect.stringMatching(new RegExp(`^${path}: .*missing$`))]);
  });

  test("a birth date that is not real is wrong in itself only", () => {
    expect(wrongIn(changed(without(motherForSon(), "agrees"), "person.birthDate", "31/2/1998"))).toEqual(["person.birthDate: birthDate.notReal"]);
  });
});

describe("any JSON at all", () => {
  const isJudged = (candidate: unknown) => {
    const { application, issues } = checkApplication(candidate, filingDay);
    expect(application === undefined).toBe(issues.length > 0);
  };

  test.each([null, true, 0, "", "x", [], {}, [[]], [motherForSon()]])("%j is judged and refused", (candidate) => {
    expect(checkApplication(candidate, filingDay).issues.length).toBeGreaterThan(0);
  });

  test("is an application or has something wrong, never both, and is never too much", () => {
    holds(fc.property(fc.jsonValue(), isJudged), 500);
    holds(fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withSparseArray: true, withTypedArray: true }), isJudged), 500);
  });

  test("in place of any one answer is judged too", () => {
    holds(
      fc.property(validApplication, fc.nat(), fc.oneof(fc.jsonValue(), fc.anything()), (application, n, value) => {
        const leaves = leavesOf(application);
        isJudged(changed(application, leaves[n % leaves.length] ?? "", value));
      }),
      500,
    );
  });

  test("in place of a whole part is judged too", () => {
    const parts = Object.keys(motherForSon());
    holds(fc.property(fc.constantFrom(...parts), fc.jsonValue(), (part, value) => isJudged({ ...motherForSon(), [part]: value })), 500);
  });

  test("a thousand levels deep is judged too", () => {
    const deep: unknown = JSON.parse(`${'{"person":'.repeat(1_000)}1${"}".repeat(1_000)}`);
    isJudged(deep);
  });

  test("that was valid stays valid whatever the order of its keys", () => {
    holds(
      fc.property(validApplication, (application) => {
        expect(wrongIn(Object.fromEntries(Object.entries(application).toReversed()))).toEqual([]);
      }),
      100,
    );
  });
});

test("nothing is judged by a law that was not in force", () => {
  expect(() => checkApplication(motherForSon(), "2021-12-31")).toThrow(RangeError);
});
