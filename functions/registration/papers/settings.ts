import * as z from "zod";
import { rootKeyShape } from "../../platform/keeper.ts";
import { doorEnv } from "../../platform/door.ts";

/** What the function of the papers reads from its environment; its construct must give all of it. */
export const registrationPapersEnv = {
  ...doorEnv,
  REGISTRATIONS_TABLE: z.string().min(1),
  /** Opens what is sealed in the table: see functions/platform/root-key.ts. */
  ROOT_KEY: rootKeyShape,
  STAFF_TABLE: z.string().min(1),
  /** Opens the names in the staff's table: see functions/platform/root-key.ts. */
  STAFF_ROOT_KEY: rootKeyShape,
  /** The staff function's secret: opens its sessions. */
  STAFF_SEAL_SECRET: z.string().min(32),
  SITE_ORIGIN: z.url(),
  ASSETS_VERSION: z.string().min(1),
};
export type RegistrationPapersEnv = Record<keyof typeof registrationPapersEnv, string>;
