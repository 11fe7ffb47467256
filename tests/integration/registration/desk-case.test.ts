import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { closeValue } from "../../../functions/platform/sealed-row.ts";
import { applicationKey, carriedKey, entryKey, lineItem } from "../../../functions/registration/store.ts";
import { languages } from "../../../shared/language.ts";
import { entryOf } from "../../../shared/registration/case.ts";
import { formatReference } from "../../../shared/reference.ts";
import type { Act, ActErrorCode, ActFacts } from "../../../shared/registration/acts.ts";
import { actPath, bookPath, casePath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { errorsIn, lostIds, summaryIn, textIn, valuesIn } from "../../support/pages.ts";
import { baDinh, himself, motherForSon, testPhone } from "../../support/people.ts";
import { dayFields, dung, giang, inVietnam, officerOf, partIn, registrationDesk, typedFacts, type RegistrationDeskAtWork } from "../../support/registration-desk.ts";
import { startWorld, type World } from "../../support/world.ts";

const t = words.vi;
const w = t.registrationDesk;

let world: World;
let desk: RegistrationDeskAtWork;
beforeAll(async () => {
  world = await startWorld();
  desk = registrationDesk(world);
});
afterAll(() => world.stop());
const at = (local: string) => world.moveTo(inVietnam(local));
beforeEach(() => at("2026-11-20 10:00"));

const decision: ActFacts["decide"] = { on: "2026-11-20", times: "first", place: "home", from: "2026-11-20" };
const received = async (issuedOn = "2026-11-01") => {
  const filed = await desk.fileDetermined(issuedOn);
  await desk.record(dung, filed.reference, "receive", {});
  return filed;
};
const noticesIn = (html: string): string => textIn([...html.matchAll(/<section class="notice".*?<\/section>/gs)].map(([section]) => section).join(" "));
type Fields = readonly (readonly [string, string])[];
/** The fields of an act's form with some of them as somebody typed them. */
const instead = (fields: Fields, typed: Fields): Fields => [...fields.filter(([name]) => !typed.some(([other]) => other === name)), ...typed];

describe("one application on one page", () => {
  test("the people, the wish, what the law asks next, how to reach them, what has happened, in both languages", async () => {
    const { applicant, person } = motherForSon();
    if (!applicant) throw new Error("a mother applies for her son");
    const filed = await desk.file({ ...motherForSon(), applicant: { ...applicant, phone: testPhone(971) }, person: { ...person, phone: testPhone(972), identity: { kind: "idNumber", number: "001098900971" } } });
    await desk.record(dung, filed.reference, "receive", { note: "Bản chính đủ" });
    await desk.record(dung, filed.reference, "askForMore", { items: ["Lý lịch", "Ảnh 3 x 4"], by: "2026-11-25" });
    for (const language of ["vi", "en"] as const) {
      const said = words[language];
      const page = await desk.get(dung, casePath(language, filed.reference));
      const text = textIn(page.html);
      expect({ language, status: page.status, lost: lostIds(page.html) }).toEqual({ language, status: 200, lost: [] });
      for (const shown of [formatReference(filed.reference), applicant.fullName, person.fullName, "001098900971", applicant.identity.number, "0900 000 971", "0900 000 972", "12 phố Thí Nghiệm", "Phường Ba Đình", said.states.awaitingFamily, said.options.place.home, said.options.relationship.mother]) expect(text, shown).toContain(shown);
      expect(textIn(partIn(page.html, "missing"))).toContain("Ảnh 3 x 4");
      expect(textIn(partIn(page.html, "missing"))).toContain(said.registrationDesk.case.missingBy(said.day("2026-11-25")));
      expect(textIn(partIn(page.html, "next"))).toContain(said.registrationDesk.case.paused);
      expect(textIn(partIn(page.html, "next"))).toContain(said.law.article("ND163-91"));
      expect(textIn(partIn(page.html, "contact"))).toContain(said.options.whoMayAnswer.onlyMe);
      expect(textIn(partIn(page.html, "timeline"))).toContain("Bản chính đủ");
    }
    expect(textIn(await desk.status(filed))).toContain("Ảnh 3 x 4");
  });

  test("says that nobody has checked yet who sent it, until an officer receives it; not of what was keyed in at the counter", async () => {
    const filed = await desk.file();
    for (const language of languages) {
      expect(noticesIn((await desk.get(dung, casePath(language, filed.reference))).html)).toContain(words[language].registrationDesk.case.unchecked);
    }
    await desk.record(dung, filed.reference, "receive", {});
    expect((await desk.open(dung, filed.reference)).html).not.toContain(w.case.unchecked);
  });

  test("each look is one line of the log, with who looked and nothing of whom", async () => {
    const filed = await desk.file();
    const before = world.logged.length;
    await desk.open(dung, filed.reference);
    await desk.get(giang, casePath("vi", "K7M4Q9TX"));
    expect(world.logged.slice(before).filter(({ code }) => code === "CASE_OPENED")).toEqual([{ level: "info", code: "CASE_OPENED", fields: { staffId: dung.staffId } }]);
  });

  test("the version a form carries is that of the application, and its form leads where it is sent", async () => {
    const { reference } = await received();
    const { version } = await desk.caseOf(reference);
    for (const act of ["decide", "askForMore", "transfer", "stop"] as const) {
      const form = await desk.get(dung, actPath("vi", reference, act));
      expect({ act, version: valuesIn(form.html, "version"), lost: lostIds(form.html), action: form.html.includes(`action="${actPath("vi", reference, act)}"`) }).toEqual({ act, version: [String(version)], lost: [], action: true });
    }
  });

  test("in English an act leads back to the English page, and keeps what was written as it was written", async () => {
    const { reference } = await received();
    const sent = await desk.post(dung, actPath("en", reference, "stop"), [["version", String((await desk.caseOf(reference)).version)], ...typedFacts("stop", { on: "2026-11-20", because: "Theo đề nghị" })]);
    const page = await desk.get(dung, sent.to);
    expect({ to: sent.to.split("?")[0], said: textIn(page.html).includes(words.en.registrationDesk.done.recorded), state: textIn(page.html).includes(words.en.states.stopped) }).toEqual({ to: casePath("en", reference), said: true, state: true });
    expect(textIn(partIn(page.html, "timeline"))).toContain("Theo đề nghị");
  });

  test("an overdue clock is told in plain words, and asking for more does not undo it", async () => {
    const { reference } = await received();
    at("2026-11-21 12:00");
    const page = await desk.open(dung, reference);
    expect(partIn(page.html, "next")).toContain('class="tag bad"');
    const asked = await desk.record(dung, reference, "askForMore", { items: ["Lý lịch"], by: "2026-11-25" });
    expect(partIn(asked.html, "next")).toContain('class="tag bad"');
    expect((await desk.caseOf(reference)).due?.at).toBe(inVietnam("2026-11-21 10:00"));
  });
});

describe("a day that is typed", () => {
  test("2/9/26 is the second of September 2026", async () => {
    at("2026-09-02 09:00");
    const { reference } = await received("2026-08-20");
    const sent = await desk.send(dung, reference, "decide", instead(typedFacts("decide", { ...decision, on: "2026-09-02", from: "2026-09-02" }), [["on.year", "26"], ["from.year", " 26 "]]));
    expect({ status: sent.status, course: (await desk.caseOf(reference)).course }).toMatchObject({ status: 303, course: { decidedOn: "2026-09-02", from: "2026-09-02", to: "2028-09-02" } });
  });

  const wrongDays: [name: string, typed: Fields, path: "on" | "from", code: ActErrorCode][] = [
    ["31/2/2026", dayFields("on", "2026-02-31"), "on", "day.notReal"],
    ["in one box", [["on.day", "2/9/26"], ["on.month", ""], ["on.year", ""]], "on", "day.notReal"],
    ["a year of three digits", [["on.year", "202"]], "on", "day.notReal"],
    ["nothing", [["on.day", ""], ["on.month", ""], ["on.year", ""]], "on", "day.missing"],
    ["tomorrow", dayFields("on", "2026-11-21"), "on", "day.future"],
    ["before the receipt", dayFields("on", "2026-11-19"), "on", "day.beforeReceipt"],
    ["under a law that was over when the application came", dayFields("on", "2026-06-30"), "on", "day.beforeReceipt"],
    ["before any law that is known", dayFields("on", "2001-01-01"), "on", "day.beforeReceipt"],
    ["a course that begins before its decision", dayFields("from", "2026-11-19"), "from", "day.beforeDecision"],
    ["a course that begins much later", dayFields("from", "2027-02-01"), "from", "day.tooFar"],
  ];
  test.each(wrongDays)("%s is told beside it, and everything typed is kept", async (_name, typed, path, code) => {
    const { reference } = await received();
    const fields = instead(typedFacts("decide", { ...decision, number: "15/QĐ-CAP", facility: "Cơ sở Giả Định" }), typed);
    const sent = await desk.send(dung, reference, "decide", fields);
    expect({ status: sent.status, summary: summaryIn(sent.html).filter(({ id }) => id === path), lost: lostIds(sent.html) }).toEqual({ status: 422, summary: [{ id: path, text: expect.stringContaining(w.errors[code]) }], lost: [] });
    expect(errorsIn(sent.html)).toContain(w.errors[code]);
    for (const [name, value] of fields) expect({ name, value: valuesIn(sent.html, name) }).toEqual({ name, value: [value] });
    expect((await desk.caseOf(reference)).state).toBe("received");
  });

  test("a day far away is refused or taken, never an error of ours", async () => {
    const far: { [A in Act]?: ActFacts[A] } = { extend: { until: "9999-12-31", because: "Thiếu người ký" }, askForMore: { items: ["Lý lịch"], by: "9999-12-31" }, arrangeDetermination: { facility: "Trạm y tế Giả Định", on: "9999-12-31" } };
    for (const [act, facts] of Object.entries(far) as [Act, ActFacts[Act]][]) {
      const { reference } = await received();
      const sent = await desk.send(dung, reference, act, typedFacts(act, facts));
      expect.soft({ act, fine: [303, 422].includes(sent.status) }).toEqual({ act, fine: true });
      expect.soft({ act, open: (await desk.open(dung, reference)).status }).toEqual({ act, open: 200 });
      expect.soft({ act, list: (await desk.get(dung, `${registrationDeskPath("vi")}?list=waiting`)).status }).toEqual({ act, list: 200 });
    }
  });
});

describe("a decision", () => {
  const refused = async (reference: string, facts: Partial<ActFacts["decide"]>, code: ActErrorCode) => {
    const sent = await desk.send(dung, reference, "decide", typedFacts("decide", { ...decision, ...facts }));
    expect({ code, status: sent.status, said: textIn(sent.html).includes(w.errors[code]), state: (await desk.caseOf(reference)).state }).toEqual({ code, status: 422, said: true, state: "received" });
    return sent;
  };

  test("needs a determination: none, one that says no, and one that is too old are refused, and each says so on the page of the application too", async () => {
    const none = await desk.file();
    await desk.record(dung, none.reference, "receive", {});
    expect(noticesIn((await desk.open(dung, none.reference)).html)).toContain(w.cautions.determinationMissing);
    await refused(none.reference, {}, "determination.none");
    await desk.record(dung, none.reference, "determine", { result: "notConfirmed", on: "2026-11-20", by: "Trạm y tế Giả Định" });
    await refused(none.reference, {}, "determination.none");
    const old = await received("2026-05-19");
    expect(noticesIn((await desk.open(dung, old.reference)).html)).toContain(w.cautions.determinationTooOld);
    await refused(old.reference, {}, "determination.tooOld");
    const last = await received("2026-05-20");
    expect((await desk.send(dung, last.reference, "decide", typedFacts("decide", decision))).status).toBe(303);
  });

  test("each line of what is wrong leads to something on the page, also where it is not a question of this form", async () => {
    const { reference } = await desk.file();
    await desk.record(dung, reference, "receive", {});
    const sent = await desk.send(dung, reference, "decide", typedFacts("decide", decision));
    expect(summaryIn(sent.html)).toMatchObject([{ text: expect.stringContaining(w.errors["determination.none"]) }]);
    expect.soft(lostIds(sent.html), "determination").toEqual([]);
    const transfer = await desk.send(dung, reference, "transfer", [["because", "Chuyển nơi ở"]]);
    expect.soft(lostIds(transfer.html), "transfer without a commune").toEqual([]);
  });

  test("of months: what the law fixes, and nothing that is no number", async () => {
    const { reference } = await received();
    for (const [months, code] of [["12", "months.tooFew"], ["25", "months.tooMany"], ["0", "months.tooFew"], ["-3", "months.tooFew"], ["hai", "months.missing"], ["24,5", "months.missing"], ["999", "months.tooMany"]] as const) {
      const sent = await desk.send(dung, reference, "decide", instead(typedFacts("decide", decision), [["months", months]]));
      expect({ months, status: sent.status, errors: errorsIn(sent.html), kept: valuesIn(sent.html, "months") }).toEqual({ months, status: 422, errors: [w.errors[code]], kept: [months] });
    }
    expect((await desk.send(dung, reference, "decide", instead(typedFacts("decide", decision), [["months", "24"]]))).status).toBe(303);
  });

  test("under the earlier law months must be named, at home at most twelve", async () => {
    at("2026-06-10 10:00");
    const { reference } = await received("2026-06-01");
    const june = { on: "2026-06-10", from: "2026-06-10" };
    await refused(reference, june, "months.missing");
    await refused(reference, { ...june, months: 5 }, "months.tooFew");
    await refused(reference, { ...june, months: 13 }, "months.tooMany");
    expect((await desk.send(dung, reference, "decide", typedFacts("decide", { ...decision, ...june, months: 12 }))).status).toBe(303);
  });

  test("on somebody who turned eighteen between filing and decision sends nobody to a reform school", async () => {
    const { applicant, person } = motherForSon();
    if (!applicant) throw new Error("a mother applies for her son");
    const young = () => {
      const { agrees: _agrees, ...rest } = motherForSon({ person: { ...person, birthDate: "2008-11-25", identity: { kind: "idNumber", number: "001208900981" } }, treatment: { place: "reformSchool" }, determination: { kind: "paper", issuedOn: "2026-11-01" } });
      return desk.file({ ...rest, applicant: { ...applicant, phone: testPhone(981) }, agrees: undefined });
    };
    const [before, after] = [await young(), await young()];
    for (const { reference } of [before, after]) await desk.record(dung, reference, "receive", {});
    expect(noticesIn((await desk.open(dung, before.reference)).html)).toContain(w.cautions.turnsAdult);
    at("2026-11-24 10:00");
    expect((await desk.send(dung, before.reference, "decide", typedFacts("decide", { ...decision, on: "2026-11-24", from: "2026-11-24", place: "reformSchool" }))).status).toBe(303);
    at("2026-11-25 10:00");
    const page = noticesIn((await desk.open(dung, after.reference)).html);
    expect({ turned: page.includes(w.cautions.turnedAdult), turns: page.includes(w.cautions.turnsAdult) }).toEqual({ turned: true, turns: false });
    await refused(after.reference, { on: "2026-11-25", from: "2026-11-25", place: "reformSchool" }, "place.notForAdult");
    expect((await desk.send(dung, after.reference, "decide", typedFacts("decide", { ...decision, on: "2026-11-25", from: "2026-11-25" }))).status).toBe(303);
  });

  test("on somebody without a stable residence, or a foreigner, names a place that the law has for them", async () => {
    const base = himself();
    const unsettled = await desk.file({ person: { ...base.person, phone: testPhone(982), identity: { kind: "idNumber", number: "001098900982" }, residence: { kind: "unsettled", ...baDinh } }, treatment: { place: "publicFacility" }, determination: { kind: "paper", issuedOn: "2026-11-01" } });
    const foreigner = await desk.file({ person: { ...base.person, phone: testPhone(983), identity: { kind: "foreignPassport", number: "X1234983" } }, treatment: { place: "privateFacility" }, determination: { kind: "paper", issuedOn: "2026-11-01" } });
    for (const { reference } of [unsettled, foreigner]) await desk.record(dung, reference, "receive", {});
    expect(textIn((await desk.open(dung, unsettled.reference)).html)).toContain(w.case.routed.found);
    await refused(unsettled.reference, { place: "privateFacility" }, "place.unsettled");
    await refused(foreigner.reference, { place: "home" }, "place.foreigner");
    for (const { reference } of [unsettled, foreigner]) expect((await desk.send(dung, reference, "decide", typedFacts("decide", { ...decision, place: "publicFacility" }))).status).toBe(303);
  });

  test("across Tết leaves two working days that are none of the holiday's, and says when they have passed", async () => {
    at("2027-02-04 08:00");
    const { reference } = await received("2027-01-10");
    const done = await desk.record(dung, reference, "decide", { ...decision, on: "2027-02-04", from: "2027-02-04" });
    // Off from Friday 05/02 to Thursday 11/02; then Friday 12/02, and Monday 15/02 after the weekend.
    expect((await desk.caseOf(reference)).due).toMatchObject({ duty: "start", at: new Date(Date.parse(inVietnam("2027-02-16 00:00")) - 1).toISOString(), clock: { confirmed: false } });
    expect(textIn(partIn(done.html, "next"))).toContain("15/02/2027");
    at("2027-02-15 23:00");
    expect(noticesIn((await desk.open(dung, reference)).html)).not.toContain(w.cautions.startLate);
    at("2027-02-16 00:30");
    expect(noticesIn((await desk.open(dung, reference)).html)).toContain(w.cautions.startLate);
    expect((await desk.get(dung, registrationDeskPath("vi"))).html).toContain(w.list.overdue);
  });
});

describe("other acts that cannot be so", () => {
  test("a second extension, one before the deadline, and one into the past", async () => {
    const { reference } = await received();
    const until = async (day: string) => desk.send(dung, reference, "extend", typedFacts("extend", { until: day, because: "Thiếu người ký" }));
    expect(errorsIn((await until("2026-11-19")).html)).toEqual([w.errors["day.past"]]);
    expect(errorsIn((await until("2026-11-20")).html)).toEqual([w.errors["until.beforeDue"]]);
    expect((await until("2026-11-24")).status).toBe(303);
    expect(textIn(partIn((await desk.open(dung, reference)).html, "course"))).toContain("24/11/2026");
    const again = await until("2026-11-26");
    expect({ status: again.status, errors: errorsIn(again.html) }).toEqual({ status: 422, errors: [w.errors["extended.before"]] });
  });

  test("a hand-over for a course at home, a start before the decision, a completion before the course's end", async () => {
    const { reference } = await received();
    at("2026-11-21 09:00");
    await desk.record(dung, reference, "decide", { ...decision, on: "2026-11-21", from: "2026-11-21" });
    expect(errorsIn((await desk.send(dung, reference, "handOver", typedFacts("handOver", { facility: "Cơ sở Giả Định", on: "2026-11-21" }))).html)).toEqual([w.errors["place.home"]]);
    expect(errorsIn((await desk.send(dung, reference, "start", typedFacts("start", { on: "2026-11-20" }))).html)).toEqual([w.errors["day.beforeDecision"]]);
    await desk.record(dung, reference, "start", { on: "2026-11-21" });
    at("2027-11-21 09:00");
    const early = await desk.send(dung, reference, "complete", typedFacts("complete", { on: "2027-11-21" }));
    expect(errorsIn(early.html)).toEqual([w.errors["day.beforeCourseEnd"]]);
  });

  test("when somebody in treatment moves, the new office has 24 hours for a decision of its own", async () => {
    const { reference } = await received();
    await desk.record(dung, reference, "decide", decision);
    await desk.record(dung, reference, "start", { on: "2026-11-20" });
    at("2027-03-01 09:00");
    await desk.record(dung, reference, "transfer", { communeCode: "00008", because: "Chuyển nơi ở" });
    const there = officerOf("00008");
    const page = await desk.open(there, reference);
    expect(textIn(partIn(page.html, "next"))).toContain(w.duties.transfer);
    expect((await desk.caseOf(reference)).due).toMatchObject({ duty: "transfer", at: inVietnam("2027-03-02 09:00"), article: "ND163-92-1c" });
    const done = await desk.record(there, reference, "reissue", { on: "2027-03-01", number: "3/QĐ" });
    expect(textIn(partIn(done.html, "next"))).toContain(w.duties.noticeOfEnd);
    expect((await desk.caseOf(reference)).course).toMatchObject({ from: "2026-11-20", to: "2028-11-20", number: "3/QĐ" });
  });
});

describe("free text", () => {
  const lines = (count: number, length = 10) => Array.from({ length: count }, (_, n) => `Giấy số ${n + 1} ${"x".repeat(length)}`.slice(0, Math.max(length, 12)));

  test("with markup is refused and shown as it was typed, never as markup", async () => {
    const { reference } = await received();
    for (const typed of ["<script>alert(1)</script>", "Lý do <b>", "{{x}}", "\\x", '"><img src=x>']) {
      const sent = await desk.send(dung, reference, "stop", [...dayFields("on", "2026-11-20"), ["because", typed]]);
      expect({ typed, status: sent.status, errors: errorsIn(sent.html), kept: valuesIn(sent.html, "because") }).toEqual({ typed, status: 422, errors: [w.errors["text.characters"]], kept: [typed] });
      for (const markup of ["<script>alert", "<b>", "<img"]) expect(sent.html).not.toContain(markup);
      const list = await desk.send(dung, reference, "askForMore", [["items", `Lý lịch\n${typed}`], ...dayFields("by", "2026-11-25")]);
      expect({ status: list.status, markup: /<textarea[^>]*>[^<]*<(?!\/textarea)/.test(list.html) }).toEqual({ status: 422, markup: false });
    }
    expect((await desk.caseOf(reference)).state).toBe("received");
  });

  test("with signs that are fine is kept, and escaped wherever it is shown", async () => {
    const filed = await received();
    const items = [`Giấy "A" & 'B'`, 'A" onmouseover="x'];
    const done = await desk.record(dung, filed.reference, "askForMore", { items, by: "2026-11-25" });
    expect(done.html).toContain("Giấy &quot;A&quot; &amp; &#39;B&#39;");
    const seen = await desk.status(filed);
    expect(seen).toContain("Giấy &quot;A&quot; &amp; &#39;B&#39;");
    for (const page of [done.html, seen]) expect(page).not.toContain('onmouseover="x');
    expect((await desk.caseOf(filed.reference)).missing?.items).toEqual(items);
  });

  test("of twenty lines is taken, of twenty-one not; empty lines do not count", async () => {
    const { reference } = await received();
    const many = await desk.send(dung, reference, "askForMore", typedFacts("askForMore", { items: lines(21), by: "2026-11-25" }));
    expect({ status: many.status, errors: errorsIn(many.html) }).toEqual({ status: 422, errors: [w.errors["lines.tooMany"]] });
    const none = await desk.send(dung, reference, "askForMore", [["items", " \r\n\n  "], ...dayFields("by", "2026-11-25")]);
    expect(errorsIn(none.html)).toEqual([w.errors["lines.missing"]]);
    const twenty = await desk.send(dung, reference, "askForMore", [["items", lines(20).join("\r\n\r\n")], ...dayFields("by", "2026-11-25")]);
    expect({ status: twenty.status, items: (await desk.caseOf(reference)).missing?.items }).toEqual({ status: 303, items: lines(20) });
  });

  test("of twenty long lines, as the page lets them be typed, loses none of them", async () => {
    const { reference } = await received();
    const long = lines(20, 190);
    const sent = await desk.send(dung, reference, "askForMore", typedFacts("askForMore", { items: long, by: "2026-11-25" }));
    expect(sent.status).toBe(303);
    const kept = (await desk.caseOf(reference)).missing?.items ?? [];
    expect({ lines: kept.length, whole: kept.every((line) => long.includes(line)) }).toEqual({ lines: 20, whole: true });
  });

  test("of more than 200 characters in a line is refused with that reason", async () => {
    const { reference } = await received();
    const sent = await desk.send(dung, reference, "stop", [...dayFields("on", "2026-11-20"), ["because", "x".repeat(201)]]);
    expect({ status: sent.status, errors: errorsIn(sent.html) }).toEqual({ status: 422, errors: [w.errors["text.tooLong"]] });
  });
});

describe("a commune that has been merged since", () => {
  /** The office as it was stored, of a commune that today's list no longer has. */
  const merged = async (reference: string, homeToo: boolean) => {
    const TableName = world.names.registrations;
    const ring = await world.keepers.registrations.ring();
    const opened = await desk.caseOf(reference);
    const { office } = opened;
    const gone = { ...office, communeCode: "00099" };
    const rows = await world.storedRows("registrations");
    const stored = rows.find(({ pk, sk }) => pk === applicationKey(reference).pk && sk === "APPLICATION") ?? {};
    const key = carriedKey(ring, stored);
    const residence = { ...opened.application.person.residence, ...(homeToo ? { communeCode: "00099" } : {}) };
    const application = closeValue("registrations", key, applicationKey(reference), "application", { ...opened.application, person: { ...opened.application.person, residence } });
    await world.client.send(new PutCommand({ TableName, Item: { ...stored, office: gone, application } }));
    await world.client.send(new DeleteCommand({ TableName, Key: entryKey("00004", reference) }));
    await world.client.send(new PutCommand({ TableName, Item: { ...lineItem({ ...entryOf(opened, world.now()), office: gone }, key) } }));
  };

  test.each([["its office", false], ["its office and the person's own commune", true]])("%s: it is told, everything can be looked at, and the application can be handed on", async (_name, homeToo) => {
    const filed = await desk.file();
    const { reference } = filed;
    await merged(reference, homeToo);
    const there = officerOf("00099");
    for (const who of [there, giang]) {
      const page = await desk.open(who, reference);
      expect({ who: who.name, status: page.status, told: noticesIn(page.html).includes(w.cautions.communeGone) }).toEqual({ who: who.name, status: 200, told: true });
    }
    expect((await desk.get(there, registrationDeskPath("vi"))).html).toContain(casePath("vi", reference));
    expect(textIn(await desk.status(filed))).toContain(t.states.submitted);
    const done = await desk.record(giang, reference, "transfer", { communeCode: "00004", because: "Xã đã sáp nhập" });
    expect(done.line).toBe(w.done.transferred);
    expect((await desk.record(dung, reference, "receive", {})).line).toBe(w.done.recordedNoText);
    expect(noticesIn((await desk.open(dung, reference)).html)).not.toContain(w.cautions.communeGone);
  });
});

test("what nobody may read is in no log", async () => {
  const { reference, phone, number } = await received();
  await desk.record(dung, reference, "stop", { on: "2026-11-20", because: "Lý do bí mật" });
  await desk.get(dung, bookPath("vi", reference));
  const logged = JSON.stringify(world.logged);
  for (const secret of [reference, phone.slice(1), number, "Nguyễn", "Trần Thị", "bí mật", dung.name]) expect(logged).not.toContain(secret);
});
