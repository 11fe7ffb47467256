import { NotProven } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { readStatus, referenceOf, type OpenedStatus } from "./open-status.ts";
import { promisedText } from "./promised-text.ts";

/** Withdraws an application for the holder of a status token. Withdrawn already: the same answer, nothing written. */
export async function withdraw(deps: Deps, token: string): Promise<OpenedStatus> {
  const reference = referenceOf(deps, token);
  const reach = await deps.store.findReach(reference);
  if (!reach) throw new NotProven("reference");
  const done = { id: deps.ids.event(), type: "withdrawn" as const, by: "applicant" as const, at: deps.now().toISOString() };
  const moved = await deps.store.withdraw(reference, done, promisedText(deps, reach, "withdrawn", reference));
  if (moved) deps.log.info("APPLICATION_WITHDRAWN");
  return readStatus(deps, token);
}
