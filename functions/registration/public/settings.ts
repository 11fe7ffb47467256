import * as z from "zod";
import { ways } from "../../../shared/messages/catalogue.ts";
import { outboxEnv } from "../../platform/env.ts";
import { rootKeyShape } from "../../platform/keeper.ts";
import { doorEnv } from "../../platform/door.ts";

/** What the public registration function reads from its environment; its construct must give all of it. */
export const registrationPublicEnv = {
  ...doorEnv,
  REGISTRATIONS_TABLE: z.string().min(1),
  /** Opens what is sealed in the table: see functions/platform/root-key.ts. */
  ROOT_KEY: rootKeyShape,
  ...outboxEnv,
  /** Secret that the form's sealed field, status tokens and lookup hashes derive from. */
  SEAL_SECRET: z.string().min(32),
  /** The address people see, for example https://duongve.example; forms posted from elsewhere are refused. */
  SITE_ORIGIN: z.url(),
  /** Whether texts lead back by a link or by a code to type. */
  SMS_WAY: z.enum(ways),
  /** How many one-time codes the whole service sends in an hour, and in a day. */
  CODES_AN_HOUR: z.coerce.number().int().min(1),
  CODES_A_DAY: z.coerce.number().int().min(1),
  /** Version of stylesheet and script, so that a phone keeps them until they change. */
  ASSETS_VERSION: z.string().min(1),
};
export type RegistrationPublicEnv = Record<keyof typeof registrationPublicEnv, string>;
