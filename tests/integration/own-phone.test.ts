import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ownPhone } from "../../shared/form/answers.ts";
import { lookupPath, showStepPath, stepPath } from "../../shared/paths.ts";
import { checkSlug, firstStep, submitSlug } from "../../shared/registration/steps.ts";
import { words } from "../../web/words/words.ts";
import { textsTo } from "../support/applications.ts";
import { stepOf, typedInto } from "../support/form-fields.ts";
import { plainPost, walk, withSealed } from "../support/form-walk.ts";
import { askIn, referenceIn, textIn, tokenIn, valuesIn } from "../support/pages.ts";
import { motherForSon, testPhone } from "../support/people.ts";
import { saturdayNight, startWorld, type World } from "../support/world.ts";

const { vi } = words;
const own: [string, string] = [ownPhone.name, ownPhone.value];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.moveTo(saturdayNight));
afterAll(() => world.stop());
const hours = (count: number) => world.forward(count * 3_600_000);
const begun = (more: [string, string][] = []) => plainPost(world, stepPath("vi", firstStep.slug), [...typedInto(firstStep, motherForSon()), ...more]);

test("a phone that others may use: answers open for four hours, and the receipt says how to leave nothing behind", async () => {
  const page = await begun();
  expect(page.html).not.toContain("data-draft");
  hours(4);
  expect((await plainPost(world, stepPath("vi", checkSlug), withSealed(page.sealed))).status).toBe(410);
  world.moveTo(saturdayNight);
  const check = await walk(world, motherForSon());
  const receipt = await plainPost(world, stepPath("vi", submitSlug), withSealed(check.sealed));
  expect(textIn(receipt.html)).toContain(vi.ownPhone.finish.title);
  expect(receipt.html).toMatch(/<a class="button" href="\/thoat" rel="noreferrer" data-exit/);
});

test("a phone of one's own: each page offers a draft, which opens for 72 hours where it was left, half a page typed, and then no more", async () => {
  const page = await begun([own]);
  expect(page.html).toContain("data-draft");
  hours(71);
  const { slug } = stepOf("applicant");
  expect(page.html).toContain(`data-again="${showStepPath("vi", slug)}"`);
  const left: [string, string][] = [["left", slug], ["applicant.fullName", "Trần Thị"]];
  const again = await plainPost(world, showStepPath("vi", slug), withSealed(page.sealed, left));
  expect([again.status, again.slug, valuesIn(again.html, "applicant.fullName")]).toEqual([200, slug, ["Trần Thị"]]);
  expect(again.html).toContain("data-draft");
  hours(1);
  expect((await plainPost(world, showStepPath("vi", slug), withSealed(page.sealed, left))).status).toBe(410);
});

test.each([{ said: [], closes: true }, { said: [own], closes: false }])("at the look-up: the status closes by itself where others may use the phone ($closes)", async ({ said, closes }) => {
  const phone = testPhone(closes ? 470 : 471);
  const { applicant, ...rest } = motherForSon();
  const check = await walk(world, { ...rest, ...(applicant ? { applicant: { ...applicant, phone } } : {}) });
  const reference = referenceIn((await plainPost(world, stepPath("vi", submitSlug), withSealed(check.sealed))).html);
  const pair: [string, string][] = [["reference", reference], ["phone", phone], ...said];
  const asked = await plainPost(world, lookupPath("vi", "code"), pair);
  await world.sweep();
  const code = (await textsTo(world, phone)).map(({ body }) => /\d{6}/.exec(body)?.[0]).findLast(Boolean) ?? "";
  const status = await plainPost(world, lookupPath("vi", "status"), [...pair, ["ask", askIn(asked.html)], ["code", code]]);
  expect(status.status).toBe(200);
  expect(status.headers.get("refresh")).toBe(closes ? "900;url=/thoat" : null);
  expect(textIn(status.html).includes(vi.ownPhone.finish.title)).toBe(closes);
  const again = await plainPost(world, lookupPath("vi", "status"), [["token", tokenIn(status.html)], ...said]);
  expect(again.headers.get("refresh")).toBe(closes ? "900;url=/thoat" : null);
});
