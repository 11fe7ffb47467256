import { seededFacilities } from "../../shared/places/facilities.ts";
import { facilityKinds, type Facility, type FacilityKind } from "../../shared/places/facility.ts";
import { provinces, type Province } from "../../shared/places/places.ts";
import type { FacilityRef, FacilityStore } from "./facility-store.ts";

export type DirectoryDeps = { facilities: FacilityStore };

const byKindAndName = (a: Facility, b: Facility): number => facilityKinds.indexOf(a.kind) - facilityKinds.indexOf(b.kind) || a.name.localeCompare(b.name, "vi", { numeric: true });
const seededAs = ({ provinceCode, id }: FacilityRef): Facility | undefined => seededFacilities.find((one) => one.provinceCode === provinceCode && one.id === id);

/** Every entry of a province, by kind and name; one of the table stands instead of the seed's. */
export async function listFacilities(deps: DirectoryDeps, provinceCode: string): Promise<Facility[]> {
  const kept = await deps.facilities.list(provinceCode);
  const seeded = seededFacilities.filter((one) => one.provinceCode === provinceCode && !kept.some(({ id }) => id === one.id));
  return [...kept, ...seeded].toSorted(byKindAndName);
}

/** What people are shown of a province: published entries, of one kind if it is named. */
export async function listPublished(deps: DirectoryDeps, { provinceCode, kind }: { provinceCode: string; kind?: FacilityKind | undefined }): Promise<Facility[]> {
  const all = await listFacilities(deps, provinceCode);
  return all.filter((one) => one.state === "published" && (kind === undefined || one.kind === kind));
}

/** One entry as it is now; null when there is none. */
export const findFacility = async (deps: DirectoryDeps, ref: FacilityRef): Promise<Facility | null> => (await deps.facilities.find(ref)) ?? seededAs(ref) ?? null;

/** The provinces that have entries, in the order of their codes; `published`: only those that have had a published one. */
export async function listProvinces(deps: DirectoryDeps, { published }: { published: boolean }): Promise<Province[]> {
  const kept = await deps.facilities.listProvinces();
  const listed = new Set([
    ...seededFacilities.filter(({ state }) => state === "published" || !published).map(({ provinceCode }) => provinceCode),
    ...kept.filter(({ hasPublished }) => hasPublished === true || !published).map(({ provinceCode }) => provinceCode),
  ]);
  return provinces.filter(({ code }) => listed.has(code));
}
