import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { confirm, stopTexts } from "../../../functions/hotline/answer.ts";
import { cancel, move } from "../../../functions/hotline/change.ts";
import { shortCodeOf, textTokenOf } from "../../../functions/hotline/identify.ts";
import { receive } from "../../../functions/messages/receive.ts";
import type { HandOver, Route } from "../../../functions/messages/routes/route.ts";
import { createOwnTexts } from "../../../functions/platform/own-texts.ts";
import { callbackConsentWording } from "../../../shared/hotline/callback.ts";
import { callPath, deskPagePath, listActPath } from "../../../shared/hotline/desk-paths.ts";
import type { TemplateName } from "../../../shared/messages/catalogue.ts";
import type { Message } from "../../../shared/messages/message.ts";
import { becauseOf } from "../../../web/pages/desk/hotline-texts.tsx";
import { deskWords as words } from "../../../web/words/desk.ts";
import { allRows, mondayMorning } from "../../support/hotline.ts";
import { emptyHotline, numberShapes, startDesk, type Counsellor, type Desk } from "../../support/hotline-desk.ts";
import { lostIds, textIn } from "../../support/pages.ts";
import { startWorld, type World } from "../../support/world.ts";

const now = deskPagePath("vi");
const told = listActPath("vi", "told");
const minutes = (n: number): number => n * 60_000;
const afternoon = "2026-11-25T14:30";

/** What the network answers next, in turn; the last answer stays. */
let answers: HandOver[] = [];
let handed = 0;
const taken = (): HandOver => ({ outcome: "handed", routeMessageId: `network-${++handed}` });
const busy: HandOver = { outcome: "notHanded", because: "ThrottledException", final: false };
const refused: HandOver = { outcome: "notHanded", because: "InvalidParameter", final: true };
const silent: HandOver = { outcome: "unknown", because: "TimeoutError" };
let isCutOff = false;
const route: Route = {
  name: "sns",
  handOver: async () => {
    if (isCutOff) throw new Error("the sender is gone");
    return answers.shift() ?? taken();
  },
  probe: async () => true,
};

let world: World;
let desk: Desk;
let an: Counsellor;
beforeAll(async () => {
  world = await startWorld({ route });
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.moveTo(mondayMorning);
  answers = [];
  isCutOff = false;
  await Promise.all([emptyHotline(world), emptyMessages()]);
  desk = startDesk(world);
  for (const date of ["2026-11-23", "2026-11-25", "2026-11-26"]) await desk.shift(date, { from: "08:00", to: "21:00" });
  an = await desk.signIn("An");
});

async function emptyMessages(): Promise<void> {
  const rows = await allRows(world, "messages");
  for (let from = 0; from < rows.length; from += 25) {
    const requests = rows.slice(from, from + 25).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    await world.client.send(new BatchWriteCommand({ RequestItems: { [world.names.messages]: requests } }));
  }
}

/** The session of whoever waited for another day has ended by then. */
const later = async (at: string): Promise<void> => {
  world.moveTo(at);
  an = await desk.signIn("An");
};
const booked = (n: number, slotId = afternoon): Promise<string> => desk.ask(n, { way: "slot", slotId });
const referenceOf = async (key: string): Promise<string> => (await desk.deps.store.findCaller(key))?.entries[0]?.reference ?? "";
const textOf = async (key: string, template: TemplateName): Promise<Message> => {
  const [found] = (await desk.deps.texts.about(key)).filter((text) => text.template === template).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  if (!found) throw new Error(`no ${template}`);
  return found;
};
/** Sends one text of a caller, the network answering so. */
const send = async (key: string, template: TemplateName, ...said: HandOver[]): Promise<Message> => {
  answers = said;
  await world.send(await textOf(key, template));
  answers = [];
  return textOf(key, template);
};
const receipt = (text: Message, status: "delivered" | "undelivered", because?: string) =>
  receive(world.messages, { route: "sns", id: text.routeMessageId ?? "", status, ...(because ? { because } : {}) });

const screen = async (key: string, language: "vi" | "en" = "vi"): Promise<string> => (await desk.get(an, callPath(language, key))).html;
const list = async (person = an): Promise<string> => (await desk.get(person, now)).html;
const part = (html: string, from: RegExp, to: string): string => {
  const start = html.search(from);
  return start < 0 ? "" : html.slice(start, html.indexOf(to, start));
};
/** One text of the call screen: its label, and all it says. */
const shown = (html: string, title: string): { label: string; says: string; story: string[] } => {
  const texts = part(html, /<section aria-labelledby="texts-title"/, "</section>").split(/<li><p><strong>/);
  const own = texts.find((text) => text.startsWith(title)) ?? "";
  const story = own.slice(own.indexOf("<ol")).split("<li>").slice(1);
  return { label: textIn(/class="tag[^>]*>(.*?)</.exec(own)?.[1] ?? ""), says: textIn(own).trim(), story: story.map((line) => textIn(line).trim()) };
};
/** The section of the list, and what each of its rows says. */
const instead = (html: string): { html: string; says: string; rows: string[]; buttons: string[] } => {
  const section = part(html, /<details class="instead"/, "</details>");
  const rows = section.split("<li>").slice(1);
  return { html: section, says: textIn(section), rows: rows.map((row) => textIn(row).trim()), buttons: [...section.matchAll(/name="told" value="([^"]+)"/g)].map(([, value = ""]) => value) };
};

describe("the texts of a caller", () => {
  test("each stands in one of four plain states", async () => {
    const key = await booked(1);
    const other = await booked(2, "2026-11-26T14:30");
    await send(key, "booked", taken());
    await send(other, "booked", refused);
    await stopTexts(desk.deps, await referenceOf(other), { wholePhone: false });
    expect(shown(await screen(other), "Nhắc hẹn trước 24 giờ")).toMatchObject({ label: "Dừng theo lựa chọn của người này" });
    await later("2026-11-25T07:31:00Z");
    await send(other, "dayBefore");
    await later(mondayMorning);
    const [own, others] = [await screen(key), await screen(other)];
    expect(shown(own, "Báo giờ hẹn").label).toBe("Đã chuyển cho mạng");
    expect(shown(own, "Nhắc hẹn trước 24 giờ").label).toBe("Đang chờ");
    expect(shown(own, "Nhắc hẹn trước 24 giờ").says).toContain("gửi lúc 14:30 thứ Ba 24/11/2026");
    // Whoever stops texts has seen the appointment.
    expect(shown(others, "Báo giờ hẹn").label).toBe("Không tới, không cần gọi nữa");
    expect(shown(others, "Nhắc hẹn trước 24 giờ")).toMatchObject({ label: "Dừng theo lựa chọn của người này" });
    expect(shown(others, "Nhắc hẹn trước 24 giờ").says).toContain("đã xin không nhận tin nữa");
  });

  test("handed to the network, or said by it to be on the phone, is never called read", async () => {
    const key = await booked(1);
    await receipt(await send(key, "booked", taken()), "delivered");
    const { label, story } = shown(await screen(key), "Báo giờ hẹn");
    expect(label).toBe("Đã chuyển cho mạng");
    expect(story.at(-1)).toContain("Mạng báo đã chuyển tới máy.");
    for (const language of ["vi", "en"] as const) expect(textIn(await screen(key, language))).not.toMatch(/đã đọc|đã xem|was read|has read|\bseen\b/i);
  });

  test("the newest stands first: what is still to come, then what came last", async () => {
    const key = await booked(1);
    await send(key, "booked", taken());
    const says = textIn(part(await screen(key), /<section aria-labelledby="texts-title"/, "</section>"));
    const places = ["Nhắc hẹn trước 2 giờ", "Nhắc hẹn trước 24 giờ", "Báo giờ hẹn"].map((title) => says.indexOf(title));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
  });

  test("the life of one, in order: a night, a busy network, handed over, and said not to have arrived", async () => {
    await later("2026-11-23T15:10:00Z");
    const key = await booked(1);
    await send(key, "booked");
    expect(shown(await screen(key), "Báo giờ hẹn")).toMatchObject({ label: "Đang chờ" });
    await later("2026-11-24T01:00:00Z");
    await send(key, "booked", busy, busy);
    world.forward(minutes(2));
    await receipt(await send(key, "booked", taken()), "undelivered", "phoneUnreachable");
    const { label, story, says } = shown(await screen(key), "Báo giờ hẹn");
    expect(label).toBe("Không tới, hãy gọi");
    expect(says).toContain("Mạng báo không tới máy: máy tắt hoặc ngoài vùng phủ sóng.");
    expect(story).toEqual([
      "22:10 thứ Hai 23/11/2026 Đã hẹn gửi tin.",
      "22:10 thứ Hai 23/11/2026 Chờ đến 08:00: lúc này ngoài khung giờ an toàn.",
      "08:00 Chưa chuyển được: mạng đang bận; thử lại ngay.",
      "08:00 Chưa chuyển được: mạng đang bận; thử lại lúc 08:01.",
      "08:02 Đã chuyển cho mạng.",
      "08:02 Mạng báo không tới máy: máy tắt hoặc ngoài vùng phủ sóng.",
    ]);
  });

  test("nobody knows whether it was sent: it says so, and that it is not sent again", async () => {
    const key = await booked(1);
    await send(key, "booked", silent);
    const { label, story } = shown(await screen(key), "Báo giờ hẹn");
    expect(label).toBe("Không tới, hãy gọi");
    expect(story.slice(-2).map((line) => line.slice(6))).toEqual(["Bắt đầu chuyển cho mạng.", "Không biết đã gửi hay chưa: mạng không trả lời kịp; không gửi lại."]);
  });

  test("its sender is gone in the middle: it waits, and since when, until five minutes later it is in doubt", async () => {
    const key = await booked(1);
    isCutOff = true;
    await expect(world.send(await textOf(key, "booked"))).rejects.toThrow("gone");
    const { label, says } = shown(await screen(key), "Báo giờ hẹn");
    expect(label).toBe("Đang chờ");
    expect(says).toMatch(/^Báo giờ hẹn 09:00 Đang chờ Bắt đầu chuyển cho mạng\./);
    world.forward(minutes(6));
    await send(key, "booked");
    expect(shown(await screen(key), "Báo giờ hẹn")).toMatchObject({ label: "Không tới, hãy gọi" });
    expect(textIn(await screen(key))).toContain("Không biết đã gửi hay chưa: việc gửi bị ngắt giữa chừng; không gửi lại.");
  });

  test("a fourth within a day waits for the next", async () => {
    await later("2026-11-23T09:00:00Z");
    const key = await booked(1);
    for (const slotId of ["2026-11-26T09:00", "2026-11-26T10:00"]) await booked(1, slotId);
    for (const text of (await desk.deps.texts.about(key)).filter(({ template }) => template === "booked")) await world.send(text);
    await later("2026-11-24T07:31:00Z");
    await send(key, "dayBefore");
    expect(textIn(await screen(key))).toContain("Chờ đến 16:00: máy này đã nhận ba tin trong 24 giờ.");
  });

  test("taken back with the time it was about, and answered anew", async () => {
    const key = await booked(1);
    const reference = await referenceOf(key);
    await send(key, "booked", taken());
    await move(desk.deps, { reference, to: "2026-11-26T09:00" });
    const says = textIn(await screen(key));
    expect(says).toContain("Rút lại: lịch hẹn đã đổi.");
    expect(says).toContain("Tin không còn đúng: lịch hẹn đã đổi.");
    await cancel(desk.deps, reference);
    expect(textIn(await screen(key))).toContain("Rút lại: yêu cầu đã xong hoặc đã đóng.");
  });

  test("newer answers are told of", async () => {
    const key = await booked(1);
    await desk.ask(1, { way: "slot", slotId: "2026-11-26T09:00", contact: { mayText: "yes", maySayWho: "no", voicemail: "never", whoMayAnswer: "onlyMe", hours: ["morning"] } });
    expect(textIn(await screen(key))).toContain("Câu trả lời về cách liên lạc đã đổi; tin theo câu trả lời mới.");
  });

  test("somebody without any: one line", async () => {
    const key = await desk.ask(1, { consents: { wording: callbackConsentWording, handling: true, texts: false } });
    expect(textIn(await screen(key))).toContain("Tin nhắn Chưa có tin nhắn nào.");
  });

  test("no page holds the number, the link or the code of a text", async () => {
    const key = await booked(1);
    const reference = await referenceOf(key);
    await send(key, "booked", refused);
    for (const html of [await screen(key), await screen(key, "en"), await list()]) {
      expect(html).not.toMatch(numberShapes(1));
      expect(html).not.toContain(textTokenOf(desk.deps, reference));
      expect(html).not.toContain(shortCodeOf(desk.deps, reference));
      expect(html).not.toContain("duongve.example");
      expect(lostIds(html)).toEqual([]);
    }
  });

  test("what the person did themself stands in the history: the time suits, no more texts", async () => {
    const key = await booked(1);
    const reference = await referenceOf(key);
    await confirm(desk.deps, reference);
    await stopTexts(desk.deps, reference, { wholePhone: true });
    const says = textIn(await screen(key));
    expect(says).toMatch(/Xác nhận giờ hẹn vẫn hợp 09:00 · người gọi/);
    expect(says).toMatch(/Xin không nhận tin nhắn nữa 09:00 · người gọi/);
  });
});

describe("why", () => {
  const known = [
    ..."quietHours enoughToday tooLate noContactRule textsNotWanted textsNotAgreed answersTooOld outsideSafeHours stopped sameToday moved ended cancelled changed cutOff unknown".split(" "),
    ..."blocked blockedList invalidNumber invalidBody carrierUnavailable phoneBlocksTexts phoneUnreachable optedOut tooDear other undelivered".split(" "),
    ..."InvalidParameterException InvalidParameter InvalidParameterValueException OptedOutException OptedOut ServiceUnavailable ThrottledException Throttling ThrottlingException".split(" "),
    ..."ECONNREFUSED ECONNRESET ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH UND_ERR_CONNECT_TIMEOUT UND_ERR_SOCKET CERT_HAS_EXPIRED ERR_TLS_CERT_ALTNAME_INVALID TimeoutError http400 http429 http500 http503".split(" "),
  ];
  test.each(["vi", "en"] as const)("every code there is has words of its own (%s)", (language) => {
    const w = words[language];
    const { because, otherCode } = w.hotlineDesk.texts;
    for (const code of known) expect(becauseOf(w, code)).not.toBe(otherCode(code));
    expect(known.filter((code) => becauseOf(w, code) === because.other)).toEqual(["other", "undelivered"]);
  });

  test("one that nobody has words for stands in a sentence; what may be words or a number does not stand there at all", async () => {
    const key = await booked(1);
    await receipt(await send(key, "booked", taken()), "undelivered", "E105");
    expect(shown(await screen(key), "Báo giờ hẹn").says).toContain("Mạng báo không tới máy: mạng báo lý do khác (mã E105).");
    expect(becauseOf(words.vi, "so 0912345678 khong dung")).toBe("mạng báo lý do khác");
    expect(becauseOf(words.vi, "n0912345678")).toBe("mạng báo lý do khác");
  });
});

describe("whom to call instead", () => {
  test("nobody: nothing is shown", async () => {
    const key = await booked(1);
    await send(key, "booked", taken());
    expect(await list()).not.toContain("Tin nhắn không tới");
  });

  test("who was not reached, longest waiting first: failed, in doubt, said not to have arrived", async () => {
    const keys = [await booked(1), await booked(2, "2026-11-26T09:00"), await booked(3, "2026-11-26T10:00"), await booked(4, "2026-11-26T11:00")];
    const [failed = "", doubtful = "", lost = "", fine = ""] = keys;
    await send(failed, "booked", refused);
    world.forward(minutes(1));
    await send(doubtful, "booked", silent);
    world.forward(minutes(1));
    await receipt(await send(lost, "booked", taken()), "undelivered", "blocked");
    await receipt(await send(fine, "booked", taken()), "delivered");
    const { rows, says, html } = instead(await list());
    expect(says).toContain("Tin nhắn không tới, hãy gọi 3 người");
    expect(rows.map((row) => row.replace(/ Đã báo : .*$/, ""))).toEqual([
      "Mở cuộc gọi: 09•• ••• 401 từ 09:00 Báo giờ hẹn : mạng không nhận tin Gọi được từ 14:30 thứ Tư 25/11/2026",
      "Mở cuộc gọi: 09•• ••• 402 từ 09:01 Báo giờ hẹn : mạng không trả lời kịp Gọi được từ 09:00 thứ Năm 26/11/2026",
      "Mở cuộc gọi: 09•• ••• 403 từ 09:02 Báo giờ hẹn : nhà mạng chặn tin này Gọi được từ 10:00 thứ Năm 26/11/2026",
    ]);
    for (const key of [failed, doubtful, lost]) expect(html).toContain(`href="${callPath("vi", key)}"`);
    expect(html).not.toContain(fine);
  });

  test("not for what was taken back, nor for what its person stopped", async () => {
    const [moved, stopped] = [await booked(1), await booked(2, "2026-11-26T09:00")];
    await send(moved, "booked", refused);
    expect(instead(await list()).rows).toHaveLength(1);
    await move(desk.deps, { reference: await referenceOf(moved), to: "2026-11-26T10:00" });
    await stopTexts(desk.deps, await referenceOf(stopped), { wholePhone: true });
    await send(stopped, "booked");
    expect(shown(await screen(stopped), "Báo giờ hẹn").label).toBe("Dừng theo lựa chọn của người này");
    expect(instead(await list()).rows).toEqual([]);
    expect(textIn(await screen(moved))).toContain("Không tới, không cần gọi nữa");
  });

  test("one row a person, however many of their texts did not come; told of one is told of all that is shown", async () => {
    const key = await booked(1);
    await send(key, "booked", refused);
    await later("2026-11-24T07:31:00Z");
    await send(key, "dayBefore", refused);
    const { rows, buttons } = instead(await list());
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/từ 09:00 thứ Hai 23\/11\/2026 Báo giờ hẹn : mạng không nhận tin Nhắc hẹn trước 24 giờ : mạng không nhận tin/);
    await desk.post(an, told, [["told", buttons[0] ?? ""]]);
    expect(instead(await list()).rows).toEqual([]);
  });

  test("told: the row goes, a line says so, and the history says who; pressed again, it is written down once", async () => {
    const key = await booked(1);
    await send(key, "booked", refused);
    const [value = ""] = instead(await list()).buttons;
    const answer = await desk.post(an, told, [["told", value]]);
    expect(answer.status).toBe(303);
    const page = await desk.get(an, answer.to);
    expect(textIn(page.html)).toContain("Đã ghi: người này đã được báo.");
    expect(instead(page.html).rows).toEqual([]);
    await desk.post(an, told, [["told", value]]);
    const says = textIn(await screen(key));
    expect(says.match(/Đã báo thay tin nhắn 09:00 · Tư vấn viên An \(thử\)/g)).toHaveLength(1);
    expect(says).toContain("Không tới, đã báo");
    expect(says).not.toContain("Lý do: told");
  });

  test("somebody nothing is kept of any more can still be taken off", async () => {
    const key = await booked(1);
    await send(key, "booked", refused);
    await emptyHotline(world);
    const { rows, buttons, html } = instead(await list());
    expect(rows[0]).toContain("Số máy không còn được lưu từ 09:00 Báo giờ hẹn : mạng không nhận tin Không còn yêu cầu nào đang mở, không cần gọi");
    expect(html).not.toContain(callPath("vi", key));
    const answer = await desk.post(an, told, [["told", buttons[0] ?? ""]]);
    expect(textIn((await desk.get(an, answer.to)).html)).toContain("Đã bỏ khỏi danh sách.");
    expect(instead(await list()).rows).toEqual([]);
    expect(await desk.deps.store.readEvents(key, 5, desk.deps.now())).toEqual([]);
  });

  test("at most twenty, and how many there are in all", async () => {
    for (let n = 1; n <= 22; n += 1) await send(await desk.ask(n), "callSoon", refused);
    const { rows, says, html } = instead(await list());
    expect(rows).toHaveLength(20);
    expect(says).toContain("Tin nhắn không tới, hãy gọi 22 người");
    expect(says).toContain("Chỉ hiện 20 người chờ lâu nhất.");
    expect(html).not.toMatch(/^<details class="instead" open/);
  });

  test("only counsellors and who runs the hotline, and only from our own pages", async () => {
    const key = await booked(1);
    await send(key, "booked", refused);
    const [value = ""] = instead(await list()).buttons;
    const post = (person: Pick<Counsellor, "cookie" | "csrf">) => desk.post(person, told, [["told", value]]);
    expect((await post({ cookie: "", csrf: "" })).status).not.toBe(200);
    for (const name of ["Dung", "Giang", "Hà", "Khanh"]) expect((await post(await desk.signIn(name))).status).toBe(403);
    expect((await post({ ...an, csrf: "" })).status).toBe(403);
    expect((await desk.post(an, told, [["told", value]], { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(instead(await list()).rows).toHaveLength(1);
    await post(await desk.signIn("Chi"));
    expect(instead(await list()).rows).toEqual([]);
  });

  test("what no page of ours would send does nothing", async () => {
    const key = await booked(1);
    await send(key, "booked", refused);
    for (const value of ["", "x", `${key} a#b`, key, `${key} ${"a ".repeat(200)}`]) expect((await desk.post(an, told, [["told", value]])).status).toBe(303);
    expect(instead(await list()).rows).toHaveLength(1);
    expect((await desk.get(an, told)).to).toBe(now);
  });

  test("the list that a script asks for anew does not hold it, and does not change with it", async () => {
    const key = await desk.ask(1);
    const rows = listActPath("vi", "rows");
    const before = await desk.get(an, rows);
    await send(key, "callSoon", refused);
    const after = await desk.get(an, rows, { "if-none-match": before.headers.get("etag") ?? "" });
    expect(after.status).toBe(304);
    const page = await list();
    expect(page.indexOf('class="instead"')).toBeLessThan(page.indexOf("data-queue"));
    expect(part(page, /<div class="queue"/, "</form>")).not.toContain("instead");
  });
});

describe("a call", () => {
  /** A text that did not arrive, a day ago: what comes of the call does not take it back any more. */
  const unreached = async (): Promise<string> => {
    const key = await desk.ask(1);
    await send(key, "callSoon", refused);
    await later("2026-11-24T02:30:00Z");
    expect(instead(await list()).rows).toHaveLength(1);
    await desk.onPhone(an, key);
    return key;
  };
  const record = (key: string, outcome: string) => desk.call(an, key, "outcome", [["note", ""], ["outcome", outcome], ["followUp", "none"]]);

  test.each(["reached", "wrongNumber", "askedNotToCall"])("%s: nobody is to call because of a text any more", async (outcome) => {
    expect((await record(await unreached(), outcome)).status).toBe(303);
    expect(instead(await list()).rows).toEqual([]);
  });

  test("reached: told of the time they still have as well", async () => {
    const key = await desk.ask(1);
    await booked(1);
    await send(key, "booked", refused);
    await desk.onPhone(an, key);
    await record(key, "reached");
    expect(shown(await screen(key), "Báo giờ hẹn").label).toBe("Không tới, đã báo");
    expect(instead(await list()).rows).toEqual([]);
  });

  test.each(["noAnswer", "busy", "technical"])("%s: they still are to be called", async (outcome) => {
    expect((await record(await unreached(), outcome)).status).toBe(303);
    expect(instead(await list()).rows).toHaveLength(1);
  });

  test("is recorded even when its texts cannot be settled", async () => {
    const key = await unreached();
    const { texts } = desk.deps;
    desk.deps.texts = createOwnTexts(world.client, "no-such-table", "hotline");
    const answer = await record(key, "reached");
    desk.deps.texts = texts;
    expect(answer.status).toBe(303);
    expect((await desk.deps.store.readEvents(key, 5, desk.deps.now())).map(({ type }) => type)).toContain("call");
    expect(world.logged.at(-1)).toMatchObject({ level: "error", code: "TEXTS_NOT_SETTLED" });
    expect(instead(await list()).rows).toHaveLength(1);
  });
});
