import * as z from "zod";
import { contactRuleSchema, mayContact, strictest, type ContactAnswer, type ContactRule, type PromisedTime } from "../contact/safe-contact.ts";
import { languages } from "../language.ts";
import { callbackStates, isOpen, moved, type CallbackMove } from "./state.ts";
import { isMiss, nextAttempt, ringsOf, type Outcome } from "./ladder.ts";
import { slotAt, slotEnd, slotStart } from "./slots.ts";

/** `soon`: as soon as possible. `booked`: at a time the person chose. `followUp`: at a time agreed on the phone. */
export const callbackKinds = ["soon", "booked", "followUp"] as const;
export const askingFor = ["self", "other"] as const;
/** Why an entry is due when it is not simply its first time. */
const turns = ["missed", "slotClosed", "afterDanger", "revived", "askedNotToCall", "wrongNumber"] as const;

/** One request to be rung, as the queue keeps it. */
const entrySchema = z.strictObject({
  reference: z.string(),
  state: z.enum(callbackStates),
  kind: z.enum(callbackKinds),
  /** Nobody rings before. */
  dueAt: z.iso.datetime(),
  /** The slot whose seat this call uses; a request may wait without one. */
  slotId: z.string().optional(),
  danger: z.boolean(),
  asking: z.enum(askingFor),
  borrowed: z.boolean(),
  askFor: z.string().optional(),
  language: z.enum(languages),
  openedAt: z.iso.datetime(),
  turn: z.enum(turns).optional(),
  contact: contactRuleSchema,
});
export type Entry = z.infer<typeof entrySchema>;

/** Who is on the phone with, or about to ring, a caller. Ends by itself; `rungAt` once the number was shown. */
const leaseSchema = z.strictObject({ id: z.string(), staffId: z.string(), name: z.string(), until: z.iso.datetime(), rungAt: z.iso.datetime().optional() });
export type Lease = z.infer<typeof leaseSchema>;
export const leaseMinutes = 10;

/**
 * Everything open under one phone: the unit the desk rings, so that one person is one row and is held by one counsellor.
 * Knows the phone only as a keyed hash (`key`) and as it may be shown (`maskedPhone`).
 */
export const callerSchema = z.strictObject({
  key: z.string(),
  version: z.int(),
  maskedPhone: z.string(),
  entries: z.array(entrySchema),
  attempts: z.array(z.strictObject({ at: z.iso.datetime(), outcome: z.enum(["noAnswer", "someoneElse", "busy", "technical"]) })),
  lease: leaseSchema.optional(),
  askedNotToCallAt: z.iso.datetime().optional(),
  /** Bookings and moves of one day, to be able to say "enough for today". */
  asked: z.strictObject({ day: z.string(), count: z.int() }),
});
export type Caller = z.infer<typeof callerSchema>;

/** At most so many requests of one phone wait at a time, so many are open with those that rest, and so many are made or moved in a day. */
const maxWaiting = 3;
const maxOpen = 9;
export const maxAskedPerDay = 10;

export const newCaller = (key: string, maskedPhone: string): Caller => ({ key, version: 0, maskedPhone, entries: [], attempts: [], asked: { day: "", count: 0 } });

/** Whether as many requests of this phone are waiting as can be. Those that rest hinder nobody from asking anew. */
export const waitsEnough = (caller: Caller): boolean => waiting(caller).length >= maxWaiting || caller.entries.length >= maxOpen;

const waiting = ({ entries }: Caller): Entry[] => entries.filter(({ state }) => state === "waiting");
export const dueEntries = (caller: Caller, now: Date): Entry[] => waiting(caller).filter(({ dueAt }) => dueAt <= now.toISOString());

/** What a call to them is about: what is due, else all that is open. */
export function entriesAbout(caller: Caller, now: Date): Entry[] {
  const due = dueEntries(caller, now);
  return due.length ? due : caller.entries.filter(({ state }) => isOpen(state));
}

/** Whether danger was told of in what is due: whoever was in danger is always rung again after they were talked to. */
export const inDanger = (caller: Caller, now: Date): boolean => dueEntries(caller, now).some(({ danger }) => danger);

/** How far ahead of others with the same due time an entry stands: danger a day, a promised time an hour. Nobody is overtaken for longer. */
const headStartMs = ({ danger, kind }: Entry): number => (danger ? 24 * 3_600_000 : kind === "soon" ? 0 : 3_600_000);
const rank = (entry: Entry): string => new Date(Date.parse(entry.dueAt) - headStartMs(entry)).toISOString();

/** Where a caller stands in the queue, and until when nobody rings; null when nobody is to ring at all. */
export function placeInQueue(caller: Caller): { list: "ring" | "rest"; rankAt: string; dueAt: string } | null {
  const open = waiting(caller);
  if (open.length) return { list: "ring", rankAt: earliest(open.map(rank)), dueAt: earliest(open.map(({ dueAt }) => dueAt)) };
  const resting = caller.entries.filter(({ state }) => state === "resting");
  return resting.length ? { list: "rest", rankAt: earliest(resting.map(({ dueAt }) => dueAt)), dueAt: earliest(resting.map(({ dueAt }) => dueAt)) } : null;
}
const earliest = (times: readonly string[]): string => times.reduce((first, time) => (time < first ? time : first));

export const liveLease = ({ lease }: Caller, now: Date): Lease | undefined => (lease && lease.until > now.toISOString() ? lease : undefined);

/**
 * The one list of the desk a caller is in. `now`: due, and the gate allows a call. `later`: not due yet, or not a safe hour.
 * `resting`: a person must decide (tried three times, asked not to be called, answers too old). `gone`: nothing is open.
 */
export const lists = ["held", "now", "later", "resting", "gone"] as const;
export type List = (typeof lists)[number];
export function listOf(caller: Caller, now: Date): List {
  const place = placeInQueue(caller);
  if (!place) return "gone";
  if (liveLease(caller, now)) return "held";
  if (place.list === "rest") return "resting";
  const call = mayCall(caller, now);
  if (!call.may && call.because === "answersTooOld") return "resting";
  return place.dueAt <= now.toISOString() && call.may ? "now" : "later";
}

/** Whether this caller may be rung at this moment, and with which sentence. */
export function mayCall(caller: Caller, now: Date): ContactAnswer {
  const rule = ruleOf(caller);
  return rule ? mayContact(rule, { kind: "call", promised: promisedNow(caller, now) }, now) : { may: false, because: "outsideSafeHours" };
}

/** The answers to hold to when ringing this caller: the most cautious of everything open. Null when nothing is. */
export function ruleOf(caller: Caller): ContactRule | null {
  const [first, ...rest] = caller.entries.filter(({ state }) => isOpen(state)).map(({ contact }) => contact);
  if (!first) return null;
  const rule = strictest([first, ...rest]);
  // A request that rests may be older than answers are trusted: its caution counts, but its age keeps no new request from being rung.
  const askedAt = waiting(caller).map(({ contact }) => contact.askedAt);
  return askedAt.length ? { ...rule, askedAt: earliest(askedAt) } : rule;
}

/** The promised time that is running now, safe to ring in by the caller's own choice. */
export function promisedNow(caller: Caller, now: Date): PromisedTime | undefined {
  const running = slotAt(now);
  const promised = dueEntries(caller, now).some(({ slotId, kind, turn }) => slotId === running && kind !== "soon" && turn !== "missed");
  return promised ? { from: slotStart(running).toISOString(), to: slotEnd(running).toISOString() } : undefined;
}

export type Reason =
  | { code: "danger" }
  | { code: "promised"; slotId: string }
  | { code: "followUp"; afterDanger: boolean }
  | { code: "again"; outcome: Outcome; at: string; rings: number }
  | { code: "slotClosed" | "revived" | "other" | "borrowed" }
  | { code: "waiting"; since: string };

/** Why a caller stands where they stand, weightiest first. */
export function reasonsOf(caller: Caller, now: Date): Reason[] {
  const about = entriesAbout(caller, now);
  const last = caller.attempts.at(-1);
  const slotIds = about.flatMap(({ kind, slotId }) => (kind === "booked" && slotId ? [slotId] : [])).toSorted();
  const has = (test: (entry: Entry) => boolean): boolean => about.some(test);
  return [
    ...(has(({ danger }) => danger) ? [{ code: "danger" } as const] : []),
    ...(slotIds[0] ? [{ code: "promised", slotId: slotIds[0] } as const] : []),
    ...(has(({ kind }) => kind === "followUp") ? [{ code: "followUp", afterDanger: has(({ turn }) => turn === "afterDanger") } as const] : []),
    ...(last ? [{ code: "again", outcome: last.outcome, at: last.at, rings: ringsOf(caller.attempts) } as const] : []),
    ...(has(({ turn }) => turn === "slotClosed") ? [{ code: "slotClosed" } as const] : []),
    ...(has(({ turn }) => turn === "revived") ? [{ code: "revived" } as const] : []),
    ...(has(({ asking }) => asking === "other") ? [{ code: "other" } as const] : []),
    ...(has(({ borrowed }) => borrowed) ? [{ code: "borrowed" } as const] : []),
    ...(about.length ? [{ code: "waiting", since: earliest(about.map(({ openedAt }) => openedAt)) } as const] : []),
  ];
}

const next = (caller: Caller, change: Partial<Caller>): Caller => ({ ...caller, ...change, version: caller.version + 1 });

/** A new request begins a new ladder: what was missed before no longer counts. */
export const withEntry = (caller: Caller, entry: Entry): Caller =>
  next(caller, { entries: [...caller.entries.filter(({ reference }) => reference !== entry.reference), entry], attempts: [] });

/** One entry changed, by a move of the state table. Ended entries leave the row. */
export function withMove(caller: Caller, reference: string, move: CallbackMove, change: Partial<Entry> = {}): Caller {
  const entries = caller.entries.map((entry) => (entry.reference === reference ? { ...entry, ...change, state: moved(entry.state, move) } : entry));
  return next(caller, { entries: entries.filter(({ state }) => isOpen(state)) });
}

/** A new ladder: somebody asked, or decided, that the phone may ring again. */
export const withFreshLadder = (caller: Caller): Caller => ({ ...caller, attempts: [] });

export const asked = (caller: Caller, day: string): Caller => ({ ...caller, asked: { day, count: (caller.asked.day === day ? caller.asked.count : 0) + 1 } });
export const askedEnough = ({ asked: { day, count } }: Caller, today: string): boolean => day === today && count >= maxAskedPerDay;

/** The caller held by somebody; null when somebody else holds them or nothing is due. */
export function withLease(caller: Caller, by: Omit<Lease, "until" | "rungAt">, now: Date): Caller | null {
  return listOf(caller, now) === "now" ? leased(caller, by, now) : null;
}
export const leased = (caller: Caller, by: Omit<Lease, "until">, now: Date): Caller =>
  next(caller, { lease: { ...by, until: new Date(now.getTime() + leaseMinutes * 60_000).toISOString() } });
export function withoutLease(caller: Caller): Caller {
  const { lease: _lease, ...rest } = caller;
  return { ...rest, version: caller.version + 1 };
}

export type Ended = { reference: string; move: CallbackMove; change?: Partial<Entry> };

/**
 * What a call that has just ended means for everything open under the phone. The lease ends with it.
 * Reached: all is done but times promised for later. Missed: rung again by the ladder, or at its end all that was tried rests.
 * A wrong number, or a wish not to be called, ends everything.
 */
export function afterCall(caller: Caller, outcome: Outcome, now: Date): { caller: Caller; ended: Ended[]; rests: boolean } {
  const rule = ruleOf(caller);
  const due = dueEntries(caller, now);
  if (isMiss(outcome)) {
    const attempts = [...caller.attempts, { at: now.toISOString(), outcome }];
    const [first = { at: now.toISOString(), outcome }, ...later] = attempts;
    const again = rule && nextAttempt([first, ...later], rule.hours);
    const tried = again ? due : waiting(caller).filter((entry) => due.includes(entry) || entry.turn === "missed");
    const ended = tried.map(({ reference }): Ended => ({
      reference,
      move: again ? "change" : "rest",
      change: { turn: "missed", dueAt: (again ?? now).toISOString() },
    }));
    const after = applied(caller, ended);
    return { caller: withoutLease({ ...after, attempts: again ? attempts : [] }), ended, rests: !again };
  }
  const stops = outcome === "wrongNumber" || outcome === "askedNotToCall";
  const stillPromised = (entry: Entry): boolean => entry.state === "waiting" && !due.includes(entry) && entry.kind !== "soon" && entry.turn !== "missed";
  const over = stops ? caller.entries : caller.entries.filter((entry) => !stillPromised(entry));
  const ended = over.map(({ reference }): Ended => ({ reference, move: stops ? "close" : "finish" }));
  const after = { ...applied(caller, ended), attempts: [], ...(outcome === "askedNotToCall" ? { askedNotToCallAt: now.toISOString() } : {}) };
  return { caller: withoutLease(after), ended, rests: false };
}

const applied = (caller: Caller, ended: readonly Ended[]): Caller => ended.reduce((row, { reference, move, change }) => withMove(row, reference, move, change), caller);
