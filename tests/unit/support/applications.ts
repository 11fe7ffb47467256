import * as fc from "fast-check";
import { safeHours } from "../../../shared/contact/safe-contact.ts";
import { treatmentPlaces, type TreatmentPlace } from "../../../shared/law/treatment-places.ts";
import { consentWording, relationships } from "../../../shared/registration/application.ts";
import { checkApplication } from "../../../shared/registration/law-rules.ts";
import { steps } from "../../../shared/registration/steps.ts";
import { withStep, type Answers } from "../../../shared/form/answers.ts";
import { typedInto } from "../../support/form-fields.ts";
import { baDinh, motherForSon, testLandline, testPhone, type ApplicationInput } from "../../support/people.ts";
import { changed } from "./change.ts";

/** The day on which the invented people file, unless a test says otherwise. */
export const filingDay = "2026-11-21";

type Sex = "male" | "female";
const centuryDigits: Record<string, Record<Sex, number>> = { "19": { male: 0, female: 1 }, "20": { male: 2, female: 3 } };

/** A personal number as such a person could have it; born and registered in Hà Nội (001). */
const idNumberFor = (birthDate: string, sex: Sex): string => `001${centuryDigits[birthDate.slice(0, 2)]?.[sex]}${birthDate.slice(2, 4)}000003`;

/** The same application, had this party been born on another day; the personal number goes along. */
export function bornOn(application: ApplicationInput, who: "applicant" | "person", birthDate: string): ApplicationInput {
  const sex = application[who]?.sex === "female" ? "female" : "male";
  return changed(changed(application, `${who}.birthDate`, birthDate), `${who}.identity`, { kind: "idNumber", number: idNumberFor(birthDate, sex) });
}

/** The mother of a child who is 16; a minor is not asked whether they agree. */
export const motherForChild = (birthDate = "2010-05-01"): ApplicationInput => {
  const { agrees: _agrees, ...rest } = bornOn(motherForSon(), "person", birthDate);
  return rest;
};

/** Treatment at a place, with what belongs to it. */
export const treatedAt = (place: TreatmentPlace): ApplicationInput["treatment"] =>
  place === "home" ? { place, plan: { planning: "home", detox: "provider", recovery: "home" } } : { place };

/** What is wrong, each as "where: code". */
export const wrongIn = (candidate: unknown, today = filingDay): string[] => checkApplication(candidate, today).issues.map(({ path, code }) => `${path}: ${code}`);

/** What the form holds once this application was typed into all of its steps. */
export const answersFor = (application: ApplicationInput): Answers =>
  steps.reduce<Answers>((answers, step) => withStep(answers, step, postedFrom(typedInto(step, application))), {});

export function postedFrom(fields: readonly [string, string][]): Map<string, string[]> {
  const posted = new Map<string, string[]>();
  for (const [name, value] of fields) posted.set(name, [...(posted.get(name) ?? []), value]);
  return posted;
}

const names = ["Nguyễn Văn Mẫu", "Trần Thị Ví Dụ", "Lê Thử", "Phạm Hoàng Giả Định", "H'Mẫu Niê", "Anna O’Example"];
const communes = [baDinh, { provinceCode: "01", communeCode: "00008" }, { provinceCode: "68", communeCode: "24688" }];
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const dayBetween = (from: string, to: string) =>
  fc.date({ min: new Date(`${from}T00:00:00Z`), max: new Date(`${to}T00:00:00Z`), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const defined = <T extends object>(whole: T): T => JSON.parse(JSON.stringify(whole)) as T;

const line = fc.constantFrom("12 phố Thí Nghiệm", "Thôn Mẫu, tổ 3", "Cơ sở Giả Định số 1");
const address = fc.record({ place: fc.constantFrom(...communes), street: optional(line) }).map(({ place: { provinceCode, communeCode }, street }) => ({ provinceCode, communeCode, street }));
const sex = fc.constantFrom<Sex>("male", "female");
const party = (birthDate: fc.Arbitrary<string>, kinds: readonly ("idNumber" | "passport" | "foreignPassport")[]) =>
  fc
    .record({ fullName: fc.constantFrom(...names), birthDate, sex, kind: fc.constantFrom(...kinds), issuedOn: optional(dayBetween("2025-01-01", filingDay)), issuedBy: optional(line) })
    .map(({ fullName, birthDate: born, sex: as, kind, issuedOn, issuedBy }) => ({
      fullName,
      birthDate: born,
      sex: as,
      identity: { kind, number: kind === "idNumber" ? idNumberFor(born, as) : "C1234567", issuedOn, issuedBy },
    }));

const adultBirth = dayBetween("1930-01-01", "2008-11-21");
const minorBirth = dayBetween("2008-11-22", "2014-11-21");
const plan = fc.constantFrom("home" as const, "provider" as const);

/** Applications that obey every rule on the filing day: any writer, age, paper, home, place and way of being reached. */
export const validApplication: fc.Arbitrary<ApplicationInput> = fc
  .record({
    language: fc.constantFrom("vi" as const, "en" as const),
    relationship: fc.constantFrom(...relationships),
    adult: party(adultBirth, ["idNumber", "passport", "foreignPassport"]),
    minor: party(minorBirth, ["idNumber", "passport", "foreignPassport"]),
    isMinor: fc.boolean(),
    writer: party(adultBirth, ["idNumber", "passport"]),
    writerAddress: address,
    residenceKind: fc.constantFrom("withApplicant" as const, "settled" as const, "unsettled" as const),
    residence: address,
    phone: fc.oneof(fc.nat(999).map(testPhone), fc.constant(testLandline)),
    place: fc.constantFrom(...treatmentPlaces),
    facilityName: optional(line),
    plan: fc.record({ planning: plan, detox: plan, recovery: plan }),
    determination: fc.oneof(
      fc.constant({ kind: "none" as const }),
      fc.constant({ kind: "substitution" as const }),
      fc.record({ kind: fc.constant("paper" as const), issuedOn: dayBetween("2026-01-01", filingDay), issuedBy: optional(line) }),
    ),
    contact: fc.record({
      mayText: fc.constantFrom("yes" as const, "no" as const),
      maySayWho: fc.constantFrom("yes" as const, "no" as const),
      voicemail: fc.constantFrom("never" as const, "neutral" as const, "yes" as const),
      whoMayAnswer: fc.constantFrom("onlyMe" as const, "family" as const, "anyone" as const),
      hours: fc.subarray([...safeHours], { minLength: 1 }),
    }),
    textsWanted: fc.boolean(),
  })
  .map((any) => {
    const self = any.relationship === "self";
    const isMinor = any.isMinor && ["father", "mother", "guardian", "legalRepresentative"].includes(any.relationship);
    const someone = isMinor ? any.minor : any.adult;
    const kind = self && any.residenceKind === "withApplicant" ? "settled" : any.residenceKind;
    const place = lawfulPlace(any.place, { isMinor, unsettled: kind === "unsettled", foreign: someone.identity.kind === "foreignPassport" });
    const mayText = any.phone === testLandline ? "no" : any.contact.mayText;
    return defined({
      language: any.language,
      relationship: any.relationship,
      ...(self ? {} : { applicant: { ...any.writer, address: any.writerAddress, phone: any.phone } }),
      person: { ...someone, residence: kind === "withApplicant" ? { kind } : { kind, ...any.residence }, ...(self ? { phone: any.phone } : {}) },
      ...(self || isMinor ? {} : { agrees: "yes" as const }),
      treatment: place === "home" ? { place, plan: any.plan } : { place, facilityName: any.facilityName },
      determination: any.determination,
      contact: { ...any.contact, mayText },
      consents: { wording: consentWording, handling: true as const, handover: true as const, texts: mayText === "yes" && any.textsWanted },
    });
  });

function lawfulPlace(wished: TreatmentPlace, who: { isMinor: boolean; unsettled: boolean; foreign: boolean }): TreatmentPlace {
  if (who.unsettled) return "publicFacility";
  if (who.foreign && (wished === "home" || wished === "privateThenHome")) return "privateFacility";
  return wished === "reformSchool" && !who.isMinor ? "publicFacility" : wished;
}
