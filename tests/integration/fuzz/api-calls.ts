import * as fc from "fast-check";
import * as z from "zod";
import { describeApi } from "../../../web/describe-api.ts";
import { callRequest } from "../../support/hotline.ts";
import { himself, motherForSon, testPhone } from "../../support/people.ts";
import { inHeader, nasty } from "./nasty.ts";

/** Calls of the JSON API as its description tells a client to make them, and as it does not. */

type Schema = { [key: string]: unknown; type?: string; properties?: Record<string, Schema>; required?: string[]; items?: Schema; oneOf?: Schema[]; anyOf?: Schema[]; allOf?: Schema[]; enum?: unknown[] };
type Content = Record<string, { schema: Schema }>;
type Parameter = { name: string; in: string; required: boolean };
type Described = { parameters?: Parameter[]; requestBody?: { content: Content }; responses: Record<string, { content?: Content }>; security?: unknown[] };
type Operation = { method: string; path: string } & Described;

const description = describeApi();
const components = description.components.schemas as unknown as Record<string, Schema>;
/** A schema with what it refers to put in its place. */
const whole = (schema: unknown): Schema =>
  JSON.parse(JSON.stringify(schema), (_key, value: unknown) => (typeof value === "object" && value !== null && "$ref" in value ? whole(components[String(value.$ref).split("/").at(-1) ?? ""]) : value)) as Schema;
const refIn = (content: Content | undefined): Schema | undefined => Object.values(content ?? {})[0]?.schema;

export const operations: readonly Operation[] = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Described>).map(([method, described]) => Object.assign({ method: method.toUpperCase(), path }, described)),
);

/** What is wrong with an answer by the description; a path that came out as another is nobody's. */
export function notAsDescribed({ responses }: Operation, status: number, type: string, text: string): string[] {
  // Of every address: another site's, no such address, no such method.
  if ([403, 404, 405].includes(status)) return [];
  const declared = responses[String(status)];
  if (!declared) return [`${status} is not described`];
  const content = Object.entries(declared.content ?? {})[0];
  if (!content) return [];
  if (!type.startsWith(content[0])) return [`${status} is ${type} and not ${content[0]}`];
  const read = z.fromJSONSchema(whole(content[1].schema) as Parameters<typeof z.fromJSONSchema>[0]).safeParse(JSON.parse(text));
  return read.success ? [] : [`${status} is not as described: ${read.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; ")}`];
}

/** Every place a body may have, as its schema names them. */
function placesIn(schema: Schema, at: readonly string[] = []): string[][] {
  const inside = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])].flatMap((one) => placesIn(one, at));
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, one]) => [[...at, name]].concat(placesIn(one, [...at, name])));
  const listed = schema.items ? [[...at, "0"], ...placesIn(schema.items, [...at, "0"])] : [];
  return [...new Map([...named, ...listed, ...inside].map((place) => [place.join("."), place])).values()];
}

/** Bodies of the shape a schema asks for. */
function ofShape(schema: Schema): fc.Arbitrary<unknown> {
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.properties) {
    const properties = Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, ofShape(one)]));
    return fc.record(properties, { requiredKeys: schema.required ?? [] });
  }
  const several = schema.oneOf ?? schema.anyOf;
  if (several) return fc.oneof(...several.map(ofShape));
  if (schema.type === "array") return fc.array(ofShape(schema.items ?? {}), { maxLength: 4 });
  if (schema.type === "integer" || schema.type === "number") return fc.oneof(fc.integer(), fc.maxSafeInteger());
  if (schema.type === "boolean") return fc.boolean();
  return schema.type === "string" ? fc.oneof(nasty, fc.constantFrom("2000-02-29", testPhone(1), "001098000002", "01", "00004", "Nguyễn Văn Mẫu")) : fc.jsonValue();
}

/** Bodies that are taken, by the name of their schema; one that has none here is made from its shape alone. */
const examples: Readonly<Record<string, readonly ((n: number) => unknown)[]>> = {
  Application: [(n) => motherForSon({ applicant: { ...motherForSon().applicant, phone: testPhone(n) } as never }), (n) => ({ ...himself(), person: { ...himself().person, phone: testPhone(n) } })],
  CallbackRequest: [(n) => callRequest({ phone: `+84${testPhone(n).slice(1)}` })],
};

const deep = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => ({ a: [inner] }), "x");
const anyValue = fc.oneof(
  { weight: 5, arbitrary: nasty },
  { weight: 2, arbitrary: fc.jsonValue() },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, 0, -1, 1e308, [], {}, [[]], deep(300), Array.from({ length: 3_000 }, () => "x"), { length: 1 }, { toString: "x" }) },
);

type Change = { how: "set" | "remove" | "double" | "add"; at: number; name: string; value: unknown };
export type Call = {
  operation: number;
  body: { kind: "example"; n: number; changes: Change[] } | { kind: "shape"; value: unknown; changes: Change[] } | { kind: "value"; value: unknown } | { kind: "text"; text: string };
  /** A part of the address, a header or a token: that of somebody here, or whatever is typed. */
  filled: Record<string, { own: number } | { typed: string } | "none">;
  type: string;
};

const change: fc.Arbitrary<Change> = fc.record({
  how: fc.constantFrom("set", "set", "set", "remove", "double", "add"),
  at: fc.nat(500),
  name: fc.oneof(fc.constantFrom("__proto__", "constructor", "state", "reference", "version", "", "a/b~c"), nasty.map((name) => name.slice(0, 300))),
  value: anyValue,
});
const fill = fc.oneof(
  { weight: 6, arbitrary: fc.record({ own: fc.nat(99) }) },
  { weight: 2, arbitrary: fc.record({ typed: inHeader }) },
  { weight: 1, arbitrary: fc.constant("none" as const) },
);

const bodyOf = (operation: Operation): fc.Arbitrary<Call["body"]> => {
  const schema = refIn(operation.requestBody?.content);
  const text = fc.oneof(nasty, fc.constantFrom("{", "", "[", `{"a":1}{`, "\ufeff{}", "{}", "[]", `"${"a".repeat(300_000)}"`, "[".repeat(60_000))).map((typed) => ({ kind: "text" as const, text: typed }));
  const value = anyValue.map((one) => ({ kind: "value" as const, value: one }));
  if (!schema) return fc.oneof(text, value);
  return fc.oneof(
    { weight: 7, arbitrary: fc.record({ kind: fc.constant("example" as const), n: fc.nat(999), changes: fc.array(change, { maxLength: 2 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("shape" as const), value: ofShape(whole(schema)), changes: fc.array(change, { maxLength: 1 }) }) },
    { weight: 1, arbitrary: value },
    { weight: 1, arbitrary: text },
  );
};

const type = fc.oneof({ weight: 12, arbitrary: fc.constant("application/json") }, { weight: 1, arbitrary: fc.constantFrom("application/json; charset=utf-16", "APPLICATION/JSON", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", "") });

export const anyCall: fc.Arbitrary<Call> = fc.oneof(
  ...operations.map((operation, n) => {
    const filled = [...(operation.parameters ?? []).map(({ name }) => name), ...(operation.security ? ["authorization"] : [])];
    return fc.record({ operation: fc.constant(n), body: bodyOf(operation), filled: fc.record(Object.fromEntries(filled.map((name) => [name, fill]))), type });
  }),
);

/** What is sent as a body; `example` is the body that is taken, if the caller knows a better one than the schema does. */
export function bodyText({ operation, body }: Call, better: (n: number) => unknown): string {
  if (body.kind === "text") return body.text;
  if (body.kind === "value") return JSON.stringify(body.value);
  const schema = refIn(operations[operation]?.requestBody?.content) ?? {};
  const name = String(schema.$ref ?? "").split("/").at(-1) ?? "";
  const known = body.kind === "example" ? (examples[name] ?? [better]) : [];
  const base = structuredClone(body.kind === "example" ? known[body.n % known.length]?.(body.n) : body.value);
  const places = placesIn(whole(schema));
  const doubled: [string, unknown][] = [];
  for (const { how, at, name: added, value } of body.changes) {
    const place = places[at % places.length] ?? [];
    if (how === "set") put(base, place, value);
    if (how === "remove") put(base, place, undefined);
    if (how === "add") put(base, [...place.slice(0, -1), added], value);
    if (how === "double") doubled.push([place[0] ?? "", value]);
  }
  const text = JSON.stringify(base) ?? "null";
  return doubled.reduce((json, [key, value]) => (json.startsWith("{") && json.length > 2 ? `{${JSON.stringify(key)}:${JSON.stringify(value)},${json.slice(1)}` : json), text);
}

function put(root: unknown, place: readonly string[], value: unknown): void {
  const [key = "", ...rest] = place;
  if (typeof root !== "object" || root === null) return;
  const node = root as Record<string, unknown>;
  if (rest.length === 0) return void Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true });
  if (typeof node[key] !== "object" || node[key] === null) node[key] = rest[0] === "0" ? [] : {};
  put(node[key], rest, value);
}
