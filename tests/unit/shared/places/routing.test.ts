import { describe, expect, test } from "vitest";
import { provinces } from "../../../../shared/places/places.ts";
import { routeOf } from "../../../../shared/places/routing.ts";

const baDinh = { provinceCode: "01", communeCode: "00004", settled: true };

describe("where an application goes", () => {
  test("to the police of the commune of residence under the law of today", () => {
    expect(routeOf(baDinh, "communePolice")).toEqual({ office: { communeCode: "00004", provinceCode: "01", name: "Công an phường Ba Đình, thành phố Hà Nội" }, because: "residence" });
  });

  test("to the People's Committee under the law before", () => {
    expect(routeOf(baDinh, "communePeopleCommittee").office.name).toBe("Ủy ban nhân dân phường Ba Đình, thành phố Hà Nội");
  });

  test("to where the person was found, without a stable residence", () => {
    expect(routeOf({ ...baDinh, settled: false }, "communePolice").because).toBe("found");
  });

  test("says so when the commune was chosen for a name that is gone", () => {
    expect(routeOf({ ...baDinh, formerName: "quận Ba Đình" }, "communePolice").because).toBe("chosenFromFormerName");
  });

  test("to the province's queue when nobody knows the commune", () => {
    const typed = { provinceCode: "24", communeTyped: "Nơi Không Có", settled: true };
    expect(routeOf(typed, "communePolice")).toEqual({ office: { provinceCode: "24", name: "Hàng chờ xác định nơi tiếp nhận, thành phố Bắc Ninh" }, because: "unresolved" });
  });

  test("every commune has an office, and every province a queue, under both laws", () => {
    for (const authority of ["communePolice", "communePeopleCommittee"] as const)
      for (const { code: provinceCode, communes } of provinces) {
        expect(routeOf({ provinceCode, communeTyped: "?", settled: false }, authority).office.name).toMatch(/^Hàng chờ .+, (tỉnh|thành phố) /u);
        for (const { code: communeCode } of communes) {
          const { office } = routeOf({ provinceCode, communeCode, settled: true }, authority);
          expect(office).toMatchObject({ communeCode, provinceCode });
        }
      }
  });

  test("codes that do not exist, or not together, are a mistake of the caller", () => {
    expect(() => routeOf({ ...baDinh, provinceCode: "99" }, "communePolice")).toThrow(RangeError);
    expect(() => routeOf({ ...baDinh, communeCode: "99999" }, "communePolice")).toThrow(RangeError);
    expect(() => routeOf({ ...baDinh, provinceCode: "68" }, "communePolice")).toThrow(RangeError);
  });
});
