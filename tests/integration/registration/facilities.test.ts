import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changeFacility, createFacility, moveFacility, type EditDeps } from "../../../functions/registration/edit-facility.ts";
import { createFacilityStore } from "../../../functions/registration/facility-store.ts";
import { findFacility, listFacilities, listProvinces, listPublished } from "../../../functions/registration/list-facilities.ts";
import { facilityPages as deskPages } from "../../../functions/registration/desk/facility-pages.tsx";
import { facilityPages as publicPages } from "../../../functions/registration/public/facility-pages.tsx";
import { Conflict } from "../../../functions/platform/errors.ts";
import { publicApp } from "../../../functions/platform/public-app.tsx";
import { deskApp } from "../../../functions/staff/desk-app.tsx";
import { csrfOf, deskGuard } from "../../../functions/staff/desk-guard.tsx";
import { hashToken, newToken, sessionHours, ticketOf } from "../../../functions/staff/session.ts";
import { createStaffStore } from "../../../functions/staff/store.ts";
import { languages } from "../../../shared/language.ts";
import { assetPath } from "../../../shared/paths.ts";
import { seededFacilities } from "../../../shared/places/facilities.ts";
import { answersOf, type Facility, type FacilityFacts } from "../../../shared/places/facility.ts";
import { provinces } from "../../../shared/places/places.ts";
import { registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { csrfName } from "../../../shared/staff/desk-form.ts";
import type { Role } from "../../../shared/staff/roles.ts";
import { buildSite } from "../../../web/build.tsx";
import { facilityListPath, facilityPath } from "../../../web/pages/desk/facilities.tsx";
import { facilitiesPath } from "../../../shared/paths.ts";
import { perPage } from "../../../web/pages/facilities.tsx";
import { deskWords as words } from "../../../web/words/desk.ts";
import { appAs } from "../../support/as-function.ts";
import { errorsIn, h1In, lostIds, summaryIn, textIn, valuesIn } from "../../support/pages.ts";
import { staffSeal } from "../../support/staff-world.ts";
import { startWorld, type World } from "../../support/world.ts";

type Person = { cookie: string; csrf: string; staffId: string; name: string };
type Page = { status: number; html: string; to: string; headers: Headers };

const w = words.vi.facilities;
const settings = { siteOrigin: "http://localhost", assetsVersion: "test" };
const by = { staffId: "tester", name: "Người Thử" };

let world: World;
let deps: EditDeps;
let site: { request: (path: string, init?: RequestInit) => Response | Promise<Response> };
let desk: typeof site;
let ha: Person;
let hai: Person;
let officer: Person;

beforeAll(async () => {
  world = await startWorld();
  deps = { facilities: createFacilityStore(world.client, world.names.registrations, world.keepers.registrations), log: world.deps.log, now: world.now };
  const forPeople = publicApp(world.deps, settings);
  const sessions = createStaffStore(world.client, world.names.staff, world.keepers.staff);
  const forStaff = deskApp({ ...world.deps, staffSeal }, settings);
  forStaff.use(deskGuard({ sessions, seal: staffSeal, now: world.now, log: world.deps.log }, settings, ["administrator", "communeOfficer"]));
  for (const language of languages) {
    const frame = { language, assetsVersion: "test" };
    forPeople.route(facilitiesPath(language), publicPages(deps, frame));
    forStaff.route(registrationDeskPath(language, "facilities"), deskPages(deps, frame));
  }
  [site, desk] = [appAs("registrationPublic", forPeople), appAs("registrationDesk", forStaff)];

  const signIn = async (staffId: string, name: string, role: Role): Promise<Person> => {
    const token = newToken();
    const member = { staffId, name, roles: [role] };
    await sessions.enter({ ...member, tokenHash: hashToken(staffSeal, token), at: world.now().toISOString(), sessionEndsAtSeconds: Math.floor(world.now().getTime() / 1_000) + sessionHours * 3_600 });
    return { cookie: `desk=${ticketOf(token, staffId)}`, csrf: csrfOf(staffSeal, member), staffId, name };
  };
  ha = await signIn("admin-1", "Quản trị Một (thử)", "administrator");
  hai = await signIn("admin-2", "Quản trị Hai (thử)", "administrator");
  officer = await signIn("officer-1", "Cán bộ Ba (thử)", "communeOfficer");
});
afterAll(() => world.stop());

/** Each test in a province of its own: what one leaves is not in the way of the next. Nobody enters anything in Hà Nội or Đồng Nai. */
const untouched = provinces.map(({ code }) => code).filter((code) => code !== "01" && code !== "75");
let province = "";
beforeEach(() => {
  province = untouched.shift() ?? province;
});

const facts = (change: Partial<FacilityFacts> = {}): FacilityFacts => ({
  provinceCode: province,
  kind: "privateFacility",
  name: "Cơ sở Thí Dụ",
  addressAsKnown: "12 phố Thí Nghiệm",
  phone: "+84900000123",
  offers: ["detox"],
  licence: { number: "01/GP-TD", issuedOn: "2026-07-15", issuedBy: "Nơi cấp thí dụ" },
  source: { title: "Danh sách thí dụ", date: "2026-08-01" },
  confidence: "confirmed",
  checkedOn: "2026-11-20",
  ...change,
});
const draft = (change: Partial<FacilityFacts> = {}): Promise<Facility> => createFacility(deps, facts(change), by);
const shown = async (change: Partial<FacilityFacts> = {}): Promise<Facility> => moveFacility(deps, await draft(change), "publish", by);
const now = async (of: Facility): Promise<Facility> => {
  const found = await findFacility(deps, of);
  if (!found) throw new Error("gone");
  return found;
};
const publishedNames = async () => (await listPublished(deps, { provinceCode: province })).map(({ name }) => name);

const pageOf = async (response: Response): Promise<Page> => ({ status: response.status, html: await response.text(), to: response.headers.get("location") ?? "", headers: response.headers });
const see = async (query = "", language: "vi" | "en" = "vi"): Promise<Page> => pageOf(await site.request(`${facilitiesPath(language)}${query}`));
const get = async (path: string, person = ha): Promise<Page> => pageOf(await desk.request(path, { headers: { cookie: person.cookie } }));
const post = async (path: string, fields: Iterable<readonly [string, string]>, person = ha): Promise<Page> =>
  pageOf(
    await desk.request(path, {
      method: "POST",
      headers: { cookie: person.cookie, "content-type": "application/x-www-form-urlencoded", origin: "http://localhost", "sec-fetch-site": "same-origin" },
      body: new URLSearchParams([[csrfName, person.csrf], ...[...fields].map(([name, value]): [string, string] => [name, value])]).toString(),
    }),
  );
const typed = (of: FacilityFacts, version?: number): [string, string][] => [
  ...Object.entries(answersOf(of)).flatMap(([name, value]) => (name === "offers" ? value.split(",") : [value]).map((one): [string, string] => [name, one])),
  ...(version === undefined ? [] : [["version", String(version)] as [string, string]]),
];
const newPage = () => `${registrationDeskPath("vi", "facilities")}/new?province=${province}`;

describe("the directory as it is kept", () => {
  test("begins with the seed, and an entry of the table stands instead of the seed's", async () => {
    expect(await listFacilities(deps, "01")).toEqual([...seededFacilities]);
    const [, , third] = seededFacilities;
    if (!third) throw new Error("no third");
    const { id: _id, state: _state, version: _version, ...own } = third;
    const changed = await changeFacility(deps, third, { ...own, hours: "Giờ thí dụ" }, by);
    expect(changed).toMatchObject({ id: third.id, state: "published", version: 1, hours: "Giờ thí dụ" });
    const all = await listFacilities(deps, "01");
    expect(all.map(({ id }) => id)).toEqual(seededFacilities.map(({ id }) => id));
    expect(all[2]).toEqual(changed);
    await moveFacility(deps, changed, "withdraw", by);
    expect((await listPublished(deps, { provinceCode: "01" })).map(({ id }) => id)).not.toContain(third.id);
    await moveFacility(deps, await now(third), "publish", by);
    await changeFacility(deps, await now(third), own, by);
  });

  test("keeps who did what and when", async () => {
    const one = await draft();
    world.forward(60_000);
    await moveFacility(deps, one, "publish", { staffId: "other", name: "Người Khác" });
    expect(await deps.facilities.history(one)).toEqual([
      { type: "publish", at: world.now().toISOString(), staffId: "other", name: "Người Khác" },
      { type: "create", at: new Date(world.now().getTime() - 60_000).toISOString(), ...by },
    ]);
    expect(await deps.facilities.history({ ...one, id: "co-so" })).toEqual([]);
  });

  test("shows only what is published, of the kind that is asked for", async () => {
    const one = await draft();
    expect(await publishedNames()).toEqual([]);
    await moveFacility(deps, one, "publish", by);
    await shown({ name: "Điểm Thí Dụ 10", kind: "counsellingPoint" });
    await shown({ name: "Điểm Thí Dụ 9", kind: "counsellingPoint" });
    expect(await publishedNames()).toEqual(["Cơ sở Thí Dụ", "Điểm Thí Dụ 9", "Điểm Thí Dụ 10"]);
    expect((await listPublished(deps, { provinceCode: province, kind: "privateFacility" })).map(({ name }) => name)).toEqual(["Cơ sở Thí Dụ"]);
    await moveFacility(deps, await now(one), "withdraw", by);
    expect(await publishedNames()).toEqual(["Điểm Thí Dụ 9", "Điểm Thí Dụ 10"]);
  });

  test("knows which provinces have entries, and which have had one for people to see", async () => {
    const codes = async (published: boolean) => (await listProvinces(deps, { published })).map(({ code }) => code);
    const one = await draft();
    expect(await codes(true)).not.toContain(province);
    expect(await codes(false)).toContain(province);
    await moveFacility(deps, one, "publish", by);
    expect(await codes(true)).toContain(province);
    await changeFacility(deps, await now(one), facts({ hours: "Giờ thí dụ" }), by);
    await draft({ name: "Cơ sở khác" });
    expect(await codes(true)).toContain(province);
    expect(await codes(true)).toContain("01");
  });

  test("takes a change once, whoever comes at the same instant", async () => {
    const one = await draft();
    const results = await Promise.allSettled(["Một", "Hai", "Ba", "Bốn"].map((hours) => changeFacility(deps, one, facts({ hours }), by)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) if (result.status === "rejected") expect(result.reason).toBeInstanceOf(Conflict);
    expect((await deps.facilities.history(one)).map(({ type }) => type)).toEqual(["change", "create"]);
    expect((await now(one)).version).toBe(2);
  });

  test("takes a new place once, whoever comes at the same instant", async () => {
    const results = await Promise.allSettled(["Một", "Hai", "Ba"].map((hours) => draft({ hours })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await listFacilities(deps, province)).toHaveLength(1);
  });

  test("does nothing twice", async () => {
    const one = await shown();
    await moveFacility(deps, one, "publish", by);
    await draft();
    await changeFacility(deps, { ...one, version: 1 }, facts(), by);
    expect((await deps.facilities.history(one)).map(({ type }) => type)).toEqual(["publish", "create"]);
  });
});

describe("the public page", () => {
  test("begins with the provinces that have something, and with what to beware of", async () => {
    const { status, html } = await see();
    expect({ status, h1: h1In(html), title: /<title>(.*?)<\/title>/.exec(html)?.[1], lost: lostIds(html) }).toEqual({ status: 200, h1: w.title, title: "Đường Về", lost: [] });
    expect(html).toContain('href="/co-so?province=01#found"');
    expect(textIn(html)).toContain(w.beware);
    expect(html).toContain('<form method="get" action="/co-so#found"');
  });

  test("says of each place what it is, where, by whom that is told and how sure it is, and no number that is not known", async () => {
    const { html } = await see("?province=01");
    const text = textIn(html);
    expect(text).toContain(w.found("Thành phố Hà Nội", 4));
    for (const { name, addressAsKnown } of seededFacilities) expect(text).toContain(`${name} ${w.address} ${addressAsKnown} ${w.oldAddress} ${w.phone} ${w.noPhone}`);
    expect(text.split("Theo báo Hànộimới: Duy trì tốt công việc").length - 1).toBe(4);
    expect(text).toContain(`, ngày 01/03/2025. ${w.sure.press} ${w.checked("21/11/2026")}`);
    expect(new Set([...html.matchAll(/href="tel:([^"]+)"/g)].map(([, number]) => number))).toEqual(new Set(["111", "113", "115"]));
    expect(lostIds(html)).toEqual([]);
  });

  test("says all that is known of a place, in both languages", async () => {
    await shown({ hours: "8:00–17:00", price: { text: "100.000 đ", source: "Bảng giá thí dụ" }, offers: ["detox", "women"] });
    for (const language of languages) {
      const { html } = await see(`?province=${province}`, language);
      const t = words[language].facilities;
      const text = textIn(html);
      for (const part of ["Cơ sở Thí Dụ", "8:00–17:00", "100.000 đ", t.priceBy("Bảng giá thí dụ"), `${t.offers.detox}; ${t.offers.women}`, t.licenceText("01/GP-TD", words[language].day("2026-07-15"), "Nơi cấp thí dụ"), t.sure.confirmed, t.kinds.privateFacility.how]) {
        expect(text).toContain(part);
      }
      expect(html).toContain('href="tel:0900000123"');
      expect(html).toContain(`href="${facilitiesPath(language === "vi" ? "en" : "vi")}?province=${province}#found"`);
    }
  });

  test("shows neither drafts nor what was hidden", async () => {
    await draft({ name: "Cơ sở Nháp" });
    await moveFacility(deps, await shown({ name: "Cơ sở Ẩn" }), "withdraw", by);
    const text = textIn((await see(`?province=${province}`)).html);
    expect(text).not.toMatch(/Cơ sở (Nháp|Ẩn)/);
  });

  test("where there is nothing says so, and what else there is to do", async () => {
    const { status, html } = await see("?province=75");
    expect(status).toBe(200);
    expect(textIn(html)).toContain(w.none("Thành phố Đồng Nai"));
    expect(textIn(html)).toContain(w.elsewhere.office);
    for (const href of ["/hen-goi", "tel:111"]) expect(html).toContain(`href="${href}"`);
    expect(textIn((await see("?province=01&kind=substitutionClinic")).html)).toContain(w.noneOfKind("Thành phố Hà Nội"));
  });

  test("takes any address as far as it makes sense", async () => {
    for (const query of ["?province=99", "?province=01&kind=unknown&from=abc", "?province=01&province=04", "?kind=privateFacility", "?from=-1", "?province=%00", "?province=01&from=9999"]) {
      expect((await see(query)).status, query).toBe(200);
    }
  });

  test("is the same for everybody and may be kept for five minutes", async () => {
    const alone = await publicPages(deps, { language: "vi", assetsVersion: "test" }).request("/");
    expect(alone.headers.get("cache-control")).toBe("public, max-age=300");
  });

  test("escapes what is written in it", async () => {
    await shown({ source: { title: 'Nguồn "A" & B', date: "2026-08-01", url: "https://example.org/?a=1&b=%22%3E" } });
    const { html } = await see(`?province=${province}`);
    expect(html).toContain("Nguồn &quot;A&quot; &amp; B");
    expect(html).toContain('href="https://example.org/?a=1&amp;b=%22%3E"');
  });

  test("of a long list shows a part, and the way to the rest", async () => {
    for (let i = 1; i <= perPage + 2; i += 1) await shown({ name: `Điểm Thí Dụ ${i}`, kind: "counsellingPoint" });
    const first = await see(`?province=${province}&kind=counsellingPoint`);
    expect(first.html.match(/<h3/g)).toHaveLength(perPage);
    expect(textIn(first.html)).toContain(w.more(2));
    const rest = await see(`?province=${province}&kind=counsellingPoint&from=${perPage}`);
    expect([...rest.html.matchAll(/<h3[^>]*>(.*?)<\/h3>/g)].map(([, name]) => name)).toEqual([`Điểm Thí Dụ ${perPage + 1}`, `Điểm Thí Dụ ${perPage + 2}`]);
    expect(textIn(rest.html)).toContain(w.first);
  });

  test("fits into the first view, also with a full list of long entries", async () => {
    const trees = "bạch dương cúc đào gạo hồi kim lan mai nhài ổi phượng quế sen trúc vải xoan".split(" ");
    const long = (i: number, length: number) => Array.from({ length }, (_, k) => trees[(i * 7 + k * (i + 3)) % trees.length]).join(" ");
    for (let i = 0; i < perPage; i += 1) {
      await shown({
        name: `Cơ sở ${i} ${long(i, 4)}`,
        addressAsKnown: `Số ${i * 13} đường ${long(i + 1, 5)}`,
        phone: `+849000001${String(10 + i)}`,
        hours: `Thứ Hai đến thứ Sáu, ${6 + (i % 4)}:00–17:00`,
        price: { text: `${i + 1}00.000 đ một ngày ${long(i + 2, 3)}`, source: `Bảng giá ${i}` },
        source: { title: `Danh sách ${i} ${long(i + 5, 5)}`, date: "2026-08-01", url: `https://example.org/${i}/${long(i, 4).replaceAll(" ", "-")}` },
      });
    }
    const files = await buildSite("test");
    const assets = (["site.css", "site.js"] as const).map((name) => gzipSync(files.get(assetPath("test", name)) ?? "").length);
    for (const query of ["", "?province=01", `?province=${province}`]) {
      const page = gzipSync((await see(query)).html).length;
      expect(page + assets.reduce((a, b) => a + b, 0), query).toBeLessThanOrEqual(14_336);
    }
  });
});

describe("at the desk", () => {
  test("only an administrator keeps the directory", async () => {
    const one = await draft();
    for (const path of [registrationDeskPath("vi", "facilities"), newPage(), facilityPath("vi", one), facilityPath("vi", one, "publish")]) {
      const refused = await get(path, officer);
      expect({ status: refused.status, h1: h1In(refused.html) }).toEqual({ status: 403, h1: words.vi.desk.signIn.problems.title.noRole });
      expect((await get(path)).status).toBe(200);
    }
    expect((await post(facilityPath("vi", one, "publish"), [["version", "1"]], officer)).status).toBe(403);
    expect((await post(newPage(), typed(facts({ name: "Cơ sở khác" })), officer)).status).toBe(403);
    expect((await post(facilityPath("vi", one, "publish"), [["version", "1"]], { ...ha, csrf: "another" })).status).toBe(403);
    expect(await listFacilities(deps, province)).toEqual([one]);
  });

  test("a place is put in as a draft, looked at as people will see it, shown and hidden", async () => {
    const added = await post(newPage(), typed(facts()));
    expect(added).toMatchObject({ status: 303, to: facilityListPath("vi", province, "create") });
    const list = await get(added.to);
    expect(textIn(list.html)).toContain(w.desk.done.create);
    const [one] = await listFacilities(deps, province);
    expect(one).toEqual({ ...facts(), id: "co-so-thi-du", state: "draft", version: 1 });
    if (!one) return;
    expect(await publishedNames()).toEqual([]);

    const asked = await get(facilityPath("vi", one, "publish"));
    expect(h1In(asked.html)).toBe(w.desk.confirm.publish.title);
    expect(textIn(asked.html)).toContain(w.licenceText("01/GP-TD", "15/07/2026", "Nơi cấp thí dụ"));
    expect(await post(facilityPath("vi", one, "publish"), [["version", valuesIn(asked.html, "version")[0] ?? ""]])).toMatchObject({ status: 303, to: facilityListPath("vi", province, "publish") });
    expect(await publishedNames()).toEqual(["Cơ sở Thí Dụ"]);
    expect((await get(facilityPath("vi", one, "publish"))).to).toBe(facilityPath("vi", one));

    const hide = await get(facilityPath("vi", one, "withdraw"));
    await post(facilityPath("vi", one, "withdraw"), [["version", valuesIn(hide.html, "version")[0] ?? ""]]);
    expect(await publishedNames()).toEqual([]);
    const text = textIn((await get(facilityPath("vi", one))).html);
    for (const event of ["create", "publish", "withdraw"] as const) expect(text).toContain(`${ha.name}, ${w.desk.events[event]}`);
    for (const page of [list, asked, hide]) expect(lostIds(page.html)).toEqual([]);
  });

  test("everything that is wrong is told at once, and nothing typed is lost", async () => {
    const wrong = await post(newPage(), [["kind", "privateFacility"], ["name", ""], ["phone", "12345"], ["hours", "Giờ thí dụ"], ["offers", "women"], ["source.date.day", "31"], ["source.date.month", "2"], ["source.date.year", "2026"], ["source.url", "example"]]);
    const e = w.desk.errors;
    expect(wrong.status).toBe(400);
    expect(summaryIn(wrong.html)).toEqual([
      { id: "name", text: e["name.missing"] },
      { id: "phone", text: e["phone.notVietnamese"] },
      { id: "licence-number", text: e["licence.needed"] },
      { id: "source-title", text: e["source.title.missing"] },
      { id: "source-date", text: e["day.notReal"] },
      { id: "source-url", text: e["source.url.notAddress"] },
      { id: "confidence", text: e["confidence.missing"] },
      { id: "checkedOn", text: e["checkedOn.missing"] },
    ]);
    expect(errorsIn(wrong.html)).toEqual(summaryIn(wrong.html).map(({ text }) => text));
    expect(lostIds(wrong.html)).toEqual([]);
    expect(["kind", "phone", "hours", "offers", "source.date.day", "source.url"].map((name) => valuesIn(wrong.html, name))).toEqual([["privateFacility"], ["12345"], ["Giờ thí dụ"], ["women"], ["31"], ["example"]]);
    expect(await listFacilities(deps, province)).toEqual([]);
  });

  test("the same name twice in a province leads to the one that is there", async () => {
    await draft();
    const refused = await post(newPage(), typed(facts({ name: "CƠ SỞ THÍ DỤ", hours: "Giờ thí dụ" })));
    expect({ status: refused.status, summary: summaryIn(refused.html), hours: valuesIn(refused.html, "hours") }).toEqual({ status: 409, summary: [{ id: "name", text: w.desk.exists }], hours: ["Giờ thí dụ"] });
    expect(lostIds(refused.html)).toEqual([]);
  });

  test("of two who change an entry at once, the later is told what the other saved and loses nothing", async () => {
    const one = await shown();
    const opened = await get(facilityPath("vi", one), hai);
    const version = Number(valuesIn(opened.html, "version")[0]);
    expect((await post(facilityPath("vi", one), typed(facts({ hours: "Giờ của Một", phone: "+84900000124" }), version), ha)).status).toBe(303);
    const late = await post(facilityPath("vi", one), typed(facts({ hours: "Giờ của Hai", confidence: "press" }), version), hai);
    expect({ status: late.status, summary: summaryIn(late.html), hours: valuesIn(late.html, "hours"), confidence: valuesIn(late.html, "confidence") }).toEqual({
      status: 409,
      summary: [{ id: "kept", text: w.desk.overtaken }],
      hours: ["Giờ của Hai"],
      confidence: ["press"],
    });
    const kept = textIn(/<section class="notice" id="kept">.*?<\/section>/s.exec(late.html)?.[0] ?? "");
    expect(kept).toContain(`${w.desk.fields.phone.label} 0900 000 124`);
    expect(kept).toContain(`${w.desk.fields.hours.label} Giờ của Một`);
    expect(kept).toContain(`${w.desk.fields.confidence.label} ${w.desk.confidences.confirmed}`);
    expect(kept).not.toContain(w.desk.fields.name.label);
    expect(lostIds(late.html)).toEqual([]);
    expect((await now(one)).hours).toBe("Giờ của Một");

    const again = await post(facilityPath("vi", one), typed(facts({ hours: "Giờ của Hai" }), Number(valuesIn(late.html, "version")[0])), hai);
    expect(again.status).toBe(303);
    expect(await now(one)).toMatchObject({ hours: "Giờ của Hai", state: "published" });
  });

  test("who is told of a mistake is still told that somebody else was first", async () => {
    const one = await shown();
    const wrong = await post(facilityPath("vi", one), typed(facts({ name: "" }), one.version), hai);
    expect(wrong.status).toBe(400);
    await post(facilityPath("vi", one), typed(facts({ hours: "Giờ của Một" }), one.version), ha);
    const late = await post(facilityPath("vi", one), typed(facts({ hours: "Giờ của Hai" }), Number(valuesIn(wrong.html, "version")[0])), hai);
    expect(late.status).toBe(409);
    expect((await post(facilityPath("vi", one), typed(facts({ hours: "Giờ của Hai" })), hai)).status).toBe(409);
  });

  test("nobody shows or hides what has changed since they looked", async () => {
    const one = await draft();
    await changeFacility(deps, one, facts({ hours: "Giờ khác" }), by);
    const late = await post(facilityPath("vi", one, "publish"), [["version", "1"]]);
    expect({ status: late.status, summary: summaryIn(late.html), hours: valuesIn(late.html, "hours") }).toEqual({ status: 409, summary: [{ id: "history", text: w.desk.moveOvertaken }], hours: ["Giờ khác"] });
    expect(lostIds(late.html)).toEqual([]);
    expect(await publishedNames()).toEqual([]);
  });

  test("pressed twice, a button does its work once", async () => {
    const save = () => post(newPage(), typed(facts()));
    expect([(await save()).status, (await save()).status]).toEqual([303, 303]);
    const one = { provinceCode: province, id: "co-so-thi-du" };
    const change = () => post(facilityPath("vi", one), typed(facts({ hours: "Giờ thí dụ" }), 1));
    expect([(await change()).status, (await change()).status]).toEqual([303, 303]);
    const publish = () => post(facilityPath("vi", one, "publish"), [["version", "2"]]);
    expect([(await publish()).status, (await publish()).status]).toEqual([303, 303]);
    expect((await deps.facilities.history(one)).map(({ type }) => type)).toEqual(["publish", "change", "create"]);
  });

  test("what is not there is not found", async () => {
    for (const path of [`${registrationDeskPath("vi", "facilities")}/new`, `${registrationDeskPath("vi", "facilities")}/01/khong-co`, `${registrationDeskPath("vi", "facilities")}/${province}/khong-co/publish`, facilityPath("vi", { provinceCode: "99", id: "a" })]) {
      expect((await get(path)).status).toBe(404);
      expect((await post(path, typed(facts()))).status).toBe(404);
    }
    const one = await draft();
    expect((await get(`${facilityPath("vi", one)}/delete`)).status).toBe(404);
  });

  test("the pages are there in English too, and each leads to the other language", async () => {
    const one = await draft();
    const english = await get(facilityPath("en", one));
    expect(textIn(english.html)).toContain(words.en.facilities.desk.hiddenLead);
    expect(english.html).toContain(`href="${facilityPath("vi", one)}"`);
    expect(textIn((await get(registrationDeskPath("en", "facilities"))).html)).toContain(words.en.facilities.desk.choose);
  });
});

test("nothing of an entry or of who changed it is in the log", () => {
  expect(JSON.stringify(world.logged)).not.toMatch(/Thí Dụ|thi-du|900000123|Quản trị/);
});
