import { Logger } from "@aws-lambda-powertools/logger";

/**
 * Every line this service may log: a code and ids. Never a name, number, text or body;
 * the fields are typed so that nothing else fits.
 */
export type LogFields = {
  requestId?: string;
  messageId?: string;
  method?: string;
  /** The route's pattern, never the address as sent. */
  route?: string;
  because?: string;
  errorName?: string;
  count?: number;
  /** Who of the staff, by their id at the issuer. */
  staffId?: string;
  /** What an officer recorded. */
  act?: string;
  /** Which way to the networks. */
  routeName?: string;
  attempts?: number;
};

export type Log = {
  info: (code: string, fields?: LogFields) => void;
  warn: (code: string, fields?: LogFields) => void;
  error: (code: string, fields?: LogFields) => void;
};

export function createLog(serviceName: string): Log {
  const logger = new Logger({ serviceName });
  return {
    info: (code, fields = {}) => logger.info(code, fields),
    warn: (code, fields = {}) => logger.warn(code, fields),
    error: (code, fields = {}) => logger.error(code, fields),
  };
}
