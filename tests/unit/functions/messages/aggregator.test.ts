import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aggregatorSchema, idAt, readJson, shortCode, valueAt } from "../../../../functions/messages/routes/aggregator.ts";
import { setting } from "../../../support/aggregator.ts";

const url = "https://sms.example/";
const issues = (change: Record<string, unknown>, address = url) => (aggregatorSchema.safeParse(setting(address, change)).error?.issues ?? []).map(({ path }) => path.join("."));

describe("the setting of an aggregator", () => {
  test("as an operator writes it", () => {
    expect(issues({})).toEqual([]);
  });

  test("needs an address and a template, no more", () => {
    expect(aggregatorSchema.parse({ url, body: { form: { phone: "{to}", content: "{body}" } } })).toEqual({
      url,
      method: "POST",
      headers: {},
      body: { form: { phone: "{to}", content: "{body}" } },
      accepted: {},
      errors: { final: [], busy: [] },
      timeoutMs: 12_000,
    });
  });

  test.each(["http://sms.example/", "http://localhost.example/", "http://127.0.0.1.example/", "http://127.0.0.1@sms.example/", "https://me:word@sms.example/", "ftp://sms.example/", "//sms.example/", "sms.example", ""])(
    "does not send over %j",
    (address) => {
      expect(issues({ url: address })).toEqual(["url"]);
      const lookUp = { statusPath: "s", handed: ["a"], notHanded: ["b"] };
      expect(issues({ lookUp: { ...lookUp, url: address } })).toEqual(["lookUp.url"]);
      expect(issues({ probe: address })).toEqual(["probe"]);
    },
  );

  test.each(["http://localhost:3000/", "http://127.0.0.1:3000/sms", "http://[::1]:3000/"])("may send to this machine: %s", (address) => {
    expect(issues({ url: address, probe: address })).toEqual([]);
  });

  test.each([
    ["a word nobody fills", { body: { json: { text: "{body}", to: "{to}", more: { deep: ["{phone}"] } } } }, "body"],
    ["a word of every object", { body: { form: { text: "{body}", to: "{to}", more: "{constructor}" } } }, "body"],
    ["no text", { body: { json: { to: "{to}" } } }, "body"],
    ["nobody to send it to", { body: { json: { text: "{body}" } } }, "body"],
    ["two kinds of body", { body: { json: { text: "{body}", to: "{to}" }, form: {} } }, "body"],
    ["a list in a form", { body: { form: { text: "{body}", to: ["{to}"] } } }, "body"],
    ["a body in a GET", { method: "GET" }, ""],
    ["the text in a header", { headers: { "X-Text": "{body}" } }, "headers.X-Text"],
    ["a header of two lines", { headers: { "X-A\r\nX-B": "1" } }, "headers.X-A\r\nX-B"],
    ["the number in a look", { lookUp: { url: `${url}{to}`, statusPath: "s", handed: [], notHanded: [] } }, "lookUp.url"],
    ["an attempt in a probe", { probe: `${url}{attemptId}` }, "probe"],
    ["values at no path", { accepted: { values: ["ok"] } }, "accepted"],
    ["a path without values", { accepted: { statusPath: "result" } }, "accepted"],
    ["a path that is none", { accepted: { idPath: "data..id" } }, "accepted.idPath"],
    ["another way to sign", { signing: { signatureHeader: "S", timestampHeader: "T", encoding: "base32" } }, "signing.encoding"],
    ["a time longer than the function has", { timeoutMs: 60_000 }, "timeoutMs"],
    ["a key nobody reads", { retries: 3 }, ""],
  ])("refuses %s", (_, change, where) => {
    expect(issues(change)).toEqual([where]);
  });

  test("may sign with the secret in the template, for those who want it there", () => {
    expect(issues({ body: { json: { Phone: "{toNational}", Content: "{body}", SecretKey: "{secret}", SmsType: 2, RequestId: "{attemptId}" } } })).toEqual([]);
  });
});

describe("reading an answer", () => {
  test("text, whole numbers and yes-no at a path, as text", () => {
    const answer = { a: { b: [{ c: "x" }, 7, true] }, "with-dash": 0 };
    expect(["a.b.0.c", "a.b.1", "a.b.2", "with-dash"].map((path) => valueAt(answer, path))).toEqual(["x", "7", "true", "0"]);
  });

  test.each([null, "text", 3, [], {}, { a: null }, { a: "" }, { a: {} }, { a: [1] }, { a: 1.5 }, { a: 2 ** 53 }, Object.create({ a: "inherited" })])("nothing in %j", (answer) => {
    expect(valueAt(answer, "a")).toBeUndefined();
  });

  test("nothing that every object has", () => {
    for (const path of ["constructor", "constructor.name", "__proto__", "toString.name", "a.length"]) expect(valueAt({ a: "x" }, path)).toBeUndefined();
  });

  test("nothing at no path", () => {
    expect(valueAt({ undefined: "x" }, undefined)).toBeUndefined();
  });

  test("a name is one printable word of up to 128 characters", () => {
    expect(["t-9", "x".repeat(128), "a/b:c=="].map((id) => idAt({ id }, "id"))).toEqual(["t-9", "x".repeat(128), "a/b:c=="]);
    for (const id of ["", "two words", "line\n", "x".repeat(129), "số"]) expect(idAt({ id }, "id")).toBeUndefined();
  });

  test("JSON, or nothing", () => {
    expect([readJson('{"a":1}'), readJson("<xml/>"), readJson(""), readJson(undefined)]).toEqual([{ a: 1 }, undefined, undefined, undefined]);
  });
});

describe("a code that may be kept", () => {
  test.each(["105", "-21", "E105", "ERR_105", "SMS-105", "ABSENT_SUBSCRIBER", "UNDELIV"])("%s is one", (code) => {
    expect(shortCode(code)).toBe(code);
  });

  test.each(["Phone is off", "0900000001", "+84900000001", "84900000001", "0900-000-001", "0900_000_001", "number0900000001", "12345", "a@b.vn", "x".repeat(25), "một", "105\n"])("%j is none", (text) => {
    expect(shortCode(text)).toBeUndefined();
  });

  test("nothing is none", () => {
    expect(shortCode(undefined)).toBeUndefined();
  });

  test("no text that holds a number of a phone is one, however it is written", () => {
    const number = fc.integer({ min: 0, max: 999 }).map((n) => `84900000${String(n).padStart(3, "0")}`);
    const written = fc.tuple(number, fc.constantFrom("", " ", "-", "_", "."), fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(written, ([digits, between, before, after]) => {
        expect(shortCode(before + digits.split("").join(between) + after)).toBeUndefined();
      }),
    );
  });
});
