import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readWebhook } from "../../../../functions/messages/receipts/webhook.ts";
import { secret, settingsOf } from "../../../support/aggregator.ts";

const settings = settingsOf("https://sms.example/");
const now = new Date("2026-09-21T14:13:20.000Z");
const atSeconds = 1_790_000_000;
const delivered = { id: "t-9", status: "DELIVRD" };
const receipt = { route: "http", id: "t-9", status: "delivered" };

const sign = (body: string, at: number | string = atSeconds, key = secret) => createHmac("sha256", key).update(`${at}.${body}`).digest("hex");
/** A signed webhook, changed in one thing. */
function read(said: unknown, change: { body?: string; headers?: Record<string, string>; key?: string; at?: number | string; now?: Date } = {}) {
  const body = typeof said === "string" ? said : JSON.stringify(said);
  const { at = atSeconds } = change;
  const headers = new Headers({ "X-Timestamp": String(at), "X-Signature": sign(body, at, change.key), ...change.headers });
  return readWebhook(settings, secret, { headers, body: change.body ?? body }, change.now ?? now);
}

describe("what it says", () => {
  test("delivered", () => {
    expect(read(delivered)).toEqual(receipt);
  });

  test("not delivered, and why in one code", () => {
    expect(read({ id: "t-9", status: "UNDELIV", reason: "ABSENT_SUBSCRIBER" })).toEqual({ route: "http", id: "t-9", status: "undelivered", because: "ABSENT_SUBSCRIBER" });
    expect(read({ id: "t-9", status: "EXPIRED", reason: 27 })).toEqual({ route: "http", id: "t-9", status: "undelivered", because: "27" });
  });

  test.each([undefined, "", "Phone 0900000001 is switched off", "+84900000001", "0900000001", { text: "x" }, "Nguyen Van A"])("never why in its own words: %j", (reason) => {
    expect(read({ id: "t-9", status: "UNDELIV", reason })).toEqual({ route: "http", id: "t-9", status: "undelivered", because: "other" });
  });

  test("nothing yet while the text is on its way", () => {
    expect(read({ id: "t-9", status: "ACCEPTD" })).toBeNull();
    expect(read({ id: "t-9", status: "delivrd" })).toBeNull();
  });

  test("names and statuses may be numbers, deep inside", () => {
    const { webhook } = settings;
    const deep = { ...settings, webhook: webhook && { ...webhook, idPath: "data.0.id", statusPath: "data.0.status", delivered: ["0"] } };
    const body = '{"data":[{"id":42,"status":0}]}';
    const headers = new Headers({ "X-Timestamp": String(atSeconds), "X-Signature": sign(body) });
    expect(readWebhook(deep, secret, { headers, body }, now)).toEqual({ route: "http", id: "42", status: "delivered" });
  });

  test.each(["", "null", "[]", "<xml/>", '{"id":"t-9"}', '{"status":"DELIVRD"}', '{"id":"","status":"DELIVRD"}', '{"id":"two words","status":"DELIVRD"}', '{"id":{"a":1},"status":"DELIVRD"}', '{"__proto__":{"id":"t-9","status":"DELIVRD"}}'])(
    "signed, and not understood: %s",
    (body) => {
      expect(read(body)).toBe("notUnderstood");
    },
  );
});

describe("who says it", () => {
  test("is told by HMAC-SHA256 over time and raw body, in hex or base64 (values of openssl dgst)", () => {
    const body = '{"id":"t-9","status":"DELIVRD"}';
    const { webhook } = settings;
    const inBase64 = { ...settings, webhook: webhook && { ...webhook, encoding: "base64" as const } };
    const hex = "81148f2c09626e9dba8c840cee9d4150f2419047385661a463edd87f02250a84";
    const base64 = "gRSPLAlibp26jIQM7p1BUPJBkEc4VmGkY+3YfwIlCoQ=";
    const signedBy = (signature: string) => ({ headers: new Headers({ "x-timestamp": "1790000000", "x-signature": signature }), body });
    expect(readWebhook(settings, secret, signedBy(hex), now)).toEqual(receipt);
    expect(readWebhook(inBase64, secret, signedBy(base64), now)).toEqual(receipt);
    expect(readWebhook(settings, secret, signedBy(base64), now)).toBe("notSigned");
    expect(readWebhook(inBase64, secret, signedBy(hex), now)).toBe("notSigned");
  });

  test("another key, another body, another time, no signature, half a one, two: not signed", () => {
    const good = sign(JSON.stringify(delivered));
    expect(read(delivered, { key: `${secret}x` })).toBe("notSigned");
    expect(read(delivered, { key: "" })).toBe("notSigned");
    expect(read(delivered, { body: JSON.stringify({ id: "t-8", status: "DELIVRD" }) })).toBe("notSigned");
    expect(read(delivered, { body: `${JSON.stringify(delivered)} ` })).toBe("notSigned");
    expect(read(delivered, { headers: { "X-Timestamp": String(atSeconds + 1) } })).toBe("notSigned");
    for (const signature of ["", good.slice(0, 32), `${good}00`, `${good}, ${good}`, good.replace(/.$/, (last) => (last === "0" ? "1" : "0")), "ÿ".repeat(64)])
      expect(read(delivered, { headers: { "X-Signature": signature } })).toBe("notSigned");
  });

  test("a header that is missing: not signed", () => {
    const body = JSON.stringify(delivered);
    const full = { "X-Timestamp": String(atSeconds), "X-Signature": sign(body) };
    expect(readWebhook(settings, secret, { headers: new Headers(full), body }, now)).toEqual(receipt);
    for (const name of Object.keys(full)) {
      const headers = new Headers(full);
      headers.delete(name);
      expect(readWebhook(settings, secret, { headers, body }, now)).toBe("notSigned");
    }
  });

  test("not signed comes before not understood: a stranger is told nothing of what would be", () => {
    expect(read("<xml/>", { key: "another" })).toBe("notSigned");
  });

  test("nobody, where there is no secret to sign with", () => {
    const body = JSON.stringify(delivered);
    expect(readWebhook(settings, "", { headers: new Headers({ "X-Timestamp": String(atSeconds), "X-Signature": sign(body, atSeconds, "") }), body }, now)).toBe("notSigned");
  });

  test("nobody, where no webhook was agreed", () => {
    const { webhook: _, ...without } = settings;
    const body = JSON.stringify(delivered);
    expect(readWebhook(without, secret, { headers: new Headers({ "X-Timestamp": String(atSeconds), "X-Signature": sign(body) }), body }, now)).toBe("notSigned");
  });
});

describe("when it says it", () => {
  const after = (ms: number) => read(delivered, { now: new Date(now.getTime() + ms) });

  test("up to five minutes before or after our clock", () => {
    expect([after(-300_000), after(0), after(300_000)]).toEqual([receipt, receipt, receipt]);
    expect([after(-300_001), after(300_001), after(86_400_000)]).toEqual(["notSigned", "notSigned", "notSigned"]);
  });

  test("said again within them, it is the same receipt", () => {
    expect([after(1_000), after(2_000)]).toEqual([receipt, receipt]);
  });

  test.each(["", "soon", "1790000000.0", "+1790000000", "1790000000000", "0x6ab13b80", "179000000", "-1790000000"])("at a time that is none, though signed: %j", (at) => {
    expect(read(delivered, { at })).toBe("notSigned");
  });
});
