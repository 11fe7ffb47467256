import { idAt, readJson, shortCode, signatureOf, valueAt, type Aggregator } from "./aggregator.ts";
import { notOurs, type HandOver, type Route } from "./route.ts";

type Keys = { secret: string; senderId: string };
type Text = { to: string; body: string; attemptId: string };
type Values = Record<string, string>;
/** `body` is missing when it broke off or was too long. */
type Answer = { status: number; body: string | undefined };
type Silence = { because: string; neverLeft: boolean };

const maxAnswerBytes = 64 * 1_024;

/** A network behind an aggregator's HTTPS interface. A request is made once; what is not proof that it was turned away is doubt. */
export function createHttpRoute(settings: Aggregator, keys: Keys): Route {
  const { lookUp, timeoutMs } = settings;
  const known: Values = { secret: keys.secret, sender: keys.senderId };
  // The error fetch would throw quotes the header, and with it the secret.
  if (Object.values(headersOf(settings, known)).some((value) => !/^[\x20-\x7e]*$/.test(value))) throw new Error("aggregator: a header, the secret or the sender cannot be sent");

  const get = (url: string, values: Values, headers = headersOf(settings, values)) => ask(fillUrl(url, values), { headers }, timeoutMs);
  return {
    name: "http",
    async handOver(text) {
      const refused = notOurs(text.to);
      if (refused) return refused;
      const { url, init } = requestOf(settings, keys, text);
      const heard = await ask(url, init, timeoutMs);
      if ("status" in heard) return judge(settings, heard, text.attemptId, keys.secret);
      return heard.neverLeft ? { outcome: "notHanded", because: heard.because, final: false } : { outcome: "unknown", because: heard.because };
    },
    ...(lookUp && { lookUp: async (attemptId) => judgeLook(lookUp, await get(lookUp.url, { ...known, attemptId }), attemptId) }),
    async probe() {
      const heard = await (settings.probe === undefined ? get(new URL("/", settings.url).href, known, {}) : get(settings.probe, known));
      return "status" in heard && heard.status < 500 && heard.status !== 429;
    },
  };
}

function requestOf(settings: Aggregator, { secret, senderId }: Keys, { to, body, attemptId }: Text): { url: string; init: RequestInit } {
  const values: Values = { to, toNational: to.replace(/^\+84/, "0"), toMsisdn: to.replace(/^\+/, ""), body, sender: senderId, attemptId, secret };
  const payload = payloadOf(settings.body, values);
  const url = new URL(settings.url);
  const asQuery = "query" in settings.body;
  if (asQuery) url.search = [url.search.slice(1), payload.text].filter(Boolean).join("&");
  const headers = { ...payload.headers, ...headersOf(settings, values), ...signed(settings, secret, payload.text) };
  return { url: url.href, init: { method: settings.method, headers, ...(asQuery ? {} : { body: payload.text }) } };
}

function payloadOf(body: Aggregator["body"], values: Values): { text: string; headers: Values } {
  if ("json" in body) return { text: JSON.stringify(fillAll(body.json, values)), headers: { "content-type": "application/json" } };
  const fields = "form" in body ? body.form : body.query;
  const filled = Object.entries(fields).map(([name, template]) => [name, fill(template, values)]);
  // Not every reader takes "+" for a space; all take %20.
  const text = new URLSearchParams(filled).toString().replaceAll("+", "%20");
  return { text, headers: "form" in body ? { "content-type": "application/x-www-form-urlencoded" } : {} };
}

/** One pass: what a value holds is never filled again. */
const fill = (template: string, values: Values): string => template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
const fillUrl = (template: string, values: Values): string => fill(template, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)])));

function fillAll(template: unknown, values: Values): unknown {
  if (typeof template === "string") return fill(template, values);
  if (Array.isArray(template)) return template.map((part) => fillAll(part, values));
  if (typeof template !== "object" || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, part]) => [key, fillAll(part, values)]));
}

/** No connection is used twice: one that died between two texts would turn the second into doubt. */
const headersOf = ({ headers }: Aggregator, values: Values): Values => ({
  ...Object.fromEntries(Object.entries(headers).map(([name, template]) => [name.toLowerCase(), fill(template, values)])),
  connection: "close",
});

function signed({ signing }: Aggregator, secret: string, payload: string): Values {
  if (!signing) return {};
  const timestamp = String(Math.floor(Date.now() / 1_000));
  return { [signing.timestampHeader]: timestamp, [signing.signatureHeader]: signatureOf(secret, timestamp, payload, signing.encoding) };
}

async function ask(url: string, init: RequestInit, timeoutMs: number): Promise<Answer | Silence> {
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, body: await bodyOf(response) };
  } catch (thrown) {
    return silenceOf(thrown);
  }
}

async function bodyOf(response: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > maxAnswerBytes) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Of a connection that was never made, or whose keys were never agreed. Others of TLS can come after the request. */
const beforeSending = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_UNTRUSTED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_UNSUPPORTED_PROTOCOL",
  "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
  "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
]);
const connecting = new Set<unknown>(["connect", "getaddrinfo"]);

function silenceOf(thrown: unknown): Silence {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  if (!(cause instanceof Error)) return { because: "unknown", neverLeft: false };
  const because = "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
  // One error for each address that was tried.
  const noAddressAnswered = cause instanceof AggregateError;
  return { because, neverLeft: noAddressAnswered || ("syscall" in cause && connecting.has(cause.syscall)) || beforeSending.has(because) };
}

const isOk = (status: number): boolean => status >= 200 && status < 300;
/** "See there", "I waited too long", "I have that one": a text may stand behind each. */
const doubtful = new Set([303, 408, 409]);
const turnedAway = (status: number): boolean => (status >= 300 && status < 500 && !doubtful.has(status)) || status === 503;

function judge({ accepted, errors }: Aggregator, { status, body }: Answer, attemptId: string, secret: string): HandOver {
  const answer = readJson(body);
  const code = valueAt(answer, errors.codePath ?? accepted.statusPath);
  if (isOk(status) && body !== undefined) {
    const id = idAt(answer, accepted.idPath);
    const yes = accepted.values ? accepted.values.includes(valueAt(answer, accepted.statusPath) ?? "") : code === undefined && (accepted.idPath === undefined || id !== undefined);
    if (yes) return { outcome: "handed", routeMessageId: id ?? attemptId };
  }
  if (code !== undefined && errors.final.includes(code)) return { outcome: "notHanded", because: code, final: true };
  if (code !== undefined && errors.busy.includes(code)) return { outcome: "notHanded", because: code, final: false };
  const because = (secret !== "" && code?.includes(secret) ? undefined : shortCode(code)) ?? `http${status}`;
  return turnedAway(status) ? { outcome: "notHanded", because, final: false } : { outcome: "unknown", because };
}

/** An aggregator that cannot be asked has said nothing of the text. */
function judgeLook({ statusPath, handed, notHanded, idPath }: NonNullable<Aggregator["lookUp"]>, heard: Answer | Silence, attemptId: string): HandOver {
  if (!("status" in heard)) return { outcome: "unknown", because: heard.because };
  const answer = readJson(heard.body);
  const http = `http${heard.status}`;
  const said = isOk(heard.status) ? valueAt(answer, statusPath) : http;
  if (said !== undefined && handed.includes(said)) return { outcome: "handed", routeMessageId: idAt(answer, idPath) ?? attemptId };
  if (said !== undefined && notHanded.includes(said)) return { outcome: "notHanded", because: said, final: false };
  return { outcome: "unknown", because: http };
}
