import * as z from "zod";

/** What the desk's function reads from its environment; its construct must give all of it. */
export const hotlineDeskEnv = {
  HOTLINE_TABLE: z.string().min(1),
  MESSAGES_TABLE: z.string().min(1),
  STAFF_TABLE: z.string().min(1),
  /** Secret of the hotline: hashes phones, makes links and codes. Named apart because on one machine all functions share an environment. */
  HOTLINE_SEAL_SECRET: z.string().min(32),
  /** The staff function's secret: opens its sessions and checks the csrf value of a form. */
  STAFF_SEAL_SECRET: z.string().min(32),
  SITE_ORIGIN: z.url(),
  ASSETS_VERSION: z.string().min(1),
};
export type HotlineDeskEnv = Record<keyof typeof hotlineDeskEnv, string>;
