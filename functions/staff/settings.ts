import * as z from "zod";
import { rootKeyShape } from "../platform/keeper.ts";
import { doorEnv } from "../platform/door.ts";

/** What the staff function reads from its environment; its construct must give all of it. */
export const staffEnv = {
  ...doorEnv,
  STAFF_TABLE: z.string().min(1),
  /** Opens the names in the staff's table: see functions/platform/root-key.ts. */
  STAFF_ROOT_KEY: rootKeyShape,
  /** Secret of the staff's side: hashes session tokens and makes the desks' csrf values, so every desk is given the same. */
  SEAL_SECRET: z.string().min(32),
  /** The address people see; its scheme decides how strict the cookies are. */
  SITE_ORIGIN: z.url(),
  ASSETS_VERSION: z.string().min(1),
  /** Who says who is who: https, or plain on this machine. */
  OIDC_ISSUER: z.url().refine((url) => /^(https:\/\/|http:\/\/localhost(:|\/|$))/.test(url), "https, or http://localhost"),
  OIDC_CLIENT_ID: z.string().min(1),
  /** The claim of an ID token that says how somebody signed in, and its words that stand for a second factor, set apart by spaces: one is enough. */
  SECOND_FACTOR_CLAIM: z.string().min(1),
  SECOND_FACTOR_VALUES: z.string().regex(/^\S+( \S+)*$/),
  /** Where the issuer's own session ends, for one that asks for it in its own way; empty: as its discovery document says. */
  SIGN_OUT_URL: z.union([z.literal(""), z.url()]),
};
export type StaffEnv = Record<keyof typeof staffEnv, string>;
