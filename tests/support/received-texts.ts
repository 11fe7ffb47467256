import { expect } from "vitest";
import { e164 } from "./applications.ts";

type Text = { to: string; body: string };

/** What reached a phone of the local service, oldest first. */
export async function receivedTexts(origin: string, phone: string): Promise<string[]> {
  const { texts } = (await (await fetch(`${origin}/phone.json`)).json()) as { texts: Text[] };
  return texts.filter(({ to }) => to === e164(phone)).map(({ body }) => body);
}

/** The latest text, once there are more than so many. */
export async function nextText(origin: string, phone: string, after: number): Promise<string> {
  await expect.poll(async () => (await receivedTexts(origin, phone)).length, { timeout: 10_000 }).toBeGreaterThan(after);
  return (await receivedTexts(origin, phone)).at(-1) ?? "";
}
