import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { book, cancel } from "../../../functions/registration/appointments.ts";
import { lookupPath } from "../../../shared/paths.ts";
import type { Act, ActFacts } from "../../../shared/registration/acts.ts";
import { actPath, casePath } from "../../../shared/registration/desk-paths.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { lostIds, textIn, tokenIn, valuesIn } from "../../support/pages.ts";
import { binh, dung, giang, inVietnam, lam, registrationDesk, typedFacts, type Filed, type RegistrationDeskAtWork } from "../../support/registration-desk.ts";
import { cutOff, denied, withFault } from "../../support/table-calls.ts";
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
beforeEach(() => world.moveTo(inVietnam("2026-11-20 10:00")));

const decision: ActFacts["decide"] = { on: "2026-11-20", number: "15/QĐ-CAP", times: "first", place: "publicFacility", facility: "Cơ sở Giả Định", from: "2026-11-21" };
const newsIn = (html: string): string => textIn(/<section class="summary".*?<\/section>/s.exec(html)?.[0] ?? "");
const received = async (): Promise<Filed & { version: number }> => {
  const filed = await desk.fileDetermined("2026-11-01");
  await desk.record(dung, filed.reference, "receive", {});
  return { ...filed, version: (await desk.caseOf(filed.reference)).version };
};
const typesOf = async (reference: string): Promise<string[]> => (await desk.happened(reference)).map(({ type }) => type).toSorted();

/** The family withdraws on its own page, as far as the last button. */
async function withdrawal(filed: Filed): Promise<() => Promise<Response>> {
  const token = tokenIn(await desk.status(filed));
  return async () => world.post(lookupPath("vi", "withdraw"), [["token", token], ["confirmed", "yes"]]);
}

describe("two officers on one application", () => {
  test("the later save is told what the other recorded, and everything typed is still there", async () => {
    const { reference } = await received();
    const opened = await desk.get(binh, actPath("vi", reference, "decide"));
    const version = Number(valuesIn(opened.html, "version")[0]);
    world.forward(60_000);
    expect((await desk.record(dung, reference, "extend", { until: "2026-11-25", because: "Thiếu người ký" })).line).toBe(w.done.recorded);
    const late = await desk.send(binh, reference, "decide", typedFacts("decide", decision), version);
    expect({ status: late.status, lost: lostIds(late.html) }).toEqual({ status: 409, lost: [] });
    const news = newsIn(late.html);
    for (const said of [w.act.changed, w.acts.extend.title, dung.name, "25/11/2026", "Thiếu người ký"]) expect(news).toContain(said);
    expect(news).not.toContain(w.acts.receive.title);
    expect(["on.day", "on.month", "on.year", "number", "times", "place", "facility", "from.day"].map((name) => valuesIn(late.html, name))).toEqual([["20"], ["11"], ["2026"], ["15/QĐ-CAP"], ["first"], ["publicFacility"], ["Cơ sở Giả Định"], ["21"]]);
    expect(await typesOf(reference)).toEqual(["extend", "receive", "submitted"]);

    const again = await desk.send(binh, reference, "decide", typedFacts("decide", decision), Number(valuesIn(late.html, "version")[0]));
    expect(again.status).toBe(303);
    expect((await desk.caseOf(reference)).state).toBe("decided");
  });

  test("long text and lists are kept too", async () => {
    const { reference, version } = await received();
    await desk.record(dung, reference, "extend", { until: "2026-11-25", because: "Thiếu người ký" });
    const items = ["Lý lịch", "Bản sao giấy tờ", "Ảnh 3 x 4"];
    const late = await desk.send(binh, reference, "askForMore", typedFacts("askForMore", { items, by: "2026-11-30" }), version);
    expect({ status: late.status, text: /<textarea[^>]*>(.*?)<\/textarea>/s.exec(late.html)?.[1] }).toEqual({ status: 409, text: items.join("\n") });
  });

  test("when the act is no longer possible, it is said, and what was typed is given back", async () => {
    const { reference, version } = await received();
    await desk.record(dung, reference, "arrangeDetermination", { facility: "Trạm y tế Giả Định", on: "2026-11-23" });
    const late = await desk.send(binh, reference, "decide", typedFacts("decide", decision), version);
    const text = textIn(late.html);
    expect({ status: late.status, told: text.includes(w.act.notNow), state: text.includes(t.states.determining), news: text.includes(w.acts.arrangeDetermination.title) }).toEqual({ status: 409, told: true, state: true, news: true });
    expect(text).toContain("Cơ sở Giả Định");
    expect.soft(text, "a number without a space is given back too").toContain("15/QĐ-CAP");
  });

  test("who is told of a mistake is still told that somebody else was first", async () => {
    const { reference, version } = await received();
    await desk.record(dung, reference, "extend", { until: "2026-11-25", because: "Thiếu người ký" });
    const wrong = await desk.send(binh, reference, "decide", typedFacts("decide", { ...decision, from: "2026-02-31" }), version);
    expect(wrong.status).not.toBe(303);
    const right = await desk.send(binh, reference, "decide", typedFacts("decide", decision), Number(valuesIn(wrong.html, "version")[0]));
    const told = [wrong, right].some(({ html }) => newsIn(html).includes(w.acts.extend.title));
    expect(told, "the first officer's extension was told before the second's decision was taken").toBe(true);
  });

  test("what the family did meanwhile is told as well", async () => {
    const { reference, version } = await received();
    const { appointment } = await book(desk.deps, { reference, kind: "interview", at: new Date(inVietnam("2026-11-25 09:00")), seen: { staff: { staffId: dung.staffId, name: dung.name }, version } });
    const opened = Number(valuesIn((await desk.get(binh, actPath("vi", reference, "decide"))).html, "version")[0]);
    world.forward(60_000);
    await cancel(desk.deps, { reference, id: appointment.id, by: "applicant" });
    const late = await desk.send(binh, reference, "decide", typedFacts("decide", decision), opened);
    expect(late.status).toBe(409);
    expect(newsIn(late.html)).toContain(t.events.appointmentCancelled);
  });

  test("what had happened before the form was opened is no news", async () => {
    const { reference, version } = await received();
    const { appointment } = await book(desk.deps, { reference, kind: "interview", at: new Date(inVietnam("2026-11-25 09:00")), seen: { staff: { staffId: dung.staffId, name: dung.name }, version } });
    world.forward(60_000);
    await cancel(desk.deps, { reference, id: appointment.id, by: "applicant" });
    world.forward(60_000);
    const opened = Number(valuesIn((await desk.get(binh, actPath("vi", reference, "decide"))).html, "version")[0]);
    await desk.record(dung, reference, "extend", { until: "2026-11-25", because: "Thiếu người ký" });
    const news = newsIn((await desk.send(binh, reference, "decide", typedFacts("decide", decision), opened)).html);
    expect({ extended: news.includes(w.acts.extend.title), cancelled: news.includes(t.events.appointmentCancelled) }).toEqual({ extended: true, cancelled: false });
  });

  test("a form that names no version, or one that is none, is not taken", async () => {
    const { reference } = await received();
    for (const version of [[], [["version", ""]], [["version", "x"]], [["version", "-1"]], [["version", "0"]], [["version", "999"]]] as const) {
      const sent = await desk.post(dung, actPath("vi", reference, "decide"), [...version, ...typedFacts("decide", decision)]);
      expect(sent.status).toBe(409);
    }
    expect(await typesOf(reference)).toEqual(["receive", "submitted"]);
  });
});

describe("the same form sent twice", () => {
  const acts: { [A in Act]?: ActFacts[A] } = {
    extend: { until: "2026-11-25", because: "Thiếu người ký" },
    decide: decision,
    askForMore: { items: ["Lý lịch"], by: "2026-11-30" },
    stop: { on: "2026-11-20", because: "Theo đề nghị" },
    withdraw: { on: "2026-11-20" },
  };
  test.each(Object.keys(acts) as (keyof typeof acts)[])("%s is recorded once, and the second time says so", async (act) => {
    const { reference, version } = await received();
    const fields = typedFacts(act, acts[act] as ActFacts[typeof act]);
    const first = await desk.send(dung, reference, act, fields, version);
    const second = await desk.send(dung, reference, act, fields, version);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(textIn((await desk.get(dung, second.to)).html)).toContain(w.done.repeated);
    expect((await typesOf(reference)).filter((type) => type === act)).toHaveLength(1);
    expect((await desk.promised(reference)).filter((text) => text === "news" || text === "withdrawn")).toHaveLength(1);
  });

  test("a transfer pressed twice leads to the list both times, though the application has gone", async () => {
    const { reference, version } = await received();
    const fields = typedFacts("transfer", { communeCode: "00008", because: "Chuyển nơi ở" });
    const first = await desk.send(dung, reference, "transfer", fields, version);
    const second = await desk.send(dung, reference, "transfer", fields, version);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect((await typesOf(reference)).filter((type) => type === "transfer")).toHaveLength(1);
    // Of anybody else, and of another version, nothing is told.
    expect((await desk.send(binh, reference, "transfer", fields, version)).status).toBe(404);
    expect((await desk.send(dung, reference, "transfer", fields, version + 1)).status).toBe(404);
    expect((await desk.get(dung, actPath("vi", reference, "transfer"))).status).toBe(404);
  });

  test("a transfer corrected with the back button is not told as done: it went where it was sent first", async () => {
    const { reference, version } = await received();
    await desk.send(dung, reference, "transfer", typedFacts("transfer", { communeCode: "00008", because: "Chuyển nơi ở" }), version);
    const corrected = await desk.send(dung, reference, "transfer", typedFacts("transfer", { communeCode: "00025", because: "Chuyển nơi ở" }), version);
    expect(textIn((await desk.get(dung, corrected.to)).html)).toContain(w.done.handedOnBefore);
    expect((await desk.linesOf(reference)).map(({ pk }) => pk)).toEqual(["OFFICE#00008"]);
  });

  test("a transfer pressed many times at once is one transfer, and nobody is led to a page that is not there", async () => {
    const { reference, version } = await received();
    const sent = await Promise.all(Array.from({ length: 6 }, () => desk.send(dung, reference, "transfer", typedFacts("transfer", { communeCode: "00008", because: "Chuyển nơi ở" }), version)));
    expect({ transfers: (await typesOf(reference)).filter((type) => type === "transfer").length, lines: (await desk.linesOf(reference)).map(({ pk }) => pk) }).toEqual({ transfers: 1, lines: ["OFFICE#00008"] });
    expect([...new Set(sent.map(({ status }) => status))]).toEqual([303]);
  });

  test("the same act with other facts by the same person is not taken for the same form", async () => {
    const { reference, version } = await received();
    await desk.send(dung, reference, "extend", typedFacts("extend", { until: "2026-11-25", because: "Thiếu người ký" }), version);
    const other = await desk.send(dung, reference, "extend", typedFacts("extend", { until: "2026-11-27", because: "Chờ kết quả" }), version);
    expect({ status: other.status, kept: valuesIn(other.html, "because") }).toEqual({ status: 409, kept: ["Chờ kết quả"] });
  });

  test("when the answer to the write is lost on the way, it is recorded once and told as recorded", async () => {
    const { reference, version } = await received();
    // After the sign-in and the look.
    const { answer } = await withFault(world.client, { command: "TransactWriteItemsCommand", pass: 2, times: 1, afterwards: true, error: cutOff }, () => desk.send(dung, reference, "decide", typedFacts("decide", decision), version));
    expect({ status: answer.status, decided: (await typesOf(reference)).filter((type) => type === "decide").length }).toEqual({ status: 303, decided: 1 });
  });

  test("when the write cannot be made, nothing is recorded and the same form may be sent again", async () => {
    const { reference, version } = await received();
    const fields = typedFacts("decide", decision);
    const { answer } = await withFault(world.client, { command: "TransactWriteItemsCommand", pass: 2, times: 1, error: denied }, () => desk.send(dung, reference, "decide", fields, version));
    expect({ status: answer.status, state: (await desk.caseOf(reference)).state, events: await typesOf(reference) }).toEqual({ status: 500, state: "received", events: ["receive", "submitted"] });
    expect((await desk.send(dung, reference, "decide", fields, version)).status).toBe(303);
  });

  test("pressed twice at once, nobody is told that somebody else was faster", async () => {
    const { reference, version } = await received();
    const both = await Promise.all([0, 1].map(() => desk.send(dung, reference, "decide", typedFacts("decide", decision), version)));
    expect((await typesOf(reference)).filter((type) => type === "decide")).toHaveLength(1);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
  });
});

describe("at the same moment", () => {
  test("twenty officers' posts of one act record it once", async () => {
    const { reference, version } = await received();
    const sent = await Promise.all(Array.from({ length: 20 }, (_, n) => desk.send(n % 2 ? dung : binh, reference, "decide", typedFacts("decide", decision), version)));
    expect((await typesOf(reference)).filter((type) => type === "decide")).toHaveLength(1);
    const opened = await desk.caseOf(reference);
    expect({ state: opened.state, version: opened.version, texts: (await desk.promised(reference)).toSorted() }).toEqual({ state: "decided", version: version + 1, texts: ["news", "receipt"] });
    expect(sent.filter(({ status }) => status === 303).length).toBeGreaterThanOrEqual(1);
    expect([...new Set(sent.map(({ status }) => status))].every((status) => [303, 409].includes(status)), JSON.stringify(sent.map(({ status }) => status))).toBe(true);
  });

  test("a transfer and a decision: one is recorded, and there is one line, where the application is", async () => {
    const won = { transfer: 0, decide: 0 };
    for (let round = 0; round < 12; round += 1) {
      const { reference, version } = await received();
      const transfer = () => desk.send(giang, reference, "transfer", typedFacts("transfer", { communeCode: "00008", because: "Chuyển nơi ở" }), version);
      const decide = () => desk.send(dung, reference, "decide", typedFacts("decide", decision), version);
      const sent = await Promise.all(round % 2 ? [transfer(), decide()] : [decide(), transfer()]);
      const recorded = (await typesOf(reference)).filter((type) => type === "transfer" || type === "decide");
      const lines = await desk.linesOf(reference);
      const opened = await desk.caseOf(reference);
      expect({ round, recorded: recorded.length, lines: lines.length, oks: sent.filter(({ status }) => status === 303).length, version: opened.version }).toEqual({ round, recorded: 1, lines: 1, oks: 1, version: version + 1 });
      won[recorded[0] === "transfer" ? "transfer" : "decide"] += 1;
      expect(lines[0]).toMatchObject(recorded[0] === "transfer" ? { pk: "OFFICE#00008", state: "received" } : { pk: "OFFICE#00004", state: "decided" });
      expect((await desk.open(lam, reference)).status).toBe(recorded[0] === "transfer" ? 200 : 404);
    }
    expect(won.transfer + won.decide).toBe(12);
  });

  test("the family's withdrawal and a decision: one of them holds", async () => {
    for (let round = 0; round < 8; round += 1) {
      const filed = await received();
      const withdraw = await withdrawal(filed);
      const decide = () => desk.send(dung, filed.reference, "decide", typedFacts("decide", decision), filed.version);
      const [sent, page] = await Promise.all([decide(), withdraw()]);
      const recorded = (await typesOf(filed.reference)).filter((type) => type === "withdraw" || type === "decide");
      const { state } = await desk.caseOf(filed.reference);
      expect({ round, recorded, state, decided: sent.status === 303, shown: (await page.text()).includes(t.states[state]) }).toEqual({ round, recorded: [state === "withdrawn" ? "withdraw" : "decide"], state, decided: state === "decided", shown: true });
      expect((await desk.linesOf(filed.reference)).map((line) => line.state)).toEqual([state]);
    }
  });

  test("a decision typed while the family withdrew is given back, and the page says what happened", async () => {
    const filed = await received();
    await (await withdrawal(filed))();
    const late = await desk.send(dung, filed.reference, "decide", typedFacts("decide", decision), filed.version);
    const text = textIn(late.html);
    expect({ status: late.status, told: text.includes(w.act.notNow), state: text.includes(t.states.withdrawn), typed: text.includes("Cơ sở Giả Định") }).toEqual({ status: 409, told: true, state: true, typed: true });
    expect(late.html).not.toContain(`action="${casePath("vi", filed.reference)}/decide"`);
  });

  test("looks of many at once are all written down", async () => {
    const { reference } = await desk.file();
    const pages = await Promise.all(Array.from({ length: 12 }, (_, n) => desk.open(n % 2 ? dung : giang, reference)));
    expect(pages.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
    expect(await desk.looks(reference)).toHaveLength(12);
  });
});
