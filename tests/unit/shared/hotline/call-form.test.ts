import { describe, expect, test } from "vitest";
import type { ContactRule } from "../../../../shared/contact/safe-contact.ts";
import { callErrorCodes, checkCallForm, checkReason, followUpTimes, hoursIn, noteLength, readCallForm, reasonLength, type CallFacts } from "../../../../shared/hotline/call-form.ts";
import { outcomes } from "../../../../shared/hotline/ladder.ts";
import { languages } from "../../../../shared/language.ts";
import { deskWords as words } from "../../../../web/words/desk.ts";

/** Monday 23/11/2026, 09:00 in Vietnam. */
const now = new Date("2026-11-23T02:00:00Z");
const rule: ContactRule = { mayText: "yes", maySayWho: "no", voicemail: "neutral", whoMayAnswer: "onlyMe", hours: ["morning", "afternoon"], textsAgreed: true, askedAt: "2026-11-20T02:00:00.000Z" };
const facts = (change: Partial<CallFacts> = {}): CallFacts => ({ rule, danger: false, mayLeaveVoicemail: true, borrowed: false, landline: false, now, ...change });
const form = (fields: Readonly<Record<string, string | string[]>>) => readCallForm(new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat()])));
const codes = (fields: Parameters<typeof form>[0], change?: Partial<CallFacts>): string[] => {
  const checked = checkCallForm(form(fields), facts(change));
  return "issues" in checked ? checked.issues.map(({ code }) => code) : [];
};
const changed = { answers: "changed", "contact.mayText": "no", "contact.maySayWho": "yes", "contact.voicemail": "never", "contact.whoMayAnswer": "family", "contact.hours": ["evening"] };
const at = { outcome: "reached", followUp: "at", slotId: "2026-11-25T09:00", answers: "same" };

test("everything that can be wrong has its sentence in both languages", () => {
  for (const language of languages) for (const code of callErrorCodes) expect(words[language].hotlineDesk.errors).toHaveProperty([code]);
});

test("a note keeps its lines, and nothing else that cannot be seen", () => {
  expect(form({ note: "  Dòng một \r\n\r\nDòng\u200b  hai\r\n" }).note).toBe("Dòng một\n\nDòng hai");
});

describe("the outcome", () => {
  test.each(outcomes.filter((one) => one !== "reached"))("%s needs nothing else, and leaves aside what it does not ask for", (outcome) => {
    expect(checkCallForm(form({ outcome, note: "x", followUp: "at", answers: "changed" }), facts({ danger: true }))).toEqual({ report: { outcome, note: "x", voicemail: false } });
  });

  test("must be one of ours", () => {
    for (const outcome of ["", "done", "reached "]) expect(codes({ outcome })).toEqual(["outcome.missing"]);
  });

  test("goes with a message left only when nobody answered, and never where the rule says never", () => {
    for (const outcome of outcomes) {
      const allowed = outcome === "noAnswer" || outcome === "busy";
      expect(codes({ outcome, voicemail: "yes", followUp: "none" })).toEqual(allowed ? [] : ["voicemail.answered"]);
      expect(codes({ outcome, voicemail: "yes", followUp: "none" }, { mayLeaveVoicemail: false })).toEqual(["voicemail.never"]);
    }
  });

  test("goes with a note of a certain length at most", () => {
    expect(codes({ outcome: "busy", note: "á".repeat(noteLength) })).toEqual([]);
    expect(codes({ outcome: "busy", note: "á".repeat(noteLength + 1) })).toEqual(["note.tooLong"]);
  });
});

describe("the follow-up", () => {
  test("takes over the answers as they are, or as they were said anew; what was said on the phone is the agreement to texts", () => {
    const { askedAt: _askedAt, ...same } = rule;
    expect(checkCallForm(form(at), facts())).toEqual({ report: { outcome: "reached", note: "", voicemail: false, followUp: at.slotId, contact: same } });
    const anew = { mayText: "no", maySayWho: "yes", voicemail: "never", whoMayAnswer: "family", hours: ["evening"], textsAgreed: false };
    expect(checkCallForm(form({ ...at, ...changed, slotId: "2026-11-25T18:00" }), facts())).toMatchObject({ report: { contact: anew } });
  });

  test("at a time inside the safe hours, whichever hold by then", () => {
    expect(codes({ ...at, slotId: "2026-11-25T18:00" })).toEqual(["slotId.unsafe"]);
    expect(codes({ ...at, ...changed })).toEqual(["slotId.unsafe"]);
    expect(codes({ ...at, slotId: "" })).toEqual(["slotId.missing"]);
    for (const slotId of ["2026-11-25T09:10", "2026-02-30T09:00", "soon", "__proto__"]) expect(codes({ ...at, slotId })).toEqual(["slotId.unknown"]);
  });

  test("after danger: automatic or within two days, never none", () => {
    const danger = { danger: true };
    expect(codes({ outcome: "reached", followUp: "none" }, danger)).toEqual(["followUp.danger", "answers.missing"]);
    expect(codes({ ...at, slotId: "2026-11-25T09:30" }, danger)).toEqual(["slotId.tooLate"]);
    expect(codes(at, danger)).toEqual([]);
    expect(checkCallForm(form({ outcome: "reached", followUp: "auto", answers: "same" }), facts(danger))).toMatchObject({ report: { outcome: "reached" } });
    expect(codes({ outcome: "reached", followUp: "auto", answers: "same" })).toEqual(["followUp.missing"]);
  });

  test("on a phone that takes no texts: no texts; on a borrowed one: no messages left either", () => {
    const all = { ...at, ...changed, slotId: "2026-11-25T18:00", "contact.mayText": "yes", "contact.voicemail": "yes" };
    expect(codes(all)).toEqual([]);
    expect(codes(all, { landline: true })).toEqual(["contact.mayText.phone"]);
    expect(codes(all, { borrowed: true })).toEqual(["contact.mayText.phone", "contact.voicemail.borrowed"]);
  });

  test("may be agreed on for free times inside the safe hours, after danger within two days", () => {
    const days = [
      { date: "2026-11-23", slots: [{ id: "2026-11-23T10:00", free: 1 }, { id: "2026-11-23T18:00", free: 1 }] },
      { date: "2026-11-25", slots: [{ id: "2026-11-25T09:00", free: 2 }, { id: "2026-11-25T09:30", free: 2 }] },
    ];
    expect(followUpTimes(days, { hours: ["morning"], danger: false, now })).toEqual([
      { date: "2026-11-23", slotIds: ["2026-11-23T10:00"] },
      { date: "2026-11-25", slotIds: ["2026-11-25T09:00", "2026-11-25T09:30"] },
    ]);
    expect(followUpTimes(days, { hours: ["morning"], danger: true, now }).at(-1)?.slotIds).toEqual(["2026-11-25T09:00"]);
    expect(followUpTimes(days, { hours: ["evening"], danger: false, now }).map(({ date }) => date)).toEqual(["2026-11-23"]);
  });

  test("is offered by the hours just given, once they can be read", () => {
    expect(hoursIn(form(changed), rule.hours)).toEqual(["evening"]);
    expect(hoursIn(form({ ...changed, "contact.hours": ["night"] }), rule.hours)).toEqual(rule.hours);
    expect(hoursIn(form({ ...changed, answers: "same" }), rule.hours)).toEqual(rule.hours);
  });
});

test("a reason has words, and not too many", () => {
  expect(checkReason("  hết\nca ")).toEqual({ reason: "hết ca" });
  expect(checkReason(" \u200b ")).toEqual({ issue: { path: "reason", code: "reason.missing" } });
  expect(checkReason("a".repeat(reasonLength + 1))).toEqual({ issue: { path: "reason", code: "reason.tooLong" } });
});
