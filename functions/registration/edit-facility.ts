import { differing, facilityMoves, movesFrom, slugOf, type Facility, type FacilityFacts, type FacilityMove } from "../../shared/places/facility.ts";
import { Conflict } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import type { FacilityEvent, FacilityRef } from "./facility-store.ts";
import { findFacility, type DirectoryDeps } from "./list-facilities.ts";

export type EditDeps = DirectoryDeps & Pick<Deps, "log" | "now">;
/** Who did it, as the history keeps it. */
type Editor = Pick<FacilityEvent, "staffId" | "name">;
/** The entry as whoever changes it has seen it. */
type Seen = FacilityRef & { version: number };

/** Puts a place into the directory as a draft. There already with the same facts: nothing is written. Throws `Conflict` when its province has another of this name. */
export async function createFacility(deps: EditDeps, facts: FacilityFacts, by: Editor): Promise<Facility> {
  const id = slugOf(facts.name);
  const there = await findFacility(deps, { provinceCode: facts.provinceCode, id });
  if (there && differing(there, facts).length === 0) return there;
  if (there) throw new Conflict("exists");
  return write(deps, { before: null, after: { ...facts, id, state: "draft", version: 1 }, type: "create", by });
}

/** Puts other facts into an entry, which stays shown or hidden. So already: nothing is written. Throws `Conflict` when it is no longer as it was seen. */
export async function changeFacility(deps: EditDeps, seen: Seen, facts: FacilityFacts, by: Editor): Promise<Facility> {
  const before = await findFacility(deps, seen);
  if (before && differing(before, facts).length === 0) return before;
  if (before?.version !== seen.version) throw new Conflict("overtaken");
  const { id, state, version, provinceCode } = before;
  return write(deps, { before, after: { ...facts, provinceCode, id, state, version: version + 1 }, type: "change", by });
}

/** Shows an entry to people, or takes it from them. So already: nothing is written. Throws `Conflict` when it is no longer as it was seen. */
export async function moveFacility(deps: EditDeps, seen: Seen, move: FacilityMove, by: Editor): Promise<Facility> {
  const before = await findFacility(deps, seen);
  const { to } = facilityMoves[move];
  if (before?.state === to) return before;
  if (before?.version !== seen.version || !movesFrom(before.state).includes(move)) throw new Conflict("overtaken");
  return write(deps, { before, after: { ...before, state: to, version: before.version + 1 }, type: move, by });
}

async function write(deps: EditDeps, { before, after, type, by }: { before: Facility | null; after: Facility; type: FacilityEvent["type"]; by: Editor }): Promise<Facility> {
  const event = { type, at: deps.now().toISOString(), ...by };
  if (!(await deps.facilities.write({ before, after, event }))) throw new Conflict(before ? "overtaken" : "exists");
  deps.log.info("FACILITY_CHANGED");
  return after;
}
