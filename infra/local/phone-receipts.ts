import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from "aws-lambda";
import type { SentReceipt, Text, Texts } from "./phone-texts.ts";

export const receiptWays = ["once", "never", "twice", "late", "failed", "blocked", "contradicting"] as const;
export type ReceiptWay = (typeof receiptWays)[number];

/** Who is told. Throwing, or answering with an HTTP error, is not taking it. */
export type Receivers = {
  logs?: (event: CloudWatchLogsEvent) => Promise<unknown>;
  webhook?: (request: { headers: Record<string, string>; body: string }) => Promise<unknown>;
};

type Deps = {
  texts: Texts;
  receivers: Receivers;
  secret: string;
  now: () => Date;
  pause: (ms: number) => Promise<void>;
  stopping: AbortSignal;
  waits: { receiptMs: number; retryMs: number; lateMs: number };
};

type Said = Pick<SentReceipt, "status"> & Record<Text["network"], string>;
const delivered: Said = { status: "delivered", sns: "Message has been accepted by phone carrier", http: "delivered" };
const unreachable: Said = { status: "undelivered", sns: "Phone is currently unreachable/unavailable", http: "phoneUnreachable" };
const blocked: Said = { status: "undelivered", sns: "Phone carrier has blocked this message", http: "brandNameBlocked" };
const inOrder: Record<ReceiptWay, readonly Said[]> = {
  once: [delivered],
  never: [],
  twice: [delivered, delivered],
  late: [delivered],
  failed: [unreachable],
  blocked: [blocked],
  contradicting: [delivered, unreachable],
};
const tries = 3;

/** What both sides of the aggregator put into `x-signature`. */
export const signatureOf = (secret: string, timestamp: string, body: string): string => createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");

/** Tells the service what became of texts, as each network does. What a restart cuts off is never sent: receipts may stay out. */
export function createReceipts({ texts, receivers, secret, now, pause, stopping, waits }: Deps) {
  const late = new Set<() => Promise<void>>();

  const senderTo = (text: Text, said: Said): (() => Promise<unknown>) | null => {
    const { logs, webhook } = receivers;
    if (text.network === "sns") return logs ? () => logs(logsEvent(text, said, now())) : null;
    return webhook ? () => webhook(signedRequest(text, said, now(), secret)) : null;
  };
  const isTaken = async (send: () => Promise<unknown>): Promise<boolean> => {
    for (let n = 1; n <= tries; n += 1) {
      if (n > 1) await pause(waits.retryMs);
      if (stopping.aborted) return false;
      try {
        const answer = await send();
        if (!(answer instanceof Response) || answer.ok) return true;
      } catch {
        // The receiver says itself what went wrong; a carrier only tries again.
      }
    }
    return false;
  };
  const sendAll = async (text: Text, way: ReceiptWay): Promise<void> => {
    for (const said of inOrder[way]) {
      const send = senderTo(text, said);
      if (way !== "late") await pause(waits.receiptMs);
      if (!send || stopping.aborted) return;
      const at = now().toISOString();
      const taken = await isTaken(send);
      if (!stopping.aborted) texts.addReceipt(text.id, { status: said.status, reason: said[text.network], at, taken });
    }
  };

  return {
    follow: (text: Text, way: ReceiptWay): void => {
      const send = () => sendAll(text, way);
      if (way !== "late") return void send();
      late.add(send);
      void pause(waits.lateMs).then(() => (late.delete(send) ? send() : undefined));
    },
    /** Sends what is late now; to be called when the service's time was moved. */
    flushLate: async (): Promise<void> => {
      const waiting = [...late];
      late.clear();
      await Promise.all(waiting.map((send) => send()));
    },
  };
}

/** A line of SNS's delivery log, as a subscription of CloudWatch Logs hands it over. */
function logsEvent(text: Text, said: Said, at: Date): CloudWatchLogsEvent {
  const isDelivered = said.status === "delivered";
  const dwellTimeMs = at.getTime() - Date.parse(text.at);
  const message = {
    notification: { messageId: text.id, timestamp: text.at.replace("T", " ").replace("Z", "") },
    delivery: {
      ...(isDelivered ? { phoneCarrier: "Local phone" } : {}),
      mnc: isDelivered ? 1 : 0,
      numberOfMessageParts: 1,
      destination: text.to,
      priceInUSD: 0.0645,
      smsType: "Transactional",
      mcc: isDelivered ? 452 : 0,
      providerResponse: said.sns,
      dwellTimeMs,
      dwellTimeMsUntilDeviceAck: dwellTimeMs,
    },
    status: isDelivered ? "SUCCESS" : "FAILURE",
  };
  const data: CloudWatchLogsDecodedData = {
    messageType: "DATA_MESSAGE",
    owner: "000000000000",
    logGroup: `sns/ap-southeast-1/000000000000/DirectPublishToPhoneNumber${isDelivered ? "" : "/Failure"}`,
    logStream: text.id,
    subscriptionFilters: ["receipts"],
    logEvents: [{ id: String(at.getTime()).padStart(56, "0"), timestamp: at.getTime(), message: JSON.stringify(message) }],
  };
  return { awslogs: { data: gzipSync(JSON.stringify(data)).toString("base64") } };
}

/** `x-timestamp` is in Unix seconds. */
function signedRequest(text: Text, said: Said, at: Date, secret: string): { headers: Record<string, string>; body: string } {
  const body = JSON.stringify({ id: text.attemptId ?? text.id, status: said.status === "delivered" ? "DELIVRD" : "UNDELIV", reason: said.http });
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  return { headers: { "content-type": "application/json", "x-timestamp": timestamp, "x-signature": signatureOf(secret, timestamp, body) }, body };
}
