import { setTimeout as pause } from "node:timers/promises";
import { Hono } from "hono";
import { afterEach, expect, test, vi } from "vitest";
import { createReceiptsApp } from "../../../../functions/messages/receipts/app.ts";
import { eachEvent } from "../../../../functions/platform/correlation.ts";
import { correlated } from "../../../../functions/platform/http.ts";
import { createLog, logFields } from "../../../../functions/platform/log.ts";
import { createOutbox } from "../../../../functions/platform/outbox.ts";
import { publicApp } from "../../../../functions/platform/public-app.tsx";
import { createSeal } from "../../../../functions/platform/seal.ts";
import { deskApp } from "../../../../functions/staff/desk-app.tsx";
import { newMessage, type Message } from "../../../../shared/messages/message.ts";
import { apiPaths } from "../../../../shared/paths.ts";
import { linesWritten } from "../../../support/written-lines.ts";
import { filesWith, sourcesOf } from "../../architecture/sources.ts";

afterEach(() => vi.unstubAllEnvs());

const at = new Date("2026-11-22T02:00:00Z");
const deps = { log: createLog("test"), seal: createSeal("a secret for this test, long enough to be one"), now: () => at };
const settings = { siteOrigin: "https://duongve.example", assetsVersion: "test" };
const gateway = (requestId: string) => ({ requestContext: { requestId, http: { sourceIp: "130.176.0.1" } } });
const from = (viewer: string) => ({ headers: { "x-forwarded-for": `${viewer}, 130.176.0.1` } });
const promise = (): unknown => {
  const message = { area: "hotline", subject: "one", id: "m1", lane: "notice", template: "receipt", language: "vi", reason: "justDone", dueAt: at.toISOString(), notAfter: at.toISOString() } as const;
  return createOutbox("messages", deps.seal).promise(newMessage(message, at) satisfies Message).Put?.Item?.causedBy;
};

test("requests that are answered at the same time each write their own id and source, before and after they wait", async () => {
  const app = new Hono().use(correlated(deps));
  app.get("/:ms", async (c) => {
    deps.log.info("BEGUN", { count: Number(c.req.param("ms")) });
    await pause(Number(c.req.param("ms")));
    deps.log.info("DONE", { count: Number(c.req.param("ms")) });
    return c.text("");
  });
  const waits = [9, 1, 6, 3];
  const lines = await linesWritten(() => Promise.all(waits.map(async (ms) => app.request(`/${ms}`, from(`203.0.113.${ms}`), gateway(`request-of-${ms}`)))));
  expect(lines).toHaveLength(8);
  for (const { count, requestId } of lines) expect(requestId).toBe(`request-of-${count as number}`);
  for (const ms of waits) expect(new Set(lines.filter(({ count }) => count === ms).map(({ source }) => source)).size).toBe(1);
  expect(new Set(lines.map(({ source }) => source)).size).toBe(4);
  expect(JSON.stringify(lines)).not.toMatch(/203\.0\.113|130\.176/);
});

test("a request nobody named has an id of its own", async () => {
  const app = new Hono().use(correlated()).get("/", (c) => {
    deps.log.info("ANSWERED");
    return c.text("");
  });
  const lines = await linesWritten(async () => [await app.request("/", from("203.0.113.7")), await app.request("/")]);
  expect(new Set(lines.map(({ requestId }) => requestId)).size).toBe(2);
  for (const { requestId, source } of lines) expect([String(requestId), source]).toEqual([expect.stringMatching(logFields.requestId), undefined]);
});

test("an event's lines carry Lambda's id for it, and no others do", async () => {
  const handler = eachEvent(async (ms: number) => {
    await pause(ms);
    deps.log.info("WORKED");
  });
  const lines = await linesWritten(async () => {
    await Promise.all([handler(60, { awsRequestId: "lambda-1" }), handler(1, { awsRequestId: "lambda-2" })]);
    deps.log.info("OUTSIDE");
    await handler(0, {});
  });
  expect(lines.map(({ requestId }) => requestId)).toEqual(["lambda-2", "lambda-1", undefined, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
});

test("a line names the trace it belongs to", async () => {
  vi.stubEnv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1");
  const [line] = await linesWritten(() => deps.log.info("WORKED"));
  expect(line).toMatchObject({ xray_trace_id: "1-5759e988-bd862e3fe1be46a994272793" });
});

test("a text is promised with the id of the request that promises it", async () => {
  expect(promise()).toBeUndefined();
  expect(eachEvent(promise)(null, { awsRequestId: "lambda-1" })).toBe("lambda-1");
});

const fails = (): never => {
  throw new RangeError("words that belong to somebody");
};
const appsThatFail = {
  public: () => publicApp(deps, settings).get("/hen-goi/:token", fails),
  desk: () => deskApp({ ...deps, staffSeal: deps.seal }, settings).get("/hen-goi/:token", fails),
  receipts: () => createReceiptsApp({ ...deps, store: Object.create(null), now: fails }, Object.create(null), "a secret"),
};

test.for([
  { app: "public", route: "/hen-goi/:token", hasSource: true },
  { app: "desk", route: "/hen-goi/:token", hasSource: true },
  { app: "receipts", route: apiPaths.receipts, hasSource: false },
] as const)("what fails in the $app app is one line with the gateway's id, the route's pattern and nothing of what was asked", async ({ app, route, hasSource }) => {
  const method = app === "receipts" ? "POST" : "GET";
  const lines = await linesWritten(async () => {
    const answer = await appsThatFail[app]().request(route.replace(":token", "tokenOfSomebody"), { method, ...from("203.0.113.7") }, gateway("JKJaXmPLvHcESHA="));
    expect(answer.status).toBe(500);
  });
  const source = hasSource ? { source: expect.stringMatching(logFields.source) } : {};
  const byItself = { level: "ERROR", service: "test", timestamp: expect.any(String), sampling_rate: 0 };
  expect(lines).toEqual([{ ...byItself, message: "REQUEST_FAILED", requestId: "JKJaXmPLvHcESHA=", ...source, method, route, errorName: "RangeError" }]);
});

test("every app answers for its failures in one of these three", () => {
  expect(filesWith(sourcesOf("functions"), /\.onError\(/)).toEqual(["functions/messages/receipts/app.ts", "functions/platform/public-app.tsx", "functions/staff/desk-app.tsx"]);
});

test("every function Lambda wakes by an event works within its id", () => {
  const handlers = sourcesOf("functions").filter(({ text }) => /export const handler = /.test(text));
  expect(handlers.filter(({ text }) => !/door\(create\w*App\(|\.handler\(\s*eachEvent\(/.test(text)).map(({ file }) => file)).toEqual([]);
});
