import { exportStateAt } from "../../shared/registration/exports.ts";
import { findExport, requestEvent, type ExportDeps, type OpenRequest } from "./export-requests.ts";
import type { Officer } from "./scope.ts";

/** Hands a request's thing over to who asked, once, when somebody else has agreed. Null when it is not theirs; `tooLate` when it was taken, refused or has grown old. */
export async function takeExport(deps: ExportDeps, { officer, id }: { officer: Officer; id: string }): Promise<OpenRequest | "tooLate" | null> {
  const request = await findExport(deps, officer, id);
  const { staff } = officer;
  if (!request || request.askedBy !== staff.staffId) return null;
  const now = deps.now();
  if (exportStateAt(request, now) !== "agreed") return "tooLate";
  const agreed = request.opened && requestEvent(request.opened, request, "exportAgreed");
  if (request.opened && (!agreed?.staff || agreed.staff.staffId === staff.staffId)) return "tooLate";
  if (!(await deps.exports.move(request, "taken", { by: staff.staffId, now }))) return "tooLate";
  if (request.kind === "register") return request;
  const event = { id: deps.ids.event(), type: "exportTaken" as const, at: now.toISOString(), by: "desk" as const, staff, facts: { request: id } };
  return (await deps.cases.look(request.unit, request.reference, event)) ? request : null;
}
