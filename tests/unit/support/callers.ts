import * as fc from "fast-check";
import { answerers, safeHours, sayWhoAnswers, textAnswers, voicemailAnswers, type ContactRule, type SafeHours } from "../../../shared/contact/safe-contact.ts";
import { newCaller, withEntry, type Caller, type Entry } from "../../../shared/hotline/caller.ts";

/** An instant by Vietnam's wall clock. */
export const inVietnam = (date: string, time: string): Date => new Date(`${date}T${time}+07:00`);
/** Monday 23/11/2026, nine in the morning in Vietnam. */
export const monday = inVietnam("2026-11-23", "09:00:00");
export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000);

export const contactRule = (change: Partial<ContactRule> = {}): ContactRule => ({
  mayText: "yes",
  maySayWho: "no",
  voicemail: "never",
  whoMayAnswer: "onlyMe",
  hours: [...safeHours],
  textsAgreed: true,
  askedAt: minutesAfter(monday, -60).toISOString(),
  ...change,
});

/** A request to be rung as soon as possible, made an hour ago and due since then; each test changes only what it is about. */
export const entry = (change: Partial<Entry> = {}): Entry => ({
  reference: "K7M4Q9TX",
  state: "waiting",
  kind: "soon",
  dueAt: minutesAfter(monday, -60).toISOString(),
  danger: false,
  asking: "self",
  borrowed: false,
  language: "vi",
  openedAt: minutesAfter(monday, -60).toISOString(),
  contact: contactRule(),
  ...change,
});

export const callerWith = (entries: readonly Entry[], change: Partial<Caller> = {}): Caller => ({ ...entries.reduce(withEntry, newCaller("caller-1", "09•• ••• 600")), ...change });

/** Seven ways to call hours safe. */
export const hourSets: readonly SafeHours[][] = [1, 2, 3, 4, 5, 6, 7].map((mask) => safeHours.filter((_, index) => mask & (1 << index)));
export const anyHours = fc.constantFrom(...hourSets);
/** Any minute of three weeks around the frozen Monday. */
export const anyMinute = fc.integer({ min: -10 * 1_440, max: 10 * 1_440 }).map((minutes) => minutesAfter(monday, minutes));

export const anyRule: fc.Arbitrary<ContactRule> = fc.record({
  mayText: fc.constantFrom(...textAnswers),
  maySayWho: fc.constantFrom(...sayWhoAnswers),
  voicemail: fc.constantFrom(...voicemailAnswers),
  whoMayAnswer: fc.constantFrom(...answerers),
  hours: anyHours,
  textsAgreed: fc.boolean(),
  askedAt: fc.integer({ min: -40, max: 0 }).map((days) => minutesAfter(monday, days * 1_440).toISOString()),
});
