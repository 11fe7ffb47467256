import * as z from "zod";
import { rootKeyShape } from "../../platform/keeper.ts";

/** What the nightly function reads from its environment; its construct must give all of it. */
export const hotlineNightlyEnv = {
  HOTLINE_TABLE: z.string().min(1),
  /** Opens what is sealed in the table: see functions/platform/root-key.ts. */
  ROOT_KEY: rootKeyShape,
};
export type HotlineNightlyEnv = Record<keyof typeof hotlineNightlyEnv, string>;
