import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createExportStore } from "../../../functions/registration/export-store.ts";
import { createPapersApp } from "../../../functions/registration/papers/app.ts";
import { readFonts } from "../../../functions/registration/papers/fonts.ts";
import { csrfName } from "../../../functions/staff/desk-guard.tsx";
import { localTime } from "../../../shared/calendar/local-time.ts";
import { exportPath, registerPath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { appAs } from "../../support/as-function.ts";
import { h1In, lostIds, textIn } from "../../support/pages.ts";
import { baDinh } from "../../support/people.ts";
import { binh, dung, giang, inVietnam, lam, officerOf, registrationDesk, supervisorOf, type RegistrationDeskAtWork, type Who } from "../../support/registration-desk.ts";
import { staffSeal } from "../../support/staff-world.ts";
import { startWorld, type World } from "../../support/world.ts";

const monday = inVietnam("2026-11-23 09:00");
const hour = 3_600_000;
const reason = "Bàn giao cho Công an tỉnh thí dụ";
const list = registrationDeskPath("vi", "exports");
const t = words.vi.registrationExports;

let world: World;
let desk: RegistrationDeskAtWork;
let papers: ReturnType<typeof createPapersApp>;
let exports: ReturnType<typeof createExportStore>;
beforeAll(async () => {
  world = await startWorld({ at: monday });
  desk = registrationDesk(world);
  exports = createExportStore(world.client, world.names.registrations);
  const deps = { cases: desk.cases, exports, sessions: desk.deps.sessions, staffSeal, fonts: readFonts(), ids: world.deps.ids, log: world.deps.log, now: world.now, siteOrigin: "https://duongve.example" };
  papers = appAs("registrationPapers", createPapersApp(deps, { siteOrigin: "http://localhost", assetsVersion: "test" }));
});
afterAll(() => world.stop());
beforeEach(() => world.moveTo(monday));

type SignedIn = ReturnType<RegistrationDeskAtWork["signIn"]>;
const sessions = new Map<string, { as: string; session: SignedIn }>();
/** One session for somebody as they are at one time: signing in is not what is looked at here. */
function signedIn(who: Who): SignedIn {
  const as = JSON.stringify([who, world.now()]);
  const found = sessions.get(who.staffId);
  const session = found?.as === as ? found.session : desk.signIn(who);
  sessions.set(who.staffId, { as, session });
  return session;
}

type Answer = { status: number; to: string; type: string; html: string };
async function ask(who: Who, path: string, fields?: readonly (readonly [string, string])[]): Promise<Answer> {
  const { cookie, csrf } = await signedIn(who);
  const body = fields && new URLSearchParams([[csrfName, csrf], ...fields.map(([name, value]) => [name, value])]).toString();
  const posted = { "content-type": "application/x-www-form-urlencoded", origin: "http://localhost", "sec-fetch-site": "same-origin" };
  const answer = await papers.request(path, { headers: { cookie, ...(body === undefined ? {} : posted) }, ...(body === undefined ? {} : { method: "POST", body }) });
  return { status: answer.status, to: answer.headers.get("location") ?? "", type: answer.headers.get("content-type") ?? "", html: await answer.text() };
}
/** What the page says that a post leads to. */
async function said(who: Who, { to }: Answer): Promise<string> {
  const { html } = await ask(who, to);
  expect(lostIds(html)).toEqual([]);
  return textIn(/<output[^>]*>(.*?)<\/output>/s.exec(html)?.[1] ?? "");
}
const rows = async () => (await world.rows("registrations")).filter(({ pk }) => pk.startsWith("EXPORTS#"));
/** Asks for an application, or for the register of 2026; gives the request's address. */
async function requested(who: Who, path: string): Promise<string> {
  const before = new Set((await rows()).map(({ id }) => id));
  expect((await ask(who, path, [["reason", reason]])).status).toBe(303);
  return `${list}/${String((await rows()).find(({ id }) => !before.has(id))?.id)}`;
}
const decide = (who: Who, at: string, decision: "agreed" | "refused") => ask(who, `${at}/${decision}`, []);
const take = (who: Who, at: string) => ask(who, `${at}/taken`, []);
const order = ["exportAsked", "exportAgreed", "exportRefused", "exportTaken"];
/** What happened about exports, in order; at the same moment, in the order it must have had. */
async function events(reference: string): Promise<string[]> {
  const found = (await desk.happened(reference)).filter(({ type }) => order.includes(type));
  return found.toSorted((a, b) => a.at.localeCompare(b.at) || order.indexOf(a.type) - order.indexOf(b.type)).map(({ type, staff }) => `${type} ${staff?.staffId}`);
}
const isFile = ({ status, type, html }: Answer) => status === 200 && type.startsWith("application/json") && html.includes("Nguyễn Văn Mẫu");
const filed = async () => {
  const { reference } = await desk.file();
  return { reference, path: exportPath("vi", reference) };
};

describe("an application as data", () => {
  test("is asked for with a reason, agreed to by somebody else, and taken: each is an event with who it was", async () => {
    const { reference, path } = await filed();
    const page = await ask(dung, path);
    expect({ status: page.status, h1: h1In(page.html), lost: lostIds(page.html) }).toEqual({ status: 200, h1: t.application(reference.slice(0, 4)), lost: [] });
    expect(page.html).not.toContain("Nguyễn Văn Mẫu");
    const sent = await ask(dung, path, [["reason", reason]]);
    expect(await said(dung, sent)).toBe(t.said.asked);
    const at = `${list}/${String((await rows()).find((row) => row.reference === reference)?.id)}`;

    world.forward(1_000);
    const seen = (await ask(binh, list)).html;
    expect(textIn(seen)).toContain(`${dung.name} ·`);
    expect(textIn(seen)).toContain(`${t.because}: ${reason}`);
    expect(seen).toContain(`${at}/agreed`);
    expect(await said(binh, await decide(binh, at, "agreed"))).toBe(t.said.agreed);

    world.forward(1_000);
    const waiting = (await ask(dung, list)).html;
    expect(waiting).toContain(`${at}/taken`);
    expect(textIn(waiting)).toContain(t.takeBefore(words.vi.moment(localTime(new Date(inVietnam("2026-11-24 09:00"))))));
    expect(isFile(await take(dung, at))).toBe(true);
    expect(await events(reference)).toEqual([`exportAsked ${dung.staffId}`, `exportAgreed ${binh.staffId}`, `exportTaken ${dung.staffId}`]);
    const page2 = textIn((await desk.open(dung, reference)).html);
    for (const event of Object.values(t.events).filter((one) => one !== t.events.exportRefused)) expect(page2).toContain(event);
  });

  test("keeps reason and names out of the row: they are in the application's events", async () => {
    const { reference, path } = await filed();
    const at = await requested(dung, path);
    await decide(giang, at, "agreed");
    const row = (await rows()).find((one) => one.reference === reference);
    for (const told of [reason, dung.name, giang.name]) expect(JSON.stringify(row)).not.toContain(told);
    expect(row?.expiresAtSeconds).toBe(Date.parse(monday) / 1_000 + 365 * 24 * 3_600);
    expect((await desk.happened(reference)).find(({ type }) => type === "exportAsked")?.facts).toEqual({ request: row?.id, province: "01", reason });
  });

  test("may be agreed to by the province's supervisor, and be asked for by one", async () => {
    const { path } = await filed();
    const first = await requested(dung, path);
    expect((await decide(giang, first, "agreed")).status).toBe(303);
    expect(isFile(await take(dung, first))).toBe(true);
    const second = await requested(giang, path);
    expect((await decide(dung, second, "agreed")).status).toBe(303);
    expect(isFile(await take(giang, second))).toBe(true);
  });

  test.each(["", "   ", "<b>", "x".repeat(201)])("is not asked for without a reason that can be read: %j", async (typed) => {
    const { reference, path } = await filed();
    const refused = await ask(dung, path, [["reason", typed]]);
    expect({ status: refused.status, errors: refused.html.includes("summary-title"), lost: lostIds(refused.html) }).toEqual({ status: 422, errors: true, lost: [] });
    expect(await events(reference)).toEqual([]);
  });

  test("that was refused is not taken, and may be asked for again", async () => {
    const { path, reference } = await filed();
    const at = await requested(dung, path);
    world.forward(1_000);
    expect(await said(binh, await decide(binh, at, "refused"))).toBe(t.said.refused);
    expect(await said(dung, await take(dung, at))).toBe(t.said.tooLate);
    expect(await said(binh, await decide(binh, at, "agreed"))).toBe(t.said.tooLate);
    world.forward(1_000);
    expect(await requested(dung, path)).not.toBe(at);
    expect(await events(reference)).toEqual([`exportAsked ${dung.staffId}`, `exportRefused ${binh.staffId}`, `exportAsked ${dung.staffId}`]);
  });
});

describe("nobody alone", () => {
  test("agrees to their own request: there is no button, and the address does nothing", async () => {
    const { reference, path } = await filed();
    const at = await requested(dung, path);
    expect((await ask(dung, list)).html).not.toContain(`${at}/agreed`);
    expect(await said(dung, await decide(dung, at, "agreed"))).toBe(t.said.own);
    expect(await said(dung, await take(dung, at))).toBe(t.said.tooLate);
    expect(await exports.move({ ...((await rows()).find((row) => row.reference === reference) as never as Parameters<typeof exports.move>[0]) }, "agreed", { by: dung.staffId, now: world.now() })).toBe(false);
    expect(await events(reference)).toEqual([`exportAsked ${dung.staffId}`]);
  });

  test("takes what another asked for, nor what was agreed to without a trace in the application", async () => {
    const { reference, path } = await filed();
    const at = await requested(dung, path);
    await decide(giang, at, "agreed");
    expect((await take(binh, at)).status).toBe(404);
    expect(isFile(await take(dung, at))).toBe(true);

    const untraced = await requested(dung, path);
    const row = (await rows()).find((one) => one.reference === reference && one.state === "asked") as never as Parameters<typeof exports.move>[0];
    expect(await exports.move(row, "agreed", { by: binh.staffId, now: world.now() })).toBe(true);
    expect(await said(dung, await take(dung, untraced))).toBe(t.said.tooLate);
  });

  test("gets the data by opening its old address", async () => {
    const { path, reference } = await filed();
    const at = await requested(dung, path);
    await decide(binh, at, "agreed");
    for (const address of [path, registerPath("vi", 2026), `${at}/taken`, list]) expect((await ask(dung, address)).html, address).not.toContain("Nguyễn Văn Mẫu");
    expect((await ask(dung, `${at}/taken`)).to).toBe(list);
    expect((await events(reference)).at(-1)).toBe(`exportAgreed ${binh.staffId}`);
  });
});

describe("once, and in time", () => {
  test("two tabs that take at once: one gets it", async () => {
    const { reference, path } = await filed();
    const at = await requested(dung, path);
    await decide(binh, at, "agreed");
    const both = await Promise.all([take(dung, at), take(dung, at)]);
    expect(both.filter(isFile)).toHaveLength(1);
    expect(await said(dung, await take(dung, at))).toBe(t.said.tooLate);
    expect((await events(reference)).filter((event) => event.startsWith("exportTaken"))).toHaveLength(1);
  });

  test("two who decide at once: one decision counts, and only that one is written down", async () => {
    const { reference, path } = await filed();
    const at = await requested(dung, path);
    world.forward(1_000);
    await Promise.all([decide(binh, at, "agreed"), decide(giang, at, "refused")]);
    const decided = (await events(reference)).slice(1);
    expect(decided).toHaveLength(1);
    const state = (await rows()).find((row) => row.reference === reference)?.state;
    expect(decided).toEqual([state === "agreed" ? `exportAgreed ${binh.staffId}` : `exportRefused ${giang.staffId}`]);
  });

  test("asked for twice while it is open: one request, and it says so; two people have one each", async () => {
    const { reference, path } = await filed();
    await requested(dung, path);
    expect(await said(dung, await ask(dung, path, [["reason", reason]]))).toBe(t.said.already);
    await requested(binh, path);
    expect((await rows()).filter((row) => row.reference === reference)).toHaveLength(2);
  });

  test("nobody decided within 72 hours: it is old, and may be asked for again", async () => {
    const { path } = await filed();
    const at = await requested(dung, path);
    world.forward(72 * hour - 1);
    expect((await ask(binh, list)).html).toContain(`${at}/agreed`);
    world.forward(1);
    expect((await ask(binh, list)).html).not.toContain(`${at}/agreed`);
    expect(await said(binh, await decide(binh, at, "agreed"))).toBe(t.said.tooLate);
    await requested(dung, path);
  });

  test("nobody took it within 24 hours: it is old", async () => {
    const { path } = await filed();
    const [early, late] = [await requested(dung, path), await requested(binh, path)];
    await decide(giang, early, "agreed");
    await decide(giang, late, "agreed");
    world.forward(24 * hour - 1);
    expect(isFile(await take(dung, early))).toBe(true);
    world.forward(1);
    expect((await ask(binh, list)).html).not.toContain(`${late}/taken`);
    expect(await said(binh, await take(binh, late))).toBe(t.said.tooLate);
  });
});

describe("whose it is", () => {
  test("others do not see it, decide on it or take it, and an address that was guessed is a wrong one", async () => {
    const { reference, path } = await filed();
    const at = await requested(dung, path);
    for (const other of [lam, supervisorOf("75")]) {
      expect((await ask(other, path)).status).toBe(404);
      expect((await ask(other, path, [["reason", reason]])).status).toBe(404);
      expect((await ask(other, list)).html).not.toContain(at);
      expect((await decide(other, at, "agreed")).status).toBe(404);
    }
    expect((await decide({ ...binh, roles: ["counsellor"] }, at, "agreed")).status).toBe(403);
    expect((await decide({ ...binh, roles: ["administrator"] }, at, "agreed")).status).toBe(303);
    expect((await decide(binh, `${list}/guessed`, "agreed")).status).toBe(404);
    expect(await events(reference)).toEqual([`exportAsked ${dung.staffId}`]);
  });

  test("a role taken away meanwhile: nothing is taken by who lost it; what was agreed to by who lost theirs since stands", async () => {
    const { path } = await filed();
    const at = await requested(dung, path);
    await decide(binh, at, "agreed");
    expect((await take({ ...dung, roles: ["counsellor"] }, at)).status).toBe(403);
    expect((await take({ ...dung, unit: "00008" }, at)).status).toBe(404);
    await signedIn({ ...binh, roles: [] });
    expect(isFile(await take(dung, at))).toBe(true);
  });

  test("an application that went elsewhere takes its requests out of sight: its old office decides and takes nothing", async () => {
    const [one, other] = [await filed(), await filed()];
    const [asked, agreed] = [await requested(dung, one.path), await requested(dung, other.path)];
    await decide(binh, agreed, "agreed");
    for (const { reference } of [one, other]) await desk.record(dung, reference, "transfer", { communeCode: "00008", because: "Đã chuyển nhà" });
    expect((await decide(binh, asked, "agreed")).status).toBe(404);
    expect((await decide(lam, asked, "agreed")).status).toBe(404);
    expect((await take(dung, agreed)).status).toBe(404);
    expect((await ask(giang, list)).html).not.toContain(asked);
  });
});

describe("the register of a year", () => {
  const path = registerPath("vi", 2026);
  const keepers = { asks: officerOf("00004"), decides: { ...officerOf("00004"), staffId: "officer-00004-second" } };

  test("needs somebody else too; each application in it says upon which request it was taken", async () => {
    const { reference } = await filed();
    const at = await requested(keepers.asks, path);
    expect(textIn((await ask(keepers.decides, list)).html)).toContain(`${t.register(2026)} · Phường Ba Đình`);
    expect(await said(keepers.asks, await take(keepers.asks, at))).toBe(t.said.tooLate);
    await decide(keepers.decides, at, "agreed");
    const taken = await take(keepers.asks, at);
    expect({ status: taken.status, type: taken.type, begins: taken.html.slice(0, 5) }).toEqual({ status: 200, type: "application/pdf", begins: "%PDF-" });
    expect(await said(keepers.asks, await take(keepers.asks, at))).toBe(t.said.tooLate);
    const looks = (await desk.caseOf(reference)).events.filter(({ type }) => type === "lookedAt");
    expect(looks.map(({ facts }) => facts)).toEqual([{ paper: "registerPage", request: at.split("/").at(-1) }]);
    const row = (await rows()).find(({ id }) => at.endsWith(`/${String(id)}`));
    expect(row).toMatchObject({ state: "taken", unit: baDinh.communeCode, askedBy: keepers.asks.staffId, decidedBy: keepers.decides.staffId, decidedAt: monday, takenAt: monday });
    for (const told of [reason, keepers.asks.name]) expect(JSON.stringify(row)).not.toContain(told);
  });

  test("is asked for by its own office, of a year that can be, and decided on by its supervisor too", async () => {
    for (const year of ["2021", "2028", "x", "20261"]) expect((await ask(lam, path.replace("2026", year), [["reason", reason]])).status, year).toBe(404);
    for (const other of [giang, officerOf("99999")]) expect((await ask(other, path, [["reason", reason]])).status).toBe(404);
    const at = await requested(lam, path);
    expect((await decide(dung, at, "agreed")).status).toBe(404);
    await decide(giang, at, "agreed");
    expect((await take(giang, at)).status).toBe(404);
    expect((await take(lam, at)).status).toBe(200);
  });
});
