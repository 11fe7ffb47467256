import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routeOf } from "../../../infra/local/gateway.ts";
import { routes } from "../../../infra/routes.ts";
import { csrfName } from "../../../shared/staff/desk-form.ts";
import type { Row } from "../../support/world.ts";
import { gets, inVietnamese, nameOf, ofOwnPage, openDoors, posts, siteOrigin, type Doors, type Way } from "./doors.ts";

/** What a page of another site makes a visitor's browser send. The list of ways is read off the apps: a new one is attacked too. */

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors();
});
afterAll(() => doors.stop());

const form = { "content-type": "application/x-www-form-urlencoded" };
const anything = new URLSearchParams({ confirmed: "yes", everywhere: "yes", version: "1", soon: "yes" }).toString();

const keyOf = ({ pk, sk }: Row): string => `${pk} ${sk}`;
/** The rows that are there and were not, are not and were, or are otherwise than before. */
async function changedBy(work: () => Promise<void>): Promise<string[]> {
  const before = new Map((await doors.rows()).map((row) => [keyOf(row), row]));
  await work();
  const after = new Map((await doors.rows()).map((row) => [keyOf(row), row]));
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => !isDeepStrictEqual(before.get(key), after.get(key)));
}

test("the ways attacked here are all there are: each is one the API leads to its app, and each route of the API has one", () => {
  expect(doors.ways.length).toBeGreaterThan(200);
  for (const way of doors.ways) expect(routeOf(way.path)?.function, nameOf(way)).toBe(way.door.name);
  for (const route of routes) expect(doors.ways.filter(({ path }) => routeOf(path) === route).length, route.path).toBeGreaterThan(0);
});

describe("a form on another site that posts here", () => {
  const attacks: Record<string, Record<string, string>> = {
    "says whose it is": { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    "says only its origin": { origin: "https://evil.example" },
    "says only that it is another": { "sec-fetch-site": "cross-site" },
    "stands on a sister of our host": { origin: `http://www.${new URL(siteOrigin).host}`, "sec-fetch-site": "same-site" },
    "hides in a sandbox": { origin: "null", "sec-fetch-site": "cross-site" },
    "has another port": { origin: `${siteOrigin}:8443` },
    "begins like our origin": { origin: `${siteOrigin}.evil.example` },
  };

  test.for(Object.entries(attacks))("and %s is refused everywhere, and nothing is written", async ([, headers]) => {
    const changed = await changedBy(async () => {
      for (const way of posts(doors.ways)) {
        const csrf = way.door.member ? `${csrfName}=${encodeURIComponent(way.door.member.csrf)}&` : "";
        const { status } = await doors.ask(way, { headers: { ...form, ...headers }, body: `${csrf}${anything}` });
        // The door of the aggregator knows no site and no cookie: without a signature it is shut.
        expect(status, nameOf(way)).toBe(way.door.name === "messageReceipts" ? 401 : 403);
      }
    });
    expect(changed).toEqual([]);
  });

  test.for(["text/plain", "multipart/form-data; boundary=x", "TEXT/PLAIN", ""])("as %j, which needs no leave either, is refused too", async (type) => {
    const changed = await changedBy(async () => {
      for (const way of posts(doors.ways)) {
        const { status } = await doors.ask(way, { headers: { ...(type ? { "content-type": type } : {}), ...attacks["says whose it is"] }, body: '{"x":"=' });
        expect([401, 403], nameOf(way)).toContain(status);
      }
    });
    expect(changed).toEqual([]);
  });

  test("as JSON is not sent by a browser: nobody is given leave, whatever way is asked about", async () => {
    for (const { door, path, pattern } of doors.ways) {
      const answer = await door.app.request(path, { method: "OPTIONS", headers: { origin: "https://evil.example", "access-control-request-method": "POST", "access-control-request-headers": "content-type" } });
      expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control-")), pattern).toEqual([]);
      expect(answer.status, pattern).toBeGreaterThanOrEqual(400);
    }
  });
});

describe("at the desks, where a cookie rides along", () => {
  const atDesks = (): Way[] => posts(doors.ways).filter(({ door }) => door.member);
  const refusedAll = async (headers: Record<string, string>, csrf: (way: Way) => string) => {
    const changed = await changedBy(async () => {
      for (const way of atDesks()) {
        const { status } = await doors.ask(way, { headers: { ...form, ...headers }, body: `${csrf(way)}${anything}` });
        expect(status, nameOf(way)).toBe(403);
      }
    });
    expect(changed).toEqual([]);
  };
  const own = ({ door }: Way): string => `${csrfName}=${encodeURIComponent(door.member?.csrf ?? "")}&`;

  test("a browser that does not say where a form comes from is refused", () => refusedAll({}, own));
  test("a form without the word of the page is refused", () => refusedAll(ofOwnPage, () => ""));
  test("a form with an empty or a made-up word is refused", async () => {
    await refusedAll(ofOwnPage, () => `${csrfName}=&`);
    await refusedAll(ofOwnPage, () => `${csrfName}=${"A".repeat(43)}&`);
  });
  test("a form with the word of a colleague is refused", async () => {
    const { csrf } = await doors.signedIn("colleague", ["communeOfficer", "counsellor"], "00004");
    await refusedAll(ofOwnPage, () => `${csrfName}=${encodeURIComponent(csrf)}&`);
  });
  test("the right word behind a wrong one is not looked for", () => refusedAll(ofOwnPage, (way) => `${csrfName}=x&${own(way)}`));
  test("the word in the address or in a header is no word", async () => {
    for (const way of atDesks()) {
      const csrf = encodeURIComponent(way.door.member?.csrf ?? "");
      const { status } = await doors.ask({ ...way, path: `${way.path}?${csrfName}=${csrf}` }, { headers: { ...form, ...ofOwnPage, [csrfName]: csrf, "x-csrf-token": csrf }, body: anything });
      expect(status, nameOf(way)).toBe(403);
    }
  });
});

describe("a picture or a link on another site", () => {
  /** Who looked is written down, and where a sign-in began; nothing else. */
  const isRecord = (key: string): boolean => / EVENT#| LOOK#| CHAIN$|^SIGNIN#/.test(key);

  test("changes nothing, by GET or by HEAD, whoever is signed in", async () => {
    const changed = await changedBy(async () => {
      for (const way of gets(doors.ways)) {
        // Both languages are one app: one is asked in this way, the other in that.
        const method = way.pattern.startsWith("/en/") ? "HEAD" : "GET";
        const path = `${way.path}?${anything}&_method=POST`;
        const { status } = await doors.ask({ ...way, method, path }, { headers: { "x-http-method-override": "POST", "sec-fetch-site": "cross-site" } });
        expect(status, nameOf(way)).toBeLessThan(500);
      }
    });
    expect(changed.filter((key) => !isRecord(key))).toEqual([]);
  });

  test("at an address that is posted to is no post", async () => {
    const changed = await changedBy(async () => {
      for (const way of posts(inVietnamese(doors.ways))) {
        const { status } = await doors.ask({ ...way, method: "GET", path: `${way.path}?${anything}` }, { headers: { "sec-fetch-site": "cross-site" } });
        expect([200, 303, 400, 401, 404], nameOf(way)).toContain(status);
      }
    });
    expect(changed.filter((key) => !isRecord(key))).toEqual([]);
  });
});
