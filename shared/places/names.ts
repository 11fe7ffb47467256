import { cleanText } from "../text.ts";

/** The kinds of units, of today and of before 01/07/2025, with what people write for them. */
const kinds: Record<string, readonly string[]> = {
  phường: ["p", "f"],
  xã: ["x"],
  "thị trấn": ["tt"],
  "đặc khu": [],
  quận: ["q"],
  huyện: ["h"],
  "thị xã": ["tx"],
  "thành phố": ["tp"],
  tỉnh: [],
};

const unmark = (text: string): string => text.replace(/\p{M}/gu, "").replaceAll("đ", "d");

/**
 * Lower-case words of a name, marks decomposed: tones stand at the end of their word ("Hoà" and "Hòa" are one), signs are spaces,
 * a number stands alone without zeros in front ("P.05" is "p 5").
 */
const words = (text: string): string =>
  cleanText(text)
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\p{L}\p{M}]+/gu, (word) => word.replace(/[\u0300\u0301\u0303\u0309\u0323]/gu, "") + word.replace(/[^\u0300\u0301\u0303\u0309\u0323]/gu, ""))
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .replace(/(?<![\p{L}\p{M}\p{N}])(\p{L}+)0*(?=\d)/gu, "$1 ")
    .replace(/(?<!\d)0+(?=\d)/gu, "")
    .trim();

/** A name as it is compared: its words with marks and without, and its kind if one was written. */
export type Name = { kind?: string; marked: string; plain: string };

const readSpellings = () =>
  Object.entries(kinds).flatMap(([kind, short]) => {
    const whole = words(kind);
    return [whole, unmark(whole), ...short].map((spelling) => ({ kind: unmark(whole), spelling: `${spelling} ` }));
  });
/** Read when the first name is compared, not when a function starts: letters of all the world take their time to load. */
let knownSpellings: ReturnType<typeof readSpellings> | undefined;
const spellings = () => (knownSpellings ??= readSpellings());

const named = (text: string, kind?: string): Name => ({ ...(kind ? { kind } : {}), marked: text, plain: unmark(text) });

/** What a typed name can say: the name as it stands, and, if it begins like a kind, that kind and the rest ("phuong liet" is Phương Liệt too). */
function readings(typed: string): readonly Name[] {
  const text = words(typed);
  if (!text) return [];
  const kindly = spellings().filter(({ spelling }) => text.startsWith(spelling)).map(({ kind, spelling }) => named(text.slice(spelling.length), kind));
  return [...kindly, named(text)];
}

/** A unit's own name, which begins with its kind in full. */
export const unitName = (name: string): Name => readings(name)[0] ?? named("");

const sameKind = (typed: Name, unit: Name): boolean => typed.kind === undefined || typed.kind === unit.kind;

/** How well a typed name fits a unit's, the strictest first; only marks that were typed can decide. */
const fits: readonly ((typed: Name, unit: Name) => boolean)[] = [
  (typed, unit) => typed.marked !== typed.plain && typed.marked === unit.marked && sameKind(typed, unit),
  (typed, unit) => typed.plain === unit.plain && sameKind(typed, unit),
];

/** The units a typed name means: those it fits best. */
export function unitsNamed<U extends { name: Name }>(units: readonly U[], typed: string): readonly U[] {
  const names = readings(typed);
  return fits.map((fit) => units.filter((unit) => names.some((name) => fit(name, unit.name)))).find((found) => found.length > 0) ?? [];
}

const together = (text: string): string => text.replaceAll(" ", "");

/** The units of that name whatever their kind, and however it is cut into words; "Quận 3" and "Phường 3" have nothing in common. */
export function unitsAlike<U extends { name: Name }>(units: readonly U[], typed: string): readonly U[] {
  const telling = readings(typed).filter(({ kind, plain }) => kind === undefined || !/^\d+$/u.test(plain));
  const names = new Set(telling.map(({ plain }) => together(plain)));
  return units.filter(({ name }) => names.has(together(name.plain)));
}

/** The units whose name has the typed words among its own. */
export function unitsWith<U extends { name: Name }>(units: readonly U[], typed: string): readonly U[] {
  const names = readings(typed).map(({ plain }) => ` ${plain} `);
  return units.filter(({ name }) => names.some((part) => ` ${name.plain} `.includes(part)));
}
