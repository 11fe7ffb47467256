import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import { secureHeaders } from "hono/secure-headers";
import * as z from "zod";
import { during } from "./correlation.ts";
import type { Log } from "./log.ts";
import type { Seal } from "./seal.ts";
import { sourceOf } from "./source.ts";

/** Room for every field at its longest, in letters that take nine bytes each to send. */
const maxBodyBytes = 256 * 1024;

/** What API Gateway says of a request. */
const gatewaySchema = z.object({ requestContext: z.object({ requestId: z.string(), http: z.object({ sourceIp: z.string() }).optional() }) });

/** Stands first in every app: what is logged or promised while a request is answered carries the gateway's id, and, where there is a seal, its source. */
export const correlated =
  (from?: { seal: Seal; now: () => Date }): MiddlewareHandler =>
  (c, next) => {
    const gateway = gatewaySchema.safeParse(c.env).data?.requestContext;
    const came = { forwardedFor: c.req.header("x-forwarded-for"), peer: gateway?.http?.sourceIp };
    return during({ requestId: gateway?.requestId, source: from && sourceOf(came, from.seal, from.now()) }, next);
  };

/** What no page of ours answers for: every app writes it down alike. The path is the route's, for an address may hold a token. */
export function logFailed(log: Log, c: Context, thrown: Error): void {
  log.error("REQUEST_FAILED", { method: c.req.method, route: routePath(c), errorName: thrown.name });
}

/** Headers of every answer that was made for one person: nothing is kept, framed, sniffed or told to another site. */
export const personalAnswers: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
};

export const safeHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  referrerPolicy: "same-origin",
  strictTransportSecurity: "max-age=63072000; includeSubDomains",
});

export const limitedBody = bodyLimit({
  maxSize: maxBodyBytes,
  onError: () => {
    throw new HTTPException(413);
  },
});

/**
 * Refuses forms that a browser says come from another site. A client that says nothing (an old browser, a plain HTTP post)
 * carries no cookie of ours to abuse, and past the first page must hold the sealed field or token that only we can make.
 */
export function sameSite(siteOrigin: string): MiddlewareHandler {
  const refuse = csrf({ origin: siteOrigin, secFetchSite: ["same-origin", "none"] });
  return (c, next) => (c.req.header("origin") || c.req.header("sec-fetch-site") ? refuse(c, next) : next());
}

/** More fields than any form of ours has. */
const maxFields = 500;

export type Posted = ReadonlyMap<string, readonly string[]>;

/** The fields of a form post, each with all its values. Any other kind of body is a 415. */
export async function readPosted(c: Context): Promise<Posted> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header("content-type") ?? "")) throw new HTTPException(415);
  const fields = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(await c.req.text())) {
    if (++count > maxFields) throw new HTTPException(413);
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}

export const one = (posted: Posted, name: string): string => posted.get(name)?.[0] ?? "";
