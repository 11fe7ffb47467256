import * as z from "zod";
import { hotlineLinesSchema } from "../../../shared/hotline/lines.ts";
import { ways } from "../../../shared/messages/catalogue.ts";
import { jsonOf, outboxEnv } from "../../platform/env.ts";
import { rootKeyShape } from "../../platform/keeper.ts";
import { doorEnv } from "../../platform/door.ts";

/** What the public hotline function reads from its environment; its construct must give all of it. */
export const hotlinePublicEnv = {
  ...doorEnv,
  HOTLINE_TABLE: z.string().min(1),
  /** Opens what is sealed in the table: see functions/platform/root-key.ts. */
  ROOT_KEY: rootKeyShape,
  ...outboxEnv,
  /** Secret of the hotline: seals the form, makes codes and links, hashes phones. */
  HOTLINE_SEAL_SECRET: z.string().min(32),
  SITE_ORIGIN: z.url(),
  /** Whether texts lead back by a link or by a code to type. */
  SMS_WAY: z.enum(ways),
  ASSETS_VERSION: z.string().min(1),
  /** The numbers people may ring themselves (shared/hotline/lines.ts), as JSON. */
  HOTLINE_LINES: jsonOf(hotlineLinesSchema),
};
export type HotlinePublicEnv = Record<keyof typeof hotlinePublicEnv, string>;
