import units from "./units.json" with { type: "json" };

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
export const findCommune = (code: string | undefined): Commune | undefined => communeByCode.get(code ?? "");

/** "Phường Ba Đình" as it stands inside a sentence: "phường Ba Đình". */
export const lowerFirst = (text: string): string => text.charAt(0).toLocaleLowerCase("vi") + text.slice(1);

const offices = { communePolice: "Công an", communePeopleCommittee: "Ủy ban nhân dân" } as const;
/** Which office of a commune receives registrations: its police since 01/07/2026 (NĐ 163/2026, Art. 89–90), its People's Committee before (NĐ 116/2021, Art. 28). */
export type Authority = keyof typeof offices;

/** The name of the office that receives registrations of a commune. */
export function officeName(commune: Commune, authority: Authority = "communePolice"): string {
  const province = findProvince(commune.provinceCode);
  return `${offices[authority]} ${lowerFirst(commune.name)}, ${lowerFirst(province?.name ?? "")}`;
}
