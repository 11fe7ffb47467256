import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { unitOf, type Case } from "../../../shared/registration/case.ts";
import { casePath, paperPath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { firstStep, steps, submitSlug, type Step } from "../../../shared/registration/steps.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { sendApplication } from "../../support/applications.ts";
import { stepOf, typedInto } from "../../support/form-fields.ts";
import { plainPost, walk, withSealed } from "../../support/form-walk.ts";
import { actionIn, errorsIn, h1In, lostIds, referenceIn, sealedIn, summaryIn, textIn, valuesIn } from "../../support/pages.ts";
import { officersDesk, type DeskPage, type OfficerSignedIn, type OfficersDesk } from "../../support/officers.ts";
import { baDinh, himself, motherForSon, testPhone, type ApplicationInput } from "../../support/people.ts";
import { startWorld, type World } from "../../support/world.ts";

const t = words.vi;
const w = t.registrationDesk.counter;
const home = registrationDeskPath("vi", "new");
const slugOf = (html: string): string => [...html.matchAll(/<form [^>]*action="([^"]+)"/g)].map(([, action = ""]) => action).find((action) => action.startsWith(home))?.split("/").at(-1) ?? "";

let world: World;
let desk: OfficersDesk;
let officer: OfficerSignedIn;

beforeAll(async () => {
  world = await startWorld();
  desk = officersDesk(world);
});
afterAll(() => world.stop());
/** Sunday 22/11/2026, nine in the morning in Vietnam. */
beforeEach(async () => {
  world.moveTo("2026-11-22T02:00:00.000Z");
  officer = await desk.signIn();
});

type Received = { day: string; at: string };
const now: Received = { day: "22/11/2026", at: "9:00" };
const receivedFields = ({ day, at }: Received): [string, string][] => {
  const [d = "", m = "", y = ""] = day.split("/");
  return [["received.on.day", d], ["received.on.month", m], ["received.on.year", y], ["received.at", at]];
};

const begin = (application: ApplicationInput, received: Received = now, person = officer) => desk.post(person, `${home}/${firstStep.slug}`, [...receivedFields(received), ...typedInto(firstStep, application)]);

/** Keys in a paper page by page, each time the page that was shown, until the wanted one is. */
async function keyIn(application: ApplicationInput, received: Received = now, to: Step["id"] | "check" = "check"): Promise<DeskPage> {
  let page = await begin(application, received);
  for (let pages = 1; pages <= 40; pages += 1) {
    const slug = slugOf(page.html);
    const step = steps.find((one) => one.slug === slug);
    if (slug === submitSlug ? to === "check" : step?.id === to) return page;
    if (!step || page.status !== 200) throw new Error(`keying in to ${to} ended at "${slug}" with ${page.status}: ${errorsIn(page.html).join("; ")}`);
    page = await desk.post(officer, `${home}/${step.slug}`, withSealed(sealedIn(page.html), typedInto(step, application)));
  }
  throw new Error(`keying in to ${to} has no end`);
}
const send = (check: DeskPage, person = officer) => desk.post(person, `${home}/${submitSlug}`, withSealed(sealedIn(check.html)));

/** A paper that was keyed in and sent, at the office that has it. */
async function keyed(application: ApplicationInput, received: Received = now, unit: string = baDinh.communeCode): Promise<{ page: DeskPage; opened: Case }> {
  const page = await send(await keyIn(application, received));
  const opened = await desk.cases.openCase(unit, referenceIn(page.html));
  if (!opened) throw new Error(`not received: ${page.status}`);
  return { page, opened };
}

describe("keying in at the counter", () => {
  test("begins with this moment, in the desk's own frame, and nothing on it leads nowhere", async () => {
    const page = await desk.get(officer, home);
    expect({ status: page.status, h1: h1In(page.html), lost: lostIds(page.html) }).toEqual({ status: 200, h1: t.steps.relationship.title, lost: [] });
    expect(["day", "month", "year"].map((box) => valuesIn(page.html, `received.on.${box}`)[0])).toEqual(["22", "11", "2026"]);
    expect(valuesIn(page.html, "received.at")).toEqual(["09:00"]);
    expect(page.html).toContain(`aria-current="page">${t.registrationDesk.nav.new}`);
    expect(textIn(page.html)).toContain(w.lead);
    expect(page.html).not.toContain("data-exit");
  });

  test("asks the public form's questions, by the same steps", async () => {
    const seen: string[] = [];
    for (const step of steps) {
      const page = await keyIn(motherForSon(), now, step.id).catch(() => null);
      if (!page) continue;
      seen.push(step.id);
      expect({ step: step.id, lost: lostIds(page.html), csrf: [...new Set(valuesIn(page.html, "csrf"))] }).toEqual({ step: step.id, lost: [], csrf: [officer.csrf] });
      for (const field of step.fields.filter(({ kind }) => kind !== "tick")) expect(page.html).toContain(`name="${field.kind === "day" ? `${field.name}.day` : field.name}"`);
    }
    const asked: string[] = [firstStep.id];
    await walk(world, motherForSon(), { seen: (step) => asked.push(step.id) });
    expect([...new Set([firstStep.id, ...seen])]).toEqual([...new Set(asked)]);
  });

  test("says on every later page when the paper was received and by which law it is judged", async () => {
    const page = await keyIn(motherForSon(), { day: "30/6/2026", at: "23:59" }, "person");
    expect(textIn(page.html)).toContain(w.received("23:59 thứ Ba 30/06/2026", t.law.regimes.R1));
    expect(textIn((await keyIn(motherForSon())).html)).toContain(w.received("09:00 Chủ nhật 22/11/2026", t.law.regimes.R2));
  });

  test("gives a receipt with reference, office and clock, to print, and leads to the application", async () => {
    const { page, opened } = await keyed(motherForSon({ applicant: { ...applicant(), phone: testPhone(11) } }));
    const text = textIn(page.html);
    expect(page.status).toBe(201);
    expect(text).toContain(opened.office.name);
    expect(text).toContain(t.clock.term.hours(24, t.law.article("ND163-91")));
    expect(text).toContain(t.clock.dueAt("09:00 thứ Hai 23/11/2026"));
    expect(page.html).toContain("data-print");
    expect(page.html).toContain(`href="${casePath("vi", opened.reference)}"`);
    expect(page.html).toContain(`href="${paperPath("vi", opened.reference, "receipt")}"`);
    expect(lostIds(page.html)).toEqual([]);
  });

  test("marks the application as assisted, by whom and when, and keeps when it was received", async () => {
    const { opened } = await keyed(himself(), { day: "20/11/2026", at: "16:15" });
    expect(opened).toMatchObject({ receivedAt: "2026-11-20T09:15:00.000Z", assisted: { by: { staffId: officer.staffId, name: officer.name }, at: "2026-11-22T02:00:00.000Z" } });
    expect(opened.events).toMatchObject([{ type: "submitted", by: "desk", staff: { staffId: officer.staffId }, at: "2026-11-22T02:00:00.000Z" }]);
    const list = await desk.get(officer, registrationDeskPath("vi"));
    expect(textIn(list.html)).toContain(t.registrationDesk.list.assisted);
    const page = await desk.get(officer, casePath("vi", opened.reference));
    expect(textIn(page.html)).toContain(t.registrationDesk.case.assistedBy(officer.name, "09:00 Chủ nhật 22/11/2026"));
    expect(textIn(page.html)).not.toContain(t.registrationDesk.case.unchecked);
  });

  test("pressed twice at once, and once more later, sends one application", async () => {
    const check = await keyIn(himself({ person: { ...himself().person, phone: testPhone(12) } }));
    const [first, second] = await Promise.all([send(check), send(check)]);
    expect([first.status, second.status].toSorted()).toEqual([200, 201]);
    expect(referenceIn(first.html)).toBe(referenceIn(second.html));
    expect(referenceIn((await send(check)).html)).toBe(referenceIn(first.html));
    expect((await world.rows("registrations")).filter(({ sk, reach }) => sk === "APPLICATION" && JSON.stringify(reach).includes(testPhone(12).slice(1)))).toHaveLength(1);
  });

  test("goes to the commune where the person lives; who keyed it in for another commune gets the receipt only", async () => {
    const elsewhere = { provinceCode: "01", communeCode: "00070" };
    const { page, opened } = await keyed(himself({ person: { ...himself().person, residence: { kind: "settled", ...elsewhere }, phone: testPhone(13) } }), now, elsewhere.communeCode);
    expect(unitOf(opened.office)).toBe(elsewhere.communeCode);
    expect(textIn(page.html)).toContain(w.elsewhere);
    expect(page.html).not.toContain(casePath("vi", opened.reference));
    expect(page.html).not.toContain("receipt.pdf");
    expect((await desk.get(officer, casePath("vi", opened.reference))).status).toBe(404);
  });

  test("is the same in English; texts to the family stay Vietnamese, like the paper", async () => {
    const english = registrationDeskPath("en", "new");
    const page = await desk.get(officer, english);
    expect({ status: page.status, h1: h1In(page.html) }).toEqual({ status: 200, h1: words.en.steps.relationship.title });
    const check = await keyIn(himself({ person: { ...himself().person, phone: testPhone(14) } }));
    const sent = await desk.post(officer, `${english}/${submitSlug}`, withSealed(sealedIn(check.html)));
    expect(h1In(sent.html)).toBe(words.en.receipt.title);
    expect((await desk.cases.openCase(baDinh.communeCode, referenceIn(sent.html)))?.reach.language).toBe("vi");
  });
});

const applicant = () => {
  const { applicant: one } = motherForSon();
  if (!one) throw new Error("a mother applies for her son");
  return one;
};

describe("the law is that of the day the paper was received", () => {
  test("the last minute of the old law: the people's committee and three working days", async () => {
    const { page, opened } = await keyed(himself(), { day: "30/6/2026", at: "23:59" });
    expect(opened.receivedAt).toBe("2026-06-30T16:59:00.000Z");
    expect(opened.due).toMatchObject({ duty: "decide", article: "ND116-30-1" });
    expect(opened.office.name).toMatch(/^UBND|^Ủy ban nhân dân/);
    // After hours on a Tuesday: received on Wednesday, and the third working day after it is Monday.
    expect(textIn(page.html)).toContain(`${t.receipt.due} ${t.receipt.endOf("06/07/2026")}`);
    expect(textIn(page.html)).toContain(t.clock.term.workingDays(3, t.law.article("ND116-30-1")));
  });

  test("the first minute of the new one: the commune's police and 24 hours", async () => {
    const { page, opened } = await keyed(himself(), { day: "1/7/26", at: "0:00" });
    expect(opened.receivedAt).toBe("2026-06-30T17:00:00.000Z");
    expect(opened.due).toMatchObject({ duty: "decide", at: "2026-07-01T17:00:00.000Z", article: "ND163-91" });
    expect(opened.office.name).toMatch(/^Công an/);
    expect(textIn(page.html)).toContain(t.law.article("ND163-91"));
  });

  test("places are those of that law, and age is that of that day", async () => {
    const minor = motherForSon({ person: { ...motherForSon().person, birthDate: "2008-09-01", identity: { kind: "idNumber", number: "001208000002" } }, treatment: { place: "reformSchool" } });
    const { agrees: _agrees, ...young } = minor;
    const options = async (received: Received, application: ApplicationInput) => [...(await keyIn(application, received, "place")).html.matchAll(/name="treatment.place" value="(\w+)"/g)].map(([, place]) => place);
    expect(await options({ day: "30/6/2026", at: "9:00" }, young)).toEqual(["home", "publicFacility", "privateFacility"]);
    expect(await options({ day: "1/7/2026", at: "9:00" }, young)).toContain("reformSchool");
    // Eighteen on 01/09/2026: the day before still a minor, for whom nobody is asked whether they agree.
    expect(await options({ day: "31/8/2026", at: "9:00" }, young)).toContain("reformSchool");
    expect(await options({ day: "1/9/2026", at: "9:00" }, minor)).not.toContain("reformSchool");
    // A day of birth, or of a paper, is in the future by the day of reception.
    const page = await keyIn(motherForSon(), { day: "1/7/2026", at: "9:00" }, "determination");
    const paper = await desk.post(officer, `${home}/${stepOf("determination").slug}`, withSealed(sealedIn(page.html), [["determination.kind", "paper"]]));
    const late = await desk.post(officer, `${home}/${stepOf("determinationPaper").slug}`, withSealed(sealedIn(paper.html), [["determination.issuedOn.day", "2"], ["determination.issuedOn.month", "7"], ["determination.issuedOn.year", "2026"]]));
    expect({ status: late.status, errors: errorsIn(late.html) }).toEqual({ status: 422, errors: [t.errors["determination.issuedOn.future"]] });
  });
});

describe("what is wrong with the day of reception", () => {
  test.each([
    ["tomorrow", { day: "23/11/2026", at: "8:00" }, "received-on", "on.future"],
    ["a minute from now", { day: "22/11/2026", at: "9:01" }, "received-at", "at.future"],
    ["a day that is none", { day: "31/6/2026", at: "8:00" }, "received-on", "on.notReal"],
    ["before the first law we know", { day: "31/12/2021", at: "8:00" }, "received-on", "on.tooLongAgo"],
    ["no day", { day: "", at: "8:00" }, "received-on", "on.missing"],
    ["no time", { day: "1/7/2026", at: "" }, "received-at", "at.missing"],
    ["a time that is none", { day: "1/7/2026", at: "25:00" }, "received-at", "at.missing"],
  ] as const)("%s", async (_what, received, id, code) => {
    const page = await begin(motherForSon(), received);
    expect({ status: page.status, summary: summaryIn(page.html), lost: lostIds(page.html) }).toEqual({ status: 422, summary: [{ id, text: w.errors[code] }], lost: [] });
    expect(valuesIn(page.html, "received.at")).toEqual([received.at]);
    expect(valuesIn(page.html, "relationship")).toEqual(["mother"]);
  });

  test("the first day a law is known for is taken", async () => {
    expect((await begin(motherForSon(), { day: "1/1/2022", at: "0:00" })).status).toBe(200);
  });

  test("cannot be passed by: a wrong day leads back to the first page from anywhere, and nothing is sent", async () => {
    const wrong = await begin(motherForSon(), { day: "23/11/2026", at: "8:00" });
    const before = (await world.rows("registrations")).length;
    for (const slug of ["kiem-tra", submitSlug]) {
      const page = await desk.post(officer, `${home}/${slug}`, withSealed(sealedIn(wrong.html)));
      expect({ status: page.status, at: slugOf(page.html) }).toEqual({ status: 422, at: firstStep.slug });
    }
    expect((await world.rows("registrations")).length).toBe(before);
  });

  test("can be put right from the summary, and the law follows it", async () => {
    const check = await keyIn(motherForSon(), { day: "1/7/2026", at: "8:00" });
    const first = await desk.post(officer, `${home}/${firstStep.slug}/xem`, withSealed(sealedIn(check.html)));
    expect(valuesIn(first.html, "received.on.day")).toEqual(["1"]);
    const again = await desk.post(officer, `${home}/${firstStep.slug}`, withSealed(sealedIn(first.html), [...receivedFields({ day: "30/6/2026", at: "8:00" }), ...typedInto(firstStep, motherForSon())]));
    expect(slugOf(again.html)).toBe(submitSlug);
    expect(textIn(again.html)).toContain(t.law.regimes.R1);
  });
});

describe("who may key in", () => {
  test.each([
    ["a supervisor of the province", { roles: ["provinceSupervisor"] as const, unit: "01" }],
    ["an administrator", { roles: ["administrator"] as const, unit: "01" }],
  ])("not %s: neither page nor post, and the desk's log says so", async (_who, who) => {
    const person = await desk.signIn(who);
    const before = world.logged.length;
    expect((await desk.get(person, home)).status).toBe(403);
    expect((await begin(motherForSon(), now, person)).status).toBe(403);
    const check = await keyIn(himself());
    expect((await send(check, person)).status).toBe(403);
    expect(world.logged.slice(before).filter(({ code }) => code === "DESK_REFUSED")).toHaveLength(3);
    if (who.roles[0] === "provinceSupervisor") expect((await desk.get(person, registrationDeskPath("vi"))).html).not.toContain(`href="${home}"`);
  });

  test("a form without the page's csrf value is refused on every step", async () => {
    const page = await keyIn(motherForSon(), now, "person");
    for (const slug of [firstStep.slug, stepOf("person").slug, `${stepOf("person").slug}/xem`, "kiem-tra", submitSlug]) {
      expect((await desk.post({ ...officer, csrf: "" }, `${home}/${slug}`, withSealed(sealedIn(page.html)))).status).toBe(403);
    }
  });

  test("answers sealed by everybody's form do not open at the desk, nor the desk's there", async () => {
    const open = await walk(world, motherForSon(), { to: "person" });
    expect((await desk.post(officer, `${home}/kiem-tra`, withSealed(open.sealed))).status).toBe(410);
    const own = await keyIn(motherForSon(), now, "person");
    expect((await plainPost(world, "/dang-ky/kiem-tra", withSealed(sealedIn(own.html)))).status).toBe(410);
  });

  test("answers older than four hours begin again, in the desk's frame", async () => {
    const page = await keyIn(motherForSon(), now, "person");
    world.forward(4 * 3_600_000 + 1_000);
    officer = await desk.signIn();
    const late = await desk.post(officer, `${home}/kiem-tra`, withSealed(sealedIn(page.html)));
    expect({ status: late.status, h1: h1In(late.html) }).toEqual({ status: 410, h1: t.problems.title.expired });
    expect(late.html).toContain(`href="${home}"`);
  });
});

test("everybody's form takes no day of reception", async () => {
  const page = await plainPost(world, `/dang-ky/${firstStep.slug}`, [...receivedFields({ day: "30/6/2026", at: "8:00" }), ...typedInto(firstStep, motherForSon())]);
  expect(page.status).toBe(200);
  expect(actionIn(page.html)).toContain("/dang-ky/");
  expect(JSON.stringify(world.deps.seal.open("form", page.sealed, world.now()))).not.toContain("received");
  expect((await sendApplication(world, { ...himself(), receivedAt: "2026-06-30T01:00:00.000Z" })).status).toBe(422);
});

test("no name, number or paper of anybody is in the log", () => {
  expect(JSON.stringify(world.logged)).not.toMatch(/Ví Dụ|Văn Mẫu|900000|0010980|0011700|Cán bộ/);
});
