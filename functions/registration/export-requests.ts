import * as z from "zod";
import { findCommune } from "../../shared/places/places.ts";
import type { Case, CaseEvent } from "../../shared/registration/case.ts";
import type { Ids } from "../platform/ids.ts";
import type { Seal } from "../platform/seal.ts";
import type { CaseStore } from "./case-store.ts";
import type { ExportStore, KeptRequest } from "./export-store.ts";
import { openCase, type Officer, type Scope } from "./scope.ts";

export type ExportDeps = { cases: CaseStore; exports: ExportStore; staffSeal: Seal; ids: Ids; now: () => Date };
/** A request with who asked and why; `opened`: the application it is for. */
export type OpenRequest = KeptRequest & { name: string; reason: string; opened?: Case };

export const exportPurpose = "desk-export";
const sealedSchema = z.strictObject({ name: z.string(), reason: z.string() });

/** Whose requests somebody sees: those of their office, or of all of their province. */
export function exportScope(scope: Scope, provinceCode: string): { provinceCode: string; office?: string } {
  return "office" in scope ? { provinceCode, office: scope.office } : { provinceCode: scope.province };
}

/** The event of an application in which a request came to something. */
export const requestEvent = ({ events }: Pick<Case, "events">, { id }: Pick<KeptRequest, "id">, type: CaseEvent["type"]): CaseEvent | undefined =>
  events.find((event) => event.type === type && event.facts?.request === id);

/** A request as its people may see it; null when its application is not this officer's any more. */
async function openRequest(deps: ExportDeps, officer: Officer, request: KeptRequest): Promise<OpenRequest | null> {
  if (request.kind === "register") {
    const told = sealedSchema.safeParse(deps.staffSeal.open(exportPurpose, request.sealed ?? "", deps.now()));
    return told.success ? { ...request, ...told.data } : null;
  }
  const found = await openCase(deps.cases, officer.scope, request.reference);
  const asked = found && found.unit === request.unit ? requestEvent(found.opened, request, "exportAsked") : undefined;
  return found && asked ? { ...request, name: asked.staff?.name ?? "", reason: String(asked.facts?.reason ?? ""), opened: found.opened } : null;
}

/** How far back the list goes. */
const shownMs = 30 * 24 * 3_600_000;

async function keptFor({ exports, now }: ExportDeps, { scope }: Officer): Promise<KeptRequest[]> {
  const provinceCode = "office" in scope ? findCommune(scope.office)?.provinceCode : scope.province;
  return provinceCode === undefined ? [] : exports.list(exportScope(scope, provinceCode), Math.floor(now().getTime() / 1_000));
}

/** The requests that somebody may decide on or take, and what became of others in the last month. */
export async function listExports(deps: ExportDeps, officer: Officer): Promise<OpenRequest[]> {
  const recent = (await keptFor(deps, officer)).filter(({ askedAt }) => deps.now().getTime() - Date.parse(askedAt) < shownMs);
  return (await Promise.all(recent.map((request) => openRequest(deps, officer, request)))).filter((one) => one !== null);
}

/** One of them, by its id. */
export async function findExport(deps: ExportDeps, officer: Officer, id: string): Promise<OpenRequest | null> {
  const request = (await keptFor(deps, officer)).find((one) => one.id === id);
  return request ? openRequest(deps, officer, request) : null;
}
