import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startService, type Service } from "../../infra/local/service.ts";
import { budgets } from "../../shared/abuse/budgets.ts";
import { lookupPath, pagePath } from "../../shared/paths.ts";
import { words } from "../../web/words/words.ts";
import { launchBrowser, visitor } from "../support/browser.ts";
import { dayFolder } from "../support/day-folder.ts";
import { within } from "../support/fill-form.ts";
import { testPhone } from "../support/people.ts";
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
const h1 = (page: Page): Promise<string> => page.locator("h1").innerText();
const ask = (phone: string) =>
  fetch(`${service.origin}${lookupPath("vi", "code")}`, { method: "POST", body: new URLSearchParams({ reference: "K7M4Q9TX", phone }) });
const forward = (minutes: number) => fetch(`${service.origin}/clock`, { method: "POST", body: new URLSearchParams({ minutes: String(minutes) }), redirect: "manual" });
/** All that is free for this machine, at the beginning of an hour. */
async function useUpCodes(): Promise<void> {
  const { now } = (await (await fetch(`${service.origin}/clock.json`)).json()) as { now: string };
  await forward(61 - new Date(now).getUTCMinutes());
  for (let n = 0; n < budgets.codesFromSourceAnHour.limit; n += 1) expect((await ask(testPhone(n))).status).toBe(200);
}
async function askOn(page: Page, phone: string): Promise<void> {
  await page.goto(`${service.origin}${pagePath("vi", "lookup")}`);
  await page.fill("#reference", "K7M4 Q9TX");
  await page.fill("#phone", phone);
  await page.click("main button.primary");
}

test("after much was asked from here, a phone with script works by itself and goes on; without it, somebody waits and presses", async () => {
  await useUpCodes();
  const plain = await visitor(browser, { width: 360, script: false });
  await askOn(plain.page, testPhone(990));
  expect(await h1(plain.page)).toBe(vi.challenge.title);
  expect(await plain.page.locator("[data-working]").isVisible()).toBe(false);
  await plain.page.click("main button.primary");
  await expectSound(browser, plain.page, "a proof first", { script: false, title: publicTitle });
  expect(await plain.page.locator("[data-waiting]").innerText()).toMatch(/^Vẫn chưa tới giờ\. Đợi tới \d\d:\d\d:\d\d/);
  await forward(1);
  await plain.page.click("main button.primary");
  expect(await h1(plain.page)).toBe(vi.lookup.codeTitle);
  await plain.context.close();

  await useUpCodes();
  const phone = await visitor(browser, { width: 360, script: true });
  const refused: string[] = [];
  phone.page.on("console", (line) => void (line.type() === "error" && !line.text().includes("429") && refused.push(line.text())));
  await askOn(phone.page, testPhone(991));
  await expect.poll(() => h1(phone.page), within).toBe(vi.lookup.codeTitle);
  expect(await phone.page.locator('[name="phone"]').inputValue()).toBe(testPhone(991));
  expect(refused).toEqual([]);
  await phone.context.close();
});
