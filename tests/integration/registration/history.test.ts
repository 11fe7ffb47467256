import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { record } from "../../../functions/registration/record.ts";
import { entryKey } from "../../../functions/registration/store.ts";
import { clearHistory, saveHistory } from "../../../functions/registration/save-history.ts";
import { lookupPath, pagePath } from "../../../shared/paths.ts";
import type { Act, ActFacts } from "../../../shared/registration/acts.ts";
import { caseHistoryPath, casePath } from "../../../shared/registration/desk-paths.ts";
import { historyStates } from "../../../shared/registration/history-form.ts";
import { clearHistoryPath, historyPath } from "../../../shared/registration/history-paths.ts";
import { historyParts, type History, type HistoryPart } from "../../../shared/registration/history.ts";
import { applicationMoves, applicationStates } from "../../../shared/registration/state.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { received } from "../../support/applications.ts";
import { plainPost, type Page } from "../../support/form-walk.ts";
import { actionIn, askIn, errorsIn, h1In, lostIds, otherActionsIn, summaryIn, textIn, tokenIn, valuesIn } from "../../support/pages.ts";
import { officersDesk, type OfficerSignedIn, type OfficersDesk } from "../../support/officers.ts";
import { baDinh, motherForSon, testPhone, type ApplicationInput } from "../../support/people.ts";
import { startWorld, type World } from "../../support/world.ts";

type Family = { reference: string; phone: string; token: string };
type Fields = [string, string][];

const t = words.vi;
const w = t.history;

let world: World;
let desk: OfficersDesk;
let officer: OfficerSignedIn;
let family: Family;
let phones = 100;

beforeAll(async () => {
  world = await startWorld();
  desk = officersDesk(world);
});
afterAll(() => world.stop());
/** Each test is about a family of its own, which has just opened its status, on a Monday at nine in Vietnam. */
beforeEach(async () => {
  world.moveTo("2026-11-23T02:00:00.000Z");
  officer = await desk.signIn();
  family = await applied();
});

async function applied(change: Partial<ApplicationInput> = {}): Promise<Family> {
  const { applicant } = motherForSon();
  const phone = testPhone((phones += 1));
  if (!applicant) throw new Error("a mother applies for her son");
  const { reference } = await received(world, motherForSon({ applicant: { ...applicant, phone }, ...change }));
  return { reference, phone, token: tokenIn((await openStatus(reference, phone)).html) };
}
async function openStatus(reference: string, phone: string): Promise<Page> {
  const asked = await plainPost(world, lookupPath("vi", "code"), [["reference", reference], ["phone", phone]]);
  await world.sweep();
  const codes = (await world.texts()).flatMap(({ to, body }) => (to.endsWith(phone.slice(1)) ? (/\b\d{6}\b/.exec(body) ?? []) : []));
  return plainPost(world, lookupPath("vi", "status"), [["reference", reference], ["phone", phone], ["ask", askIn(asked.html)], ["code", codes.at(-1) ?? ""]]);
}

const show = (part: HistoryPart, token = family.token, fields: Fields = []) => plainPost(world, historyPath("vi", part), [["token", token], ...fields]);
/** Saves a part from a page that was shown. */
const save = (page: Page, part: HistoryPart, fields: Fields, go = "on") =>
  plainPost(world, historyPath("vi", part, "save"), [["token", tokenIn(page.html)], ["version", valuesIn(page.html, "version")[0] ?? ""], ["left", part], ["go", go], ...fields]);
const savedBy = async (part: HistoryPart, fields: Fields, go?: string): Promise<Page> => save(await show(part), part, fields, go);

const opened = async (reference = family.reference) => {
  const found = await desk.cases.openCase(baDinh.communeCode, reference);
  if (!found) throw new Error(`${reference} is not in Ba Đình`);
  return found;
};
const kept = async (): Promise<History | undefined> => (await opened()).history;
const rowOf = async (reference = family.reference) => (await world.rows("registrations")).find(({ pk, sk }) => pk === `APPLICATION#${reference}` && sk === "HISTORY");
const saves = async () => (await opened()).events.filter(({ type }) => type === "historySaved" || type === "historyCleared").map(({ type, by, staff }) => (staff ? { type, by, staffId: staff.staffId } : { type, by }));
const stateOf = (page: Page): string => h1In(page.html);
async function act<A extends Act>(name: A, facts: ActFacts[A]): Promise<void> {
  const { version } = await opened();
  await record(desk.deps, { officer: { staff: { staffId: "tester", name: "Người Thử" }, roles: ["communeOfficer"], scope: { office: baDinh.communeCode } }, reference: family.reference, act: name, facts, version });
}
async function decide(): Promise<void> {
  await act("receive", {});
  await act("arrangeDetermination", { facility: "Trạm thí dụ", on: "2026-11-23" });
  await act("determine", { result: "confirmed", on: "2026-11-23", by: "Trạm thí dụ" });
  await act("decide", { on: "2026-11-23", number: "07", times: "first", place: "home", from: "2026-11-23" });
}

describe("the way in", () => {
  test("stands on the status page, as something one may do", async () => {
    const page = await plainPost(world, lookupPath("vi", "status"), [["token", family.token]]);
    expect(otherActionsIn(page.html)).toContain(historyPath("vi", "self"));
    expect(textIn(page.html)).toContain(w.open);
  });

  test("says first that nothing need be filled in, who sees it, how personal it is, and that it can be cleared", async () => {
    const page = await show("self");
    expect({ status: page.status, h1: h1In(page.html), lost: lostIds(page.html) }).toEqual({ status: 200, h1: w.title, lost: [] });
    for (const item of w.before.items) expect(textIn(page.html)).toContain(item);
    expect(page.html).not.toMatch(/<input[^>]* required/);
  });

  test("each part is a page, in both languages, and asks nothing the application has told, nor shows it", async () => {
    for (const language of ["vi", "en"] as const)
      for (const part of historyParts) {
        const page = await plainPost(world, historyPath(language, part), [["token", family.token]]);
        const text = textIn(page.html);
        expect({ status: page.status, lost: lostIds(page.html), title: text.includes(words[language].history.parts[part]) }).toEqual({ status: 200, lost: [], title: true });
        expect(text).not.toMatch(/Văn Mẫu|Ví Dụ|0010980|Thí Nghiệm/);
        expect(actionIn(page.html)).toBe(historyPath(language, part, "save"));
      }
  });

  test("is closed without a token, with one that was altered, with one that has run out, and by its address", async () => {
    const before = (await world.rows("registrations")).length;
    for (const token of ["", `${family.token.slice(0, -2)}xx`, world.deps.seal.close("form", { reference: family.reference, openedAt: 0 }, new Date("2026-12-01T00:00:00Z"))]) {
      for (const answer of [show("self", token), plainPost(world, historyPath("vi", "self", "save"), [["token", token], ["version", "0"], ["education", "12/12"]]), plainPost(world, clearHistoryPath("vi"), [["token", token], ["confirmed", "yes"]])]) {
        expect({ status: (await answer).status, h1: stateOf(await answer) }).toEqual({ status: 410, h1: t.problems.title.expired });
      }
    }
    world.forward(61 * 60_000);
    expect((await show("self")).status).toBe(410);
    expect((await world.rows("registrations")).length).toBe(before);
    const read = await world.app.request(historyPath("vi", "self"));
    expect({ status: read.status, to: read.headers.get("location") }).toEqual({ status: 303, to: pagePath("vi", "lookup") });
    expect((await plainPost(world, "/tra-cuu/ly-lich/khac", [["token", family.token]])).status).toBe(404);
  });

  test("a token opens its own application's history and no other", async () => {
    const other = await applied();
    await savedBy("self", [["education", "12/12"]]);
    expect(valuesIn((await show("self", other.token)).html, "education")).toEqual([""]);
    await save(await show("self", other.token), "self", [["education", "9/12"]]);
    expect(await kept()).toEqual({ education: "12/12" });
  });

  test("stays open for the hour of the look, so that what is written slowly can be saved", async () => {
    const page = await show("past");
    world.forward(50 * 60_000);
    expect((await save(page, "past", [["firstTime", "khoảng năm 2019"]])).status).toBe(200);
    officer = await desk.signIn();
    expect(await kept()).toEqual({ firstTime: "khoảng năm 2019" });
  });
});

const relatives: Fields = [["father.fullName", "Nguyễn Văn Ví Dụ"], ["father.age", "61"], ["mother.occupation", " nghỉ  hưu "], ["children.0.fullName", ""], ["children.1.fullName", "Nguyễn Thị Thử"], ["children.1.age", "4"]];

describe("filling in", () => {
  test("is saved part by part, and each leads to the next", async () => {
    const family1 = await savedBy("self", [["education", "12/12"], ["occupation", "thợ mộc"]]);
    expect({ at: actionIn(family1.html), said: textIn(family1.html).includes(w.saved) }).toEqual({ at: historyPath("vi", "family", "save"), said: true });
    expect(await kept()).toEqual({ education: "12/12", occupation: "thợ mộc" });
    const past = await save(family1, "family", relatives);
    expect(actionIn(past.html)).toBe(historyPath("vi", "past", "save"));
    const done = await save(past, "past", [["convictions", "không"], ["substances", "đá"]]);
    expect({ status: done.status, h1: h1In(done.html), said: textIn(done.html).includes(w.savedAll) }).toEqual({ status: 200, h1: t.status.title, said: true });
    expect(await kept()).toEqual({
      education: "12/12",
      occupation: "thợ mộc",
      father: { fullName: "Nguyễn Văn Ví Dụ", age: "61" },
      mother: { occupation: "nghỉ hưu" },
      children: [{ fullName: "Nguyễn Thị Thử", age: "4" }],
      convictions: "không",
      substances: "đá",
    });
    expect(await saves()).toEqual([1, 2, 3].map(() => ({ type: "historySaved", by: "applicant" })));
    expect(textIn(done.html)).toContain(t.events.historySaved);
  });

  test("may stop after any part, and go on another day where it was", async () => {
    const back = await savedBy("self", [["otherName", "Mẫu Nhỏ"]], "back");
    expect(h1In(back.html)).toBe(t.status.title);
    world.forward(26 * 3_600_000);
    const again = await openStatus(family.reference, family.phone);
    const page = await show("self", tokenIn(again.html));
    expect(valuesIn(page.html, "otherName")).toEqual(["Mẫu Nhỏ"]);
  });

  test("of nothing is fine: nothing is written, and the way goes on", async () => {
    let page = await show("self");
    for (const part of historyParts) page = await save(page, part, []);
    expect(h1In(page.html)).toBe(t.status.title);
    expect(await rowOf()).toBeUndefined();
    expect(await saves()).toEqual([]);
  });

  test("takes answers back that are emptied", async () => {
    await savedBy("self", [["education", "12/12"], ["occupation", "thợ mộc"]]);
    await savedBy("self", [["occupation", "thợ mộc"]]);
    expect(await kept()).toEqual({ occupation: "thợ mộc" });
    await savedBy("self", []);
    expect(await kept()).toBeUndefined();
  });

  test("has room for as many children as the paper, a few rows at a time", async () => {
    const rows = (page: Page) => (page.html.match(/name="children\.\d+\.fullName"/g) ?? []).length;
    const first = await show("family");
    expect(rows(first)).toBe(2);
    const children = (count: number): Fields => Array.from({ length: count }, (_, n) => [`children.${n}.fullName`, `Nguyễn Thử ${"ABCDEFGHIJ"[n]}`]);
    const more = await save(first, "family", children(2), "more");
    expect({ at: actionIn(more.html), rows: rows(more) }).toEqual({ at: historyPath("vi", "family", "save"), rows: 6 });
    const full = await save(more, "family", children(10), "more");
    expect(rows(full)).toBe(10);
    expect((await kept())?.children).toHaveLength(10);
  });

  test("says what cannot be kept, beside it, and keeps everything that was typed", async () => {
    const wrong = await savedBy("family", [["father.age", "già"], ["mother.fullName", "Trần Thị Ví Dụ"], ["children.1.fullName", "<b>"], ["children.1.age", "4"]]);
    expect({ status: wrong.status, summary: summaryIn(wrong.html), lost: lostIds(wrong.html) }).toEqual({
      status: 422,
      summary: [{ id: "father-age", text: w.errors["age.notReal"] }, { id: "children-0-fullName", text: w.errors["text.characters"] }],
      lost: [],
    });
    expect(errorsIn(wrong.html)).toHaveLength(2);
    expect(["father.age", "mother.fullName", "children.0.fullName", "children.0.age"].map((name) => valuesIn(wrong.html, name)[0])).toEqual(["già", "Trần Thị Ví Dụ", "<b>", "4"]);
    expect(await rowOf()).toBeUndefined();
    expect((await save(wrong, "family", [["father.age", "61"]])).status).toBe(200);
    const long = await savedBy("past", [["convictions", "a".repeat(501)], ["firstTime", "a".repeat(201)]]);
    expect(summaryIn(long.html).map(({ text }) => text)).toEqual([w.errors["text.tooLong"], w.errors["line.tooLong"]]);
  });

  test("takes only what a part asks: fields of others, unknown ones and doubled ones are left out", async () => {
    await savedBy("self", [["education", "12/12"], ["convictions", "không"], ["fullName", "Ai Đó"], ["__proto__", "x"], ["father", "x"], ["workplace", "A"], ["workplace", "B"]]);
    expect(await kept()).toEqual({ education: "12/12" });
  });

  test("changing language keeps what was typed, saved or not", async () => {
    const page = await plainPost(world, historyPath("en", "past"), [["token", family.token], ["version", "0"], ["left", "past"], ["substances", "chưa lưu"]]);
    expect(page.html).toContain("chưa lưu</textarea>");
    expect(await rowOf()).toBeUndefined();
  });
});

describe("two who fill in at once", () => {
  test("the later one is told, loses nothing that was typed, and may save all the same", async () => {
    const [one, two] = [await show("self"), await show("self")];
    await save(one, "self", [["education", "12/12"], ["occupation", "thợ mộc"]]);
    const late = await save(two, "self", [["education", "9/12"], ["workplace", "Xưởng Thí Nghiệm"]]);
    expect({ status: late.status, lost: lostIds(late.html) }).toEqual({ status: 409, lost: [] });
    const text = textIn(late.html);
    expect(text).toContain(w.changed);
    expect(text).toMatch(/Trình độ đào tạo : 12\/12/);
    expect(text).toMatch(/Nghề nghiệp : thợ mộc/);
    expect(text).toMatch(new RegExp(`Nơi làm việc/học tập : ${w.empty}`));
    expect(["education", "occupation", "workplace"].map((name) => valuesIn(late.html, name)[0])).toEqual(["9/12", "", "Xưởng Thí Nghiệm"]);
    expect(await kept()).toEqual({ education: "12/12", occupation: "thợ mộc" });
    await save(late, "self", [["education", "9/12"], ["workplace", "Xưởng Thí Nghiệm"]]);
    expect(await kept()).toEqual({ education: "9/12", workplace: "Xưởng Thí Nghiệm" });
  });

  test("a mistake or another language on the way does not make an old page a new one", async () => {
    const old = await show("self");
    await savedBy("self", [["education", "12/12"]]);
    const wrong = await save(old, "self", [["education", "<"]]);
    expect((await save(wrong, "self", [["education", "9/12"]])).status).toBe(409);
    const english = await plainPost(world, historyPath("en", "self"), [["token", family.token], ["version", valuesIn(old.html, "version")[0] ?? ""], ["left", "self"], ["education", "9/12"]]);
    expect((await save(english, "self", [["education", "9/12"]])).status).toBe(409);
    expect(await kept()).toEqual({ education: "12/12" });
  });

  test("different parts are not in each other's way", async () => {
    const [self, past] = [await show("self"), await show("past")];
    await save(self, "self", [["education", "12/12"]]);
    expect((await save(past, "past", [["ways", "hít"]])).status).toBe(200);
    expect(await kept()).toEqual({ education: "12/12", ways: "hít" });
  });

  test("pressed twice, or lost on the way and sent again, a part is saved once", async () => {
    const page = await show("self");
    const press = () => save(page, "self", [["education", "12/12"]]);
    expect((await Promise.all([press(), press(), press()])).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await press()).status).toBe(200);
    expect(await saves()).toHaveLength(1);
    expect(await rowOf()).toMatchObject({ self: { version: 1 } });
  });

  test("of many at the same instant exactly one is saved", async () => {
    const page = await show("self");
    const answers = await Promise.all(["1/12", "2/12", "3/12", "4/12"].map((education) => save(page, "self", [["education", education]])));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect(await saves()).toHaveLength(1);
  });
});

describe("clearing", () => {
  test("asks once more, then leaves nothing of what was filled in", async () => {
    await savedBy("self", [["education", "trường Thí Dụ"]]);
    await savedBy("past", [["convictions", "một lần"]]);
    const page = await show("self");
    expect(otherActionsIn(page.html)).toContain(clearHistoryPath("vi"));
    const asked = await plainPost(world, clearHistoryPath("vi"), [["token", family.token]]);
    expect({ h1: h1In(asked.html), kept: await kept() }).toEqual({ h1: w.clearTitle, kept: { education: "trường Thí Dụ", convictions: "một lần" } });
    const done = await plainPost(world, clearHistoryPath("vi"), [["token", tokenIn(asked.html)], ["confirmed", "yes"]]);
    expect({ h1: h1In(done.html), said: textIn(done.html).includes(w.cleared), event: textIn(done.html).includes(t.events.historyCleared) }).toEqual({ h1: t.status.title, said: true, event: true });
    expect(await kept()).toBeUndefined();
    expect(JSON.stringify(await world.rows("registrations"))).not.toMatch(/trường Thí Dụ|một lần/);
    expect(await saves()).toContainEqual({ type: "historyCleared", by: "applicant" });
  });

  test("is not offered, and does nothing, when there is nothing", async () => {
    expect(otherActionsIn((await show("self")).html)).not.toContain(clearHistoryPath("vi"));
    await plainPost(world, clearHistoryPath("vi"), [["token", family.token], ["confirmed", "yes"]]);
    expect(await saves()).toEqual([]);
  });

  test("a page from before does not bring back what was cleared without being told", async () => {
    await savedBy("self", [["education", "12/12"]]);
    const old = await show("self");
    await plainPost(world, clearHistoryPath("vi"), [["token", family.token], ["confirmed", "yes"]]);
    expect((await save(old, "self", [["education", "12/12"], ["occupation", "thợ mộc"]])).status).toBe(409);
    expect(await kept()).toBeUndefined();
  });
});

describe("once it is decided", () => {
  test("the states are those before the decision", () => {
    expect([...historyStates].toSorted()).toEqual([...applicationMoves.withdraw.from].toSorted());
    expect(applicationStates).toEqual(expect.arrayContaining([...historyStates]));
  });

  test("nothing is shown or taken online any more, and what was being typed is given back", async () => {
    await savedBy("past", [["convictions", "một lần"]]);
    const page = await show("past");
    await decide();
    const status = await plainPost(world, lookupPath("vi", "status"), [["token", family.token]]);
    expect(status.html).not.toContain(historyPath("vi", "self"));
    for (const answer of [await show("past"), await plainPost(world, clearHistoryPath("vi"), [["token", family.token], ["confirmed", "yes"]])]) {
      expect({ status: answer.status, h1: h1In(answer.html), closed: textIn(answer.html).includes(w.closed) }).toEqual({ status: 409, h1: t.status.title, closed: true });
      expect(textIn(answer.html)).not.toContain("một lần");
    }
    const late = await save(page, "past", [["convictions", "hai lần"]]);
    expect({ status: late.status, given: textIn(late.html).includes(`${w.typed}: hai lần`) }).toEqual({ status: 409, given: true });
    expect(await kept()).toEqual({ convictions: "một lần" });
  });

  test("verb and table refuse too, were a page to try", async () => {
    await savedBy("past", [["ways", "hít"]]);
    await decide();
    const { reference } = family;
    await expect(saveHistory(world.deps, { reference, part: "self", filled: { education: "12/12" }, seen: 0 })).rejects.toMatchObject({ name: "NotRecorded" });
    await expect(clearHistory(world.deps, reference)).rejects.toMatchObject({ name: "NotRecorded" });
    const change = { what: "history" as const, reference, parts: [{ part: "self" as const, seen: 0, filled: { education: "12/12" } }], savedAt: world.now().toISOString() };
    expect(await world.deps.store.write([change], world.now())).toBe(false);
    expect(await kept()).toEqual({ ways: "hít" });
  });
});

describe("at the desk", () => {
  const formOf = (part: HistoryPart) => desk.get(officer, caseHistoryPath("vi", family.reference, part));
  const put = async (part: HistoryPart, fields: Fields, go = "on", version?: string) => {
    const seen = version ?? valuesIn((await formOf(part)).html, "version")[0] ?? "";
    return desk.post(officer, caseHistoryPath("vi", family.reference, part), [["version", seen], ["go", go], ...fields]);
  };

  test("the application's page shows what the family filled in, folded away, and what is empty not at all", async () => {
    const before = await desk.get(officer, casePath("vi", family.reference));
    expect(textIn(before.html)).toContain(t.registrationDesk.history.empty);
    await savedBy("family", relatives);
    await savedBy("past", [["convictions", "không"]]);
    const page = await desk.get(officer, casePath("vi", family.reference));
    const [, folded = ""] = /<section class="part" aria-labelledby="background">.*?<details>(.*?)<\/details>/s.exec(page.html) ?? [];
    const text = textIn(folded);
    expect(text).toContain(`${w.fields.father.label} Nguyễn Văn Ví Dụ, 61`);
    expect(text).toContain(`${w.child} 1 Nguyễn Thị Thử, 4`);
    expect(text).toContain(`${w.fields.convictions.label} không`);
    expect(text).not.toContain(w.fields.sanctions.label);
    expect(lostIds(page.html)).toEqual([]);
  });

  test("an officer fills in and corrects it by the same form, and the record says who", async () => {
    await savedBy("self", [["education", "12/12"]]);
    world.forward(1_000);
    const page = await formOf("self");
    expect({ status: page.status, lost: lostIds(page.html), education: valuesIn(page.html, "education") }).toEqual({ status: 200, lost: [], education: ["12/12"] });
    expect((await put("self", [["education", "9/12"]])).to).toBe(caseHistoryPath("vi", family.reference, "family"));
    expect((await put("family", [["children.0.fullName", "Nguyễn Thị Thử"]], "more")).to).toBe(`${caseHistoryPath("vi", family.reference, "family")}?more=yes`);
    const last = await put("past", [["ways", "hít"]]);
    expect(textIn((await desk.get(officer, last.to)).html)).toContain(t.registrationDesk.done.historySaved);
    expect(await kept()).toEqual({ education: "9/12", children: [{ fullName: "Nguyễn Thị Thử" }], ways: "hít" });
    const mine = { type: "historySaved", by: "desk", staffId: officer.staffId };
    expect(await saves()).toEqual([{ type: "historySaved", by: "applicant" }, mine, mine, mine]);
    const status = await plainPost(world, lookupPath("vi", "status"), [["token", family.token]]);
    expect(textIn(status.html)).not.toContain(officer.name);
  });

  test("who is slower, family or officer, is told and loses nothing", async () => {
    const seen = valuesIn((await formOf("self")).html, "version")[0] ?? "";
    const atHome = await show("self");
    await save(atHome, "self", [["education", "12/12"]]);
    const late = await put("self", [["education", "9/12"]], "on", seen);
    expect({ status: late.status, told: textIn(late.html).includes(w.changed), typed: valuesIn(late.html, "education") }).toEqual({ status: 409, told: true, typed: ["9/12"] });
    const told = await put("self", [["education", "9/12"]], "on", valuesIn(late.html, "version")[0]);
    expect(told.status).toBe(303);
    expect((await save(atHome, "self", [["education", "10/12"]])).status).toBe(409);
    expect(await kept()).toEqual({ education: "9/12" });
  });

  test("mistakes are said there too", async () => {
    const wrong = await put("family", [["father.age", "già"]]);
    expect({ status: wrong.status, summary: summaryIn(wrong.html) }).toEqual({ status: 422, summary: [{ id: "father-age", text: w.errors["age.notReal"] }] });
  });

  test("another office sees nothing of it and can save nothing", async () => {
    await savedBy("past", [["convictions", "một lần"]]);
    const other = await desk.signIn({ unit: "00008" });
    for (const path of [casePath("vi", family.reference), caseHistoryPath("vi", family.reference, "past")]) expect((await desk.get(other, path)).status).toBe(404);
    expect((await desk.post(other, caseHistoryPath("vi", family.reference, "past"), [["version", "1"], ["convictions", "không"]])).status).toBe(404);
    expect(await kept()).toEqual({ convictions: "một lần" });
  });

  test("an office that has just given the application away can save nothing, whatever it still has open", async () => {
    await act("transfer", { communeCode: "00008", because: "Chuyển nơi ở" });
    const atDesk = { staff: { staffId: "tester", name: "Người Thử" }, unit: baDinh.communeCode };
    const change = { what: "history" as const, reference: family.reference, parts: [{ part: "self" as const, seen: 0, filled: { education: "12/12" } }], savedAt: world.now().toISOString(), line: entryKey(baDinh.communeCode, family.reference) };
    expect(await world.deps.store.write([change], world.now())).toBe(false);
    await expect(saveHistory(desk.deps, { reference: family.reference, part: "self", filled: { education: "12/12" }, seen: 0, atDesk })).rejects.toMatchObject({ name: "NoCase" });
    expect(await rowOf()).toBeUndefined();
  });

  test("a supervisor sees it and cannot change it; without the page's csrf value nobody can", async () => {
    await savedBy("past", [["convictions", "một lần"]]);
    const supervisor = await desk.signIn({ roles: ["provinceSupervisor"], unit: "01" });
    const page = await desk.get(supervisor, casePath("vi", family.reference));
    expect({ shown: textIn(page.html).includes("một lần"), way: page.html.includes(caseHistoryPath("vi", family.reference, "self")) }).toEqual({ shown: true, way: false });
    const path = caseHistoryPath("vi", family.reference, "past");
    expect((await desk.get(supervisor, path)).to).toBe(casePath("vi", family.reference));
    expect((await desk.post(supervisor, path, [["version", "1"], ["convictions", "không"]])).status).toBe(409);
    expect((await desk.post({ ...officer, csrf: "" }, path, [["version", "1"], ["convictions", "không"]])).status).toBe(403);
    expect(await kept()).toEqual({ convictions: "một lần" });
  });

  test("once decided it is shown and no longer changed", async () => {
    await savedBy("past", [["convictions", "một lần"]]);
    await decide();
    const page = await desk.get(officer, casePath("vi", family.reference));
    expect({ shown: textIn(page.html).includes("một lần"), way: page.html.includes(caseHistoryPath("vi", family.reference, "self")) }).toEqual({ shown: true, way: false });
    const late = await put("past", [["convictions", "một câu dài"]], "on", "1");
    expect({ status: late.status, kept: textIn(late.html).includes("một câu dài") }).toEqual({ status: 409, kept: true });
    expect(await kept()).toEqual({ convictions: "một lần" });
  });
});

test("nothing that was filled in is in any log", async () => {
  await savedBy("past", [["convictions", "chuyện rất riêng"], ["substances", "loại thí dụ"]]);
  await savedBy("past", [["convictions", "<chuyện rất riêng"]]);
  expect(world.logged.filter(({ code }) => code === "HISTORY_SAVED").length).toBeGreaterThan(0);
  expect(JSON.stringify(world.logged)).not.toMatch(/riêng|thí dụ|12\/12|thợ mộc|Ví Dụ|Nguyễn|một lần|900000/);
});
