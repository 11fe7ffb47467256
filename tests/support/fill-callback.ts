import type { Page } from "playwright-core";
import type { CallbackRequest } from "../../shared/hotline/callback.ts";
import type { SlotId } from "../../shared/hotline/slots.ts";
import { callbackStepBySlug, type CallbackStep } from "../../shared/hotline/steps.ts";
import { typedFor } from "./callers.ts";
import { fillFields, pressContinue } from "./fill-form.ts";

/** The step of the callback form that a page shows; undefined on its other pages. */
export async function shownCallbackStep(page: Page): Promise<CallbackStep | undefined> {
  const action = (await page.locator("main form").first().getAttribute("action")) ?? "";
  return callbackStepBySlug(action.split("/").at(-1) ?? "");
}

/** Opens the day of a time, unless it is open, and presses the time. */
export async function chooseTime(page: Page, slotId: SlotId): Promise<void> {
  const day = page.locator("details", { has: page.locator(`input[value="${slotId}"]`) });
  if ((await day.count()) && (await day.getAttribute("open")) === null) await day.locator("summary").click();
  await page.locator("label.time", { has: page.locator(`input[value="${slotId}"]`) }).click();
}

/** Answers one step as a person would: by label, card and time. */
export async function fillCallbackStep(page: Page, step: CallbackStep, request: CallbackRequest): Promise<void> {
  if (step.id === "time") await chooseTime(page, request.slotId ?? "");
  else await fillFields(page, typedFor(step, request));
}

/** From the page that is shown to the one before sending, or to another that is no step; calls back on each page before it is answered. */
export async function walkToCallbackCheck(page: Page, request: CallbackRequest, onPage: (step: CallbackStep) => Promise<void> = async () => {}): Promise<void> {
  for (;;) {
    const step = await shownCallbackStep(page);
    if (!step) return;
    await onPage(step);
    await fillCallbackStep(page, step, request);
    await pressContinue(page);
    if ((await shownCallbackStep(page))?.id === step.id) throw new Error(`${step.id} was not accepted: ${await page.locator(".summary").innerText()}`);
  }
}
