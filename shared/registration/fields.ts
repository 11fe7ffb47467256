import * as z from "zod";
import { civilParts, isCivilDate } from "../calendar/civil-date.ts";
import { lineSchema, textSchema } from "../form/fields.ts";
import { findCommune, findProvince } from "../places/places.ts";
import { cleanText } from "../text.ts";

/** Everything that can be wrong with an application; each code has its sentence in both languages (web/words). */
const errorCodes = [
  "relationship.missing",
  "relationship.minorNeedsRepresentative",
  "relationship.selfMustBeAdult",
  "applicant.missing",
  "applicant.notForSelf",
  "applicant.mustBeAdult",
  "fullName.missing",
  "fullName.tooLong",
  "fullName.letters",
  "birthDate.missing",
  "birthDate.notReal",
  "birthDate.future",
  "birthDate.tooLongAgo",
  "birthDate.under12",
  "sex.missing",
  "identity.kind.missing",
  "identity.number.missing",
  "identity.number.twelveDigits",
  "identity.number.mismatch",
  "identity.number.passport",
  "identity.issuedOn.notReal",
  "identity.issuedOn.future",
  "identity.issuedOn.beforeBirth",
  "residence.kind.missing",
  "residence.provinceCode.missing",
  "residence.communeCode.missing",
  "residence.communeCode.unknown",
  "residence.communeCode.choose",
  "residence.withApplicant.self",
  "text.tooLong",
  "text.characters",
  "phone.missing",
  "phone.notVietnamese",
  "agrees.missing",
  "agrees.no",
  "agrees.notAsked",
  "place.missing",
  "place.unsettledPublicOnly",
  "place.notUnderThisLaw",
  "place.foreignFacility",
  "place.minorsOnly",
  "facility.notForHome",
  "plan.missing",
  "plan.onlyForHome",
  "determination.kind.missing",
  "determination.issuedOn.missing",
  "determination.issuedOn.notReal",
  "determination.issuedOn.future",
  "contact.mayText.missing",
  "contact.mayText.landline",
  "contact.maySayWho.missing",
  "contact.voicemail.missing",
  "contact.whoMayAnswer.missing",
  "contact.hours.missing",
  "consents.handling.missing",
  "consents.handover.missing",
  "consents.texts.missing",
  "consents.texts.notAsked",
  "consents.wording.old",
  "language.missing",
  "field.unknown",
  "field.invalid",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

const codes: ReadonlySet<string> = new Set(errorCodes);
export const isErrorCode = (text: string): text is ErrorCode => codes.has(text);

/** A schema message that is an error code: a typo is a type error. */
export const error = (code: ErrorCode): { error: ErrorCode } => ({ error: code });

/** A person's name as on their papers: letters of any script, spaces, apostrophe, hyphen, full stop; at most 100 characters. */
export const fullNameSchema = textSchema(error("fullName.missing")).pipe(
  z
    .string()
    .min(1, { ...error("fullName.missing"), abort: true })
    .max(100, { ...error("fullName.tooLong"), abort: true })
    .regex(/^\p{L}[\p{L}\p{M} '’.-]*$/u, error("fullName.letters")),
);

/** A real calendar day as "YYYY-MM-DD". */
export const daySchema = (missing: ErrorCode, notReal: ErrorCode) =>
  z.string(error(missing)).min(1, { ...error(missing), abort: true }).refine(isCivilDate, error(notReal));

/** Born on a real day of 1900 or later; whether it lies in the future is judged against the day of filing. */
export const birthDateSchema = daySchema("birthDate.missing", "birthDate.notReal").refine(
  (day) => (civilParts(day)?.year ?? 1900) >= 1900,
  error("birthDate.tooLongAgo"),
);

export const identityKinds = ["idNumber", "passport", "foreignPassport"] as const;
const compact = (typed: string): string => cleanText(typed).replace(/[\s.-]/gu, "").toUpperCase();

/**
 * The number of an identity paper. `idNumber` is the 12-digit personal number on every căn cước, CCCD and
 * new birth certificate (Law on Identification 26/2023, Art. 12); a passport serves instead. `confirmed` says that a number
 * which does not fit birth date or sex was checked against the paper.
 */
export const identitySchema = z
  .strictObject({
    kind: z.enum(identityKinds, error("identity.kind.missing")),
    number: z.string(error("identity.number.missing")).transform((typed) => compact(typed.slice(0, 200))),
    issuedOn: daySchema("identity.issuedOn.notReal", "identity.issuedOn.notReal").optional(),
    issuedBy: lineSchema.optional(),
    confirmed: z.literal(true).optional(),
  })
  .superRefine(({ kind, number }, ctx) => {
    const code: ErrorCode | null = !number
      ? "identity.number.missing"
      : kind === "idNumber"
        ? /^\d{12}$/.test(number) ? null : "identity.number.twelveDigits"
        : /^[A-Z0-9]{5,15}$/.test(number) ? null : "identity.number.passport";
    if (code) ctx.addIssue({ code: "custom", message: code, path: ["number"] });
  });

export const sexes = ["male", "female"] as const;

/**
 * Whether a 12-digit number can belong to someone: digit 4 is century and sex (0/1 for men/women born in the 1900s,
 * 2/3 in the 2000s, …), digits 5–6 the birth year (NĐ 137/2015, Art. 13). There is no check digit.
 */
export function idNumberFits(number: string, birthDate: string, sex: (typeof sexes)[number]): boolean {
  const century = Math.floor(Number(birthDate.slice(0, 4)) / 100) - 19;
  const digit = century * 2 + (sex === "female" ? 1 : 0);
  return number.slice(3, 4) === String(digit) && number.slice(4, 6) === birthDate.slice(2, 4);
}

/** What a person wrote for a place, kept for people to read: one line of at most 200 characters, without markup. */
const placeTextSchema = textSchema(error("residence.communeCode.missing")).pipe(
  z
    .string()
    .min(1, error("residence.communeCode.missing"))
    .max(200, error("text.tooLong"))
    .regex(/^[^<>{}\\\p{Cc}]*$/u, error("text.characters")),
);

/** What was typed for a place as it can be kept; never empty. */
export const keptPlaceText = (typed: string): string =>
  cleanText(cleanText(typed.slice(0, 2_000).toWellFormed()).replace(/[<>{}\\\p{Cc}]/gu, " ")).slice(0, 200).toWellFormed().trim() || "?";

/**
 * A place: a commune of a province, by the codes of QĐ 19/2025/QĐ-TTg; or, where the writer found none, what they call it (`communeTyped`), for people
 * to find out. `formerName` is the old or shared name that led to a choice. With the street or hamlet if given.
 */
export const addressShape = {
  provinceCode: z.string(error("residence.provinceCode.missing")).min(1, error("residence.provinceCode.missing")).max(10, error("residence.provinceCode.missing")),
  communeCode: z.string(error("residence.communeCode.missing")).min(1, error("residence.communeCode.missing")).max(200, error("residence.communeCode.unknown")).optional(),
  communeTyped: placeTextSchema.optional(),
  formerName: placeTextSchema.optional(),
  street: lineSchema.optional(),
};

type PlaceText = { provinceCode: string; communeCode?: string | undefined; communeTyped?: string | undefined; formerName?: string | undefined };

/** An address with exactly one of a commune's code and a typed name; the code is one of the province's. */
export const withPlace = <S extends z.ZodType<PlaceText>>(schema: S): S =>
  schema
    .refine((place) => place.communeCode !== undefined || place.communeTyped !== undefined, {
      ...error("residence.communeCode.missing"),
      path: ["communeCode"],
      // Also asked for beside other things that are missing: all is said at once.
      when: ({ value }) => typeof value === "object" && value !== null,
    })
    .refine(({ communeCode, communeTyped }) => communeCode === undefined || communeTyped === undefined, { ...error("field.invalid"), path: ["communeTyped"] })
    .refine(({ communeCode, formerName }) => communeCode !== undefined || formerName === undefined, { ...error("field.invalid"), path: ["formerName"] })
    .refine(inProvince, { ...error("residence.communeCode.unknown"), path: ["communeCode"] })
    .meta({ oneOf: [{ required: ["communeCode"] }, { required: ["communeTyped"] }] });

function inProvince({ provinceCode, communeCode }: PlaceText): boolean {
  if (communeCode === undefined) return findProvince(provinceCode) !== undefined;
  return findCommune(communeCode)?.provinceCode === provinceCode;
}
