import type { Deps } from "./deps.ts";
import type { Person, Refusal } from "./issuer.ts";
import { hashToken, newToken, readTicket, sessionHours, ticketOf } from "./session.ts";

type Input = { callback: URL; state: string; browser: string; /** The ticket this browser held before, or empty. */ earlier: string };
export type Finished = { ticket: string; to: string } | { because: Refusal | "attempt" };

/** Takes the attempt, has the issuer say who it is, and opens a session under a token that did not exist before. */
export async function finishSignIn(deps: Deps, { callback, state, browser, earlier }: Input): Promise<Finished> {
  const { store, seal, log } = deps;
  const refuse = (because: Refusal | "attempt"): Finished => {
    if (because === "denied" || because === "attempt") log.warn("SIGN_IN_REFUSED", { because });
    else log.error("SIGN_IN_REFUSED", { because });
    return { because };
  };
  const nowSeconds = Math.floor(deps.now().getTime() / 1_000);
  const attempt = await store.takeAttempt(seal.hash("desk-state", state), seal.hash("desk-browser", browser), nowSeconds);
  if (!attempt) return refuse("attempt");
  const answer = await deps.issuer.redeem(callback, { state, nonce: attempt.nonce, verifier: attempt.verifier });
  if ("because" in answer) return refuse(answer.because);
  const ticket = await enter(deps, answer.person);
  const before = readTicket(seal, earlier);
  if (before) await store.endSession(before.staffId, before.tokenHash);
  log.info("STAFF_SIGNED_IN");
  return { ticket, to: attempt.to };
}

/** Opens a session for a person the issuer vouches for. */
async function enter({ store, seal, now }: Pick<Deps, "store" | "seal" | "now">, person: Person): Promise<string> {
  const token = newToken();
  const at = now();
  await store.enter({
    ...person,
    tokenHash: hashToken(seal, token),
    at: at.toISOString(),
    sessionEndsAtSeconds: Math.floor(at.getTime() / 1_000) + sessionHours * 3_600,
  });
  return ticketOf(token, person.staffId);
}
