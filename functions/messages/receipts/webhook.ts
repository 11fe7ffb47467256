import { timingSafeEqual } from "node:crypto";
import { idAt, readJson, shortCode, signatureOf, valueAt, type Aggregator } from "../routes/aggregator.ts";
import type { Receipt } from "../routes/route.ts";

type Delivery = { headers: Headers; body: string };

/** How far from ours the sender's clock may be, and how long a copy of a signed request is worth something. */
const signedForMs = 5 * 60_000;

/**
 * What an aggregator says of a text, from the raw body it sent; null while the text is on its way. One read again within five
 * minutes is read the same: whoever keeps receipts keeps each once.
 */
export function readWebhook(settings: Aggregator, secret: string, delivery: Delivery, now: Date): Receipt | null | "notSigned" | "notUnderstood" {
  const { webhook } = settings;
  if (!webhook || !isSigned(webhook, secret, delivery, now)) return "notSigned";
  const said = readJson(delivery.body);
  const id = idAt(said, webhook.idPath);
  const status = valueAt(said, webhook.statusPath);
  if (id === undefined || status === undefined) return "notUnderstood";
  if (webhook.delivered.includes(status)) return { route: "http", id, status: "delivered" };
  if (!webhook.undelivered.includes(status)) return null;
  return { route: "http", id, status: "undelivered", because: shortCode(valueAt(said, webhook.reasonPath)) ?? "other" };
}

function isSigned({ signatureHeader, timestampHeader, encoding }: NonNullable<Aggregator["webhook"]>, secret: string, { headers, body }: Delivery, now: Date): boolean {
  // What is signed with nothing, anybody signed.
  if (secret === "") return false;
  const timestamp = headers.get(timestampHeader) ?? "";
  if (!/^\d{10}$/.test(timestamp) || Math.abs(now.getTime() - Number(timestamp) * 1_000) > signedForMs) return false;
  const given = Buffer.from(headers.get(signatureHeader) ?? "");
  const right = Buffer.from(signatureOf(secret, timestamp, body, encoding));
  return given.length === right.length && timingSafeEqual(given, right);
}
