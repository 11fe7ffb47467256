import { describe, expect, test } from "vitest";
import { instantOf } from "../../../../shared/calendar/local-time.ts";
import { treatmentPlaces } from "../../../../shared/law/treatment-places.ts";
import { actIssues, cautions, cautionsOf, type ActContext } from "../../../../shared/registration/act-rules.ts";
import { isActErrorCode, type Act, type ActFacts } from "../../../../shared/registration/acts.ts";
import { storedApplicationSchema, type StoredApplication } from "../../../../shared/registration/application.ts";
import { dueOnFiling, type Course, type Progress } from "../../../../shared/registration/course.ts";
import { applicationStates } from "../../../../shared/registration/state.ts";
import { languages } from "../../../../shared/language.ts";
import { deskWords } from "../../../../web/words/desk.ts";
import { baDinh, motherForSon, type ApplicationInput } from "../../../support/people.ts";
import { bornOn, motherForChild } from "../../support/applications.ts";
import { changed } from "../../support/change.ts";

const today = "2026-11-23";
const filedOn = (day: string) => instantOf(day, 9, 0);
const paper = (issuedOn: string): ApplicationInput["determination"] => ({ kind: "paper", issuedOn });
const stored = (input: ApplicationInput): StoredApplication => storedApplicationSchema.parse(input);
const withPaper = stored(motherForSon({ determination: paper("2026-08-15") }));

const progress = (change: Partial<Progress> = {}, received = "2026-11-20"): Progress => ({ state: "received", receivedAt: filedOn(received).toISOString(), due: dueOnFiling(filedOn(received)), ...change });
const context = (change: Partial<ActContext> = {}): ActContext => ({ progress: progress(), application: withPaper, communeCode: baDinh.communeCode, today, ...change });
const decision = (change: Partial<ActFacts["decide"]> = {}): ActFacts["decide"] => ({ on: today, times: "first", place: "home", from: today, ...change });
const issues = <A extends Act>(act: A, facts: ActFacts[A], change?: Partial<ActContext>) => actIssues(act, facts, context(change)).map(({ path, code }) => `${path}: ${code}`);

const course: Course = { regimeId: "R2", decidedOn: "2026-11-21", times: "first", place: "home", from: "2026-11-21", to: "2028-11-21", months: 24 };
const begun = { ...course, startedOn: "2026-11-22" };
const finished = { ...begun, completedOn: "2026-11-22" };

test("a decision with nothing against it is recorded", () => {
  expect(issues("decide", decision())).toEqual([]);
});

describe("a day", () => {
  const on = (day: string) => ({ on: day });
  const decided = { progress: progress({ state: "decided", course }) };
  const movedHere = { progress: progress({ state: "decided", course, due: { duty: "transfer", at: "2026-11-24T02:00:00.000Z", article: "ND163-92-1c", confidence: "read" } }) };
  const decidedForFacility = { progress: progress({ state: "decided", course: { ...course, place: "publicFacility" } }) };
  const atItsEnd = { progress: progress({ state: "inTreatment", course: { ...begun, to: "2026-11-23" } }) };
  const inTreatment = { progress: progress({ state: "inTreatment", course: begun }) };
  const completed = { progress: progress({ state: "completed", course: finished }) };
  const inAfterCare = { progress: progress({ state: "afterCare", course: { ...finished, afterCare: { from: "2026-11-23", to: "2026-11-24" } } }) };

  const happened: [act: string, at: (day: string) => string[], earliest: string, code: string][] = [
    ["supplement", (day) => issues("supplement", on(day)), "2026-11-20", "day.beforeReceipt"],
    ["decide", (day) => issues("decide", decision({ on: day, from: day })), "2026-11-20", "day.beforeReceipt"],
    ["stop", (day) => issues("stop", { on: day, because: "Theo yêu cầu" }), "2026-11-20", "day.beforeReceipt"],
    ["withdraw", (day) => issues("withdraw", on(day)), "2026-11-20", "day.beforeReceipt"],
    ["commit", (day) => issues("commit", on(day), decided), "2026-11-21", "day.beforeDecision"],
    ["handOver", (day) => issues("handOver", { ...on(day), facility: "Cơ sở Giả Định" }, decidedForFacility), "2026-11-21", "day.beforeDecision"],
    ["start", (day) => issues("start", on(day), decided), "2026-11-21", "day.beforeDecision"],
    ["reissue", (day) => issues("reissue", on(day), movedHere), "2026-11-21", "day.beforeDecision"],
    ["noticeOfEnd", (day) => issues("noticeOfEnd", on(day), inTreatment), "2026-11-22", "day.beforeStart"],
    ["complete", (day) => issues("complete", on(day), atItsEnd).filter((issue) => issue !== "on: day.beforeCourseEnd"), "2026-11-22", "day.beforeStart"],
    ["openAfterCare", (day) => issues("openAfterCare", on(day), completed), "2026-11-22", "day.beforeEnd"],
    ["endAfterCare", (day) => issues("endAfterCare", on(day), inAfterCare), "2026-11-23", "day.beforeDecision"],
  ];

  test.each(happened)("of %s is not before what it follows, and not to come", (_, at, earliest, code) => {
    const dayBefore = `${earliest.slice(0, 8)}${String(Number(earliest.slice(8)) - 1).padStart(2, "0")}`;
    expect(at(earliest)).toEqual([]);
    expect(at(today)).toEqual([]);
    expect(at(dayBefore)).toEqual([`on: ${code}`]);
    expect(at("2026-11-24")).toEqual(["on: day.future"]);
  });

  test("of a determination's result is not to come", () => {
    expect(issues("determine", { result: "confirmed", on: "2026-11-24", by: "Trạm y tế Giả Định" })).toEqual(["on: day.future"]);
  });

  test("of a determination's appointment may be to come", () => {
    const arrange = (day: string) => issues("arrangeDetermination", { facility: "Trạm y tế Giả Định", on: day });
    expect(arrange("2026-12-01")).toEqual([]);
    expect(arrange("2026-11-19")).toEqual(["on: day.beforeReceipt"]);
  });

  test.each([
    ["what is missing", (day: string) => issues("askForMore", { items: ["Lý lịch"], by: day }), "by"],
    ["a new promise", (day: string) => issues("extend", { until: day, because: "Chờ xác minh" }), "until"],
  ])("by which %s is due has not passed", (_, at, path) => {
    expect(at(today)).toEqual([]);
    expect(at("2026-12-01")).toEqual([]);
    expect(at("2026-11-22")).toEqual([`${path}: day.past`]);
  });

  test("is a day in Vietnam: what came in at 00:30 there was received on the new day", () => {
    const late = { progress: { ...progress(), receivedAt: "2026-11-21T17:30:00.000Z" } };
    expect(issues("decide", decision({ on: "2026-11-22", from: "2026-11-22" }), late)).toEqual([]);
    expect(issues("decide", decision({ on: "2026-11-21", from: "2026-11-21" }), late)).toEqual(["on: day.beforeReceipt"]);
  });

  test("on which a course begins is not before its decision, and may be to come", () => {
    expect(issues("decide", decision({ from: "2026-11-22" }))).toEqual(["from: day.beforeDecision"]);
    expect(issues("decide", decision({ from: "2026-11-25" }))).toEqual([]);
  });
});

test("acts that name no day are not judged by one", () => {
  expect(issues("receive", {})).toEqual([]);
});

test("a promise is moved once", () => {
  expect(issues("extend", { until: "2026-12-01", because: "Chờ xác minh" }, { progress: progress({ extendedTo: "2026-11-24" }) })).toEqual(["until: extended.before"]);
});

describe("somebody who is 17 when the application is sent", () => {
  const school = (birthDate: string, on = today) =>
    issues("decide", decision({ place: "reformSchool", on, from: on }), { application: stored({ ...motherForChild(birthDate), determination: paper("2026-08-15") }) });

  test("may be sent to a youth education school while a minor", () => {
    expect(school("2010-05-01")).toEqual([]);
    expect(school("2008-11-24")).toEqual([]);
  });

  test("and not from the day they turn 18, though the application was right when it was sent", () => {
    expect(school("2008-11-23")).toEqual(["place: place.notForAdult"]);
  });

  test("it is the day of the decision that counts, not the day it is recorded", () => {
    expect(school("2008-11-23", "2026-11-22")).toEqual([]);
    expect(school("2008-11-22", "2026-11-22")).toEqual(["place: place.notForAdult"]);
    expect(school("2008-11-22", "2026-11-21")).toEqual([]);
  });

  test("may be decided on at every other place, minor or not", () => {
    for (const place of treatmentPlaces.filter((one) => one !== "reformSchool")) {
      for (const birthDate of ["2010-05-01", "2008-11-23"]) {
        expect(issues("decide", decision({ place }), { application: stored({ ...motherForChild(birthDate), determination: paper("2026-08-15") }) })).toEqual([]);
      }
    }
  });
});

describe("the place of a decision", () => {
  const at = (input: ApplicationInput) => treatmentPlaces.filter((place) => issues("decide", decision({ place }), { application: stored({ ...input, determination: paper("2026-08-15") }) }).length === 0);
  const unsettled = changed(motherForChild(), "person.residence", { kind: "unsettled", ...baDinh });
  const foreign = changed(motherForSon(), "person.identity", { kind: "foreignPassport", number: "X1234567" });

  test("is any the law knows for an adult, but the school", () => {
    expect(at(motherForSon())).toEqual(["home", "publicFacility", "privateFacility", "privateThenHome"]);
  });

  test("is a public facility for whoever has no stable home, of any age", () => {
    expect(at(unsettled)).toEqual(["publicFacility"]);
    expect(issues("decide", decision(), { application: stored({ ...unsettled, determination: paper("2026-08-15") }) })).toEqual(["place: place.unsettled"]);
  });

  test("is a facility for a foreigner", () => {
    expect(at(foreign)).toEqual(["publicFacility", "privateFacility"]);
    expect(issues("decide", decision(), { application: stored({ ...foreign, determination: paper("2026-08-15") }) })).toEqual(["place: place.foreigner"]);
  });

  test("may differ from what the family wished: an officer decides by the law, not by the form", () => {
    expect(withPaper.treatment.place).toBe("home");
    expect(issues("decide", decision({ place: "publicFacility" }))).toEqual([]);
  });

  const old = (place: ActFacts["decide"]["place"], input: ApplicationInput = motherForSon()) =>
    issues("decide", decision({ on: "2026-03-04", from: "2026-03-04", place, months: 6 }), {
      progress: progress({}, "2026-03-02"),
      application: stored({ ...input, determination: paper("2026-02-01") }),
      today: "2026-03-05",
    });

  test("under the law before 01/07/2026 there is no school and no split course, and nothing of their own for foreigners", () => {
    expect(treatmentPlaces.filter((place) => old(place).includes("place: place.notUnderThisLaw"))).toEqual(["reformSchool", "privateThenHome"]);
    expect(old("home", foreign)).toEqual([]);
    expect(old("home", unsettled)).toEqual(["place: place.unsettled"]);
  });
});

describe("a determination", () => {
  const withKind = (determination: ApplicationInput["determination"], change: Partial<Progress> = {}, on = today) =>
    issues("decide", decision({ on, from: on }), { application: stored(motherForSon({ determination })), progress: progress(change), today: on });
  const result = (of: "confirmed" | "notConfirmed") => ({ determined: { result: of, on: "2026-11-22", by: "Trạm y tế Giả Định" } });
  const none = ["determination: determination.none"];
  const tooOld = ["determination: determination.tooOld"];

  test.each([
    ["there is none", { kind: "none" as const }, {}, none],
    ["it was arranged and confirmed", { kind: "none" as const }, result("confirmed"), []],
    ["it was arranged and not confirmed", { kind: "none" as const }, result("notConfirmed"), none],
    ["the paper is recent", paper("2026-08-15"), {}, []],
    ["the paper is six months old to the day", paper("2026-05-23"), {}, []],
    ["the paper is a day older", paper("2026-05-22"), {}, tooOld],
    ["an old paper was followed by a new result", paper("2025-05-22"), result("confirmed"), []],
    ["a recent paper was followed by another result", paper("2026-08-15"), result("notConfirmed"), none],
    ["somebody is on substitution treatment", { kind: "substitution" as const }, {}, []],
  ])("%s", (_, determination, change, expected) => {
    expect(withKind(determination, change)).toEqual(expected);
  });

  test("is judged on the day of the decision: it may have aged since the application was sent", () => {
    expect(withKind(paper("2026-05-21"), {}, "2026-11-21")).toEqual([]);
    expect(withKind(paper("2026-05-21"), {}, "2026-11-22")).toEqual(tooOld);
  });

  test("by which an officer's record goes is no older than a paper may be", () => {
    const waited = (on: string) => withKind({ kind: "none" }, { receivedAt: filedOn("2026-05-20").toISOString(), determined: { result: "confirmed", on, by: "Trạm y tế Giả Định" } });
    expect(waited("2026-07-02")).toEqual([]);
    expect(waited("2026-05-22")).toEqual(tooOld);
  });

  test("of the end of a long month is good to the end of a shorter one", () => {
    const on = (day: string) => issues("decide", decision({ on: day, from: day }), { application: stored(motherForSon({ determination: paper("2026-08-31") })), today: "2027-03-10" });
    expect(on("2027-02-28")).toEqual([]);
    expect(on("2027-03-01")).toEqual(tooOld);
  });

  test("had no age under the law before 01/07/2026", () => {
    const old = { application: stored(motherForSon({ determination: paper("2024-01-02") })), progress: progress({}, "2026-03-02"), today: "2026-03-05" };
    expect(issues("decide", decision({ on: "2026-03-04", from: "2026-03-04", months: 6 }), old)).toEqual([]);
  });
});

describe("the months of a decision", () => {
  type Months = [times: "first" | "again", place: "home" | "publicFacility", months: number | undefined, expected: string[]];
  const tooFew = ["months: months.tooFew"];
  const tooMany = ["months: months.tooMany"];

  const current: Months[] = [
    ["first", "home", undefined, []],
    ["first", "home", 24, []],
    ["first", "home", 23, tooFew],
    ["first", "home", 25, tooMany],
    ["first", "publicFacility", 36, tooMany],
    ["again", "home", undefined, []],
    ["again", "publicFacility", 36, []],
    ["again", "publicFacility", 24, tooFew],
    ["again", "publicFacility", 37, tooMany],
  ];
  test.each(current)("since 01/07/2026 the %s time, at %s, %s", (times, place, months, expected) => {
    expect(issues("decide", decision({ times, place, months }))).toEqual(expected);
  });

  const earlier: Months[] = [
    ["first", "home", undefined, ["months: months.missing"]],
    ["first", "publicFacility", undefined, ["months: months.missing"]],
    ["first", "home", 5, tooFew],
    ["first", "home", 6, []],
    ["first", "home", 12, []],
    ["first", "home", 13, tooMany],
    ["again", "publicFacility", 13, []],
    ["again", "publicFacility", 120, []],
    ["again", "publicFacility", 5, tooFew],
  ];
  test.each(earlier)("before, the %s time, at %s, %s", (times, place, months, expected) => {
    const march = { progress: progress({}, "2026-03-02"), application: stored(motherForSon({ determination: paper("2026-02-01") })), today: "2026-03-05" };
    expect(issues("decide", decision({ on: "2026-03-04", from: "2026-03-04", times, place, months }), march)).toEqual(expected);
  });
});

describe("an application sent before 01/07/2026 and not decided by then", () => {
  const across = { progress: progress({}, "2026-06-29"), application: stored(motherForSon({ determination: paper("2026-06-01") })), today: "2026-07-02" };
  const decidedOn = (on: string, change: Partial<ActFacts["decide"]> = {}) => issues("decide", decision({ on, from: on, ...change }), across);

  test("is decided by the new law, with its months and its places", () => {
    expect(decidedOn("2026-07-01")).toEqual([]);
    expect(decidedOn("2026-07-01", { months: 6 })).toEqual(["months: months.tooFew"]);
    expect(decidedOn("2026-07-01", { place: "privateThenHome" })).toEqual([]);
  });

  test("but a decision signed on 30/06/2026 is one of the old law, though recorded after", () => {
    expect(decidedOn("2026-06-30", { months: 6 })).toEqual([]);
    expect(decidedOn("2026-06-30")).toEqual(["months: months.missing"]);
    expect(decidedOn("2026-06-30", { months: 6, place: "privateThenHome" })).toEqual(["place: place.notUnderThisLaw"]);
  });
});

test("everything wrong with a decision is said at once, and every code has its sentence", () => {
  const all = actIssues("decide", decision({ on: "2026-11-19", from: "2026-11-18", place: "reformSchool", months: 6 }), context({ application: stored(motherForSon()) }));
  expect(all).toEqual([
    { path: "on", code: "day.beforeReceipt" },
    { path: "from", code: "day.beforeDecision" },
    { path: "place", code: "place.notForAdult" },
    { path: "months", code: "months.tooFew" },
    { path: "determination", code: "determination.none" },
  ]);
  for (const { code } of all) {
    expect(isActErrorCode(code)).toBe(true);
    for (const language of languages) expect(deskWords[language].registrationDesk.errors[code]).not.toBe("");
  }
});

describe("a move to another office", () => {
  const to = (communeCode: string, from: string | undefined = baDinh.communeCode) => issues("transfer", { communeCode, because: "Chuyển nơi ở" }, { communeCode: from });

  test.each([
    ["another commune of the province", to("00008"), []],
    ["a commune of another province", to("24688"), []],
    ["the commune it is at", to(baDinh.communeCode), ["communeCode: commune.same"]],
    ["a commune there is none of today", to("99999"), ["communeCode: commune.missing"]],
    ["a commune, from the queue of a province", issues("transfer", { communeCode: "00008", because: "Tìm ra nơi ở" }, { communeCode: undefined }), []],
  ])("to %s", (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  test("from a commune that has been merged away is possible: that is how its files find their new office", () => {
    expect(to("00004", "99998")).toEqual([]);
  });
});

describe("what an officer should see though nothing is wrong", () => {
  const seen = (change: Partial<ActContext> = {}) => cautionsOf(context(change));
  const child = (birthDate: string) => ({ application: stored({ ...motherForChild(birthDate), determination: paper("2026-08-15") }) });

  test("is nothing, most of the time", () => {
    expect(seen()).toEqual([]);
    expect(seen(child("2010-05-01"))).toEqual([]);
  });

  test.each([
    ["turns 18 tomorrow", "2008-11-24", ["turnsAdult"]],
    ["turns 18 a month from today", "2008-12-23", ["turnsAdult"]],
    ["turns 18 a day later", "2008-12-24", []],
    ["turned 18 today", "2008-11-23", ["turnedAdult"]],
    ["turned 18 the day after the application was sent", "2008-11-21", ["turnedAdult"]],
  ])("that somebody %s", (_, birthDate, expected) => {
    expect(seen(child(birthDate))).toEqual(expected);
  });

  test("but not that an adult was always one", () => {
    const adult = stored(bornOn(motherForSon({ determination: paper("2026-08-15") }), "person", "2008-11-20"));
    expect(seen({ application: adult })).toEqual([]);
  });

  test("that there is no determination, or that it has grown too old, while nothing is decided", () => {
    const none = { application: stored(motherForSon()) };
    const old = { application: stored(motherForSon({ determination: paper("2026-05-22") })) };
    expect(seen(none)).toEqual(["determinationMissing"]);
    expect(seen(old)).toEqual(["determinationTooOld"]);
    for (const application of [none, old]) expect(seen({ ...application, progress: progress({ state: "decided", course, due: null }) })).toEqual([]);
    for (const state of ["stopped", "withdrawn"] as const) expect(seen({ ...none, progress: progress({ state, due: null }) })).toEqual([]);
  });

  test("not that a determination is missing once there is a result, whatever it is", () => {
    for (const result of ["confirmed", "notConfirmed"] as const) {
      expect(seen({ application: stored(motherForSon()), progress: progress({ determined: { result, on: "2026-11-22", by: "Trạm y tế Giả Định" } }) })).toEqual([]);
    }
  });

  test("that its commune has been merged since; the queue of a province is no commune", () => {
    expect(seen({ communeCode: "99999" })).toEqual(["communeGone"]);
    expect(seen({ communeCode: undefined })).toEqual([]);
  });

  test("that treatment has not begun in time, from the day after the last", () => {
    const decided = (on: string) => seen({ progress: progress({ state: "decided", course, due: { duty: "start", at: "2026-11-25T16:59:59.999Z", article: "ND163-4-8", confidence: "read" } }), today: on });
    expect(decided("2026-11-25")).toEqual([]);
    expect(decided("2026-11-26")).toEqual(["startLate"]);
  });

  test("is said in both languages, in any state, and never stands twice", () => {
    for (const caution of cautions) for (const language of languages) expect(deskWords[language].registrationDesk.cautions[caution]).not.toBe("");
    for (const state of applicationStates) {
      const all = seen({ ...child("2008-11-23"), communeCode: "99999", progress: progress({ state }) });
      expect(all).toEqual([...new Set(all)]);
    }
  });
});

describe("an act that does not fit the course", () => {
  const at = (state: Progress["state"], change: Partial<Course> = {}) => ({ progress: progress({ state, course: { ...begun, ...change } }) });

  test("a course is not completed before its last day but one: whoever ends earlier has stopped", () => {
    expect(issues("complete", { on: today }, at("inTreatment"))).toEqual(["on: day.beforeCourseEnd"]);
    expect(issues("complete", { on: "2026-11-23" }, at("inTreatment", { to: "2026-11-24" }))).toEqual([]);
  });

  test("treatment at home is not handed over to a facility", () => {
    expect(issues("handOver", { facility: "Cơ sở Giả Định", on: today }, at("decided"))).toEqual(["facility: place.home"]);
  });

  test("a course begins within sixty days of its decision", () => {
    expect(issues("decide", decision({ from: "2027-01-22" }))).toEqual([]);
    expect(issues("decide", decision({ from: "2027-01-23" }))).toEqual(["from: day.tooFar"]);
    expect(issues("decide", decision({ from: "2062-11-23" }))).toEqual(["from: day.tooFar"]);
  });

  test("a deadline is put off, not brought forward, and once", () => {
    const due = { duty: "decide", at: "2026-11-25T02:00:00.000Z", article: "ND163-91", confidence: "read" } as const;
    expect(issues("extend", { until: "2026-11-24", because: "Chờ kết quả" }, { progress: progress({ due }) })).toEqual(["until: until.beforeDue"]);
    expect(issues("extend", { until: "2026-11-25", because: "Chờ kết quả" }, { progress: progress({ due }) })).toEqual([]);
    expect(issues("extend", { until: "2026-11-26", because: "Chờ kết quả" }, { progress: progress({ due, extendedTo: "2026-11-25" }) })).toEqual(["until: extended.before"]);
  });

  test("a determination that the family brings may be older than the application", () => {
    expect(issues("determine", { result: "confirmed", on: "2026-08-15", by: "Trạm y tế Giả Định" })).toEqual([]);
    expect(issues("determine", { result: "confirmed", on: "2026-11-24", by: "Trạm y tế Giả Định" })).toEqual(["on: day.future"]);
  });

  test("a new decision is issued only after a move", () => {
    expect(issues("reissue", { on: today }, at("decided"))).toEqual(["on: reissue.notMoved"]);
  });

  test("after-care is not ended before its last days", () => {
    const afterCare = { from: "2026-11-01", to: "2027-11-01" };
    expect(issues("endAfterCare", { on: today }, at("afterCare", { completedOn: "2026-11-01", afterCare }))).toEqual(["on: day.beforeAfterCareEnd"]);
  });

  test("nobody is decided on by a determination that came later", () => {
    const determined = { result: "confirmed", on: "2026-11-23", by: "Trạm y tế Giả Định" } as const;
    expect(issues("decide", decision({ on: "2026-11-22", from: "2026-11-22" }), { progress: progress({ determined }) })).toEqual(["determination: determination.none"]);
  });
});
