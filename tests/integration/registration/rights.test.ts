import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askRight } from "../../../functions/registration/ask-right.ts";
import { createRightsStore, type RightsStore } from "../../../functions/registration/rights-store.ts";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { lookupPath, pagePath } from "../../../shared/paths.ts";
import { rightsPath, type RightsAct } from "../../../shared/privacy/rights-paths.ts";
import { rightKinds, type Right, type RightAct, type RightKind } from "../../../shared/privacy/rights.ts";
import { actPath, bookPath, caseHistoryPath, casePath, registrationDeskPath, rightActPath } from "../../../shared/registration/desk-paths.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { plainPost, type Page } from "../../support/form-walk.ts";
import { actionIn, h1In, lostIds, otherActionsIn, textIn, tokenIn } from "../../support/pages.ts";
import { binh, dung, giang, inVietnam, lam, officerOf, partIn, registrationDesk, type Filed, type RegistrationDeskAtWork, type Who } from "../../support/registration-desk.ts";
import { startWorld, type World } from "../../support/world.ts";

const t = words.vi;
const w = t.rights;

let world: World;
let desk: RegistrationDeskAtWork;
let store: RightsStore;
let filed: Filed;
let token: string;

beforeAll(async () => {
  world = await startWorld();
  desk = registrationDesk(world);
  store = createRightsStore(world.client, world.names.registrations);
});
afterAll(() => world.stop());
/** Each test is about an application of its own, sent on a Friday before noon, whose status has just been opened. */
beforeEach(async () => {
  world.moveTo(inVietnam("2026-11-27 10:00"));
  filed = await desk.file();
  token = tokenIn(await desk.status(filed));
});

type Fields = [string, string][];
const post = (act: RightsAct | undefined, fields: Fields = [], from = token): Promise<Page> => plainPost(world, rightsPath("vi", act), [["token", from], ...fields]);
const ask = (kind: RightKind, fields: Fields = []): Promise<Page> => post("ask", [["kind", kind], ...fields]);
const list = (): Promise<Right[]> => store.list(filed.reference);
const only = async (): Promise<Right> => {
  const [right, ...others] = await list();
  if (!right || others.length) throw new Error(`${others.length} others`);
  return right;
};
const states = async () => (await list()).map(({ kind, state }) => `${kind} ${state}`);
const workedAt = (who: Who, right: Pick<Right, "id" | "version">, act: RightAct, fields: Fields = [], reference = filed.reference) => desk.post(who, rightActPath("vi", reference, right.id, act), [["version", String(right.version)], ...fields]);
/** A minute later. */
const work = async (act: RightAct, fields: Fields = [], who = dung) => {
  world.forward(60_000);
  return workedAt(who, await only(), act, fields);
};
const lineAfter = async ({ to }: { to: string }, who = dung): Promise<string> => /<output[^>]*>(.*?)<\/output>/s.exec((await desk.get(who, to)).html)?.[1] ?? "";
const eventsOf = async () => (await desk.happened(filed.reference)).filter(({ type }) => type.startsWith("right"));
const dueOn = (clock: { dueAt: string | null } | undefined): string => localDate(new Date(clock?.dueAt ?? 0));

describe("on the status page", () => {
  test("the way to one's rights stands there, and each is offered, in both languages", async () => {
    expect(otherActionsIn((await plainPost(world, lookupPath("vi", "status"), [["token", token]])).html)).toContain(rightsPath("vi"));
    for (const language of ["vi", "en"] as const) {
      const page = await plainPost(world, rightsPath(language), [["token", token]]);
      expect({ status: page.status, lost: lostIds(page.html), to: actionIn(page.html) }).toEqual({ status: 200, lost: [], to: rightsPath(language, "ask") });
      for (const kind of rightKinds) expect(textIn(page.html)).toContain(words[language].rights.kinds[kind].name);
    }
  });

  test("what is asked stands there with its clock: two working days, over the weekend, and no word of what was written", async () => {
    const page = await ask("view", [["text", "Tôi muốn xem đơn"]]);
    expect(textIn(page.html)).toContain(w.said.asked);
    const right = await only();
    expect({ state: right.state, due: dueOn(right.answer) }).toEqual({ state: "asked", due: "2026-12-01" });
    for (const said of ["01/12/2026", t.law.article("L91-4"), t.law.article("ND356-5")]) expect(textIn(page.html)).toContain(said);
    expect(JSON.stringify((await desk.rowsOf(filed.reference)).filter(({ sk }) => sk.startsWith("RIGHT#")))).not.toContain("Tôi muốn");
    expect(await eventsOf()).toMatchObject([{ type: "rightAsked", by: "applicant", facts: { right: "view-1", text: "Tôi muốn xem đơn" } }]);
  });

  test("the same asked again while it is open is one request, also when both come at once", async () => {
    await Promise.all([ask("restrict"), ask("restrict"), ask("restrict")]);
    await ask("restrict");
    expect(await states()).toEqual(["restrict asked"]);
    expect(await eventsOf()).toHaveLength(1);
  });

  test("nothing chosen, and nothing written where it is needed, is said at the field, and what was typed stays", async () => {
    const none = await ask("correct", [["text", "  "]]);
    expect(none.status).toBe(422);
    expect(textIn(none.html)).toContain(w.errors["text.missing"]);
    const typed = await post("ask", [["text", "Sai ngày sinh"]]);
    expect({ status: typed.status, said: textIn(typed.html).includes(w.errors["kind.missing"]), kept: typed.html.includes("Sai ngày sinh") }).toEqual({ status: 422, said: true, kept: true });
    expect((await ask("correct", [["text", "<b>"]])).status).toBe(422);
    expect((await ask("correct", [["text", "a".repeat(1_001)]])).status).toBe(422);
    expect(await list()).toEqual([]);
  });

  test("texts stop at once, and it is written down as done", async () => {
    const page = await ask("stopTexts");
    expect(textIn(page.html)).toContain(w.said.done);
    expect(await states()).toEqual(["stopTexts done"]);
    expect((await desk.caseOf(filed.reference)).textsStopped).toBe("application");
  });

  test("consent to the handling is withdrawn with the application, once it was confirmed", async () => {
    const asked = await ask("withdrawConsent");
    expect({ h1: h1In(asked.html), list: await list() }).toEqual({ h1: w.confirm.withdrawConsent.title, list: [] });
    await ask("withdrawConsent", [["confirmed", "yes"]]);
    expect(await states()).toEqual(["withdrawConsent done"]);
    expect((await desk.caseOf(filed.reference)).state).toBe("withdrawn");
  });

  test("once there is a decision, withdrawing consent waits for the office", async () => {
    await desk.force(filed.reference, "decided");
    await ask("withdrawConsent", [["confirmed", "yes"]]);
    expect(await states()).toEqual(["withdrawConsent asked"]);
    expect((await desk.caseOf(filed.reference)).state).toBe("decided");
  });

  test("deletion is asked for only after it was confirmed", async () => {
    expect(h1In((await ask("erase")).html)).toBe(w.confirm.erase.title);
    await ask("erase", [["confirmed", "yes"]]);
    expect(await states()).toEqual(["erase asked"]);
  });

  test("a request can be taken back while it is open, twice is once, and asked anew", async () => {
    await ask("object", [["text", "Không chuyển cho nơi khác"]]);
    const { id } = await only();
    await post("takeBack", [["right", id]]);
    const again = await post("takeBack", [["right", id]]);
    expect({ status: again.status, said: textIn(again.html).includes(w.said.takenBack), states: await states() }).toEqual({ status: 200, said: true, states: ["object takenBack"] });
    await ask("object");
    expect(await states()).toEqual(["object takenBack", "object asked"]);
    expect((await post("lift", [["right", "object-2"]])).status).toBe(409);
  });

  test("is closed without a token, with one that has run out, for another's request, and by its address", async () => {
    const before = (await world.rows("registrations")).length;
    expect((await post(undefined, [], "")).status).toBe(410);
    expect((await post("takeBack", [["right", "view-1"]])).status).toBe(410);
    world.forward(61 * 60_000);
    const old = await ask("correct", [["text", "Sai ngày cấp"]]);
    expect({ status: old.status, kept: textIn(old.html).includes("Sai ngày cấp") }).toEqual({ status: 410, kept: true });
    expect((await world.app.request(rightsPath("vi"))).headers.get("location")).toBe(pagePath("vi", "lookup"));
    expect((await world.rows("registrations")).length).toBe(before);
  });
});

describe("at the desk", () => {
  test("the whole way of a correction: asked, accepted, put off once, carried out, and seen by both", async () => {
    await ask("correct", [["text", "Ngày cấp là 02/09/2020"]]);
    const page = await desk.open(dung, filed.reference);
    expect(textIn(partIn(page.html, "rights"))).toContain("Ngày cấp là 02/09/2020");
    world.moveTo(inVietnam("2026-11-30 09:00"));
    expect(await lineAfter(await work("accept"))).toBe(t.registrationDesk.done.rightRecorded);
    expect(dueOn((await only()).carryOut)).toBe("2026-12-07");
    expect((await work("extend")).status).toBe(422);
    await work("extend", [["note", "Chờ tờ khác"]]);
    // Ten days and ten more end on a Thursday.
    expect(dueOn((await only()).carryOut)).toBe("2026-12-17");
    expect((await work("carryOut")).status).toBe(422);
    await work("carryOut", [["note", "Đã sửa ngày cấp trong hồ sơ giấy"]]);
    expect(await states()).toEqual(["correct done"]);
    expect((await eventsOf()).map(({ type, by }) => `${type} ${by}`)).toEqual(["rightAsked applicant", "rightAccepted desk", "rightExtended desk", "rightDone desk"]);
    const seen = textIn(await desk.status(filed));
    for (const type of ["rightAsked", "rightAccepted", "rightExtended", "rightDone"] as const) expect(seen).toContain(t.events[type]);
    expect(seen).not.toMatch(/Ngày cấp là|tờ khác|hồ sơ giấy/);
  });

  test("a refusal names its ground, with its article, and the right to complain", async () => {
    await ask("erase", [["confirmed", "yes"]]);
    expect((await work("refuse")).status).toBe(422);
    await work("refuse", [["ground", "procedure"], ["note", "Đang giải quyết"]]);
    const page = textIn((await post(undefined)).html);
    for (const said of [w.states.refused, w.grounds.procedure, t.law.article("L91-19"), w.refusedNote]) expect(page).toContain(said);
    expect(page).not.toContain("Đang giải quyết");
  });

  test("where somebody else has the data too, there is more time", async () => {
    await ask("view");
    await work("accept", [["thirdParty", "yes"]]);
    // Fifteen days end on a Saturday: the Monday after.
    expect(dueOn((await only()).carryOut)).toBe("2026-12-14");
  });

  test("data is seen and downloaded only once the office has opened it, for ten days, and the look is written down", async () => {
    expect((await post("data")).status).toBe(409);
    await ask("view");
    await work("accept");
    await work("carryOut");
    expect(otherActionsIn((await post(undefined)).html).concat((await post(undefined)).html)).toEqual(expect.arrayContaining([expect.stringContaining(rightsPath("vi", "data"))]));
    const page = await post("data");
    const { person } = filed.application;
    for (const said of [person.fullName, person.identity.number, t.options.place[filed.application.treatment.place]]) expect(textIn(page.html)).toContain(said);
    const file = await world.post(rightsPath("vi", "download"), [["token", token]]);
    expect({ type: file.headers.get("content-type"), disposition: file.headers.get("content-disposition"), cache: file.headers.get("cache-control") }).toEqual({ type: "application/json; charset=UTF-8", disposition: 'attachment; filename="du-lieu.json"', cache: "no-store" });
    expect(await file.json()).toMatchObject({ reference: filed.reference, application: { person: { fullName: person.fullName } } });
    expect((await desk.happened(filed.reference)).filter(({ type }) => type === "viewed")).toHaveLength(3);
    world.moveTo(inVietnam("2026-12-07 10:03"));
    token = tokenIn(await desk.status(filed));
    expect((await post("data")).status).toBe(409);
    expect((await post("download")).status).toBe(409);
  });

  test("while the handling is restricted every act is refused, and the page says so; the person lifts it", async () => {
    await ask("restrict");
    await work("accept");
    await work("carryOut");
    const { version } = await desk.caseOf(filed.reference);
    for (const path of [...(["receive", "decide", "transfer"] as const).map((act) => actPath("vi", filed.reference, act)), bookPath("vi", filed.reference), caseHistoryPath("vi", filed.reference, "self")]) {
      const page = await desk.post(dung, path, [["version", String(version)]]);
      expect({ path, status: page.status, said: page.html.includes(t.rightsDesk.restrictedNow) }).toEqual({ path, status: 409, said: true });
    }
    expect(textIn(partIn((await desk.open(dung, filed.reference)).html, "rights"))).toContain(t.rightsDesk.restricted);
    await post("lift", [["right", (await only()).id]]);
    expect(await states()).toEqual(["restrict lifted"]);
    expect((await desk.record(dung, filed.reference, "receive", {})).line).toBe(t.registrationDesk.done.recordedNoText);
  });

  test("deletion is carried out by forgetting the person, by whoever pressed", async () => {
    await ask("erase", [["confirmed", "yes"]]);
    await work("accept");
    const form = await desk.get(dung, rightActPath("vi", filed.reference, (await only()).id, "carryOut"));
    expect(textIn(form.html)).toContain(t.rightsDesk.makeSure);
    const sent = await work("carryOut");
    expect(desk.erased.at(-1)).toEqual({ reference: filed.reference, basis: "asked", staff: { staffId: dung.staffId, name: dung.name } });
    expect({ to: sent.to.split("?")[0], line: await lineAfter(sent) }).toEqual({ to: registrationDeskPath("vi", "rights"), line: t.registrationDesk.done.rightErased });
  });

  test("two tabs: the second learns that it has changed; the same press twice is one act", async () => {
    await ask("protect");
    const seen = await only();
    await workedAt(dung, seen, "accept");
    const twice = await workedAt(dung, seen, "accept");
    expect({ status: twice.status, line: await lineAfter(twice) }).toEqual({ status: 303, line: t.registrationDesk.done.rightRepeated });
    expect((await workedAt(binh, seen, "refuse", [["ground", "life"]])).status).toBe(409);
    expect(await states()).toEqual(["protect accepted"]);
    expect(await eventsOf()).toHaveLength(2);
  });

  test("is worked by an officer of the office that has it, and by nobody else", async () => {
    await ask("object");
    const seen = await only();
    expect((await workedAt(lam, seen, "accept")).status).toBe(404);
    expect((await workedAt(officerOf("00008"), seen, "accept")).status).toBe(404);
    expect((await workedAt(giang, seen, "accept")).status).toBe(409);
    expect((await workedAt(dung, { ...seen, id: "object-9" }, "accept")).status).toBe(404);
    expect(await states()).toEqual(["object asked"]);
  });

  test("the list shows what the office has to do, first what is due first, and names nobody", async () => {
    await ask("erase", [["confirmed", "yes"]]);
    await work("accept");
    world.moveTo(inVietnam("2026-11-30 09:00"));
    const other = await desk.file();
    await askRight(world.deps, { reference: other.reference, kind: "view" });
    const html = (await desk.get(dung, registrationDeskPath("vi", "rights"))).html;
    const links = [...html.matchAll(/href="([^"]+\/a\/[^"]+)"/g)].map(([, href]) => href).filter((href) => href === casePath("vi", filed.reference) || href === casePath("vi", other.reference));
    expect(links).toEqual([casePath("vi", other.reference), casePath("vi", filed.reference)]);
    expect(html).not.toContain(other.application.person.fullName);
    expect(textIn((await desk.get(dung, registrationDeskPath("vi"))).html)).toContain(t.rightsDesk.list.wait);
    expect((await desk.get(giang, registrationDeskPath("vi", "rights"))).html).toContain(casePath("vi", other.reference));
    expect((await desk.get(officerOf("00008"), registrationDeskPath("vi", "rights"))).html).not.toContain(casePath("vi", other.reference));
  });

  test("what is open goes along when the application goes to another office; what is over stays as it is", async () => {
    await ask("protect");
    await ask("stopTexts");
    await desk.record(dung, filed.reference, "receive", {});
    await desk.record(dung, filed.reference, "transfer", { communeCode: "00008", because: "Nơi ở mới" });
    const here = async (who: Who) => (await desk.get(who, registrationDeskPath("vi", "rights"))).html.includes(casePath("vi", filed.reference));
    expect([await here(dung), await here(officerOf("00008"))]).toEqual([false, true]);
    expect((await workedAt(officerOf("00008"), (await list())[0] ?? { id: "", version: 0 }, "accept")).status).toBe(303);
    expect(await states()).toEqual(expect.arrayContaining(["protect accepted", "stopTexts done"]));
  });
});
