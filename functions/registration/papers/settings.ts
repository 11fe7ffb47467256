import * as z from "zod";
import { doorEnv } from "../../platform/door.ts";

/** What the function of the papers reads from its environment; its construct must give all of it. */
export const registrationPapersEnv = {
  ...doorEnv,
  REGISTRATIONS_TABLE: z.string().min(1),
  STAFF_TABLE: z.string().min(1),
  /** The staff function's secret: opens its sessions. */
  STAFF_SEAL_SECRET: z.string().min(32),
  SITE_ORIGIN: z.url(),
  ASSETS_VERSION: z.string().min(1),
};
export type RegistrationPapersEnv = Record<keyof typeof registrationPapersEnv, string>;
