import { formatPhone } from "../../shared/contact/phone.ts";
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

/** The 128-bit token of a callback's short link. Made again for every text, so that it is kept nowhere; the table knows its hash. */
export const linkTokenOf = (deps: Pick<Deps, "seal">, reference: string): string => deps.seal.hash("link", reference).slice(0, 22);
export const linkHashOf = (deps: Pick<Deps, "seal">, token: string): string => deps.seal.hash("link-row", token);
