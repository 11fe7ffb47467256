import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { languages } from "../../../shared/language.ts";
import { deskPath, signInPath } from "../../../shared/staff/paths.ts";
import { registrationRoles } from "../../../shared/staff/roles.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { demoStaff, type DemoPerson } from "../../../infra/local/demo-staff.ts";
import { h1In, textIn } from "../../support/pages.ts";
import { createBrowser, demoPerson, signInAs, type Browser } from "../../support/staff-sign-in.ts";
import { startStaff, type Staff } from "../../support/staff-world.ts";
import { saturdayNight, startWorld, type World } from "../../support/world.ts";

let world: World;
let staff: Staff;
let people: DemoPerson[];
beforeAll(async () => {
  world = await startWorld();
  people = [...demoStaff];
  staff = await startStaff(world, { people });
});
afterAll(async () => {
  await staff.stop();
  await world.stop();
});
beforeEach(() => {
  world.moveTo(saturdayNight);
  world.logged.length = 0;
});

const { vi } = words;
const an = demoPerson("An");
const nowSeconds = () => Math.floor(world.now().getTime() / 1_000);
const listed = async (role: DemoPerson["roles"][number]) => (await staff.deps.store.listByRole(role, nowSeconds())).map(({ staffId }) => staffId);
const codes = () => world.logged.map(({ code, fields }) => (fields?.because ? `${code} ${fields.because}` : code));
const isOut = async (browser: Browser) => {
  const page = await browser.ask("/desk");
  return page.status === 303 && (page.headers.get("location") ?? "").startsWith("/desk/sign-in?");
};
/** The callback address of a sign-in that was begun and chosen, not opened yet. */
const chosen = async (browser: Browser, person: { sub: string } = an) => browser.choose(await browser.goToIssuer(signInPath("vi", "/desk")), person.sub);
const problem = async (response: Response, kind: keyof typeof vi.desk.signIn.problems.title) => {
  const html = await response.text();
  expect(h1In(html)).toBe(vi.desk.signIn.problems.title[kind]);
  expect(html.match(/<main.*<\/main>/s)?.[0].match(/<a /g)).toHaveLength(1);
  return html;
};

describe("signing in", () => {
  test.each(demoStaff)("lets $name in, and to the desk of their role", async (person) => {
    const browser = createBrowser(staff);
    const done = await browser.signIn(person);
    expect({ status: done.status, to: done.headers.get("location") }).toEqual({ status: 303, to: "/desk" });
    const home = await browser.ask("/desk");
    const isHotline = person.roles.some((role) => role === "counsellor" || role === "hotlineManager");
    const isRegistration = person.roles.some((role) => registrationRoles.includes(role));
    if (isRegistration) expect({ status: home.status, to: home.headers.get("location") }).toEqual({ status: 303, to: "/desk/registrations" });
    else if (isHotline) expect({ status: home.status, to: home.headers.get("location") }).toEqual({ status: 303, to: "/desk/hotline" });
    else {
      const html = await home.text();
      expect({ status: home.status, h1: h1In(html) }).toEqual({ status: 200, h1: vi.desk.signIn.problems.title.noDesk });
      expect(textIn(html)).toContain(person.name);
    }
  });

  test.each(languages)("leads back to the page that was wanted, in %s", async (language) => {
    const browser = createBrowser(staff);
    const to = `${deskPath(language, "hotline")}/goi?ma=K7M2&trang=2`;
    const done = await browser.signIn(an, { language, to });
    expect(done.headers.get("location")).toBe(to);
    expect((await browser.ask(deskPath(language))).headers.get("location")).toBe(deskPath(language, "hotline"));
  });

  test("sends whoever opens a page first to the sign-in, with that page as the way back", async () => {
    const page = await staff.request("/en/desk/sign-in/done");
    expect({ status: page.status, to: page.headers.get("location") }).toEqual({ status: 303, to: "/en/desk/sign-in?to=%2Fen%2Fdesk%2Fsign-in%2Fdone" });
  });

  test("puts whoever signs in on the lists of their roles, by name, and of no other", async () => {
    for (const name of ["Bình", "An", "Chi"]) await signInAs(staff, demoPerson(name));
    expect(await listed("counsellor")).toEqual([demoPerson("An").sub, demoPerson("Bình").sub]);
    expect(await listed("hotlineManager")).toEqual([demoPerson("Chi").sub]);
    expect(await staff.deps.store.listByRole("counsellor", nowSeconds())).toContainEqual({ staffId: an.sub, name: an.name });
  });

  test("asks the issuer for PKCE, a nonce and the password again, and shows it no secret", async () => {
    const begun = await createBrowser(staff).ask(signInPath("vi", "/desk"));
    const url = new URL(begun.headers.get("location") ?? "");
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code",
      scope: "openid profile",
      code_challenge_method: "S256",
      prompt: "login",
      redirect_uri: "http://localhost/desk/sign-in/callback",
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(url.searchParams.has("client_secret")).toBe(false);
  });

  test("two begun side by side in one browser both come to an end", async () => {
    const browser = createBrowser(staff);
    const first = await browser.goToIssuer(signInPath("vi", "/desk/hotline/1"));
    const second = await browser.goToIssuer(signInPath("vi", "/desk/hotline/2"));
    expect((await browser.ask(await browser.choose(second, an.sub))).headers.get("location")).toBe("/desk/hotline/2");
    expect((await browser.ask(await browser.choose(first, an.sub))).headers.get("location")).toBe("/desk/hotline/1");
  });
});

describe("what is kept of a session", () => {
  test("is the hash of its token: neither table nor log holds what the browser holds", async () => {
    const ticket = decodeURIComponent((await signInAs(staff, an)).match(/(?:^|; )desk=([^;]+)/)?.[1] ?? "");
    const [token = ""] = ticket.split(".");
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const kept = JSON.stringify([await world.rows("staff"), world.logged]);
    expect(kept).not.toContain(token);
    expect(JSON.stringify(world.logged)).not.toContain(an.name);
    expect(JSON.stringify(world.logged)).not.toContain(an.sub);
  });

  test("expires by itself: sessions, attempts and lists all say when; only the day of the last use stays, without a name", async () => {
    await createBrowser(staff).goToIssuer(signInPath("vi", "/desk"));
    await signInAs(staff, an);
    const all = await world.rows("staff");
    expect(all.find(({ pk, sk }) => pk === `STAFF#${an.sub}` && sk === "USE")).toEqual({ pk: `STAFF#${an.sub}`, sk: "USE", signedInAt: saturdayNight });
    const rows = all.filter(({ sk }) => sk !== "USE");
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(row.expiresAtSeconds, `${row.pk} ${row.sk}`).toBeGreaterThan(nowSeconds());
  });

  test("is a new token at each sign-in, and the old one in that browser is worth nothing", async () => {
    const browser = createBrowser(staff);
    await browser.signIn(an);
    const before = browser.cookies();
    await browser.signIn(an);
    expect(browser.cookies()).not.toBe(before);
    expect(await isOut(browser)).toBe(false);
    expect((await staff.request("/desk", { headers: { cookie: before } })).headers.get("location")).toContain("/desk/sign-in");
  });

  test("is never one that was planted before", async () => {
    const browser = createBrowser(staff);
    const planted = `${"A".repeat(43)}.${an.sub}`;
    browser.plant("desk", planted);
    await browser.signIn(an);
    expect(browser.cookies()).not.toContain("A".repeat(43));
    expect((await staff.request("/desk", { headers: { cookie: `desk=${planted}` } })).headers.get("location")).toContain("/desk/sign-in");
  });
});

describe("a second factor", () => {
  const attempt = async (site: Staff, more: [string, string][] = []) => {
    const browser = createBrowser(site);
    return { browser, answer: await browser.ask(await browser.choose(await browser.goToIssuer(signInPath("vi", "/desk")), an.sub, more)) };
  };

  test("that was left out keeps the person out, and the page says which step was missing", async () => {
    const { browser, answer } = await attempt(staff, [["factor", ""]]);
    expect({ status: answer.status, cookies: answer.headers.getSetCookie() }).toEqual({ status: 403, cookies: [] });
    await problem(answer, "secondFactor");
    expect(codes()).toEqual(["SIGN_IN_REFUSED secondFactor"]);
    expect(await isOut(browser)).toBe(true);
  });

  test.each([
    ["another word of the claim", { claim: "amr", values: ["hwk", "otp"] }, 303],
    ["a claim that is one word", { claim: "name", values: [an.name] }, 303],
    ["none of the words", { claim: "amr", values: ["hwk", "mf"] }, 403],
    ["a claim that is not there", { claim: "acr", values: ["mfa"] }, 403],
    ["a claim that is no word", { claim: "auth_time", values: ["mfa"] }, 403],
  ])("is what the setting says: %s", async (_, secondFactor, status) => {
    const site = await startStaff(world, { secondFactor });
    expect((await attempt(site)).answer.status).toBe(status);
    await site.stop();
  });
});

describe("an account that was not used", () => {
  const giang = demoPerson("Giang");
  const days = (n: number) => world.forward(n * 24 * 3_600_000);

  test("for 90 days lets nobody in, and says whom to ask; to the second", async () => {
    await signInAs(staff, giang);
    days(90);
    world.forward(-1);
    await signInAs(staff, giang);
    days(90);
    const browser = createBrowser(staff);
    const refused = await browser.ask(await chosen(browser, giang));
    expect({ status: refused.status, cookies: refused.headers.getSetCookie() }).toEqual({ status: 403, cookies: [] });
    await problem(refused, "unused");
    expect(codes().at(-1)).toBe("SIGN_IN_REFUSED unused");
    expect(await isOut(browser)).toBe(true);
  });

  test("is not forgotten when everything else about it has expired", async () => {
    await signInAs(staff, giang);
    days(400);
    const browser = createBrowser(staff);
    await problem(await browser.ask(await chosen(browser, giang)), "unused");
  });

  test("is let in again once an administrator unlocked it, for 90 days from then", async () => {
    await signInAs(staff, giang);
    days(100);
    expect(await staff.deps.store.unlock(giang.sub, world.now().toISOString())).toBe(true);
    days(89);
    await signInAs(staff, giang);
    days(89);
    await signInAs(staff, giang);
    days(90);
    await staff.deps.store.unlock(giang.sub, world.now().toISOString());
    days(90);
    const browser = createBrowser(staff);
    await problem(await browser.ask(await chosen(browser, giang)), "unused");
    expect(await staff.deps.store.unlock("nobody-of-that-id", world.now().toISOString())).toBe(false);
  });
});

describe("the cookies", () => {
  const cookiesOf = async (site: Staff) => {
    const browser = createBrowser(site);
    const begun = await browser.ask(signInPath("vi", "/desk"));
    const done = await browser.signIn(an);
    return [...begun.headers.getSetCookie(), ...done.headers.getSetCookie()].map((line) => line.replace(/=[^;]+/, "=…"));
  };

  test("over plain HTTP on this machine go without Secure, and are out of reach of scripts and of other sites' forms", async () => {
    expect(await cookiesOf(staff)).toEqual(["desk-sign-in=…; Max-Age=600; Path=/; HttpOnly; SameSite=Lax", "desk=…; Path=/; HttpOnly; SameSite=Lax"]);
  });

  test("over HTTPS carry the prefix that binds them to this host, and Secure", async () => {
    const secure = await startStaff(world, { siteOrigin: "https://duongve.test" });
    expect(await cookiesOf(secure)).toEqual([
      "__Host-desk-sign-in=…; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax",
      "__Host-desk=…; Path=/; HttpOnly; Secure; SameSite=Lax",
    ]);
    await secure.stop();
  });

  test("that were tampered with open nothing", async () => {
    const cookie = await signInAs(staff, an);
    const ticket = decodeURIComponent(cookie.match(/(?:^|; )desk=([^;]+)/)?.[1] ?? "");
    const flipped = `${ticket.startsWith("B") ? "C" : "B"}${ticket.slice(1)}`;
    const others = [flipped, ticket.replace(an.sub, demoPerson("Chi").sub), ticket.slice(0, -1), `${ticket}x`, "", ".", "%E0%A4%A", `${"é".repeat(43)}.${an.sub}`, `${ticket.slice(0, 43)}.PROFILE`];
    for (const other of others) expect((await staff.request("/desk", { headers: { cookie: `desk=${other}` } })).headers.get("location"), other).toBe("/desk/sign-in?to=%2Fdesk");
    expect((await staff.request("/desk", { headers: { cookie } })).headers.get("location")).toBe("/desk/hotline");
  });
});

describe("a callback that must not work", () => {
  test("is one that was used: the second time it opens nothing, and the session of the first lives on", async () => {
    const browser = createBrowser(staff);
    const callback = await chosen(browser);
    expect((await browser.ask(callback)).status).toBe(303);
    const again = await browser.ask(callback);
    expect(again.status).toBe(400);
    expect(again.headers.getSetCookie()).toEqual([]);
    await problem(again, "expired");
    expect(await isOut(browser)).toBe(false);
    expect(codes()).toEqual(["STAFF_SIGNED_IN", "SIGN_IN_REFUSED attempt"]);
  });

  test("is one begun in another browser, which cannot use it up either", async () => {
    const mine = createBrowser(staff);
    const victim = createBrowser(staff);
    const callback = await chosen(mine);
    await victim.goToIssuer(signInPath("vi", "/desk"));
    for (const foreign of [victim, createBrowser(staff)]) {
      const refused = await foreign.ask(callback);
      expect({ status: refused.status, cookies: refused.headers.getSetCookie() }).toEqual({ status: 400, cookies: [] });
      await problem(refused, "expired");
    }
    expect((await mine.ask(callback)).status).toBe(303);
  });

  test.each(["state=nobody", "", "code=x", "state=", "error=access_denied&state=%00"])("is one that nobody began: ?%s", async (query) => {
    const refused = await createBrowser(staff).ask(`/desk/sign-in/callback?${query}`);
    expect(refused.status).toBe(400);
    await problem(refused, "expired");
  });

  test("is one with a code of another sign-in: PKCE and nonce belong to their own", async () => {
    const [mine, other] = [createBrowser(staff), createBrowser(staff)];
    const callback = new URL(await chosen(mine));
    callback.searchParams.set("code", new URL(await chosen(other, demoPerson("Chi"))).searchParams.get("code") ?? "");
    const refused = await mine.ask(callback.href);
    expect(refused.status).toBe(502);
    await problem(refused, "failed");
    expect(codes()).toEqual(["SIGN_IN_REFUSED answer"]);
    expect(await isOut(mine)).toBe(true);
  });

  test("is one that says it comes from another issuer", async () => {
    const browser = createBrowser(staff);
    const callback = new URL(await chosen(browser));
    callback.searchParams.set("iss", "https://issuer.evil");
    const refused = await browser.ask(callback.href);
    expect(refused.status).toBe(502);
    await problem(refused, "failed");
  });

  test("is one that comes ten minutes after it was begun, not a second earlier", async () => {
    const inTime = createBrowser(staff);
    const early = await chosen(inTime);
    const late = createBrowser(staff);
    const expired = await chosen(late);
    world.forward(599_000);
    expect((await inTime.ask(early)).status).toBe(303);
    world.forward(1_000);
    const refused = await late.ask(expired);
    expect(refused.status).toBe(400);
    await problem(refused, "expired");
  });

  test("says nothing of the inside: no code, state, issuer or error name", async () => {
    const browser = createBrowser(staff);
    const callback = new URL(await chosen(browser));
    callback.searchParams.set("code", "secret-code-of-somebody");
    const html = await (await browser.ask(callback.href)).text();
    for (const inside of ["secret-code-of-somebody", callback.searchParams.get("state") ?? "?", staff.issuer.issuer, "Error", "OAUTH", "invalid_grant"]) expect(html).not.toContain(inside);
  });
});

test("whoever cancels at the issuer is told so, and may try again", async () => {
  const browser = createBrowser(staff);
  const refused = await browser.ask(await chosen(browser, { sub: "" }));
  expect(refused.status).toBe(403);
  const html = await problem(refused, "denied");
  expect(html).toContain('href="/desk"');
  expect(codes()).toEqual(["SIGN_IN_REFUSED denied"]);
  expect(await isOut(browser)).toBe(true);
});

describe("the way back", () => {
  test.each([
    "https://evil.example/desk",
    "//evil.example/desk",
    "/\\evil.example/desk",
    "\\\\evil.example/desk",
    "/\t/evil.example/desk",
    "/desk@evil.example",
    "/desk/../../tra-cuu",
    "/desk/%2e%2e/tra-cuu",
    "/desk.evil.example",
    "/deskx",
    "/tra-cuu",
    "/",
    "",
    "javascript:alert(1)",
    "desk",
    " //evil.example/desk",
    "/desk/sign-in?to=/desk",
    "/desk/sign-out",
    "/en",
  ])("never leaves the desks: %j leads to their first page", async (to) => {
    const browser = createBrowser(staff);
    const done = await browser.signIn(an, { to });
    expect(done.headers.get("location")).toBe("/desk");
  });

  test("may be any page of theirs, in its plainest spelling", async () => {
    const browser = createBrowser(staff);
    for (const [to, plain] of [["/desk/hotline/../hotline/x", "/desk/hotline/x"], ["/en/desk/hotline?a=//evil.example", "/en/desk/hotline?a=//evil.example"], ["/desk//evil.example", "/desk//evil.example"]] as const) {
      expect((await browser.signIn(an, { to })).headers.get("location")).toBe(plain);
    }
  });
});

describe("roles", () => {
  const change = (sub: string, roles: DemoPerson["roles"]) => {
    const at = people.findIndex((person) => person.sub === sub);
    const [before] = people.splice(at, 1, { ...people[at], roles } as DemoPerson);
    return () => void people.splice(at, 1, before as DemoPerson);
  };

  test("taken away at the issuer are gone from the lists and from every session at the next sign-in", async () => {
    const chi = demoPerson("Chi");
    const elsewhere = await signInAs(staff, chi);
    const putBack = change(chi.sub, ["communeOfficer"]);
    await signInAs(staff, chi);
    putBack();
    expect(await listed("hotlineManager")).not.toContain(chi.sub);
    expect(await listed("communeOfficer")).toContain(chi.sub);
    const home = await staff.request("/desk", { headers: { cookie: elsewhere } });
    expect(home.headers.get("location")).toBe("/desk/registrations");
  });

  test("that we do not know are left out", async () => {
    const khanh = demoPerson("Khanh");
    const putBack = change(khanh.sub, ["counsellor ", "root", "hotlineManager"] as never);
    await signInAs(staff, khanh);
    putBack();
    const profile = (await world.rows("staff")).find(({ pk, sk }) => pk === `STAFF#${khanh.sub}` && sk === "PROFILE");
    expect(profile?.roles).toEqual(["hotlineManager"]);
  });

  test("nobody stays on a list for more than half a year after their last sign-in", async () => {
    await signInAs(staff, an);
    world.forward(180 * 24 * 3_600_000 - 1_000);
    expect(await listed("counsellor")).toContain(an.sub);
    world.forward(1_000);
    expect(await listed("counsellor")).not.toContain(an.sub);
  });
});

describe("when the issuer does not answer", () => {
  test("the sign-in says so, and does not begin", async () => {
    const down = await startStaff(world);
    await down.stop();
    const page = await createBrowser(down).ask(signInPath("vi", "/desk"));
    expect({ status: page.status, cookies: page.headers.getSetCookie() }).toEqual({ status: 503, cookies: [] });
    await problem(page, "issuerDown");
    expect(codes()).toEqual(["SIGN_IN_REFUSED issuerDown"]);
  });

  test("the callback says so too, and lets nobody in", async () => {
    const down = await startStaff(world);
    const browser = createBrowser(down);
    const callback = await chosen(browser);
    await down.stop();
    const page = await browser.ask(callback);
    expect(page.status).toBe(503);
    await problem(page, "issuerDown");
    expect(codes()).toEqual(["SIGN_IN_REFUSED issuerDown"]);
    expect(await isOut(browser)).toBe(true);
  });
});
