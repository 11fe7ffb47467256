import { findCommune, findProvince, lowerFirst, officeName, type Authority } from "./places.ts";

/** Where somebody lives, or was found if they have no stable residence: a commune, or what was typed where none was found. */
export type Place = {
  provinceCode: string;
  communeCode?: string | undefined;
  communeTyped?: string | undefined;
  /** The name that was typed and led to a choice: one that is gone since the mergers, or that several communes have or had. */
  formerName?: string | undefined;
  settled: boolean;
};

export const routeReasons = ["residence", "found", "chosenFromFormerName", "unresolved"] as const;
/**
 * Why an application goes where it goes: the commune of residence; where the person was found, without a stable residence (Law 120/2025, Art. 31(6);
 * NĐ 116/2021, Art. 28(1)); one of these, chosen by the writer among what an old or shared name can mean; or nobody knows the commune yet.
 */
export type RouteReason = (typeof routeReasons)[number];

/** The office of a commune, or, without `communeCode`, the queue of a province from which people hand applications on. */
export type Route = { office: { communeCode?: string; provinceCode: string; name: string }; because: RouteReason };

/** The competent office for a place under the law whose `authority` is given. RangeError for codes that do not exist: a schema has judged them before. */
export function routeOf({ provinceCode, communeCode, formerName, settled }: Place, authority: Authority): Route {
  const province = findProvince(provinceCode);
  if (!province) throw new RangeError(`no province ${provinceCode}`);
  if (communeCode === undefined) return { office: { provinceCode, name: `Hàng chờ xác định nơi tiếp nhận, ${lowerFirst(province.name)}` }, because: "unresolved" };
  const commune = findCommune(communeCode);
  if (commune?.provinceCode !== provinceCode) throw new RangeError(`no commune ${communeCode} in ${provinceCode}`);
  const because = formerName === undefined ? (settled ? "residence" : "found") : "chosenFromFormerName";
  return { office: { communeCode, provinceCode, name: officeName(commune, authority) }, because };
}
