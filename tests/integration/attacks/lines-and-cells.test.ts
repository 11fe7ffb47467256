import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { calendarFile } from "../../../shared/appointment/calendar-file.ts";
import type { Appointment } from "../../../shared/appointment/appointment.ts";
import { stages } from "../../../infra/stages.ts";
import { operatorFile } from "../../../shared/messages/operator-file.ts";
import { readBooking } from "../../../shared/registration/book-form.ts";
import { applicationSchema } from "../../../shared/registration/application.ts";
import { callbackRequestSchema } from "../../../shared/hotline/callback.ts";
import { historyFields, historySchema } from "../../../shared/registration/history.ts";
import { exportPath, paperPath, registerPath } from "../../../shared/registration/desk-paths.ts";
import { deskPath } from "../../../shared/staff/paths.ts";
import { answer, routeTo, secret } from "../../support/aggregator.ts";
import { callRequest } from "../../support/hotline.ts";
import { motherForSon } from "../../support/people.ts";
import { handOverTo, snsAccepted, startNetwork } from "../../support/sms-network.ts";
import { gets, nameOf, openDoors, type Doors } from "./doors.ts";

/** Attacks by what stands at the beginning or the end of a line: a header more, a property more, a parameter more, a cell that calculates. */

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors();
});
afterAll(() => doors.stop());
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});
async function network(answers: Parameters<typeof startNetwork>[0]) {
  const started = await startNetwork(answers);
  stops.push(started.stop);
  return started;
}

/** What ends a line for some reader. */
const breaks = ["\r\n", "\n", "\r", "\u2028", "\u2029", "\u0085", "\v", "\f", "\u0000"];
/** What makes a cell a formula in some spreadsheet. */
const formulas = ["=1+1", "+84900000001", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil.example","x")', "=cmd|' /C calc'!A0", "＝1+1", "＋1", "－1", "＠x"];

describe("a calendar's entry", () => {
  const lines = (file: string): string[] => file.split("\r\n");
  const properties = ["BEGIN", "VERSION", "PRODID", "METHOD", "BEGIN", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS", "STATUS", "END", "END"];
  /** RFC 5545 §3.1: ends with CR LF, at most 75 octets, and what goes on begins with a space. */
  function read(file: string): string[] {
    expect(file.endsWith("\r\n")).toBe(true);
    for (const line of lines(file)) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n\u0085\u2028\u2029\v\f\0]/);
    return lines(file.replaceAll("\r\n ", "")).slice(0, -1);
  }

  test("has these properties and no other, at both doors that give one out", async () => {
    const ways = gets(doors.ways).filter(({ pattern }) => pattern.endsWith(".ics"));
    expect(ways).toHaveLength(4);
    for (const way of ways) {
      const given = await doors.ask({ ...way, path: `${way.path}?x=%0d%0aATTENDEE:mailto:evil@evil.example` }, { headers: { host: "evil.example" } });
      if (given.status === 200 && given.headers.get("content-type")?.startsWith("text/html")) continue;
      expect(given.headers.get("content-type"), nameOf(way)).toBe("text/calendar; charset=utf-8");
      expect(read(await given.text()).map((line) => line.split(/[:;]/)[0]), nameOf(way)).toEqual(properties);
    }
  });

  test.for(breaks)("does not take %j for the end of a line, nor what follows for a property", (end) => {
    const planned: Appointment = { id: `a${end}ATTENDEE:mailto:evil@evil.example${end} folded`, kind: "session", state: "planned", at: "2026-11-24T07:30:00.000Z", address: `12${end}LOCATION:x`, bookedAt: "2026-11-21T02:00:00.000Z", version: 1 };
    for (const host of ["duongve.example", `h${end}URL:x`, "đường-về-rất-dài-".repeat(12), "a,b;c\\d"]) {
      const said = read(calendarFile(planned, { language: "vi", host, stamp: new Date("2026-11-21T02:00:00.000Z") }));
      expect(said.map((line) => line.split(/[:;]/)[0])).toEqual(properties);
      expect(said.find((line) => line.startsWith("UID:"))?.slice(4)).not.toMatch(/(?<!\\)[,;]/);
    }
  });

  test("is not given an address by the desk that holds the end of a line", () => {
    for (const end of breaks.filter((one) => !/\s/.test(one))) {
      const { issues } = readBooking({ kind: "interview", "on.day": "24", "on.month": "11", "on.year": "2026", at: "9:00", address: `12${end}ATTENDEE:x` }, new Date("2026-11-22T02:00:00.000Z"));
      expect(issues).toContainEqual({ path: "address", code: "text.characters" });
    }
  });
});

describe("a text to a phone", () => {
  const hostile = [
    "x&PhoneNumber=%2B84900000999&Message=y",
    "x\r\nPhoneNumber: +84900000999\r\n\r\ny",
    "%26PhoneNumber%3D%2B84900000999",
    '","to":"84900000999","x":"',
    "{to}{secret}{body}{sender}{attemptId}",
    "+ %20 %2B = ; # ? / \\ \u0000 \u2028 Đường Về",
  ];

  test.for(hostile)("%j is one parameter of SNS, and no other", async (body) => {
    const { url, requests } = await network(snsAccepted("id-1"));
    await handOverTo(url, { to: "+84900000001", body });
    expect(requests).toHaveLength(1);
    expect([...new URLSearchParams(requests[0]?.body)].toSorted()).toEqual(
      [
        ["Action", "Publish"],
        ["Message", body],
        ["MessageAttributes.entry.1.Name", "AWS.SNS.SMS.SMSType"],
        ["MessageAttributes.entry.1.Value.DataType", "String"],
        ["MessageAttributes.entry.1.Value.StringValue", "Transactional"],
        ["MessageAttributes.entry.2.Name", "AWS.SNS.SMS.SenderID"],
        ["MessageAttributes.entry.2.Value.DataType", "String"],
        ["MessageAttributes.entry.2.Value.StringValue", "DuongVe"],
        ["PhoneNumber", "+84900000001"],
        ["Version", "2010-03-31"],
      ].toSorted(),
    );
  });

  test.for(hostile)("%j is one value for an aggregator, in JSON, a form or a query, and no header", async (body) => {
    const fields = { to: "{to}", text: "{body}", from: "{sender}", id: "{attemptId}" };
    const wanted = { to: "+84900000001", text: body, from: "DuongVe", id: "message-1.1" };
    for (const kind of ["json", "form", "query"] as const) {
      const { url, requests } = await network(answer(200, { result: "ok" }));
      await routeTo(url, { body: { [kind]: fields }, ...(kind === "query" ? { method: "GET" } : {}) }).handOver({ to: "+84900000001", body, attemptId: "message-1.1" });
      const [request] = requests;
      const said = kind === "json" ? (JSON.parse(request?.body ?? "") as unknown) : Object.fromEntries(new URLSearchParams(kind === "form" ? request?.body : request?.path.split("?")[1]));
      expect(said, kind).toEqual(wanted);
      expect(request?.path.split("?")[0]).toBe("/v1/texts");
      expect(request?.headers).toMatchObject({ authorization: `Bearer ${secret}` });
      expect(Object.keys(request?.headers ?? {}).toSorted().filter((name) => !["accept", "accept-encoding", "accept-language", "sec-fetch-mode", "user-agent", "content-length", "content-type"].includes(name))).toEqual(["authorization", "connection", "host"]);
    }
  });

  test("whose id would be a header more is not sent at all", async () => {
    const { url, requests } = await network(answer(200, { result: "ok" }));
    const handed = await routeTo(url, { headers: { "X-Id": "{attemptId}" } }).handOver({ to: "+84900000001", body: "x", attemptId: "1\r\nX-Evil: 1" });
    expect([handed.outcome, requests.length]).toEqual(["unknown", 0]);
  });
});

describe("a header of an answer", () => {
  test("is not made by a cookie that somebody brings to the sign-in", async () => {
    for (const brought of ["x%0d%0aSet-Cookie:%20desk=evil", "x; Domain=evil.example", "x%3B%20Domain=evil.example%3B%20Path=/evil", "%00", "đường".normalize("NFD")].map((one) => Buffer.from(one).toString("latin1"))) {
      const given = await doors.staff.request(deskPath("vi", "signIn"), { headers: { cookie: `desk-sign-in=${brought}` } });
      expect(given.status).toBe(303);
      expect(given.headers.getSetCookie()).toHaveLength(1);
      expect(given.headers.getSetCookie()[0]).toMatch(/^desk-sign-in=[\w.~%!*'()-]*; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    }
  });

  test("is not made by the reference of a paper, a year or an export", async () => {
    const papers = doors.doors.registrationPapers;
    for (const put of ["x%0d%0aX-Evil:1", "x%22;filename=%22evil.exe", doors.reference.toLowerCase(), `${doors.reference.slice(0, 4)}%20${doors.reference.slice(4)}`]) {
      for (const path of [paperPath("vi", put, "application"), exportPath("vi", put), `${registerPath("vi", 2026)}${put}`]) {
        const given = await papers.app.request(path, { headers: { cookie: papers.member?.cookie ?? "" } });
        expect([200, 404], path).toContain(given.status);
        expect(given.headers.has("x-evil")).toBe(false);
        if (given.status === 200 && !given.headers.get("content-type")?.startsWith("text/html")) expect(given.headers.get("content-disposition"), path).toMatch(/^(inline|attachment); filename="[A-Za-z0-9-]+\.(pdf|json)"$/);
        await given.body?.cancel();
      }
    }
  });
});

describe("a cell that would calculate", () => {
  test("is no answer to a question of the application or of the personal history", () => {
    const { applicant, person } = motherForSon();
    const questions: Readonly<Record<string, (text: string) => boolean>> = {
      "applicant.fullName": (fullName) => applicationSchema.safeParse({ ...motherForSon(), applicant: { ...applicant, fullName } }).success,
      "person.fullName": (fullName) => applicationSchema.safeParse({ ...motherForSon(), person: { ...person, fullName } }).success,
      street: (street) => applicationSchema.safeParse({ ...motherForSon(), applicant: { ...applicant, address: { ...applicant?.address, street } } }).success,
      askFor: (askFor) => callbackRequestSchema.safeParse(callRequest({ asking: "other", askFor })).success,
      ...Object.fromEntries(historyFields.filter(({ kind }) => kind === "line" || kind === "text").map(({ name }) => [name, (text: string) => historySchema.safeParse({ [name]: text }).success])),
    };
    for (const [name, takes] of Object.entries(questions)) expect(takes("Văn Mẫu"), name).toBe(true);
    for (const formula of formulas) for (const [name, takes] of Object.entries(questions)) expect(takes(formula), `${name} ${formula}`).toBe(false);
  });

  test("is none of the file the operators of texts are given, whichever stage it is for", () => {
    for (const { smsSenderId, siteOrigin } of Object.values(stages)) {
      const cells = operatorFile(smsSenderId, new URL(siteOrigin).host).split("\r\n").flatMap((line) => [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = ""]) => cell));
      expect(cells.length).toBeGreaterThan(60);
      for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠\t\r]/u);
    }
  });

  test("and a paper does nothing when it is opened: no script, no link, no file in it", async () => {
    for (const way of gets(doors.ways).filter(({ pattern }) => pattern.startsWith("/desk/") && pattern.endsWith(".pdf"))) {
      const bytes = Buffer.from(await (await doors.ask(way)).arrayBuffer()).toString("latin1");
      expect(bytes, nameOf(way)).not.toMatch(/\/(JavaScript|JS|Launch|URI|SubmitForm|OpenAction|AA|EmbeddedFile|RichMedia)\b/);
    }
  });
});
