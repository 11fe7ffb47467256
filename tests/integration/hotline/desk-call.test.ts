import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isSafeHour, safeHours, sentences, type SafeHours } from "../../../shared/contact/safe-contact.ts";
import { callPath, deskPagePath, type CallAct } from "../../../shared/hotline/desk-paths.ts";
import { outcomes, type Outcome } from "../../../shared/hotline/ladder.ts";
import { deskWords as words } from "../../../web/words/desk.ts";
import { callRequest, mondayMorning } from "../../support/hotline.ts";
import { emptyHotline, numberShapes, startDesk, type Counsellor, type Desk } from "../../support/hotline-desk.ts";
import { errorsIn, lostIds, optionsIn, summaryIn, textIn, valuesIn } from "../../support/pages.ts";
import { startWorld, type World } from "../../support/world.ts";

const minutes = (n: number): number => n * 60_000;
const { contact, consents } = callRequest();
const noTexts = { consents: { ...consents, texts: false } };

let world: World;
let desk: Desk;
let an: Counsellor;
let binh: Counsellor;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.moveTo(mondayMorning);
  await emptyHotline(world);
  desk = startDesk(world);
  for (const date of ["2026-11-23", "2026-11-25"]) await desk.shift(date, { from: "08:00", to: "21:00" });
  await signInBoth();
});
const signInBoth = async (): Promise<void> => void ([an, binh] = await Promise.all([desk.signIn("An"), desk.signIn("Bình")]));
const open = (person: Counsellor, key: string, language: "vi" | "en" = "vi") => desk.get(person, callPath(language, key));
const eventsOf = (key: string) => desk.deps.store.readEvents(key, 50, desk.deps.now());
const callsOf = async (key: string) => (await eventsOf(key)).filter(({ type }) => type === "call");

/** The form after a call as somebody fills it in, nothing chosen yet. */
type Filled = Readonly<Record<string, string | readonly string[]>>;
const filled = (change: Filled): [string, string][] => {
  const fields: Filled = { note: "", ...change };
  return Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
};
const save = (person: Counsellor, key: string, change: Filled) => desk.call(person, key, "outcome", filled(change));

describe("the screen of somebody", () => {
  test("who is free: what it is about, the masked number, and a button to take them; no number, no form", async () => {
    const key = await desk.ask(1, { asking: "other", askFor: "cô Ba", phoneOwner: "borrowed", contact: { ...contact, mayText: "no" }, ...noTexts });
    const { html, status } = await open(an, key);
    expect(status).toBe(200);
    const says = textIn(html);
    for (const line of ["Hỏi cho người thân", "Xin gặp “cô Ba”", "Nói bằng tiếng Việt", "Máy mượn của người khác", "Vì sao gọi Xin gọi sớm nhất; vừa tới.", "09•• ••• 401", "Nhận người này"]) expect(says).toContain(line);
    expect(html).not.toMatch(numberShapes(1));
    expect(html).not.toContain('name="outcome"');
    expect(html).not.toContain("Được nói");
    expect(lostIds(html)).toEqual([]);
    expect(html).toMatch(new RegExp(`<li data-key="${key}" class="current" aria-current="true">`));
  });

  test("whom one holds: time left, what may be said, and a button to ring", async () => {
    const key = await desk.ask(1);
    await desk.take(an, key);
    const { html } = await open(an, key);
    expect(textIn(html)).toMatch(/Bạn đang giữ người này · đến 09:10/);
    expect(html).toContain(`formaction="${callPath("vi", key, "renew")}"`);
    expect(html).toContain(`<form id="hold" method="post" action="${callPath("vi", key, "ring")}">`);
    expect(html).not.toContain('name="outcome"');
    expect(html).not.toMatch(numberShapes(1));
    expect(lostIds(html)).toEqual([]);
  });

  test("whom somebody else holds: who, until when, since when on the phone, and only a take-over", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const { html } = await open(binh, key);
    expect(textIn(html)).toContain("Tư vấn viên An (thử) đang giữ người này, đến 09:10. Đang gọi từ 09:00.");
    expect(html).toContain(`action="${callPath("vi", key, "takeOver")}"`);
    expect(html).not.toContain('action="/desk/hotline/call/'.concat(key, "/ring"));
    expect(html).not.toContain("Được nói");
  });

  test("who is not due yet: from when, and nothing to press", async () => {
    const key = await desk.ask(1, { way: "slot", slotId: "2026-11-23T14:30" });
    const says = textIn((await open(an, key)).html);
    expect(says).toContain("Gọi được từ 14:30.");
    expect(says).not.toContain("Nhận người này");
  });

  test("who rests: that a person decides, and where", async () => {
    const key = await desk.ask(1);
    for (const again of ["2026-11-23T02:00:00Z", "2026-11-23T07:05:00Z", "2026-11-24T11:05:00Z"]) {
      world.moveTo(again);
      await signInBoth();
      await desk.onPhone(an, key);
      await save(an, key, { outcome: "noAnswer" });
    }
    const { html } = await open(an, key);
    expect(textIn(html)).toContain("Người này đang tạm nghỉ");
    expect(html).toContain('href="/desk/hotline/handover"');
    expect((await desk.take(an, key)).status).toBe(409);
  });

  test("with nothing open any more: that there is no need to ring, and what happened", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    await save(an, key, { outcome: "wrongNumber", note: "Chủ máy là người khác." });
    const says = textIn((await open(an, key)).html);
    expect(says).toContain("Người này không còn yêu cầu nào đang mở");
    expect(says).toContain("Gọi · số nhầm");
    expect(says).toContain("Chủ máy là người khác.");
  });

  test("that does not exist is not found", async () => {
    for (const key of ["x".repeat(43), "short", "a".repeat(44)]) expect((await open(an, key)).status).toBe(404);
    expect((await desk.post(an, callPath("vi", "x".repeat(43), "ring"), [["lease", "x"]])).status).toBe(404);
  });

  test.each<CallAct>(["ring", "outcome", "renew", "handBack", "takeOver"])("opened at the address of %s leads to the screen itself", async (act) => {
    const key = await desk.ask(1);
    expect(await desk.get(an, callPath("vi", key, act))).toMatchObject({ status: 303, to: callPath("vi", key) });
  });
});

describe("what may be said", () => {
  test("every sentence of the gate has its words in both languages, with and without a word to ask for", () => {
    for (const language of ["vi", "en"] as const) {
      const { say } = words[language].hotline;
      expect(Object.keys(say).toSorted()).toEqual([...sentences].toSorted());
      for (const sentence of sentences) for (const askFor of [undefined, "cô Ba"]) expect(say[sentence](askFor)).not.toMatch(/undefined|nghiện|ma túy|cai|drug|treatment|addict/i);
      for (const sentence of sentences) expect(say[sentence](undefined).includes("Đường Về")).toBe(sentence === "greetWithName" || sentence === "leaveWithName");
    }
  });

  test("is said in the caller's language, on a screen in the counsellor's", async () => {
    const key = await desk.ask(1, { language: "en", askFor: "Ms Ba" });
    await desk.take(an, key);
    const { html } = await open(an, key);
    expect(html).toContain('<blockquote lang="en">Hello, may I speak to Ms Ba, please? I am calling back as arranged. Is this a good time to talk?</blockquote>');
    expect(textIn(html)).toContain("Người khác nghe máy:");
    expect(textIn((await open(an, key, "en")).html)).toContain("Somebody else answers:");
  });

  test.each([
    { answers: { maySayWho: "yes", voicemail: "yes", whoMayAnswer: "anyone" }, says: ["Em gọi từ Đường Về như đã hẹn.", "Hộp thư thoại: Em chào cô Ba. Em gọi từ Đường Về", "Người khác nghe máy: Dạ cho em gặp cô Ba ạ. Nếu đang bận"] },
    { answers: { maySayWho: "no", voicemail: "yes", whoMayAnswer: "family" }, says: ["Em gọi lại như đã hẹn.", "Hộp thư thoại: Em chào cô Ba. Em gọi lại", "Người khác nghe máy: Dạ cho em gặp cô Ba ạ. Nếu không tiện"] },
    { answers: { maySayWho: "no", voicemail: "never", whoMayAnswer: "onlyMe" }, says: ["Em gọi lại như đã hẹn.", "Hộp thư thoại: không để lại lời.", "Người khác nghe máy: Xin lỗi, em gọi nhầm máy ạ. Rồi cúp máy"] },
  ] as const)("follows the answers ($answers)", async ({ answers, says }) => {
    const key = await desk.ask(1, { askFor: "cô Ba", contact: { ...contact, ...answers } });
    await desk.take(an, key);
    const text = textIn((await open(an, key)).html);
    for (const line of says) expect(text).toContain(line);
  });
});

describe("ringing", () => {
  test("shows the number once, as a link to dial, and writes down who looked", async () => {
    const key = await desk.ask(1);
    await desk.take(an, key);
    const rung = await desk.call(an, key, "ring");
    expect(rung.status).toBe(200);
    expect(rung.html).toContain('href="tel:+84900000401"');
    expect(rung.html).toContain("0900 000 401");
    expect(rung.headers.get("cache-control")).toBe("no-store");
    expect(textIn(rung.html)).toContain("Bắt đầu lúc 09:00");
    expect(lostIds(rung.html)).toEqual([]);
    expect((await eventsOf(key)).find(({ type }) => type === "rang")).toMatchObject({ by: { staffId: an.staffId } });
    for (const path of [callPath("vi", key), callPath("en", key), deskPagePath("vi")]) expect((await desk.get(an, path)).html).not.toMatch(numberShapes(1));
    expect(JSON.stringify(await eventsOf(key))).not.toMatch(numberShapes(1));
  });

  test("again keeps what was typed into the form meanwhile", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const again = await desk.call(an, key, "ring", filled({ outcome: "busy", note: "Đang bận,\ngọi lại sau" }));
    expect(again.status).toBe(200);
    expect(again.html).toMatch(numberShapes(1));
    expect(valuesIn(again.html, "outcome")).toEqual(["busy"]);
    expect(again.html).toContain("Đang bận,\ngọi lại sau</textarea>");
    expect((await eventsOf(key)).filter(({ type }) => type === "rang")).toHaveLength(2);
  });

  test.each(safeHours)("is offered at every hour of the %s and at no other, and says from when on", async (window: SafeHours) => {
    const key = await desk.ask(1, { contact: { ...contact, hours: [window] } });
    for (let hour = 0; hour < 24; hour += 1) {
      world.moveTo(new Date(Date.parse("2026-11-24T17:00:00Z") + hour * minutes(60)).toISOString());
      await signInBoth();
      const says = textIn((await open(an, key)).html);
      const isSafe = isSafeHour([window], world.now());
      expect({ hour, take: says.includes("Nhận người này"), refused: says.includes("Lúc này chưa được gọi. Bây giờ ngoài khung giờ an toàn") }).toEqual({ hour, take: isSafe, refused: !isSafe });
      if (!isSafe) expect(says).toMatch(/Gọi được từ (08|12|17):00/);
      expect((await desk.take(an, key)).status).toBe(isSafe ? 303 : 409);
      if (isSafe) await desk.call(an, key, "handBack");
    }
  });

  test("is refused when the safe hours have ended since they were taken, and no number is shown", async () => {
    world.moveTo("2026-11-23T04:55:00Z");
    await signInBoth();
    const key = await desk.ask(1, { contact: { ...contact, hours: ["morning"] } });
    await desk.take(an, key);
    world.moveTo("2026-11-23T05:00:00Z");
    const refused = await desk.call(an, key, "ring");
    expect(refused.status).toBe(409);
    expect(textIn(refused.html)).toContain("Lúc này chưa được gọi. Bây giờ ngoài khung giờ an toàn mà người này đã chọn. Gọi được từ 08:00 thứ Ba 24/11/2026.");
    expect(refused.html).not.toMatch(numberShapes(1));
    expect((await eventsOf(key)).map(({ type }) => type)).not.toContain("rang");
    expect(textIn((await open(an, key)).html)).not.toContain("Số máy hiện ra");
  });

  test("is allowed at the time the person chose, outside their windows too", async () => {
    const key = await desk.ask(1, { way: "slot", slotId: "2026-11-23T18:30", contact: { ...contact, hours: ["morning"] } });
    world.moveTo("2026-11-23T11:35:00Z");
    await signInBoth();
    expect((await desk.onPhone(an, key)).html).toMatch(numberShapes(1));
  });

  test("is refused when the person cancelled meanwhile, or the answers grew too old", async () => {
    const key = await desk.ask(1);
    await desk.take(an, key);
    world.forward(31 * 24 * minutes(60));
    await signInBoth();
    const old = await desk.call(an, key, "ring");
    expect([old.status, textIn(old.html).includes("đã quá 30 ngày")]).toEqual([409, true]);
    expect(old.html).not.toMatch(numberShapes(1));
  });

  test("is refused to whoever does not hold the caller, with another's lease too", async () => {
    const key = await desk.ask(1);
    for (const lease of ["", "guessed"]) {
      const refused = await desk.post(an, callPath("vi", key, "ring"), [["lease", lease]]);
      expect(refused.status).toBe(409);
      expect(refused.html).not.toMatch(numberShapes(1));
    }
  });
});

describe("writing down how it went", () => {
  const done: Record<Outcome, RegExp> = {
    reached: /Đã ghi\.\s/,
    noAnswer: /Đã ghi\. Gọi lại từ 12:00\./,
    busy: /Đã ghi\. Gọi lại từ 09:30\./,
    someoneElse: /Đã ghi\. Gọi lại từ 12:00\./,
    technical: /Đã ghi\. Gọi lại từ 09:15\./,
    wrongNumber: /Đã ghi\.\s/,
    askedNotToCall: /Đã ghi\.\s/,
  };
  test.each(outcomes)("%s: back to the list with a line that says what follows", async (outcome) => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const saved = await save(an, key, { outcome, note: "Một dòng ghi chú", ...(outcome === "reached" ? { followUp: "none" } : {}) });
    expect([saved.status, saved.to.startsWith(`${deskPagePath("vi")}?said=`)]).toEqual([303, true]);
    expect(textIn((await desk.get(an, saved.to)).html)).toMatch(done[outcome]);
    expect(await callsOf(key)).toMatchObject([{ outcome, note: "Một dòng ghi chú", by: { staffId: an.staffId } }]);
    expect(await desk.leaseOf(key)).toBeUndefined();
  });

  test("a line that was made up, or is old, is not shown", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const { to } = await save(an, key, { outcome: "busy" });
    expect(textIn((await desk.get(an, `${to.slice(0, -4)}AAAA`)).html)).not.toContain("Đã ghi");
    world.forward(minutes(3));
    expect(textIn((await desk.get(an, to)).html)).not.toContain("Đã ghi");
  });

  test("the form is there only once the number was shown, and a forged one is refused", async () => {
    const key = await desk.ask(1);
    await desk.take(an, key);
    const forged = await save(an, key, { outcome: "noAnswer" });
    expect([forged.status, textIn(forged.html).includes("Bấm Gọi trước khi ghi kết quả")]).toEqual([409, true]);
    expect(await callsOf(key)).toEqual([]);
  });

  test("nothing chosen: the same form, what was typed still in it, and what to do", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const wrong = await save(an, key, { note: "Dòng một\r\nDòng hai" });
    expect(wrong.status).toBe(422);
    expect(summaryIn(wrong.html)).toEqual([{ id: "outcome", text: "Chọn cuộc gọi thế nào" }]);
    expect(errorsIn(wrong.html)).toEqual(["Chọn cuộc gọi thế nào"]);
    expect(wrong.html).toContain("Dòng một\nDòng hai</textarea>");
    expect(wrong.html).not.toMatch(numberShapes(1));
    expect(lostIds(wrong.html)).toEqual([]);
  });

  test("a note that is too long is not cut off but asked for shorter", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const wrong = await save(an, key, { outcome: "busy", note: "á".repeat(4_001) });
    expect(summaryIn(wrong.html).map(({ id }) => id)).toEqual(["note"]);
    expect(wrong.html).toContain("á".repeat(4_001));
  });

  test("voicemail: no box where the rule says never, and a forged tick is refused", async () => {
    const key = await desk.ask(1);
    expect((await desk.onPhone(an, key)).html).not.toContain('name="voicemail"');
    const forged = await save(an, key, { outcome: "noAnswer", voicemail: "yes" });
    expect([forged.status, summaryIn(forged.html)[0]?.text]).toEqual([422, "Người này không cho để lại lời. Bỏ dấu “đã để lại lời”"]);
    expect(await callsOf(key)).toEqual([]);
  });

  test("voicemail: ticked where it is allowed, it is written down; not after a talk", async () => {
    const key = await desk.ask(1, { contact: { ...contact, voicemail: "neutral" } });
    expect((await desk.onPhone(an, key)).html).toContain('name="voicemail"');
    expect(summaryIn((await save(an, key, { outcome: "reached", followUp: "none", voicemail: "yes" })).html)[0]?.id).toBe("voicemail");
    expect((await save(an, key, { outcome: "noAnswer", voicemail: "yes" })).status).toBe(303);
    expect(await callsOf(key)).toMatchObject([{ voicemail: true }]);
    expect(textIn((await open(an, key)).html)).toContain("Gọi · không nghe máy · đã để lại lời");
  });

  test("sent twice, also at once, it is written down once and says the same", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const lease = (await desk.leaseOf(key))?.id ?? "";
    const fields: [string, string][] = [["lease", lease], ...filled({ outcome: "noAnswer", note: "Một lần" })];
    const sent = await Promise.all([0, 1].map(() => desk.post(an, callPath("vi", key, "outcome"), fields)));
    const third = await desk.post(an, callPath("vi", key, "outcome"), fields);
    expect([...sent, third].map(({ status }) => status)).toEqual([303, 303, 303]);
    expect((await eventsOf(key)).filter(({ type }) => type === "call" || type === "note")).toHaveLength(1);
  });
});

describe("a follow-up", () => {
  const reached = (change: Filled = {}) => ({ outcome: "reached", followUp: "at", slotId: "2026-11-25T14:30", answers: "same", ...change });

  test("must be chosen or not, with a time and the safe-contact answers asked again", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    expect(summaryIn((await save(an, key, { outcome: "reached" })).html)).toEqual([{ id: "followUp", text: "Chọn có gọi theo dõi hay không" }]);
    expect(summaryIn((await save(an, key, { outcome: "reached", followUp: "auto" })).html).map(({ id }) => id)).toEqual(["followUp"]);
    expect(summaryIn((await save(an, key, { outcome: "reached", followUp: "at" })).html).map(({ id }) => id)).toEqual(["slotId", "answers"]);
    const changed = await save(an, key, reached({ slotId: "", answers: "changed" }));
    expect(summaryIn(changed.html).map(({ id }) => id)).toEqual(["slotId", "contact-mayText", "contact-maySayWho", "contact-voicemail", "contact-whoMayAnswer", "contact-hours"]);
    expect(lostIds(changed.html)).toEqual([]);
  });

  test("offers only free times inside the safe hours", async () => {
    const key = await desk.ask(1, { contact: { ...contact, hours: ["afternoon"] } });
    world.moveTo("2026-11-23T05:00:00Z");
    await signInBoth();
    const { html } = await desk.onPhone(an, key);
    expect(optionsIn(html, "slotId").slice(1)).toEqual(["13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00", "16:30", "12:00", "12:30", "13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00", "16:30"]);
    expect(html).toContain('<optgroup label="thứ Tư 25/11/2026">');
  });

  test("at a time, the answers as they were: a new request under the same person, trusted from today", async () => {
    const key = await desk.ask(1, { askFor: "cô Ba" });
    world.forward(minutes(5));
    await desk.onPhone(an, key);
    const saved = await save(an, key, reached());
    expect(textIn((await desk.get(an, saved.to)).html)).toContain("Đã ghi. Gọi theo dõi lúc 14:30 thứ Tư 25/11/2026.");
    const [entry] = (await desk.deps.store.findCaller(key))?.entries ?? [];
    expect(entry).toMatchObject({ kind: "followUp", slotId: "2026-11-25T14:30", askFor: "cô Ba", contact: { ...contact, textsAgreed: true, askedAt: "2026-11-23T02:05:00.000Z" } });
  });

  test("with other answers: those hold from now on, and the times follow them", async () => {
    const key = await desk.ask(1, { contact: { ...contact, hours: ["morning"] } });
    await desk.onPhone(an, key);
    const answers = { answers: "changed", "contact.mayText": "no", "contact.maySayWho": "yes", "contact.voicemail": "neutral", "contact.whoMayAnswer": "family", "contact.hours": ["evening"] };
    const outside = await save(an, key, reached({ ...answers, slotId: "2026-11-25T09:00" }));
    expect([outside.status, summaryIn(outside.html)]).toEqual([422, [{ id: "slotId", text: "Giờ này ngoài khung giờ an toàn. Chọn một giờ trong danh sách mới" }]]);
    expect(optionsIn(outside.html, "slotId").slice(1)).toContain("19:30");
    expect(optionsIn(outside.html, "slotId")).not.toContain("09:00");
    expect(valuesIn(outside.html, "contact.hours")).toEqual(["evening"]);
    expect((await save(an, key, reached({ ...answers, slotId: "2026-11-25T19:30" }))).status).toBe(303);
    expect((await desk.deps.store.findCaller(key))?.entries[0]?.contact).toMatchObject({ mayText: "no", textsAgreed: false, maySayWho: "yes", voicemail: "neutral", whoMayAnswer: "family", hours: ["evening"] });
  });

  test("on a borrowed phone: no texts and no voicemail, whatever is said", async () => {
    const key = await desk.ask(1, { phoneOwner: "borrowed", contact: { ...contact, mayText: "no" }, ...noTexts });
    await desk.onPhone(an, key);
    const wrong = await save(an, key, reached({ answers: "changed", "contact.mayText": "yes", "contact.maySayWho": "no", "contact.voicemail": "yes", "contact.whoMayAnswer": "anyone", "contact.hours": ["afternoon"] }));
    expect(summaryIn(wrong.html).map(({ id }) => id)).toEqual(["contact-mayText", "contact-voicemail"]);
  });

  test("at a time that went meanwhile: said so, and everything else still filled in", async () => {
    await desk.shift("2026-11-26", { from: "09:00", to: "09:30", callsPerSlot: 1 });
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    await desk.ask(2, { way: "slot", slotId: "2026-11-26T09:00" });
    const full = await save(an, key, reached({ slotId: "2026-11-26T09:00", note: "Hẹn lại thứ Năm" }));
    expect([full.status, summaryIn(full.html)]).toEqual([409, [{ id: "slotId", text: "Giờ này vừa hết chỗ. Chọn giờ khác" }]]);
    expect(full.html).toContain("Hẹn lại thứ Năm</textarea>");
    expect(valuesIn(full.html, "followUp")).toEqual(["at"]);
    for (const slotId of ["2026-11-23T08:00", "2099-01-01T09:00", "nonsense"]) {
      const gone = await save(an, key, reached({ slotId }));
      expect([gone.status >= 409, summaryIn(gone.html).map(({ id }) => id)]).toEqual([true, ["slotId"]]);
    }
    expect(await callsOf(key)).toEqual([]);
  });

  test("after danger: already chosen, cannot be none, and within two days", async () => {
    for (const date of ["2026-11-24", "2026-11-27"]) await desk.shift(date, { from: "08:00", to: "21:00" });
    const key = await desk.ask(1, { dangerNow: "yes" });
    const { html } = await desk.onPhone(an, key);
    expect(valuesIn(html, "followUp")).toEqual(["auto"]);
    expect(html).not.toMatch(/name="followUp" value="none"/);
    expect(textIn(html)).toContain("Tự động, khoảng 08:00 thứ Ba 24/11/2026");
    expect(html).not.toContain('value="2026-11-27T09:00"');
    expect(summaryIn((await save(an, key, reached({ followUp: "none" }))).html)).toEqual([{ id: "followUp", text: "Người này đã báo có nguy hiểm: chọn gọi lại tự động, hoặc một giờ trong 48 giờ tới" }]);
    expect(summaryIn((await save(an, key, reached({ slotId: "2026-11-27T09:00" }))).html)).toEqual([{ id: "slotId", text: "Chọn giờ trong vòng 48 giờ tới" }]);
    const saved = await save(an, key, { outcome: "reached", followUp: "auto", answers: "same" });
    expect(saved.status).toBe(303);
    const [entry] = (await desk.deps.store.findCaller(key))?.entries ?? [];
    expect(entry).toMatchObject({ kind: "followUp", turn: "afterDanger" });
    const hoursLater = (Date.parse(entry?.dueAt ?? "") - world.now().getTime()) / minutes(60);
    expect(hoursLater).toBeGreaterThanOrEqual(12);
    expect(hoursLater).toBeLessThanOrEqual(24);
  });

  test("and once that follow-up was talked to, another one is a choice again", async () => {
    const key = await desk.ask(1, { dangerNow: "yes" });
    await desk.onPhone(an, key);
    await save(an, key, { outcome: "reached", followUp: "auto", answers: "same" });
    // Nobody works on the holiday: rung on the first shift within two days.
    world.moveTo("2026-11-25T01:05:00Z");
    await signInBoth();
    const { html } = await desk.onPhone(an, key);
    expect(textIn(html)).toContain("Gọi theo dõi sau lần báo nguy hiểm");
    expect(valuesIn(html, "followUp")).toEqual([]);
    expect((await save(an, key, { outcome: "reached", followUp: "none" })).status).toBe(303);
    expect((await desk.deps.store.findCaller(key))?.entries).toEqual([]);
  });
});

describe("holding on", () => {
  test("ten minutes more, by a button", async () => {
    const key = await desk.ask(1);
    await desk.take(an, key);
    world.forward(minutes(8));
    const kept = await desk.call(an, key, "renew");
    expect(kept.status).toBe(303);
    expect(textIn((await desk.get(an, kept.to)).html)).toMatch(/Đã giữ thêm 10 phút\..*đến 09:18/);
  });

  test("in the middle of the form, what was typed stays in it", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const kept = await desk.call(an, key, "renew", filled({ outcome: "reached", note: "Đang nói" }));
    expect([kept.status, valuesIn(kept.html, "outcome")]).toEqual([200, ["reached"]]);
    expect(kept.html).toContain("Đang nói</textarea>");
    expect(kept.html).not.toMatch(numberShapes(1));
  });

  test("by the script: a line comes back, and the session is not kept alive by it", async () => {
    const key = await desk.ask(1);
    await desk.take(an, key);
    for (let n = 0; n < 7; n += 1) {
      world.forward(minutes(2));
      const kept = await desk.call(an, key, "renew", [], { "desk-poll": "yes", "desk-script": "yes" });
      expect(kept.status).toBe(200);
      expect(kept.html).toMatch(/^<p data-lease="[^"]+renew">Bạn đang giữ người này · <span class="left" data-until="/);
    }
    world.forward(minutes(1));
    expect((await desk.call(an, key, "renew", [], { "desk-poll": "yes", "desk-script": "yes" })).status).toBe(401);
  });

  test("by the script of somebody who is typing: the session lives on as well", async () => {
    const key = await desk.ask(1);
    await desk.take(an, key);
    for (let n = 0; n < 2; n += 1) {
      world.forward(minutes(9));
      expect((await desk.call(an, key, "renew", [], { "desk-script": "yes" })).status).toBe(200);
    }
  });

  test("by the script, once somebody else holds them: a line that says so", async () => {
    const key = await desk.ask(1);
    await desk.take(an, key);
    const lease = (await desk.leaseOf(key))?.id ?? "";
    await desk.call(binh, key, "takeOver", [["reason", "An hết ca"]]);
    const lost = await desk.post(an, callPath("vi", key, "renew"), [["lease", lease]], { "desk-poll": "yes", "desk-script": "yes" });
    expect([lost.status, textIn(lost.html).trim()]).toEqual([409, words.vi.hotlineDesk.lost.onPage]);
  });

  test("run out and free, the same form still counts", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    world.forward(minutes(14));
    expect((await save(an, key, { outcome: "busy" })).status).toBe(303);
    expect(await callsOf(key)).toHaveLength(1);
  });
});

describe("handing back", () => {
  test("puts the caller where they stood, and keeps what was noted", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const back = await desk.call(an, key, "handBack", filled({ note: "Chưa kịp gọi" }));
    expect(textIn((await desk.get(an, back.to)).html)).toContain("Đã trả lại hàng đợi.");
    expect(await desk.leaseOf(key)).toBeUndefined();
    await desk.take(binh, key);
    expect(textIn((await open(binh, key)).html)).toMatch(/Trả lại hàng đợi 09:00 · Tư vấn viên An \(thử\)\s+Chưa kịp gọi/);
  });

  test("somebody another holds by now changes nothing, and keeps the note", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const lease = (await desk.leaseOf(key))?.id ?? "";
    await desk.call(binh, key, "takeOver", [["reason", "An hết ca"]]);
    const lost = await desk.post(an, callPath("vi", key, "handBack"), [["lease", lease], ...filled({ note: "Chưa kịp gọi" })]);
    expect(lost.status).toBe(409);
    expect((await desk.leaseOf(key))?.staffId).toBe(binh.staffId);
    expect(textIn((await open(binh, key)).html)).toContain("Chưa kịp gọi");
  });
});

describe("taking over", () => {
  test("needs a reason, which is kept", async () => {
    const key = await desk.ask(1);
    await desk.take(an, key);
    const none = await desk.call(binh, key, "takeOver", [["reason", "  "]]);
    expect([none.status, errorsIn(none.html)]).toEqual([422, ["Viết vì sao bạn nhận thay"]]);
    const long = await desk.call(binh, key, "takeOver", [["reason", "a".repeat(201)]]);
    expect([long.status, valuesIn(long.html, "reason")]).toEqual([422, ["a".repeat(201)]]);
    expect((await desk.leaseOf(key))?.staffId).toBe(an.staffId);
    const taken = await desk.call(binh, key, "takeOver", [["reason", "An hết ca"]]);
    expect([taken.status, taken.to]).toEqual([303, callPath("vi", key)]);
    expect((await eventsOf(key)).find(({ type }) => type === "takenOver")).toMatchObject({ because: "An hết ca", by: { staffId: binh.staffId } });
    expect(textIn((await open(binh, key)).html)).toContain("Lý do: An hết ca");
  });

  test("somebody nobody holds is taken as usual, and somebody not due is not", async () => {
    const free = await desk.ask(1);
    expect((await desk.call(binh, free, "takeOver", [["reason", "rảnh"]])).status).toBe(303);
    const later = await desk.ask(2, { way: "slot", slotId: "2026-11-23T14:30" });
    expect((await desk.call(binh, later, "takeOver", [["reason", "sớm"]])).status).toBe(409);
    expect(await desk.leaseOf(later)).toBeUndefined();
  });

  test("in the middle of a call: the first counsellor's notes are kept, they are told who has the caller, and the outcome does not count", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const lease = (await desk.leaseOf(key))?.id ?? "";
    await desk.call(binh, key, "takeOver", [["reason", "An mất mạng"]]);
    const fields: [string, string][] = [["lease", lease], ...filled({ outcome: "noAnswer", note: "Chuông đổ ba lần" })];
    const lost = await desk.post(an, callPath("vi", key, "outcome"), fields);
    expect(lost.status).toBe(409);
    const says = textIn(lost.html);
    for (const line of ["Người này không còn do bạn giữ", "đã được giữ lại cho người gọi sau", "Bây giờ Tư vấn viên Bình (thử) đang giữ.", "Chuông đổ ba lần"]) expect(says).toContain(line);
    await desk.post(an, callPath("vi", key, "outcome"), fields);
    expect((await eventsOf(key)).filter(({ type }) => type === "note")).toMatchObject([{ outcome: "noAnswer", note: "Chuông đổ ba lần" }]);
    expect(await callsOf(key)).toEqual([]);
    expect(textIn((await open(binh, key)).html)).toMatch(/Ghi chú gửi khi không còn giữ · không nghe máy .*Chuông đổ ba lần/);
    expect((await desk.post(an, callPath("vi", key, "ring"), [["lease", lease]])).html).not.toMatch(numberShapes(1));
  });

  test("a form that was not even finished then keeps its note too", async () => {
    const key = await desk.ask(1);
    await desk.onPhone(an, key);
    const lease = (await desk.leaseOf(key))?.id ?? "";
    await desk.call(binh, key, "takeOver", [["reason", "An mất mạng"]]);
    expect((await desk.post(an, callPath("vi", key, "outcome"), [["lease", lease], ...filled({ note: "Viết dở" })])).status).toBe(409);
    expect(textIn((await open(binh, key)).html)).toContain("Viết dở");
  });
});

test("the session ends in the middle of the form: everything waits, and counts once somebody has signed in", async () => {
  const key = await desk.ask(1, { contact: { ...contact, voicemail: "yes" } });
  await desk.onPhone(an, key);
  world.forward(minutes(16));
  const lease = (await desk.leaseOf(key))?.id ?? "";
  const fields: [string, string][] = [["lease", lease], ...filled({ outcome: "noAnswer", voicemail: "yes", note: "Chuông đổ,\nkhông ai nghe" })];
  const kept = await desk.post(an, callPath("vi", key, "outcome"), fields);
  expect(kept.status).toBe(401);
  expect(kept.html).toContain(`action="${callPath("vi", key, "outcome")}"`);
  for (const [name, value] of fields) expect(kept.html).toContain(name === "note" ? "Chuông đổ,\nkhông ai nghe</textarea>" : `name="${name}" value="${value}"`);
  expect(await callsOf(key)).toEqual([]);
  const again = await desk.signIn("An");
  expect((await desk.post({ ...again, csrf: an.csrf }, callPath("vi", key, "outcome"), fields)).status).toBe(303);
  expect(await callsOf(key)).toMatchObject([{ outcome: "noAnswer", voicemail: true, note: "Chuông đổ,\nkhông ai nghe" }]);
});

test("everything works in English as well", async () => {
  const key = await desk.ask(1);
  await desk.post(an, "/en/desk/hotline/take", [["key", key]]);
  const lease = (await desk.leaseOf(key))?.id ?? "";
  const rung = await desk.post(an, callPath("en", key, "ring"), [["lease", lease]]);
  expect(textIn(rung.html)).toContain("How did the call go?");
  const wrong = await desk.post(an, callPath("en", key, "outcome"), [["lease", lease], ["note", ""]]);
  expect(summaryIn(wrong.html)).toEqual([{ id: "outcome", text: "Choose how the call went" }]);
  const saved = await desk.post(an, callPath("en", key, "outcome"), [["lease", lease], ["note", ""], ["outcome", "noAnswer"]]);
  expect(textIn((await desk.get(an, saved.to)).html)).toContain("Recorded. Ring again from 12:00.");
});
