import { createServer } from "node:http";
import { handle, type LambdaEvent } from "hono/aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp as createHotlineApp } from "../../functions/hotline/public/app.ts";
import { tellOf } from "../../functions/messages/receive.ts";
import { sweep } from "../../functions/messages/sweep.ts";
import { eachEvent } from "../../functions/platform/correlation.ts";
import { createLog } from "../../functions/platform/log.ts";
import { createApp } from "../../functions/registration/public/app.tsx";
import { through } from "../../infra/local/gateway.ts";
import { apiPaths } from "../../shared/paths.ts";
import { callRequest, mondayMorning, newKey } from "../support/hotline.ts";
import { motherForSon } from "../support/people.ts";
import { startWorld, type World } from "../support/world.ts";
import { linesWritten, type Line } from "../support/written-lines.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ at: mondayMorning });
});
afterAll(() => world.stop());

const settings = { siteOrigin: "http://localhost", assetsVersion: "test" };
const log = createLog("test");
const doors = {
  hotline: () => ({ app: createHotlineApp({ ...world.hotline.deps, log }, { ...settings, lines: { lines: [], night: [], showsAs: null } }), path: apiPaths.callbacks, body: callRequest(), done: "CALLBACK_BOOKED" }),
  registration: () => ({ app: createApp({ ...world.deps, log }, settings), path: apiPaths.registrations, body: motherForSon(), done: "APPLICATION_RECEIVED" }),
};
const coded = (lines: readonly Line[], code: string): Line[] => lines.filter(({ message }) => message === code);
const swept = (awsRequestId: string) => linesWritten(() => eachEvent(() => sweep({ ...world.messages, log }))({}, { awsRequestId }));

test.for(["hotline", "registration"] as const)("%s: one id leads from the page to the text, and to what became of it", async (area) => {
  const { app, path, body, done } = doors[area]();
  const requestId = `JKJa${area}HcESHA=`;
  const init = { method: "POST", headers: { "content-type": "application/json", "idempotency-key": newKey() }, body: JSON.stringify(body) };
  const asked = await linesWritten(async () => expect((await app.request(path, init, { requestContext: { requestId } })).status).toBe(201));
  expect(coded(asked, done)).toMatchObject([{ requestId }]);

  const row = (await world.rows("messages")).find(({ causedBy }) => causedBy === requestId);
  world.forward(2_000);
  const sent = coded(await swept("of-the-sweep"), "MESSAGE_HANDED_OVER").find(({ causedBy }) => causedBy === requestId);
  expect(sent).toMatchObject({ requestId: "of-the-sweep", messageId: row?.id, attempts: 1, waitedMs: expect.any(Number) });
  expect(sent?.waitedMs).toBeGreaterThanOrEqual(2_000);

  const ref = { area, subject: String(row?.subject), id: String(row?.id) };
  const told = await linesWritten(() => eachEvent(() => tellOf({ ...world.messages, log }, { ref, undelivered: "blocked" }))({}, { awsRequestId: "of-the-receipt" }));
  expect(coded(told, "MESSAGE_UNDELIVERED")).toMatchObject([{ requestId: "of-the-receipt", messageId: row?.id, causedBy: requestId, because: "blocked" }]);
});

test("on one machine the gateway says what it says behind CloudFront: an id, and the viewer's address last but one", async () => {
  const seen: LambdaEvent[] = [];
  const { app, path } = doors.hotline();
  const call = handle(app);
  const server = createServer((request, response) => void through((event) => (seen.push(event), call(event)), `${path}/{proxy+}`, request, response, () => response.destroy()));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  try {
    for (const init of [{ headers: { "x-forwarded-for": "203.0.113.7" } }, {}]) expect((await fetch(`${origin}${path}/slots`, init)).status).toBe(200);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  expect(seen.map(({ headers }) => headers?.["x-forwarded-for"])).toEqual(["203.0.113.7, 127.0.0.1, 127.0.0.1", "127.0.0.1, 127.0.0.1"]);
  expect(seen).toMatchObject([{}, {}].map(() => ({ requestContext: { requestId: expect.any(String), http: { sourceIp: "127.0.0.1" } } })));
});
