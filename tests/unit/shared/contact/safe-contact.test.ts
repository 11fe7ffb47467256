import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  answerers,
  contactRuleSchema,
  isSafeHour,
  mayContact,
  nextSafeTime,
  safeContactSchema,
  safeHours,
  sayWhoAnswers,
  strictest,
  textAnswers,
  textReasons,
  voicemailAnswers,
  type ContactAct,
  type ContactAnswer,
  type ContactRule,
} from "../../../../shared/contact/safe-contact.ts";
import { holds } from "../../support/property.ts";

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

describe("a call", () => {
  const call = { kind: "call" } as const;
  const say = (sentence: string) => ({ may: true, say: sentence });

  test("may be made in a safe hour, and begins with what the person allowed to be said", () => {
    expect(mayContact(rule(), call, morning)).toEqual(say("greetNeutral"));
    expect(mayContact(rule({ maySayWho: "yes" }), call, morning)).toEqual(say("greetWithName"));
  });

  test("needs no agreement to texts", () => {
    expect(mayContact(rule({ mayText: "no", textsAgreed: false }), call, morning)).toEqual(say("greetNeutral"));
  });

  test("is not made outside the safe hours", () => {
    expect(mayContact(rule({ hours: ["evening"] }), call, morning)).toEqual(no("outsideSafeHours"));
  });

  test.each([
    ["09:59:59.999", false],
    ["10:00:00.000", true],
    ["10:29:59.999", true],
    ["10:30:00.000", false],
  ])("promised for 10:00 to 10:30 by somebody safe in the evening only, at %s: %s", (time, may) => {
    const promised = { from: inVietnam("2026-11-21", "10:00:00").toISOString(), to: inVietnam("2026-11-21", "10:30:00").toISOString() };
    expect(mayContact(rule({ hours: ["evening"] }), { kind: "call", promised }, inVietnam("2026-11-21", time))).toEqual(may ? say("greetNeutral") : no("outsideSafeHours"));
  });

  test("is not made on answers older than 30 days, promised or not", () => {
    const late = inVietnam("2026-12-02", "09:10:00");
    const promised = { from: inVietnam("2026-12-02", "09:00:00").toISOString(), to: inVietnam("2026-12-02", "09:30:00").toISOString() };
    expect(mayContact(rule(), call, late)).toEqual(no("answersTooOld"));
    expect(mayContact(rule(), { kind: "call", promised }, late)).toEqual(no("answersTooOld"));
  });
});

describe("a voicemail", () => {
  test.each([
    ["never", "yes", no("voicemailNever")],
    ["never", "no", no("voicemailNever")],
    ["neutral", "yes", { may: true, say: "leaveNeutral" }],
    ["neutral", "no", { may: true, say: "leaveNeutral" }],
    ["yes", "no", { may: true, say: "leaveNeutral" }],
    ["yes", "yes", { may: true, say: "leaveWithName" }],
  ] as const)("“%s”, and who we are “%s”", (voicemail, maySayWho, answer) => {
    expect(mayContact(rule({ voicemail, maySayWho }), { kind: "voicemail" }, morning)).toEqual(answer);
  });
});

describe("another voice", () => {
  test.each([
    ["onlyMe", "excuse"],
    ["family", "askForThem"],
    ["anyone", "askOrCallAgain"],
  ] as const)("where %s may answer: “%s”, and never who we are", (whoMayAnswer, sentence) => {
    for (const maySayWho of sayWhoAnswers) expect(mayContact(rule({ whoMayAnswer, maySayWho }), { kind: "someoneElse" }, morning)).toEqual({ may: true, say: sentence });
  });
});

test("every rule, every act, every hour, young answers and old: exactly one answer, as written down here", () => {
  const hourSets = [1, 2, 3, 4, 5, 6, 7].map((mask) => safeHours.filter((_, index) => mask & (1 << index)));
  const windowOf = (hour: number) => (hour < 8 || hour > 20 ? "night" : hour < 12 ? "morning" : hour < 17 ? "afternoon" : "evening");
  const acts = ["askedNow", "justDone", "weBegin", "call", "promised call", "promised call not begun", "promised call over", "voicemail", "someoneElse"] as const;
  const ages = { young: "2026-11-20", old: "2026-12-05" };
  const iso = (date: string, hour: number, minute: number) => new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8)), hour - 7, minute)).toISOString();

  const actOf = (act: (typeof acts)[number], date: string, hour: number): ContactAct => {
    if (act === "voicemail" || act === "someoneElse" || act === "call") return { kind: act };
    if (act === "promised call") return { kind: "call", promised: { from: iso(date, hour, 0), to: iso(date, hour, 30) } };
    if (act === "promised call not begun") return { kind: "call", promised: { from: iso(date, hour, 30), to: iso(date, hour, 60) } };
    if (act === "promised call over") return { kind: "call", promised: { from: iso(date, hour, -30), to: iso(date, hour, 0) } };
    return { kind: "text", reason: act };
  };
  /** What must hold before an act, and what refuses it, in the order in which it is told. */
  const needs: Record<(typeof acts)[number], readonly string[]> = {
    askedNow: ["textsNotWanted"],
    justDone: ["textsNotWanted", "textsNotAgreed"],
    weBegin: ["textsNotWanted", "textsNotAgreed", "answersTooOld", "outsideSafeHours"],
    call: ["answersTooOld", "outsideSafeHours"],
    "promised call": ["answersTooOld"],
    "promised call not begun": ["answersTooOld", "outsideSafeHours"],
    "promised call over": ["answersTooOld", "outsideSafeHours"],
    voicemail: ["voicemailNever"],
    someoneElse: [],
  };
  const spoken = (act: (typeof acts)[number], { maySayWho, voicemail, whoMayAnswer }: ContactRule): string | undefined => {
    if (act === "someoneElse") return { onlyMe: "excuse", family: "askForThem", anyone: "askOrCallAgain" }[whoMayAnswer];
    if (act === "voicemail") return `${maySayWho}/${voicemail}` === "yes/yes" ? "leaveWithName" : "leaveNeutral";
    if (act.includes("call")) return maySayWho === "yes" ? "greetWithName" : "greetNeutral";
    return undefined;
  };

  const wrong: unknown[] = [];
  let asked = 0;
  for (const mayText of textAnswers)
    for (const maySayWho of sayWhoAnswers)
      for (const voicemail of voicemailAnswers)
        for (const whoMayAnswer of answerers)
          for (const hours of hourSets)
            for (const textsAgreed of [true, false]) {
              const given = rule({ mayText, maySayWho, voicemail, whoMayAnswer, hours, textsAgreed });
              for (const [age, date] of Object.entries(ages))
                for (let hour = 0; hour < 24; hour++)
                  for (const act of acts) {
                    const stands: Record<string, boolean> = {
                      textsNotWanted: mayText === "no",
                      textsNotAgreed: !textsAgreed,
                      answersTooOld: age === "old",
                      outsideSafeHours: !hours.some((window) => window === windowOf(hour)),
                      voicemailNever: voicemail === "never",
                    };
                    const because = needs[act].find((refusal) => stands[refusal]);
                    const sentence = spoken(act, given);
                    const expected = because ? { may: false, because } : { may: true, ...(sentence ? { say: sentence } : {}) };
                    const answer = mayContact(given, actOf(act, date, hour), new Date(iso(date, hour, 0)));
                    asked++;
                    if (JSON.stringify(answer) !== JSON.stringify(expected)) wrong.push({ given, act, date, hour, answer, expected });
                  }
            }
  expect(wrong).toEqual([]);
  expect(asked).toBe(2 * 2 * 3 * 3 * 7 * 2 * 2 * 24 * 9);
});

describe("safe hours", () => {
  test.each([
    ["07:59:59.999", false],
    ["08:00:00.000", true],
    ["12:00:00.000", true],
    ["17:00:00.000", true],
    ["20:59:59.999", true],
    ["21:00:00.000", false],
  ])("at %s, for somebody with every window: %s", (time, safe) => {
    expect(isSafeHour(["morning", "afternoon", "evening"], inVietnam("2026-11-23", time))).toBe(safe);
  });

  test.each([
    ["is the moment itself inside a window", ["morning"], "2026-11-23", "09:17:00", "2026-11-23", "09:17:00"],
    ["is eight in the morning before it", ["morning"], "2026-11-23", "07:59:59", "2026-11-23", "08:00:00"],
    ["is tomorrow at the end of the last window", ["morning"], "2026-11-23", "12:00:00", "2026-11-24", "08:00:00"],
    ["is the next window of the same day", ["morning", "evening"], "2026-11-23", "12:00:00", "2026-11-23", "17:00:00"],
    ["is tomorrow morning at nine at night", ["morning", "afternoon", "evening"], "2026-11-23", "21:00:00", "2026-11-24", "08:00:00"],
    ["crosses the end of a month and of a year", ["evening"], "2026-12-31", "23:30:00", "2027-01-01", "17:00:00"],
  ] as const)("the next one %s", (_, hours, date, time, nextDate, nextTime) => {
    expect(nextSafeTime(hours, inVietnam(date, time))).toEqual(inVietnam(nextDate, nextTime));
  });

  const anyHours = fc.uniqueArray(fc.constantFrom(...safeHours), { minLength: 1 });
  const anyMoment = fc.date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2028-01-01T00:00:00Z"), noInvalidDate: true });

  test("the next one is safe, not before, at most 20 hours off, and none between was safe", () => {
    holds(
      fc.property(anyHours, anyMoment, (hours, from) => {
        const next = nextSafeTime(hours, from);
        expect(isSafeHour(hours, next)).toBe(true);
        expect(next.getTime()).toBeGreaterThanOrEqual(from.getTime());
        expect(next.getTime() - from.getTime()).toBeLessThanOrEqual(20 * 3_600_000);
        for (let at = from.getTime(); at < next.getTime(); at += 60_000) expect(isSafeHour(hours, new Date(at))).toBe(false);
      }),
    );
  });
});

describe("several answers about one phone", () => {
  const order = { mayText: textAnswers.toReversed(), maySayWho: sayWhoAnswers.toReversed(), voicemail: voicemailAnswers, whoMayAnswer: answerers } as const;
  const anyRule: fc.Arbitrary<ContactRule> = fc.record({
    mayText: fc.constantFrom(...textAnswers),
    maySayWho: fc.constantFrom(...sayWhoAnswers),
    voicemail: fc.constantFrom(...voicemailAnswers),
    whoMayAnswer: fc.constantFrom(...answerers),
    hours: fc.uniqueArray(fc.constantFrom(...safeHours), { minLength: 1 }),
    textsAgreed: fc.boolean(),
    askedAt: fc.integer({ min: 0, max: 40 }).map((n) => new Date(Date.parse(askedAt) + n * days).toISOString()),
  });
  const anyRules = fc.array(anyRule, { minLength: 1, maxLength: 5 }).map((rules) => rules as [ContactRule, ...ContactRule[]]);

  test("one alone is itself", () => {
    holds(
      fc.property(anyRule, (one) => {
        expect(strictest([one])).toEqual(one);
      }),
    );
  });

  test("taken together are never looser than any of them, and ask for nothing that nobody asked", () => {
    holds(
      fc.property(anyRules, (rules) => {
        const whole = strictest(rules);
        for (const [question, answers] of Object.entries(order)) {
          const rank = (one: ContactRule) => (answers as readonly string[]).indexOf(one[question as keyof typeof order]);
          expect(rank(whole)).toBe(Math.min(...rules.map(rank)));
        }
        expect(whole.textsAgreed).toBe(rules.every(({ textsAgreed }) => textsAgreed));
        expect(whole.askedAt).toBe(rules.map((one) => one.askedAt).toSorted()[0]);
      }),
    );
  });

  test("are safe only in hours that all of them call safe; where they share none, in those of the latest", () => {
    holds(
      fc.property(anyRules, (rules) => {
        const { hours } = strictest(rules);
        const shared = safeHours.filter((window) => rules.every((one) => one.hours.includes(window)));
        const latest = rules.reduce((late, one) => (one.askedAt > late.askedAt ? one : late));
        expect(hours.toSorted()).toEqual((shared.length ? shared : latest.hours).toSorted());
        expect(hours.length).toBeGreaterThan(0);
      }),
    );
  });

  test("allow no text, call or voicemail, at any hour, that one of them forbids, as long as they share an hour", () => {
    const acts: ContactAct[] = [...textReasons.map((reason) => ({ kind: "text" as const, reason })), { kind: "call" }, { kind: "voicemail" }];
    holds(
      fc.property(anyRules, fc.constantFrom(...acts), fc.integer({ min: 0, max: 23 }), (rules, act, hour) => {
        fc.pre(safeHours.some((window) => rules.every((one) => one.hours.includes(window))));
        const at = inVietnam("2026-12-03", `${String(hour).padStart(2, "0")}:15:00`);
        if (mayContact(strictest(rules), act, at).may) for (const one of rules) expect(mayContact(one, act, at).may).toBe(true);
      }),
      500,
    );
  });
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
