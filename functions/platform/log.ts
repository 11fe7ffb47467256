import { Logger } from "@aws-lambda-powertools/logger";
import { currentRequest } from "./correlation.ts";
import { measured } from "./metrics.ts";

/**
 * Every field a line of the log may have, and what its value looks like. A line is a code and ids: never a name, number, text or body.
 * `requestId` and `source` come by themselves (correlation.ts), `version` from Lambda, figures where a line is one (metrics.ts).
 */
export const logFields = {
  /** API Gateway's or Lambda's own name for what is being answered. */
  requestId: /^[\w+/=.-]{8,64}$/,
  /** Keyed hash of day and address. */
  source: /^[0-9a-f]{10}$/,
  /** Which version of the function speaks: while one takes over from another, both do. */
  version: /^(\$LATEST|\d{1,10})$/,
  messageId: /^[\w-]{1,64}$/,
  /** The request that promised the text. */
  causedBy: /^[\w+/=.-]{8,64}$/,
  method: /^[A-Z]{3,10}$/,
  /** The route's pattern, never the address as sent. */
  route: /^[!-~]{1,200}$/,
  because: /^[\w-]{0,60}$/,
  errorName: /^\w{1,80}$/,
  /** Who of the staff, by their id at the issuer. */
  staffId: /^[\w-]{1,64}$/,
  /** What an officer recorded. */
  act: /^[a-zA-Z]{1,40}$/,
  /** Which way to the networks. */
  routeName: /^(sns|http)$/,
  area: /^(registrations|hotline|staff)$/,
  /** Where all chains of an area ended at a moment: see anchor.ts. */
  moment: /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/,
  buckets: /^[A-Za-z0-9+/=]{16,32768}$/,
  before: /^[\w-]{0,43}$/,
  digest: /^[\w-]{43}$/,
  people: "number",
  events: "number",
  count: "number",
  /** Single values that had their time. */
  fields: "number",
  attempts: "number",
  /** From when a text was due to when a network took it. */
  waitedMs: "number",
} as const;

export type LogFields = { [Name in keyof typeof logFields]?: ((typeof logFields)[Name] extends RegExp ? string : number) | undefined };

type Write = (code: string, fields?: LogFields) => void;
export type Log = { info: Write; warn: Write; error: Write };

export function createLog(serviceName: string): Log {
  const logger = new Logger({ serviceName });
  const version = process.env.AWS_LAMBDA_FUNCTION_VERSION;
  const speaker = version ? { version } : {};
  const write =
    (level: keyof Log): Write =>
    (code, fields = {}) =>
      logger[level](code, { ...currentRequest(), ...speaker, ...fields, ...measured(code, fields) });
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
