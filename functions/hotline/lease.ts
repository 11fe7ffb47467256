import { liveLease, type Caller } from "../../shared/hotline/caller.ts";
import type { Deps } from "./deps.ts";
import { LeaseLost } from "./refusals.ts";
import type { HotlineEvent } from "./store.ts";

export type Staff = NonNullable<HotlineEvent["by"]>;

/** The caller, if the lease is still the one given. Throws `LeaseLost` with who holds them now. */
export async function ownCaller(deps: Pick<Deps, "store" | "now">, { key, leaseId }: { key: string; leaseId: string }): Promise<Caller & { lease: NonNullable<Caller["lease"]> }> {
  const caller = await deps.store.findCaller(key, deps.now());
  if (caller?.lease?.id !== leaseId) throw new LeaseLost(caller ? liveLease(caller, deps.now())?.name : undefined);
  return { ...caller, lease: caller.lease };
}
