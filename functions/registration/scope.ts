import { unitOf, type Case, type Staff } from "../../shared/registration/case.ts";
import type { Role } from "../../shared/staff/roles.ts";
import type { CaseStore } from "./case-store.ts";

/** Whose applications somebody works on: those of one office, or those of all offices of a province. */
export type Scope = { office: string } | { province: string };

/** Somebody at the desk: who they are, what they may do and where. */
export type Officer = { staff: Staff; roles: readonly Role[]; scope: Scope };

/** Who looks, for the record of it: in which role and where is what the person is told. */
export const whoLooks = ({ staff, scope }: Officer) =>
  "office" in scope ? { by: "desk" as const, staff, role: "communeOfficer" as const, unit: scope.office } : { by: "desk" as const, staff, role: "provinceSupervisor" as const, unit: scope.province };

const units: Partial<Record<Role, RegExp>> = { communeOfficer: /^\d{5}$/, provinceSupervisor: /^\d{2}$/ };

/** The roles somebody has where they work: an officer's in a commune, a supervisor's in a province, whatever else the account says. */
export const rolesAt = (roles: readonly Role[], unit: string | undefined): Role[] => roles.filter((role) => units[role]?.test(unit ?? "") ?? true);

/** The scope that roles and a unit (the code of a commune or of a province) give; null when they give none. */
export function scopeOf(roles: readonly Role[], unit = ""): Scope | null {
  const held = rolesAt(roles, unit);
  if (held.includes("provinceSupervisor")) return { province: unit };
  return held.includes("communeOfficer") ? { office: unit } : null;
}

/** The office under whose key an application may be reached in this scope; null when it may not, or there is none. */
export async function officeIn(cases: CaseStore, scope: Scope, reference: string): Promise<string | null> {
  if ("office" in scope) return scope.office;
  const office = await cases.officeOf(reference);
  return office?.provinceCode === scope.province ? unitOf(office) : null;
}

/** An application of this scope, by the key of the office that has it; null for any other, as for one that does not exist. */
export async function openCase(cases: CaseStore, scope: Scope, reference: string): Promise<{ unit: string; opened: Case } | null> {
  const unit = await officeIn(cases, scope, reference);
  const opened = unit && (await cases.openCase(unit, reference));
  return unit && opened ? { unit, opened } : null;
}

