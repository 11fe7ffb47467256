import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startService, type Service } from "../../infra/local/service.ts";
import type { CallbackRequest, OfferedDay } from "../../shared/hotline/callback.ts";
import type { SlotId } from "../../shared/hotline/slots.ts";
import type { Language } from "../../shared/language.ts";
import { apiPaths, appointmentPath, pagePath } from "../../shared/paths.ts";
import { tokenAlphabet, tokenLength } from "../../shared/reference.ts";
import { words } from "../../web/words/words.ts";
import { dayFolder } from "../support/day-folder.ts";
import { launchBrowser, visitor } from "../support/browser.ts";
import { nearestIn, timesIn } from "../support/callers.ts";
import { chooseTime, fillCallbackStep, shownCallbackStep, walkToCallbackCheck } from "../support/fill-callback.ts";
import { pressContinue, receiptShown, summaryFocused, within } from "../support/fill-form.ts";
import { callRequest } from "../support/hotline.ts";
import { tabTo } from "../support/keyboard.ts";
import { tellingWordsIn } from "../support/neutral-words.ts";
import { testPhone } from "../support/people.ts";
import { nextText, receivedTexts } from "../support/received-texts.ts";
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
const tokenShape = `[${tokenAlphabet}]{${tokenLength}}`;
const sound = (page: Page, where: string): Promise<void> => expectSound(browser, page, where, { script: false, title: publicTitle });

async function offered(): Promise<OfferedDay[]> {
  const answer = await fetch(`${service.origin}${apiPaths.callbacks}/slots`);
  return ((await answer.json()) as { days: OfferedDay[] }).days;
}
/** The nth time of the second day that is offered: its times cannot close while a test runs. */
async function timeOf(n: number): Promise<SlotId> {
  const slot = (await offered())[1]?.slots[n];
  if (!slot) throw new Error("the demonstration roster has two days");
  return slot.id;
}
const booking = (n: number, change: Partial<CallbackRequest> = {}): CallbackRequest => callRequest({ phone: testPhone(110 + n), ...change });
const h1 = (page: Page): Promise<string> => page.locator("h1").innerText();
const mainText = (page: Page): Promise<string> => page.locator("main").innerText();

/** The two codes of a receipt, as somebody copies them. */
async function codesOn(page: Page): Promise<{ reference: string; code: string }> {
  await page.locator(".reference .code").nth(1).waitFor();
  const [reference = "", code = ""] = await page.locator(".reference .code").allInnerTexts();
  return { reference, code };
}

describe.each([
  { script: false, width: 360 as const, phone: 0, lost: 1 },
  { script: true, width: 1280 as const, phone: 2, lost: 3 },
])("at $width px, script $script", ({ script, width, phone, lost }) => {
  test("somebody in danger is shown who helps now, books a time, confirms and moves it by the link in the text, stops texts and cancels it; every page is sound", manyPages, async () => {
    const { page, context } = await visitor(browser, { width, script });
    const number = testPhone(110 + phone);
    const request = booking(phone, { way: "slot", slotId: await timeOf(4 + phone), dangerBody: "yes", asking: "other", askFor: "Hoa" });
    await page.goto(`${service.origin}/`);
    await sound(page, "home");
    await page.click(".door.first");
    let asked = "";
    for (;;) {
      const step = await shownCallbackStep(page);
      if (!step) break;
      await sound(page, step.id);
      if (asked !== step.id) {
        asked = step.id;
        await pressContinue(page);
        await summaryFocused(page);
        await sound(page, `${step.id} with errors`);
      }
      await fillCallbackStep(page, step, request);
      await pressContinue(page);
      if (step.id !== "danger") continue;
      expect(await h1(page)).toBe(vi.hotline.help.title);
      expect(await page.locator("main .numbers a").evaluateAll((links) => links.slice(0, 3).map((link) => link.getAttribute("href")))).toEqual(["tel:115", "tel:113", "tel:111"]);
      await sound(page, "help");
      await page.getByRole("button", { name: vi.hotline.help.goOn }).click();
      await expect.poll(async () => (await shownCallbackStep(page))?.id, within).toBe("way");
    }
    await sound(page, "check");
    expect(await h1(page)).toBe(vi.hotline.check.title);
    await pressContinue(page);
    await receiptShown(page);
    await sound(page, "receipt");
    const { reference, code } = await codesOn(page);
    expect(reference).toMatch(/^\w{4} \w{4}$/);
    expect(code).toMatch(/^\d{6}$/);
    expect(await mainText(page)).toContain(request.slotId?.slice(11));
    expect(await page.locator("main .numbers a").first().getAttribute("href")).toBe("tel:115");

    const text = await nextText(service.origin, number, 0);
    expect(tellingWordsIn(text)).toEqual([]);
    expect(text).not.toContain(reference.slice(0, 4));
    const link = new RegExp(appointmentPath("vi", tokenShape)).exec(text)?.[0] ?? "no link";
    await page.goto(service.origin + link);
    await sound(page, "appointment");
    expect(tellingWordsIn(await page.locator("body").innerText())).toEqual([]);
    const [entry] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: vi.appointment.calendar }).click()]);
    expect(entry.suggestedFilename()).toBe("lich-hen.ics");
    await page.getByRole("button", { name: vi.appointment.confirmIt }).click();
    await expect.poll(() => mainText(page), within).toContain(vi.appointment.confirmed);
    expect(await page.getByRole("button", { name: vi.appointment.confirmIt }).count()).toBe(0);
    await sound(page, "confirmed");
    await page.click("main a.button");
    await sound(page, "other times");
    expect(tellingWordsIn(await page.locator("body").innerText())).toEqual([]);
    const later = await timeOf(8 + phone);
    await chooseTime(page, later);
    await page.locator("main form button.primary").click();
    await page.waitForURL(/done=moved$/);
    await sound(page, "moved");
    expect(await mainText(page)).toContain(later.slice(11));
    expect(await nextText(service.origin, number, 1)).toContain(later.slice(11));
    await page.getByRole("link", { name: vi.appointment.stopTexts }).click();
    await page.waitForURL(/\/ngung-tin$/);
    await sound(page, "stop texts");
    await page.locator("main form button.primary").click();
    await page.waitForURL(/done=stopped$/);
    await sound(page, "texts stopped");
    expect(await mainText(page)).toContain(vi.appointment.noTexts);
    await page.getByRole("link", { name: vi.appointment.cancel }).click();
    await sound(page, "cancel");
    await page.locator("main form button.primary").click();
    await page.waitForURL(service.origin + link);
    await sound(page, "cancelled");
    expect(await page.locator(".state").innerText()).toBe(vi.hotline.states.cancelled);
    // Nothing more comes, not even that it is cancelled.
    expect(await receivedTexts(service.origin, number)).toHaveLength(2);
    await context.close();
  });

  test("without a text, reference and change code open the appointment; a wrong code says so and opens nothing", async () => {
    const { page, context } = await visitor(browser, { width, script });
    await page.goto(`${service.origin}${pagePath("vi", "callback")}`);
    const contact = { ...callRequest().contact, mayText: "no" as const };
    await walkToCallbackCheck(page, booking(lost, { contact, consents: { ...callRequest().consents, texts: false } }));
    await pressContinue(page);
    await receiptShown(page);
    expect(await mainText(page)).toContain(vi.hotline.receipt.noText);
    const { reference, code } = await codesOn(page);
    await page.goto(`${service.origin}${pagePath("vi", "appointment")}`);
    await sound(page, "codes");
    const open = async (typed: string): Promise<void> => {
      await page.fill("#reference", reference.toLowerCase());
      await page.fill("#code", typed);
      await page.locator("main form button.primary").click();
    };
    await open(code === "000000" ? "000001" : "000000");
    await page.waitForSelector(".summary");
    expect(await page.locator(".summary").innerText()).toContain(vi.appointment.errors["pair.wrong"]);
    await sound(page, "wrong code");
    // A second press on the heels of the first does nothing.
    await page.waitForTimeout(script ? 3_100 : 0);
    await open(` ${code.slice(0, 3)} ${code.slice(3)} `);
    await page.waitForURL(new RegExp(`${appointmentPath("vi", tokenShape)}$`));
    expect(await h1(page)).toBe(vi.appointment.title);
    expect(await receivedTexts(service.origin, testPhone(110 + lost))).toEqual([]);
    await context.close();
  });

  test("whoever would rather ring finds the numbers, leaves nothing behind and can come back", async () => {
    const { page, context } = await visitor(browser, { width, script });
    await page.goto(`${service.origin}${pagePath("vi", "callback")}`);
    await walkToCallbackCheck(page, { ...booking(0), way: "iCall" as "soon" });
    expect(await h1(page)).toBe(vi.hotline.iCall.title);
    await sound(page, "numbers to ring");
    await page.getByRole("button", { name: vi.hotline.iCall.back }).click();
    await expect.poll(async () => (await shownCallbackStep(page))?.id, within).toBe("way");
    await context.close();
  });
});

test("a time that somebody else takes meanwhile comes back with the nearest free ones on top, and one of them is taken", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: false, dark: true });
  await page.goto(`${service.origin}${pagePath("vi", "callback")}`);
  const slotId = await timeOf(12);
  const request = booking(4, { way: "slot", slotId });
  for (const id of ["danger", "way"] as const) {
    const step = await shownCallbackStep(page);
    expect(step?.id).toBe(id);
    if (step) await fillCallbackStep(page, step, request);
    await pressContinue(page);
  }
  await chooseTime(page, slotId);
  const free = (await offered()).flatMap(({ slots }) => slots).find(({ id }) => id === slotId)?.free ?? 0;
  for (let seat = 0; seat < free; seat += 1) {
    const answer = await fetch(`${service.origin}${apiPaths.callbacks}`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
      body: JSON.stringify(booking(8 + (seat % 2), { way: "slot", slotId })),
    });
    expect(answer.status).toBe(201);
  }
  await pressContinue(page);
  await sound(page, "time, taken meanwhile");
  expect(await page.locator(".summary").innerText()).toContain(vi.hotline.errors["slotId.full"]);
  const nearest = nearestIn(await page.content());
  expect(nearest).toHaveLength(3);
  expect(timesIn(await page.content()).offered).not.toContain(slotId);
  await page.locator(".summary a").click();
  await page.locator("label.time").first().click();
  await pressContinue(page);
  expect((await shownCallbackStep(page))?.id).toBe("phone");
  expect(await mainText(page)).toContain("Giờ này được giữ cho bạn tới");
  await context.close();
});

test.each(["vi", "en"] as const)("the keyboard alone is enough, from the first page to the receipt and the cancelled appointment, in %s", async (language: Language) => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  const t = words[language].hotline;
  await page.goto(service.origin + pagePath(language, "callback"));
  /** The nth answer of a question: Tab to the question, then the arrows. */
  const choose = async (name: string, nth: number): Promise<void> => {
    await tabTo(page, `[name="${name}"]`);
    await page.keyboard.press("Space");
    for (let n = 0; n < nth; n += 1) await page.keyboard.press("ArrowDown");
  };
  const goOn = async (): Promise<void> => {
    const before = await h1(page);
    await tabTo(page, "main form button.primary");
    await page.keyboard.press("Enter");
    await page.waitForFunction((title) => document.querySelector("h1")?.textContent !== title, before);
  };
  await choose("dangerNow", 1);
  await choose("dangerBody", 1);
  await goOn();
  await choose("way", 1);
  await goOn();
  await tabTo(page, "details:nth-of-type(2) summary");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.matches("details:nth-of-type(2) input"));
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  expect(await page.locator(".time input:checked").count()).toBe(1);
  await goOn();
  await choose("asking", 0);
  await tabTo(page, "[name=phone]");
  await page.keyboard.type(testPhone(language === "vi" ? 115 : 116));
  await choose("phoneOwner", 0);
  await goOn();
  await choose("contact.maySayWho", 1);
  await choose("contact.whoMayAnswer", 0);
  await choose("contact.voicemail", 0);
  await choose("contact.hours", 0);
  await choose("contact.mayText", 1);
  await choose("consents.handling", 0);
  await goOn();
  expect(await h1(page)).toBe(t.check.title);
  await tabTo(page, "main form button.primary");
  await page.keyboard.press("Enter");
  await receiptShown(page);
  await tabTo(page, "main a.button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/lich-hen/);
  await tabTo(page, 'main a[href$="/huy"]');
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/huy$/);
  await tabTo(page, "main form button.primary");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".state.cancelled");
  expect(await page.locator(".state").innerText()).toBe(t.states.cancelled);
  await context.close();
});

test("the phone's Back button opens each page as it was answered, with the time still chosen", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}${pagePath("vi", "callback")}`);
  const slotId = await timeOf(16);
  await walkToCallbackCheck(page, booking(0, { way: "slot", slotId }));
  expect(await h1(page)).toBe(vi.hotline.check.title);
  for (const id of ["contact", "phone", "time"] as const) {
    await page.goBack();
    await expect.poll(async () => (await shownCallbackStep(page))?.id, within).toBe(id);
  }
  expect(await page.locator(".time input:checked").getAttribute("value")).toBe(slotId);
  await context.close();
});

test.each([
  { script: false, phone: 7 },
  { script: true, phone: 8 },
])("pressing send twice, refreshing the receipt and reading it in the other language make one appointment and one text, script $script", async ({ script, phone }) => {
  const { page, context } = await visitor(browser, { width: 360, script });
  const number = testPhone(110 + phone);
  await page.goto(`${service.origin}${pagePath("vi", "callback")}`);
  await walkToCallbackCheck(page, booking(phone));
  await page.locator("main form button.primary").dblclick();
  await receiptShown(page);
  const codes = await codesOn(page);
  await page.reload();
  expect(await codesOn(page)).toEqual(codes);
  await page.locator("header button.language").click();
  await page.waitForSelector("html[lang=en]");
  expect(await codesOn(page)).toEqual(codes);
  // Texts about a time are another test's.
  const mine = async (): Promise<string[]> => (await receivedTexts(service.origin, number)).filter((body) => !/\d{2}:\d{2}/.test(body));
  await expect.poll(mine, within).toHaveLength(1);
  await page.goto(`${service.origin}/clock`);
  expect(await mine()).toHaveLength(1);
  await context.close();
});

test("a phone that has asked three times is told so on a page of ours, with script as without", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  for (let asked = 0; asked < 3; asked += 1) {
    const answer = await fetch(`${service.origin}${apiPaths.callbacks}`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
      body: JSON.stringify(booking(6, { phone: testPhone(117 + 2) })),
    });
    expect([201, 429]).toContain(answer.status);
  }
  await page.goto(`${service.origin}${pagePath("vi", "callback")}`);
  await walkToCallbackCheck(page, booking(6, { phone: testPhone(119) }));
  await pressContinue(page);
  await expect.poll(() => h1(page), within).toBe(vi.hotline.receipt.tooOftenTitle);
  await sound(page, "asked too often");
  await context.close();
});

test("quick exit from an appointment's page is away at once, and nothing of it stays on the device", async () => {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}${appointmentPath("vi", tokenAlphabet.slice(0, tokenLength))}`);
  expect(await h1(page)).toBe(vi.appointment.gone);
  await sound(page, "no such appointment");
  await page.click("[data-exit]");
  await page.waitForURL(/\/thoat$/);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, ""]);
  await context.close();
});
