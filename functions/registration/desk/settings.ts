import * as z from "zod";
import { ways } from "../../../shared/messages/catalogue.ts";
import { outboxEnv } from "../../platform/env.ts";
import { rootKeyShape } from "../../platform/keeper.ts";
import { doorEnv } from "../../platform/door.ts";

/** What the desk's function reads from its environment; its construct must give all of it. */
export const registrationDeskEnv = {
  ...doorEnv,
  REGISTRATIONS_TABLE: z.string().min(1),
  /** Opens what is sealed in the table: see functions/platform/root-key.ts. */
  ROOT_KEY: rootKeyShape,
  ...outboxEnv,
  STAFF_TABLE: z.string().min(1),
  /** Opens the names in the staff's table: see functions/platform/root-key.ts. */
  STAFF_ROOT_KEY: rootKeyShape,
  /** Secret of the registration: hashes phones and papers, makes links. */
  SEAL_SECRET: z.string().min(32),
  /** The staff function's secret: opens its sessions and checks the csrf value of a form. */
  STAFF_SEAL_SECRET: z.string().min(32),
  SITE_ORIGIN: z.url(),
  /** Whether texts lead back by a link or by a code to type. */
  SMS_WAY: z.enum(ways),
  ASSETS_VERSION: z.string().min(1),
};
export type RegistrationDeskEnv = Record<keyof typeof registrationDeskEnv, string>;
