import { describe, expect, test } from "vitest";
import { withStep, type Answers } from "../../../../shared/form/answers.ts";
import { seededFacilities } from "../../../../shared/places/facilities.ts";
import {
  answersOf,
  differing,
  facilityFields,
  facilityMoveNames,
  facilityMoves,
  facilitySchema,
  facilityStates,
  factsSchema,
  hasOldAddress,
  movesFrom,
  readFacts,
  slugOf,
  type FacilityFacts,
} from "../../../../shared/places/facility.ts";

const today = "2026-11-23";

/** An invented private facility with all that can be known of one; each test changes only what it is about. */
const full = (change: Partial<FacilityFacts> = {}): FacilityFacts => ({
  provinceCode: "01",
  kind: "privateFacility",
  name: "Cơ sở Thí Dụ",
  communeCode: "00004",
  addressAsKnown: "12 phố Thí Nghiệm",
  phone: "+84900000123",
  hours: "Thứ Hai đến thứ Sáu, 8:00–17:00",
  offers: ["detox", "women"],
  price: { text: "100.000 đ một ngày", source: "Bảng giá thí dụ" },
  licence: { number: "01/GP-TD", issuedOn: "2026-07-15", issuedBy: "Nơi cấp thí dụ" },
  source: { title: "Danh sách thí dụ", date: "2026-08-01", url: "https://example.org/danh-sach" },
  confidence: "confirmed",
  checkedOn: "2026-11-20",
  ...change,
});
const least: FacilityFacts = { provinceCode: "75", kind: "counsellingPoint", name: "Điểm tư vấn Thí Dụ", offers: [], source: { title: "Báo Thí Dụ", date: "2024-02-29" }, confidence: "press", checkedOn: today };

const read = (change: Answers, from: FacilityFacts = full()) => readFacts({ ...answersOf(from), ...change }, from.provinceCode, today);
const issuesOf = (change: Answers, from?: FacilityFacts) => {
  const result = read(change, from);
  return "issues" in result ? result.issues.map(({ path, code }) => `${path} ${code}`) : [];
};

describe("the states of an entry", () => {
  test("every move leads from known states to a known state", () => {
    for (const { from, to } of Object.values(facilityMoves)) {
      for (const state of from) expect(facilityStates).toContain(state);
      expect(facilityStates).toContain(to);
      expect(from).not.toContain(to);
    }
    expect(Object.keys(facilityMoves)).toEqual([...facilityMoveNames]);
  });

  test("a draft can only be published; what is shown can only be hidden; what is hidden can be shown again", () => {
    expect(Object.fromEntries(facilityStates.map((state) => [state, movesFrom(state)]))).toEqual({ draft: ["publish"], published: ["withdraw"], withdrawn: ["publish"] });
    expect(facilityMoves.publish.to).toBe("published");
    expect(facilityMoves.withdraw.to).toBe("withdrawn");
  });
});

describe("an entry", () => {
  test("knows nothing but its own fields", () => {
    expect(factsSchema.safeParse(full()).success).toBe(true);
    expect(factsSchema.safeParse({ ...full(), rating: 5 }).success).toBe(false);
    expect(facilitySchema.safeParse({ ...full(), id: "co-so-thi-du", state: "draft", version: 1 }).success).toBe(true);
    expect(facilitySchema.safeParse({ ...full(), id: "Cơ sở", state: "draft", version: 1 }).success).toBe(false);
  });

  test.each([["all there is", full()], ["only what must be known", least]])("with %s comes back from the form as it went in", (_what, facts) => {
    expect(readFacts(answersOf(facts), facts.provinceCode, today)).toEqual({ facts });
  });

  test("posts only what the form asks", () => {
    const posted = new Map(Object.entries(answersOf(full())).map(([name, value]) => [name, name === "offers" ? value.split(",") : [value]]));
    expect(withStep({}, { fields: facilityFields }, posted)).toEqual(answersOf(full()));
  });

  test("takes a phone as people write it, and no other country's", () => {
    expect(read({ phone: "0900 000 124" })).toEqual({ facts: full({ phone: "+84900000124" }) });
    expect(issuesOf({ phone: "+1 202 555 0123" })).toEqual(["phone phone.notVietnamese"]);
    expect(issuesOf({ phone: "111" })).toEqual(["phone phone.notVietnamese"]);
  });

  test("lies in a commune of its own province", () => {
    expect(issuesOf({ communeCode: "00622" })).toEqual([]);
    expect(issuesOf({}, full({ provinceCode: "75" }))).toEqual(["communeCode communeCode.unknown"]);
    expect(issuesOf({ communeCode: "99999" })).toEqual(["communeCode communeCode.unknown"]);
  });

  test("that is private must have a licence; others need none", () => {
    const { licence: _licence, ...unlicensed } = full();
    expect(issuesOf({}, unlicensed)).toEqual(["licence.number licence.needed"]);
    expect(issuesOf({}, { ...unlicensed, kind: "homeProvider" })).toEqual([]);
  });

  test("has a price with its source, and a licence with number, day and issuer, or none", () => {
    expect(issuesOf({ "price.source": "" })).toEqual(["price.source price.source.missing"]);
    expect(issuesOf({ "price.text": " " })).toEqual(["price.text price.text.missing"]);
    expect(issuesOf({ "licence.number": "", "licence.issuedBy": "", "licence.issuedOn.day": "", "licence.issuedOn.month": "", "licence.issuedOn.year": "" })).toEqual(["licence.number licence.needed"]);
    expect(issuesOf({ "licence.issuedBy": "" })).toEqual(["licence.issuedBy licence.issuedBy.missing"]);
  });

  test("names a web address in full", () => {
    for (const url of ["example.org", "javascript:alert(1)", "ftp://example.org"]) expect(issuesOf({ "source.url": url })).toEqual(["source.url source.url.notAddress"]);
  });

  test("lies on real days, none of them to come", () => {
    expect(issuesOf({ "source.date.day": "31", "source.date.month": "2" })).toEqual(["source.date day.notReal"]);
    expect(issuesOf({ "checkedOn.day": "24" })).toEqual(["checkedOn day.future"]);
    expect(issuesOf({ "checkedOn.day": "23" })).toEqual([]);
  });

  test("with nothing filled in says everything that is missing at once", () => {
    const result = readFacts({}, "01", today);
    expect("issues" in result && result.issues.map(({ code }) => code).toSorted()).toEqual(
      ["kind.missing", "name.missing", "source.title.missing", "source.date.missing", "confidence.missing", "checkedOn.missing"].toSorted(),
    );
  });

  test("says what is wrong in one field beside what is wrong between fields", () => {
    const { licence: _licence, ...unlicensed } = full({ provinceCode: "75" });
    expect(issuesOf({ name: "", "checkedOn.year": "2030" }, unlicensed).toSorted()).toEqual(
      ["checkedOn day.future", "communeCode communeCode.unknown", "licence.number licence.needed", "name name.missing"].toSorted(),
    );
  });

  test("differs from another in the questions they answer differently", () => {
    expect(differing(full(), full({ offers: ["women", "detox"] }))).toEqual([]);
    const { phone: _phone, ...silent } = full({ checkedOn: today, source: { ...full().source, title: "Một danh sách khác" } });
    expect(differing(full(), silent).map(({ name }) => name)).toEqual(["phone", "source.title", "checkedOn"]);
  });

  test("may stand under a name that is gone, when its source is older than the communes of today", () => {
    const { communeCode: _commune, ...vague } = full();
    const from = (date: string) => ({ ...vague, source: { ...vague.source, date } });
    expect([from("2025-06-30"), from("2025-07-01"), { ...full(), source: { ...full().source, date: "2025-06-30" } }].map(hasOldAddress)).toEqual([true, false, false]);
  });
});

describe("what an entry is called in addresses", () => {
  test.each([
    ["Cơ sở cai nghiện ma túy số 1 Hà Nội", "co-so-cai-nghien-ma-tuy-so-1-ha-noi"],
    ["  Điểm tư vấn (phường Đống Đa) ", "diem-tu-van-phuong-dong-da"],
    ["“Bạn & Tôi” – Phòng khám", "ban-toi-phong-kham"],
    ["北京", ""],
  ])("%s → %s", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  test("of the longest name is still one, and a name without any is asked for again", () => {
    const slug = slugOf(`${"a".repeat(79)} ${"b".repeat(100)}`);
    expect(facilitySchema.shape.id.safeParse(slug).success).toBe(true);
    expect(slug.length).toBeLessThanOrEqual(80);
    expect(issuesOf({ name: "北京" })).toEqual(["name text.characters"]);
  });
});

describe("the seed", () => {
  test("is four public facilities of Hà Nội, where the press placed them", () => {
    expect(seededFacilities.map(({ name, addressAsKnown, provinceCode, kind }) => [name, addressAsKnown, provinceCode, kind])).toEqual([
      ["Cơ sở cai nghiện ma túy số 1 Hà Nội", "Xã Yên Bài, huyện Ba Vì", "01", "publicFacility"],
      ["Cơ sở cai nghiện ma túy số 2 Hà Nội", "Xã Tân Minh, huyện Sóc Sơn", "01", "publicFacility"],
      ["Cơ sở cai nghiện ma túy số 3 Hà Nội", "Xã Xuân Sơn, thị xã Sơn Tây", "01", "publicFacility"],
      ["Cơ sở cai nghiện ma túy số 4 Hà Nội", "Phường Xuân Phương, quận Nam Từ Liêm", "01", "publicFacility"],
    ]);
  });

  test("says nothing that its source does not: no phone, no commune of today, no offer, no price, and not confirmed", () => {
    for (const one of seededFacilities) {
      expect(one).toMatchObject({ confidence: "press", offers: [], state: "published", version: 0, source: { date: "2025-03-01" } });
      for (const unknown of ["phone", "communeCode", "hours", "price", "licence"]) expect(one).not.toHaveProperty(unknown);
      expect(hasOldAddress(one)).toBe(true);
    }
  });

  test("could have been typed in: each is well formed and has the id of its name", () => {
    for (const one of seededFacilities) {
      const { id, state: _state, version: _version, ...facts } = facilitySchema.parse(one);
      expect(id).toBe(slugOf(one.name));
      expect(readFacts(answersOf(one), one.provinceCode, today)).toEqual({ facts });
    }
  });
});
