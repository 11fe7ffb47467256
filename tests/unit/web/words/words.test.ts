import { describe, expect, test } from "vitest";
import { localTime } from "../../../../shared/calendar/local-time.ts";
import { dutyIds, regimes } from "../../../../shared/law/regimes.ts";
import { languages } from "../../../../shared/language.ts";
import { applicationStates } from "../../../../shared/registration/state.ts";
import { shownEventTypes } from "../../../../shared/registration/receipt.ts";
import { notices } from "../../../../shared/registration/law-rules.ts";
import { privacyWords } from "../../../../web/pages/privacy.tsx";
import { deskWords } from "../../../../web/words/desk.ts";

const words = { vi: { ...deskWords.vi, privacy: privacyWords.vi }, en: { ...deskWords.en, privacy: privacyWords.en } };

type Leaf = { path: string; value: unknown };
const leaves = (node: unknown, path = ""): Leaf[] =>
  typeof node === "object" && node !== null ? Object.entries(node).flatMap(([key, value]) => leaves(value, path ? `${path}.${key}` : key)) : [{ path, value: node }];

const moment = { date: "2026-11-22", weekday: 0, hour: 9, minute: 5 };
/** What each sentence that is made up at the time of need says. */
const spoken = (language: "vi" | "en"): Leaf[] => {
  const t = words[language];
  return [
    { path: "step", value: t.step(3, 12) },
    { path: "errorSummary", value: `${t.errorSummary(1)} ${t.errorSummary(2)}` },
    { path: "receipt.working", value: t.receipt.working("22:10", 24, t.law.article("ND163-91")) },
    { path: "receipt.workingDays", value: t.receipt.workingDays("22:10", 3, t.law.article("ND116-30-1")) },
    { path: "receipt.endOf", value: t.receipt.endOf("26/11/2026") },
    { path: "receipt.nextDecisionBy", value: t.receipt.nextDecisionBy("22:10") },
    { path: "status.missingBy", value: t.status.missingBy("26/11/2026") },
    { path: "status.fromTo", value: t.status.fromTo("25/11/2026", "25/11/2028") },
    { path: "status.expires", value: t.status.expires("22:10") },
    { path: "status.lookedTimes", value: t.status.lookedTimes(3) },
    { path: "challenge.wait", value: t.challenge.wait("22:10") },
    { path: "challenge.early", value: t.challenge.early("22:10") },
    { path: "challenge.paused.lead", value: t.challenge.paused.lead("22:10") },
    { path: "appointment.soonBy", value: t.appointment.soonBy("09:05") },
    { path: "moment", value: t.moment(moment) },
    { path: "day", value: t.day("2026-11-22") },
    { path: "law.article", value: t.law.article("L120-31-1b") },
    { path: "places.typed", value: t.places.typed("Ba Dinh") },
    { path: "places.communeWith", value: t.places.communeWith("Ba Dinh", "Ngoc Ha") },
    { path: "places.provinceWith", value: t.places.provinceWith("Lam Dong", ["Dak Nong", "Binh Thuan"]) },
  ];
};
/** Words of the hotline, the desks, the clock and the facilities are many; their made-up sentences are looked at as they are written. */
const isOfMany = (path: string): boolean => /^(hotline|desk|registrationDesk|registrationExports|registrationPapers|clock|facilities|privacy)/.test(path);
const texts = (language: "vi" | "en") => [
  ...leaves(words[language]).flatMap(({ path, value }) => (typeof value !== "function" ? [{ path, value }] : isOfMany(path) ? [{ path, value: String(value).replace(/\s+/g, " ") }] : [])),
  ...spoken(language),
];

describe("both languages", () => {
  test("say the same things: every text of one is there in the other, none more", () => {
    expect(leaves(words.en).map(({ path }) => path).toSorted()).toEqual(leaves(words.vi).map(({ path }) => path).toSorted());
  });

  test("ask the same of what they are told: sentences take as many values in both", () => {
    const functions = (language: "vi" | "en") => leaves(words[language]).flatMap(({ path, value }) => (typeof value === "function" ? [`${path}/${value.length}`] : []));
    expect(functions("en").toSorted()).toEqual(functions("vi").toSorted());
    const own = functions("vi").map((one) => one.split("/")[0] ?? "").filter((path) => !isOfMany(path));
    expect(own.toSorted()).toEqual(spoken("vi").map(({ path }) => path).toSorted());
  });

  test("each leads to the other", () => {
    expect(words.vi.otherLanguage.code).toBe(words.en.code);
    expect(words.en.otherLanguage.code).toBe(words.vi.code);
  });
});

describe.each(languages)("the words in %s", (language) => {
  const t = words[language];

  test("are nowhere empty, and nowhere untidy", () => {
    const wrong = texts(language).filter(({ value }) => typeof value !== "string" || value.trim() === "" || value !== value.trim() || /\s{2}|undefined|NaN|\[object/.test(value));
    expect(wrong).toEqual([]);
  });

  test("are composed (NFC), so that they can be found and compared", () => {
    expect(texts(language).filter(({ value }) => value !== String(value).normalize("NFC"))).toEqual([]);
  });

  test("have a sentence for everything that can be wrong, and each tells what to do rather than that something is invalid", () => {
    expect(Object.keys(t.errors).length).toBeGreaterThan(50);
    expect(Object.values(t.errors).filter((sentence) => /không hợp lệ|invalid|sai định dạng/i.test(sentence))).toEqual([]);
  });

  test("have a sentence for every notice, state, event a family is shown, and every article a clock rests on", () => {
    for (const notice of notices) expect(t.notices[notice]).not.toBe("");
    for (const state of applicationStates) expect(t.states[state]).not.toBe("");
    for (const event of shownEventTypes) expect(t.events[event]).not.toBe("");
    const articles = regimes.flatMap(({ duties }) => dutyIds.flatMap((duty) => duties[duty]?.article ?? []));
    for (const article of articles) expect(t.law.article(article)).not.toBe(article);
  });
});

test("nobody is called a name: no stigmatising word in Vietnamese", () => {
  const stigma = /con nghiện|kẻ nghiện|dân nghiện|người nghiện|thằng nghiện|đối tượng|tệ nạn|nghiện ngập|hút chích|nghiện hút/iu;
  expect(texts("vi").filter(({ value }) => stigma.test(String(value)))).toEqual([]);
});

test("nor in English", () => {
  const stigma = /\b(addicts?|addicted|junkies?|abus(e|er|ers)|users?|offenders?|social evils?|clean|dirty)\b/i;
  expect(texts("en").filter(({ value }) => stigma.test(String(value)))).toEqual([]);
});

describe("days and moments", () => {
  test("a moment in Vietnamese is hour, weekday and day", () => {
    expect(words.vi.moment(localTime(new Date("2026-11-23T07:30:00Z")))).toBe("14:30 thứ Hai 23/11/2026");
    expect(words.vi.moment(moment)).toBe("09:05 Chủ nhật 22/11/2026");
  });

  test("a moment in English is hour, weekday and day", () => {
    expect(words.en.moment(localTime(new Date("2026-11-23T07:30:00Z")))).toBe("14:30 Monday 23 November 2026");
    expect(words.en.moment(moment)).toBe("09:05 Sunday 22 November 2026");
  });

  test("midnight is 00:00 of the new day", () => {
    expect(words.vi.moment(localTime(new Date("2027-02-05T17:00:00Z")))).toBe("00:00 thứ Bảy 06/02/2027");
  });

  test.each(["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"])("the weekday of %s is the same in both languages", (date) => {
    const t = localTime(new Date(`${date}T05:00:00Z`));
    const vietnamese = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"].findIndex((name) => words.vi.moment(t).includes(name));
    const english = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"].findIndex((name) => words.en.moment(t).includes(name));
    expect(vietnamese).toBe(new Date(date).getUTCDay());
    expect(english).toBe(vietnamese);
  });

  test("a day is written as people write it", () => {
    expect(words.vi.day("2026-09-02")).toBe("02/09/2026");
    expect(words.en.day("2026-09-02")).toBe("2 September 2026");
  });
});

test("a step says which it is, and of how many", () => {
  expect(words.vi.step(3, 12)).toBe("Bước 3/12");
  expect(words.en.step(3, 12)).toBe("Step 3 of 12");
});

test("one thing to fix is not “things”", () => {
  expect(words.en.errorSummary(1)).toBe("There is 1 thing to fix");
  expect(words.en.errorSummary(3)).toBe("There are 3 things to fix");
});
