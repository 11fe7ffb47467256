import * as z from "zod";
import { safeContactSchema } from "../contact/safe-contact.ts";
import { lineSchema, phoneSchema } from "../form/fields.ts";
import { languages } from "../language.ts";
import { treatmentPlaces } from "../law/treatment-places.ts";
import type { Place } from "../places/routing.ts";
import {
  addressShape,
  birthDateSchema,
  daySchema,
  error,
  fullNameSchema,
  identitySchema,
  sexes,
  withPlace,
} from "./fields.ts";

/**
 * Who writes, seen from the person who needs support (Mẫu 20 field "quan hệ với người cai nghiện"; guardian and
 * legal representative from NĐ 163/2026 Art. 89(1), which Mẫu 20's own note leaves out).
 */
export const relationships = ["self", "father", "mother", "spouse", "child", "guardian", "legalRepresentative"] as const;

const partyShape = {
  fullName: fullNameSchema,
  birthDate: birthDateSchema,
  sex: z.enum(sexes, error("sex.missing")),
  identity: identitySchema,
};

const addressSchema = withPlace(z.strictObject(addressShape));

export const residenceKinds = ["withApplicant", "settled", "unsettled"] as const;
/** "Settled" as in NĐ 163/2026 Art. 58(2)–(3): at the registered address, or at least 30 days at the present one, confirmed by the commune police. */
const residenceSchema = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("withApplicant") }),
    withPlace(z.strictObject({ kind: z.literal("settled"), ...addressShape })),
    withPlace(z.strictObject({ kind: z.literal("unsettled"), ...addressShape })),
  ],
  error("residence.kind.missing"),
);

export const planPlaces = ["home", "provider"] as const;
const planPlace = z.enum(planPlaces, error("plan.missing"));

const treatmentSchema = z.strictObject({
  place: z.enum(treatmentPlaces, error("place.missing")),
  facilityName: lineSchema.optional(),
  /** Mẫu 20 item 3.2; its table is not confirmed, the rows follow the form it replaced (Mẫu 22, NĐ 116/2021). */
  plan: z.strictObject({ planning: planPlace, detox: planPlace, recovery: planPlace }, error("plan.missing")).optional(),
});

export const determinationKinds = ["paper", "substitution", "none"] as const;
const determinationSchema = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("paper"),
      issuedOn: daySchema("determination.issuedOn.missing", "determination.issuedOn.notReal"),
      issuedBy: lineSchema.optional(),
    }),
    z.strictObject({ kind: z.literal("substitution") }),
    z.strictObject({ kind: z.literal("none") }),
  ],
  error("determination.kind.missing"),
);

/** The consent wordings shown today. A change of words is a new version; what a person agreed to is stored with it. */
export const consentWording = "2026-11-21";

const consentsSchema = z.strictObject({
  wording: z.literal(consentWording, error("consents.wording.old")),
  handling: z.literal(true, error("consents.handling.missing")),
  handover: z.literal(true, error("consents.handover.missing")),
  texts: z.boolean(error("consents.texts.missing")),
});

/** An application for voluntary treatment: the fields of Mẫu 20 (Annex V, NĐ 163/2026/NĐ-CP) and what we must know to reach people safely. */
export const applicationSchema = z.strictObject({
  language: z.enum(languages, error("language.missing")),
  relationship: z.enum(relationships, error("relationship.missing")),
  /** The person writing. Absent when the person registers themself. */
  applicant: z.strictObject({ ...partyShape, address: addressSchema, phone: phoneSchema }).optional(),
  /** The person to be treated. */
  person: z.strictObject({ ...partyShape, residence: residenceSchema, phone: phoneSchema.optional() }),
  /** An adult registers of their own will (Law 120/2025, Art. 31(6)); a relative says that they know and agree. */
  agrees: z.enum(["yes", "no"], error("agrees.missing")).optional(),
  treatment: treatmentSchema,
  determination: determinationSchema,
  contact: safeContactSchema,
  consents: consentsSchema,
});
export type Application = z.infer<typeof applicationSchema>;

const storedAddress = z.strictObject(addressShape);
/** An application as it was stored: with the wording of its own day, and communes that may be none any more. */
export const storedApplicationSchema = applicationSchema.extend({
  applicant: z.strictObject({ ...partyShape, address: storedAddress, phone: phoneSchema }).optional(),
  person: z.strictObject({
    ...partyShape,
    residence: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("withApplicant") }),
      storedAddress.extend({ kind: z.literal("settled") }),
      storedAddress.extend({ kind: z.literal("unsettled") }),
    ]),
    phone: phoneSchema.optional(),
  }),
  consents: consentsSchema.extend({ wording: z.string() }),
});
export type StoredApplication = z.infer<typeof storedApplicationSchema>;

/** The phone this service may use: the writer's. */
export const contactPhone = (application: Application): string =>
  (application.applicant?.phone ?? application.person.phone) || "";

/** Where the person lives or stays; the office of the commune there is competent (`routeOf`). */
export function placeOfPerson({ person: { residence }, applicant }: Pick<Application, "person" | "applicant">): Place & { street?: string | undefined } {
  if (residence.kind !== "withApplicant") return { ...residence, settled: residence.kind === "settled" };
  if (!applicant) throw new RangeError("withApplicant needs an applicant");
  return { ...applicant.address, settled: true };
}
