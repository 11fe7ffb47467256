import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { record } from "../../../functions/registration/record.ts";
import { NotRecorded } from "../../../functions/registration/refusals.ts";
import { actNames, toldActs, type Act, type ActFacts } from "../../../shared/registration/acts.ts";
import { actPath, bookPath, casePath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { applicationMoves, applicationStates, deskListNames, mayMove, moveOf, type ApplicationMove, type ApplicationState } from "../../../shared/registration/state.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { h1In, textIn } from "../../support/pages.ts";
import { himself, type ApplicationInput } from "../../support/people.ts";
import { an, dung, giang, ha, inVietnam, partIn, registrationDesk, typedFacts, type Filed, type RegistrationDeskAtWork } from "../../support/registration-desk.ts";
import { callsDuring } from "../../support/table-calls.ts";
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

type Step = { [A in Act]: [at: string, act: A, facts: ActFacts[A], after: { state: ApplicationState; due: readonly [duty: keyof typeof w.duties, article: string] | null }] }[Act];

/** Records each step by the form, and checks the page it leads to, what was kept and what the family is told and sees. */
async function live(filed: Filed, steps: readonly Step[]): Promise<void> {
  for (const [moment, act, facts, after] of steps) {
    at(moment);
    const { reference } = filed;
    const before = await desk.caseOf(reference);
    const promisedBefore = (await desk.promised(reference)).length;
    const done = await desk.record(dung, reference, act, facts);
    const texts = toldActs.has(act);
    const next = textIn(partIn(done.html, "next"));
    expect({ act, to: done.to.split("?")[0], line: done.line, h1: textIn(h1In(done.html)).trim() }).toEqual({
      act,
      to: casePath("vi", reference),
      line: texts ? w.done.recorded : w.done.recordedNoText,
      h1: `${w.case.title(reference.slice(0, 4))} ${t.states[after.state]}`,
    });
    if (after.due) for (const said of [w.duties[after.due[0]], t.law.article(after.due[1])]) expect(next, act).toContain(said);
    else expect(next, act).toContain(w.case.noNext);

    const opened = await desk.caseOf(reference);
    const event = opened.events.findLast(({ type }) => type !== "lookedAt");
    expect({ state: opened.state, version: opened.version, event }).toEqual({
      state: after.state,
      version: before.version + 1,
      event: { type: act, at: world.now().toISOString(), by: "desk", staff: { staffId: dung.staffId, name: dung.name }, version: opened.version, office: "00004", facts },
    });
    expect(textIn(partIn(done.html, "timeline")), act).toContain(w.acts[act].title);
    expect(textIn(partIn(done.html, "timeline")), act).toContain(dung.name);
    expect((await desk.promised(reference)).length - promisedBefore, act).toBe(texts ? 1 : 0);
    const [line, ...others] = await desk.linesOf(reference);
    expect({ state: line?.state, due: line?.due ?? null, others: others.length }).toEqual({ state: after.state, due: opened.due && expect.objectContaining({ duty: opened.due.duty, at: opened.due.at }), others: 0 });
    const seen = textIn(await desk.status(filed));
    expect(seen, act).toContain(t.states[after.state]);
    expect(seen, act).toContain(t.events[act]);
    expect(seen, act).toContain(t.status.next[after.state]);
    expect(seen, act).not.toContain(dung.name);
  }
}
const decide = ["decide", "ND163-91"] as const;

describe("the whole life of one application", () => {
  test("under the law since 01/07/2026, from the first receipt to the end of after-care", async () => {
    at("2026-11-20 10:00");
    const filed = await desk.file();
    await live(filed, [
      ["2026-11-20 11:00", "receive", {}, { state: "received", due: decide }],
      ["2026-11-20 14:00", "askForMore", { items: ["Lý lịch", "Bản sao giấy tờ"], by: "2026-11-25" }, { state: "awaitingFamily", due: decide }],
      ["2026-11-23 09:00", "supplement", { on: "2026-11-23" }, { state: "received", due: decide }],
      ["2026-11-23 10:00", "arrangeDetermination", { facility: "Trạm y tế Giả Định", on: "2026-11-23" }, { state: "determining", due: decide }],
      ["2026-11-23 14:30", "determine", { result: "confirmed", on: "2026-11-23", by: "Trạm y tế Giả Định" }, { state: "received", due: decide }],
      ["2026-11-24 09:00", "extend", { until: "2026-11-26", because: "Thiếu người ký" }, { state: "received", due: decide }],
      ["2026-11-25 15:00", "decide", { on: "2026-11-25", number: "15/QĐ-CAP", times: "first", place: "publicFacility", facility: "Cơ sở Giả Định", from: "2026-11-25" }, { state: "decided", due: ["start", "ND163-4-8"] }],
      ["2026-11-26 09:00", "commit", { on: "2026-11-26" }, { state: "decided", due: ["start", "ND163-4-8"] }],
      ["2026-11-26 10:00", "handOver", { facility: "Cơ sở Giả Định Hai", on: "2026-11-26" }, { state: "decided", due: ["start", "ND163-4-8"] }],
      ["2026-11-26 16:00", "start", { on: "2026-11-26" }, { state: "inTreatment", due: ["noticeOfEnd", "ND163-93-2"] }],
      ["2028-10-24 09:00", "noticeOfEnd", { on: "2028-10-24" }, { state: "inTreatment", due: ["certify", "ND163-93-4"] }],
      ["2028-11-27 09:00", "complete", { on: "2028-11-26", number: "7/GXN" }, { state: "completed", due: ["proposeAfterCare", "ND163-134"] }],
      ["2028-11-28 09:00", "openAfterCare", { on: "2028-11-28" }, { state: "afterCare", due: ["endAfterCare", "L120-42"] }],
      ["2029-11-28 09:00", "endAfterCare", { on: "2029-11-28" }, { state: "ended", due: null }],
    ]);
    const { course } = await desk.caseOf(filed.reference);
    expect(course).toMatchObject({ regimeId: "R2", decidedOn: "2026-11-25", facility: "Cơ sở Giả Định Hai", from: "2026-11-26", to: "2028-11-26", months: 24, completedOn: "2028-11-26", afterCare: { from: "2028-11-28", to: "2029-11-28" } });
    const page = await desk.open(dung, filed.reference);
    expect(textIn(partIn(page.html, "acts"))).toContain(w.case.nothingToDo);
    expect(textIn(partIn(page.html, "course"))).toContain(`${w.case.fromTo("26/11/2026", "26/11/2028")} (${w.case.months(24)})`);
  });

  test("under the law before it: decided and begun in June, finished under it, with after-care by the new one", async () => {
    at("2026-06-10 10:00");
    const filed = await desk.fileDetermined("2026-06-01");
    expect((await desk.caseOf(filed.reference)).office.name).toMatch(/^UBND|^Ủy ban nhân dân/);
    const before = await desk.open(dung, filed.reference);
    expect(textIn(partIn(before.html, "next"))).toContain(t.law.article("ND116-30-1"));
    await live(filed, [
      ["2026-06-10 11:00", "receive", { note: "Bản chính đủ" }, { state: "received", due: ["decide", "ND116-30-1"] }],
      ["2026-06-11 09:00", "askForMore", { items: ["Lý lịch"], by: "2026-06-15" }, { state: "awaitingFamily", due: ["decide", "ND116-30-1"] }],
      ["2026-06-12 09:00", "supplement", { on: "2026-06-12" }, { state: "received", due: ["decide", "ND116-30-1"] }],
      ["2026-06-15 09:00", "decide", { on: "2026-06-15", times: "first", place: "home", from: "2026-06-15", months: 6 }, { state: "decided", due: null }],
      ["2026-06-16 09:00", "start", { on: "2026-06-16" }, { state: "inTreatment", due: null }],
      ["2026-12-15 09:00", "complete", { on: "2026-12-15" }, { state: "completed", due: ["proposeAfterCare", "ND163-134"] }],
      ["2026-12-17 09:00", "openAfterCare", { on: "2026-12-17" }, { state: "afterCare", due: ["endAfterCare", "L120-42"] }],
      ["2027-12-17 09:00", "endAfterCare", { on: "2027-12-17" }, { state: "ended", due: null }],
    ]);
    const { course } = await desk.caseOf(filed.reference);
    expect(course).toMatchObject({ regimeId: "R1", from: "2026-06-16", to: "2026-12-16", months: 6, afterCare: { from: "2026-12-17", to: "2027-12-17" } });
    const filing = textIn(partIn((await desk.open(dung, filed.reference)).html, "filing"));
    expect(filing).toContain(t.law.regimes.R1);
    expect(filing).toContain(w.case.carriedOver.startedUnderOldLaw);
  });

  test("filed in June and decided in July, it is decided by the new law; places of the old one stay closed, those of the new one open", async () => {
    at("2026-06-30 16:00");
    const filed = await desk.fileDetermined("2026-06-01");
    await live(filed, [["2026-06-30 16:30", "receive", {}, { state: "received", due: ["decide", "ND116-30-1"] }]]);
    at("2026-06-30 16:40");
    const old = await desk.record(dung, filed.reference, "decide", { on: "2026-06-30", times: "first", place: "privateThenHome", from: "2026-06-30", months: 6 });
    expect({ status: old.status, said: textIn(old.html).includes(w.errors["place.notUnderThisLaw"]) }).toEqual({ status: 422, said: true });
    at("2026-07-02 09:00");
    expect(textIn(partIn((await desk.open(dung, filed.reference)).html, "filing"))).toContain(w.case.carriedOver.decidedUnderNewLaw);
    const tooShort = await desk.record(dung, filed.reference, "decide", { on: "2026-07-02", times: "first", place: "home", from: "2026-07-02", months: 6 });
    expect({ status: tooShort.status, said: textIn(tooShort.html).includes(w.errors["months.tooFew"]) }).toEqual({ status: 422, said: true });
    await live(filed, [
      ["2026-07-02 10:00", "decide", { on: "2026-07-02", times: "again", place: "privateThenHome", from: "2026-07-02" }, { state: "decided", due: ["start", "ND163-4-8"] }],
      ["2026-07-03 10:00", "start", { on: "2026-07-03" }, { state: "inTreatment", due: ["noticeOfEnd", "ND163-93-2"] }],
    ]);
    expect((await desk.caseOf(filed.reference)).course).toMatchObject({ regimeId: "R2", months: 36, to: "2029-07-03" });
  });
});

describe("one act is one write", () => {
  test("the application, its line, its event and the text, after the look", async () => {
    at("2026-11-20 10:00");
    const { reference } = await desk.file();
    await desk.force(reference, "received");
    const { version } = await desk.caseOf(reference);
    const { calls, answer } = await callsDuring(world.client, () => desk.send(dung, reference, "askForMore", typedFacts("askForMore", { items: ["Lý lịch"], by: "2026-11-25" }), version));
    expect(answer.status).toBe(303);
    const writes = calls.filter(({ rows }) => rows.some((row) => /^(Put|Update|Delete) (registrations|messages)/.test(row)));
    expect(writes.map(({ command, rows }) => ({ command, rows: rows.toSorted() }))).toEqual([
      { command: "TransactWriteItemsCommand", rows: ["ConditionCheck registrations OFFICE APPLICATION", "Put registrations APPLICATION CHAIN", "Put registrations APPLICATION LOOK"] },
      { command: "TransactWriteItemsCommand", rows: ["Put messages REGISTRATION MESSAGE", "Put registrations APPLICATION CHAIN", "Put registrations APPLICATION EVENT", "Update registrations APPLICATION APPLICATION", "Update registrations OFFICE APPLICATION"] },
    ]);
  });

  test("a transfer also takes the old line away and puts the new one", async () => {
    const { reference } = await desk.file();
    const { calls } = await callsDuring(world.client, () => desk.record(dung, reference, "transfer", { communeCode: "00008", because: "Chuyển nơi ở" }));
    expect(calls.find(({ rows }) => rows.includes("Delete registrations OFFICE APPLICATION"))?.rows.toSorted()).toEqual([
      "Delete registrations OFFICE APPLICATION",
      "Put messages REGISTRATION MESSAGE",
      "Put registrations APPLICATION CHAIN",
      "Put registrations APPLICATION EVENT",
      "Put registrations OFFICE APPLICATION",
      "Update messages REGISTRATION MESSAGE",
      "Update registrations APPLICATION APPLICATION",
    ]);
  });
});

describe("a text is promised only where the family's answers leave room for it", () => {
  const told: { [A in Act]?: { first: readonly Act[]; facts: ActFacts[A] } } = {
    askForMore: { first: ["receive"], facts: { items: ["Lý lịch"], by: "2026-12-31" } },
    arrangeDetermination: { first: ["receive"], facts: { facility: "Trạm y tế Giả Định", on: "2026-11-23" } },
    extend: { first: ["receive"], facts: { until: "2026-12-31", because: "Thiếu người ký" } },
    decide: { first: ["receive"], facts: { on: "2026-11-20", times: "first", place: "home", from: "2026-11-20" } },
    transfer: { first: [], facts: { communeCode: "00008", because: "Chuyển nơi ở" } },
    stop: { first: [], facts: { on: "2026-11-20", because: "Theo đề nghị" } },
    withdraw: { first: [], facts: { on: "2026-11-20" } },
  };
  const contact = himself().contact;
  const cases: [name: string, change: Partial<ApplicationInput>, daysLater: number, promised: boolean][] = [
    ["agreed to", {}, 0, true],
    ["29 days after the answers", {}, 29, true],
    ["31 days after them", {}, 31, false],
    ["not wanted", { contact: { ...contact, mayText: "no" }, consents: { ...himself().consents, texts: false } }, 0, false],
    ["not agreed to", { consents: { ...himself().consents, texts: false } }, 0, false],
  ];
  test("every act that is told is in this table", () => expect(Object.keys(told).toSorted()).toEqual([...toldActs].toSorted()));

  test.each(cases)("texts %s", async (_name, change, daysLater, promised) => {
    for (const act of toldActs) {
      at("2026-11-20 10:00");
      const { reference } = await desk.file({ determination: { kind: "paper", issuedOn: "2026-11-01" }, ...change });
      const { first, facts } = told[act] ?? { first: [], facts: {} };
      world.forward(daysLater * 24 * 3_600_000);
      for (const one of first) await desk.record(dung, reference, one, {});
      const done = await desk.record(dung, reference, act, facts);
      const said = act === "transfer" ? w.done.transferred : promised ? w.done.recorded : w.done.recordedNoText;
      expect({ act, line: done.line, texts: (await desk.promised(reference)).filter((text) => !text.startsWith("receipt")) }).toEqual({ act, line: said, texts: promised ? [act === "withdraw" ? "withdrawn" : "news"] : [] });
    }
  });

  test("none once the texts were stopped", async () => {
    at("2026-11-20 10:00");
    const { reference } = await desk.file();
    const before = await desk.deps.store.findStanding(reference);
    if (!before) throw new Error("gone");
    await desk.deps.store.write([{ what: "application", before, after: { texts: [], textsStopped: "application" } }], world.now());
    const page = await desk.open(dung, reference);
    expect(textIn(partIn(page.html, "contact"))).toContain(w.case.textsStopped);
    await desk.record(dung, reference, "receive", {});
    const done = await desk.record(dung, reference, "askForMore", { items: ["Lý lịch"], by: "2026-12-31" });
    expect({ line: done.line, texts: await desk.promised(reference) }).toEqual({ line: w.done.recordedNoText, texts: ["receipt"] });
  });

  test("the end of an application takes back what still waits, and leaves the text that tells of the end", async () => {
    at("2026-11-20 07:00");
    const filed = await desk.file();
    await desk.record(dung, filed.reference, "receive", {});
    await desk.record(dung, filed.reference, "askForMore", { items: ["Lý lịch"], by: "2026-12-31" });
    await desk.record(dung, filed.reference, "stop", { on: "2026-11-20", because: "Theo đề nghị" });
    expect((await desk.promised(filed.reference)).toSorted()).toEqual(["news", "news ended", "receipt ended"]);
  });
});

describe("what was promised is kept", () => {
  test("an act that tells nothing takes no text back that still waits for a safe hour", async () => {
    at("2026-11-20 21:30");
    const night = await desk.fileDetermined("2026-11-01");
    await desk.record(dung, night.reference, "receive", {});
    expect.soft(await desk.promised(night.reference), "the receipt, after it was received").toEqual(["receipt"]);
    const decided = await desk.record(dung, night.reference, "decide", { on: "2026-11-20", times: "first", place: "home", from: "2026-11-20" });
    expect(decided.line).toBe(w.done.recorded);
    world.forward(60_000);
    await desk.record(dung, night.reference, "commit", { on: "2026-11-20" });
    expect(await desk.promised(night.reference), "the news of the decision, after the commitment").toContain("news");
  });

  test("so that the family hears of the decision in the morning", async () => {
    at("2026-11-20 21:30");
    const night = await desk.fileDetermined("2026-11-01");
    for (const [act, facts] of [["receive", {}], ["decide", { on: "2026-11-20", times: "first", place: "home", from: "2026-11-20" }], ["commit", { on: "2026-11-20" }]] as const) await desk.send(dung, night.reference, act, typedFacts(act, facts));
    at("2026-11-21 08:05");
    await world.sweep();
    expect((await world.texts()).filter(({ to }) => to.endsWith(night.phone.slice(1))).length).toBeGreaterThanOrEqual(1);
  });
});

/** Facts that pass the schema, for acts that must be refused for another reason. */
const anyFacts: ActFacts = {
  withdraw: { on: "2026-11-20" },
  receive: {},
  askForMore: { items: ["Lý lịch"], by: "2026-12-31" },
  supplement: { on: "2026-11-20" },
  arrangeDetermination: { facility: "Trạm y tế Giả Định", on: "2026-11-23" },
  determine: { result: "confirmed", on: "2026-11-20", by: "Trạm y tế Giả Định" },
  extend: { until: "2026-12-31", because: "Thiếu người ký" },
  decide: { on: "2026-11-20", times: "first", place: "home", from: "2026-11-20" },
  commit: { on: "2026-11-20" },
  handOver: { facility: "Cơ sở Giả Định", on: "2026-11-20" },
  start: { on: "2026-11-20" },
  reissue: { on: "2026-11-20" },
  noticeOfEnd: { on: "2026-11-20" },
  complete: { on: "2026-11-20" },
  openAfterCare: { on: "2026-11-20" },
  endAfterCare: { on: "2026-11-20" },
  stop: { on: "2026-11-20", because: "Theo đề nghị" },
  transfer: { communeCode: "00008", because: "Chuyển nơi ở" },
};
const rest = <A extends Act>(act: A): ActFacts[A] => anyFacts[act];

describe("what the state does not allow", () => {
  test.each(applicationStates)("in %s, no act that is not in its row is recorded, offered or taken by its form", async (state) => {
    at("2026-11-20 10:00");
    const { reference } = await desk.file();
    await desk.force(reference, state);
    const { version } = await desk.caseOf(reference);
    const officer = { staff: { staffId: dung.staffId, name: dung.name }, roles: dung.roles, scope: { office: "00004" } };
    const page = await desk.open(dung, reference);
    for (const act of actNames) {
      const allowed = mayMove(act, state, dung.roles);
      expect(page.html.includes(`href="${actPath("vi", reference, act)}"`), `${act} offered in ${state}`).toBe(allowed);
      if (allowed) continue;
      await expect(record(desk.deps, { officer, reference, act, facts: rest(act), version }), act).rejects.toThrow(NotRecorded);
      expect((await desk.get(dung, actPath("vi", reference, act))).to, act).toBe(casePath("vi", reference));
      const sent = await desk.send(dung, reference, act, typedFacts(act, rest(act)));
      expect({ act, status: sent.status, told: textIn(sent.html).includes(w.act.notNow) }).toEqual({ act, status: 409, told: true });
    }
    const opened = await desk.caseOf(reference);
    expect({ state: opened.state, version: opened.version, happened: (await desk.happened(reference)).length }).toEqual({ state, version, happened: 1 });
  });

  test.each(applicationStates)("in %s, the write itself refuses every move that is not in its row, whatever state is claimed", async (state) => {
    at("2026-11-20 10:00");
    for (const move of Object.keys(applicationMoves) as ApplicationMove[]) {
      if (move === "book") continue;
      const { reference } = await desk.file();
      await desk.force(reference, state);
      const row = await desk.caseOf(reference);
      const [claimed = state] = moveOf(move).from;
      const before = { ...row, state: claimed };
      const written = await desk.deps.store.write([{ what: "progress", move, before, after: { ...before, state: moveOf(move).to ?? claimed, texts: [] } }], world.now());
      const after = await desk.caseOf(reference);
      expect({ move, written, version: after.version, state: after.state }).toEqual(
        moveOf(move).from.includes(state) ? { move, written: true, version: row.version + 1, state: moveOf(move).to ?? claimed } : { move, written: false, version: row.version, state },
      );
    }
  }, 120_000);

  test("nor an office that no longer has it, though state and version are right", async () => {
    const { reference } = await desk.file();
    await desk.record(dung, reference, "transfer", { communeCode: "00008", because: "Chuyển nơi ở" });
    const row = await desk.caseOf(reference);
    const before = { ...row, office: { ...row.office, communeCode: "00004" } };
    expect(await desk.deps.store.write([{ what: "progress", move: "receive", before, after: { ...row, state: "received", texts: [] } }], world.now())).toBe(false);
    expect((await desk.caseOf(reference)).version).toBe(row.version);
  });
});

describe("roles", () => {
  test("a supervisor looks, finds and transfers, and nothing else", async () => {
    at("2026-11-20 10:00");
    for (const state of ["submitted", "received", "awaitingFamily", "determining", "decided", "inTreatment", "completed", "afterCare"] as const) {
      const { reference } = await desk.file();
      await desk.force(reference, state);
      const page = await desk.open(giang, reference);
      expect(page.status).toBe(200);
      for (const act of actNames) {
        expect(page.html.includes(`href="${actPath("vi", reference, act)}"`), act).toBe(act === "transfer");
        expect((await desk.get(giang, actPath("vi", reference, act))).status, act).toBe(act === "transfer" ? 200 : 303);
        if (act !== "transfer") expect((await desk.send(giang, reference, act, typedFacts(act, rest(act)))).status, act).toBe(409);
      }
      expect(page.html).not.toContain(`href="${bookPath("vi", reference)}"`);
      expect((await desk.get(giang, bookPath("vi", reference))).to).toBe(casePath("vi", reference));
      expect(await desk.happened(reference)).toHaveLength(1);
    }
  });

  test("a supervisor is not shown the form of an act that is not theirs, even when it is sent with mistakes", async () => {
    const { reference } = await desk.file();
    await desk.record(dung, reference, "receive", {});
    const sent = await desk.send(giang, reference, "decide", []);
    expect({ status: sent.status, form: sent.html.includes(`action="${actPath("vi", reference, "decide")}"`) }).toEqual({ status: 409, form: false });
  });

  test("a supervisor's transfer tells who made it", async () => {
    const filed = await desk.file();
    const done = await desk.record(giang, filed.reference, "transfer", { communeCode: "00008", because: "Chuyển nơi ở" });
    expect({ to: done.to.split("?")[0], line: done.line }).toEqual({ to: registrationDeskPath("vi"), line: w.done.transferred });
    expect(await desk.happened(filed.reference)).toContainEqual(expect.objectContaining({ type: "transfer", staff: { staffId: giang.staffId, name: giang.name }, facts: { communeCode: "00008", because: "Chuyển nơi ở" } }));
    expect(textIn(await desk.status(filed))).toContain(t.events.transfer);
  });

  test("an administrator is led to the directory, whatever of this desk they ask for; a counsellor is shown nothing", async () => {
    const { reference } = await desk.file();
    const paths = [registrationDeskPath("vi"), ...deskListNames.map((list) => `${registrationDeskPath("vi")}?list=${list}`), registrationDeskPath("vi", "find"), casePath("vi", reference), actPath("vi", reference, "receive"), bookPath("vi", reference)];
    for (const path of paths) {
      // A unit alone gives nobody anything to see.
      for (const who of [ha, { ...ha, unit: "00004" }, { ...ha, unit: "01" }]) expect({ path, to: (await desk.get(who, path)).to }).toEqual({ path, to: registrationDeskPath("vi", "facilities") });
      expect({ path, status: (await desk.get(an, path)).status }).toEqual({ path, status: 403 });
    }
    expect((await desk.send(ha, reference, "receive", [])).to).toBe(registrationDeskPath("vi", "facilities"));
    expect((await desk.send(an, reference, "receive", [])).status).toBe(403);
    expect({ state: (await desk.caseOf(reference)).state, looks: await desk.looks(reference) }).toEqual({ state: "submitted", looks: [] });
  });

  test("an officer without a commune is told so and sees nothing", async () => {
    const { reference } = await desk.file();
    const { unit: _unit, ...nowhere } = dung;
    for (const path of [registrationDeskPath("vi"), casePath("vi", reference)]) {
      const page = await desk.get({ ...nowhere, staffId: "nowhere" }, path);
      expect({ status: page.status, h1: h1In(page.html) }).toEqual({ status: 403, h1: w.noUnit.title });
    }
    expect(await desk.looks(reference)).toEqual([]);
  });
});
