import { goneAt, isExpired } from "../../shared/privacy/declarations.ts";
import { forgetAll, type Forgotten, type ForgetDeps } from "../platform/forget-all.ts";
import type { EraseStore } from "./erase-store.ts";

export type EraseDeps = ForgetDeps & { erasing: EraseStore };

/** Forgets what was said in calls once it has had its time, and callers of whom nothing else is left. */
export const forgetDue = (deps: EraseDeps, { until }: { until: Date }): Promise<Forgotten> => forgetAll(deps, deps.erasing.forgetting, until, (pk) => forgetOne(deps, pk));

async function forgetOne({ erasing, now, log }: EraseDeps, pk: string): Promise<Partial<Forgotten>> {
  const opened = await erasing.open(pk);
  if (!opened) return {};
  const { trail, events, isOpen, until } = opened;
  const at = now();
  const over = events.filter((event) => isExpired("calls", { called: event.at }, at));
  for (const event of over) await erasing.forgetting.hush(event);
  const fields = over.length;
  const left = events.filter((event) => !over.includes(event)).map((event) => goneAt("calls", { called: event.at }));
  const next = [...left, isOpen ? null : until].flatMap((time) => (time !== null && time > at.toISOString() ? [time] : [])).toSorted()[0];
  if (next === undefined && !isOpen) {
    if (!(await erasing.erase(trail, { at, basis: "lifeOver" }))) return { fields };
    log.info("PERSON_ERASED", { because: "lifeOver" });
    await erasing.forgetting.bury(trail.chain);
    return { fields, people: 1 };
  }
  // With something open and nothing to forget, the next thing that happens says when.
  await erasing.forgetting.putOff(pk, { seq: trail.seq, until: next ?? null });
  return { fields };
}
