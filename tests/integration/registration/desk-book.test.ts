import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { appointmentPath, appointmentSide, lookupPath } from "../../../shared/paths.ts";
import { bookPath, cancelPath, casePath } from "../../../shared/registration/desk-paths.ts";
import { applicationStates, mayMove } from "../../../shared/registration/state.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { tellingWordsIn } from "../../support/neutral-words.ts";
import { errorsIn, lostIds, textIn, tokenIn, valuesIn } from "../../support/pages.ts";
import { binh, dayFields, dung, giang, inVietnam, partIn, registrationDesk, type Filed, type RegistrationDeskAtWork, type Who } from "../../support/registration-desk.ts";
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
/** Friday morning: a safe hour of everybody here. */
beforeEach(() => world.moveTo(inVietnam("2026-11-20 10:00")));

type Booking = { kind?: string; day?: string; at?: string; address?: string };
const booking = ({ kind = "interview", day = "2026-11-25", at = "8:30", address = "Tầng 2, số 12 phố Thí Nghiệm" }: Booking = {}): [string, string][] => [...(kind ? ([["kind", kind]] as [string, string][]) : []), ...(dayFields("on", day) as [string, string][]), ["at", at], ["address", address]];
const book = async (reference: string, asked: Booking = {}, version?: number, who: Who = dung) => desk.post(who, bookPath("vi", reference), [["version", String(version ?? (await desk.caseOf(reference)).version)], ...booking(asked)]);
const plannedOf = async (reference: string) => (await desk.caseOf(reference)).appointments.filter(({ state }) => state === "planned");
const cancel = async (reference: string, id: string, who: Who = dung, version?: number) => desk.post(who, cancelPath("vi", reference, id), [["version", String(version ?? (await desk.caseOf(reference)).version)]]);
const lineOf = async (to: string, who: Who = dung) => textIn(/<output[^>]*>(.*?)<\/output>/s.exec((await desk.get(who, to)).html)?.[1] ?? "");
const appointmentPage = async (filed: Filed): Promise<string> => {
  const link = /href="(\/lich-hen\/g\/[^"]+)"/.exec(await desk.status(filed))?.[1] ?? "no link";
  return (await world.app.request(link)).text();
};

describe("booking", () => {
  test.each([["interview", "2026-11-25", "8:30"], ["admission", "2026-11-27", "10:30"]] as const)("an %s: on the application's page, in a text, on the family's own pages", async (kind, day, at) => {
    const filed = await desk.file();
    const { reference } = filed;
    const sent = await book(reference, { kind, day, at });
    expect({ status: sent.status, to: sent.to.split("?")[0], line: await lineOf(sent.to) }).toEqual({ status: 303, to: casePath("vi", reference), line: w.done.booked });
    expect(await plannedOf(reference)).toMatchObject([{ kind, at: inVietnam(`${day} ${at.padStart(5, "0")}`), address: "Tầng 2, số 12 phố Thí Nghiệm" }]);
    const part = textIn(partIn((await desk.open(dung, reference)).html, "appointments"));
    for (const said of [w.book.kinds[kind], at.padStart(5, "0"), "Tầng 2, số 12 phố Thí Nghiệm", w.book.cancel]) expect(part).toContain(said);
    expect((await desk.happened(reference)).find(({ type }) => type === "appointmentBooked")).toMatchObject({ by: "desk", staff: { staffId: dung.staffId }, version: 2 });
    expect((await desk.promised(reference)).toSorted()).toEqual(["booked", "dayBefore", "receipt", "soonBefore"]);

    const status = textIn(await desk.status(filed));
    expect(status).toContain("Tầng 2, số 12 phố Thí Nghiệm");
    const page = await appointmentPage(filed);
    expect(textIn(page)).toContain("Tầng 2, số 12 phố Thí Nghiệm");
    const main = textIn(/<main.*?<\/main>/s.exec(page)?.[0] ?? "");
    for (const telling of [reference, reference.slice(0, 4), "Nguyễn Văn Mẫu", w.book.kinds[kind], dung.name, ...(await desk.caseOf(reference)).office.name.split(",")]) expect(main).not.toContain(telling);
    expect(tellingWordsIn(main)).toEqual([]);
    for (const { body } of (await world.texts()).filter(({ to }) => to.endsWith(filed.phone.slice(1)))) expect(body).not.toMatch(/Tầng|Thí Nghiệm|Thi Nghiem/);
  });

  test.each([["8:30", "08:30"], ["8h30", "08:30"], ["8 h 30", "08:30"], ["08.30", "08:30"], ["14 giờ", "14:00"], ["14 giờ 15 phút", "14:15"], ["14", "14:00"], ["14h", "14:00"], ["0830", "08:30"]])("takes %s as people write it", async (typed, meant) => {
    const { reference } = await desk.file();
    const sent = await book(reference, { at: typed });
    expect({ typed, status: sent.status, at: (await plannedOf(reference))[0]?.at }).toEqual({ typed, status: 303, at: inVietnam(`2026-11-25 ${meant}`) });
  });

  test("takes 25/11/26, and no address", async () => {
    const { reference } = await desk.file();
    const fields = booking({ address: "" }).map(([name, value]): [string, string] => [name, name === "on.year" ? "26" : value]);
    expect((await desk.post(dung, bookPath("vi", reference), [["version", "1"], ...fields])).status).toBe(303);
    const [planned] = await plannedOf(reference);
    expect({ at: planned?.at, address: planned?.address }).toEqual({ at: inVietnam("2026-11-25 08:30"), address: undefined });
  });

  test.each([
    ["yesterday", { day: "2026-11-19" }, [w.book.errors["at.past"]]],
    ["this very minute", { day: "2026-11-20", at: "10:00" }, [w.book.errors["at.past"]]],
    ["25:00", { at: "25:00" }, [w.book.errors["at.missing"]]],
    ["8:60", { at: "8:60" }, [w.book.errors["at.missing"]]],
    ["no time", { at: "" }, [w.book.errors["at.missing"]]],
    ["in the morning", { at: "sáng" }, [w.book.errors["at.missing"]]],
    ["a day that is none", { day: "2026-11-31" }, [w.errors["day.notReal"]]],
    ["nothing chosen", { kind: "" }, [w.book.errors["kind.missing"]]],
    ["a kind that is not booked here", { kind: "call" }, [w.book.errors["kind.missing"]]],
    ["markup in the address", { address: "<b>Tầng 2</b>" }, [w.errors["text.characters"]]],
    ["everything at once", { kind: "", day: "2026-02-31", at: "x", address: "{" }, [w.book.errors["kind.missing"], w.errors["day.notReal"], w.book.errors["at.missing"], w.errors["text.characters"]]],
  ] as const)("%s is told, and what was typed is kept", async (_name, asked, errors) => {
    const { reference } = await desk.file();
    const sent = await book(reference, asked);
    expect({ status: sent.status, errors: errorsIn(sent.html), lost: lostIds(sent.html) }).toEqual({ status: 422, errors, lost: [] });
    expect(sent.html).not.toContain("<b>");
    for (const [name, value] of booking(asked)) if (name !== "kind") expect({ name, value: valuesIn(sent.html, name) }).toEqual({ name, value: [value] });
    expect(await plannedOf(reference)).toEqual([]);
  });

  test("a line that is too long is told as too long", async () => {
    const { reference } = await desk.file();
    const sent = await book(reference, { address: "x".repeat(201) });
    expect({ status: sent.status, errors: errorsIn(sent.html) }).toEqual({ status: 422, errors: [w.errors["text.tooLong"]] });
  });

  test("pressed twice is one appointment, and the second time says so", async () => {
    const { reference } = await desk.file();
    const { version } = await desk.caseOf(reference);
    const [first, second] = [await book(reference, {}, version), await book(reference, {}, version)];
    expect([first.status, second.status, await lineOf(second.to)]).toEqual([303, 303, w.done.repeated]);
    expect(await plannedOf(reference)).toHaveLength(1);
  });

  test("pressed twenty times at once is one appointment", async () => {
    const { reference } = await desk.file();
    const { version } = await desk.caseOf(reference);
    const sent = await Promise.all(Array.from({ length: 20 }, () => book(reference, {}, version)));
    expect({ planned: (await plannedOf(reference)).length, booked: (await desk.happened(reference)).filter(({ type }) => type === "appointmentBooked").length }).toEqual({ planned: 1, booked: 1 });
    expect((await desk.promised(reference)).filter((text) => text === "booked")).toHaveLength(1);
    expect([...new Set(sent.map(({ status }) => status))].filter((status) => status !== 303 && status !== 409)).toEqual([]);
    expect.soft(sent.every(({ status }) => status === 303), "the same person's own press is told as recorded, not as somebody else's").toBe(true);
  });

  test("changed after the first press is another wish: it is not told as recorded, and nothing typed is lost", async () => {
    const { reference } = await desk.file();
    const { version } = await desk.caseOf(reference);
    await book(reference, {}, version);
    const other = await book(reference, { kind: "admission", at: "9h15" }, version);
    expect({ status: other.status, kind: valuesIn(other.html, "kind"), at: valuesIn(other.html, "at") }).toEqual({ status: 409, kind: ["admission"], at: ["9h15"] });
    const again = await book(reference, { kind: "admission", at: "9h15" }, Number(valuesIn(other.html, "version")[0]));
    expect({ status: again.status, planned: (await plannedOf(reference)).length }).toEqual({ status: 303, planned: 2 });
  });

  test("the later of two officers is told what the other booked, and loses nothing typed", async () => {
    const { reference } = await desk.file();
    const { version } = await desk.caseOf(reference);
    await book(reference, {}, version);
    const late = await book(reference, { kind: "admission", at: "9h15", address: "Số 3 phố Giả Định" }, version, binh);
    const news = textIn(/<section class="summary".*?<\/section>/s.exec(late.html)?.[0] ?? "");
    expect({ status: late.status, booked: news.includes(t.events.appointmentBooked), who: news.includes(dung.name), at: valuesIn(late.html, "at"), address: valuesIn(late.html, "address"), kind: valuesIn(late.html, "kind") }).toEqual({ status: 409, booked: true, who: true, at: ["9h15"], address: ["Số 3 phố Giả Định"], kind: ["admission"] });
    const again = await book(reference, { kind: "admission", at: "9h15" }, Number(valuesIn(late.html, "version")[0]), binh);
    expect({ status: again.status, planned: (await plannedOf(reference)).length }).toEqual({ status: 303, planned: 2 });
  });

  test("twenty may be planned, and no more", async () => {
    const { reference } = await desk.file();
    for (let n = 0; n < 20; n += 1) expect((await book(reference, { at: `${8 + (n % 9)}:${n < 9 ? "00" : n < 18 ? "20" : "40"}` })).status).toBe(303);
    const more = await book(reference, { at: "18:00" });
    expect({ status: more.status, errors: errorsIn(more.html) }).toEqual({ status: 422, errors: [w.book.errors.tooMany] });
    // All of them go in one write.
    expect((await desk.record(dung, reference, "stop", { on: "2026-11-20", because: "Theo đề nghị" })).line).toBe(w.done.recorded);
    expect(await plannedOf(reference)).toEqual([]);
  });

  test("is possible in the states that the table names, and in no other", async () => {
    for (const state of applicationStates) {
      const { reference } = await desk.file();
      await desk.force(reference, state);
      const allowed = mayMove("book", state, dung.roles);
      expect({ state, form: (await desk.get(dung, bookPath("vi", reference))).status, sent: (await book(reference)).status, planned: (await plannedOf(reference)).length }).toEqual({ state, form: allowed ? 200 : 303, sent: allowed ? 303 : 409, planned: allowed ? 1 : 0 });
    }
  });
});

describe("cancelling", () => {
  const booked = async () => {
    const filed = await desk.file();
    await book(filed.reference);
    const [planned] = await plannedOf(filed.reference);
    return { ...filed, id: planned?.id ?? "" };
  };

  test("by the office takes the texts back and tells of it; once more changes nothing", async () => {
    const { reference, id } = await booked();
    const sent = await cancel(reference, id);
    expect({ status: sent.status, line: await lineOf(sent.to) }).toEqual({ status: 303, line: w.done.cancelled });
    const again = await cancel(reference, id);
    expect(again.status).toBe(303);
    expect(await plannedOf(reference)).toEqual([]);
    expect((await desk.happened(reference)).filter(({ type }) => type === "appointmentCancelled")).toHaveLength(1);
    expect((await desk.promised(reference)).toSorted()).toEqual(["booked cancelled", "cancelled", "dayBefore cancelled", "receipt", "soonBefore cancelled"]);
  });

  test("from a page that is no longer true cancels nothing and says why", async () => {
    const { reference, id } = await booked();
    const { version } = await desk.caseOf(reference);
    await desk.record(binh, reference, "receive", {});
    const sent = await cancel(reference, id, dung, version);
    expect({ line: await lineOf(sent.to), planned: (await plannedOf(reference)).length }).toEqual({ line: w.done.changed, planned: 1 });
  });

  test("of another application's appointment, or of none, is not found", async () => {
    const [one, other] = [await booked(), await booked()];
    for (const id of [other.id, "none", "%00"]) expect((await cancel(one.reference, id)).status).toBe(404);
    expect((await plannedOf(other.reference)).length).toBe(1);
  });

  test("is not a supervisor's to do, and is not offered to them", async () => {
    const { reference, id } = await booked();
    expect((await cancel(reference, id, giang)).status).toBe(303);
    expect((await plannedOf(reference)).length).toBe(1);
    const page = await desk.open(giang, reference);
    expect(page.html).not.toContain(cancelPath("vi", reference, id));
  });

  test("what the family confirmed is shown", async () => {
    const { id: _id, ...filed } = await booked();
    const link = /href="(\/lich-hen\/g\/[^"]+)"/.exec(await desk.status(filed))?.[1] ?? "";
    expect((await world.post(`${link}/${appointmentPath("vi", "t", "confirm", appointmentSide).split("/").at(-1)}`, [])).status).toBeLessThan(400);
    expect(textIn(partIn((await desk.open(dung, filed.reference)).html, "appointments"))).toContain(w.book.confirmed);
  });

  test.each(["stop", "withdraw"] as const)("%s of the application takes with it what was planned, with its texts", async (act) => {
    const { reference } = await booked();
    await desk.record(dung, reference, act, act === "stop" ? { on: "2026-11-20", because: "Theo đề nghị" } : { on: "2026-11-20" });
    expect((await desk.caseOf(reference)).appointments).toMatchObject([{ state: "cancelled", cancelledAt: world.now().toISOString() }]);
    expect((await desk.promised(reference)).filter((text) => /^(booked|dayBefore|soonBefore)/.test(text)).toSorted()).toEqual(["booked ended", "dayBefore ended", "soonBefore ended"]);
  });

  test("the family's own withdrawal takes it too", async () => {
    const { id: _id, ...filed } = await booked();
    const token = tokenIn(await desk.status(filed));
    await world.post(lookupPath("vi", "withdraw"), [["token", token], ["confirmed", "yes"]]);
    expect((await desk.caseOf(filed.reference)).appointments.map(({ state }) => state)).toEqual(["cancelled"]);
  });

  test("a decision leaves what is planned as it is: the day at the facility comes after it", async () => {
    const filed = await desk.fileDetermined("2026-11-01");
    const { reference } = filed;
    await desk.record(dung, reference, "receive", {});
    await book(reference, { kind: "admission", day: "2026-11-24" });
    await desk.record(dung, reference, "decide", { on: "2026-11-20", times: "first", place: "publicFacility", from: "2026-11-20" });
    expect((await plannedOf(reference)).map(({ kind }) => kind)).toEqual(["admission"]);
    expect((await desk.promised(reference)).toSorted()).toEqual(["booked", "dayBefore", "news", "receipt", "soonBefore"]);
    expect(textIn(await desk.status(filed))).toContain("Tầng 2, số 12 phố Thí Nghiệm");
  });
});
