import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { expect, test } from "vitest";
import { one, readPosted } from "../../../../functions/platform/http.ts";

const form = "application/x-www-form-urlencoded";
const app = new Hono();
app.post("/", async (c) => {
  const posted = await readPosted(c);
  return c.json({ fields: [...posted], first: one(posted, "a"), none: one(posted, "z") });
});
app.onError((thrown, c) => c.text("", thrown instanceof HTTPException ? thrown.status : 500));
const post = (body: string, type = form) => app.request("/", { method: "POST", headers: { "content-type": type }, body });
const fields = async (body: string) => (await (await post(body)).json()) as { fields: [string, string[]][]; first: string; none: string };

test("a form keeps every value of every field, in their order", async () => {
  expect(await fields("a=1&b=%C3%A1+x&a=2&c=&a=1")).toEqual({ fields: [["a", ["1", "2", "1"]], ["b", ["á x"]], ["c", [""]]], first: "1", none: "" });
  expect((await fields("")).fields).toEqual([]);
});

test("five hundred fields are read, one more is too many, whatever they are called", async () => {
  const many = (count: number, name: (n: number) => string): string => Array.from({ length: count }, (_, n) => `${name(n)}=${n}`).join("&");
  for (const name of [() => "a", (n: number) => `field-${n}`]) {
    expect((await fields(many(500, name))).fields.flatMap(([, values]) => values)).toHaveLength(500);
    expect((await post(many(501, name))).status).toBe(413);
  }
});

test("a body of a hundred thousand fields is refused before they are gathered", async () => {
  const began = performance.now();
  expect((await post(`a${"&a".repeat(100_000)}`)).status).toBe(413);
  // Gathering them one by one took most of a minute; reading alone takes half a second on a busy machine.
  expect(performance.now() - began).toBeLessThan(5_000);
});

test("another kind of body is refused as such", async () => {
  for (const type of ["application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencodedness"]) expect({ type, status: (await post("a=1", type)).status }).toEqual({ type, status: 415 });
  expect((await post("a=1", `${form}; charset=utf-8`)).status).toBe(200);
});
