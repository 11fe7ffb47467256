import { answerers, safeHours, sayWhoAnswers, textAnswers, voicemailAnswers } from "../contact/safe-contact.ts";
import { determinationKinds, planPlaces, relationships, residenceKinds } from "./application.ts";
import { treatmentPlaces } from "../law/treatment-places.ts";
import { identityKinds, sexes } from "./fields.ts";
import { placeRefused, type Facts } from "./law-rules.ts";

const lists = {
  relationship: relationships,
  sex: sexes,
  identityKind: identityKinds,
  residenceKind: residenceKinds,
  agrees: ["yes", "no"],
  place: treatmentPlaces,
  planning: planPlaces,
  detox: planPlaces,
  recovery: planPlaces,
  determinationKind: determinationKinds,
  mayText: textAnswers,
  maySayWho: sayWhoAnswers,
  voicemail: voicemailAnswers,
  whoMayAnswer: answerers,
  hours: safeHours,
} as const;

/** Questions with a list of answers, by the word that labels them. */
export const choiceLists = lists;
export type ChoiceLabel = keyof typeof lists;
type LineLabel = "fullName" | "idNumber" | "issuedBy" | "street" | "facilityName" | "determinationBy";
type PhoneLabel = "phone" | "personPhone";
type DayLabel = "birthDate" | "issuedOn" | "determinationOn";
type TickLabel = "confirmNumber" | "handling" | "handover" | "texts";
export type FieldLabel = ChoiceLabel | LineLabel | PhoneLabel | DayLabel | TickLabel | "province" | "commune";

/** One question. `name` is its place in the application; the form posts it under the same name. */
export type Field = { name: string; optional?: true } & (
  | { kind: "line"; label: LineLabel; numeric?: true }
  | { kind: "phone"; label: PhoneLabel }
  | { kind: "day"; label: DayLabel }
  | { kind: "choice" | "choices"; label: ChoiceLabel; allowed?: (facts: Facts, option: string) => boolean }
  /** Shown only once `after` has been found wrong, or when it is already ticked. */
  | { kind: "tick"; label: TickLabel; after?: string; when?: (facts: Facts) => boolean }
  | { kind: "commune"; label: "commune"; province: string }
  | { kind: "province"; label: "province" }
);

const stepIds = [
  "relationship",
  "applicant",
  "applicantPapers",
  "applicantAddress",
  "person",
  "personPapers",
  "personHome",
  "personAddress",
  "personPhone",
  "agrees",
  "place",
  "facility",
  "plan",
  "determination",
  "determinationPaper",
  "contact",
  "before",
] as const;
export type StepId = (typeof stepIds)[number];

export type Step = { id: StepId; slug: string; fields: readonly Field[]; when?: (facts: Facts) => boolean };

type Who = "applicant" | "person";
const identification = (who: Who): Field[] => [
  { name: `${who}.fullName`, kind: "line", label: "fullName" },
  { name: `${who}.birthDate`, kind: "day", label: "birthDate" },
  { name: `${who}.sex`, kind: "choice", label: "sex" },
];
const papers = (who: Who): Field[] => [
  { name: `${who}.identity.kind`, kind: "choice", label: "identityKind" },
  { name: `${who}.identity.number`, kind: "line", label: "idNumber" },
  { name: `${who}.identity.confirmed`, kind: "tick", label: "confirmNumber", after: "identity.number.mismatch" },
  { name: `${who}.identity.issuedOn`, kind: "day", label: "issuedOn", optional: true },
  { name: `${who}.identity.issuedBy`, kind: "line", label: "issuedBy", optional: true },
];
const address = (base: string): Field[] => [
  { name: `${base}.provinceCode`, kind: "province", label: "province" },
  { name: `${base}.communeCode`, kind: "commune", label: "commune", province: `${base}.provinceCode` },
  { name: `${base}.street`, kind: "line", label: "street", optional: true },
];

const notSelf = ({ self }: Facts): boolean => !self;

/** Where the form begins; it needs no answer to be asked, so its page is built ahead. */
export const firstStep: Step = { id: "relationship", slug: "quan-he", fields: [{ name: "relationship", kind: "choice", label: "relationship" }] };

/** The form, one question group a page, in order. The only list of what is asked; pages, checks and the summary follow it. */
export const steps: readonly Step[] = [
  firstStep,
  { id: "applicant", slug: "nguoi-viet-don", when: notSelf, fields: identification("applicant") },
  { id: "applicantPapers", slug: "giay-to-nguoi-viet-don", when: notSelf, fields: papers("applicant") },
  {
    id: "applicantAddress",
    slug: "noi-o-nguoi-viet-don",
    when: notSelf,
    fields: [...address("applicant.address"), { name: "applicant.phone", kind: "phone", label: "phone" }],
  },
  { id: "person", slug: "nguoi-can-ho-tro", fields: identification("person") },
  { id: "personPapers", slug: "giay-to", fields: papers("person") },
  {
    id: "personHome",
    slug: "noi-o",
    fields: [
      { name: "person.residence.kind", kind: "choice", label: "residenceKind", allowed: ({ self }, option) => !(self && option === "withApplicant") },
    ],
  },
  { id: "personAddress", slug: "dia-chi", when: ({ home }) => home?.kind !== "withApplicant", fields: address("person.residence") },
  { id: "personPhone", slug: "dien-thoai", when: ({ self }) => self, fields: [{ name: "person.phone", kind: "phone", label: "phone" }] },
  {
    id: "agrees",
    slug: "dong-y",
    when: ({ self, personAge, minor }) => !self && personAge !== undefined && !minor,
    fields: [{ name: "agrees", kind: "choice", label: "agrees" }],
  },
  {
    id: "place",
    slug: "hinh-thuc",
    fields: [
      {
        name: "treatment.place",
        kind: "choice",
        label: "place",
        allowed: (facts, option) => treatmentPlaces.every((place) => place !== option || placeRefused(facts, place) === null),
      },
    ],
  },
  {
    id: "facility",
    slug: "co-so",
    when: ({ treatment }) => treatment?.place !== undefined && treatment.place !== "home",
    fields: [{ name: "treatment.facilityName", kind: "line", label: "facilityName", optional: true }],
  },
  {
    id: "plan",
    slug: "ke-hoach",
    when: ({ treatment }) => treatment?.place === "home",
    fields: [
      { name: "treatment.plan.planning", kind: "choice", label: "planning" },
      { name: "treatment.plan.detox", kind: "choice", label: "detox" },
      { name: "treatment.plan.recovery", kind: "choice", label: "recovery" },
    ],
  },
  { id: "determination", slug: "giay-xac-dinh", fields: [{ name: "determination.kind", kind: "choice", label: "determinationKind" }] },
  {
    id: "determinationPaper",
    slug: "ngay-giay-xac-dinh",
    when: ({ determination }) => determination?.kind === "paper",
    fields: [
      { name: "determination.issuedOn", kind: "day", label: "determinationOn" },
      { name: "determination.issuedBy", kind: "line", label: "determinationBy", optional: true },
    ],
  },
  {
    id: "contact",
    slug: "lien-lac-an-toan",
    fields: [
      { name: "contact.mayText", kind: "choice", label: "mayText", allowed: ({ landline }, option) => !(landline && option === "yes") },
      { name: "contact.maySayWho", kind: "choice", label: "maySayWho" },
      { name: "contact.voicemail", kind: "choice", label: "voicemail" },
      { name: "contact.whoMayAnswer", kind: "choice", label: "whoMayAnswer" },
      { name: "contact.hours", kind: "choices", label: "hours" },
    ],
  },
  {
    id: "before",
    slug: "truoc-khi-gui",
    fields: [
      { name: "consents.handling", kind: "tick", label: "handling" },
      { name: "consents.handover", kind: "tick", label: "handover" },
      { name: "consents.texts", kind: "tick", label: "texts", when: ({ contact }) => contact?.mayText === "yes" },
    ],
  },
];

/** The page before sending: every answer once more. */
export const checkSlug = "kiem-tra";
/** Where the finished form is sent. */
export const submitSlug = "gui";

export const stepBySlug = (slug: string): Step | undefined => steps.find((step) => step.slug === slug);
