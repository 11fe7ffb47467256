import { afterAll, beforeAll, expect, test } from "vitest";
import { postSubmit, postToCheck } from "../support/post-form.ts";
import { motherForSon, testPhone } from "../support/people.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

test("a mother registers her son by plain form posts, a text arrives, and a one-time code shows where it is", async () => {
  const application = motherForSon();
  const check = await postToCheck(world.post, application);
  expect(check).toContain("Xem lại trước khi gửi");
  const sent = await postSubmit(world.post, application, check);
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
});
