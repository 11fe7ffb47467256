import { noteLength } from "../../shared/hotline/call-form.ts";
import { isOutOfHours, leased, listOf, liveLease, putOff, rangAt, withLease, withoutLease, type Caller } from "../../shared/hotline/caller.ts";
import type { Deps } from "./deps.ts";
import { event } from "./change.ts";
import { keepNote } from "./keep-note.ts";
import { ownCaller, type Staff } from "./lease.ts";
import { recordCall } from "./record-call.ts";
import { LeaseLost } from "./refusals.ts";
import type { Change, HotlineEvent } from "./store.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { write } from "./write.ts";

export type Held = { key: string; leaseId: string; until: string };

/** As a rule one of the first few can be taken; only behind many who are held, or not to be rung at this hour, is more read at once. */
const firstPage = 12;
const pageOf = 60;
/** So many who are held, or not to be rung at this hour, are looked past in one request. */
const mostPages = 20;

const held = ({ key, lease }: Caller): Held => ({ key, leaseId: lease?.id ?? "", until: lease?.until ?? "" });
const moved = async (deps: Deps, before: Caller, after: Caller, about: Change): Promise<boolean> =>
  (await write(deps, [{ what: "caller", before, after }, about], deps.now())).size === 0;

/**
 * Holds the first caller of the queue who may be rung now and whom nobody holds; null when there is none.
 * Two who ask at once get two different callers: the row that was read is the condition of the write.
 */
export async function takeNext(deps: Deps, staff: Staff): Promise<Held | null> {
  return untilWritten(async () => {
    let missed = false;
    const outOfHours: Caller[] = [];
    let after: Record<string, unknown> | undefined;
    let pages = 0;
    do {
      const page = await deps.store.readQueue("ring", after ? pageOf : firstPage, after, deps.now());
      for (const caller of page.callers) {
        const unrecorded = await settled(deps, caller);
        if (unrecorded) {
          // What they asked after that ring may be due.
          missed ||= unrecorded === "written";
          continue;
        }
        const mine = withLease(caller, { id: deps.ids.event(), ...staff }, deps.now());
        if (!mine) {
          if (isOutOfHours(caller, deps.now())) outOfHours.push(caller);
          continue;
        }
        if (await moved(deps, caller, mine, event(deps, caller.key, "taken", undefined, staff))) {
          await clearTheWay(deps, outOfHours);
          return held(mine);
        }
        missed = true;
      }
      after = page.next;
      pages += 1;
    } while (after && pages < mostPages);
    await clearTheWay(deps, outOfHours);
    return missed ? overtaken : null;
  });
}

/** Puts some of those off who are due and must not be rung at this hour: behind many of them nobody else would be found. Overtaken, the next request does it. */
async function clearTheWay(deps: Deps, outOfHours: readonly Caller[]): Promise<void> {
  if (outOfHours.length < pageOf) return;
  const now = deps.now();
  await Promise.all(outOfHours.slice(0, pageOf).map((caller) => write(deps, [{ what: "caller", before: caller, after: putOff(caller, now) }], now)));
}

/**
 * Whether the phone rang under a lease that ended without a word of how it went. It then counts as a ring that nobody answered,
 * so that no phone rings without end because somebody's page was closed. `passed`: somebody else was quicker, and it is theirs to settle.
 */
async function settled(deps: Deps, caller: Caller): Promise<"written" | "passed" | null> {
  const { lease } = caller;
  if (!lease || !rangAt(lease) || liveLease(caller, deps.now())) return null;
  try {
    await recordCall(deps, { key: caller.key, leaseId: lease.id, staff: { staffId: lease.staffId, name: lease.name }, outcome: "noAnswer", note: "", voicemail: false, unrecorded: true });
    return "written";
  } catch (thrown) {
    if (!(thrown instanceof LeaseLost)) throw thrown;
    return "passed";
  }
}

/** Holds one caller out of turn; null when somebody else holds them, or they are not to be rung now. Held by oneself already: the same lease. */
export async function take(deps: Deps, input: { key: string; staff: Staff }): Promise<Held | null> {
  return untilWritten(async () => {
    const caller = await deps.store.findCaller(input.key, deps.now());
    if (!caller) return null;
    const lease = liveLease(caller, deps.now());
    if (lease?.staffId === input.staff.staffId) return held(caller);
    if (await settled(deps, caller)) return overtaken;
    const mine = withLease(caller, { id: deps.ids.event(), ...input.staff }, deps.now());
    if (!mine) return null;
    return (await moved(deps, caller, mine, event(deps, caller.key, "taken", undefined, input.staff))) ? held(mine) : overtaken;
  });
}

/** Takes a held caller over from another, with a reason that is kept. Null when they are neither held nor to be rung now. */
export async function takeOver(deps: Deps, input: { key: string; staff: Staff; reason: string }): Promise<Held | null> {
  return untilWritten(async () => {
    const caller = await deps.store.findCaller(input.key, deps.now());
    if (caller && (await settled(deps, caller))) return overtaken;
    if (!caller || !["held", "now"].includes(listOf(caller, deps.now()))) return null;
    // A call may be under way: its owner can still not move or cancel it.
    const lease = liveLease(caller, deps.now());
    const tookOverCallAt = lease && rangAt(lease);
    const mine = leased(caller, { id: deps.ids.event(), ...input.staff, ...(tookOverCallAt ? { tookOverCallAt } : {}) }, deps.now());
    const reason: HotlineEvent = { id: deps.ids.event(), at: deps.now().toISOString(), type: "takenOver", by: input.staff, because: input.reason };
    return (await moved(deps, caller, mine, { what: "event", callerKey: caller.key, event: reason })) ? held(mine) : overtaken;
  });
}

/** The lease for ten more minutes. Throws `LeaseLost` when another holds the caller; run out and free, it is taken up again. */
export async function renew(deps: Deps, input: { key: string; leaseId: string }): Promise<Held> {
  return untilWritten(async () => {
    const caller = await ownCaller(deps, input);
    const { until: _until, ...lease } = caller.lease;
    const after = leased(caller, lease, deps.now());
    const failed = await write(deps, [{ what: "caller", before: caller, after }], deps.now());
    return failed.size > 0 ? overtaken : held(after);
  });
}

/** Gives a caller back to the queue, where they stood, with what was noted: whoever does it says that they have not rung. False when the lease is no longer the one given: then only the note is kept. */
export async function handBack(deps: Deps, input: { key: string; leaseId: string; staff: Staff; note?: string }): Promise<boolean> {
  const { key, leaseId, staff, note } = input;
  const given = await untilWritten(async () => {
    const caller = await deps.store.findCaller(key, deps.now());
    if (caller?.lease?.id !== leaseId) return false;
    const back: HotlineEvent = { id: deps.ids.event(), at: deps.now().toISOString(), type: "handedBack", by: staff, ...(note ? { note: note.slice(0, noteLength) } : {}) };
    return (await moved(deps, caller, withoutLease(caller), { what: "event", callerKey: key, event: back })) || overtaken;
  });
  if (!given && note) await keepNote(deps, { key, leaseId, staff, note });
  return given;
}
