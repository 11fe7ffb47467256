import units from "./units.json" with { type: "json" };
import { cleanText, foldText } from "../text.ts";

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

const typePrefix = /^(?:(?:phuong|xa|dac khu|[px]) |[px]\.\s*)/;
const bare = (name: string): string => foldText(name).replace(typePrefix, "");
const marked = (name: string): string => cleanText(name).toLocaleLowerCase("vi");

type Named = { commune: Commune; marked: string; folded: string; bare: string };
const namedByProvince = new Map<string, readonly Named[]>();
function namedIn(province: Province): readonly Named[] {
  const known = namedByProvince.get(province.code) ?? province.communes.map((commune) => ({ commune, marked: marked(commune.name), folded: foldText(commune.name), bare: bare(commune.name) }));
  namedByProvince.set(province.code, known);
  return known;
}

/**
 * The communes of a province that a typed name can mean: by code, by full name, or by the name without
 * "phường", "xã", "đặc khu". Capitals do not matter; marks decide only between names that differ by them.
 */
export function matchCommunes(province: Province, typed: string): readonly Commune[] {
  const wanted = bare(typed);
  if (!wanted) return [];
  const text = marked(typed);
  const folded = foldText(typed);
  const tests: ((named: Named) => boolean)[] = [
    ({ commune }) => commune.code === text,
    // Typed without any mark, "Thanh An" may still mean Thạnh An: only marks that were typed can decide.
    (named) => text !== folded && (named.marked === text || named.marked.replace(/^(?:phường|xã|đặc khu) /u, "") === text),
    // "phuong liet" is Phương Liệt, whose own name begins like the word for its kind.
    (named) => named.folded === folded || named.bare === folded,
    (named) => named.bare === wanted,
  ];
  const named = namedIn(province);
  const found = tests.map((test) => named.filter(test)).find((matches) => matches.length > 0) ?? [];
  return found.map(({ commune }) => commune);
}

/**
 * Communes whose name holds the typed words among its own: to choose from, never to take without asking. Many names
 * that people still write are of communes merged in 2025, and live on only as part of another's name.
 */
export function suggestCommunes(province: Province, typed: string): readonly Commune[] {
  const wanted = [bare(typed), foldText(typed)].filter(Boolean);
  return namedIn(province)
    .filter((named) => wanted.some((words) => ` ${named.bare} `.includes(` ${words} `)))
    .map(({ commune }) => commune);
}

const lowerFirst = (text: string): string => text.charAt(0).toLocaleLowerCase("vi") + text.slice(1);

/** The name of the office that receives registrations of a commune: its police (NĐ 163/2026, Art. 89–90). */
export function officeName(commune: Commune): string {
  const province = findProvince(commune.provinceCode);
  return `Công an ${lowerFirst(commune.name)}, ${lowerFirst(province?.name ?? "")}`;
}
