import { findExport, type ExportDeps } from "./export-requests.ts";
import type { Officer } from "./scope.ts";

type Input = { officer: Officer; id: string; decision: "agreed" | "refused" };

/** Somebody else than who asked agrees or refuses. Null when it is not theirs to see; `own` for whoever asked; `tooLate` when it was decided or has grown old. */
export async function decideExport(deps: ExportDeps, { officer, id, decision }: Input): Promise<"agreed" | "refused" | "own" | "tooLate" | null> {
  const request = await findExport(deps, officer, id);
  if (!request) return null;
  const { staff } = officer;
  if (request.askedBy === staff.staffId) return "own";
  const now = deps.now();
  if (!(await deps.exports.move(request, decision, { by: staff.staffId, now }))) return "tooLate";
  if (request.kind === "register") return decision;
  // Without its event nothing is taken (export-take.ts): what stops here half done has to be asked for again.
  const type = decision === "agreed" ? ("exportAgreed" as const) : ("exportRefused" as const);
  const event = { id: deps.ids.event(), type, at: now.toISOString(), by: "desk" as const, staff, facts: { request: id } };
  return (await deps.cases.look(request.unit, request.reference, event)) ? decision : null;
}
