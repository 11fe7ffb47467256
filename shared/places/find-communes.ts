import { cleanText } from "../text.ts";
import { formerDistricts, formerProvinces, type FormerUnit } from "./former.ts";
import { unitName, unitsAlike, unitsNamed, unitsWith, type Name } from "./names.ts";
import { findCommune, lowerFirst, type Commune, type Province } from "./places.ts";

/** A commune that a typed name can mean; `formerly` is the unit of that name that is gone, as people write it: "xã Dũng Tiến, huyện Thường Tín". */
export type Candidate = { commune: Commune; formerly?: string };

/** One commune, taken; or those to choose from, none if nothing in the province is like what was typed. */
type Found = { commune: Commune; candidates?: undefined } | { commune?: undefined; candidates: readonly Candidate[] };

type Unit = { name: Name; candidates: readonly Candidate[] };
type District = { name: Name; unit: Unit; wards: readonly Unit[] };
type Known = { units: readonly Unit[]; districts: readonly District[] };

const formerUnit = ({ name, communeCodes }: FormerUnit, formerly: string): Unit => ({
  name: unitName(name),
  candidates: communeCodes.flatMap((code) => findCommune(code) ?? []).map((commune) => ({ commune, formerly })),
});

function read(province: Province): Known {
  const today = province.communes.map((commune): Unit => ({ name: unitName(commune.name), candidates: [{ commune }] }));
  const all = formerDistricts(province);
  const districts = all.map((former): District => {
    // Merged provinces each had a huyện Châu Thành.
    const several = all.filter(({ name }) => name === former.name).length > 1;
    const district = lowerFirst(several ? `${former.name}, ${former.province}` : former.name);
    const wards = former.wards.map((ward) => formerUnit(ward, `${lowerFirst(ward.name)}, ${district}`));
    return { unit: formerUnit(former, district), name: unitName(former.name), wards };
  });
  return { units: [...today, ...districts.flatMap(({ unit, wards }) => [unit, ...wards])], districts };
}

const knownByProvince = new Map<string, Known>();
function knownIn(province: Province): Known {
  const known = knownByProvince.get(province.code) ?? read(province);
  knownByProvince.set(province.code, known);
  return known;
}

/** Each commune once, under the first name that led to it. */
function offered(units: readonly Unit[]): readonly Candidate[] {
  const first = new Map<string, Candidate>();
  for (const candidate of units.flatMap(({ candidates }) => candidates)) if (!first.has(candidate.commune.code)) first.set(candidate.commune.code, candidate);
  return [...first.values()];
}

/** Every way to cut a text in two between words. */
const cuts = (text: string): readonly { before: string; after: string }[] =>
  [...text.matchAll(/[\s,;]+/gu)].map(({ 0: gap, index }) => ({ before: text.slice(0, index), after: text.slice(index + gap.length) }));

/** "Dũng Tiến, Thường Tín" or "P5 Q3": the wards of that name in that district, or else the district. */
function inDistrict({ districts }: Known, typed: string): readonly Unit[] {
  const found = cuts(typed).flatMap(({ before, after }) => unitsNamed(districts, after).map((district) => ({ district, wards: unitsNamed(district.wards, before) })));
  const wards = found.flatMap((one) => one.wards);
  return wards.length ? wards : found.map(({ district }) => district.unit);
}

/** What each part of a list names by itself, the smallest place first, as addresses are written. */
const byParts = ({ units }: Known, typed: string): readonly Unit[] => typed.split(/[,;]|\s[-–]\s/u).flatMap((part) => unitsNamed(units, part));

const alsoCalled: Record<string, readonly string[]> = { "79": ["HCM", "TPHCM", "Sài Gòn"] };

/** "Phường Ba Đình, Hà Nội": the province was chosen already. */
function withoutProvince(province: Province, typed: string): string | undefined {
  const names = [province.name, ...formerProvinces(province), ...(alsoCalled[province.code] ?? [])].map((name) => ({ name: unitName(name) }));
  return cuts(typed).find(({ before, after }) => before && unitsNamed(names, after).length > 0)?.before;
}

/** More than this is no help; every other commune of the province is offered after them anyway. */
const mostLoose = 40;
const longest = 200;

/**
 * What a typed name means in a province. A commune is taken by its code, or by a name that, now and before the mergers, means this
 * commune only; a name that is gone, or was another's too, is never taken without asking. Capitals do not matter; marks decide only where typed.
 */
export function findCommunes(province: Province, typed: string): Found {
  const text = cleanText(typed).replace(/ \(?cũ\)?$/iu, "");
  const coded = findCommune(text);
  if (coded?.provinceCode === province.code) return { commune: coded };
  if (text.length > longest || /^\d{5}$/u.test(text)) return { candidates: [] };
  const known = knownIn(province);
  const named = unitsNamed(known.units, text);
  const [only, ...others] = offered(named);
  if (only && !only.formerly && others.length === 0) return { commune: only.commune };
  const alike = [...named, ...unitsAlike(known.units, text)];
  if (alike.length) return { candidates: offered(alike) };
  const before = withoutProvince(province, text);
  if (before) return findCommunes(province, before);
  const within = inDistrict(known, text);
  const parts = within.length ? within : byParts(known, text);
  return { candidates: parts.length ? offered(parts) : offered(unitsWith(known.units, text)).slice(0, mostLoose) };
}
