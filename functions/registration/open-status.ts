import { timingSafeEqual } from "node:crypto";
import * as z from "zod";
import type { Status } from "../../shared/registration/receipt.ts";
import { NotProven } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { codeHash, pairOf } from "./request-code.ts";

const tokenMinutes = 15;
/** A right code may be sent again for this long: an answer lost on a bad network costs nobody a new text. */
const repeatableMs = 2 * 60_000;

const tokenSchema = z.strictObject({ reference: z.string() });

export type OpenedStatus = { status: Status; token: string; tokenExpiresAt: string };

/** Proves a pair with its code and opens the status. Wrong pair, wrong, old, used-up or missing code: `NotProven`, alike. */
export async function openStatus(deps: Deps, input: { reference: string; phone: string; code: string }): Promise<OpenedStatus> {
  const at = deps.now();
  const pair = pairOf(deps, input);
  const row = await deps.store.spendTry(pair);
  if (!row?.reference || !sameText(row.codeHash, codeHash(deps, pair, input.code))) throw new NotProven("code");
  const usedFor = row.usedAt === undefined ? 0 : at.getTime() - Date.parse(row.usedAt);
  if (at.toISOString() >= row.expiresAt || usedFor > repeatableMs) throw new NotProven("code");
  const look = { id: deps.ids.event(), type: "viewed" as const, by: "applicant" as const, at: at.toISOString() };
  if (!(await deps.store.openWith(pair, row, row.reference, look))) throw new NotProven("code");
  deps.log.info("STATUS_OPENED");
  return statusFor(deps, row.reference);
}

/** The status again, for the holder of a token that has not run out; the answer carries a fresh one. */
export async function readStatus(deps: Deps, token: string): Promise<OpenedStatus> {
  return statusFor(deps, referenceOf(deps, token));
}

/** The application a token was given for. Throws `NotProven` when it was altered or has run out. */
export function referenceOf(deps: Pick<Deps, "seal" | "now">, token: string): string {
  const opened = tokenSchema.safeParse(deps.seal.open("status", token, deps.now()));
  if (!opened.success) throw new NotProven("token");
  return opened.data.reference;
}

async function statusFor(deps: Deps, reference: string): Promise<OpenedStatus> {
  const status = await deps.store.readStatus(reference);
  if (!status) throw new NotProven("reference");
  const expiresAt = new Date(deps.now().getTime() + tokenMinutes * 60_000);
  return { status, token: deps.seal.close("status", { reference }, expiresAt), tokenExpiresAt: expiresAt.toISOString() };
}

const sameText = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
