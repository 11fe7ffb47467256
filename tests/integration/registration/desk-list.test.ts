import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findProvince } from "../../../shared/places/places.ts";
import { formatReference } from "../../../shared/reference.ts";
import { casePath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { deskListNames } from "../../../shared/registration/state.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { errorsIn, lostIds, summaryIn, textIn } from "../../support/pages.ts";
import { himself, motherForSon, testPhone } from "../../support/people.ts";
import { giang, inVietnam, officerOf, registrationDesk, supervisorOf, typedFacts, type Filed, type RegistrationDeskAtWork, type Who } from "../../support/registration-desk.ts";
import { callsDuring } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";

const w = words.vi.registrationDesk;
const list = registrationDeskPath("vi");

let world: World;
let desk: RegistrationDeskAtWork;
beforeAll(async () => {
  world = await startWorld();
  desk = registrationDesk(world);
});
afterAll(() => world.stop());
const at = (local: string) => world.moveTo(inVietnam(local));

/** Each test in a commune of its own: what one files is not in the list of another. */
const communes = (findProvince("01")?.communes ?? []).map(({ code }) => code).filter((code) => code !== "00004" && code !== "00008");
const own = (): { unit: string; officer: Who } => {
  const unit = communes.pop() ?? "";
  return { unit, officer: officerOf(unit) };
};

const referencesIn = (html: string): string[] => [...html.matchAll(/href="\/desk\/registrations\/a\/([A-Z0-9]{8})"/g)].map(([, reference = ""]) => reference);
/** The parts of a list, each with its references in order. */
const partsIn = (html: string): Record<string, string[]> =>
  Object.fromEntries([...html.matchAll(/<h2 class="rows-title">(.*?)<\/h2>(.*?)<\/section>/gs)].map(([, title = "", lines = ""]) => [title, referencesIn(lines)]));
const moreIn = (html: string): string | undefined => new RegExp(`<a href="([^"]+)">${w.list.more}</a>`).exec(html)?.[1]?.replaceAll("&amp;", "&");
const see = (who: Who, query = "") => desk.get(who, `${list}${query}`);

const facts = { receive: {}, stop: { on: "2026-11-20", because: "Theo đề nghị" }, withdraw: { on: "2026-11-20" }, askForMore: { items: ["Lý lịch"], by: "2026-11-25" }, arrangeDetermination: { facility: "Trạm y tế Giả Định", on: "2026-11-23" } };

describe("the list", () => {
  test("stands in the order of its clocks, in what is overdue, due today and later", async () => {
    const { unit, officer } = own();
    const filed: Record<string, string> = {};
    for (const [name, when] of [["soon", "2026-11-19 12:30"], ["overdue", "2026-11-18 09:00"], ["tonight", "2026-11-19 23:00"], ["justOver", "2026-11-19 08:59"], ["tomorrow", "2026-11-20 08:00"]] as const) {
      at(when);
      filed[name] = (await desk.file({}, unit)).reference;
    }
    at("2026-11-20 09:00");
    const page = await see(officer);
    expect(partsIn(page.html)).toEqual({ [w.list.overdue]: [filed.overdue, filed.justOver], [w.list.today]: [filed.soon, filed.tonight], [w.list.later]: [filed.tomorrow] });
    expect(lostIds(page.html)).toEqual([]);
    expect(page.html.match(/<li class="overdue"/g)).toHaveLength(2);
  });

  test("has one tab for what is to do, what waits, what runs and what is over, and each application in one of them", async () => {
    const { unit, officer } = own();
    at("2026-11-20 09:00");
    /** An application after these acts. */
    const after = async (...acts: ("receive" | "stop" | "withdraw" | "askForMore" | "arrangeDetermination")[]): Promise<string> => {
      const { reference } = await desk.file({}, unit);
      for (const act of acts) await desk.send(officer, reference, act, typedFacts(act, facts[act]));
      return reference;
    };
    const told = {
      todo: [await after(), await after("receive")],
      waiting: [await after("receive", "askForMore"), await after("receive", "arrangeDetermination")],
      over: [await after("stop"), await after("withdraw")],
    };
    for (const name of deskListNames) expect((await see(officer, `?list=${name}`)).html).toContain(`aria-current="page">${w.list.lists[name]}</a>`);
    for (const [name, references] of Object.entries(told)) {
      for (const other of deskListNames) {
        const shown = referencesIn((await see(officer, `?list=${other}`)).html);
        for (const reference of references) expect({ name, other, shown: shown.includes(reference) }).toEqual({ name, other, shown: name === other });
      }
    }
    const waiting = await see(officer, "?list=waiting");
    expect(textIn(waiting.html)).toContain(w.list.paused);
    expect(referencesIn((await see(officer, "?list=waiting&state=determining")).html)).toEqual([told.waiting[1]]);
    expect(referencesIn((await see(officer, "?list=over&state=withdrawn")).html)).toEqual([told.over[1]]);
    expect(textIn((await see(officer, "?list=running")).html)).toContain(w.list.empty);
  });

  test("of what is over shows the newest first", async () => {
    const { unit, officer } = own();
    at("2026-11-20 09:00");
    const filed: Filed[] = [];
    for (let n = 0; n < 3; n += 1) filed.push(await desk.file({}, unit));
    const ended: string[] = [];
    for (const { reference } of filed.toReversed()) {
      world.forward(3_600_000);
      const act = ended.length % 2 ? "stop" : "withdraw";
      await desk.send(officer, reference, act, typedFacts(act, facts[act]));
      ended.push(reference);
    }
    expect(referencesIn((await see(officer, "?list=over")).html)).toEqual(ended.toReversed());
  });

  test("takes any address as far as it makes sense", async () => {
    const { unit, officer } = own();
    at("2026-11-20 09:00");
    const { reference } = await desk.file({}, unit);
    for (const query of ["?list=nothing", "?list=todo&state=ended", "?commune=00004", "?after=x", "?after=%00", "?after=9999", "?state=submitted&state=received", "?said=forged"]) {
      const page = await see(officer, query);
      expect({ query, status: page.status, shown: referencesIn(page.html) }).toEqual({ query, status: 200, shown: [reference] });
    }
    // An officer cannot widen or change the office by an address.
    expect(referencesIn((await see(own().officer, `?commune=${unit}`)).html)).toEqual([]);
  });

  test("tells no phone and no number of a paper, in no tab and to nobody", async () => {
    const { unit, officer } = own();
    at("2026-11-20 09:00");
    const { applicant } = motherForSon();
    if (!applicant) throw new Error("a mother applies for her son");
    const filed = await desk.file({ ...motherForSon(), applicant: { ...applicant, phone: testPhone(931), address: { provinceCode: "01", communeCode: unit } }, person: { ...motherForSon().person, phone: testPhone(932) } });
    for (const who of [officer, supervisorOf("01")]) {
      for (const query of ["", `?commune=${unit}`]) {
        const page = await see(who, query);
        expect(page.html).toContain(casePath("vi", filed.reference));
        for (const number of [applicant.identity.number, filed.number, testPhone(931), testPhone(932)])
          for (const shape of [number, number.slice(1), number.slice(1).replace(/(\d{3})(\d{3})(\d{3})/, "$1 $2 $3")]) expect(page.html, number).not.toContain(shape);
        for (const word of [applicant.fullName, "12 phố Thí Nghiệm", "1998-09-02", "02/09/1998"]) expect(page.html).not.toContain(word);
      }
    }
  });
});

describe("a long list", () => {
  test("of 120 is shown in parts, each application exactly once, in the order of its clocks, also where many are due at the same moment", async () => {
    const { unit, officer } = own();
    const filed: string[] = [];
    for (let n = 0; n < 120; n += 1) {
      // Sixty at one moment, across where a part ends.
      at(n < 30 ? `2026-11-20 0${n % 3}:${10 + n}` : n < 90 ? "2026-11-20 05:00" : `2026-11-20 0${6 + (n % 3)}:${10 + (n % 40)}`);
      filed.push((await desk.file({}, unit)).reference);
    }
    at("2026-11-20 10:00");
    for (const reference of filed.slice(40, 60)) await desk.record(officer, reference, "receive", {});
    const seen: string[] = [];
    const sizes: number[] = [];
    let path: string | undefined = list;
    while (path) {
      const page = await desk.get(officer, path);
      const shown = referencesIn(page.html);
      sizes.push(shown.length);
      seen.push(...shown);
      path = moreIn(page.html);
      expect(page.html.includes(w.list.first)).toBe(sizes.length > 1);
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect(new Set(seen).size).toBe(120);
    expect(seen.toSorted()).toEqual(filed.toSorted());
    const dues = await Promise.all(seen.map(async (reference) => (await desk.caseOf(reference)).due?.at ?? ""));
    expect(dues).toEqual(dues.toSorted());

    const states: string[] = [];
    let narrowed: string | undefined = `${list}?list=todo&state=received`;
    while (narrowed) {
      const page = await desk.get(officer, narrowed);
      states.push(...referencesIn(page.html));
      narrowed = moreIn(page.html);
    }
    expect(states.toSorted()).toEqual(filed.slice(40, 60).toSorted());

    // As many reads for a page of 120 as for one of a few.
    const few = own();
    await desk.file({}, few.unit);
    const reads = async (who: Who) => (await callsDuring(world.client, () => see(who))).calls.filter(({ rows }) => rows.some((row) => row.includes("registrations"))).length;
    expect(await reads(officer)).toBe(await reads(few.officer));
  }, 240_000);

  test("of what is over goes on too, newest first", async () => {
    const { unit, officer } = own();
    at("2026-11-20 09:00");
    const filed: string[] = [];
    for (let n = 0; n < 55; n += 1) {
      const { reference } = await desk.file({}, unit);
      if (n % 2) world.forward(60_000);
      await desk.record(officer, reference, "withdraw", { on: "2026-11-20" });
      filed.push(reference);
    }
    const first = await see(officer, "?list=over");
    const rest = await desk.get(officer, moreIn(first.html) ?? "");
    const seen = [...referencesIn(first.html), ...referencesIn(rest.html)];
    expect({ first: referencesIn(first.html).length, rest: referencesIn(rest.html).length, all: seen.toSorted() }).toEqual({ first: 50, rest: 5, all: filed.toSorted() });
    expect(seen[0] === filed[54] || seen[0] === filed[53]).toBe(true);
    expect(moreIn(rest.html)).toBeUndefined();
  }, 120_000);
});

test("a supervisor's list can be narrowed to one commune of the province, and only of it", async () => {
  const [here, there] = [own(), own()];
  at("2026-11-20 09:00");
  const [one, two] = [await desk.file({}, here.unit), await desk.file({}, there.unit)];
  const narrowed = await see(giang, `?commune=${here.unit}`);
  expect(referencesIn(narrowed.html)).toEqual([one.reference]);
  expect(narrowed.html).toContain(`<option value="${here.unit}" selected`);
  expect(textIn(narrowed.html)).toContain((await desk.caseOf(one.reference)).office.name);
  for (const tab of deskListNames) expect(narrowed.html).toContain(`list=${tab}&amp;commune=${here.unit}`);
  const elsewhere = findProvince("79")?.communes[0]?.code ?? "";
  expect(referencesIn((await see(supervisorOf("75"), `?commune=${here.unit}`)).html)).toEqual([]);
  expect(referencesIn((await see(supervisorOf("79"), `?commune=${elsewhere}`)).html)).toEqual([]);
  expect(referencesIn((await see(giang, `?commune=${there.unit}`)).html)).toEqual([two.reference]);
});

describe("finding", () => {
  const find = (who: Who, wanted: string) => desk.post(who, registrationDeskPath("vi", "find"), [["wanted", wanted]]);

  test("by reference, phone and paper, however they are typed, in one's own office only", async () => {
    const { unit, officer } = own();
    at("2026-11-20 09:00");
    const base = himself();
    const phone = testPhone(941);
    const filed = await desk.file({ person: { ...base.person, phone, identity: { kind: "idNumber", number: "001098900941" }, residence: { kind: "settled", provinceCode: "01", communeCode: unit } } });
    const { reference } = filed;
    const ways = [reference, formatReference(reference), reference.toLowerCase(), ` ${reference.slice(0, 4)}-${reference.slice(4)} `, phone, "+84900000941", "0900 000 941", "0900.000.941", "84900000941", "001098900941", "001 098 900 941"];
    for (const wanted of ways) {
      const found = await find(officer, wanted);
      expect({ wanted, status: found.status, found: referencesIn(found.html), said: textIn(found.html).includes(w.find.found(1)) }).toEqual({ wanted, status: 200, found: [reference], said: true });
      expect(referencesIn((await find(own().officer, wanted)).html), wanted).toEqual([]);
      expect(referencesIn((await find(giang, wanted)).html), wanted).toEqual([reference]);
      expect(referencesIn((await find(supervisorOf("79"), wanted)).html), wanted).toEqual([]);
    }
  });

  test("by both people's phones and papers, and a passport in any letters", async () => {
    const { unit, officer } = own();
    const { applicant, person } = motherForSon();
    if (!applicant) throw new Error("a mother applies for her son");
    const { reference } = await desk.file({
      ...motherForSon(),
      applicant: { ...applicant, phone: testPhone(951), identity: { kind: "idNumber", number: "001170900951" }, address: { provinceCode: "01", communeCode: unit } },
      person: { ...person, phone: testPhone(952), identity: { kind: "passport", number: "C9000952" } },
    });
    for (const wanted of [testPhone(951), testPhone(952), "001170900951", "C9000952", "c9000952", "c 9000 952"]) expect({ wanted, found: referencesIn((await find(officer, wanted)).html) }).toEqual({ wanted, found: [reference] });
  });

  test("several of one phone are all found, each once", async () => {
    const { unit, officer } = own();
    const base = himself();
    const all: string[] = [];
    for (const number of ["001098900961", "001098900962", "001098900963"]) all.push((await desk.file({ person: { ...base.person, phone: testPhone(961), identity: { kind: "idNumber", number }, residence: { kind: "settled", provinceCode: "01", communeCode: unit } } })).reference);
    const found = await find(officer, testPhone(961));
    expect(referencesIn(found.html).toSorted()).toEqual(all.toSorted());
    expect(textIn(found.html)).toContain(w.find.found(3));
  });

  test("leaves nothing that was typed in an address, and no number on the page beside the box it was typed into", async () => {
    const { unit, officer } = own();
    const filed = await desk.file({}, unit);
    const form = await desk.get(officer, registrationDeskPath("vi", "find"));
    expect(form.html).toMatch(new RegExp(`<form [^>]*method="post" action="${registrationDeskPath("vi", "find")}"`));
    expect(referencesIn((await desk.get(officer, `${registrationDeskPath("vi", "find")}?wanted=${filed.phone}`)).html)).toEqual([]);
    const found = await find(officer, filed.phone);
    expect({ status: found.status, to: found.to }).toEqual({ status: 200, to: "" });
    expect(found.html.split(filed.phone)).toHaveLength(2);
    expect(found.html).not.toContain(filed.number);
    expect([...found.html.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, address]) => address).filter((address) => address?.includes(filed.phone.slice(1)))).toEqual([]);
    expect(JSON.stringify(world.logged)).not.toContain(filed.phone.slice(1));
  });

  test("nothing found says so; nothing typed says what to type; what is no number of anything is only not found", async () => {
    const { officer } = own();
    for (const wanted of ["0900000999", "23467 9CD", "001098999999", "Nguyễn Văn Mẫu", "<b>", "%", "A".repeat(500)]) {
      const found = await find(officer, wanted);
      expect({ wanted, status: found.status, none: textIn(found.html).includes(w.find.none), lost: lostIds(found.html) }).toEqual({ wanted, status: 200, none: true, lost: [] });
      expect(found.html).not.toContain("<b>");
    }
    for (const wanted of ["", "   "]) {
      const empty = await find(officer, wanted);
      expect({ status: empty.status, errors: errorsIn(empty.html), summary: summaryIn(empty.html).map(({ text }) => text), lost: lostIds(empty.html) }).toEqual({ status: 422, errors: [w.find.missing], summary: [w.find.missing], lost: [] });
    }
  });
});
