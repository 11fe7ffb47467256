import * as z from "zod";
import type { Seal } from "../platform/seal.ts";

const purpose = "desk-refresh";
const keptSchema = z.strictObject({ tokenHash: z.string(), refresh: z.string() });
type Kept = z.infer<typeof keptSchema>;

/** What the issuer is asked with again, sealed for one session. */
export const closeRefresh = (seal: Seal, kept: Kept, endsAt: Date): string => seal.close(purpose, kept, endsAt);

/** Null when it was sealed for another session, or none was kept. */
export function openRefresh(seal: Seal, sealed: string | undefined, tokenHash: string, now: Date): string | null {
  const kept = keptSchema.safeParse(sealed === undefined ? null : seal.open(purpose, sealed, now));
  return kept.success && kept.data.tokenHash === tokenHash ? kept.data.refresh : null;
}
