import * as fc from "fast-check";
import { anyCall, type Call } from "./api-calls.ts";
import { inHeader, nasty } from "./nasty.ts";
import { anyChange, type Change } from "./typed.ts";

/** What a visitor does, as plain numbers and texts: a failing one shrinks to the least that still fails. */

/** How a form is sent that is not sent as a browser sends it. */
export type Odd = { method?: string; type?: string; query?: string; origin?: string; more?: number };
/** One page on: a link that is followed, or a form that is filled in, changed and sent. */
export type Hop = { does: "form" | "link"; at: number; button: number; filled: number; changes: Change[]; odd: Odd };
/** Where from, in which language, with which cookie. */
export type Came = { address: string; language: string; cookie: string };
export type Visit =
  | { kind: "pages"; entry: number; hops: Hop[]; came: Came }
  | { kind: "call"; call: Call; came: Came; odd: Odd }
  /** Straight at a way in, whatever its page would have asked. */
  | { kind: "straight"; way: number; changes: Change[]; path: string; came: Came; odd: Odd };

const odd: fc.Arbitrary<Odd> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "GET", "PROPFIND").map((method) => ({ method })) },
  { weight: 1, arbitrary: fc.constantFrom("application/json", "text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded; charset=utf-16", "APPLICATION/X-WWW-FORM-URLENCODED", "").map((type) => ({ type })) },
  { weight: 1, arbitrary: fc.oneof(nasty.map((value) => value.slice(0, 500)), fc.constantFrom("done=moved", "page=-1", "state=x&state=y", "at=9999-99-99", "a[]=1&__proto__[x]=1")).map((query) => ({ query })) },
  { weight: 1, arbitrary: fc.constantFrom("https://evil.example", "null", "http://localhost.evil.example").map((origin) => ({ origin })) },
  { weight: 1, arbitrary: fc.constantFrom(257 * 1_024, 1_048_576).map((more) => ({ more })) },
);

const came: fc.Arbitrary<Came> = fc.record({
  address: fc.oneof({ weight: 8, arbitrary: fc.nat(0xffff).map((n) => `2001:db8:${n.toString(16)}::1`) }, { weight: 2, arbitrary: fc.constant("198.51.100.7") }, { weight: 1, arbitrary: inHeader }),
  language: fc.oneof({ weight: 3, arbitrary: fc.constantFrom("vi", "en", "en-GB,en;q=0.9", "", "*") }, { weight: 1, arbitrary: inHeader }),
  cookie: fc.oneof({ weight: 8, arbitrary: fc.constant("") }, { weight: 1, arbitrary: inHeader }),
});

/** One of many, none sooner than another. */
const anyOf = fc.noBias(fc.nat(99_999));
const noChanges = fc.constant<Change[]>([]);
const plain = fc.constant<Odd>({});
/** Mostly the largest form of a page, its first button, and what the examples answer. */
const mostlyFirst = (others: number) => fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.noBias(fc.nat(others)) });
const hop = (changes: fc.Arbitrary<Change[]>, how: fc.Arbitrary<Odd>): fc.Arbitrary<Hop> =>
  fc.record({ does: fc.oneof({ weight: 6, arbitrary: fc.constant("form" as const) }, { weight: 1, arbitrary: fc.constant("link" as const) }), at: mostlyFirst(60), button: mostlyFirst(8), filled: mostlyFirst(99), changes, odd: how });
const wandering = fc.array(hop(noChanges, plain), { maxLength: 3 });
const fuzzed = fc.array(hop(fc.array(anyChange, { minLength: 1, maxLength: 3 }), odd), { minLength: 1, maxLength: 3 });
/** So many pages of a form, answered as the examples answer them. */
const walked = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.noBias(fc.nat(14)) }).map((pages) => Array.from({ length: pages }, (): Hop => ({ does: "form", at: 0, button: 0, filled: 0, changes: [], odd: {} })));

/** Pages that ask one thing after the other are walked through, and each may be the one that is fuzzed, more than once. */
const hops = fc.tuple(wandering, walked, fuzzed, walked).map((parts) => parts.flat());

export const anyVisit: fc.Arbitrary<Visit> = fc.oneof(
  { weight: 7, arbitrary: fc.record({ kind: fc.constant("pages" as const), entry: anyOf, hops, came }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("call" as const), call: anyCall, came, odd }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("straight" as const), way: anyOf, changes: fc.array(anyChange, { maxLength: 4 }), path: fc.oneof({ weight: 4, arbitrary: fc.constant("") }, { weight: 1, arbitrary: nasty.map((value) => value.slice(0, 300)) }), came, odd }) },
);
