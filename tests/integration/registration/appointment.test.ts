import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { confirm, stopTexts } from "../../../functions/registration/answer.ts";
import { book, cancel, mostPlanned, move } from "../../../functions/registration/appointments.ts";
import { linkHashOf, shortCodeOf } from "../../../functions/registration/identify.ts";
import { NotAllowed, NotBookable, TooLate } from "../../../functions/registration/refusals.ts";
import { appointmentKinds, type AppointmentKind } from "../../../shared/appointment/appointment.ts";
import { mondayMorning } from "../../support/hotline.ts";
import { tellingWordsIn } from "../../support/neutral-words.ts";
import { motherForSon } from "../../support/people.ts";
import { sealedIn } from "../../support/sender.ts";
import { callsDuring, cutOff, denied, transactionConflict, withFault } from "../../support/table-calls.ts";
import { startWorld, type World } from "../../support/world.ts";
import { address, inVietnam, localOf, openDoor, tokenOf, type Door, type Own, type Someone } from "./booked.ts";

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

const hours = (n: number): number => n * 3_600_000;
const thursday = inVietnam("2026-11-26 14:30");
const friday = inVietnam("2026-11-27 09:00");
const refOf = ({ reference, id }: Own) => ({ reference, id });
const writesOf = (calls: Awaited<ReturnType<typeof callsDuring>>["calls"]) => calls.filter(({ command }) => command.startsWith("Transact")).map(({ rows }) => rows);
const everything = async () => ({ registrations: await door.rows("registrations"), messages: await door.rows("messages") });

describe("booking", () => {
  test("is one write: the appointment, what happened, the ways to its page, the text that tells of it and both reminders", async () => {
    const who = await door.someone();
    const before = await door.application(who);
    const { answer, calls } = await callsDuring(world.client, () => book(door.deps, { reference: who.reference, kind: "interview", at: thursday, address }));
    expect(writesOf(calls)).toEqual([
      [
        "Update registrations APPLICATION APPLICATION",
        "Put registrations APPLICATION APPOINTMENT",
        "Put registrations LINK LINK",
        "Put registrations LINK LINK",
        "Put messages REGISTRATION MESSAGE",
        "Put messages REGISTRATION MESSAGE",
        "Put messages REGISTRATION MESSAGE",
        "Put registrations APPLICATION EVENT",
        "Put registrations APPLICATION CHAIN",
      ],
    ]);
    expect(answer.textComing).toBe(true);
    expect(await door.promised(who)).toEqual(["booked", "dayBefore 25/11 14:30", "soonBefore 26/11 12:30"]);
    expect((await door.events(who)).toSorted()).toEqual(["appointmentBooked by desk", "submitted by applicant"]);

    const texts = (await door.messagesOf(who)).filter(({ template }) => template !== "receipt").map(({ id, notAfter }) => ({ id, notAfter }));
    const row = (await door.rowsOf(who)).find(({ sk }) => sk.startsWith("APPOINTMENT#"));
    const { id } = answer.appointment;
    expect(row).toEqual({
      pk: `APPLICATION#${who.reference}`,
      sk: `APPOINTMENT#${id}`,
      id,
      kind: "interview",
      state: "planned",
      at: thursday.toISOString(),
      address,
      bookedAt: mondayMorning,
      version: 1,
      texts,
    });
    expect(await door.application(who)).toEqual({ ...before, version: Number(before?.version) + 1 });
  });

  test("promises the texts sealed, in the lane of each, judged by the person's answers; none has the address or the reference", async () => {
    const who = await door.someone();
    const own = await door.booked(who, thursday);
    const rows = (await door.messagesOf(who)).filter(({ template }) => template !== "receipt");
    expect(rows.map(({ lane, reason, purpose, language }) => [lane, reason, purpose, language])).toEqual([
      ["notice", "weBegin", "appointment", "vi"],
      ["reminder", "weBegin", "appointment", "vi"],
      ["reminder", "weBegin", "appointment", "vi"],
    ]);
    for (const row of rows) {
      expect(sealedIn(row, world.now())).toEqual({
        to: `+84${who.phone.slice(1)}`,
        values: { link: `duongve.example${own.textLink}`, time: "14:30 thu Nam 26/11", place: "tai noi da hen" },
      });
      expect(JSON.stringify(row)).not.toContain(who.reference);
    }
  });

  test.for([
    { before: 72 * 60, reminders: ["dayBefore", "soonBefore"] },
    { before: 24 * 60 + 1, reminders: ["dayBefore", "soonBefore"] },
    { before: 24 * 60, reminders: ["soonBefore"] },
    { before: 3 * 60, reminders: ["soonBefore"] },
    { before: 2 * 60 + 1, reminders: ["soonBefore"] },
    { before: 2 * 60, reminders: [] },
    { before: 1, reminders: [] },
  ])("$before minutes before promises $reminders beside the text that tells of it", async ({ before, reminders }) => {
    const at = inVietnam("2026-11-26 16:00");
    world.moveTo(new Date(at.getTime() - before * 60_000).toISOString());
    const who = await door.someone();
    await door.booked(who, at);
    expect((await door.messagesOf(who)).map(({ template }) => template).filter((template) => template !== "receipt")).toEqual(["booked", ...reminders]);
    const due = Object.fromEntries((await door.messagesOf(who)).map(({ template, dueAt }) => [template, at.getTime() - Date.parse(String(dueAt))]));
    if (reminders.includes("dayBefore")) expect(due.dayBefore).toBe(hours(24));
    if (reminders.includes("soonBefore")) expect(due.soonBefore).toBe(hours(2));
  });

  test("reminds in the hours the person called safe", async () => {
    const who = await door.someone({ contact: { ...motherForSon().contact, hours: ["evening"] } });
    await door.booked(who, thursday);
    // Two hours before is 12:30, and the evening begins after the appointment.
    expect(await door.promised(who)).toEqual(["booked", "dayBefore 25/11 17:00"]);
  });

  test("at night tells of it in the morning", async () => {
    world.moveTo(inVietnam("2026-11-23 23:00").toISOString());
    const who = await door.someone();
    await door.booked(who, thursday);
    expect(await door.received(who)).toEqual([]);
    world.moveTo(inVietnam("2026-11-24 08:00").toISOString());
    expect(await door.received(who)).toContainEqual(expect.stringContaining("Ban co lich hen luc 14:30 thu Nam 26/11 tai noi da hen."));
  });

  test("says to the desk when no text will tell of it, because of what the person answered or because the time is too near", async () => {
    const contact = { ...motherForSon().contact, hours: ["evening" as const] };
    const quiet = await door.someone({ contact: { ...contact, mayText: "no" }, consents: { ...motherForSon().consents, texts: false } });
    const unagreed = await door.someone({ consents: { ...motherForSon().consents, texts: false } });
    const evenings = await door.someone({ contact });
    for (const [who, at] of [[quiet, thursday], [unagreed, thursday], [evenings, inVietnam("2026-11-23 14:00")]] as const) {
      expect((await book(door.deps, { reference: who.reference, kind: "session", at, address })).textComing).toBe(false);
      expect(await door.promised(who)).toEqual([]);
    }
    const old = await door.someone();
    world.moveTo(inVietnam("2026-12-24 09:00").toISOString());
    expect((await book(door.deps, { reference: old.reference, kind: "session", at: inVietnam("2026-12-28 09:00"), address })).textComing).toBe(false);
    expect(await door.promised(old)).toEqual([]);
  });

  test.for([
    { what: "of an application that was withdrawn", because: "withdrawn" },
    { what: "of no application", because: "unknown" },
    { what: "at a time that has passed", because: "past" },
    { what: "at this very moment", because: "past" },
  ] as const)("$what is refused, and nothing is written", async ({ what, because }) => {
    const who = await door.someone();
    if (because === "withdrawn") await door.withdraw(who);
    const before = await everything();
    const at = because !== "past" ? thursday : what.includes("very") ? world.now() : inVietnam("2026-11-22 14:30");
    const reference = because === "unknown" ? "K7M4Q9TX" : who.reference;
    await expect(book(door.deps, { reference, kind: "interview", at, address })).rejects.toEqual(new NotBookable(because));
    expect(await everything()).toEqual(before);
  });

  test("stops at as many as can be cancelled in one write", async () => {
    const who = await door.someone();
    for (let n = 0; n < mostPlanned; n += 1) await door.booked(who, new Date(thursday.getTime() + n * hours(1)));
    await expect(door.booked(who, friday)).rejects.toEqual(new NotBookable("tooMany"));
    expect((await door.withdraw(who)).status).toBe(200);
    expect((await door.rowsOf(who)).filter(({ state }) => state === "planned")).toEqual([]);
  });

  test.for([
    { what: "a collision", error: transactionConflict, times: 2 },
    { what: "a lost answer", error: cutOff, times: 1, afterwards: true },
  ])("is done once under $what", async ({ error, times, afterwards }) => {
    const who = await door.someone();
    await withFault(world.client, { command: "TransactWriteItemsCommand", error, times, ...(afterwards ? { afterwards } : {}) }, () => door.booked(who, thursday));
    expect(await door.promised(who)).toHaveLength(3);
    expect((await door.rowsOf(who)).filter(({ sk }) => sk.startsWith("APPOINTMENT#"))).toHaveLength(1);
  });
});

describe("moving", () => {
  test("takes the old reminders back and promises the new, in one write with the appointment", async () => {
    const own = await door.booked(await door.someone(), thursday);
    await confirm(door.deps, refOf(own));
    expect(await door.received(own)).toContainEqual(expect.stringContaining("14:30 thu Nam 26/11"));
    const { calls, answer } = await callsDuring(world.client, () => move(door.deps, { ...refOf(own), at: friday, by: "desk" }));
    expect(writesOf(calls)).toEqual([
      [
        "Update registrations APPLICATION APPLICATION",
        "Put registrations APPLICATION APPOINTMENT",
        "Put registrations LINK LINK",
        "Put registrations LINK LINK",
        ...Array.from({ length: 3 }, () => "Put messages REGISTRATION MESSAGE"),
        ...Array.from({ length: 3 }, () => "Update messages REGISTRATION MESSAGE"),
        "Put registrations APPLICATION EVENT",
        "Put registrations APPLICATION CHAIN",
      ],
    ]);
    expect(answer.textComing).toBe(true);
    // Two hours before nine is not yet a safe hour.
    expect(await door.promised(own)).toEqual(["booked", "booked moved", "dayBefore 25/11 14:30 moved", "dayBefore 26/11 09:00", "soonBefore 26/11 12:30 moved", "soonBefore 27/11 08:00"]);
    const row = await door.appointment(own);
    expect(row).toMatchObject({ at: friday.toISOString(), state: "planned", version: 3, bookedAt: mondayMorning });
    expect(row).not.toHaveProperty("confirmedAt");
    expect(row?.texts).toHaveLength(3);
    expect(await door.events(own)).toContain("appointmentMoved by desk");

    // Neither old reminder ever arrives.
    expect(await door.received(own)).toContainEqual(expect.stringContaining("09:00 thu Sau 27/11"));
    world.moveTo(inVietnam("2026-11-25 14:31").toISOString());
    const told = (await door.received(own)).length;
    world.moveTo(inVietnam("2026-11-26 09:00").toISOString());
    expect((await door.received(own)).slice(told)).toEqual([expect.stringContaining("Nhac ban lich hen luc 09:00 thu Sau 27/11 tai noi da hen.")]);
  });

  const kinds = Object.entries(appointmentKinds) as [AppointmentKind, (typeof appointmentKinds)[AppointmentKind]][];
  test.for(kinds.map(([kind, { movedBy }]) => ({ kind, movedBy })))("a $kind is moved by the $movedBy, and always by the desk", async ({ kind, movedBy }) => {
    const own = await door.booked(await door.someone(), thursday, { kind });
    const before = await everything();
    const byThem = move(door.deps, { ...refOf(own), at: friday, by: "applicant" });
    if (movedBy === "desk") {
      await expect(byThem).rejects.toEqual(new NotAllowed(kind));
      expect(await everything()).toEqual(before);
    } else {
      expect((await byThem).appointment.at).toBe(friday.toISOString());
      expect(await door.events(own)).toContain("appointmentMoved by applicant");
    }
    const later = inVietnam("2026-11-30 09:00");
    expect((await move(door.deps, { ...refOf(own), at: later, by: "desk" })).appointment.at).toBe(later.toISOString());
  });

  test("to the time it has writes nothing; to one that has passed is refused", async () => {
    const own = await door.booked(await door.someone(), thursday);
    const before = await everything();
    expect(await move(door.deps, { ...refOf(own), at: thursday, by: "desk" })).toMatchObject({ textComing: false });
    await expect(move(door.deps, { ...refOf(own), at: inVietnam("2026-11-20 09:00"), by: "desk" })).rejects.toEqual(new NotBookable("past"));
    expect(await everything()).toEqual(before);
  });

  test("is too late for the person once it has begun, and for everybody once it is cancelled", async () => {
    const own = await door.booked(await door.someone(), thursday, { kind: "session" });
    world.moveTo(thursday.toISOString());
    await expect(move(door.deps, { ...refOf(own), at: friday, by: "applicant" })).rejects.toThrow(TooLate);
    await move(door.deps, { ...refOf(own), at: friday, by: "desk" });
    await cancel(door.deps, { ...refOf(own), by: "desk" });
    await expect(move(door.deps, { ...refOf(own), at: inVietnam("2026-11-30 09:00"), by: "desk" })).rejects.toThrow(TooLate);
  });
});

describe("cancelling", () => {
  test("takes its reminders back and says so by text, in one write", async () => {
    const own = await door.booked(await door.someone(), thursday);
    await door.received(own);
    const { calls } = await callsDuring(world.client, () => cancel(door.deps, { ...refOf(own), by: "applicant" }));
    expect(writesOf(calls)).toEqual([
      [
        "Update registrations APPLICATION APPLICATION",
        "Put registrations APPLICATION APPOINTMENT",
        "Put messages REGISTRATION MESSAGE",
        ...Array.from({ length: 3 }, () => "Update messages REGISTRATION MESSAGE"),
        "Put registrations APPLICATION EVENT",
        "Put registrations APPLICATION CHAIN",
      ],
    ]);
    expect(await door.promised(own)).toEqual(["booked cancelled", "cancelled", "dayBefore 25/11 14:30 cancelled", "soonBefore 26/11 12:30 cancelled"]);
    expect(await door.appointment(own)).toMatchObject({ state: "cancelled", cancelledAt: world.now().toISOString(), version: 2, address });
    expect(await door.events(own)).toContain("appointmentCancelled by applicant");
    expect(await door.received(own)).toContain("Duong Ve: Lich hen luc 14:30 thu Nam 26/11 da duoc huy. Ban khong can lam gi them.");
    for (const moment of ["2026-11-25 14:31", "2026-11-26 12:31"]) {
      world.moveTo(inVietnam(moment).toISOString());
      expect((await door.received(own)).filter((body) => body.includes("lich hen luc"))).toHaveLength(1);
    }
    const states = (await door.messagesOf(own)).map(({ template, state, because }) => [template, state, because].join(" "));
    expect(states).toEqual(expect.arrayContaining(["dayBefore stopped cancelled", "soonBefore stopped cancelled"]));
  });

  test("by the desk tells of it only if the person may still be texted unasked, and in time", async () => {
    const own = await door.booked(await door.someone(), inVietnam("2027-01-11 09:00"));
    world.moveTo(inVietnam("2027-01-05 09:00").toISOString());
    expect(await cancel(door.deps, { ...refOf(own), by: "desk" })).toMatchObject({ textComing: false, appointment: { state: "cancelled" } });
    const soon = await door.booked(await door.someone(), inVietnam("2027-01-06 06:30"));
    world.moveTo(inVietnam("2027-01-06 06:00").toISOString());
    expect((await cancel(door.deps, { ...refOf(soon), by: "desk" })).textComing).toBe(false);
  });

  test("before dawn of its own day is not told by text: no safe hour is left, and nobody need call about it", async () => {
    const own = await door.booked(await door.someone(), inVietnam("2026-11-26 07:00"));
    await door.received(own);
    world.moveTo(inVietnam("2026-11-25 08:00").toISOString());
    expect(await door.received(own)).toHaveLength(3);
    world.moveTo(inVietnam("2026-11-26 05:30").toISOString());
    expect(await cancel(door.deps, { ...refOf(own), by: "applicant" })).toMatchObject({ textComing: false, appointment: { state: "cancelled", texts: [] } });
    await door.received(own);
    expect((await door.messagesOf(own)).filter(({ callInstead, withdrawn }) => callInstead && !withdrawn)).toEqual([]);
  });

  test("takes back what could still leave at this very moment", async () => {
    const own = await door.booked(await door.someone(), thursday);
    world.moveTo(inVietnam("2026-11-26 14:20").toISOString());
    await cancel(door.deps, { ...refOf(own), by: "applicant" });
    expect(await door.promised(own)).toContain("soonBefore 26/11 12:30 cancelled");
  });

  test("twice, or in two windows at once, is no different from once", async () => {
    const own = await door.booked(await door.someone(), thursday);
    await Promise.all([1, 2, 3].map(() => cancel(door.deps, { ...refOf(own), by: "applicant" })));
    const before = await everything();
    expect(await cancel(door.deps, { ...refOf(own), by: "applicant" })).toMatchObject({ textComing: false });
    expect(await everything()).toEqual(before);
    expect((await door.promised(own)).filter((text) => text.startsWith("cancelled"))).toHaveLength(1);
    expect((await door.events(own)).filter((event) => event.startsWith("appointmentCancelled"))).toHaveLength(1);
  });

  test("is too late for the person once it has begun; the desk may", async () => {
    const own = await door.booked(await door.someone(), thursday);
    world.moveTo(thursday.toISOString());
    await expect(cancel(door.deps, { ...refOf(own), by: "applicant" })).rejects.toThrow(TooLate);
    expect(await cancel(door.deps, { ...refOf(own), by: "desk" })).toMatchObject({ textComing: false, appointment: { state: "cancelled" } });
  });

  test("leaves what else is planned", async () => {
    const who = await door.someone();
    const [first, second] = [await door.booked(who, thursday), await door.booked(who, friday)];
    await cancel(door.deps, { ...refOf(first), by: "applicant" });
    expect(await door.appointment(second)).toMatchObject({ state: "planned", version: 1 });
    expect((await door.promised(who)).filter((text) => !text.includes("cancelled") && /booked|Before/.test(text))).toHaveLength(3);
  });
});

describe("confirming", () => {
  test("is noted once, and texts nobody", async () => {
    const own = await door.booked(await door.someone(), thursday);
    const { calls } = await callsDuring(world.client, () => confirm(door.deps, refOf(own)));
    expect(writesOf(calls)).toEqual([["Put registrations APPLICATION APPOINTMENT", "Put registrations APPLICATION EVENT", "Put registrations APPLICATION CHAIN"]]);
    expect(await door.appointment(own)).toMatchObject({ confirmedAt: mondayMorning, state: "planned", version: 2 });
    expect(await door.events(own)).toContain("appointmentConfirmed by applicant");
    world.forward(hours(1));
    const before = await everything();
    expect((await confirm(door.deps, refOf(own))).confirmedAt).toBe(mondayMorning);
    expect(await everything()).toEqual(before);
  });

  test("is too late once it has begun or is cancelled", async () => {
    const [own, other] = [await door.booked(await door.someone(), thursday), await door.booked(await door.someone(), thursday)];
    await cancel(door.deps, { ...refOf(other), by: "desk" });
    await expect(confirm(door.deps, refOf(other))).rejects.toThrow(TooLate);
    world.moveTo(thursday.toISOString());
    await expect(confirm(door.deps, refOf(own))).rejects.toThrow(TooLate);
  });

  test("in one window while another cancels ends cancelled, whoever comes first", async () => {
    for (let n = 0; n < 6; n += 1) {
      const own = await door.booked(await door.someone(), thursday);
      const both = [() => confirm(door.deps, refOf(own)), () => cancel(door.deps, { ...refOf(own), by: "applicant" })];
      const answers = await Promise.allSettled((n % 2 ? both : both.toReversed()).map((one) => one()));
      for (const answer of answers) if (answer.status === "rejected") expect(answer.reason).toBeInstanceOf(TooLate);
      const events = await door.events(own);
      expect(await door.appointment(own)).toMatchObject({ state: "cancelled", version: events.includes("appointmentConfirmed by applicant") ? 3 : 2 });
      expect(events.filter((event) => event === "appointmentCancelled by applicant")).toHaveLength(1);
    }
  });
});

describe("stopping texts", () => {
  const codeComes = async (who: Someone) => expect((await door.status(who)).status).toBe(200);
  const stopped = async () => (await door.rows("messages")).filter(({ pk, stoppedAt }) => pk.startsWith("PHONE#") && stoppedAt !== undefined).length;

  test("from a link that was texted stops the whole phone, in one write with what waits; a code asked for still comes", async () => {
    const who = await door.someone();
    const own = await door.booked(who, thursday);
    await door.received(own);
    const told = (await door.received(own)).length;
    const { calls } = await callsDuring(world.client, () => stopTexts(door.deps, { reference: who.reference, wholePhone: true }));
    const [rows = []] = writesOf(calls);
    expect(rows.toSorted()).toEqual(
      ["Update registrations APPLICATION APPLICATION", "Put registrations APPLICATION EVENT", "Put registrations APPLICATION CHAIN", ...Array.from({ length: 4 }, () => "Update messages REGISTRATION MESSAGE"), "Update messages PHONE PHONE"].toSorted(),
    );
    expect((await door.promised(who)).filter((text) => text.includes("Before"))).toEqual(["dayBefore 25/11 14:30 stopped", "soonBefore 26/11 12:30 stopped"]);
    expect(await door.application(who)).toMatchObject({ textsStopped: "phone", texts: [], reach: { contact: { mayText: "yes" } } });
    expect(await door.events(who)).toContain("textsStopped by applicant");
    expect(await door.appointment(own)).toMatchObject({ state: "planned" });

    // Nothing more is promised, whatever happens next.
    expect((await move(door.deps, { ...refOf(own), at: friday, by: "desk" })).textComing).toBe(false);
    expect((await book(door.deps, { reference: who.reference, kind: "session", at: thursday, address })).textComing).toBe(false);
    expect((await cancel(door.deps, { ...refOf(own), by: "applicant" })).textComing).toBe(false);
    // Another application of the same phone is not texted either: its holder decided that.
    await door.booked(await door.someone({}, who.phone), thursday);
    world.moveTo(inVietnam("2026-11-26 12:31").toISOString());
    expect(await door.received(who)).toHaveLength(told);
    await codeComes(who);
    await door.withdraw(who);
    expect(await door.received(who)).toHaveLength(told);
    expect(await door.promised(who)).not.toContainEqual(expect.stringContaining("withdrawn"));
  });

  test("from the status page stops what is about this application; the phone still gets what is not, and a code asked for still comes", async () => {
    const who = await door.someone();
    const other = await door.someone({}, who.phone);
    const own = await door.booked(who, thursday);
    const before = await stopped();
    await stopTexts(door.deps, { reference: who.reference, wholePhone: false });
    expect(await stopped()).toBe(before);
    expect(await door.application(who)).toMatchObject({ textsStopped: "application" });
    expect((await door.promised(who)).every((text) => text.endsWith("stopped"))).toBe(true);
    expect((await book(door.deps, { reference: who.reference, kind: "session", at: friday, address })).textComing).toBe(false);
    await door.booked(other, inVietnam("2026-11-26 16:00"));
    expect((await door.received(other)).filter((body) => body.includes("lich hen"))).toEqual([expect.stringContaining("16:00 thu Nam 26/11")]);
    await codeComes(who);

    // Whoever holds the phone may still stop all of it.
    await stopTexts(door.deps, { reference: own.reference, wholePhone: true });
    expect(await stopped()).toBe(before + 1);
    expect(await door.application(who)).toMatchObject({ textsStopped: "phone" });
  });

  test("takes back the receipt too, if it still waits", async () => {
    world.moveTo(inVietnam("2026-11-23 23:00").toISOString());
    const who = await door.someone();
    await stopTexts(door.deps, { reference: who.reference, wholePhone: false });
    world.moveTo(inVietnam("2026-11-24 09:00").toISOString());
    expect(await door.received(who)).toEqual([]);
    expect(await door.messagesOf(who)).toMatchObject([{ template: "receipt", state: "stopped", because: "stopped" }]);
  });

  test("twice writes nothing more", async () => {
    const who = await door.someone();
    await stopTexts(door.deps, { reference: who.reference, wholePhone: true });
    const before = await everything();
    for (const wholePhone of [true, false]) await stopTexts(door.deps, { reference: who.reference, wholePhone });
    expect(await everything()).toEqual(before);
  });

  test("while the desk books leaves no reminder waiting, whoever comes first", async () => {
    for (let n = 0; n < 6; n += 1) {
      const who = await door.someone();
      const both = [() => stopTexts(door.deps, { reference: who.reference, wholePhone: false }), () => door.booked(who, thursday)];
      await Promise.all((n % 2 ? both : both.toReversed()).map((one) => one()));
      expect((await door.promised(who)).filter((text) => !text.endsWith("stopped"))).toEqual([]);
    }
  });
});

describe("withdrawing the application", () => {
  test("cancels what is planned, with its reminders, and takes the receipt back if it still waits, in one write", async () => {
    world.moveTo(inVietnam("2026-11-22 22:00").toISOString());
    const who = await door.someone();
    const [first, second, gone] = [await door.booked(who, thursday), await door.booked(who, friday), await door.booked(who, inVietnam("2026-11-30 09:00"))];
    await cancel(door.deps, { ...refOf(gone), by: "desk" });
    const page = await door.status(who);
    const before = await door.appointment(gone);
    const { calls } = await callsDuring(world.client, () => door.post("/tra-cuu/rut", [["token", /name="token" value="([^"]+)"/.exec(page.html)?.[1] ?? ""], ["confirmed", "yes"]]));
    const [rows = []] = writesOf(calls);
    expect(writesOf(calls)).toHaveLength(1);
    expect(rows.toSorted()).toEqual(
      [
        "Update registrations APPLICATION APPLICATION",
        "Update registrations OFFICE APPLICATION",
        "Put messages REGISTRATION MESSAGE",
        "Update messages REGISTRATION MESSAGE",
        ...Array.from({ length: 2 }, () => "Put registrations APPLICATION APPOINTMENT"),
        ...Array.from({ length: 6 }, () => "Update messages REGISTRATION MESSAGE"),
        "Put registrations APPLICATION EVENT",
        "Put registrations APPLICATION CHAIN",
      ].toSorted(),
    );
    for (const own of [first, second]) expect(await door.appointment(own)).toMatchObject({ state: "cancelled", cancelledAt: world.now().toISOString(), version: 2, texts: [] });
    expect(await door.appointment(gone)).toEqual(before);
    expect(await door.application(who)).toMatchObject({ state: "withdrawn" });
    const taken = (await door.messagesOf(who)).filter(({ withdrawn }) => withdrawn === "ended").map(({ template }) => template);
    expect(taken.toSorted()).toEqual(["booked", "booked", "dayBefore", "dayBefore", "receipt", "soonBefore", "soonBefore"]);
    // In the morning only what is still true is said.
    world.moveTo(inVietnam("2026-11-23 08:00").toISOString());
    const said = await door.received(who);
    expect(said.toSorted()).toEqual([expect.stringMatching(/Lich hen luc .* da duoc huy/), expect.stringContaining("da duoc rut lai")]);
  });

  test("while the desk books leaves nothing planned, whoever comes first", async () => {
    for (let n = 0; n < 6; n += 1) {
      const who = await door.someone();
      const { html } = await door.status(who);
      const both = [() => door.post("/tra-cuu/rut", [["token", /name="token" value="([^"]+)"/.exec(html)?.[1] ?? ""], ["confirmed", "yes"]]), () => door.booked(who, thursday)];
      const answers = await Promise.allSettled((n % 2 ? both : both.toReversed()).map((one) => one()));
      for (const answer of answers) if (answer.status === "rejected") expect(answer.reason).toEqual(new NotBookable("withdrawn"));
      expect(await door.application(who)).toMatchObject({ state: "withdrawn" });
      expect((await door.rowsOf(who)).filter(({ state }) => state === "planned")).toEqual([]);
      expect((await door.messagesOf(who)).filter(({ template, withdrawn }) => String(template).endsWith("Before") && !withdrawn)).toEqual([]);
    }
  });
});

const changes: { what: string; run: (own: Own) => Promise<unknown> }[] = [
  { what: "moving", run: (own) => move(door.deps, { ...refOf(own), at: friday, by: "desk" }) },
  { what: "cancelling", run: (own) => cancel(door.deps, { ...refOf(own), by: "applicant" }) },
  { what: "confirming", run: (own) => confirm(door.deps, refOf(own)) },
  { what: "stopping texts", run: (own) => stopTexts(door.deps, { reference: own.reference, wholePhone: true }) },
];
test.for(changes)("$what leaves nothing half written when the table fails, and done again is done", async ({ run }) => {
  const own = await door.booked(await door.someone(), thursday);
  const before = await everything();
  for (const error of [denied, cutOff]) {
    await expect(withFault(world.client, { command: "TransactWriteItemsCommand", error, times: 200 }, () => run(own))).rejects.toThrow(error().message);
    expect(await everything()).toEqual(before);
  }
  await run(own);
  expect((await door.events(own)).length).toBe(3);
});

describe("what reaches the phone", () => {
  test.for([
    { language: "vi", kind: "interview", said: "Duong Ve: Ban co lich hen luc 14:30 thu Nam 26/11 tai noi da hen. Xem hoac doi lich hen: " },
    { language: "vi", kind: "call", said: "Duong Ve: Ban co lich hen luc 14:30 thu Nam 26/11 qua dien thoai. Xem hoac doi lich hen: " },
    { language: "en", kind: "admission", said: "Duong Ve: You have an appointment: 14:30 Thu 26/11 at the agreed place. See or change it: " },
  ] as const)("of a $kind, in $language, is neutral, short, and leads to its page", async ({ language, kind, said }) => {
    const own = await door.booked(await door.someone({ language }), thursday, { kind, language });
    const text = (await door.received(own)).find((body) => /Ban co lich hen|You have/.test(body)) ?? "";
    expect(text).toBe(`${said}duongve.example${own.textLink}`);
    expect(text.length).toBeLessThanOrEqual(160);
    expect(tellingWordsIn(text.replace(own.textLink, ""))).toEqual([]);
    expect((await door.get(own.textLink)).status).toBe(200);
  });

  test("comes a day and two hours before, and leads to the same page", async () => {
    const own = await door.booked(await door.someone(), thursday);
    const told = (await door.received(own)).length;
    world.moveTo(inVietnam("2026-11-25 14:30").toISOString());
    expect((await door.received(own)).slice(told)).toEqual([`Duong Ve: Nhac ban lich hen luc 14:30 thu Nam 26/11 tai noi da hen. Doi, huy hoac ngung nhan tin: duongve.example${own.textLink}`]);
    world.moveTo(inVietnam("2026-11-26 12:30").toISOString());
    expect((await door.received(own)).slice(told + 1)).toEqual([`Duong Ve: Sap den lich hen luc 14:30 thu Nam 26/11 tai noi da hen. Doi, huy hoac ngung nhan tin: duongve.example${own.textLink}`]);
  });

  test("where links do not get through is a code that begins with the letter of this half", async () => {
    const byCode = await openDoor(world, "code");
    const own = await byCode.booked(await byCode.someone(), thursday);
    expect(own.short).toMatch(/^G[234679CDFGHJKMNPQRTWX]{11}$/);
    expect(await byCode.received(own)).toContain(`Duong Ve: Ban co lich hen luc 14:30 thu Nam 26/11 tai noi da hen. Vao trang Duong Ve, muc Lich hen, nhap ma ${own.short.replace(/(.{4})(?=.)/g, "$1 ")} de xem hoac doi.`);
  });
});

test("tokens and codes are kept as hashes only, and end with the appointment", async () => {
  const byCode = await openDoor(world, "code");
  const own = await byCode.booked(await byCode.someone(), thursday);
  const kept = JSON.stringify([await byCode.rows("registrations"), await byCode.rows("messages")]);
  for (const secret of [tokenOf(own.link), tokenOf(own.textLink), own.short]) expect({ secret, kept: kept.includes(secret) }).toEqual({ secret, kept: false });
  expect(tokenOf(own.link)).toMatch(/^[234679CDFGHJKMNPQRTWXcdfghjkmnpqrtwx]{25}$/);
  expect(tokenOf(own.link)).not.toBe(tokenOf(own.textLink));
  const links = async () => (await byCode.rows("registrations")).filter((row) => row.sk === "LINK" && row.reference === own.reference);
  expect((await links()).map(({ pk }) => pk).toSorted()).toEqual([tokenOf(own.link), tokenOf(own.textLink), own.short].map((secret) => `LINK#${linkHashOf(byCode.deps, secret)}`).toSorted());
  expect((await links()).map(({ byText, appointmentId }) => [byText ?? false, appointmentId]).toSorted()).toEqual([[false, own.id], [true, own.id], [true, own.id]]);
  // An interview takes an hour; its links a day longer.
  for (const { expiresAtSeconds } of await links()) expect(localOf(new Date(Number(expiresAtSeconds) * 1_000).toISOString())).toBe("27/11 15:30");
  await move(byCode.deps, { ...refOf(own), at: friday, by: "desk" });
  for (const { expiresAtSeconds } of await links()) expect(localOf(new Date(Number(expiresAtSeconds) * 1_000).toISOString())).toBe("28/11 10:00");
  expect(shortCodeOf(byCode.deps, { ...refOf(own), id: "another" })).not.toBe(own.short);
});

test("no line of the log of all this holds a number, a reference, an address or a token of anybody", async () => {
  const own = await door.booked(await door.someone(), thursday);
  await confirm(door.deps, refOf(own));
  await move(door.deps, { ...refOf(own), at: friday, by: "desk" });
  await stopTexts(door.deps, { reference: own.reference, wholePhone: true });
  await cancel(door.deps, { ...refOf(own), by: "applicant" });
  const log = JSON.stringify(world.logged);
  for (const code of ["APPOINTMENT_BOOKED", "APPOINTMENT_CONFIRMED", "APPOINTMENT_MOVED", "TEXTS_STOPPED", "APPOINTMENT_CANCELLED"]) expect(log).toContain(code);
  for (const secret of [own.reference, own.id, own.phone, own.phone.slice(1), tokenOf(own.link), tokenOf(own.textLink), "Thí Nghiệm"]) expect({ secret, logged: log.includes(secret) }).toEqual({ secret, logged: false });
  // Texts of this world that the test let grow old are told to whoever is on duty.
  expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
});
