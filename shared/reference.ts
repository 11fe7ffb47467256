/** Digits and capitals of which no two look alike (no 0 O, 1 I L, 5 S, 8 B, Z, U V), and no vowel, so that no word can appear. */
export const referenceAlphabet = "234679CDFGHJKMNPQRTWX";
export const referenceLength = 8;

const shape = new RegExp(`^[${referenceAlphabet}]{${referenceLength}}$`);

/** Reads what a person typed ("k7m4 q9tx", "K7M4-Q9TX"); null when it cannot be a reference. */
export function parseReference(typed: string): string | null {
  const text = typed.replace(/[\s.\-–]/gu, "").toUpperCase();
  return shape.test(text) ? text : null;
}

/** "K7M4Q9TX" as "K7M4 Q9TX". */
export const formatReference = (reference: string): string => `${reference.slice(0, 4)} ${reference.slice(4)}`;
