import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findCommunes } from "../../../../shared/places/find-communes.ts";
import { formerDistricts } from "../../../../shared/places/former.ts";
import { findProvince, provinces, type Commune, type Province } from "../../../../shared/places/places.ts";
import { anyText, holds } from "../../support/property.ts";

const province = (name: string): Province => {
  const found = provinces.find((one) => one.code === name || one.name.replace(/^(?:Tỉnh|Thành phố) /u, "") === name);
  if (!found) throw new Error(`no province ${name}`);
  return found;
};
const haNoi = province("Hà Nội");
const hcm = province("Hồ Chí Minh");
const taken = (typed: string, where = haNoi) => findCommunes(where, typed).commune?.name;
const choices = (typed: string, where = haNoi) => {
  const found = findCommunes(where, typed);
  return found.commune ? [] : found.candidates.map(({ commune }) => commune.name);
};
/** Taken or offered, as people would tell them apart. */
const reached = (where: Province, typed: string): readonly Commune[] => {
  const found = findCommunes(where, typed);
  return found.commune ? [found.commune] : found.candidates.map(({ commune }) => commune);
};
const plain = (name: string) => name.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/gu, "d").toLowerCase();
const withoutKind = ({ name }: Commune) => name.replace(/^(Phường|Xã|Đặc khu) /u, "");
/** The communes that a way of typing them neither takes nor offers. */
const lost = (typed: (commune: Commune) => string) =>
  provinces.flatMap((one) => one.communes.filter((commune) => !reached(one, typed(commune)).includes(commune)).map(({ name }) => `${name}, ${one.name}`));
/** How tone marks are set differs between lists ("Hoà", "Hòa"). */
const tones = (names: readonly string[]) => names.map((name) => name.normalize("NFD").replace(/([\u0300\u0301\u0303\u0309\u0323])(\p{L})/gu, "$2$1").normalize("NFC")).toSorted();

describe("a name of today", () => {
  test("every commune is taken by its code", () => {
    expect(provinces.flatMap((one) => one.communes.filter(({ code }) => findCommunes(one, code).commune?.code !== code))).toEqual([]);
  });

  test("every commune is taken by its full name or, if that was another's too, offered first", () => {
    const wrong = provinces.flatMap((one) => one.communes.filter((commune) => reached(one, commune.name)[0] !== commune));
    expect(wrong).toEqual([]);
    const asked = provinces.flatMap((one) => one.communes.filter(({ name }) => !findCommunes(one, name).commune));
    expect(asked.length).toBeLessThan(300);
  });

  test("every commune is found without marks and capitals, with its kind and without", () => {
    expect(lost(({ name }) => plain(name))).toEqual([]);
    expect(lost((commune) => plain(withoutKind(commune)))).toEqual([]);
    expect(lost((commune) => withoutKind(commune).toUpperCase())).toEqual([]);
  });

  test.each(["Phường Ba Đình", "phuong ba dinh", "PHƯỜNG BA ĐÌNH", "P. Ba Đình", "P.Ba Đình", "p ba dinh", "  phường   ba đình ", "Phường Ba Đình".normalize("NFD"), "Phường Ba\u200B Đình", "00004", "Phường Ba Đình, Hà Nội", "phuong ba dinh, thanh pho ha noi"])(
    "%j in Hà Nội is phường Ba Đình",
    (typed) => {
      expect(taken(typed)).toBe("Phường Ba Đình");
    },
  );

  test("“Hòa” and “Hoà” are one", () => {
    const khanhHoa = province("Khánh Hoà");
    const commune = khanhHoa.communes.find(({ name }) => name.includes("Hoà"));
    expect(reached(khanhHoa, commune?.name.replace("Hoà", "Hòa") ?? "")).toContain(commune);
  });

  test("typed marks decide; without them we ask rather than guess", () => {
    expect(choices("my tho", province("Đồng Tháp"))).toEqual(expect.arrayContaining(["Phường Mỹ Tho", "Xã Mỹ Thọ"]));
    expect(choices("xa van lang", province("Thái Nguyên"))).toEqual(expect.arrayContaining(["Xã Văn Lang", "Xã Văn Lăng"]));
    expect(taken("Xã Văn Lang", province("Thái Nguyên"))).toBe("Xã Văn Lang");
  });

  test("“phuong liet” is Phương Liệt, whose own name begins like the word for its kind", () => {
    expect(reached(haNoi, "phuong liet").map(({ name }) => name)).toContain("Phường Phương Liệt");
  });

  test("a commune of another province is not found by its code", () => {
    expect(findCommunes(province("Lâm Đồng"), "00004")).toEqual({ candidates: [] });
  });
});

describe("a name that is gone", () => {
  test("a district that has today's commune of the same name is asked about, that one first", () => {
    expect(choices("Thường Tín")[0]).toBe("Xã Thường Tín");
    expect(choices("Thường Tín")).toEqual(expect.arrayContaining(["Xã Thượng Phúc", "Xã Chương Dương", "Xã Hồng Vân"]));
    expect(choices("ba dinh")[0]).toBe("Phường Ba Đình");
  });

  test("one successor is offered to be confirmed, not taken", () => {
    expect(findCommunes(haNoi, "Xã Dũng Tiến, Thường Tín")).toMatchObject({ candidates: [{ commune: { name: "Xã Thượng Phúc" }, formerly: "xã Dũng Tiến, huyện Thường Tín" }] });
    expect(choices("Phường Bến Nghé", hcm)).toEqual(["Phường Sài Gòn"]);
  });

  test("today's name that was also another's is asked about", () => {
    const asked = findCommunes(haNoi, "Phường Yên Hòa");
    expect(asked.commune).toBeUndefined();
    expect(reached(haNoi, "Phường Yên Hòa").map(({ name }) => name)).toEqual(expect.arrayContaining(["Phường Yên Hoà", "Phường Cầu Giấy"]));
  });

  test.each([
    ["P5 Q3", "phường 5, quận 3"],
    ["phường 5, quận 3, TPHCM", "phường 5, quận 3"],
    ["Phường 05 - Quận 3", "phường 5, quận 3"],
  ])("%j is the ward of that district", (typed, formerly) => {
    const found = findCommunes(hcm, typed);
    expect(found.commune ? [] : found.candidates.map((candidate) => candidate.formerly)).toEqual([formerly]);
  });

  test("districts of one name in provinces that merged are told apart by the province they were in", () => {
    const { candidates = [] } = findCommunes(province("Vĩnh Long"), "Huyện Châu Thành");
    expect(new Set(candidates.map(({ formerly }) => formerly))).toEqual(new Set(["huyện Châu Thành, Bến Tre", "huyện Châu Thành, Trà Vinh"]));
  });

  test("a ward nobody knows in a district that is known leads to the district's communes", () => {
    expect(tones(choices("Phường Mẫu, Quận 3", hcm))).toEqual(tones(choices("Quận 3", hcm)));
  });

  test.each(["Từ Liêm", "Huyện Từ Liêm", "Quận Nam Từ Liêm cũ", "Nam Từ Liêm (cũ)", "nam tu liem, ha noi"])("%j leads to a choice", (typed) => {
    expect(choices(typed)).toEqual(expect.arrayContaining(["Phường Từ Liêm", "Phường Đại Mỗ", "Phường Xuân Phương", "Phường Tây Mỗ"]));
  });

  test("part of a name offers whatever has it, and takes nothing", () => {
    expect(choices("ba")).toEqual(expect.arrayContaining(["Phường Ba Đình", "Xã Ba Vì"]));
    expect(choices("quoc tu giam")).toContain("Phường Văn Miếu - Quốc Tử Giám");
  });

  /** By NQ 1654–1687/NQ-UBTVQH15 of 16/06/2025, written down apart from the data. */
  test.each([
    ["Hà Nội", "Quận Ba Đình", "Ba Đình, Ngọc Hà, Giảng Võ"],
    ["Hà Nội", "Quận Hoàn Kiếm", "Hoàn Kiếm, Cửa Nam, Hồng Hà"],
    ["Hà Nội", "Quận Cầu Giấy", "Cầu Giấy, Nghĩa Đô, Yên Hoà"],
    ["Hà Nội", "Quận Đống Đa", "Đống Đa, Kim Liên, Láng, Ô Chợ Dừa, Văn Miếu - Quốc Tử Giám"],
    ["Hà Nội", "Quận Nam Từ Liêm", "Từ Liêm, Xuân Phương, Tây Mỗ, Đại Mỗ"],
    ["Hà Nội", "Quận Bắc Từ Liêm", "Tây Tựu, Phú Diễn, Xuân Đỉnh, Đông Ngạc, Thượng Cát"],
    ["Hà Nội", "Huyện Thường Tín", "Thường Tín, Thượng Phúc, Chương Dương, Hồng Vân"],
    ["Hà Nội", "Huyện Ba Vì", "Ba Vì, Quảng Oai, Vật Lại, Cổ Đô, Bất Bạt, Suối Hai, Minh Châu, Yên Bài"],
    ["Hà Nội", "Huyện Sóc Sơn", "Sóc Sơn, Đa Phúc, Nội Bài, Trung Giã, Kim Anh"],
    ["Hà Nội", "Huyện Đông Anh", "Thư Lâm, Đông Anh, Phúc Thịnh, Thiên Lộc, Vĩnh Thanh"],
    ["Hà Nội", "Huyện Mê Linh", "Mê Linh, Yên Lãng, Tiến Thắng, Quang Minh"],
    ["Hà Nội", "Thị xã Sơn Tây", "Sơn Tây, Tùng Thiện, Đoài Phương"],
    ["Hồ Chí Minh", "Quận 1", "Sài Gòn, Tân Định, Bến Thành, Cầu Ông Lãnh"],
    ["Hồ Chí Minh", "Quận 3", "Bàn Cờ, Xuân Hoà, Nhiêu Lộc"],
    ["Hồ Chí Minh", "Quận 4", "Xóm Chiếu, Khánh Hội, Vĩnh Hội"],
    ["Hồ Chí Minh", "Quận 5", "Chợ Quán, An Đông, Chợ Lớn"],
    ["Hồ Chí Minh", "Quận 7", "Tân Thuận, Phú Thuận, Tân Mỹ, Tân Hưng"],
    ["Hồ Chí Minh", "Quận 2", "An Khánh, Bình Trưng, Cát Lái"],
    ["Hồ Chí Minh", "Huyện Cần Giờ", "Bình Khánh, An Thới Đông, Cần Giờ, Thạnh An"],
    ["Hồ Chí Minh", "Thành phố Vũng Tàu", "Vũng Tàu, Tam Thắng, Rạch Dừa, Phước Thắng"],
    ["Hồ Chí Minh", "Thành phố Dĩ An", "Dĩ An, Đông Hoà, Tân Đông Hiệp"],
    ["Hồ Chí Minh", "Phường Thảo Điền", "An Khánh"],
    ["Đà Nẵng", "Quận Sơn Trà", "An Hải, Sơn Trà"],
    ["Đà Nẵng", "Hội An", "Hội An, Hội An Đông, Hội An Tây"],
    ["Cần Thơ", "Quận Ninh Kiều", "Ninh Kiều, Cái Khế, Tân An, An Bình"],
    ["Hải Phòng", "Quận Lê Chân", "Lê Chân, An Biên"],
    ["Quảng Ninh", "Thành phố Cẩm Phả", "Mông Dương, Cửa Ông, Cẩm Phả, Quang Hanh"],
    ["Quảng Ninh", "Thành phố Uông Bí", "Uông Bí, Vàng Danh, Yên Tử"],
    ["Lâm Đồng", "Đà Lạt", "Xuân Hương - Đà Lạt, Cam Ly - Đà Lạt, Lâm Viên - Đà Lạt, Xuân Trường - Đà Lạt, Lang Biang - Đà Lạt"],
    ["An Giang", "Thành phố Phú Quốc", "Phú Quốc"],
    ["Nghệ An", "Thị xã Cửa Lò", "Cửa Lò"],
    ["Hà Nội", "Phường Hàng Bạc", "Hoàn Kiếm"],
    ["Hà Nội", "Phường Dịch Vọng", "Cầu Giấy"],
    ["Hà Nội", "Phường Trung Hòa", "Yên Hoà"],
  ])("%s: %s is in %s", (where, typed, communes) => {
    const offered = tones(reached(province(where), typed).map(withoutKind));
    expect(offered).toEqual(expect.arrayContaining(tones(communes.split(", "))));
  });

  test("every district and every ward of before leads to its communes, by its full name and without marks", () => {
    const units = provinces.flatMap((one) => formerDistricts(one).flatMap((district) => [district, ...district.wards].map((unit) => ({ one, unit }))));
    expect(units.length).toBeGreaterThan(10_000);
    const wrong = units.filter(({ one, unit }) =>
      [unit.name, plain(unit.name)].some((typed) => {
        const codes = new Set(reached(one, typed).map(({ code }) => code));
        return !unit.communeCodes.every((code) => codes.has(code));
      }),
    );
    expect(wrong.map(({ unit }) => unit.name)).toEqual([]);
  });
});

describe("whatever is typed", () => {
  test.each(["", "   \u200B ", "(((", "[a-", "\\", ".*", "$&", "__proto__", "<script>alert(1)</script>", "'; DROP TABLE --", "\u0000", "x".repeat(20_000), ",,,,", "Nơi Không Có", "99999", "~", "~~00004"])("%j finds nothing and breaks nothing", (typed) => {
    expect(findCommunes(haNoi, typed)).toEqual({ candidates: [] });
  });

  test("the answer is one commune of that province, or several to choose from, each once", () => {
    const words = fc.array(fc.constantFrom("phường", "xa", "q", "1", "12", "Tân", "an", "Hoà", "Đông", ",", "-", "huyện", "Ba", "Đình", "Hà Nội", "cũ"), { maxLength: 8 }).map((list) => list.join(" "));
    holds(
      fc.property(fc.constantFrom(...provinces), fc.oneof(anyText, words), (one, typed) => {
        const found = reached(one, typed);
        expect(found.every(({ provinceCode }) => provinceCode === one.code)).toBe(true);
        expect(new Set(found).size).toBe(found.length);
      }),
      300,
    );
  });

  test("a very long answer is read quickly", () => {
    const from = performance.now();
    findCommunes(hcm, "a ".repeat(100));
    expect(performance.now() - from).toBeLessThan(1_000);
    expect(findProvince("79")).toBe(hcm);
  });
});
