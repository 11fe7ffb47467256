import { timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import * as z from "zod";
import { readEnv } from "./env.ts";
import { correlated } from "./http.ts";
import type { Log } from "./log.ts";

/** What every function behind the API reads from its environment. */
export const doorEnv = {
  /** What the distribution adds to each request: whoever goes around it, and around the firewall, does not know it. */
  EDGE_SECRET: z.string().min(32),
};

export const edgeHeader = "x-from-edge";

/** An app as Lambda calls it, for those who come by the distribution. Without that there is no firewall, and anybody could say where they come from. */
export function door(app: { fetch: (request: Request, env?: unknown) => Response | Promise<Response> }, log: Log): ReturnType<typeof handle> {
  const { EDGE_SECRET } = readEnv(doorEnv);
  const guarded = new Hono();
  guarded.all("*", correlated(), (c) => {
    const said = c.req.header(edgeHeader);
    if (said !== undefined && isSame(said, EDGE_SECRET)) return app.fetch(c.req.raw, c.env);
    // Whoever comes around the distribution seldom knows that there is something to say: if this is it, it says another secret than ours, and everybody is refused.
    if (said !== undefined) log.error("DOOR_MISMATCH", { method: c.req.method });
    return c.body(null, 403);
  });
  return handle(guarded);
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
