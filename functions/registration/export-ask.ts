import { findCommune } from "../../shared/places/places.ts";
import { exportStateAt, type ExportRequest } from "../../shared/registration/exports.ts";
import { exportPurpose, exportScope, type ExportDeps } from "./export-requests.ts";
import { openCase, type Officer } from "./scope.ts";

export type Wanted = { kind: "application"; reference: string } | { kind: "register"; year: number };
type Input = { officer: Officer; wanted: Wanted; reason: string };

const isFor = (wanted: Wanted, request: ExportRequest): boolean =>
  wanted.kind === "application" ? request.kind === "application" && request.reference === wanted.reference : request.kind === "register" && request.year === wanted.year;

/** Where a thing that is wanted belongs; null when it is not this officer's to ask for. A register is asked for by its own office. */
export async function placeOf({ cases }: Pick<ExportDeps, "cases">, { scope }: Officer, wanted: Wanted): Promise<{ unit: string; provinceCode: string } | null> {
  if (wanted.kind === "register") {
    const commune = "office" in scope ? findCommune(scope.office) : undefined;
    return commune ? { unit: commune.code, provinceCode: commune.provinceCode } : null;
  }
  const found = await openCase(cases, scope, wanted.reference);
  return found && { unit: found.unit, provinceCode: found.opened.office.provinceCode };
}

/** Asks for a second person. Null when it is not this office's; `already` while what was asked before is still open. */
export async function askExport(deps: ExportDeps, { officer, wanted, reason }: Input): Promise<"asked" | "already" | null> {
  const { cases, exports, ids } = deps;
  const { staff } = officer;
  const place = await placeOf(deps, officer, wanted);
  if (!place) return null;
  const now = deps.now();
  const before = await exports.list(exportScope(officer.scope, place.provinceCode), Math.floor(now.getTime() / 1_000));
  const isOpen = (request: ExportRequest): boolean => ["asked", "agreed"].includes(exportStateAt(request, now));
  if (before.some((request) => request.askedBy === staff.staffId && isFor(wanted, request) && isOpen(request))) return "already";

  const id = ids.event();
  const at = now.toISOString();
  const request = { ...place, id, askedBy: staff.staffId, askedAt: at, state: "asked" as const };
  if (wanted.kind === "register") {
    const sealed = deps.staffSeal.close(exportPurpose, { name: staff.name, reason }, new Date(now.getTime() + 365 * 24 * 3_600_000));
    await exports.ask({ ...request, ...wanted, sealed });
    return "asked";
  }
  const event = { id: ids.event(), type: "exportAsked" as const, at, by: "desk" as const, staff, office: place.unit, facts: { request: id, province: place.provinceCode, reason } };
  return (await cases.look(place.unit, wanted.reference, event, [exports.asked({ ...request, ...wanted })])) ? "asked" : null;
}
