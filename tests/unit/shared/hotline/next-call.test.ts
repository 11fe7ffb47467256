import { describe, expect, test } from "vitest";
import type { SafeHours } from "../../../../shared/contact/safe-contact.ts";
import { newCaller, withEntry, type Caller, type Entry } from "../../../../shared/hotline/caller.ts";
import { nextCallAt } from "../../../../shared/hotline/next-call.ts";

/** Monday 23/11/2026, 09:00 in Vietnam. */
const now = new Date("2026-11-23T02:00:00Z");
const caller = (change: Partial<Entry> = {}, hours: SafeHours[] = ["morning"]): Caller =>
  withEntry(newCaller("key", "09•• ••• 401"), {
    reference: "K7M2Q9TR",
    state: "waiting",
    kind: "soon",
    dueAt: now.toISOString(),
    danger: false,
    asking: "self",
    borrowed: false,
    language: "vi",
    openedAt: now.toISOString(),
    contact: { mayText: "no", maySayWho: "no", voicemail: "never", whoMayAnswer: "onlyMe", hours, textsAgreed: false, askedAt: now.toISOString() },
    ...change,
  });
const nextOf = (one: Caller, at = now): string | undefined => nextCallAt(one, at)?.toISOString();

describe("somebody can be rung", () => {
  test("now, when they are due in a safe hour", () => expect(nextOf(caller())).toBe("2026-11-23T02:00:00.000Z"));
  test("when the next safe hours begin", () => expect(nextOf(caller({}, ["evening"]))).toBe("2026-11-23T10:00:00.000Z"));
  test("once the cool-down is over, in a safe hour", () => {
    expect(nextOf(caller({ dueAt: "2026-11-23T03:30:00.000Z", turn: "missed" }))).toBe("2026-11-23T03:30:00.000Z");
    expect(nextOf(caller({ dueAt: "2026-11-23T05:30:00.000Z", turn: "missed" }))).toBe("2026-11-24T01:00:00.000Z");
  });
  test("at the time they chose, outside their windows too", () => {
    const booked = caller({ kind: "booked", slotId: "2026-11-23T18:30", dueAt: "2026-11-23T11:30:00.000Z" });
    expect(nextOf(booked)).toBe("2026-11-23T11:30:00.000Z");
    expect(nextOf(booked, new Date("2026-11-23T11:40:00Z"))).toBe("2026-11-23T11:40:00.000Z");
    expect(nextOf(booked, new Date("2026-11-23T12:00:00Z"))).toBe("2026-11-24T01:00:00.000Z");
  });
  test("never, while a person must decide first, or nothing is open", () => {
    expect(nextOf(caller({ state: "resting" }))).toBeUndefined();
    expect(nextOf(caller(), new Date("2026-12-24T02:00:00Z"))).toBeUndefined();
    expect(nextOf(newCaller("key", "09•• ••• 401"))).toBeUndefined();
  });
});
