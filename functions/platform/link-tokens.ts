import { referenceAlphabet, tokenAlphabet, tokenLength } from "../../shared/reference.ts";
import type { Seal } from "./seal.ts";

/**
 * What leads back to an appointment. Each is a keyed hash of its name, written in letters: as good as drawn at random, made again whenever
 * it is needed, and kept nowhere; the tables know a hash of it.
 */

/** The 128-bit token of its page, for who made it or has opened it otherwise. */
export const pageToken = (seal: Seal, name: string): string => letters(seal.hash("link", name), tokenAlphabet, tokenLength);
/** The token that goes out by text: whoever has it holds the phone. */
export const textToken = (seal: Seal, name: string): string => letters(seal.hash("text-link", name), tokenAlphabet, tokenLength);
/** The same as a code to type, where links do not get through. */
export const shortCode = (seal: Seal, name: string, length: number): string => letters(seal.hash("short-code", name), referenceAlphabet, length);
export const linkHash = (seal: Seal, token: string): string => seal.hash("link-row", token);

function letters(hash: string, alphabet: string, length: number): string {
  let rest = BigInt(`0x${Buffer.from(hash, "base64url").toString("hex")}`);
  const base = BigInt(alphabet.length);
  return Array.from({ length }, () => {
    const letter = alphabet.charAt(Number(rest % base));
    rest /= base;
    return letter;
  }).join("");
}
