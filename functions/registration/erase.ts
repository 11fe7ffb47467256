import { waitingTextsOf } from "../../shared/registration/standing.ts";
import type { Staff } from "../../shared/registration/case.ts";
import type { Log } from "../platform/log.ts";
import type { Seal } from "../platform/seal.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { waysOf } from "./find-ways.ts";
import type { EraseStore, Leads, OpenedToErase } from "./erase-store.ts";
import { linkHashOf, linkTokenOf, shortCodeOf, textTokenOf } from "./identify.ts";
import { stillWaiting, subjectOf } from "./promised-text.ts";

export type EraseDeps = { erasing: EraseStore; seal: Seal; log: Log; now: () => Date };
/** Why somebody is forgotten: they asked, or what is kept of them has had its time. `staff` carried it out. */
export type Erasing = { reference: string; basis: "asked" | "lifeOver"; staff?: Staff };

/**
 * Forgets a person: their application, what was filled in and planned, every way that leads to them and the key that opens what is left.
 * What stays says that there were events and that they were lawfully forgotten, under a name that leads nowhere. Forgotten already: nothing happens.
 */
export async function erase(deps: EraseDeps, { reference, basis, staff }: Erasing): Promise<void> {
  const chain = await untilWritten(async () => {
    const at = deps.now();
    const opened = await deps.erasing.open(reference);
    if (!opened) return null;
    const done = await deps.erasing.erase(opened, leadsTo(deps, opened), { at, basis: staff ? `${basis} ${staff.staffId}` : basis });
    return done ? opened.trail.chain : overtaken;
  });
  if (chain === null) return;
  deps.log.info("PERSON_ERASED", { because: basis, ...(staff ? { staffId: staff.staffId } : {}) });
  await deps.erasing.forgetting.bury(chain);
}

/** Everything that leads to an application from outside: phones, papers, links, texts. A code that was asked for knows only its reference, and goes within the day. */
function leadsTo(deps: EraseDeps, { kept, appointments }: OpenedToErase): Leads {
  const { reference, application } = kept;
  const links = appointments.flatMap(({ id }) => [linkTokenOf, textTokenOf, shortCodeOf].map((tokenOf) => linkHashOf(deps, tokenOf(deps, { reference, id }))));
  const waiting = stillWaiting(waitingTextsOf(kept, appointments), deps.now());
  return {
    ways: [...waysOf(deps, application).map(({ hash }) => hash), subjectOf(deps, reference)],
    links,
    messages: waiting.map(({ id }) => ({ area: "registration", subject: subjectOf(deps, reference), id })),
  };
}
