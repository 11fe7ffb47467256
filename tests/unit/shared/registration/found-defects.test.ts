import { describe, expect, test } from "vitest";
import { formatPhone } from "../../../../shared/contact/phone.ts";
import { findCommunes } from "../../../../shared/places/find-communes.ts";
import { findProvince } from "../../../../shared/places/places.ts";
import type { Answers } from "../../../../shared/form/answers.ts";
import { firstOpenStep, stepAfter } from "../../../../shared/form/progress.ts";
import { readForm } from "../../../../shared/registration/answers.ts";
import { checkApplication, factsOf, noticesOf } from "../../../../shared/registration/law-rules.ts";
import { steps } from "../../../../shared/registration/steps.ts";
import { cleanText } from "../../../../shared/text.ts";
import { words } from "../../../../web/words/words.ts";
import { himself, motherForSon } from "../../../support/people.ts";
import { typedInto } from "../../../support/form-fields.ts";

const today = "2026-11-21";
const codes = (candidate: unknown): string[] => checkApplication(candidate, today).issues.map(({ path, code }) => `${path}: ${code}`);

describe("what once went wrong", () => {
  test("facts cannot be smuggled in from outside", () => {
    expect(codes({ personAge: { valueOf: 1, toString: 1 }, applicantAge: {} })).toContain("personAge: field.unknown");
  });

  test("every issue has a sentence, whatever the JSON", () => {
    for (const candidate of [{}, null, [], "x", { person: { identity: { confirmed: false } }, contact: 1 }]) {
      for (const { code } of checkApplication(candidate, today).issues) expect(Object.keys(words.vi.errors)).toContain(code);
    }
  });

  test.each([
    ["2026-02-28", "2026-08-28", false],
    ["2026-02-28", "2026-08-29", true],
    ["2026-08-31", "2027-02-28", false],
    ["2026-08-31", "2027-03-01", true],
  ])("a paper of %s is too old on %s: %s", (issuedOn, day, told) => {
    const paper = motherForSon({ determination: { kind: "paper", issuedOn } });
    expect(noticesOf(factsOf(paper, day)).includes("determinationTooOld")).toBe(told);
  });

  test("an unreal date of issue is told once", () => {
    const application = himself();
    const identity = { ...application.person.identity, issuedOn: "1/2/20" };
    expect(codes({ ...application, person: { ...application.person, identity } })).toEqual(["person.identity.issuedOn: identity.issuedOn.notReal"]);
  });

  test("an empty name is told once, an endless number too", () => {
    const application = himself();
    expect(codes({ ...application, person: { ...application.person, fullName: "\u200B" } })).toEqual(["person.fullName: fullName.missing"]);
    const identity = { kind: "passport", number: "A".repeat(101) };
    expect(codes({ ...application, person: { ...application.person, identity } })).toEqual(["person.identity.number: identity.number.passport"]);
  });

  test("agreement to texts does not stand beside a wish for none", () => {
    const application = himself();
    expect(codes({ ...application, contact: { ...application.contact, mayText: "no" } })).toEqual(["consents.texts: consents.texts.notAsked"]);
  });

  test("the same hours are not counted twice", () => {
    const application = himself();
    expect(codes({ ...application, contact: { ...application.contact, hours: ["morning", "morning"] } })).toEqual(["contact.hours: contact.hours.missing"]);
  });

  test("a foreigner is treated at a facility for the whole time", () => {
    const application = himself({ treatment: { place: "privateThenHome" } });
    const person = { ...application.person, identity: { kind: "foreignPassport", number: "X1000001" } };
    expect(codes({ ...application, person })).toEqual(["treatment.place: place.foreignFacility"]);
  });

  test("“P.Ba Đình” without a space is Ba Đình, and typed marks decide between Văn Lang and Văn Lăng", () => {
    const names = (code: string, typed: string) => {
      const province = findProvince(code);
      const found = province && findCommunes(province, typed);
      return found?.commune?.name ?? found?.candidates?.map(({ commune }) => commune.name);
    };
    expect(names("01", "P.Ba Đình")).toBe("Phường Ba Đình");
    expect(names("19", "Xã Văn Lang")).toBe("Xã Văn Lang");
    expect(names("19", "van lang")).toEqual(expect.arrayContaining(["Xã Văn Lang", "Xã Văn Lăng"]));
  });

  test("half a character, fillers and endless names are refused, each once", () => {
    const application = himself();
    const treatment = { place: "publicFacility", facilityName: "12 \ud800" };
    expect(codes({ ...application, treatment })).toEqual(["treatment.facilityName: text.characters"]);
    for (const [fullName, code] of [["\u3164\u3164", "fullName.missing"], ["1".repeat(101), "fullName.tooLong"]]) {
      expect(codes({ ...application, person: { ...application.person, fullName } })).toEqual([`person.fullName: ${code}`]);
    }
  });

  test("a provincial landline is grouped with its own area code", () => {
    expect(formatPhone("+842033000123")).toBe("0203 3000 123");
  });

  test("text is composed after the invisible marks are gone", () => {
    expect(cleanText("a\u200B\u0301")).toBe("á");
  });

  test("a minor who writes alone hears of it at once, on the page where it can be put right", () => {
    const application = himself();
    const person = { ...application.person, birthDate: "2010-01-01" };
    const answers: Answers = Object.fromEntries(steps.slice(0, 5).flatMap((step) => typedInto(step, { ...application, person })));
    const form = readForm(answers, "vi", today);
    const asked = form.asked.find(({ id }) => id === "person");
    expect(asked && stepAfter(form, asked, false)?.id).toBe("relationship");
    expect(firstOpenStep(form)?.id).toBe("relationship");
  });
});
