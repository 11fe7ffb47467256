import { randomUUID } from "node:crypto";
import { apiPaths } from "../../shared/paths.ts";
import type { Receipt } from "../../shared/registration/receipt.ts";
import type { ApplicationInput } from "./people.ts";
import type { Row, World } from "./world.ts";

export const e164 = (phone: string): string => `+84${phone.slice(1)}`;

/** A key as a client makes one for each application. */
export const newKey = (): string => randomUUID();

export const sendApplication = async (world: World, application: unknown, key = newKey(), headers: Record<string, string> = {}): Promise<Response> =>
  world.json(apiPaths.registrations, application, { "idempotency-key": key, ...headers });

/** An application that has been sent and received. */
export async function received(world: World, application: ApplicationInput, key = newKey()): Promise<Receipt> {
  const answer = await sendApplication(world, application, key);
  if (answer.status !== 201) throw new Error(`not received: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Receipt;
}

/** The application row, its events and its idempotency record. */
export async function rowsAbout(world: World, reference: string): Promise<{ application?: Row; events: Row[]; submissions: Row[] }> {
  const rows = await world.rows("registrations");
  const application = rows.find(({ pk, sk }) => pk === `APPLICATION#${reference}` && sk === "APPLICATION");
  return {
    ...(application ? { application } : {}),
    events: rows.filter(({ pk, sk }) => pk === `APPLICATION#${reference}` && sk.startsWith("EVENT#")),
    submissions: rows.filter((row) => row.pk.startsWith("IDEMPOTENCY#") && row.reference === reference),
  };
}

export const applicationsOf = async (world: World, phone: string): Promise<Row[]> =>
  (await world.rows("registrations")).filter(({ sk, reach }) => sk === "APPLICATION" && (reach as { phone?: string } | undefined)?.phone === e164(phone));

export const textsTo = async (world: World, phone: string) => (await world.texts()).filter(({ to }) => to === e164(phone));
