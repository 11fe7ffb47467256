import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "vitest";
import { subjectOf } from "../../functions/registration/promised-text.ts";
import { applicationsOf, e164 } from "./applications.ts";
import { sealedIn } from "./sender.ts";
import type { Row, World } from "./world.ts";

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

/** The first safe hour after a Saturday night: Sunday 22/11/2026, 08:00 in Vietnam. */
export const sundayMorning = "2026-11-22T01:00:00.000Z";

/** The texts promised about what a phone has applied for. Their rows tell neither: they are found by the application. */
export async function promisedAbout(world: World, phone: string): Promise<Row[]> {
  const subjects = new Set((await applicationsOf(world, phone)).map(({ reference }) => subjectOf(world.deps, String(reference))));
  return (await world.rows("messages")).filter(({ subject }) => subjects.has(String(subject)));
}
/** What the row of a text keeps sealed until it is done. */
export const sealedOf = (row: Row | undefined, world: World) => (row && sealedIn(row, world.now())) as { to: string; values: Record<string, string> } | undefined;

/** Takes a world back to a moment. What routes have given out of their rate since then is forgotten: it lies ahead now. */
export async function backTo(world: World, instant: string): Promise<void> {
  world.moveTo(instant);
  for (const { pk, sk } of (await world.rows("messages")).filter((row) => row.pk.startsWith("NETWORK"))) await world.client.send(new DeleteCommand({ TableName: world.names.messages, Key: { pk, sk } }));
}
