import type { Case } from "../../../shared/registration/case.ts";
import { openCase, whoLooks, type Officer } from "../scope.ts";
import type { PaperDeps } from "./deps.ts";

/** `paper` is what the record of the look says was taken; `request`: upon which request, where it needs one. */
export type Taking = { officer: Officer; reference: string; paper: string; request?: string };

/**
 * Takes something out of an application, once the look is written down. Null, with nothing written, when the application is not this office's or has
 * no such thing; null too when it went elsewhere meanwhile.
 */
export async function takeOut<T>(deps: Pick<PaperDeps, "cases" | "ids" | "log" | "now">, { officer, reference, paper, request }: Taking, find: (opened: Case) => T | null | undefined): Promise<T | null> {
  const found = await openCase(deps.cases, officer.scope, reference);
  const thing = found && find(found.opened);
  if (!found || !thing) return null;
  const look = { id: deps.ids.event(), type: "lookedAt" as const, at: deps.now().toISOString(), ...whoLooks(officer), facts: { paper, ...(request ? { request } : {}) } };
  if (!(await deps.cases.look(found.unit, reference, look))) return null;
  deps.log.info("CASE_OPENED", { staffId: officer.staff.staffId });
  return thing;
}
