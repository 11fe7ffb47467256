import type { Language } from "../language.ts";
import { appointmentKinds, type Appointment } from "./appointment.ts";

/** All a calendar shows of an appointment, on a phone others may look at. */
const summary: Record<Language, string> = { vi: "Lịch hẹn", en: "Appointment" };

const encoder = new TextEncoder();
const lineOctets = 75;

/**
 * An appointment for the person's own calendar, RFC 5545: when and how long, and nothing else; no alarm, which others could see or hear.
 * Private, so that who shares the calendar sees no more than a time that is taken. A later file of the same appointment replaces this one.
 */
export function calendarFile({ id, kind, state, at, version }: Appointment, { language, host, stamp }: { language: Language; host: string; stamp: Date }): string {
  const start = new Date(at);
  const end = new Date(start.getTime() + appointmentKinds[kind].minutes * 60_000);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:${text(`-//${host}//1//EN`)}`,
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    `UID:${text(`${id}@${host}`)}`,
    `DTSTAMP:${utc(stamp)}`,
    `SEQUENCE:${Math.max(0, version - 1)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${text(summary[language])}`,
    "CLASS:PRIVATE",
    `STATUS:${state === "cancelled" ? "CANCELLED" : "CONFIRMED"}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

const utc = (at: Date): string => at.toISOString().replaceAll(/[-:]|\.\d+/g, "");

/** Escaped, and without anything a reader could take for the end of a line. */
const text = (value: string): string =>
  value
    .toWellFormed()
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n?|\n/g, String.raw`\n`)
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, "");

/** At most 75 octets a line, never parting a character; what follows the first begins with a space. */
function folded(line: string): string {
  let result = "";
  let octets = 0;
  for (const character of line) {
    const more = encoder.encode(character).length;
    if (octets + more > lineOctets) {
      result += "\r\n ";
      octets = 1;
    }
    result += character;
    octets += more;
  }
  return result;
}
