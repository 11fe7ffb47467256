import { formatPhone } from "../../shared/contact/phone.ts";
import { sideOfShortCode } from "../../shared/paths.ts";
import { referenceAlphabet, shortCodeLength, tokenAlphabet, tokenLength } from "../../shared/reference.ts";
import { lettersOf } from "../platform/letters.ts";
import type { Deps } from "./deps.ts";

/** A phone as this side of the wall knows it: the same number hashes differently on the other. */
export const callerKeyOf = (deps: Pick<Deps, "seal">, phone: string): string => deps.seal.hash("caller", phone);

/** "0912 345 678" as "09•• ••• 678". */
export function maskPhone(e164: string): string {
  const shown = formatPhone(e164);
  return shown.slice(0, 2) + shown.slice(2, -3).replace(/\d/g, "•") + shown.slice(-3);
}

/** Six digits that open a callback together with its reference; never sent by text. */
export const changeCodeOf = (deps: Pick<Deps, "seal">, reference: string): string =>
  String(Number.parseInt(Buffer.from(deps.seal.hash("change-code", reference), "base64url").toString("hex").slice(0, 12), 16) % 1_000_000).padStart(6, "0");

/** The 128-bit token of a callback's page, for who made it or knows its change code. Made again whenever it is needed, so that it is kept nowhere; the table knows its hash. */
export const linkTokenOf = (deps: Pick<Deps, "seal">, reference: string): string => lettersOf(deps.seal.hash("link", reference), tokenAlphabet, tokenLength);
/** The token that goes out by text: whoever has it holds the phone. */
export const textTokenOf = (deps: Pick<Deps, "seal">, reference: string): string => lettersOf(deps.seal.hash("text-link", reference), tokenAlphabet, tokenLength);
/** The same as a code to type, where links do not get through. It never begins with the letter of the other half's codes. */
export function shortCodeOf(deps: Pick<Deps, "seal">, reference: string): string {
  const code = lettersOf(deps.seal.hash("short-code", reference), referenceAlphabet, shortCodeLength);
  return sideOfShortCode(code) ? `H${code.slice(1)}` : code;
}
export const linkHashOf = (deps: Pick<Deps, "seal">, token: string): string => deps.seal.hash("link-row", token);
