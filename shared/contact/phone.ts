import { parsePhoneNumberFromString, type MetadataJson } from "libphonenumber-js/core";
// Vietnam's part of libphonenumber's metadata; a test compares it with the package.
import rules from "./phone-metadata.json" with { type: "json" };

const metadata: MetadataJson = { version: 4, country_calling_codes: { "84": ["VN"] }, countries: { VN: rules }, nonGeographic: {} };

export type Phone = { e164: string; kind: "mobile" | "landline" };

/** Reads a Vietnamese mobile or landline number as people write it; null for anything else (abroad, 1800, 1900, short codes). */
export function parsePhone(typed: string): Phone | null {
  const text = typed.normalize("NFKC").replace(/[^\d+]/gu, "");
  if (!/^\+?\d{9,13}$/.test(text)) return null;
  const found = parsePhoneNumberFromString(text, "VN", metadata);
  if (!found?.isValid() || found.country !== "VN") return null;
  const type = found.getType();
  if (type === "MOBILE") return { e164: found.number, kind: "mobile" };
  if (type === "FIXED_LINE") return { e164: found.number, kind: "landline" };
  return null;
}

/** "+84912345678" as "0912 345 678"; landlines as "024 3825 1234" or "0203 3825 123". */
export function formatPhone(e164: string): string {
  const digits = e164.replace(/^\+84/, "0");
  const [area, middle] = /^02[48]/.test(digits) ? [3, 7] : parsePhone(e164)?.kind === "landline" ? [4, 8] : [4, 7];
  return `${digits.slice(0, area)} ${digits.slice(area, middle)} ${digits.slice(middle)}`;
}
