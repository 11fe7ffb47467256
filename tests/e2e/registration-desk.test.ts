import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startService, type Service } from "../../infra/local/service.ts";
import { daysAfter, monthsAfter, type CivilDate } from "../../shared/calendar/civil-date.ts";
import { localDate } from "../../shared/calendar/local-time.ts";
import { apiPaths, facilitiesPath, pagePath } from "../../shared/paths.ts";
import { formatReference } from "../../shared/reference.ts";
import type { Act } from "../../shared/registration/acts.ts";
import { actPath, bookPath, casePath, registrationDeskPath } from "../../shared/registration/desk-paths.ts";
import { deskWords } from "../../web/words/desk.ts";
import { launchBrowser, visitor, type Visit } from "../support/browser.ts";
import { dayFolder } from "../support/day-folder.ts";
import { fillFields, fillShown, pressContinue, shownStep, summaryFocused, walkToCheck } from "../support/fill-form.ts";
import { motherForSon, testPhone, type ApplicationInput } from "../support/people.ts";
import { until } from "../support/service-process.ts";
import { expectSound, manyPages } from "../support/sound.ts";
import { demoPerson } from "../support/staff-sign-in.ts";

const t = deskWords.vi;
const w = t.registrationDesk;
const title = /^Đường Về · Bàn tiếp nhận$/;

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

async function today(): Promise<CivilDate> {
  const { now } = (await (await fetch(`${service.origin}/clock.json`)).json()) as { now: string };
  return localDate(new Date(now));
}
const yearOn = () => fetch(`${service.origin}/clock`, { method: "POST", body: new URLSearchParams({ minutes: String(365 * 1_440) }), redirect: "manual" });

async function file(application: ApplicationInput): Promise<string> {
  const answer = await fetch(`${service.origin}${apiPaths.registrations}`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
    body: JSON.stringify(application),
  });
  if (answer.status !== 201) throw new Error(`not received: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { reference: string }).reference;
}

async function signIn(page: Page, name: string, to = registrationDeskPath("vi")): Promise<void> {
  await page.goto(`${service.origin}${to}`);
  await page.click(`button[value="${demoPerson(name).sub}"]`);
  await page.click('button[value="otp"]');
  await page.waitForURL(`${service.origin}${to}`);
}

const day = (name: string, date: CivilDate): [string, string][] => [
  [`${name}.day`, String(Number(date.slice(8)))],
  [`${name}.month`, String(Number(date.slice(5, 7)))],
  [`${name}.year`, date.slice(0, 4)],
];

/** One officer's window: what they do, by the pages' own links, fields and buttons. */
function officer(page: Page, visit: Visit, reference: string) {
  const sound = (where: string) => expectSound(browser, page, where, { script: visit.script, title });
  const home = `${service.origin}${casePath("vi", reference)}`;
  return {
    sound,
    open: () => page.goto(home),
    async act(act: Act, fields: [string, string][], state: string): Promise<void> {
      await page.goto(home);
      await page.locator(`a[href="${actPath("vi", reference, act)}"]`).evaluate((link: HTMLElement) => link.closest("details")?.setAttribute("open", ""));
      await page.click(`a[href="${actPath("vi", reference, act)}"]`);
      await sound(act);
      await fillFields(page, fields);
      await page.click("main form.narrow button.primary");
      await page.waitForURL((url) => url.pathname === casePath("vi", reference));
      expect(await page.locator(".result output").innerText()).toContain("Đã ghi");
      expect(await page.locator("h1 .tag").innerText()).toBe(state);
    },
  };
}

/** The clock goes on from test to test: the paper is a month old whenever it is. */
const withPaper = async (phone: string): Promise<ApplicationInput> => motherForSon({ applicant: { ...motherForSon().applicant, phone }, determination: { kind: "paper", issuedOn: daysAfter(await today(), -30), issuedBy: "Trạm y tế Thí Dụ" } } as Partial<ApplicationInput>);

const visits: Visit[] = [
  { width: 1280, script: true },
  { width: 360, script: false, dark: true },
];

describe.each(visits)("at $width px, script $script", (visit) => {
  test("an application lives from its filing to the end of what follows treatment", manyPages, async () => {
    const phone = testPhone(visit.script ? 130 : 131);
    const reference = await file(await withPaper(phone));
    const { page } = await visitor(browser, visit);
    const desk = officer(page, visit, reference);
    await signIn(page, "Dung");
    await desk.sound("list");
    await page.locator(`a[href="${casePath("vi", reference)}"]`).first().click();
    await desk.sound("case");
    expect(await page.locator("#next ~ .due").innerText()).toContain(w.duties.decide);

    const filed = await today();
    await desk.act("receive", [], t.states.received);
    await page.goto(`${service.origin}${actPath("vi", reference, "decide")}`);
    await page.click("main form.narrow button.primary");
    await summaryFocused(page);
    await desk.sound("decide, with errors");
    await desk.act("askForMore", [["items", "Bản gốc căn cước\nGiấy xác định"], ...day("by", daysAfter(filed, 5))], t.states.awaitingFamily);
    await familySees(phone, reference, ["Bản gốc căn cước", t.states.awaitingFamily]);
    await desk.act("supplement", day("on", filed), t.states.received);
    await desk.act("decide", [...day("on", filed), ["number", "12/QĐ-CA"], ["times", "first"], ["place", "home"], ...day("from", filed)], t.states.decided);
    expect(await page.locator("#course ~ dl").innerText()).toContain(t.day(monthsAfter(filed, 24)));
    await desk.act("commit", day("on", filed), t.states.decided);

    await page.goto(`${service.origin}${bookPath("vi", reference)}`);
    await desk.sound("book");
    await fillFields(page, [["kind", "interview"], ...day("on", daysAfter(filed, 3)), ["at", "8h30"], ["address", "Số 1 phố Thí Nghiệm"]]);
    await page.click("main form.narrow button.primary");
    await page.waitForURL((url) => url.pathname === casePath("vi", reference));
    expect(await page.locator("#appointments ~ ul").innerText()).toContain("08:30");

    await desk.act("start", day("on", filed), t.states.inTreatment);
    await desk.sound("case, in treatment");
    await yearOn();
    await yearOn();
    await signIn(page, "Dung");
    const end = monthsAfter(filed, 24);
    await desk.act("noticeOfEnd", day("on", daysAfter(end, -40)), t.states.inTreatment);
    await desk.act("complete", day("on", daysAfter(end, -1)), t.states.completed);
    await desk.act("openAfterCare", day("on", daysAfter(end, -1)), t.states.afterCare);
    await yearOn();
    await signIn(page, "Dung");
    await desk.act("endAfterCare", day("on", await today()), t.states.ended);
    await desk.sound("case, ended");
    await familySees(phone, reference, [t.states.ended]);
  });

  test("a paper of the law before is keyed in at the counter, decided and finished under it", manyPages, async () => {
    const { page } = await visitor(browser, visit);
    await signIn(page, "Dung", registrationDeskPath("vi", "new"));
    const sound = (where: string) => expectSound(browser, page, where, { script: visit.script, title: /^Đường Về · (Bàn tiếp nhận|Bước \d+\/\d+)$/ });
    const application = await withPaper(testPhone(visit.script ? 132 : 133));
    const inJune = { ...application, determination: { kind: "paper" as const, issuedOn: "2026-06-01", issuedBy: "Trạm y tế Thí Dụ" } };
    await sound("counter, first page");
    await fillFields(page, [...day("received.on", "2026-06-15"), ["received.at", "9:00"]]);
    await fillShown(page, inJune);
    await pressContinue(page);
    expect(await shownStep(page)).toBeDefined();
    await walkToCheck(page, inJune);
    await sound("counter, check");
    expect(await page.locator("main").innerText()).toContain("Ủy ban nhân dân");
    await pressContinue(page);
    await page.waitForSelector(".reference .code");
    await sound("counter, receipt");
    const reference = (await page.locator(".reference .code").innerText()).replace(/\s/g, "");

    const desk = officer(page, visit, reference);
    await desk.act("receive", [], t.states.received);
    // Not decided yet, it would be decided today: by the new law.
    expect(await page.locator("main").innerText()).toContain(w.case.carriedOver.decidedUnderNewLaw);
    await desk.act("decide", [...day("on", "2026-06-18"), ["times", "first"], ["place", "home"], ...day("from", "2026-06-18"), ["months", "6"]], t.states.decided);
    await desk.act("start", day("on", "2026-06-20"), t.states.inTreatment);
    expect(await page.locator("#course ~ dl").innerText()).toContain("20/12/2026");
    expect(await page.locator("main").innerText()).toContain(t.law.regimes.R1);
    expect(await page.locator("main").innerText()).toContain(w.case.carriedOver.startedUnderOldLaw);
    await desk.act("complete", day("on", "2026-12-20"), t.states.completed);
    expect(await page.locator("main").innerText()).toContain(formatReference(reference));
  });

  test("finding, the supervisor's list, a wrong office and the directory are sound", manyPages, async () => {
    const reference = await file(await withPaper(testPhone(visit.script ? 134 : 135)));
    const { page } = await visitor(browser, visit);
    const sound = (where: string) => expectSound(browser, page, where, { script: visit.script, title });
    await signIn(page, "Giang");
    await sound("province list");
    await page.goto(`${service.origin}${registrationDeskPath("vi", "exports")}`);
    await sound("exports");
    await page.goto(`${service.origin}${registrationDeskPath("vi", "find")}`);
    await page.fill("#wanted", formatReference(reference));
    await page.click("main form button.primary");
    await page.waitForLoadState();
    await sound("found");
    expect(await page.locator(`a[href="${casePath("vi", reference)}"]`).count()).toBe(1);
    const { page: elsewhere } = await visitor(browser, visit);
    await signIn(elsewhere, "Lam");
    const answer = await elsewhere.goto(`${service.origin}${casePath("vi", reference)}`);
    expect(answer?.status()).toBe(404);
    expect(await elsewhere.content()).not.toContain("Nguyễn Văn Mẫu");
    await page.goto(`${service.origin}${facilitiesPath("vi")}?province=01`);
    await expectSound(browser, page, "directory", { script: visit.script, title: /^Đường Về/ });
  });
});

/** What whoever applied reads after reference and one-time code. */
async function familySees(phone: string, reference: string, words: readonly string[]): Promise<void> {
  const { page, context } = await visitor(browser, { width: 360, script: true });
  await page.goto(`${service.origin}${pagePath("vi", "lookup")}`);
  await page.fill('[name="reference"]', reference);
  await page.fill('[name="phone"]', phone);
  const before = (await codes(phone)).length;
  await pressContinue(page);
  const sent = await until(() => codes(phone), (found) => found.length > before);
  await page.fill('[name="code"]', sent.at(-1) ?? "");
  await pressContinue(page);
  await page.waitForSelector(".state");
  await expectSound(browser, page, "status", { script: true, title: /^Đường Về/ });
  const text = await page.locator("main").innerText();
  for (const word of words) expect(text).toContain(word);
  await context.close();
}

async function codes(phone: string): Promise<string[]> {
  const { texts } = (await (await fetch(`${service.origin}/phone.json`)).json()) as { texts: { to: string; body: string }[] };
  return texts.filter(({ to }) => to.endsWith(phone.slice(1))).flatMap(({ body }) => /\b(\d{6})\b/.exec(body)?.[1] ?? []);
}
