import type { Deps } from "./deps.ts";
import { send } from "./send.ts";

const perShard = 50;

/** Sends whatever is due and was not sent when it was written. One message's failure does not hold up the others. */
export async function sweep(deps: Deps): Promise<void> {
  const due = await deps.store.findDue(deps.now(), perShard);
  const results = await Promise.allSettled(due.map((id) => send(deps, id)));
  const failed = results.filter(({ status }) => status === "rejected");
  if (failed.length) deps.log.error("SWEEP_FAILED_SOME", { count: failed.length });
}
