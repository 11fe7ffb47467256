import { noteLength } from "../../shared/hotline/call-form.ts";
import type { Outcome } from "../../shared/hotline/ladder.ts";
import type { Deps } from "./deps.ts";
import type { HotlineEvent } from "./store.ts";
import { write } from "./write.ts";

type Kept = { key: string; leaseId: string; staff: NonNullable<HotlineEvent["by"]>; note: string; outcome?: Outcome | undefined };

/** What was typed while the caller was already somebody else's: kept for whoever rings next. Sent again, it is kept once. */
export async function keepNote(deps: Pick<Deps, "store" | "now" | "ids">, { key, leaseId, staff, note: typed, outcome }: Kept): Promise<void> {
  const note = typed.slice(0, noteLength);
  const earlier = await deps.store.readEvents(key, 20, deps.now());
  if (earlier.some((event) => event.leaseId === leaseId && event.type === "note" && event.outcome === outcome && (event.note ?? "") === note)) return;
  const kept: HotlineEvent = { id: deps.ids.event(), at: deps.now().toISOString(), type: "note", by: staff, leaseId, because: "leaseLost", ...(outcome ? { outcome } : {}), ...(note ? { note } : {}) };
  await write(deps, [{ what: "event", callerKey: key, event: kept }], deps.now());
}
