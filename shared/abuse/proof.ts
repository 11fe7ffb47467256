import * as z from "zod";

/** The fields in which a form carries a proof along, and the headers in which the API takes one. */
export const proofNames = { solution: "proof.solution", ticket: "proof.ticket" } as const;
export const proofHeaders = { solution: "Challenge-Solution", ticket: "Challenge-Ticket" } as const;

/** Keys to try: `counters` times `cost` rounds of SHA-256 are a second or two of a cheap phone, and never more than the last counter. */
export const work = { algorithm: "PBKDF2/SHA-256", cost: 2_000, keyLength: 32, counters: { from: 100, to: 300 } } as const;

export const hex = z.string().regex(/^([0-9a-f]{2}){1,64}$/);
/** In ALTCHA's order, by the alphabet: it is signed as it is written. */
const parametersSchema = z.strictObject({
  algorithm: z.literal(work.algorithm),
  cost: z.literal(work.cost),
  data: z.strictObject({ for: z.string() }),
  expiresAt: z.int(),
  keyLength: z.literal(work.keyLength),
  keyPrefix: hex,
  nonce: hex,
  salt: hex,
});
export const challengeSchema = z.strictObject({ parameters: parametersSchema, signature: z.string() });
export type PowChallenge = z.infer<typeof challengeSchema>;
