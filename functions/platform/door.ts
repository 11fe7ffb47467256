import { timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import * as z from "zod";
import { readEnv } from "./env.ts";

/** What every function behind the API reads from its environment. */
export const doorEnv = {
  /** What the distribution adds to each request: whoever goes around it, and around the firewall, does not know it. */
  EDGE_SECRET: z.string().min(32),
};

export const edgeHeader = "x-from-edge";

/** An app as Lambda calls it, for those who come by the distribution. Without that there is no firewall, and anybody could say where they come from. */
export function door(app: { fetch: (request: Request, env?: unknown) => Response | Promise<Response> }): ReturnType<typeof handle> {
  const { EDGE_SECRET } = readEnv(doorEnv);
  const guarded = new Hono();
  guarded.all("*", (c) => (isSame(c.req.header(edgeHeader) ?? "", EDGE_SECRET) ? app.fetch(c.req.raw, c.env) : c.body(null, 403)));
  return handle(guarded);
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
