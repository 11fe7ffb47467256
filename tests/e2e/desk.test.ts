import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startService, type Service } from "../../infra/local/service.ts";
import type { CallbackRequest } from "../../shared/hotline/callback.ts";
import { deskPagePath } from "../../shared/hotline/desk-paths.ts";
import { localTime } from "../../shared/calendar/local-time.ts";
import { apiPaths } from "../../shared/paths.ts";
import { dayFolder } from "../support/day-folder.ts";
import { launchBrowser, visitor, type Visit } from "../support/browser.ts";
import { summaryFocused } from "../support/fill-form.ts";
import { callRequest } from "../support/hotline.ts";
import { testPhone } from "../support/people.ts";
import { expectSound, manyPages } from "../support/sound.ts";
import { demoPerson } from "../support/staff-sign-in.ts";

/** What the page's own list promises: a new arrival is there within ten seconds. */
const within = { timeout: 10_000 };

let service: Service;
let browser: Browser;
beforeAll(async () => {
  service = await startService({ port: 0, dataFolder: dayFolder() });
  await moveToMorning();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await service.stop();
});

async function serviceTime(): Promise<Date> {
  const { now } = (await (await fetch(`${service.origin}/clock.json`)).json()) as { now: string };
  return new Date(now);
}

/** Nine in the morning in Vietnam, whenever the tests run: a safe hour to ring in. */
async function moveToMorning(): Promise<void> {
  const { hour, minute } = localTime(await serviceTime());
  const minutes = (24 * 60 + 9 * 60 - hour * 60 - minute) % (24 * 60);
  if (minutes > 0) await fetch(`${service.origin}/clock`, { method: "POST", body: new URLSearchParams({ minutes: String(minutes) }), redirect: "manual" });
}

/** Somebody asks to be rung, as the public form would send it. */
async function ask(n: number, change: Partial<CallbackRequest> = {}): Promise<void> {
  const answer = await fetch(`${service.origin}${apiPaths.callbacks}`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
    body: JSON.stringify(callRequest({ phone: testPhone(n), ...change })),
  });
  if (answer.status !== 201) throw new Error(`not booked: ${answer.status} ${await answer.text()}`);
}

async function atDesk(visit: Visit, name: string): Promise<Page> {
  const { page } = await visitor(browser, visit);
  await page.goto(`${service.origin}${deskPagePath("vi")}`);
  await page.click(`button[value="${demoPerson(name).sub}"]`);
  await page.click('button[value="otp"]');
  await page.waitForURL(`${service.origin}${deskPagePath("vi")}`);
  return page;
}

/** What has focus, in the words a screen reader would use. */
const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? "");
/** Whose row holds the focus: the row's words change as its minutes pass. */
const focusedRow = (page: Page): Promise<string | null> => page.evaluate(() => document.activeElement?.closest("[data-key]")?.getAttribute("data-key") ?? null);
/** Presses Tab until something has focus that fits. */
async function tabTo(page: Page, fits: RegExp | string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press(key);
    const isThere = typeof fits === "string" ? await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, fits) : fits.test(await focused(page));
    if (isThere) return;
  }
  throw new Error(`no way by keyboard to ${String(fits)}`);
}
const rows = (page: Page) => page.locator("[data-rows] > [data-key]");
/** Ends every call that is open, so that each test begins with an empty list. */
async function emptyList(page: Page): Promise<void> {
  for (;;) {
    await page.goto(`${service.origin}${deskPagePath("vi")}`);
    const button = page.locator(".rows button.take").first();
    const own = page.locator(".rows .mine a").first();
    if ((await own.count()) > 0) await own.click();
    else if ((await button.count()) > 0) await button.click();
    else return;
    await page.click("#hold .primary, [form=report][formaction$=ring]");
    await page.check('[name="outcome"][value="wrongNumber"]');
    await page.click("#report .buttons .primary");
  }
}

describe("a counsellor at 1280 px, by keyboard alone", () => {
  test("sees somebody new arrive without a reload and without losing their place, takes the next, rings and writes down how it went", manyPages, async () => {
    const page = await atDesk({ width: 1280, script: true }, "An");
    await expectSound(browser, page, "empty list", { script: true });
    await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));

    await ask(120);
    await rows(page).first().waitFor(within);
    await tabTo(page, /^Nhận:/);
    expect(await focusedRow(page)).not.toBeNull();
    const held = await focusedRow(page);
    await ask(121, { dangerNow: "yes", askFor: "cô Ba" });
    await expect.poll(() => rows(page).count(), within).toBe(2);
    expect(await page.locator("body").getAttribute("data-same-page")).toBe("yes");
    expect(await focusedRow(page)).toBe(held);
    expect(await focused(page)).toMatch(/^Nhận:/);
    expect(await rows(page).first().textContent()).toContain("nguy hiểm");
    expect(await page.locator("[data-arrived]").textContent()).toBe("Có người mới trong danh sách.");
    await expectSound(browser, page, "list", { script: true });

    await tabTo(page, /^Nhận người tiếp theo$/, "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/call\//);
    await expect.poll(() => focused(page), within).toMatch(/^Cuộc gọi/);
    await expectSound(browser, page, "call", { script: true });
    await tabTo(page, /^Gọi$/);
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-number]");
    await expect.poll(() => focused(page), within).toBe("0900 000 121");
    await expectSound(browser, page, "on the phone", { script: true });
    expect(await page.locator("blockquote").textContent()).toContain("cho em gặp cô Ba");
    await expect.poll(() => page.locator("[data-since]").textContent(), within).toMatch(/^(?!00:00)\d\d:\d\d$/);

    await tabTo(page, '[name="outcome"]');
    await page.keyboard.press("Space");
    await expectSound(browser, page, "outcome reached", { script: true });
    await page.keyboard.press("ArrowDown");
    expect(await page.isChecked('[name="outcome"][value="noAnswer"]')).toBe(true);
    expect(await page.isVisible('[name="followUp"]')).toBe(false);
    await tabTo(page, '[name="note"]');
    await page.keyboard.type("Chuông đổ, không ai nghe.");
    await tabTo(page, /^Ghi lại$/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\?said=/);
    await expect.poll(() => focused(page), within).toMatch(/^Đã ghi\. Gọi lại từ/);
    await expectSound(browser, page, "recorded", { script: true });
    await emptyList(page);
    await page.context().close();
  });

  test("keeps what is typed while they hold on, and sees the time that is left run", async () => {
    await ask(122);
    const page = await atDesk({ width: 1280, script: true, dark: true }, "Bình");
    await page.click("text=Nhận người tiếp theo");
    await page.click("#hold .primary");
    await page.check('[name="outcome"][value="reached"]');
    await page.check('[name="followUp"][value="at"]');
    await page.check('[name="answers"][value="changed"]');
    await page.fill('[name="note"]', "Đang nói chuyện");
    await expectSound(browser, page, "every question, dark", { script: true });
    const left = page.locator(".lease [data-until]");
    await expect.poll(() => left.textContent(), within).toMatch(/^còn 0\d:\d\d$/);
    const pressedAt = await serviceTime();
    await page.click("text=Giữ thêm 10 phút");
    await expect.poll(async () => Date.parse((await left.getAttribute("data-until")) ?? ""), within).toBeGreaterThanOrEqual(pressedAt.getTime() + 10 * 60_000);
    expect(await left.textContent()).toMatch(/^còn (10:00|09:\d\d)$/);
    expect(await page.inputValue('[name="note"]')).toBe("Đang nói chuyện");
    expect(page.url()).toMatch(/\/ring$/);

    await page.click("#report .buttons .primary");
    await page.waitForSelector(".summary");
    expect(await page.inputValue('[name="note"]')).toBe("Đang nói chuyện");
    await summaryFocused(page);
    await expectSound(browser, page, "errors, dark", { script: true });
    await emptyList(page);
    await page.context().close();
  });

  test("is told when another has taken the caller over, and when the session has ended", async () => {
    await ask(123);
    const page = await atDesk({ width: 1280, script: true }, "An");
    await page.click("text=Nhận người tiếp theo");
    const other = await atDesk({ width: 1280, script: true }, "Bình");
    await other.click("text=Xem");
    await expectSound(browser, other, "held by another", { script: true });
    await other.fill('[name="reason"]', "An hết ca");
    await other.click(".panel .secondary");
    await other.waitForSelector("#hold");
    await page.click("text=Giữ thêm 10 phút");
    await page.locator("[data-lost] .notice").waitFor();
    expect(await page.locator("[data-lost]").textContent()).toContain("Người này không còn do bạn giữ");
    await expectSound(browser, page, "lost", { script: true });
    await page.context().clearCookies();
    await page.locator("[data-signed-out]").waitFor(within);
    await expectSound(browser, page, "signed out", { script: true });
    await emptyList(other);
    await Promise.all([page, other].map((one) => one.context().close()));
  });
});

describe.each<Visit>([
  { width: 360, script: false },
  { width: 360, script: true },
  { width: 1280, script: false },
])("a counsellor at $width px, script $script", ({ width, script }) => {
  const sound = (page: Page, where: string) => expectSound(browser, page, `${where} at ${width}`, { script });

  test("takes somebody, rings, puts mistakes right and writes down a follow-up, every page sound", manyPages, async () => {
    await ask(124 + (script ? 1 : 0) + (width === 360 ? 2 : 0), { askFor: "Nguyễn Hoàng Phương Thảo Nguyên", asking: "other" });
    const page = await atDesk({ width, script }, "An");
    await sound(page, "list");
    await page.click("text=Nhận người tiếp theo");
    await sound(page, "call");
    await page.click("#hold .primary");
    expect(await page.locator("[data-number]").getAttribute("href")).toMatch(/^tel:\+8490000012\d$/);
    await sound(page, "on the phone");
    await page.click("#report .buttons .primary");
    await sound(page, "mistakes");
    expect(await page.locator(".summary a").textContent()).toBe("Chọn cuộc gọi thế nào");
    expect(await page.locator("[data-number]").count()).toBe(0);
    await page.click("text=Hiện lại số");
    await expect.poll(() => page.locator("[data-number]").count(), within).toBe(1);
    await page.check('[name="outcome"][value="reached"]');
    await page.check('[name="followUp"][value="none"]');
    await page.fill('[name="note"]', "Đã nói chuyện");
    await sound(page, "filled in");
    await page.click("#report .buttons .primary");
    expect(await page.locator(".line").textContent()).toBe("Đã ghi.");
    await sound(page, "recorded");
    await page.goto(`${service.origin}${deskPagePath("en")}`);
    await sound(page, "English");
    await page.context().close();
  });
});
