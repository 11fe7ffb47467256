import { timingSafeEqual } from "node:crypto";
import * as z from "zod";
import type { Status } from "../../shared/registration/receipt.ts";
import { stateAt } from "../../shared/registration/standing.ts";
import { NotProven } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { linkTokenOf } from "./identify.ts";
import { askedUnder, codeHash } from "./request-code.ts";
import type { KeptStatus } from "./store.ts";

const tokenMinutes = 15;
/** A right code may be sent again for this long: an answer lost on a bad network costs nobody a new text. */
const repeatableMs = 2 * 60_000;

/** However often it is renewed, a look ends an hour after its code. Who fills in Mẫu 33 keeps it open to that hour's end: writing takes time. */
export const lookMinutes = 60;

const tokenSchema = z.strictObject({ reference: z.string(), openedAt: z.number() });

export type OpenedStatus = { status: Status; token: string; tokenExpiresAt: string };

/** Proves a pair with the code of one ask and opens the status. Wrong pair or ask, wrong, old, used-up or missing code: `NotProven`, alike. */
export async function openStatus(deps: Deps, input: { reference: string; phone: string; ask: string; code: string }): Promise<OpenedStatus> {
  const at = deps.now();
  const key = askedUnder(deps, input, input.ask);
  const row = await deps.store.spendTry(key);
  if (!row?.reference || !sameText(row.codeHash, codeHash(deps, key, input.code))) throw new NotProven("code");
  const usedFor = row.usedAt === undefined ? 0 : at.getTime() - Date.parse(row.usedAt);
  if (at.toISOString() >= row.expiresAt || usedFor > repeatableMs) throw new NotProven("code");
  const look = { id: deps.ids.event(), type: "viewed" as const, by: "applicant" as const, at: at.toISOString() };
  if (!(await deps.store.openWith(key, row, row.reference, look))) throw new NotProven("code");
  deps.log.info("STATUS_OPENED");
  return statusFor(deps, { reference: row.reference, openedAt: at.getTime() });
}

/** The status again, for the holder of a token that has not run out; the answer carries a fresh one. */
export async function readStatus(deps: Deps, token: string, minutes = tokenMinutes): Promise<OpenedStatus> {
  return statusFor(deps, lookOf(deps, token), minutes);
}

/** The application a token was given for. Throws `NotProven` when it was altered or has run out. */
export const referenceOf = (deps: Pick<Deps, "seal" | "now">, token: string): string => lookOf(deps, token).reference;

type Look = z.infer<typeof tokenSchema>;

function lookOf(deps: Pick<Deps, "seal" | "now">, token: string): Look {
  const opened = tokenSchema.safeParse(deps.seal.open("status", token, deps.now()));
  if (!opened.success) throw new NotProven("token");
  return opened.data;
}

async function statusFor(deps: Deps, look: Look, minutes = tokenMinutes): Promise<OpenedStatus> {
  const kept = await deps.store.readStatus(look.reference);
  if (!kept) throw new NotProven("reference");
  const expiresAt = new Date(Math.min(deps.now().getTime() + minutes * 60_000, look.openedAt + lookMinutes * 60_000));
  return { status: shown(deps, kept), token: deps.seal.close("status", look, expiresAt), tokenExpiresAt: expiresAt.toISOString() };
}

/** Of appointments only those to come, each with the way to its page. */
function shown(deps: Pick<Deps, "seal" | "now">, { appointments, ...status }: KeptStatus): Status {
  const planned = appointments.filter((one) => stateAt(one, deps.now()) === "planned");
  const coming = planned.map(({ id, kind, at, address }) => ({ kind, at, address, token: linkTokenOf(deps, { reference: status.reference, id }) }));
  return coming.length ? { ...status, appointments: coming } : status;
}

const sameText = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
