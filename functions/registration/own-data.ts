import type { OwnData } from "../../shared/registration/own-data.ts";
import { isViewable } from "../../shared/privacy/rights.ts";
import { historyParts } from "../../shared/registration/history.ts";
import type { Status } from "../../shared/registration/receipt.ts";
import { stateAt } from "../../shared/registration/standing.ts";
import { NotProven } from "../platform/errors.ts";
import type { RightsDeps } from "./ask-right.ts";
import { event } from "./change.ts";
import { isHistoryOver } from "./history-store.ts";
import { NotRecorded } from "./refusals.ts";
import type { OwnStore } from "./own-store.ts";

export type OwnDeps = RightsDeps & { own: OwnStore };

/**
 * All that is kept of an application, for the holder of a status token, while the office has opened it to them; that they looked is written down first.
 * Throws `NotRecorded` when it has not: whoever has the phone in hand may be somebody else.
 */
export async function ownData(deps: OwnDeps, status: Pick<Status, "reference" | "receivedAt" | "state" | "events">): Promise<OwnData> {
  const { reference, receivedAt, state, events } = status;
  const now = deps.now();
  const [standing, rights] = await Promise.all([deps.store.findStanding(reference), deps.rights.list(reference)]);
  if (!standing) throw new NotProven("reference");
  if (!isViewable(rights, now)) throw new NotRecorded([]);
  if (!(await deps.store.write([event(deps, reference, "viewed", "applicant")], now))) throw new NotProven("reference");
  const [application, kept] = await Promise.all([deps.own.findApplication(reference), deps.store.findHistory(reference)]);
  if (!application) throw new NotProven("reference");
  const { office, reach, determined, course, appointments } = standing;
  return {
    readAt: now.toISOString(),
    reference,
    receivedAt,
    office: office.name,
    state,
    application,
    contact: reach.contact,
    history: isHistoryOver(standing, now) ? {} : Object.assign({}, ...historyParts.map((part) => kept[part]?.filled)),
    determined,
    course,
    appointments: appointments.map((one) => ({ kind: one.kind, state: stateAt(one, now), at: one.at, address: one.address })),
    events,
  };
}
