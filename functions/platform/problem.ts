import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** RFC 9457 problem details: what is wrong, and what to do, in the reader's language. */
export type Problem = { status: ContentfulStatusCode; title: string; detail: string; errors?: readonly { pointer: string; code: string; detail: string }[]; alternatives?: readonly string[]; challenge?: unknown; ticket?: string };

export const problem = (c: Context, { status, ...rest }: Problem, headers: Record<string, string> = {}): Response =>
  c.body(JSON.stringify({ type: "about:blank", status, ...rest }), status, { "Content-Type": "application/problem+json; charset=utf-8", ...headers });
