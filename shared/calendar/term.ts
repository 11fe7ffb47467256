import * as z from "zod";

const amount = z.int().positive();
const article = z.string().min(1);

/**
 * An amount of time the law gives, with the article that gives it. Working days begin with a receipt by an office unless they begin
 * `onEvent`: with something that happens to a person, who is promised nothing later for its having happened in the evening.
 */
export const termSchema = z.union([
  z.strictObject({ hours: amount, article }),
  z.strictObject({ workingDays: amount, article, begins: z.enum(["onReceipt", "onEvent"]).optional() }),
  z.strictObject({ days: amount, article }),
  z.strictObject({ months: amount, article }),
]);
export type Term = z.infer<typeof termSchema>;
export type DayTerm = Exclude<Term, { hours: number }>;

/** Why a clock may stand still: the office waits for papers it asked for, or for a medical facility's determination. */
const pauseReasons = ["supplement", "determination"] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** A time in which the clock stands still, from one instant to another; `to` is null while it lasts. */
export const pauseSchema = z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime().nullable(), because: z.enum(pauseReasons) });
export type Pause = z.infer<typeof pauseSchema>;
