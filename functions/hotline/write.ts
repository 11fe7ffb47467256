import { ruleOf, type Caller, type Entry } from "../../shared/hotline/caller.ts";
import type { Deps } from "./deps.ts";
import type { Change } from "./store.ts";

/** The one way to a write in this area: texts follow what they are about, in the same transaction. What stood in the way comes back. */
export const write = (deps: Pick<Deps, "store">, changes: readonly Change[], now: Date): Promise<ReadonlySet<Change["what"]>> => deps.store.write(withTexts(changes, now), now);

/**
 * What a change of a caller means for texts that may still wait: whatever was promised about a request that ended, or got another time,
 * is taken back; all others are judged by the answers that hold from now on.
 */
export function withTexts(changes: readonly Change[], now: Date): Change[] {
  return changes.flatMap((change): Change[] => {
    if (change.what !== "caller") return [change];
    const { before, after } = change;
    const live = before.texts.filter(({ notAfter }) => notAfter >= now.toISOString());
    const gone = live.filter(({ reference }) => isOver(before, after, reference));
    const kept = live.filter((text) => !gone.includes(text));
    const promised = changes.flatMap((one) => (one.what === "message" ? [{ id: one.message.id, reference: one.reference, notAfter: one.message.notAfter }] : []));
    const rule = ruleOf(after);
    const amended = rule && JSON.stringify(rule) !== JSON.stringify(ruleOf(before)) ? kept : [];
    const refOf = ({ id }: { id: string }) => ({ area: "hotline", subject: after.key, id }) as const;
    return [
      { ...change, after: { ...after, texts: [...kept, ...promised] } },
      ...gone.map((text): Change => ({ what: "noMessage", message: refOf(text), because: whyOver(entryOf(after, text.reference)) })),
      ...(rule ? amended.map((text): Change => ({ what: "messageRule", message: refOf(text), contact: rule })) : []),
    ];
  });
}

const whyOver = (now: Entry | undefined): string => (now === undefined ? "ended" : now.textsStopped ? "stopped" : now.turn === "slotClosed" ? "slotClosed" : now.state === "resting" ? "missed" : "moved");
const entryOf = ({ entries }: Caller, reference: string): Entry | undefined => entries.find((entry) => entry.reference === reference);

/** Whether what a text says is no longer so. What is said of a request that had ended before (it was cancelled) stays true, unless the phone wants nothing more. */
function isOver(before: Caller, after: Caller, reference: string): boolean {
  if (after.askedNotToCallAt !== before.askedNotToCallAt || after.wrongNumberAt !== before.wrongNumberAt) return true;
  const was = entryOf(before, reference);
  const is = entryOf(after, reference);
  // A new request: that an earlier one was cancelled is no longer the last word.
  if (!was) return after.entries.length > before.entries.length;
  return !is || (is.textsStopped !== undefined && was.textsStopped === undefined) || is.kind !== was.kind || (is.kind !== "soon" && is.slotId !== was.slotId) || (is.state === "resting" && was.state === "waiting");
}
