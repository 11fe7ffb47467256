import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { handle, LambdaEvent } from "hono/aws-lambda";
import { edgeHeader } from "../../functions/platform/door.ts";
import { routes } from "../routes.ts";

type ApiEvent = Extract<LambdaEvent, { version: string; rawPath: string; rawQueryString: string }>;
export type HttpFunction = ReturnType<typeof handle>;

/** What the HTTP API itself refuses to pass on. */
const maxBytes = 10 * 1024 * 1024;

/** The route of the HTTP API that an address falls under. */
export const routeOf = (path: string): (typeof routes)[number] | undefined =>
  routes.find((route) => (route.path.endsWith("/{proxy+}") ? path.startsWith(route.path.slice(0, -"{proxy+}".length)) : path === route.path));

/**
 * One request through a function, in the shapes of API Gateway's payload 2.0. Where that fails, whoever asked is shown what the distribution
 * shows then.
 */
export async function through(call: HttpFunction, route: string, request: IncomingMessage, response: ServerResponse, showDown: (status: number) => void): Promise<void> {
  const body = await readBody(request);
  if (!body) {
    response.writeHead(413, { "Content-Type": "application/json", Connection: "close" }).end('{"message":"Request Entity Too Large"}');
    return;
  }
  const result = await call(eventOf(request, route, body)).catch(() => null);
  if (!result || result.statusCode >= 500) {
    showDown(result?.statusCode ?? 500);
    return;
  }
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, value);
  if (result.cookies?.length) response.setHeader("Set-Cookie", result.cookies);
  response.writeHead(result.statusCode ?? 200);
  response.end(result.body === undefined ? undefined : Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8"));
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > maxBytes) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function eventOf(request: Pick<IncomingMessage, "url" | "method" | "headers" | "socket">, route: string, body: Buffer): ApiEvent {
  const url = new URL(request.url ?? "/", "http://localhost");
  const method = request.method ?? "GET";
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : (value ?? "")]));
  const at = new Date();
  const address = request.socket.remoteAddress ?? "";
  // As behind CloudFront: it appends the viewer's address to what the client sent, and the gateway appends CloudFront's, which is its own peer.
  const forwardedFor = [headers["x-forwarded-for"], address, address].filter(Boolean).join(", ");
  const isText = /^(application\/json|text\/)/i.test(headers["content-type"] ?? "");
  return {
    version: "2.0",
    routeKey: `ANY ${route}`,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: { ...headers, "x-forwarded-for": forwardedFor, [edgeHeader]: process.env.EDGE_SECRET ?? "" },
    requestContext: {
      accountId: "000000000000",
      authentication: null,
      authorizer: {},
      apiId: "local",
      domainName: headers.host ?? "localhost",
      domainPrefix: "local",
      http: { method, path: url.pathname, protocol: "HTTP/1.1", sourceIp: address, userAgent: headers["user-agent"] ?? "" },
      requestId: randomUUID(),
      routeKey: `ANY ${route}`,
      stage: "$default",
      time: at.toISOString(),
      timeEpoch: at.getTime(),
    },
    body: body.length ? body.toString(isText ? "utf8" : "base64") : null,
    isBase64Encoded: body.length > 0 && !isText,
  };
}
