import * as z from "zod";
import { isCivilDate, type CivilDate } from "../calendar/civil-date.ts";
import { formatPhone } from "../contact/phone.ts";
import { inputNames, treeOf, typedDay, type Answers } from "../form/answers.ts";
import { fieldErrorCodes, lineSchema, phoneSchema } from "../form/fields.ts";
import { schemaIssues, type Issue } from "../form/issues.ts";
import { foldText } from "../text.ts";
import { findCommune, findProvince } from "./places.ts";

/** What somebody can go to: facilities and providers of Law 120/2025, Art. 30 and 32, points that counsel, clinics of substitution treatment. */
export const facilityKinds = ["publicFacility", "privateFacility", "homeProvider", "counsellingPoint", "substitutionClinic"] as const;
export type FacilityKind = (typeof facilityKinds)[number];

/** What a place can offer; said of one only where its source says so. */
export const offers = ["detox", "counselling", "vocational", "methadone", "buprenorphine", "minors", "women"] as const;
export type Offer = (typeof offers)[number];

/** How sure an entry is: compared with whoever publishes it, told by the press, or neither. */
export const confidences = ["confirmed", "press", "unconfirmed"] as const;
export type Confidence = (typeof confidences)[number];

export const facilityStates = ["draft", "published", "withdrawn"] as const;
export type FacilityState = (typeof facilityStates)[number];

export const facilityMoveNames = ["publish", "withdraw"] as const;
export type FacilityMove = (typeof facilityMoveNames)[number];
/** Every move an entry can make; only what is published is shown to people. */
export const facilityMoves: Readonly<Record<FacilityMove, { from: readonly FacilityState[]; to: FacilityState }>> = {
  publish: { from: ["draft", "withdrawn"], to: "published" },
  withdraw: { from: ["published"], to: "withdrawn" },
};
/** The moves an entry in a state can make. */
export const movesFrom = (state: FacilityState): FacilityMove[] => facilityMoveNames.filter((move) => facilityMoves[move].from.includes(state));

/** Everything that can be wrong with an entry; each code has its sentence in both languages. */
const errorCodes = [
  ...fieldErrorCodes,
  "kind.missing",
  "name.missing",
  "communeCode.unknown",
  "price.text.missing",
  "price.source.missing",
  "licence.needed",
  "licence.number.missing",
  "licence.issuedOn.missing",
  "licence.issuedBy.missing",
  "source.title.missing",
  "source.date.missing",
  "source.url.notAddress",
  "confidence.missing",
  "checkedOn.missing",
  "day.notReal",
  "day.future",
] as const;
export type FacilityErrorCode = (typeof errorCodes)[number];
const codes: ReadonlySet<string> = new Set(errorCodes);
const error = (code: FacilityErrorCode): { error: FacilityErrorCode } => ({ error: code });

const line = (missing: FacilityErrorCode) =>
  z
    .string(error(missing))
    .refine((typed) => typed.trim() !== "", { ...error(missing), abort: true })
    .pipe(lineSchema);
const day = (missing: FacilityErrorCode) => z.string(error(missing)).min(1, { ...error(missing), abort: true }).refine(isCivilDate, error("day.notReal"));

const factsShape = {
  provinceCode: z.string().refine((code) => findProvince(code) !== undefined),
  kind: z.enum(facilityKinds, error("kind.missing")),
  name: line("name.missing"),
  communeCode: z.string().optional(),
  /** As its source writes it, which may be in names from before the merger of communes. */
  addressAsKnown: lineSchema.optional(),
  phone: phoneSchema.optional(),
  hours: lineSchema.optional(),
  offers: z.array(z.enum(offers)),
  price: z.strictObject({ text: line("price.text.missing"), source: line("price.source.missing") }).optional(),
  licence: z.strictObject({ number: line("licence.number.missing"), issuedOn: day("licence.issuedOn.missing"), issuedBy: line("licence.issuedBy.missing") }).optional(),
  source: z.strictObject({
    title: line("source.title.missing"),
    date: day("source.date.missing"),
    url: z.url({ protocol: /^https?$/, ...error("source.url.notAddress") }).max(500, error("text.tooLong")).optional(),
  }),
  confidence: z.enum(confidences, error("confidence.missing")),
  /** The day somebody last compared the entry with its source. */
  checkedOn: day("checkedOn.missing"),
};

/** Rules over several fields are looked at beside those of each field, so that everything wrong is told at once. */
const beside = { when: ({ value }: { value: unknown }): boolean => typeof value === "object" && value !== null };

/** What is known of a place. A private facility is none without its licence (NĐ 163/2026, Art. 70–77). */
export const factsSchema = z
  .strictObject(factsShape)
  .refine(({ provinceCode, communeCode }) => communeCode === undefined || findCommune(communeCode)?.provinceCode === provinceCode, {
    ...error("communeCode.unknown"),
    path: ["communeCode"],
    ...beside,
  })
  .refine(({ kind, licence }) => kind !== "privateFacility" || licence !== undefined, { ...error("licence.needed"), path: ["licence", "number"], ...beside });
export type FacilityFacts = z.infer<typeof factsSchema>;

/** An entry of the directory; version 0 is one of the seed that nobody has changed. */
export const facilitySchema = z.strictObject({
  ...factsShape,
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  state: z.enum(facilityStates),
  version: z.int().min(0),
});
export type Facility = z.infer<typeof facilitySchema>;

/** What an entry is called in addresses, unique in its province: its name in plain letters. Empty when the name has none. */
export const slugOf = (name: string): string => foldText(name).slice(0, 80).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

/** Whether the address may stand in names that are gone: no commune of today is named, and the source is from before 01/07/2025. */
export const hasOldAddress = ({ addressAsKnown, communeCode, source }: FacilityFacts): boolean =>
  addressAsKnown !== undefined && communeCode === undefined && source.date < "2025-07-01";

/** The questions of the form, by its parts. The province is chosen before and stays. */
export const facilityParts = {
  place: [
    { name: "kind", kind: "choice" },
    { name: "name", kind: "line" },
    { name: "communeCode", kind: "commune", optional: true },
    { name: "addressAsKnown", kind: "line", optional: true },
    { name: "phone", kind: "phone", optional: true },
    { name: "hours", kind: "line", optional: true },
    { name: "offers", kind: "choices", optional: true },
  ],
  price: [
    { name: "price.text", kind: "line", optional: true },
    { name: "price.source", kind: "line", optional: true },
  ],
  licence: [
    { name: "licence.number", kind: "line", optional: true },
    { name: "licence.issuedOn", kind: "day", optional: true },
    { name: "licence.issuedBy", kind: "line", optional: true },
  ],
  source: [
    { name: "source.title", kind: "line" },
    { name: "source.date", kind: "day" },
    { name: "source.url", kind: "line", optional: true },
    { name: "confidence", kind: "choice" },
    { name: "checkedOn", kind: "day" },
  ],
} as const satisfies Record<string, readonly { name: string; kind: string; optional?: boolean }[]>;
export type FacilityPart = keyof typeof facilityParts;
export const facilityPartNames = ["place", "price", "licence", "source"] as const satisfies readonly FacilityPart[];
export type FacilityQuestion = (typeof facilityParts)[FacilityPart][number];
export type FacilityField = FacilityQuestion["name"];

export const facilityFields: readonly FacilityQuestion[] = facilityPartNames.flatMap((part): readonly FacilityQuestion[] => facilityParts[part]);

/** What was typed as an entry of a province, or everything that is wrong with it; no day lies after `today`. */
export function readFacts(answers: Answers, provinceCode: string, today: CivilDate): { facts: FacilityFacts } | { issues: Issue[] } {
  const valueOf = ({ name, kind }: FacilityQuestion): unknown => (kind === "day" ? typedDay(answers, name) : kind === "choices" ? (answers[name]?.split(",") ?? []) : answers[name]?.trim() || undefined);
  const given = facilityFields.map((field) => [field.name, valueOf(field)] as const).filter(([, value]) => value !== undefined);
  const read = factsSchema.safeParse(treeOf([["provinceCode", provinceCode], ["source", {}], ...given]));
  const future = facilityFields.filter(({ name, kind }) => kind === "day" && isCivilDate(typedDay(answers, name) ?? "") && (typedDay(answers, name) ?? "") > today);
  const nameless: Issue[] = read.success && slugOf(read.data.name) === "" ? [{ path: "name", code: "text.characters" }] : [];
  const issues = [...(read.success ? [] : schemaIssues(read.error.issues, (text) => codes.has(text))), ...nameless, ...future.map(({ name }) => ({ path: name, code: "day.future" }))];
  return read.success && issues.length === 0 ? { facts: read.data } : { issues };
}

const boxes = (name: string, value: CivilDate | undefined): [string, string | undefined][] => {
  const [year, month, dayOfMonth] = value?.split("-") ?? [];
  return [[`${name}.day`, dayOfMonth], [`${name}.month`, month], [`${name}.year`, year]];
};

/** An entry as it stands in the form; `readFacts` gives it back. */
export function answersOf(facts: FacilityFacts): Answers {
  const { kind, name, communeCode, addressAsKnown, hours, confidence } = facts;
  const given: [string, string | undefined][] = [
    ...Object.entries({ kind, name, communeCode, addressAsKnown, hours, confidence }),
    ["phone", facts.phone && formatPhone(facts.phone)],
    ["offers", offers.filter((offer) => facts.offers.includes(offer)).join(",")],
    ["price.text", facts.price?.text],
    ["price.source", facts.price?.source],
    ["licence.number", facts.licence?.number],
    ...boxes("licence.issuedOn", facts.licence?.issuedOn),
    ["licence.issuedBy", facts.licence?.issuedBy],
    ["source.title", facts.source.title],
    ...boxes("source.date", facts.source.date),
    ["source.url", facts.source.url],
    ...boxes("checkedOn", facts.checkedOn),
  ];
  return Object.fromEntries(given.flatMap(([field, value]) => (value ? [[field, value]] : [])));
}

/** The questions that two entries answer differently. */
export function differing(a: FacilityFacts, b: FacilityFacts): FacilityQuestion[] {
  const [one, other] = [answersOf(a), answersOf(b)];
  return facilityFields.filter((field) => inputNames(field).some((name) => one[name] !== other[name]));
}
