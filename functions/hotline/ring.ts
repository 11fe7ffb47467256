import { mayContact, type ContactAnswer } from "../../shared/contact/safe-contact.ts";
import { dueEntries, leased, mayCall, ruleOf } from "../../shared/hotline/caller.ts";
import { event } from "./change.ts";
import type { Deps } from "./deps.ts";
import { NotNow } from "./refusals.ts";
import { ownCaller, type Staff } from "./lease.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { write } from "./write.ts";

/** What may be done on the call: the sentence to begin with, what to say to another voice, and to a voicemail. */
export type CallRules = { call: ContactAnswer; someoneElse: ContactAnswer; voicemail: ContactAnswer };

/**
 * Shows the number to the counsellor who holds the caller, once the gate allows a call; the look is written down before the number is given.
 * Throws `LeaseLost`, or `NotNow` with the gate's reason (`nothingDue` when it was cancelled meanwhile).
 */
export async function ring(deps: Deps, input: { key: string; leaseId: string; staff: Staff }): Promise<{ phone: string; until: string }> {
  const { until, caller } = await untilWritten(async () => {
    const now = deps.now();
    const before = await ownCaller(deps, input);
    if (dueEntries(before, now).length === 0) throw new NotNow("nothingDue");
    const answer = mayCall(before, now);
    if (!answer.may) throw new NotNow(answer.because);
    const after = leased(before, { ...before.lease, rungAt: now.toISOString() }, now);
    const failed = await write(deps, [{ what: "caller", before, after }, event(deps, before.key, "rang", undefined, input.staff)], now);
    return failed.size > 0 ? overtaken : { until: after.lease?.until ?? "", caller: after };
  });
  const phone = await deps.store.findPhone(caller.key, deps.now());
  if (!phone) throw new NotNow("noPhone");
  deps.log.info("NUMBER_SHOWN");
  return { phone, until };
}

/** The rules of a call as the gate sees them now. */
export function callRulesOf(caller: Parameters<typeof ruleOf>[0], now: Date): CallRules | null {
  const rule = ruleOf(caller);
  return rule && { call: mayCall(caller, now), someoneElse: mayContact(rule, { kind: "someoneElse" }, now), voicemail: mayContact(rule, { kind: "voicemail" }, now) };
}
