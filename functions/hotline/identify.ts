import { formatPhone } from "../../shared/contact/phone.ts";
import { sideOfShortCode } from "../../shared/paths.ts";
import { shortCodeLength } from "../../shared/reference.ts";
import { linkHash, pageToken, shortCode, textToken } from "../platform/link-tokens.ts";
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

/** The ways back to a callback: see functions/platform/link-tokens.ts. */
export const linkTokenOf = ({ seal }: Pick<Deps, "seal">, reference: string): string => pageToken(seal, reference);
export const textTokenOf = ({ seal }: Pick<Deps, "seal">, reference: string): string => textToken(seal, reference);
/** Never begins with the letter of the other half's codes. */
export function shortCodeOf({ seal }: Pick<Deps, "seal">, reference: string): string {
  const code = shortCode(seal, reference, shortCodeLength);
  return sideOfShortCode(code) ? `H${code.slice(1)}` : code;
}
export const linkHashOf = ({ seal }: Pick<Deps, "seal">, token: string): string => linkHash(seal, token);
