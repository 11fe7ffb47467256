/** The sentences of an area's error codes; `field.invalid` speaks for every code that has none. */
export type ErrorTable = Readonly<Record<string, string>> & { readonly "field.invalid": string };

/** The sentences of these codes, each once. */
export const errorTexts = (table: ErrorTable, codes: readonly string[]): string[] => [
  ...new Set(codes.map((code) => (Object.hasOwn(table, code) ? table[code] : undefined) ?? table["field.invalid"])),
];
