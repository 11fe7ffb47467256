import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseReference } from "../../../shared/reference.ts";
import { actNames } from "../../../shared/registration/acts.ts";
import { findProvince } from "../../../shared/places/places.ts";
import { actPath, bookPath, cancelPath, casePath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { baDinh, himself, motherForSon, testPhone } from "../../support/people.ts";
import { textIn } from "../../support/pages.ts";
import { dung, giang, inVietnam, lam, officerOf, partIn, registrationDesk, supervisorOf, typedFacts, type RegistrationDeskAtWork, type Who } from "../../support/registration-desk.ts";
import { denied, withFault, withOther } from "../../support/table-calls.ts";
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

const becauseMoved = { communeCode: "00008", because: "Chuyển nơi ở" };
const refusals = () => world.logged.filter(({ code }) => code === "CASE_REFUSED").length;
/** Every way to an application, opened and sent. */
const ways = (reference: string): { path: string; fields?: readonly (readonly [string, string])[] }[] => [
  { path: casePath("vi", reference) },
  { path: bookPath("vi", reference) },
  { path: `${casePath("vi", reference)}/history/self` },
  ...actNames.flatMap((act) => [{ path: actPath("vi", reference, act) }, { path: actPath("vi", reference, act), fields: [["version", "1"], ...typedFacts("stop", { on: "2026-11-20", because: "Thử" })] as const }]),
  { path: bookPath("vi", reference), fields: [["version", "1"], ["kind", "interview"], ["on.day", "25"], ["on.month", "11"], ["on.year", "2026"], ["at", "8:30"]] },
  { path: cancelPath("vi", reference, "any"), fields: [["version", "1"]] },
];
const ask = (who: Who, { path, fields }: { path: string; fields?: readonly (readonly [string, string])[] }) => (fields ? desk.post(who, path, fields) : desk.get(who, path));

describe("an application of another office", () => {
  test("does not exist, whatever is asked of it: the same page as for a wrong address, written down, and nothing changed", async () => {
    const { reference } = await desk.file();
    const wrong = await desk.get(lam, `${registrationDeskPath("vi")}/nothing-here`);
    const before = await world.rows("registrations");
    for (const way of ways(reference)) {
      const refused = refusals();
      const page = await ask(lam, way);
      // Who posts gets back what they typed, and nothing else.
      const html = page.html.replace(/<label>.*?<\/label>/s, "");
      expect({ ...way, status: page.status, to: page.to, same: html === wrong.html }).toEqual({ ...way, status: 404, to: "", same: true });
      expect({ ...way, logged: refusals() - refused }).toEqual({ ...way, logged: 1 });
    }
    expect(await world.rows("registrations")).toEqual(before);
    expect(JSON.stringify(world.logged)).not.toContain(reference);
  });

  test("is like one that there is none of, and like what can be no reference", async () => {
    const { reference } = await desk.file();
    const none = reference.startsWith("2") ? `3${reference.slice(1)}` : `2${reference.slice(1)}`;
    expect(parseReference(none)).toBe(none);
    for (const guessed of [none, "AAAAAAAA", "1", "%00", "..%2F..%2Ffacilities"]) {
      const page = await desk.get(lam, casePath("vi", guessed));
      expect({ guessed, status: page.status, same: page.html === (await desk.open(lam, reference)).html }).toEqual({ guessed, status: 404, same: true });
    }
  });

  test("is not told of by the find page either", async () => {
    const { reference, phone, number } = await desk.file();
    for (const wanted of [reference, phone, number]) {
      const found = await desk.post(lam, registrationDeskPath("vi", "find"), [["wanted", wanted]]);
      expect(textIn(found.html)).toContain(w.find.none);
      expect(found.html).not.toContain(casePath("vi", reference));
    }
  });
});

describe("a transfer", () => {
  test("closes the application to the old office and gives the new one all of it", async () => {
    const { reference, phone } = await desk.file();
    await desk.record(dung, reference, "receive", { note: "Bản chính đủ" });
    const done = await desk.record(dung, reference, "transfer", becauseMoved);
    expect({ to: done.to.split("?")[0], line: done.line }).toEqual({ to: registrationDeskPath("vi"), line: w.done.transferred });
    expect(done.html).not.toContain(casePath("vi", reference));
    for (const way of ways(reference)) expect({ ...way, status: (await ask(dung, way)).status }).toEqual({ ...way, status: 404 });
    expect((await desk.post(dung, registrationDeskPath("vi", "find"), [["wanted", reference]])).html).not.toContain(casePath("vi", reference));

    expect((await desk.get(lam, registrationDeskPath("vi"))).html).toContain(casePath("vi", reference));
    const page = await desk.open(lam, reference);
    const timeline = textIn(partIn(page.html, "timeline"));
    for (const said of [w.acts.receive.title, w.acts.transfer.title, "Bản chính đủ", "Chuyển nơi ở", dung.name]) expect(timeline).toContain(said);
    expect(textIn(page.html)).toContain(dung.name);
    const { office, state, due } = await desk.caseOf(reference);
    expect({ office: office.communeCode, state, due: due?.duty, lines: (await desk.linesOf(reference)).map(({ pk }) => pk) }).toEqual({ office: "00008", state: "received", due: "decide", lines: ["OFFICE#00008"] });
    expect(textIn(await desk.status({ reference, phone }))).toContain(office.name);
    expect((await desk.record(lam, reference, "askForMore", { items: ["Lý lịch"], by: "2026-12-01" })).line).toBe(w.done.recorded);
  });

  test("can be made twice, there and back, with one line all the time", async () => {
    const { reference } = await desk.file();
    await desk.record(dung, reference, "transfer", becauseMoved);
    await desk.record(lam, reference, "transfer", { communeCode: "00004", because: "Chuyển lại" });
    expect((await desk.linesOf(reference)).map(({ pk }) => pk)).toEqual(["OFFICE#00004"]);
    expect((await desk.open(dung, reference)).status).toBe(200);
    expect((await desk.open(lam, reference)).status).toBe(404);
  });

  test("takes a commune by its name and province, and asks when the name can mean several", async () => {
    const { reference } = await desk.file();
    const { version } = await desk.caseOf(reference);
    const typed = await desk.send(dung, reference, "transfer", [["province", "01"], ["commune", "phường hoàn kiếm, hà nội"], ["because", "Chuyển nơi ở"]], version);
    expect({ status: typed.status, office: (await desk.caseOf(reference)).office.communeCode }).toEqual({ status: 303, office: "00070" });

    const other = await desk.file();
    const asked = await desk.send(dung, other.reference, "transfer", [["province", "01"], ["commune", "Thường Tín"], ["because", "Chuyển nơi ở"]]);
    const offered = [...asked.html.matchAll(/name="communeCode" value="(\d{5})"/g)].map(([, code = ""]) => code);
    expect({ status: asked.status, several: offered.length > 1, kept: asked.html.includes('value="Chuyển nơi ở"') }).toEqual({ status: 422, several: true, kept: true });
    const chosen = await desk.send(dung, other.reference, "transfer", [["province", "01"], ["commune", "Thường Tín"], ["communeCode", offered[1] ?? ""], ["because", "Chuyển nơi ở"]]);
    expect({ status: chosen.status, office: (await desk.caseOf(other.reference)).office.communeCode }).toEqual({ status: 303, office: offered[1] });
  });

  test("nowhere, to its own office, or to what is no commune is refused", async () => {
    const { reference } = await desk.file();
    for (const [communeCode, code] of [["00004", "commune.same"], ["99999", "commune.missing"], ["", "commune.missing"], ["0000", "commune.missing"]] as const) {
      const sent = await desk.send(dung, reference, "transfer", [...(communeCode ? ([["communeCode", communeCode]] as const) : []), ["because", "Chuyển nơi ở"]]);
      expect({ communeCode, status: sent.status, said: textIn(sent.html).includes(w.errors[code]) }).toEqual({ communeCode, status: 422, said: true });
    }
    expect(await desk.happened(reference)).toHaveLength(1);
  });

  test("to another province leaves the supervisor's too", async () => {
    const { reference } = await desk.file();
    const commune = findProvince("79")?.communes[0];
    if (!commune) throw new Error("no commune");
    await desk.record(giang, reference, "transfer", { communeCode: commune.code, because: "Chuyển nơi ở" });
    expect((await desk.open(giang, reference)).status).toBe(404);
    expect((await desk.open(supervisorOf("79"), reference)).status).toBe(200);
    expect((await desk.open(officerOf(commune.code), reference)).status).toBe(200);
    expect((await desk.get(supervisorOf("79"), registrationDeskPath("vi"))).html).toContain(casePath("vi", reference));
  });
});

describe("a supervisor", () => {
  test("sees every commune of the province and none of another", async () => {
    const [here, there] = [await desk.file(), await desk.file({}, "00070")];
    const list = await desk.get(giang, registrationDeskPath("vi"));
    for (const { reference } of [here, there]) {
      expect(list.html).toContain(casePath("vi", reference));
      expect((await desk.open(giang, reference)).status).toBe(200);
      for (const who of [supervisorOf("79"), officerOf("01"), supervisorOf("00004")]) expect((await desk.open(who, reference)).status, who.name).not.toBe(200);
    }
    expect((await desk.get(supervisorOf("75"), registrationDeskPath("vi"))).html).toContain(w.list.empty);
  });

  test("hands on from the province's queue what named no commune that is known", async () => {
    const base = himself();
    const { reference, phone } = await desk.file({ person: { ...base.person, phone: testPhone(901), identity: { kind: "idNumber", number: "001098900901" }, residence: { kind: "settled", provinceCode: "01", communeTyped: "Làng Không Rõ" } } });
    expect((await desk.caseOf(reference)).office).toMatchObject({ provinceCode: "01" });
    expect((await desk.linesOf(reference)).map(({ pk }) => pk)).toEqual(["OFFICE#01"]);
    for (const who of [dung, lam, officerOf("01")]) expect((await desk.open(who, reference)).status).not.toBe(200);
    const page = await desk.open(giang, reference);
    expect(textIn(page.html)).toContain(w.case.routed.unresolved);
    expect((await desk.get(giang, registrationDeskPath("vi"))).html).toContain(casePath("vi", reference));
    // What the family typed is all the desk has to find the commune by.
    expect.soft(textIn(page.html), "the typed name is shown").toContain("Làng Không Rõ");

    await desk.record(giang, reference, "transfer", { communeCode: "00004", because: "Gia đình cho biết" });
    expect((await desk.linesOf(reference)).map(({ pk }) => pk)).toEqual(["OFFICE#00004"]);
    expect((await desk.record(dung, reference, "receive", {})).line).toBe(w.done.recordedNoText);
    expect(textIn(await desk.status({ reference, phone }))).toContain(t.states.received);
  });
});

describe("every look is written down before anything is shown", () => {
  test("by whom and when, for each page of an application", async () => {
    const { reference } = await desk.file();
    const pages = [casePath("vi", reference), actPath("vi", reference, "receive"), bookPath("vi", reference), `${casePath("vi", reference)}/history/self`, casePath("en", reference), actPath("vi", reference, "complete")];
    for (const [n, path] of pages.entries()) {
      world.forward(60_000);
      const page = await desk.get(n % 2 ? giang : dung, path);
      expect([200, 303]).toContain(page.status);
      const looks = await desk.looks(reference);
      expect({ path, looks: looks.length, last: looks.at(-1) }).toMatchObject({ path, looks: n + 1, last: { at: world.now().toISOString(), by: "desk", staff: { staffId: (n % 2 ? giang : dung).staffId } } });
    }
    const page = await desk.open(dung, reference);
    const shown = textIn(page.html);
    expect(shown).toContain(`${w.case.looks} (${pages.length})`);
    for (const { name } of [dung, giang]) expect(shown).toContain(`${name} ·`);
    expect(textIn(await desk.status(await lookedUp(reference)))).not.toContain(dung.name);
  });
  const lookedUp = async (reference: string) => ({ reference, phone: `0${(await desk.caseOf(reference)).reach.phone.slice(3)}` });

  test("a list is written down at its desk; who was searched for, at their application", async () => {
    const { reference } = await desk.file();
    await desk.get(dung, registrationDeskPath("vi"));
    await desk.post(dung, registrationDeskPath("vi", "find"), [["wanted", reference]]);
    expect(await desk.looks(reference)).toMatchObject([{ staff: { staffId: dung.staffId }, role: "communeOfficer", unit: "00004", facts: { paper: "find" } }]);
    const listed = (await world.rows("registrations")).filter(({ pk }) => pk === "DESK#00004");
    expect(listed.some(({ type, staff, references }) => type === "listed" && (staff as { staffId: string }).staffId === dung.staffId && (references as string[]).includes(reference))).toBe(true);
  });

  test("when it cannot be written, nothing of the application is shown and no act recorded", async () => {
    const { reference, phone, number } = await desk.file();
    for (const way of ways(reference)) {
      const { answer } = await withFault(world.client, { command: "TransactWriteItemsCommand", times: 1, pass: 1, error: denied }, () => ask(dung, way));
      expect({ ...way, status: answer.status }).toEqual({ ...way, status: 500 });
      for (const secret of ["Nguyễn Văn Mẫu", number, phone, phone.slice(1), reference]) expect(answer.html).not.toContain(secret);
    }
    expect((await desk.rowsOf(reference)).map(({ sk }) => sk.split("#")[0]).toSorted()).toEqual(["APPLICATION", "EVENT"]);
    expect((await desk.open(dung, reference)).status).toBe(200);
  });

  test("an application that leaves the office between the reading and the look is not shown", async () => {
    const { reference } = await desk.file();
    const { version } = await desk.caseOf(reference);
    const moveAway = () => desk.post(giang, actPath("vi", reference, "transfer"), [["version", String(version)], ...typedFacts("transfer", becauseMoved)]);
    // The first transaction of all is the sign-in.
    const page = await withOther(world.client, { command: "TransactWriteItemsCommand", pass: 1 }, moveAway, () => desk.open(dung, reference));
    expect({ status: page.status, named: page.html.includes("Nguyễn Văn Mẫu") }).toEqual({ status: 404, named: false });
    expect((await desk.looks(reference)).filter(({ staff }) => (staff as { staffId: string }).staffId === dung.staffId)).toEqual([]);
  });
});

test("another application of the same person: its half reference in one's own office, elsewhere only the office; the family is told nothing", async () => {
  const person = { ...himself().person, phone: testPhone(911), identity: { kind: "idNumber" as const, number: "001098900911" } };
  const first = await desk.file({ person: { ...person, residence: { kind: "settled", ...baDinh } } });
  const second = await desk.file({ person: { ...person, residence: { kind: "settled", ...baDinh } } });
  const third = await desk.file({ person: { ...person, residence: { kind: "settled", provinceCode: "01", communeCode: "00008" } } });
  const page = await desk.open(dung, first.reference);
  const told = textIn(/<section class="notice" aria-label="[^"]*đơn khác[^"]*">.*?<\/section>/s.exec(page.html)?.[0] ?? "");
  expect(told).toContain(w.case.othersHere(second.reference.slice(0, 4)));
  expect(told).toContain(w.case.othersElsewhere((await desk.caseOf(third.reference)).office.name));
  for (const whole of [third.reference, third.reference.slice(0, 4), second.reference]) expect(page.html).not.toContain(whole);
  expect(textIn((await desk.open(lam, third.reference)).html)).toContain(w.case.othersElsewhere((await desk.caseOf(first.reference)).office.name));
  const seen = await desk.status(first);
  for (const { reference } of [second, third]) expect(seen).not.toContain(reference.slice(0, 4));
  expect(textIn(seen)).not.toContain(w.case.others);

  // What is over is no longer told of.
  await desk.record(dung, second.reference, "withdraw", { on: "2026-11-20" });
  await desk.record(lam, third.reference, "stop", { on: "2026-11-20", because: "Theo đề nghị" });
  expect((await desk.open(dung, first.reference)).html).not.toContain(w.case.others);
});

test("who only wrote an application for somebody else is not told of as having another of their own", async () => {
  const { applicant } = motherForSon();
  if (!applicant) throw new Error("a mother applies for her son");
  const mother = { ...applicant, phone: testPhone(921), identity: { kind: "idNumber" as const, number: "001170900921" } };
  await desk.file({ ...motherForSon(), applicant: mother, person: { ...motherForSon().person, identity: { kind: "idNumber", number: "001098900922" } } });
  const { address: _address, ...herself } = mother;
  const own = await desk.file({ person: { ...herself, residence: { kind: "settled", ...baDinh } } });
  expect((await desk.open(dung, own.reference)).html).not.toContain(w.case.others);
});
