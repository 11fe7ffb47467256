import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { measured } from "../../../functions/platform/metrics.ts";
import { formatReference, formatShortCode } from "../../../shared/reference.ts";
import { createScan, scanKept } from "../../support/log-scan.ts";
import { himself, motherForSon, testPhone } from "../../support/people.ts";
import { masked } from "../../support/personal-values.ts";

const scan = createScan();
const line = (fields: object): string => JSON.stringify({ level: "INFO", message: "MESSAGE_HANDED_OVER", timestamp: "2026-11-21T15:10:00.000Z", service: "message-sender", sampling_rate: 0, ...fields });
const faultsOf = (text: string): string[] => scan(text).faults.map(({ what }) => what);

const { applicant, person } = motherForSon();
const phone = testPhone(123);
const token = "2346R79CtDFwGHxJKmNdPQfRh";

describe("nothing is wrong with", () => {
  test.each([
    ["a code alone", {}],
    ["ids", { messageId: "3f2b8c1e-0000-4000-8000-090000012300", requestId: "JKJaXmPLvHcESHA=", causedBy: "3f2b8c1e-0000-4000-8000-090000012301", staffId: "counsellor-1" }],
    ["coded words and numbers", { because: "quietHours", errorName: "TimeoutError", attempts: 3, waitedMs: 900_000, count: 123_456 }],
    ["a hash of where a request came from", { source: "a99e756ac5" }],
    ["a route's pattern", { method: "POST", route: "/en/dang-ky/:slug/xem" }],
    ["an act in its route", { method: "POST", route: "/desk/registrations/a/:reference/arrangeDetermination" }],
    ["a route of any address", { method: "GET", route: "/*" }],
    ["a route with a shape in it", { method: "GET", route: "/desk/registrations/papers/:reference/:paper{[a-z-]+\\.pdf}" }],
    ["a figure", measured("MESSAGE_HANDED_OVER", { waitedMs: 12 })],
    ["what Powertools adds in the cloud", { cold_start: true, function_name: "dev-sender", function_arn: "arn:aws:lambda:ap-southeast-1:000000000000:function:dev-sender:live", function_memory_size: "256", function_request_id: "3f2b8c1e-0000-4000-8000-000000000001", xray_trace_id: "1-5759e988-bd862e3fe1be46a994272793" }],
  ])("a line with %s", (_what, fields) => {
    expect(scan(line(fields))).toEqual({ code: "MESSAGE_HANDED_OVER", faults: [] });
  });

  test.each(["  Đường Về is ready.", "  Site             http://localhost:43599/", "TimeoutError: timed out\n    at handle (/srv/node_modules/@hono/node-server/dist/index.mjs:890:11)\n    at file:///var/task/index.mjs:1:123456", "START RequestId: 3f2b8c1e-0000-4000-8000-000000000001 Version: $LATEST", JSON.stringify({ timestamp: "2026-11-21T15:10:00.000Z", level: "ERROR", message: { errorType: "TimeoutError", errorMessage: "timed out", stackTrace: [] } })])("what is no line of the service's log: %s", (text) => {
    expect(scan(text)).toEqual({ faults: [] });
  });
});

describe("finds in a line of the service's log", () => {
  test.each<[string, object, string]>([
    ["a field no line may have", { phase: "night" }, "has a field that no line may have: phase"],
    ["an error with its message", { error: { name: "TimeoutError", message: "timed out" } }, "has a field that no line may have: error"],
    ["a sentence in place of a code", { message: "message handed over" }, "has a message that does not look like one"],
    ["a sentence in place of a coded word", { because: "the phone was off" }, "has a because that does not look like one"],
    ["an object in place of an id", { messageId: { id: "message-1" } }, "has a messageId that does not look like one"],
    ["words in place of a number", { count: "many" }, "has a count that does not look like one"],
    ["an address as sent in place of its route", { route: `/lich-hen/${token}` }, "has a route that does not look like one"],
    ["a house number in a route", { route: "/dang-ky/12-pho-nao-do" }, "has a route that does not look like one"],
    ["a route nobody serves", { route: "/wp-admin/login" }, "has a route that does not look like one"],
    ["words in a figure", { ...measured("MESSAGE_HANDED_OVER", {}), TextsHandedOver: "one" }, "has a TextsHandedOver that does not look like one"],
    ["a figure told apart by a value", { _aws: { Timestamp: 1_795_000_000_000, CloudWatchMetrics: [{ Namespace: "DuongVe", Dimensions: [["service", "because"]], Metrics: [{ Name: "TextWait", Unit: "Count" }] }] } }, "has a _aws that does not look like one"],
    ["a name without its marks", { because: "nguyen-van-mau" }, "holds a name"],
    ["a name in one word", { errorName: "NguyenVanMauError" }, "holds a name"],
    ["a phone as an id", { messageId: phone }, "holds a phone"],
    ["a one-time code as an id", { messageId: "007193" }, "holds a one-time code"],
    ["a link's token as an id", { requestId: token }, "holds a link's token"],
    ["a reference as an id", { messageId: "K7M4Q9TX" }, "holds a reference"],
    ["a paper's number as an id", { staffId: person.identity.number }, "holds a paper's number"],
  ])("%s", (_what, fields, what) => {
    expect(faultsOf(line(fields)).join("\n")).toContain(what);
  });
});

describe("finds in any line", () => {
  const inTrace = (value: string): string => `ValidationError: ${value} is not valid\n    at check (/srv/submit.ts:12:3)`;
  const dressed: [string, string, string][] = [
    ...["0900000123", "0900 000 123", "090-000-0123", "0900.000.123", "+84900000123", "84 900 000 123", "(+84) 900 000 123", "0084900000123", "tel:+84900000123", "%2B84900000123"].map((said): [string, string, string] => [said, said, "holds a phone"]),
    ...["Nguyễn Văn Mẫu", "nguyễn văn mẫu".normalize("NFD"), "NGUYEN VAN MAU", "nguyen-van-mau", "NguyenVanMau", "Nguy%E1%BB%85n+V%C4%83n+M%E1%BA%ABu", "Nguy\\u1ec5n V\\u0103n M\\u1eabu", "Mai Văn Đại Diện Mẫu", "mai van dai dien mau"].map((said): [string, string, string] => [said, said, "holds a name"]),
    ["an address", "12 pho thi nghiem", "holds an address"],
    ["a birth date", "1998-09-02", "holds a birth date"],
    ["a paper's number", "001 098 000 002", "holds a paper's number"],
    ["a paper's number nobody wrote down", "001098777777", "holds a paper's number"],
    ["an e-mail address", "ai.do@example.vn", "holds an e-mail address"],
    ["a note", "CHUONG DO BA LAN", "holds a note"],
    ["a one-time code", "code:007193", "holds a one-time code"],
    ["a reference as it is shown", formatReference("K7M4Q9TX"), "holds a reference"],
    ["a code from a text as it is shown", formatShortCode("K7M4Q9TXCDFG"), "holds a code from a text"],
    ["a link", `https://duongve.example/lich-hen/${token}`, "holds a link's token"],
  ];
  test.each(dressed)("%s", (_what, said, what) => {
    expect(faultsOf(inTrace(said))).toContain(what);
  });

  test("every value of the people tests share", () => {
    const said = [applicant?.fullName, applicant?.address.street, applicant?.phone, applicant?.identity.number, person.fullName, person.identity.number, himself().person.phone];
    for (const value of said) expect(faultsOf(inTrace(value ?? "?"))).toContainEqual(expect.stringMatching(/^holds a/));
  });
});

test("a fault is shown without what it is about", () => {
  const [fault] = scan(`TypeError: "${person.fullName}" (0900 000 123) of Số 1, đường Thí Nghiệm cannot be read`).faults;
  expect(fault?.shown).toBe('TypeError: "‹a name›" (‹a phone›) of ‹an address› cannot be read');
  const [unknown] = scan(line({ because: "Someone's 12 words" })).faults;
  expect(unknown?.shown).toContain('"because":"\\"Aaaaaaa\'a 00 aaaaa\\""');
});

test("what is found inside of something else, or across its end, is blotted out with it", () => {
  const found = [{ kind: "a note", from: 2, to: 12 }, { kind: "a name", from: 4, to: 6 }, { kind: "a phone", from: 10, to: 14 }, { kind: "an address", from: 2, to: 12 }];
  expect(masked("0123456789abcdefgh", found)).toBe("01‹a note›‹a phone›efgh");
});

describe("the lines of a run", () => {
  const folder = mkdtempSync(join(tmpdir(), "duong-ve-scan-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("are counted by their codes, and each fault is told once a test file", () => {
    writeFileSync(join(folder, encodeURIComponent("tests/unit/one.test.ts")), [line({}), line({ messageId: "message-1" }), line({ because: "Nguyễn Văn Mẫu" }), line({ because: "nguyen van mau" })].join("\n"));
    writeFileSync(join(folder, encodeURIComponent("tests/unit/two.test.ts")), `${line({ message: "APPLICATION_RECEIVED" })}\n\nanything else, called from 0900 000 123\n`);
    const { lines, codes, faults, missing } = scanKept(folder, false);
    expect({ lines, codes: [...codes], missing }).toEqual({ lines: 6, codes: [["MESSAGE_HANDED_OVER", 4], ["APPLICATION_RECEIVED", 1]], missing: [] });
    expect(faults.map(({ test: file, what, times }) => [file, what, times])).toEqual([
      ["tests/unit/one.test.ts", "holds a name", 2],
      ["tests/unit/one.test.ts", "has a because that does not look like one", 2],
      ["tests/unit/two.test.ts", "holds a phone", 1],
    ]);
  });

  test("are too few when nothing was kept of a whole run", () => {
    expect(scanKept(folder, true).missing).toEqual(expect.arrayContaining(["5000 lines", "50 lines of the real log", "REQUEST_FAILED", "CALLBACK_BOOKED"]));
  });
});
