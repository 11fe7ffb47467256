import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText, foldText } from "../../../shared/text.ts";
import { anyText, holds } from "../support/property.ts";

const invisible = {
  "zero-width space": "\u200B",
  "zero-width joiner": "\u200D",
  "byte order mark": "\uFEFF",
  "soft hyphen": "\u00AD",
  "word joiner": "\u2060",
  "right-to-left mark": "\u200F",
  "right-to-left override": "\u202E",
  "left-to-right isolate": "\u2066",
  "variation selector": "\uFE0F",
};
const vietnamese = fc.array(fc.constantFrom(...Array.from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ĐÂỨỘ")), { maxLength: 40 }).map((letters) => letters.join(""));

describe("text as a person meant it", () => {
  test("a name typed on a Mac (decomposed) and on a phone (composed) is the same name", () => {
    expect(cleanText("Nguyễn Thị Mẫu".normalize("NFD"))).toBe("Nguyễn Thị Mẫu".normalize("NFC"));
  });

  test.each(Object.entries(invisible))("a %s leaves no trace, wherever it stands", (_, mark) => {
    expect(cleanText(`${mark}Ba${mark} Đình${mark}`)).toBe("Ba Đình");
  });

  test("spaces of any kind, tabs and line breaks become one space, and none at the ends", () => {
    expect(cleanText(" \tBa\u00A0\u3000Đình\r\n")).toBe("Ba Đình");
  });

  test("other control characters stay, for the schema to refuse", () => {
    expect(cleanText("Ba\u0000Đình")).toBe("Ba\u0000Đình");
  });

  test("nothing but invisible marks and spaces is nothing", () => {
    expect(cleanText(Object.values(invisible).join(" "))).toBe("");
  });

  test("cleaning twice changes nothing more", () => {
    holds(
      fc.property(vietnamese, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });

  test("any text at all can be cleaned and folded", () => {
    holds(
      fc.property(anyText, (text) => {
        expect(typeof cleanText(text)).toBe("string");
        expect(foldText(text)).toBe(foldText(cleanText(text)));
      }),
      500,
    );
  });
});

describe("folding", () => {
  test.each(["Ba Đình", "ba dinh", "BA ĐÌNH", "  ba   đình ", "Ba Đình".normalize("NFD"), "Ba\u200B Đình"])("%j is found as “ba dinh”", (typed) => {
    expect(foldText(typed)).toBe("ba dinh");
  });

  test("every Vietnamese letter folds to a plain one", () => {
    holds(
      fc.property(vietnamese, (text) => {
        expect(foldText(text)).toMatch(/^[a-z ]*$/);
      }),
    );
  });

  test("how letters are composed makes no difference", () => {
    holds(
      fc.property(vietnamese, (text) => {
        expect(foldText(text.normalize("NFD"))).toBe(foldText(text.normalize("NFC")));
      }),
    );
  });

  test("different names stay different", () => {
    expect(foldText("Ba Đình")).not.toBe(foldText("Ba Đồn"));
  });
});
