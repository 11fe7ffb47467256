import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayContact, type ContactAct, type ContactRule } from "../../../../shared/contact/safe-contact.ts";
import {
  afterCall,
  asked,
  askedEnough,
  callbackKinds,
  callerSchema,
  leaseMinutes,
  leased,
  lists,
  listOf,
  liveLease,
  maxAskedPerDay,
  mayCall,
  newCaller,
  placeInQueue,
  promisedNow,
  reasonsOf,
  ruleOf,
  withChange,
  withEntry,
  withLease,
  withMove,
  withoutLease,
  type Caller,
  type Entry,
} from "../../../../shared/hotline/caller.ts";
import { outcomes } from "../../../../shared/hotline/ladder.ts";
import { isOpen } from "../../../../shared/hotline/state.ts";
import { slotAt, slotStart } from "../../../../shared/hotline/slots.ts";
import { anyMinute, anyRule, callerWith, contactRule, entry, inVietnam, minutesAfter, monday } from "../../support/callers.ts";
import { holds } from "../../support/property.ts";

const staff = { id: "lease-1", staffId: "counsellor-1", name: "Tư vấn 1" };
const due = (minutes: number, change: Partial<Entry> = {}): Entry => entry({ dueAt: minutesAfter(monday, minutes).toISOString(), ...change });
const codes = (caller: Caller, now = monday) => reasonsOf(caller, now).map(({ code }) => code);

const anyEntry: fc.Arbitrary<Entry> = fc
  .record({
    reference: fc.integer({ min: 0, max: 9_999 }).map((n) => `REF${n}`),
    state: fc.constantFrom("waiting" as const, "waiting" as const, "resting" as const),
    kind: fc.constantFrom(...callbackKinds),
    minutes: fc.integer({ min: -3_000, max: 3_000 }),
    seated: fc.boolean(),
    danger: fc.boolean(),
    inTurn: fc.boolean(),
    asking: fc.constantFrom("self" as const, "other" as const),
    borrowed: fc.boolean(),
    turn: fc.constantFrom(undefined, "missed" as const, "slotClosed" as const, "afterDanger" as const, "revived" as const),
    contact: anyRule,
  })
  .map(({ minutes, seated, ...rest }): Entry => {
    const dueAt = minutesAfter(monday, minutes);
    return entry({ ...rest, dueAt: dueAt.toISOString(), ...(seated ? { slotId: slotAt(dueAt) } : {}) });
  });
const anyCaller: fc.Arbitrary<Caller> = fc
  .record({
    entries: fc.uniqueArray(anyEntry, { maxLength: 3, selector: ({ reference }) => reference }),
    leaseEnds: fc.option(fc.integer({ min: -20, max: 20 })),
    rung: fc.boolean(),
  })
  .map(({ entries, leaseEnds, rung }) =>
    callerWith(entries, leaseEnds === null ? {} : { lease: { ...staff, until: minutesAfter(monday, leaseEnds).toISOString(), ...(rung ? { rungAt: minutesAfter(monday, -1).toISOString() } : {}) } }),
  );

describe("the one list a caller is in", () => {
  const old = contactRule({ askedAt: inVietnam("2026-10-20", "09:00:00").toISOString() });
  test.each([
    ["nothing is open", callerWith([]), monday, "gone"],
    ["it is due, and the hour is safe", callerWith([entry()]), monday, "now"],
    ["it is due this very moment", callerWith([due(0)]), monday, "now"],
    ["it is due in a minute", callerWith([due(1)]), monday, "later"],
    ["the hour is not safe", callerWith([entry({ contact: contactRule({ hours: ["evening"] }) })]), monday, "later"],
    ["one of two is due", callerWith([due(-5), due(600, { reference: "R2" })]), monday, "now"],
    ["it was tried three times", callerWith([entry({ state: "resting" })]), monday, "resting"],
    ["the answers are older than 30 days", callerWith([entry({ contact: old })]), monday, "resting"],
    ["one rests and one waits", callerWith([entry({ state: "resting" }), due(-5, { reference: "R2" })]), monday, "now"],
    ["somebody holds them", leased(callerWith([entry()]), staff, monday), monday, "held"],
    ["somebody holds one who rests", leased(callerWith([entry({ state: "resting" })]), staff, monday), monday, "held"],
    ["the lease has run out", leased(callerWith([entry()]), staff, monday), minutesAfter(monday, leaseMinutes), "now"],
    ["the lease has a millisecond left", leased(callerWith([entry()]), staff, monday), new Date(minutesAfter(monday, leaseMinutes).getTime() - 1), "held"],
    ["everything ended while somebody held them", leased(callerWith([]), staff, monday), monday, "gone"],
  ])("when %s", (_, caller, now, list) => {
    expect(listOf(caller, now)).toBe(list);
  });

  test("is exactly one, whatever is open, whoever holds them and whenever one looks", () => {
    const listed = (caller: Caller, now: Date): string[] => {
      const open = caller.entries.filter(({ state }) => isOpen(state));
      const waiting = open.filter(({ state }) => state === "waiting");
      const held = caller.lease !== undefined && caller.lease.until > now.toISOString();
      const tooOld = waiting.length > 0 && waiting.every(({ contact }) => now.getTime() - Date.parse(contact.askedAt) > 30 * 86_400_000);
      const isDue = waiting.some(({ dueAt }) => dueAt <= now.toISOString());
      return [
        ...(open.length === 0 ? ["gone"] : []),
        ...(open.length > 0 && held ? ["held"] : []),
        ...(open.length > 0 && !held && (waiting.length === 0 || tooOld) ? ["resting"] : []),
        ...(waiting.length > 0 && !held && !tooOld && isDue && mayCall(caller, now).may ? ["now"] : []),
        ...(waiting.length > 0 && !held && !tooOld && !(isDue && mayCall(caller, now).may) ? ["later"] : []),
      ];
    };
    holds(
      fc.property(anyCaller, anyMinute, (caller, now) => {
        expect(listed(caller, now)).toEqual([listOf(caller, now)]);
        expect(lists).toContain(listOf(caller, now));
      }),
      1_000,
    );
  });

  test("whoever has something waiting is in the queue to ring, whoever only rests in the queue of those who rest", () => {
    holds(
      fc.property(anyCaller, (caller) => {
        const states = new Set(caller.entries.map(({ state }) => state));
        expect(placeInQueue(caller)?.list).toBe(states.has("waiting") ? "ring" : states.has("resting") ? "rest" : undefined);
      }),
    );
  });

  test("a request that rests, however old, keeps no new one from being rung, and its caution still counts", () => {
    const caller = callerWith([entry({ state: "resting", contact: { ...old, voicemail: "never", maySayWho: "no" } }), due(-5, { reference: "R2", contact: contactRule({ voicemail: "yes", maySayWho: "yes" }) })]);
    expect(listOf(caller, monday)).toBe("now");
    expect(mayCall(caller, monday)).toEqual({ may: true, say: "greetNeutral" });
    expect(ruleOf(caller)).toMatchObject({ voicemail: "never" });
  });
});

describe("the order of the queue", () => {
  const rankOf = (one: Entry) => placeInQueue(callerWith([one]))?.rankAt ?? "";
  const before = (a: Entry, b: Entry) => rankOf(a) < rankOf(b);

  test("danger comes before everything due at the same time", () => {
    for (const kind of callbackKinds) expect(before(entry({ danger: true }), entry({ kind }))).toBe(true);
  });

  test("a promised time and an agreed follow-up come before “as soon as possible” of the same age", () => {
    expect(before(entry({ kind: "booked" }), entry())).toBe(true);
    expect(before(entry({ kind: "followUp" }), entry())).toBe(true);
  });

  test("among equals, who has been due longest comes first", () => {
    expect(before(due(-10), due(-9))).toBe(true);
  });

  test.each([
    ["danger overtakes who was due up to a day before", due(0, { danger: true }), due(-24 * 60 + 1), true],
    ["danger does not overtake who was due earlier than that", due(0, { danger: true }), due(-24 * 60 - 1), false],
    ["a promised time overtakes who was due up to an hour before", due(0, { kind: "booked" }), due(-59), true],
    ["a promised time does not overtake who was due earlier than that", due(0, { kind: "booked" }), due(-61), false],
    ["danger that stands in turn overtakes nobody", due(0, { danger: true, inTurn: true }), due(-1), false],
    ["danger that stands in turn keeps its promised time's hour", due(0, { danger: true, inTurn: true, kind: "booked" }), due(-59), true],
    ["danger at a promised time has no second head start", due(0, { danger: true, kind: "booked" }), due(-24 * 60 - 1), false],
  ])("%s", (_, one, other, first) => {
    expect(before(one, other)).toBe(first);
  });

  test("nobody is ever overtaken by who is due more than a day later, and only danger overtakes by more than an hour", () => {
    holds(
      fc.property(anyEntry, anyEntry, (first, second) => {
        const [one, other] = [{ ...first, state: "waiting" as const }, { ...second, state: "waiting" as const }];
        fc.pre(before(one, other));
        const overtakenMs = Date.parse(one.dueAt) - Date.parse(other.dueAt);
        expect(overtakenMs).toBeLessThanOrEqual(one.danger && !one.inTurn ? 24 * 3_600_000 : 3_600_000);
      }),
      500,
    );
  });

  test("a caller stands where the first of their requests stands", () => {
    holds(
      fc.property(anyCaller, (caller) => {
        const alone = caller.entries.filter(({ state }) => state === "waiting").map(rankOf).toSorted();
        fc.pre(alone.length > 0);
        expect(placeInQueue(caller)?.rankAt).toBe(alone[0]);
      }),
    );
  });
});

describe("the answers to hold to", () => {
  test("are the most cautious of everything open: no act is allowed that one of them forbids", () => {
    const acts: ContactAct[] = [{ kind: "text", reason: "justDone" }, { kind: "voicemail" }];
    holds(
      fc.property(anyCaller, fc.constantFrom(...acts), anyMinute, (caller, act, now) => {
        const rule = ruleOf(caller);
        fc.pre(rule !== null);
        const fresh = (one: ContactRule): ContactRule => ({ ...one, askedAt: now.toISOString() });
        const parts = caller.entries.map(({ contact }) => contact);
        if (rule && mayContact(fresh(rule), act, now).may) for (const part of parts) expect(mayContact(fresh(part), act, now).may).toBe(true);
      }),
      500,
    );
  });

  test("take the hours from the latest answer of what waits: they tell of today", () => {
    const earlier = entry({ contact: contactRule({ hours: ["morning"], askedAt: "2026-11-20T02:00:00.000Z" }) });
    const latest = entry({ reference: "R2", contact: contactRule({ hours: ["evening"], askedAt: "2026-11-21T02:00:00.000Z" }) });
    expect(ruleOf(callerWith([earlier, latest]))?.hours).toEqual(["evening"]);
    expect(ruleOf(callerWith([{ ...earlier, state: "resting" }, latest]))?.hours).toEqual(["evening"]);
  });

  test("let nothing asked later delay whoever told of danger", () => {
    const danger = entry({ danger: true, contact: contactRule({ hours: ["morning", "afternoon"], askedAt: "2026-11-20T02:00:00.000Z" }) });
    const later = entry({ reference: "R2", contact: contactRule({ hours: ["evening"], askedAt: "2026-11-21T02:00:00.000Z" }) });
    expect(ruleOf(callerWith([danger, later]))?.hours).toEqual(["morning", "afternoon", "evening"]);
  });

  test("are as old as the latest of what waits: an old request keeps no new one from being rung", () => {
    const old = entry({ contact: contactRule({ askedAt: "2026-09-01T02:00:00.000Z" }) });
    const fresh = entry({ reference: "R2", danger: true, contact: contactRule({ askedAt: "2026-11-22T02:00:00.000Z" }) });
    expect(listOf(callerWith([old, fresh]), monday)).toBe("now");
  });

  test("forget what has ended", () => {
    const caller = callerWith([entry({ contact: contactRule({ mayText: "no" }) }), entry({ reference: "R2" })]);
    expect(ruleOf(caller)).toMatchObject({ mayText: "no" });
    expect(ruleOf(withMove(caller, "K7M4Q9TX", "cancel"))).toMatchObject({ mayText: "yes" });
    expect(ruleOf(callerWith([]))).toBeNull();
  });
});

describe("a promised time", () => {
  const slotId = "2026-11-23T09:00";
  const promised = (change: Partial<Entry> = {}) => callerWith([due(0, { kind: "booked", slotId, contact: contactRule({ hours: ["evening"] }), ...change })]);

  test.each([
    ["09:00:00.000", "now"],
    ["09:29:59.999", "now"],
    ["09:30:00.000", "later"],
    ["08:59:59.999", "later"],
  ])("outside the windows, at %s: %s", (time, list) => {
    expect(listOf(promised(), inVietnam("2026-11-23", time))).toBe(list);
  });

  test("agreed on the phone counts as chosen", () => {
    expect(listOf(promised({ kind: "followUp" }), monday)).toBe("now");
  });

  test("agreed after danger is kept too, outside the windows as well", () => {
    expect(listOf(promised({ kind: "followUp", turn: "afterDanger" }), monday)).toBe("now");
  });

  test("is no longer one after it was missed: only safe hours count then", () => {
    expect(promisedNow(promised({ turn: "missed" }), monday)).toBeUndefined();
    expect(listOf(promised({ turn: "missed" }), monday)).toBe("later");
  });

  test("is nobody's promise when the request was “as soon as possible”", () => {
    expect(listOf(promised({ kind: "soon" }), monday)).toBe("later");
  });
});

describe("why a caller stands there", () => {
  test("weightiest first", () => {
    const whole = callerWith(
      [
        entry({ danger: true, kind: "booked", slotId: "2026-11-23T08:30", asking: "other", borrowed: true }),
        entry({ reference: "R2", kind: "followUp", turn: "afterDanger" }),
        entry({ reference: "R3", turn: "slotClosed" }),
      ],
      { attempts: [{ at: minutesAfter(monday, -200).toISOString(), outcome: "noAnswer" }] },
    );
    expect(codes(whole)).toEqual(["danger", "promised", "followUp", "again", "slotClosed", "other", "borrowed", "waiting"]);
    expect(reasonsOf(whole, monday)).toContainEqual({ code: "followUp", afterDanger: true });
    expect(reasonsOf(whole, monday)).toContainEqual({ code: "promised", slotId: "2026-11-23T08:30" });
  });

  test("tells how often the phone rang, a fault on our side left out", () => {
    const attempts = [
      { at: minutesAfter(monday, -400).toISOString(), outcome: "noAnswer" as const },
      { at: minutesAfter(monday, -200).toISOString(), outcome: "technical" as const },
    ];
    expect(reasonsOf(callerWith([entry({ turn: "missed" })], { attempts }), monday)).toContainEqual({ code: "again", outcome: "technical", at: attempts[1]?.at, rings: 1 });
  });

  test("speaks of what is due, and of everything open only when nothing is", () => {
    const caller = callerWith([entry(), due(60, { reference: "R2", danger: true })]);
    expect(codes(caller)).toEqual(["waiting"]);
    expect(codes(callerWith([due(60, { danger: true })]))).toEqual(["danger", "waiting"]);
  });

  test("is never silent while something is open, always ends with since when, and says danger first", () => {
    holds(
      fc.property(anyCaller, anyMinute, (caller, now) => {
        const reasons = codes(caller, now);
        expect(reasons.at(-1)).toBe(caller.entries.length ? "waiting" : undefined);
        expect(new Set(reasons).size).toBe(reasons.length);
        expect(reasons.indexOf("danger")).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe("a lease", () => {
  test("is given for ten minutes on who may be rung now, and on nobody else", () => {
    const held = withLease(callerWith([entry()]), staff, monday);
    expect(held?.lease).toEqual({ ...staff, until: minutesAfter(monday, leaseMinutes).toISOString() });
    for (const caller of [callerWith([]), callerWith([due(5)]), callerWith([entry({ state: "resting" })])]) expect(withLease(caller, staff, monday)).toBeNull();
  });

  test("never stands beside another: as long as one lives no second is given", () => {
    holds(
      fc.property(anyCaller, anyMinute, (caller, now) => {
        const held = withLease(caller, { ...staff, id: "lease-2", staffId: "counsellor-2" }, now);
        if (liveLease(caller, now)) expect(held).toBeNull();
        if (held) expect(withLease(held, { ...staff, id: "lease-3" }, now)).toBeNull();
      }),
      500,
    );
  });

  test("ends with the call, whatever came of it", () => {
    for (const outcome of outcomes) expect(afterCall(leased(callerWith([entry()]), staff, monday), outcome, monday).caller.lease).toBeUndefined();
  });

  test("given back leaves the caller where they stood", () => {
    const caller = callerWith([entry()]);
    const back = withoutLease(leased(caller, staff, monday));
    expect(back.lease).toBeUndefined();
    expect(placeInQueue(back)).toEqual(placeInQueue(caller));
  });
});

describe("after a call", () => {
  test("that reached somebody, what was due is done and a time promised for later stays", () => {
    const caller = callerWith([entry(), due(600, { reference: "R2", kind: "booked" })], { attempts: [{ at: minutesAfter(monday, -200).toISOString(), outcome: "noAnswer" }] });
    const { caller: after, ended, rests } = afterCall(caller, "reached", monday);
    expect(ended).toEqual([{ reference: "K7M4Q9TX", move: "finish" }]);
    expect(after.entries.map(({ reference }) => reference)).toEqual(["R2"]);
    expect(after.attempts).toEqual([]);
    expect(rests).toBe(false);
  });

  test("that missed, only what was due gets its next time", () => {
    const caller = callerWith([entry(), due(600, { reference: "R2", kind: "booked" })]);
    const { caller: after } = afterCall(caller, "noAnswer", monday);
    expect(after.entries.map(({ reference, turn }) => [reference, turn])).toEqual([["K7M4Q9TX", "missed"], ["R2", undefined]]);
    expect(after.entries[1]?.dueAt).toBe(due(600).dueAt);
  });

  test("that was the third miss, what was rung rests and what was not waits on, with a ladder of its own", () => {
    const attempts = [-400, -200].map((minutes) => ({ at: minutesAfter(monday, minutes).toISOString(), outcome: "noAnswer" as const }));
    const caller = callerWith([entry({ turn: "missed" }), due(600, { reference: "R2", kind: "booked" })], { attempts });
    const { caller: after, rests } = afterCall(caller, "noAnswer", monday);
    expect(rests).toBe(true);
    expect(after.entries.map(({ reference, state }) => [reference, state])).toEqual([["K7M4Q9TX", "resting"], ["R2", "waiting"]]);
    expect(after.attempts).toEqual([]);
  });

  test("with a wrong number or a wish not to be called, everything ends, promised times and what rests too", () => {
    for (const outcome of ["wrongNumber", "askedNotToCall"] as const) {
      const caller = callerWith([entry(), due(600, { reference: "R2", kind: "booked" }), entry({ reference: "R3", state: "resting" })]);
      const { caller: after, ended } = afterCall(caller, outcome, monday);
      expect(ended.map(({ move }) => move)).toEqual(["close", "close", "close"]);
      expect(listOf(after, monday)).toBe("gone");
    }
  });

  test("every open request is in the row still or among what ended, never both and never neither", () => {
    holds(
      fc.property(anyCaller, fc.constantFrom(...outcomes), anyMinute, (caller, outcome, now) => {
        const { caller: after, ended } = afterCall(caller, outcome, now);
        const over = ended.filter(({ move }) => move === "finish" || move === "close").map(({ reference }) => reference);
        const kept = after.entries.map(({ reference }) => reference);
        expect([...over, ...kept].toSorted()).toEqual(caller.entries.map(({ reference }) => reference).toSorted());
      }),
      500,
    );
  });
});

describe("how often somebody may ask", () => {
  test("ten times a day; the next day begins anew", () => {
    const tenth = Array.from({ length: maxAskedPerDay }).reduce<Caller>((caller) => asked(caller, "2026-11-23"), newCaller("caller-1", ""));
    expect(askedEnough(tenth, "2026-11-23")).toBe(true);
    expect(askedEnough({ ...tenth, asked: { day: "2026-11-23", count: 9 } }, "2026-11-23")).toBe(false);
    expect(askedEnough(tenth, "2026-11-24")).toBe(false);
    expect(asked(tenth, "2026-11-24").asked).toEqual({ day: "2026-11-24", count: 1 });
  });
});

test("a new request begins a new ladder, and one sent again stands once", () => {
  const caller = callerWith([entry()], { attempts: [{ at: monday.toISOString(), outcome: "busy" }] });
  expect(withEntry(caller, entry({ reference: "R2" })).attempts).toEqual([]);
  expect(withEntry(caller, entry()).entries).toHaveLength(1);
});

test("every row the moves can make is read back as it was written, and each is a new version", () => {
  holds(
    fc.property(anyCaller, fc.constantFrom(...outcomes), anyMinute, (caller, outcome, now) => {
      const { caller: after } = afterCall(caller, outcome, now);
      expect(callerSchema.parse(JSON.parse(JSON.stringify(after)))).toEqual(JSON.parse(JSON.stringify(after)));
      expect(after.version).toBeGreaterThan(caller.version);
    }),
  );
});

test("a promised half hour begins when its slot does", () => {
  const slotId = "2026-11-23T09:00";
  const caller = callerWith([due(0, { kind: "booked", slotId })]);
  expect(promisedNow(caller, minutesAfter(monday, 10))).toEqual({ from: slotStart(slotId).toISOString(), to: minutesAfter(monday, 30).toISOString() });
});

test("one request changed where it stands changes no other, and the row is a new one", () => {
  const [first, second] = [entry({ reference: "A" }), entry({ reference: "B" })];
  const caller = callerWith([first, second]);
  const no = { ...first.contact, mayText: "no" as const };
  expect(withChange(caller, "A", { contact: no })).toEqual({ ...caller, version: caller.version + 1, entries: [{ ...first, contact: no }, second] });
  expect(withChange(caller, "C", { contact: no }).entries).toEqual(caller.entries);
  expect(ruleOf(withChange(caller, "A", { contact: no }))?.mayText).toBe("no");
});
