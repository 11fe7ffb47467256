import * as z from "zod";

/** What the function of the papers reads from its environment; its construct must give all of it. */
export const registrationPapersEnv = {
  REGISTRATIONS_TABLE: z.string().min(1),
  STAFF_TABLE: z.string().min(1),
  /** The staff function's secret: opens its sessions. */
  STAFF_SEAL_SECRET: z.string().min(32),
  SITE_ORIGIN: z.url(),
  ASSETS_VERSION: z.string().min(1),
};
export type RegistrationPapersEnv = Record<keyof typeof registrationPapersEnv, string>;
