import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { referenceAlphabet, referenceLength } from "../../shared/reference.ts";

/** Everything that must be unguessable or unique. */
export const ids = {
  message: (): string => randomUUID(),
  event: (): string => randomBytes(6).toString("base64url"),
  idempotencyKey: (): string => randomUUID(),
  reference: (): string => Array.from({ length: referenceLength }, () => referenceAlphabet.charAt(randomInt(referenceAlphabet.length))).join(""),
  oneTimeCode: (): string => String(randomInt(1_000_000)).padStart(6, "0"),
};
export type Ids = typeof ids;
