import * as z from "zod";
import { hotlineLinesSchema } from "../../../shared/hotline/lines.ts";

/** JSON text that holds a value of a schema. */
const jsonOf = <T>(schema: z.ZodType<T>) =>
  z.string().transform((text, context): T => {
    const parsed = schema.safeParse(readJson(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: "custom", message: "not the JSON it should be" });
    return z.NEVER;
  });

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the public hotline function reads from its environment; its construct must give all of it. */
export const hotlinePublicEnv = {
  HOTLINE_TABLE: z.string().min(1),
  MESSAGES_TABLE: z.string().min(1),
  /** Secret of the hotline: seals the form, makes codes and links, hashes phones. */
  HOTLINE_SEAL_SECRET: z.string().min(32),
  SITE_ORIGIN: z.url(),
  ASSETS_VERSION: z.string().min(1),
  /** The numbers people may ring themselves (shared/hotline/lines.ts), as JSON. */
  HOTLINE_LINES: jsonOf(hotlineLinesSchema),
};
export type HotlinePublicEnv = Record<keyof typeof hotlinePublicEnv, string>;
