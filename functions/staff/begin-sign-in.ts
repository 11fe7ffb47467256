import type { Language } from "../../shared/language.ts";
import type { Deps } from "./deps.ts";
import { newToken } from "./session.ts";

export const attemptMinutes = 10;

type Input = { language: Language; redirectUri: string; /** A page of the desks, already judged. */ to: string; /** What marks this browser, or empty. */ browser: string };

/** Begins a sign-in that only this browser can finish, once, within ten minutes; null while the issuer does not answer. */
export async function beginSignIn(deps: Deps, { language, redirectUri, to, browser }: Input): Promise<{ url: string; browser: string } | null> {
  const proof = { state: newToken(), nonce: newToken(), verifier: newToken() };
  const url = await deps.issuer.signInUrl(redirectUri, language, proof);
  if (!url) {
    deps.log.error("SIGN_IN_REFUSED", { because: "issuerDown" });
    return null;
  }
  // One mark for all tabs of a browser: two sign-ins begun side by side both come to an end.
  const mark = browser || newToken();
  await deps.store.keepAttempt(deps.seal.hash("desk-state", proof.state), {
    browserHash: deps.seal.hash("desk-browser", mark),
    nonce: proof.nonce,
    verifier: proof.verifier,
    language,
    to,
    expiresAtSeconds: Math.floor(deps.now().getTime() / 1_000) + attemptMinutes * 60,
  });
  return { url, browser: mark };
}
