import * as z from "zod";
import { ageOn, monthsAfter, type CivilDate } from "../calendar/civil-date.ts";
import { parsePhone } from "../contact/phone.ts";
import { textAnswers } from "../contact/safe-contact.ts";
import { schemaIssues, type Issue } from "../form/issues.ts";
import { regimeOn } from "../law/regimes.ts";
import { treatmentPlaces, type TreatmentPlace } from "../law/treatment-places.ts";
import {
  applicationSchema,
  determinationKinds,
  relationships,
  residenceKinds,
  type Application,
} from "./application.ts";
import { birthDateSchema, daySchema, idNumberFits, identityKinds, isErrorCode, sexes, type ErrorCode } from "./fields.ts";

const known = <T>(schema: z.ZodType<T>) => schema.optional().catch(undefined);
const anyDay = daySchema("field.invalid", "field.invalid");
const partyFacts = z
  .object({
    birthDate: known(birthDateSchema),
    sex: known(z.enum(sexes)),
    phone: known(z.string()),
    residence: known(z.object({ kind: known(z.enum(residenceKinds)) })),
    identity: known(z.object({ kind: known(z.enum(identityKinds)), number: known(z.string()), issuedOn: known(anyDay), confirmed: known(z.literal(true)) })),
  })
  .optional()
  .catch(undefined);

/** What can already be known of an application that is not finished: unfinished or wrong answers are simply absent. */
const factsShape = z.object({
  relationship: known(z.enum(relationships)),
  applicant: partyFacts,
  person: partyFacts,
  agrees: known(z.enum(["yes", "no"])),
  treatment: known(z.object({ place: known(z.enum(treatmentPlaces)), facilityName: known(z.unknown()), plan: known(z.unknown()) })),
  determination: known(z.object({ kind: known(z.enum(determinationKinds)), issuedOn: known(anyDay) })),
  contact: known(z.object({ mayText: known(z.enum(textAnswers)) })),
  consents: known(z.object({ texts: known(z.boolean()) })),
});
const factsSchema = factsShape.catch({});

export type Facts = z.infer<typeof factsShape> & {
  today: CivilDate;
  home?: { kind?: (typeof residenceKinds)[number] | undefined } | undefined;
  personAge?: number;
  applicantAge?: number;
  self: boolean;
  minor: boolean;
  foreign: boolean;
  unsettled: boolean;
  landline: boolean;
};

export function factsOf(candidate: unknown, today: CivilDate): Facts {
  const facts = factsSchema.parse(candidate);
  const age = (born: CivilDate | undefined) => (born === undefined || born > today ? undefined : ageOn(born, today));
  const personAge = age(facts.person?.birthDate);
  const applicantAge = age(facts.applicant?.birthDate);
  const self = facts.relationship === "self";
  const phone = parsePhone((self ? facts.person : facts.applicant)?.phone ?? "");
  return {
    ...facts,
    today,
    home: facts.person?.residence,
    ...(personAge === undefined ? {} : { personAge }),
    ...(applicantAge === undefined ? {} : { applicantAge }),
    self,
    minor: personAge !== undefined && personAge < regimeOn(today).ages.adultFrom,
    foreign: facts.person?.identity?.kind === "foreignPassport",
    unsettled: facts.person?.residence?.kind === "unsettled",
    landline: phone?.kind === "landline",
  };
}

const representatives: ReadonlySet<string> = new Set(["father", "mother", "guardian", "legalRepresentative"]);

/** Why a place cannot be chosen by this person; null when it can. */
export function placeRefused(facts: Facts, place: TreatmentPlace): ErrorCode | null {
  const regime = regimeOn(facts.today);
  const rule = regime.places[place];
  if (!rule) return "place.notUnderThisLaw";
  if (facts.unsettled && !regime.unsettledPlaces.is.includes(place)) return "place.unsettledPublicOnly";
  if (facts.foreign && regime.foreignerPlaces && !regime.foreignerPlaces.is.includes(place)) return "place.foreignFacility";
  if (rule.is === "minors" && facts.personAge !== undefined && !facts.minor) return "place.minorsOnly";
  return null;
}

type Rule = { path: string; article: string; broken: (facts: Facts) => ErrorCode | false | null | undefined };

const future = (path: string, day: (facts: Facts) => string | undefined, code: ErrorCode): Rule => ({
  path,
  article: "calendar",
  broken: (facts) => (day(facts) ?? "") > facts.today && code,
});

const partyRules = (who: "applicant" | "person"): Rule[] => [
  future(`${who}.birthDate`, (f) => f[who]?.birthDate, "birthDate.future"),
  future(`${who}.identity.issuedOn`, (f) => f[who]?.identity?.issuedOn, "identity.issuedOn.future"),
  {
    path: `${who}.identity.issuedOn`,
    article: "calendar",
    broken: ({ [who]: party }) =>
      party?.birthDate !== undefined && party.identity?.issuedOn !== undefined && party.identity.issuedOn < party.birthDate && "identity.issuedOn.beforeBirth",
  },
  {
    path: `${who}.identity.number`,
    article: "NĐ 137/2015/NĐ-CP, Art. 13",
    broken: ({ [who]: party }) => {
      const number = party?.identity?.number?.replace(/\D/g, "") ?? "";
      if (party?.identity?.kind !== "idNumber" || number.length !== 12 || party.identity.confirmed) return false;
      if (!party.birthDate || !party.sex) return false;
      return !idNumberFits(number, party.birthDate, party.sex) && "identity.number.mismatch";
    },
  },
];

/** The rules that connect answers, each with where it comes from. A fact that is not known yet breaks nothing. */
const rules: readonly Rule[] = [
  ...partyRules("applicant"),
  ...partyRules("person"),
  future("determination.issuedOn", (f) => f.determination?.issuedOn, "determination.issuedOn.future"),
  {
    path: "person.birthDate",
    article: "Law 120/2025/QH15, Art. 31(6)",
    broken: ({ personAge, today }) => personAge !== undefined && personAge < regimeOn(today).ages.treatableFrom && "birthDate.under12",
  },
  {
    path: "relationship",
    article: "Law 120/2025/QH15, Art. 31(6); NĐ 163/2026/NĐ-CP, Art. 89(1)",
    broken: ({ minor, self, relationship, personAge, today }) => {
      if (!minor || !relationship || representatives.has(relationship)) return false;
      if ((personAge ?? 0) < regimeOn(today).ages.treatableFrom) return false;
      return self ? "relationship.selfMustBeAdult" : "relationship.minorNeedsRepresentative";
    },
  },
  {
    path: "applicant.birthDate",
    article: "Civil Code 2015, Art. 20 (full capacity from 18)",
    broken: ({ applicantAge }) => applicantAge !== undefined && applicantAge < 18 && "applicant.mustBeAdult",
  },
  {
    path: "applicant",
    article: "Mẫu 20, part 1",
    broken: ({ relationship, self, applicant }) =>
      relationship === undefined ? false : self ? applicant && "applicant.notForSelf" : !applicant && "applicant.missing",
  },
  { path: "person.phone", article: "Mẫu 20, part 1", broken: ({ self, person }) => self && !person?.phone && "phone.missing" },
  { path: "person.residence.kind", article: "Mẫu 20, part 2", broken: ({ self, home }) => self && home?.kind === "withApplicant" && "residence.withApplicant.self" },
  {
    path: "agrees",
    article: "Law 120/2025/QH15, Art. 31(6): an adult registers of their own will",
    broken: ({ self, relationship, personAge, minor, agrees }) => {
      if (self || minor) return agrees !== undefined && "agrees.notAsked";
      if (!relationship || personAge === undefined) return false;
      return agrees === undefined ? "agrees.missing" : agrees === "no" && "agrees.no";
    },
  },
  {
    path: "treatment.place",
    article: "Law 120/2025/QH15, Art. 30(1), 31(6), 40(2)",
    broken: (facts) => facts.treatment?.place && placeRefused(facts, facts.treatment.place),
  },
  {
    path: "treatment.plan",
    article: "Mẫu 20, item 3.2",
    broken: ({ treatment }) => {
      if (!treatment?.place) return false;
      return treatment.place === "home" ? treatment.plan === undefined && "plan.missing" : treatment.plan !== undefined && "plan.onlyForHome";
    },
  },
  {
    path: "treatment.facilityName",
    article: "Mẫu 20, item 3.1",
    broken: ({ treatment }) => treatment?.place === "home" && treatment.facilityName !== undefined && "facility.notForHome",
  },
  { path: "contact.mayText", article: "landlines receive no texts", broken: ({ landline, contact }) => landline && contact?.mayText === "yes" && "contact.mayText.landline" },
  {
    path: "consents.texts",
    article: "Law 91/2025/QH15, Art. 9: consent is to what is asked",
    broken: ({ contact, consents }) => contact?.mayText === "no" && consents?.texts && "consents.texts.notAsked",
  },
];

export const notices = ["landline", "determinationTooOld", "costsPaidByForeigner"] as const;
export type Notice = (typeof notices)[number];

/** What a person should be told though nothing is wrong. */
export function noticesOf({ landline, determination, foreign, today }: Facts): Notice[] {
  const valid = regimeOn(today).determinationValid;
  const tooOld = valid !== null && determination?.kind === "paper" && determination.issuedOn !== undefined && monthsAfter(determination.issuedOn, valid.is) < today;
  return [...(landline ? ["landline" as const] : []), ...(tooOld ? ["determinationTooOld" as const] : []), ...(foreign ? ["costsPaidByForeigner" as const] : [])];
}

export type Checked = { application: Application; issues: readonly [] } | { application?: undefined; issues: readonly Issue[] };

/** The one judgement of an application, for the form and for the API: shape first, then the rules of law on the day of filing. */
export function checkApplication(candidate: unknown, today: CivilDate): Checked {
  const parsed = applicationSchema.safeParse(candidate);
  const broken = brokenRules(factsOf(candidate, today));
  const all = [...(parsed.success ? [] : schemaIssues(parsed.error.issues, isErrorCode)), ...broken];
  const issues = [...new Map(all.map((issue) => [`${issue.path} ${issue.code}`, issue])).values()];
  return parsed.success && issues.length === 0 ? { application: parsed.data, issues: [] } : { issues };
}

const brokenRules = (facts: Facts): Issue[] =>
  rules.flatMap(({ path, broken }) => {
    const code = broken(facts);
    return code ? [{ path, code }] : [];
  });
