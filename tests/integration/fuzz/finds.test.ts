import { describe, expect, test } from "vitest";
import { notAsDescribed, operations } from "./api-calls.ts";
import { marker } from "./nasty.ts";
import { readHtml } from "./read-html.ts";
import { bodyOf } from "./typed.ts";
import { mainWrites } from "./written.ts";

/** The fuzz is worth what it would find: each kind of fault once, made by hand. */

const page = (body: string): string => `<!DOCTYPE html><html lang="vi"><head><title>x</title></head><body>${body}</body></html>`;
const escaped = marker.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");

describe("what was typed", () => {
  test("is no fault where it is text: between tags, in a value, in a box for many lines", () => {
    expect(readHtml(page(`<p>${escaped}</p><input name="a" value="${escaped}"/><textarea name="b">${escaped}</textarea><a href="/x?to=${encodeURIComponent(marker)}">x</a>`)).faults).toEqual([]);
  });

  test.for([
    { where: "between tags", body: `<p>${marker}</p>` },
    { where: "in a value in double quotes", body: `<input value="${marker}">` },
    { where: "in a value in single quotes", body: `<input value='${marker}'>` },
    { where: "in a box for many lines", body: `<textarea></textarea>${marker}</textarea>` },
    { where: "in a comment", body: `<!-- ${marker.replaceAll(">", "")} -->` },
    { where: "in a script", body: `<script>x = "${escaped}"</script>` },
    { where: "in a style", body: `<style>.${escaped}{}</style>` },
    { where: "as a link of its own", body: `<a href="javascript:alert(1)${escaped}">x</a>` },
    { where: "as a link to another site", body: `<a href="//evil.example">x</a>` },
    { where: "as a form's address", body: `<form action="data:text/html,x"></form>` },
    { where: "as what happens on a click", body: `<p onclick="x">x</p>` },
    { where: "with everything escaped but the ampersand", body: `<p>${marker.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</p>` },
  ])("is a fault $where", ({ body }) => {
    expect(readHtml(page(body)).faults).not.toEqual([]);
  });
});

describe("what was written", () => {
  test("is nothing of the thing itself, if it is what an asker used up, a try, or a look", () => {
    expect(mainWrites([["registrations BUDGET BUDGET"], ["registrations CODE CODE"], ["registrations APPLICATION LOOK", "registrations APPLICATION CHAIN"], ["staff STAFF SESSION"]])).toEqual([]);
  });

  test.for([
    { command: ["registrations APPLICATION APPLICATION"] },
    { command: ["registrations APPLICATION EVENT", "registrations APPLICATION CHAIN"] },
    { command: ["registrations APPLICATION CHAIN"] },
    { command: ["messages REGISTRATION MESSAGE"] },
    { command: ["hotline DAY SEAT", "hotline BUDGET BUDGET"] },
  ])("is something with $command", ({ command }) => {
    expect(mainWrites([command])).toEqual([command]);
  });
});

test("an answer that is not described is found, of another kind and of another shape too", () => {
  const send = operations.find(({ method, path }) => method === "POST" && path === "/api/registrations");
  if (!send) throw new Error("nothing can be sent");
  const problem = JSON.stringify({ type: "about:blank", title: "x", status: 422, detail: "x" });
  expect(notAsDescribed(send, 422, "application/problem+json", problem)).toEqual([]);
  expect(notAsDescribed(send, 418, "application/problem+json", problem)).not.toEqual([]);
  expect(notAsDescribed(send, 422, "text/html", problem)).not.toEqual([]);
  expect(notAsDescribed(send, 422, "application/problem+json", `{"title":"x"}`)).not.toEqual([]);
});

test("a form is sent as it is, but for what is changed", () => {
  const fields: [string, string][] = [["a", "1"], ["b", "ộ &"]];
  expect(bodyOf(fields, []).body).toBe("a=1&b=%E1%BB%99%20%26");
  const changes = [{ how: "repeat" as const, at: 0, name: "", value: "2" }, { how: "remove" as const, at: 2, name: "", value: "" }, { how: "add" as const, at: 0, name: "c", value: "\ud800" }];
  expect(bodyOf(fields, changes)).toEqual({ body: "a=2&a=1&c=%EF%BF%BD", changed: [["a", "repeat"], ["b", "remove"], ["c", "add"]] });
});
