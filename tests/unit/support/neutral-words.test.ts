import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceAlphabet, tokenAlphabet, tokenLength } from "../../../shared/reference.ts";
import { tellingWords, tellingWordsIn } from "../../support/neutral-words.ts";
import { holds } from "./property.ts";

describe("the search for telling words", () => {
  test.each([
    ["Dang ky cai nghien da duoc nhan", "cai nghien"],
    ["Đăng ký CAI NGHIỆN đã được nhận", "cai nghien"],
    ["Lịch điều trị của bạn", "dieu tri"],
    ["Hen gap cong an phuong", "cong an"],
    ["Moi ban den CA phuong", "ca"],
    ["Ban hoi ve ma-tuy", "ma tuy"],
    ["ma\ntúy", "ma tuy"],
    ["Vụ MT của bạn", "mt"],
    ["Lich uong methadone ngay mai", "methadone"],
    ["Tu van vien se goi", "tu van"],
    ["Benh vien goi lai", "benh vien"],
    ["Your counselling call", "counselling"],
    ["Your treatment starts", "treatment"],
    ["Drug test at 8", "drug"],
    ["The police have decided", "police"],
    ["About your rehab.", "rehab"],
    ["Your HIV result", "hiv"],
    ["Dju trj xong chua", "dju trj"],
    ["kai nghjen o dau", "nghjen"],
    ["cog an goi", "cog an"],
    ["duongve.example/cai-nghien/K7m4Q9txCdFgHj2n3p6r9W4Xq", "cai nghien"],
    ["duongve.example/lich-hen/ca", "ca"],
  ])("finds it in %j", (text, word) => {
    expect(tellingWordsIn(text)).toContain(word);
  });

  test("finds every word of its list, with capitals and between full stops", () => {
    const missed = tellingWords.filter((word) => tellingWordsIn(`Duong Ve: ${word.toUpperCase()}.`).length === 0);
    expect(missed).toEqual([]);
  });

  test("finds it however the letters were composed", () => {
    expect(tellingWordsIn("điều trị nghiện".normalize("NFD"))).toEqual(expect.arrayContaining(["dieu tri", "nghien"]));
  });

  test("reads no words into what is drawn at random in a link: one word of 25 letters, none a vowel", () => {
    const token = fc.string({ unit: fc.constantFrom(...Array.from(tokenAlphabet)), minLength: tokenLength, maxLength: tokenLength });
    holds(
      fc.property(token, (drawn) => {
        expect(tellingWordsIn(`Xem hoac doi lich hen: duongve.example/lich-hen/${drawn}`)).toEqual([]);
        expect(tellingWordsIn(`duongve.example/lich-hen/${drawn} cong an`)).toEqual(["cong an"]);
      }),
    );
  });

  test("a code of three groups of four, without vowels, cannot be a telling word either", () => {
    const group = new RegExp(`^[${referenceAlphabet}]{4}$`, "i");
    expect(tellingWords.filter((word) => word.split(" ").some((part) => group.test(part)))).toEqual([]);
  });

  test.each(["Duong Ve: Da nhan yeu cau cua ban", "Cac ban can canh bao", "Camera thuong", "Please call back on Tuesday", "Khong chia se ma nay"])("lets everyday words pass: %j", (text) => {
    expect(tellingWordsIn(text)).toEqual([]);
  });
});
