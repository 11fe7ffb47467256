import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startService, type Service } from "../../infra/local/service.ts";
import { words } from "../../web/words/words.ts";
import { launchBrowser, visitor } from "../support/browser.ts";
import { dayFolder } from "../support/day-folder.ts";
import { fillShown, pressContinue, receiptShown, shownStep, walkToCheck, within } from "../support/fill-form.ts";
import { baDinh, himself, testPhone } from "../support/people.ts";
import { expectSound, publicTitle } from "../support/sound.ts";

let service: Service;
let browser: Browser;
beforeAll(async () => {
  service = await startService({ port: 0, dataFolder: dayFolder() });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await service.stop();
});

const { vi } = words;
const applying = (n: number) => himself({ person: { ...himself().person, phone: testPhone(n), residence: { kind: "settled", ...baDinh } } });
const opened = async (script: boolean): Promise<{ page: Page; context: BrowserContext }> => {
  const { page, context } = await visitor(browser, { width: 360, script });
  await page.goto(`${service.origin}/dang-ky`);
  return { page, context };
};
/** Everything a page can keep on a device. */
const keptOn = async (page: Page, context: BrowserContext) => {
  const { cookies, origins } = await context.storageState({ indexedDB: true });
  const rest = await page.evaluate(async () => [sessionStorage.length, (await caches.keys()).length, (await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length]);
  return { cookies, origins, rest };
};
const nothing = { cookies: [], origins: [], rest: [0, 0, 0, 0] };
const drafts = (page: Page): Promise<number> => page.evaluate(() => localStorage.length);

describe.each([{ script: false, phone: 480 }, { script: true, phone: 481 }])("on a phone that others use too, script $script", ({ script, phone }) => {
  test("nothing is kept from the first page to the receipt, and after it is finished Back shows nothing of it", async () => {
    const { page, context } = await opened(script);
    await walkToCheck(page, applying(phone));
    expect(await keptOn(page, context)).toEqual(nothing);
    await pressContinue(page);
    await receiptShown(page);
    expect(await keptOn(page, context)).toEqual(nothing);
    const reference = await page.locator(".reference .code").innerText();
    await page.getByRole("link", { name: vi.ownPhone.finish.button }).click();
    await page.waitForURL(/\/thoat$/);
    expect(await page.title()).toBe(vi.exit.title);
    expect(await keptOn(page, context)).toEqual(nothing);
    // Without script the browser says that it would have to send again; with it, the form's empty first page is left.
    await page.goBack().catch(() => {});
    await expect.poll(() => page.url(), within).not.toMatch(/thoat/);
    const personal = new RegExp(`${reference}|Văn Mẫu|${applying(phone).person.identity.number}`);
    await expect.poll(() => page.content().catch(() => reference), within).not.toMatch(personal);
    await context.close();
  });
});

test("quick exit from the first page, without script: Back shows it as nobody has touched it", async () => {
  const { page, context } = await opened(false);
  await fillShown(page, applying(482));
  await page.click("[data-exit]");
  await page.waitForURL(/\/thoat$/);
  await page.goBack();
  expect(await page.locator(":checked").count()).toBe(0);
  await context.close();
});

test("Escape pressed three times is a quick exit, pressed twice it is not; Back from there leads out of our pages", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}/tro-giup-ngay`);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  expect(new URL(page.url()).pathname).toBe("/tro-giup-ngay");
  await page.keyboard.press("Escape");
  await page.waitForURL(/\/thoat$/);
  await page.goBack();
  expect(page.url()).toBe("about:blank");
  await context.close();
});

describe("a draft on one's own phone", () => {
  const openBox = async (page: Page): Promise<void> => {
    await page.check("[data-own]");
    const details = page.locator("[data-draft] details");
    await details.waitFor();
    // Where a draft is kept, it stands open.
    if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
  };
  const giveCode = async (page: Page, code: string, press: "keep" | "open"): Promise<void> => {
    await page.fill("#draft-code", code);
    await page.click(`[data-draft-do=${press}]`);
    await page.locator("[data-draft] output", { hasText: vi.ownPhone.draft.wait }).waitFor({ state: "detached" });
  };
  const said = (page: Page): Promise<string> => page.locator("[data-draft] [role=alert]").innerText();
  /** On the second page with half of it typed, and the draft of that on the phone. */
  const halfway = async (n: number): Promise<{ page: Page; context: BrowserContext }> => {
    const { page, context } = await opened(true);
    await fillShown(page, applying(n));
    expect(await page.locator("[data-draft]").isVisible()).toBe(false);
    await openBox(page);
    await giveCode(page, "Hoa Mai 7", "keep");
    await pressContinue(page);
    await expect.poll(() => drafts(page), within).toBe(1);
    const before = await page.evaluate(() => localStorage.v);
    await page.fill("[name='person.fullName']", "Nguyễn Văn Mẫu Thử");
    await page.press("[name='person.fullName']", "Tab");
    await expect.poll(() => page.evaluate(() => localStorage.v), within).not.toBe(before);
    return { page, context };
  };

  test("opens after a reload where it was left, by its code only, and is gone once sent", async () => {
    const { page, context } = await halfway(483);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).toMatch(/^\{"v":"[0-9a-z]{8}\.0\.[A-Za-z0-9+/]+=*"\}$/);
    await page.reload();
    expect((await shownStep(page))?.id).toBe("relationship");
    await openBox(page);
    await expectSound(browser, page, "a draft to open", { script: true, title: publicTitle });
    await giveCode(page, "hoamai8", "open");
    expect(await said(page)).toBe(vi.ownPhone.draft.wrong.replace("{n}", "4"));
    await giveCode(page, "hoamai7", "open");
    await page.waitForSelector("[name='person.fullName']");
    expect(await page.inputValue("[name='person.fullName']")).toBe("Nguyễn Văn Mẫu Thử");
    await walkToCheck(page, applying(483));
    expect(await drafts(page)).toBe(1);
    await pressContinue(page);
    await receiptShown(page);
    expect(await drafts(page)).toBe(0);
    expect(await page.locator("main").innerText()).not.toContain(vi.ownPhone.finish.title);
    await context.close();
  });

  test("is gone after a fifth wrong code", async () => {
    const { page, context } = await halfway(484);
    await page.reload();
    await openBox(page);
    for (const left of ["4", "3", "2", "1"]) {
      await giveCode(page, "khôngphải", "open");
      expect(await said(page)).toBe(vi.ownPhone.draft.wrong.replace("{n}", left));
    }
    await giveCode(page, "khôngphải", "open");
    expect([await said(page), await drafts(page)]).toEqual([vi.ownPhone.draft.gone, 0]);
    await context.close();
  });

  test("is gone when it is deleted, when the phone is no longer said to be one's own, on quick exit, and when its time is over", async () => {
    const { page, context } = await halfway(485);
    const draft = await page.evaluate(() => localStorage.v);
    const keepAgain = () => page.evaluate((record) => localStorage.setItem("v", record), draft);
    await page.locator("[data-draft] summary").click();
    await page.click("[data-draft-do=forget]");
    expect(await drafts(page)).toBe(0);
    await keepAgain();
    await page.click("header [data-exit]");
    await page.waitForURL(/\/thoat$/);
    expect(await drafts(page)).toBe(0);
    await keepAgain();
    await page.goto(`${service.origin}/`);
    expect(await drafts(page)).toBe(1);
    await page.evaluate((record) => localStorage.setItem("v", record.replace(/^[0-9a-z]+/, (Date.now() - 1).toString(36))), draft);
    await page.goto(`${service.origin}/`);
    expect(await drafts(page)).toBe(0);
    await page.goto(`${service.origin}/dang-ky`);
    await openBox(page);
    await giveCode(page, "Hoa Mai 7", "keep");
    await keepAgain();
    await page.uncheck("[data-own]");
    expect(await drafts(page)).toBe(0);
    await context.close();
  });

  test("goes with the everyday page even where our script no longer runs", async () => {
    const { page, context } = await visitor(browser, { width: 360, script: false });
    await page.goto(`${service.origin}/`);
    await page.evaluate(() => localStorage.setItem("v", "zzzzzzzz.0.AA"));
    await page.click("[data-exit]");
    await expect.poll(() => drafts(page), within).toBe(0);
    await context.close();
  });
});
