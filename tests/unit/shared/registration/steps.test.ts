import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answersFor, filingDay, motherForChild, treatedAt, validApplication } from "../../support/applications.ts";
import { changed } from "../../support/change.ts";
import { holds } from "../../support/property.ts";
import { inputNames } from "../../../../shared/form/answers.ts";
import { readForm } from "../../../../shared/registration/answers.ts";
import { checkSlug, choiceLists, firstStep, stepBySlug, steps, submitSlug, type Field } from "../../../../shared/registration/steps.ts";
import { words } from "../../../../web/words/words.ts";
import { baDinh, himself, motherForSon, testLandline, type ApplicationInput } from "../../../support/people.ts";

const formOf = (application: ApplicationInput) => readForm(answersFor(application), "vi", filingDay);
const askedOf = (application: ApplicationInput) => formOf(application).asked.map(({ id }) => id);
const fields = steps.flatMap((step) => step.fields);
const fieldNamed = (name: string): Field => {
  const found = fields.find((field) => field.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
};
const offered = (application: ApplicationInput, name: string): string[] => {
  const field = fieldNamed(name);
  if (field.kind !== "choice" && field.kind !== "choices") throw new Error(`${name} is no choice`);
  const { facts } = formOf(application);
  return choiceLists[field.label].filter((option) => field.allowed?.(facts, option) ?? true);
};

describe("what somebody is asked, in order", () => {
  test("an adult for themself: no writer, no agreement of another, but a phone", () => {
    expect(askedOf(himself())).toEqual(["relationship", "person", "personPapers", "personHome", "personAddress", "personPhone", "place", "plan", "determination", "contact", "before"]);
  });

  test("the mother of an adult who lives with her: her own part first, then whether he agrees; no second address", () => {
    expect(askedOf(motherForSon())).toEqual([
      "relationship",
      "applicant",
      "applicantPapers",
      "applicantAddress",
      "person",
      "personPapers",
      "personHome",
      "agrees",
      "place",
      "plan",
      "determination",
      "contact",
      "before",
    ]);
  });

  test("the mother of a minor is not asked whether the child agrees", () => {
    expect(askedOf(motherForChild())).not.toContain("agrees");
    expect(askedOf(motherForChild("2008-11-22"))).not.toContain("agrees");
    expect(askedOf(motherForChild("2008-11-21"))).toContain("agrees");
  });

  test.each(["settled", "unsettled"] as const)("an address of one's own is asked for when it is %s", (kind) => {
    expect(askedOf(changed(motherForSon(), "person.residence", { kind, ...baDinh }))).toContain("personAddress");
  });

  test.each(["publicFacility", "privateFacility", "privateThenHome"] as const)("for a %s its name is asked, and no plan", (place) => {
    const asked = askedOf(motherForSon({ treatment: treatedAt(place) }));
    expect(asked).toContain("facility");
    expect(asked).not.toContain("plan");
  });

  test("only who has a paper is asked about it", () => {
    expect(askedOf(motherForSon({ determination: { kind: "paper", issuedOn: "2026-10-01" } }))).toContain("determinationPaper");
    expect(askedOf(motherForSon({ determination: { kind: "substitution" } }))).not.toContain("determinationPaper");
  });

  test("before anything is answered, the form begins with the relationship", () => {
    expect(readForm({}, "vi", filingDay).asked[0]).toBe(firstStep);
  });

  test("safe contact and the last word are asked of everybody, at the end", () => {
    holds(
      fc.property(validApplication, (application) => {
        expect(askedOf(application).slice(-2)).toEqual(["contact", "before"]);
      }),
      60,
    );
  });
});

describe("the answers a question offers", () => {
  test("“same place as me” only to somebody who writes for another", () => {
    expect(offered(motherForSon(), "person.residence.kind")).toContain("withApplicant");
    expect(offered(himself(), "person.residence.kind")).toEqual(["settled", "unsettled"]);
  });

  test("a school for minors not to adults", () => {
    expect(offered(motherForSon(), "treatment.place")).toEqual(["home", "publicFacility", "privateFacility", "privateThenHome"]);
    expect(offered(motherForChild(), "treatment.place")).toContain("reformSchool");
  });

  test("only a public facility without a stable home", () => {
    expect(offered(changed(motherForSon(), "person.residence", { kind: "unsettled", ...baDinh }), "treatment.place")).toEqual(["publicFacility"]);
  });

  test("no texts to a landline", () => {
    expect(offered(changed(motherForSon(), "applicant.phone", testLandline), "contact.mayText")).toEqual(["no"]);
    expect(offered(motherForSon(), "contact.mayText")).toEqual(["yes", "no"]);
  });

  test("the box for texts only to who said they are safe", () => {
    const box = fieldNamed("consents.texts");
    const shown = (application: ApplicationInput) => box.kind === "tick" && box.when?.(formOf(application).facts);
    expect(shown(motherForSon())).toBe(true);
    expect(shown(changed(motherForSon(), "contact.mayText", "no"))).toBe(false);
  });

  test("never none: every choice leaves somebody at least one answer", () => {
    const choices = fields.filter((field) => field.kind === "choice" || field.kind === "choices").map(({ name }) => name);
    holds(
      fc.property(validApplication, fc.constantFrom(...choices), (application, name) => {
        expect(offered(application, name).length).toBeGreaterThan(0);
      }),
      100,
    );
  });
});

describe("names and addresses of the form", () => {
  test("every step has an address of its own, and none is one of the form's own", () => {
    const slugs = steps.map(({ slug }) => slug);
    expect(new Set([...slugs, checkSlug, submitSlug, "xem"]).size).toBe(slugs.length + 3);
    expect(slugs.filter((slug) => !/^[a-z]+(-[a-z]+)*$/.test(slug))).toEqual([]);
  });

  test("a step is found by its address, and nothing by another", () => {
    for (const step of steps) expect(stepBySlug(step.slug)).toBe(step);
    for (const slug of ["", "gui", "xem", "__proto__", "constructor", "QUAN-HE"]) expect(stepBySlug(slug)).toBeUndefined();
  });

  test("every step and every field is there once", () => {
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
    const inputs = fields.flatMap(inputNames);
    expect(new Set(inputs).size).toBe(inputs.length);
  });

  test("a commune is asked for after its province, on the same page", () => {
    for (const { fields: onPage } of steps)
      for (const [index, field] of onPage.entries()) if (field.kind === "commune") expect(onPage.slice(0, index).map(({ name }) => name)).toContain(field.province);
  });

  test.each(["vi", "en"] as const)("every step has a title, every field a label and every answer its words (%s)", (language) => {
    const t = words[language];
    for (const step of steps) expect(t.steps[step.id].title).not.toBe("");
    for (const field of fields) {
      expect(t.fields[field.label].label).not.toBe("");
      if (field.kind === "choice" || field.kind === "choices") expect(Object.keys(t.options[field.label])).toEqual([...choiceLists[field.label]]);
    }
  });
});
