import { afterAll, beforeAll, expect, test } from "vitest";
import { steps, checkSlug, submitSlug } from "../../shared/registration/steps.ts";
import { typedInto } from "../support/form-fields.ts";
import { motherForSon, testPhone } from "../support/people.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const sealedIn = (html: string): string => /name="sealed" value="([^"]+)"/.exec(html)?.[1] ?? "";
const h1 = (html: string): string => /<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? "";

test("a mother registers her son by plain form posts, a text arrives, and a one-time code shows where it is", async () => {
  const application = motherForSon();
  let html = "";
  for (const step of steps) {
    const fields = typedInto(step, application);
    if (fields.length === 0) continue;
    const answer = await world.post(`/dang-ky/${step.slug}`, [...fields, ...(html ? [["sealed", sealedIn(html)] as [string, string]] : [])]);
    html = await answer.text();
    expect({ step: step.id, status: answer.status, h1: h1(html), errors: /class="error"[^>]*>.*?<\/p>/.exec(html)?.[0] }).toMatchObject({ status: 200 });
  }
  expect(h1(html)).toBe("Xem lại trước khi gửi");
  const sent = await world.post(`/dang-ky/${submitSlug}`, [["sealed", sealedIn(html)]]);
  const receipt = await sent.text();
  expect(sent.status).toBe(201);
  expect(receipt).toContain("Công an phường Ba Đình, thành phố Hà Nội");
  expect(receipt).toContain("22:10 Chủ nhật 22/11/2026");
  const reference = /class="code">(.{9})</.exec(receipt)?.[1] ?? "";
  await world.sweep();
  const [text] = await world.texts();
  expect(text).toMatchObject({ to: `+84${testPhone(1).slice(1)}` });
  expect(text?.body).toContain(reference.slice(0, 4));
  expect(text?.body).not.toContain(reference.slice(5));

  await world.post("/tra-cuu/xin-ma", [["reference", reference], ["phone", testPhone(1)]]);
  await world.sweep();
  const code = /\d{6}/.exec((await world.texts()).at(-1)?.body ?? "")?.[0] ?? "";
  const status = await world.post("/tra-cuu/xem", [["reference", reference], ["phone", testPhone(1)], ["code", code]]);
  expect(status.status).toBe(200);
  expect(await status.text()).toContain("Đã gửi, chờ nơi tiếp nhận");
  expect(checkSlug).toBe("kiem-tra");
});
