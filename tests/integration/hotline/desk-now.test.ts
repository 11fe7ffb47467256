import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { takeNext } from "../../../functions/hotline/take.ts";
import { nowList } from "../../../functions/hotline/views.ts";
import { callPath, deskPagePath, listActPath } from "../../../shared/hotline/desk-paths.ts";
import { callerRows, callRequest, entryOf, mondayMorning, writeRows } from "../../support/hotline.ts";
import { deskPhone, emptyHotline, numberShapes, startDesk, type Counsellor, type Desk } from "../../support/hotline-desk.ts";
import { lostIds, textIn } from "../../support/pages.ts";
import { startWorld, type World } from "../../support/world.ts";

const now = deskPagePath("vi");
const rowsPath = listActPath("vi", "rows");
const poll = { "desk-poll": "yes" };
const minutes = (n: number): number => n * 60_000;

let world: World;
let desk: Desk;
let an: Counsellor;
let binh: Counsellor;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.moveTo(mondayMorning);
  await emptyHotline(world);
  desk = startDesk(world);
  await desk.shift("2026-11-23", { from: "08:00", to: "21:00" });
  [an, binh] = await Promise.all([desk.signIn("An"), desk.signIn("Bình")]);
});

/** The rows of a list, each as its key and what it says. */
const rowsIn = (html: string): { key: string; says: string; html: string }[] =>
  [...html.matchAll(/<li data-key="([^"]+)".*?(?=<li data-key|<\/ol>)/gs)].map(([row, key = ""]) => ({ key, says: textIn(row).trim(), html: row }));
const rowOf = (html: string, key: string): string => rowsIn(html).find((row) => row.key === key)?.says ?? "";

describe("who comes in", () => {
  test("nobody who is not signed in: a page leads to the sign-in, a poll is told so and no more", async () => {
    const page = await desk.get({ cookie: "" }, now);
    expect(page.status).toBe(303);
    expect(page.to).toBe(`/desk/sign-in?to=${encodeURIComponent(now)}`);
    const asked = await desk.get({ cookie: "" }, rowsPath, poll);
    expect([asked.status, asked.html]).toEqual([401, ""]);
  });

  test.each(["Dung", "Giang", "Hà", "Khanh"])("%s works elsewhere: a plain page says so, for reading and for doing", async (name) => {
    const other = await desk.signIn(name);
    const key = await desk.ask(1);
    for (const answer of [await desk.get(other, now), await desk.get(other, callPath("vi", key)), await desk.take(other, key), await desk.post(other, listActPath("vi", "takeNext"))]) {
      expect(answer.status).toBe(403);
      expect(answer.html).toContain("Tài khoản này không vào được trang này");
    }
    expect((await desk.get(other, rowsPath, poll)).status).toBe(403);
    expect(await desk.leaseOf(key)).toBeUndefined();
  });

  test("a hotline manager as well as a counsellor", async () => {
    expect((await desk.get(await desk.signIn("Chi"), now)).status).toBe(200);
  });

  test("no form without the value only our pages hold, and none from another site", async () => {
    const key = await desk.ask(1);
    expect((await desk.take({ ...an, csrf: "guessed" }, key)).status).toBe(403);
    expect((await desk.post(an, listActPath("vi", "take"), [["key", key]], { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(await desk.leaseOf(key)).toBeUndefined();
  });
});

describe("the list", () => {
  test("says that nobody waits, and that the list fills by itself", async () => {
    const { html, headers } = await desk.get(an, now);
    expect(textIn(html)).toContain("Lúc này không có ai cần gọi");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(lostIds(html)).toEqual([]);
  });

  test("puts danger first, then the booked time, then who waits longest, and says why each stands there", async () => {
    const booked = await desk.ask(2, { way: "slot", slotId: "2026-11-23T10:00" });
    world.forward(minutes(1));
    const soon = await desk.ask(1, { askFor: "cô Ba" });
    world.forward(minutes(60));
    an = await desk.signIn("An");
    const danger = await desk.ask(3, { dangerNow: "yes", asking: "other" });
    world.forward(minutes(6));
    const { html } = await desk.get(an, now);
    expect(rowsIn(html).map(({ key }) => key)).toEqual([danger, booked, soon]);
    expect(rowOf(html, danger)).toMatch(/^sớm nhất nguy hiểm hỏi cho người thân Đứng đầu vì báo có nguy hiểm; xin gọi sớm nhất; đã chờ 6 phút Nhận/);
    expect(rowOf(html, booked)).toMatch(/^10:00 đã hẹn Đang trong giờ hẹn; đã chờ 7 phút Nhận/);
    expect(rowOf(html, soon)).toMatch(/^sớm nhất Xin gọi sớm nhất; đã chờ 1 giờ 6 phút Nhận/);
    expect(textIn(html)).toContain("3 người chờ gọi");
  });

  test("leaves in turn whoever told of danger where many did, marks the danger, and says why they do not stand first", async () => {
    const soon = await desk.ask(1);
    world.forward(minutes(6));
    const { caller, changes } = callerRows(desk.deps, deskPhone(2), [entryOf(desk.deps, { danger: true, inTurn: true })]);
    await writeRows(desk.deps, changes);
    const { html } = await desk.get(an, now);
    expect(rowsIn(html).map(({ key }) => key)).toEqual([soon, caller.key]);
    expect(rowOf(html, caller.key)).toMatch(/^sớm nhất nguy hiểm Báo có nguy hiểm, xếp theo lượt vì cùng một nơi gửi nhiều yêu cầu như vậy; xin gọi sớm nhất/);
  });

  test("shows who is due within the hour after the others, with nothing to take", async () => {
    const coming = await desk.ask(2, { way: "slot", slotId: "2026-11-23T10:00", language: "en" });
    await desk.ask(3, { way: "slot", slotId: "2026-11-23T10:30" });
    world.forward(minutes(1));
    const { html } = await desk.get(an, now);
    expect(rowsIn(html).map(({ key }) => key)).toEqual([coming]);
    expect(rowOf(html, coming)).toBe("10:00 đã hẹn English Giờ hẹn bắt đầu sau 59 phút");
    expect(html).not.toContain('name="key"');
    expect((await desk.take(an, coming)).status).toBe(409);
  });

  test("says which attempt is next and what came before it", async () => {
    const key = await desk.ask(1, { phoneOwner: "borrowed", contact: { ...callRequest().contact, mayText: "no" }, consents: { ...callRequest().consents, texts: false } });
    await desk.onPhone(an, key);
    await desk.call(an, key, "outcome", [["outcome", "busy"], ["note", ""]]);
    expect(rowOf((await desk.get(an, now)).html, key)).toBe("09:30 lần 2 máy mượn Gọi lại sau lần máy bận lúc 09:00; tới lượt sau 30 phút");
    world.forward(minutes(40));
    an = await desk.signIn("An");
    expect(rowOf((await desk.get(an, now)).html, key)).toMatch(/^sớm nhất lần 2 máy mượn Gọi lại sau lần máy bận lúc 09:00; đã chờ 40 phút Nhận/);
  });

  test("is one row for a person with two requests", async () => {
    const key = await desk.ask(1);
    await desk.ask(1, { dangerBody: "yes" });
    expect(rowsIn((await desk.get(an, now)).html).map((row) => row.key)).toEqual([key]);
  });

  test("shows who holds whom: to oneself with the time left, to others by name", async () => {
    const key = await desk.ask(1);
    await desk.take(an, key);
    const mine = rowsIn((await desk.get(an, now)).html)[0];
    expect(mine?.says).toMatch(/bạn đang giữ · đến 09:10 Mở/);
    expect(mine?.html).toContain('data-until="2026-11-23T02:10:00.000Z"');
    const theirs = rowsIn((await desk.get(binh, now)).html)[0];
    expect(theirs?.says).toMatch(/Tư vấn viên An \(thử\) đang giữ Xem/);
    expect(theirs?.html).not.toContain("<button");
  });

  test("never holds a number, masked or not", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    for (const path of [now, rowsPath, deskPagePath("en")]) {
      const { html } = await desk.get(an, path);
      expect(html).toContain(key);
      expect(html).not.toMatch(numberShapes(1));
      expect(html).not.toContain("•");
    }
  });

  test("speaks English under /en, with English addresses", async () => {
    const key = await desk.ask(1, { dangerNow: "yes" });
    const { html } = await desk.get(an, deskPagePath("en"));
    expect(html).toContain('<html lang="en"');
    expect(rowOf(html, key)).toMatch(/First because danger was reported; asked to be rung as soon as possible; just arrived/);
    expect(html).toContain('action="/en/desk/hotline/take-next"');
    const taken = await desk.post(an, listActPath("en", "takeNext"));
    expect(taken.to).toBe(callPath("en", key));
  });
});

describe("taking", () => {
  test("the next one is the first of the list, held for ten minutes", async () => {
    await desk.ask(1);
    world.forward(minutes(1));
    const danger = await desk.ask(2, { dangerNow: "yes" });
    const taken = await desk.post(an, listActPath("vi", "takeNext"));
    expect([taken.status, taken.to]).toEqual([303, callPath("vi", danger)]);
    expect(await desk.leaseOf(danger)).toMatchObject({ staffId: an.staffId, until: "2026-11-23T02:11:00.000Z" });
  });

  test("pressed twice, the button leads to the person already held and holds no second one", async () => {
    const first = await desk.ask(1);
    world.forward(minutes(1));
    const second = await desk.ask(2);
    await desk.post(an, listActPath("vi", "takeNext"));
    const again = await desk.post(an, listActPath("vi", "takeNext"));
    expect(again.status).toBe(303);
    expect(again.to).toMatch(new RegExp(`^${callPath("vi", first)}\\?said=`));
    expect(textIn((await desk.get(an, again.to)).html)).toContain("Bạn đang giữ người này. Gọi xong hoặc trả lại");
    expect(await desk.leaseOf(second)).toBeUndefined();
  });

  test("two counsellors get two people", async () => {
    await desk.ask(1);
    await desk.ask(2);
    const taken = await Promise.all([an, binh].map((person) => desk.post(person, listActPath("vi", "takeNext"))));
    expect(new Set(taken.map(({ to }) => to)).size).toBe(2);
  });

  test("when nobody is left, the list says so", async () => {
    const none = await desk.post(an, listActPath("vi", "takeNext"));
    expect([none.status, textIn(none.html).includes("Lúc này không còn ai để nhận.")]).toEqual([409, true]);
  });

  test("one out of turn; whoever comes second is told who was first", async () => {
    const key = await desk.ask(1);
    expect((await desk.take(an, key)).to).toBe(callPath("vi", key));
    const late = await desk.take(binh, key);
    expect([late.status, textIn(late.html).includes("Tư vấn viên An (thử) vừa nhận người này trước bạn.")]).toEqual([409, true]);
    expect(await desk.leaseOf(key)).toMatchObject({ staffId: an.staffId });
    expect((await desk.take(an, key)).to).toBe(callPath("vi", key));
  });

  test.each(["", "nonsense", "x".repeat(43)])("nobody by a key that is none (%j)", async (key) => {
    expect((await desk.take(an, key)).status).toBe(409);
  });

  test.each([listActPath("vi", "take"), listActPath("vi", "takeNext")])("%s opened as a page leads to the list", async (path) => {
    expect(await desk.get(an, path)).toMatchObject({ status: 303, to: now });
  });
});

describe("the list asked for again", () => {
  const tagOf = async (person = an): Promise<string> => (await desk.get(person, rowsPath, poll)).headers.get("etag") ?? "";

  test("is not sent while nothing has changed, all through a minute", async () => {
    await desk.ask(1);
    world.forward(20_500);
    await desk.ask(2);
    const first = await desk.get(an, rowsPath, poll);
    const tag = first.headers.get("etag") ?? "";
    expect(first.status).toBe(200);
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect(first.html).toMatch(/^<div class="queue" data-queue="\/desk\/hotline\/now">/);
    for (const seconds of [0, 5, 10, 20]) {
      world.moveTo(new Date(Date.parse(mondayMorning) + 20_500 + seconds * 1_000).toISOString());
      const again = await desk.get(an, rowsPath, { ...poll, "if-none-match": tag });
      expect([again.status, again.html, again.headers.get("etag"), again.headers.get("cache-control")]).toEqual([304, "", tag, "no-store"]);
    }
    world.moveTo(new Date(Date.parse(mondayMorning) + minutes(1)).toISOString());
    expect((await desk.get(an, rowsPath, { ...poll, "if-none-match": tag })).status).toBe(200);
  });

  test("knows its tag again when a compressor has weakened it", async () => {
    await desk.ask(1);
    const tag = await tagOf();
    expect((await desk.get(an, rowsPath, { ...poll, "if-none-match": `W/${tag}` })).status).toBe(304);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["somebody new", () => desk.ask(2)],
    ["somebody taken by another", async () => desk.post(binh, listActPath("vi", "takeNext"))],
  ])("is sent when there is %s", async (_what, happen) => {
    await desk.ask(1);
    const tag = await tagOf();
    await happen();
    const again = await desk.get(an, rowsPath, { ...poll, "if-none-match": tag });
    expect(again.status).toBe(200);
    expect(again.headers.get("etag")).not.toBe(tag);
  });

  test("does not keep a session alive that nobody uses", async () => {
    for (let n = 0; n < 7; n += 1) {
      world.forward(minutes(2));
      expect((await desk.get(an, rowsPath, poll)).status).toBe(200);
    }
    world.forward(minutes(1));
    expect((await desk.get(an, rowsPath, poll)).status).toBe(401);
  });
});

describe("with 500 open requests", () => {
  const writeMany = (count: number) =>
    writeRows(
      desk.deps,
      Array.from({ length: count }, (_, n) => {
        const at = new Date(world.now().getTime() - n * 1_000).toISOString();
        return callerRows(desk.deps, `+8490000${String(4_000 + n)}`, [entryOf(desk.deps, { dueAt: at, openedAt: at, danger: n === 77 })]).changes.filter(({ what }) => what === "caller");
      }).flat(),
    );

  test("the first page is short and goes on; page by page everybody is there once", async () => {
    await writeMany(500);
    const seen: string[] = [];
    let path = now;
    let pages = 0;
    for (; path && pages < 30; pages += 1) {
      const { html, status } = await desk.get(an, path);
      expect(status).toBe(200);
      expect(html.length).toBeLessThan(80_000);
      seen.push(...rowsIn(html).map(({ key }) => key));
      path = /<p class="pages"><a href="([^"]+)">Xem tiếp/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
      for (const key of seen) expect(path).not.toContain(key);
    }
    expect(pages).toBeGreaterThan(5);
    expect(seen).toHaveLength(500);
    expect(new Set(seen).size).toBe(500);
  });

  test("what is asked for again is the same page of it, and a page that was altered is the first", async () => {
    await writeMany(200);
    const { html } = await desk.get(an, now);
    const next = /<p class="pages"><a href="([^"]+)">/.exec(html)?.[1] ?? "";
    const second = await desk.get(an, next);
    const again = /data-queue="([^"]+)"/.exec(second.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const fragment = await desk.get(an, again, poll);
    expect(rowsIn(fragment.html).map(({ key }) => key)).toEqual(rowsIn(second.html).map(({ key }) => key));
    expect(textIn(second.html)).toContain("Về đầu danh sách");
    expect((await desk.get(an, again, { ...poll, "if-none-match": fragment.headers.get("etag") ?? "" })).status).toBe(304);
    const altered = await desk.get(an, `${next.slice(0, -4)}AAAA`);
    expect(rowsIn(altered.html).map(({ key }) => key)).toEqual(rowsIn(html).map(({ key }) => key));
  });
});

test("however many are due tomorrow, tonight's list is empty and one read tells so", async () => {
  const tomorrow = "2026-11-24T02:00:00.000Z";
  const people = Array.from({ length: 150 }, (_, n) => callerRows(desk.deps, `+8490000${String(4_000 + n)}`, [entryOf(desk.deps, { dueAt: tomorrow })]).changes.filter(({ what }) => what === "caller"));
  await writeRows(desk.deps, people.flat());
  let reads = 0;
  const store = { ...desk.deps.store, readQueue: (...asked: Parameters<typeof desk.deps.store.readQueue>) => ((reads += 1), desk.deps.store.readQueue(...asked)) };
  expect(await nowList({ ...desk.deps, store })).toEqual({ callers: [], coming: [], next: undefined });
  expect(await takeNext({ ...desk.deps, store }, an)).toBeNull();
  expect(reads).toBe(2);
});

test("an address nobody has is a page of the desk that says so", async () => {
  const missing = await desk.get(an, `${now}/nothing`);
  expect([missing.status, textIn(missing.html).includes("Không thấy trang này")]).toEqual([404, true]);
  expect((await desk.app.request(now, { method: "DELETE", headers: { cookie: an.cookie, origin: "http://localhost", "sec-fetch-site": "same-origin" } })).status).toBeGreaterThanOrEqual(403);
});

test("nothing that is logged holds a number or a name", async () => {
  const key = await desk.ask(1, { askFor: "cô Ba" });
  await desk.onPhone(an, key);
  const lines = JSON.stringify(world.logged);
  expect(lines).toContain("NUMBER_SHOWN");
  expect(lines).not.toContain(deskPhone(1).slice(3));
  expect(lines).not.toMatch(/cô Ba|Tư vấn viên/);
});
