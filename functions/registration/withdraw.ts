import { plannedOf, type KeptAppointment, type Standing } from "../../shared/registration/standing.ts";
import { applicationMoves } from "../../shared/registration/state.ts";
import { NotProven } from "../platform/errors.ts";
import { event } from "./change.ts";
import type { Deps } from "./deps.ts";
import { readStatus, referenceOf, type OpenedStatus } from "./open-status.ts";
import { promisedText, promises, takenBack, waiting } from "./promised-text.ts";
import type { Change } from "./store.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";

/**
 * Withdraws an application for the holder of a status token. What was planned for it is cancelled with it, and texts that may
 * still wait are taken back. Withdrawn already: the same answer, nothing written.
 */
export async function withdraw(deps: Deps, token: string): Promise<OpenedStatus> {
  const reference = referenceOf(deps, token);
  const moved = await untilWritten(async () => {
    const now = deps.now();
    const before = await deps.store.findStanding(reference);
    if (!before) throw new NotProven("reference");
    const { from, to } = applicationMoves.withdraw;
    if (before.state !== from) return false;
    const texts = before.textsStopped ? [] : [promisedText(deps, before.reach, "withdrawn", reference)];
    const written = await deps.store.write(
      [
        { what: "application", before, after: { ...before, state: to, texts: waiting(texts) } },
        event(deps, reference, "withdrawn", "applicant"),
        ...promises(texts),
        ...takenBack(deps, reference, before.texts, "ended"),
        ...cancelled(deps, before, now),
      ],
      now,
    );
    return written || overtaken;
  });
  if (moved) deps.log.info("APPLICATION_WITHDRAWN");
  return readStatus(deps, token);
}

function cancelled(deps: Deps, standing: Standing, now: Date): Change[] {
  const planned = plannedOf(standing);
  const appointments = planned.map((before): Change => {
    const after: KeptAppointment = { ...before, version: before.version + 1, state: "cancelled", cancelledAt: now.toISOString(), texts: [] };
    return { what: "appointment", reference: standing.reference, before, after };
  });
  const texts = planned.flatMap((one) => one.texts);
  return [...appointments, ...takenBack(deps, standing.reference, texts, "ended")];
}
