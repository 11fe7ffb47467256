import type { Spending } from "../platform/budget.ts";
import { admit, Challenged, type Proof } from "../platform/challenge.ts";
import type { Deps } from "./deps.ts";

/** Whether an application may be sent from here without a proof. One that was received under its key is only told again. Throws `Challenged`. */
export async function admitNew(deps: Deps & Spending, idempotencyKey: string, proof: Proof): Promise<void> {
  try {
    await admit(deps, { act: "registrations", what: idempotencyKey, proof });
  } catch (thrown) {
    const isKnown = thrown instanceof Challenged && (await deps.store.findSubmission(idempotencyKey, Math.floor(deps.now().getTime() / 1_000)));
    if (!isKnown) throw thrown;
  }
}
