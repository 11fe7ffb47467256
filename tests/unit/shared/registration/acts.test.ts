import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { languages } from "../../../../shared/language.ts";
import { communeCandidates, readAct, typedAct } from "../../../../shared/registration/act-form.ts";
import { actErrorCodes, actFields, actNames, actSchemas, isActErrorCode, toldActs, type Act } from "../../../../shared/registration/acts.ts";
import { eventTypes, shownEventTypes } from "../../../../shared/registration/receipt.ts";
import { applicationMoves } from "../../../../shared/registration/state.ts";
import { deskWords } from "../../../../web/words/desk.ts";
import { anyText, holds } from "../../support/property.ts";

/** What an act's form is read as, once this was typed; a list is one name posted several times. */
const read = (act: Act, typed: Record<string, string>) => readAct(act, typedAct(act, new Map(Object.entries(typed).map(([name, value]) => [name, [value]]))));
const dayTyped = (day: string, month: string, year: string, name = "on") => ({ [`${name}.day`]: day, [`${name}.month`]: month, [`${name}.year`]: year });
const second = dayTyped("2", "9", "2026");
const issues = (act: Act, typed: Record<string, string>) => read(act, typed).issues?.map(({ path, code }) => `${path}: ${code}`);

/** Each act as an officer would type it in full, and what is then recorded. */
const whole: Record<Act, [typed: Record<string, string>, facts: Record<string, unknown>]> = {
  withdraw: [{ ...second, note: "Gia đình đến tận nơi" }, { on: "2026-09-02", note: "Gia đình đến tận nơi" }],
  receive: [{ note: "Đã xem bản gốc" }, { note: "Đã xem bản gốc" }],
  askForMore: [{ items: "Bản sao căn cước\nLý lịch", ...dayTyped("5", "9", "2026", "by") }, { items: ["Bản sao căn cước", "Lý lịch"], by: "2026-09-05" }],
  supplement: [second, { on: "2026-09-02" }],
  arrangeDetermination: [{ facility: "Trạm y tế Giả Định", ...second }, { facility: "Trạm y tế Giả Định", on: "2026-09-02" }],
  determine: [{ result: "confirmed", ...second, by: "Trạm y tế Giả Định" }, { result: "confirmed", on: "2026-09-02", by: "Trạm y tế Giả Định" }],
  extend: [{ ...dayTyped("5", "9", "2026", "until"), because: "Chờ xác minh" }, { until: "2026-09-05", because: "Chờ xác minh" }],
  decide: [
    { ...second, number: "01/QĐ-CA", times: "first", place: "privateFacility", facility: "Cơ sở Giả Định", ...dayTyped("3", "9", "2026", "from"), months: "24" },
    { on: "2026-09-02", number: "01/QĐ-CA", times: "first", place: "privateFacility", facility: "Cơ sở Giả Định", from: "2026-09-03", months: 24 },
  ],
  commit: [second, { on: "2026-09-02" }],
  handOver: [{ facility: "Cơ sở Giả Định", ...second }, { facility: "Cơ sở Giả Định", on: "2026-09-02" }],
  start: [second, { on: "2026-09-02" }],
  reissue: [{ ...second, number: "02/QĐ-CA" }, { on: "2026-09-02", number: "02/QĐ-CA" }],
  noticeOfEnd: [second, { on: "2026-09-02" }],
  complete: [{ ...second, number: "03/GXN" }, { on: "2026-09-02", number: "03/GXN" }],
  openAfterCare: [{ ...second, number: "04/QĐ" }, { on: "2026-09-02", number: "04/QĐ" }],
  endAfterCare: [second, { on: "2026-09-02" }],
  stop: [{ ...second, because: "Gia đình chuyển ra nước ngoài" }, { on: "2026-09-02", because: "Gia đình chuyển ra nước ngoài" }],
  transfer: [{ communeCode: "00008", because: "Chuyển nơi ở" }, { communeCode: "00008", because: "Chuyển nơi ở" }],
};

describe("the acts", () => {
  test("are all moves but those of the appointment book, each once", () => {
    expect([...actNames].toSorted()).toEqual(Object.keys(applicationMoves).filter((move) => move !== "book").toSorted());
    expect(new Set(actNames).size).toBe(actNames.length);
  });

  test("are all shown to the family when they happen; who looked or took data out is kept and not shown", () => {
    for (const act of actNames) expect(shownEventTypes).toContain(act);
    expect(eventTypes.filter((type) => !shownEventTypes.some((shown) => shown === type))).toEqual(["lookedAt", "told", "exportAsked", "exportAgreed", "exportRefused", "exportTaken"]);
  });

  test("are told by text where the family has something to do or to know at once", () => {
    expect([...toldActs].toSorted()).toEqual(["arrangeDetermination", "askForMore", "decide", "extend", "stop", "transfer", "withdraw"]);
  });
});

describe.each(actNames)("%s", (act) => {
  test("asks exactly what its schema takes, in one order for form and file", () => {
    expect(actFields[act].map(({ name }) => name).toSorted()).toEqual(Object.keys(actSchemas[act].shape).toSorted());
  });

  test("says of no field that it may stay empty unless the schema agrees", () => {
    const optional = actFields[act].flatMap((field) => (field.optional ? [field.name] : []));
    const schemas: Record<string, { safeParse: (value: unknown) => { success: boolean } }> = actSchemas[act].shape;
    expect(optional).toEqual(actFields[act].flatMap(({ name }) => (schemas[name]?.safeParse(undefined).success ? [name] : [])));
  });

  test.each(languages)("has words in %s for itself and for each of its fields, and none besides", (language) => {
    const { title, button, fields = {} } = deskWords[language].registrationDesk.acts[act];
    for (const text of [title, button]) expect(text).not.toBe("");
    expect(Object.keys(fields).toSorted()).toEqual(actFields[act].map(({ name }) => name).toSorted());
  });

  test("is read as it was typed", () => {
    const [typed, facts] = whole[act];
    expect(read(act, typed)).toEqual({ facts });
  });

  test("with nothing typed, misses everything that is needed, by name", () => {
    const missing = read(act, {}).issues?.map(({ path }) => path) ?? [];
    expect(missing).toEqual(actFields[act].flatMap(({ name, optional }) => (optional ? [] : [name])));
  });

  test("takes nothing it does not ask for", () => {
    const [typed, facts] = whole[act];
    expect(read(act, { ...typed, state: "ended", staffId: "somebody" })).toEqual({ facts });
    expect(actSchemas[act].safeParse({ ...facts, state: "ended" }).success).toBe(false);
  });
});

test.each(languages)("everything that can be wrong has its own sentence in %s", (language) => {
  const { errors } = deskWords[language].registrationDesk;
  expect(Object.keys(errors).toSorted()).toEqual([...actErrorCodes].toSorted());
  expect(new Set(Object.values(errors)).size).toBe(actErrorCodes.length);
  expect(Object.values(errors).filter((sentence) => sentence.trim() === "" || /không hợp lệ|invalid/i.test(sentence))).toEqual([]);
});

describe("a day", () => {
  test.each<[typed: [string, string, string], expected: unknown]>([
    [["2", "9", "26"], { facts: { on: "2026-09-02" } }],
    [["2", "9", "2026"], { facts: { on: "2026-09-02" } }],
    [["02", "09", "2026"], { facts: { on: "2026-09-02" } }],
    [[" 2 ", " 9 ", " 26 "], { facts: { on: "2026-09-02" } }],
    [["29", "2", "28"], { facts: { on: "2028-02-29" } }],
    [["31", "2", "2026"], { issues: [{ path: "on", code: "day.notReal" }] }],
    [["29", "2", "2026"], { issues: [{ path: "on", code: "day.notReal" }] }],
    [["2", "13", "2026"], { issues: [{ path: "on", code: "day.notReal" }] }],
    [["2", "9", "026"], { issues: [{ path: "on", code: "day.notReal" }] }],
    [["2", "9", "6"], { issues: [{ path: "on", code: "day.notReal" }] }],
    [["2", "9", ""], { issues: [{ path: "on", code: "day.notReal" }] }],
    [["2/9/26", "", ""], { issues: [{ path: "on", code: "day.notReal" }] }],
    [["hai", "chín", "2026"], { issues: [{ path: "on", code: "day.notReal" }] }],
    [["", "", ""], { issues: [{ path: "on", code: "day.missing" }] }],
    [[" ", " ", " "], { issues: [{ path: "on", code: "day.missing" }] }],
  ])("typed as %j", (typed, expected) => {
    expect(read("supplement", dayTyped(...typed))).toEqual(expected);
  });
});

describe("a list of what is missing", () => {
  const by = dayTyped("5", "9", "26", "by");
  const items = (text: string) => {
    const { facts, issues: wrong } = readAct("askForMore", typedAct("askForMore", new Map(Object.entries({ items: text, ...by }).map(([name, value]) => [name, [value]]))));
    return facts?.items ?? wrong;
  };

  test.each([
    ["one line", "Lý lịch", ["Lý lịch"]],
    ["blank lines between and around", "\n\nLý lịch\n   \n\nBản sao căn cước\n\n", ["Lý lịch", "Bản sao căn cước"]],
    ["lines as Windows ends them", "Lý lịch\r\n\r\nBản sao căn cước\r\n", ["Lý lịch", "Bản sao căn cước"]],
    ["lines with blanks around them", "  Lý lịch  \n\tBản sao", ["Lý lịch", "Bản sao"]],
    ["twenty lines", Array.from({ length: 20 }, (_, n) => `Giấy ${n}`).join("\n"), Array.from({ length: 20 }, (_, n) => `Giấy ${n}`)],
  ])("%s", (_, text, expected) => {
    expect(items(text)).toEqual(expected);
  });

  test.each([
    ["nothing but blank lines", "\n \n\t\n", "lines.missing"],
    ["21 lines", Array.from({ length: 21 }, (_, n) => `Giấy ${n}`).join("\n"), "lines.tooMany"],
    ["a line of 201 characters", `Lý lịch\n${"a".repeat(201)}`, "text.tooLong"],
    ["markup", "Lý lịch\n<b>Bản sao</b>", "text.characters"],
  ])("%s is not taken, and the list as a whole is named", (_, text, code) => {
    expect(items(text)).toEqual([{ path: "items", code }]);
  });
});

describe("a number of months", () => {
  const { months: _months, ...decision } = whole.decide[0];
  const months = (typed: string) => {
    const { facts, issues: wrong } = readAct("decide", typedAct("decide", new Map(Object.entries({ ...decision, months: typed }).map(([name, value]) => [name, [value]]))));
    return wrong ?? facts.months;
  };

  test.each([
    ["", undefined],
    ["  ", undefined],
    ["24", 24],
    [" 24 ", 24],
    ["1", 1],
    ["120", 120],
  ])("“%s” is %s", (typed, expected) => {
    expect(months(typed)).toBe(expected);
  });

  test.each([
    ["abc", "months.missing"],
    ["24 tháng", "months.missing"],
    ["24,5", "months.missing"],
    ["24.5", "months.missing"],
    ["0", "months.tooFew"],
    ["-6", "months.tooFew"],
    ["121", "months.tooMany"],
  ])("“%s” is not taken", (typed, code) => {
    expect(months(typed)).toEqual([{ path: "months", code }]);
  });
});

describe("a choice and a line", () => {
  const [decision] = whole.decide;
  test.each([
    ["a time there is none of", { ...decision, times: "third" }, "times: choice.missing"],
    ["a place there is none of", { ...decision, place: "hospital" }, "place: choice.missing"],
    ["a facility of 201 characters", { ...decision, facility: "a".repeat(201) }, "facility: text.tooLong"],
    ["a number with markup", { ...decision, number: "<script>" }, "number: text.characters"],
  ])("%s", (_, typed, issue) => {
    expect(issues("decide", typed)).toEqual([issue]);
  });

  test.each(["", "   "])("a needed line of “%s” is missing; it is not called wrong", (because) => {
    expect(issues("stop", { ...second, because })).toEqual(["because: line.missing"]);
  });

  test("a line that may stay empty does", () => {
    expect(read("receive", { note: "  " })).toEqual({ facts: {} });
  });

  test("two answers to one question are none", () => {
    const twice = typedAct("stop", new Map([["because", ["Một", "Hai"]], ...Object.entries(second).map(([name, value]) => [name, [value]] as [string, string[]])]));
    expect(readAct("stop", twice).issues).toEqual([{ path: "because", code: "line.missing" }]);
  });
});

describe("the commune an application moves to", () => {
  const because = "Chuyển nơi ở";
  test("is the one whose name was typed, when only one can be meant", () => {
    expect(read("transfer", { province: "01", commune: "phuong ba dinh", because })).toEqual({ facts: { communeCode: "00004", because } });
  });

  test("is the one that was chosen, whatever the name", () => {
    expect(read("transfer", { province: "01", commune: "ba dinh", communeCode: "00008", because })).toEqual({ facts: { communeCode: "00008", because } });
  });

  test.each([
    ["no name", { province: "01" }],
    ["no province", { commune: "ba dinh" }],
    ["a name nobody bears", { province: "01", commune: "zzzz" }],
    ["a code that is none", { communeCode: "8" }],
  ])("is missing with %s", (_, typed) => {
    expect(issues("transfer", { ...typed, because })).toEqual(["communeCode: commune.missing"]);
  });

  test("is asked for again where an earlier name can mean several", () => {
    const candidates = communeCandidates({ province: "01", commune: "phúc xá" });
    expect(candidates.length).toBeGreaterThan(0);
    expect(issues("transfer", { province: "01", commune: "phúc xá", because })).toEqual(["communeCode: commune.missing"]);
  });
});

test("whatever is typed, an act is read whole or everything wrong has its code", () => {
  holds(
    fc.property(fc.constantFrom(...actNames), fc.dictionary(fc.constantFrom("on.day", "on.month", "on.year", "by", "by.day", "items", "months", "because", "facility", "number", "place", "times", "communeCode", "commune", "province"), anyText), (act, typed) => {
      const { facts, issues: wrong } = read(act, typed);
      if (facts) expect(actSchemas[act].safeParse(facts).success).toBe(true);
      else expect(wrong.filter(({ path, code }) => !isActErrorCode(code) || !actFields[act].some(({ name }) => name === path))).toEqual([]);
      expect(wrong).not.toEqual([]);
    }),
  );
});
