import * as z from "zod";
import { parsePhone } from "../contact/phone.ts";
import { cleanText } from "../text.ts";

/** Everything that can be wrong with a field both areas ask for; each code has its sentence in both languages. */
export const fieldErrorCodes = ["text.tooLong", "text.characters", "phone.missing", "phone.notVietnamese", "field.unknown", "field.invalid"] as const;
type FieldErrorCode = (typeof fieldErrorCodes)[number];
const error = (code: FieldErrorCode): { error: FieldErrorCode } => ({ error: code });

/** Free text as a person meant it; `missing` is the code when it is none. */
export const textSchema = (missing: { error: string }) =>
  z
    .string(missing)
    .max(20_000, { ...error("text.tooLong"), abort: true })
    .refine((raw) => raw.isWellFormed(), { ...error("text.characters"), abort: true })
    .transform(cleanText);

/** A line that a person writes freely (street, agency, a word to ask for): at most 200 characters, begins with a letter or digit, no markup or control characters. */
export const lineSchema = textSchema(error("field.invalid")).pipe(
  z
    .string()
    .min(1, { ...error("field.invalid"), abort: true })
    .max(200, { ...error("text.tooLong"), abort: true })
    .regex(/^[\p{L}\p{N}][^<>{}\\\p{Cc}]*$/u, error("text.characters")),
);

/** A Vietnamese mobile or landline number, stored as E.164. */
export const phoneSchema = z
  .string(error("phone.missing"))
  .max(40, error("phone.notVietnamese"))
  .transform((typed) => typed.trim())
  .pipe(
    z
      .string()
      .min(1, error("phone.missing"))
      .transform((typed, ctx) => {
        const phone = parsePhone(typed);
        if (phone) return phone.e164;
        ctx.addIssue({ code: "custom", message: error("phone.notVietnamese").error });
        return z.NEVER;
      }),
  );
