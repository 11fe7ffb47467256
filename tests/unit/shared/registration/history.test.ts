import { describe, expect, test } from "vitest";
import { historyErrorCodes, historyFields, historyLimits, historyParts, historySchema, relativeFields, type History } from "../../../../shared/registration/history.ts";
import { historyEn } from "../../../../web/words/en/history.ts";
import { historyVi } from "../../../../web/words/vi/history.ts";

const full: History = {
  otherName: "Mẫu Nhỏ",
  education: "12/12",
  occupation: "không",
  workplace: "Xưởng Thí Nghiệm",
  father: { fullName: "Nguyễn Văn Ví Dụ", age: "61", occupation: "nghỉ hưu", residence: "12 phố Thí Nghiệm" },
  mother: { fullName: "Trần Thị Ví Dụ" },
  spouse: {},
  children: [{ fullName: "Nguyễn Thị Thử", age: "4" }, {}],
  convictions: "không",
  sanctions: "không",
  substances: "đá",
  ways: "hít",
  firstTime: "khoảng năm 2019",
  voluntaryBefore: "chưa",
  afterCareDecision: "không",
  compulsoryBefore: "không",
  substitution: "không",
};

const wrongIn = (candidate: unknown): string[] => (historySchema.safeParse(candidate).error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("a history", () => {
  test("may be empty, and may be full", () => {
    expect(historySchema.parse({})).toEqual({});
    expect(historySchema.parse(full)).toEqual(full);
  });

  test("may lack any one answer", () => {
    for (const name of Object.keys(full)) {
      const { [name as keyof History]: _one, ...rest } = full;
      expect(historySchema.parse(rest)).toEqual(rest);
    }
  });

  test("has no other fields, nor have the people in it", () => {
    expect(historySchema.safeParse({ fullName: "Nguyễn Văn Mẫu" }).success).toBe(false);
    expect(historySchema.safeParse({ father: { phone: "0900 000 000" } }).success).toBe(false);
  });

  test("takes lines and texts as long as paper holds, and no longer", () => {
    expect(wrongIn({ education: "a".repeat(historyLimits.line), convictions: "a".repeat(historyLimits.text) })).toEqual([]);
    expect(wrongIn({ education: "a".repeat(historyLimits.line + 1), convictions: "a".repeat(historyLimits.text + 1) })).toEqual(["education: line.tooLong", "convictions: text.tooLong"]);
  });

  test("takes an age in digits, up to 129", () => {
    for (const age of ["0", "4", "45", "129", " 61 "]) expect(wrongIn({ father: { age } })).toEqual([]);
    for (const age of ["", "130", "045", "bốn", "-1", "4.5"]) expect(wrongIn({ father: { age } })).toEqual(["father.age: age.notReal"]);
  });

  test("takes ten children", () => {
    expect(wrongIn({ children: Array.from({ length: historyLimits.children }, () => ({})) })).toEqual([]);
    expect(wrongIn({ children: Array.from({ length: historyLimits.children + 1 }, () => ({})) })).toEqual(["children: children.tooMany"]);
  });

  test("takes no markup", () => {
    expect(wrongIn({ ways: "<b>hít</b>" })).toEqual(["ways: text.characters"]);
  });

  test("says with one of its codes what is wrong, whatever it is handed", () => {
    const codes: readonly string[] = historyErrorCodes;
    for (const odd of [null, 7, "", "\u0000", {}, []])
      for (const name of Object.keys(full)) {
        const messages = (historySchema.safeParse({ [name]: odd }).error?.issues ?? []).flatMap((issue) => (issue.code === "unrecognized_keys" || issue.code === "invalid_type" ? [] : [issue.message]));
        expect(messages.filter((message) => !codes.includes(message))).toEqual([]);
      }
  });
});

describe("its fields as data", () => {
  test("are those of the schema, each once, beside what the application knows", () => {
    const asked = historyFields.flatMap((field) => (field.kind === "known" ? [] : [field.name]));
    expect(asked.toSorted()).toEqual(Object.keys(historySchema.shape).toSorted());
    expect(historyFields.flatMap((field) => (field.kind === "known" ? [field.name] : []))).toEqual(["fullName", "birthDate", "identity", "residence"]);
  });

  test("are numbered as in Mẫu 33, without a gap, part after part", () => {
    expect([...new Set(historyFields.map(({ number }) => number))]).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(historyParts.flatMap((part) => historyFields.filter((field) => field.part === part)).map(({ number }) => number)).toEqual(historyFields.map(({ number }) => number));
    expect(historyFields.filter(({ part }) => part === "family").map(({ number }) => number)).toEqual([8, 9, 10, 11]);
  });

  test("ask the same of every relative", () => {
    expect(relativeFields).toEqual(Object.keys(historySchema.shape.father.unwrap().shape));
  });

  test("have their words in both languages, none untidy", () => {
    for (const words of [historyVi, historyEn]) {
      const texts = [...Object.values(words.fields).flatMap(({ label, hint }) => [label, hint ?? "–"]), ...Object.values(words.parts), ...Object.values(words.relative), ...Object.values(words.errors)];
      expect(texts.filter((text) => text.trim() === "" || text !== text.trim() || /\s{2}|:$/.test(text))).toEqual([]);
      expect(Object.keys(words.fields).toSorted()).toEqual(historyFields.map(({ name }) => name).toSorted());
    }
  });
});
