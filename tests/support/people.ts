import { consentWording } from "../../shared/registration/application.ts";
import type * as z from "zod";
import type { applicationSchema } from "../../shared/registration/application.ts";

export type ApplicationInput = z.input<typeof applicationSchema>;

/** All phones in tests come from this block: 0900 000 000 to 0900 000 999. */
export const testPhone = (n: number): string => `0900000${String(n % 1_000).padStart(3, "0")}`;
export const testLandline = "024 2000 0123";

/** Ba Đình, Hà Nội. */
export const baDinh = { provinceCode: "01", communeCode: "00004" };

/** An application by an invented mother for her invented adult son; each test changes only what it is about. */
export const motherForSon = (change: Partial<ApplicationInput> = {}): ApplicationInput => ({
  language: "vi",
  relationship: "mother",
  applicant: {
    fullName: "Trần Thị Ví Dụ",
    birthDate: "1970-03-08",
    sex: "female",
    identity: { kind: "idNumber", number: "001170000001" },
    address: { ...baDinh, street: "12 phố Thí Nghiệm" },
    phone: testPhone(1),
  },
  person: {
    fullName: "Nguyễn Văn Mẫu",
    birthDate: "1998-09-02",
    sex: "male",
    identity: { kind: "idNumber", number: "001098000002" },
    residence: { kind: "withApplicant" },
  },
  agrees: "yes",
  treatment: { place: "home", plan: { planning: "home", detox: "provider", recovery: "home" } },
  determination: { kind: "none" },
  contact: { mayText: "yes", maySayWho: "no", voicemail: "never", whoMayAnswer: "onlyMe", hours: ["morning", "evening"] },
  consents: { wording: consentWording, handling: true, handover: true, texts: true },
  ...change,
});

/** An invented adult who registers himself. */
export const himself = (change: Partial<ApplicationInput> = {}): ApplicationInput => {
  const { applicant: _applicant, agrees: _agrees, ...rest } = motherForSon();
  return {
    ...rest,
    relationship: "self",
    person: { ...rest.person, residence: { kind: "settled", ...baDinh }, phone: testPhone(2) },
    ...change,
  };
};
