import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, mostADay, type Decision, type PhoneRecord } from "../../../../functions/messages/gate.ts";
import { safeHours, type SafeHours } from "../../../../shared/contact/safe-contact.ts";
import { lanes } from "../../../../shared/messages/lanes.ts";
import { newMessage, type Message } from "../../../../shared/messages/message.ts";
import { contactRule } from "../../support/callers.ts";
import { holds } from "../../support/property.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A moment of Wednesday 25/11/2026, by the clock in Vietnam; +1 is the day after. */
const at = (time: string, days = 0): Date => new Date(Date.parse(`2026-11-25T${time.length === 5 ? `${time}:00` : time}+07:00`) + days * day);
const iso = (time: string, days = 0): string => at(time, days).toISOString();
/** What a clock in Vietnam shows, by the time-zone database. */
const vietnam = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", hourCycle: "h23" });
const hourIn = (moment: Date): number => Number(vietnam.format(moment));

const never: PhoneRecord = { version: 0, sent: [] };
const got = (...times: string[]): PhoneRecord => ({ version: times.length, sent: times.map((moment, n) => ({ id: `other-${n}`, at: moment, digest: `words-${n}` })) });
const contact = contactRule({ hours: [...safeHours], textsAgreed: true, askedAt: iso("10:00") });

/** A receipt of what somebody did at 10:00, good for three days; each row changes only what it is about. */
const receipt = (change: Partial<Message> = {}): Message => ({
  ...newMessage(
    { area: "hotline", subject: "s", id: "m", lane: "notice", template: "receipt", language: "vi", reason: "justDone", values: { hint: "K7M4" }, to: "+84900000001", contact, dueAt: iso("10:00"), notAfter: iso("10:00", 3) },
    at("10:00"),
  ),
  ...change,
});
const reminder: Partial<Message> = { lane: "reminder", template: "soonBefore", reason: "weBegin" };
const code: Partial<Message> = { lane: "code", template: "code", reason: "askedNow" };
const hours = (...windows: SafeHours[]): Partial<Message> => ({ contact: { ...contact, hours: windows } });
const decided = (change: Partial<Message>, now: Date, phone = never): Decision => decide(receipt(change), phone, "words", now);

const send: Decision = { do: "send" };
const stop = (because: string): Decision => ({ do: "stop", because });
const wait = (until: string, because = "quietHours"): Decision => ({ do: "wait", until, because });
const promisedAt = (time: string): Partial<Message> => ({ createdAt: iso(time) });

describe("a text that waits is asked for again at each moment", () => {
  test.each<{ what: string; change?: Partial<Message>; now: Date; phone?: PhoneRecord; decision: Decision }>([
    { what: "a receipt, at once", now: at("10:00"), decision: send },
    { what: "at its last moment", change: { notAfter: iso("11:00") }, now: at("11:00"), decision: send },
    { what: "a millisecond after", change: { notAfter: iso("11:00") }, now: at("11:00:00.001"), decision: stop("tooLate") },
    { what: "taken back", change: { withdrawn: "moved" }, now: at("10:00"), decision: stop("moved") },
    { what: "taken back, and too late: by its own reason", change: { withdrawn: "moved", notAfter: iso("09:00") }, now: at("10:00"), decision: stop("moved") },
    { what: "no number", change: { to: undefined }, now: at("10:00"), decision: stop("noContactRule") },
    { what: "no answers about safe contact", change: { contact: undefined }, now: at("10:00"), decision: stop("noContactRule") },

    { what: "no texts wanted", change: { contact: { ...contact, mayText: "no" } }, now: at("10:00"), decision: stop("textsNotWanted") },
    { what: "no texts wanted, and a code asked for", change: { ...code, contact: { ...contact, mayText: "no" } }, now: at("10:00"), decision: stop("textsNotWanted") },
    { what: "no texts wanted, at night: not held until the morning to be stopped then", change: { ...reminder, contact: { ...contact, mayText: "no" } }, now: at("23:00"), decision: stop("textsNotWanted") },
    { what: "not agreed to texts", change: { contact: { ...contact, textsAgreed: false } }, now: at("10:00"), decision: stop("textsNotAgreed") },
    { what: "not agreed to texts, and a code asked for", change: { ...code, contact: { ...contact, textsAgreed: false } }, now: at("10:00"), decision: send },
    { what: "a reminder by answers of thirty days", change: { ...reminder, contact: { ...contact, askedAt: iso("10:00", -30) } }, now: at("10:00"), decision: send },
    { what: "a reminder by older ones", change: { ...reminder, contact: { ...contact, askedAt: iso("09:59", -30) } }, now: at("10:00"), decision: stop("answersTooOld") },

    { what: "just before nine in the evening", change: promisedAt("20:59"), now: at("20:59:59.999"), decision: send },
    { what: "at nine", change: promisedAt("20:59"), now: at("21:00"), decision: wait(iso("08:00", 1)) },
    { what: "at midnight", change: promisedAt("23:59"), now: at("00:00", 1), decision: wait(iso("08:00", 1)) },
    { what: "just before eight in the morning", change: promisedAt("07:50"), now: at("07:59:59.999"), decision: wait(iso("08:00")) },
    { what: "at eight", change: promisedAt("07:50"), now: at("08:00"), decision: send },
    { what: "a code at three in the night", change: { ...code, ...promisedAt("03:00") }, now: at("03:00"), decision: send },
    { what: "at night, and no safe hour left", change: { ...promisedAt("22:00"), notAfter: iso("07:59", 1) }, now: at("22:00"), decision: stop("quietHours") },
    { what: "at night, and a safe hour begins only at the last moment", change: { ...promisedAt("22:00"), notAfter: iso("08:00", 1) }, now: at("22:00"), decision: stop("quietHours") },
    { what: "at night, and a safe hour begins a minute before the last moment", change: { ...promisedAt("22:00"), notAfter: iso("08:01", 1) }, now: at("22:00"), decision: wait(iso("08:00", 1)) },

    { what: "what was just done, in an hour the person did not name", change: hours("evening"), now: at("10:00"), decision: wait(iso("17:00")) },
    { what: "what was just done, in an hour the person named", change: hours("morning"), now: at("10:15"), decision: send },
    { what: "what was just done late in the evening, by one who named the mornings", change: { ...hours("morning"), ...promisedAt("21:30") }, now: at("21:30"), decision: wait(iso("08:00", 1)) },
    { what: "a reminder, however young, in an hour the person did not name", change: { ...reminder, ...hours("evening") }, now: at("10:00"), decision: wait(iso("17:00")) },
    { what: "a reminder between two hours the person named", change: { ...reminder, ...hours("morning", "evening") }, now: at("12:00"), decision: wait(iso("17:00")) },

    { what: "a phone that wants nothing more", now: at("10:00"), phone: { ...never, version: 1, stoppedAt: iso("09:00") }, decision: stop("stopped") },
    { what: "a phone that wants nothing more, and a code it asked for", change: code, now: at("10:00"), phone: { ...never, version: 1, stoppedAt: iso("09:00") }, decision: send },
    { what: "the same words within a day", now: at("10:00"), phone: { version: 1, sent: [{ id: "other", at: iso("10:00:00.001", -1), digest: "words" }] }, decision: stop("sameToday") },
    { what: "the same words a day ago", now: at("10:00"), phone: { version: 1, sent: [{ id: "other", at: iso("10:00", -1), digest: "words" }] }, decision: send },
    { what: "the same words, tried before by this very text", now: at("10:00"), phone: { version: 1, sent: [{ id: "m", at: iso("09:59"), digest: "words" }] }, decision: send },
    { what: "the same words, and a code asked for again", change: code, now: at("10:00"), phone: { version: 1, sent: [{ id: "other", at: iso("09:59"), digest: "words" }] }, decision: send },

    { what: "two others that day", now: at("10:00"), phone: got(iso("08:00"), iso("09:00")), decision: send },
    { what: "three others that day: when the first is a day old", now: at("10:00"), phone: got(iso("08:30"), iso("09:00"), iso("09:30")), decision: wait(iso("08:30", 1), "enoughToday") },
    { what: "three others in a day, in any order", now: at("10:00"), phone: got(iso("09:30"), iso("08:30"), iso("09:00")), decision: wait(iso("08:30", 1), "enoughToday") },
    { what: "more than three: when but two are left", now: at("10:00"), phone: got(iso("08:10"), iso("08:20"), iso("08:30"), iso("08:40")), decision: wait(iso("08:20", 1), "enoughToday") },
    { what: "three others, the first a day old", now: at("10:00"), phone: got(iso("10:00", -1), iso("09:00"), iso("09:30")), decision: send },
    { what: "two others and this very text", now: at("10:00"), phone: { version: 3, sent: [...got(iso("08:00"), iso("09:00")).sent, { id: "m", at: iso("09:59"), digest: "words" }] }, decision: send },
    { what: "three others: not before the person's next safe hour", change: hours("morning"), now: at("11:00"), phone: got(iso("11:59", -1), iso("20:00", -1), iso("08:00")), decision: wait(iso("11:59"), "enoughToday") },
    { what: "three others: on to the next morning", change: hours("morning"), now: at("11:00"), phone: got(iso("12:01", -1), iso("20:00", -1), iso("08:00")), decision: wait(iso("08:00", 1), "enoughToday") },
    { what: "three others, and no time left", change: { notAfter: iso("08:29", 1) }, now: at("10:00"), phone: got(iso("08:30"), iso("09:00"), iso("09:30")), decision: stop("enoughToday") },
    { what: "three others, and a code", change: code, now: at("10:00"), phone: got(iso("08:30"), iso("09:00"), iso("09:30")), decision: send },
  ])("$what: $decision.do, because of $decision.because", ({ change = {}, now, phone, decision }) => {
    expect(decided(change, now, phone)).toEqual(decision);
  });
});

const moment = fc.integer({ min: at("00:00").getTime(), max: at("00:00", 4).getTime() });
const someHours = fc.subarray([...safeHours], { minLength: 1 });
const anyMessage = fc
  .record({
    lane: fc.constantFrom(...lanes),
    reason: fc.constantFrom<Message["reason"]>("askedNow", "justDone", "weBegin"),
    mayText: fc.constantFrom<"yes" | "no">("yes", "yes", "yes", "no"),
    textsAgreed: fc.constantFrom(true, true, true, false),
    hours: someHours,
    askedDaysAgo: fc.constantFrom(0, 1, 29, 30, 31),
    createdAt: moment,
    livesFor: fc.oneof(fc.integer({ min: 0, max: 4 * day }), fc.constantFrom(10 * minute, day)),
    bare: fc.constantFrom<Partial<Message>>({}, {}, {}, {}, {}, { to: undefined }, { contact: undefined }, { withdrawn: "moved" }),
  })
  .map(({ lane, reason, mayText, textsAgreed, hours: windows, askedDaysAgo, createdAt, livesFor, bare }) =>
    receipt({
      lane,
      reason,
      contact: { ...contact, mayText, textsAgreed, hours: windows, askedAt: new Date(createdAt - askedDaysAgo * day).toISOString() },
      createdAt: new Date(createdAt).toISOString(),
      dueAt: new Date(createdAt).toISOString(),
      notAfter: new Date(createdAt + livesFor).toISOString(),
      ...bare,
    }),
  );
const anyPhone = fc
  .record({
    sent: fc.array(fc.record({ id: fc.constantFrom("m", "a", "b", "c", "d", "e"), at: moment.map((ms) => new Date(ms).toISOString()), digest: fc.constantFrom("words", "x", "y", "z") }), { maxLength: 6 }),
    stoppedAt: fc.constantFrom(undefined, undefined, undefined, iso("00:00")),
  })
  .map(({ sent, stoppedAt }): PhoneRecord => ({ version: sent.length, sent, stoppedAt }));
const anyCase = fc.record({ message: anyMessage, phone: anyPhone, now: moment.map((ms) => new Date(ms)) });
const runs = 3_000;

describe("whatever it is asked", () => {
  test("nothing but a code leaves outside 08:00–21:00 in Vietnam", () => {
    let codesAtNight = 0;
    holds(
      fc.property(anyCase, ({ message, phone, now }) => {
        const atNight = hourIn(now) < 8 || hourIn(now) >= 21;
        const leaves = decide(message, phone, "words", now).do === "send";
        if (leaves && atNight) {
          expect(message.lane).toBe("code");
          codesAtNight += 1;
        }
      }),
      runs,
    );
    expect(codesAtNight).toBeGreaterThan(0);
  });

  test("nothing leaves after its time, nor what was taken back, nor against the person's word", () => {
    let left = 0;
    holds(
      fc.property(anyCase, ({ message, phone, now }) => {
        if (decide(message, phone, "words", now).do !== "send") return;
        left += 1;
        expect(now.getTime()).toBeLessThanOrEqual(Date.parse(message.notAfter));
        expect(message).toMatchObject({ to: expect.any(String), contact: { mayText: "yes" } });
        expect(message.withdrawn).toBeUndefined();
        expect(message.reason === "askedNow" || message.contact?.textsAgreed).toBe(true);
        if (message.lane !== "code") expect(phone.stoppedAt).toBeUndefined();
      }),
      runs,
    );
    expect(left).toBeGreaterThan(100);
  });

  test("what waits, waits for a later moment, safe by the person's word, at which it may still go; a code never waits", () => {
    let waits = 0;
    holds(
      fc.property(anyCase, ({ message, phone, now }) => {
        const decision = decide(message, phone, "words", now);
        if (decision.do !== "wait") return;
        waits += 1;
        const until = new Date(decision.until);
        expect(message.lane).not.toBe("code");
        expect(until.getTime()).toBeGreaterThan(now.getTime());
        expect(decision.until <= message.notAfter).toBe(true);
        const window = hourIn(until) < 12 ? "morning" : hourIn(until) < 17 ? "afternoon" : "evening";
        expect(message.contact?.hours).toContain(window);
        expect(hourIn(until) >= 8 && hourIn(until) < 21).toBe(true);
      }),
      runs,
    );
    expect(waits).toBeGreaterThan(100);
  });

  test("it does not wait for ever: asked again when it said, it waits at most once more, and then goes or stops", () => {
    holds(
      fc.property(anyCase, ({ message, phone, now }) => {
        let decision = decide(message, phone, "words", now);
        for (let waits = 0; decision.do === "wait"; waits += 1) {
          expect(waits).toBeLessThan(2);
          decision = decide(message, phone, "words", new Date(decision.until));
        }
      }),
      runs,
    );
  });

  test("a reminder is given up for want of an hour or of a turn only if no minute is left at which it would go", () => {
    let givenUp = 0;
    const hopeless = fc.record({ message: anyMessage.map((message): Message => Object.assign(message, reminder)), phone: anyPhone, now: moment.map((ms) => new Date(ms)) });
    holds(
      fc.property(hopeless, ({ message, phone, now }) => {
        const decision = decide(message, phone, "words", now);
        if (decision.do !== "stop" || !["quietHours", "enoughToday"].includes(decision.because)) return;
        givenUp += 1;
        const last = Date.parse(message.notAfter);
        for (let later = now.getTime(); later <= last; later += 5 * minute) expect(decide(message, phone, "words", new Date(later)).do).not.toBe("send");
      }),
      runs,
    );
    expect(givenUp).toBeGreaterThan(20);
  });
});

test("however texts to one phone fall due, it gets at most three in any 24 hours and no words twice, and every one that waits is asked again in time", () => {
  const wish = fc.record({ lane: fc.constantFrom<Message["lane"]>("notice", "notice", "reminder", "code"), createdAt: moment, digest: fc.constantFrom("a", "b", "c", "d", "e"), hours: someHours, livesFor: fc.constantFrom(2 * hour, 20 * hour, 72 * hour) });
  let full = 0;
  holds(
    fc.property(fc.array(wish, { minLength: 1, maxLength: 14 }), (wishes) => {
      const open = wishes.map(({ lane, createdAt, hours: windows, livesFor, digest }, n) => ({
        digest,
        message: receipt({
          id: `m-${n}`,
          ...(lane === "code" ? code : lane === "reminder" ? reminder : {}),
          ...hours(...windows),
          createdAt: new Date(createdAt).toISOString(),
          dueAt: new Date(createdAt).toISOString(),
          notAfter: new Date(createdAt + livesFor).toISOString(),
        }),
      }));
      const sent: { id: string; at: string; digest: string }[] = [];
      while (open.length) {
        open.sort((a, b) => (a.message.dueAt < b.message.dueAt ? -1 : 1));
        const [next] = open;
        if (!next) break;
        const { message, digest } = next;
        const decision = decide(message, { version: sent.length, sent }, digest, new Date(message.dueAt));
        if (decision.do === "wait") {
          next.message = { ...message, dueAt: decision.until };
          continue;
        }
        open.shift();
        if (decision.do === "send" && message.lane !== "code") sent.push({ id: message.id, at: message.dueAt, digest });
      }
      for (const { at: from } of sent) {
        const inDay = sent.filter((one) => one.at >= from && Date.parse(one.at) < Date.parse(from) + day);
        expect(inDay.length).toBeLessThanOrEqual(mostADay);
        expect(new Set(inDay.map(({ digest }) => digest)).size).toBe(inDay.length);
        if (inDay.length === mostADay) full += 1;
      }
    }),
    500,
  );
  expect(full).toBeGreaterThan(50);
});
