import { randomInt, randomUUID } from "node:crypto";
import { edgeHeader } from "../../functions/platform/door.ts";
import type { LambdaEvent } from "hono/aws-lambda";

/** What the distribution says in the recorded events, too; the functions measured are told the same. */
export const edgeSecret = "said by the distribution while measuring";

export type ApiEvent = Extract<LambdaEvent, { version: string; rawPath: string; rawQueryString: string }>;

/** Each from an address of its own, of those set apart for measuring (RFC 2544): one source would be asked for proofs. */
const somebody = (): string => `198.${18 + randomInt(2)}.${randomInt(256)}.${randomInt(256)}, 127.0.0.1`;

/** A POST as the HTTP API hands it to a function (payload 2.0): JSON as text, a form as base64. */
function postEvent(path: string, headers: Record<string, string>, body: string): ApiEvent {
  const at = new Date();
  const isText = headers["content-type"] === "application/json";
  return {
    version: "2.0",
    routeKey: `ANY ${path}`,
    rawPath: path,
    rawQueryString: "",
    headers: { [edgeHeader]: edgeSecret, host: "localhost", "user-agent": "bench", "x-forwarded-for": somebody(), "content-length": String(Buffer.byteLength(body)), ...headers },
    requestContext: {
      accountId: "000000000000",
      authentication: null,
      authorizer: {},
      apiId: "local",
      domainName: "localhost",
      domainPrefix: "localhost",
      http: { method: "POST", path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "bench" },
      requestId: randomUUID(),
      routeKey: `ANY ${path}`,
      stage: "$default",
      time: at.toISOString(),
      timeEpoch: at.getTime(),
    },
    body: isText ? body : Buffer.from(body).toString("base64"),
    isBase64Encoded: !isText,
  };
}

export const submissionEvent = (key: string, application: unknown): ApiEvent =>
  postEvent("/api/registrations", { "content-type": "application/json", "accept-language": "vi", "idempotency-key": key }, JSON.stringify(application));

export const formEvent = (path: string, fields: Record<string, string>): ApiEvent =>
  postEvent(
    path,
    { "content-type": "application/x-www-form-urlencoded", origin: "http://localhost", "sec-fetch-site": "same-origin" },
    new URLSearchParams(fields).toString(),
  );
