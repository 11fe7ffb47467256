import * as z from "zod";

// Compiling validators pays off after thousands of calls; a cold start makes a few, and it costs 12 ms (`npm run bench -- cold`).
z.config({ jitless: true });

/** The function's settings from its environment; a missing or malformed one stops it at start with its name. */
export function readEnv<T extends z.ZodRawShape>(shape: T): z.infer<z.ZodObject<T>> {
  const parsed = z.object(shape).safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new Error(`settings: ${parsed.error.issues.map((issue) => `${issue.path.join(".")} (${issue.message})`).join(", ")}`);
}
