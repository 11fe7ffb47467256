import type { Case } from "../../../shared/registration/case.ts";
import { openCase, type Officer } from "../scope.ts";
import type { PaperDeps } from "./deps.ts";

/** `paper` is what the record of the look says was taken. */
export type Taking = { officer: Officer; reference: string; paper: string };

/**
 * Takes something out of an application, once the look is written down. Null, with nothing written, when the application is not this office's or has
 * no such thing; null too when it went elsewhere meanwhile.
 */
export async function takeOut<T>(deps: Pick<PaperDeps, "cases" | "ids" | "now">, { officer, reference, paper }: Taking, find: (opened: Case) => T | null | undefined): Promise<T | null> {
  const found = await openCase(deps.cases, officer.scope, reference);
  const thing = found && find(found.opened);
  if (!found || !thing) return null;
  const look = { id: deps.ids.event(), type: "lookedAt" as const, at: deps.now().toISOString(), by: "desk" as const, staff: officer.staff, facts: { paper } };
  return (await deps.cases.look(found.unit, reference, look)) ? thing : null;
}
