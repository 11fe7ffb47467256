import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { book, cancel, move } from "../../../functions/registration/appointments.ts";
import { linkHashOf as hotlineHashOf, linkTokenOf as hotlineTokenOf, shortCodeOf as hotlineShortCodeOf } from "../../../functions/hotline/identify.ts";
import { shortCodeOf } from "../../../functions/registration/identify.ts";
import { routeOf } from "../../../infra/local/gateway.ts";
import { appointmentKinds, type AppointmentKind } from "../../../shared/appointment/appointment.ts";
import { languages, type Language } from "../../../shared/language.ts";
import { apiPaths, appointmentPath, lookupPath, pagePath, sideOfShortCode } from "../../../shared/paths.ts";
import { isToken, tokenAlphabet, tokenLength } from "../../../shared/reference.ts";
import type { Status } from "../../../shared/registration/receipt.ts";
import { words } from "../../../web/words/words.ts";
import type { Page } from "../../support/form-walk.ts";
import { mondayMorning } from "../../support/hotline.ts";
import { tellingWordsIn } from "../../support/neutral-words.ts";
import { h1In, lostIds, summaryIn, textIn, tokenIn } from "../../support/pages.ts";
import { callsDuring } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";
import { actPath, address, inVietnam, openDoor, tokenOf, type Door, type Own } from "./booked.ts";

let world: World;
let door: Door;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
/** Monday 23/11/2026, 09:00 in Vietnam. */
beforeEach(async () => {
  world.moveTo(mondayMorning);
  door = await openDoor(world);
});

const w = words.vi.appointment;
const thursday = inVietnam("2026-11-26 14:30");
const friday = inVietnam("2026-11-27 09:00");
const refOf = ({ reference, id }: Own) => ({ reference, id });
const mainIn = (html: string): string => /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? "";
const textOf = (page: Page): string => textIn(mainIn(page.html));
const to = (page: Page): string | null => page.headers.get("location");
const actsIn = (page: Page): string[] => [...mainIn(page.html).matchAll(/(?:href|action)="[^"]*\/lich-hen\/g\/[^/"]+\/([^"]+)"/g)].map(([, act = ""]) => act);

/** What every page about an appointment owes its owner: another may be looking on, or hold the phone. */
function discreet(page: Page, language: Language): Page {
  expect(page.headers.get("cache-control")).toBe("no-store");
  if (page.status === 303) return page;
  expect(page.html).toContain(`<html lang="${language}"`);
  expect(/<title>(.*?)<\/title>/.exec(page.html)?.[1]).toBe("Đường Về");
  expect(page.html).not.toContain("<footer");
  expect(tellingWordsIn(textOf(page))).toEqual([]);
  for (const personal of ["Mẫu", "Ví Dụ", "Công an", "0900 000", "+84"]) expect({ personal, shown: mainIn(page.html).includes(personal) }).toEqual({ personal, shown: false });
  expect(mainIn(page.html).match(/<h1>/g)).toHaveLength(1);
  expect(lostIds(page.html)).toEqual([]);
  return page;
}
const languageOf = (path: string): Language => (path.startsWith("/en/") ? "en" : "vi");
const get = async (path: string): Promise<Page> => discreet(await door.get(path), languageOf(path));
const post = async (path: string, fields: [string, string][] = []): Promise<Page> => discreet(await door.post(path, fields), languageOf(path));

const booked = async (at = thursday, kind: AppointmentKind = "interview", language: Language = "vi"): Promise<Own> => door.booked(await door.someone({ language }), at, { kind, language });

describe.for(languages)("an appointment, in %s", (language) => {
  const own = words[language].appointment;
  const when = language === "vi" ? "14:30 thứ Năm 26/11/2026" : "14:30 Thursday 26 November 2026";

  test("shows when, the whole address, how it stands and what can be done", async () => {
    const { link } = await booked(thursday, "interview", language);
    const page = await get(link);
    expect({ status: page.status, h1: h1In(page.html) }).toEqual({ status: 200, h1: own.title });
    for (const shown of [when, address, own.states.planned, own.otherTime.agreed]) expect(textOf(page)).toContain(shown);
    expect(actsIn(page)).toEqual(["giu", "huy", "lich.ics", "ngung-tin"]);
  });

  test("is confirmed with one press", async () => {
    const { link } = await booked(thursday, "interview", language);
    expect(to(await post(actPath(link, "confirm")))).toBe(link);
    const page = await get(link);
    expect(textOf(page)).toContain(own.confirmed);
    expect(actsIn(page)).toEqual(["huy", "lich.ics", "ngung-tin"]);
    // Opened anew with Back, or pressed again: the same page.
    expect(to(await get(actPath(link, "confirm")))).toBe(link);
    expect(to(await post(actPath(link, "confirm")))).toBe(link);
  });

  test("is cancelled after it is asked once more; then nothing of when and where is left to see", async () => {
    const { link } = await booked(thursday, "interview", language);
    const sure = await get(actPath(link, "cancel"));
    expect({ status: sure.status, h1: h1In(sure.html) }).toEqual({ status: 200, h1: own.cancelTitle });
    for (const shown of [when, own.otherTime.agreed, own.cancelConfirm, own.keep]) expect(textOf(sure)).toContain(shown);
    expect(textOf(sure)).not.toContain(own.cancelText);
    expect(to(await post(actPath(link, "cancel")))).toBe(link);
    const page = await get(link);
    expect(page.status).toBe(200);
    for (const shown of [own.states.cancelled, own.cancelled]) expect(textOf(page)).toContain(shown);
    for (const gone of [when, address]) expect(textOf(page)).not.toContain(gone);
    expect(actsIn(page)).toEqual([]);
    // Back leads to the question again, which now only says so.
    expect(textOf(await get(actPath(link, "cancel")))).toContain(own.cancelled);
    expect(to(await post(actPath(link, "cancel")))).toBe(link);
  });

  test("is the same in the other language, on every page", async () => {
    const { link } = await booked(thursday, "interview", language);
    const other = language === "vi" ? "en" : "vi";
    for (const act of [undefined, "cancel", "stopTexts"] as const) {
      const page = await get(act ? actPath(link, act) : link);
      const switched = appointmentPath(other, tokenOf(link), act, "g");
      expect(page.html).toContain(`<a class="language" href="${switched}"`);
      expect((await get(switched)).status).toBe(200);
    }
  });

  test("goes into the phone's calendar as a time and nothing else", async () => {
    const { link, id } = await booked(thursday, "admission", language);
    const answer = await door.get(actPath(link, "calendar"));
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${language === "vi" ? "lich-hen" : "appointment"}.ics"`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.html.split("\r\n")).toEqual(
      expect.arrayContaining([`UID:${id}@duongve.example`, "DTSTART:20261126T073000Z", "DTEND:20261126T093000Z", `SUMMARY:${language === "vi" ? "Lịch hẹn" : "Appointment"}`, "CLASS:PRIVATE", "STATUS:CONFIRMED", "SEQUENCE:0"]),
    );
    expect(answer.html).not.toMatch(/LOCATION|DESCRIPTION|VALARM|URL/);
    expect(answer.html).not.toContain("Thí Nghiệm");
    expect(answer.html).not.toContain(tokenOf(link));
    expect(tellingWordsIn(answer.html)).toEqual([]);
  });

  test("stops texts after it is asked once more, from a texted link for the whole phone", async () => {
    const { link, textLink } = await booked(thursday, "interview", language);
    for (const [path, of] of [[link, "request"], [textLink, "phone"]] as const) {
      const sure = await get(actPath(path, "stopTexts"));
      expect({ status: sure.status, h1: h1In(sure.html) }).toEqual({ status: 200, h1: own.stopTitle });
      expect(textOf(sure)).toContain(own.stopText[of]);
      expect(to(await post(actPath(path, "stopTexts")))).toBe(`${path}?done=stopped`);
      const page = await get(`${path}?done=stopped`);
      expect(textOf(page)).toContain(own.stopped);
      expect(textOf(page)).not.toContain(own.noTexts);
      expect(textOf(await get(path))).toContain(own.noTexts);
      expect(actsIn(await get(path))).not.toContain("ngung-tin");
      // Asked for again, it only says so.
      expect(h1In((await get(actPath(path, "stopTexts"))).html)).toBe(own.title);
    }
    expect((await door.rows("messages")).filter(({ pk, stoppedAt }) => pk.startsWith("PHONE#") && stoppedAt)).toHaveLength(1);
  });
});

test("an address that says it was done is not believed", async () => {
  const { link } = await booked();
  expect(textOf(await get(`${link}?done=stopped`))).not.toContain(w.stopped);
});

describe("how each kind is shown", () => {
  const kinds = Object.keys(appointmentKinds) as AppointmentKind[];
  test.for(kinds)("a %s does not say what it is", async (kind) => {
    const { link } = await booked(thursday, kind);
    const page = await get(link);
    const { place } = appointmentKinds[kind];
    expect(textOf(page)).toContain(place === "phone" ? w.places.phone : address);
    expect(textOf(page)).toContain(w.otherTime[place]);
    // Two kinds at one place and time are told apart by nothing but their tokens.
    const twin = await booked(thursday, place === "phone" ? "call" : "admission");
    expect(page.html.replaceAll(tokenOf(link), "T")).toBe((await get(twin.link)).html.replaceAll(tokenOf(twin.link), "T"));
  });

  test("none is moved on its page: it offers no time and takes none", async () => {
    for (const kind of kinds) {
      const own = await booked(thursday, kind);
      expect(actsIn(await get(own.link))).not.toContain("doi");
      const before = await door.rows("registrations");
      for (const page of [await get(`${own.link}/doi`), await post(`${own.link}/doi`, [["slotId", "2026-11-27T09:00"], ["soon", "yes"]])]) expect(page.status).toBe(404);
      expect(await door.rows("registrations")).toEqual(before);
    }
  });
});

describe("as time passes", () => {
  test("while it takes place it still shows where, and can no longer be confirmed or cancelled", async () => {
    const { link } = await booked();
    world.moveTo(thursday.toISOString());
    const page = await get(link);
    for (const shown of ["14:30 thứ Năm 26/11/2026", address, w.states.planned]) expect(textOf(page)).toContain(shown);
    expect(actsIn(page)).toEqual(["ngung-tin"]);
    for (const act of ["confirm", "cancel"] as const) {
      const late = await post(actPath(link, act));
      expect({ act, status: late.status, says: textOf(late).includes(w.errors.late) }).toEqual({ act, status: 409, says: true });
    }
  });

  test("once it has taken place it is over, though nobody wrote that down", async () => {
    const own = await booked();
    world.moveTo("2026-11-26T08:30:00.000Z");
    const page = await get(own.link);
    for (const shown of [w.states.over, w.over.agreed]) expect(textOf(page)).toContain(shown);
    for (const gone of ["14:30", address]) expect(textOf(page)).not.toContain(gone);
    expect(actsIn(page)).toEqual([]);
    expect(await door.appointment(own)).toMatchObject({ state: "planned", version: 1 });
  });

  test("its links end a day after it has", async () => {
    const { link, textLink } = await booked();
    world.moveTo("2026-11-27T08:29:59.000Z");
    for (const path of [link, textLink]) expect((await get(path)).status).toBe(200);
    world.moveTo("2026-11-27T08:30:00.000Z");
    for (const path of [link, textLink]) for (const act of ["", "/huy", "/lich.ics", "/giu", "/ngung-tin"]) expect((await get(`${path}${act}`)).status).toBe(404);
    for (const act of ["/huy", "/giu", "/ngung-tin"]) expect((await post(`${link}${act}`)).status).toBe(404);
  });

  test("its links end a day after it was cancelled, by its owner or with its application", async () => {
    const [own, other] = [await booked(), await booked()];
    await post(actPath(own.link, "cancel"));
    await door.withdraw(other);
    for (const { link } of [own, other]) expect(textOf(await get(link))).toContain(w.cancelled);
    const ended = world.now().getTime() + 86_400_000;
    world.moveTo(new Date(ended - 60_000).toISOString());
    for (const { link } of [own, other]) expect((await get(link)).status).toBe(200);
    world.moveTo(new Date(ended).toISOString());
    for (const { link } of [own, other]) expect((await get(link)).status).toBe(404);
  });

  test("moved by the desk, the same links show the new time, live as long, and it can be confirmed anew", async () => {
    const own = await booked();
    await post(actPath(own.link, "confirm"));
    await move(door.deps, { ...refOf(own), at: friday, by: "desk" });
    for (const path of [own.link, own.textLink]) {
      const page = await get(path);
      expect(textOf(page)).toContain("09:00 thứ Sáu 27/11/2026");
      expect(actsIn(page)).toContain("giu");
    }
    expect((await door.get(actPath(own.link, "calendar"))).html).toContain("SEQUENCE:2");
    world.moveTo("2026-11-28T02:59:59.000Z");
    expect((await get(own.textLink)).status).toBe(200);
  });
});

test("in two windows: confirmed in one after it was cancelled in the other, the page says how it stands", async () => {
  const { link, textLink } = await booked();
  await post(actPath(link, "cancel"));
  const late = await post(actPath(textLink, "confirm"));
  expect({ status: late.status, says: textOf(late).includes(w.errors.late), state: textOf(late).includes(w.states.cancelled), acts: actsIn(late) }).toEqual({ status: 409, says: true, state: true, acts: [] });
  expect(textOf(late)).toContain(words.vi.problems.home);
});

test("a link that leads nowhere says so in the same words, whatever is wrong with it, and no row is read for what cannot be a token", async () => {
  const { link, short } = await booked();
  const token = tokenOf(link);
  const never = tokenAlphabet.slice(0, tokenLength);
  expect(isToken(never)).toBe(true);
  const wrong = [`${token.slice(0, -1)}${token.endsWith("C") ? "D" : "C"}`, token.toUpperCase() === token ? token.toLowerCase() : token.toUpperCase(), never, token.slice(0, 10), `${token}C`, short, "xem", "%3Cscript%3E", "..%2F..%2Fetc"];
  const pages = await Promise.all(wrong.flatMap((one) => [get(`/lich-hen/g/${one}`), get(`/lich-hen/g/${one}/huy`), get(`/lich-hen/g/${one}/lich.ics`), post(`/lich-hen/g/${one}/huy`), post(`/lich-hen/g/${one}/giu`), get(`/lich-hen/g/${one}/a/b`)]));
  expect(new Set(pages.map(({ status, html }) => `${status} ${html}`)).size).toBe(1);
  expect({ status: pages[0]?.status, h1: h1In(pages[0]?.html ?? "") }).toEqual({ status: 404, h1: w.gone });
  const { calls } = await callsDuring(world.client, () => get("/lich-hen/g/x"));
  expect(calls).toEqual([]);
});

test("a post from another site changes nothing", async () => {
  const own = await booked();
  for (const act of ["giu", "huy", "ngung-tin"]) {
    const answer = await door.app.request(`${own.link}/${act}`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", origin: "http://evil.example", "sec-fetch-site": "cross-site" }, body: "" });
    expect(answer.status).toBe(403);
  }
  expect(await door.appointment(own)).toMatchObject({ state: "planned", version: 1 });
  expect(await door.application(own)).not.toHaveProperty("textsStopped");
});

describe("a code typed from a text", () => {
  const typed = (short: string): [string, string][] => [["reference", short], ["code", ""]];

  test.for(languages)("is passed on by the one form there is, script or not, and leads to the page, in %s", async (language) => {
    const byCode = await openDoor(world, "code");
    const own = await byCode.booked(await byCode.someone({ language }), thursday, { language });
    const form = `${pagePath(language, "appointment")}/xem`;
    for (const short of [own.short, own.short.toLowerCase(), own.short.replace(/(.{4})(?=.)/g, "$1 "), own.short.replace(/(.{4})(?=.)/g, "$1-")]) {
      const passed = await world.hotline.app.request(form, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams(typed(short)).toString() });
      expect({ status: passed.status, to: passed.headers.get("location") }).toEqual({ status: 307, to: `${pagePath(language, "appointment")}/g/xem` });
      const opened = await byCode.post(passed.headers.get("location") ?? "", typed(short));
      expect({ status: opened.status, to: to(opened) }).toEqual({ status: 303, to: own.textLink });
    }
    const page = await byCode.get(own.textLink);
    expect({ status: page.status, acts: actsIn(page) }).toEqual({ status: 200, acts: ["giu", "huy", "lich.ics", "ngung-tin"] });
  });

  test("that nobody has is refused in the words of the form, which can be sent again", async () => {
    const page = await post("/lich-hen/g/xem", typed("G234 679C DFGH"));
    expect({ status: page.status, summary: summaryIn(page.html) }).toEqual({ status: 422, summary: [{ id: "reference", text: w.errors["short.wrong"] }] });
    expect(page.html).toContain('action="/lich-hen/xem"');
    expect(page.html).toContain('value="G234 679C DFGH"');
    expect(to(await post("/lich-hen/g/xem", typed("not a code")))).toBe("/lich-hen");
  });

  test("tells by its first letter which half knows it", () => {
    for (let n = 0; n < 400; n += 1) {
      expect(sideOfShortCode(shortCodeOf(door.deps, { reference: "K7M4Q9TX", id: String(n) }))).toBe("g");
      expect(sideOfShortCode(hotlineShortCodeOf(world.hotline.deps, String(n)))).toBeUndefined();
    }
  });
});

describe("the wall", () => {
  test("the hotline knows no token of the registration, and asks no table but its own", async () => {
    const own = await booked();
    for (const token of [tokenOf(own.link), tokenOf(own.textLink)]) {
      const { answer, calls } = await callsDuring(world.client, () => world.hotline.app.request(`/lich-hen/${token}`));
      expect(answer.status).toBe(404);
      expect(calls.map(({ rows }) => rows)).toEqual([["Get hotline LINK LINK"]]);
    }
  });

  test("the registration knows no token of the hotline, and asks no table but its own", async () => {
    const { deps } = world.hotline;
    const token = hotlineTokenOf(deps, "K7M4Q9TX");
    await deps.store.write([{ what: "link", hash: hotlineHashOf(deps, token), reference: "K7M4Q9TX" }], world.now());
    const { answer, calls } = await callsDuring(world.client, () => get(`/lich-hen/g/${token}`));
    expect(answer.status).toBe(404);
    expect(calls.map(({ rows }) => rows)).toEqual([["Get registrations LINK LINK"]]);
  });

  test("each half answers its own addresses", () => {
    for (const language of languages) {
      expect(routeOf(appointmentPath(language, "t", "cancel", "g"))?.function).toBe("registrationPublic");
      expect(routeOf(appointmentPath(language, "t", "cancel"))?.function).toBe("hotlinePublic");
      expect(routeOf(`${pagePath(language, "appointment")}/xem`)?.function).toBe("hotlinePublic");
    }
  });
});

describe("the status", () => {
  test.for(languages)("lists what is planned, soonest first, with the way to its page, in %s", async (language) => {
    const t = words[language];
    const who = await door.someone({ language });
    const [later, sooner, gone] = [await door.booked(who, friday, { language }), await door.booked(who, thursday, { kind: "call", language }), await door.booked(who, friday, { language })];
    await cancel(door.deps, { ...refOf(gone), by: "desk" });
    const page = await door.status(who, language);
    expect(page.status).toBe(200);
    const links = [...page.html.matchAll(/href="([^"]*\/lich-hen\/g\/[^"]+)"/g)].map(([, link]) => link);
    expect(links).toEqual([sooner.link, later.link]);
    const text = textIn(page.html);
    expect(text).toContain(language === "vi" ? `Lịch hẹn 14:30 thứ Năm 26/11/2026 , qua điện thoại` : `Appointment 14:30 Thursday 26 November 2026 , by phone`);
    expect(text).toContain(language === "vi" ? `Lịch hẹn 09:00 thứ Sáu 27/11/2026 , tại ${address}` : `Appointment 09:00 Friday 27 November 2026 , at ${address}`);
    for (const event of ["appointmentBooked", "appointmentCancelled"] as const) expect(text).toContain(t.events[event]);
    // What it leads to is not what was texted: only a texted link speaks for the phone.
    expect(textOf(await get(actPath(later.link, "stopTexts")))).toContain(t.appointment.stopText.request);
  });

  test("lists no appointment that is over, and says what has happened to each", async () => {
    const who = await door.someone();
    const own = await door.booked(who, thursday);
    for (const act of ["confirm", "stopTexts"] as const) await post(actPath(own.link, act));
    await move(door.deps, { ...refOf(own), at: friday, by: "desk" });
    const text = textIn((await door.status(who)).html);
    for (const event of ["appointmentBooked", "appointmentConfirmed", "appointmentMoved", "textsStopped"] as const) expect(text).toContain(words.vi.events[event]);
    world.moveTo("2026-11-27T03:00:00.000Z");
    expect((await door.status(who)).html).not.toContain("/lich-hen/g/");
  });

  test("says the same by API, and nothing of appointments when none is planned", async () => {
    const who = await door.someone();
    const read = async (): Promise<Status> => {
      const { html } = await door.status(who);
      const answer = await door.app.request(`${apiPaths.registrations}/${who.reference}`, { headers: { authorization: `Bearer ${tokenIn(html)}` } });
      return (await answer.json()) as Status;
    };
    expect(await read()).not.toHaveProperty("appointments");
    const { appointment } = await book(door.deps, { reference: who.reference, kind: "interview", at: thursday, address });
    world.forward(60_000);
    const { appointments = [] } = await read();
    expect(appointments).toEqual([{ kind: "interview", at: appointment.at, address, token: appointments[0]?.token }]);
    expect((await get(appointmentPath("vi", appointments[0]?.token ?? "", undefined, "g"))).status).toBe(200);
  });

  test("of a withdrawn application lists none; what was planned says it is cancelled", async () => {
    const who = await door.someone();
    const own = await door.booked(who, thursday);
    const { html } = await door.status(who);
    const done = await door.post(lookupPath("vi", "withdraw"), [["token", tokenIn(html)], ["confirmed", "yes"]]);
    expect(done.html).not.toContain("/lich-hen/g/");
    expect(textOf(await get(own.link))).toContain(w.cancelled);
  });
});

test("no line of the log of all this holds a token, a code, a number or an address", async () => {
  const own = await booked();
  for (const act of ["confirm", "stopTexts", "cancel"] as const) await post(actPath(own.textLink, act));
  await get(`/lich-hen/g/${tokenOf(own.link)}`);
  await post("/lich-hen/g/xem", [["reference", own.short], ["code", ""]]);
  const log = JSON.stringify(world.logged);
  for (const secret of [own.reference, own.id, own.short, own.phone.slice(1), tokenOf(own.link), tokenOf(own.textLink), "Thí Nghiệm"]) expect({ secret, logged: log.includes(secret) }).toEqual({ secret, logged: false });
  expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
});
