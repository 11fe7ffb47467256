/** Digits and capitals of which no two look alike (no 0 O, 1 I L, 5 S, 8 B, Z, U V), and no vowel, so that no word can appear. */
export const referenceAlphabet = "234679CDFGHJKMNPQRTWX";
export const referenceLength = 8;

/** Letters of the tokens in links: no vowel, no look-alike, nothing a network or a reader could take for a word. */
export const tokenAlphabet = `${referenceAlphabet}${referenceAlphabet.replace(/\d/g, "").toLowerCase()}`;
/** 25 of 36 letters are more than 128 bits. */
export const tokenLength = 25;
export const isToken = (text: string): boolean => text.length === tokenLength && Array.from(text).every((letter) => tokenAlphabet.includes(letter));

/** A code to type in place of a link: 12 letters, 52 bits, shown in fours. */
export const shortCodeLength = 12;
const shortCodeShape = new RegExp(`^[${referenceAlphabet}]{${shortCodeLength}}$`);
export const formatShortCode = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1 ");
/** Reads a short code as typed; null when it cannot be one. */
export function parseShortCode(typed: string): string | null {
  const text = typed.replace(/[\s.\-–]/gu, "").toUpperCase();
  return shortCodeShape.test(text) ? text : null;
}

const shape = new RegExp(`^[${referenceAlphabet}]{${referenceLength}}$`);

/** Reads what a person typed ("k7m4 q9tx", "K7M4-Q9TX"); null when it cannot be a reference. */
export function parseReference(typed: string): string | null {
  const text = typed.replace(/[\s.\-–]/gu, "").toUpperCase();
  return shape.test(text) ? text : null;
}

/** "K7M4Q9TX" as "K7M4 Q9TX". */
export const formatReference = (reference: string): string => `${reference.slice(0, 4)} ${reference.slice(4)}`;
