import { mayContact, strictest, type SafeContact } from "../../shared/contact/safe-contact.ts";
import type { Callback } from "../../shared/hotline/callback.ts";
import { noteLength } from "../../shared/hotline/call-form.ts";
import { afterCall, dueEntries, liveLease, rangAt, ruleOf, withEntry, type Caller, type Ended, type Entry } from "../../shared/hotline/caller.ts";
import { dangerFollowUp, followUpWithinHours, type Outcome } from "../../shared/hotline/ladder.ts";
import { slotStart, type SlotId } from "../../shared/hotline/slots.ts";
import { isOpen, moved } from "../../shared/hotline/state.ts";
import { forgetPhone } from "./change.ts";
import type { Deps } from "./deps.ts";
import { linkHashOf, linkTokenOf } from "./identify.ts";
import { keepNote } from "./keep-note.ts";
import { promisedAppointment, promisedText } from "./promised-text.ts";
import { LeaseLost, NotNow } from "./refusals.ts";
import { chosenSeat, combined, firstSeat, seatBack } from "./seats.ts";
import type { Change, HotlineEvent } from "./store.ts";
import { ownCaller, type Staff } from "./lease.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { write } from "./write.ts";

export type CallRecord = {
  key: string;
  leaseId: string;
  staff: Staff;
  outcome: Outcome;
  note: string;
  /** A message was left; refused where the rule says never. */
  voicemail: boolean;
  /** When to talk again. Somebody who was in danger is always rung again: without a time, at the first safe one from 12 hours on. */
  followUp?: SlotId | undefined;
  /** The safe-contact answers, asked again on the phone; needed for a follow-up. */
  contact?: (SafeContact & { textsAgreed: boolean }) | undefined;
  /** Nobody said how it went: the phone may have rung, and no text says that we could not reach anybody. */
  unrecorded?: true;
};

/** What came of it: when somebody rings again, or that it rests, or that all is done. */
export type Recorded = { again?: string; rests: boolean; followUpAt?: string; repeated?: true };

/**
 * Writes down how a call went: outcome, note, what follows, in one write; sent again, it is `repeated` and nothing is written.
 * Throws `LeaseLost` when another took the caller over; the note is then kept on its own and the outcome does not count. Throws `NoSeat` when the follow-up's time is gone, `NotNow` when the gate
 * allows no message to be left (`voicemailNever`), the number was never shown (`notRung`), or a danger follow-up is too far off (`followUpTooLate`).
 */
export async function recordCall(deps: Deps, record: CallRecord): Promise<Recorded> {
  try {
    return await untilWritten(() => attempt(deps, record));
  } catch (thrown) {
    // Nobody sent anything that could be kept.
    if (!(thrown instanceof LeaseLost) || record.unrecorded) throw thrown;
    if (await wasRecorded(deps, record)) return { rests: false, repeated: true };
    await keepNote(deps, record);
    throw thrown;
  }
}

/** The same form sent twice arrives within a few events of itself. */
const recentEvents = 20;

/** Whether just this was written down before. Another outcome, or another note, comes too late to count and is kept as a note. */
export async function wasRecorded(deps: Pick<Deps, "store" | "now">, record: { key: string; leaseId: string; outcome: string; note: string }): Promise<boolean> {
  const events = await deps.store.readEvents(record.key, recentEvents, deps.now());
  return events.some(({ type, leaseId, outcome, note = "" }) => type === "call" && leaseId === record.leaseId && outcome === record.outcome && note === record.note);
}

async function attempt(deps: Deps, record: CallRecord): Promise<Recorded | typeof overtaken> {
  const now = deps.now();
  const before = await ownCaller(deps, record);
  // Taken up again meanwhile: whoever holds them will say how it went.
  if (record.unrecorded && liveLease(before, now)) throw new LeaseLost(before.lease.name);
  if (!(record.unrecorded ? rangAt(before.lease) : before.lease.rungAt)) throw new NotNow("notRung");
  const rule = ruleOf(before);
  if (record.voicemail && rule && !mayContact(rule, { kind: "voicemail" }, now).may) throw new NotNow("voicemailNever");
  const due = dueEntries(before, now);
  const result = afterCall(before, record.outcome, now);
  const follow = record.outcome === "reached" ? await followUp(deps, record, result.caller, endedOf(before, result.ended), now) : null;
  const after = follow ? follow.caller : result.caller;
  const again = record.outcome === "reached" ? undefined : result.ended.find(({ move }) => move === "change")?.change?.dueAt;
  const callbacks = await callbacksAfter(deps, before, result.ended, record.outcome, now);
  if (callbacks === overtaken) return overtaken;
  const seats = combined([...callbacks, ...(follow?.changes ?? [])]);
  if (!seats) return overtaken;
  const failed = await write(
      deps,
    [
      { what: "caller", before, after },
      ...seats,
      { what: "event", callerKey: before.key, event: callEvent(deps, record) },
      ...forgetPhone(after, now),
      ...(record.unrecorded ? [] : await missedText(deps, before, record.outcome, due, now)),
    ],
    now,
  );
  if (failed.size > 0) return overtaken;
  deps.log.info("CALL_RECORDED", { because: record.outcome });
  return { rests: result.rests, ...(again ? { again } : {}), ...(follow ? { followUpAt: follow.at } : {}) };
}

const callEvent = (deps: Deps, { leaseId, outcome, note, voicemail, staff, unrecorded }: CallRecord): HotlineEvent => ({
  id: deps.ids.event(),
  at: deps.now().toISOString(),
  type: "call",
  by: staff,
  leaseId,
  outcome,
  ...(unrecorded ? { because: "unrecorded" } : {}),
  ...(voicemail ? { voicemail } : {}),
  ...(note ? { note: note.slice(0, noteLength) } : {}),
});

const endedOf = ({ entries }: Caller, ended: readonly Ended[]): Entry[] => entries.filter(({ reference }) => ended.some((one) => one.reference === reference));

async function callbacksAfter(deps: Deps, caller: Caller, ended: readonly Ended[], outcome: Outcome, now: Date): Promise<Change[] | typeof overtaken> {
  const changes = await Promise.all(
    ended.map(async ({ reference, move }): Promise<Change[] | typeof overtaken> => {
      const before = await deps.store.findCallback(reference, now);
      if (!before) return [];
      if (before.state !== caller.entries.find((entry) => entry.reference === reference)?.state) return overtaken;
      const state = moved(before.state, move);
      const { slotId, ...rest } = before;
      const keepsSeat = state === "waiting" && slotId !== undefined;
      const after: Callback = { ...rest, ...(keepsSeat ? { slotId } : {}), version: before.version + 1, state, because: outcome, ...(isOpen(state) ? {} : { endedAt: now.toISOString() }) };
      const back = !keepsSeat && before.slotId ? await seatBack(deps, { slotId: before.slotId, reference, callerKey: before.callerKey }) : [];
      return [{ what: "callback", before, after }, ...back];
    }),
  );
  return changes.includes(overtaken) ? overtaken : changes.flatMap((change) => (change === overtaken ? [] : change));
}

/** After silence a neutral text offers another time; after another voice it does not: the phone may be in other hands. */
async function missedText(deps: Deps, caller: Caller, outcome: Outcome, due: readonly Entry[], now: Date): Promise<Change[]> {
  const [first] = due;
  if (!first || (outcome !== "noAnswer" && outcome !== "busy")) return [];
  const rule = ruleOf(caller);
  if (!rule) return [];
  const phone = await deps.store.findPhone(caller.key, now);
  return phone ? promisedText(deps, phone, { ...first, callerKey: caller.key, contact: rule }, "callMissed", "weBegin") : [];
}

async function followUp(deps: Deps, record: CallRecord, caller: Caller, over: readonly Entry[], now: Date): Promise<{ caller: Caller; changes: Change[]; at: string } | null> {
  const [first] = over;
  const danger = over.some((entry) => entry.danger);
  const rule = record.contact ? { ...record.contact, askedAt: now.toISOString() } : ruleOf({ ...caller, entries: [...over] });
  if (!first || !rule || (!record.followUp && !danger)) return null;
  const latest = new Date(now.getTime() + followUpWithinHours * 3_600_000);
  if (danger && record.followUp && slotStart(record.followUp) > latest) throw new NotNow("followUpTooLate");
  const seat = { reference: deps.ids.reference(), callerKey: caller.key };
  // What else is open under this phone is rung by the same answers: a time we choose is safe by all of them.
  const { hours } = strictest([rule, ...caller.entries.map(({ contact }) => contact)]);
  const from = dangerFollowUp(now, hours);
  const taken = record.followUp ? { slotId: record.followUp, changes: await chosenSeat(deps, record.followUp, seat) } : await firstSeat(deps, hours, seat, { from, until: latest });
  const at = (record.followUp ? slotStart(record.followUp) : taken ? later(slotStart(taken.slotId), from) : from).toISOString();
  const entry: Entry = { ...first, ...seatOf(taken?.slotId), reference: seat.reference, state: "waiting", kind: "followUp", dueAt: at, danger: false, inTurn: undefined, rings: undefined, borrowed: over.some(({ borrowed }) => borrowed), openedAt: now.toISOString(), turn: danger ? "afterDanger" : undefined, contact: rule };
  const callback: Callback = { reference: seat.reference, callerKey: caller.key, version: 1, state: "waiting", kind: "followUp", ...seatOf(taken?.slotId), language: first.language, openedAt: entry.openedAt, danger: false, contact: rule, consentWording: "spoken" };
  const followed = withEntry(caller, entry);
  const phone = taken && (await deps.store.findPhone(caller.key, now));
  const reminders = phone ? promisedAppointment(deps, phone, { ...entry, callerKey: caller.key, contact: ruleOf(followed) ?? rule, slotId: taken.slotId }, { receipt: false }) : [];
  return {
    caller: followed,
    at,
    changes: [...reminders, { what: "callback", before: null, after: callback }, { what: "link", hash: linkHashOf(deps, linkTokenOf(deps, seat.reference)), reference: seat.reference }, ...(taken?.changes ?? [])],
  };
}
const later = (a: Date, b: Date): Date => (a > b ? a : b);
const seatOf = (slotId: SlotId | undefined): { slotId?: SlotId | undefined } => ({ slotId });
