import * as z from "zod";
import { localTime } from "../calendar/local-time.ts";

export const textAnswers = ["yes", "no"] as const;
export const sayWhoAnswers = ["yes", "no"] as const;
export const voicemailAnswers = ["never", "neutral", "yes"] as const;
export const answerers = ["onlyMe", "family", "anyone"] as const;
export const safeHours = ["morning", "afternoon", "evening"] as const;

/** Vietnam wall-clock hours of each window: from (included) to (excluded). */
const hoursOf = { morning: [8, 12], afternoon: [12, 17], evening: [17, 21] } as const;

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
    .refine((hours) => new Set(hours).size === hours.length, { error: "contact.hours.missing" }),
});

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
export type ContactAct = { kind: "text"; reason: (typeof textReasons)[number] };

const refusals = ["textsNotWanted", "textsNotAgreed", "answersTooOld", "outsideSafeHours"] as const;
export type ContactAnswer = { may: true } | { may: false; because: (typeof refusals)[number] };

/**
 * The one gate for every contact. Pure: rule × act × time → yes, or no and why.
 * A "no" to texts always holds. A code asked for now needs nothing more; a receipt also the agreement to texts;
 * what we begin ourselves also answers younger than 30 days and a safe hour.
 */
export function mayContact(rule: ContactRule, act: ContactAct, now: Date): ContactAnswer {
  if (rule.mayText === "no") return { may: false, because: "textsNotWanted" };
  if (act.reason === "askedNow") return { may: true };
  if (!rule.textsAgreed) return { may: false, because: "textsNotAgreed" };
  if (act.reason === "justDone") return { may: true };
  if (now.getTime() - Date.parse(rule.askedAt) > trustedForMs) return { may: false, because: "answersTooOld" };
  const { hour } = localTime(now);
  const safe = rule.hours.some((window) => hour >= hoursOf[window][0] && hour < hoursOf[window][1]);
  return safe ? { may: true } : { may: false, because: "outsideSafeHours" };
}
