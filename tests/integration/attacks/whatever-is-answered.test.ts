import { afterAll, beforeAll, expect, test } from "vitest";
import { access } from "../../../infra/access.ts";
import { buildSite } from "../../../web/build.tsx";
import { csrfName } from "../../../shared/staff/desk-form.ts";
import { gets, isForAll, isQuick, nameOf, ofOwnPage, openDoors, posts, type Doors, type Way } from "./doors.ts";

/** What every answer of every app says beside its words: asked for, refused, not there, too large, of another kind, or failed. */

let doors: Doors;
const answers: { what: string; way: Way; method: string; status: number; headers: Headers }[] = [];
beforeAll(async () => {
  doors = await openDoors();
  for (const way of gets(doors.ways)) await hearGets(way);
  for (const way of posts(doors.ways)) await hearPosts(way);
  // One body for all is read before any way is looked at: one way into each app is enough of so large a thing.
  for (const way of new Map(posts(doors.ways).map((one) => [one.door.name, one])).values()) await hear(way, { headers: { ...form, ...ofOwnPage }, body: `x=${"a".repeat(257 * 1_024)}` });
}, 120_000);
afterAll(() => doors.stop());

const form = { "content-type": "application/x-www-form-urlencoded" };
async function hear(asked: Omit<Way, "method"> & { method: string }, init?: Parameters<Doors["ask"]>[1]): Promise<void> {
  const { status, headers, body } = await doors.ask(asked, init);
  await body?.cancel();
  const way = { ...asked, method: asked.method === "POST" ? "POST" : "GET" } as const;
  answers.push({ what: `${nameOf(asked)} ${status}`, way, method: asked.method, status, headers });
}

async function hearGets(way: Way): Promise<void> {
  await hear(way, { headers: { range: "bytes=0-3", origin: "https://evil.example" } });
  await hear(way, { as: null });
  if (isQuick(way)) await hear({ ...way, method: "HEAD" });
  await hear({ ...way, method: "DELETE" }, { headers: ofOwnPage });
  await hear({ ...way, method: "OPTIONS" }, { headers: { origin: "https://evil.example" } });
  await hear({ ...way, path: `${way.path}/khong/co` });
  const grants = access[way.door.name];
  Object.assign(access, { [way.door.name]: [] });
  await hear(way).finally(() => Object.assign(access, { [way.door.name]: grants }));
}

async function hearPosts(way: Way): Promise<void> {
  const own = new URLSearchParams({ [csrfName]: way.door.member?.csrf ?? "", sealed: "x" }).toString();
  await hear(way, { headers: { ...form, ...ofOwnPage }, body: own, as: null });
  if (way.door.name !== "staff") await hear(way, { headers: { ...form, ...ofOwnPage }, body: own });
  await hear(way, { headers: { "content-type": "text/xml", ...ofOwnPage }, body: own });
  await hear(way, { headers: { ...form, origin: "https://evil.example" } });
}

const typeOf = ({ headers }: { headers: Headers }): string => headers.get("content-type")?.split(";")[0] ?? "";

test("it was asked for in every way, and answered in every way", () => {
  expect(new Set(answers.map(({ way }) => nameOf(way))).size).toBe(doors.ways.length);
  expect([...new Set(answers.map(({ status }) => status))].toSorted()).toEqual(expect.arrayContaining([200, 303, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 500]));
});

test("no page may be shown in a frame, and none is read as what it does not say it is", () => {
  const pages = answers.filter((answer) => typeOf(answer) === "text/html");
  expect([...new Set(pages.map(({ status }) => status))].toSorted()).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 500]));
  for (const { what, headers } of answers) {
    expect(headers.get("x-frame-options"), what).toBe("DENY");
    expect(headers.get("content-security-policy"), what).toMatch(/(^|; *)frame-ancestors 'none'(;|$)/);
    expect(headers.get("x-content-type-options"), what).toBe("nosniff");
  }
});

test("nothing may be kept for another, and nobody is given a part; what is for all is the directory, where it can be read", () => {
  const kept = answers.filter(({ headers }) => headers.get("cache-control") !== "no-store");
  expect([...new Set(kept.map(({ method, way, status }) => `${method} ${way.pattern} ${status}`))].toSorted()).toEqual(["GET /co-so 200", "GET /en/co-so 200", "HEAD /co-so 200", "HEAD /en/co-so 200"]);
  for (const { what, way, headers } of kept) expect([isForAll(way), headers.get("cache-control"), headers.get("vary"), headers.get("set-cookie")], what).toEqual([true, "public, max-age=300", what.startsWith("HEAD") ? null : "Accept-Encoding", null]);
  for (const { what, status, headers } of answers) expect([status === 206, headers.get("content-range")], what).toEqual([false, null]);
});

test("no other site is given leave to read it", () => {
  for (const { what, headers } of answers) expect([...headers.keys()].filter((name) => /^(access-control-|cross-origin-resource-policy$)/.test(name) && headers.get(name) !== "same-origin"), what).toEqual([]);
});

test("only the sign-in sets cookies: the mark of a browser, and the ticket when somebody leaves", () => {
  const sets = answers.flatMap(({ way, headers }) => headers.getSetCookie().map((line) => `${nameOf(way)} ${line.split("=")[0]}`));
  expect([...new Set(sets)].toSorted()).toEqual(["GET /desk/sign-in desk-sign-in", "GET /en/desk/sign-in desk-sign-in", "POST /desk/sign-out desk", "POST /en/desk/sign-out desk"]);
});

test("there is no table for a spreadsheet: no answer and no page built ahead is one, so no value of anybody can be a formula in one", async () => {
  expect([...new Set(answers.map(typeOf))].toSorted()).toEqual(["", "application/json", "application/pdf", "application/problem+json", "text/calendar", "text/html"]);
  for (const { what, headers } of answers) expect(headers.get("content-disposition") ?? "", what).not.toMatch(/\.(csv|tsv|tab|xlsx?|xlsm|ods|dif|slk|txt)\b/i);
  for (const file of (await buildSite("v1")).keys()) expect(file).toMatch(/\.(html|css|js|json|svg)$/);
});

test("a file's name is plain letters in quotes, whatever it is a file of", () => {
  const files = answers.flatMap(({ headers }) => headers.get("content-disposition") ?? []);
  expect(new Set(files).size).toBeGreaterThan(3);
  for (const said of files) expect(said).toMatch(/^(inline|attachment); filename="[A-Za-z0-9-]+\.(pdf|json|ics)"$/);
});
