import * as z from "zod";

// Compiling validators pays off after thousands of calls; a cold start makes a few, and it costs 12 ms (`npm run bench -- cold`).
z.config({ jitless: true });

/** JSON text that holds a value of a schema. */
export const jsonOf = <T>(schema: z.ZodType<T>) =>
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

/** What every function that promises texts reads from its environment. */
export const outboxEnv = {
  MESSAGES_TABLE: z.string().min(1),
  /** Seals what a text says and whom it goes to until it is sent, and hashes phones. */
  MESSAGES_SEAL_SECRET: z.string().min(32),
};

/** The function's settings from its environment; a missing or malformed one stops it at start with its name. */
export function readEnv<T extends z.ZodRawShape>(shape: T): z.infer<z.ZodObject<T>> {
  const parsed = z.object(shape).safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new Error(`settings: ${parsed.error.issues.map((issue) => `${issue.path.join(".")} (${issue.message})`).join(", ")}`);
}
