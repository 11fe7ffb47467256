import { createListLooks } from "../../../functions/registration/list-look-store.ts";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import fastify from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createOwnTexts } from "../../../functions/platform/own-texts.ts";
import { createTableClient } from "../../../functions/platform/table.ts";
import { book } from "../../../functions/registration/appointments.ts";
import { createCaseStore, type CaseStore } from "../../../functions/registration/case-store.ts";
import { createDeskApp } from "../../../functions/registration/desk/app.tsx";
import { createExportStore } from "../../../functions/registration/export-store.ts";
import { createPapersApp } from "../../../functions/registration/papers/app.ts";
import { readFonts } from "../../../functions/registration/papers/fonts.ts";
import { record } from "../../../functions/registration/record.ts";
import { saveHistory } from "../../../functions/registration/save-history.ts";
import type { Scope } from "../../../functions/registration/scope.ts";
import { csrfName, csrfOf } from "../../../functions/staff/desk-guard.tsx";
import { hashToken, newToken, sessionHours, ticketOf } from "../../../functions/staff/session.ts";
import { createStaffStore } from "../../../functions/staff/store.ts";
import { languages } from "../../../shared/language.ts";
import { findCommune } from "../../../shared/places/places.ts";
import { apiPaths } from "../../../shared/paths.ts";
import type { Act, ActFacts } from "../../../shared/registration/acts.ts";
import { casePath, exportPath, paperPath, registerPath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { dossierCodes, type DossierCode } from "../../../shared/registration/papers.ts";
import type { Role } from "../../../shared/staff/roles.ts";
import { buildSite } from "../../../web/build.tsx";
import { deskWords as words } from "../../../web/words/desk.ts";
import { received } from "../../support/applications.ts";
import { appAs, runAsNobody } from "../../support/as-function.ts";
import { lostIds, textIn } from "../../support/pages.ts";
import { baDinh, himself, motherForSon, testPhone, type ApplicationInput } from "../../support/people.ts";
import { staffSeal } from "../../support/staff-world.ts";
import { startWorld, type World } from "../../support/world.ts";
import { textOf } from "../../unit/functions/registration/papers/papers.ts";

type Person = { staffId: string; name: string; roles: readonly Role[]; unit?: string; cookie: string };
type Answer = { status: number; headers: Headers; bytes: Uint8Array };

/** Sunday 22/11/2026, nine in the morning in Vietnam. */
const today = "2026-11-22T02:00:00.000Z";
const settings = { siteOrigin: "http://localhost", assetsVersion: "test" };
const hoanKiem = { provinceCode: "01", communeCode: "00070" };
const everyPaper = [...dossierCodes];

let world: World;
let cases: CaseStore;
let papers: ReturnType<typeof createPapersApp>;
let officer: Person;

const papersOn = (client: DynamoDBDocumentClient) =>
  appAs("registrationPapers", createPapersApp({ cases: createCaseStore(client, world.names.registrations, world.keepers.registrations), exports: createExportStore(client, world.names.registrations), sessions: createStaffStore(world.client, world.names.staff, world.keepers.staff), staffSeal, fonts: readFonts(), ids: world.deps.ids, log: world.deps.log, now: world.now, siteOrigin: "https://duongve.example" }, settings));

beforeAll(async () => {
  world = await startWorld({ at: today });
  cases = createCaseStore(world.client, world.names.registrations, world.keepers.registrations);
  papers = papersOn(world.client);
});
afterAll(() => world.stop());

/** Somebody who has just signed in. */
async function signIn(roles: readonly Role[], unit?: string, who = ""): Promise<Person> {
  const member = { staffId: `${roles.join("-")}-${unit}${who}`, name: `Cán bộ ${unit ?? ""} (thử)`, roles, ...(unit ? { unit } : {}) };
  const token = newToken();
  await createStaffStore(world.client, world.names.staff, world.keepers.staff).enter({ ...member, tokenHash: hashToken(staffSeal, token), at: world.now().toISOString(), sessionEndsAtSeconds: Math.floor(world.now().getTime() / 1_000) + sessionHours * 3_600 });
  return { ...member, cookie: `desk=${ticketOf(token, member.staffId)}` };
}
/** The clock stands at a moment, and the officer of Ba Đình has just signed in. */
async function at(instant: string): Promise<void> {
  world.moveTo(instant);
  officer = await signIn(["communeOfficer"], baDinh.communeCode);
}
beforeEach(() => at(today));

const get = async (path: string, person: Person | null = officer, app = papers): Promise<Answer> => {
  const answer = await app.request(path, { headers: person ? { cookie: person.cookie } : {} });
  return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
};
const post = async (path: string, person: Person, fields: [string, string][] = [], app = papers): Promise<Answer> => {
  const headers = { cookie: person.cookie, "content-type": "application/x-www-form-urlencoded", origin: settings.siteOrigin, "sec-fetch-site": "same-origin" };
  const answer = await app.request(path, { method: "POST", headers, body: new URLSearchParams([[csrfName, csrfOf(staffSeal, person)], ...fields]).toString() });
  return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
};
/** Where something may be taken that somebody asked for at this address, and to which the supervisor of their province has agreed. */
async function agreed(path: string, person: Person): Promise<string> {
  expect((await post(path, person, [["reason", "Bàn giao thí dụ"]])).status).toBe(303);
  const request = (await world.rows("registrations")).find(({ pk, askedBy, state }) => pk.startsWith("EXPORTS#") && askedBy === person.staffId && state === "asked");
  const second = await signIn(["provinceSupervisor"], findCommune(person.unit)?.provinceCode ?? person.unit, "-second");
  const address = `${registrationDeskPath("vi", "exports")}/${String(request?.id)}`;
  expect((await post(`${address}/agreed`, second)).status).toBe(303);
  return `${address}/taken`;
}
/** The same, taken. */
const taken = async (path: string, person = officer): Promise<Answer> => post(await agreed(path, person), person);
const paper = (reference: string, code: DossierCode, person = officer) => get(paperPath("vi", reference, code), person);
const wordsOf = async ({ bytes }: Answer): Promise<string> => textOf(bytes);
/** The papers that can be had, in order. */
async function had(reference: string, person = officer): Promise<DossierCode[]> {
  const answers = await Promise.all(everyPaper.map(async (code) => ({ code, ...(await paper(reference, code, person)) })));
  for (const { status, headers, bytes } of answers) {
    expect([200, 404]).toContain(status);
    if (status === 200) expect({ type: headers.get("content-type"), begins: Buffer.from(bytes.slice(0, 5)).toString() }).toEqual({ type: "application/pdf", begins: "%PDF-" });
  }
  return answers.filter(({ status }) => status === 200).map(({ code }) => code);
}

const file = async (change: ApplicationInput = motherForSon()): Promise<string> => (await received(world, change)).reference;
const opened = async (reference: string, unit: string = baDinh.communeCode) => {
  const found = await cases.openCase(unit, reference);
  if (!found) throw new Error(`${reference} is not at ${unit}`);
  return found;
};
async function act<A extends Act>(reference: string, name: A, facts: ActFacts[A], unit: string = baDinh.communeCode): Promise<void> {
  const { version } = await opened(reference, unit);
  const scope: Scope = { office: unit };
  await record({ ...world.deps, cases }, { officer: { staff: { staffId: "tester", name: "Người Thử" }, roles: ["communeOfficer"], scope }, reference, act: name, facts, version });
}
const looks = async (reference: string, unit?: string) => (await opened(reference, unit)).events.filter(({ type }) => type === "lookedAt");
/** Received, and determined by a medical facility. */
async function determined(reference: string, on: string): Promise<void> {
  await act(reference, "receive", {});
  await act(reference, "arrangeDetermination", { facility: "Trạm thí dụ", on });
  await act(reference, "determine", { result: "confirmed", on, by: "Trạm thí dụ" });
}
const decision = (on: string, change: Partial<ActFacts["decide"]> = {}): ActFacts["decide"] => ({ on, number: "07", times: "first", place: "home", from: on, ...change });

describe("the papers of an application", () => {
  test("are those that its state gives reason for, each with the person's name, or that of whom it is written to", async () => {
    const reference = await file();
    const always = ["application", "history", "receipt"];
    expect(await had(reference)).toEqual(always);
    await act(reference, "receive", {});
    await act(reference, "extend", { until: "2026-11-25", because: "Chờ cơ sở y tế" });
    expect(await had(reference)).toEqual([...always, "apology"]);
    await act(reference, "askForMore", { items: ["Bản sao căn cước", "Giấy xác nhận nơi ở"], by: "2026-11-26" });
    expect(await had(reference)).toEqual([...always, "supplements", "apology"]);
    await act(reference, "supplement", { on: "2026-11-22" });
    await act(reference, "arrangeDetermination", { facility: "Trạm thí dụ", on: "2026-11-22" });
    await act(reference, "determine", { result: "confirmed", on: "2026-11-22", by: "Trạm thí dụ" });
    await act(reference, "decide", decision("2026-11-22"));
    expect(await had(reference)).toEqual(everyPaper);
    await act(reference, "start", { on: "2026-11-22" });
    expect(await had(reference)).toEqual(everyPaper);
    for (const code of everyPaper) expect((await wordsOf(await paper(reference, code))).toLowerCase(), code).toContain(code === "apology" ? "trần thị ví dụ" : "nguyễn văn mẫu");
    await act(reference, "stop", { on: "2026-11-22", because: "Lý do thí dụ" });
    expect(await had(reference)).toEqual(everyPaper);
  });

  test("carry what was recorded: what is missing and by when, the old time and the new one, what was decided", async () => {
    const reference = await file();
    await act(reference, "receive", {});
    await act(reference, "extend", { until: "2026-11-25", because: "Chờ cơ sở y tế" });
    const apology = await wordsOf(await paper(reference, "apology"));
    expect(apology).toContain("Thời gian hẹn trả kết quả: 09 giờ 00 phút, ngày 23 tháng 11 năm 2026");
    expect(apology).toContain("Thời gian trả kết quả mới: hết ngày 25 tháng 11 năm 2026");
    expect(apology).toContain("Chờ cơ sở y tế");
    await act(reference, "askForMore", { items: ["Bản sao căn cước"], by: "2026-11-26" });
    const supplements = await wordsOf(await paper(reference, "supplements"));
    expect(supplements).toContain("Bản sao căn cước");
    expect(supplements).toContain("26/11/2026");
    await act(reference, "supplement", { on: "2026-11-22" });
    await act(reference, "arrangeDetermination", { facility: "Trạm thí dụ", on: "2026-11-22" });
    await act(reference, "determine", { result: "confirmed", on: "2026-11-22", by: "Trạm thí dụ" });
    await act(reference, "decide", decision("2026-11-22", { place: "privateFacility", facility: "Cơ sở Thí Dụ", from: "2026-11-24" }));
    await at("2026-11-27T02:00:00.000Z");
    await act(reference, "start", { on: "2026-11-26" });
    const decided = await wordsOf(await paper(reference, "decision"));
    for (const part of ["Số: 07", "ngày 22 tháng 11 năm 2026", "24/11/2026", "24/11/2028", "Cơ sở Thí Dụ"]) expect(decided).toContain(part);
    expect(decided).not.toContain("26/11/2026");
    expect((await paper(reference, "commitment")).status).toBe(404);
    expect(await wordsOf(await paper(reference, "apology"))).toBe(apology);
  });

  test("the history is as far as the family filled it in", async () => {
    const reference = await file();
    await saveHistory(world.deps, { reference, part: "self", filled: { occupation: "Thợ thí dụ" }, seen: 0 });
    expect(await wordsOf(await paper(reference, "history"))).toContain("Thợ thí dụ");
    expect(Buffer.from((await taken(exportPath("vi", reference))).bytes).toString()).toContain('"history":{"occupation":"Thợ thí dụ"}');
  });

  test("the receipt names the day of filing, when an answer is due, and the next time to come", async () => {
    const reference = await file();
    await book(world.deps, { reference, kind: "interview", at: new Date("2026-11-24T02:30:00.000Z"), address: "Tầng 2, số 12 phố Thí Nghiệm" });
    await at("2026-11-23T08:00:00.000Z");
    const text = await wordsOf(await paper(reference, "receipt"));
    for (const part of ["09 giờ 00 phút, ngày 22 tháng 11 năm 2026", "09 giờ 00 phút, ngày 23 tháng 11 năm 2026", "09 giờ 30 phút, ngày 24 tháng 11 năm 2026", "Tầng 2, số 12 phố Thí Nghiệm", "Công an phường Ba Đình"]) expect(text).toContain(part);
    await at("2026-11-24T08:00:00.000Z");
    expect(await wordsOf(await paper(reference, "receipt"))).not.toContain("ngày 24 tháng 11");
  });

  test("follow the law of their day: filed and decided under the earlier one", async () => {
    await at("2026-06-20T02:00:00.000Z");
    const reference = await file();
    await determined(reference, "2026-06-20");
    await act(reference, "decide", decision("2026-06-20", { months: 6 }));
    expect(await had(reference)).toEqual(["application", "receipt", "decision"]);
    await act(reference, "start", { on: "2026-06-20" });
    await at(today);
    expect(await had(reference)).toEqual(["application", "receipt", "decision"]);
    for (const code of ["application", "decision"] as const) {
      const text = await wordsOf(await paper(reference, code));
      expect(text, code).toContain("116/2021/NĐ-CP");
      expect(text.toLowerCase(), code).toContain("ủy ban nhân dân");
      expect(text, code).not.toContain("Công an phường Ba Đình");
    }
  });

  test("follow the law of their day: filed under the earlier one, decided under today's", async () => {
    await at("2026-06-29T02:00:00.000Z");
    const reference = await file();
    await at("2026-07-02T02:00:00.000Z");
    await determined(reference, "2026-07-02");
    await act(reference, "decide", decision("2026-07-02"));
    expect(await had(reference)).toEqual(["application", "history", "receipt", "decision", "commitment"]);
    expect(await wordsOf(await paper(reference, "application"))).toContain("Mẫu số 22, Phụ lục II, Nghị định 116/2021/NĐ-CP");
    const decided = await wordsOf(await paper(reference, "decision"));
    expect(decided).toContain("Mẫu số 22, Phụ lục V, Nghị định 163/2026/NĐ-CP");
    expect(decided.toLowerCase()).toContain("công an phường ba đình");
  });

  test("there are none while nobody knows the commune, and the page says why", async () => {
    const reference = await file(himself({ person: { ...himself().person, phone: testPhone(41), residence: { kind: "settled", provinceCode: "01", communeTyped: "Xã Không Có Thật" } } }));
    const supervisor = await signIn(["provinceSupervisor"], "01");
    expect(await had(reference, supervisor)).toEqual([]);
    expect(await looks(reference, "01")).toEqual([]);
    expect((await taken(exportPath("vi", reference), supervisor)).status).toBe(200);
  });

  test("are PDFs with a name that tells nothing, shown in the browser and kept by nobody, in both languages alike", async () => {
    const reference = await file();
    for (const language of languages) {
      const { headers, bytes } = await get(paperPath(language, reference, "application"));
      expect(headers.get("content-disposition")).toBe(`inline; filename="dv-${reference.slice(0, 4)}-1.pdf"`);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(await textOf(bytes)).toContain("ĐƠN XIN ĐI CAI NGHIỆN MA TÚY TỰ NGUYỆN");
    }
  });
});

describe("whose papers they are", () => {
  const refusals = () => world.logged.filter(({ code }) => code === "CASE_REFUSED").length;

  test("another commune's officer is answered as if there were none, and it is written down", async () => {
    const reference = await file();
    const neighbour = await signIn(["communeOfficer"], hoanKiem.communeCode);
    for (const path of [paperPath("vi", reference, "application"), exportPath("vi", reference), paperPath("vi", "K7M4Q9TX", "application"), paperPath("vi", "khong-co", "application")]) {
      const before = refusals();
      const { status, bytes } = await get(path, neighbour);
      expect({ path, status, logged: refusals() - before }).toEqual({ path, status: 404, logged: 1 });
      expect(Buffer.from(bytes).toString()).not.toContain("Nguyễn Văn Mẫu");
    }
    expect(await looks(reference)).toEqual([]);
  });

  test("a province's supervisor opens those of the province, another's none", async () => {
    const reference = await file();
    expect((await paper(reference, "application", await signIn(["provinceSupervisor"], "01"))).status).toBe(200);
    expect((await paper(reference, "application", await signIn(["provinceSupervisor"], "75"))).status).toBe(404);
  });

  test("whoever is not signed in, or has no such role or place, gets none", async () => {
    const path = paperPath("vi", await file(), "application");
    expect((await get(path, null)).status).toBe(303);
    expect((await get(path, await signIn(["counsellor"]))).status).toBe(403);
    expect((await get(path, await signIn(["communeOfficer"]))).status).toBe(403);
    expect((await get(path, await signIn(["administrator"]))).status).toBe(303);
  });

  test("they go with an application that is transferred", async () => {
    const reference = await file();
    await act(reference, "transfer", { communeCode: hoanKiem.communeCode, because: "Đã chuyển nhà" });
    const neighbour = await signIn(["communeOfficer"], hoanKiem.communeCode);
    expect((await paper(reference, "application")).status).toBe(404);
    // Addressed as it was written; what the new office writes is its own.
    expect(await wordsOf(await paper(reference, "application", neighbour))).toContain("Công an phường Ba Đình");
  });
});

describe("a look", () => {
  /** A door whose table does something before each transaction it is asked for. */
  function doorThat(before: () => Promise<unknown>) {
    const client = createTableClient();
    client.middlewareStack.add(
      (next, context) => async (args) => {
        if (String(context.commandName).startsWith("TransactWrite")) await runAsNobody(before);
        return next(args);
      },
      { step: "serialize" },
    );
    return { door: papersOn(client), close: () => client.destroy() };
  }

  test("is written down with who and which paper, for each that is given and for no other", async () => {
    const reference = await file();
    const before = world.logged.length;
    await paper(reference, "application");
    await paper(reference, "decision");
    world.forward(60_000);
    await taken(exportPath("vi", reference));
    const { staffId, name } = officer;
    expect(await looks(reference)).toMatchObject([
      { by: "desk", at: today, staff: { staffId, name }, facts: { paper: "application" } },
      { by: "desk", at: "2026-11-22T02:01:00.000Z", staff: { staffId, name }, facts: { paper: "export", request: expect.any(String) } },
    ]);
    const line = { level: "info", code: "CASE_OPENED", fields: { staffId } };
    expect(world.logged.slice(before).filter(({ code }) => code === line.code)).toEqual([line, line]);
  });

  test("that cannot be written: no paper, and nothing of the person in the answer", async () => {
    const reference = await file();
    const { door, close } = doorThat(() => Promise.reject(new Error("no table today")));
    for (const path of [paperPath("vi", reference, "application"), await agreed(exportPath("vi", reference), officer), await agreed(registerPath("vi", 2026), officer)]) {
      const { status, headers, bytes } = await (path.endsWith("/taken") ? post(path, officer, [], door) : get(path, officer, door));
      expect({ path, status, type: headers.get("content-type") }).toEqual({ path, status: 500, type: "text/html; charset=UTF-8" });
      expect(Buffer.from(bytes).toString()).not.toMatch(/%PDF|Nguyễn Văn Mẫu/);
    }
    expect(await looks(reference)).toEqual([]);
    close();
  });

  test("at an application that goes elsewhere in that very moment: no paper", async () => {
    const reference = await file();
    const { door, close } = doorThat(() => act(reference, "transfer", { communeCode: hoanKiem.communeCode, because: "Đã chuyển nhà" }));
    expect((await get(paperPath("vi", reference, "application"), officer, door)).status).toBe(404);
    expect(await looks(reference, hoanKiem.communeCode)).toEqual([]);
    close();
  });
});

describe("the register", () => {
  const caoBang = { provinceCode: "04", communeCode: "01273" };
  let keeper: Person;
  const someone = (fullName: string, n: number, change: Partial<ApplicationInput> = {}, place = caoBang) =>
    file(himself({ person: { ...himself().person, fullName, phone: testPhone(n), residence: { kind: "settled", ...place, street: "Ngõ Thử 5" } }, ...change }));
  const register = async (year?: number): Promise<string> => wordsOf(await taken(year === undefined ? registerPath("vi", 2026).split("?")[0] ?? "" : registerPath("vi", year), keeper));
  beforeEach(async () => {
    keeper = await signIn(["communeOfficer"], caoBang.communeCode);
  });

  test("has everybody of the commune and of the year, whatever became of them, and nobody else", async () => {
    await at("2025-12-14T02:00:00.000Z");
    await someone("Lê Năm Trước", 51);
    await at("2025-12-20T02:00:00.000Z");
    await someone("Lê Đầu Năm", 52);
    await at("2026-11-20T02:00:00.000Z");
    const decided = await someone("Lê Được Quyết", 53);
    world.forward(60_000);
    const stopped = await someone("Lê Đã Dừng", 54, { treatment: { place: "publicFacility" } });
    await someone("Lê Nơi Khác", 55, {}, baDinh);
    await act(decided, "receive", {}, caoBang.communeCode);
    await act(decided, "arrangeDetermination", { facility: "Trạm thí dụ", on: "2026-11-20" }, caoBang.communeCode);
    await act(decided, "determine", { result: "confirmed", on: "2026-11-20", by: "Trạm thí dụ" }, caoBang.communeCode);
    await act(decided, "decide", decision("2026-11-20"), caoBang.communeCode);
    await act(decided, "start", { on: "2026-11-20" }, caoBang.communeCode);
    await act(stopped, "stop", { on: "2026-11-20", because: "Lý do thí dụ" }, caoBang.communeCode);
    await at("2026-12-15T02:00:00.000Z");
    await someone("Lê Năm Sau", 56);
    keeper = await signIn(["communeOfficer"], caoBang.communeCode);

    const text = await register(2026);
    expect(text).toContain("Tính từ ngày 15 tháng 12 năm 2025 đến ngày 14 tháng 12 năm 2026");
    expect([...text.matchAll(/Lê (Năm Trước|Đầu Năm|Được Quyết|Đã Dừng|Nơi Khác|Năm Sau)/g)].map(([, name]) => name)).toEqual(["Đầu Năm", "Được Quyết", "Đã Dừng"]);
    for (const part of ["trong đó: 3", "gia đình, cộng đồng: 2", "công lập: 1", "đang trong thời gian cai nghiện tự nguyện: 1", "20/11/2026 – 20/11/2028", "Ngõ Thử 5", words.vi.states.stopped]) expect(text).toContain(part);
    expect(await register(2027)).toContain("Lê Năm Sau");
    expect(await register()).toContain("Lê Năm Sau");
    const old = await register(2025);
    expect(old).toContain("Mẫu số 23, Phụ lục II, Nghị định 116/2021/NĐ-CP");
    expect(old).toContain("Lê Năm Trước");
    expect((await looks(decided, caoBang.communeCode)).map(({ facts, staff }) => [facts, staff?.staffId])).toEqual([[{ paper: "registerPage", request: expect.any(String) }, keeper.staffId]]);
  });

  test("is a page to write on when nobody was asked for", async () => {
    keeper = await signIn(["communeOfficer"], "00166");
    expect(await register(2026)).toContain("trong đó: 0");
  });

  test("is an office's own: not a province's, and of no year that cannot be", async () => {
    expect((await get(registerPath("vi", 2026), await signIn(["provinceSupervisor"], "04"))).status).toBe(404);
    expect((await get(registerPath("vi", 2026), await signIn(["communeOfficer"], "99999"))).status).toBe(404);
    for (const year of ["2021", "2027", "x", "", "20261"]) expect((await get(registerPath("vi", 2026).replace("2026", year), keeper)).status, year).toBe(404);
  });
});

describe("the export", () => {
  const exported = async (reference: string) => JSON.parse(Buffer.from((await taken(exportPath("vi", reference))).bytes).toString());
  /** A door of another make that lets in only what the published schema describes; what it says of a body. */
  async function platform() {
    const { $schema: dialect, ...body } = JSON.parse((await buildSite("test")).get(apiPaths.exportSchema) ?? "");
    expect(dialect).toBe("https://json-schema.org/draft/2020-12/schema");
    const door = fastify({ ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } } });
    door.post("/", { schema: { body } }, () => "taken");
    return async (payload: object): Promise<string> => (await door.inject({ method: "POST", url: "/", payload })).body;
  }

  test("is what the published schema describes, at every step, and the schema lets nothing else through", async () => {
    const handOver = await platform();
    const reference = await file();
    const fits = async (): Promise<void> => expect(await handOver(await exported(reference))).toBe("taken");
    await fits();
    await determined(reference, "2026-11-22");
    await book(world.deps, { reference, kind: "interview", at: new Date("2026-11-24T02:30:00.000Z"), address: "Tầng 2, số 12 phố Thí Nghiệm" });
    await act(reference, "decide", decision("2026-11-22"));
    await act(reference, "start", { on: "2026-11-22" });
    await fits();
    const whole = await exported(reference);
    expect(await handOver({ ...whole, events: [] })).toContain("additional");
    for (const key of ["$schema", "version", "application", "states"]) expect(await handOver({ ...whole, [key]: undefined }), key).toContain("required");
  });

  test.each([
    ["without a known commune", himself({ person: { ...himself().person, phone: testPhone(61), residence: { kind: "unsettled", ...baDinh, street: "Ngõ Thử 5" } }, treatment: { place: "publicFacility" } })],
    ["of a foreigner", himself({ person: { ...himself().person, phone: testPhone(62), identity: { kind: "foreignPassport", number: "N1234567" } }, treatment: { place: "privateFacility", facilityName: "Cơ sở Thí Dụ" } })],
    ["with a paper", motherForSon({ determination: { kind: "paper", issuedOn: "2026-10-01", issuedBy: "Trạm thí dụ" } })],
  ])("fits too for an application %s", async (_, application) => {
    const reference = await file(application);
    expect(await (await platform())(await exported(reference))).toBe("taken");
  });

  test("says where it stands and how it came there, and nothing of who worked on it", async () => {
    const reference = await file();
    await at("2026-11-22T03:00:00.000Z");
    await act(reference, "receive", { note: "Ghi chú nội bộ" });
    const answer = await taken(exportPath("vi", reference));
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="dv-${reference.slice(0, 4)}.json"`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const text = Buffer.from(answer.bytes).toString();
    expect(JSON.parse(text)).toMatchObject({
      $schema: "https://duongve.example/api/registration-export.schema.json",
      version: 1,
      exportedAt: "2026-11-22T03:00:00.000Z",
      reference,
      office: { communeCode: baDinh.communeCode },
      law: { filed: "R2", now: "R2" },
      application: { person: { fullName: "Nguyễn Văn Mẫu" } },
      states: [
        { state: "submitted", at: today },
        { state: "received", at: "2026-11-22T03:00:00.000Z" },
      ],
    });
    expect(text).not.toMatch(/Người Thử|Ghi chú nội bộ/);
  });
});

describe("the desk", () => {
  const desk = () =>
    createDeskApp(
      { ...world.deps, cases, erase: async () => {}, listLooks: createListLooks(world.client, world.names.registrations, world.keepers.registrations), sessions: createStaffStore(world.client, world.names.staff, world.keepers.staff), staffSeal, sent: createOwnTexts(world.client, world.names.messages, "registration") },
      settings,
    );
  const page = async (path: string, person = officer): Promise<string> => {
    const answer = await desk().request(path, { headers: { cookie: person.cookie } });
    expect(answer.status).toBe(200);
    return answer.text();
  };

  test.each(languages)("leads from an application to each paper there is, and says who took one (%s)", async (language) => {
    const reference = await file();
    const links = async () => [...(await page(casePath(language, reference))).matchAll(/href="([^"]*\/papers\/[A-Z0-9]{8}\/[^"]*)"/g)].map(([, href]) => href ?? "");
    expect(await links()).toEqual([...(["application", "history", "receipt"] as const).map((code) => paperPath(language, reference, code)), exportPath(language, reference)]);
    for (const href of await links()) expect((await get(href)).status, href).toBe(200);
    const html = await page(casePath(language, reference));
    expect(textIn(html)).toContain(`· ${words[language].registrationPapers.names.receipt}`);
    expect(lostIds(html)).toEqual([]);
  });

  test("says why there are none yet", async () => {
    const reference = await file(himself({ person: { ...himself().person, phone: testPhone(42), residence: { kind: "settled", provinceCode: "01", communeTyped: "Xã Không Có Thật" } } }));
    const html = await page(casePath("vi", reference), await signIn(["provinceSupervisor"], "01"));
    expect(textIn(html)).toContain(words.vi.registrationPapers.none);
    expect(html).not.toContain(".pdf");
  });

  test("leads an officer to the register of this year and of the last, and a supervisor to none", async () => {
    const html = await page(registrationDeskPath("vi"));
    for (const year of [2026, 2025]) {
      expect(html).toContain(`href="${registerPath("vi", year)}"`);
      expect((await get(registerPath("vi", year))).status).toBe(200);
    }
    expect(await page(registrationDeskPath("vi"), await signIn(["provinceSupervisor"], "01"))).not.toContain("register.pdf");
  });
});
