import { createHmac } from "node:crypto";
import * as z from "zod";

/** Loopback is the phone of the local service and of the tests. */
const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);
const secureUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && url.username === "" && (url.protocol === "https:" || (url.protocol === "http:" && loopback.has(url.hostname)));
}, "must be https");

const headerName = z.string().regex(/^[\w-]+$/);
/** "data.0.id": keys, and places in a list, from the outside in. */
const path = z.string().regex(/^[\w-]+(\.[\w-]+)*$/);
const values = z.array(z.string().min(1));

const placeholders = (template: unknown): string[] => Array.from(JSON.stringify(template).matchAll(/\{(\w+)\}/g), ([, name = ""]) => name);
const only =
  (...known: string[]) =>
  (template: unknown) =>
    placeholders(template).every((name) => known.includes(name));
const recipients = ["to", "toNational", "toMsisdn"];
function namesWhatAndWhom(template: unknown): boolean {
  const named = placeholders(template);
  return named.includes("body") && recipients.some((name) => named.includes(name));
}

/** Strings are filled, one by one, after the template was parsed: a text cannot end a string or begin a field. */
const bodySchema = z
  .union([
    z.strictObject({ json: z.record(z.string(), z.json()) }),
    z.strictObject({ form: z.record(z.string(), z.string()) }),
    z.strictObject({ query: z.record(z.string(), z.string()) }),
  ])
  .refine(only("body", "sender", "attemptId", "secret", ...recipients), "has a placeholder nobody fills")
  .refine(namesWhatAndWhom, "must hold {body} and one of {to}, {toNational}, {toMsisdn}");

const signingSchema = z.strictObject({ signatureHeader: headerName, timestampHeader: headerName, encoding: z.enum(["hex", "base64"]) });

/**
 * All that tells one aggregator of texts from another. Placeholders: {to} +84912…, {toNational} 0912…, {toMsisdn} 84912…,
 * {body}, {sender}, {attemptId}, {secret}. Only what is listed here, or the status of HTTP, is taken for proof.
 */
export const aggregatorSchema = z
  .strictObject({
    url: secureUrl,
    method: z.enum(["POST", "GET"]).default("POST"),
    headers: z.record(headerName, z.string().refine(only("secret", "sender", "attemptId"), "has a placeholder nobody fills")).default({}),
    body: bodySchema,
    /** HMAC-SHA256 over "<seconds since 1970>.<what is sent>": the body, or the query where there is none. */
    signing: signingSchema.optional(),
    /** Without `idPath` the aggregator's receipts must name our attemptId. */
    accepted: z
      .strictObject({ statusPath: path.optional(), values: values.optional(), idPath: path.optional() })
      .refine((accepted) => (accepted.statusPath === undefined) === (accepted.values === undefined), "statusPath and values go together")
      .default({}),
    /** Codes (at `codePath`, else at `accepted.statusPath`) that say the text was not taken: never will be, or not now. */
    errors: z.strictObject({ codePath: path.optional(), final: values.default([]), busy: values.default([]) }).prefault({}),
    /** A GET. Behind an answer other than 2xx the value is "http<status>": an aggregator may say "not handed" by "http404". */
    lookUp: z
      .strictObject({ url: secureUrl.refine(only("attemptId", "secret")), statusPath: path, handed: values, notHanded: values, idPath: path.optional() })
      .optional(),
    /** A GET that sends no text; without it, the root of `url` is asked. */
    probe: secureUrl.refine(only("secret")).optional(),
    /** How its receipts are signed, over "<seconds since 1970>.<raw body>", and read. A status in neither list is on its way. */
    webhook: signingSchema.extend({ idPath: path, statusPath: path, delivered: values, undelivered: values, reasonPath: path.optional() }).optional(),
    /** fetch gives a connection ten seconds: only a longer time tells who was never reached (proof) from who did not answer (doubt). */
    timeoutMs: z.int().min(100).max(20_000).default(12_000),
  })
  .refine(({ method, body }) => method === "POST" || "query" in body, "GET needs a query");
export type Aggregator = z.infer<typeof aggregatorSchema>;

export const signatureOf = (secret: string, timestamp: string, body: string, encoding: "hex" | "base64"): string =>
  createHmac("sha256", secret).update(`${timestamp}.${body}`).digest(encoding);

export function readJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text, whole number or yes-no at a path, as text; undefined for anything else and for "". */
export function valueAt(answer: unknown, at: string | undefined): string | undefined {
  if (at === undefined) return undefined;
  const found = at.split(".").reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined), answer);
  if (typeof found === "string") return found === "" ? undefined : found;
  return typeof found === "boolean" || Number.isSafeInteger(found) ? String(found) : undefined;
}

/** The network's name for a text; undefined when what stands there cannot be one. */
export function idAt(answer: unknown, at: string | undefined): string | undefined {
  const id = valueAt(answer, at);
  return id !== undefined && /^[\x21-\x7e]{1,128}$/.test(id) ? id : undefined;
}

/** A code fit to be kept ("105", "E105", "ABSENT_SUBSCRIBER"); undefined for what could be words or a number of somebody. */
export const shortCode = (value: string | undefined): string | undefined => (value !== undefined && /^[A-Z_]{0,24}-?\d{0,4}$/i.test(value) ? value : undefined);
