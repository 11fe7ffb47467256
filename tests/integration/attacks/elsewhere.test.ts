import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { handle } from "hono/aws-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routeOf, through } from "../../../infra/local/gateway.ts";
import { serveSite, showDown } from "../../../infra/local/site.ts";
import { routes } from "../../../infra/routes.ts";
import { languages } from "../../../shared/language.ts";
import { deskPath, signInPath } from "../../../shared/staff/paths.ts";
import { buildSite } from "../../../web/build.tsx";
import { callRequest, newKey } from "../../support/hotline.ts";
import { motherForSon, testPhone } from "../../support/people.ts";
import { createBrowser, demoPerson } from "../../support/staff-sign-in.ts";
import { gets, inVietnamese, isForAll, isQuick, nameOf, openDoors, siteOrigin, type Doors, type Way } from "./doors.ts";

/** Attacks that lead somebody elsewhere: by a redirect, by a host's name that we believe, by an answer that is kept for another. */

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors();
});
afterAll(() => doors.stop());

const evil = "evil.example";
/** Ways to write another site's address that some browser follows. */
const otherSites = [`https://${evil}`, `//${evil}`, `///${evil}`, `/\\${evil}`, `\\\\${evil}`, `/\t/${evil}`, `/\n/${evil}`, ` //${evil}`, `https:${evil}`, `javascript:alert(1)//${evil}`, `/..//${evil}`, `/desk/..//${evil}`, `/desk/%2e%2e//${evil}`, `/desk\\..\\..//${evil}`, `/desk@${evil}/..//${evil}`, `${siteOrigin}@${evil}/desk`, `${siteOrigin}.${evil}/desk`, `/desk/%0d%0aLocation:%20https://${evil}`, `/desk\r\nLocation: https://${evil}`, "/de\r\nsk", "/desk/x\\y", "/desk/\t"];
/** What can stand between two slashes of an address. */
const segments = [`%0d%0aLocation:%20https:%2f%2f${evil}`, `..%2f..%2f..%2f..%2f%2f${evil}`, `%2f%2f${evil}`, `%5c%5c${evil}`, "%00", "%e1%bb", "%c4%91%e1%bb%9di"];

/** Where a browser would go. */
const leadsTo = (location: string): URL => new URL(location, siteOrigin);
/** A redirect of ours, unless it leads to the issuer, names a path of this site, in a spelling that means nothing else to anybody. */
function staysHere(answer: Response, what: string): void {
  expect(answer.status, what).toBeLessThan(500);
  const location = answer.headers.get("location");
  if (location === null) return;
  if (leadsTo(location).origin === new URL(doors.staff.issuer.issuer).origin) return;
  expect(location, what).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
  expect(location, what).not.toContain("\\");
  expect(leadsTo(location).origin, what).toBe(siteOrigin);
  expect(leadsTo(location).pathname, what).not.toMatch(/^\/\//);
}

/** Every address in which something stands for a name of the route's, with something else in its place. */
const withSegment = (way: Way, put: string): string[] => {
  const named = way.pattern.split("/");
  const said = way.path.split("/");
  return named.flatMap((name, at) => (name.startsWith(":") || name === "*" ? [said.with(at, put).join("/")] : []));
};

describe("a redirect", () => {
  test.for(segments)("with %s in the address leads nowhere else, and nothing fails", async (put) => {
    for (const way of inVietnamese(doors.ways)) for (const path of withSegment(way, put)) staysHere(await (way.method === "GET" ? doors.ask({ ...way, path }) : doors.post({ ...way, path })), `${way.method} ${path}`);
  });

  test("does not go where the query says", async () => {
    const query = new URLSearchParams(["to", "next", "url", "return", "done", "date", "after", "province", "redirect_uri", "post_logout_redirect_uri"].map((name) => [name, `//${evil}`])).toString();
    for (const way of inVietnamese(doors.ways).filter(isQuick)) {
      const answer = await (way.method === "GET" ? doors.ask({ ...way, path: `${way.path}?${query}` }) : doors.post({ ...way, path: `${way.path}?${query}` }, [["to", `//${evil}`]]));
      staysHere(answer, nameOf(way));
    }
  });

  test("to the sign-in brings back to the page it came from and to no other, and asks for nothing of the kind", async () => {
    for (const way of gets(doors.ways).filter(({ door, pattern }) => door.member && !pattern.includes("/sign-"))) {
      const answer = await doors.ask({ ...way, path: `${way.path}?to=//${evil}` }, { as: null });
      expect(answer.status, nameOf(way)).toBe(303);
      const to = leadsTo(answer.headers.get("location") ?? "");
      expect(to.origin + to.pathname, nameOf(way)).toBe(siteOrigin + deskPath(way.path.startsWith("/en/") ? "en" : "vi", "signIn"));
      expect(to.searchParams.get("to"), nameOf(way)).toBe(`${way.path}?to=//${evil}`);
    }
  });

  test("after the sign-in stays on the desks, however another site is written", async () => {
    const kept = async () => (await doors.world.rows("staff")).filter(({ pk }) => pk.startsWith("SIGNIN#")).map(({ to }) => String(to));
    for (const language of languages) {
      for (const to of otherSites) expect((await doors.staff.request(signInPath(language, to))).status, to).toBe(303);
    }
    const all = await kept();
    expect(all.length).toBeGreaterThanOrEqual(otherSites.length * languages.length);
    for (const to of all) {
      expect(leadsTo(to).origin, to).toBe(siteOrigin);
      expect(to).toMatch(/^(\/en)?\/desk([/?][!-[\]-~]*)?$/);
    }
  });

  test("after a whole sign-in that was begun by a hostile link ends on the first page", async () => {
    const done = await createBrowser(doors.staff).signIn(demoPerson("An"), { to: `//${evil}/desk` });
    expect([done.status, done.headers.get("location")]).toEqual([303, deskPath("vi")]);
  });

  test("of the callback goes nowhere for a state, a code or an issuer that we did not give out", async () => {
    for (const query of [`state=//${evil}&code=x`, `state=https://${evil}`, `iss=https://${evil}&state=x&code=x`, `error=x&error_uri=https://${evil}&state=x`]) {
      for (const language of languages) {
        const answer = await doors.staff.request(`${deskPath(language, "callback")}?${query}`, { headers: { cookie: "desk-sign-in=x" } });
        expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
        expect(await answer.text()).not.toContain(evil);
      }
    }
  });

  test("of the sign-out leads to the issuer we know, and comes back to us", async () => {
    for (const way of doors.ways.filter(({ pattern, method }) => method === "POST" && pattern.endsWith("/sign-out"))) {
      const member = await doors.signedIn("leaving", ["counsellor"]);
      const left = { ...way, door: { ...way.door, member }, path: `${way.path}?to=//${evil}&post_logout_redirect_uri=https://${evil}` };
      const answer = await doors.post(left, [["to", `https://${evil}`]]);
      const onwards = new URL((answer.headers.get("refresh") ?? "").replace(/^0; url=/, ""));
      expect(onwards.origin).toBe(new URL(doors.staff.issuer.issuer).origin);
      expect(onwards.searchParams.get("post_logout_redirect_uri")).toBe(siteOrigin + deskPath(way.path.startsWith("/en/") ? "en" : "vi", "signOut"));
      expect(onwards.href + (await answer.text())).not.toContain(evil);
    }
  });
});

/** Every header by which a request or a box on the way may say under which name we are asked. */
const otherHost = {
  host: evil,
  "x-forwarded-host": evil,
  "x-forwarded-server": evil,
  "x-host": evil,
  "x-original-host": evil,
  "x-forwarded-proto": "gopher",
  "x-forwarded-prefix": `//${evil}`,
  "x-original-url": `https://${evil}/`,
  "x-rewrite-url": `https://${evil}/`,
  forwarded: `host=${evil};proto=gopher`,
  via: evil,
  referer: `https://${evil}/`,
};

describe("a host's name that is not ours", () => {
  /** The request as Lambda is told of it, under the attacker's name. */
  const asAsked = (way: Way, body?: string) =>
    way.door.app.request(`http://${evil}${way.path}`, {
      method: way.method,
      headers: { ...otherHost, ...(way.door.member ? { cookie: way.door.member.cookie } : {}), ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": newKey() }) },
      ...(body === undefined ? {} : { body }),
    });

  test("stands in no answer, however it is said", async () => {
    for (const way of gets(inVietnamese(doors.ways)).filter(isQuick)) {
      const answer = await asAsked(way);
      expect(answer.status, nameOf(way)).toBeLessThan(500);
      expect([...answer.headers].join() + (await answer.text()), nameOf(way)).not.toMatch(/evil\.example|gopher/);
    }
  });

  test("does not make another site's form our own", async () => {
    for (const way of doors.ways.filter(({ method, door }) => method === "POST" && door.name !== "messageReceipts")) {
      const answer = await way.door.app.request(`http://${evil}${way.path}`, {
        method: "POST",
        headers: { ...otherHost, origin: `http://${evil}`, "content-type": "application/x-www-form-urlencoded", ...(way.door.member ? { cookie: way.door.member.cookie } : {}) },
        body: "confirmed=yes",
      });
      expect(answer.status, nameOf(way)).toBe(403);
    }
  });

  test("is in no link of a text, and in no address that an application is given", async () => {
    const [registrations, callbacks] = [doors.ways.find(({ pattern }) => pattern === "/api/registrations"), doors.ways.find(({ pattern }) => pattern === "/api/callbacks")];
    if (!registrations || !callbacks) throw new Error("the API has no door");
    const filed = await asAsked(registrations, JSON.stringify({ ...motherForSon(), applicant: { ...motherForSon().applicant, phone: testPhone(11) } }));
    const called = await asAsked(callbacks, JSON.stringify(callRequest({ phone: "+84900000612" })));
    expect([filed.status, called.status]).toEqual([201, 201]);
    for (const answer of [filed, called]) expect(answer.headers.get("location")).toMatch(/^\/(?!\/)/);
    await doors.world.sweep();
    const texts = await doors.world.texts();
    expect(texts.length).toBeGreaterThan(0);
    expect(JSON.stringify(texts)).not.toContain(evil);
    for (const table of ["registrations", "hotline", "messages"] as const) expect(JSON.stringify(await doors.world.rows(table))).not.toContain(evil);
  });
});

describe("on the wire, behind the gateway", () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    const files = await buildSite("v1");
    const calls = Object.fromEntries(Object.entries(doors.doors).map(([name, { app }]) => [name, handle(app as never)]));
    server = createServer((request, response) => {
      const route = routeOf(new URL(request.url ?? "/", "http://localhost").pathname);
      const call = route && calls[route.function];
      if (route && call) void through(call, route.path, request, response, (status) => showDown(files, status, response));
      else serveSite(files, request, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    port = typeof address === "object" && address ? address.port : 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Bytes as they are written here, and what comes back. */
  const sent = (target: string, host = evil): Promise<string> =>
    new Promise((done, failed) => {
      let heard = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nX-Forwarded-Host: ${evil}\r\nConnection: close\r\n\r\n`));
      socket.on("data", (bytes) => (heard += bytes.toString("utf8")));
      socket.on("close", () => done(heard));
      socket.on("error", failed);
    });

  test("a target that names another site is answered as the page it names here, without that name", async () => {
    const paths = routes.map(({ path }) => path.replace("{proxy+}", "x"));
    for (const path of [...paths, "/", "/en", "/dang-ky", "/khong-co"]) {
      for (const target of [path, `http://${evil}${path}`]) {
        const heard = await sent(target);
        expect(heard, target).toMatch(/^HTTP\/1\.1 [234]\d\d /);
        expect(heard, target).not.toContain(evil);
      }
    }
  });

  test("pages built ahead may be in no frame either, nor what is shown instead of them", async () => {
    for (const path of ["/", "/en", "/dang-ky", "/khong-co", "/en/khong-co", "/thoat", "/tam-ngung.html"]) {
      expect(await sent(path), path).toMatch(/\r\nX-Frame-Options: DENY\r\n/);
      expect(await sent(path), path).toMatch(/\r\nContent-Security-Policy: [^\r]*frame-ancestors 'none'\r\n/);
    }
  });
});

describe("an answer that is kept on the way for the next who asks", () => {
  /** What no cache looks at, and what could make an answer another. */
  const unkeyed = { ...otherHost, "accept-language": "en", cookie: "desk=x; a=b", "user-agent": "Evil", "x-http-method-override": "POST", authorization: "Bearer x", "desk-poll": "yes", range: "bytes=0-10", "if-none-match": "*", "if-modified-since": "Mon, 23 Nov 2026 00:00:00 GMT", accept: "application/json", "cache-control": "only-if-cached", "idempotency-key": "x" };

  test("depends on its address alone where it is for all, and sets no cookie", async () => {
    const kept = doors.ways.filter(isForAll);
    for (const way of kept) {
      for (const path of [way.path, `${way.path}?province=01`, `${way.path}?province=${evil}`]) {
        const [usual, other] = [await doors.ask({ ...way, path }), await doors.ask({ ...way, path }, { headers: unkeyed })];
        expect(other.status).toBe(usual.status);
        expect(other.headers.get("cache-control")).toBe("public, max-age=300");
        expect(other.headers.get("vary")).toBe("Accept-Encoding");
        expect(other.headers.get("set-cookie")).toBeNull();
        const page = await other.text();
        expect(page).toBe(await usual.text());
        expect(page).not.toContain(evil);
      }
    }
  });
});

describe("a session that somebody else has chosen", () => {
  test("is none on the public side: whoever brings a cookie is answered as one without", async () => {
    const { cookie } = await doors.signedIn("visitor", ["communeOfficer", "counsellor"], "00004");
    for (const way of inVietnamese(doors.ways).filter(({ door }) => !door.member)) {
      const [without, answer] = [await doors.post(way), await doors.post(way, [], { cookie })];
      expect(answer.status, nameOf(way)).toBe(without.status);
    }
  });

  test("is no way in at the desks, before a sign-in and after it", async () => {
    const browser = createBrowser(doors.staff);
    const an = demoPerson("An");
    const planted = `${"A".repeat(43)}.${an.sub}`;
    browser.plant("desk", planted);
    await browser.signIn(an);
    const given = browser.cookies();
    expect(given).not.toContain(planted);
    const opens = async (cookie: string): Promise<number> => (await doors.doors.hotlineDesk.app.request("/desk/hotline", { headers: { cookie } })).status;
    expect([await opens(given), await opens(`desk=${planted}`)]).toEqual([200, 303]);
    await browser.signIn(demoPerson("Bình"));
    expect([await opens(browser.cookies()), await opens(given)]).toEqual([200, 303]);
  });
});
