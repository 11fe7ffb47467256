import units from "./units.json" with { type: "json" };
import { foldText } from "../text.ts";

export type Commune = { code: string; name: string; provinceCode: string };
export type Province = { code: string; name: string; communes: readonly Commune[] };

/** Vietnam's 34 provinces, in the order of their codes (QĐ 19/2025/QĐ-TTg; state as of 20/09/2026). */
export const provinces: readonly Province[] = units.provinces.map(({ code, name, communes }) => ({
  code,
  name,
  communes: communes.map((line) => ({ code: line.slice(0, 5), name: line.slice(6), provinceCode: code })),
}));

const provinceByCode = new Map(provinces.map((p) => [p.code, p]));
const communeByCode = new Map(provinces.flatMap((p) => p.communes.map((c) => [c.code, c])));

export const findProvince = (code: string): Province | undefined => provinceByCode.get(code);
export const findCommune = (code: string): Commune | undefined => communeByCode.get(code);

const typePrefix = /^(phuong|xa|dac khu|p\.?|x\.?) /;
const bare = (name: string): string => foldText(name).replace(typePrefix, "");

/**
 * The communes of a province that a typed name can mean: by code, by full name, or by the name without
 * "phường", "xã", "đặc khu"; marks and capitals do not matter. Exact names win over beginnings and parts.
 */
export function matchCommunes(province: Province, typed: string): readonly Commune[] {
  const text = foldText(typed);
  if (!text) return [];
  const coded = province.communes.filter((c) => c.code === text);
  if (coded.length) return coded;
  const full = province.communes.filter((c) => foldText(c.name) === text);
  if (full.length) return full;
  const wanted = bare(typed);
  const exact = province.communes.filter((c) => bare(c.name) === wanted);
  return exact.length ? exact : province.communes.filter((c) => bare(c.name).includes(wanted));
}

const lowerFirst = (text: string): string => text.charAt(0).toLocaleLowerCase("vi") + text.slice(1);

/** The name of the office that receives registrations of a commune: its police (NĐ 163/2026, Art. 89–90). */
export function officeName(commune: Commune): string {
  const province = findProvince(commune.provinceCode);
  return `Công an ${lowerFirst(commune.name)}, ${lowerFirst(province?.name ?? "")}`;
}
