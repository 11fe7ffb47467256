import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askExport } from "../../../functions/registration/export-ask.ts";
import { createExportStore } from "../../../functions/registration/export-store.ts";
import { book } from "../../../functions/registration/appointments.ts";
import { askRight } from "../../../functions/registration/ask-right.ts";
import { erase } from "../../../functions/registration/erase.ts";
import { findCases } from "../../../functions/registration/find-cases.ts";
import { forgetDue } from "../../../functions/registration/forget-due.ts";
import { saveHistory } from "../../../functions/registration/save-history.ts";
import { withdrawApplication } from "../../../functions/registration/withdraw.ts";
import { ownData } from "../../../functions/registration/own-data.ts";
import { runNightly } from "../../../functions/platform/nightly.ts";
import { subjectOf } from "../../../functions/registration/promised-text.ts";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { rightActPath } from "../../../shared/registration/desk-paths.ts";
import { runAs } from "../../support/as-function.ts";
import { dung, inVietnam, registrationDesk, type Filed, type RegistrationDeskAtWork } from "../../support/registration-desk.ts";
import { withFault } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";

let world: World;
let desk: RegistrationDeskAtWork;
const monday = inVietnam("2026-11-23 09:00");

beforeAll(async () => {
  world = await startWorld({ at: monday });
  desk = registrationDesk(world);
});
afterAll(() => world.stop());

const deps = () => ({ ...world.deps, erasing: desk.erasing });
const soon = () => new Date(world.now().getTime() + 60_000);
const nightly = () => runAs("registrationNightly", () => forgetDue(deps(), { until: soon() }));
const forward = (days: number) => world.forward(days * 86_400_000);

/** Somebody of whom everything is known that can be. */
async function known(): Promise<Filed> {
  const filed = await desk.fileDetermined("2026-11-20");
  const { reference } = filed;
  await saveHistory(world.deps, { reference, part: "self", filled: { occupation: "Thợ thí dụ" }, seen: 0 });
  await desk.record(dung, reference, "receive", {});
  await book(world.deps, { reference, kind: "interview", at: new Date(world.now().getTime() + 3 * 86_400_000), address: "Phòng 2, số 12 phố Thí Nghiệm" });
  await askRight(world.deps, { reference, kind: "correct", text: "Tên đệm sai một chữ thí dụ" });
  await desk.open(dung, reference);
  const exports = createExportStore(world.client, world.names.registrations);
  const officer = { staff: { staffId: dung.staffId, name: dung.name }, roles: dung.roles, scope: { office: "00004" } };
  expect(await runAs("registrationPapers", () => askExport({ ...desk.deps, exports }, { officer, wanted: { kind: "application", reference }, reason: "Để in lại (thử)" }))).toBe("asked");
  return filed;
}

/** How the office opens to a family what is kept of them. */
const rightSteps = ["accept", "carryOut"] as const;

/** Rows of any table, as they stand there, that name the application or what leads to it. */
async function traces({ reference }: Filed): Promise<string[]> {
  const subject = subjectOf(world.deps, reference);
  const tables = await Promise.all((["registrations", "hotline", "staff", "messages"] as const).map((table) => world.storedRows(table)));
  // A promised text knows nobody, and goes within a week; a code's row knows a reference for a day.
  const rows = tables.flat().filter(({ sk }) => !sk.startsWith("MESSAGE#") && sk !== "CODE");
  return rows.filter((row) => [reference, subject].some((lead) => JSON.stringify(row).includes(lead))).map(({ pk, sk }) => `${pk} ${sk}`);
}
const buried = async () => (await world.storedRows("registrations")).filter(({ pk }) => pk.startsWith("ERASED#"));
const waits = async (filed: Filed) => (await desk.promised(filed.reference)).filter((text) => !text.includes(" "));

describe("somebody is forgotten", () => {
  test("nothing in any table leads to them, whatever it was found by; what is left says that it was lawfully done", async () => {
    const filed = await known();
    const before = await traces(filed);
    expect(before.length).toBeGreaterThan(12);
    const events = (await desk.caseOf(filed.reference)).events.length;
    expect(await waits(filed)).not.toEqual([]);

    await runAs("registrationDesk", () => erase(deps(), { reference: filed.reference, basis: "asked", staff: { staffId: "dung", name: "Dũng thí dụ" } }));
    expect(await traces(filed)).toEqual([]);
    const scope = { office: "00004" };
    for (const wanted of [filed.reference, filed.phone, filed.number]) expect(await findCases({ cases: desk.cases, seal: world.deps.seal }, { scope, wanted })).toEqual([]);
    expect(await waits(filed)).toEqual([]);

    const rows = await buried();
    expect(rows.filter(({ sk }) => sk !== "CHAIN")).toHaveLength(events + 1);
    for (const row of rows) expect(Object.keys(row)).not.toContain("content");
    expect(rows.flatMap(({ erased }) => erased ?? [])).toEqual(["asked dung"]);
    expect(rows.find(({ sk }) => sk === "CHAIN")).toMatchObject({ seq: events + 1, forget: "KEPT" });
    expect(rows.find(({ sk }) => sk === "CHAIN")).not.toHaveProperty("key");
  });

  test("once: asked again, nothing happens; somebody else's stay as they are", async () => {
    const [one, other] = [await known(), await known()];
    const others = await desk.rowsOf(other.reference);
    await erase(deps(), { reference: one.reference, basis: "asked" });
    const after = await buried();
    await erase(deps(), { reference: one.reference, basis: "asked" });
    expect(await buried()).toEqual(after);
    expect(await desk.rowsOf(other.reference)).toEqual(others);
  });

  test("cut off after the write that takes the key, nothing can be read, and the next nightly run finishes it", async () => {
    const filed = await known();
    const cut = async () => withFault(world.client, { command: "TransactWriteItemsCommand", times: 50, pass: 2, error: () => new Error("cut off") }, () => erase(deps(), { reference: filed.reference, basis: "asked" }));
    await expect(cut()).rejects.toThrow();
    await expect(desk.caseOf(filed.reference)).rejects.toThrow(/no application/);
    expect(await traces(filed)).not.toEqual([]);
    await nightly();
    // A link that led to an appointment leads nowhere now, and goes by itself a day after it.
    expect((await traces(filed)).filter((row) => !row.endsWith(" LINK"))).toEqual([]);
  });

  test("while an officer records something: one of the two holds, and nothing is half there", async () => {
    for (let n = 0; n < 4; n += 1) {
      const filed = await desk.file();
      await Promise.all([erase(deps(), { reference: filed.reference, basis: "asked" }), desk.record(dung, filed.reference, "receive", {}).catch(() => null)]);
      await nightly();
      expect(await traces(filed)).toEqual([]);
    }
  });
});

describe("what has had its time", () => {
  test("a withdrawn application is there for a month, and gone with the next run after it, whoever looked meanwhile", async () => {
    const filed = await desk.file();
    await withdrawApplication(world.deps, filed.reference);
    forward(29);
    await desk.open(dung, filed.reference);
    await nightly();
    expect(await traces(filed)).not.toEqual([]);
    forward(3);
    expect((await nightly()).people).toBeGreaterThan(0);
    expect(await traces(filed)).toEqual([]);
  });

  test("an address goes earlier: hidden at once, gone with the next run, and the rest stays", async () => {
    const filed = await known();
    const { reference } = filed;
    expect((await desk.caseOf(reference)).appointments[0]?.address).toContain("Thí Nghiệm");
    forward(40);
    // Hidden before any run.
    expect((await desk.caseOf(reference)).appointments[0]).not.toHaveProperty("address");
    expect((await desk.rowsOf(reference)).find(({ sk }) => sk.startsWith("APPOINTMENT#"))).toHaveProperty("address");
    await nightly();
    const stored = (await desk.rowsOf(reference)).find(({ sk }) => sk.startsWith("APPOINTMENT#"));
    expect(stored).not.toHaveProperty("address");
    expect((await desk.caseOf(reference)).application.person.fullName).toBe(filed.application.person.fullName);
    // Looked at again only when something else is due.
    expect((await nightly()).fields).toBe(0);
  });

  test("what was filled in of Mẫu 33 goes ninety days after the decision: hidden at once from the desk and from the family, gone with the next run, and the rest stays", async () => {
    const decidedOn = localDate(world.now());
    const filed = await desk.fileDetermined(decidedOn);
    const { reference } = filed;
    await saveHistory(world.deps, { reference, part: "self", filled: { occupation: "Thợ thí dụ" }, seen: 0 });
    await desk.record(dung, reference, "receive", {});
    await desk.record(dung, reference, "decide", { on: decidedOn, times: "first", place: "home", from: decidedOn });
    expect(await desk.caseOf(reference)).toMatchObject({ state: "decided", course: { decidedOn } });
    // What the family may see of it when the office has opened it to them.
    const seen = async () => {
      const { id } = await askRight(world.deps, { reference, kind: "view" });
      for (const [version, act] of rightSteps.entries()) await desk.post(dung, rightActPath("vi", reference, id, act), [["version", String(version + 1)]]);
      const { receivedAt, state } = await desk.caseOf(reference);
      return (await ownData(world.deps, { reference, receivedAt, state, events: [] })).history;
    };
    forward(89);
    expect(await seen()).toEqual({ occupation: "Thợ thí dụ" });
    expect((await desk.caseOf(reference)).history).toEqual({ occupation: "Thợ thí dụ" });
    forward(2);
    expect(await seen()).toEqual({});
    expect(await desk.caseOf(reference)).not.toHaveProperty("history");
    expect((await desk.rowsOf(reference)).map(({ sk }) => sk)).toContain("HISTORY");
    await nightly();
    expect((await desk.rowsOf(reference)).map(({ sk }) => sk)).not.toContain("HISTORY");
    expect(await desk.caseOf(reference)).toMatchObject({ state: "decided", course: { decidedOn } });
  });

  test("the log says counts only, and where all chains end", async () => {
    world.logged.length = 0;
    await runAs("registrationNightly", () => runNightly({ area: "registrations", forgetting: desk.erasing.forgetting, log: world.deps.log, now: world.now }, (until) => forgetDue(deps(), { until })));
    expect(world.logged.map(({ code }) => code)).toEqual(["FORGOTTEN", "ANCHORED"]);
    const [, anchored] = world.logged;
    const heads = (await world.storedRows("registrations")).filter(({ sk }) => sk === "CHAIN");
    expect(anchored?.fields).toMatchObject({ area: "registrations", people: heads.length, before: "" });
  });
});
