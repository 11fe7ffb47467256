import type { Context } from "hono";
import type * as z from "zod";
import type { Seal } from "./seal.ts";

const saidForMs = 2 * 60_000;
const name = "said";
type SayingDeps = { seal: Seal; now: () => Date };

/** What came of something that was just done, carried by the address of the page that follows; sealed, so that nobody can put words onto our pages. */
export const sayings = <S>(purpose: string, schema: z.ZodType<S>) => ({
  saying: ({ seal, now }: SayingDeps, path: string, said: S): string => `${path}?${name}=${encodeURIComponent(seal.close(purpose, said, new Date(now().getTime() + saidForMs)))}`,
  /** None when it is not ours or old. */
  readSaid: ({ seal, now }: SayingDeps, c: Context): S | undefined => schema.safeParse(seal.open(purpose, c.req.query(name) ?? "", now())).data,
});
