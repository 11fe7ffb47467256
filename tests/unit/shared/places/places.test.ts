import { describe, expect, test } from "vitest";
import { findCommune, findProvince, officeName, provinces, type Province } from "../../../../shared/places/places.ts";

const communes = provinces.flatMap((province) => province.communes);
const province = (code: string): Province => {
  const found = findProvince(code);
  if (!found) throw new Error(`no province ${code}`);
  return found;
};
const haNoi = province("01");

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
    expect(findCommune(undefined)).toBeUndefined();
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

  test("was the People's Committee under the law before", () => {
    const commune = findCommune("00004");
    expect(commune && officeName(commune, "communePeopleCommittee")).toBe("Ủy ban nhân dân phường Ba Đình, thành phố Hà Nội");
  });

  test("has a name in every commune", () => {
    expect(communes.map((commune) => officeName(commune)).filter((name) => !/^Công an (phường|xã|đặc khu) .+, (tỉnh|thành phố) .+$/u.test(name))).toEqual([]);
  });
});
