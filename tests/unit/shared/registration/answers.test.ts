import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { provinces } from "../../../../shared/places/places.ts";
import { inputNames, withStep, type Answers } from "../../../../shared/form/answers.ts";
import { firstOpenStep, stepAfter } from "../../../../shared/form/progress.ts";
import { choiceValue, communeChoices, communeText, readForm, tickValue } from "../../../../shared/registration/answers.ts";
import { consentWording } from "../../../../shared/registration/application.ts";
import { checkApplication } from "../../../../shared/registration/law-rules.ts";
import { firstStep, steps, type Step } from "../../../../shared/registration/steps.ts";
import { stepOf, typedInto } from "../../../support/form-fields.ts";
import { baDinh, himself, motherForSon, testLandline, type ApplicationInput } from "../../../support/people.ts";
import { answersFor, bornOn, filingDay, motherForChild, postedFrom, treatedAt, validApplication } from "../../support/applications.ts";
import { changed } from "../../support/change.ts";
import { anyText, holds } from "../../support/property.ts";

const read = (answers: Answers, language: "vi" | "en" = "vi") => readForm(answers, language, filingDay);
const posted = (fields: Record<string, string | string[]>) => new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat()]));
/** The answers for an application, with only these boxes filled in differently. */
const retyped = (application: ApplicationInput, change: Record<string, string>): Answers => ({ ...answersFor(application), ...change });
const wrongOn = (step: Step["id"], answers: Answers) =>
  read(answers)
    .issues.filter((issue) => issue.step === step)
    .map(({ path, code }) => `${path}: ${code}`);

describe("what a page takes in", () => {
  const contact = stepOf("contact");

  test("replaces this step's answers and leaves the others alone", () => {
    const before = answersFor(motherForSon());
    const after = withStep(before, stepOf("relationship"), posted({ relationship: "father" }));
    expect(after).toEqual({ ...before, relationship: "father" });
  });

  test("empties what was left empty this time", () => {
    const before = answersFor(motherForSon());
    expect(before["applicant.address.street"]).toBe("12 phố Thí Nghiệm");
    const fields = typedInto(stepOf("applicantAddress"), motherForSon()).filter(([name]) => name !== "applicant.address.street");
    expect(withStep(before, stepOf("applicantAddress"), postedFrom([...fields, ["applicant.address.street", ""]]))).not.toHaveProperty(["applicant.address.street"]);
  });

  test("clears the ticks and choices that are no longer made", () => {
    const before = answersFor(motherForSon());
    expect(withStep(before, stepOf("before"), posted({}))).not.toHaveProperty(["consents.handling"]);
    expect(withStep(before, contact, posted({}))).not.toHaveProperty(["contact.hours"]);
  });

  test("takes no name that is not on the page", () => {
    const names = { relationship: "self", sealed: "x", "person.fullName": "Lê Thử", __proto__: "x", "constructor.prototype": "x", "relationship.x": "y" };
    expect(withStep({}, firstStep, posted(names))).toEqual({ relationship: "self" });
  });

  test("a single answer sent twice the same is one answer", () => {
    expect(withStep({}, firstStep, posted({ relationship: ["mother", "mother"] }))).toEqual({ relationship: "mother" });
  });

  test("a single answer sent twice with different values counts as not given", () => {
    expect(withStep({ relationship: "mother" }, firstStep, posted({ relationship: ["self", "mother"] }))).toEqual({});
    expect(withStep({}, stepOf("contact"), posted({ "contact.mayText": ["no", "yes"] }))).toEqual({});
  });

  test("choices of which several are allowed are kept together", () => {
    expect(withStep({}, contact, posted({ "contact.hours": ["morning", "evening"] }))).toEqual({ "contact.hours": "morning,evening" });
    expect(withStep({}, contact, posted({ "contact.hours": ["evening", "evening"] }))).toEqual({ "contact.hours": "evening" });
  });

  test("keeps what was typed as it was typed", () => {
    const typed = "  nguyễn  VĂN mẫu ";
    expect(withStep({}, stepOf("person"), posted({ "person.fullName": typed }))["person.fullName"]).toBe(typed);
  });

  test("cuts off what no answer can be long enough for", () => {
    expect(withStep({}, stepOf("person"), posted({ "person.fullName": "m".repeat(100_000) }))["person.fullName"]).toHaveLength(2_000);
  });

  test("whatever is posted to whichever step, only that step's own boxes change", () => {
    const names = steps.flatMap((step) => step.fields.flatMap(inputNames));
    const anything = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names, "__proto__", "sealed"), anyText), fc.array(anyText, { maxLength: 3 })), { maxLength: 12 });
    holds(
      fc.property(fc.constantFrom(...steps), anything, (step, pairs) => {
        const before = answersFor(motherForSon());
        const after = withStep(before, step, new Map(pairs));
        const own = new Set(step.fields.flatMap(inputNames));
        expect(Object.fromEntries(Object.entries(after).filter(([name]) => !own.has(name)))).toEqual(Object.fromEntries(Object.entries(before).filter(([name]) => !own.has(name))));
        expect(Object.keys(after).every((name) => own.has(name) || name in before)).toBe(true);
      }),
    );
  });
});

describe("a day in three boxes", () => {
  const born = (day: string, month: string, year: string) =>
    retyped(motherForSon(), { "person.birthDate.day": day, "person.birthDate.month": month, "person.birthDate.year": year });
  const bornAs = (day: string, month: string, year: string) => read(born(day, month, year)).application?.person.birthDate;

  test.each([
    ["2", "9", "1998"],
    ["02", "09", "1998"],
    [" 2 ", "9 ", " 1998"],
  ])("%j / %j / %j is 2 September 1998", (day, month, year) => {
    expect(bornAs(day, month, year)).toBe("1998-09-02");
  });

  test.each([
    ["a two-digit year", "2", "9", "98"],
    ["31 February", "31", "2", "1998"],
    ["letters", "2", "Sept", "1998"],
    ["a missing month", "2", "", "1998"],
    ["spaces only beside a year", " ", " ", "1998"],
    ["signs", "+2", "9", "1998"],
    ["three digits", "002", "9", "1998"],
    ["nought", "0", "0", "0000"],
    ["day and month the other way round", "9", "13", "1998"],
  ])("%s is not a real day", (_, day, month, year) => {
    expect(wrongOn("person", born(day, month, year))).toEqual(["person.birthDate: birthDate.notReal"]);
  });

  test("three empty boxes are a missing day", () => {
    expect(wrongOn("person", born("", "", ""))).toEqual(["person.birthDate: birthDate.missing"]);
    expect(wrongOn("person", born(" ", "  ", ""))).toEqual(["person.birthDate: birthDate.missing"]);
  });

  test("a day that may be left out may be left out", () => {
    expect(read(answersFor(motherForSon())).application?.person.identity).not.toHaveProperty("issuedOn");
    const issued = retyped(motherForSon(), { "person.identity.issuedOn.day": "5", "person.identity.issuedOn.month": "6", "person.identity.issuedOn.year": "2022" });
    expect(read(issued).application?.person.identity.issuedOn).toBe("2022-06-05");
  });
});

describe("a commune by its name", () => {
  const typed = (commune: string, province = "01") => retyped(motherForSon(), { "applicant.address.provinceCode": province, "applicant.address.communeCode": commune });
  const wrong = (commune: string, province?: string) => wrongOn("applicantAddress", typed(commune, province));

  test.each(["Phường Ba Đình", "phuong ba dinh", "P. Ba Đình", "p ba dinh", "00004", "Phường Ba Đình".normalize("NFD")])("%j becomes its code", (commune) => {
    expect(read(typed(commune)).application?.applicant?.address).toMatchObject({ provinceCode: "01", communeCode: "00004" });
  });

  test.each(["Thường Tín", "ba dinh", "Quận Nam Từ Liêm", "Xã Dũng Tiến, huyện Thường Tín"])("a name that is gone or was another's too (%j) asks to choose", (commune) => {
    expect(wrong(commune)).toEqual(["applicant.address.communeCode: residence.communeCode.choose"]);
  });

  test.each(["lien", "ba", "quoc tu giam"])("part of a name (%j) asks to choose, even if only one place has it", (commune) => {
    expect(wrong(commune)).toEqual(["applicant.address.communeCode: residence.communeCode.choose"]);
  });

  test("the places to choose from are those of the province", () => {
    const field = stepOf("applicantAddress").fields.find(({ kind }) => kind === "commune");
    if (field?.kind !== "commune") throw new Error("no commune");
    const choices = communeChoices(typed("ba"), field);
    expect(choices?.province.code).toBe("01");
    expect(choices?.offered.map(({ commune }) => commune.name)).toEqual(expect.arrayContaining(["Phường Ba Đình", "Xã Ba Vì"]));
    expect(communeChoices(typed("ba", "99"), field)).toBeUndefined();
  });

  test("an unknown name, or one of another province, is unknown", () => {
    expect(wrong("Nơi Không Có")).toEqual(["applicant.address.communeCode: residence.communeCode.unknown"]);
    expect(wrong("Ba Đình", "68")).toEqual(["applicant.address.communeCode: residence.communeCode.unknown"]);
  });

  test("nothing typed is missing; a missing province is asked for first", () => {
    const { "applicant.address.communeCode": _commune, ...noCommune } = typed("");
    expect(wrongOn("applicantAddress", noCommune)).toEqual(["applicant.address.communeCode: residence.communeCode.missing"]);
    const { "applicant.address.provinceCode": _province, ...noProvince } = typed("Ba Đình");
    expect(wrongOn("applicantAddress", noProvince)).toContain("applicant.address.provinceCode: residence.provinceCode.missing");
  });

  const addressOf = (answer: string, province?: string) => read(typed(answer, province)).application?.applicant?.address;

  test("a commune chosen for a name that is gone keeps that name; one that has it today does not", () => {
    expect(addressOf("10210~Thường Tín")).toMatchObject({ communeCode: "10210", formerName: "huyện Thường Tín" });
    expect(addressOf("10183~Thường Tín")).not.toHaveProperty("formerName");
    expect(addressOf("10210")).not.toHaveProperty("formerName");
    expect(addressOf("10210~Nơi Không Có")).not.toHaveProperty("formerName");
  });

  test("a commune chosen in a province that was changed since is asked for again, by the name that was typed", () => {
    expect(wrong("10210~Thường Tín", "68")).toEqual(["applicant.address.communeCode: residence.communeCode.unknown"]);
    expect(addressOf("10210~Xã Lạc Dương", "68")).toMatchObject({ communeCode: "24848" });
  });

  test("whoever finds none of them sends what they typed", () => {
    expect(addressOf("~Nơi Không Có")).toMatchObject({ provinceCode: "01", communeTyped: "Nơi Không Có" });
    expect(addressOf("~Nơi Không Có")).not.toHaveProperty("communeCode");
  });

  test.each([
    ["00004", "Phường Ba Đình"],
    ["00004~ba dinh", "Phường Ba Đình"],
    ["~Nơi Không Có", "Nơi Không Có"],
    ["ba dinh", "ba dinh"],
    ["", ""],
  ])("the answer %j reads %j", (answer, text) => {
    expect(communeText(answer)).toBe(text);
  });

  test("nothing that is typed is a dead end: it is taken, or the way out is", () => {
    holds(
      fc.property(fc.constantFrom(...provinces), fc.oneof(anyText, fc.constantFrom("x".repeat(3_000), "<b>", "\ud800", "~", "Thường Tín")), (province, text) => {
        const accepted = (answer: string) => addressOf(answer, province.code);
        const address = accepted(text) ?? accepted(choiceValue(undefined, text));
        expect(address?.provinceCode).toBe(province.code);
        expect([address?.communeCode, address?.communeTyped].filter((one) => one !== undefined)).toHaveLength(1);
      }),
    );
  });

  test("every commune of the country can be given by its code", () => {
    const field = stepOf("applicantAddress").fields.find(({ kind }) => kind === "commune");
    if (field?.kind !== "commune") throw new Error("no commune");
    for (const province of provinces) {
      const [commune] = province.communes;
      expect(communeChoices(typed(commune?.code ?? "", province.code), field)?.matches).toEqual([commune]);
    }
  });
});

describe("consent", () => {
  test("is given by ticking the words shown today", () => {
    expect(read(answersFor(motherForSon())).application?.consents).toEqual({ wording: consentWording, handling: true, handover: true, texts: true });
  });

  test.each(["yes", "on", "true", "2020-01-01", ""])("ticked under other words (%j) counts as not given", (ticked) => {
    expect(wrongOn("before", retyped(motherForSon(), { "consents.handling": ticked }))).toEqual(["consents.handling: consents.handling.missing"]);
  });

  test("to texts ticked under other words is no consent to texts, but stops nothing", () => {
    expect(read(retyped(motherForSon(), { "consents.texts": "2020-01-01" })).application?.consents.texts).toBe(false);
  });

  test("to texts may be withheld", () => {
    const { "consents.texts": _texts, ...answers } = answersFor(motherForSon());
    expect(read(answers).application?.consents.texts).toBe(false);
  });

  test("to texts does not outlive a “no texts” given afterwards", () => {
    const changedMind = retyped(motherForSon(), { "contact.mayText": "no" });
    expect(changedMind["consents.texts"]).toBe(consentWording);
    expect(read(changedMind).application?.consents.texts).toBe(false);
  });

  test("carries its words' version; another box is a plain yes", () => {
    const [handling] = stepOf("before").fields;
    const confirmed = stepOf("personPapers").fields.find(({ name }) => name === "person.identity.confirmed");
    expect(handling && tickValue(handling)).toBe(consentWording);
    expect(confirmed && tickValue(confirmed)).toBe("yes");
  });
});

describe("answers to what is no longer asked", () => {
  const facility = { ...motherForSon({ treatment: { ...treatedAt("publicFacility"), facilityName: "Cơ sở Giả Định" } }) };

  test("a facility's name is dropped after switching to home", () => {
    const switched: Answers = { ...answersFor(facility), ...answersFor(motherForSon()) };
    expect(switched["treatment.facilityName"]).toBe("Cơ sở Giả Định");
    expect(read(switched).application?.treatment).toEqual(motherForSon().treatment);
  });

  test("a plan is dropped after switching to a facility", () => {
    const switched: Answers = { ...answersFor(motherForSon()), ...answersFor(facility) };
    expect(switched["treatment.plan.detox"]).toBe("provider");
    expect(read(switched).application?.treatment).toEqual(facility.treatment);
  });

  test("the writer's part is dropped after switching to oneself", () => {
    const switched: Answers = { ...answersFor(motherForSon()), ...answersFor(himself()) };
    expect(switched["applicant.fullName"]).toBe("Trần Thị Ví Dụ");
    expect(read(switched).application).toEqual(checkApplication(himself(), filingDay).application);
  });

  test("the person's own phone is dropped after switching to a relative", () => {
    const switched: Answers = { ...answersFor(himself()), ...answersFor(motherForSon()) };
    expect(switched["person.phone"]).toBeDefined();
    expect(read(switched).application?.person).not.toHaveProperty("phone");
  });

  test("the person's own address is dropped after “same place as me”", () => {
    const switched: Answers = { ...answersFor(changed(motherForSon(), "person.residence", { kind: "settled", ...baDinh })), "person.residence.kind": "withApplicant" };
    expect(read(switched).application?.person.residence).toEqual({ kind: "withApplicant" });
  });

  test("the day of a paper is dropped after “not yet”", () => {
    const switched: Answers = { ...answersFor(motherForSon({ determination: { kind: "paper", issuedOn: "2026-10-01" } })), "determination.kind": "none" };
    expect(read(switched).application?.determination).toEqual({ kind: "none" });
  });

  test("whether an adult agrees is dropped when the birth date turns out to be a minor's", () => {
    const switched: Answers = { ...answersFor(motherForSon()), ...answersFor(motherForChild()) };
    expect(switched["agrees"]).toBe("yes");
    expect(read(switched).application).not.toHaveProperty("agrees");
  });

  test("what was chosen before a rule forbade it is asked again, not silently kept", () => {
    const homeless: Answers = { ...answersFor(motherForSon()), ...answersFor(changed(motherForSon(), "person.residence", { kind: "unsettled", ...baDinh })) };
    expect(read(homeless).application).toBeUndefined();
    expect(firstOpenStep(read(homeless))?.id).toBe("place");
    const landline: Answers = { ...answersFor(motherForSon()), "applicant.phone": testLandline };
    expect(firstOpenStep(read(landline))?.id).toBe("contact");
  });

  test("none of them reaches an application: switching from any to any other gives just the other", () => {
    holds(
      fc.property(validApplication, validApplication, (before, after) => {
        const switched: Answers = steps.reduce<Answers>(
          (answers, step) => (read(answersFor(after)).asked.includes(step) ? withStep(answers, step, postedFrom(typedInto(step, after))) : answers),
          answersFor(before),
        );
        expect(readForm(switched, after.language, filingDay).application).toEqual(checkApplication(after, filingDay).application);
      }),
      100,
    );
  });
});

describe("the form and the API judge alike", () => {
  test.each([
    ["a mother for her adult son", motherForSon()],
    ["a mother for her child", motherForChild()],
    ["an adult for himself", himself()],
  ])("%s", (_, application) => {
    const form = read(answersFor(application));
    expect(form.issues).toEqual([]);
    expect(form.application).toEqual(checkApplication(application, filingDay).application);
  });

  test("any application typed into the form is the application sent as JSON", () => {
    holds(
      fc.property(validApplication, (application) => {
        const form = readForm(answersFor(application), application.language, filingDay);
        expect(form.issues).toEqual([]);
        expect(form.application).toEqual(checkApplication(application, filingDay).application);
      }),
      150,
    );
  });

  test("the language is the one of the pages", () => {
    expect(read(answersFor(motherForSon()), "en").application?.language).toBe("en");
  });

  test("any answers at all can be read", () => {
    const names = steps.flatMap((step) => step.fields.flatMap(inputNames));
    holds(
      fc.property(fc.dictionary(fc.constantFrom(...names), anyText, { maxKeys: 20 }), (answers) => {
        const { application, issues } = read(answers);
        expect(application === undefined).toBe(issues.length > 0);
      }),
      300,
    );
    holds(
      fc.property(fc.constantFrom(...names), anyText, (name, typed) => {
        const { application, issues } = read(retyped(motherForSon(), { [name]: typed }));
        expect(application === undefined).toBe(issues.length > 0);
      }),
      300,
    );
  });
});

describe("what is wrong, and where it is put right", () => {
  test("an empty form is wrong on every page; an address is judged once it is known where the person lives", () => {
    const form = read({});
    expect([...new Set(form.issues.map(({ step }) => step))].toSorted()).toEqual(form.asked.map(({ id }) => id).filter((id) => id !== "personAddress").toSorted());
  });

  test("every issue lies on a page that is asked, at a field of that page", () => {
    holds(
      fc.property(validApplication, validApplication, fc.nat(), (one, other, n) => {
        const mixed = Object.fromEntries(Object.entries({ ...answersFor(one), ...answersFor(other) }).filter((_, index) => (index + n) % 3 > 0));
        const form = read(mixed);
        for (const issue of form.issues) {
          const step = form.asked.find(({ id }) => id === issue.step);
          expect(step?.fields.map(({ name }) => name)).toContain(issue.path);
        }
      }),
      150,
    );
  });

  test("a wrong hour is put right at the hours", () => {
    expect(wrongOn("contact", retyped(motherForSon(), { "contact.hours": "morning,night" }))).toEqual(["contact.hours: contact.hours.missing"]);
  });

  test("a minor alone is sent back to who they are", () => {
    const form = read(answersFor(bornOn(himself(), "person", "2010-01-01")));
    expect(firstOpenStep(form)?.id).toBe("relationship");
    expect(form.issues.map(({ code }) => code)).toEqual(["relationship.selfMustBeAdult"]);
  });

  test("spaces alone are nothing typed", () => {
    expect(wrongOn("person", retyped(motherForSon(), { "person.fullName": "   " }))).toEqual(["person.fullName: fullName.missing"]);
    expect(read(retyped(motherForSon(), { "applicant.address.street": "  " })).application?.applicant?.address).not.toHaveProperty("street");
  });
});

describe("the way through the form", () => {
  /** Answers page after page, as the form leads, until it has no next page. */
  const walk = (application: ApplicationInput) => {
    const seen: string[] = [];
    let answers: Answers = {};
    let step: Step | undefined = firstStep;
    while (step) {
      if (seen.includes(step.id)) throw new Error(`asked ${step.id} twice: ${seen.join(" ")}`);
      seen.push(step.id);
      answers = withStep(answers, step, postedFrom(typedInto(step, application)));
      const form = readForm(answers, application.language, filingDay);
      const wrong = form.issues.filter((issue) => issue.step === step?.id);
      if (wrong.length) throw new Error(`${step.id}: ${JSON.stringify(wrong)}`);
      step = stepAfter(form, step, false);
    }
    return { seen, form: readForm(answers, application.language, filingDay) };
  };

  test("answering page after page always ends with an application to check, no page asked twice", () => {
    holds(
      fc.property(validApplication, (application) => {
        const { seen, form } = walk(application);
        expect(seen).toEqual(form.asked.map(({ id }) => id));
        expect(firstOpenStep(form)).toBeUndefined();
        expect(form.application).toEqual(checkApplication(application, filingDay).application);
      }),
      100,
    );
  });

  test("after a change from the check page, only what is still open is asked", () => {
    const form = read({ ...answersFor(motherForSon()), "treatment.place": "publicFacility" });
    expect(stepAfter(form, stepOf("place"), true)).toBeUndefined();
    const open = read({ ...answersFor(motherForSon({ treatment: treatedAt("publicFacility") })), "treatment.place": "home" });
    expect(stepAfter(open, stepOf("place"), true)?.id).toBe("plan");
  });

  test("the first open page is the earliest that needs something", () => {
    expect(firstOpenStep(read({}))?.id).toBe("relationship");
    expect(firstOpenStep(read({ relationship: "self" }))?.id).toBe("person");
    expect(firstOpenStep(read(answersFor(motherForSon())))).toBeUndefined();
  });
});
