import { gunzipSync } from "node:zlib";
import type { CloudWatchLogsEvent } from "aws-lambda";
import * as z from "zod";
import { readJson } from "./aggregator.ts";
import type { Receipt } from "./route.ts";

const logsSchema = z.object({ messageType: z.string(), logEvents: z.array(z.object({ message: z.string() })) });
const lineSchema = z.object({
  notification: z.object({ messageId: z.string().min(1) }),
  delivery: z.object({ providerResponse: z.string().optional() }),
  status: z.enum(["SUCCESS", "FAILURE"]),
});

/**
 * What SNS says of a text that did not arrive, each as a code: its words, and the number beside them, go no further.
 * https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html
 */
const codes = new Map([
  ["blocked as spam by phone carrier", "blocked"],
  ["destination is on a blocked list", "blockedList"],
  ["invalid phone number", "invalidNumber"],
  ["message body is invalid", "invalidBody"],
  ["phone carrier has blocked this message", "blocked"],
  ["phone carrier is currently unreachable/unavailable", "carrierUnavailable"],
  ["phone has blocked sms", "phoneBlocksTexts"],
  ["phone is on a blocked list", "blockedList"],
  ["phone is currently unreachable/unavailable", "phoneUnreachable"],
  ["phone number is opted out", "optedOut"],
  ["this delivery would exceed max price", "tooDear"],
  ["unknown error attempting to reach phone", "unknown"],
]);

/** The receipts in one delivery of SNS's log, and how many of its lines could not be read. */
export function readDeliveryLogs(event: CloudWatchLogsEvent): { receipts: Receipt[]; skipped: number } {
  const logs = logsSchema.safeParse(readJson(unpacked(event.awslogs.data)));
  if (!logs.success) return { receipts: [], skipped: 1 };
  if (logs.data.messageType !== "DATA_MESSAGE") return { receipts: [], skipped: 0 };
  const receipts = logs.data.logEvents.map(({ message }) => receiptOf(message)).filter((receipt) => receipt !== null);
  return { receipts, skipped: logs.data.logEvents.length - receipts.length };
}

function unpacked(data: string): string | undefined {
  try {
    return gunzipSync(Buffer.from(data, "base64")).toString("utf8");
  } catch {
    return undefined;
  }
}

function receiptOf(line: string): Receipt | null {
  const parsed = lineSchema.safeParse(readJson(line));
  if (!parsed.success) return null;
  const { notification, delivery, status } = parsed.data;
  if (status === "SUCCESS") return { route: "sns", id: notification.messageId, status: "delivered" };
  return { route: "sns", id: notification.messageId, status: "undelivered", because: codes.get(plain(delivery.providerResponse ?? "")) ?? "other" };
}

const plain = (response: string): string => response.trim().toLowerCase().replace(/\.$/, "");
