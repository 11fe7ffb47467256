import * as z from "zod";
import { localTime } from "../calendar/local-time.ts";

export const textAnswers = ["yes", "no"] as const;
export const sayWhoAnswers = ["yes", "no"] as const;
export const voicemailAnswers = ["never", "neutral", "yes"] as const;
export const answerers = ["onlyMe", "family", "anyone"] as const;
export const safeHours = ["morning", "afternoon", "evening"] as const;
export type SafeHours = (typeof safeHours)[number];

/** Vietnam wall-clock hours of each window: from (included) to (excluded). */
const hoursOf: Record<SafeHours, readonly [number, number]> = { morning: [8, 12], afternoon: [12, 17], evening: [17, 21] };

/**
 * What a person told us about reaching them without harm. No answer has a default:
 * unknown would have to mean "most cautious", and nobody should have to guess that.
 */
export const safeContactSchema = z.strictObject({
  mayText: z.enum(textAnswers, { error: "contact.mayText.missing" }),
  maySayWho: z.enum(sayWhoAnswers, { error: "contact.maySayWho.missing" }),
  voicemail: z.enum(voicemailAnswers, { error: "contact.voicemail.missing" }),
  whoMayAnswer: z.enum(answerers, { error: "contact.whoMayAnswer.missing" }),
  hours: z
    .array(z.enum(safeHours, { error: "contact.hours.missing" }), { error: "contact.hours.missing" })
    .min(1, { error: "contact.hours.missing" })
    .max(safeHours.length, { error: "contact.hours.missing", abort: true })
    .refine((hours) => new Set(hours).size === hours.length, { error: "contact.hours.missing" }),
});
export type SafeContact = z.infer<typeof safeContactSchema>;

/** What a person was asked and answered, and when: an answer is trusted for 30 days. */
export const contactRuleSchema = z.strictObject({
  ...safeContactSchema.shape,
  textsAgreed: z.boolean(),
  askedAt: z.iso.datetime(),
});
export type ContactRule = z.infer<typeof contactRuleSchema>;

const trustedForMs = 30 * 24 * 3_600_000;

/**
 * Why a text is sent: `askedNow`, the person pressed a button for it a moment ago (a code); `justDone`, it answers what they
 * have just done (a receipt); `weBegin`, it is our idea (a reminder).
 */
export const textReasons = ["askedNow", "justDone", "weBegin"] as const;

/** A time the person chose for a call: safe by their own word, whatever the windows say. */
export type PromisedTime = { from: string; to: string };

/** Everything this service can do to reach somebody. `someoneElse`: another voice has answered the call. */
export type ContactAct =
  | { kind: "text"; reason: (typeof textReasons)[number] }
  | { kind: "call"; promised?: PromisedTime | undefined }
  | { kind: "voicemail" }
  | { kind: "someoneElse" };

/** The sentences that may be spoken; the words are in the language files. */
export const sentences = ["greetWithName", "greetNeutral", "leaveWithName", "leaveNeutral", "excuse", "askForThem", "askOrCallAgain"] as const;
export type Sentence = (typeof sentences)[number];

const refusals = ["textsNotWanted", "textsNotAgreed", "answersTooOld", "outsideSafeHours", "voicemailNever"] as const;
type Refusal = (typeof refusals)[number];
export type ContactAnswer = { may: true; say?: Sentence } | { may: false; because: Refusal };

/**
 * The one gate for every contact. Pure: rule × act × time → yes, yes with this sentence, or no and why.
 * A "no" to texts always holds. A code asked for now needs nothing more; a receipt also the agreement to texts;
 * what we begin ourselves also answers younger than 30 days and a safe hour. A call needs those two as well, the chosen time being a safe one.
 */
export function mayContact(rule: ContactRule, act: ContactAct, now: Date): ContactAnswer {
  if (act.kind === "text") return mayText(rule, act.reason, now);
  if (act.kind === "someoneElse") return { may: true, say: toSomeoneElse[rule.whoMayAnswer] };
  if (act.kind === "voicemail") {
    if (rule.voicemail === "never") return { may: false, because: "voicemailNever" };
    return { may: true, say: rule.voicemail === "yes" && rule.maySayWho === "yes" ? "leaveWithName" : "leaveNeutral" };
  }
  const refused = tooLate(rule, now) ?? (isPromised(act.promised, now) || isSafeHour(rule.hours, now) ? null : "outsideSafeHours");
  return refused ? { may: false, because: refused } : { may: true, say: rule.maySayWho === "yes" ? "greetWithName" : "greetNeutral" };
}

const toSomeoneElse = { onlyMe: "excuse", family: "askForThem", anyone: "askOrCallAgain" } as const satisfies Record<ContactRule["whoMayAnswer"], Sentence>;

function mayText(rule: ContactRule, reason: (typeof textReasons)[number], now: Date): ContactAnswer {
  if (rule.mayText === "no") return { may: false, because: "textsNotWanted" };
  if (reason === "askedNow") return { may: true };
  if (!rule.textsAgreed) return { may: false, because: "textsNotAgreed" };
  if (reason === "justDone") return { may: true };
  const refused = tooLate(rule, now) ?? (isSafeHour(rule.hours, now) ? null : "outsideSafeHours");
  return refused ? { may: false, because: refused } : { may: true };
}

/** Whether what a person answered is recent enough to act on without asking again. */
export const isTrusted = ({ askedAt }: ContactRule, now: Date): boolean => now.getTime() - Date.parse(askedAt) <= trustedForMs;
const tooLate = (rule: ContactRule, now: Date): Refusal | null => (isTrusted(rule, now) ? null : "answersTooOld");
const isPromised = (promised: PromisedTime | undefined, now: Date): boolean =>
  promised !== undefined && promised.from <= now.toISOString() && now.toISOString() < promised.to;

/** Whether an instant falls into one of the windows a person called safe. */
export function isSafeHour(hours: readonly SafeHours[], at: Date): boolean {
  const { hour } = localTime(at);
  return hours.some((window) => hour >= hoursOf[window][0] && hour < hoursOf[window][1]);
}

const half = 30 * 60_000;

/** The first safe instant from `from` on: `from` itself, or the full half hour at which the next window opens. */
export function nextSafeTime(hours: readonly SafeHours[], from: Date): Date {
  if (isSafeHour(hours, from)) return from;
  let at = new Date(Math.ceil(from.getTime() / half) * half);
  while (!isSafeHour(hours, at)) at = new Date(at.getTime() + half);
  return at;
}

/** The first of an order, most cautious first, that anybody answered. */
const most = <T extends string>(order: readonly [T, ...T[]], answers: readonly T[]): T => order.find((answer) => answers.includes(answer)) ?? order[0];

/**
 * Several answers about one phone taken together: for each question the most cautious one, so that whoever answers last cannot loosen
 * what was asked before. Hours that are safe by all of them or, when there are none, those of the latest: they tell of today, and change.
 */
export function strictest(rules: readonly [ContactRule, ...ContactRule[]]): ContactRule {
  const latest = rules.reduce((late, rule) => (rule.askedAt > late.askedAt ? rule : late));
  const oldest = rules.reduce((old, rule) => (rule.askedAt < old.askedAt ? rule : old));
  const shared = latest.hours.filter((window) => rules.every(({ hours }) => hours.includes(window)));
  return {
    mayText: most(["no", "yes"], rules.map(({ mayText: answer }) => answer)),
    maySayWho: most(["no", "yes"], rules.map(({ maySayWho }) => maySayWho)),
    voicemail: most(["never", "neutral", "yes"], rules.map(({ voicemail }) => voicemail)),
    whoMayAnswer: most(["onlyMe", "family", "anyone"], rules.map(({ whoMayAnswer }) => whoMayAnswer)),
    hours: shared.length ? shared : latest.hours,
    textsAgreed: rules.every(({ textsAgreed }) => textsAgreed),
    askedAt: oldest.askedAt,
  };
}
