import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { appointmentKinds, appointmentSchema, type Appointment } from "../../../../shared/appointment/appointment.ts";
import { calendarFile } from "../../../../shared/appointment/calendar-file.ts";
import { languages } from "../../../../shared/language.ts";
import { tellingWordsIn } from "../../../support/neutral-words.ts";
import { inVietnam, minutesAfter } from "../../support/callers.ts";
import { anyText, holds } from "../../support/property.ts";

const at = inVietnam("2026-11-24", "14:30:00");
const stamp = inVietnam("2026-11-21", "09:00:00");
const planned: Appointment = { id: "a1", kind: "session", state: "planned", at: at.toISOString(), address: "12 phố Thí Nghiệm", bookedAt: stamp.toISOString(), version: 1 };
const frame = { language: "vi", host: "duongve.example", stamp } as const;

/** Lines put together again, name and value apart, RFC 5545 §3.1 and §3.3.11. */
const read = (file: string): [name: string, value: string][] =>
  file
    .replaceAll("\r\n ", "")
    .split("\r\n")
    .slice(0, -1)
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).replaceAll(/\\([\\;,n])/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped))]);
const field = (file: string, name: string): string | undefined => read(file).find(([one]) => one === name)?.[1];
const names = ["BEGIN", "VERSION", "PRODID", "METHOD", "BEGIN", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS", "STATUS", "END", "END"];
const octets = (line: string): number => new TextEncoder().encode(line).length;

describe("the calendar file", () => {
  test("is exactly this, and says no more than when", () => {
    expect(calendarFile(planned, frame)).toBe(
      [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//duongve.example//1//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:a1@duongve.example",
        "DTSTAMP:20261121T020000Z",
        "SEQUENCE:0",
        "DTSTART:20261124T073000Z",
        "DTEND:20261124T083000Z",
        "SUMMARY:Lịch hẹn",
        "CLASS:PRIVATE",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
      ].join("\r\n"),
    );
  });

  test.each(appointmentSchema.shape.kind.options)("of a %s lasts as long as it does and does not tell what it is", (kind) => {
    const file = calendarFile({ ...planned, kind }, frame);
    expect(field(file, "DTEND")).toBe(`${minutesAfter(at, appointmentKinds[kind].minutes).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`);
    const without = (text: string) => text.replace(/DTEND:\S+/, "");
    expect(without(file)).toBe(without(calendarFile(planned, frame)));
  });

  test.each(languages)("says nothing telling in %s", (language) => {
    const file = calendarFile(planned, { ...frame, language });
    expect(field(file, "SUMMARY")).toBe(language === "vi" ? "Lịch hẹn" : "Appointment");
    expect(tellingWordsIn(file)).toEqual([]);
    expect(file).not.toMatch(/Thí Nghiệm|DESCRIPTION|LOCATION|VALARM|URL|ORGANIZER|ATTENDEE/);
  });

  test("of a cancelled appointment takes it out of the calendar", () => {
    expect(field(calendarFile({ ...planned, state: "cancelled" }, frame), "STATUS")).toBe("CANCELLED");
    expect(field(calendarFile({ ...planned, state: "over" }, frame), "STATUS")).toBe("CONFIRMED");
  });

  test("of a moved appointment replaces the one before: same name, later number", () => {
    const before = calendarFile(planned, frame);
    const after = calendarFile({ ...planned, at: minutesAfter(at, 60).toISOString(), version: 2 }, frame);
    expect(field(after, "UID")).toBe(field(before, "UID"));
    expect([before, after].map((file) => field(file, "SEQUENCE"))).toEqual(["0", "1"]);
    expect(field(after, "DTSTART")).toBe("20261124T083000Z");
  });

  test("crosses midnight of Tết in UTC without a slip", () => {
    const file = calendarFile({ ...planned, kind: "admission", at: inVietnam("2027-02-06", "06:00:00").toISOString() }, frame);
    expect([field(file, "DTSTART"), field(file, "DTEND")]).toEqual(["20270205T230000Z", "20270206T010000Z"]);
  });
});

describe("whatever stands in it", () => {
  const anything = fc.oneof(anyText, fc.string({ unit: "binary", maxLength: 400 }), fc.string({ unit: fc.constantFrom("\r", "\n", "\r\n", ":", ";", ",", "\\", "ệ", "🌱", " ", "n"), maxLength: 200 }));
  /** What may be lost: control characters, halves of an emoji; a break becomes one line feed. */
  const kept = (value: string): string =>
    value
      .toWellFormed()
      .replaceAll(/\r\n?/g, "\n")
      .replaceAll(/(?!\n)[\p{Cc}\u2028\u2029]/gu, "");
  const anyAppointment = fc.record({
    id: anything,
    kind: fc.constantFrom(...appointmentSchema.shape.kind.options),
    state: fc.constantFrom(...appointmentSchema.shape.state.options),
    minutes: fc.integer({ min: -100_000, max: 1_000_000 }),
    version: fc.integer({ min: 1, max: 1_000 }),
    host: anything,
    language: fc.constantFrom(...languages),
  });
  const always = (check: (file: string, given: { id: string; host: string; at: Date; version: number }) => void): void =>
    holds(
      fc.property(anyAppointment, ({ id, kind, state, minutes, version, host, language }) => {
        const start = minutesAfter(at, minutes);
        check(calendarFile({ ...planned, id, kind, state, version, at: start.toISOString() }, { language, host, stamp }), { id, host, at: start, version });
      }),
      1_000,
    );

  test("it reads back: these lines in this order and none more, whatever the id and the host try", () => {
    always((file, { id, host, at: start, version }) => {
      expect(read(file).map(([name]) => name)).toEqual(names);
      expect(field(file, "UID")).toBe(kept(`${id}@${host}`));
      expect(field(file, "SEQUENCE")).toBe(String(version - 1));
      expect(field(file, "DTSTART")).toBe(`${start.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`);
    });
  });

  test("no line is longer than 75 octets, no character is parted, and every line ends with CR LF", () => {
    always((file) => {
      expect(file.endsWith("\r\n")).toBe(true);
      expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n\u0085\u2028\u2029]/);
      for (const line of file.split("\r\n")) expect(octets(line)).toBeLessThanOrEqual(75);
      expect(new TextDecoder("utf-8", { fatal: true }).decode(new TextEncoder().encode(file))).toBe(file);
      for (const line of file.split("\r\n")) expect(line.isWellFormed()).toBe(true);
    });
  });

  test("a line is folded as late as it can be: at 75 octets, not at 74", () => {
    const file = calendarFile({ ...planned, id: "x".repeat(200) }, frame);
    expect(file.split("\r\n").filter((line) => line.includes("xxx")).map(octets)).toEqual([75, 75, 72]);
    const short = calendarFile({ ...planned, id: "x".repeat(75 - "UID:@duongve.example".length) }, frame);
    expect(short).not.toContain("\r\n ");
  });

  test("a date nobody can read is an error, not an entry", () => {
    expect(() => calendarFile({ ...planned, at: "soon" }, frame)).toThrow(RangeError);
  });
});
