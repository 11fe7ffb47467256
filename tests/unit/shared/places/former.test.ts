import { describe, expect, test } from "vitest";
import { formerDistricts, formerProvinces } from "../../../../shared/places/former.ts";
import { findCommune, provinces } from "../../../../shared/places/places.ts";

const districts = provinces.flatMap((province) => formerDistricts(province).map((district) => ({ province, district })));
const withWards = districts.filter(({ district }) => district.wards.length > 0);
const wards = districts.flatMap(({ province, district }) => district.wards.map((ward) => ({ province, ward })));
const named = (word: string) => wards.filter(({ ward }) => ward.name.startsWith(`${word} `)).length;

describe("the units of before the mergers", () => {
  test("are 63 provinces, of which 29 lost their name", () => {
    expect(provinces.flatMap(formerProvinces)).toHaveLength(29);
    const of = (name: string) => formerProvinces(provinces.find((one) => one.name.endsWith(name)) ?? { code: "", name: "", communes: [] });
    expect(of("Bắc Ninh")).toEqual(["Bắc Giang"]);
    expect(of("Hồ Chí Minh")).toEqual(["Bình Dương", "Bà Rịa - Vũng Tàu"]);
    expect(of("Hà Nội")).toEqual([]);
    expect(of("Khánh Hoà")).toEqual(["Ninh Thuận"]);
  });

  test("are 696 districts of 30/06/2025, five of them islands without wards, and 25 that were gone before", () => {
    expect(withWards).toHaveLength(691);
    expect(districts).toHaveLength(696 + 25);
  });

  test("are about 10,035 communes: phường, xã and thị trấn", () => {
    expect(wards.length).toBeGreaterThan(9_900);
    expect(named("Phường") + named("Xã") + named("Thị trấn")).toBe(wards.length);
    expect(named("Thị trấn")).toBeGreaterThan(600);
  });

  test("all lead to communes of the province they are in, and none twice to the same", () => {
    const wrong = [...districts.map(({ province, district }) => ({ province, unit: district })), ...wards.map(({ province, ward }) => ({ province, unit: ward }))].filter(
      ({ province, unit: { communeCodes } }) =>
        communeCodes.length === 0 || new Set(communeCodes).size !== communeCodes.length || communeCodes.some((code) => findCommune(code)?.provinceCode !== province.code),
    );
    expect(wrong).toEqual([]);
  });

  test("between them became every commune of today", () => {
    const reached = new Set(districts.flatMap(({ district }) => district.communeCodes));
    expect(provinces.flatMap(({ communes }) => communes).filter(({ code }) => !reached.has(code))).toEqual([]);
  });
});
