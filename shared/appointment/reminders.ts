import { nextSafeTime, type SafeHours } from "../contact/safe-contact.ts";
import { windows } from "../messages/lanes.ts";
import type { Message } from "../messages/message.ts";

const hour = 3_600_000;

/** The reminders of an appointment: how long before it each is due, and until when it still makes sense. */
const reminders = [
  { template: "dayBefore", beforeMs: 24 * hour, window: windows.dayBefore },
  { template: "soonBefore", beforeMs: 2 * hour, window: windows.soonBefore },
] as const;

export type Reminder = Pick<Message, "dueAt" | "notAfter"> & { template: (typeof reminders)[number]["template"] };

/**
 * When to remind somebody of an appointment booked now: 24 and 2 hours before, only what is still ahead, each moved to the next hour
 * the person called safe. A reminder no safe hour of which is left before it stops making sense is not promised.
 */
export function remindersOf(at: Date, bookedAt: Date, hours: readonly SafeHours[]): Reminder[] {
  return reminders.flatMap(({ template, beforeMs, window }) => {
    const due = new Date(at.getTime() - beforeMs);
    const notAfter = new Date(due.getTime() + window.minutes * 60_000);
    const safe = nextSafeTime(hours, due);
    return bookedAt < due && safe < notAfter ? [{ template, dueAt: safe.toISOString(), notAfter: notAfter.toISOString() }] : [];
  });
}
