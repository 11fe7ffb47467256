import { Hono } from "hono";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { door, edgeHeader } from "../../../../functions/platform/door.ts";

const secret = "said by the distribution and nobody else";
const app = new Hono().get("/lich-hen/abc", (c) => c.text("here", 200, { "Set-Cookie": "a=1" }));

const said = vi.fn();
const log = { info: said, warn: said, error: said };

const ask = async (headers: Record<string, string>, method = "GET", path = "/lich-hen/abc") => {
  const requestContext = { http: { method, path, sourceIp: "203.0.113.7" }, requestId: "id", domainName: "duongve.example" };
  return door(app, log)({ version: "2.0", rawPath: path, rawQueryString: "", headers: { host: "duongve.example", ...headers }, requestContext, body: null, isBase64Encoded: false } as never);
};

beforeEach(() => {
  said.mockClear();
  vi.stubEnv("EDGE_SECRET", secret);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

it("lets through who comes by the distribution, and nothing of the answer is lost", async () => {
  expect(await ask({ [edgeHeader]: secret })).toMatchObject({ statusCode: 200, body: "here", cookies: ["a=1"] });
});

it.each([
  ["nothing", {}],
  ["something else", { [edgeHeader]: "guessed" }],
  ["as much of something else", { [edgeHeader]: "x".repeat(secret.length) }],
  ["only its beginning", { [edgeHeader]: secret.slice(0, -1) }],
  ["the secret and more", { [edgeHeader]: `${secret}, ${secret}` }],
])("tells nothing to whoever says %s", async (_, headers) => {
  for (const path of ["/lich-hen/abc", "/nowhere"]) expect(await ask(headers, "GET", path)).toMatchObject({ statusCode: 403, body: "" });
});

it("tells the operators when the distribution says another secret, for then nobody is let in; a stranger is nothing to tell", async () => {
  await ask({});
  expect(said).not.toHaveBeenCalled();
  await ask({ [edgeHeader]: "of yesterday" });
  expect(said).toHaveBeenCalledExactlyOnceWith("DOOR_MISMATCH", { method: "GET" });
});

it("an address the app does not know is still the app's to answer", async () => {
  expect(await ask({ [edgeHeader]: secret }, "GET", "/nowhere")).toMatchObject({ statusCode: 404, body: "404 Not Found" });
});

it("does not start without its secret", () => {
  vi.stubEnv("EDGE_SECRET", "short");
  expect(() => door(app, log)).toThrow(/EDGE_SECRET/);
});
