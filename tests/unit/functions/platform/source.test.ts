import { expect, test } from "vitest";
import { createSeal } from "../../../../functions/platform/seal.ts";
import { sourceOf, viewerOf } from "../../../../functions/platform/source.ts";

const edge = "130.176.0.1";
const seal = createSeal("a secret for sources, long enough to be one");
/** In Vietnam 23:59:59 of the 22nd, and the 23rd. */
const [lastOfDay, firstOfNext] = ["2026-11-22T16:59:59.999Z", "2026-11-22T17:00:00.000Z"] as const;
const source = (forwardedFor: string | undefined, at: string = lastOfDay, by = seal) => sourceOf({ forwardedFor, peer: edge }, by, new Date(at));

test.for([
  { what: "a viewer", forwardedFor: `203.0.113.7, ${edge}`, viewer: "203.0.113.7" },
  { what: "a viewer by IPv6", forwardedFor: `2001:db8::7, ${edge}`, viewer: "2001:db8::7" },
  { what: "no blanks", forwardedFor: `203.0.113.7,${edge}`, viewer: "203.0.113.7" },
  { what: "one who writes another's address in front", forwardedFor: `198.51.100.1, 203.0.113.7, ${edge}`, viewer: "203.0.113.7" },
  { what: "one who writes many, and no addresses", forwardedFor: `, x,,198.51.100.1 , 198.51.100.2,203.0.113.7, ${edge}`, viewer: "203.0.113.7" },
  { what: "one who did not come by the distribution", forwardedFor: "203.0.113.7", viewer: "203.0.113.7" },
  { what: "an empty header", forwardedFor: "", viewer: edge },
  { what: "none", forwardedFor: undefined, viewer: edge },
])("who asked, as the distribution says it: $what", ({ forwardedFor, viewer }) => expect(viewerOf({ forwardedFor, peer: edge })).toBe(viewer));

test("nobody said where a request came from: it has no source", () => expect(sourceOf({ forwardedFor: undefined, peer: undefined }, seal, new Date(lastOfDay))).toBeUndefined());

test("one address is one source all day in Vietnam, and another the next", () => {
  const own = source(`203.0.113.7, ${edge}`);
  expect(own).toMatch(/^[0-9a-f]{10}$/);
  expect(source(`198.51.100.1, 203.0.113.7, ${edge}`, "2026-11-21T17:00:00.000Z")).toBe(own);
  expect(source(`203.0.113.7, ${edge}`, firstOfNext)).not.toBe(own);
  expect(source(`203.0.113.8, ${edge}`)).not.toBe(own);
  expect(source(`2001:db8::7, ${edge}`)).not.toBe(own);
});

test("one line by IPv6 is one source, whichever of its addresses it uses and however they are written", () => {
  const own = source(`2001:db8:1:2::7, ${edge}`);
  for (const same of ["2001:db8:1:2::8", "2001:0DB8:0001:0002:aaaa:bbbb:cccc:dddd", "2001:db8:1:2:0:0:0:1"]) expect(source(`${same}, ${edge}`)).toBe(own);
  for (const another of ["2001:db8:1:3::7", "2001:db8::7", "2001:db8:2:2::7", "::1"]) expect(source(`${another}, ${edge}`)).not.toBe(own);
  expect(source(`2001:db8::7, ${edge}`)).toBe(source(`2001:db8:0:0::8, ${edge}`));
});

test("without the secret nobody can tell which address a source is", () => {
  const [own, others] = [source(`203.0.113.7, ${edge}`), source(`203.0.113.7, ${edge}`, lastOfDay, createSeal("another secret for sources, long enough too"))];
  expect(own).not.toBe(others);
});
