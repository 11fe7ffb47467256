import { afterAll, beforeAll, expect, test } from "vitest";
import { fillText } from "../../shared/messages/catalogue.ts";
import { askIn } from "../support/pages.ts";
import { postSubmit, postToCheck } from "../support/post-form.ts";
import { motherForSon, testPhone } from "../support/people.ts";
import { sundayMorning } from "../support/received-texts.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

test("a mother registers her son by plain form posts, a one-time code shows that night where it is, and a text arrives in the morning", async () => {
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
  expect(await world.texts()).toEqual([]);

  const asked = await (await world.post("/tra-cuu/xin-ma", [["reference", reference], ["phone", testPhone(1)]])).text();
  await world.sweep();
  const code = /\d{6}/.exec((await world.texts()).at(-1)?.body ?? "")?.[0] ?? "";
  const status = await world.post("/tra-cuu/xem", [["reference", reference], ["phone", testPhone(1)], ["ask", askIn(asked)], ["code", code]]);
  expect(status.status).toBe(200);
  expect(await status.text()).toContain("Đã gửi, chờ nơi tiếp nhận");

  world.moveTo(sundayMorning);
  await world.sweep();
  const texts = await world.texts();
  expect(texts).toHaveLength(2);
  for (const text of texts) expect(text).toMatchObject({ to: `+84${testPhone(1).slice(1)}` });
  expect(texts[1]?.body).toBe(fillText("receipt", "vi", { hint: reference.slice(0, 4) }));
  expect(texts[1]?.body).not.toContain(reference.slice(5));
});
