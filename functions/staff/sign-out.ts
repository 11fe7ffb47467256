import type { Deps } from "./deps.ts";
import { readTicket } from "./session.ts";

/** Ends the session of this ticket, or every session of its person. */
export async function signOut({ store, seal, log }: Pick<Deps, "store" | "seal" | "log">, { ticket, everywhere }: { ticket: string; everywhere: boolean }): Promise<void> {
  const key = readTicket(seal, ticket);
  if (!key) return;
  if (everywhere) await store.endEverySession(key.staffId);
  else await store.endSession(key.staffId, key.tokenHash);
  log.info("STAFF_SIGNED_OUT", everywhere ? { because: "everywhere" } : {});
}
