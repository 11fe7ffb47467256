import type { Lane } from "../../shared/messages/lanes.ts";
import type { MessageRef } from "../../shared/messages/message.ts";
import type { Deps } from "./deps.ts";
import { overdueAfterMs } from "./reconcile.ts";
import { send } from "./send.ts";

const perShard = 25;
/** When the next sweep begins. */
const everyMs = 60_000;
const others: readonly Lane[] = ["notice", "reminder"];
/** What went wrong, once for each text however often it was tried. */
type Failures = Map<string, unknown>;

export type SweepDeps = Deps & { pause: (ms: number) => Promise<unknown> };

/**
 * Sends whatever is due and was not sent when it was written, codes before all else, and stays for what falls due within `forMs`.
 * One message's failure does not hold up the others, but is not hidden.
 */
export async function sweep(deps: SweepDeps, forMs = 0): Promise<void> {
  const begun = deps.now().getTime();
  const end = new Date(begun + forMs);
  const left = (): boolean => deps.now() < end;
  const failures: Failures = new Map();
  // Beside the work: a network that is silent keeps the probe waiting, and nobody's code.
  const probing = deps.network.probe().catch((thrown: unknown) => failures.set("probe", thrown));
  do {
    // What is due already is worked on until the next sweep takes over: a backlog leaves no second of the rate unused.
    await pass(deps, failures, () => forMs === 0 || deps.now().getTime() < begun + everyMs);
    const next = forMs === 0 ? null : await nextDue(deps, end);
    if (next === null) break;
    await deps.pause(Math.max(0, next - deps.now().getTime()));
  } while (left());

  await probing;
  const late = await deps.store.countDue(new Date(deps.now().getTime() - overdueAfterMs));
  if (late > 0) deps.log.error("MESSAGES_OVERDUE", { count: late });
  if (failures.size === 0) return;
  deps.log.error("SWEEP_FAILED_SOME", { count: failures.size });
  throw new AggregateError(failures.values(), "some messages could not be worked on");
}

async function pass(deps: Deps, failures: Failures, goesOn: () => boolean): Promise<void> {
  const codes = () => sendAll(deps, "code", failures, goesOn);
  await codes();
  for (const lane of others) if (goesOn()) await sendAll(deps, lane, failures, goesOn, codes);
}

/** Each batch is begun before the one ahead of it is through: no turn passes unused while the next page is read. */
async function sendAll(deps: Deps, lane: Lane, failures: Failures, goesOn: () => boolean, between?: () => Promise<void>): Promise<void> {
  let ahead = Promise.resolve();
  for await (const batch of deps.store.due(lane, deps.now(), perShard)) {
    const begun = sendEach(deps, batch, failures);
    await ahead;
    ahead = begun;
    if (!goesOn()) break;
    await between?.();
  }
  await ahead;
}

async function sendEach(deps: Deps, batch: readonly { ref: MessageRef }[], failures: Failures): Promise<void> {
  await Promise.all(batch.map(({ ref }) => send(deps, ref).catch((thrown: unknown) => failures.set(`${ref.subject} ${ref.id}`, thrown))));
}

/** When the next message falls due before the end; null when none does. What is due already was just worked on. */
async function nextDue(deps: Deps, end: Date): Promise<number | null> {
  const now = deps.now().toISOString();
  const times: string[] = [];
  for (const lane of ["code", ...others] as const) {
    for await (const batch of deps.store.due(lane, end, perShard)) {
      const next = batch.find(({ dueAt }) => dueAt > now);
      if (!next) continue;
      times.push(next.dueAt);
      break;
    }
  }
  const [first] = times.toSorted();
  return first === undefined ? null : Date.parse(first);
}
