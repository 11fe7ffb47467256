import { randomBytes } from "node:crypto";
import type { Role } from "../../shared/staff/roles.ts";
import type { Seal } from "../platform/seal.ts";
import type { Session, SessionStore } from "./store.ts";

export type StaffMember = { staffId: string; name: string; roles: readonly Role[]; unit?: string | undefined };

const idleMs = 15 * 60_000;
const touchEveryMs = 60_000;
export const sessionHours = 8;

/**
 * How far the issuer's word reaches: after ten minutes the next page has it asked again; without an answer people go on working, and after twenty nothing
 * is done. So a role taken away ends within ten minutes of work, and an outage of the issuer's of less than ten stops nobody.
 */
const vouchedMs = 10 * 60_000;
const wordMs = 20 * 60_000;
/** While the issuer does not answer, it is asked once a minute. */
const askAgainMs = 60_000;
type Vouched = "holds" | "due" | "over";
export type Opened = { staff: StaffMember; vouched: Vouched };

function vouchedNow({ signedInAt, vouchedAt: at = signedInAt, askedAt }: Pick<Session, "signedInAt" | "vouchedAt" | "askedAt">, now: Date): Vouched {
  const sinceMs = now.getTime() - Date.parse(at);
  if (sinceMs >= wordMs) return "over";
  const isAsked = askedAt !== undefined && now.getTime() - Date.parse(askedAt) < askAgainMs;
  return sinceMs >= vouchedMs && !isAsked ? "due" : "holds";
}

/** 256 bits that nobody can guess. */
export const newToken = (): string => randomBytes(32).toString("base64url");

const ticketShape = /^([\w-]{43})\.(.{1,255})$/;
/** What the browser holds: the token, and whose row its hash is in. */
export const ticketOf = (token: string, staffId: string): string => `${token}.${staffId}`;
export function readTicket(seal: Seal, ticket: string): { staffId: string; tokenHash: string } | null {
  const [, token, staffId] = ticketShape.exec(ticket) ?? [];
  return token && staffId ? { staffId, tokenHash: hashToken(seal, token) } : null;
}
export const hashToken = (seal: Seal, token: string): string => seal.hash("desk-session", token);

/** Who holds this ticket, while the session lives: 15 minutes from the last activity, 8 hours in all. Only activity prolongs it. And whether the issuer's word for them holds. */
export async function openSession(
  deps: { sessions: SessionStore; seal: Seal; now: () => Date },
  { ticket, isActivity }: { ticket: string; isActivity: boolean },
): Promise<Opened | null> {
  const key = readTicket(deps.seal, ticket);
  if (!key) return null;
  const now = deps.now();
  const session = await deps.sessions.findSession(key.staffId, key.tokenHash, Math.floor(now.getTime() / 1_000));
  if (!session) return null;
  const unseenMs = now.getTime() - Date.parse(session.lastSeenAt);
  if (unseenMs >= idleMs) return null;
  if (isActivity && unseenMs >= touchEveryMs) await deps.sessions.touchSession(key.staffId, key.tokenHash, now.toISOString());
  return { staff: { staffId: key.staffId, name: session.name, roles: session.roles, unit: session.unit }, vouched: vouchedNow(session, now) };
}
