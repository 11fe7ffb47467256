import { getMeta } from "unpdf";
import { describe, expect, test } from "vitest";
import { longDay, longDue } from "../../../../../functions/registration/papers/phrases.ts";
import { isPrintable } from "../../../../../functions/registration/papers/set-lines.ts";
import { provinces } from "../../../../../shared/places/places.ts";
import { paperFileName, paperSchema, type Paper } from "../../../../../shared/registration/papers.ts";
import { himself, motherForSon } from "../../../../support/people.ts";
import { bornOn, motherForChild, treatedAt } from "../../../support/applications.ts";
import { allSamples, filed, itemsOf, make, makeAnew, oldSamples, row, samples, squeezed, textOf, type Item } from "./papers.ts";

const every = [...allSamples, ...oldSamples].map((paper) => [`${paper.code} ${paper.regimeId}`, paper] as const);
const longName = "Nguyễn Hoàng Phương Thảo Nguyên";
const hardName = "Đỗ Thị Ỷ Ngỡ";

/** The sample with another application on it. */
const about = <P extends Exclude<Paper, { code: "registerPage" }>>(paper: P, input: Parameters<typeof filed>[0]): P => ({ ...paper, application: filed(input) });
const named = (fullName: string) => {
  const whole = motherForSon();
  return { ...whole, person: { ...whole.person, fullName }, applicant: whole.applicant && { ...whole.applicant, fullName } };
};

describe.each(every)("%s", (_name, paper) => {
  test("is a schema's fact sheet: nothing too much, nothing too little", () => {
    expect(paperSchema.parse(paper)).toEqual(paper);
  });

  test("says in its foot which form it follows, that it is a copy, what it belongs to, and its page", async () => {
    const text = await textOf(await make(paper));
    expect(text).toMatch(/Theo Mẫu số \d+, Phụ lục (I|II|V), (Nghị định 163\/2026\/NĐ-CP|Nghị định 116\/2021\/NĐ-CP|Thông tư 03\/2025\/TT-VPCP)/);
    expect(text).toContain("Bản sao do Đường Về lập, đối chiếu với mẫu chính thức trước khi ký");
    expect(text).toContain(paper.code === "registerPage" ? "Năm 2026 · Trang 1/" : "K7M4 Q9TX · Trang 1/");
  });

  test("carries country and motto", async () => {
    const text = await textOf(await make(paper));
    expect(text).toContain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    expect(text).toContain("Độc lập - Tự do - Hạnh phúc");
  });

  test("never says what a program says when it knows nothing", async () => {
    expect(await textOf(await make(paper))).not.toMatch(/undefined|null|NaN|\[object|Invalid/);
  });

  test("is the same, byte for byte, each time it is made", async () => {
    expect(Buffer.compare(await makeAnew(paper), await makeAnew(paper))).toBe(0);
  });

  test("tells nothing by its file name or its metadata", async () => {
    expect(paperFileName(paper)).toMatch(/^dv-(K7M4|2026)-\d\.pdf$/);
    const { info } = await getMeta(Uint8Array.from(await make(paper)));
    const { Title, Author, Creator, Producer, ...rest } = info;
    expect({ Title, Author, Creator, Producer }).toEqual({ Title: paperFileName(paper), Author: "Đường Về", Creator: "Đường Về", Producer: "Đường Về" });
    expect(JSON.stringify(rest)).not.toMatch(/Subject|Keywords|cai|Mẫu/);
    expect(info.CreationDate).toBe("D:20261122030000Z");
  });

  test("keeps to its margins, and no text stands on another", async () => {
    expect(await badlySet(paper)).toEqual([]);
  });
});

const footSize = 7.6;
/** Texts beyond the margins or in the foot's place, and pairs of texts that touch. */
async function badlySet(paper: Paper): Promise<string[]> {
  const width = paper.code === "registerPage" ? 841.89 : 595.28;
  const pages = await itemsOf(await make(paper));
  const outside = pages.flat().filter(({ x, width: wide, y, size }) => x < 73 || x + wide > width - 50 || y < (size > footSize ? 60 : 24));
  const touch = pages.flatMap((items) => items.flatMap((one, index) => items.slice(index + 1).flatMap((other) => (touching(one, other) ? [`${one.text} × ${other.text}`] : []))));
  return [...outside.map(({ text }) => `outside: ${text}`), ...touch];
}
/** Of letters as high as two thirds of their size above the line they stand on, and a fifth below. */
function touching(one: Item, other: Item): boolean {
  const beside = one.x + one.width < other.x + 0.5 || other.x + other.width < one.x + 0.5;
  const above = one.y - 0.2 * one.size > other.y + 0.7 * other.size || other.y - 0.2 * other.size > one.y + 0.7 * one.size;
  return !beside && !above;
}

describe("what was given stands on the paper", () => {
  test.each([longName, hardName])("%s, with every mark", async (fullName) => {
    for (const paper of [samples.application, samples.receipt, samples.supplements, samples.apology, samples.decision, samples.commitment]) {
      const text = await textOf(await make(about(paper, named(fullName))));
      expect(text).toContain(paper.code === "application" ? fullName.toUpperCase() : fullName);
    }
  });

  test("all of an application", async () => {
    const whole = motherForSon();
    const input = {
      ...whole,
      applicant: whole.applicant && { ...whole.applicant, identity: { ...whole.applicant.identity, issuedOn: "2021-08-15", issuedBy: "Cục Ví Dụ" } },
      person: { ...whole.person, identity: { ...whole.person.identity, issuedOn: "2022-11-30", issuedBy: "Cục Thí Nghiệm" }, residence: { kind: "settled" as const, provinceCode: "68", communeCode: "24688", street: "Thôn Mẫu" }, phone: "0900 000 007" },
      treatment: { place: "privateThenHome" as const, facilityName: "Cơ sở Giả Định số 1" },
    };
    for (const regimeId of ["R1", "R2"] as const) {
      const text = await textOf(await make({ ...about(samples.application, input), regimeId }));
      for (const value of ["TRẦN THỊ VÍ DỤ", "ngày 08 tháng 3 năm 1970", "001170000001", "15/08/2021", "Cục Ví Dụ", "12 phố Thí Nghiệm, phường Ba Đình, thành phố Hà Nội", "0900 000 001", "Mẹ"]) expect(text).toContain(value);
      for (const value of ["NGUYỄN VĂN MẪU", "ngày 02 tháng 9 năm 1998", "001098000002", "30/11/2022", "Cục Thí Nghiệm", "Thôn Mẫu", "0900 000 007", "Cơ sở Giả Định số 1"]) expect(text).toContain(value);
    }
  });

  test("whoever registers themself writes for themself", async () => {
    const text = await textOf(await make(about(samples.application, himself())));
    expect(text.match(/NGUYỄN VĂN MẪU/g)).toHaveLength(2);
    expect(text).toContain("Bản thân");
  });

  test("an X before the place that was chosen, and before no other", async () => {
    for (const place of ["home", "publicFacility", "reformSchool", "privateFacility", "privateThenHome"] as const) {
      const paper = about(samples.application, { ...motherForSon(), treatment: treatedAt(place) });
      const ticked = ((await textOf(await make(paper))).split("3.2.")[0] ?? "").match(/X (Tại [^X]+?)(?= Tại| Tên| Phần)/g);
      const words = { home: "X Tại gia đình, cộng đồng", publicFacility: "X Tại cơ sở cai nghiện ma túy công lập", reformSchool: "X Tại trường giáo dưỡng", privateFacility: "X Tại cơ sở cai nghiện ma túy tư nhân", privateThenHome: "X Tại cơ sở tư nhân ít nhất ba giai đoạn đầu, sau đó tại gia đình, cộng đồng" };
      expect(ticked).toEqual([words[place]]);
    }
  });

  test("nothing of how a writer is reached or what they consented to", async () => {
    const text = await textOf(await make(samples.application));
    expect(text).not.toMatch(/tin nhắn|hộp thư|đồng ý/i);
  });

  test("a receipt says by when, by which article, and its slip only when and where", async () => {
    const text = await textOf(await make(samples.receipt));
    expect(text).toContain("24 giờ kể từ khi tiếp nhận (Điều 91, Nghị định 163/2026/NĐ-CP)");
    expect(text).toContain("14 giờ 05 phút, ngày 21 tháng 11 năm 2026");
    expect(text).toContain("14 giờ 05 phút, ngày 22 tháng 11 năm 2026");
    const slip = text.split("PHIẾU HẸN")[1]?.split("Theo Mẫu")[0] ?? "";
    expect(slip).toContain("09 giờ 30 phút, ngày 23 tháng 11 năm 2026");
    expect(slip).toContain("Trụ sở thí nghiệm, 1 phố Ví Dụ");
    expect(slip).not.toMatch(/nghiện|ma túy|Công an|điều trị|Nguyễn|Trần/i);
  });

  test("under the earlier law a receipt counts working days", async () => {
    const old = oldSamples.find(({ code }) => code === "receipt") ?? samples.receipt;
    expect(await textOf(await make(old))).toContain("03 ngày làm việc kể từ khi tiếp nhận (Điều 30 khoản 1, Nghị định 116/2021/NĐ-CP)");
  });

  test("every supplement with its day, however many", async () => {
    const supplements = Array.from({ length: 20 }, (_, n) => ({ what: `Giấy thử số ${n + 1} ${"rất dài ".repeat(20).trim()}`, by: "2026-12-01" }));
    const text = await textOf(await make({ ...samples.supplements, supplements }));
    for (const { what } of supplements) expect(text).toContain(what);
    expect(text.match(/01\/12\/2026/g)).toHaveLength(20);
  });

  test("an apology names the old time, the reason and the new time", async () => {
    const text = await textOf(await make(samples.apology));
    for (const value of ["14 giờ 05 phút, ngày 22 tháng 11 năm 2026", "Đang chờ kết quả từ cơ sở y tế", "14 giờ 05 phút, ngày 23 tháng 11 năm 2026"]) expect(text).toContain(value);
  });

  test("a decision is a draft without a number, until the office gives one", async () => {
    const text = await textOf(await make(samples.decision));
    expect(text).toMatch(/Số: \.+ ?\/QĐ-CA/);
    expect(text).toContain("DỰ THẢO");
    expect(text).toContain("từ ngày 23/11/2026 đến ngày 23/11/2028");
    const numbered = await textOf(await make({ ...samples.decision, decision: { ...samples.decision.decision, number: "17", place: "privateFacility", facility: "Cơ sở Giả Định số 1" } }));
    expect(numbered).toMatch(/Số: 17 ?\/QĐ-CA/);
    expect(numbered).toContain("Tại cơ sở cai nghiện ma túy tư nhân: Cơ sở Giả Định số 1");
  });

  test("the register's year is that of its law", async () => {
    const old = oldSamples.find(({ code }) => code === "registerPage");
    expect(await textOf(await make(samples.registerPage))).toContain("(Tính từ ngày 15 tháng 12 năm 2025 đến ngày 14 tháng 12 năm 2026)");
    expect(await textOf(await make(old ?? samples.registerPage))).toContain("(Tính từ ngày 01 tháng 01 năm 2026 đến ngày 31 tháng 12 năm 2026)");
  });

  test("a long register goes on over pages, its heads on each, its totals once", async () => {
    const rows = Array.from({ length: 60 }, (_, n) => ({ ...row, fullName: `${longName} ${"A".repeat(n + 1)}` }));
    const bytes = await make({ ...samples.registerPage, rows });
    const text = squeezed(await textOf(bytes));
    const pages = (await itemsOf(bytes)).length;
    expect(pages).toBeGreaterThan(4);
    for (const { fullName } of rows) expect(text).toContain(squeezed(fullName));
    expect(text.match(/Giớitính/g)?.length).toBeGreaterThanOrEqual(pages - 1);
    expect(text.match(/1\.1\.Tạigiađình,cộngđồng:22/g)).toHaveLength(1);
    expect(text).toContain(`Trang${pages}/${pages}`);
    expect(await badlySet({ ...samples.registerPage, rows })).toEqual([]);
  });
});

describe("what was not given is room to write", () => {
  test("an application without optional answers has dotted lines for them", async () => {
    const text = await textOf(await make(samples.application));
    expect(text).toMatch(/ngày cấp: \.{5,} ?; nơi cấp: \.{5,}/);
    expect(text).toMatch(/Điện thoại liên hệ: \.{20,}/);
  });

  test("a history nobody filled in is all dotted, but for what the application says", async () => {
    const text = await textOf(await make(samples.history));
    for (let number = 5; number <= 20; number++) expect(text).toMatch(new RegExp(`${number}\\. [^.]+: ?\\.{5,}`));
    expect(text).toContain("NGUYỄN VĂN MẪU");
  });

  test("a receipt without an appointment leaves the slip to the officer", async () => {
    const { appointment: _appointment, ...rest } = samples.receipt;
    expect(await textOf(await make(rest))).toMatch(/Giờ hẹn: \.+ giờ \.+ phút, ngày \.+ tháng \.+ năm \.+ Nơi hẹn: \.{20,}/);
  });

  test("what no source could confirm is said to be so where it stands", async () => {
    const unconfirmed = "Phần này chưa xác nhận được theo mẫu chính thức; điền theo bản của cơ quan";
    for (const paper of [samples.application, samples.history, samples.decision, samples.commitment, samples.registerPage]) expect(await textOf(await make(paper))).toContain(unconfirmed);
    for (const paper of [samples.receipt, samples.supplements, samples.apology]) expect(await textOf(await make(paper))).toContain("nội dung chi tiết chưa xác nhận được theo mẫu chính thức");
    // The forms of NĐ 116/2021 were read whole.
    for (const paper of oldSamples.filter(({ code }) => ["application", "decision", "registerPage"].includes(code))) expect(await textOf(await make(paper))).not.toContain("chưa xác nhận");
  });

  test("a name in letters the print does not have is left to the hand, not spelt wrong", async () => {
    const text = await textOf(await make(about(samples.commitment, named("王小明"))));
    expect(text).toMatch(/Tên tôi là: \.{10,} \(viết tay theo giấy tờ\)/);
  });

  test("marks of the highlands' languages are printed", async () => {
    for (const fullName of ["Y Ayŭn Niê Kđăm", "H’Bĕ Mlô"]) expect(await textOf(await make(about(samples.commitment, named(fullName))))).toContain(fullName);
  });
});

describe("letters", () => {
  test("every one that is taken for printable is printed, nothing lost or changed", async () => {
    const all = Array.from({ length: 0x2100 }, (_, code) => String.fromCodePoint(code));
    const printed = all.filter((one) => /^[\p{L}\p{N}\p{P}]$/u.test(one) && one.normalize("NFC") === one && isPrintable(one));
    expect(printed.length).toBeGreaterThan(350);
    for (let from = 0; from < printed.length; from += 150) {
      const street = printed.slice(from, from + 150).map((one) => `${one}n`).join("");
      const residence = { kind: "settled" as const, provinceCode: "01", communeCode: "00004", street };
      const paper = { ...samples.commitment, application: { ...samples.commitment.application, person: { ...samples.commitment.application.person, residence } } };
      expect(squeezed(await textOf(await make(paper)))).toContain(squeezed(street));
    }
  });

  test("every unit of the country can be printed", () => {
    const names = [...provinces, ...provinces.flatMap(({ communes }) => communes)].map(({ name }) => name);
    expect(names.filter((name) => !isPrintable(name))).toEqual([]);
  });
});

describe("minors", () => {
  const child = motherForChild();
  const words = { application: "Ý kiến của cha, mẹ, người giám hộ hoặc người đại diện hợp pháp", commitment: "XÁC NHẬN CỦA CHA, MẸ, NGƯỜI GIÁM HỘ HOẶC NGƯỜI ĐẠI DIỆN HỢP PHÁP" };

  test.each(["application", "commitment"] as const)("the %s of a child has room for the parents, an adult's has none", async (code) => {
    expect(await textOf(await make(about(samples[code], child)))).toContain(words[code]);
    expect(await textOf(await make(samples[code]))).not.toContain(words[code]);
  });

  test("it is the day of filing that counts", async () => {
    const on = async (birthDate: string) => (await textOf(await make(about(samples.application, bornOn(motherForChild(), "person", birthDate))))).includes(words.application);
    expect([await on("2008-11-21"), await on("2008-11-22")]).toEqual([false, true]);
  });
});

describe("how much fits", () => {
  const long = "Khu tập thể Thí Nghiệm rất dài ".repeat(7).slice(0, 200).trim();
  const crowded = () => {
    const whole = named("Nguyễn Hoàng Phương Thảo Nguyên ".repeat(4).slice(0, 99).trim());
    const identity = { ...whole.person.identity, issuedOn: "2022-11-30", issuedBy: long };
    return {
      ...whole,
      applicant: whole.applicant && { ...whole.applicant, identity, address: { ...whole.applicant.address, street: long } },
      person: { ...whole.person, identity, residence: { kind: "unsettled" as const, provinceCode: "01", communeCode: "00004", street: long } },
      treatment: { place: "publicFacility" as const, facilityName: long },
    };
  };

  test("the longest values wrap, whole and apart", async () => {
    for (const paper of [...allSamples, ...oldSamples]) {
      if (paper.code === "registerPage") continue;
      const full = about(paper, crowded());
      expect({ code: paper.code, bad: await badlySet(full) }).toEqual({ code: paper.code, bad: [] });
      const text = squeezed(await textOf(await make(full)));
      expect(text.toLowerCase()).toContain(squeezed(crowded().person.fullName).toLowerCase());
      // An apology goes to a name, not to an address.
      expect(text.includes(squeezed(long))).toBe(paper.code !== "apology");
    }
  });

  test("a word without any space is broken, not cut off", async () => {
    const word = "W".repeat(200);
    const full = about(samples.decision, { ...motherForSon(), person: { ...motherForSon().person, residence: { kind: "settled", provinceCode: "01", communeCode: "00004", street: word } } });
    expect(await badlySet(full)).toEqual([]);
    expect(squeezed(await textOf(await make(full)))).toContain(word);
  });

  test("papers are as short as they should be", async () => {
    const pages: Record<string, number> = {};
    for (const paper of [...allSamples, ...oldSamples]) pages[`${paper.code} ${paper.regimeId}`] = (await itemsOf(await make(paper))).length;
    const two = new Set(["history R2", "application R1"]);
    expect(Object.entries(pages).flatMap(([name, count]) => (count === (two.has(name) ? 2 : 1) ? [] : [`${name}: ${count}`]))).toEqual([]);
  });
});

test("a deadline that ends with its day says so, whether by the day's last moment or by the first of the next", () => {
  expect(["2026-11-24T16:59:59.999Z", "2026-11-24T17:00:00.000Z", "2026-11-24T16:30:00.000Z", "2026-11-24T17:01:00.000Z"].map(longDue)).toEqual([
    "hết ngày 24 tháng 11 năm 2026",
    "hết ngày 24 tháng 11 năm 2026",
    "23 giờ 30 phút, ngày 24 tháng 11 năm 2026",
    "00 giờ 01 phút, ngày 25 tháng 11 năm 2026",
  ]);
});

test("days are written as official papers write them", () => {
  expect(["2026-09-02", "2026-01-15", "2026-02-01", "2026-12-31"].map(longDay)).toEqual(["ngày 02 tháng 9 năm 2026", "ngày 15 tháng 01 năm 2026", "ngày 01 tháng 02 năm 2026", "ngày 31 tháng 12 năm 2026"]);
});
