import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";

/** axe needs script to look at a page: for a visitor without, it looks at the same page in a window that has it. */
async function readable(browser: Browser, page: Page): Promise<{ page: Page; close: () => Promise<void> }> {
  const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  const context = await browser.newContext({ viewport: page.viewportSize(), colorScheme: isDark ? "dark" : "light" });
  const twin = await context.newPage();
  // Nobody works a proof out for a visitor without script.
  const body = (await page.content()).replaceAll("data-challenge", "data-read");
  await twin.route(page.url(), (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
  await twin.goto(page.url());
  return { page: twin, close: () => context.close() };
}

const deskTitle = /^Đường Về · (Bàn tư vấn|Counselling desk|Bàn làm việc|Staff desk)$/;
/** What the public pages may be called in a list of tabs. */
export const publicTitle = /^(Đường Về( · (Bước|Step) \d+(\/| of )\d+)?|Ngày nghỉ lễ 2026|Public holidays 2026)$/;

/** For a test that looks at many pages: axe takes a second for each, and several on a slow machine. */
export const manyPages = { timeout: 600_000 };

/** Nothing axe finds wrong, nothing wider than the screen, and a title that says nothing. */
export async function expectSound(browser: Browser, page: Page, where: string, { script, title = deskTitle }: { script: boolean; title?: RegExp }): Promise<void> {
  await page.waitForLoadState();
  const seen = script ? { page, close: async () => {} } : await readable(browser, page);
  // In one go, and of what is wrong only: no page has frames, and nothing else is read.
  const { violations } = await new AxeBuilder({ page: seen.page }).setLegacyMode(true).options({ resultTypes: ["violations"], preload: false }).analyze();
  await seen.close();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
  const { wide, screen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, screen: innerWidth }));
  expect({ where, wide }).toEqual({ where, wide: Math.min(wide, screen) });
  expect(await page.title()).toMatch(title);
}
