import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readTicket } from "../../../functions/staff/session.ts";
import { csrfName } from "../../../functions/staff/desk-guard.tsx";
import { deskPath, signInPath } from "../../../shared/staff/paths.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { h1In, lostIds, textIn, valuesIn } from "../../support/pages.ts";
import { createBrowser, demoPerson, type Browser } from "../../support/staff-sign-in.ts";
import { smallDesk, staffSeal, startStaff, type Staff } from "../../support/staff-world.ts";
import { saturdayNight, startWorld, type World } from "../../support/world.ts";

let world: World;
let staff: Staff;
let desk: ReturnType<typeof smallDesk>;
beforeAll(async () => {
  world = await startWorld();
  staff = await startStaff(world);
  desk = smallDesk(staff, ["counsellor", "hotlineManager"]);
});
afterAll(async () => {
  await staff.stop();
  await world.stop();
});
beforeEach(() => {
  world.moveTo(saturdayNight);
  world.logged.length = 0;
  desk.reached.length = 0;
});

const { vi } = words;
const t = vi.desk.signIn;
const page = "/desk/hotline/goi?ma=K7M2";
const minutes = (n: number) => world.forward(n * 60_000);
const because = () => world.logged.filter(({ code }) => code === "DESK_REFUSED").map(({ fields }) => fields?.because);

/** A browser in which somebody is signed in, with the csrf value of their pages. */
async function signedIn(name = "An"): Promise<Browser & { csrf: string }> {
  const browser = createBrowser(desk);
  await browser.signIn(demoPerson(name));
  return { ...browser, csrf: await (await browser.ask(page)).text() };
}
/** Opens the page, by way of the issuer's word where that is asked for again. */
async function open(browser: Browser, headers: Record<string, string> = {}): Promise<number> {
  const answer = await browser.ask(page, { headers });
  const to = answer.headers.get("location") ?? "";
  if (!to.startsWith(deskPath("vi", "renew"))) return answer.status;
  const renewed = await browser.ask(to);
  return (await browser.ask(renewed.headers.get("location") ?? "", { headers })).status;
}
const poll = (browser: Browser) => open(browser, { "desk-poll": "yes" });
const keyOf = (browser: Browser) => readTicket(staffSeal, decodeURIComponent(/(?:^|; )desk=([^;]+)/.exec(browser.cookies())?.[1] ?? "")) ?? { staffId: "", tokenHash: "" };
const sessionRow = async (browser: Browser) => (await world.rows("staff")).find(({ sk }) => sk === `SESSION#${keyOf(browser).tokenHash}`);
const lastSeen = async (browser: Browser) => (await sessionRow(browser))?.lastSeenAt;

describe("who gets in", () => {
  test.each(["An", "Bình", "Chi"])("%s, who has a role of this desk", async (name) => {
    const browser = createBrowser(desk);
    await browser.signIn(demoPerson(name));
    expect(await open(browser)).toBe(200);
    expect(desk.reached).toEqual([{ method: "GET", staff: demoPerson(name).sub, fields: {} }]);
  });

  test.each(["Dung", "Giang", "Hà", "Khanh"])("not %s, who is told which sign-in it is and how to leave", async (name) => {
    const browser = createBrowser(desk);
    await browser.signIn(demoPerson(name));
    const refused = await browser.ask(page);
    const html = await refused.text();
    expect({ status: refused.status, h1: h1In(html) }).toEqual({ status: 403, h1: t.problems.title.noRole });
    expect(textIn(html)).toContain(`${t.who} ${demoPerson(name).name}`);
    expect(html).toContain('action="/desk/sign-out"');
    expect(desk.reached).toEqual([]);
    expect((await browser.post("/desk/sign-out", [[csrfName, valuesIn(html, csrfName)[0] ?? ""]])).status).toBe(200);
    expect(await open(browser)).toBe(303);
  });

  test("nobody who is not signed in: a page leads to the sign-in and back", async () => {
    const refused = await desk.request(page);
    expect({ status: refused.status, to: refused.headers.get("location"), body: await refused.text() }).toEqual({ status: 303, to: signInPath("vi", page), body: "" });
    expect((await desk.request("/en/desk/hotline")).headers.get("location")).toBe("/en/desk/sign-in?to=%2Fen%2Fdesk%2Fhotline");
    expect(desk.reached).toEqual([]);
  });

  test("no poll of somebody who is not signed in: it is told so in a word, without a page", async () => {
    const refused = await desk.request(page, { headers: { "desk-poll": "yes" } });
    expect({ status: refused.status, location: refused.headers.get("location"), body: await refused.text() }).toEqual({ status: 401, location: null, body: "" });
    const dung = createBrowser(desk);
    await dung.signIn(demoPerson("Dung"));
    expect(await poll(dung)).toBe(403);
  });

  test("every answer is for this person only, kept by nobody", async () => {
    const browser = await signedIn();
    for (const answer of [await browser.ask(page), await desk.request(page), await browser.post(page, [])]) expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});

describe("a session", () => {
  test("ends after 15 minutes without activity, to the millisecond", async () => {
    const browser = await signedIn();
    world.forward(15 * 60_000 - 1);
    expect(await open(browser)).toBe(200);
    world.forward(15 * 60_000);
    expect(await open(browser)).toBe(303);
    world.forward(-15 * 60_000);
    expect(await open(browser)).toBe(200);
  });

  test("is not prolonged by a poll, however many", async () => {
    const browser = await signedIn();
    for (let n = 0; n < 14; n += 1) {
      minutes(1);
      expect(await poll(browser)).toBe(200);
    }
    expect(await lastSeen(browser)).toBe(saturdayNight);
    minutes(1);
    expect(await poll(browser)).toBe(401);
    expect(await open(browser)).toBe(303);
  });

  test("is prolonged by pages and posts, written down at most once a minute", async () => {
    const browser = await signedIn();
    world.forward(59_999);
    await browser.ask(page);
    expect(await lastSeen(browser)).toBe(saturdayNight);
    world.forward(1);
    await browser.post(page, [[csrfName, browser.csrf]]);
    expect(await lastSeen(browser)).toBe("2026-11-21T15:11:00.000Z");
    minutes(14);
    expect(await open(browser)).toBe(200);
  });

  test("ends after 8 hours, however busy", async () => {
    const browser = await signedIn();
    for (let n = 1; n < 48; n += 1) {
      minutes(10);
      expect(await open(browser)).toBe(200);
    }
    world.forward(10 * 60_000 - 1_000);
    expect(await open(browser)).toBe(200);
    world.forward(1_000);
    expect(await open(browser)).toBe(303);
  });

  test("that was ended while a request was under way stays ended", async () => {
    const browser = await signedIn();
    const { staffId, tokenHash } = keyOf(browser);
    expect(await sessionRow(browser)).toBeDefined();
    await staff.deps.store.endEverySession(staffId);
    await staff.deps.store.touchSession(staffId, tokenHash, world.now().toISOString());
    expect(await sessionRow(browser)).toBeUndefined();
    expect(await open(browser)).toBe(303);
  });
});

describe("a post", () => {
  test("with the value of the person's pages arrives, with all it carries", async () => {
    const browser = await signedIn();
    const answer = await browser.post(page, [[csrfName, browser.csrf], ["note", "hai dòng\nchữ"], ["hours", "a"], ["hours", "b"]]);
    expect(answer.status).toBe(200);
    expect(desk.reached.at(-1)).toMatchObject({ method: "POST", fields: { note: ["hai dòng\nchữ"], hours: ["a", "b"] } });
  });

  test.each([
    ["without it", () => []],
    ["with an empty one", () => [[csrfName, ""]]],
    ["with one cut short", (csrf: string) => [[csrfName, csrf.slice(1)]]],
    ["with one made up", (csrf: string) => [[csrfName, "x".repeat(csrf.length)]]],
    ["with two, the wrong one first", (csrf: string) => [[csrfName, "x"], [csrfName, csrf]]],
  ] as [string, (csrf: string) => [string, string][]][])("%s is refused", async (_, fields) => {
    const browser = await signedIn();
    desk.reached.length = 0;
    const refused = await browser.post(page, fields(browser.csrf));
    expect({ status: refused.status, h1: h1In(await refused.text()) }).toEqual({ status: 403, h1: t.problems.title.refused });
    expect(desk.reached).toEqual([]);
    expect(because()).toEqual(["csrf"]);
  });

  test("with another person's value is refused", async () => {
    const [an, binh] = [await signedIn("An"), await signedIn("Bình")];
    expect(an.csrf).not.toBe(binh.csrf);
    expect((await binh.post(page, [[csrfName, an.csrf]])).status).toBe(403);
  });

  test.each([
    ["another origin", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["another origin, and the browser is too old to say more", { origin: "https://evil.example", "sec-fetch-site": "" }],
    ["a neighbour of ours", { origin: "", "sec-fetch-site": "same-site" }],
    ["nowhere", { origin: "null", "sec-fetch-site": "" }],
    ["an address typed by hand", { origin: "", "sec-fetch-site": "none" }],
    ["a client that does not say", { origin: "", "sec-fetch-site": "" }],
    ["our origin, in other words", { origin: "http://localhost.evil.example", "sec-fetch-site": "" }],
  ])("from %s is refused, and nothing of it comes back", async (_, given) => {
    const browser = await signedIn();
    const headers = Object.fromEntries(Object.entries({ "content-type": "application/x-www-form-urlencoded", ...given }).filter(([, value]) => value));
    const body = new URLSearchParams([[csrfName, browser.csrf], ["note", "chữ của ai đó"]]).toString();
    for (const cookie of [browser.cookies(), ""]) {
      const refused = await desk.request(page, { method: "POST", headers: { ...headers, cookie }, body });
      const html = await refused.text();
      expect({ status: refused.status, h1: h1In(html) }).toEqual({ status: 403, h1: t.problems.title.refused });
      expect(html).not.toContain("chữ của ai đó");
    }
    expect(desk.reached.filter(({ method }) => method === "POST")).toEqual([]);
  });

  test.each([{ origin: "http://localhost", "sec-fetch-site": "" }, { origin: "", "sec-fetch-site": "same-origin" }])("from a browser that says only %j arrives", async (given) => {
    const browser = await signedIn();
    const headers = Object.fromEntries(Object.entries({ "content-type": "application/x-www-form-urlencoded", cookie: browser.cookies(), ...given }).filter(([, value]) => value));
    expect((await desk.request(page, { method: "POST", headers, body: new URLSearchParams([[csrfName, browser.csrf]]).toString() })).status).toBe(200);
  });
});

describe("a post after the session has ended", () => {
  const note = 'Gọi lại lúc 14:30\r\n\r\n"Chị ấy" nói <b>chờ</b> & nghỉ';
  const fieldsOf = (html: string): [string, string][] => {
    const form = /<form method="post" action="\/desk\/hotline.*?<\/form>/s.exec(html)?.[0] ?? "";
    const unescaped = (text: string) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const areas = [...form.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)<\/textarea>/gs)];
    return [...hidden, ...areas].map(([, name = "", value = ""]) => [unescaped(name), unescaped(value)]);
  };

  test("keeps all that was typed, in sight, and leads to the sign-in in a tab of its own", async () => {
    const browser = await signedIn();
    minutes(15);
    const kept = await browser.post(page, [[csrfName, browser.csrf], ["note", note], ["outcome", "spoke"], ["hours", "a"], ["hours", "b"], ['odd"<name>', "x"]]);
    const html = await kept.text();
    expect({ status: kept.status, h1: h1In(html), lost: lostIds(html) }).toEqual({ status: 401, h1: t.kept.title, lost: [] });
    expect(fieldsOf(html).toSorted()).toEqual([[csrfName, browser.csrf], ["note", note], ["outcome", "spoke"], ["hours", "a"], ["hours", "b"], ['odd"<name>', "x"]].toSorted());
    expect(html).toMatch(/<textarea[^>]* name="note" readonly/);
    expect(html).not.toContain("<b>chờ");
    const link = /<a class="button" href="([^"]+)" target="_blank"/.exec(html)?.[1];
    expect(link).toBe(deskPath("vi", "signedIn"));
    expect((await browser.ask(link ?? "")).headers.get("location")).toBe(signInPath("vi", deskPath("vi", "signedIn")));
  });

  test("can be sent again, as it was, once the same person has signed in", async () => {
    const browser = await signedIn();
    minutes(15);
    const html = await (await browser.post(page, [[csrfName, browser.csrf], ["note", note]])).text();
    const done = await browser.signIn(demoPerson("An"), { to: deskPath("vi", "signedIn") });
    const tab = await browser.ask(done.headers.get("location") ?? "");
    expect({ status: tab.status, h1: h1In(await tab.text()) }).toEqual({ status: 200, h1: t.done.title });
    desk.reached.length = 0;
    expect((await browser.post(/action="(\/desk\/hotline[^"]*)"/.exec(html)?.[1] ?? "", fieldsOf(html))).status).toBe(200);
    expect(desk.reached).toEqual([{ method: "POST", staff: demoPerson("An").sub, fields: { [csrfName]: [browser.csrf], note: [note] } }]);
  });

  test("is refused when another person has signed in instead", async () => {
    const browser = await signedIn("An");
    minutes(15);
    const html = await (await browser.post(page, [[csrfName, browser.csrf], ["note", note]])).text();
    await browser.signIn(demoPerson("Bình"));
    desk.reached.length = 0;
    expect((await browser.post(page, fieldsOf(html))).status).toBe(403);
    expect(desk.reached).toEqual([]);
  });
});

describe("signing out", () => {
  const leave = (browser: Browser & { csrf: string }, more: [string, string][] = [], path = "/desk/sign-out") => browser.post(path, [[csrfName, browser.csrf], ...more]);

  test("ends this session and no other, drops the cookie and goes on to the issuer, which leads back", async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    const left = await leave(here);
    expect({ status: left.status, h1: h1In(await left.text()) }).toEqual({ status: 200, h1: t.signedOut.title });
    expect(left.headers.getSetCookie()).toEqual(["desk=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]);
    expect([await open(here), await open(there)]).toEqual([303, 200]);

    const onwards = /^0; url=(.+)$/.exec(left.headers.get("refresh") ?? "")?.[1] ?? "";
    expect(new URL(onwards).origin).toBe(staff.issuer.issuer);
    const asked = await (await here.ask(onwards)).text();
    const back = await here.post(/action="([^"]+)"/.exec(asked)?.[1] ?? "", [["xsrf", /name="xsrf" value="([^"]+)"/.exec(asked)?.[1] ?? ""], ["logout", "yes"]]);
    expect(back.headers.get("location")).toBe("http://localhost/desk/sign-out");
    const end = await (await here.ask("/desk/sign-out")).text();
    expect(h1In(end)).toBe(t.signedOut.title);
  });

  test("makes the old cookie worthless, wherever it was copied to", async () => {
    const browser = await signedIn();
    const copied = browser.cookies();
    await leave(browser);
    expect((await desk.request(page, { headers: { cookie: copied } })).status).toBe(303);
  });

  test("everywhere ends every session of this person, and nobody else's", async () => {
    const [here, there, other] = [await signedIn(), await signedIn(), await signedIn("Bình")];
    expect((await leave(here, [["everywhere", "yes"]])).status).toBe(200);
    expect([await open(here), await open(there), await open(other)]).toEqual([303, 303, 200]);
  });

  test("everywhere, with a session that has ended, first asks who it is instead of only seeming to", async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    minutes(10);
    await open(there);
    minutes(5);
    const asked = await leave(here, [["everywhere", "yes"]]);
    expect({ status: asked.status, h1: h1In(await asked.text()) }).toEqual({ status: 401, h1: t.kept.title });
    expect(await open(there)).toBe(200);
    await here.signIn(demoPerson("An"));
    await leave(here, [["everywhere", "yes"]]);
    expect(await open(there)).toBe(303);
  });

  test("of a session that has ended already is no trouble", async () => {
    const browser = await signedIn();
    minutes(15);
    expect((await leave(browser)).status).toBe(200);
    expect((await createBrowser(desk).post("/desk/sign-out", [])).status).toBe(200);
  });

  test("cannot be done to somebody from another site, nor without the value of their pages", async () => {
    const browser = await signedIn();
    expect((await browser.post("/desk/sign-out", [[csrfName, browser.csrf]], { origin: "https://evil.example", "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await browser.post("/desk/sign-out", [])).status).toBe(403);
    expect((await browser.ask("/desk/sign-out")).status).toBe(200);
    expect(await open(browser)).toBe(200);
  });

  test("stays in the language it was asked in", async () => {
    const browser = await signedIn();
    const left = await leave(browser, [], "/en/desk/sign-out");
    expect(h1In(await left.text())).toBe(words.en.desk.signIn.signedOut.title);
    expect(decodeURIComponent(left.headers.get("refresh") ?? "")).toContain("http://localhost/en/desk/sign-out");
  });
});

describe("what does not exist at the desks", () => {
  test("is said in the page's language", async () => {
    expect(h1In(await (await staff.request("/desk/sign-in/x")).text())).toBe(t.problems.title.notFound);
    expect(h1In(await (await staff.request("/en/desk/sign-in/x")).text())).toBe(words.en.desk.signIn.problems.title.notFound);
    const put = await staff.request("/desk/sign-out", { method: "PUT" });
    expect({ status: put.status, allow: put.headers.get("allow") }).toEqual({ status: 405, allow: "GET, HEAD, POST" });
  });

  test("nor does a form of another kind, or one that is too large", async () => {
    const browser = await signedIn();
    const headers = { origin: "http://localhost", cookie: browser.cookies() };
    expect((await staff.request("/desk/sign-out", { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: "{}" })).status).toBe(415);
    expect((await browser.post("/desk/sign-out", [["x", "x".repeat(300_000)]])).status).toBe(413);
  });
});
