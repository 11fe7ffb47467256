import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findCommune, findProvince, matchCommunes, suggestCommunes, officeName, provinces, type Commune, type Province } from "../../../../shared/places/places.ts";
import { anyText, holds } from "../../support/property.ts";

const communes = provinces.flatMap((province) => province.communes);
const province = (code: string): Province => {
  const found = findProvince(code);
  if (!found) throw new Error(`no province ${code}`);
  return found;
};
const haNoi = province("01");
const found = (typed: string, where = haNoi) => matchCommunes(where, typed).map(({ name }) => name);
const plain = (name: string) => name.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/gu, "d").toLowerCase();
const withoutType = ({ name }: Commune) => name.replace(/^(Phường|Xã|Đặc khu) /u, "");
/** The communes that a way of typing them does not find. */
const lost = (typed: (commune: Commune) => string) =>
  provinces.flatMap((one) => one.communes.filter((commune) => !matchCommunes(one, typed(commune)).includes(commune)).map(({ name }) => `${name}, ${one.name}`));

describe("the list of places", () => {
  test("has 34 provinces and 3,321 communes: 709 phường, 2,599 xã, 13 đặc khu", () => {
    expect(provinces).toHaveLength(34);
    expect(communes).toHaveLength(3_321);
    const count = (type: string) => communes.filter(({ name }) => name.toLocaleLowerCase("vi").startsWith(`${type} `)).length;
    expect({ phuong: count("phường"), xa: count("xã"), dacKhu: count("đặc khu") }).toEqual({ phuong: 709, xa: 2_599, dacKhu: 13 });
  });

  test("has 9 cities and 25 provinces, as of 20/09/2026", () => {
    expect(provinces.filter(({ name }) => name.startsWith("Thành phố "))).toHaveLength(9);
    expect(provinces.filter(({ name }) => name.startsWith("Tỉnh "))).toHaveLength(25);
  });

  test("keeps codes as text of 2 and 5 digits, zeros in front included, none twice", () => {
    expect(provinces.every(({ code }) => /^\d{2}$/.test(code))).toBe(true);
    expect(communes.every(({ code }) => /^\d{5}$/.test(code))).toBe(true);
    expect(new Set(provinces.map(({ code }) => code)).size).toBe(34);
    expect(new Set(communes.map(({ code }) => code)).size).toBe(3_321);
    expect(haNoi.code).toBe("01");
    expect(findCommune("00004")?.name).toBe("Phường Ba Đình");
  });

  test("writes every name composed (NFC), with no space too many", () => {
    const untidy = [...provinces, ...communes].filter(({ name }) => name !== name.normalize("NFC").trim().replace(/\s+/gu, " "));
    expect(untidy).toEqual([]);
  });

  test("knows 126 communes of Hà Nội: 51 phường and 75 xã (NQ 1656/NQ-UBTVQH15)", () => {
    expect(haNoi.communes.filter(({ name }) => name.startsWith("Phường "))).toHaveLength(51);
    expect(haNoi.communes.filter(({ name }) => name.startsWith("Xã "))).toHaveLength(75);
  });

  test("knows the wards of the new cities of 2026", () => {
    expect(province("75").name).toBe("Thành phố Đồng Nai");
    expect(province("75").communes.filter(({ name }) => name.startsWith("Phường "))).toHaveLength(33);
  });

  test("finds nothing under a code that does not exist", () => {
    expect(findProvince("99")).toBeUndefined();
    expect(findProvince("1")).toBeUndefined();
    expect(findCommune("99999")).toBeUndefined();
    expect(findCommune("__proto__")).toBeUndefined();
  });
});

describe("a commune somebody typed", () => {
  test("every commune is found by its code, and nothing else with it", () => {
    expect(provinces.flatMap((one) => one.communes.filter((commune) => matchCommunes(one, commune.code).join() !== [commune].join()))).toEqual([]);
  });

  test("every commune is found by its full name", () => {
    expect(lost(({ name }) => name)).toEqual([]);
  });

  test("every commune is found by its name without marks, capitals and “phường”, “xã” or “đặc khu”", () => {
    expect(lost((commune) => plain(withoutType(commune)))).toEqual([]);
  });

  test.each(["Ba Đình", "ba dinh", "BA DINH", "Phường Ba Đình", "phuong ba dinh", "P. Ba Đình", "p ba dinh", "  ba   đình ", "Ba Đình".normalize("NFD"), "Ba\u200B Đình", "00004"])(
    "%j in Hà Nội is phường Ba Đình",
    (typed) => {
      expect(found(typed)).toEqual(["Phường Ba Đình"]);
    },
  );

  test.each(["Xã Ba Vì", "xa ba vi", "X. Ba Vì", "ba vi"])("%j in Hà Nội is xã Ba Vì", (typed) => {
    expect(found(typed)).toEqual(["Xã Ba Vì"]);
  });

  test("whole words of a name offer every commune that has them, and take none", () => {
    const offered = suggestCommunes(province("01"), "ba").map(({ name }) => name);
    expect(offered).toEqual(expect.arrayContaining(["Phường Ba Đình", "Xã Ba Vì"]));
    expect(found("ba")).toEqual([]);
    expect(found("lang")).toEqual(["Phường Láng"]);
  });

  test.each(["Yên Mỹ", "Xã Yên Mỹ", "Xuân Phú"])("%j, merged in 2025, is not mistaken for a commune whose name it happens to be part of", (typed) => {
    expect(found(typed)).toEqual([]);
    const offered = suggestCommunes(province("01"), typed).map(({ name }) => name);
    expect(offered).not.toContain("Xã Chuyên Mỹ");
    expect(offered).not.toContain("Phường Xuân Phương");
  });

  test("a phường and a xã whose names differ in marks only are told apart by “phường” and “xã”", () => {
    const dongThap = province("82");
    expect(found("my tho", dongThap)).toEqual(["Phường Mỹ Tho", "Xã Mỹ Thọ"]);
    expect(found("phuong my tho", dongThap)).toEqual(["Phường Mỹ Tho"]);
    expect(found("xa my tho", dongThap)).toEqual(["Xã Mỹ Thọ"]);
  });

  test("two xã whose names differ in marks only are both offered when typed without: we ask rather than guess", () => {
    expect(found("xa van lang", province("19"))).toEqual(["Xã Văn Lang", "Xã Văn Lăng"]);
    expect(found("ba to", province("51"))).toEqual(["Xã Ba Tơ", "Xã Ba Tô"]);
  });

  test.each(["Thường Tín Đông", "Quận Ba Đình cũ", "99999", "00004x"])("%j is no commune of Hà Nội", (typed) => {
    expect(found(typed)).toEqual([]);
  });

  test("a commune of another province is not found", () => {
    expect(found("00004", province("68"))).toEqual([]);
  });

  test("nothing typed means nothing", () => {
    expect(found("")).toEqual([]);
    expect(found("   \u200B ")).toEqual([]);
  });

  test.each(["(((", "[a-", "\\", ".*", "$&", "__proto__", "<script>alert(1)</script>", "'; DROP TABLE --", "\u0000", "x".repeat(20_000)])("hostile input finds nothing and breaks nothing", (typed) => {
    expect(found(typed)).toEqual([]);
  });

  test("whatever is typed, the answer is a list of communes of that province", () => {
    holds(
      fc.property(fc.constantFrom(...provinces), anyText, (one, typed) => {
        expect(matchCommunes(one, typed).every(({ provinceCode }) => provinceCode === one.code)).toBe(true);
      }),
      100,
    );
  });
});

describe("the receiving office", () => {
  test.each([
    ["00004", "Công an phường Ba Đình, thành phố Hà Nội"],
    ["09700", "Công an xã Ba Vì, thành phố Hà Nội"],
  ])("of commune %s is %s", (code, office) => {
    const commune = findCommune(code);
    expect(commune && officeName(commune)).toBe(office);
  });

  test("of a special zone keeps the zone's own capital letters", () => {
    const zone = communes.find(({ name }) => name.startsWith("Đặc khu Phú Quốc"));
    expect(zone && officeName(zone)).toBe("Công an đặc khu Phú Quốc, tỉnh An Giang");
  });

  test("has a name in every commune", () => {
    expect(communes.map(officeName).filter((name) => !/^Công an (phường|xã|đặc khu) .+, (tỉnh|thành phố) .+$/u.test(name))).toEqual([]);
  });
});
