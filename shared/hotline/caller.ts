import * as z from "zod";
import { contactRuleSchema, mayContact, nextSafeTime, safeHours, strictest, type ContactAnswer, type ContactRule, type PromisedTime, type SafeHours } from "../contact/safe-contact.ts";
import { languages } from "../language.ts";
import { callbackStates, isOpen, moved, type CallbackMove } from "./state.ts";
import { isMiss, maxAttempts, nextAttempt, ringsOf, type Outcome } from "./ladder.ts";
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
  /** Told of danger where many did: the danger stands, and goes before nobody. */
  inTurn: z.boolean().optional(),
  asking: z.enum(askingFor),
  borrowed: z.boolean(),
  askFor: z.string().optional(),
  language: z.enum(languages),
  openedAt: z.iso.datetime(),
  turn: z.enum(turns).optional(),
  /** How often the phone rang for this in ladders before the present one. */
  rings: z.int().optional(),
  contact: contactRuleSchema,
  /** No more texts: about this request, or to the phone at all. */
  textsStopped: z.enum(["appointment", "phone"]).optional(),
});
export type Entry = z.infer<typeof entrySchema>;

/** Who is on the phone with, or about to ring, a caller. Ends by itself; `rungAt` once the number was shown, `tookOverCallAt` when it was to the one before. */
const leaseSchema = z.strictObject({ id: z.string(), staffId: z.string(), name: z.string(), until: z.iso.datetime(), rungAt: z.iso.datetime().optional(), tookOverCallAt: z.iso.datetime().optional() });
export type Lease = z.infer<typeof leaseSchema>;
export const leaseMinutes = 10;
/** When the phone rang in the call a lease is about, whoever rang it; undefined when it has not. */
export const rangAt = ({ rungAt, tookOverCallAt }: Lease): string | undefined => rungAt ?? tookOverCallAt;

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
  wrongNumberAt: z.iso.datetime().optional(),
  /** Bookings and moves of one day, to be able to say "enough for today". */
  asked: z.strictObject({ day: z.string(), count: z.int() }),
  /** Texts about these requests that may still wait: taken back with what they are about. */
  texts: z.array(z.strictObject({ id: z.string(), reference: z.string(), notAfter: z.iso.datetime() })),
});
export type Caller = z.infer<typeof callerSchema>;

/** At most so many requests of one phone are open, and so many that are made or moved in a day are texted about. */
export const mostEntries = 9;
export const maxAskedPerDay = 10;

export const newCaller = (key: string, maskedPhone: string): Caller => ({ key, version: 0, maskedPhone, entries: [], attempts: [], asked: { day: "", count: 0 }, texts: [] });

const respectedForMs = 30 * 24 * 3_600_000;

/** Why a person must decide before this phone rings again: within 30 days its owner asked not to be called, or it was the wrong number. */
export function stoppedBy({ askedNotToCallAt, wrongNumberAt }: Caller, now: Date): "askedNotToCall" | "wrongNumber" | undefined {
  const isRecent = (at: string | undefined): boolean => at !== undefined && now.getTime() - Date.parse(at) < respectedForMs;
  return isRecent(askedNotToCallAt) ? "askedNotToCall" : isRecent(wrongNumberAt) ? "wrongNumber" : undefined;
}

/** Whether it rests because of what the owner of the phone once said, and not because nobody answered. */
export const isStopped = ({ turn }: Entry): boolean => turn === "askedNotToCall" || turn === "wrongNumber";

const waiting = ({ entries }: Caller): Entry[] => entries.filter(({ state }) => state === "waiting");
export const dueEntries = (caller: Caller, now: Date): Entry[] => waiting(caller).filter(({ dueAt }) => dueAt <= now.toISOString());

/** What a call to them is about: what is due, else all that is open. */
export function entriesAbout(caller: Caller, now: Date): Entry[] {
  const due = dueEntries(caller, now);
  return due.length ? due : caller.entries.filter(({ state }) => isOpen(state));
}

/** Whether danger was told of in what is due: whoever was in danger is always rung again after they were talked to. */
export const inDanger = (caller: Caller, now: Date): boolean => dueEntries(caller, now).some(({ danger }) => danger);

const goesFirst = ({ danger, inTurn }: Entry): boolean => danger && !inTurn;
/** How far ahead of others with the same due time an entry stands: danger a day, a promised time an hour. Nobody is overtaken for longer. */
const headStartMs = (entry: Entry): number => (goesFirst(entry) ? 24 * 3_600_000 : entry.kind === "soon" ? 0 : 3_600_000);
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

/**
 * The answers to hold to when ringing this caller: the most cautious of everything open. Null when nothing is.
 * Hours tell of today: the latest answer of what waits counts, and whoever told of danger is rung by their own; an older request delays neither.
 */
export function ruleOf(caller: Caller): ContactRule | null {
  const [first, ...rest] = caller.entries.filter(({ state }) => isOpen(state)).map(({ contact }) => contact);
  if (!first) return null;
  const rule = strictest([first, ...rest]);
  const open = waiting(caller);
  const latest = open.reduce<ContactRule | null>((late, { contact }) => (late && late.askedAt > contact.askedAt ? late : contact), null);
  if (!latest) return rule;
  const safe = (window: SafeHours): boolean => latest.hours.includes(window) || open.some(({ danger, contact }) => danger && contact.hours.includes(window));
  return { ...rule, hours: safeHours.filter(safe), askedAt: latest.askedAt };
}

/** The promised time that is running now, safe to ring in by the caller's own choice. */
export function promisedNow(caller: Caller, now: Date): PromisedTime | undefined {
  const running = slotAt(now);
  const promised = dueEntries(caller, now).some(({ slotId, kind, turn }) => slotId === running && kind !== "soon" && turn !== "missed");
  return promised ? { from: slotStart(running).toISOString(), to: slotEnd(running).toISOString() } : undefined;
}

export type Reason =
  | { code: "danger"; first: boolean }
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
    ...(has(({ danger }) => danger) ? [{ code: "danger", first: has(goesFirst) } as const] : []),
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

/** A new request begins a new ladder of its own. */
export function withEntry(caller: Caller, entry: Entry): Caller {
  const { entries, ...rest } = withFreshLadder(caller);
  return next({ ...rest, entries }, { entries: [...entries.filter(({ reference }) => reference !== entry.reference), entry] });
}

/** One entry changed, by a move of the state table. Ended entries leave the row. */
export function withMove(caller: Caller, reference: string, move: CallbackMove, change: Partial<Entry> = {}): Caller {
  const entries = caller.entries.map((entry) => (entry.reference === reference ? { ...entry, ...change, state: moved(entry.state, move) } : entry));
  return next(caller, { entries: entries.filter(({ state }) => isOpen(state)) });
}

/** One entry changed where it stands. */
export const withChange = (caller: Caller, reference: string, change: Partial<Entry>): Caller =>
  next(caller, { entries: caller.entries.map((entry) => (entry.reference === reference ? { ...entry, ...change } : entry)) });

/** A new ladder: somebody asked, or decided, that the phone may ring again. What it rang for others stays counted with them. */
export function withFreshLadder(caller: Caller): Caller {
  const rang = ringsOf(caller.attempts);
  const entries = caller.entries.map((entry) => (rang && entry.turn === "missed" ? { ...entry, rings: (entry.rings ?? 0) + rang } : entry));
  return { ...caller, entries, attempts: [] };
}

export const asked = (caller: Caller, day: string): Caller => ({ ...caller, asked: { day, count: (caller.asked.day === day ? caller.asked.count : 0) + 1 } });
export const askedEnough = ({ asked: { day, count } }: Caller, today: string): boolean => day === today && count >= maxAskedPerDay;

/** The caller held by somebody; null when somebody else holds them or nothing is due. */
export function withLease(caller: Caller, by: Pick<Lease, "id" | "staffId" | "name">, now: Date): Caller | null {
  return listOf(caller, now) === "now" ? leased(caller, by, now) : null;
}
export const leased = (caller: Caller, by: Omit<Lease, "until">, now: Date): Caller =>
  next(caller, { lease: { ...by, until: new Date(now.getTime() + leaseMinutes * 60_000).toISOString() } });
export function withoutLease(caller: Caller): Caller {
  const { lease: _lease, ...rest } = caller;
  return { ...rest, version: caller.version + 1 };
}

/** Whether something is due and the hour forbids to ring: they stand at the head of the queue and cannot be taken. */
export const isOutOfHours = (caller: Caller, now: Date): boolean => listOf(caller, now) === "later" && dueEntries(caller, now).length > 0;

/** What is due put off to the next safe hour, so that it no longer stands before those who can be rung. */
export function putOff(caller: Caller, now: Date): Caller {
  const due = dueEntries(caller, now);
  const dueAt = nextSafeTime(ruleOf(caller)?.hours ?? safeHours, now).toISOString();
  return next(caller, { entries: caller.entries.map((entry) => (due.includes(entry) ? { ...entry, dueAt } : entry)) });
}

export type Ended = { reference: string; move: CallbackMove; change?: Partial<Entry> };

/**
 * What a call that has just ended means for everything open under the phone. The lease ends with it. What was asked after the phone
 * rang was not spoken of: it stays as it is, unless nobody is to ring any more.
 * Reached: all is done but times promised for later. Missed: rung again by the ladder, or at its end all that was tried rests.
 * A wrong number, or a wish not to be called, ends everything.
 */
export function afterCall(caller: Caller, outcome: Outcome, now: Date): { caller: Caller; ended: Ended[]; rests: boolean } {
  const rule = ruleOf(caller);
  const rungAt = (caller.lease && rangAt(caller.lease)) ?? now.toISOString();
  const isAbout = ({ openedAt }: Entry): boolean => openedAt <= rungAt;
  const due = dueEntries(caller, now).filter(isAbout);
  if (isMiss(outcome)) {
    const attempts = [...caller.attempts, { at: now.toISOString(), outcome }];
    const [first = { at: now.toISOString(), outcome }, ...later] = attempts;
    const again = rule && nextAttempt([first, ...later], rule.hours);
    const tried = again ? due : waiting(caller).filter((entry) => due.includes(entry) || entry.turn === "missed");
    const ended = tried.map(({ reference, rings = 0 }): Ended =>
      again && rings + ringsOf(attempts) < maxAttempts
        ? { reference, move: "change", change: { turn: "missed", dueAt: again.toISOString() } }
        : { reference, move: "rest", change: { turn: "missed", dueAt: now.toISOString(), slotId: undefined, rings: undefined } },
    );
    const after = applied(caller, ended);
    const rests = ended.every(({ move }) => move === "rest");
    return { caller: withoutLease({ ...after, attempts: rests ? [] : attempts }), ended, rests };
  }
  const stops = outcome === "wrongNumber" || outcome === "askedNotToCall";
  const stillPromised = (entry: Entry): boolean => entry.state === "waiting" && !due.includes(entry) && entry.kind !== "soon" && entry.turn !== "missed";
  const isOver = (entry: Entry): boolean => isAbout(entry) && !stillPromised(entry);
  const over = stops ? caller.entries : caller.entries.filter(isOver);
  const ended = over.map(({ reference }): Ended => ({ reference, move: stops ? "close" : "finish" }));
  const at = now.toISOString();
  const after = { ...applied(caller, ended), attempts: [], ...(outcome === "askedNotToCall" ? { askedNotToCallAt: at } : outcome === "wrongNumber" ? { wrongNumberAt: at } : {}) };
  return { caller: withoutLease(after), ended, rests: false };
}

const applied = (caller: Caller, ended: readonly Ended[]): Caller => ended.reduce((row, { reference, move, change }) => withMove(row, reference, move, change), caller);
