import type { Deps } from "./deps.ts";
import type { Person } from "./issuer.ts";
import { openRefresh } from "./refresh.ts";
import { openSession, readTicket, type StaffMember } from "./session.ts";

/** `signIn`: there is no session to renew; `issuerDown`: its word has run out, and it does not answer; the others: every session of the person has ended. */
type Renewed = "goOn" | "signIn" | "issuerDown" | "changed" | "gone";

const isSame = (before: StaffMember, now: Person): boolean =>
  before.staffId === now.staffId && before.name === now.name && before.unit === now.unit && before.roles.join() === now.roles.join();

/** Asks the issuer whether its word for somebody still holds, without asking them anything. */
export async function renew(deps: Deps, { ticket }: { ticket: string }): Promise<Renewed> {
  const { store, seal, log, now } = deps;
  const opened = await openSession({ ...deps, sessions: store }, { ticket, isActivity: true });
  const key = readTicket(seal, ticket);
  if (!opened || !key) return "signIn";
  if (opened.vouched === "holds") return "goOn";
  const { staffId, tokenHash } = key;
  const session = await store.findSession(staffId, tokenHash, Math.floor(now().getTime() / 1_000));
  const refresh = openRefresh(seal, session?.refresh, tokenHash, now());
  if (!refresh) {
    await store.endSession(staffId, tokenHash);
    return "signIn";
  }

  const answer = await deps.issuer.renew(refresh);
  if ("person" in answer && isSame(opened.staff, answer.person)) {
    await store.noteVouching(staffId, tokenHash, "vouchedAt", now().toISOString());
    return "goOn";
  }
  if ("person" in answer || answer.because === "gone" || answer.because === "secondFactor") {
    const outcome = "person" in answer ? "changed" : "gone";
    await store.endEverySession(staffId);
    log.warn("SESSIONS_ENDED", { because: "person" in answer ? "changed" : answer.because });
    return outcome;
  }
  // Anything else is trouble of the issuer's or between us, and says nothing of the person.
  log.error("RENEWAL_REFUSED", { because: answer.because });
  if (opened.vouched === "over") return "issuerDown";
  await store.noteVouching(staffId, tokenHash, "askedAt", now().toISOString());
  return "goOn";
}
