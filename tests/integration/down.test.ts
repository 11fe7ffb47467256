import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { through, type HttpFunction } from "../../infra/local/gateway.ts";
import { showDown } from "../../infra/local/site.ts";
import { downPath } from "../../shared/paths.ts";
import { buildSite } from "../../web/build.tsx";
import { words } from "../../web/words/words.ts";
import { tellingWordsIn } from "../support/neutral-words.ts";

/** How a function may end, by address. */
const ends: Record<string, () => Promise<unknown>> = {
  "/breaks": async () => Promise.reject(new Error("out of memory")),
  "/says-500": async () => ({ statusCode: 500, headers: { "set-cookie": "half=done" }, body: "half a page" }),
  "/says-503": async () => ({ statusCode: 503, body: "" }),
  "/says-403": async () => ({ statusCode: 403, headers: { "content-type": "text/html" }, body: "its own words" }),
};
let server: Server;
let origin: string;

beforeAll(async () => {
  const files = await buildSite("v1");
  const call = (async ({ rawPath }: { rawPath: string }) => ends[rawPath]?.()) as unknown as HttpFunction;
  server = createServer((request, response) => void through(call, "/{proxy+}", request, response, (status) => showDown(files, status, response)));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});
afterAll(() => server.close());

test.each([
  ["/breaks", 500],
  ["/says-500", 500],
  ["/says-503", 503],
])("%s: whoever asked reads in both languages what to do, with the numbers to ring, and the status says that it failed", async (path, status) => {
  for (const method of ["GET", "POST"]) {
    const answer = await fetch(origin + path, { method });
    const page = await answer.text();
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    for (const { down } of [words.vi, words.en]) {
      expect(page).toContain(down.title);
      for (const { number } of down.numbers) expect(page).toContain(`href="tel:${number}"`);
    }
    expect(page).not.toContain("half");
    expect(answer.headers.get("set-cookie")).toBeNull();
  }
});

test("a refusal stays the function's own", async () => {
  const answer = await fetch(`${origin}/says-403`);
  expect([answer.status, await answer.text()]).toEqual([403, "its own words"]);
});

test("the page says nothing of what the service is about, but whom one rings in an emergency: it may stand where only neutral words do", async () => {
  const page = (await buildSite("v1")).get(downPath) ?? "";
  expect(page).toContain(words.vi.down.title);
  expect(tellingWordsIn(page.replace(/<[^>]*>/g, " ")).toSorted()).toEqual(["cap", "cap cuu", "cong an", "police", "y te"]);
});
