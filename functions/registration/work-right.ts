import { mayMoveRight, movedRight, rightEvents, type MoveFacts, type Right, type RightAct } from "../../shared/privacy/rights.ts";
import { unitOf, type Case, type Staff } from "../../shared/registration/case.ts";
import type { RightsDeps } from "./ask-right.ts";
import type { CaseStore } from "./case-store.ts";
import { ChangedSince, NoCase, NotRecorded } from "./refusals.ts";
import { openCase, type Officer } from "./scope.ts";
import { entryKey, type Change, type Event } from "./store.ts";

/** Forgets somebody: after it, nothing of them can be read. */
type Erase = (erasing: { reference: string; basis: "asked" | "lifeOver"; staff?: Staff }) => Promise<void>;
export type RightDeskDeps = RightsDeps & { cases: CaseStore; erase: Erase };

/** `version` is that of the request the officer saw; `note`, what they wrote about it. */
export type Working = { officer: Officer; reference: string; id: string; act: RightAct; version: number; facts: MoveFacts; note?: string | undefined };

/**
 * An officer answers a request, puts it off or carries it out. Erasing is carried out by forgetting the person: nothing of them, and no request, is left.
 * Throws `NoCase` when there is no such request in the office's own, `NotRecorded` when its state or the role is against it, `ChangedSince` when it
 * is not as it was seen. Sent twice, it is done once.
 */
export async function workRight(deps: RightDeskDeps, working: Working): Promise<"recorded" | "repeated" | "erased"> {
  const { officer, reference, id, act, version } = working;
  const found = await openCase(deps.cases, officer.scope, reference);
  const before = found && (await deps.rights.list(reference)).find((right) => right.id === id);
  if (!found || !before) throw new NoCase();
  if (before.version !== version) return repeated(found.opened, working);
  if (!mayMoveRight(before, act, officer.roles)) throw new NotRecorded([]);
  if (before.kind === "erase" && act === "carryOut") {
    await deps.erase({ reference, basis: "asked", staff: officer.staff });
    deps.log.info("RIGHT_MOVED", { act });
    return "erased";
  }
  const now = deps.now();
  const written = await deps.store.write(changesOf(deps, found.opened, { working, before, after: movedRight(before, act, now, working.facts) }), now);
  if (!written) throw new ChangedSince();
  deps.log.info("RIGHT_MOVED", { act });
  return "recorded";
}

/** The same act on the same version by the same person is a form that was sent twice; anything else came first. */
function repeated({ events }: Case, { id, act, version, officer }: Working): "repeated" {
  const isSame = ({ type, staff, facts = {} }: Case["events"][number]) => type === rightEvents[act] && staff?.staffId === officer.staff.staffId && facts.right === id && facts.seen === version;
  if (!events.some(isSame)) throw new ChangedSince();
  return "repeated";
}

function changesOf(deps: RightDeskDeps, { reference, office }: Case, { working, before, after }: { working: Working; before: Right; after: Right }): Change[] {
  const { act, officer, facts, note, version } = working;
  const at = deps.now().toISOString();
  const said: Event["facts"] = { right: after.id, seen: version, ...(facts.ground ? { ground: facts.ground } : {}), ...(note ? { note } : {}) };
  return [
    { what: "right", reference, office, before, after, at, line: entryKey(unitOf(office), reference) },
    { what: "event", reference, event: { id: deps.ids.event(), type: rightEvents[act], at, by: "desk", staff: officer.staff, office: unitOf(office), facts: said } },
  ];
}
