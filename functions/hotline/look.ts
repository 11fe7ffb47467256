import type { Deps } from "./deps.ts";
import type { Staff } from "./lease.ts";
import { write } from "./write.ts";

/** Writes down that somebody who does not hold a caller opens their page, before it is shown. */
export async function look(deps: Pick<Deps, "store" | "now" | "ids">, callerKey: string, by: Staff): Promise<void> {
  const now = deps.now();
  await write(deps, [{ what: "look", callerKey, event: { id: deps.ids.event(), at: now.toISOString(), by } }], now);
}
