import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { csrfName } from "../../../functions/staff/desk-guard.tsx";
import { readTicket } from "../../../functions/staff/session.ts";
import { demoStaff, type DemoPerson } from "../../../infra/local/demo-staff.ts";
import { deskPath, renewPath, signInPath } from "../../../shared/staff/paths.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { h1In } from "../../support/pages.ts";
import { createBrowser, demoPerson, type Browser } from "../../support/staff-sign-in.ts";
import { smallDesk, staffSeal, startStaff, type Staff } from "../../support/staff-world.ts";
import { saturdayNight, startWorld, type World } from "../../support/world.ts";

let world: World;
let staff: Staff;
let desk: ReturnType<typeof smallDesk>;
const people: DemoPerson[] = [];
beforeAll(async () => {
  world = await startWorld();
  staff = await startStaff(world, { people });
  desk = smallDesk(staff, ["counsellor", "hotlineManager"]);
});
afterAll(async () => {
  await staff.stop();
  await world.stop();
});
beforeEach(() => {
  world.moveTo(saturdayNight);
  world.logged.length = 0;
  people.splice(0, people.length, ...demoStaff);
});

const t = words.vi.desk.signIn;
const an = demoPerson("An");
const page = "/desk/hotline/goi?ma=K7M2";
const minutes = (n: number) => world.forward(n * 60_000);
const codes = () => world.logged.map(({ level, code, fields }) => [level, code, fields?.because].filter(Boolean).join(" "));

async function signedIn(): Promise<Browser & { csrf: string }> {
  const browser = createBrowser(desk);
  await browser.signIn(an);
  const csrf = await (await browser.ask(page)).text();
  world.logged.length = 0;
  return { ...browser, csrf };
}
const to = (answer: Response) => answer.headers.get("location");
const poll = async (browser: Browser) => (await browser.ask(page, { headers: { "desk-poll": "yes" } })).status;
const renew = (browser: Browser, wanted = page) => browser.ask(renewPath("vi", wanted));
/** The account of An as the issuer has it from now on; null for none. */
const change = (changed: Partial<DemoPerson> | null) => people.splice(people.findIndex(({ sub }) => sub === an.sub), 1, ...(changed ? [{ ...an, ...changed }] : []));
/** The issuer answers in this way from now on. */
function issuerSays(because: "issuerDown" | "answer" | "clock" | "secondFactor"): () => void {
  const { renew: before } = staff.deps.issuer;
  staff.deps.issuer.renew = async () => ({ because });
  return () => void (staff.deps.issuer.renew = before);
}

describe("the issuer's word", () => {
  test("is asked for again by the first page after ten minutes, once, and leads back without a question", async () => {
    const browser = await signedIn();
    minutes(10);
    world.forward(-1);
    expect((await browser.ask(page)).status).toBe(200);
    world.forward(1);
    const first = await browser.ask(page);
    expect({ status: first.status, to: to(first) }).toEqual({ status: 303, to: renewPath("vi", page) });
    expect(to(await browser.ask(to(first) ?? ""))).toBe(page);
    expect((await browser.ask(page)).status).toBe(200);
    minutes(9);
    expect((await browser.ask(page)).status).toBe(200);
  });

  test("is asked for in the language of the page, and leads to no other site", async () => {
    const browser = await signedIn();
    minutes(10);
    expect(to(await browser.ask("/en/desk/hotline"))).toBe("/en/desk/sign-in/renew?to=%2Fen%2Fdesk%2Fhotline");
    expect(to(await renew(browser, "//evil.example/desk"))).toBe("/desk");
    minutes(10);
    expect(to(await renew(browser, renewPath("vi", page)))).toBe("/desk");
  });

  test("is not asked for by polls and posts, which are refused without it after twenty minutes", async () => {
    const browser = await signedIn();
    minutes(12);
    expect(await poll(browser)).toBe(200);
    expect((await browser.post(page, [[csrfName, browser.csrf]])).status).toBe(200);
    minutes(8);
    expect(await poll(browser)).toBe(401);
    const note = "Gọi lại lúc 14:30, chị ấy chờ";
    const kept = await browser.post(page, [[csrfName, browser.csrf], ["note", note]]);
    const html = await kept.text();
    expect({ status: kept.status, h1: h1In(html) }).toEqual({ status: 401, h1: t.kept.title });
    expect(html).toContain(note);

    const tab = /<a class="button" href="([^"]+)" target="_blank"/.exec(html)?.[1] ?? "";
    const asked = await browser.ask(tab);
    const back = await browser.ask(to(asked) ?? "");
    expect([to(asked), to(back)]).toEqual([renewPath("vi", deskPath("vi", "signedIn")), deskPath("vi", "signedIn")]);
    expect(h1In(await (await browser.ask(to(back) ?? "")).text())).toBe(t.done.title);
    desk.reached.length = 0;
    expect((await browser.post(page, [[csrfName, browser.csrf], ["note", note]])).status).toBe(200);
    expect(desk.reached).toMatchObject([{ method: "POST", fields: { note: [note] } }]);
  });

  test("is kept sealed: the table holds nothing that the issuer would take", async () => {
    const asked: string[] = [];
    const { renew: before } = staff.deps.issuer;
    staff.deps.issuer.renew = async (refresh) => {
      asked.push(refresh);
      return before(refresh);
    };
    const browser = await signedIn();
    minutes(10);
    expect(to(await renew(browser))).toBe(page);
    staff.deps.issuer.renew = before;
    expect(asked[0]?.length).toBeGreaterThan(20);
    expect(JSON.stringify(await world.rows("staff"))).not.toContain(asked[0]);
  });

  test("cannot be had with what was sealed for another session", async () => {
    const [mine, other] = [await signedIn(), await signedIn()];
    const keyOf = (browser: Browser) => readTicket(staffSeal, decodeURIComponent(/(?:^|; )desk=([^;]+)/.exec(browser.cookies())?.[1] ?? ""));
    const foreign = (await staff.deps.store.findSession(an.sub, keyOf(other)?.tokenHash ?? "", 0))?.refresh;
    await staff.deps.store.enter({ staffId: an.sub, ...an, tokenHash: keyOf(mine)?.tokenHash ?? "", refresh: foreign ?? "", at: world.now().toISOString(), sessionEndsAtSeconds: 9e9 });
    minutes(10);
    expect(to(await renew(mine))).toBe(signInPath("vi", page));
    expect(to(await renew(other))).toBe(page);
  });

  test("nobody is asked about who is not signed in", async () => {
    expect(to(await renew(createBrowser(desk)))).toBe(signInPath("vi", page));
  });
});

describe("an account that has changed", () => {
  test.each([
    ["a role taken away", { roles: [] }, "changed"],
    ["a role given", { roles: ["counsellor", "hotlineManager"] }, "changed"],
    ["another place of work", { unit: "00008" }, "changed"],
    ["another name", { name: "Tư vấn viên Mới (thử)" }, "changed"],
    ["no account any more", null, "gone"],
  ] as [string, Partial<DemoPerson> | null, "changed" | "gone"][])("ends every session of the person, and says why: %s", async (_, changed, kind) => {
    const [here, there] = [await signedIn(), await signedIn()];
    const other = createBrowser(desk);
    await other.signIn(demoPerson("Bình"));
    change(changed);
    expect((await here.ask(page)).status).toBe(200);
    minutes(10);
    world.logged.length = 0;
    const ended = await renew(here);
    expect({ status: ended.status, h1: h1In(await ended.text()) }).toEqual({ status: 403, h1: t.problems.title[kind] });
    expect(ended.headers.getSetCookie()).toEqual(["desk=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]);
    expect(codes()).toEqual([`warn SESSIONS_ENDED ${kind}`]);
    expect(to(await there.ask(page))).toBe(signInPath("vi", page));
    expect(await poll(there)).toBe(401);
    expect((await there.post(page, [[csrfName, there.csrf]])).status).toBe(401);
    expect(await poll(other)).toBe(200);
  });

  test("is noticed when the issuer says that there was no second factor after all", async () => {
    const browser = await signedIn();
    minutes(10);
    const putBack = issuerSays("secondFactor");
    expect(h1In(await (await renew(browser)).text())).toBe(t.problems.title.gone);
    putBack();
    expect(codes()).toEqual(["warn SESSIONS_ENDED secondFactor"]);
  });

  test("works on with its new roles once its owner has signed in again", async () => {
    const browser = await signedIn();
    change({ roles: ["hotlineManager"] });
    minutes(10);
    await renew(browser);
    await browser.signIn(an);
    expect((await browser.ask(page)).status).toBe(200);
  });
});

describe("while the issuer does not answer", () => {
  test.each(["issuerDown", "answer", "clock"] as const)("people go on working for ten minutes more, it is asked once a minute, and it is logged: %s", async (because) => {
    const browser = await signedIn();
    const putBack = issuerSays(because);
    minutes(10);
    expect(to(await renew(browser))).toBe(page);
    expect((await browser.ask(page)).status).toBe(200);
    world.forward(60_000 - 1);
    expect((await browser.ask(page)).status).toBe(200);
    world.forward(1);
    expect(to(await browser.ask(page))).toBe(renewPath("vi", page));
    minutes(8);
    expect((await browser.post(page, [[csrfName, browser.csrf]])).status).toBe(200);
    minutes(1);
    const over = await renew(browser);
    expect({ status: over.status, h1: h1In(await over.text()) }).toEqual({ status: 503, h1: t.problems.title.issuerDown });
    expect(await poll(browser)).toBe(401);
    expect(codes()).toEqual([`error RENEWAL_REFUSED ${because}`, `error RENEWAL_REFUSED ${because}`]);
    putBack();
    expect(to(await renew(browser))).toBe(page);
    expect(await poll(browser)).toBe(200);
  });

  test("an issuer that cannot be reached is one that does not answer", async () => {
    const down = await startStaff(world);
    const browser = createBrowser(down);
    await browser.signIn(an);
    await down.stop();
    minutes(10);
    expect(to(await browser.ask(renewPath("vi", "/desk")))).toBe("/desk");
    expect(to(await browser.ask("/desk"))).toBe("/desk/hotline");
  });
});

test("a session that was begun before there was a word to renew ends when it is due", async () => {
  const browser = await signedIn();
  const { tokenHash = "" } = readTicket(staffSeal, decodeURIComponent(/(?:^|; )desk=([^;]+)/.exec(browser.cookies())?.[1] ?? "")) ?? {};
  await staff.deps.store.enter({ staffId: an.sub, ...an, tokenHash, at: world.now().toISOString(), sessionEndsAtSeconds: 9e9 });
  expect((await browser.ask(page)).status).toBe(200);
  minutes(10);
  expect(to(await renew(browser))).toBe(signInPath("vi", page));
  expect(await poll(browser)).toBe(401);
});

/** What a person, their pages and the issuer may do, one after the other. */
const step = fc.record({ after: fc.integer({ min: 0, max: 16 }), does: fc.constantFrom("page", "page", "page", "poll", "post"), issuer: fc.constantFrom("same", "same", "same", "silent") });

test("whatever people, their pages and the issuer do: nobody works idle for 15 minutes, after 8 hours, or 20 minutes without the issuer's word", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      world.moveTo(saturdayNight);
      const browser = await signedIn();
      const start = world.now().getTime();
      const at = { seen: start, vouched: start, asked: -Infinity };
      const minute = 60_000;
      for (const { after, does, issuer } of steps) {
        minutes(after);
        const now = world.now().getTime();
        const alive = now - at.seen < 15 * minute && now < start + 8 * 60 * minute;
        const isDue = now - at.vouched >= 20 * minute || (now - at.vouched >= 10 * minute && now - at.asked >= minute);
        const isOver = () => now - at.vouched >= 20 * minute;
        if (alive && does !== "poll" && now - at.seen >= minute) at.seen = now;
        if (alive && does === "page" && isDue && issuer === "same") at.vouched = now;
        else if (alive && does === "page" && isDue && !isOver()) at.asked = now;

        const putBack = issuer === "silent" ? issuerSays("issuerDown") : () => {};
        desk.reached.length = 0;
        if (does === "poll") await poll(browser);
        else if (does === "post") await browser.post(page, [[csrfName, browser.csrf]]);
        else for (let next: string | null = page, hops = 0; next && hops < 3 && !next.startsWith("/desk/sign-in?"); hops += 1) next = to(await browser.ask(next));
        putBack();
        expect(desk.reached.length, JSON.stringify({ steps, after, does })).toBe(alive && !isOver() ? 1 : 0);
      }
    }),
    { numRuns: 25 },
  );
});
