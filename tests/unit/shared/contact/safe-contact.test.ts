import { describe, expect, test } from "vitest";
import {
  answerers,
  contactRuleSchema,
  mayContact,
  safeContactSchema,
  safeHours,
  sayWhoAnswers,
  textAnswers,
  textReasons,
  voicemailAnswers,
  type ContactAnswer,
  type ContactRule,
} from "../../../../shared/contact/safe-contact.ts";

const askedAt = "2026-11-01T01:00:00.000Z";
const rule = (change: Partial<ContactRule> = {}): ContactRule => ({
  mayText: "yes",
  maySayWho: "no",
  voicemail: "never",
  whoMayAnswer: "onlyMe",
  hours: ["morning", "afternoon", "evening"],
  textsAgreed: true,
  askedAt,
  ...change,
});
const reminder = { kind: "text", reason: "weBegin" } as const;
const receipt = { kind: "text", reason: "justDone" } as const;
const code = { kind: "text", reason: "askedNow" } as const;

/** An instant by Vietnam's wall clock. */
const inVietnam = (date: string, time: string) => new Date(`${date}T${time}+07:00`);
const morning = inVietnam("2026-11-21", "09:00:00.000");
const after = (ms: number) => new Date(Date.parse(askedAt) + ms);
const days = 24 * 3_600_000;
const no = (because: Extract<ContactAnswer, { may: false }>["because"]): ContactAnswer => ({ may: false, because });
const yes: ContactAnswer = { may: true };

describe("“no texts”", () => {
  test.each(textReasons)("holds for a text that is %s", (reason) => {
    expect(mayContact(rule({ mayText: "no" }), { kind: "text", reason }, morning)).toEqual(no("textsNotWanted"));
  });

  test("holds even when the box for texts was ticked", () => {
    expect(mayContact(rule({ mayText: "no", textsAgreed: true }), receipt, morning)).toEqual(no("textsNotWanted"));
  });
});

describe("a code somebody asked for a moment ago", () => {
  test("comes at night, without agreement to other texts and however old the answers are", () => {
    const old = rule({ textsAgreed: false, hours: ["morning"] });
    expect(mayContact(old, code, inVietnam("2028-02-06", "02:00:00"))).toEqual(yes);
  });
});

describe("a receipt for what was just done", () => {
  test("comes at once, at night too", () => {
    expect(mayContact(rule({ hours: ["morning"] }), receipt, inVietnam("2026-11-21", "22:10:00"))).toEqual(yes);
  });

  test("does not come without agreement to texts", () => {
    expect(mayContact(rule({ textsAgreed: false }), receipt, morning)).toEqual(no("textsNotAgreed"));
  });
});

describe("a text that is our own idea", () => {
  test("may come in a safe hour while the answers are young and texts were agreed to", () => {
    expect(mayContact(rule(), reminder, morning)).toEqual(yes);
  });

  test("does not come without agreement to texts", () => {
    expect(mayContact(rule({ textsAgreed: false }), reminder, morning)).toEqual(no("textsNotAgreed"));
  });

  test("answers are trusted for exactly 30 days", () => {
    expect(mayContact(rule(), reminder, after(30 * days))).toEqual(yes);
    expect(mayContact(rule(), reminder, after(30 * days + 1))).toEqual(no("answersTooOld"));
  });

  test.each([
    ["07:59:59.999", false, "morning"],
    ["08:00:00.000", true, "morning"],
    ["11:59:59.999", true, "morning"],
    ["12:00:00.000", false, "morning"],
    ["11:59:59.999", false, "afternoon"],
    ["12:00:00.000", true, "afternoon"],
    ["16:59:59.999", true, "afternoon"],
    ["17:00:00.000", false, "afternoon"],
    ["16:59:59.999", false, "evening"],
    ["17:00:00.000", true, "evening"],
    ["20:59:59.999", true, "evening"],
    ["21:00:00.000", false, "evening"],
  ] as const)("at %s: %s for somebody who said %s", (time, may, window) => {
    const answer = mayContact(rule({ hours: [window] }), reminder, inVietnam("2026-11-21", time));
    expect(answer).toEqual(may ? yes : no("outsideSafeHours"));
  });

  test("never comes between nine in the evening and eight in the morning, whatever was ticked", () => {
    for (const hour of [21, 22, 23, 0, 1, 2, 3, 4, 5, 6, 7]) {
      expect(mayContact(rule(), reminder, inVietnam("2026-11-21", `${String(hour).padStart(2, "0")}:30:00`))).toEqual(no("outsideSafeHours"));
    }
  });
});

test("the reason given is the first that applies: not wanted, not agreed, too old, not this hour", () => {
  const late = inVietnam("2027-02-06", "23:00:00");
  expect(mayContact(rule({ mayText: "no", textsAgreed: false }), reminder, late)).toEqual(no("textsNotWanted"));
  expect(mayContact(rule({ textsAgreed: false }), reminder, late)).toEqual(no("textsNotAgreed"));
  expect(mayContact(rule(), reminder, late)).toEqual(no("answersTooOld"));
  expect(mayContact(rule(), reminder, inVietnam("2026-11-21", "23:00:00"))).toEqual(no("outsideSafeHours"));
});

test("every rule, every reason, every hour, every age of the answers: one answer, as written down here", () => {
  const hoursChosen = [1, 2, 3, 4, 5, 6, 7].map((mask) => safeHours.filter((_, index) => mask & (1 << index)));
  const clock = { morning: [8, 9, 10, 11], afternoon: [12, 13, 14, 15, 16], evening: [17, 18, 19, 20] };
  const wrong: unknown[] = [];
  let asked = 0;
  for (const mayText of textAnswers)
    for (const textsAgreed of [true, false])
      for (const hours of hoursChosen)
        for (const maySayWho of sayWhoAnswers)
          for (const voicemail of voicemailAnswers)
            for (const whoMayAnswer of answerers)
              for (const reason of textReasons)
                for (const [date, old] of [["2026-11-01", false], ["2026-11-30", false], ["2026-12-02", true]] as const)
                  for (let hour = 0; hour < 24; hour++) {
                    const given = rule({ mayText, textsAgreed, hours, maySayWho, voicemail, whoMayAnswer, askedAt: "2026-10-31T17:00:00.000Z" });
                    const objection = [
                      mayText === "no" && "textsNotWanted",
                      reason !== "askedNow" && !textsAgreed && "textsNotAgreed",
                      reason === "weBegin" && old && "answersTooOld",
                      reason === "weBegin" && !hours.some((window) => clock[window].includes(hour)) && "outsideSafeHours",
                    ].find((reasonNot) => reasonNot !== false);
                    const expected = objection ? { may: false, because: objection } : yes;
                    const answer = mayContact(given, { kind: "text", reason }, inVietnam(date, `${String(hour).padStart(2, "0")}:00:00`));
                    asked++;
                    if (JSON.stringify(answer) !== JSON.stringify(expected)) wrong.push({ given, reason, hour, answer, expected });
                  }
  expect(wrong).toEqual([]);
  expect(asked).toBe(2 * 2 * 7 * 2 * 3 * 3 * 3 * 3 * 24);
});

describe("the answers themselves", () => {
  const { textsAgreed: _textsAgreed, askedAt: _askedAt, ...answers } = rule();

  test.each(Object.keys(answers))("%s has no default: left out, it is asked for by name", (name) => {
    const { [name]: _left, ...rest } = answers as Record<string, unknown>;
    const codes = safeContactSchema.safeParse(rest).error?.issues.map((issue) => issue.message);
    expect(codes).toEqual([`contact.${name}.missing`]);
  });

  test("no safe hour at all is not an answer", () => {
    expect(safeContactSchema.safeParse({ ...answers, hours: [] }).error?.issues[0]?.message).toBe("contact.hours.missing");
  });

  test("a stored rule says when it was asked; one that does not is not read", () => {
    expect(contactRuleSchema.safeParse(rule()).success).toBe(true);
    expect(contactRuleSchema.safeParse(rule({ askedAt: "yesterday" })).success).toBe(false);
    expect(contactRuleSchema.safeParse({ ...rule(), note: "x" }).success).toBe(false);
  });
});
