import type { Deps } from "./deps.ts";
import { send } from "./send.ts";

const perShard = 50;

/** Sends whatever is due and was not sent when it was written. One message's failure does not hold up the others, but is not hidden. */
export async function sweep(deps: Deps): Promise<void> {
  const due = await deps.store.findDue(deps.now(), perShard);
  const results = await Promise.allSettled(due.map((id) => send(deps, id)));
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (failures.length === 0) return;
  deps.log.error("SWEEP_FAILED_SOME", { count: failures.length });
  throw new AggregateError(failures, "some messages could not be worked on");
}
