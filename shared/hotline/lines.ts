import * as z from "zod";

const inBoth = z.strictObject({ vi: z.string(), en: z.string() });

/** The numbers people may ring themselves, and what ours looks like on their phone. None is made up: what is not announced is left out. */
export const hotlineLinesSchema = z.strictObject({
  lines: z.array(z.strictObject({ number: z.string(), hours: inBoth })),
  /** Numbers that answer at night. */
  night: z.array(z.strictObject({ number: z.string(), what: inBoth })),
  /** The number a call of ours shows; null until it is announced. */
  showsAs: z.string().nullable(),
});
export type HotlineLines = z.infer<typeof hotlineLinesSchema>;
