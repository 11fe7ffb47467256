import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startService, type Service } from "../../infra/local/service.ts";
import type { CallbackRequest, OfferedDay } from "../../shared/hotline/callback.ts";
import { languages } from "../../shared/language.ts";
import { apiPaths, pagePath } from "../../shared/paths.ts";
import { words } from "../../web/words/words.ts";
import { dayFolder } from "../support/day-folder.ts";
import { launchBrowser, visitor } from "../support/browser.ts";
import { fillCallbackStep, shownCallbackStep } from "../support/fill-callback.ts";
import { pressContinue, receiptShown, within } from "../support/fill-form.ts";
import { callRequest } from "../support/hotline.ts";
import { testPhone } from "../support/people.ts";
import { expectSound, manyPages, publicTitle } from "../support/sound.ts";

let service: Service;
let browser: Browser;
beforeAll(async () => {
  service = await startService({ port: 0, dataFolder: dayFolder(), demoRoster: true });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await service.stop();
});

const { vi } = words;
const h1 = (page: Page): Promise<string> => page.locator("h1").innerText();
const shown = async (page: Page) => (await shownCallbackStep(page))?.id;
const addressOf = (page: Page): string => new URL(page.url()).pathname;

/** A request at the third time of the second day that is offered: it cannot close while a test runs. */
async function booking(n: number, change: Partial<CallbackRequest> = {}): Promise<CallbackRequest> {
  const answer = await fetch(`${service.origin}${apiPaths.callbacks}/slots`);
  const { days } = (await answer.json()) as { days: OfferedDay[] };
  return callRequest({ phone: testPhone(110 + n), way: "slot", slotId: days[1]?.slots[2]?.id ?? "none", ...change });
}
/** From the page that is shown to a step, or to what is no step, each page answered; calls back before each answer. */
async function answerUntil(page: Page, request: CallbackRequest, to: string, onPage: (id: string) => Promise<void> = async () => {}): Promise<void> {
  for (;;) {
    const step = await shownCallbackStep(page);
    if (!step || step.id === to) return;
    await onPage(step.id);
    await fillCallbackStep(page, step, request);
    await pressContinue(page);
  }
}
async function walkTo(page: Page, request: CallbackRequest, to: string): Promise<void> {
  await page.goto(service.origin + pagePath(request.language, "callback"));
  await answerUntil(page, request, to);
}

test.each(languages)("every page is sound in the dark too, in %s", manyPages, async (language) => {
  const { page, context } = await visitor(browser, { width: 360, script: false, dark: true });
  const sound = (where: string): Promise<void> => expectSound(browser, page, `dark, ${language}, ${where}`, { script: false, title: publicTitle });
  const request = await booking(language === "vi" ? 0 : 1, { language, dangerNow: "yes", askFor: "Hoa" });
  await walkTo(page, request, "help");
  await sound("help");
  await page.getByRole("button", { name: words[language].hotline.help.goOn }).click();
  await answerUntil(page, request, "check", async (id) => {
    await sound(id);
    await pressContinue(page);
    await sound(`${id} with errors`);
  });
  await sound("check");
  await pressContinue(page);
  await receiptShown(page);
  await sound("receipt");
  await page.click("main a.button");
  await sound("appointment");
  await page.click("main a.button");
  await sound("other times");
  await page.goBack();
  await page.getByRole("link", { name: words[language].appointment.cancel }).click();
  await sound("cancel");
  await context.close();
});

describe("with script", () => {
  test("Back and Forward open each page as it was typed, all under the form's own address", async () => {
    const { page, context } = await visitor(browser, { width: 360, script: true });
    const request = await booking(2);
    await walkTo(page, request, "phone");
    expect(addressOf(page)).toBe("/hen-goi");
    await page.fill("[name=phone]", "0900 000");
    await page.fill("[name=askFor]", "Hoa");
    await page.check("[name=phoneOwner][value=borrowed]");
    await page.goBack();
    await expect.poll(() => shown(page), within).toBe("time");
    expect(await page.locator(".time input:checked").inputValue()).toBe(request.slotId);
    await page.goBack();
    await page.goBack();
    await expect.poll(() => shown(page), within).toBe("danger");
    expect(await page.isChecked("[name=dangerBody][value=no]")).toBe(true);
    for (const id of ["way", "time", "phone"]) {
      await page.goForward();
      await expect.poll(() => shown(page), within).toBe(id);
      expect(addressOf(page)).toBe("/hen-goi");
    }
    expect([await page.inputValue("[name=phone]"), await page.inputValue("[name=askFor]"), await page.isChecked("[value=borrowed]")]).toEqual(["0900 000", "Hoa", true]);
    await context.close();
  });

  test("a reload in the middle begins the form again, in the language it was in", async () => {
    const { page, context } = await visitor(browser, { width: 360, script: true });
    await walkTo(page, await booking(3), "time");
    await page.locator("header button.language").click();
    await page.waitForSelector("html[lang=en]");
    expect([await shown(page), addressOf(page)]).toEqual(["time", "/en/hen-goi"]);
    await page.reload();
    expect([await shown(page), await page.locator("html").getAttribute("lang")]).toEqual(["danger", "en"]);
    await context.close();
  });

  test("the numbers for who needs help now can be read in the other language, and left again by Back", async () => {
    const { page, context } = await visitor(browser, { width: 360, script: true });
    await walkTo(page, await booking(4, { dangerBody: "yes" }), "way");
    expect(await h1(page)).toBe(vi.hotline.help.title);
    await page.locator("header button.language").click();
    await expect.poll(() => h1(page), within).toBe(words.en.hotline.help.title);
    await page.goBack();
    await page.goBack();
    await expect.poll(() => shown(page), within).toBe("danger");
    expect(await page.isChecked("[name=dangerBody][value=yes]")).toBe(true);
    await context.close();
  });

  test("the receipt has an address of its own, and what was typed is not behind it", async () => {
    const { page, context } = await visitor(browser, { width: 360, script: true });
    await walkTo(page, await booking(5, { askFor: "Hoa" }), "check");
    await pressContinue(page);
    await receiptShown(page);
    expect(addressOf(page)).toBe("/hen-goi/gui");
    expect(await page.locator("main").innerText()).toContain(vi.hotline.receipt.textComing);
    expect(await page.locator("main").innerText()).not.toContain(vi.hotline.receipt.repeated);
    await page.goBack();
    await expect.poll(() => shown(page), within).toBe("danger");
    expect(await page.content()).not.toContain("Hoa");
    expect(await page.locator(":checked").count()).toBe(0);
    await context.close();
  });

  test("without a network nothing typed is lost, and sending works once it is back", async () => {
    const { page, context } = await visitor(browser, { width: 360, script: true });
    const request = await booking(6);
    await walkTo(page, request, "check");
    await context.setOffline(true);
    await pressContinue(page);
    await page.waitForSelector("[data-offline]:visible");
    expect(await h1(page)).toBe(vi.hotline.check.title);
    await context.setOffline(false);
    await pressContinue(page);
    await receiptShown(page);
    await context.close();
  });
});
