/** Characters that show nothing: zero-width marks, soft hyphen, direction controls, fillers, variation selectors. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text as a person meant it: one way of writing each letter (NFC), nothing invisible, single spaces, no ends.
 * Line breaks become spaces; other control characters are left for the schema to refuse.
 */
export const cleanText = (raw: string): string =>
  raw.replace(invisible, "").normalize("NFC").replace(/\s+/gu, " ").trim();

/** Letters without Vietnamese marks, lower case: "Ba Đình" and "ba dinh" fold to the same text. */
export const foldText = (text: string): string =>
  cleanText(text)
    .replace(/[đĐ]/gu, "d")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
