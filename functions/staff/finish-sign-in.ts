import type { Deps } from "./deps.ts";
import type { Person, Refusal } from "./issuer.ts";
import { closeRefresh } from "./refresh.ts";
import { hashToken, newToken, readTicket, sessionHours, ticketOf } from "./session.ts";

type Input = { callback: URL; state: string; browser: string; /** The ticket this browser held before, or empty. */ earlier: string };
type Because = Refusal | "attempt" | "unused";
export type Finished = { ticket: string; to: string } | { because: Because };

/** What somebody else or nobody has to mend at once: the rest is logged as an error of ours or of the issuer's. */
const expected: ReadonlySet<Because> = new Set<Because>(["denied", "attempt", "unused"]);
/** An account that nobody used for so long lets nobody in until an administrator unlocks it. */
const unusedMs = 90 * 24 * 3_600_000;

/** Takes the attempt, has the issuer say who it is, and opens a session under a token that did not exist before. */
export async function finishSignIn(deps: Deps, { callback, state, browser, earlier }: Input): Promise<Finished> {
  const { store, seal, log } = deps;
  const refuse = (because: Because): Finished => {
    if (expected.has(because)) log.warn("SIGN_IN_REFUSED", { because });
    else log.error("SIGN_IN_REFUSED", { because });
    return { because };
  };
  const nowSeconds = Math.floor(deps.now().getTime() / 1_000);
  const attempt = await store.takeAttempt(seal.hash("desk-state", state), seal.hash("desk-browser", browser), nowSeconds);
  if (!attempt) return refuse("attempt");
  const answer = await deps.issuer.redeem(callback, { state, nonce: attempt.nonce, verifier: attempt.verifier });
  if ("because" in answer) return refuse(answer.because);
  const lastUse = await store.lastUse(answer.person.staffId);
  if (lastUse && deps.now().getTime() - Date.parse(lastUse) >= unusedMs) return refuse("unused");
  const ticket = await enter(deps, answer);
  const before = readTicket(seal, earlier);
  if (before) await store.endSession(before.staffId, before.tokenHash);
  log.info("STAFF_SIGNED_IN");
  return { ticket, to: attempt.to };
}

/** Opens a session for a person the issuer vouches for. */
async function enter({ store, seal, now }: Pick<Deps, "store" | "seal" | "now">, { person, refresh }: { person: Person; refresh: string }): Promise<string> {
  const token = newToken();
  const tokenHash = hashToken(seal, token);
  const at = now();
  const endsAt = new Date(at.getTime() + sessionHours * 3_600_000);
  await store.enter({
    ...person,
    tokenHash,
    refresh: closeRefresh(seal, { tokenHash, refresh }, endsAt),
    at: at.toISOString(),
    sessionEndsAtSeconds: Math.floor(endsAt.getTime() / 1_000),
  });
  return ticketOf(token, person.staffId);
}
