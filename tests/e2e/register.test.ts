import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startService, type Service } from "../../infra/local/service.ts";
import { languages } from "../../shared/language.ts";
import { pageNames, pagePath } from "../../shared/paths.ts";
import { words } from "../../web/words/words.ts";
import { dayFolder } from "../support/day-folder.ts";
import { wordsOf } from "../support/callers.ts";
import { launchBrowser, visitor } from "../support/browser.ts";
import { fillShown, fillStep, pressContinue, receiptShown, shownStep, summaryFocused, walkToCheck, within } from "../support/fill-form.ts";
import { tabTo } from "../support/keyboard.ts";
import { baDinh, himself, motherForSon, testPhone } from "../support/people.ts";
import { nextText as textAfter, receivedTexts } from "../support/received-texts.ts";
import { expectSound, manyPages, publicTitle } from "../support/sound.ts";

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

const textsTo = (phone: string): Promise<string[]> => receivedTexts(service.origin, phone);
const nextText = (phone: string, after: number): Promise<string> => textAfter(service.origin, phone, after);

const sound = (page: Page, where: string): Promise<void> => expectSound(browser, page, where, { script: false, title: publicTitle });

describe.each([
  { script: false, width: 360 as const, phone: testPhone(101) },
  { script: true, width: 1280 as const, phone: testPhone(102) },
])("a mother at $width px, script $script", ({ script, width, phone }) => {
  const application = () => {
    const { applicant, ...rest } = motherForSon({ determination: { kind: "paper", issuedOn: "2026-03-01" } });
    return { ...rest, ...(applicant ? { applicant: { ...applicant, phone, address: { provinceCode: "01", communeCode: "phuong ba dinh" } } } : {}) };
  };

  test("registers her son, every page sound with and without errors, and looks the application up and withdraws it", manyPages, async () => {
    const { page, context } = await visitor(browser, { width, script });
    await page.goto(`${service.origin}/`);
    await sound(page, "home");
    await page.click(`.door[href="${pagePath("vi", "register")}"]`);
    let asked = "";
    for (;;) {
      const step = await shownStep(page);
      if (!step) break;
      await sound(page, step.id);
      if (asked !== step.id) {
        asked = step.id;
        await pressContinue(page);
        // A step without a required answer simply goes on; the others say what is missing and take focus.
        if ((await shownStep(page))?.id !== step.id) continue;
        await summaryFocused(page);
        // The same page with and without script: looked at once.
        if (!script) await sound(page, `${step.id} with errors`);
      }
      await fillStep(page, step, application());
      await pressContinue(page);
    }
    await sound(page, "check");
    expect(await page.locator("h1").innerText()).toBe(words.vi.check.title);
    await pressContinue(page);
    await receiptShown(page);
    await sound(page, "receipt");
    expect(await page.locator("dl").innerText()).toContain("Công an phường Ba Đình, thành phố Hà Nội");
    expect(await page.locator("main").innerText()).toContain(words.vi.notices.determinationTooOld);
    const reference = (await page.locator(".reference .code").innerText()).trim();
    const receipt = await nextText(phone, 0);
    expect(receipt).toMatch(wordsOf("receipt", "vi"));
    expect(receipt).toContain(reference.slice(0, 4));

    await page.goto(`${service.origin}/tra-cuu`);
    await page.fill("#reference", reference.toLowerCase());
    await page.fill("#phone", phone);
    await pressContinue(page);
    await sound(page, "code");
    const code = /\d{6}/.exec(await nextText(phone, 1))?.[0] ?? "";
    await page.fill("#code", code);
    await pressContinue(page);
    await sound(page, "status");
    expect(await page.locator(".state").innerText()).toBe(words.vi.states.submitted);
    await page.getByRole("button", { name: words.vi.status.withdraw }).click();
    await sound(page, "withdraw");
    await pressContinue(page);
    await sound(page, "withdrawn");
    expect(await page.locator(".state").innerText()).toBe(words.vi.states.withdrawn);
    expect(await nextText(phone, 2)).toMatch(wordsOf("withdrawn", "vi"));
    await context.close();
  });
});

test("the public pages are sound in both languages, light and dark", manyPages, async () => {
  for (const dark of [false, true]) {
    const { page, context } = await visitor(browser, { width: 360, script: false, dark });
    for (const language of languages) {
      for (const name of pageNames) {
        await page.goto(service.origin + pagePath(language, name));
        await sound(page, `${language} ${name} ${dark ? "dark" : "light"}`);
      }
    }
    await page.goto(`${service.origin}/no-such-page`);
    await sound(page, "not found");
    await context.close();
  }
});

test("the keyboard alone is enough, from the first page to the receipt", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}/dang-ky`);
  const application = himself({ person: { ...himself().person, phone: testPhone(103), residence: { kind: "settled", ...baDinh } } });
  for (;;) {
    const step = await shownStep(page);
    if (!step) break;
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await fillStep(page, step, application);
    await tabTo(page, "main form button.primary");
    await page.keyboard.press("Enter");
    await page.waitForFunction((slug) => !document.querySelector("main form")?.getAttribute("action")?.endsWith(`/${slug}`), step.slug);
  }
  await tabTo(page, "main form button.primary");
  await page.keyboard.press("Enter");
  await receiptShown(page);
  await context.close();
});

test("Enter in a text box goes on, and does not change the language", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: false });
  await page.goto(`${service.origin}/dang-ky`);
  await fillShown(page, motherForSon());
  await pressContinue(page);
  await fillShown(page, motherForSon());
  await page.press("[name='applicant.fullName']", "Enter");
  expect((await shownStep(page))?.id).toBe("applicantPapers");
  expect(await page.locator("html").getAttribute("lang")).toBe("vi");
  await context.close();
});

test("the phone's Back and Forward buttons open each page as it was typed", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}/dang-ky`);
  for (let answered = 0; answered < 3; answered += 1) {
    const step = await fillShown(page, motherForSon());
    await pressContinue(page);
    await expect.poll(async () => (await shownStep(page))?.id, within).not.toBe(step.id);
  }
  await page.goBack();
  await expect.poll(async () => (await shownStep(page))?.id, within).toBe("applicantPapers");
  expect(await page.inputValue("[name='applicant.identity.number']")).toBe("001170000001");
  await page.goBack();
  await page.goBack();
  await expect.poll(async () => (await shownStep(page))?.id, within).toBe("relationship");
  expect(await page.isChecked("[value='mother']")).toBe(true);
  await page.goForward();
  expect(await page.inputValue("[name='applicant.fullName']")).toBe("Trần Thị Ví Dụ");
  await context.close();
});

test("quick exit is away at once, and Back finds nothing of what was typed", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}/dang-ky`);
  await fillShown(page, motherForSon());
  await pressContinue(page);
  await expect.poll(async () => (await shownStep(page))?.id, within).toBe("applicant");
  await page.fill("[name='applicant.fullName']", "Trần Thị Ví Dụ");
  await page.click("[data-exit]");
  await page.waitForURL(/\/thoat$/);
  expect(await page.title()).toBe("Ngày nghỉ lễ 2026");
  expect(await page.locator("body").innerText()).not.toMatch(/Đường Về|đăng ký/i);
  await page.goBack();
  await expect.poll(async () => (await shownStep(page))?.id, within).toBe("relationship");
  expect(await page.content()).not.toContain("Trần Thị Ví Dụ");
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, ""]);
  await context.close();
});

test("without a network nothing typed is lost, and sending works once it is back", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}/dang-ky`);
  await fillShown(page, himself());
  await pressContinue(page);
  await expect.poll(async () => (await shownStep(page))?.id, within).toBe("person");
  await fillShown(page, himself());
  await context.setOffline(true);
  await pressContinue(page);
  await page.waitForSelector("[data-offline]:visible");
  expect(await page.inputValue("[name='person.fullName']")).toBe("Nguyễn Văn Mẫu");
  await context.setOffline(false);
  await pressContinue(page);
  await expect.poll(async () => (await shownStep(page))?.id, within).toBe("personPapers");
  await context.close();
});

test("a change-link on the summary leads back to the summary, and a change of language keeps the answers", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: false });
  await page.goto(`${service.origin}/dang-ky`);
  const application = motherForSon();
  await walkToCheck(page, application);
  await page.locator("section.review", { hasText: words.vi.steps.applicant.title }).getByRole("button").click();
  expect((await shownStep(page))?.id).toBe("applicant");
  await page.fill("[name='applicant.fullName']", "Lê Thị Thử Nghiệm");
  await pressContinue(page);
  expect(await page.locator("h1").innerText()).toBe(words.vi.check.title);
  expect(await page.locator("main").innerText()).toContain("Lê Thị Thử Nghiệm");
  await page.locator("header button.language").click();
  expect(await page.locator("h1").innerText()).toBe(words.en.check.title);
  expect(await page.locator("main").innerText()).toContain("Lê Thị Thử Nghiệm");
  await context.close();
});

test("a link to a mistake, and the one past the header, stay on the page with everything typed", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}/dang-ky`);
  await fillShown(page, motherForSon());
  await pressContinue(page);
  await page.fill("[name='applicant.fullName']", "Trần Thị Ví Dụ");
  await pressContinue(page);
  await page.waitForSelector(".summary");
  await page.locator(".summary a").first().click();
  await page.evaluate(() => document.querySelector<HTMLElement>(".skip")?.click());
  expect((await shownStep(page))?.id).toBe("applicant");
  expect(await page.inputValue("[name='applicant.fullName']")).toBe("Trần Thị Ví Dụ");
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await expect.poll(async () => (await shownStep(page))?.id, within).toBe("relationship");
  await context.close();
});

test("an answer that is no page of ours leaves everything in place, and pressing send again makes one application", async () => {
  const phone = testPhone(106);
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}/dang-ky`);
  await walkToCheck(page, himself({ person: { ...himself().person, phone } }));
  await page.route("**/dang-ky/gui", async (route) => {
    await route.fetch();
    await route.fulfill({ status: 503, contentType: "application/json", body: '{"message":"Service Unavailable"}' });
  });
  await pressContinue(page);
  await page.waitForSelector("[data-offline]:visible");
  expect(await page.locator("h1").innerText()).toBe(words.vi.check.title);
  await page.unroute("**/dang-ky/gui");
  await pressContinue(page);
  await receiptShown(page);
  await nextText(phone, 0);
  expect(await textsTo(phone)).toHaveLength(1);
  await context.close();
});

test("Back pressed while the form is being sent does not lose the receipt", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}/dang-ky`);
  await walkToCheck(page, himself({ person: { ...himself().person, phone: testPhone(108) } }));
  let letThrough = (): void => {};
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route("**/dang-ky/gui", async (route) => {
    await held;
    await route.continue();
  });
  await page.locator("main form button.primary").click();
  await page.goBack();
  await expect.poll(async () => (await shownStep(page))?.id, within).toBe("before");
  letThrough();
  await receiptShown(page);
  await context.close();
});

test("the receipt stays through a reload and in the other language, as the first time", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}/dang-ky`);
  await walkToCheck(page, himself({ person: { ...himself().person, phone: testPhone(107) } }));
  await pressContinue(page);
  await receiptShown(page);
  const code = page.locator(".reference .code");
  const reference = await code.innerText();
  expect(await page.locator("main").innerText()).toContain(words.vi.receipt.textComing);
  await page.reload();
  expect(await code.innerText()).toBe(reference);
  expect(await page.locator("main").innerText()).not.toContain(words.vi.receipt.repeated);
  await page.locator("header button.language").click();
  await page.waitForSelector("html[lang=en]");
  expect(await code.innerText()).toBe(reference);
  await context.close();
});

test.each([
  { script: false, phone: testPhone(104) },
  { script: true, phone: testPhone(105) },
])("pressing send twice, going back and sending again, and refreshing make one application and one text, script $script", async ({ script, phone }) => {
  const { page, context } = await visitor(browser, { width: 360, script });
  await page.goto(`${service.origin}/dang-ky`);
  await walkToCheck(page, himself({ person: { ...himself().person, phone } }));
  const sealed = await page.inputValue("[name='sealed']");
  await page.locator("main form button.primary").dblclick();
  await receiptShown(page);
  const reference = (await page.locator(".reference .code").innerText()).trim();
  await page.reload();
  expect((await page.locator(".reference .code").innerText()).trim()).toBe(reference);
  const again = await fetch(`${service.origin}/dang-ky/gui`, { method: "POST", body: new URLSearchParams({ sealed }) });
  expect(await again.text()).toContain(reference);
  await nextText(phone, 0);
  await page.goto(`${service.origin}/clock`);
  expect(await textsTo(phone)).toHaveLength(1);
  await context.close();
});
