import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readDeliveryLogs } from "../../../../functions/messages/routes/sns-log.ts";

const packed = (content: unknown) => ({ awslogs: { data: gzipSync(typeof content === "string" ? content : JSON.stringify(content)).toString("base64") } });
const logs = (messages: string[], messageType = "DATA_MESSAGE") =>
  packed({
    messageType,
    owner: "111111111111",
    logGroup: "sns/ap-southeast-1/111111111111/DirectPublishToPhoneNumber/Failure",
    logStream: "s",
    subscriptionFilters: ["f"],
    logEvents: messages.map((message, i) => ({ id: String(i), timestamp: 1_790_000_000_000, message })),
  });
const line = (messageId: string, status: string, providerResponse?: string) =>
  JSON.stringify({
    notification: { messageId, timestamp: "2026-09-21 14:13:20.558" },
    delivery: { phoneCarrier: "Viettel", mnc: 4, destination: "+84900000001", priceInUSD: 0.05, smsType: "Transactional", mcc: 452, providerResponse, dwellTimeMs: 599, dwellTimeMsUntilDeviceAck: 1344 },
    status,
  });
const read = (...messages: string[]) => readDeliveryLogs(logs(messages));

describe("a line of SNS's log", () => {
  test("delivered", () => {
    expect(read(line("m-1", "SUCCESS", "Message has been accepted by phone carrier"))).toEqual({ receipts: [{ route: "sns", id: "m-1", status: "delivered" }], skipped: 0 });
  });

  test.each([
    ["Blocked as spam by phone carrier", "blocked"],
    ["Destination is on a blocked list", "blockedList"],
    ["Invalid phone number", "invalidNumber"],
    ["Message body is invalid", "invalidBody"],
    ["Phone carrier has blocked this message", "blocked"],
    ["Phone carrier is currently unreachable/unavailable", "carrierUnavailable"],
    ["Phone has blocked SMS", "phoneBlocksTexts"],
    ["Phone is on a blocked list", "blockedList"],
    ["Phone is currently unreachable/unavailable", "phoneUnreachable"],
    ["Phone number is opted out", "optedOut"],
    ["This delivery would exceed max price", "tooDear"],
    ["Unknown error attempting to reach phone", "unknown"],
    [" phone number is OPTED OUT. ", "optedOut"],
  ])("%s: %s", (response, because) => {
    expect(read(line("m-1", "FAILURE", response))).toEqual({ receipts: [{ route: "sns", id: "m-1", status: "undelivered", because }], skipped: 0 });
  });

  test.each(["Phone +84900000001 is on fire", "+84900000001", "constructor", "", undefined])("any other answer is one code, with nothing of its words: %j", (response) => {
    const result = read(line("m-1", "FAILURE", response));
    expect(result).toEqual({ receipts: [{ route: "sns", id: "m-1", status: "undelivered", because: "other" }], skipped: 0 });
    expect(JSON.stringify(result)).not.toContain("849");
  });
});

describe("one delivery of the log", () => {
  test("holds many, in their order", () => {
    const { receipts, skipped } = read(line("m-1", "SUCCESS"), line("m-2", "FAILURE", "Invalid phone number"), line("m-3", "SUCCESS"));
    expect(receipts.map(({ id, status }) => [id, status])).toEqual([["m-1", "delivered"], ["m-2", "undelivered"], ["m-3", "delivered"]]);
    expect(skipped).toBe(0);
  });

  test("a line that is not understood is counted, and costs no other", () => {
    const strange = ["", "not JSON", "null", "{}", line("", "SUCCESS"), line("m-9", "PENDING"), JSON.stringify({ status: "SUCCESS", delivery: {} }), '{"notification":{"messageId":7},"delivery":{},"status":"SUCCESS"}'];
    expect(read(line("m-1", "SUCCESS"), ...strange, line("m-2", "SUCCESS"))).toEqual({
      receipts: [
        { route: "sns", id: "m-1", status: "delivered" },
        { route: "sns", id: "m-2", status: "delivered" },
      ],
      skipped: strange.length,
    });
  });

  test("a control message holds none", () => {
    expect(readDeliveryLogs(logs(["CWL CONTROL MESSAGE: Checking health of destination"], "CONTROL_MESSAGE"))).toEqual({ receipts: [], skipped: 0 });
  });

  test.each([{ awslogs: { data: "" } }, { awslogs: { data: "not base64 of gzip" } }, packed("not JSON"), packed({ messageType: "DATA_MESSAGE" })])("one that cannot be opened is counted: %j", (event) => {
    expect(readDeliveryLogs(event)).toEqual({ receipts: [], skipped: 1 });
  });
});
