import { describe, expect, test } from "vitest";
import { tellingWords, tellingWordsIn } from "../../support/neutral-words.ts";

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
    ["duongve.example/cai-nghien/Qx7-ca_mt-Kd93JwPz0Rtu", "cai nghien"],
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

  test.each(["ca-Qx7Kd93JwPz0RtuLm5e", "Qx7Kd93JwPz0_HIV-RtuLm", "Qx7Kd93JwPz0RtuLm5e-mt"])("reads no words into what is drawn at random in a link: %j", (token) => {
    expect(tellingWordsIn(`Xem hoac doi gio: duongve.example/lich-hen/${token}`)).toEqual([]);
    expect(tellingWordsIn(`duongve.example/lich-hen/${token} cong an`)).toEqual(["cong an"]);
  });

  test.each(["Duong Ve: Da nhan yeu cau cua ban", "Cac ban can canh bao", "Camera thuong", "Please call back on Tuesday", "Khong chia se ma nay"])("lets everyday words pass: %j", (text) => {
    expect(tellingWordsIn(text)).toEqual([]);
  });
});
