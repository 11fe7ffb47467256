import { createHmac } from "node:crypto";
import dns from "node:dns";
import type { ServerResponse } from "node:http";
import { createServer } from "node:https";
import * as fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createHttpRoute } from "../../../functions/messages/routes/http.ts";
import type { HandOver } from "../../../functions/messages/routes/route.ts";
import { createSnsRoute } from "../../../functions/messages/routes/sns.ts";
import { answer, routeTo, secret, settingsOf, startListener, text } from "../../support/aggregator.ts";
import { snsError, startNetwork } from "../../support/sms-network.ts";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function network(answerWith: (response: ServerResponse) => void) {
  const started = await startNetwork(answerWith);
  stops.push(started.stop);
  return started;
}
async function listener(onConnection: Parameters<typeof startListener>[0]): Promise<number> {
  const started = await startListener(onConnection);
  stops.push(started.stop);
  return started.port;
}
/** A port nobody listens on any more. */
async function deadPort(): Promise<number> {
  const started = await startListener(() => {});
  await started.stop();
  return started.port;
}
async function outcome(answerWith: (response: ServerResponse) => void, change?: Record<string, unknown>): Promise<HandOver> {
  return routeTo((await network(answerWith)).url, change).handOver(text);
}
async function asked(change?: Record<string, unknown>, sent = text) {
  const { url, requests } = await network(answer(200, { result: "ok" }));
  await routeTo(url, change).handOver(sent);
  const [request] = requests;
  if (!request) throw new Error("nothing arrived");
  return request;
}

const notHanded = (because: string, final = false): HandOver => ({ outcome: "notHanded", because, final });
const unknown = (because: string): HandOver => ({ outcome: "unknown", because });
const handed = (routeMessageId: string): HandOver => ({ outcome: "handed", routeMessageId });

describe("what is sent", () => {
  test("one POST: the template filled, the headers filled, to the address of the setting", async () => {
    const request = await asked();
    expect(request).toMatchObject({ method: "POST", path: "/v1/texts", headers: { "content-type": "application/json", authorization: `Bearer ${secret}` } });
    expect(JSON.parse(request.body)).toEqual({ to: "84900000001", from: "DuongVe", text: "Duong Ve: thu", clientId: "message-1.1" });
  });

  test("the number as each aggregator writes it; numbers, yes-no and lists of the template stay what they are", async () => {
    const json = { a: "{to}", b: ["{toNational}", "{toMsisdn}"], sms_type: 2, unicode: false, none: null, deep: { text: "[{body}]", key: "{secret}" } };
    expect(JSON.parse((await asked({ body: { json } })).body)).toEqual({
      a: "+84900000001",
      b: ["0900000001", "84900000001"],
      sms_type: 2,
      unicode: false,
      none: null,
      deep: { text: "[Duong Ve: thu]", key: secret },
    });
  });

  test("as a form", async () => {
    const request = await asked({ body: { form: { phone: "{toNational}", content: "{body}" } } });
    expect(request.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(request.fields).toEqual({ phone: "0900000001", content: "Duong Ve: thu" });
  });

  test("as a query, beside what the address already asks, with nothing in the body", async () => {
    const { url, requests } = await network(answer(200, { result: "ok" }));
    await routeTo(url, { url: `${url}send?v=2`, method: "GET", body: { query: { phone: "{to}", content: "{body}" } } }).handOver(text);
    expect(requests).toMatchObject([{ method: "GET", path: "/send?v=2&phone=%2B84900000001&content=Duong%20Ve%3A%20thu", body: "" }]);
  });

  const nasty = ['"', "\\", '","to":"84900000999', "&to=84900000999", "a=b&c;d#e?f%26+", "one\ntwo\r\n\r\nthree", "{to} {secret} {body} {toString}", "$& $1 $$", "đường về ✓", "\u0000"];
  const echo = { json: { to: "{toMsisdn}", text: "{body}", end: "x" } };
  test.each(nasty)("a text that holds %j arrives as it is, and changes nothing around it", async (body) => {
    const sent = { ...text, body };
    expect(JSON.parse((await asked({ body: echo }, sent)).body)).toEqual({ to: "84900000001", text: body, end: "x" });
    expect((await asked({ body: { form: echo.json } }, sent)).fields).toEqual({ to: "84900000001", text: body, end: "x" });
    const { path } = await asked({ body: { query: echo.json } }, sent);
    expect([...new URL(path, "http://localhost").searchParams]).toEqual([["to", "84900000001"], ["text", body], ["end", "x"]]);
  });

  test("so does any text at all", async () => {
    const { url, requests } = await network(answer(200, { result: "ok" }));
    const [asJson, asForm] = [routeTo(url, { body: echo }), routeTo(url, { body: { form: echo.json } })];
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (body) => {
        requests.length = 0;
        await asJson.handOver({ ...text, body });
        await asForm.handOver({ ...text, body });
        expect(JSON.parse(requests[0]?.body ?? "")).toEqual({ to: "84900000001", text: body, end: "x" });
        expect(requests[1]?.fields).toEqual({ to: "84900000001", text: body, end: "x" });
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ["hex", { json: { t: "{body}", to: "{to}" } }],
    ["base64", { form: { t: "{body}", to: "{to}" } }],
    ["hex", { query: { t: "{body}", to: "{to}" } }],
  ] as const)("signed in %s over time and what is sent: %j", async (encoding, body) => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-09-21T14:13:20.900Z") });
    try {
      const request = await asked({ body, signing: { signatureHeader: "X-Sign", timestampHeader: "X-Time", encoding } });
      const payload = request.body || request.path.split("?")[1];
      expect(request.headers["x-time"]).toBe("1790000000");
      expect(request.headers["x-sign"]).toBe(createHmac("sha256", secret).update(`1790000000.${payload}`).digest(encoding));
    } finally {
      vi.useRealTimers();
    }
  });

  test("nothing is signed where nothing was agreed", async () => {
    expect(Object.keys((await asked()).headers).filter((name) => /sign|time/i.test(name))).toEqual([]);
  });

  test("each on a connection of its own", async () => {
    const { url, requests } = await network(answer(200, { result: "ok" }));
    await routeTo(url).handOver(text);
    await routeTo(url).handOver(text);
    expect(requests.map(({ headers }) => headers.connection)).toEqual(["close", "close"]);
  });

  test("a secret or sender no header can carry stops it at start, without saying them", () => {
    const settings = settingsOf("https://sms.example/");
    for (const keys of [{ secret: "line\nbreak", senderId: "DuongVe" }, { secret: "khoá", senderId: "DuongVe" }])
      expect(() => createHttpRoute(settings, keys)).toThrow(/^aggregator: a header, the secret or the sender cannot be sent$/);
  });
});

describe("handed", () => {
  test("accepted, by the name they gave it", async () => {
    expect(await outcome(answer(200, { result: "ok", data: { id: "t-9" } }))).toEqual(handed("t-9"));
    expect(await outcome(answer(201, { result: "ok", data: { id: 42 } }))).toEqual(handed("42"));
  });

  test("by our own name where theirs is not asked for, or is none", async () => {
    const accepted = { statusPath: "result", values: ["ok"] };
    expect(await outcome(answer(200, { result: "ok", data: { id: "t-9" } }), { accepted })).toEqual(handed("message-1.1"));
    for (const id of [undefined, "", null, {}, 2 ** 60, "with space", "x".repeat(129)]) expect(await outcome(answer(200, { result: "ok", data: { id } }))).toEqual(handed("message-1.1"));
  });

  test("a status that is a number is compared as text; a place in a list can be named", async () => {
    const accepted = { statusPath: "messages.0.status", values: ["100"], idPath: "messages.0.id" };
    expect(await outcome(answer(200, { messages: [{ status: 100, id: "t-1" }] }), { accepted })).toEqual(handed("t-1"));
  });

  test("by 2xx alone where the setting asks for no more", async () => {
    expect(await outcome(answer(202, "queued"), { accepted: {}, errors: {} })).toEqual(handed("message-1.1"));
  });
});

describe("not handed: there is proof", () => {
  test("nobody listens", async () => {
    expect(await routeTo(`http://127.0.0.1:${await deadPort()}/`).handOver(text)).toEqual(notHanded("ECONNREFUSED"));
  });

  test("nobody has that name", async () => {
    const result = await routeTo("https://sms.invalid/").handOver(text);
    expect(["ENOTFOUND", "EAI_AGAIN"].map((code) => notHanded(code))).toContainEqual(result);
  });

  test("a name with two addresses, and nobody at either", async () => {
    const addresses = [
      { address: "127.0.0.1", family: 4 },
      { address: "::1", family: 6 },
    ];
    const port = await deadPort();
    const lookup = vi.spyOn(dns, "lookup").mockImplementation((...args: unknown[]) => {
      const callback = args.at(-1);
      if (typeof callback === "function") setImmediate(() => callback(null, addresses));
    });
    try {
      expect(await routeTo(`http://localhost:${port}/`).handOver(text)).toMatchObject({ outcome: "notHanded", final: false });
      expect(lookup).toHaveBeenCalledOnce();
    } finally {
      lookup.mockRestore();
    }
  });

  test("who answers does not speak TLS", async () => {
    const { url, requests } = await network(answer(200, { result: "ok" }));
    expect(await routeTo(url.replace("http:", "https:")).handOver(text)).toEqual(notHanded("ERR_SSL_WRONG_VERSION_NUMBER"));
    expect(requests).toEqual([]);
  });

  test("keys are not agreed: who answers has no certificate", async () => {
    const server = createServer({});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    stops.push(() => new Promise((resolve) => void server.close(() => resolve())));
    const address = server.address();
    const result = await routeTo(`https://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`).handOver(text);
    expect(result).toMatchObject({ outcome: "notHanded", because: expect.stringContaining("HANDSHAKE_FAILURE"), final: false });
  });

  test("the connection is taken and no keys are ever agreed: known after ten seconds, before the time for an answer is over", async () => {
    const port = await listener(() => {});
    expect(await routeTo(`https://127.0.0.1:${port}/`, { timeoutMs: 15_000 }).handOver(text)).toEqual(notHanded("UND_ERR_CONNECT_TIMEOUT"));
  });

  test.each([429, 503, 400, 401, 403, 404, 422])("turned away with %i", async (status) => {
    expect(await outcome(answer(status))).toEqual(notHanded(`http${status}`));
    expect(await outcome(answer(status, "<html>"))).toEqual(notHanded(`http${status}`));
    expect(await outcome(answer(status, { result: "ok", data: { id: "t-9" } }))).toEqual(notHanded(`http${status}`));
  });

  test("final only when the code is one that never will be taken", async () => {
    expect(await outcome(answer(400, { code: 105 }))).toEqual(notHanded("105", true));
    expect(await outcome(answer(400, { code: "number.invalid" }))).toEqual(notHanded("number.invalid", true));
    expect(await outcome(answer(400, { code: "300" }))).toEqual(notHanded("300"));
    expect(await outcome(answer(400, { code: "107" }))).toEqual(notHanded("107"));
  });

  test("refused in the body of a 2xx", async () => {
    expect(await outcome(answer(200, { result: "error", code: "105" }))).toEqual(notHanded("105", true));
    expect(await outcome(answer(200, { result: "error", code: "300" }))).toEqual(notHanded("300"));
  });

  test("a listed code is proof behind a 5xx too, and where codes stand in place of the status", async () => {
    expect(await outcome(answer(500, { code: "300" }))).toEqual(notHanded("300"));
    const both = { accepted: { statusPath: "CodeResult", values: ["100"] }, errors: { final: ["104"], busy: ["103"] } };
    expect(await outcome(answer(200, { CodeResult: "104" }), both)).toEqual(notHanded("104", true));
    expect(await outcome(answer(200, { CodeResult: "103" }), both)).toEqual(notHanded("103"));
    expect(await outcome(answer(200, { CodeResult: "100" }), both)).toEqual(handed("message-1.1"));
  });

  test.each([301, 302, 307, 308])("sent elsewhere with %i: not followed", async (status) => {
    const elsewhere = await network(answer(200, { result: "ok" }));
    expect(await outcome(answer(status, "", { location: elsewhere.url }))).toEqual(notHanded(`http${status}`));
    expect(elsewhere.requests).toEqual([]);
  });

  test("the status stands though the body breaks off", async () => {
    const cut = (response: ServerResponse) => {
      response.writeHead(429, { "content-length": "100" }).write("{");
      setTimeout(() => response.socket?.resetAndDestroy(), 50);
    };
    expect(await outcome(cut)).toEqual(notHanded("http429"));
  });
});

describe("unknown: the text may be on its way", () => {
  test.each([500, 502, 504, 303, 408, 409])("a %i that says no more", async (status) => {
    expect(await outcome(answer(status))).toEqual(unknown(`http${status}`));
    expect(await outcome(answer(status, { result: "ok", data: { id: "t-9" } }))).toEqual(unknown(`http${status}`));
  });

  test("no answer in time after it was taken in; and it is not tried again", async () => {
    const { url, requests } = await network(() => {});
    expect(await routeTo(url, { timeoutMs: 300 }).handOver(text)).toEqual(unknown("TimeoutError"));
    expect(requests).toHaveLength(1);
  });

  test("an answer that begins and does not end in time", async () => {
    const drip = (response: ServerResponse) => void response.writeHead(200).write('{"result":"ok"');
    expect(await outcome(drip, { timeoutMs: 300 })).toEqual(unknown("http200"));
  });

  test("reset before an answer", async () => {
    const port = await listener((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(await routeTo(`http://127.0.0.1:${port}/`).handOver(text)).toEqual(unknown("ECONNRESET"));
  });

  test("closed before an answer; and it is not tried again", async () => {
    let connections = 0;
    const port = await listener((socket) => {
      connections += 1;
      socket.once("data", () => socket.end());
    });
    expect(await routeTo(`http://127.0.0.1:${port}/`).handOver(text)).toEqual(unknown("UND_ERR_SOCKET"));
    expect(connections).toBe(1);
  });

  test("reset in the middle of an answer, even where 2xx alone would do", async () => {
    const cut = (response: ServerResponse) => {
      response.writeHead(200, { "content-length": "100" }).write('{"result":"ok","data":{"id":"t-9"}}');
      setTimeout(() => response.socket?.resetAndDestroy(), 50);
    };
    expect(await outcome(cut)).toEqual(unknown("http200"));
    expect(await outcome(cut, { accepted: {}, errors: {} })).toEqual(unknown("http200"));
  });

  test("what answers does not speak HTTP", async () => {
    const port = await listener((socket) => socket.once("data", () => socket.end("220 mail ready\r\n")));
    expect(await routeTo(`http://127.0.0.1:${port}/`).handOver(text)).toMatchObject({ outcome: "unknown" });
  });

  test.each(["", "<html>ok</html>", "null", "[]", '"ok"', "{}", '{"result":["ok"]}', '{"result":"OK"}', '{"result":"error"}', '{"result":"error","code":"999"}', '{"__proto__":{"result":"ok"}}'])(
    "a 2xx that says %s",
    async (body) => {
      expect(await outcome(answer(200, body))).toMatchObject({ outcome: "unknown" });
    },
  );

  test("a code nobody listed is not taken for proof, and is kept to be looked up", async () => {
    expect(await outcome(answer(200, { result: "error", code: 146 }))).toEqual(unknown("146"));
  });

  test("a name where 2xx and a name were asked for, and no code", async () => {
    expect(await outcome(answer(200, {}), { accepted: { idPath: "data.id" } })).toEqual(unknown("http200"));
    expect(await outcome(answer(200, { data: { id: "t-9" }, code: "7" }), { accepted: { idPath: "data.id" } })).toEqual(unknown("7"));
    expect(await outcome(answer(200, { data: { id: "t-9" } }), { accepted: { idPath: "data.id" } })).toEqual(handed("t-9"));
  });

  test("an answer longer than 64 KiB is not read", async () => {
    const padded = (bytes: number) => '{"result":"ok"}'.padEnd(bytes);
    expect(await outcome(answer(200, padded(64 * 1_024)))).toEqual(handed("message-1.1"));
    expect(await outcome(answer(200, padded(64 * 1_024 + 1)))).toEqual(unknown("http200"));
  });

  test("nor to its end: one without end is let go", async () => {
    let letGo = false;
    const endless = (response: ServerResponse) => {
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, " ")));
      };
      response.writeHead(200).on("drain", pour).on("close", () => (letGo = true));
      pour();
    };
    const { url } = await network(endless);
    expect(await routeTo(url, { timeoutMs: 20_000 }).handOver(text)).toEqual(unknown("http200"));
    await vi.waitFor(() => expect(letGo).toBe(true));
  });
});

describe("what is said of it", () => {
  const leaks = [secret, `Bearer ${secret}`, "+84900000001", "84900000001", "0900 000 001", "Duong Ve: thu", "Invalid phone 0900000001 for DuongVe", "x".repeat(500)];
  test.each(leaks)("never what an answer quotes: %s", async (quoted) => {
    for (const status of [200, 400, 500]) expect(await outcome(answer(status, { result: quoted, code: quoted }))).toMatchObject({ because: `http${status}` });
  });

  test("nor a secret that looks like a code", async () => {
    const { url } = await network(answer(400, { code: "OPENSESAME" }));
    const route = createHttpRoute(settingsOf(url), { secret: "OPENSESAME", senderId: "DuongVe" });
    expect(await route.handOver(text)).toEqual(notHanded("http400"));
    expect(await createHttpRoute(settingsOf(url), { secret: "", senderId: "DuongVe" }).handOver(text)).toEqual(notHanded("OPENSESAME"));
  });
});

describe("asking what became of it", () => {
  const lookUp = { url: "", statusPath: "message.state", handed: ["SENT", "QUEUED"], notHanded: ["REJECTED", "http404"], idPath: "message.id" };
  async function look(answerWith: (response: ServerResponse) => void, attemptId = "message-1.1") {
    const { url, requests } = await network(answerWith);
    const route = routeTo(url, { lookUp: { ...lookUp, url: `${url}v1/texts/{attemptId}?key={secret}` } });
    return { result: await route.lookUp?.(attemptId), requests };
  }

  test("is only possible where the setting says how", () => {
    expect(routeTo("https://sms.example/").lookUp).toBeUndefined();
  });

  test("a GET that names the attempt, with the headers of the setting", async () => {
    const { requests } = await look(answer(200, { message: { state: "SENT" } }), "a/b?c&d e");
    expect(requests).toMatchObject([{ method: "GET", path: `/v1/texts/a%2Fb%3Fc%26d%20e?key=${secret}`, headers: { authorization: `Bearer ${secret}` } }]);
  });

  test("handed, not handed, or still unknown", async () => {
    expect((await look(answer(200, { message: { state: "SENT", id: "t-9" } }))).result).toEqual(handed("t-9"));
    expect((await look(answer(200, { message: { state: "QUEUED" } }))).result).toEqual(handed("message-1.1"));
    expect((await look(answer(200, { message: { state: "REJECTED" } }))).result).toEqual(notHanded("REJECTED"));
    expect((await look(answer(404))).result).toEqual(notHanded("http404"));
    expect((await look(answer(200, { message: { state: "THINKING" } }))).result).toEqual(unknown("http200"));
    expect((await look(answer(404, { message: { state: "SENT" } }))).result).toEqual(notHanded("http404"));
  });

  test.each([301, 400, 401, 403, 429, 500, 503])("a %i says nothing of the text", async (status) => {
    expect((await look(answer(status, { message: { state: "REJECTED" } }))).result).toEqual(unknown(`http${status}`));
  });

  test("nor does nobody listening: that is no proof that the text was not handed", async () => {
    const url = `http://127.0.0.1:${await deadPort()}/`;
    expect(await routeTo(url, { lookUp: { ...lookUp, url } }).lookUp?.("message-1.1")).toEqual(unknown("ECONNREFUSED"));
  });
});

describe("whether it answers", () => {
  test("asks the address of the setting, and sends no text", async () => {
    const { url, requests } = await network(answer(200));
    expect(await routeTo(url, { probe: `${url}balance?key={secret}` }).probe()).toBe(true);
    expect(requests).toMatchObject([{ method: "GET", path: `/balance?key=${secret}`, body: "", headers: { authorization: `Bearer ${secret}` } }]);
  });

  test("asks the root when there is none, and tells it no secret", async () => {
    const { url, requests } = await network(answer(404));
    expect(await routeTo(url).probe()).toBe(true);
    expect(requests).toMatchObject([{ method: "GET", path: "/" }]);
    expect(JSON.stringify(requests)).not.toContain(secret);
  });

  test.each([
    [204, true],
    [302, true],
    [401, true],
    [429, false],
    [500, false],
    [503, false],
  ])("%i: %s", async (status, well) => {
    expect(await routeTo((await network(answer(status, ""))).url).probe()).toBe(well);
  });

  test("no when nobody listens, or nobody answers in time", async () => {
    expect(await routeTo(`http://127.0.0.1:${await deadPort()}/`).probe()).toBe(false);
    expect(await routeTo((await network(() => {})).url, { timeoutMs: 300 }).probe()).toBe(false);
  });
});

describe("whether SNS answers", () => {
  const attributes = (response: ServerResponse) =>
    void response
      .writeHead(200, { "content-type": "text/xml" })
      .end(`<GetSMSAttributesResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><GetSMSAttributesResult><attributes/></GetSMSAttributesResult></GetSMSAttributesResponse>`);
  async function probe(url: string): Promise<boolean> {
    vi.stubEnv("AWS_ENDPOINT_URL_SNS", url);
    vi.stubEnv("AWS_REGION", "ap-southeast-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
    try {
      return await createSnsRoute("DuongVe").probe();
    } finally {
      vi.unstubAllEnvs();
    }
  }

  test("asks for its settings, and sends no text", async () => {
    const { url, requests } = await network(attributes);
    expect(await probe(url)).toBe(true);
    expect(requests.map(({ fields }) => fields.Action)).toEqual(["GetSMSAttributes"]);
  });

  test("refused is answered; too busy, or an error of its own, is not well", async () => {
    expect(await probe((await network(snsError(403, "AuthorizationError"))).url)).toBe(true);
    expect(await probe((await network(snsError(400, "Throttling"))).url)).toBe(false);
    expect(await probe((await network(snsError(500, "InternalError"))).url)).toBe(false);
    expect(await probe((await network(snsError(503, "ServiceUnavailable"))).url)).toBe(false);
  });

  test("no when nobody listens, or the connection breaks", async () => {
    expect(await probe(`http://127.0.0.1:${await deadPort()}/`)).toBe(false);
    const port = await listener((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(await probe(`http://127.0.0.1:${port}/`)).toBe(false);
  });
});
