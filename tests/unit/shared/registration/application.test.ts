import * as z from "zod";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applicationSchema, contactPhone, placeOfPerson } from "../../../../shared/registration/application.ts";
import { checkApplication } from "../../../../shared/registration/law-rules.ts";
import { baDinh, himself, motherForSon, testPhone, type ApplicationInput } from "../../../support/people.ts";
import { filingDay, validApplication, wrongIn } from "../../support/applications.ts";
import { changed, leavesOf, levelsOf, without } from "../../support/change.ts";
import { holds } from "../../support/property.ts";

const accepted = (candidate: unknown) => {
  const { application, issues } = checkApplication(candidate, filingDay);
  if (!application) throw new Error(JSON.stringify(issues));
  return application;
};
/** An application in which every optional answer is given. */
const full = (): ApplicationInput => {
  const given = motherForSon();
  const papers = { kind: "idNumber" as const, issuedOn: "2022-06-05", issuedBy: "Cục Thí Nghiệm", confirmed: true as const };
  return {
    ...given,
    applicant: given.applicant && { ...given.applicant, identity: { ...papers, number: "001170000001" } },
    person: { ...given.person, identity: { ...papers, number: "001098000002" }, residence: { kind: "settled", ...baDinh, street: "12 phố Thí Nghiệm" }, phone: testPhone(3) },
    determination: { kind: "paper", issuedOn: "2026-10-01", issuedBy: "Bệnh viện Giả Định" },
  };
};

describe("what is kept of an application", () => {
  test("a mother's for her son is accepted as she gave it, phones as E.164", () => {
    const given = motherForSon();
    expect(accepted(given)).toEqual(changed(given, "applicant.phone", `+84${testPhone(1).slice(1)}`));
  });

  test("one with every optional answer is accepted", () => {
    expect(wrongIn(full())).toEqual([]);
  });

  test("an adult's own, without a writer, is accepted", () => {
    expect(accepted(himself())).not.toHaveProperty("applicant");
  });

  test("names are kept composed and without invisible marks", () => {
    const typed = changed(motherForSon(), "person.fullName", " Nguyễn Văn\u200B Mẫu ".normalize("NFD"));
    expect(accepted(typed).person.fullName).toBe("Nguyễn Văn Mẫu".normalize("NFC"));
  });

  test("what is kept is accepted again, unchanged", () => {
    holds(
      fc.property(validApplication, (given) => {
        expect(accepted(accepted(given))).toEqual(accepted(given));
      }),
      150,
    );
  });

  test("what is kept survives being written as JSON and read again", () => {
    holds(
      fc.property(validApplication, (given) => {
        expect(JSON.parse(JSON.stringify(accepted(given)))).toEqual(accepted(given));
      }),
      150,
    );
  });
});

describe("keys nobody asked for", () => {
  test.each(levelsOf(full()))("are refused inside “%s”", (level) => {
    const path = level ? `${level}.surprise` : "surprise";
    expect(wrongIn(changed(full(), path, "x"))).toEqual([`${path}: field.unknown`]);
  });

  test.each(levelsOf(full()))("that reach for prototypes are refused and change nothing inside “%s”", (level) => {
    const marker = "LEVEL";
    for (const key of ["__proto__", "constructor", "prototype"]) {
      const path = level ? `${level}.${marker}` : marker;
      const candidate: unknown = JSON.parse(JSON.stringify(changed(full(), path, { polluted: true, relationship: "self" })).replace(`"${marker}"`, `"${key}"`));
      expect(checkApplication(candidate, filingDay).application).toBeUndefined();
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    }
  });

  test("several are each named", () => {
    expect(wrongIn({ ...motherForSon(), one: 1, two: 2 })).toEqual(["one: field.unknown", "two: field.unknown"]);
  });

  test.each([
    ["an address beside “same place as me”", "person.residence.provinceCode", "01"],
    ["the day of a paper that does not exist", "determination.issuedOn", "2026-10-01"],
  ])("include %s", (_, path, value) => {
    expect(wrongIn(changed(motherForSon(), path, value))).toEqual([`${path}: field.unknown`]);
  });
});

describe("a required answer that is left out", () => {
  const missing: Record<string, string> = {
    language: "language.missing",
    relationship: "relationship.missing",
    "applicant.fullName": "fullName.missing",
    "applicant.birthDate": "birthDate.missing",
    "applicant.sex": "sex.missing",
    "applicant.identity.kind": "identity.kind.missing",
    "applicant.identity.number": "identity.number.missing",
    "applicant.address.provinceCode": "residence.provinceCode.missing",
    "applicant.address.communeCode": "residence.communeCode.missing",
    "applicant.phone": "phone.missing",
    "person.fullName": "fullName.missing",
    "person.birthDate": "birthDate.missing",
    "person.sex": "sex.missing",
    "person.identity.kind": "identity.kind.missing",
    "person.identity.number": "identity.number.missing",
    "person.residence.kind": "residence.kind.missing",
    agrees: "agrees.missing",
    "treatment.place": "place.missing",
    "treatment.plan.planning": "plan.missing",
    "treatment.plan.detox": "plan.missing",
    "treatment.plan.recovery": "plan.missing",
    "determination.kind": "determination.kind.missing",
    "contact.mayText": "contact.mayText.missing",
    "contact.maySayWho": "contact.maySayWho.missing",
    "contact.voicemail": "contact.voicemail.missing",
    "contact.whoMayAnswer": "contact.whoMayAnswer.missing",
    "contact.hours": "contact.hours.missing",
    "consents.wording": "consents.wording.old",
    "consents.handling": "consents.handling.missing",
    "consents.handover": "consents.handover.missing",
    "consents.texts": "consents.texts.missing",
  };

  test.each(Object.entries(missing))("%s is asked for as %s, and nothing else is wrong", (path, code) => {
    expect(wrongIn(without(motherForSon(), path))).toEqual([`${path}: ${code}`]);
  });

  test("there is no other: only the street may be left out", () => {
    const optional = leavesOf(motherForSon()).filter((path) => !(path in missing));
    expect(optional).toEqual(["applicant.address.street"]);
    expect(wrongIn(without(motherForSon(), "applicant.address.street"))).toEqual([]);
  });

  test.each([
    ["person.residence.provinceCode", "residence.provinceCode.missing"],
    ["person.residence.communeCode", "residence.communeCode.missing"],
  ])("%s of an address of one's own is asked for as %s", (path, code) => {
    expect(wrongIn(without(himself(), path))).toEqual([`${path}: ${code}`]);
  });

  test("the day of a paper one has is asked for", () => {
    expect(wrongIn(motherForSon({ determination: { kind: "paper" } as ApplicationInput["determination"] }))).toEqual(["determination.issuedOn: determination.issuedOn.missing"]);
  });
});

describe("answers that are none of the choices", () => {
  test.each([
    ["language", "fr", "language.missing"],
    ["relationship", "neighbour", "relationship.missing"],
    ["person.sex", "x", "sex.missing"],
    ["treatment.place", "hotel", "place.missing"],
    ["contact.mayText", true, "contact.mayText.missing"],
    ["contact.hours", [], "contact.hours.missing"],
    ["contact.hours", 8, "contact.hours.missing"],
    ["contact.hours", ["morning", "afternoon", "evening", "morning"], "contact.hours.missing"],
    ["consents.handling", false, "consents.handling.missing"],
    ["consents.handling", "yes", "consents.handling.missing"],
    ["consents.texts", "yes", "consents.texts.missing"],
    ["consents.wording", "2020-01-01", "consents.wording.old"],
    ["determination.kind", "constructor", "determination.kind.missing"],
    ["person.residence.kind", "__proto__", "residence.kind.missing"],
  ])("%s = %j is refused as %s", (path, value, code) => {
    expect(wrongIn(changed(motherForSon(), path, value))).toEqual([`${path}: ${code}`]);
  });

  test("an hour nobody offered is named by its place in the list", () => {
    expect(wrongIn(changed(motherForSon(), "contact.hours", ["morning", "night"]))).toEqual(["contact.hours.1: contact.hours.missing"]);
  });
});

describe("an address", () => {
  test.each([
    ["a commune of another province", "68", "00004"],
    ["a commune that does not exist", "01", "99999"],
    ["a name instead of a code", "01", "Ba Đình"],
    ["a province that does not exist", "99", "00004"],
    ["a code without its zeros", "1", "4"],
  ])("with %s is refused", (_, provinceCode, communeCode) => {
    expect(wrongIn(changed(himself(), "person.residence", { kind: "settled", provinceCode, communeCode }))).toEqual(["person.residence.communeCode: residence.communeCode.unknown"]);
    expect(wrongIn(changed(motherForSon(), "applicant.address", { provinceCode, communeCode }))).toEqual(["applicant.address.communeCode: residence.communeCode.unknown"]);
  });

  const living = (place: object) => changed(himself(), "person.residence", { kind: "settled", provinceCode: "01", ...place });

  test("may say what the place is called where the writer found no commune", () => {
    const { person } = accepted(living({ communeTyped: " Nơi  Không Có " }));
    expect(person.residence).toEqual({ kind: "settled", provinceCode: "01", communeTyped: "Nơi Không Có" });
    expect(accepted(changed(motherForSon(), "applicant.address", { provinceCode: "01", communeTyped: "?" })).applicant?.address).toEqual({ provinceCode: "01", communeTyped: "?" });
  });

  test("may keep the name that is gone beside the commune that was chosen for it", () => {
    expect(placeOfPerson(accepted(living({ communeCode: "00004", formerName: "quận Ba Đình" })))).toMatchObject({ ...baDinh, formerName: "quận Ba Đình", settled: true });
  });

  test.each([
    ["neither a commune nor a name", {}, "communeCode: residence.communeCode.missing"],
    ["both", { communeCode: "00004", communeTyped: "Ba Đình" }, "communeTyped: field.invalid"],
    ["a name that is gone, but no commune", { communeTyped: "Ba Đình", formerName: "quận Ba Đình" }, "formerName: field.invalid"],
    ["an empty name", { communeTyped: " " }, "communeTyped: residence.communeCode.missing"],
    ["a name with markup", { communeTyped: "<b>" }, "communeTyped: text.characters"],
    ["a name without end", { communeTyped: "x".repeat(201) }, "communeTyped: text.tooLong"],
    ["a name in no province", { provinceCode: "99", communeTyped: "Ba Đình" }, "communeCode: residence.communeCode.unknown"],
  ])("with %s is refused", (_, place, wrong) => {
    expect(wrongIn(living(place))).toEqual([`person.residence.${wrong}`]);
  });

  test("without a commune is said beside everything else that is wrong with it", () => {
    expect(wrongIn(changed(himself(), "person.residence", { kind: "settled", street: "<b>" }))).toEqual(
      expect.arrayContaining(["person.residence.provinceCode: residence.provinceCode.missing", "person.residence.communeCode: residence.communeCode.missing", "person.residence.street: text.characters"]),
    );
  });

  test("in the description of the API has either a code or a name", () => {
    const described = JSON.stringify(z.toJSONSchema(applicationSchema, { io: "input" }));
    expect(described.match(/"oneOf":\[\{"required":\["communeCode"\]\},\{"required":\["communeTyped"\]\}\]/gu)).toHaveLength(3);
  });

  test("with hostile text as street is refused", () => {
    expect(wrongIn(changed(motherForSon(), "applicant.address.street", "<img src=x>"))).toEqual(["applicant.address.street: text.characters"]);
  });
});

describe("where and how somebody is found", () => {
  test("a son at his mother's place is where she lives", () => {
    expect(placeOfPerson(accepted(motherForSon()))).toMatchObject({ ...baDinh, street: "12 phố Thí Nghiệm" });
  });

  test("somebody with a place of their own is there", () => {
    const elsewhere = { provinceCode: "01", communeCode: "00008" };
    expect(placeOfPerson(accepted(changed(motherForSon(), "person.residence", { kind: "settled", ...elsewhere })))).toMatchObject(elsewhere);
  });

  test("the phone this service may use is the writer's, never the son's", () => {
    expect(contactPhone(accepted(changed(motherForSon(), "person.phone", testPhone(9))))).toBe(`+84${testPhone(1).slice(1)}`);
  });

  test("who writes for themself is called on their own phone", () => {
    expect(contactPhone(accepted(himself()))).toBe(`+84${testPhone(2).slice(1)}`);
  });

  test("“same place as me” without a writer is nowhere", () => {
    const { applicant: _applicant, ...rest } = applicationSchema.parse(motherForSon());
    expect(() => placeOfPerson(rest)).toThrow(RangeError);
  });
});
