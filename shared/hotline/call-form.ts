import { isSafeHour, safeContactSchema, type ContactRule, type SafeContact, type SafeHours } from "../contact/safe-contact.ts";
import { cleanText } from "../text.ts";
import type { Issue } from "../form/issues.ts";
import type { OfferedDay } from "./callback.ts";
import { followUpWithinHours, outcomes, type Outcome } from "./ladder.ts";
import { isSlotId, slotStart, type SlotId } from "./slots.ts";

/** Outcomes after which a voicemail can have answered. */
const voicemailOutcomes: ReadonlySet<Outcome> = new Set(["noAnswer", "busy"]);
/** When to talk again: not at all, at a time agreed on, or as the rule for danger says. */
export const followUps = ["none", "at", "auto"] as const;
/** The safe-contact answers, asked again on the phone. */
export const askedAgain = ["same", "changed"] as const;
export const noteLength = 4_000;
export const reasonLength = 200;

/** Everything that can be wrong with a form of the call screen; each code has its sentence in both languages. */
export const callErrorCodes = [
  "lease.notRung",
  "outcome.missing",
  "voicemail.never",
  "voicemail.answered",
  "note.tooLong",
  "followUp.missing",
  "followUp.danger",
  "slotId.missing",
  "slotId.unsafe",
  "slotId.tooLate",
  "slotId.full",
  "slotId.past",
  "slotId.unknown",
  "answers.missing",
  "contact.mayText.missing",
  "contact.mayText.phone",
  "contact.maySayWho.missing",
  "contact.voicemail.missing",
  "contact.voicemail.borrowed",
  "contact.whoMayAnswer.missing",
  "contact.hours.missing",
  "reason.missing",
  "reason.tooLong",
] as const;
export type CallErrorCode = (typeof callErrorCodes)[number];

/** What stands in the form after a call, as it was typed. */
export type CallDraft = {
  outcome: string;
  voicemail: boolean;
  note: string;
  followUp: string;
  slotId: string;
  answers: string;
  contact: Record<Exclude<keyof SafeContact, "hours">, string> & { hours: readonly string[] };
};

type Posted = ReadonlyMap<string, readonly string[]>;

/** The form after a call from its posted fields. */
export function readCallForm(posted: Posted): CallDraft {
  const one = (name: string): string => posted.get(name)?.[0] ?? "";
  return {
    outcome: one("outcome"),
    voicemail: one("voicemail") === "yes",
    note: cleanNote(one("note")),
    followUp: one("followUp"),
    slotId: one("slotId"),
    answers: one("answers"),
    contact: {
      mayText: one("contact.mayText"),
      maySayWho: one("contact.maySayWho"),
      voicemail: one("contact.voicemail"),
      whoMayAnswer: one("contact.whoMayAnswer"),
      hours: posted.get("contact.hours") ?? [],
    },
  };
}

/** A note as it was meant, its lines kept. */
const cleanNote = (raw: string): string => raw.split(/\r\n|\r|\n/).map(cleanText).join("\n").trim();

/** What is known of the call that the form is about. */
export type CallFacts = {
  rule: ContactRule;
  /** Somebody reported danger: they are always rung again. */
  danger: boolean;
  mayLeaveVoicemail: boolean;
  borrowed: boolean;
  landline: boolean;
  now: Date;
};

export type CallReport = { outcome: Outcome; note: string; voicemail: boolean; followUp?: SlotId; contact?: SafeContact & { textsAgreed: boolean } };

/** Judges the form after a call. What the chosen outcome does not ask for is left aside. */
export function checkCallForm(draft: CallDraft, facts: CallFacts): { report: CallReport } | { issues: Issue[] } {
  const outcome = outcomes.find((one) => one === draft.outcome);
  const { contact, issues: contactIssues } = contactAgain(draft, facts);
  const follows = outcome === "reached" && (facts.danger || draft.followUp === "at");
  const rule = (wrong: boolean, path: string, code: CallErrorCode): Issue[] => (wrong ? [{ path, code }] : []);
  const issues = [
    ...rule(outcome === undefined, "outcome", "outcome.missing"),
    ...rule(draft.voicemail && !facts.mayLeaveVoicemail, "voicemail", "voicemail.never"),
    ...rule(draft.voicemail && facts.mayLeaveVoicemail && outcome !== undefined && !voicemailOutcomes.has(outcome), "voicemail", "voicemail.answered"),
    ...rule(draft.note.length > noteLength, "note", "note.tooLong"),
    ...(outcome === "reached" ? followUpIssues(draft, facts, hoursIn(draft, facts.rule.hours)) : []),
    ...(follows ? contactIssues : []),
  ];
  if (outcome === undefined || issues.length > 0) return { issues };
  const at = outcome === "reached" && draft.followUp === "at" ? { followUp: draft.slotId } : {};
  return { report: { outcome, note: draft.note, voicemail: draft.voicemail, ...at, ...(follows && contact ? { contact } : {}) } };
}

function followUpIssues({ followUp, slotId }: CallDraft, { danger, now }: CallFacts, hours: readonly SafeHours[]): Issue[] {
  if (!followUps.some((one) => one === followUp) || (followUp === "auto" && !danger)) return [{ path: "followUp", code: "followUp.missing" }];
  if (followUp === "none") return danger ? [{ path: "followUp", code: "followUp.danger" }] : [];
  if (followUp === "auto") return [];
  if (!slotId) return [{ path: "slotId", code: "slotId.missing" }];
  if (!isSlotId(slotId)) return [{ path: "slotId", code: "slotId.unknown" }];
  if (!isSafeHour(hours, slotStart(slotId))) return [{ path: "slotId", code: "slotId.unsafe" }];
  return danger && slotStart(slotId).getTime() > latestFollowUp(now) ? [{ path: "slotId", code: "slotId.tooLate" }] : [];
}

function contactAgain({ answers, contact }: CallDraft, { rule, borrowed, landline }: CallFacts): { contact?: SafeContact & { textsAgreed: boolean }; issues: Issue[] } {
  if (answers === "same") {
    const { askedAt: _askedAt, ...same } = rule;
    return { contact: same, issues: [] };
  }
  if (answers !== "changed") return { issues: [{ path: "answers", code: "answers.missing" }] };
  const parsed = safeContactSchema.safeParse(contact);
  const issues = [
    ...(parsed.success ? [] : parsed.error.issues.map(({ path }) => ({ path: `contact.${String(path[0])}`, code: `contact.${String(path[0])}.missing` }))),
    ...((borrowed || landline) && contact.mayText === "yes" ? [{ path: "contact.mayText", code: "contact.mayText.phone" }] : []),
    ...(borrowed && (contact.voicemail === "neutral" || contact.voicemail === "yes") ? [{ path: "contact.voicemail", code: "contact.voicemail.borrowed" }] : []),
  ];
  // Said on the phone, "you may text me" is the agreement too.
  return parsed.success && issues.length === 0 ? { contact: { ...parsed.data, textsAgreed: parsed.data.mayText === "yes" }, issues } : { issues };
}

const latestFollowUp = (now: Date): number => now.getTime() + followUpWithinHours * 3_600_000;

/** The times a follow-up may be agreed on: offered, inside the safe hours, and after danger within two days. */
export function followUpTimes(days: readonly OfferedDay[], { hours, danger, now }: { hours: readonly SafeHours[]; danger: boolean; now: Date }): { date: string; slotIds: SlotId[] }[] {
  const fits = (id: SlotId): boolean => isSafeHour(hours, slotStart(id)) && (!danger || slotStart(id).getTime() <= latestFollowUp(now));
  return days.map(({ date, slots }) => ({ date, slotIds: slots.map(({ id }) => id).filter(fits) })).filter(({ slotIds }) => slotIds.length > 0);
}

/** The hours that were just given, if they can be read; else those known. */
export const hoursIn = ({ answers, contact }: CallDraft, known: readonly SafeHours[]): readonly SafeHours[] => {
  const given = safeContactSchema.shape.hours.safeParse(contact.hours);
  return answers === "changed" && given.success ? given.data : known;
};

/** Why a caller is taken over, as it is kept; or what is wrong with it. */
export function checkReason(raw: string): { reason: string } | { issue: Issue } {
  const reason = cleanText(raw);
  if (!reason) return { issue: { path: "reason", code: "reason.missing" } };
  return reason.length > reasonLength ? { issue: { path: "reason", code: "reason.tooLong" } } : { reason };
}
