import * as z from "zod";
import { outboxEnv } from "../../platform/env.ts";
import { rootKeyShape } from "../../platform/keeper.ts";

/** What the nightly function reads from its environment; its construct must give all of it. */
export const registrationNightlyEnv = {
  REGISTRATIONS_TABLE: z.string().min(1),
  /** Opens what is sealed in the table: see functions/platform/root-key.ts. */
  ROOT_KEY: rootKeyShape,
  ...outboxEnv,
  /** Secret of the registration: hashes what leads to an application. */
  SEAL_SECRET: z.string().min(32),
};
export type RegistrationNightlyEnv = Record<keyof typeof registrationNightlyEnv, string>;
