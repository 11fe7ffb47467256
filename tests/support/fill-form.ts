import type { Page } from "playwright-core";
import { expect } from "vitest";
import { steps, type Step } from "../../shared/registration/steps.ts";
import { typedInto } from "./form-fields.ts";
import type { ApplicationInput } from "./people.ts";

/** Presses the page's one primary button and waits for what it brings, with or without script. */
export async function pressContinue(page: Page): Promise<void> {
  await page.locator("main form button.primary").click();
  await page.locator("main[aria-busy]").waitFor({ state: "detached" });
  await page.waitForLoadState();
}

/** Waits for the whole receipt: with script, it comes as a page of its own a moment after the form was sent. */
export async function receiptShown(page: Page): Promise<void> {
  await page.waitForSelector(".reference .code");
  await page.waitForLoadState();
}

/** How long a page may take, on a slow machine too. */
export const within = { timeout: 20_000 };

/** Waits until focus is on the list of mistakes: a page without script puts it there when it is first drawn. */
export async function summaryFocused(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.className), within).toBe("summary");
}

/** The step a page shows, by the address its form posts to. */
export async function shownStep(page: Page): Promise<Step | undefined> {
  const action = (await page.locator("main form").first().getAttribute("action")) ?? "";
  return steps.find((step) => action.endsWith(`/${step.slug}`));
}

/** Answers the step on the page as a person would: by label and box. */
export async function fillStep(page: Page, step: Step, application: ApplicationInput): Promise<void> {
  await fillFields(page, typedInto(step, application));
}

/** Chooses, ticks or types each value in the field of its name. */
export async function fillFields(page: Page, fields: Iterable<[string, string]>): Promise<void> {
  for (const [name, value] of fields) {
    const box = page.locator(`[name="${name}"]`);
    const kind = await box.first().evaluate((element) => (element instanceof HTMLInputElement ? element.type : element.tagName));
    if (kind === "radio" || kind === "checkbox") await page.locator(`[name="${name}"][value="${value}"]`).check();
    else if (kind === "SELECT") await box.selectOption(value);
    else await box.fill(value);
  }
}

/** Answers the step a page shows; gives that step. */
export async function fillShown(page: Page, application: ApplicationInput): Promise<Step> {
  const step = await shownStep(page);
  if (!step) throw new Error("the page shows no step");
  await fillStep(page, step, application);
  return step;
}

/** From the first page to the summary; calls back on each page before it is answered. */
export async function walkToCheck(page: Page, application: ApplicationInput, onPage: (name: string) => Promise<void> = async () => {}): Promise<void> {
  for (;;) {
    const step = await shownStep(page);
    await onPage(step?.id ?? "check");
    if (!step) return;
    await fillStep(page, step, application);
    await pressContinue(page);
    const stuck = await shownStep(page);
    if (stuck?.id === step.id) throw new Error(`${step.id} was not accepted: ${await page.locator(".summary").innerText()}`);
  }
}
