import former from "./former.json" with { type: "json" };
import { unitName } from "./names.ts";
import type { Province } from "./places.ts";

/** A unit that was until 01/07/2025 (some districts: until earlier), with the codes of today's communes it went into, those that took most of it first. */
export type FormerUnit = { name: string; communeCodes: readonly string[] };
/** A district, with the name of its province as it then was, without "Tỉnh", and its wards. */
type FormerDistrict = FormerUnit & { province: string; wards: readonly FormerUnit[] };

/** Today's province → the provinces it was → one line a district; how a line reads is said in the file. */
const byProvince: Record<string, Record<string, readonly string[]>> = former.provinces;

const kinds = { P: "Phường", T: "Thị trấn" } as const;
const wardName = (text: string): string => {
  const [, kind, rest] = /^([PT])\.(.+)$/u.exec(text) ?? [];
  return kind === "P" || kind === "T" ? `${kinds[kind]} ${rest}` : `Xã ${text}`;
};

const withoutKind = (province: string): string => province.replace(/^(?:Tỉnh|Thành phố) /u, "");

function districtOf(line: string, province: string): FormerDistrict {
  const [name = "", rest = ""] = line.split(": ");
  const codes = new Map<string, string[]>();
  const parts = rest.split("; ");
  for (const part of parts)
    for (const ward of part.slice(6).split(", ").filter(Boolean)) codes.set(ward, [...(codes.get(ward) ?? []), part.slice(0, 5)]);
  return {
    name,
    communeCodes: parts.map((part) => part.slice(0, 5)),
    province: withoutKind(province),
    wards: [...codes].map(([ward, communeCodes]) => ({ name: wardName(ward), communeCodes })),
  };
}

/** The districts that were in what is a province today, each with its wards. */
export const formerDistricts = ({ code }: Province): readonly FormerDistrict[] =>
  Object.entries(byProvince[code] ?? {}).flatMap(([province, lines]) => lines.map((line) => districtOf(line, province)));

/** The provinces of before 01/07/2025 that are part of this one and whose name is gone, without "Tỉnh". */
export const formerProvinces = ({ code, name }: Province): readonly string[] =>
  Object.keys(byProvince[code] ?? {})
    .filter((old) => unitName(old).marked !== unitName(name).marked)
    .map(withoutKind);
