import { localDate } from "../../shared/calendar/local-time.ts";
import { afterAct } from "../../shared/registration/course.ts";
import { mayMove } from "../../shared/registration/state.ts";
import { NotProven } from "../platform/errors.ts";
import { event } from "./change.ts";
import type { Deps } from "./deps.ts";
import { readStatus, referenceOf, type OpenedStatus } from "./open-status.ts";
import { ended } from "./ended.ts";
import { promisedText, promises, waiting } from "./promised-text.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";

/** Withdraws an application for the holder of a status token, who sees how it stands then. */
export async function withdraw(deps: Deps, token: string): Promise<OpenedStatus> {
  await withdrawApplication(deps, referenceOf(deps, token));
  return readStatus(deps, token);
}

/**
 * Withdraws an application for whoever sent it. What was planned for it is cancelled with it, and texts that may still wait are taken back.
 * Withdrawn already, or too late: nothing is written.
 */
export async function withdrawApplication(deps: Deps, reference: string): Promise<void> {
  const moved = await untilWritten(async () => {
    const now = deps.now();
    const before = await deps.store.findStanding(reference);
    if (!before) throw new NotProven("reference");
    if (!mayMove("withdraw", before.state, ["applicant"])) return false;
    const texts = before.textsStopped ? [] : [promisedText(deps, before, "withdrawn")];
    const after = afterAct(before, "withdraw", { on: localDate(now) }, now);
    const written = await deps.store.write(
      [
        { what: "progress", move: "withdraw", before, after: { ...after, texts: waiting(texts) } },
        event(deps, reference, "withdraw", "applicant", { version: before.version }),
        ...promises(texts),
        ...ended(deps, before, now),
      ],
      now,
    );
    return written || overtaken;
  });
  if (moved) deps.log.info("APPLICATION_WITHDRAWN");
}
