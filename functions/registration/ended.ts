import { plannedOf, type KeptAppointment, type Standing } from "../../shared/registration/standing.ts";
import type { Deps } from "./deps.ts";
import { takenBack } from "./promised-text.ts";
import type { Change } from "./store.ts";

/** What the end of an application takes with it: what is planned is cancelled, and texts that may still wait are taken back. */
export function ended(deps: Deps, standing: Standing, now: Date): Change[] {
  const planned = plannedOf(standing, now);
  const appointments = planned.map((before): Change => {
    const after: KeptAppointment = { ...before, version: before.version + 1, state: "cancelled", cancelledAt: now.toISOString(), texts: [] };
    return { what: "appointment", reference: standing.reference, before, after };
  });
  const texts = [standing, ...planned].flatMap((one) => one.texts);
  return [...appointments, ...takenBack(deps, standing.reference, texts, "ended")];
}
