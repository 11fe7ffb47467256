import type { Issue } from "../../../shared/form/issues.ts";
import { followUpTimes, hoursIn, type CallDraft, type CallFacts } from "../../../shared/hotline/call-form.ts";
import { entriesAbout, inDanger, liveLease, ruleOf, type Caller } from "../../../shared/hotline/caller.ts";
import { dangerFollowUp } from "../../../shared/hotline/ladder.ts";
import { nextCallAt } from "../../../shared/hotline/next-call.ts";
import { slotEnd, slotStart } from "../../../shared/hotline/slots.ts";
import type { CallView } from "../../../web/pages/desk/hotline-call.tsx";
import { emptyDraft, type OutcomeView } from "../../../web/pages/desk/hotline-outcome.tsx";
import { callRulesOf } from "../ring.ts";
import { offeredDays } from "../seats.ts";
import type { Staff } from "../lease.ts";
import type { DeskDeps } from "./deps.ts";

/** What a page adds to what is known of a caller. */
export type Shown = Pick<CallView, "phone" | "refused" | "line" | "takeOver"> & { draft?: CallDraft | undefined; issues?: readonly Issue[] };

const shownEvents = 20;

/** Everything the call screen of a caller shows to somebody at this moment. */
export async function callView(deps: DeskDeps, { caller, staff, shown, now }: { caller: Caller; staff: Staff; shown: Shown; now: Date }): Promise<CallView> {
  const { draft, issues = [], ...rest } = shown;
  const [events, texts] = await Promise.all([deps.store.readEvents(caller.key, 2 * shownEvents, now), deps.texts.about(caller.key)]);
  return {
    caller,
    rules: callRulesOf(caller, now),
    events: events.filter(({ type }) => type !== "taken").slice(0, shownEvents),
    texts,
    possibleFrom: nextCallAt(caller, now),
    outcome: await outcomeView(deps, { caller, staff, draft, issues, now }),
    ...rest,
  };
}

/** What the form after a call is judged by; null when nothing is open any more. */
export function factsOf(caller: Caller, now: Date): CallFacts | null {
  const rule = ruleOf(caller);
  if (!rule) return null;
  return {
    rule,
    danger: inDanger(caller, now),
    mayLeaveVoicemail: callRulesOf(caller, now)?.voicemail.may ?? false,
    borrowed: entriesAbout(caller, now).some(({ borrowed }) => borrowed),
    // Masked, a number keeps its first two digits, and only landlines begin with 02.
    landline: caller.maskedPhone.startsWith("02"),
    now,
  };
}

type Asked = { caller: Caller; staff: Staff; draft: CallDraft | undefined; issues: readonly Issue[]; now: Date };

/** The form after a call, once the number was shown to who holds the caller. */
async function outcomeView(deps: DeskDeps, { caller, staff, draft, issues, now }: Asked): Promise<OutcomeView | undefined> {
  const lease = liveLease(caller, now);
  const facts = factsOf(caller, now);
  if (!facts || lease?.staffId !== staff.staffId || !lease.rungAt) return undefined;
  const { rule, danger, mayLeaveVoicemail } = facts;
  const shown = draft ?? emptyDraft(danger);
  const hours = hoursIn(shown, rule.hours);
  const times = followUpTimes(await offeredDays(deps), { hours, danger, now });
  return { leaseId: lease.id, draft: shown, issues, rule, mayLeaveVoicemail, danger, times, autoAt: autoFollowUp(dangerFollowUp(now, hours), times) };
}

/** When an automatic follow-up is likely to be: in the first free time from then on, or then if the roster has none. */
function autoFollowUp(from: Date, times: OutcomeView["times"]): Date {
  const first = times.flatMap(({ slotIds }) => slotIds).find((id) => slotEnd(id) > from);
  return first && slotStart(first) > from ? slotStart(first) : from;
}
